//! The shop's API keys.

use app::merchants::keys::{self, KeyError};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::{MerchantAct, Scope};
use domain::ids::MerchantId;
use domain::view::staff::ApiKey;
use jiff::tz::TimeZone;
use words::Words;

use super::super::desk::{Place, desk, id, may};
use super::blank;
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer, at, mark};
use crate::html::pages::desk::{OtherForm, Settings};
use crate::html::parts::{FormError, Level, Tag};
use crate::html::said::say;
use crate::html::table::{Action, Cell, Column, Row, Table};
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    page(&web, &visit, id(&merchant)?, None, None, Vec::new()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    typed: Option<&Typed>,
    secret: Option<(String, String)>,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let permit = may(visit, merchant, MerchantAct::EditStaff)?;
    let known = keys::list(web.ctx(), &permit).await?;
    let (p, shop) = desk(web, visit, merchant, Place::Settings).await?;
    let w = visit.words();
    let home = format!("/studio/{merchant}/settings/keys");
    let check = |name: &str, label: &str| {
        let is_on = typed.is_some_and(|typed| typed.is_on(name));
        Field::new(name, label).kind(Kind::Check).value(if is_on { "on" } else { "" })
    };
    let mut fields = vec![
        Field::new("name", w.text("col-name")).value(typed.map_or("", |typed| typed.get("name"))).limit(80),
    ];
    fields.extend(Scope::ALL.into_iter().map(|scope| check(scope.as_str(), w.text(scope_key(scope)))));
    fields.push(check("test", w.text("settings-key-test")));
    mark(&mut fields, &mut errors);
    let is_wrong = !errors.is_empty();
    let page = render(&Settings {
        text: w.text("settings-keys-text").to_owned(),
        tables: vec![(
            w.text("settings-keys").to_owned(),
            table(w, &home, &known, (&shop.profile.time_zone, &p.csrf)),
        )],
        other: Some(OtherForm {
            title: w.text("settings-key-new").to_owned(),
            action: home,
            fields,
            button: w.text("settings-key-new").to_owned(),
        }),
        secret,
        errors,
        ..blank(&p, visit, merchant, "settings/keys")
    })?;
    Ok(answer(page, is_wrong))
}

fn scope_key(scope: Scope) -> &'static str {
    match scope {
        Scope::CatalogRead => words::key!("scope-catalog-read"),
        Scope::CatalogWrite => words::key!("scope-catalog-write"),
        Scope::OrdersRead => words::key!("scope-orders-read"),
        Scope::OrdersWrite => words::key!("scope-orders-write"),
        Scope::PostsWrite => words::key!("scope-posts-write"),
        Scope::ReportsRead => words::key!("scope-reports-read"),
        Scope::WebhooksRead => words::key!("scope-webhooks-read"),
        Scope::WebhooksWrite => words::key!("scope-webhooks-write"),
    }
}

fn table(w: &Words, home: &str, known: &[ApiKey], (zone, csrf): (&TimeZone, &str)) -> Table {
    let rows = known.iter().map(|key| {
        let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.as_str()).collect();
        let (state, level) = match (key.revoked_at, key.is_test) {
            (Some(_), _) => (words::key!("settings-key-revoked"), Level::Plain),
            (None, true) => (words::key!("settings-key-test"), Level::Info),
            (None, false) => (words::key!("settings-key-live"), Level::Good),
        };
        let revoke = key.revoked_at.is_none().then(|| Action {
            label: w.text("settings-key-revoke").to_owned(),
            href: format!("{home}/{}/revoke", key.id),
            is_link: false,
            risky: true,
        });
        Row {
            cells: vec![
                Cell::Lead {
                    title: key.name.clone(),
                    detail: w.date_time(key.created_at, zone),
                    href: String::new(),
                    picture: None,
                },
                Cell::Code(scopes.join(" ")),
                Cell::State(Tag { text: w.text(state).to_owned(), level }),
                Cell::Actions(revoke.into_iter().collect()),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("settings-keys").to_owned(),
        columns: vec![
            Column::words(w.text("col-name")),
            Column::words(w.text("settings-key-scopes")),
            Column::words(w.text("col-state")),
            Column::buttons(w.text("col-actions")),
        ],
        rows: rows.collect(),
        foot: Vec::new(),
        csrf: csrf.to_owned(),
    }
}

/// Makes a key; its secret is shown once.
pub async fn make(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditStaff)?;
    let w = visit.words();
    let scopes = Scope::ALL.into_iter().filter(|scope| typed.is_on(scope.as_str())).collect();
    let (field, key) =
        match keys::make(web.ctx(), &permit, typed.get("name"), scopes, typed.is_on("test")).await {
            Ok((_, secret)) => {
                let shown = (w.text("settings-key-once").to_owned(), secret);
                return page(&web, &visit, merchant, None, Some(shown), Vec::new()).await;
            }
            Err(KeyError::NoName) => ("name", words::key!("field-required")),
            Err(KeyError::NoScope) => (Scope::CatalogRead.as_str(), words::key!("settings-key-no-scope")),
            Err(KeyError::TooMany) => ("name", words::key!("settings-too-many")),
            Err(KeyError::NoPerson) => return Err(Failure::NotFound),
            Err(KeyError::Db(error)) => return Err(error.into()),
        };
    page(&web, &visit, merchant, Some(&typed), None, vec![at(field, w.text(key).to_owned())]).await
}

/// Takes a key back.
pub async fn revoke(
    web: State<Web>,
    visit: Visit,
    Path((merchant, key)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditStaff)?;
    let key = id(&key)?;
    // Taking back twice is fine; what never was a key of the shop's is not found.
    let is_known = keys::revoke(web.ctx(), &permit, key).await?
        || keys::list(web.ctx(), &permit).await?.iter().any(|known| known.id == key);
    if !is_known {
        return Err(Failure::NotFound);
    }
    Ok(say(&web, words::key!("action-saved"), &format!("/studio/{merchant}/settings/keys")))
}
