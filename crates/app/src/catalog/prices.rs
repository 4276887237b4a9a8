//! Prices in further currencies, beside the one in the merchant's own.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::catalog::problem::PRICE_MAX;
use domain::ids::VariantId;
use domain::view::goods::Price;
use store::changes::{self, ChangeKind};
use store::{DbError, staff_actions, variants};

use crate::Ctx;
use crate::staff_log::{self, permitted};

/// Currencies one variant may be priced in besides the merchant's own: more than anyone keeps in step.
pub const PRICES_MAX: usize = 50;

/// Why prices were not set. `index` counts from 0, as they were given.
#[derive(Debug, thiserror::Error)]
pub enum PricesError {
    /// There is no such variant.
    #[error("there is no such variant")]
    Unknown,
    /// More than anyone keeps in step.
    #[error("at most {PRICES_MAX} prices")]
    TooMany,
    /// A price below zero, or beyond [`PRICE_MAX`].
    #[error("a price is from 0 to {PRICE_MAX} minor units")]
    Range {
        /// Which.
        index: usize,
    },
    /// The crossed-out price is not above the price, or in another currency.
    #[error("the compare-at price must be higher than the price, in the same currency")]
    CompareAt {
        /// Which.
        index: usize,
    },
    /// The merchant's own currency, which the variant itself is priced in, or one that was named before.
    #[error("each further currency once, and not the merchant's own")]
    Currency {
        /// Which.
        index: usize,
    },
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Sets the prices of a variant in further currencies; those not given are gone. What is as before is neither written nor
/// logged.
///
/// # Errors
/// See [`PricesError`]; nothing has changed then.
pub async fn set(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    variant: VariantId,
    prices: Vec<Price>,
) -> Result<(), PricesError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    check(&prices)?;
    let detail: Vec<&str> = prices.iter().map(|price| price.price.currency.code()).collect();
    let line = staff_log::line(ctx, permit.by(), merchant, "prices.set", variant, detail.join(" "));
    let now = ctx.now();
    ctx.db()
        .write("set_prices", move |tx| {
            variants::lock_reserved(tx, merchant, variant)?.ok_or(PricesError::Unknown)?;
            let product = variants::product_of(tx, merchant, variant)?.ok_or(PricesError::Unknown)?;
            let seller = store::merchants::by_id(tx, merchant)?.ok_or(PricesError::Unknown)?;
            let own = seller.profile.currency;
            if let Some(index) = prices.iter().position(|price| price.price.currency == own) {
                return Err(PricesError::Currency { index });
            }
            // A checkout in a further currency is guarded by the pricing version alone (I7).
            if variants::set_more_prices(tx, merchant, variant, &prices)? {
                store::merchants::bump_pricing(tx, merchant)?;
                staff_actions::note(tx, &line)?;
                changes::note(tx, ChangeKind::Product, product.0, merchant.0, now)?;
            }
            Ok(())
        })
        .await
}

pub(crate) fn check(prices: &[Price]) -> Result<(), PricesError> {
    if prices.len() > PRICES_MAX {
        return Err(PricesError::TooMany);
    }
    for (index, price) in prices.iter().enumerate() {
        if !(0..=PRICE_MAX).contains(&price.price.amount) {
            return Err(PricesError::Range { index });
        }
        let is_higher = |compare_at: domain::money::Money| {
            compare_at.checked_cmp(price.price).is_ok_and(std::cmp::Ordering::is_gt)
        };
        if price.compare_at.is_some_and(|compare_at| !is_higher(compare_at) || compare_at.amount > PRICE_MAX)
        {
            return Err(PricesError::CompareAt { index });
        }
        if prices[..index].iter().any(|before| before.price.currency == price.price.currency) {
            return Err(PricesError::Currency { index });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::money::{Currency, Money};

    use super::*;

    fn price(amount: i64, currency: &str, compare_at: Option<(i64, &str)>) -> Price {
        let money = |amount, code: &str| Money::new(amount, code.parse::<Currency>().unwrap());
        Price {
            price: money(amount, currency),
            compare_at: compare_at.map(|(amount, code)| money(amount, code)),
        }
    }

    #[test]
    fn each_currency_once_and_a_crossed_out_price_above_the_price() {
        assert!(check(&[price(0, "JPY", None), price(1_990, "KWD", Some((2_500, "KWD")))]).is_ok());
        assert!(matches!(check(&[price(-1, "JPY", None)]), Err(PricesError::Range { index: 0 })));
        for compare_at in [(1_990, "USD"), (1_000, "USD"), (3_000, "JPY")] {
            let refused = check(&[price(1, "JPY", None), price(1_990, "USD", Some(compare_at))]);
            assert!(matches!(refused, Err(PricesError::CompareAt { index: 1 })), "{compare_at:?}");
        }
        let twice = check(&[price(1, "JPY", None), price(2, "JPY", None)]);
        assert!(matches!(twice, Err(PricesError::Currency { index: 1 })));
    }
}
