//! Pricing a checkout by the one quote contract.

use std::sync::Arc;

use domain::checkout::{Agreed, Checkout, Purchase};
use domain::ids::MerchantId;
use domain::merchant::Pricing;
use domain::quote::{Destination, Quote, QuoteError, QuoteRequest, quote};
use store::DbError;

use crate::Ctx;

/// A price, or why there is none.
pub type Priced = Result<Quote, QuoteError>;

/// A merchant's tables. Kept in memory and compared by version: a change counts from its commit on.
pub(crate) async fn pricing(ctx: &Ctx, merchant: MerchantId) -> Result<Option<Arc<Pricing>>, DbError> {
    let known = ctx.memory().pricings.get(&merchant);
    let mark = ctx.memory().pricings.mark();
    let found = ctx
        .db()
        .read(move |conn| {
            let Some(version) = store::merchants::pricing_version(conn, merchant)? else { return Ok(None) };
            match known {
                Some(known) if known.merchant.pricing_version == version => Ok(Some(known)),
                Some(_) | None => Ok::<_, DbError>(store::merchants::pricing(conn, merchant)?.map(Arc::new)),
            }
        })
        .await?;
    if let Some(found) = &found {
        ctx.memory().pricings.put(mark, merchant, Arc::clone(found));
    }
    Ok(found)
}

/// Prices the checkout and writes down what would be agreed. A way of shipping that is no longer offered gives way
/// to the first that is.
pub(crate) fn set_price(checkout: &mut Checkout, purchase: &Purchase, pricing: &Pricing) -> Priced {
    let mut asked = request(checkout, purchase);
    let mut answer = quote(&asked, &pricing.shipping, &pricing.tax);
    if matches!(answer, Err(QuoteError::RateNotOffered(_))) {
        asked.chosen_rate = None;
        checkout.rate = None;
        answer = quote(&asked, &pricing.shipping, &pricing.tax);
    }
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

fn request(checkout: &Checkout, purchase: &Purchase) -> QuoteRequest {
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
