//! Accounts as others see them, and who follows, blocks and mutes whom.

use domain::ids::{AccountId, ImageId, MerchantId};
use domain::merchant::MerchantState;
use domain::nonprofit::state::NonprofitState;
use domain::view::goods::Image;
use domain::view::people::{AccountKind, Face, Profile};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Sql, Tx, patterns};

macro_rules! face_columns {
    () => {
        "accounts.id, accounts.handle, accounts.display_name, accounts.kind, images.id, images.file_key,
         images.width, images.height, merchants.id, merchants.state, accounts.suspended_at,
         nonprofits.state"
    };
}

macro_rules! from_faces {
    () => {
        "FROM accounts
         LEFT JOIN images ON images.id = accounts.avatar_id
         LEFT JOIN merchants ON merchants.account_id = accounts.id
         LEFT JOIN nonprofits ON nonprofits.merchant_id = merchants.id"
    };
}

/// Reads a face from [`face_columns`].
fn to_face(row: &Row<'_>) -> Result<Face, DbError> {
    let state = row.opt_text(9)?.and_then(|word| MerchantState::from_word(&word));
    let vouched = row.opt_text(11)?.and_then(|word| NonprofitState::from_word(&word));
    Ok(Face {
        id: row.id(0)?,
        handle: row.text(1)?,
        name: row.text(2)?,
        kind: row.word(3, "kind of account", AccountKind::from_word)?,
        avatar: image_at(row, 4)?,
        merchant: row.opt_id(8)?.filter(|_| vouched.is_none()),
        nonprofit: row.opt_id(8)?.filter(|_| vouched.is_some()),
        verified: match vouched {
            Some(vouched) => vouched.takes_donations(),
            None => state.is_some_and(MerchantState::sells),
        },
        suspended: row.opt_int(10)?.is_some(),
    })
}

/// Reads a picture from four columns: id, file key, width, height; none when they are NULL.
pub(crate) fn image_at(row: &Row<'_>, column: usize) -> Result<Option<Image>, DbError> {
    let Some(id) = row.opt_id::<ImageId>(column)? else { return Ok(None) };
    Ok(Some(Image {
        id,
        file_key: row.text(column + 1)?,
        width: row.count(column + 2)?,
        height: row.count(column + 3)?,
    }))
}

/// The faces of these accounts, in no order.
///
/// # Errors
/// [`DbError`] as the engine gives it; so for all functions here.
pub fn faces(read: &mut impl Read, accounts: &[i64]) -> Result<Vec<Face>, DbError> {
    const FACES: Sql = Sql {
        sqlite: concat!(
            "SELECT ",
            face_columns!(),
            " ",
            from_faces!(),
            " WHERE accounts.id IN (SELECT value FROM json_each($1))"
        ),
        postgres: concat!("SELECT ", face_columns!(), " ", from_faces!(), " WHERE accounts.id = ANY($1)"),
    };
    read.rows(FACES, &[Param::Ints(accounts)], to_face)
}

/// The account with this handle.
pub fn by_handle(read: &mut impl Read, handle: &str) -> Result<Option<AccountId>, DbError> {
    read.first("SELECT id FROM accounts WHERE handle = $1", &[handle.into()], |row| row.id(0))
}

/// An account's profile with its numbers.
pub fn profile(read: &mut impl Read, account: AccountId) -> Result<Option<Profile>, DbError> {
    read.first(
        concat!(
            "SELECT ",
            face_columns!(),
            ", accounts.bio, accounts.created_at, banners.id, banners.file_key, banners.width, banners.height,
              (SELECT count(*) FROM follows WHERE followee_id = accounts.id),
              (SELECT count(*) FROM follows WHERE follower_id = accounts.id),
              (SELECT count(*) FROM posts
                WHERE author_id = accounts.id AND deleted_at IS NULL AND boost_of IS NULL) ",
            from_faces!(),
            " LEFT JOIN images banners ON banners.id = accounts.banner_id WHERE accounts.id = $1"
        ),
        &[Param::id(account)],
        |row| {
            Ok(Profile {
                face: to_face(row)?,
                bio: row.text(12)?,
                joined_at: row.time(13)?,
                banner: image_at(row, 14)?,
                followers: row.count(18)?,
                follows: row.count(19)?,
                posts: row.count(20)?,
            })
        },
    )
}

/// Accounts whose handle and name hold every word of `text`, shops first, then those most followed. `text` must not be empty.
pub fn search(read: &mut impl Read, text: &str, limit: u32) -> Result<Vec<AccountId>, DbError> {
    let [first, second, third, fourth, fifth, sixth] = &patterns::words(text);
    read.rows(
        "SELECT id FROM accounts
          WHERE suspended_at IS NULL
            AND handle || ' ' || lower(display_name) LIKE $1 ESCAPE '!'
            AND handle || ' ' || lower(display_name) LIKE $2 ESCAPE '!'
            AND handle || ' ' || lower(display_name) LIKE $3 ESCAPE '!'
            AND handle || ' ' || lower(display_name) LIKE $4 ESCAPE '!'
            AND handle || ' ' || lower(display_name) LIKE $5 ESCAPE '!'
            AND handle || ' ' || lower(display_name) LIKE $6 ESCAPE '!'
          ORDER BY CASE WHEN kind = 'person' THEN 1 ELSE 0 END,
                   (SELECT count(*) FROM follows WHERE followee_id = accounts.id) DESC, id
          LIMIT $7",
        &[first.into(), second.into(), third.into(), fourth.into(), fifth.into(), sixth.into(), limit.into()],
        |row| row.id(0),
    )
}

