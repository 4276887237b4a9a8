//! A nonprofit applies: who it is, what it is there for, and the number by which its country's register knows it.

use app::nonprofits::{
    self, ADDRESS_CHARS_MAX, ApplyError, ApplyProblem, DISPLAY_NAME_CHARS_MAX, MISSION_CHARS_MAX,
    NAME_CHARS_MAX,
};
use axum::extract::{Form, State};
use axum::response::Response;
use domain::access::AsAccount;
use domain::country::Country;
use domain::money::Currency;
use domain::nonprofit::registry::{Registry, RegistryNumber};
use words::{Arg, Words};

use crate::Web;
use crate::html::field::{Field, Kind, Width};
use crate::html::mistakes::{answer, at, mark, whole};
use crate::html::page::Section;
use crate::html::pages::desk::Group;
use crate::html::pages::nonprofit::Apply;
use crate::html::parts::FormError;
use crate::html::said::say;
use crate::html::typed::Typed;
use crate::html::view::page;
use crate::html::{Failure, Visit, render};

/// The form.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    form(&web, &visit, None, Vec::new())
}

fn form(
    web: &Web,
    visit: &Visit,
    typed: Option<&Typed>,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let p = page(web, visit, Section::Elsewhere);
    let w = p.w;
    let email = visit.signed_in.as_ref().map_or("", |signed_in| signed_in.email.as_str());
    let number_is_wrong = errors.iter().any(|error| error.field == "f-number" || error.field == "f-registry");
    let mut groups = vec![
        Group { title: w.text("apply-public").to_owned(), text: String::new(), fields: public(w) },
        Group {
            title: w.text("apply-register").to_owned(),
            text: w.text("apply-register-text").to_owned(),
            fields: register(w),
        },
        Group {
            title: w.text("apply-contact").to_owned(),
            text: w.text("apply-contact-text").to_owned(),
            fields: contact(w),
        },
    ];
    for group in &mut groups {
        for field in &mut group.fields {
            match (typed, field.name.as_str()) {
                (Some(typed), name) => typed.get(name).clone_into(&mut field.value),
                (None, "currency") => Currency::EUR.code().clone_into(&mut field.value),
                (None, "contact_email") => email.clone_into(&mut field.value),
                (None, _) => {}
            }
        }
        mark(&mut group.fields, &mut errors);
    }
    let is_wrong = !errors.is_empty();
    let shown = Apply { p: &p, groups, registers: registers(w), open: number_is_wrong, errors };
    Ok(answer(render(&shown)?, is_wrong))
}

fn length(chars: usize) -> u32 {
    u32::try_from(chars).unwrap_or(u32::MAX)
}

fn public(w: &Words) -> Vec<Field> {
    vec![
        Field::new("display_name", w.text("apply-name"))
            .autocomplete("organization")
            .limit(length(DISPLAY_NAME_CHARS_MAX)),
        Field::new("handle", w.text("sign-up-handle")).hint(w.text("sign-up-handle-hint")).limit(30),
        Field::new("mission", w.text("apply-mission"))
            .kind(Kind::Area)
            .hint(w.text("apply-mission-hint"))
            .limit(length(MISSION_CHARS_MAX)),
    ]
}

fn register(w: &Words) -> Vec<Field> {
    vec![
        Field::new("legal_name", w.text("apply-legal-name"))
            .hint(w.text("apply-legal-name-hint"))
            .limit(length(NAME_CHARS_MAX)),
        Field::new("country", w.text("field-country")).kind(Kind::country(w)).autocomplete("country"),
        registry_field(w),
        number_field(w),
    ]
}

/// The registers to choose from, by country; and the way out for countries whose register we do not know.
pub(super) fn registry_field(w: &Words) -> Field {
    let none = (String::new(), w.text("apply-registry-choose").to_owned());
    let named = known(w).into_iter().map(|(country, registry)| {
        (registry.as_str().to_owned(), format!("{country} · {} ({})", registry.name(), registry.called()))
    });
    let other = (Registry::Other.as_str().to_owned(), w.text("apply-registry-other").to_owned());
    Field::new("registry", w.text("apply-registry"))
        .kind(Kind::Select(std::iter::once(none).chain(named).chain([other]).collect()))
}

/// The number, as its register writes it.
pub(super) fn number_field(w: &Words) -> Field {
    Field::new("number", w.text("apply-number")).hint(w.text("apply-number-hint")).limit(80)
}

/// Every register with the name of its country, in the order of those names.
fn known(w: &Words) -> Vec<(&str, Registry)> {
    let mut known: Vec<(&str, Registry)> = Registry::ALL
        .into_iter()
        .filter_map(|registry| Some((w.country_name(registry.country()?), registry)))
        .collect();
    let order = |country: &str| w.countries().iter().position(|it| it.name == country);
    known.sort_by_key(|(country, _)| order(country));
    known
}

/// How each register writes its numbers.
fn registers(w: &Words) -> Vec<(String, String)> {
    known(w)
        .into_iter()
        .map(|(country, registry)| {
            let example = w.with(
                "apply-register-example",
                &[("called", Arg::Text(registry.called())), ("example", Arg::Text(registry.example()))],
            );
            let name = format!("{country} · {}", registry.name());
            (name, format!("{example} {}", w.registry_rule(registry)))
        })
        .collect()
}

