//! Nonprofits, who works for them, and what was said about their application.

use domain::ids::{AccountId, ImageId, MerchantId, NonprofitId};
use domain::nonprofit::registry::{Registry, RegistryNumber};
use domain::nonprofit::staff::NonprofitRole;
use domain::nonprofit::standing::{Standing, WARN_DAYS};
use domain::nonprofit::state::NonprofitState;
use domain::nonprofit::{Nonprofit, NonprofitProfile};
use domain::payee::Payee;
use domain::view::goods::Image;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::{DbError, Param, Read, Row, Sql, Tx};

macro_rules! columns {
    () => {
        "SELECT n.merchant_id, m.account_id, a.handle, a.display_name, n.state, n.state_reason, m.legal_name,
                n.mission, m.contact_email, m.postal_address, m.country, m.currency, m.time_zone, n.registry,
                n.registry_number, n.receipt_note, n.consent_name, n.standing_at, m.payee, m.payee_takes,
                a.suspended_at, n.applied_at, n.gift_aid_ref,
                l.id, l.file_key, l.width, l.height, n.standing
           FROM nonprofits n
           JOIN merchants m ON m.id = n.merchant_id
           JOIN accounts a ON a.id = m.account_id
           LEFT JOIN images l ON l.id = n.logo_id "
    };
}

fn to_nonprofit(row: &Row<'_>) -> Result<Nonprofit, DbError> {
    let registry = row.word(13, "registry", Registry::from_word)?;
    Ok(Nonprofit {
        id: row.id(0)?,
        account: row.id(1)?,
        handle: row.text(2)?,
        display_name: row.text(3)?,
        state: row.word(4, "nonprofit state", NonprofitState::from_word)?,
        state_reason: row.text(5)?,
        profile: NonprofitProfile {
            legal_name: row.text(6)?,
            mission: row.text(7)?,
            contact_email: row.text(8)?,
            postal_address: row.text(9)?,
            country: row.word(10, "country", |word| word.parse().ok())?,
            currency: row.word(11, "currency", |word| word.parse().ok())?,
            time_zone: row.word(12, "time zone", |word| TimeZone::get(word).ok())?,
            number: row.word(14, "registry number", |word| match word {
                "" => Some(RegistryNumber::erased(registry)),
                word => RegistryNumber::parse(registry, word).ok(),
            })?,
        },
        receipt_note: row.text(15)?,
        consent: Some(row.text(16)?).filter(|name| !name.is_empty()),
        standing_at: row.opt_time(17)?,
        standing: row.word(27, "standing", Standing::from_word)?,
        payee: Payee { account: row.text(18)?, takes: row.flag(19)? },
        suspended: row.opt_int(20)?.is_some(),
        applied_at: row.time(21)?,
        gift_aid_ref: row.text(22)?,
        logo: match row.opt_id(23)? {
            Some(id) => {
                Some(Image { id, file_key: row.text(24)?, width: row.count(25)?, height: row.count(26)? })
            }
            None => None,
        },
    })
}

/// The nonprofit with this id.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn by_id(read: &mut impl Read, id: NonprofitId) -> Result<Option<Nonprofit>, DbError> {
    read.first(concat!(columns!(), "WHERE n.merchant_id = $1"), &[Param::id(id)], to_nonprofit)
}

const LOCK: Sql = Sql {
    sqlite: "SELECT merchant_id FROM nonprofits WHERE merchant_id = $1",
    postgres: "SELECT merchant_id FROM nonprofits WHERE merchant_id = $1 FOR NO KEY UPDATE",
};

/// Lets one transaction at a time, until its commit, count what the nonprofit counts one after the other: receipts, and
/// what sponsors add to gifts.
pub fn lock(tx: &mut Tx<'_>, id: NonprofitId) -> Result<(), DbError> {
    tx.first(LOCK, &[Param::id(id)], |row| row.int(0))?.ok_or(DbError::Missing("nonprofit")).map(|_| ())
}

/// The nonprofit whose account has this handle.
pub fn of_handle(read: &mut impl Read, handle: &str) -> Result<Option<Nonprofit>, DbError> {
    read.first(concat!(columns!(), "WHERE a.handle = $1"), &[handle.into()], to_nonprofit)
}

