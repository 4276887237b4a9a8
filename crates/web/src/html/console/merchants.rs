//! Merchants: who they are, and how far they are trusted.

use app::merchants::trust::{self, Decision, LIMIT_ORDERS_MAX, PAGE_MERCHANTS, REASON_CHARS_MAX, TrustError};
use app::{staff_log, sunsets};
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use domain::access::{Permit, RunServer};
use domain::ids::{Id, MerchantId};
use domain::merchant::{Merchant, MerchantState};
use domain::payee::{Payee, account_name};
use domain::sunset::Party;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use words::Words;

use super::desk::{Place, desk, in_utc, may};
use super::state_key;
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer, at, mark, whole};
use crate::html::pages::console::Merchant as MerchantPage;
use crate::html::pages::desk::{Ask, List, View};
use crate::html::pages::timeline::Empty;
use crate::html::parts::{Crumbs, FormError, Level, Link, Notice, Pager, Tag};
use crate::html::said::say;
use crate::html::studio::log::{self, Paging};
use crate::html::studio::settings::requirements;
use crate::html::studio::start::missing_words;
use crate::html::table::{Action, Cell, Column, Row, Table};
use crate::html::typed::Typed;
use crate::html::view::closing;
use crate::html::{Failure, Visit, render};

const HOME: &str = "/console/merchants";

/// What the list shows.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    before: Option<String>,
}

/// The list.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn list(web: State<Web>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let before = asked.before.as_deref().map(id).transpose()?;
    let state = MerchantState::from_word(&asked.state);
    let found = trust::list(web.ctx(), &permit, state, before).await?;
    let w = visit.words();
    let word = state.map_or("", MerchantState::as_str);
    let older = match found.last() {
        Some(last) if found.len() == PAGE_MERCHANTS as usize => {
            format!("{HOME}?state={word}&before={}", last.id)
        }
        Some(_) | None => String::new(),
    };
    let view = |known: &str, label: &str| View {
        label: label.to_owned(),
        href: format!("{HOME}?state={known}"),
        current: known == word,
        waiting: 0,
    };
    let mut views = vec![view("", w.text("sorders-filter-all"))];
    views.extend(MerchantState::ALL.map(|state| view(state.as_str(), w.text(state_key(state)))));
    render(&List {
        p: &desk(&web, &visit, Place::Merchants),
        title: w.text("merchants-title").to_owned(),
        text: String::new(),
        primary: None,
        others: Vec::new(),
        views,
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table: table(w, &found, web.ctx().needs_payees()),
        empty: Empty {
            icon: "shop",
            title: w.text("merchants-empty").to_owned(),
            text: String::new(),
            action: None,
        },
        pager: Pager { newer: String::new(), older },
    })
}

fn id(text: &str) -> Result<MerchantId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

fn tag(w: &Words, state: MerchantState) -> Tag {
    let level = match state {
        MerchantState::New => Level::Info,
        MerchantState::Verified => Level::Good,
        MerchantState::Limited => Level::Warn,
        MerchantState::Suspended => Level::Bad,
    };
    Tag { text: w.text(state_key(state)).to_owned(), level }
}

fn since(w: &Words, merchant: MerchantId) -> String {
    let made = Timestamp::from_millisecond(domain::ids::made_at_ms(merchant.raw())).unwrap_or_default();
    w.date(made, &TimeZone::UTC)
}

/// Whether it can be paid, where each merchant is paid on an account of its own.
pub(super) fn payee_tag(w: &Words, payee: &Payee) -> Tag {
    let (key, level) = match payee {
        Payee { takes: true, .. } => (words::key!("payee-takes"), Level::Good),
        Payee { account, .. } if account.is_empty() => (words::key!("payee-none"), Level::Warn),
        Payee { .. } => (words::key!("payee-off"), Level::Bad),
    };
    Tag { text: w.text(key).to_owned(), level }
}

