//! A charity applies: an account that posts in its name, the nonprofit, and the person as its owner. The operator looks
//! before it may ask anybody for anything (E2).

use bytes::Bytes;
use domain::access::{AsAccount, Permit};
use domain::account::AccountProblem;
use domain::country::Country;
use domain::gate::{Asker, Feature};
use domain::ids::{AccountId, NonprofitId};
use domain::money::Currency;
use domain::nonprofit::NonprofitProfile;
use domain::nonprofit::registry::{Registry, RegistryNumber, RegistryProblem};
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct, NonprofitRole};
use domain::nonprofit::state::{NonprofitState, ReviewAct, review};
use domain::view::people::AccountKind;
use jiff::tz::TimeZone;
use store::accounts::{self, NewAccount};
use store::changes::{self, ChangeKind};
use store::nonprofits::{self, Decided, Note};
use store::{DbError, staff_actions};

use super::permitted;
use crate::checkout::is_email;
use crate::ports::FileError;
use crate::{Ctx, gates, staff_log};

/// Characters of the name that people see: cards and lists have room for it.
pub const DISPLAY_NAME_CHARS_MAX: usize = 60;
/// Characters of a legal name.
pub const NAME_CHARS_MAX: usize = 200;
/// Characters of the mission.
pub const MISSION_CHARS_MAX: usize = 600;
/// Characters of a postal address.
pub const ADDRESS_CHARS_MAX: usize = 500;
/// Characters of an answer to the operator.
pub const NOTE_CHARS_MAX: usize = 4_000;
/// Nonprofits that one person may own: far more than anybody runs, far fewer than somebody who takes names would want.
const OWNED_MAX: usize = 5;
/// A signed page or two, scanned.
pub const CONSENT_BYTES_MAX: usize = 10 * 1024 * 1024;

/// What the form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apply {
    /// The handle, without the `@`.
    pub handle: String,
    /// The name people see.
    pub display_name: String,
    /// Its name in the register.
    pub legal_name: String,
    /// What it is there for.
    pub mission: String,
    /// Where donors write to.
    pub contact_email: String,
    /// The postal address.
    pub postal_address: String,
    /// Where it is established.
    pub country: Country,
    /// What its books are kept in.
    pub currency: Currency,
    /// Which register.
    pub registry: Registry,
    /// Its number there, as it was typed.
    pub number: String,
}

/// What is wrong with the form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApplyProblem {
    /// The handle has a form that no handle has.
    #[error(transparent)]
    Handle(AccountProblem),
    /// Someone has it already.
    #[error("this handle is taken")]
    HandleTaken,
    /// No name that people see, or one that is too long.
    #[error("a name has from 1 to {DISPLAY_NAME_CHARS_MAX} characters")]
    Name,
    /// No name in the register, or one that is too long.
    #[error("a legal name has from 1 to {NAME_CHARS_MAX} characters")]
    LegalName,
    /// No mission, or one that is too long.
    #[error("say in 1 to {MISSION_CHARS_MAX} characters what it is there for")]
    Mission,
    /// No mail address.
    #[error("a mail address is needed")]
    Email,
    /// No postal address, or one that is too long.
    #[error("a postal address is needed")]
    Address,
    /// The register is another country's.
    #[error("that register is not of this country")]
    Registry,
    /// The number cannot be right.
    #[error(transparent)]
    Number(#[from] RegistryProblem),
    /// It is no reference of HMRC.
    #[error("HMRC's reference is one or two letters and up to five digits")]
    GiftAidRef,
    /// Another nonprofit has this number: the operator can tell who it is.
    #[error("a nonprofit with this number is here already")]
    NumberTaken,
}

/// Why nobody applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// Something in the form cannot be right: all of it.
    #[error("{}", told(.0))]
    Problems(Vec<ApplyProblem>),
    /// New nonprofits are not taken now, or not from this person.
    #[error("this server does not take new nonprofits now")]
    NotOpen,
    /// The person owns as many nonprofits as one may.
    #[error("one person may own at most {OWNED_MAX} nonprofits")]
    TooMany,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

