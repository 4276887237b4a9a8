//! The form of a campaign: what is asked for, in which amounts, how long.

use app::nonprofits::CampaignForm;
use axum::response::Response;
use domain::donation::amount::PRESETS_MAX;
use domain::ids::NonprofitId;
use domain::money::{Currency, Money};
use domain::nonprofit::Nonprofit;
use domain::nonprofit::campaign::{
    Campaign, CampaignProblem, DESIGNATION_CHARS_MAX, DESIGNATIONS_MAX, MORE_CURRENCIES_MAX, STORY_CHARS_MAX,
    TITLE_CHARS_MAX,
};
use domain::nonprofit::staff::NonprofitAct;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use words::{Arg, Words, zone_name};

use super::desk::{Place, desk, may};
use crate::Web;
use crate::html::donate::{snippet, too_much_or_little};
use crate::html::field::{Field, Kind, Width};
use crate::html::mistakes::{answer, at, mark};
use crate::html::pages::desk::{Group, Settings};
use crate::html::parts::FormError;
use crate::html::studio::offers::instant;
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

/// Whole major units that a new campaign offers before anybody types others.
const PRESETS_USUAL: [i64; 4] = [10, 25, 50, 100];

/// Which campaign the form is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Editing<'a> {
    /// One that is to be.
    New,
    /// One that is there: its currency stays.
    Known(&'a Campaign),
}

impl Editing<'_> {
    fn currency(self, found: &Nonprofit) -> Currency {
        match self {
            Self::New => found.profile.currency,
            Self::Known(known) => known.currency,
        }
    }
}

/// The page, with what was typed and what is wrong with it.
pub(super) async fn page(
    web: &Web,
    visit: &Visit,
    nonprofit: NonprofitId,
    editing: Editing<'_>,
    typed: Option<&Typed>,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    may(visit, nonprofit, NonprofitAct::Campaign)?;
    let (p, found) = desk(web, visit, nonprofit, Place::Campaigns).await?;
    let w = visit.words();
    let home = format!("/nonprofits/{nonprofit}/campaigns");
    let (title, action) = match editing {
        Editing::New => (w.text("campaign-new").to_owned(), home),
        Editing::Known(known) => (known.title.clone(), format!("{home}/{}", known.id)),
    };
    let mut groups = vec![
        Group {
            title: w.text("campaign-what").to_owned(),
            text: String::new(),
            fields: what(w, editing, typed),
        },
        Group {
            title: w.text("campaign-amounts").to_owned(),
            text: String::new(),
            fields: amounts(w, &found, editing, typed),
        },
        Group {
            title: w.text("campaign-time").to_owned(),
            text: w.fill("offers-clock", "zone", zone_name(&found.profile.time_zone)),
            fields: times(w, editing, typed, &found.profile.time_zone),
        },
    ];
    for group in &mut groups {
        mark(&mut group.fields, &mut errors);
    }
    let is_wrong = !errors.is_empty();
    let secret = match editing {
        Editing::Known(known) if known.open => {
            Some((w.text("campaign-embed").to_owned(), snippet(&web.config().base_url, known)))
        }
        Editing::Known(_) | Editing::New => None,
    };
    let shown = render(&Settings {
        standing: None,
        p: &p,
        heading: title.clone(),
        title,
        nav: Vec::new(),
        text: String::new(),
        action,
        groups,
        blocks: Vec::new(),
        add: None,
        tables: Vec::new(),
        other: None,
        secret,
        errors,
    })?;
    Ok(answer(shown, is_wrong))
}

/// What was typed, else what is known.
fn value(typed: Option<&Typed>, name: &str, known: impl FnOnce() -> String) -> String {
    typed.map_or_else(known, |typed| typed.get(name).to_owned())
}

fn limit(chars: usize) -> u32 {
    u32::try_from(chars).unwrap_or(u32::MAX)
}

fn known_text(editing: Editing<'_>, of: impl FnOnce(&Campaign) -> String) -> String {
    match editing {
        Editing::New => String::new(),
        Editing::Known(known) => of(known),
    }
}

