//! Who works for the shop, and the link by which somebody joins.

use app::merchants::staff::{self, Offered, StaffError};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::{AsAccount, MerchantAct, Role};
use domain::ids::MerchantId;
use domain::view::staff::{Invitation, StaffMember};
use http::StatusCode;
use jiff::tz::TimeZone;
use words::Words;

use super::super::desk::{Place, desk, id, may};
use super::blank;
use crate::Web;
use crate::html::field::{Field, Kind, Width};
use crate::html::mistakes::{answer, at, mark, whole};
use crate::html::page::Section;
use crate::html::pages::account::{FormPage, with_back};
use crate::html::pages::desk::{OtherForm, Settings};
use crate::html::parts::FormError;
use crate::html::said::say;
use crate::html::table::{Action, Cell, Column, Row, Table};
use crate::html::typed::Typed;
use crate::html::view::page as frame;
use crate::html::{Failure, Visit, render, see_other};

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
    let (members, waiting) = staff::list(web.ctx(), &permit).await?;
    let (p, shop) = desk(web, visit, merchant, Place::Settings).await?;
    let w = visit.words();
    let home = format!("/studio/{merchant}/settings/staff");
    let roles = Role::ALL.map(|role| (role.as_str().to_owned(), w.beside(w.role(role), w.role_text(role))));
    let mut fields = vec![
        Field::new("email", w.text("field-email"))
            .kind(Kind::Email)
            .value(typed.map_or("", |typed| typed.get("email")))
            .width(Width::TwoThirds),
        Field::new("role", w.text("settings-staff-role"))
            .kind(Kind::Select(roles.to_vec()))
            .value(typed.map_or(Role::Support.as_str(), |typed| typed.get("role")))
            .width(Width::Third),
    ];
    mark(&mut fields, &mut errors);
    let mut tables = vec![(w.text("settings-staff").to_owned(), member_table(w, &home, &members, &p.csrf))];
    if !waiting.is_empty() {
        tables.push((
            w.text("settings-staff-invited").to_owned(),
            invited_table(w, &home, &waiting, (&shop.profile.time_zone, &p.csrf)),
        ));
    }
    let is_wrong = !errors.is_empty();
    let page = render(&Settings {
        tables,
        other: Some(OtherForm {
            title: w.text("settings-staff-invite").to_owned(),
            action: home,
            fields,
            button: w.text("settings-staff-invite").to_owned(),
        }),
        secret,
        errors,
        ..blank(&p, visit, merchant, "settings/staff")
    })?;
    Ok(answer(page, is_wrong))
}

fn member_table(w: &Words, home: &str, members: &[StaffMember], csrf: &str) -> Table {
    let form = |label: String, href: String, risky| Action { label, href, is_link: false, risky };
    let rows = members.iter().map(|member| {
        let base = format!("{home}/{}", member.account);
        let others = Role::ALL.into_iter().filter(|role| *role != member.role);
        let mut actions: Vec<Action> = others
            .map(|role| {
                let label = w.fill("settings-staff-make", "role", w.role(role));
                form(label, format!("{base}/role/{}", role.as_str()), false)
            })
            .collect();
        actions.push(form(w.text("action-remove").to_owned(), format!("{base}/remove"), true));
        Row {
            cells: vec![
                Cell::Lead {
                    title: member.display_name.clone(),
                    detail: format!("@{}", member.handle),
                    href: format!("/@{}", member.handle),
                    picture: None,
                },
                Cell::text(w.role(member.role)),
                Cell::Actions(actions),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("settings-staff").to_owned(),
        columns: vec![
            Column::words(w.text("col-name")),
            Column::words(w.text("settings-staff-role")),
            Column::buttons(w.text("col-actions")),
        ],
        rows: rows.collect(),
        foot: Vec::new(),
        csrf: csrf.to_owned(),
    }
}

fn invited_table(w: &Words, home: &str, waiting: &[Invitation], (zone, csrf): (&TimeZone, &str)) -> Table {
    let rows = waiting.iter().map(|invitation| Row {
        cells: vec![
            Cell::lead(&invitation.email, ""),
            Cell::text(w.role(invitation.role)),
            Cell::text(&w.date_time(invitation.expires_at, zone)),
            Cell::Actions(vec![Action {
                label: w.text("settings-staff-withdraw").to_owned(),
                href: format!("{home}/invitations/{}/withdraw", invitation.number),
                is_link: false,
                risky: true,
            }]),
        ],
        fresh: false,
    });
    Table {
        caption: w.text("settings-staff-invited").to_owned(),
        columns: vec![
            Column::words(w.text("col-email")),
            Column::words(w.text("settings-staff-role")),
            Column::words(w.text("settings-staff-until")),
            Column::buttons(w.text("col-actions")),
        ],
        rows: rows.collect(),
        csrf: csrf.to_owned(),
        ..Table::default()
    }
}

/// Offers a place; its link is mailed, and shown once.
pub async fn invite(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditStaff)?;
    let w = visit.words();
    let Some(role) = Role::from_word(typed.get("role")) else {
        let errors = vec![at("role", w.text("field-choice-invalid").to_owned())];
        return page(&web, &visit, merchant, Some(&typed), None, errors).await;
    };
    match staff::invite(web.ctx(), &permit, typed.get("email"), role).await {
        Ok(invited) => {
            let words = w.fill("settings-staff-link", "email", invited.invitation.email.as_str());
            let link = format!("{}/join/{}", web.config().base_url, invited.token);
            page(&web, &visit, merchant, None, Some((words, link)), Vec::new()).await
        }
        Err(StaffError::Email) => {
            let errors = vec![at("email", w.text("field-email-invalid").to_owned())];
            page(&web, &visit, merchant, Some(&typed), None, errors).await
        }
        Err(error) => Err(failure(error)),
    }
}

/// Takes an offered place back.
pub async fn withdraw(
    web: State<Web>,
    visit: Visit,
    Path((merchant, invitation)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditStaff)?;
    if !staff::withdraw(web.ctx(), &permit, id(&invitation)?).await? {
        return Err(Failure::NotFound);
    }
    Ok(say(&web, words::key!("action-saved"), &format!("/studio/{merchant}/settings/staff")))
}

/// Gives a member another role.
pub async fn set_role(
    web: State<Web>,
    visit: Visit,
    Path((merchant, account, role)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditStaff)?;
    let role = Role::from_word(&role).ok_or(Failure::NotFound)?;
    changed(&web, &visit, merchant, staff::set_role(web.ctx(), &permit, id(&account)?, role).await).await
}

/// Takes a member off the staff.
pub async fn remove(
    web: State<Web>,
    visit: Visit,
    Path((merchant, account)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditStaff)?;
    changed(&web, &visit, merchant, staff::remove(web.ctx(), &permit, id(&account)?).await).await
}

async fn changed(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    outcome: Result<(), StaffError>,
) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(say(web, words::key!("action-saved"), &format!("/studio/{merchant}/settings/staff"))),
        Err(StaffError::LastOwner) => {
            let errors = vec![whole(visit.words().text("settings-staff-last-owner"))];
            page(web, visit, merchant, None, None, errors).await
        }
        Err(error) => Err(failure(error)),
    }
}

