//! Shops' own programs that are asked at checkout, and how their questions went. Secrets lie here sealed.

use domain::callback::{Asked, Callback, OnFailure, Topic};
use domain::ids::{MerchantId, VariantId};
use jiff::Timestamp;

use crate::webhooks::SealedSecrets;
use crate::{DbError, Param, Read, Row, Sql, Tx};

/// Microseconds of an hour.
const HOUR_US: i64 = 3_600_000_000;

/// The hour that `at` lies in.
fn hour_of(at: Timestamp) -> i64 {
    at.as_microsecond().div_euclid(HOUR_US)
}

/// How `merchant` set its program up, whether or not it is on.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn find(read: &mut impl Read, merchant: MerchantId) -> Result<Option<Callback>, DbError> {
    read.first(
        "SELECT merchant_id, url, topics, deadline_ms, on_failure, is_on, created_at, old_until, last_failure_at,
                last_failure
           FROM quote_callbacks WHERE merchant_id = $1",
        &[Param::id(merchant)],
        to_callback,
    )
}

/// What questions to the program of `merchant` are signed with.
pub fn secrets(read: &mut impl Read, merchant: MerchantId) -> Result<Option<SealedSecrets>, DbError> {
    read.first(
        "SELECT secret, old_secret, old_until FROM quote_callbacks WHERE merchant_id = $1",
        &[Param::id(merchant)],
        |row| {
            let old = row.bytes(1)?;
            Ok(SealedSecrets {
                newest: row.bytes(0)?,
                old: row.opt_time(2)?.filter(|_| !old.is_empty()).map(|until| (old, until)),
            })
        },
    )
}

/// Keeps a program that was set up now. `false`: there is one already.
pub fn insert(tx: &mut Tx<'_>, callback: &Callback, secret: &[u8]) -> Result<bool, DbError> {
    let none: &[u8] = &[];
    let written = tx.execute(
        "INSERT INTO quote_callbacks (merchant_id, url, topics, deadline_ms, on_failure, is_on, secret, old_secret,
                                      created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        &[
            Param::id(callback.merchant),
            (&callback.url).into(),
            (&words_of(&callback.topics)).into(),
            callback.deadline_ms.into(),
            callback.on_failure.as_str().into(),
            callback.is_on.into(),
            secret.into(),
            none.into(),
            callback.created_at.into(),
        ],
    )?;
    Ok(written == 1)
}

/// Writes how a program is asked.
pub fn change(tx: &mut Tx<'_>, callback: &Callback) -> Result<(), DbError> {
    tx.execute(
        "UPDATE quote_callbacks SET url = $1, topics = $2, deadline_ms = $3, on_failure = $4, is_on = $5
          WHERE merchant_id = $6",
        &[
            (&callback.url).into(),
            (&words_of(&callback.topics)).into(),
            callback.deadline_ms.into(),
            callback.on_failure.as_str().into(),
            callback.is_on.into(),
            Param::id(callback.merchant),
        ],
    )?;
    Ok(())
}

/// Writes a new secret; the one before signs beside it until `old_until`. `false`: there is no program.
pub fn rotate(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    secret: &[u8],
    old_until: Timestamp,
) -> Result<bool, DbError> {
    let written = tx.execute(
        "UPDATE quote_callbacks SET old_secret = secret, old_until = $1, secret = $2 WHERE merchant_id = $3",
        &[old_until.into(), secret.into(), Param::id(merchant)],
    )?;
    Ok(written == 1)
}

/// Removes a program and how its questions went. `false`: there is none.
pub fn remove(tx: &mut Tx<'_>, merchant: MerchantId) -> Result<bool, DbError> {
    tx.execute("DELETE FROM quote_hours WHERE merchant_id = $1", &[Param::id(merchant)])?;
    let removed = tx.execute("DELETE FROM quote_callbacks WHERE merchant_id = $1", &[Param::id(merchant)])?;
    Ok(removed == 1)
}

/// Asks no program of the server any more: for a copy of it, whose days nobody elsewhere is told of.
pub fn pause_all(tx: &mut Tx<'_>) -> Result<(), DbError> {
    tx.execute(
        "UPDATE merchants SET pricing_version = pricing_version + 1
          WHERE id IN (SELECT merchant_id FROM quote_callbacks WHERE is_on = 1)",
        &[],
    )?;
    tx.execute("UPDATE quote_callbacks SET is_on = 0 WHERE is_on = 1", &[])?;
    Ok(())
}

