//! The form of a plan: its fields, and what was typed into them.

use app::sunsets::{NAME_CHARS_MAX, REASON_CHARS_MAX, URL_CHARS_MAX, Wish};
use domain::gate::Feature;
use domain::sunset::calendar::{Days, Step};
use domain::sunset::{Audience, Plan, Scope, Successor};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use words::Words;

use super::Read;
use crate::Web;
use crate::html::Failure;
use crate::html::field::{Field, Kind, Width};
use crate::html::mistakes::at;
use crate::html::parts::FormError;
use crate::html::typed::Typed;

fn limit(characters: usize) -> u32 {
    u32::try_from(characters).unwrap_or(u32::MAX)
}

/// What the day of a step is called.
pub(super) fn label(w: &Words, step: Step) -> &str {
    match step {
        Step::Notice => w.text("sunset-field-notice"),
        Step::NoOnboarding => w.text("sunset-field-no-onboarding"),
        Step::NoSales => w.text("sunset-field-no-sales"),
        Step::ReadOnly => w.text("sunset-field-read-only"),
        Step::ExportEnds => w.text("sunset-field-export-ends"),
        Step::Erasure => w.text("sunset-field-erasure"),
    }
}

/// Why, for the log.
pub(super) fn why(w: &Words, suffix: &str, value: &str) -> Field {
    Field {
        id_suffix: suffix.to_owned(),
        ..Field::new("why", w.text("sunset-why")).value(value).limit(limit(REASON_CHARS_MAX))
    }
}

/// What ends.
pub(super) fn scope_fields(w: &Words, typed: &Typed) -> Vec<Field> {
    let features =
        Feature::ALL.iter().map(|it| (it.word().to_owned(), w.sunset_subject(Scope::Feature(*it), None)));
    let choices = features.chain([
        ("shop".to_owned(), w.text("sunset-scope-shop").to_owned()),
        ("nonprofit".to_owned(), w.text("sunset-scope-nonprofit").to_owned()),
        ("server".to_owned(), w.sunset_subject(Scope::Server, None)),
    ]);
    vec![
        Field::new("scope", w.text("sunset-scope"))
            .kind(Kind::Select(choices.collect()))
            .value(typed.get("scope"))
            .width(Width::Half),
        Field::new("handle", w.text("sunset-handle"))
            .hint(w.text("sunset-handle-hint"))
            .value(typed.get("handle"))
            .optional(w.text("state-optional"))
            .width(Width::Half),
    ]
}

/// Everything but what ends; `value` says what stands in a field.
pub(super) fn fields(w: &Words, suffix: &str, value: impl Fn(&str) -> String) -> Vec<Field> {
    let optional = w.text("state-optional");
    let field = |name: &str, label: &str| Field {
        id_suffix: suffix.to_owned(),
        ..Field::new(name, label).value(&value(name))
    };
    let mut fields: Vec<Field> = Step::ALL
        .iter()
        .map(|step| field(step.word(), label(w, *step)).kind(Kind::Date).width(Width::Third))
        .collect();
    let zone = field("zone", w.text("sunset-zone")).hint(w.text("sunset-zone-hint")).width(Width::Half);
    let zone = if zone.value.is_empty() { zone.value("UTC") } else { zone };
    let audiences = [
        (Audience::Concerned, w.text("sunset-audience-concerned")),
        (Audience::Partners, w.text("sunset-audience-partners")),
        (Audience::Everybody, w.text("sunset-audience-everybody")),
    ];
    let audiences = audiences.map(|(audience, label)| (audience.word().to_owned(), label.to_owned()));
    fields.extend([
        zone,
        field("audience", w.text("sunset-audience"))
            .kind(Kind::Select(audiences.to_vec()))
            .width(Width::Half),
        field("successor-name", w.text("sunset-successor-name"))
            .optional(optional)
            .limit(limit(NAME_CHARS_MAX))
            .width(Width::Half),
        field("successor-url", w.text("sunset-successor-url"))
            .kind(Kind::Url)
            .optional(optional)
            .limit(limit(URL_CHARS_MAX))
            .width(Width::Half),
        field("reason", w.text("sunset-reason"))
            .kind(Kind::Area)
            .optional(optional)
            .limit(limit(REASON_CHARS_MAX)),
        why(w, suffix, &value("why")),
    ]);
    fields
}

/// What stands in a field of a plan that is there.
pub(super) fn value_of(plan: &Plan, name: &str) -> String {
    if let Some(step) = Step::from_word(name) {
        return plan.calendar.day(step).to_string();
    }
    let successor = plan.successor.as_ref();
    match name {
        "zone" => words::zone_name(plan.calendar.zone()).to_owned(),
        "audience" => plan.audience.word().to_owned(),
        "successor-name" => successor.map(|it| it.name.clone()).unwrap_or_default(),
        "successor-url" => successor.map(|it| it.url.clone()).unwrap_or_default(),
        "reason" => plan.reason.clone(),
        _ => String::new(),
    }
}

/// What ends, or what is wrong with it.
pub(super) async fn read_scope(
    web: &Web,
    w: &Words,
    typed: &Typed,
) -> Result<Result<Scope, Vec<FormError>>, Failure> {
    let handle = typed.get("handle").trim_start_matches('@');
    let unknown = || vec![at("handle", w.fill("sunset-handle-unknown", "handle", handle))];
    Ok(match typed.get("scope") {
        "server" => Ok(Scope::Server),
        "shop" => {
            let found = app::merchants::find_by_handle(web.ctx(), handle).await?;
            found.map(|it| Scope::Shop(it.id)).ok_or_else(unknown)
        }
        "nonprofit" => {
            let found = app::nonprofits::of_handle(web.ctx(), handle).await?;
            found.map(|it| Scope::Nonprofit(it.id)).ok_or_else(unknown)
        }
        word => match Feature::from_word(word) {
            Some(feature) => Ok(Scope::Feature(feature)),
            None => Err(vec![at("scope", w.text("field-required").to_owned())]),
        },
    })
}

/// The rest, or all that is wrong with it.
pub(super) fn read(w: &Words, typed: &Typed, suffix: &str) -> Read {
    let mut errors = Vec::new();
    let mut days = [Date::ZERO; 6];
    for (day, step) in days.iter_mut().zip(Step::ALL) {
        match typed.get(step.word()).parse::<Date>() {
            Ok(typed) => *day = typed,
            Err(_) => {
                errors.push(at(&format!("{}{suffix}", step.word()), w.text("sunset-day-wrong").to_owned()));
            }
        }
    }
    let zone = TimeZone::get(typed.get("zone")).ok().filter(|zone| zone.iana_name().is_some());
    if zone.is_none() {
        errors.push(at(&format!("zone{suffix}"), w.text("sunset-zone-wrong").to_owned()));
    }
    let audience = Audience::from_word(typed.get("audience"));
    if audience.is_none() {
        errors.push(at(&format!("audience{suffix}"), w.text("field-required").to_owned()));
    }
    let (name, url) = (typed.get("successor-name"), typed.get("successor-url"));
    let successor = (!name.is_empty() || !url.is_empty())
        .then(|| Successor { name: name.to_owned(), url: url.to_owned() });
    match (zone, audience) {
        (Some(zone), Some(audience)) if errors.is_empty() => {
            Ok(Wish { days: Days(days), zone, successor, audience, reason: typed.get("reason").to_owned() })
        }
        _ => Err(errors),
    }
}
