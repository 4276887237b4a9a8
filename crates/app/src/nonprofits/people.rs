//! Who works for a nonprofit: roles, and places offered by mail.

use domain::access::{AsAccount, Permit};
use domain::hex::hex;
use domain::ids::{AccountId, NonprofitId};
use domain::nonprofit::staff::{
    AtNonprofit, NonprofitAct, NonprofitInvitation, NonprofitMember, NonprofitRole,
};
use jiff::{SignedDuration, Timestamp};
use store::changes::{self, ChangeKind};
use store::staff_actions::NewAction;
use store::{DbError, Tx, jobs, nonprofit_staff, nonprofits, staff_actions};

use super::mail::invitation_job;
use super::permitted;
use crate::accounts::sessions::hash_of;
use crate::{Ctx, staff_log};

/// How long an offered place can be taken.
const INVITATION_LASTS: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Bytes of the secret in an invitation's link.
const TOKEN_BYTES: usize = 16;

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// A nonprofit without an owner could never be handed on.
    #[error("a nonprofit needs at least one owner")]
    LastOwner,
    /// That person does not work for it.
    #[error("this person does not work for the nonprofit")]
    Unknown,
    /// Not a mail address.
    #[error("this is not a mail address")]
    Email,
    /// The link was used, taken back, or is too old.
    #[error("this invitation is not valid any more")]
    InvitationGone,
    /// The link was sent to another address than the account's, or the account's is not confirmed yet.
    #[error("this invitation was sent to another address")]
    NotInvited,
    /// Jobs cannot invite people.
    #[error("only a person can invite people")]
    NoPerson,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Its people, and the places that were offered and not taken.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn people(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
) -> Result<(Vec<NonprofitMember>, Vec<NonprofitInvitation>), DbError> {
    let id = permitted(permit, NonprofitAct::EditStaff);
    let now = ctx.now();
    ctx.db()
        .read(move |conn| {
            Ok((nonprofit_staff::list(conn, id)?, nonprofit_staff::invitations(conn, id, now)?))
        })
        .await
}

/// Gives one of its people another role.
///
/// # Errors
/// `LastOwner` when nobody would own it; nothing has changed then.
pub async fn set_role(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    account: AccountId,
    role: NonprofitRole,
) -> Result<(), PeopleError> {
    let id = permitted(permit, NonprofitAct::EditStaff);
    let line = staff_log::line(ctx, permit.by(), id.party(), "staff.role", account, role.as_str());
    let now = ctx.now();
    ctx.db()
        .write("set_nonprofit_role", move |tx| {
            let known = nonprofit_staff::list(tx, id)?.into_iter().find(|one| one.account == account);
            let before = known.ok_or(PeopleError::Unknown)?.role;
            nonprofits::put_staff(tx, id, account, role, now)?;
            keep_an_owner(tx, id)?;
            if before != role {
                staff_actions::note(tx, &line)?;
                told(tx, account, now)?;
            }
            Ok(())
        })
        .await
}

/// Takes somebody off its people.
///
/// # Errors
/// `LastOwner` when nobody would own it; nothing has changed then.
pub async fn remove(ctx: &Ctx, permit: &Permit<AtNonprofit>, account: AccountId) -> Result<(), PeopleError> {
    let id = permitted(permit, NonprofitAct::EditStaff);
    let line = staff_log::line(ctx, permit.by(), id.party(), "staff.remove", account, "");
    let now = ctx.now();
    ctx.db()
        .write("remove_nonprofit_staff", move |tx| {
            if !nonprofit_staff::remove(tx, id, account)? {
                return Err(PeopleError::Unknown);
            }
            keep_an_owner(tx, id)?;
            staff_actions::note(tx, &line)?;
            told(tx, account, now)?;
            Ok(())
        })
        .await
}

/// An invitation with the secret of its link: `/nonprofits/join/{token}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitedPerson {
    /// The secret, as hexadecimal digits: made from the invitation's number with the server's key. Only its hash is
    /// kept.
    pub token: String,
    /// What was offered to whom.
    pub invitation: NonprofitInvitation,
}

/// Offers a place, by mail. An earlier offer to the same address is replaced.
///
/// # Errors
/// `Email` when `email` is none; nothing has changed then.
pub async fn invite(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    email: &str,
    role: NonprofitRole,
) -> Result<InvitedPerson, PeopleError> {
    let id = permitted(permit, NonprofitAct::EditStaff);
    let by = permit.by().account().ok_or(PeopleError::NoPerson)?;
    let email = domain::account::email(email).map_err(|_| PeopleError::Email)?;
    let now = ctx.now();
    let number = ctx.id::<domain::ids::AuditId>().0;
    let secret = secret_of(ctx, number);
    let hash = hash_of(&secret);
    let invitation = NonprofitInvitation { number, email, role, expires_at: now + INVITATION_LASTS };
    let line =
        staff_log::line(ctx, permit.by(), id.party(), "staff.invite", &invitation.email, role.as_str());
    let job = invitation_job(ctx.id(), id, number, now);
    let kept = invitation.clone();
    ctx.db()
        .write("invite_to_nonprofit", move |tx| {
            nonprofit_staff::invite(tx, id, &kept, &hash, by, now)?;
            jobs::enqueue(tx, std::slice::from_ref(&job), now)?;
            staff_actions::note(tx, &line)
        })
        .await?;
    Ok(InvitedPerson { token: token_of(ctx, number), invitation })
}

