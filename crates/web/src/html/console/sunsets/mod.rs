//! Closings: plans by which something ends, looked at before they begin.

mod erase;
mod form;
mod look;

use app::sunsets::{self, PlanError, REASON_CHARS_MAX, Shown, Wish};
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use domain::ids::SunsetId;
use domain::sunset::calendar::{DaysProblem, Step, YEARS_MAX};
use domain::sunset::{Plan, PlanState};
use words::{Arg, Words};

use super::desk::{Place, desk, may};
use crate::Web;
use crate::html::mistakes::{answer, at, mark, whole};
use crate::html::pages::console::Sunset as Page;
use crate::html::pages::desk::{List, OtherForm};
use crate::html::pages::timeline::Empty;
use crate::html::parts::{Crumbs, FormError, Level, Link, Pager, Tag};
use crate::html::said::say;
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

const HOME: &str = "/console/sunsets";

/// How a plan stands.
fn state(w: &Words, plan: &Plan) -> Tag {
    let (key, level) = match plan.state {
        _ if plan.erased_at.is_some() => (words::key!("sunset-erased"), Level::Plain),
        PlanState::Draft => (words::key!("sunset-draft"), Level::Plain),
        PlanState::Running => (words::key!("sunset-running"), Level::Warn),
        PlanState::Withdrawn => (words::key!("sunset-withdrawn"), Level::Info),
    };
    Tag { text: w.text(key).to_owned(), level }
}

async fn title(web: &Web, w: &Words, plan: &Plan) -> Result<String, Failure> {
    let name = sunsets::name_of(web.ctx(), plan.scope).await?;
    Ok(w.sunset_subject(plan.scope, name.as_deref()))
}

/// Every plan.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn list(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let w = visit.words();
    let mut rows = Vec::new();
    for plan in sunsets::list(web.ctx(), &permit).await? {
        rows.push(Row {
            cells: vec![
                Cell::lead(&title(&web, w, &plan).await?, &format!("{HOME}/{}", plan.id)),
                Cell::State(state(w, &plan)),
                Cell::text(&w.date_of(plan.calendar.day(Step::Notice))),
                Cell::text(&w.date_of(plan.calendar.day(Step::NoSales))),
                Cell::text(&w.date_of(plan.calendar.day(Step::Erasure))),
            ],
            fresh: false,
        });
    }
    render(&List {
        p: &desk(&web, &visit, Place::Closings),
        title: w.text("sunsets-title").to_owned(),
        text: w.text("sunsets-explained").to_owned(),
        primary: Some(Link { label: w.text("sunset-new").to_owned(), href: format!("{HOME}/new") }),
        others: Vec::new(),
        views: Vec::new(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table: Table {
            caption: w.text("sunsets-title").to_owned(),
            columns: vec![
                Column::words(w.text("sunset-scope")),
                Column::words(w.text("sunset-state")),
                Column::words(w.text("sunset-field-notice")),
                Column::words(w.text("sunset-field-no-sales")),
                Column::words(w.text("sunset-field-erasure")),
            ],
            rows,
            ..Table::default()
        },
        empty: Empty {
            icon: "clock",
            title: w.text("sunsets-empty").to_owned(),
            text: w.text("sunsets-empty-text").to_owned(),
            action: None,
        },
        pager: Pager { newer: String::new(), older: String::new() },
    })
}

/// A plan that is to be written.
pub async fn new(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    may(&visit)?;
    blank(&web, &visit, &Typed::default(), Vec::new())
}

fn blank(web: &Web, visit: &Visit, typed: &Typed, mut errors: Vec<FormError>) -> Result<Response, Failure> {
    let w = visit.words();
    let is_wrong = !errors.is_empty();
    let mut fields = form::scope_fields(w, typed);
    fields.extend(form::fields(w, "", |name| typed.get(name).to_owned()));
    mark(&mut fields, &mut errors);
    let title = w.text("sunset-new").to_owned();
    let page = render(&Page {
        crumbs: crumbs(w, &title),
        title: title.clone(),
        state: Tag { text: w.text("sunset-draft").to_owned(), level: Level::Plain },
        text: w.text("sunsets-explained").to_owned(),
        tables: Vec::new(),
        forms: vec![OtherForm { title: title.clone(), action: HOME.to_owned(), fields, button: title }],
        errors,
        p: &desk(web, visit, Place::Closings),
    })?;
    Ok(answer(page, is_wrong))
}