/// Nonprofits in `state` after the id `after`, those that applied first first.
pub fn in_state(
    read: &mut impl Read,
    state: NonprofitState,
    after: Option<NonprofitId>,
    limit: u32,
) -> Result<Vec<Nonprofit>, DbError> {
    read.rows(
        concat!(columns!(), "WHERE n.state = $1 AND n.merchant_id > $2 ORDER BY n.merchant_id LIMIT $3"),
        &[state.as_str().into(), after.map_or(0, |after| after.0).into(), limit.into()],
        to_nonprofit,
    )
}

/// Verified nonprofits of which the last look into the register stands otherwise than it was told, at most `limit`. Looks are
/// good for `days`; zero: for ever.
pub fn standings(
    read: &mut impl Read,
    days: u32,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<NonprofitId>, DbError> {
    let before = |days: u32| now - SignedDuration::from_hours(24 * i64::from(days));
    if days == 0 {
        return read.rows(
            "SELECT merchant_id FROM nonprofits WHERE state = 'verified' AND standing <> 'good' LIMIT $1",
            &[limit.into()],
            |row| row.id(0),
        );
    }
    let (over, soon) = (before(days), before(days.saturating_sub(WARN_DAYS)));
    read.rows(
        "SELECT merchant_id FROM nonprofits
          WHERE state = 'verified'
            AND standing <> CASE WHEN standing_at IS NULL OR standing_at <= $1 THEN 'over'
                                 WHEN standing_at <= $2 THEN 'soon' ELSE 'good' END
          LIMIT $3",
        &[over.into(), soon.into(), limit.into()],
        |row| row.id(0),
    )
}

/// How many verified nonprofits somebody should look up again.
pub fn count_due(read: &mut impl Read) -> Result<i64, DbError> {
    read.one(
        "nonprofits to look up again",
        "SELECT count(*) FROM nonprofits WHERE state = 'verified' AND standing <> 'good'",
        &[],
        |row| row.int(0),
    )
}

/// Verified nonprofits, those first that somebody looked up the longest ago.
pub fn by_standing(read: &mut impl Read, limit: u32) -> Result<Vec<Nonprofit>, DbError> {
    read.rows(
        concat!(columns!(), "WHERE n.state = 'verified' ORDER BY n.standing_at, n.merchant_id LIMIT $1"),
        &[limit.into()],
        to_nonprofit,
    )
}

/// Notes how the last look into the register stands.
pub fn set_standing(tx: &mut Tx<'_>, id: NonprofitId, standing: Standing) -> Result<(), DbError> {
    tx.execute(
        "UPDATE nonprofits SET standing = $1 WHERE merchant_id = $2",
        &[standing.as_str().into(), Param::id(id)],
    )?;
    Ok(())
}

/// Notes another look into the register, and how it stands.
pub fn set_checked(
    tx: &mut Tx<'_>,
    id: NonprofitId,
    looked_at: Timestamp,
    standing: Standing,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE nonprofits SET standing_at = $1, standing = $2 WHERE merchant_id = $3",
        &[looked_at.into(), standing.as_str().into(), Param::id(id)],
    )?;
    Ok(())
}

/// Somebody whose name another one's may look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its number as a party.
    pub party: MerchantId,
    /// It is a nonprofit, and no shop.
    pub is_nonprofit: bool,
    /// The account's handle.
    pub handle: String,
    /// The name people see.
    pub display_name: String,
    /// Its name in the register.
    pub legal_name: String,
}

/// Shops, and nonprofits that somebody vouched for once, by their numbers, after the number `after`.
pub fn vouched_for(read: &mut impl Read, after: MerchantId, limit: u32) -> Result<Vec<Named>, DbError> {
    read.rows(
        "SELECT m.id, m.kind, a.handle, a.display_name, m.legal_name
           FROM merchants m
           JOIN accounts a ON a.id = m.account_id
           LEFT JOIN nonprofits n ON n.merchant_id = m.id
          WHERE m.id > $1 AND ((m.kind = 'shop' AND m.state <> 'new') OR n.state IN ('verified', 'suspended'))
          ORDER BY m.id LIMIT $2",
        &[Param::id(after), limit.into()],
        |row| {
            Ok(Named {
                party: row.id(0)?,
                is_nonprofit: row.str(1)? == "nonprofit",
                handle: row.text(2)?,
                display_name: row.text(3)?,
                legal_name: row.text(4)?,
            })
        },
    )
}

