//! Gates: for whom each feature is open, and what comes of it.

mod read;

use app::gates::{self, COHORTS_SPAN, ChangeError, ChangeGate, Cohort, Gates, share_of};
use app::switches::REASON_CHARS_MAX;
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use domain::access::{Permit, RunServer};
use domain::gate::{AutoStop, Feature, Gate, NAMED_MAX, RULES_MAX, RuleProblem};
use words::{Arg, Words};

use self::read::{read_rule, read_stop};
use super::desk::{Place, desk, in_utc, may};
use crate::Web;
use crate::html::field::{Field, Kind, Width};
use crate::html::mistakes::{answer, at, mark, whole};
use crate::html::pages::console::{Gate as Shown, Gates as List};
use crate::html::pages::desk::OtherForm;
use crate::html::parts::{Crumbs, FormError, Level, Link, Tag};
use crate::html::percent::to_percent;
use crate::html::said::say;
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

const HOME: &str = "/console/gates";
/// Why, in characters that the field takes.
const REASON_LENGTH: u32 = 500;

/// A feature in words.
pub(in crate::html) fn title(w: &Words, feature: Feature) -> &str {
    match feature {
        Feature::Buy => w.text("gate-buy"),
        Feature::Selling => w.text("gate-selling"),
        Feature::Donate => w.text("gate-donate"),
        Feature::Asking => w.text("gate-asking"),
        Feature::Pledges => w.text("gate-pledges"),
        Feature::RoundUp => w.text("gate-round-up"),
        Feature::Imports => w.text("gate-imports"),
    }
}

/// How it stands: closed at once, open to all, or by its rules.
fn state(w: &Words, gates: &Gates, gate: &Gate) -> Tag {
    let (key, level) = if gates.is_stopped(gate.feature) {
        ("gate-stopped", Level::Bad)
    } else if gate.is_open {
        ("gate-open", Level::Good)
    } else if gate.rules.is_empty() {
        ("gate-closed", Level::Warn)
    } else {
        ("gate-by-rules", Level::Info)
    };
    Tag { text: w.lookup(key).unwrap_or_default().to_owned(), level }
}

/// All features.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn list(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    may(&visit)?;
    let gates = Gates::of(web.ctx()).await?;
    let w = visit.words();
    let rows = Feature::ALL.iter().map(|feature| {
        let gate = gates.gate(*feature).cloned().unwrap_or_else(|| Gate::open_to_all(*feature));
        let href = format!("{HOME}/{}", feature.word());
        Row {
            cells: vec![
                Cell::lead(title(w, *feature), &href),
                Cell::State(state(w, &gates, &gate)),
                Cell::number(&w.number(i64::try_from(gate.rules.len()).unwrap_or(0))),
            ],
            fresh: false,
        }
    });
    let table = Table {
        caption: w.text("gates-title").to_owned(),
        columns: vec![
            Column::words(w.text("gate-feature")),
            Column::words(w.text("gate-state")),
            Column::numbers(w.text("gate-rules")),
        ],
        rows: rows.collect(),
        ..Table::default()
    };
    render(&List { p: &desk(&web, &visit, Place::Gates), table })
}

/// The gate of one feature.
pub async fn show(web: State<Web>, visit: Visit, Path(feature): Path<String>) -> Result<Response, Failure> {
    let feature = Feature::from_word(&feature).ok_or(Failure::NotFound)?;
    page(&web, &visit, feature, "", &Typed::default(), Vec::new()).await
}

/// The page, with what was typed into the form `what`, and what is wrong there.
async fn page(
    web: &Web,
    visit: &Visit,
    feature: Feature,
    what: &str,
    typed: &Typed,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let permit = may(visit)?;
    let gates = Gates::of(web.ctx()).await?;
    let gate = gates.gate(feature).cloned().unwrap_or_else(|| Gate::open_to_all(feature));
    let w = visit.words();
    let is_wrong = !errors.is_empty();
    let mut forms = Vec::new();
    for (name, mut form) in forms_of(w, &gates, &gate, (what, typed)) {
        if name == what {
            mark(&mut form.fields, &mut errors);
        }
        forms.push(form);
    }
    let page = render(&Shown {
        crumbs: Crumbs(vec![
            Link { label: w.text("gates-title").to_owned(), href: HOME.to_owned() },
            Link { label: title(w, feature).to_owned(), href: String::new() },
        ]),
        title: title(w, feature).to_owned(),
        state: state(w, &gates, &gate),
        rules: rules(web, w, &gate).await?,
        cohorts: cohorts(web, w, &permit, feature).await?,
        forms,
        errors,
        p: &desk(web, visit, Place::Gates),
    })?;
    Ok(answer(page, is_wrong))
}