/// The token in the link of the invitation with this number.
pub(super) fn token_of(ctx: &Ctx, number: i64) -> String {
    hex(&secret_of(ctx, number))
}

fn secret_of(ctx: &Ctx, number: i64) -> [u8; TOKEN_BYTES] {
    ctx.seal("nonprofit invitation", &number.to_be_bytes())
}

/// Takes an offered place back; its link opens nothing any more. Says whether it was open.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn withdraw(ctx: &Ctx, permit: &Permit<AtNonprofit>, number: i64) -> Result<bool, DbError> {
    let id = permitted(permit, NonprofitAct::EditStaff);
    let line = staff_log::line(ctx, permit.by(), id.party(), "staff.withdraw", "", "");
    ctx.db()
        .write("withdraw_nonprofit_invitation", move |tx| {
            let Some(email) = nonprofit_staff::withdraw(tx, id, number)? else { return Ok(false) };
            staff_actions::note(tx, &NewAction { subject: email, ..line.clone() })?;
            Ok(true)
        })
        .await
}

/// The place that a link offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedPlace {
    /// At which nonprofit.
    pub nonprofit: NonprofitId,
    /// What for.
    pub role: NonprofitRole,
    /// To whom: the address that the link was sent to, and the only one that can take the place.
    pub email: String,
}

/// The place that a link offers; none when it is not valid any more.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn look_at(ctx: &Ctx, token: &str) -> Result<Option<OfferedPlace>, DbError> {
    let Some(hash) = hash_of_text(token) else { return Ok(None) };
    let now = ctx.now();
    let found = ctx.db().read(move |conn| nonprofit_staff::invitation_of(conn, &hash, now)).await?;
    Ok(found.map(|(nonprofit, role, email)| OfferedPlace { nonprofit, role, email }))
}

/// Takes the place that a link offers, once: for the account alone whose confirmed address the link was sent to.
///
/// # Errors
/// `InvitationGone` when it cannot be taken any more, `NotInvited` when it was offered to somebody else; nothing has
/// changed then.
pub async fn accept(ctx: &Ctx, permit: &Permit<AsAccount>, token: &str) -> Result<NonprofitId, PeopleError> {
    let account = permit.action().0;
    let hash = hash_of_text(token).ok_or(PeopleError::InvitationGone)?;
    let now = ctx.now();
    let (house, by) = (ctx.clone(), permit.by().clone());
    ctx.db()
        .write("accept_nonprofit_invitation", move |tx| {
            let Some((id, role)) = nonprofit_staff::accept(tx, &hash, account, now)? else {
                let is_open = nonprofit_staff::invitation_of(tx, &hash, now)?.is_some();
                return Err(if is_open { PeopleError::NotInvited } else { PeopleError::InvitationGone });
            };
            let known = nonprofit_staff::list(tx, id)?.into_iter().find(|one| one.account == account);
            // An owner who takes a place stays one: an invitation never takes anything away from them.
            let role = known.map_or(role, |one| one.role.min(role));
            nonprofits::put_staff(tx, id, account, role, now)?;
            let line = staff_log::line(&house, &by, id.party(), "staff.join", account, role.as_str());
            staff_actions::note(tx, &line)?;
            told(tx, account, now)?;
            Ok(id)
        })
        .await
}

fn keep_an_owner(tx: &mut Tx<'_>, id: NonprofitId) -> Result<(), PeopleError> {
    if nonprofit_staff::owner_count(tx, id)? == 0 { Err(PeopleError::LastOwner) } else { Ok(()) }
}

/// Sessions know roles, so a changed role is told to whoever remembers sessions.
fn told(tx: &mut Tx<'_>, account: AccountId, now: Timestamp) -> Result<(), DbError> {
    changes::note(tx, ChangeKind::Session, 0, account.0, now)
}

fn hash_of_text(token: &str) -> Option<[u8; 32]> {
    if token.len() != 2 * TOKEN_BYTES || !token.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> =
        (0..token.len()).step_by(2).map(|at| u8::from_str_radix(&token[at..at + 2], 16).ok()).collect();
    bytes.map(|bytes| hash_of(&bytes))
}