/// Keeps a nonprofit that applies.
///
/// # Errors
/// [`DbError::is_unique`] when another one has its number.
pub fn insert(
    tx: &mut Tx<'_>,
    id: NonprofitId,
    account: AccountId,
    profile: &NonprofitProfile,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO merchants (id, account_id, kind, state, legal_name, contact_email, postal_address, country,
                                currency, time_zone, created_at)
         VALUES ($1, $2, 'nonprofit', 'new', $3, $4, $5, $6, $7, $8, $9)",
        &[
            Param::id(id),
            Param::id(account),
            (&profile.legal_name).into(),
            (&profile.contact_email).into(),
            (&profile.postal_address).into(),
            profile.country.code().into(),
            profile.currency.code().into(),
            profile.time_zone.iana_name().unwrap_or("UTC").into(),
            now.into(),
        ],
    )?;
    tx.execute(
        "INSERT INTO nonprofits (merchant_id, state, registry, registry_number, mission, applied_at)
         VALUES ($1, 'applied', $2, $3, $4, $5)",
        &[
            Param::id(id),
            profile.number.registry.as_str().into(),
            profile.number.as_str().into(),
            (&profile.mission).into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// Whether a nonprofit that was not refused has this number.
pub fn has_number(read: &mut impl Read, number: &RegistryNumber) -> Result<bool, DbError> {
    let found = read.first(
        "SELECT merchant_id FROM nonprofits WHERE registry = $1 AND registry_number = $2 AND state <> 'refused'",
        &[number.registry.as_str().into(), number.as_str().into()],
        |row| row.int(0),
    )?;
    Ok(found.is_some())
}

/// Puts another mark at the head of a nonprofit's receipts; `None` takes it away.
pub fn set_logo(tx: &mut Tx<'_>, id: NonprofitId, logo: Option<ImageId>) -> Result<(), DbError> {
    tx.execute(
        "UPDATE nonprofits SET logo_id = $1 WHERE merchant_id = $2",
        &[Param::opt_id(logo), Param::id(id)],
    )?;
    Ok(())
}

/// What was decided, by whom and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided<'a> {
    /// The state afterwards.
    pub state: NonprofitState,
    /// Why; the nonprofit reads it.
    pub reason: &'a str,
    /// The operator.
    pub by: Option<AccountId>,
    /// It was seen in good standing at its registry just now.
    pub in_standing: bool,
}

/// Moves a nonprofit from the state `from`. `false`: it is not there any more, nothing has changed.
pub fn decide(
    tx: &mut Tx<'_>,
    id: NonprofitId,
    from: NonprofitState,
    decided: Decided<'_>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let standing: Param<'_> = if decided.in_standing { now.into() } else { Param::Null };
    let changed = tx.execute(
        "UPDATE nonprofits
            SET state = $1, state_reason = $2, decided_by = $3, decided_at = $4,
                standing_at = coalesce(CAST($5 AS BIGINT), standing_at),
                standing = CASE WHEN CAST($5 AS BIGINT) IS NULL THEN standing ELSE 'good' END
          WHERE merchant_id = $6 AND state = $7",
        &[
            decided.state.as_str().into(),
            decided.reason.into(),
            Param::opt_id(decided.by),
            now.into(),
            standing,
            Param::id(id),
            from.as_str().into(),
        ],
    )?;
    Ok(changed == 1)
}

/// Writes what a nonprofit says about itself; country, currency and clock stay.
///
/// # Errors
/// [`DbError::is_unique`] when another one has its number.
pub fn set_profile(
    tx: &mut Tx<'_>,
    (id, account): (NonprofitId, AccountId),
    display_name: &str,
    profile: &NonprofitProfile,
    receipt_note: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE accounts SET display_name = $1 WHERE id = $2",
        &[display_name.into(), Param::id(account)],
    )?;
    tx.execute(
        "UPDATE merchants SET legal_name = $1, contact_email = $2, postal_address = $3 WHERE id = $4",
        &[
            (&profile.legal_name).into(),
            (&profile.contact_email).into(),
            (&profile.postal_address).into(),
            Param::id(id),
        ],
    )?;
    tx.execute(
        "UPDATE nonprofits SET mission = $1, registry = $2, registry_number = $3, receipt_note = $4
          WHERE merchant_id = $5",
        &[
            (&profile.mission).into(),
            profile.number.registry.as_str().into(),
            profile.number.as_str().into(),
            receipt_note.into(),
            Param::id(id),
        ],
    )?;
    Ok(())
}

