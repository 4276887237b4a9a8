//! Products of a shop, page by page and by name.

use app::ports::{GoodsPage, Link, Named, PlatformError, Wanted};
use domain::catalog::draft::{
    DraftStatus, FeedItem, OPTIONS_MAX, OptionName, OptionValue, ProductDraft, VariantDraft,
};
use domain::catalog::limits::{FIELD_BYTES_MAX, IMAGES_MAX, TITLE_BYTES_MAX, VARIANTS_MAX};
use domain::catalog::problem::{Problem, RowProblem};
use serde::Deserialize;
use serde_json::{Value, json};

use super::amount::Scale;
use super::api::{Told, key};
use super::changed::later;
use super::shop::Vendure;
use super::stock::counted;
use super::wire::{Counting, List, Product, Variant};
use crate::platform::ask::Lost;
use crate::platform::goods::Source;
use crate::platform::place::Place;

/// Products on a page. A shop looks up the stock of each variant by itself, so that more of them take it too long.
pub(super) const PRODUCTS_MAX: usize = 50;

/// What is asked about a product.
const PRODUCTS: &str = "query ($options: ProductListOptions) {
  globalSettings { trackInventory outOfStockThreshold }
  products(options: $options) {
    totalItems
    items {
      id createdAt name slug description enabled
      featuredAsset { preview } assets { preview } facetValues { name } optionGroups { name }
      variants {
        id sku enabled price priceWithTax currencyCode
        trackInventory outOfStockThreshold useGlobalOutOfStockThreshold
        stockLevels { stockOnHand stockAllocated }
        options { name group { name } }
        featuredAsset { preview }
      }
    }
  }
}";

/// Products, and what holds for all their variants.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Goods {
    global_settings: Counting,
    products: List<Product>,
}

impl Vendure {
    pub(super) async fn goods_page(&self, link: &Link, wanted: &Wanted) -> Result<GoodsPage, PlatformError> {
        match wanted.since {
            Some(since) => self.changed_goods(link, since, &wanted.cursor).await,
            None => self.all_goods(link, &wanted.cursor).await,
        }
    }

    /// In the order in which they were made: what is deleted meanwhile moves nothing past us.
    async fn all_goods(&self, link: &Link, cursor: &str) -> Result<GoodsPage, PlatformError> {
        let place = Place::read(cursor);
        let mut take = PRODUCTS_MAX;
        loop {
            let filter = later(place, "createdAt");
            let options = json!({
                "filter": filter, "sort": { "createdAt": "ASC", "id": "ASC" },
                "skip": place.skip, "take": take,
            });
            let told: Told<Goods> = match self.products(link, &options).await {
                // Products of very many variants: fewer at a time.
                Err(Lost::TooLarge) if take > 1 => {
                    take /= 2;
                    continue;
                }
                other => other?,
            };
            let goods = told.data;
            let made = goods.products.items.iter().map(|product| product.created_at);
            let next = (goods.products.items.len() == take).then(|| place.after(made).to_string());
            // Later pages count only what is left.
            let total = cursor.is_empty().then_some(goods.products.total_items);
            return Ok(GoodsPage { items: items(link, &goods), next, total, as_of: told.at });
        }
    }

    pub(super) async fn products_named(
        &self,
        link: &Link,
        products: &[String],
    ) -> Result<Vec<Named>, PlatformError> {
        let mut named = Vec::with_capacity(products.len());
        for some in products.chunks(PRODUCTS_MAX) {
            let options = json!({ "filter": { "id": { "in": some } }, "take": some.len() });
            let goods = self.products(link, &options).await?.data;
            named.extend(some.iter().map(|id| {
                let found = goods.products.items.iter().find(|product| product.id == *id);
                let item = found.map(|product| item(link, product, &goods.global_settings));
                Named { product: id.clone(), item }
            }));
        }
        Ok(named)
    }

    async fn products(&self, link: &Link, options: &Value) -> Result<Told<Goods>, Lost> {
        let variables = json!({ "options": options });
        let request = self.request(&link.keys, PRODUCTS, variables).map_err(Lost::Means)?.harmless();
        let answered = request.send(&*self.http).await?;
        let at = answered.date().map_err(Lost::Means)?;
        let data = self.read(&link.keys, answered).await.map_err(Lost::Means)?;
        Ok(Told { data, at })
    }
}

