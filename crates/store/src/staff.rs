//! Who works for which merchant, and who was asked to.

use domain::access::Role;
use domain::ids::{AccountId, MerchantId};
use domain::view::staff::{Invitation, StaffMember};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Tx};

/// Members of one staff that are listed.
pub const STAFF_LISTED_MAX: u32 = 200;

/// The staff of `merchant`, owners first.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn list(read: &mut impl Read, merchant: MerchantId) -> Result<Vec<StaffMember>, DbError> {
    read.rows(
        "SELECT s.account_id, a.handle, a.display_name, s.role, s.created_at
           FROM staff s
           JOIN accounts a ON a.id = s.account_id
          WHERE s.merchant_id = $1
          ORDER BY CASE s.role WHEN 'owner' THEN 0 WHEN 'manager' THEN 1 WHEN 'support' THEN 2 ELSE 3 END,
                   s.account_id
          LIMIT $2",
        &[Param::id(merchant), STAFF_LISTED_MAX.into()],
        |row| {
            Ok(StaffMember {
                account: row.id(0)?,
                handle: row.text(1)?,
                display_name: row.text(2)?,
                role: row.word(3, "role", Role::from_word)?,
                since: row.time(4)?,
            })
        },
    )
}

/// The mail addresses of those who should hear about orders and requests: owners, managers and support.
pub fn mail_addresses(read: &mut impl Read, merchant: MerchantId) -> Result<Vec<(String, String)>, DbError> {
    read.rows(
        "SELECT a.email, a.locale
           FROM staff s
           JOIN accounts a ON a.id = s.account_id
          WHERE s.merchant_id = $1
            AND s.role IN ('owner', 'manager', 'support')
            AND a.email_confirmed_at IS NOT NULL
          ORDER BY s.account_id
          LIMIT $2",
        &[Param::id(merchant), STAFF_LISTED_MAX.into()],
        |row| Ok((row.text(0)?, row.text(1)?)),
    )
}

/// Gives `account` a role, or another one.
pub fn put(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    account: AccountId,
    role: Role,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO staff (merchant_id, account_id, role, created_at)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (merchant_id, account_id) DO UPDATE SET role = excluded.role",
        &[Param::id(merchant), Param::id(account), role.as_str().into(), now.into()],
    )?;
    Ok(())
}

/// `account` works for `merchant`, in whatever role.
pub fn works_for(read: &mut impl Read, merchant: MerchantId, account: AccountId) -> Result<bool, DbError> {
    let found = read.first(
        "SELECT account_id FROM staff WHERE merchant_id = $1 AND account_id = $2",
        &[Param::id(merchant), Param::id(account)],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Takes `account` off the staff. Says whether it was on it.
pub fn remove(tx: &mut Tx<'_>, merchant: MerchantId, account: AccountId) -> Result<bool, DbError> {
    let changed = tx.execute(
        "DELETE FROM staff WHERE merchant_id = $1 AND account_id = $2",
        &[Param::id(merchant), Param::id(account)],
    )?;
    Ok(changed > 0)
}

/// How many owners a merchant has. A merchant without one could never be handed on.
pub fn owner_count(read: &mut impl Read, merchant: MerchantId) -> Result<u32, DbError> {
    read.one(
        "a count",
        "SELECT count(*) FROM staff WHERE merchant_id = $1 AND role = 'owner'",
        &[Param::id(merchant)],
        |row| row.count(0),
    )
}

/// An invitation as its mail tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationMail {
    /// What is offered to whom.
    pub invitation: Invitation,
    /// Who invites.
    pub inviter: String,
    /// The language of who is invited, where they have an account, else of who invites.
    pub locale: String,
}

/// The invitation with this number, while it can be taken.
pub fn invitation_mail(
    read: &mut impl Read,
    merchant: MerchantId,
    number: i64,
    now: Timestamp,
) -> Result<Option<InvitationMail>, DbError> {
    read.first(
        "SELECT i.id, i.email, i.role, i.expires_at, b.display_name, coalesce(e.locale, b.locale)
           FROM staff_invitations i
           JOIN accounts b ON b.id = i.invited_by
           LEFT JOIN accounts e ON e.email = i.email
          WHERE i.merchant_id = $1
            AND i.id = $2
            AND i.accepted_at IS NULL
            AND i.expires_at > $3",
        &[Param::id(merchant), number.into(), now.into()],
        |row| {
            Ok(InvitationMail {
                invitation: Invitation {
                    number: row.int(0)?,
                    email: row.text(1)?,
                    role: row.word(2, "role", Role::from_word)?,
                    expires_at: row.time(3)?,
                },
                inviter: row.text(4)?,
                locale: row.text(5)?,
            })
        },
    )
}

/// Offers a place on the staff.
pub fn invite(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    invitation: &Invitation,
    token_hash: &[u8; 32],
    by: AccountId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM staff_invitations WHERE merchant_id = $1 AND email = $2 AND accepted_at IS NULL",
        &[Param::id(merchant), (&invitation.email).into()],
    )?;
    tx.execute(
        "INSERT INTO staff_invitations (id, merchant_id, email, role, token_hash, invited_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            invitation.number.into(),
            Param::id(merchant),
            (&invitation.email).into(),
            invitation.role.as_str().into(),
            token_hash.into(),
            Param::id(by),
            now.into(),
            invitation.expires_at.into(),
        ],
    )?;
    Ok(())
}