fn table(w: &Words, found: &[Merchant], needs_payee: bool) -> Table {
    let rows = found.iter().map(|merchant| Row {
        cells: vec![
            Cell::Lead {
                title: merchant.display_name.clone(),
                detail: format!("@{} · {}", merchant.handle, merchant.profile.legal_name),
                href: format!("{HOME}/{}", merchant.id),
                picture: None,
            },
            Cell::State(tag(w, merchant.state)),
            Cell::text(w.country_name(merchant.profile.country)),
            Cell::text(&since(w, merchant.id)),
        ]
        .into_iter()
        .chain(needs_payee.then(|| Cell::State(payee_tag(w, &merchant.payee))))
        .collect(),
        fresh: false,
    });
    Table {
        caption: w.text("merchants-title").to_owned(),
        columns: vec![
            Column::words(w.text("col-name")),
            Column::words(w.text("col-state")),
            Column::words(w.text("field-country")),
            Column::words(w.text("col-since")),
        ]
        .into_iter()
        .chain(needs_payee.then(|| Column::words(w.text("settings-payments"))))
        .collect(),
        rows: rows.collect(),
        ..Table::default()
    }
}

/// One merchant.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path(subject): Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let merchant = id(&subject)?;
    let before = paging.before.as_deref().map(str::parse).transpose().map_err(|_| Failure::NotFound)?;
    let done = staff_log::about_merchant(web.ctx(), &permit, merchant, before).await?;
    let found = app::merchants::find(web.ctx(), merchant).await?.ok_or(Failure::NotFound)?;
    let lacks = trust::lacks(web.ctx(), merchant).await?;
    let w = visit.words();
    let profile = &found.profile;
    let since = since(w, merchant);
    let mut payee = payee_facts(&web, w, &permit, &found).await?;
    if let Some(stands) = sunsets::standing_of(web.ctx(), Party::Shop(merchant)).await? {
        let said = format!("{}. {}", w.partner_state(stands.state), closing::next_step(w, &stands));
        payee.push((w.text("console-partner").to_owned(), said));
    }
    let facts = [
        (words::key!("settings-legal-name"), profile.legal_name.as_str()),
        (words::key!("settings-postal-address"), &profile.postal_address),
        (words::key!("settings-contact-email"), &profile.contact_email),
        (words::key!("field-phone"), &profile.phone),
        (words::key!("settings-register-number"), &profile.register_number),
        (words::key!("settings-tax-number"), &profile.vat_number),
        (words::key!("field-country"), w.country_name(profile.country)),
        (words::key!("settings-currency"), profile.currency.code()),
        (words::key!("settings-policy-returns"), &profile.policies.returns_text),
        (words::key!("col-since"), &since),
        (words::key!("field-reason"), &found.state_reason),
    ];
    render(&MerchantPage {
        p: &desk(&web, &visit, Place::Merchants),
        crumbs: crumbs(w, &found),
        title: found.display_name.clone(),
        state: tag(w, found.state),
        facts: facts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (w.text(key).to_owned(), value.to_owned()))
            .chain(payee)
            .collect(),
        figures: Vec::new(),
        notice: (!lacks.is_empty()).then(|| Notice {
            level: Level::Info,
            title: missing_words(w, &lacks),
            text: String::new(),
            links: Vec::new(),
        }),
        actions: actions(w, &found),
        log: log::table(w, &done, |at| in_utc(w, at)),
        pager: Pager { newer: String::new(), older: log::older(&done.lines, &format!("{HOME}/{merchant}")) },
    })
}

/// The account that takes its money, whether it can, and what it lacks.
async fn payee_facts(
    web: &Web,
    w: &Words,
    permit: &Permit<RunServer>,
    found: &Merchant,
) -> Result<Vec<(String, String)>, Failure> {
    if !web.ctx().needs_payees() {
        return Ok(Vec::new());
    }
    let fact = |key: &str, value: String| (w.text(key).to_owned(), value);
    let mut facts = vec![fact(words::key!("settings-payments"), payee_tag(w, &found.payee).text)];
    if let Some(account) = app::payees::of_merchant(web.ctx(), permit, found.id).await? {
        facts.push(fact(words::key!("payments-account"), account_name(&account.account).to_owned()));
        let wanted = requirements::wanted(w, &account.standing.wanted());
        if !wanted.is_empty() {
            facts.push(fact(words::key!("payments-wanted"), wanted.join(" · ")));
        }
        let why = requirements::why(w, &account.standing.disabled_reason);
        if !why.is_empty() {
            facts.push(fact(words::key!("field-reason"), why));
        }
    }
    Ok(facts)
}

fn crumbs(w: &Words, found: &Merchant) -> Crumbs {
    Crumbs(vec![
        Link { label: w.text("merchants-title").to_owned(), href: HOME.to_owned() },
        Link { label: found.display_name.clone(), href: String::new() },
    ])
}