fn what(w: &Words, editing: Editing<'_>, typed: Option<&Typed>) -> Vec<Field> {
    let known = |name: &str, of: fn(&Campaign) -> String| value(typed, name, || known_text(editing, of));
    vec![
        Field::new("title", w.text("campaign-title"))
            .hint(w.text("campaign-title-hint"))
            .value(&known("title", |it| it.title.clone()))
            .limit(limit(TITLE_CHARS_MAX)),
        Field::new("story", w.text("campaign-story"))
            .kind(Kind::Area)
            .hint(w.text("campaign-story-hint"))
            .optional(w.text("state-optional"))
            .value(&known("story", |it| it.story.clone()))
            .limit(limit(STORY_CHARS_MAX)),
        Field::new("designations", w.text("campaign-designations"))
            .kind(Kind::Area)
            .hint(w.text("campaign-designations-hint"))
            .optional(w.text("state-optional"))
            .value(&known("designations", |it| it.designations.join("\n"))),
    ]
}

fn amounts(w: &Words, found: &Nonprofit, editing: Editing<'_>, typed: Option<&Typed>) -> Vec<Field> {
    let currency = editing.currency(found);
    let lines = |amounts: &[Money]| amounts.iter().map(|it| w.amount(*it)).collect::<Vec<_>>().join("\n");
    let presets = value(typed, "presets", || match editing {
        Editing::New => {
            let per_major = currency.minor_per_major();
            lines(&PRESETS_USUAL.map(|major| Money::new(major * per_major, currency)))
        }
        Editing::Known(known) => lines(&known.presets),
    });
    let goal = value(typed, "goal", || {
        known_text(editing, |it| it.goal.map_or_else(String::new, |goal| w.amount(goal)))
    });
    let mut fields = Vec::new();
    if let Editing::New = editing {
        let all = Currency::all().map(|it| (it.code().to_owned(), it.code().to_owned())).collect();
        fields.push(
            Field::new("currency", w.text("nonprofit-currency"))
                .kind(Kind::Select(all))
                .hint(w.text("campaign-currency-hint"))
                .value(&value(typed, "currency", || currency.code().to_owned()))
                .width(Width::Half),
        );
    }
    fields.push(
        Field::new("goal", w.text("campaign-goal"))
            .kind(Kind::Amount)
            .hint(&match editing {
                Editing::New => w.text("campaign-goal-hint").to_owned(),
                Editing::Known(_) => w.fill("campaign-goal-in", "currency", currency.code()),
            })
            .optional(w.text("state-optional"))
            .value(&goal)
            .width(Width::Half),
    );
    fields.push(
        Field::new("presets", w.text("campaign-presets"))
            .kind(Kind::Area)
            .hint(&w.count("campaign-presets-hint", count(PRESETS_MAX)))
            .value(&presets),
    );
    let more = value(typed, "more", || known_text(editing, |it| more_of(w, it)));
    fields.push(
        Field::new("more", w.text("campaign-more"))
            .kind(Kind::Area)
            .hint(w.text("campaign-more-hint"))
            .optional(w.text("state-optional"))
            .value(&more),
    );
    fields
}