/// Keeps the signed consent.
pub fn set_consent(
    tx: &mut Tx<'_>,
    id: NonprofitId,
    (key, name): (&str, &str),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE nonprofits SET consent_key = $1, consent_name = $2, consent_at = $3 WHERE merchant_id = $4",
        &[key.into(), name.into(), now.into(), Param::id(id)],
    )?;
    Ok(())
}

/// Where the signed consent lies, and what its owner called it.
pub fn consent(read: &mut impl Read, id: NonprofitId) -> Result<Option<(String, String)>, DbError> {
    read.first(
        "SELECT consent_key, consent_name FROM nonprofits WHERE merchant_id = $1 AND consent_key <> ''",
        &[Param::id(id)],
        |row| Ok((row.text(0)?, row.text(1)?)),
    )
}

/// Gives `account` a role, or another one.
pub fn put_staff(
    tx: &mut Tx<'_>,
    id: NonprofitId,
    account: AccountId,
    role: NonprofitRole,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO nonprofit_staff (merchant_id, account_id, role, created_at)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (merchant_id, account_id) DO UPDATE SET role = excluded.role",
        &[Param::id(id), Param::id(account), role.as_str().into(), now.into()],
    )?;
    Ok(())
}

/// The nonprofits that `account` works for, and as what.
pub fn worked_for(
    read: &mut impl Read,
    account: AccountId,
) -> Result<Vec<(NonprofitId, NonprofitRole)>, DbError> {
    read.rows(
        "SELECT merchant_id, role FROM nonprofit_staff WHERE account_id = $1 ORDER BY merchant_id",
        &[Param::id(account)],
        |row| Ok((row.id(0)?, row.word(1, "nonprofit role", NonprofitRole::from_word)?)),
    )
}

/// One line of what nonprofit and operator said to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its number.
    pub id: i64,
    /// The operator wrote it.
    pub by_operator: bool,
    /// Who.
    pub account: Option<AccountId>,
    /// What.
    pub body: String,
    /// When.
    pub at: Timestamp,
}

/// Adds a line.
pub fn add_note(tx: &mut Tx<'_>, id: NonprofitId, note: &Note) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO nonprofit_notes (id, merchant_id, by_operator, account_id, body, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            note.id.into(),
            Param::id(id),
            note.by_operator.into(),
            Param::opt_id(note.account),
            (&note.body).into(),
            note.at.into(),
        ],
    )?;
    Ok(())
}

/// Lines of a conversation that are shown.
const NOTES_SHOWN_MAX: u32 = 200;

/// What was said, oldest first; of a long conversation the newest lines.
pub fn notes(read: &mut impl Read, id: NonprofitId) -> Result<Vec<Note>, DbError> {
    let mut newest = read.rows(
        "SELECT id, by_operator, account_id, body, created_at
           FROM nonprofit_notes WHERE merchant_id = $1 ORDER BY id DESC LIMIT $2",
        &[Param::id(id), NOTES_SHOWN_MAX.into()],
        |row| {
            Ok(Note {
                id: row.int(0)?,
                by_operator: row.flag(1)?,
                account: row.opt_id(2)?,
                body: row.text(3)?,
                at: row.time(4)?,
            })
        },
    )?;
    newest.reverse();
    Ok(newest)
}
