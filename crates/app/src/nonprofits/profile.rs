//! What a nonprofit says about itself, changed by its own people. The register's name and number are what the operator
//! looked at: they stand still once it has vouched for them.

use bytes::Bytes;
use domain::access::Permit;
use domain::donation::gift_aid;
use domain::nonprofit::registry::{Registry, RegistryNumber};
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use domain::nonprofit::state::NonprofitState;
use domain::nonprofit::{Nonprofit, NonprofitProfile};
use store::changes::{self, ChangeKind};
use store::{DbError, donations, nonprofits, staff_actions};

use super::apply::{ADDRESS_CHARS_MAX, DISPLAY_NAME_CHARS_MAX, MISSION_CHARS_MAX, NAME_CHARS_MAX};
use super::mail::{News, tell_operators};
use super::{ApplyProblem, permitted};
use crate::checkout::is_email;
use crate::pictures::{UploadError, upload};
use crate::{Ctx, staff_log};

/// Characters of what its tax office wants to read on a receipt.
pub const RECEIPT_NOTE_CHARS_MAX: usize = 1_000;

/// What can be changed, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileForm {
    /// The name people see.
    pub display_name: String,
    /// What it is there for.
    pub mission: String,
    /// Where donors write to.
    pub contact_email: String,
    /// The postal address.
    pub postal_address: String,
    /// What its tax office wants to read on a receipt; may be empty.
    pub receipt_note: String,
    /// What HMRC knows it by, where it claims Gift Aid; else empty. Counts in the United Kingdom alone.
    pub gift_aid_ref: String,
    /// Its name in the register, the register and the number there; `None` leaves them as they are.
    pub register: Option<(String, Registry, String)>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// Something in the form cannot be right: all of it, and whether the note for receipts is too long.
    #[error("the form has mistakes")]
    Problems(Vec<ApplyProblem>, bool),
    /// The operator vouched for the register's name and number: only it can change them now.
    #[error("name and number in the register were checked, and stay as they are")]
    Checked,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Whether name and number in the register can still be mended by the nonprofit itself.
#[must_use]
pub const fn register_is_open(state: NonprofitState) -> bool {
    match state {
        NonprofitState::Applied | NonprofitState::Refused => true,
        NonprofitState::Verified | NonprofitState::Suspended => false,
    }
}

/// Changes what a nonprofit says about itself.
///
/// # Errors
/// See [`ProfileError`]; nothing has changed then.
pub async fn change_profile(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    form: ProfileForm,
) -> Result<(), ProfileError> {
    let id = permitted(permit, NonprofitAct::EditProfile);
    let mut line = staff_log::line(ctx, permit.by(), id.party(), "profile.change", id, "");
    let (house, now) = (ctx.clone(), ctx.now());
    let done = ctx.db().write("change_nonprofit", move |tx| {
        let known = nonprofits::by_id(tx, id)?.ok_or(DbError::Missing("nonprofit"))?;
        if form.register.is_some() && !register_is_open(known.state) {
            return Err(ProfileError::Checked);
        }
        let mut read = read(&known, &form);
        if read.profile.number != known.profile.number && nonprofits::has_number(tx, &read.profile.number)? {
            read.problems.push(ApplyProblem::NumberTaken);
        }
        if !read.problems.is_empty() || read.note_too_long {
            return Err(ProfileError::Problems(read.problems, read.note_too_long));
        }
        if read.display_name != known.display_name {
            // The operator looks at the log, and compares the new name with others.
            line.detail = format!("{} → {}", known.display_name, read.display_name);
            if known.state == NonprofitState::Verified {
                tell_operators(tx, &house, id, News::OperatorsRenamed, now)?;
            }
        }
        nonprofits::set_profile(tx, (id, known.account), &read.display_name, &read.profile, &read.note)?;
        donations::gift_aid::set_reference(tx, id, &read.gift_aid_ref)?;
        staff_actions::note(tx, &line)?;
        changes::note(tx, ChangeKind::Account, known.account.0, known.account.0, now)?;
        changes::note(tx, ChangeKind::Nonprofit, id.0, id.0, now)?;
        Ok(())
    });
    match done.await {
        // Another one took the number at the same moment.
        Err(ProfileError::Db(error)) if error.is_unique() => {
            Err(ProfileError::Problems(vec![ApplyProblem::NumberTaken], false))
        }
        done => done,
    }
}

