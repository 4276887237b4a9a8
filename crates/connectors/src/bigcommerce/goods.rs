//! Products of a store, page by page and by name.
//!
//! Pages go by the id of the last product, not by number: what is deleted meanwhile moves nothing past us.

use app::ports::{GoodsPage, Link, Named, PlatformError, Wanted};
use domain::catalog::draft::{
    DraftStatus, FeedItem, OPTIONS_MAX, OptionName, OptionValue, ProductDraft, StockDraft, VariantDraft,
};
use domain::catalog::limits::{FIELD_BYTES_MAX, IMAGES_MAX, TITLE_BYTES_MAX, VARIANTS_MAX};
use domain::catalog::problem::{Problem, RowProblem};
use domain::catalog::values;

use super::api::{key, since};
use super::shop::BigCommerce;
use super::wire::{Paged, Product, Variant};
use crate::feed::grams;
use crate::platform::ask::Lost;
use crate::platform::goods::{Source, units};

/// The most that a page holds.
const LIMIT_MAX: u32 = 250;
/// What is asked along with a product.
const INCLUDE: &str = "variants,images";

impl BigCommerce {
    pub(super) async fn goods_page(&self, link: &Link, wanted: &Wanted) -> Result<GoodsPage, PlatformError> {
        let since = wanted.since.map(since);
        let mut limit = LIMIT_MAX;
        loop {
            let text = limit.to_string();
            let mut fields =
                vec![("include", INCLUDE), ("limit", text.as_str()), ("sort", "id"), ("direction", "asc")];
            if let Some(since) = &since {
                fields.push(("date_modified:min", since));
            }
            if !wanted.cursor.is_empty() {
                fields.push(("id:greater", &wanted.cursor));
            }
            match self.page(&link.keys, "/v3/catalog/products", &fields).await {
                // Products of very many variants: fewer at a time.
                Err(Lost::TooLarge) if limit > 1 => limit /= 2,
                Err(lost) => return Err(lost.into()),
                Ok(answered) => {
                    let as_of = answered.date()?;
                    let page: Paged<Product> = answered.read()?;
                    let total = page.meta.pagination.total;
                    let is_last = page.data.len() as u64 >= total;
                    let next = page.data.last().filter(|_| !is_last).map(|last| last.id.to_string());
                    // Later pages count only what is left.
                    let total = wanted.cursor.is_empty().then_some(total);
                    let items = page.data.iter().map(|product| item(link, product)).collect();
                    return Ok(GoodsPage { items, next, total, as_of });
                }
            }
        }
    }

    pub(super) async fn products_named(
        &self,
        link: &Link,
        products: &[String],
    ) -> Result<Vec<Named>, PlatformError> {
        let wanted = products.join(",");
        let limit = LIMIT_MAX.to_string();
        let fields = [("include", INCLUDE), ("id:in", wanted.as_str()), ("limit", limit.as_str())];
        let page: Paged<Product> = self.get(&link.keys, "/v3/catalog/products", &fields).await?.read()?;
        let named = products.iter().map(|id| {
            let found = page.data.iter().find(|product| product.id.to_string() == *id);
            Named { product: id.clone(), item: found.map(|product| item(link, product)) }
        });
        Ok(named.collect())
    }
}

fn item(link: &Link, product: &Product) -> FeedItem {
    match draft(link, product) {
        Ok(draft) => FeedItem::Product(draft),
        Err(problem) => FeedItem::Refused(problem),
    }
}

