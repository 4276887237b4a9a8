//! What the nonprofit says about itself, and what its receipts say.

use app::nonprofits::profile::{
    ProfileError, ProfileForm, RECEIPT_NOTE_CHARS_MAX, change_profile, register_is_open,
};
use app::nonprofits::{
    ADDRESS_CHARS_MAX, ApplyProblem, DISPLAY_NAME_CHARS_MAX, MISSION_CHARS_MAX, NAME_CHARS_MAX,
};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::ids::NonprofitId;
use domain::nonprofit::Nonprofit;
use domain::nonprofit::registry::Registry;
use domain::nonprofit::staff::NonprofitAct;
use words::Words;

use super::apply::{number_field, registry_field, wrong};
use super::desk::{Place, desk, id, may, settings};
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer, at, mark, whole};
use crate::html::pages::desk::{Group, Settings};
use crate::html::parts::FormError;
use crate::html::said::say;
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(nonprofit): Path<String>) -> Result<Response, Failure> {
    page(&web, &visit, id(&nonprofit)?, None, Vec::new()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    nonprofit: NonprofitId,
    typed: Option<&Typed>,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    may(visit, nonprofit, NonprofitAct::EditProfile)?;
    let (p, found) = desk(web, visit, nonprofit, Place::Settings).await?;
    let w = visit.words();
    let mut groups = groups(w, &found);
    for group in &mut groups {
        for field in &mut group.fields {
            if let Some(typed) = typed {
                typed.get(&field.name).clone_into(&mut field.value);
            }
        }
        mark(&mut group.fields, &mut errors);
    }
    let is_wrong = !errors.is_empty();
    let shown = render(&Settings {
        standing: None,
        p: &p,
        title: w.text("settings-title").to_owned(),
        nav: settings(w, visit, nonprofit, "settings"),
        heading: w.text("desk-profile").to_owned(),
        text: w.text("desk-profile-text").to_owned(),
        action: format!("/nonprofits/{nonprofit}/settings"),
        groups,
        blocks: Vec::new(),
        add: None,
        tables: Vec::new(),
        other: None,
        secret: None,
        errors,
    })?;
    Ok(answer(shown, is_wrong))
}

/// Characters of a reference, with spaces.
const GIFT_AID_REF_CHARS_MAX: u32 = 12;

fn limit(chars: usize) -> u32 {
    u32::try_from(chars).unwrap_or(u32::MAX)
}

fn groups(w: &Words, found: &Nonprofit) -> Vec<Group> {
    let profile = &found.profile;
    let public = Group {
        title: w.text("apply-public").to_owned(),
        text: String::new(),
        fields: vec![
            Field::new("display_name", w.text("apply-name"))
                .value(&found.display_name)
                .limit(limit(DISPLAY_NAME_CHARS_MAX)),
            Field::new("mission", w.text("apply-mission"))
                .kind(Kind::Area)
                .hint(w.text("apply-mission-hint"))
                .value(&profile.mission)
                .limit(limit(MISSION_CHARS_MAX)),
            Field::new("contact_email", w.text("apply-email"))
                .kind(Kind::Email)
                .hint(w.text("apply-email-hint"))
                .value(&profile.contact_email),
            Field::new("postal_address", w.text("settings-postal-address"))
                .kind(Kind::Area)
                .value(&profile.postal_address)
                .limit(limit(ADDRESS_CHARS_MAX)),
        ],
    };
    let receipts = Group {
        title: w.text("desk-receipts").to_owned(),
        text: String::new(),
        fields: vec![
            Field::new("receipt_note", w.text("desk-receipt-note"))
                .kind(Kind::Area)
                .hint(w.text("desk-receipt-note-hint"))
                .optional(w.text("state-optional"))
                .value(&found.receipt_note)
                .limit(limit(RECEIPT_NOTE_CHARS_MAX)),
        ],
    };
    let aid = (profile.country.code() == "GB").then(|| Group {
        title: w.text("gift-aid-title").to_owned(),
        text: w.text("gift-aid-settings-text").to_owned(),
        fields: vec![
            Field::new("gift_aid_ref", w.text("gift-aid-ref"))
                .hint(w.text("gift-aid-ref-hint"))
                .optional(w.text("state-optional"))
                .value(&found.gift_aid_ref)
                .limit(GIFT_AID_REF_CHARS_MAX),
        ],
    });
    let register = register_is_open(found.state).then(|| Group {
        title: w.text("apply-register").to_owned(),
        text: w.text("desk-register-open").to_owned(),
        fields: vec![
            Field::new("legal_name", w.text("apply-legal-name"))
                .hint(w.text("apply-legal-name-hint"))
                .value(&profile.legal_name)
                .limit(limit(NAME_CHARS_MAX)),
            registry_field(w).value(profile.number.registry.as_str()),
            number_field(w).hint(w.registry_rule(profile.number.registry)).value(&profile.number.shown()),
        ],
    });
    std::iter::once(public).chain(register).chain([receipts]).chain(aid).collect()
}

/// Takes the form.
pub async fn save(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::EditProfile)?;
    let known = app::nonprofits::find(web.ctx(), nonprofit).await?.ok_or(Failure::NotFound)?;
    let w = visit.words();
    let registry = Registry::from_word(typed.get("registry"));
    let is_open = register_is_open(known.state);
    let text = |name: &str| typed.get(name).to_owned();
    let form = ProfileForm {
        display_name: text("display_name"),
        mission: text("mission"),
        contact_email: text("contact_email"),
        postal_address: text("postal_address"),
        receipt_note: text("receipt_note"),
        gift_aid_ref: text("gift_aid_ref"),
        register: is_open.then(|| (text("legal_name"), registry.unwrap_or(Registry::Other), text("number"))),
    };
    let mut errors = Vec::new();
    if is_open && registry.is_none() {
        errors.push(at("registry", w.text("field-choice-invalid").to_owned()));
        // Nothing is kept; the other mistakes are told with this one.
        let problems = app::nonprofits::profile::problems(&known, &form);
        errors.extend(told(w, registry, problems));
        return page(&web, &visit, nonprofit, Some(&typed), errors).await;
    }
    match change_profile(web.ctx(), &permit, form).await {
        Ok(()) => {
            let home = format!("/nonprofits/{nonprofit}/settings");
            Ok(say(&web, words::key!("action-saved"), &home))
        }
        Err(ProfileError::Problems(problems, too_long)) => {
            errors.extend(told(w, registry, (problems, too_long)));
            page(&web, &visit, nonprofit, Some(&typed), errors).await
        }
        Err(ProfileError::Checked) => {
            errors.push(whole(w.text("desk-register-checked")));
            page(&web, &visit, nonprofit, Some(&typed), errors).await
        }
        Err(ProfileError::Db(error)) => Err(error.into()),
    }
}

/// What is wrong, at its field; nothing of a number whose register was not chosen.
fn told(
    w: &Words,
    registry: Option<Registry>,
    (problems, too_long): (Vec<ApplyProblem>, bool),
) -> Vec<FormError> {
    let problems = problems.into_iter().filter(|problem| {
        registry.is_some() || !matches!(problem, ApplyProblem::Number(_) | ApplyProblem::Registry)
    });
    let mut errors: Vec<FormError> =
        problems.map(|problem| wrong(w, registry.unwrap_or(Registry::Other), problem)).collect();
    if too_long {
        let most = i64::try_from(RECEIPT_NOTE_CHARS_MAX).unwrap_or(i64::MAX);
        errors.push(at("receipt_note", w.count("field-too-long", most)));
    }
    errors
}
