//! Who works for the nonprofit, and the link by which somebody joins.

use app::nonprofits::people::{self, OfferedPlace, PeopleError};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::AsAccount;
use domain::ids::NonprofitId;
use domain::nonprofit::staff::{NonprofitAct, NonprofitInvitation, NonprofitMember, NonprofitRole};
use http::StatusCode;
use jiff::tz::TimeZone;
use words::Words;

use super::desk::{Place, desk, id, may, settings};
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

fn home(nonprofit: NonprofitId) -> String {
    format!("/nonprofits/{nonprofit}/settings/staff")
}

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(nonprofit): Path<String>) -> Result<Response, Failure> {
    page(&web, &visit, id(&nonprofit)?, None, None, Vec::new()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    nonprofit: NonprofitId,
    typed: Option<&Typed>,
    secret: Option<(String, String)>,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let permit = may(visit, nonprofit, NonprofitAct::EditStaff)?;
    let (members, waiting) = people::people(web.ctx(), &permit).await?;
    let (p, found) = desk(web, visit, nonprofit, Place::Settings).await?;
    let w = visit.words();
    let roles = NonprofitRole::ALL.map(|role| {
        (role.as_str().to_owned(), w.beside(w.nonprofit_role(role), w.nonprofit_role_text(role)))
    });
    let usual = NonprofitRole::Fundraiser.as_str();
    let mut fields = vec![
        Field::new("email", w.text("field-email"))
            .kind(Kind::Email)
            .value(typed.map_or("", |typed| typed.get("email")))
            .width(Width::TwoThirds),
        Field::new("role", w.text("settings-staff-role"))
            .kind(Kind::Select(roles.to_vec()))
            .value(typed.map_or(usual, |typed| typed.get("role")))
            .width(Width::Third),
    ];
    mark(&mut fields, &mut errors);
    let heading = w.text("desk-people").to_owned();
    let mut tables = vec![(heading.clone(), member_table(w, nonprofit, &members, &p.csrf))];
    if !waiting.is_empty() {
        let table = invited_table(w, nonprofit, &waiting, (&found.profile.time_zone, &p.csrf));
        tables.push((w.text("settings-staff-invited").to_owned(), table));
    }
    let is_wrong = !errors.is_empty();
    let shown = render(&Settings {
        standing: None,
        p: &p,
        title: w.text("settings-title").to_owned(),
        nav: settings(w, visit, nonprofit, "settings/staff"),
        heading,
        text: String::new(),
        action: String::new(),
        groups: Vec::new(),
        blocks: Vec::new(),
        add: None,
        tables,
        other: Some(OtherForm {
            title: w.text("settings-staff-invite").to_owned(),
            action: home(nonprofit),
            fields,
            button: w.text("settings-staff-invite").to_owned(),
        }),
        secret,
        errors,
    })?;
    Ok(answer(shown, is_wrong))
}

fn member_table(w: &Words, nonprofit: NonprofitId, members: &[NonprofitMember], csrf: &str) -> Table {
    let form = |label: String, href: String, risky| Action { label, href, is_link: false, risky };
    let rows = members.iter().map(|member| {
        let base = format!("{}/{}", home(nonprofit), member.account);
        let others = NonprofitRole::ALL.into_iter().filter(|role| *role != member.role);
        let mut actions: Vec<Action> = others
            .map(|role| {
                let label = w.fill("settings-staff-make", "role", w.nonprofit_role(role));
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
                Cell::text(w.nonprofit_role(member.role)),
                Cell::Actions(actions),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("desk-people").to_owned(),
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

fn invited_table(
    w: &Words,
    nonprofit: NonprofitId,
    waiting: &[NonprofitInvitation],
    (zone, csrf): (&TimeZone, &str),
) -> Table {
    let rows = waiting.iter().map(|invitation| Row {
        cells: vec![
            Cell::lead(&invitation.email, ""),
            Cell::text(w.nonprofit_role(invitation.role)),
            Cell::text(&w.date_time(invitation.expires_at, zone)),
            Cell::Actions(vec![Action {
                label: w.text("settings-staff-withdraw").to_owned(),
                href: format!("{}/invitations/{}/withdraw", home(nonprofit), invitation.number),
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
    Path(nonprofit): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::EditStaff)?;
    let w = visit.words();
    let role = NonprofitRole::from_word(typed.get("role"));
    let email = domain::account::email(typed.get("email"));
    let mut errors = Vec::new();
    if email.is_err() {
        errors.push(at("email", w.text("field-email-invalid").to_owned()));
    }
    let Some(role) = role.filter(|_| errors.is_empty()) else {
        if role.is_none() {
            errors.push(at("role", w.text("field-choice-invalid").to_owned()));
        }
        return page(&web, &visit, nonprofit, Some(&typed), None, errors).await;
    };
    match people::invite(web.ctx(), &permit, typed.get("email"), role).await {
        Ok(invited) => {
            let words = w.fill("settings-staff-link", "email", invited.invitation.email.as_str());
            let link = format!("{}/nonprofits/join/{}", web.config().base_url, invited.token);
            page(&web, &visit, nonprofit, None, Some((words, link)), Vec::new()).await
        }
        Err(error) => Err(failure(error)),
    }
}

/// Takes an offered place back.
pub async fn withdraw(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, invitation)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::EditStaff)?;
    if !people::withdraw(web.ctx(), &permit, id(&invitation)?).await? {
        return Err(Failure::NotFound);
    }
    Ok(say(&web, words::key!("action-saved"), &home(nonprofit)))
}

/// Gives somebody another role.
pub async fn set_role(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, account, role)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::EditStaff)?;
    let role = NonprofitRole::from_word(&role).ok_or(Failure::NotFound)?;
    let outcome = people::set_role(web.ctx(), &permit, id(&account)?, role).await;
    changed(&web, &visit, nonprofit, outcome).await
}

/// Takes somebody off its people.
pub async fn remove(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, account)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::EditStaff)?;
    let account = id(&account)?;
    let outcome = people::remove(web.ctx(), &permit, account).await;
    if outcome.is_ok() && visit.actor.account() == Some(account) {
        // Whoever left has no page there any more.
        return Ok(say(&web, words::key!("action-saved"), "/"));
    }
    changed(&web, &visit, nonprofit, outcome).await
}

async fn changed(
    web: &Web,
    visit: &Visit,
    nonprofit: NonprofitId,
    outcome: Result<(), PeopleError>,
) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(say(web, words::key!("action-saved"), &home(nonprofit))),
        Err(PeopleError::LastOwner) => {
            let errors = vec![whole(visit.words().text("desk-last-owner"))];
            page(web, visit, nonprofit, None, None, errors).await
        }
        Err(error) => Err(failure(error)),
    }
}

fn failure(error: PeopleError) -> Failure {
    match error {
        PeopleError::Unknown | PeopleError::NoPerson => Failure::NotFound,
        PeopleError::InvitationGone => Failure::Gone,
        PeopleError::NotInvited => Failure::Forbidden,
        PeopleError::LastOwner => Failure::Conflict,
        PeopleError::Email => Failure::Unprocessable,
        PeopleError::Db(error) => error.into(),
    }
}

/// Asks whom an invitation was sent to whether they want to join.
pub async fn ask_join(web: State<Web>, visit: Visit, Path(token): Path<String>) -> Result<Response, Failure> {
    let w = visit.words();
    let offered = people::look_at(web.ctx(), &token).await?.ok_or(Failure::Gone)?;
    if let Some(other) = not_invited(&web, &visit, &offered, &token)? {
        return Ok(other);
    }
    let found = app::nonprofits::find(web.ctx(), offered.nonprofit).await?.ok_or(Failure::Gone)?;
    let p = frame(&web, &visit, Section::Elsewhere);
    let title = w.fill("join-title", "merchant", found.display_name.as_str());
    let mut form = FormPage::new(&p, &title, &format!("/nonprofits/join/{token}"), w.text("join-button"));
    form.text = w.beside(w.nonprofit_role(offered.role), w.nonprofit_role_text(offered.role));
    render(&form)
}

/// Joins.
pub async fn join(web: State<Web>, visit: Visit, Path(token): Path<String>) -> Result<Response, Failure> {
    let account = visit.actor.account().ok_or(Failure::SignIn)?;
    let permit = visit.actor.may(AsAccount(account))?;
    match people::accept(web.ctx(), &permit, &token).await {
        Ok(nonprofit) => Ok(see_other(&format!("/nonprofits/{nonprofit}"))),
        Err(PeopleError::NotInvited) => {
            let offered = people::look_at(web.ctx(), &token).await?.ok_or(Failure::Gone)?;
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
    offered: &OfferedPlace,
    token: &str,
) -> Result<Option<Response>, Failure> {
    let signed_in = visit.signed_in.as_ref().ok_or(Failure::SignIn)?;
    let back = format!("/nonprofits/join/{token}");
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