fn contact(w: &Words) -> Vec<Field> {
    let currencies = Currency::all().map(|known| {
        let (code, symbol) = (known.code(), w.currency_symbol(known));
        let shown = if symbol == code { symbol } else { format!("{code} ({symbol})") };
        (code.to_owned(), shown)
    });
    vec![
        Field::new("contact_email", w.text("apply-email")).kind(Kind::Email).hint(w.text("apply-email-hint")),
        Field::new("postal_address", w.text("settings-postal-address"))
            .kind(Kind::Area)
            .autocomplete("street-address")
            .limit(length(ADDRESS_CHARS_MAX)),
        Field::new("currency", w.text("nonprofit-currency"))
            .kind(Kind::Select(currencies.collect()))
            .hint(w.text("apply-currency-hint"))
            .width(Width::Full),
    ]
}

/// Takes the form, and leads to the application: what is missing stands there.
pub async fn send(web: State<Web>, visit: Visit, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let account = visit.actor.account().ok_or(Failure::SignIn)?;
    let permit = visit.actor.may(AsAccount(account))?;
    let w = visit.words();
    let (wanted, mut errors) = read(w, &typed);
    let unread: Vec<String> = errors.iter().map(|error| error.field.clone()).collect();
    let registry = wanted.registry;
    let said = |problem| wrong(w, registry, problem);
    let found = nonprofits::problems(web.ctx(), &wanted).await?.into_iter().map(said);
    // Of a country or a register that was not chosen nothing else can be told.
    let follows = |error: &FormError| {
        (error.field == "f-registry" && unread.iter().any(|name| name == "f-country" || name == "f-registry"))
            || (error.field == "f-number" && unread.iter().any(|name| name == "f-registry"))
    };
    errors.extend(found.filter(|error| !follows(error)));
    if unread.iter().any(|name| name == "f-registry") && typed.get("number").is_empty() {
        errors.push(at("number", w.text("field-required").to_owned()));
    }
    if !errors.is_empty() {
        return form(&web, &visit, Some(&typed), errors);
    }
    match nonprofits::apply(web.ctx(), &permit, wanted).await {
        Ok(nonprofit) => {
            Ok(say(&web, words::key!("apply-done"), &format!("/nonprofits/{nonprofit}/application")))
        }
        Err(ApplyError::Problems(problems)) => {
            form(&web, &visit, Some(&typed), problems.into_iter().map(said).collect())
        }
        Err(ApplyError::NotOpen) => form(&web, &visit, Some(&typed), vec![whole(w.text("apply-not-open"))]),
        Err(ApplyError::TooMany) => form(&web, &visit, Some(&typed), vec![whole(w.text("apply-too-many"))]),
        Err(ApplyError::Db(error)) => Err(error.into()),
    }
}

/// What is wrong, at its field.
pub(super) fn wrong(w: &Words, registry: Registry, problem: ApplyProblem) -> FormError {
    let too_long = |most: usize| w.count("apply-length", most);
    match problem {
        ApplyProblem::Handle(_) => at("handle", w.text("field-handle-invalid").to_owned()),
        ApplyProblem::HandleTaken => at("handle", w.text("field-handle-taken").to_owned()),
        ApplyProblem::Name => at("display_name", too_long(DISPLAY_NAME_CHARS_MAX)),
        ApplyProblem::LegalName => at("legal_name", too_long(NAME_CHARS_MAX)),
        ApplyProblem::Mission => at("mission", too_long(MISSION_CHARS_MAX)),
        ApplyProblem::Email => at("contact_email", w.text("field-email-invalid").to_owned()),
        ApplyProblem::Address => at("postal_address", too_long(ADDRESS_CHARS_MAX)),
        ApplyProblem::Registry => at("registry", w.text("apply-registry-elsewhere").to_owned()),
        ApplyProblem::Number(problem) => at("number", w.registry_problem(registry, &problem)),
        ApplyProblem::GiftAidRef => at("gift_aid_ref", w.text("gift-aid-ref-wrong").to_owned()),
        ApplyProblem::NumberTaken => at("number", w.text("apply-number-taken").to_owned()),
    }
}

/// What was typed. What does not read is told, and has a value that stands for it.
fn read(w: &Words, typed: &Typed) -> (nonprofits::Apply, Vec<FormError>) {
    let mut errors = Vec::new();
    let country = typed.get("country").parse().unwrap_or_else(|_| {
        errors.push(at("country", w.text("field-country-invalid").to_owned()));
        Country::all().next().expect("there are countries")
    });
    let currency = typed.get("currency").parse().unwrap_or_else(|_| {
        errors.push(at("currency", w.text("field-currency-invalid").to_owned()));
        Currency::EUR
    });
    let registry = Registry::from_word(typed.get("registry")).unwrap_or_else(|| {
        errors.push(at("registry", w.text("field-choice-invalid").to_owned()));
        Registry::Other
    });
    let text = |name: &str| typed.get(name).to_owned();
    let wanted = nonprofits::Apply {
        handle: text("handle"),
        display_name: text("display_name"),
        legal_name: text("legal_name"),
        mission: text("mission"),
        contact_email: text("contact_email"),
        postal_address: text("postal_address"),
        country,
        currency,
        registry,
        number: text("number"),
    };
    (wanted, errors)
}

/// The register and the number in it, as they are shown: "SIREN 775 672 272".
pub(super) fn shown(number: &RegistryNumber) -> String {
    match number.registry.called() {
        "" => number.shown(),
        called => format!("{called} {}", number.shown()),
    }
}
