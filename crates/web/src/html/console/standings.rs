//! Looks into registers: which nonprofits somebody should look up next, and writing down for many at once that somebody did.

use app::nonprofits::{self, CHECK_NOTE_CHARS_MAX, CheckError, Checked};
use axum::extract::{Form, State};
use axum::response::Response;
use domain::ids::NonprofitId;
use domain::nonprofit::Nonprofit;
use domain::nonprofit::standing::Standing;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use words::{Arg, Words};

use super::desk::{Place, desk, may};
use super::nonprofits::number;
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer, at, mark, whole};
use crate::html::pages::desk::Ask;
use crate::html::parts::{Crumbs, FormError, Level, Link, Notice};
use crate::html::said::say;
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

const HOME: &str = "/console/nonprofits/standing";
/// Before the id of a nonprofit that is chosen.
const CHOSEN: &str = "look-";

/// The list, which is the form.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    page(&web, &visit, &Typed::default(), Vec::new()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    typed: &Typed,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let permit = may(visit)?;
    let known = nonprofits::standings(web.ctx(), &permit).await?;
    let w = visit.words();
    let days = web.ctx().good_standing_days();
    let today = web.ctx().now().to_zoned(TimeZone::UTC).date().to_string();
    let on = if typed.get("on").is_empty() { &today } else { typed.get("on") };
    let mut fields = vec![
        Field::new("on", w.text("standing-on")).kind(Kind::Date).value(on),
        Field::new("note", w.text("standing-note"))
            .kind(Kind::Area)
            .hint(w.text("standing-note-hint"))
            .value(typed.get("note"))
            .limit(u32::try_from(CHECK_NOTE_CHARS_MAX).unwrap_or(u32::MAX)),
    ];
    fields.extend(known.iter().map(|(found, end)| {
        let name = format!("{CHOSEN}{}", found.id);
        let value = typed.get(&name).to_owned();
        Field::new(&name, &label(w, found, *end)).kind(Kind::Check).value(&value)
    }));
    mark(&mut fields, &mut errors);
    let is_wrong = !errors.is_empty();
    let text = match days {
        0 => w.text("standing-never").to_owned(),
        days => w.count("standing-text", i64::from(days)),
    };
    let title = w.text("standing-title").to_owned();
    let shown = render(&Ask {
        p: &desk(web, visit, Place::Nonprofits),
        crumbs: Crumbs(vec![
            Link { label: w.text("console-nonprofits").to_owned(), href: super::nonprofits::HOME.to_owned() },
            Link { label: title.clone(), href: String::new() },
        ]),
        text,
        action: HOME.to_owned(),
        hidden: Vec::new(),
        lines: Vec::new(),
        fields,
        button: w.text("standing-record").to_owned(),
        risky: false,
        back: super::nonprofits::HOME.to_owned(),
        errors,
        note: known.is_empty().then(|| Notice {
            level: Level::Info,
            title: w.text("nonprofits-empty").to_owned(),
            text: String::new(),
            links: Vec::new(),
        }),
        title,
    })?;
    Ok(answer(shown, is_wrong))
}

/// "Sauveteurs du Port · RNA W123 · until 12 December".
fn label(w: &Words, found: &Nonprofit, end: Option<Timestamp>) -> String {
    let until = match (found.standing, end) {
        (Standing::Over, _) => w.text("standing-over").to_owned(),
        (_, Some(end)) => w.fill("standing-until", "date", &*w.date(end, &TimeZone::UTC)),
        (_, None) => {
            let at = found.standing_at.map_or_else(String::new, |at| w.date(at, &TimeZone::UTC));
            w.fill("donate-checked", "date", &*at)
        }
    };
    w.with(
        "standing-one",
        &[
            ("nonprofit", Arg::Text(&found.display_name)),
            ("number", Arg::Text(&number(w, found))),
            ("until", Arg::Text(&until)),
        ],
    )
}

/// Writes down that somebody looked.
pub async fn record(web: State<Web>, visit: Visit, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let w = visit.words();
    let chosen = typed.iter().filter_map(|(name, value)| name.strip_prefix(CHOSEN).filter(|_| value == "on"));
    let chosen: Vec<NonprofitId> = chosen.filter_map(|id| id.parse().ok()).collect();
    let Ok(on) = typed.get("on").parse() else {
        let wrong = at("on", w.text("standing-day-wrong").to_owned());
        return page(&web, &visit, &typed, vec![wrong]).await;
    };
    let checked = Checked { nonprofits: chosen, on, note: typed.get("note").to_owned() };
    let wrong = match nonprofits::record_checks(web.ctx(), &permit, checked).await {
        Ok(()) => return Ok(say(&web, words::key!("standing-recorded"), HOME)),
        Err(CheckError::Nobody) => whole(w.text("standing-nobody")),
        Err(CheckError::NotVerified) => whole(w.text("standing-not-verified")),
        Err(CheckError::Ahead) => at("on", w.text("standing-ahead").to_owned()),
        Err(CheckError::TooOld(days)) => at("on", w.count("standing-too-old", i64::from(days))),
        Err(CheckError::Note) if typed.get("note").trim().is_empty() => {
            at("note", w.text("field-required").to_owned())
        }
        Err(CheckError::Note) => {
            at("note", w.count("field-too-long", i64::try_from(CHECK_NOTE_CHARS_MAX).unwrap_or(i64::MAX)))
        }
        Err(CheckError::Db(error)) => return Err(error.into()),
    };
    page(&web, &visit, &typed, vec![wrong]).await
}