fn crumbs(w: &Words, title: &str) -> Crumbs {
    Crumbs(vec![
        Link { label: w.text("sunsets-title").to_owned(), href: HOME.to_owned() },
        Link { label: title.to_owned(), href: String::new() },
    ])
}

/// Writes a plan down; what it would do stands on its page.
pub async fn create(web: State<Web>, visit: Visit, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let w = visit.words();
    let scope = form::read_scope(&web, w, &typed).await?;
    let (scope, wish) = match (scope, form::read(w, &typed, "")) {
        (Ok(scope), Ok(wish)) => (scope, wish),
        (scope, wish) => {
            let mut errors = scope.err().unwrap_or_default();
            errors.extend(wish.err().unwrap_or_default());
            return blank(&web, &visit, &typed, errors);
        }
    };
    match sunsets::draft(web.ctx(), &permit, scope, wish, typed.get("why")).await {
        Ok(id) => Ok(say(&web, words::key!("action-saved"), &format!("{HOME}/{id}"))),
        Err(error) => blank(&web, &visit, &typed, wrong(w, "", error)?),
    }
}

/// A plan: what it would do, what was done to it, and what can be done with it.
pub async fn show(web: State<Web>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let id: SunsetId = id.parse().map_err(|_| Failure::NotFound)?;
    one(&web, &visit, id, "", &Typed::default(), Vec::new()).await
}

/// The page, with what was typed into the form `what`, and what is wrong there.
async fn one(
    web: &Web,
    visit: &Visit,
    id: SunsetId,
    what: &str,
    typed: &Typed,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let permit = may(visit)?;
    let Shown { plan, changes, rounds, names } =
        sunsets::show(web.ctx(), &permit, id).await?.ok_or(Failure::NotFound)?;
    let foreseen = sunsets::foresee(web.ctx(), &permit, &plan).await?;
    let erasure = app::erasure::of_end(web.ctx(), plan.scope).await?;
    let w = visit.words();
    let is_wrong = !errors.is_empty();
    let title = title(web, w, &plan).await?;
    let mut forms = Vec::new();
    let may_erase = erasure.is_none() && foreseen.hindrances.is_empty();
    let nothing = Typed::default();
    let erase =
        may_erase.then(|| ("erase", erase::asked(w, &plan, if what == "erase" { typed } else { &nothing })));
    let others = if erasure.is_none() { forms_of(w, &plan, what, typed) } else { Vec::new() };
    for (name, mut form) in erase.into_iter().chain(others) {
        if name == what {
            mark(&mut form.fields, &mut errors);
        }
        forms.push(form);
    }
    let mut tables = look::tables(w, &plan, &foreseen, (&changes, &names), &rounds);
    if let Some(found) = &erasure {
        tables.insert(0, erase::certificate(web, w, found));
    }
    let page = render(&Page {
        crumbs: crumbs(w, &title),
        title,
        state: state(w, &plan),
        text: match &erasure {
            Some(found) => erase::said(w, found).to_owned(),
            None => look::erasure(w, &foreseen),
        },
        tables,
        forms,
        errors,
        p: &desk(web, visit, Place::Closings),
    })?;
    Ok(answer(page, is_wrong))
}

fn forms_of(w: &Words, plan: &Plan, what: &str, typed: &Typed) -> Vec<(&'static str, OtherForm)> {
    let action = |what: &str| format!("{HOME}/{}/{what}?revision={}", plan.id, plan.revision);
    let simple = |name: &'static str, title: &str, hint: &str| {
        let value = if what == name { typed.get("why") } else { "" };
        let field = form::why(w, &format!("-{name}"), value).hint(w.lookup(hint).unwrap_or_default());
        let form = OtherForm {
            title: w.lookup(title).unwrap_or_default().to_owned(),
            action: action(name),
            fields: vec![field],
            button: w.lookup(title).unwrap_or_default().to_owned(),
        };
        (name, form)
    };
    let change = || {
        let value = |name: &str| {
            if what == "change" { typed.get(name).to_owned() } else { form::value_of(plan, name) }
        };
        let mut fields = form::fields(w, "-change", value);
        if let (Some(why), PlanState::Running) = (fields.last_mut(), plan.state) {
            why.hint = w.text("sunset-change-hint").to_owned();
        }
        let title = w.text("sunset-change").to_owned();
        ("change", OtherForm { title: title.clone(), action: action("change"), fields, button: title })
    };
    let start = || simple("start", words::key!("sunset-start"), words::key!("sunset-start-hint"));
    let withdraw = || simple("withdraw", words::key!("sunset-withdraw"), words::key!("sunset-withdraw-hint"));
    match plan.state {
        _ if plan.erased_at.is_some() => Vec::new(),
        PlanState::Draft => vec![start(), change(), withdraw()],
        PlanState::Running => vec![change(), withdraw()],
        PlanState::Withdrawn => Vec::new(),
    }
}

