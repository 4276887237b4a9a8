//! Who works for a merchant: roles, and places offered by mail.

use domain::access::{AsAccount, AtMerchant, MerchantAct, Permit, Role};
use domain::hex::hex;
use domain::ids::{AccountId, MerchantId};
use domain::view::staff::{Invitation, StaffMember};
use jiff::SignedDuration;
use store::changes::{self, ChangeKind};
use store::staff_actions::NewAction;
use store::{DbError, Tx, jobs, staff, staff_actions};

use crate::accounts::sessions::hash_of;
use crate::staff_log::{self, permitted};
use crate::{Ctx, mails};

/// How long an offered place can be taken.
const INVITATION_LASTS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Bytes of the secret in an invitation's link.
const TOKEN_BYTES: usize = 16;

/// Why the staff was not changed.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// A merchant without an owner could never be handed on.
    #[error("a merchant needs at least one owner")]
    LastOwner,
    /// That person is not on the staff.
    #[error("this person is not on the staff")]
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
    /// Keys and jobs cannot invite people.
    #[error("only a person can invite people")]
    NoPerson,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The staff, and the places that were offered and not taken.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn list(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
) -> Result<(Vec<StaffMember>, Vec<Invitation>), DbError> {
    let merchant = permitted(permit, MerchantAct::EditStaff);
    let now = ctx.now();
    ctx.db()
        .read(move |conn| Ok((staff::list(conn, merchant)?, staff::invitations(conn, merchant, now)?)))
        .await
}

/// Gives a member another role.
///
/// # Errors
/// `LastOwner` when nobody would own the merchant; nothing has changed then.
pub async fn set_role(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    account: AccountId,
    role: Role,
) -> Result<(), StaffError> {
    let merchant = permitted(permit, MerchantAct::EditStaff);
    let line = staff_log::line(ctx, permit.by(), merchant, "staff.role", account, role.as_str());
    let now = ctx.now();
    ctx.db()
        .write("set_role", move |tx| {
            let member = staff::list(tx, merchant)?.into_iter().find(|member| member.account == account);
            let before = member.ok_or(StaffError::Unknown)?.role;
            staff::put(tx, merchant, account, role, now)?;
            keep_an_owner(tx, merchant)?;
            if before != role {
                staff_actions::note(tx, &line)?;
                told(tx, merchant, account, now)?;
            }
            Ok(())
        })
        .await
}

/// Takes a member off the staff.
///
/// # Errors
/// `LastOwner` when nobody would own the merchant; nothing has changed then.
pub async fn remove(ctx: &Ctx, permit: &Permit<AtMerchant>, account: AccountId) -> Result<(), StaffError> {
    let merchant = permitted(permit, MerchantAct::EditStaff);
    let line = staff_log::line(ctx, permit.by(), merchant, "staff.remove", account, "");
    let now = ctx.now();
    ctx.db()
        .write("remove_staff", move |tx| {
            if !staff::remove(tx, merchant, account)? {
                return Err(StaffError::Unknown);
            }
            keep_an_owner(tx, merchant)?;
            staff_actions::note(tx, &line)?;
            told(tx, merchant, account, now)?;
            Ok(())
        })
        .await
}

/// An invitation with the secret of its link: `/join/{token}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The secret, as hexadecimal digits: made from the invitation's number with the server's key. Only its hash is
    /// kept.
    pub token: String,
    /// What was offered to whom.
    pub invitation: Invitation,
}

/// Offers a place on the staff, by mail. An earlier offer to the same address is replaced.
///
/// # Errors
/// `Email` when `email` is none; nothing has changed then.
pub async fn invite(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    email: &str,
    role: Role,
) -> Result<Invited, StaffError> {
    let merchant = permitted(permit, MerchantAct::EditStaff);
    let by = permit.by().account().ok_or(StaffError::NoPerson)?;
    let email = domain::account::email(email).map_err(|_| StaffError::Email)?;
    let now = ctx.now();
    let number = ctx.id::<domain::ids::AuditId>().0;
    let secret = secret_of(ctx, number);
    let hash = hash_of(&secret);
    let invitation = Invitation { number, email, role, expires_at: now + INVITATION_LASTS };
    let line = staff_log::line(ctx, permit.by(), merchant, "staff.invite", &invitation.email, role.as_str());
    let job = mails::invitation_job(ctx.id(), merchant, number, now);
    let kept = invitation.clone();
    ctx.db()
        .write("invite_staff", move |tx| {
            staff::invite(tx, merchant, &kept, &hash, by, now)?;
            jobs::enqueue(tx, std::slice::from_ref(&job), now)?;
            staff_actions::note(tx, &line)
        })
        .await?;
    Ok(Invited { token: token_of(ctx, number), invitation })
}