/// "USD 10 25 50": a line for each other currency that is taken.
fn more_of(w: &Words, campaign: &Campaign) -> String {
    let lines = campaign.currencies().skip(1).map(|currency| {
        let presets = campaign.presets_in(currency).unwrap_or_default();
        let amounts = presets.iter().map(|preset| w.amount(*preset));
        std::iter::once(currency.code().to_owned()).chain(amounts).collect::<Vec<_>>().join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The amounts of a line that names another currency, or what is wrong with it.
fn read_more(w: &Words, line: &str) -> Result<Vec<Money>, String> {
    let mut words = line.split([' ', '\t', ';']).filter(|word| !word.is_empty());
    let wrong = |problem: &str| {
        w.with("campaign-preset-wrong", &[("line", Arg::Text(line)), ("problem", Arg::Text(problem))])
    };
    let currency: Option<Currency> = words.next().and_then(|code| code.to_ascii_uppercase().parse().ok());
    let Some(currency) = currency else { return Err(wrong(w.text("campaign-more-hint"))) };
    let amounts: Result<Vec<Money>, String> = words
        .map(|word| w.read_amount(word, currency).map_err(|error| wrong(&w.amount_error(&error))))
        .collect();
    amounts.and_then(|amounts| match amounts.is_empty() {
        true => Err(wrong(w.text("campaign-more-hint"))),
        false => Ok(amounts),
    })
}

fn count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn times(w: &Words, editing: Editing<'_>, typed: Option<&Typed>, zone: &TimeZone) -> Vec<Field> {
    let optional = w.text("state-optional");
    let by_clock = |at: Option<Timestamp>| {
        at.map_or_else(String::new, |at| zone.to_datetime(at).strftime("%Y-%m-%dT%H:%M").to_string())
    };
    let field = |name: &str, key: &str, of: fn(&Campaign) -> Option<Timestamp>| {
        Field::new(name, w.text(key))
            .kind(Kind::DateTime)
            .optional(optional)
            .value(&value(typed, name, || known_text(editing, |it| by_clock(of(it)))))
            .width(Width::Half)
    };
    vec![
        field("starts_at", words::key!("campaign-starts"), |it| it.starts_at),
        field("ends_at", words::key!("campaign-ends"), |it| it.ends_at),
    ]
}

/// What was typed. What does not read is told, and is left out.
pub(super) fn read(
    w: &Words,
    typed: &Typed,
    found: &Nonprofit,
    editing: Editing<'_>,
) -> (CampaignForm, Vec<FormError>) {
    let mut errors = Vec::new();
    let mut currency = editing.currency(found);
    if let Editing::New = editing {
        match typed.get("currency").parse() {
            Ok(chosen) => currency = chosen,
            Err(_) => errors.push(at("currency", w.text("field-currency-invalid").to_owned())),
        }
    }
    let goal = match typed.get("goal") {
        "" => None,
        text => w
            .read_amount(text, currency)
            .map_err(|error| errors.push(at("goal", w.amount_error(&error))))
            .ok(),
    };
    let mut presets = Vec::new();
    for line in typed.get("presets").lines().map(str::trim).filter(|line| !line.is_empty()) {
        match w.read_amount(line, currency) {
            Ok(amount) => presets.push(amount),
            Err(error) => {
                let args = [("line", Arg::Text(line)), ("problem", Arg::Text(&w.amount_error(&error)))];
                errors.push(at("presets", w.with("campaign-preset-wrong", &args)));
                break;
            }
        }
    }
    let mut more = Vec::new();
    for line in typed.get("more").lines().map(str::trim).filter(|line| !line.is_empty()) {
        match read_more(w, line) {
            Ok(amounts) => more.push(amounts),
            Err(wrong) => {
                errors.push(at("more", wrong));
                break;
            }
        }
    }
    let zone = &found.profile.time_zone;
    let mut time = |name: &str| match typed.get(name) {
        "" => None,
        text => {
            let read = instant(text, zone);
            if read.is_none() {
                errors.push(at(name, w.text("field-time-invalid").to_owned()));
            }
            read
        }
    };
    let (starts_at, ends_at) = (time("starts_at"), time("ends_at"));
    let designations = typed.get("designations").lines().map(str::trim).filter(|line| !line.is_empty());
    let (open, image) = match editing {
        Editing::New => (true, None),
        Editing::Known(known) => (known.open, known.image),
    };
    let form = CampaignForm {
        title: typed.get("title").to_owned(),
        story: typed.get("story").replace("\r\n", "\n"),
        open,
        currency,
        goal,
        presets,
        more,
        designations: designations.map(str::to_owned).collect(),
        image,
        starts_at,
        ends_at,
    };
    (form, errors)
}

/// What is wrong, at its field; `told` are mistakes that were found while reading, and are not told twice.
pub(super) fn said(w: &Words, problems: Vec<CampaignProblem>, told: &[FormError]) -> Vec<FormError> {
    problems
        .into_iter()
        .map(|problem| match problem {
            CampaignProblem::Title => at("title", w.count("apply-length", count(TITLE_CHARS_MAX))),
            CampaignProblem::Story => at("story", w.count("field-too-long", count(STORY_CHARS_MAX))),
            CampaignProblem::Goal => at("goal", w.text("campaign-goal-wrong").to_owned()),
            CampaignProblem::Presets => at("presets", w.count("campaign-presets-wrong", count(PRESETS_MAX))),
            CampaignProblem::Preset(problem) => at("presets", too_much_or_little(w, problem)),
            CampaignProblem::Designations => {
                let args = [
                    ("count", Arg::Int(count(DESIGNATIONS_MAX))),
                    ("chars", Arg::Int(count(DESIGNATION_CHARS_MAX))),
                ];
                at("designations", w.with("campaign-designations-wrong", &args))
            }
            CampaignProblem::MoreCurrencies => {
                at("more", w.count("campaign-more-wrong", count(MORE_CURRENCIES_MAX)))
            }
            CampaignProblem::Currency => at("currency", w.text("campaign-currency-hint").to_owned()),
            CampaignProblem::Time => at("ends_at", w.text("campaign-time-wrong").to_owned()),
        })
        .filter(|error| told.iter().all(|known| known.field != error.field))
        .collect()
}