/// Which revision of the plan the form was made from.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    revision: i64,
}

/// Starts, changes or takes back.
pub async fn change(
    web: State<Web>,
    visit: Visit,
    Path((id, what)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let id: SunsetId = id.parse().map_err(|_| Failure::NotFound)?;
    let permit = may(&visit)?;
    let w = visit.words();
    let (ctx, seen, why) = (web.ctx(), (id, asked.revision), typed.get("why"));
    let outcome = match what.as_str() {
        "start" => sunsets::start(ctx, &permit, seen, why).await,
        "withdraw" => sunsets::withdraw(ctx, &permit, seen, why).await,
        "erase" => {
            let shown = sunsets::show(ctx, &permit, id).await?.ok_or(Failure::NotFound)?;
            return erase::begin(&web, &visit, &shown.plan, &typed).await;
        }
        "change" => match form::read(w, &typed, "-change") {
            Ok(wish) => sunsets::change(ctx, &permit, seen, wish, why).await,
            Err(errors) => return one(&web, &visit, id, &what, &typed, errors).await,
        },
        _ => return Err(Failure::NotFound),
    };
    match outcome {
        Ok(()) => {
            app::feed::catch_up(ctx).await?;
            Ok(say(&web, words::key!("action-saved"), &format!("{HOME}/{id}")))
        }
        Err(error) => {
            let errors = wrong(w, &format!("-{what}"), error)?;
            one(&web, &visit, id, &what, &typed, errors).await
        }
    }
}

/// What is wrong, at its fields.
fn wrong(w: &Words, suffix: &str, error: PlanError) -> Result<Vec<FormError>, Failure> {
    let here = |field: &str, text: String| vec![at(&format!("{field}{suffix}"), text)];
    Ok(match error {
        PlanError::NoReason => here("why", w.text("field-required").to_owned()),
        PlanError::ReasonTooLong => here("reason", w.count("field-too-long", REASON_CHARS_MAX)),
        PlanError::Days(problems) => problems
            .iter()
            .map(|problem| at(&format!("{}{suffix}", problem.step().word()), days_wrong(w, problem)))
            .collect(),
        PlanError::Successor => here("successor-url", w.text("sunset-successor-wrong").to_owned()),
        PlanError::NoSuchParty => here("handle", w.fill("sunset-handle-unknown", "handle", "?")),
        PlanError::Another(_) => vec![whole(w.text("sunset-another"))],
        PlanError::NotFound => return Err(Failure::NotFound),
        PlanError::State(_) | PlanError::Erased => vec![whole(w.text("sunset-not-now"))],
        PlanError::Meanwhile => vec![whole(w.text("sunset-meanwhile"))],
        PlanError::Db(error) => return Err(error.into()),
    })
}

fn days_wrong(w: &Words, problem: &DaysProblem) -> String {
    match problem {
        DaysProblem::Order { before, other, .. } => {
            let (label, day) = (form::label(w, *before), w.date_of(*other));
            w.with("sunset-problem-order", &[("other", Arg::Text(label)), ("day", Arg::Text(&day))])
        }
        DaysProblem::Same { after, .. } => w.fill("sunset-problem-same", "other", form::label(w, *after)),
        DaysProblem::Past { today, .. } => w.fill("sunset-problem-past", "day", w.date_of(*today).as_str()),
        DaysProblem::Far { .. } => w.count("sunset-problem-far", i64::from(YEARS_MAX)),
    }
}

/// A wish without anything wrong, or all that is wrong with it.
type Read = Result<Wish, Vec<FormError>>;