/// Everything that is wrong with a form, and whether the note for receipts is too long; a number that another nonprofit
/// has is found when it is kept.
#[must_use]
pub fn problems(known: &Nonprofit, form: &ProfileForm) -> (Vec<ApplyProblem>, bool) {
    let read = read(known, form);
    (read.problems, read.note_too_long)
}

/// A form as it was read.
struct Read {
    display_name: String,
    profile: NonprofitProfile,
    note: String,
    gift_aid_ref: String,
    problems: Vec<ApplyProblem>,
    note_too_long: bool,
}

fn read(known: &Nonprofit, form: &ProfileForm) -> Read {
    let (display_name, mut profile) = (form.display_name.trim().to_owned(), known.profile.clone());
    form.mission.trim().clone_into(&mut profile.mission);
    profile.contact_email = form.contact_email.trim().to_lowercase();
    form.postal_address.trim().clone_into(&mut profile.postal_address);
    let mut problems = Vec::new();
    if let Some((legal_name, registry, number)) = &form.register {
        legal_name.trim().clone_into(&mut profile.legal_name);
        if *registry != Registry::Other && !Registry::of(profile.country).any(|one| one == *registry) {
            problems.push(ApplyProblem::Registry);
        }
        match RegistryNumber::parse(*registry, number) {
            Ok(number) => profile.number = number,
            Err(problem) => problems.push(ApplyProblem::Number(problem)),
        }
    }
    let within = |text: &str, most: usize| (1..=most).contains(&text.chars().count());
    let checks = [
        (within(&display_name, DISPLAY_NAME_CHARS_MAX), ApplyProblem::Name),
        (within(&profile.legal_name, NAME_CHARS_MAX), ApplyProblem::LegalName),
        (within(&profile.mission, MISSION_CHARS_MAX), ApplyProblem::Mission),
        (is_email(&profile.contact_email), ApplyProblem::Email),
        (within(&profile.postal_address, ADDRESS_CHARS_MAX), ApplyProblem::Address),
    ];
    problems.extend(checks.into_iter().filter(|(is_right, _)| !is_right).map(|(_, problem)| problem));
    let gift_aid_ref = match (profile.country.code(), form.gift_aid_ref.trim()) {
        ("GB", typed) if !typed.is_empty() => gift_aid::reference(typed).unwrap_or_else(|| {
            problems.push(ApplyProblem::GiftAidRef);
            String::new()
        }),
        (_, _) => String::new(),
    };
    let note = form.receipt_note.trim().to_owned();
    let note_too_long = note.chars().count() > RECEIPT_NOTE_CHARS_MAX;
    Read { display_name, profile, note, gift_aid_ref, problems, note_too_long }
}

/// Puts another mark at the head of receipts, or takes it away. Papers that were issued keep what they were issued with.
///
/// # Errors
/// [`UploadError`]; nothing has changed then.
pub async fn set_logo(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    picture: Option<Bytes>,
) -> Result<(), UploadError> {
    let id = permitted(permit, NonprofitAct::EditProfile);
    let known = ctx.db().read(move |conn| nonprofits::by_id(conn, id)).await?;
    let account = known.ok_or(DbError::Missing("nonprofit"))?.account;
    let logo = match picture {
        Some(bytes) => Some(upload(ctx, account, bytes).await?.id),
        None => None,
    };
    let line = staff_log::line(ctx, permit.by(), id.party(), "logo.change", id, "");
    ctx.db()
        .write("set_logo", move |tx| {
            nonprofits::set_logo(tx, id, logo)?;
            staff_actions::note(tx, &line)?;
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(())
}
