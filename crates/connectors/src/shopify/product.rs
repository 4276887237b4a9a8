//! A product of a shop becomes a draft, or says what is wrong with it.

use app::ports::Link;
use domain::catalog::draft::{
    DraftStatus, FeedItem, OPTIONS_MAX, OptionName, OptionValue, ProductDraft, StockDraft, VariantDraft,
};
use domain::catalog::limits::{FIELD_BYTES_MAX, IMAGES_MAX, TITLE_BYTES_MAX, VARIANTS_MAX};
use domain::catalog::problem::{Problem, RowProblem};
use domain::catalog::values;
use domain::money::{Currency, Money};

use super::wire::{Product, Variant, Weight, number};
use crate::feed::grams;
use crate::platform::goods::{Source, decimal, units};

/// What the one variant of a product without options is called.
const NO_OPTION: (&str, &str) = ("Title", "Default Title");

pub(super) fn item(link: &Link, product: &Product) -> FeedItem {
    match draft(link, product) {
        Ok(draft) => FeedItem::Product(draft),
        Err(problem) => FeedItem::Refused(problem),
    }
}

fn draft(link: &Link, product: &Product) -> Result<ProductDraft, RowProblem> {
    let id = number(&product.id);
    let source = Source { product: id };
    let options = options(product);
    let mut draft = ProductDraft {
        external_id: id.to_owned(),
        line: 0,
        title: source.required("title", &product.title, TITLE_BYTES_MAX)?,
        description_html: source
            .text("descriptionHtml", &product.description_html, FIELD_BYTES_MAX)?
            .unwrap_or_default(),
        vendor: source.name("vendor", &product.vendor)?,
        product_type: source.name("productType", &product.product_type)?,
        tags: source.tags("tags", product.tags.iter().map(String::as_str))?,
        status: status(product),
        link: product.online_store_url.as_deref().and_then(|url| source.address(url)),
        options,
        images: Vec::new(),
        variants: Vec::new(),
    };
    for media in product.media.nodes.iter().take(IMAGES_MAX) {
        if let Some(url) = media.image.as_ref().and_then(|image| source.address(&image.url)) {
            let alt = media.alt.as_deref().unwrap_or_default();
            draft.add_image(url, source.text("media.alt", alt, TITLE_BYTES_MAX)?);
        }
    }
    if product.variants.nodes.len() > VARIANTS_MAX {
        return Err(source.problem("variants", "", Problem::TooManyVariants { max: VARIANTS_MAX }));
    }
    for variant in &product.variants.nodes {
        let read = self::variant(link.currency, source, variant, &draft.options)?;
        if let Some(url) = &read.image_url {
            draft.add_image(url.clone(), None);
        }
        draft.variants.push(read);
    }
    if draft.variants.is_empty() {
        return Err(source.problem("variants", "", Problem::Missing));
    }
    Ok(draft)
}

/// A gift card needs its code from Shopify, and what is sold by subscription only has no price of its own: neither can be
/// bought here.
fn status(product: &Product) -> DraftStatus {
    let is_hidden = product.published_on_publication == Some(false)
        || product.is_gift_card
        || product.requires_selling_plan;
    match product.status.as_str() {
        "ACTIVE" if !is_hidden => DraftStatus::Active,
        "ARCHIVED" => DraftStatus::Archived,
        // Drafts, what is shown by a link only, and whatever else Shopify may think of: not shown here.
        _ => DraftStatus::Draft,
    }
}

/// What variants differ in. Where they do not, Shopify has an option all the same, which nobody wants to choose from.
fn options(product: &Product) -> Vec<OptionName> {
    let is_none = |variant: &Variant| matches!(variant.selected_options.as_slice(), [only] if (only.name.as_str(), only.value.as_str()) == NO_OPTION);
    if product.variants.nodes.iter().all(is_none) {
        return Vec::new();
    }
    product.options.iter().take(OPTIONS_MAX).map(|option| OptionName(option.name.trim().to_owned())).collect()
}

fn variant(
    currency: Currency,
    source: Source<'_>,
    variant: &Variant,
    options: &[OptionName],
) -> Result<VariantDraft, RowProblem> {
    let price = price(source, &variant.price, currency)?;
    // A price that was higher is shown beside it; one that reads badly is left away.
    let usual = variant.compare_at_price.as_deref().and_then(|usual| decimal(usual, currency).ok());
    let mut option_values = Vec::new();
    for name in options {
        if let Some(option) = variant.selected_options.iter().find(|option| option.name.trim() == name.0) {
            let value = source.required(&name.0, &option.value, TITLE_BYTES_MAX)?;
            option_values.push(OptionValue { name: name.clone(), value });
        }
    }
    let barcode = variant.barcode.as_deref().filter(|barcode| values::gtin(barcode).is_ok());
    let listed = variant.media.nodes.first().and_then(|media| media.image.as_ref());
    let picture = listed.or(variant.image.as_ref());
    let item = &variant.inventory_item;
    Ok(VariantDraft {
        external_id: number(&variant.id).to_owned(),
        line: 0,
        sku: source.name("sku", variant.sku.as_deref().unwrap_or_default())?,
        barcode: barcode.map(str::to_owned),
        option_values,
        price,
        compare_at: usual.filter(|usual| usual.amount > price.amount),
        sale: None,
        stock: counted(item.tracked, variant.sellable_online_quantity),
        sells_past_zero: variant.inventory_policy == "CONTINUE",
        weight_grams: item.measurement.weight.as_ref().and_then(weight),
        requires_shipping: item.requires_shipping,
        taxable: variant.taxable,
        tax_code: None,
        image_url: picture.and_then(|image| source.address(&image.url)),
    })
}

fn price(source: Source<'_>, text: &str, currency: Currency) -> Result<Money, RowProblem> {
    let money = decimal(text, currency).map_err(|reason| source.problem("price", text, reason))?;
    values::price(money).map_err(|reason| source.problem("price", text, reason))
}

fn weight(weight: &Weight) -> Option<u32> {
    let unit = match weight.unit.as_str() {
        "GRAMS" => "g",
        "KILOGRAMS" => "kg",
        "OUNCES" => "oz",
        "POUNDS" => "lb",
        _ => return None,
    };
    grams(&weight.value.to_string(), unit)
}

/// Units, where they are counted at all.
pub(super) fn counted(is_tracked: bool, sellable: i64) -> StockDraft {
    if is_tracked { StockDraft::Units(units(sellable)) } else { StockDraft::NotTracked }
}