fn forms_of(
    w: &Words,
    gates: &Gates,
    gate: &Gate,
    (what, typed): (&str, &Typed),
) -> Vec<(&'static str, OtherForm)> {
    let action = |what: &str| format!("{HOME}/{}/{what}?version={}", gate.feature.word(), gate.version);
    let value = |name: &'static str, field: &str, otherwise: String| {
        if what == name { typed.get(field).to_owned() } else { otherwise }
    };
    // The same names stand in several forms of the page.
    let field = |name: &'static str, field: &str, label: &str, otherwise: String| Field {
        id_suffix: if name == "rule" { String::new() } else { format!("-{name}") },
        ..Field::new(field, label).value(&value(name, field, otherwise))
    };
    let reason = |name: &'static str| {
        field(name, "reason", w.text("switch-reason"), String::new()).limit(REASON_LENGTH)
    };
    let simple = |name: &'static str, title: &str| {
        let form = OtherForm {
            title: title.to_owned(),
            action: action(name),
            fields: vec![reason(name)],
            button: title.to_owned(),
        };
        (name, form)
    };
    let optional = w.text("state-optional");
    let mut forms = vec![(
        "rule",
        OtherForm {
            title: w.text("gate-add-rule").to_owned(),
            action: action("rule"),
            fields: vec![
                field("rule", "share", w.text("gate-share"), "100".to_owned())
                    .hint(w.text("gate-share-hint"))
                    .width(Width::Third),
                field("rule", "from", w.text("gate-from"), String::new())
                    .kind(Kind::DateTime)
                    .optional(optional)
                    .width(Width::Third),
                field("rule", "until", w.text("gate-until"), String::new())
                    .kind(Kind::DateTime)
                    .optional(optional)
                    .width(Width::Third),
                field("rule", "merchants", w.text("gate-merchants"), String::new())
                    .hint(w.text("gate-handles-hint"))
                    .optional(optional),
                field("rule", "people", w.text("gate-people"), String::new())
                    .hint(w.text("gate-handles-hint"))
                    .optional(optional),
                field("rule", "countries", w.text("gate-countries"), String::new())
                    .hint(w.text("gate-countries-hint"))
                    .optional(optional),
                reason("rule"),
            ],
            button: w.text("gate-add-rule").to_owned(),
        },
    )];
    if !gate.rules.is_empty() {
        let numbers = (1..=gate.rules.len()).map(|number| (number.to_string(), number.to_string()));
        let form = OtherForm {
            title: w.text("gate-drop-rule").to_owned(),
            action: action("drop"),
            fields: vec![
                field("drop", "number", w.text("gate-rule-number"), "1".to_owned())
                    .kind(Kind::Select(numbers.collect()))
                    .width(Width::Third),
                reason("drop"),
            ],
            button: w.text("gate-drop-rule").to_owned(),
        };
        forms.push(("drop", form));
    }
    let stop = gate.auto_stop;
    let as_typed = |of: fn(AutoStop) -> String| stop.map(of).unwrap_or_default();
    forms.push((
        "auto-stop",
        OtherForm {
            title: w.text("gate-auto-stop").to_owned(),
            action: action("auto-stop"),
            fields: vec![
                field("auto-stop", "least", w.text("gate-least"), as_typed(|it| it.least.to_string()))
                    .kind(Kind::Number)
                    .hint(w.text("gate-auto-stop-hint"))
                    .optional(optional),
                field(
                    "auto-stop",
                    "refunded",
                    w.text("gate-refunded"),
                    as_typed(|it| it.refunded.map(to_percent).unwrap_or_default()),
                )
                .optional(optional)
                .width(Width::Half),
                field(
                    "auto-stop",
                    "failed",
                    w.text("gate-failed"),
                    as_typed(|it| it.failed.map(to_percent).unwrap_or_default()),
                )
                .optional(optional)
                .width(Width::Half),
                reason("auto-stop"),
            ],
            button: w.text("gate-save").to_owned(),
        },
    ));
    forms.push(if gate.is_open {
        simple("restrict", w.text("gate-restrict"))
    } else {
        simple("open", w.text("gate-open-to-all"))
    });
    if !gates.is_stopped(gate.feature) {
        let (name, mut form) = simple("stop", w.text("gate-stop"));
        form.action = format!("/console/switches?kind={}", gate.feature.word());
        forms.push((name, form));
    }
    forms
}

/// The rules in words, numbered from 1.
async fn rules(web: &Web, w: &Words, gate: &Gate) -> Result<Table, Failure> {
    let mut rows = Vec::with_capacity(gate.rules.len());
    for (index, rule) in gate.rules.iter().enumerate() {
        let (merchants, people) = gates::handles(web.ctx(), rule).await?;
        let countries: Vec<&str> = rule.countries.iter().map(|country| w.country_name(*country)).collect();
        let all = || w.text("gate-all").to_owned();
        let listed = |named: Vec<String>| if named.is_empty() { all() } else { named.join(", ") };
        let time = match (rule.from, rule.until) {
            (None, None) => w.text("gate-always").to_owned(),
            (Some(from), None) => w.fill("gate-from-when", "when", in_utc(w, from).as_str()),
            (None, Some(until)) => w.fill("gate-until-when", "when", in_utc(w, until).as_str()),
            (Some(from), Some(until)) => {
                let (from, until) = (in_utc(w, from), in_utc(w, until));
                w.with("gate-from-until", &[("from", Arg::Text(&from)), ("until", Arg::Text(&until))])
            }
        };
        rows.push(Row {
            cells: vec![
                Cell::lead(&(index + 1).to_string(), ""),
                Cell::number(&w.percent(rule.share)),
                Cell::text(&listed(merchants)),
                Cell::text(&listed(people)),
                Cell::text(&if countries.is_empty() { all() } else { w.list(&countries) }),
                Cell::text(&time),
            ],
            fresh: false,
        });
    }
    Ok(Table {
        caption: w.text("gate-rules").to_owned(),
        columns: vec![
            Column::words(w.text("gate-rule-number")),
            Column::numbers(w.text("gate-share")),
            Column::words(w.text("gate-merchants")),
            Column::words(w.text("gate-people")),
            Column::words(w.text("gate-countries")),
            Column::words(w.text("gate-when")),
        ],
        rows,
        ..Table::default()
    })
}