/// The token in the link of the invitation with this number.
pub(crate) fn token_of(ctx: &Ctx, number: i64) -> String {
    hex(&secret_of(ctx, number))
}

fn secret_of(ctx: &Ctx, number: i64) -> [u8; TOKEN_BYTES] {
    ctx.seal("staff invitation", &number.to_be_bytes())
}

/// Takes an offered place back; its link opens nothing any more. Says whether it was open.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn withdraw(ctx: &Ctx, permit: &Permit<AtMerchant>, number: i64) -> Result<bool, DbError> {
    let merchant = permitted(permit, MerchantAct::EditStaff);
    let line = staff_log::line(ctx, permit.by(), merchant, "staff.withdraw", "", "");
    ctx.db()
        .write("withdraw_invitation", move |tx| {
            let Some(email) = staff::withdraw_invitation(tx, merchant, number)? else { return Ok(false) };
            staff_actions::note(tx, &NewAction { subject: email, ..line.clone() })?;
            Ok(true)
        })
        .await
}

/// The place that a link offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// At whose staff.
    pub merchant: MerchantId,
    /// What for.
    pub role: Role,
    /// To whom: the address that the link was sent to, and the only one that can take the place.
    pub email: String,
}

/// The place that a link offers; none when it is not valid any more.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn look_at(ctx: &Ctx, token: &str) -> Result<Option<Offered>, DbError> {
    let Some(hash) = hash_of_text(token) else { return Ok(None) };
    let now = ctx.now();
    let found = ctx.db().read(move |conn| staff::invitation_of(conn, &hash, now)).await?;
    Ok(found.map(|(merchant, role, email)| Offered { merchant, role, email }))
}

/// Takes the place that a link offers, once: for the account alone whose confirmed address the link was sent to.
///
/// # Errors
/// `InvitationGone` when it cannot be taken any more, `NotInvited` when it was offered to somebody else; nothing has
/// changed then.
pub async fn accept(ctx: &Ctx, permit: &Permit<AsAccount>, token: &str) -> Result<MerchantId, StaffError> {
    let account = permit.action().0;
    let hash = hash_of_text(token).ok_or(StaffError::InvitationGone)?;
    let now = ctx.now();
    let by = permit.by().clone();
    let make_line = {
        let ctx = ctx.clone();
        move |merchant, role: Role| staff_log::line(&ctx, &by, merchant, "staff.join", account, role.as_str())
    };
    ctx.db()
        .write("accept_invitation", move |tx| {
            let Some((merchant, role)) = staff::accept(tx, &hash, account, now)? else {
                let is_open = staff::invitation_of(tx, &hash, now)?.is_some();
                return Err(if is_open { StaffError::NotInvited } else { StaffError::InvitationGone });
            };
            let known = staff::list(tx, merchant)?.into_iter().find(|member| member.account == account);
            // Roles are ordered from the widest: an invitation never takes anything away.
            let role = known.map_or(role, |member| member.role.min(role));
            staff::put(tx, merchant, account, role, now)?;
            staff_actions::note(tx, &make_line(merchant, role))?;
            told(tx, merchant, account, now)?;
            Ok(merchant)
        })
        .await
}

fn keep_an_owner(tx: &mut Tx<'_>, merchant: MerchantId) -> Result<(), StaffError> {
    if staff::owner_count(tx, merchant)? == 0 { Err(StaffError::LastOwner) } else { Ok(()) }
}

/// Sessions know roles, so a changed role is told to whoever remembers sessions.
fn told(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    account: AccountId,
    now: jiff::Timestamp,
) -> Result<(), DbError> {
    changes::note(tx, ChangeKind::Merchant, merchant.0, merchant.0, now)?;
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