/// Places that were offered and not taken, newest first.
pub fn invitations(
    read: &mut impl Read,
    merchant: MerchantId,
    now: Timestamp,
) -> Result<Vec<Invitation>, DbError> {
    read.rows(
        "SELECT id, email, role, expires_at
           FROM staff_invitations
          WHERE merchant_id = $1
            AND accepted_at IS NULL
            AND expires_at > $2
          ORDER BY id DESC
          LIMIT $3",
        &[Param::id(merchant), now.into(), STAFF_LISTED_MAX.into()],
        |row| {
            Ok(Invitation {
                number: row.int(0)?,
                email: row.text(1)?,
                role: row.word(2, "role", Role::from_word)?,
                expires_at: row.time(3)?,
            })
        },
    )
}

/// The merchant and place that a link's token opens.
pub fn invitation_of(
    read: &mut impl Read,
    token_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(MerchantId, Role, String)>, DbError> {
    read.first(
        "SELECT merchant_id, role, email
           FROM staff_invitations
          WHERE token_hash = $1
            AND accepted_at IS NULL
            AND expires_at > $2",
        &[token_hash.into(), now.into()],
        |row| Ok((row.id(0)?, row.word(1, "role", Role::from_word)?, row.text(2)?)),
    )
}

/// Uses up a link's token, once and for the account alone whose confirmed address it was sent to. Says what it opened.
pub fn accept(
    tx: &mut Tx<'_>,
    token_hash: &[u8; 32],
    account: AccountId,
    now: Timestamp,
) -> Result<Option<(MerchantId, Role)>, DbError> {
    tx.first(
        "UPDATE staff_invitations
            SET accepted_at = $1
          WHERE token_hash = $2
            AND accepted_at IS NULL
            AND expires_at > $1
            AND email = (SELECT a.email FROM accounts a WHERE a.id = $3 AND a.email_confirmed_at IS NOT NULL)
        RETURNING merchant_id, role",
        &[now.into(), token_hash.into(), Param::id(account)],
        |row| Ok((row.id(0)?, row.word(1, "role", Role::from_word)?)),
    )
}

/// Takes an offered place back. Says whom it was offered to.
pub fn withdraw_invitation(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    number: i64,
) -> Result<Option<String>, DbError> {
    tx.first(
        "DELETE FROM staff_invitations
          WHERE merchant_id = $1
            AND id = $2
            AND accepted_at IS NULL
        RETURNING email",
        &[Param::id(merchant), number.into()],
        |row| row.text(0),
    )
}
