//! What a nonprofit reads of its gifts: sums, donors who may be written to.

use domain::donation::desk::{CampaignSum, OptedIn};
use domain::ids::{DonationId, NonprofitId};
use domain::money::{Currency, Money};
use jiff::Timestamp;

use crate::{DbError, Param, Read};

/// What each campaign was given, by currency, real and test money apart.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn sums(read: &mut impl Read, nonprofit: NonprofitId) -> Result<Vec<CampaignSum>, DbError> {
    read.rows(
        "SELECT campaign_id, currency, is_test, count(*), CAST(sum(amount) AS BIGINT), CAST(sum(cover) AS BIGINT),
                CAST(sum(refunded) AS BIGINT)
           FROM donations
          WHERE merchant_id = $1 AND state = 'settled'
          GROUP BY campaign_id, currency, is_test",
        &[Param::id(nonprofit)],
        |row| {
            let currency: Currency = row.word(1, "currency", |word| word.parse().ok())?;
            Ok(CampaignSum {
                campaign: row.id(0)?,
                is_test: row.flag(2)?,
                gifts: row.int(3)?,
                amount: Money::new(row.int(4)?, currency),
                cover: Money::new(row.int(5)?, currency),
                refunded: Money::new(row.int(6)?, currency),
            })
        },
    )
}

/// Donors who let the nonprofit write to them, those with the newest gifts first, whose newest gift is older than
/// `before`. The answer given with the newest gift counts: who did not tick the box again is not written to.
pub fn opted_in(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    before: DonationId,
    limit: u32,
) -> Result<Vec<OptedIn>, DbError> {
    read.rows(
        "SELECT d.id, d.email, d.donor_name, d.locale, d.settled_at,
                (SELECT count(*) FROM donations g
                  WHERE g.email = d.email AND g.merchant_id = d.merchant_id AND g.state = 'settled')
           FROM donations d
          WHERE d.merchant_id = $1
            AND d.state = 'settled'
            AND d.id < $2
            AND d.contact_opt_in = 1
            AND d.email <> ''
            AND NOT EXISTS (SELECT 1 FROM donations n
                             WHERE n.email = d.email AND n.merchant_id = d.merchant_id AND n.state = 'settled'
                               AND n.id > d.id)
          ORDER BY d.id DESC
          LIMIT $3",
        &[Param::id(nonprofit), Param::id(before), limit.into()],
        |row| {
            Ok(OptedIn {
                newest: row.id(0)?,
                email: row.text(1)?,
                name: row.text(2)?,
                locale: row.text(3)?,
                given_at: row.opt_time(4)?.ok_or(DbError::Missing("when a settled gift was settled"))?,
                gifts: row.int(5)?,
            })
        },
    )
}

/// What the donor at `email` gave to a nonprofit in one currency from `since` on and did not get back, in minor units.
pub fn given_since(
    read: &mut impl Read,
    (nonprofit, currency): (NonprofitId, Currency),
    email: &str,
    since: Timestamp,
) -> Result<i64, DbError> {
    let given = read.first(
        "SELECT CAST(coalesce(sum(amount + cover - refunded), 0) AS BIGINT)
           FROM donations
          WHERE email = $1 AND state = 'settled' AND merchant_id = $2 AND currency = $3 AND settled_at >= $4",
        &[email.into(), Param::id(nonprofit), currency.code().into(), since.into()],
        |row| row.int(0),
    )?;
    Ok(given.unwrap_or(0))
}
