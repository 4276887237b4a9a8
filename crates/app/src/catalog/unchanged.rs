//! Whether a product's form says anything that is not stored already.

use domain::ids::{MerchantId, ProductId};
use domain::money::Currency;
use domain::view::goods::{Price, Stock, Variant};
use store::{DbError, Tx, products};

use super::products::{ProductForm, VariantForm};

/// Whether a form says nothing new of a product. The product is locked from then on.
pub(super) fn is_as_stored(
    tx: &mut Tx<'_>,
    (merchant, product): (MerchantId, ProductId),
    form: &ProductForm,
    listed: &[Currency],
) -> Result<bool, DbError> {
    products::lock(tx, merchant, product)?;
    let Some(stored) = products::goods(tx, merchant, product)? else { return Ok(false) };
    let text = &stored.product;
    let is_same = form.title == text.title
        && form.description.as_ref().is_none_or(|description| *description == text.description_html)
        && form.brand == text.brand
        && form.product_type == text.product_type
        && form.tags == text.tags
        && form.option_names == text.option_names
        && form.status == text.status
        && form.variants.len() == stored.variants.len();
    let mut variants = form.variants.iter().zip(&stored.variants);
    Ok(is_same && variants.all(|(given, stored)| is_variant_as_stored(given, stored, listed)))
}

fn is_variant_as_stored(given: &VariantForm, stored: &Variant, listed: &[Currency]) -> bool {
    let units = match stored.stock {
        Stock::NotTracked => None,
        Stock::Units { on_hand, .. } => Some(on_hand),
    };
    let by_code = |mut prices: Vec<Price>| {
        prices.sort_by_key(|price| price.price.currency.code());
        prices
    };
    let shown = stored.more_prices.iter().filter(|price| listed.contains(&price.price.currency));
    let shown = by_code(shown.copied().collect());
    given.id == Some(stored.id)
        && given.options == stored.options
        && given.sku == stored.sku
        && given.barcode == stored.barcode
        && (Price { price: given.price, compare_at: given.compare_at }) == stored.price
        && given.more_prices.as_ref().is_none_or(|prices| by_code(prices.clone()) == shown)
        && given.tax_class == stored.tax_class
        && given.weight_grams == stored.weight_grams
        && given.requires_shipping == stored.requires_shipping
        && given.units.over(units) == units
}
