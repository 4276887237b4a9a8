//! Nonprofits: who they say they are, what their register says, and whether the operator vouches for them.

use app::nonprofits::{
    self, ConsentError, NOTE_CHARS_MAX, Named, PAGE_NONPROFITS, Review, ReviewError, WriteError,
};
use app::ports::FileError;
use app::staff_log;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::ids::NonprofitId;
use domain::nonprofit::Nonprofit;
use domain::nonprofit::state::{NonprofitState, ReviewAct, review};
use domain::sunset::Party;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use jiff::tz::TimeZone;
use words::{Arg, Words};

use super::desk::{Place, desk, in_utc, may};
use super::merchants::payee_tag;
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer, at, mark, whole};
use crate::html::nonprofits::application::{facts, said};
use crate::html::nonprofits::desk::{id, tag};
use crate::html::pages::desk::{Ask, List, OtherForm, View};
use crate::html::pages::nonprofit::{Fact, Record, Talk};
use crate::html::pages::timeline::Empty;
use crate::html::parts::{Crumbs, FormError, Level, Link, Notice, Pager};
use crate::html::said::say;
use crate::html::studio::log::{self, Paging};
use crate::html::table::{Action, Cell, Column, Row, Table};
use crate::html::typed::Typed;
use crate::html::view::{closing, href_of};
use crate::html::{Failure, Visit, render};

pub(super) const HOME: &str = "/console/nonprofits";

/// What the list shows.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    state: String,
    after: Option<String>,
}

/// The list of one state, those that wait for a decision unless another is asked for.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn list(web: State<Web>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let after = asked.after.as_deref().map(id).transpose()?;
    let state = NonprofitState::from_word(&asked.state).unwrap_or(NonprofitState::Applied);
    let found = nonprofits::in_state(web.ctx(), &permit, state, after).await?;
    let w = visit.words();
    let older = match found.last() {
        Some(last) if found.len() == PAGE_NONPROFITS as usize => {
            format!("{HOME}?state={}&after={}", state.as_str(), last.id)
        }
        Some(_) | None => String::new(),
    };
    let views = NonprofitState::ALL.map(|known| View {
        label: w.nonprofit_state(known).to_owned(),
        href: format!("{HOME}?state={}", known.as_str()),
        current: known == state,
        waiting: 0,
    });
    render(&List {
        p: &desk(&web, &visit, Place::Nonprofits),
        title: w.text("console-nonprofits").to_owned(),
        text: String::new(),
        primary: None,
        others: vec![Link { label: w.text("standing-title").to_owned(), href: format!("{HOME}/standing") }],
        views: views.to_vec(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table: table(w, &found),
        empty: Empty {
            icon: "heart",
            title: w.text("nonprofits-empty").to_owned(),
            text: String::new(),
            action: None,
        },
        pager: Pager { newer: String::new(), older },
    })
}

/// The name of its register and its number there.
pub(super) fn number(w: &Words, found: &Nonprofit) -> String {
    let number = &found.profile.number;
    let name = match number.registry.called() {
        "" => w.text("apply-registry-other"),
        called => called,
    };
    format!("{name} {}", number.shown())
}

