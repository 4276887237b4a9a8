//! Products of a sales channel, page by page and by name.
//!
//! Prices and units move no date of a product, so that a sweep reads everything as well.

use app::ports::{GoodsPage, Link, Named, PlatformError, Wanted};
use domain::catalog::draft::{
    DraftStatus, FeedItem, OPTIONS_MAX, OptionName, OptionValue, ProductDraft, VariantDraft,
};
use domain::catalog::limits::{FIELD_BYTES_MAX, IMAGES_MAX, TITLE_BYTES_MAX, VARIANTS_MAX};
use domain::catalog::problem::{Problem, RowProblem};
use domain::catalog::values;
use serde_json::Value;

use super::api::key;
use super::shop::Medusa;
use super::stock::counted;
use super::wire::{Price, Product, Products, Variant};
use crate::platform::ask::Lost;
use crate::platform::goods::Source;
use crate::platform::place::Place;

/// Products on a page.
const PRODUCTS_MAX: usize = 50;
/// What is asked about a product.
const FIELDS: &str = "id,created_at,title,description,handle,status,thumbnail,*images,*tags,*options,*variants,\
    *variants.options,*variants.options.option,*variants.prices,variants.inventory_items.required_quantity,\
    variants.inventory_items.inventory.requires_shipping,*variants.inventory_items.inventory.location_levels";

impl Medusa {
    /// In the order in which they were made: what is deleted meanwhile moves nothing past us.
    pub(super) async fn goods_page(&self, link: &Link, wanted: &Wanted) -> Result<GoodsPage, PlatformError> {
        let places = self.places(&link.keys).await?;
        let place = Place::read(&wanted.cursor);
        let (from, skip) = (place.later_than(), place.skip.to_string());
        let mut take = PRODUCTS_MAX;
        loop {
            let limit = take.to_string();
            let mut fields = vec![
                ("sales_channel_id[]", link.keys.get(key::CHANNEL_ID)),
                ("fields", FIELDS),
                ("order", "created_at"),
                ("limit", &limit),
                ("offset", &skip),
            ];
            if let Some(from) = &from {
                fields.push(("created_at[$gt]", from));
            }
            let answered = match self.page(&link.keys, "/admin/products", &fields).await {
                // Products of very many variants: fewer at a time.
                Err(Lost::TooLarge) if take > 1 => {
                    take /= 2;
                    continue;
                }
                other => other?,
            };
            let as_of = answered.date()?;
            let page: Products = answered.read()?;
            let made = page.products.iter().map(|product| product.created_at);
            let next = (page.products.len() == take).then(|| place.after(made).to_string());
            // Later pages count only what is left.
            let total = wanted.cursor.is_empty().then_some(page.count);
            let items = page.products.iter().map(|product| item(link, product, &places)).collect();
            return Ok(GoodsPage { items, next, total, as_of });
        }
    }

    pub(super) async fn products_named(
        &self,
        link: &Link,
        products: &[String],
    ) -> Result<Vec<Named>, PlatformError> {
        if products.is_empty() {
            return Ok(Vec::new());
        }
        let places = self.places(&link.keys).await?;
        let limit = products.len().to_string();
        let mut fields = vec![
            ("sales_channel_id[]", link.keys.get(key::CHANNEL_ID)),
            ("fields", FIELDS),
            ("limit", &limit),
        ];
        fields.extend(products.iter().map(|id| ("id[]", id.as_str())));
        let page: Products = self.get(&link.keys, "/admin/products", &fields).await?.read()?;
        let named = products.iter().map(|id| {
            let found = page.products.iter().find(|product| product.id == *id);
            Named { product: id.clone(), item: found.map(|product| item(link, product, &places)) }
        });
        Ok(named.collect())
    }
}

fn item(link: &Link, product: &Product, places: &[String]) -> FeedItem {
    match draft(link, product, places) {
        Ok(draft) => FeedItem::Product(draft),
        Err(problem) => FeedItem::Refused(problem),
    }
}

