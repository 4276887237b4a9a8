//! Who works for which nonprofit, and who was asked to.

use domain::ids::{AccountId, NonprofitId};
use domain::nonprofit::staff::{NonprofitInvitation, NonprofitMember, NonprofitRole};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Tx};

/// People of one nonprofit that are listed.
const PEOPLE_LISTED_MAX: u32 = 200;

/// The people of a nonprofit, owners first.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn list(read: &mut impl Read, nonprofit: NonprofitId) -> Result<Vec<NonprofitMember>, DbError> {
    read.rows(
        "SELECT s.account_id, a.handle, a.display_name, s.role, s.created_at
           FROM nonprofit_staff s
           JOIN accounts a ON a.id = s.account_id
          WHERE s.merchant_id = $1
          ORDER BY CASE s.role WHEN 'owner' THEN 0 WHEN 'fundraiser' THEN 1 WHEN 'donor_care' THEN 2 ELSE 3 END,
                   s.account_id
          LIMIT $2",
        &[Param::id(nonprofit), PEOPLE_LISTED_MAX.into()],
        |row| {
            Ok(NonprofitMember {
                account: row.id(0)?,
                handle: row.text(1)?,
                display_name: row.text(2)?,
                role: row.word(3, "nonprofit role", NonprofitRole::from_word)?,
                since: row.time(4)?,
            })
        },
    )
}

/// Takes `account` off the people of a nonprofit. Says whether it was one of them.
pub fn remove(tx: &mut Tx<'_>, nonprofit: NonprofitId, account: AccountId) -> Result<bool, DbError> {
    let changed = tx.execute(
        "DELETE FROM nonprofit_staff WHERE merchant_id = $1 AND account_id = $2",
        &[Param::id(nonprofit), Param::id(account)],
    )?;
    Ok(changed > 0)
}

/// How many owners a nonprofit has. One without could never be handed on.
pub fn owner_count(read: &mut impl Read, nonprofit: NonprofitId) -> Result<u32, DbError> {
    read.one(
        "a count",
        "SELECT count(*) FROM nonprofit_staff WHERE merchant_id = $1 AND role = 'owner'",
        &[Param::id(nonprofit)],
        |row| row.count(0),
    )
}

fn to_invitation(row: &Row<'_>) -> Result<NonprofitInvitation, DbError> {
    Ok(NonprofitInvitation {
        number: row.int(0)?,
        email: row.text(1)?,
        role: row.word(2, "nonprofit role", NonprofitRole::from_word)?,
        expires_at: row.time(3)?,
    })
}

/// Places that were offered and not taken, newest first.
pub fn invitations(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    now: Timestamp,
) -> Result<Vec<NonprofitInvitation>, DbError> {
    read.rows(
        "SELECT id, email, role, expires_at
           FROM nonprofit_invitations
          WHERE merchant_id = $1 AND accepted_at IS NULL AND expires_at > $2
          ORDER BY id DESC
          LIMIT $3",
        &[Param::id(nonprofit), now.into(), PEOPLE_LISTED_MAX.into()],
        to_invitation,
    )
}

/// An invitation as its mail tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationMail {
    /// What is offered to whom.
    pub invitation: NonprofitInvitation,
    /// Who invites.
    pub inviter: String,
    /// The language of who is invited, where they have an account, else of who invites.
    pub locale: String,
}

/// The invitation with this number, while it can be taken.
pub fn invitation_mail(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    number: i64,
    now: Timestamp,
) -> Result<Option<InvitationMail>, DbError> {
    read.first(
        "SELECT i.id, i.email, i.role, i.expires_at, b.display_name, coalesce(e.locale, b.locale)
           FROM nonprofit_invitations i
           JOIN accounts b ON b.id = i.invited_by
           LEFT JOIN accounts e ON e.email = i.email
          WHERE i.merchant_id = $1
            AND i.id = $2
            AND i.accepted_at IS NULL
            AND i.expires_at > $3",
        &[Param::id(nonprofit), number.into(), now.into()],
        |row| {
            Ok(InvitationMail {
                invitation: to_invitation(row)?,
                inviter: row.text(4)?,
                locale: row.text(5)?,
            })
        },
    )
}

/// Offers a place. An earlier offer to the same address is replaced.
pub fn invite(
    tx: &mut Tx<'_>,
    nonprofit: NonprofitId,
    invitation: &NonprofitInvitation,
    token_hash: &[u8; 32],
    by: AccountId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM nonprofit_invitations WHERE merchant_id = $1 AND email = $2 AND accepted_at IS NULL",
        &[Param::id(nonprofit), (&invitation.email).into()],
    )?;
    tx.execute(
        "INSERT INTO nonprofit_invitations (id, merchant_id, email, role, token_hash, invited_by, created_at,
                                            expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            invitation.number.into(),
            Param::id(nonprofit),
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

/// The nonprofit, the place and the address of the invitation that a link's token opens.
pub fn invitation_of(
    read: &mut impl Read,
    token_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(NonprofitId, NonprofitRole, String)>, DbError> {
    read.first(
        "SELECT merchant_id, role, email
           FROM nonprofit_invitations
          WHERE token_hash = $1 AND accepted_at IS NULL AND expires_at > $2",
        &[token_hash.into(), now.into()],
        |row| Ok((row.id(0)?, row.word(1, "nonprofit role", NonprofitRole::from_word)?, row.text(2)?)),
    )
}

/// Uses up a link's token, once and for the account alone whose confirmed address it was sent to. Says what it opened.
pub fn accept(
    tx: &mut Tx<'_>,
    token_hash: &[u8; 32],
    account: AccountId,
    now: Timestamp,
) -> Result<Option<(NonprofitId, NonprofitRole)>, DbError> {
    tx.first(
        "UPDATE nonprofit_invitations
            SET accepted_at = $1
          WHERE token_hash = $2
            AND accepted_at IS NULL
            AND expires_at > $1
            AND email = (SELECT a.email FROM accounts a WHERE a.id = $3 AND a.email_confirmed_at IS NOT NULL)
        RETURNING merchant_id, role",
        &[now.into(), token_hash.into(), Param::id(account)],
        |row| Ok((row.id(0)?, row.word(1, "nonprofit role", NonprofitRole::from_word)?)),
    )
}

/// Takes an offered place back. Says whom it was offered to.
pub fn withdraw(tx: &mut Tx<'_>, nonprofit: NonprofitId, number: i64) -> Result<Option<String>, DbError> {
    tx.first(
        "DELETE FROM nonprofit_invitations
          WHERE merchant_id = $1 AND id = $2 AND accepted_at IS NULL
        RETURNING email",
        &[Param::id(nonprofit), number.into()],
        |row| row.text(0),
    )
}