fn table(w: &Words, found: &[Nonprofit]) -> Table {
    let rows = found.iter().map(|nonprofit| Row {
        cells: vec![
            Cell::Lead {
                title: nonprofit.display_name.clone(),
                detail: format!("@{} · {}", nonprofit.handle, nonprofit.profile.legal_name),
                href: format!("{HOME}/{}", nonprofit.id),
                picture: None,
            },
            Cell::State(tag(w, nonprofit.state)),
            Cell::text(w.country_name(nonprofit.profile.country)),
            Cell::text(&number(w, nonprofit)),
            Cell::text(&w.date(nonprofit.applied_at, &TimeZone::UTC)),
        ],
        fresh: false,
    });
    Table {
        caption: w.text("console-nonprofits").to_owned(),
        columns: vec![
            Column::words(w.text("col-name")),
            Column::words(w.text("col-state")),
            Column::words(w.text("field-country")),
            Column::words(w.text("apply-number")),
            Column::words(w.text("desk-applied-on")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// One nonprofit.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path(subject): Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Response, Failure> {
    page(&web, &visit, id(&subject)?, paging.before.as_deref(), "", Vec::new()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    nonprofit: NonprofitId,
    before: Option<&str>,
    typed: &str,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let permit = may(visit)?;
    let before = before.map(id).transpose()?;
    let (found, notes) = nonprofits::case(web.ctx(), &permit, nonprofit).await?.ok_or(Failure::NotFound)?;
    let done = staff_log::about_nonprofit(web.ctx(), &permit, nonprofit, before).await?;
    let alike = nonprofits::lookalikes(web.ctx(), &permit, &found).await?;
    let w = visit.words();
    let p = desk(web, visit, Place::Nonprofits);
    let home = format!("{HOME}/{nonprofit}");
    let mut known = facts(w, &found);
    known.push(Fact::new(w.text("sign-up-handle"), format!("@{}", found.handle)).to(&href_of(&found.handle)));
    if web.ctx().needs_payees() {
        known.push(Fact::new(w.text("settings-payments"), payee_tag(w, &found.payee).text));
    }
    if let Some(stands) = app::sunsets::standing_of(web.ctx(), Party::Nonprofit(nonprofit)).await? {
        let said = format!("{}. {}", w.partner_state(stands.state), closing::next_step(w, &stands));
        known.push(Fact::new(w.text("console-partner"), said));
    }
    if !found.state_reason.is_empty() {
        known.push(Fact::new(w.text("field-reason"), found.state_reason.clone()));
    }
    let mut fields = vec![
        Field::new("words", w.text("nonprofit-write-words"))
            .kind(Kind::Area)
            .value(typed)
            .limit(u32::try_from(NOTE_CHARS_MAX).unwrap_or(u32::MAX)),
    ];
    mark(&mut fields, &mut errors);
    let is_wrong = !errors.is_empty();
    let shown = render(&Record {
        crumbs: Crumbs(vec![
            Link { label: w.text("console-nonprofits").to_owned(), href: HOME.to_owned() },
            Link { label: found.display_name.clone(), href: String::new() },
        ]),
        states: vec![tag(w, found.state)],
        actions: actions(w, &found),
        notices: notices(w, &found, alike.len()),
        facts: vec![(w.text("apply-register").to_owned(), known)],
        talk: Some(Talk {
            title: w.text("desk-talk").to_owned(),
            said: said(w, &notes, &found.display_name, |at| in_utc(w, at)),
            empty: w.text("desk-talk-empty").to_owned(),
            form: Some(OtherForm {
                title: w.text("nonprofit-write").to_owned(),
                action: format!("{home}/write"),
                fields,
                button: w.text("desk-answer-send").to_owned(),
            }),
            has_files: false,
        }),
        tables: vec![
            (w.text("nonprofit-alike").to_owned(), lookalikes(w, &alike)),
            (w.text("console-log").to_owned(), log::table(w, &done, |at| in_utc(w, at))),
        ],
        pager: Pager { newer: String::new(), older: log::older(&done.lines, &home) },
        errors,
        ..Record::new(&p, &found.display_name)
    })?;
    Ok(answer(shown, is_wrong))
}

/// What to know before anything is decided.
fn notices(w: &Words, found: &Nonprofit, alike: usize) -> Vec<Notice> {
    let notice = |level, title: &str, text: String| Notice {
        level,
        title: w.text(title).to_owned(),
        text,
        links: Vec::new(),
    };
    let mut notices = Vec::new();
    if alike > 0 {
        let count = i64::try_from(alike).unwrap_or(i64::MAX);
        let text = w.count("nonprofit-alike-text", count);
        notices.push(notice(Level::Warn, words::key!("nonprofit-alike"), text));
    }
    if found.consent.is_none() && !found.state.takes_donations() {
        let text = w.text("nonprofit-no-consent-text").to_owned();
        notices.push(notice(Level::Info, words::key!("nonprofit-no-consent"), text));
    }
    notices
}

/// Whose names this one's may be taken for.
fn lookalikes(w: &Words, alike: &[Named]) -> Table {
    let rows = alike.iter().map(|other| {
        let (kind, href) = match other.is_nonprofit {
            true => {
                (words::key!("nonprofit-alike-nonprofit"), format!("{HOME}/{}", NonprofitId(other.party.0)))
            }
            false => (words::key!("nonprofit-alike-shop"), format!("/console/merchants/{}", other.party)),
        };
        Row {
            cells: vec![
                Cell::Lead {
                    title: other.display_name.clone(),
                    detail: format!("@{} · {}", other.handle, other.legal_name),
                    href,
                    picture: None,
                },
                Cell::text(w.text(kind)),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("nonprofit-alike").to_owned(),
        columns: vec![Column::words(w.text("col-name")), Column::words(w.text("col-what"))],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// What can be done about it now; each asks on a page of its own.
fn actions(w: &Words, found: &Nonprofit) -> Vec<Action> {
    let home = format!("{HOME}/{}", found.id);
    let link = |key: &str, what: &str, risky| Action {
        label: w.text(key).to_owned(),
        href: format!("{home}/{what}"),
        is_link: true,
        risky,
    };
    let mut actions = Vec::new();
    if found.consent.is_some() {
        actions.push(link(words::key!("nonprofit-consent"), "consent", false));
    }
    let can = |act| review(found.state, act).is_some();
    if can(ReviewAct::Verify) {
        actions.push(link(words::key!("nonprofit-verify"), "verify", false));
    }
    if can(ReviewAct::Refuse) {
        actions.push(link(words::key!("nonprofit-refuse"), "refuse", true));
    }
    if can(ReviewAct::Suspend) {
        actions.push(link(words::key!("nonprofit-suspend"), "suspend", true));
    }
    actions
}

/// Asks before a decision: `verify`, `refuse` or `suspend`.
pub async fn ask(
    web: State<Web>,
    visit: Visit,
    Path((subject, what)): Path<(String, String)>,
) -> Result<Response, Failure> {
    question(&web, &visit, id(&subject)?, &what, "", Vec::new()).await
}

async fn question(
    web: &Web,
    visit: &Visit,
    nonprofit: NonprofitId,
    what: &str,
    typed: &str,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    may(visit)?;
    let found = nonprofits::find(web.ctx(), nonprofit).await?.ok_or(Failure::NotFound)?;
    let w = visit.words();
    let name = ("nonprofit", Arg::Text(&found.display_name));
    let reason = || {
        Field::new("reason", w.text("field-reason"))
            .kind(Kind::Area)
            .hint(w.text("nonprofit-reason-hint"))
            .value(typed)
            .limit(u32::try_from(NOTE_CHARS_MAX).unwrap_or(u32::MAX))
    };
    let registry = found.profile.number.registry;
    let registry = if registry.name().is_empty() { w.text("apply-registry-other") } else { registry.name() };
    let (key, text, mut fields) = match what {
        "verify" => (
            words::key!("nonprofit-verify"),
            w.with(
                "nonprofit-verify-ask",
                &[name, ("registry", Arg::Text(registry)), ("number", Arg::Text(&number(w, &found)))],
            ),
            Vec::new(),
        ),
        "refuse" => {
            (words::key!("nonprofit-refuse"), w.with("nonprofit-refuse-ask", &[name]), vec![reason()])
        }
        "suspend" => {
            (words::key!("nonprofit-suspend"), w.with("nonprofit-suspend-ask", &[name]), vec![reason()])
        }
        _ => return Err(Failure::NotFound),
    };
    mark(&mut fields, &mut errors);
    let is_wrong = !errors.is_empty();
    let back = format!("{HOME}/{nonprofit}");
    let shown = render(&Ask {
        p: &desk(web, visit, Place::Nonprofits),
        crumbs: Crumbs(vec![
            Link { label: w.text("console-nonprofits").to_owned(), href: HOME.to_owned() },
            Link { label: found.display_name.clone(), href: back.clone() },
        ]),
        title: w.text(key).to_owned(),
        text,
        action: format!("{back}/{what}"),
        hidden: Vec::new(),
        lines: Vec::new(),
        fields,
        button: w.text(key).to_owned(),
        risky: what != "verify",
        back,
        errors,
        note: None,
    })?;
    Ok(answer(shown, is_wrong))
}

/// Carries a decision out, or writes to the nonprofit.
pub async fn decide(
    web: State<Web>,
    visit: Visit,
    Path((subject, what)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let nonprofit: NonprofitId = id(&subject)?;
    let w = visit.words();
    let home = format!("{HOME}/{nonprofit}");
    let too_long = || w.count("field-too-long", i64::try_from(NOTE_CHARS_MAX).unwrap_or(i64::MAX));
    if what == "write" {
        let words = typed.get("words");
        return match nonprofits::write(web.ctx(), &permit, nonprofit, words).await {
            Ok(()) => Ok(say(&web, words::key!("nonprofit-written"), &home)),
            Err(WriteError::Words) => {
                let wrong = if words.is_empty() { w.text("field-required").to_owned() } else { too_long() };
                page(&web, &visit, nonprofit, None, words, vec![at("words", wrong)]).await
            }
            Err(WriteError::Unknown) => Err(Failure::NotFound),
            Err(WriteError::Db(error)) => Err(error.into()),
        };
    }
    let reason = typed.get("reason").to_owned();
    let decision = match what.as_str() {
        "verify" => Review::Verify,
        "refuse" => Review::Refuse { reason },
        "suspend" => Review::Suspend { reason },
        _ => return Err(Failure::NotFound),
    };
    let wrong = match nonprofits::decide(web.ctx(), &permit, nonprofit, decision).await {
        Ok(()) => return Ok(say(&web, words::key!("nonprofit-decided"), &home)),
        Err(ReviewError::Reason) if typed.get("reason").is_empty() => {
            at("reason", w.text("field-required").to_owned())
        }
        Err(ReviewError::Reason) => at("reason", too_long()),
        Err(ReviewError::NotNow) => whole(w.text("nonprofit-not-now")),
        Err(ReviewError::NoConsent) => whole(w.text("nonprofit-no-consent-text")),
        Err(ReviewError::NumberTaken) => whole(w.text("apply-number-taken")),
        Err(ReviewError::Unknown) => return Err(Failure::NotFound),
        Err(ReviewError::Db(error)) => return Err(error.into()),
    };
    question(&web, &visit, nonprofit, &what, typed.get("reason"), vec![wrong]).await
}

/// The signed consent, to be kept as a file: what somebody else made is not shown among our pages.
pub async fn consent(
    web: State<Web>,
    visit: Visit,
    Path(subject): Path<String>,
) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let nonprofit: NonprofitId = id(&subject)?;
    let consent = match nonprofits::consent(web.ctx(), &permit, nonprofit).await {
        Ok(consent) => consent,
        Err(ConsentError::None) => return Err(Failure::NotFound),
        Err(ConsentError::File(FileError::Missing)) => {
            tracing::error!(nonprofit.id = %nonprofit, "the file of a signed consent is not where it was kept");
            return Err(Failure::NotFound);
        }
        Err(ConsentError::File(error)) => return Err(Failure::ours(error)),
        Err(ConsentError::Db(error)) => return Err(error.into()),
    };
    let ending = match consent.kind {
        "application/pdf" => "pdf",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        _ => "bin",
    };
    let headers = [
        (CONTENT_TYPE, consent.kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"consent-{nonprofit}.{ending}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, consent.bytes).into_response())
}