fn failure(error: StaffError) -> Failure {
    match error {
        StaffError::Unknown | StaffError::NoPerson => Failure::NotFound,
        StaffError::InvitationGone => Failure::Gone,
        StaffError::NotInvited => Failure::Forbidden,
        StaffError::LastOwner => Failure::Conflict,
        StaffError::Email => Failure::Unprocessable,
        StaffError::Db(error) => error.into(),
    }
}

/// Asks whom an invitation was sent to whether they want to join.
pub async fn ask_join(web: State<Web>, visit: Visit, Path(token): Path<String>) -> Result<Response, Failure> {
    let w = visit.words();
    let offered = staff::look_at(web.ctx(), &token).await?.ok_or(Failure::Gone)?;
    if let Some(other) = not_invited(&web, &visit, &offered, &token)? {
        return Ok(other);
    }
    let shop = app::merchants::find(web.ctx(), offered.merchant).await?.ok_or(Failure::Gone)?;
    let p = frame(&web, &visit, Section::Elsewhere);
    let title = w.fill("join-title", "merchant", shop.display_name.as_str());
    let mut form = FormPage::new(&p, &title, &format!("/join/{token}"), w.text("join-button"));
    form.text = w.beside(w.role(offered.role), w.role_text(offered.role));
    render(&form)
}

/// Joins the staff.
pub async fn join(web: State<Web>, visit: Visit, Path(token): Path<String>) -> Result<Response, Failure> {
    let account = visit.actor.account().ok_or(Failure::SignIn)?;
    let permit = visit.actor.may(AsAccount(account))?;
    match staff::accept(web.ctx(), &permit, &token).await {
        Ok(merchant) => Ok(see_other(&format!("/studio/{merchant}/products"))),
        Err(StaffError::NotInvited) => {
            let offered = staff::look_at(web.ctx(), &token).await?.ok_or(Failure::Gone)?;
            not_invited(&web, &visit, &offered, &token)?.ok_or(Failure::Forbidden)
        }
        Err(error) => Err(failure(error)),
    }
}

/// What an account is told that the invitation was not sent to: whom it is for, and how to go on as that one. An address
/// that only waits for its code is led to confirm it. None for whom it was sent to.
fn not_invited(
    web: &Web,
    visit: &Visit,
    offered: &Offered,
    token: &str,
) -> Result<Option<Response>, Failure> {
    let signed_in = visit.signed_in.as_ref().ok_or(Failure::SignIn)?;
    let back = format!("/join/{token}");
    if signed_in.email == offered.email {
        return Ok((!signed_in.email_confirmed).then(|| see_other(&with_back("/confirm", &back))));
    }
    let w = visit.words();
    let p = frame(web, visit, Section::Elsewhere);
    let action = with_back("/sign-out", &back);
    let mut form = FormPage::new(&p, w.text("join-other-title"), &action, w.text("join-other-button"));
    form.text = w.with(
        "join-other-text",
        &[("invited", (&offered.email).into()), ("email", (&signed_in.email).into())],
    );
    let mut response = render(&form)?;
    *response.status_mut() = StatusCode::FORBIDDEN;
    Ok(Some(response))
}