fn told(problems: &[ApplyProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Applies for the person that `permit` is for, who becomes its owner.
///
/// # Errors
/// See [`ApplyError`]; nothing has changed then.
pub async fn apply(ctx: &Ctx, permit: &Permit<AsAccount>, form: Apply) -> Result<NonprofitId, ApplyError> {
    let owner = permit.action().0;
    let (handle, display_name, profile) = checked(form).map_err(ApplyError::Problems)?;
    let asker = Asker { account: Some(owner), country: Some(profile.country), ..Asker::default() };
    if !gates::ask(ctx, Feature::Asking, &asker).await?.is_open() {
        return Err(ApplyError::NotOpen);
    }
    let (account, id): (AccountId, NonprofitId) = (ctx.id(), ctx.id());
    let now = ctx.now();
    let face = NewAccount {
        id: account,
        handle: handle.clone(),
        display_name,
        kind: AccountKind::Charity,
        email: None,
        password_hash: None,
        locale: "en".to_owned(),
        operator: false,
        created_at: now,
    };
    let line = staff_log::line(ctx, permit.by(), id.party(), "nonprofit.apply", id, handle);
    let asked = (face.handle.clone(), profile.number.clone());
    let done = ctx
        .db()
        .write("apply_nonprofit", move |tx| {
            let taken = taken(tx, &face.handle, &profile.number)?;
            if !taken.is_empty() {
                return Err(ApplyError::Problems(taken));
            }
            let owned = nonprofits::worked_for(tx, owner)?;
            if owned.iter().filter(|(_, role)| *role == NonprofitRole::Owner).count() >= OWNED_MAX {
                return Err(ApplyError::TooMany);
            }
            accounts::insert(tx, &face)?;
            nonprofits::insert(tx, id, account, &profile, now)?;
            nonprofits::put_staff(tx, id, owner, NonprofitRole::Owner, now)?;
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Account, account.0, account.0, now)?;
            changes::note(tx, ChangeKind::Session, 0, owner.0, now)?;
            Ok(())
        })
        .await;
    if matches!(&done, Err(ApplyError::Db(error)) if error.is_unique()) {
        // Two at the same moment: who came second is told as if they had come later.
        let found = ctx.db().write("who_was_first", move |tx| taken(tx, &asked.0, &asked.1)).await?;
        if !found.is_empty() {
            return Err(ApplyError::Problems(found));
        }
    }
    done?;
    tracing::info!(nonprofit.id = %id, "nonprofit {id} applied");
    Ok(id)
}

/// Everything that is wrong with the form, a handle or a number that somebody has included.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn problems(ctx: &Ctx, form: &Apply) -> Result<Vec<ApplyProblem>, DbError> {
    let mut problems = checked(form.clone()).err().unwrap_or_default();
    let handle = domain::account::handle(&form.handle).ok();
    let number = RegistryNumber::parse(form.registry, &form.number).ok();
    let known = ctx.db().read(move |conn| {
        let handle_taken = handle.map(|handle| accounts::taken(conn, &handle, "")).transpose()?;
        let number_taken = number.map(|number| nonprofits::has_number(conn, &number)).transpose()?;
        Ok::<_, DbError>((handle_taken.is_some_and(|(taken, _)| taken), number_taken == Some(true)))
    });
    let (handle_taken, number_taken) = known.await?;
    problems.extend(handle_taken.then_some(ApplyProblem::HandleTaken));
    problems.extend(number_taken.then_some(ApplyProblem::NumberTaken));
    Ok(problems)
}

/// What somebody else has already.
fn taken(
    tx: &mut store::Tx<'_>,
    handle: &str,
    number: &RegistryNumber,
) -> Result<Vec<ApplyProblem>, DbError> {
    let mut problems = Vec::new();
    if accounts::taken(tx, handle, "")?.0 {
        problems.push(ApplyProblem::HandleTaken);
    }
    if nonprofits::has_number(tx, number)? {
        problems.push(ApplyProblem::NumberTaken);
    }
    Ok(problems)
}

/// Handle, name and profile, or all that is wrong with them.
fn checked(form: Apply) -> Result<(String, String, NonprofitProfile), Vec<ApplyProblem>> {
    let within = |text: &str, most: usize| (1..=most).contains(&text.chars().count());
    let trimmed = |text: String| text.trim().to_owned();
    let (display_name, legal_name) = (trimmed(form.display_name), trimmed(form.legal_name));
    let (mission, contact_email) = (trimmed(form.mission), trimmed(form.contact_email).to_lowercase());
    let postal_address = trimmed(form.postal_address);
    let mut problems = Vec::new();
    let handle =
        domain::account::handle(&form.handle).map_err(|error| problems.push(ApplyProblem::Handle(error)));
    if !within(&display_name, DISPLAY_NAME_CHARS_MAX) {
        problems.push(ApplyProblem::Name);
    }
    if !within(&legal_name, NAME_CHARS_MAX) {
        problems.push(ApplyProblem::LegalName);
    }
    if !within(&mission, MISSION_CHARS_MAX) {
        problems.push(ApplyProblem::Mission);
    }
    if !is_email(&contact_email) {
        problems.push(ApplyProblem::Email);
    }
    if !within(&postal_address, ADDRESS_CHARS_MAX) {
        problems.push(ApplyProblem::Address);
    }
    if form.registry != Registry::Other && !Registry::of(form.country).any(|one| one == form.registry) {
        problems.push(ApplyProblem::Registry);
    }
    let number = RegistryNumber::parse(form.registry, &form.number)
        .map_err(|problem| problems.push(ApplyProblem::Number(problem)));
    match (handle, number) {
        (Ok(handle), Ok(number)) if problems.is_empty() => {
            let time_zone = TimeZone::get(form.country.time_zone()).unwrap_or(TimeZone::UTC);
            let profile = NonprofitProfile {
                legal_name,
                mission,
                contact_email,
                postal_address,
                country: form.country,
                currency: form.currency,
                time_zone,
                number,
            };
            Ok((handle, display_name, profile))
        }
        _ => Err(problems),
    }
}

