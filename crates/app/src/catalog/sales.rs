//! Lower prices for a time: set and ended by hand, and turned by a reconciler when their time has come.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::{MerchantId, ProductId, VariantId};
use domain::money::{Currency, Money};
use domain::view::goods::{Goods, Price};
use jiff::Timestamp;
use store::changes::{self, ChangeKind};
pub use store::sales::VariantSale;
use store::sales::{self, FurtherSale, Sale};
use store::{DbError, products, staff_actions};

use crate::Ctx;
use crate::staff_log::{self, permitted};

/// The most that a sale takes off in percent: goods that cost nothing are no sale.
pub const PERCENT_MAX: u32 = 99;

/// What a sale costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SalePrices {
    /// So many percent less, of every variant and in every currency it has a price in.
    PercentOff(u32),
    /// What each variant costs, in the shop's currency and in further ones. A currency that is not named is sold at its
    /// normal price.
    Each(Vec<(VariantId, Money)>),
}

/// A sale of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleTerms {
    /// First instant; none for at once.
    pub starts_at: Option<Timestamp>,
    /// First instant after.
    pub ends_at: Timestamp,
    /// What it costs.
    pub prices: SalePrices,
}

/// Why a sale was not set.
#[derive(Debug, thiserror::Error)]
pub enum SaleError {
    /// There is no such product, or it has no such variant.
    #[error("there is no such product or variant")]
    Unknown,
    /// Not from 1 to [`PERCENT_MAX`].
    #[error("a sale takes off from 1 to {PERCENT_MAX} percent")]
    Percent,
    /// It ends before it begins, or is over.
    #[error("a sale ends after it begins, and not in the past")]
    Times,
    /// Nothing would cost less.
    #[error("a sale lowers at least one price")]
    Empty,
    /// Not lower than the normal price, or the variant has none in this currency, or it stands twice.
    #[error("the sale's price must be lower than the normal price in {currency}")]
    Price {
        /// Of which variant.
        variant: VariantId,
        /// In which currency.
        currency: Currency,
    },
    /// A further currency alone cannot be on sale.
    #[error("a variant on sale has a sale's price in the shop's own currency")]
    OwnMissing {
        /// Which variant.
        variant: VariantId,
    },
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The sales of a product's variants.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn view(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    product: ProductId,
) -> Result<Vec<VariantSale>, DbError> {
    of_product(ctx, permitted(permit, MerchantAct::ViewCatalog), product).await
}

async fn of_product(
    ctx: &Ctx,
    merchant: MerchantId,
    product: ProductId,
) -> Result<Vec<VariantSale>, DbError> {
    ctx.db()
        .read(move |conn| {
            let Some(seller) = store::merchants::by_id(conn, merchant)? else { return Ok(Vec::new()) };
            sales::of_product(conn, merchant, product, seller.profile.currency)
        })
        .await
}

/// Puts a product on sale, in place of any sale that it has. Gives the sale as it is then.
///
/// # Errors
/// See [`SaleError`]; nothing has changed then.
pub async fn set(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    product: ProductId,
    terms: SaleTerms,
) -> Result<Vec<VariantSale>, SaleError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    let now = ctx.now();
    let starts_at = terms.starts_at.unwrap_or(now);
    if terms.ends_at <= starts_at || terms.ends_at <= now {
        return Err(SaleError::Times);
    }
    if matches!(terms.prices, SalePrices::PercentOff(percent) if !(1..=PERCENT_MAX).contains(&percent)) {
        return Err(SaleError::Percent);
    }
    let line = staff_log::line(ctx, permit.by(), merchant, "sale.set", product, "");
    ctx.db()
        .write("set_sale", move |tx| {
            // What is normal is known once a sale that runs has ended.
            stop_all(tx, merchant, product)?;
            let goods = products::goods(tx, merchant, product)?.ok_or(SaleError::Unknown)?;
            let lowered = lowered(&goods, &terms.prices)?;
            let variants: Vec<VariantId> = lowered.iter().map(|(variant, _)| *variant).collect();
            let rows = lowered.iter().map(|(variant, prices)| {
                let (price, usual) = prices[0];
                Sale {
                    variant: *variant,
                    price: price.amount,
                    usual_price: usual.price.amount,
                    usual_compare_at: usual.compare_at.map(|money| money.amount),
                    starts_at,
                    ends_at: terms.ends_at,
                    running: false,
                }
            });
            sales::replace(tx, merchant, &variants, &rows.collect::<Vec<_>>())?;
            let further = lowered.iter().flat_map(|(variant, prices)| {
                let variant = *variant;
                prices[1..].iter().map(move |(price, usual)| FurtherSale {
                    variant,
                    price: *price,
                    usual: *usual,
                })
            });
            sales::insert_further(tx, merchant, &further.collect::<Vec<_>>())?;
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Product, product.0, merchant.0, now)?;
            Ok::<_, SaleError>(())
        })
        .await?;
    turn(ctx).await?;
    Ok(of_product(ctx, merchant, product).await?)
}

/// Ends a product's sale, or takes it back before it begins. Says whether there was one.
///
/// # Errors
/// `Unknown` when there is no such product; nothing has changed then.
pub async fn end(ctx: &Ctx, permit: &Permit<AtMerchant>, product: ProductId) -> Result<bool, SaleError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    let line = staff_log::line(ctx, permit.by(), merchant, "sale.end", product, "");
    let now = ctx.now();
    ctx.db()
        .write("end_sale", move |tx| {
            if !stop_all(tx, merchant, product)? {
                return Ok(false);
            }
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Product, product.0, merchant.0, now)?;
            Ok(true)
        })
        .await
}