fn draft(link: &Link, product: &Product, places: &[String]) -> Result<ProductDraft, RowProblem> {
    let source = Source { product: &product.id };
    let description = product.description.as_deref().unwrap_or_default();
    let window = link.keys.get(key::PRODUCT_PAGE);
    let page = window.replace("{handle}", product.handle.as_deref().unwrap_or_default());
    let mut draft = ProductDraft {
        external_id: product.id.clone(),
        line: 0,
        title: source.required("title", &product.title, TITLE_BYTES_MAX)?,
        description_html: source.text("description", description, FIELD_BYTES_MAX)?.unwrap_or_default(),
        vendor: None,
        product_type: None,
        tags: source.tags("tags", product.tags.iter().map(|tag| tag.value.as_str()))?,
        status: if product.status == "published" { DraftStatus::Active } else { DraftStatus::Draft },
        link: source.address(&page),
        options: options(source, product)?,
        images: Vec::new(),
        variants: Vec::new(),
    };
    let images = product.thumbnail.iter().chain(product.images.iter().map(|image| &image.url));
    for url in images.take(IMAGES_MAX).filter_map(|url| source.address(url)) {
        draft.add_image(url, None);
    }
    if product.variants.len() > VARIANTS_MAX {
        return Err(source.problem("variants", "", Problem::TooManyVariants { max: VARIANTS_MAX }));
    }
    for variant in &product.variants {
        draft.variants.push(self::variant(link, source, variant, &draft.options, places)?);
    }
    if draft.variants.is_empty() {
        // Nothing of it can be bought.
        return Err(source.problem("variants", "", Problem::Missing));
    }
    Ok(draft)
}

fn options(source: Source<'_>, product: &Product) -> Result<Vec<OptionName>, RowProblem> {
    if product.options.len() > OPTIONS_MAX {
        return Err(source.problem("options", "", Problem::OptionUnnamed));
    }
    let named = product.options.iter();
    named.map(|option| Ok(OptionName(source.required("options", &option.title, TITLE_BYTES_MAX)?))).collect()
}

fn variant(
    link: &Link,
    source: Source<'_>,
    variant: &Variant,
    options: &[OptionName],
    places: &[String],
) -> Result<VariantDraft, RowProblem> {
    let code = link.currency.code();
    let usual =
        variant.prices.iter().find(|price| price.currency_code.eq_ignore_ascii_case(code) && is_usual(price));
    let usual = usual.ok_or_else(|| source.problem("prices", code, Problem::Missing))?;
    let mut option_values = Vec::new();
    for name in options {
        let is_of = |value: &&super::wire::OptionValue| {
            value.option.as_ref().is_some_and(|option| option.title.trim() == name.0)
        };
        if let Some(value) = variant.options.iter().find(is_of) {
            let value = source.required(&name.0, &value.value, TITLE_BYTES_MAX)?;
            option_values.push(OptionValue { name: name.clone(), value });
        }
    }
    let codes = [&variant.ean, &variant.upc, &variant.barcode];
    let barcode = codes.into_iter().flatten().find(|code| values::gtin(code).is_ok());
    let inventory = variant.shelf.inventory_items.iter().filter_map(|item| item.inventory.as_ref());
    let mut travels = inventory.map(|inventory| inventory.requires_shipping.unwrap_or(true)).peekable();
    Ok(VariantDraft {
        external_id: variant.id.clone(),
        line: 0,
        sku: source.name("sku", variant.sku.as_deref().unwrap_or_default())?,
        barcode: barcode.cloned(),
        option_values,
        price: source.price("prices", &usual.amount, link.currency)?,
        compare_at: None,
        sale: None,
        stock: counted(&variant.shelf, places),
        sells_past_zero: variant.shelf.allow_backorder,
        weight_grams: None,
        requires_shipping: travels.peek().is_none() || travels.any(|travels| travels),
        taxable: true,
        tax_code: None,
        image_url: None,
    })
}

/// What everybody pays for one.
fn is_usual(price: &Price) -> bool {
    let has_rules = match &price.rules {
        Some(Value::Object(rules)) => !rules.is_empty(),
        Some(_) | None => false,
    };
    price.min_quantity.is_none() && !has_rules
}
