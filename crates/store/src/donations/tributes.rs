//! In whose honour or memory gifts are, as columns of the gift.

use domain::donation::Donation;
use domain::donation::tribute::{Notice, Told, Tribute, TributeKind};
use domain::ids::PledgeId;
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Tx};

/// The tribute in the columns from `at` on: kind, name, the notice's address, name, message and amount, and what became
/// of it.
pub(super) fn read(row: &Row<'_>, at: usize) -> Result<Option<Tribute>, DbError> {
    if row.str(at)?.is_empty() {
        return Ok(None);
    }
    let email = row.text(at + 2)?;
    let notice = match email.is_empty() {
        true => None,
        false => Some(Notice {
            email,
            name: row.text(at + 3)?,
            message: row.text(at + 4)?,
            shows_amount: row.flag(at + 5)?,
        }),
    };
    Ok(Some(Tribute {
        kind: row.word(at, "kind of tribute", TributeKind::from_word)?,
        name: row.text(at + 1)?,
        notice,
        told: row.word(at + 6, "told of a tribute", Told::from_word)?,
    }))
}

/// What is written of it, in the order it is read in, but for what became of it.
pub(super) fn params(tribute: Option<&Tribute>) -> [Param<'_>; 6] {
    let notice = tribute.and_then(|tribute| tribute.notice.as_ref());
    [
        Param::Text(tribute.map_or("", |tribute| tribute.kind.as_str())),
        Param::Text(tribute.map_or("", |tribute| &tribute.name)),
        Param::Text(notice.map_or("", |notice| &notice.email)),
        Param::Text(notice.map_or("", |notice| &notice.name)),
        Param::Text(notice.map_or("", |notice| &notice.message)),
        notice.is_some_and(|notice| notice.shows_amount).into(),
    ]
}

/// Notes what became of the notice of a locked gift.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn set_told(tx: &mut Tx<'_>, donation: &Donation, told: Told) -> Result<(), DbError> {
    tx.execute(
        "UPDATE donations SET tribute_told = $1 WHERE merchant_id = $2 AND id = $3",
        &[told.as_str().into(), Param::id(donation.nonprofit), Param::id(donation.id)],
    )?;
    Ok(())
}

/// Some gift of a pledge was told of, or would have been.
pub fn is_told_by(read: &mut impl Read, pledge: PledgeId) -> Result<bool, DbError> {
    let found = read.first(
        "SELECT 1 FROM donations WHERE pledge_id = $1 AND tribute_told <> '' LIMIT 1",
        &[Param::id(pledge)],
        |row| row.int(0),
    )?;
    Ok(found.is_some())
}

/// How many notices went out since `since` for the donor of `donation`: for their account, and for their mail address.
pub fn told_since(read: &mut impl Read, donation: &Donation, since: Timestamp) -> Result<i64, DbError> {
    let by_email = read.first(
        "SELECT count(*) FROM donations
          WHERE email = $1 AND state = 'settled' AND settled_at > $2 AND tribute_told = 'sent'",
        &[(&donation.donor.email).into(), since.into()],
        |row| row.int(0),
    )?;
    let by_account = match donation.donor.account {
        Some(account) => read.first(
            "SELECT count(*) FROM donations
              WHERE account_id = $1 AND state = 'settled' AND settled_at > $2 AND tribute_told = 'sent'",
            &[Param::id(account), since.into()],
            |row| row.int(0),
        )?,
        None => None,
    };
    Ok(by_email.unwrap_or(0).max(by_account.unwrap_or(0)))
}

/// How many notices went to a mail address since `since`.
pub fn told_to(read: &mut impl Read, email: &str, since: Timestamp) -> Result<i64, DbError> {
    let told = read.first(
        "SELECT count(*) FROM donations
          WHERE tribute_email = $1 AND tribute_told = 'sent' AND settled_at > $2",
        &[email.into(), since.into()],
        |row| row.int(0),
    )?;
    Ok(told.unwrap_or(0))
}
