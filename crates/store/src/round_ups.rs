//! Purchases that buyers round up for a campaign that the shop chose.

use domain::ids::{AccountId, CampaignId, DonationId, MerchantId, OrderId};
use domain::money::{Currency, Money};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Tx};

/// The campaign that a shop chose.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn chosen(read: &mut impl Read, merchant: MerchantId) -> Result<Option<CampaignId>, DbError> {
    read.first("SELECT campaign_id FROM round_ups WHERE merchant_id = $1", &[Param::id(merchant)], |row| {
        row.id(0)
    })
}

/// Writes which campaign a shop chose, in place of another; `None`: none any more.
pub fn choose(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    campaign: Option<CampaignId>,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute("DELETE FROM round_ups WHERE merchant_id = $1", &[Param::id(merchant)])?;
    if let Some(campaign) = campaign {
        tx.execute(
            "INSERT INTO round_ups (merchant_id, campaign_id, chosen_by, chosen_at) VALUES ($1, $2, $3, $4)",
            &[Param::id(merchant), Param::id(campaign), Param::opt_id(by), now.into()],
        )?;
    }
    Ok(())
}

/// The gift that rounds an order up.
pub fn of_order(read: &mut impl Read, order: OrderId) -> Result<Option<DonationId>, DbError> {
    read.first("SELECT donation_id FROM rounded_orders WHERE order_id = $1", &[Param::id(order)], |row| {
        row.id(0)
    })
}

/// Notes which gift rounds an order up, in place of one that ended.
pub fn keep(
    tx: &mut Tx<'_>,
    (merchant, order): (MerchantId, OrderId),
    donation: DonationId,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO rounded_orders (order_id, merchant_id, donation_id) VALUES ($1, $2, $3)
         ON CONFLICT (order_id) DO UPDATE SET donation_id = excluded.donation_id",
        &[Param::id(order), Param::id(merchant), Param::id(donation)],
    )?;
    Ok(())
}

/// What a shop's buyers gave so, and in how many gifts, without what was given back.
pub fn given(read: &mut impl Read, merchant: MerchantId) -> Result<Vec<(Money, i64)>, DbError> {
    read.rows(
        "SELECT d.currency, CAST(sum(CASE WHEN d.refunded < d.amount THEN d.amount - d.refunded ELSE 0 END) AS BIGINT),
                count(*)
           FROM rounded_orders r JOIN donations d ON d.id = r.donation_id
          WHERE r.merchant_id = $1 AND d.state = 'settled' AND d.refunded < d.amount + d.cover
          GROUP BY d.currency ORDER BY d.currency",
        &[Param::id(merchant)],
        |row| {
            let currency: Currency = row.word(0, "currency", |word| word.parse().ok())?;
            Ok((Money::new(row.int(1)?, currency), row.int(2)?))
        },
    )
}