fn actions(w: &Words, found: &Merchant) -> Vec<Action> {
    let ask = |key: &str, what: &str, risky| Action {
        label: w.text(key).to_owned(),
        href: format!("{HOME}/{}/{what}", found.id),
        is_link: true,
        risky,
    };
    let verify = || ask(words::key!("merchant-verify"), "verify", false);
    let restore = || ask(words::key!("merchant-restore"), "verify", false);
    let limit = || ask(words::key!("merchant-limit"), "limit", false);
    let suspend = || ask(words::key!("merchant-suspend"), "suspend", true);
    match found.state {
        MerchantState::New => vec![verify(), suspend()],
        MerchantState::Verified => vec![limit(), suspend()],
        MerchantState::Limited => vec![restore(), suspend()],
        MerchantState::Suspended => vec![restore()],
    }
}

/// Asks before a decision: `verify`, `limit` or `suspend`.
pub async fn ask(
    web: State<Web>,
    visit: Visit,
    Path((subject, what)): Path<(String, String)>,
) -> Result<Response, Failure> {
    question(&web, &visit, id(&subject)?, &what, &Typed::default(), Vec::new()).await
}

async fn question(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    what: &str,
    typed: &Typed,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    may(visit)?;
    let found = app::merchants::find(web.ctx(), merchant).await?.ok_or(Failure::NotFound)?;
    let w = visit.words();
    let name = found.display_name.as_str();
    let reason =
        Field::new("reason", w.text("field-reason")).kind(Kind::Area).value(typed.get("reason")).limit(500);
    let most =
        Field::new("orders", w.text("merchant-limit-orders")).kind(Kind::Number).value(typed.get("orders"));
    let (key, text, mut fields) = match what {
        "verify" => {
            (words::key!("merchant-verify"), w.fill("merchant-verify-ask", "merchant", name), Vec::new())
        }
        "limit" => {
            (words::key!("merchant-limit"), w.text("merchant-limit-ask").to_owned(), vec![most, reason])
        }
        "suspend" => {
            (words::key!("merchant-suspend"), w.fill("merchant-suspend-ask", "merchant", name), vec![reason])
        }
        _ => return Err(Failure::NotFound),
    };
    mark(&mut fields, &mut errors);
    let back = format!("{HOME}/{merchant}");
    let is_wrong = !errors.is_empty();
    let page = render(&Ask {
        p: &desk(web, visit, Place::Merchants),
        crumbs: crumbs(w, &found),
        title: w.text(key).to_owned(),
        text,
        action: format!("{back}/{what}"),
        hidden: Vec::new(),
        lines: Vec::new(),
        fields,
        button: w.text(key).to_owned(),
        risky: what == "suspend",
        back,
        errors,
        note: None,
    })?;
    Ok(answer(page, is_wrong))
}

/// Carries a decision out.
pub async fn decide(
    web: State<Web>,
    visit: Visit,
    Path((subject, what)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let merchant = id(&subject)?;
    let w = visit.words();
    let reason = typed.get("reason").to_owned();
    let decision = match (what.as_str(), typed.get("orders").parse()) {
        ("verify", _) => Decision::Verify,
        ("suspend", _) => Decision::Suspend { reason },
        ("limit", Ok(orders_per_day_max)) => Decision::Limit { orders_per_day_max, reason },
        // What is no number is beyond the limit.
        ("limit", Err(_)) => Decision::Limit { orders_per_day_max: u32::MAX, reason },
        _ => return Err(Failure::NotFound),
    };
    let wrong = match trust::decide(web.ctx(), &permit, merchant, decision).await {
        Ok(()) => return Ok(say(&web, words::key!("action-saved"), &format!("{HOME}/{merchant}"))),
        Err(TrustError::NoReason) => at("reason", w.text("field-required").to_owned()),
        Err(TrustError::ReasonTooLong) => at("reason", w.count("field-too-long", REASON_CHARS_MAX)),
        Err(TrustError::Orders) => at("orders", w.fill("merchant-limit-invalid", "max", LIMIT_ORDERS_MAX)),
        Err(TrustError::Incomplete(lacks)) => whole(&missing_words(w, &lacks)),
        Err(TrustError::Unknown) => return Err(Failure::NotFound),
        Err(TrustError::Db(error)) => return Err(error.into()),
    };
    question(&web, &visit, merchant, &what, &typed, vec![wrong]).await
}