fn items(link: &Link, goods: &Goods) -> Vec<FeedItem> {
    goods.products.items.iter().map(|product| item(link, product, &goods.global_settings)).collect()
}

fn item(link: &Link, product: &Product, usual: &Counting) -> FeedItem {
    match draft(link, product, usual) {
        Ok(draft) => FeedItem::Product(draft),
        Err(problem) => FeedItem::Refused(problem),
    }
}

fn draft(link: &Link, product: &Product, usual: &Counting) -> Result<ProductDraft, RowProblem> {
    let source = Source { product: &product.id };
    let mut draft = ProductDraft {
        external_id: product.id.clone(),
        line: 0,
        title: source.required("name", &product.name, TITLE_BYTES_MAX)?,
        description_html: source
            .text("description", &product.description, FIELD_BYTES_MAX)?
            .unwrap_or_default(),
        vendor: None,
        product_type: None,
        tags: source.tags("facetValues", product.facet_values.iter().map(|facet| facet.name.as_str()))?,
        status: if product.enabled { DraftStatus::Active } else { DraftStatus::Draft },
        link: page(link, source, &product.slug),
        options: options(source, product)?,
        images: Vec::new(),
        variants: Vec::new(),
    };
    for image in product.featured_asset.iter().chain(&product.assets).take(IMAGES_MAX) {
        if let Some(url) = source.address(&image.preview) {
            draft.add_image(url, None);
        }
    }
    if product.variants.len() > VARIANTS_MAX {
        return Err(source.problem("variants", "", Problem::TooManyVariants { max: VARIANTS_MAX }));
    }
    for variant in product.variants.iter().filter(|variant| variant.enabled) {
        let read = self::variant(link, source, variant, usual, &draft.options)?;
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

/// Where the product is in the shop window, which is a program of the merchant's own.
fn page(link: &Link, source: Source<'_>, slug: &str) -> Option<String> {
    let template = link.keys.get(key::PRODUCT_PAGE);
    source.address(&template.replace("{slug}", slug))
}

fn options(source: Source<'_>, product: &Product) -> Result<Vec<OptionName>, RowProblem> {
    if product.option_groups.len() > OPTIONS_MAX {
        return Err(source.problem("optionGroups", "", Problem::OptionUnnamed));
    }
    let named = product.option_groups.iter();
    named
        .map(|group| Ok(OptionName(source.required("optionGroups", &group.name, TITLE_BYTES_MAX)?)))
        .collect()
}

fn variant(
    link: &Link,
    source: Source<'_>,
    variant: &Variant,
    usual: &Counting,
    options: &[OptionName],
) -> Result<VariantDraft, RowProblem> {
    if variant.currency_code != link.currency.code() {
        let reason = Problem::ForeignCurrency { expected: link.currency };
        return Err(source.problem("currencyCode", &variant.currency_code, reason));
    }
    let with_tax = link.keys.get(key::TAX) == key::INCLUDED;
    let said = if with_tax { variant.price_with_tax } else { variant.price };
    let scale = Scale::of(&link.keys, link.currency);
    let price = source.amount("price", &scale.text(said), link.currency)?;
    let mut option_values = Vec::new();
    for name in options {
        let value = variant.options.iter().find(|value| value.group.name.trim() == name.0);
        if let Some(value) = value {
            let value = source.required(&name.0, &value.name, TITLE_BYTES_MAX)?;
            option_values.push(OptionValue { name: name.clone(), value });
        }
    }
    Ok(VariantDraft {
        external_id: variant.id.clone(),
        line: 0,
        sku: source.name("sku", &variant.sku)?,
        barcode: None,
        option_values,
        price,
        compare_at: None,
        sale: None,
        stock: counted(&variant.shelf, usual),
        sells_past_zero: false,
        weight_grams: None,
        // A shop has no word for what does not travel.
        requires_shipping: true,
        taxable: true,
        tax_code: None,
        image_url: variant.featured_asset.as_ref().and_then(|image| source.address(&image.preview)),
    })
}