/// What a nonprofit answers the operator: words, and the signed consent where it was missing.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// What is said.
    pub words: String,
    /// The signed consent: its name, and the file.
    pub consent: Option<(String, Bytes)>,
}

/// Why nothing was answered.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// Neither a word nor a file.
    #[error("write something, or bring the signed consent")]
    Empty,
    /// Too many words.
    #[error("an answer has at most {NOTE_CHARS_MAX} characters")]
    TooLong,
    /// The file is too large, or no document.
    #[error("the consent is a PDF, a PNG or a JPEG of at most {} MB", CONSENT_BYTES_MAX / 1024 / 1024)]
    Consent,
    /// It was refused, and another nonprofit has its number since.
    #[error("another nonprofit has this number by now")]
    NumberTaken,
    /// The file could not be kept.
    #[error(transparent)]
    File(#[from] FileError),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Answers the operator; a nonprofit that was refused waits for a decision again.
///
/// # Errors
/// See [`AnswerError`]; nothing has changed then.
pub async fn answer(ctx: &Ctx, permit: &Permit<AtNonprofit>, given: Answer) -> Result<(), AnswerError> {
    let id = permitted(permit, NonprofitAct::EditProfile);
    let words = given.words.trim().to_owned();
    if words.is_empty() && given.consent.is_none() {
        return Err(AnswerError::Empty);
    }
    if words.chars().count() > NOTE_CHARS_MAX {
        return Err(AnswerError::TooLong);
    }
    let consent = match given.consent {
        Some((name, bytes)) => {
            if bytes.len() > CONSENT_BYTES_MAX || document_type(&bytes).is_none() {
                return Err(AnswerError::Consent);
            }
            let key = format!("nonprofits/{id}/consent-{}", ctx.id::<domain::ids::ImageId>());
            ctx.ports().files.put(&key, bytes).await?;
            let name: String =
                name.trim().chars().filter(|it| !it.is_control()).take(NAME_CHARS_MAX).collect();
            // The name says that there is one: it is never empty.
            Some((key, if name.is_empty() { "consent".to_owned() } else { name }))
        }
        None => None,
    };
    let now = ctx.now();
    let note = Note {
        id: ctx.id::<domain::ids::AuditId>().0,
        by_operator: false,
        account: permit.by().account(),
        body: words,
        at: now,
    };
    let line = staff_log::line(ctx, permit.by(), id.party(), "nonprofit.answer", id, "");
    let brought = consent.as_ref().map(|(key, _)| key.clone());
    let done = ctx
        .db()
        .write("answer_operator", move |tx| {
            if !note.body.is_empty() {
                nonprofits::add_note(tx, id, &note)?;
            }
            let known = nonprofits::by_id(tx, id)?.ok_or(DbError::Missing("nonprofit"))?;
            let mut replaced = None;
            if let Some((key, name)) = &consent {
                // What the operator vouched on is kept; what it has not decided about yet is only replaced.
                let is_undecided = matches!(known.state, NonprofitState::Applied | NonprofitState::Refused);
                replaced = nonprofits::consent(tx, id)?.map(|(key, _)| key).filter(|_| is_undecided);
                nonprofits::set_consent(tx, id, (key, name), now)?;
            }
            if let Some(again) = review(known.state, ReviewAct::Answer) {
                if nonprofits::has_number(tx, &known.profile.number)? {
                    return Err(AnswerError::NumberTaken);
                }
                let decided = Decided { state: again, reason: "", by: None, in_standing: false };
                nonprofits::decide(tx, id, known.state, decided, now)?;
            }
            staff_actions::note(tx, &line)?;
            Ok(replaced)
        })
        .await;
    let forgotten = done.as_ref().map_or(brought, Clone::clone);
    if let Some(key) = forgotten
        && let Err(error) = ctx.ports().files.delete(&key).await
    {
        tracing::warn!(nonprofit.id = %id, %error, "a consent that nobody needs could not be forgotten");
    }
    done.map(|_| ())
}

/// What a document is, by its first bytes: a PDF or a picture; none where it is neither.
pub(super) fn document_type(bytes: &[u8]) -> Option<&'static str> {
    const STARTS: [(&[u8], &str); 3] =
        [(b"%PDF-", "application/pdf"), (b"\x89PNG\r\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg")];
    STARTS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind)
}
