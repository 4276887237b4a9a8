//! Pricing a checkout by the one quote contract.

use std::sync::Arc;

use domain::checkout::{Agreed, Checkout, Purchase};
use domain::ids::{MerchantId, VariantId};
use domain::merchant::Pricing;
use domain::money::{Currency, Money};
use domain::quote::{
    Destination, Quote, QuoteError, QuoteRequest, quote, quote_answered, quote_without_answer,
};
use store::DbError;

use crate::Ctx;
use crate::callbacks::Heard;
use crate::memory::Mark;

/// A price, or why there is none.
pub type Priced = Result<Quote, QuoteError>;

/// Merchants' tables, for use within a read. Kept in memory and compared by version: a change counts from its commit
/// on.
pub(crate) struct Tables {
    ctx: Ctx,
    mark: Mark,
}

impl Tables {
    /// To be taken before the read begins: what a change overtakes is used, but not kept.
    pub(crate) fn of(ctx: &Ctx) -> Self {
        Self { ctx: ctx.clone(), mark: ctx.memory().pricings.mark() }
    }

    /// One merchant's.
    pub(crate) fn merchant(
        &self,
        conn: &mut store::Conn,
        merchant: MerchantId,
    ) -> Result<Option<Arc<Pricing>>, DbError> {
        let Some(version) = store::merchants::pricing_version(conn, merchant)? else { return Ok(None) };
        self.merchant_at(conn, merchant, version)
    }

    /// One merchant's, of which the version was just read.
    pub(super) fn merchant_at(
        &self,
        conn: &mut store::Conn,
        merchant: MerchantId,
        version: i64,
    ) -> Result<Option<Arc<Pricing>>, DbError> {
        let pricings = &self.ctx.memory().pricings;
        if let Some(known) = pricings.get(&merchant).filter(|it| it.merchant.pricing_version == version) {
            return Ok(Some(known));
        }
        let found = store::merchants::pricing(conn, merchant)?.map(Arc::new);
        if let Some(found) = &found {
            pricings.put(self.mark, merchant, Arc::clone(found));
        }
        Ok(found)
    }
}

/// A merchant's tables, where nothing else is read with them.
pub(crate) async fn pricing(ctx: &Ctx, merchant: MerchantId) -> Result<Option<Arc<Pricing>>, DbError> {
    let tables = Tables::of(ctx);
    ctx.db().read(move |conn| tables.merchant(conn, merchant)).await
}

/// Prices the lines in `currency` where the merchant sells all of them in it; says whether it does. Nothing else is
/// priced yet.
pub(crate) async fn turn_to(
    ctx: &Ctx,
    checkout: &mut Checkout,
    pricing: &Pricing,
    currency: Currency,
) -> Result<bool, DbError> {
    if !pricing.sells_in(currency) {
        return Ok(false);
    }
    let wanted = checkout.clone();
    let prices = ctx
        .db()
        .read(move |conn| {
            let prices =
                wanted.lines.iter().map(|line| price_in(conn, wanted.merchant, line.variant, currency));
            prices.collect::<Result<Vec<_>, DbError>>()
        })
        .await?;
    let Some(prices) = prices.into_iter().collect::<Option<Vec<Money>>>() else { return Ok(false) };
    for (line, price) in checkout.lines.iter_mut().zip(prices) {
        line.unit_price = price;
    }
    checkout.currency = currency;
    Ok(true)
}

/// What a variant costs in `currency` now; none where it is not sold in it.
pub(crate) fn price_in(
    conn: &mut store::Conn,
    merchant: MerchantId,
    variant: VariantId,
    currency: Currency,
) -> Result<Option<Money>, DbError> {
    let own = store::selling::picked(conn, variant)?.map(|picked| picked.line.unit_price);
    if let Some(own) = own.filter(|own| own.currency == currency) {
        return Ok(Some(own));
    }
    let more = store::variants::more_prices(conn, merchant, variant)?;
    Ok(more.into_iter().map(|price| price.price).find(|price| price.currency == currency))
}

/// Prices the checkout by our tables and what was heard of the shop's program, and writes down what would be agreed. A
/// way of shipping that is no longer offered gives way to the first that is.
pub(crate) fn set_price(
    ctx: &Ctx,
    checkout: &mut Checkout,
    purchase: &Purchase,
    pricing: &Pricing,
    heard: Option<&Heard>,
) -> Priced {
    let mut asked = request(checkout, purchase);
    let priced = |asked: &QuoteRequest| match heard {
        None => quote(asked, &pricing.shipping, &pricing.tax),
        Some(Heard::Answered(answer)) => quote_answered(asked, &pricing.shipping, &pricing.tax, answer),
        Some(Heard::FellBack) => quote_without_answer(asked, &pricing.shipping, &pricing.tax),
        Some(Heard::Refused) => Err(QuoteError::NotAnswered),
    };
    let mut answer = priced(&asked);
    if matches!(answer, Err(QuoteError::RateNotOffered(_))) {
        asked.chosen_rate = None;
        checkout.rate = None;
        answer = priced(&asked);
    }
    // Before it is known where it goes, the total is not the one that is paid.
    let answer = answer.and_then(|quote| {
        if !quote.destination_missing {
            ctx.ports().payments.can_charge(quote.total)?;
        }
        Ok(quote)
    });
    checkout.agreed = answer.as_ref().ok().map(|quote| Agreed {
        provisional: quote.destination_missing || is_incomplete(checkout, purchase),
        ..Agreed::from(quote)
    });
    checkout.pricing_version = pricing.merchant.pricing_version;
    answer
}

/// A country alone gives an honest price; to send a parcel there must be an address.
fn is_incomplete(checkout: &Checkout, purchase: &Purchase) -> bool {
    purchase.email.is_empty()
        || (purchase.address.is_none() && checkout.lines.iter().any(|line| line.requires_shipping))
}

/// What is asked about a checkout: of our tables, and of the shop's program.
pub(crate) fn request(checkout: &Checkout, purchase: &Purchase) -> QuoteRequest {
    let destination =
        purchase.address.as_ref().map(domain::checkout::PostalAddress::destination).or_else(|| {
            purchase.country.map(|country| Destination { country, region: None, postal_code: None })
        });
    QuoteRequest {
        merchant: checkout.merchant,
        currency: checkout.currency,
        destination,
        lines: checkout.lines.iter().map(domain::checkout::CheckoutLine::to_quote_line).collect(),
        chosen_rate: checkout.rate,
    }
}