/// Shops and charities that sell, the most followed first: whom to follow.
pub fn suggestions(read: &mut impl Read, limit: u32) -> Result<Vec<AccountId>, DbError> {
    read.rows(
        "SELECT accounts.id FROM accounts
           JOIN merchants ON merchants.account_id = accounts.id
          WHERE accounts.suspended_at IS NULL AND merchants.state = 'verified'
          ORDER BY (SELECT count(*) FROM follows WHERE followee_id = accounts.id) DESC, accounts.id
          LIMIT $1",
        &[limit.into()],
        |row| row.id(0),
    )
}

/// Whom somebody follows, blocks and mutes, and who blocks them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relations {
    /// Whom they follow.
    pub follows: Vec<AccountId>,
    /// Whom they blocked.
    pub blocks: Vec<AccountId>,
    /// Who blocked them.
    pub blocked_by: Vec<AccountId>,
    /// Whom they muted.
    pub mutes: Vec<AccountId>,
}

/// All relations of `account`.
pub fn relations(read: &mut impl Read, account: AccountId) -> Result<Relations, DbError> {
    let mut relations = Relations::default();
    read.visit(
        "SELECT CAST(0 AS BIGINT), followee_id FROM follows WHERE follower_id = $1
         UNION ALL SELECT CAST(1 AS BIGINT), target_id FROM blocks WHERE account_id = $1
         UNION ALL SELECT CAST(2 AS BIGINT), account_id FROM blocks WHERE target_id = $1
         UNION ALL SELECT CAST(3 AS BIGINT), target_id FROM mutes WHERE account_id = $1"
            .into(),
        &[Param::id(account)],
        &mut |row| {
            let list = match row.count(0)? {
                0 => &mut relations.follows,
                1 => &mut relations.blocks,
                2 => &mut relations.blocked_by,
                _ => &mut relations.mutes,
            };
            list.push(row.id(1)?);
            Ok(())
        },
    )?;
    Ok(relations)
}

/// Everyone who is suspended.
pub fn suspended(read: &mut impl Read) -> Result<Vec<AccountId>, DbError> {
    read.rows("SELECT id FROM accounts WHERE suspended_at IS NOT NULL", &[], |row| row.id(0))
}

/// A relation that one account sets towards another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// Reads what they write.
    Follow,
    /// Neither sees the other.
    Block,
    /// Does not see what they write.
    Mute,
}

impl Tie {
    const fn insert(self) -> &'static str {
        match self {
            Self::Follow => {
                "INSERT INTO follows (follower_id, followee_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
            }
            Self::Block => {
                "INSERT INTO blocks (account_id, target_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
            }
            Self::Mute => {
                "INSERT INTO mutes (account_id, target_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
            }
        }
    }

    const fn delete(self) -> &'static str {
        match self {
            Self::Follow => "DELETE FROM follows WHERE follower_id = $1 AND followee_id = $2",
            Self::Block => "DELETE FROM blocks WHERE account_id = $1 AND target_id = $2",
            Self::Mute => "DELETE FROM mutes WHERE account_id = $1 AND target_id = $2",
        }
    }
}

/// Sets `tie`; says whether it was not set before.
pub fn tie(
    tx: &mut Tx<'_>,
    tie: Tie,
    from: AccountId,
    to: AccountId,
    now: Timestamp,
) -> Result<bool, DbError> {
    tx.execute(tie.insert(), &[Param::id(from), Param::id(to), now.into()]).map(|rows| rows > 0)
}

/// Lifts `tie`; says whether it was set.
pub fn untie(tx: &mut Tx<'_>, tie: Tie, from: AccountId, to: AccountId) -> Result<bool, DbError> {
    tx.execute(tie.delete(), &[Param::id(from), Param::id(to)]).map(|rows| rows > 0)
}

/// `from` blocked `to`, or the other way round.
pub fn is_blocked(read: &mut impl Read, from: AccountId, to: AccountId) -> Result<bool, DbError> {
    read.first(
        "SELECT account_id FROM blocks
          WHERE (account_id = $1 AND target_id = $2) OR (account_id = $2 AND target_id = $1)",
        &[Param::id(from), Param::id(to)],
        |row| row.int(0),
    )
    .map(|found| found.is_some())
}

/// Suspends an account, or lets it back; says whether anything changed.
pub fn set_suspended(
    tx: &mut Tx<'_>,
    account: AccountId,
    suspended_at: Option<Timestamp>,
) -> Result<bool, DbError> {
    let sql = if suspended_at.is_some() {
        "UPDATE accounts SET suspended_at = $1 WHERE id = $2 AND suspended_at IS NULL"
    } else {
        "UPDATE accounts SET suspended_at = $1 WHERE id = $2 AND suspended_at IS NOT NULL"
    };
    tx.execute(sql, &[suspended_at.into(), Param::id(account)]).map(|rows| rows > 0)
}

/// The account that posts in the name of `merchant`.
pub fn account_of_merchant(read: &mut impl Read, merchant: MerchantId) -> Result<Option<AccountId>, DbError> {
    read.first("SELECT account_id FROM merchants WHERE id = $1", &[Param::id(merchant)], |row| row.id(0))
}
