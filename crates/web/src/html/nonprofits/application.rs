//! The application: what was said in it, what the operator made of it, and the way to answer.

use app::nonprofits::{self, Answer, AnswerError, CONSENT_BYTES_MAX, NOTE_CHARS_MAX, Note};
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use domain::ids::NonprofitId;
use domain::nonprofit::Nonprofit;
use domain::nonprofit::staff::NonprofitAct;
use jiff::Timestamp;
use words::Words;

use super::apply::shown;
use super::desk::{Place, desk, id, may, standing, tag};
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer, at, mark, whole};
use crate::html::pages::desk::OtherForm;
use crate::html::pages::nonprofit::{Fact, Record, Said, Talk};
use crate::html::parts::FormError;
use crate::html::said::say;
use crate::html::typed::with_files;
use crate::html::{Failure, Visit, render};

/// Megabytes that a consent may have, as people are told.
const CONSENT_MB_MAX: usize = CONSENT_BYTES_MAX / 1024 / 1024;

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(nonprofit): Path<String>) -> Result<Response, Failure> {
    page(&web, &visit, id(&nonprofit)?, "", Vec::new()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    nonprofit: NonprofitId,
    typed: &str,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let permit = may(visit, nonprofit, NonprofitAct::View)?;
    let (found, notes, _) = nonprofits::desk(web.ctx(), &permit).await?.ok_or(Failure::NotFound)?;
    let (p, _) = desk(web, visit, nonprofit, Place::Application).await?;
    let w = visit.words();
    let zone = &found.profile.time_zone;
    let may_answer = may(visit, nonprofit, NonprofitAct::EditProfile).is_ok();
    let form = may_answer.then(|| {
        let mut fields = vec![
            Field::new("words", w.text("desk-answer-words"))
                .kind(Kind::Area)
                .value(typed)
                .optional(w.text("state-optional"))
                .limit(u32::try_from(NOTE_CHARS_MAX).unwrap_or(u32::MAX)),
            Field::new("consent", w.text("desk-consent"))
                .kind(Kind::File("application/pdf,image/png,image/jpeg"))
                .hint(&w.count("desk-consent-hint", i64::try_from(CONSENT_MB_MAX).unwrap_or(i64::MAX)))
                .optional(w.text("state-optional")),
        ];
        mark(&mut fields, &mut errors);
        OtherForm {
            title: w.text("desk-answer").to_owned(),
            action: format!("/nonprofits/{nonprofit}/application"),
            fields,
            button: w.text("desk-answer-send").to_owned(),
        }
    });
    let is_wrong = !errors.is_empty();
    let own = found.display_name.as_str();
    let shown = render(&Record {
        states: vec![tag(w, found.state)],
        text: w.text("desk-application-text").to_owned(),
        notices: standing(w, &found, false).into_iter().collect(),
        facts: vec![(w.text("apply-register").to_owned(), facts(w, &found))],
        talk: Some(Talk {
            title: w.text("desk-talk").to_owned(),
            said: said(w, &notes, own, |at| w.date_time(at, zone)),
            empty: w.text("desk-talk-empty").to_owned(),
            form,
            has_files: true,
        }),
        errors,
        ..Record::new(&p, w.text("desk-application"))
    })?;
    Ok(answer(shown, is_wrong))
}

/// What it applied with, as the operator sees it, too.
pub(in crate::html) fn facts(w: &Words, found: &Nonprofit) -> Vec<Fact> {
    let profile = &found.profile;
    let registry = profile.number.registry;
    let fact = |key: &str, value: &str| Fact::new(w.text(key), value);
    let mut facts = vec![
        fact(words::key!("apply-legal-name"), &profile.legal_name),
        fact(words::key!("field-country"), w.country_name(profile.country)),
        fact(
            words::key!("apply-registry"),
            if registry.name().is_empty() { w.text("apply-registry-other") } else { registry.name() },
        ),
        fact(words::key!("apply-number"), &shown(&profile.number)),
    ];
    if let Some(page) = registry.page() {
        facts.push(fact(words::key!("desk-look-up"), page).to(page));
    }
    facts.extend([
        fact(words::key!("apply-mission"), &profile.mission),
        fact(words::key!("settings-postal-address"), &profile.postal_address),
        fact(words::key!("apply-email"), &profile.contact_email),
        fact(words::key!("nonprofit-currency"), profile.currency.code()),
        fact(words::key!("desk-applied-on"), &w.date(found.applied_at, &profile.time_zone)),
        match &found.consent {
            Some(name) => fact(words::key!("desk-consent"), name),
            None => fact(words::key!("desk-consent"), w.text("desk-consent-missing")),
        },
        match found.standing_at {
            Some(at) => fact(words::key!("desk-standing"), &w.date(at, &profile.time_zone)),
            None => fact(words::key!("desk-standing"), w.text("desk-standing-never")),
        },
    ]);
    facts
}

/// What was said, each line by the nonprofit or the operator.
pub(in crate::html) fn said(
    w: &Words,
    notes: &[Note],
    own: &str,
    when: impl Fn(Timestamp) -> String,
) -> Vec<Said> {
    notes
        .iter()
        .map(|note| Said {
            who: if note.by_operator { w.text("role-operator").to_owned() } else { own.to_owned() },
            at: when(note.at),
            lines: note.body.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
        })
        .collect()
}

/// Takes an answer, and the signed consent where it comes with it.
pub async fn send(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::EditProfile)?;
    let w = visit.words();
    let too_large = || {
        let text = w.count("desk-consent-wrong", i64::try_from(CONSENT_MB_MAX).unwrap_or(i64::MAX));
        vec![at("consent", text)]
    };
    // A little more than is taken is read, so that the form can come back and say so.
    let sent = match with_files(&web, &visit, form, "consent", 2 * CONSENT_BYTES_MAX).await {
        Ok(sent) => sent,
        Err(Failure::TooLarge) => return page(&web, &visit, nonprofit, "", too_large()).await,
        Err(failure) => return Err(failure),
    };
    let words = sent.typed.get("words").to_owned();
    let consent = sent.names.iter().cloned().zip(sent.files.iter().cloned()).next();
    let errors = match nonprofits::answer(web.ctx(), &permit, Answer { words: words.clone(), consent }).await
    {
        Ok(()) => {
            let home = format!("/nonprofits/{nonprofit}/application");
            return Ok(say(&web, words::key!("desk-answered"), &home));
        }
        Err(AnswerError::Empty) => vec![at("words", w.text("desk-answer-empty").to_owned())],
        Err(AnswerError::TooLong) => vec![at("words", w.count("field-too-long", note_chars()))],
        Err(AnswerError::Consent) => too_large(),
        Err(AnswerError::NumberTaken) => vec![whole(w.text("apply-number-taken"))],
        Err(AnswerError::File(error)) => return Err(Failure::ours(error)),
        Err(AnswerError::Db(error)) => return Err(error.into()),
    };
    page(&web, &visit, nonprofit, &words, errors).await
}

fn note_chars() -> i64 {
    i64::try_from(NOTE_CHARS_MAX).unwrap_or(i64::MAX)
}