/// Adds how questions went to their hour, and notes what was wrong last.
pub fn note(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    asked: Asked,
    failure: Option<&(Timestamp, String)>,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO quote_hours (merchant_id, hour, asked, answered, late, wrong, fell_back)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (merchant_id, hour) DO UPDATE
            SET asked = quote_hours.asked + excluded.asked, answered = quote_hours.answered + excluded.answered,
                late = quote_hours.late + excluded.late, wrong = quote_hours.wrong + excluded.wrong,
                fell_back = quote_hours.fell_back + excluded.fell_back",
        &[
            Param::id(merchant),
            hour_of(now).into(),
            asked.asked.into(),
            asked.answered.into(),
            asked.late.into(),
            asked.wrong.into(),
            asked.fell_back.into(),
        ],
    )?;
    if let Some((at, what)) = failure {
        tx.execute(
            "UPDATE quote_callbacks SET last_failure_at = $1, last_failure = $2 WHERE merchant_id = $3",
            &[(*at).into(), what.into(), Param::id(merchant)],
        )?;
    }
    Ok(())
}

/// How the questions of a merchant's last day went: the hour that goes on and the 23 before it.
pub fn of_day(read: &mut impl Read, merchant: MerchantId, now: Timestamp) -> Result<Asked, DbError> {
    read.one(
        "questions of the day",
        "SELECT CAST(coalesce(sum(asked), 0) AS BIGINT), CAST(coalesce(sum(answered), 0) AS BIGINT),
                CAST(coalesce(sum(late), 0) AS BIGINT), CAST(coalesce(sum(wrong), 0) AS BIGINT),
                CAST(coalesce(sum(fell_back), 0) AS BIGINT)
           FROM quote_hours WHERE merchant_id = $1 AND hour >= $2",
        &[Param::id(merchant), (hour_of(now) - 23).into()],
        |row| {
            Ok(Asked {
                asked: row.int(0)?,
                answered: row.int(1)?,
                late: row.int(2)?,
                wrong: row.int(3)?,
                fell_back: row.int(4)?,
            })
        },
    )
}

/// Forgets how questions went before `before`.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<(), DbError> {
    tx.execute("DELETE FROM quote_hours WHERE hour < $1", &[hour_of(before).into()])?;
    Ok(())
}

/// What a shop calls one of its variants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantNames {
    /// Which.
    pub variant: VariantId,
    /// What the shop calls it.
    pub external_id: String,
    /// What the shop calls its product.
    pub product_external_id: String,
}

/// What `merchant` calls these variants, in no order.
pub fn names(
    read: &mut impl Read,
    merchant: MerchantId,
    variants: &[VariantId],
) -> Result<Vec<VariantNames>, DbError> {
    const NAMES: Sql = Sql {
        sqlite: "SELECT v.id, v.external_id, p.external_id
                   FROM variants v JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
                  WHERE v.merchant_id = $1 AND v.id IN (SELECT value FROM json_each($2))",
        postgres: "SELECT v.id, v.external_id, p.external_id
                     FROM variants v JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
                    WHERE v.merchant_id = $1 AND v.id = ANY($2::BIGINT[])",
    };
    let numbers: Vec<i64> = variants.iter().map(|variant| variant.0).collect();
    read.rows(NAMES, &[Param::id(merchant), Param::Ints(&numbers)], |row| {
        Ok(VariantNames { variant: row.id(0)?, external_id: row.text(1)?, product_external_id: row.text(2)? })
    })
}

fn words_of(topics: &[Topic]) -> String {
    let words: Vec<&str> = topics.iter().map(|topic| topic.as_str()).collect();
    words.join(" ")
}

fn topics_of(words: &str) -> Option<Vec<Topic>> {
    words.split_whitespace().map(Topic::from_word).collect()
}

fn to_callback(row: &Row<'_>) -> Result<Callback, DbError> {
    Ok(Callback {
        merchant: row.id(0)?,
        url: row.text(1)?,
        topics: row.word(2, "topics of a callback", topics_of)?,
        deadline_ms: row.count(3)?,
        on_failure: row.word(4, "choice of a callback", OnFailure::from_word)?,
        is_on: row.flag(5)?,
        created_at: row.time(6)?,
        old_secret_until: row.opt_time(7)?,
        last_failure_at: row.opt_time(8)?,
        last_failure: row.text(9)?,
    })
}