/// What those whom a rule picked do, beside everybody else.
async fn cohorts(
    web: &Web,
    w: &Words,
    permit: &Permit<RunServer>,
    feature: Feature,
) -> Result<Table, Failure> {
    let Some(both) = gates::cohorts(web.ctx(), permit, feature).await? else { return Ok(Table::default()) };
    let row = |name: &str, cohort: Cohort| Row {
        cells: vec![
            Cell::lead(name, ""),
            Cell::number(&w.number(cohort.tried)),
            Cell::number(&w.number(cohort.done)),
            Cell::number(&w.percent(share_of(cohort.given_back, cohort.done))),
            Cell::number(&w.percent(share_of(cohort.failed, cohort.tried))),
        ],
        fresh: false,
    };
    let days = COHORTS_SPAN.as_hours() / 24;
    Ok(Table {
        caption: w.count("gate-cohorts", days),
        columns: vec![
            Column::words(w.text("gate-who")),
            Column::numbers(w.text("gate-tried")),
            Column::numbers(w.text("gate-done")),
            Column::numbers(w.text("gate-refunded")),
            Column::numbers(w.text("gate-failed")),
        ],
        rows: vec![row(w.text("gate-picked"), both.picked), row(w.text("gate-others"), both.others)],
        ..Table::default()
    })
}

/// Which version of the gate the form was made from.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    version: i64,
}

/// Opens, closes, adds a rule or takes one away.
pub async fn change(
    web: State<Web>,
    visit: Visit,
    Path((feature, what)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let feature = Feature::from_word(&feature).ok_or(Failure::NotFound)?;
    let permit = may(&visit)?;
    let w = visit.words();
    let wanted = match what.as_str() {
        "open" => Ok(ChangeGate::OpenToAll),
        "restrict" => Ok(ChangeGate::OpenByRules),
        "rule" => read_rule(&web, w, &typed).await?.map(ChangeGate::AddRule),
        "drop" => Ok(ChangeGate::DropRule(
            typed.get("number").parse::<usize>().map_or(usize::MAX, |it| it.wrapping_sub(1)),
        )),
        "auto-stop" => read_stop(w, &typed).map(ChangeGate::AutoStop),
        _ => return Err(Failure::NotFound),
    };
    let outcome = match wanted {
        Ok(wanted) => {
            gates::change(web.ctx(), &permit, (feature, asked.version), wanted, typed.get("reason")).await
        }
        Err(errors) => return page(&web, &visit, feature, &what, &typed, errors).await,
    };
    let suffix = if what == "rule" { String::new() } else { format!("-{what}") };
    let here = |field: &str, text: String| at(&format!("{field}{suffix}"), text);
    let wrong = match outcome {
        Ok(()) => {
            app::feed::catch_up(web.ctx()).await?;
            return Ok(say(&web, words::key!("action-saved"), &format!("{HOME}/{}", feature.word())));
        }
        Err(ChangeError::NoReason) => here("reason", w.text("field-required").to_owned()),
        Err(ChangeError::ReasonTooLong) => here("reason", w.count("field-too-long", REASON_CHARS_MAX)),
        Err(ChangeError::Rule(problem)) => rule_problem(w, problem),
        Err(ChangeError::NoSuchRule) => here("number", w.text("gate-no-such-rule").to_owned()),
        Err(ChangeError::Meanwhile) => whole(w.text("gate-meanwhile")),
        Err(ChangeError::Db(error)) => return Err(error.into()),
    };
    page(&web, &visit, feature, &what, &typed, vec![wrong]).await
}

fn rule_problem(w: &Words, problem: RuleProblem) -> FormError {
    match problem {
        RuleProblem::Order => at("until", w.text("gate-order").to_owned()),
        RuleProblem::Over => at("until", w.text("gate-over").to_owned()),
        RuleProblem::Share => at("share", w.text("gate-share-wrong").to_owned()),
        RuleProblem::TooMany => whole(&w.count("gate-too-many", NAMED_MAX)),
        RuleProblem::Full => whole(&w.count("gate-full", RULES_MAX)),
    }
}