/// Ends whatever sale a product has; it is locked from then on. Says whether there was one.
fn stop_all(tx: &mut store::Tx<'_>, merchant: MerchantId, product: ProductId) -> Result<bool, SaleError> {
    if !products::lock(tx, merchant, product)? {
        return Err(SaleError::Unknown);
    }
    store::import_goods::lock_variants(tx, merchant, &[product])?;
    let seller = store::merchants::by_id(tx, merchant)?.ok_or(SaleError::Unknown)?;
    let known = sales::of_product(tx, merchant, product, seller.profile.currency)?;
    let variants: Vec<_> = known.iter().map(|sale| (merchant, sale.variant)).collect();
    sales::stop(tx, &variants)?;
    Ok(!known.is_empty())
}

/// A variant with what it costs on sale and usually, its own currency first.
type Lowered = (VariantId, Vec<(Money, Price)>);

/// What each variant costs on sale; those of which nothing gets cheaper are left out.
fn lowered(goods: &Goods, prices: &SalePrices) -> Result<Vec<Lowered>, SaleError> {
    let mut all: Vec<Lowered> = Vec::new();
    match prices {
        SalePrices::PercentOff(percent) => {
            for variant in &goods.variants {
                let usual = std::iter::once(&variant.price).chain(&variant.more_prices);
                let lower: Vec<(Money, Price)> = usual.filter_map(|usual| less(*usual, *percent)).collect();
                // Too small to be lowered in the shop's own currency: a sale in the others alone cannot be.
                if lower.first().is_some_and(|(price, _)| price.currency == variant.price.price.currency) {
                    all.push((variant.id, lower));
                }
            }
        }
        SalePrices::Each(given) => {
            for (id, price) in given {
                let variant =
                    goods.variants.iter().find(|variant| variant.id == *id).ok_or(SaleError::Unknown)?;
                let wrong = SaleError::Price { variant: *id, currency: price.currency };
                let Some(usual) = variant.price_in(price.currency) else { return Err(wrong) };
                if price.amount < 1 || price.amount >= usual.price.amount {
                    return Err(wrong);
                }
                let index = all.iter().position(|(known, _)| known == id).unwrap_or_else(|| {
                    all.push((*id, Vec::new()));
                    all.len() - 1
                });
                let kept = &mut all[index].1;
                if kept.iter().any(|(known, _)| known.currency == price.currency) {
                    return Err(wrong);
                }
                let is_own = price.currency == variant.price.price.currency;
                kept.insert(if is_own { 0 } else { kept.len() }, (*price, usual));
            }
            for (id, prices) in &all {
                let own = goods.variants.iter().find(|variant| variant.id == *id);
                if own.is_none_or(|own| prices[0].0.currency != own.price.price.currency) {
                    return Err(SaleError::OwnMissing { variant: *id });
                }
            }
        }
    }
    if all.is_empty() { Err(SaleError::Empty) } else { Ok(all) }
}

/// So many percent less, halves of the smallest unit rounded up, and never nothing; none where nothing gets cheaper.
fn less(usual: Price, percent: u32) -> Option<(Money, Price)> {
    let left = i128::from(usual.price.amount) * i128::from(100 - percent.min(100));
    let amount = i64::try_from((left + 50) / 100).ok()?.max(1);
    (amount < usual.price.amount).then(|| (Money::new(amount, usual.price.currency), usual))
}

/// Sales that begin or end in one transaction.
const TURNED_AT_ONCE: u32 = 200;

/// Brings every price to what it is now. Says how many products changed. A reconciler: it asks nobody and may run as
/// often as it likes.
///
/// # Errors
/// [`DbError`] when the database refused; what was turned before stays.
pub async fn turn(ctx: &Ctx) -> Result<usize, DbError> {
    let mut turned = 0;
    loop {
        let now = ctx.now();
        if !ctx.db().read(move |conn| sales::any_due(conn, now)).await? {
            return Ok(turned);
        }
        let changed = ctx
            .db()
            .write("turn_sales", move |tx| {
                let mut changed = sales::end_due(tx, now, TURNED_AT_ONCE)?;
                changed.extend(sales::start_due(tx, now, TURNED_AT_ONCE)?);
                for (merchant, product) in &changed {
                    changes::note(tx, ChangeKind::Product, product.0, merchant.0, now)?;
                }
                Ok::<_, DbError>(changed.len())
            })
            .await?;
        turned += changed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_taken_off_to_the_smallest_unit_of_each_currency() {
        let less = |amount, code: &str, percent| {
            let price = Money::new(amount, code.parse().unwrap());
            less(Price { price, compare_at: None }, percent).map(|(lower, _)| lower.amount)
        };
        assert_eq!(less(2_490, "EUR", 20), Some(1_992));
        assert_eq!(less(2_495, "EUR", 15), Some(2_121), "2120.75 is rounded");
        assert_eq!(less(3_333, "JPY", 50), Some(1_667), "halves go up");
        assert_eq!(less(1_995, "KWD", 10), Some(1_796));
        assert_eq!((less(1, "EUR", 10), less(0, "EUR", 99)), (None, None), "nothing gets cheaper");
        assert_eq!(less(10, "EUR", 99), Some(1), "and nothing is given away");
    }
}