fn draft(link: &Link, product: &Product) -> Result<ProductDraft, RowProblem> {
    let id = product.id.to_string();
    let source = Source { product: &id };
    let window = link.keys.get(key::WINDOW).trim_end_matches('/');
    let page = product.custom_url.as_ref().map(|at| format!("{window}{}", at.url));
    let is_sold = product.is_visible && product.availability != "disabled";
    let mut draft = ProductDraft {
        external_id: id.clone(),
        line: 0,
        title: source.required("name", &product.name, TITLE_BYTES_MAX)?,
        description_html: source
            .text("description", &product.description, FIELD_BYTES_MAX)?
            .unwrap_or_default(),
        vendor: None,
        product_type: None,
        tags: source.tags("search_keywords", product.search_keywords.split(','))?,
        status: if is_sold { DraftStatus::Active } else { DraftStatus::Draft },
        link: page.and_then(|page| source.address(&page)),
        options: options(product),
        images: Vec::new(),
        variants: Vec::new(),
    };
    let mut images: Vec<_> = product.images.iter().collect();
    images.sort_by_key(|image| image.sort_order);
    for image in images.into_iter().take(IMAGES_MAX) {
        let url = if image.url_zoom.is_empty() { &image.url_standard } else { &image.url_zoom };
        if let Some(url) = source.address(url) {
            draft.add_image(url, source.text("image", &image.description, TITLE_BYTES_MAX)?);
        }
    }
    if product.variants.len() > VARIANTS_MAX {
        return Err(source.problem("variants", "", Problem::TooManyVariants { max: VARIANTS_MAX }));
    }
    for variant in product.variants.iter().filter(|variant| !variant.purchasing_disabled) {
        let read = self::variant(link, source, product, variant, &draft.options)?;
        if let Some(url) = &read.image_url {
            draft.add_image(url.clone(), None);
        }
        draft.variants.push(read);
    }
    if draft.variants.is_empty() {
        // Nothing of it can be bought.
        return Err(source.problem("variants", "", Problem::Missing));
    }
    Ok(draft)
}

/// What variants differ in, in the order of the first one that differs in anything.
fn options(product: &Product) -> Vec<OptionName> {
    let first = product.variants.iter().find(|variant| !variant.option_values.is_empty());
    let names = first.into_iter().flat_map(|variant| &variant.option_values);
    names.take(OPTIONS_MAX).map(|value| OptionName(value.option_display_name.trim().to_owned())).collect()
}

fn variant(
    link: &Link,
    source: Source<'_>,
    product: &Product,
    variant: &Variant,
    options: &[OptionName],
) -> Result<VariantDraft, RowProblem> {
    if variant.option_values.len() > OPTIONS_MAX {
        return Err(source.problem("options", "", Problem::OptionUnnamed));
    }
    let usual = variant.price.as_ref().or(product.price.as_ref());
    let now = variant.calculated_price.as_ref().or(usual);
    let now = now.ok_or_else(|| source.problem("price", "", Problem::Missing))?;
    let price = source.price("price", now, link.currency)?;
    // A price that was higher is shown beside it; one that reads badly is left away.
    let usual = usual.and_then(|usual| source.price("price", usual, link.currency).ok());
    let compare_at = usual.filter(|usual| usual.amount > price.amount);
    let mut option_values = Vec::new();
    for name in options {
        let value = variant.option_values.iter().find(|value| value.option_display_name.trim() == name.0);
        if let Some(value) = value {
            let value = source.required(&name.0, &value.label, TITLE_BYTES_MAX)?;
            option_values.push(OptionValue { name: name.clone(), value });
        }
    }
    let unit = match link.keys.get(key::WEIGHT) {
        "LBS" => "lb",
        "Ounces" => "oz",
        "Grams" => "g",
        _ => "kg",
    };
    let weight = variant.calculated_weight.as_ref().or(product.weight.as_ref());
    let barcode = variant.upc.as_deref().filter(|upc| values::gtin(upc).is_ok());
    Ok(VariantDraft {
        external_id: variant.id.to_string(),
        line: 0,
        sku: source.name("sku", variant.sku.as_deref().unwrap_or_default())?,
        barcode: barcode.map(str::to_owned),
        option_values,
        price,
        compare_at,
        sale: None,
        stock: counted(&product.inventory_tracking, product.inventory_level, variant.inventory_level),
        sells_past_zero: false,
        weight_grams: weight.and_then(|weight| grams(&weight.to_string(), unit)),
        requires_shipping: product.kind != "digital",
        taxable: true,
        tax_code: None,
        image_url: variant.image_url.as_deref().and_then(|url| source.address(url)),
    })
}

/// Units by the product's way of counting.
pub(super) fn counted(tracking: &str, of_product: i64, of_variant: i64) -> StockDraft {
    match tracking {
        "none" => StockDraft::NotTracked,
        "product" => StockDraft::Units(units(of_product)),
        "variant" => StockDraft::Units(units(of_variant)),
        // A way of counting that did not exist when this was written: what is known stays.
        _ => StockDraft::Unsaid,
    }
}
