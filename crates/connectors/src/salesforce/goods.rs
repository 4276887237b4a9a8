//! Products of a site: the merchant's search says which there are, the shop window says what they are.

use std::collections::HashMap;

use app::ports::{GoodsPage, Keys, Link, Named, PlatformError, Wanted};
use domain::catalog::draft::{
    DraftStatus, FeedItem, OPTIONS_MAX, OptionName, OptionValue, ProductDraft, StockDraft, VariantDraft,
};
use domain::catalog::limits::{FIELD_BYTES_MAX, IMAGES_MAX, NAME_BYTES_MAX, TITLE_BYTES_MAX, VARIANTS_MAX};
use domain::catalog::problem::{Problem, RowProblem};
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Number, json};

use super::api::key;
use super::shop::Salesforce;
use super::stock::IDS_MAX;
use super::wire::{Found, Listed, Product, Variant};
use crate::platform::ask::Answered;
use crate::platform::goods::Source;

/// What is asked along with a product.
const EXPAND: &str = "images,prices,variations";
/// The pictures that a product's page shows.
const VIEW: &str = "large";

impl Salesforce {
    /// A page as large as the shop window can be asked about at once.
    pub(super) async fn goods_page(&self, link: &Link, wanted: &Wanted) -> Result<GoodsPage, PlatformError> {
        let offset: u64 = wanted.cursor.parse().unwrap_or(0);
        let answered = self.search(&link.keys, wanted.since, offset).await?;
        let as_of = answered.date()?;
        let found: Found = answered.read()?;
        let ids: Vec<String> = found.hits.into_iter().map(|hit| hit.id).collect();
        let end = offset + ids.len() as u64;
        let items = self.shown(link, &ids).await?.into_iter().filter_map(|named| named.item).collect();
        let next = (end < found.total && !ids.is_empty()).then(|| end.to_string());
        Ok(GoodsPage { items, next, total: Some(found.total), as_of })
    }

    /// What is sold: single products and masters, whose variants stand with them.
    pub(super) async fn search(
        &self,
        keys: &Keys,
        since: Option<Timestamp>,
        offset: u64,
    ) -> Result<Answered, PlatformError> {
        let kinds = json!({ "termQuery": { "fields": ["type"], "operator": "one_of", "values": ["item", "master"] } });
        let query = match since {
            None => kinds,
            Some(since) => json!({ "filteredQuery": {
                "query": kinds,
                "filter": { "rangeFilter": { "field": "lastModified", "from": since.to_string() } },
            } }),
        };
        let body =
            json!({ "limit": IDS_MAX, "offset": offset, "query": query, "sorts": [{ "field": "id" }] });
        let address = self.address(keys, "/product/products/v1", "/product-search")?;
        self.send(keys, (Method::POST, address, key::ADMIN), &body).await
    }

    pub(super) async fn products_named(
        &self,
        link: &Link,
        products: &[String],
    ) -> Result<Vec<Named>, PlatformError> {
        let mut named = Vec::with_capacity(products.len());
        for some in products.chunks(IDS_MAX) {
            named.extend(self.shown(link, some).await?);
        }
        Ok(named)
    }

    /// Products as the shop window shows them; what is off line is not there.
    async fn shown(&self, link: &Link, ids: &[String]) -> Result<Vec<Named>, PlatformError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let joined = ids.join(",");
        let address = self.address(&link.keys, "/product/shopper-products/v1", "/products")?;
        let fields = [("ids", joined.as_str()), ("expand", EXPAND), ("currency", link.currency.code())];
        let listed: Listed<Product> = self.get(&link.keys, (address, key::SHOPPER), &fields).await?.read()?;
        let stocked: Vec<String> = listed.data.iter().flat_map(stocked).collect();
        let stock: HashMap<String, StockDraft> = self.stock_of(link, &stocked).await?.into_iter().collect();
        let named = ids.iter().map(|id| {
            let found = listed.data.iter().find(|product| product.id == *id);
            let item = found.map(|product| match draft(link, product, &stock) {
                Ok(draft) => FeedItem::Product(draft),
                Err(problem) => FeedItem::Refused(problem),
            });
            Named { product: id.clone(), item }
        });
        Ok(named.collect())
    }
}

/// The ids under which a product's units are counted.
fn stocked(product: &Product) -> Vec<String> {
    if product.variants.is_empty() {
        return vec![product.id.clone()];
    }
    product.variants.iter().map(|variant| variant.product_id.clone()).collect()
}

fn draft(
    link: &Link,
    product: &Product,
    stock: &HashMap<String, StockDraft>,
) -> Result<ProductDraft, RowProblem> {
    let source = Source { product: &product.id };
    if !product.currency.is_empty() && product.currency != link.currency.code() {
        let reason = Problem::ForeignCurrency { expected: link.currency };
        return Err(source.problem("currency", &product.currency, reason));
    }
    if product.variants.len() > VARIANTS_MAX {
        return Err(source.problem("variants", "", Problem::TooManyVariants { max: VARIANTS_MAX }));
    }
    let attributes: Vec<_> = product.variation_attributes.iter().take(OPTIONS_MAX).collect();
    let said = |name: &str, id: &str| if name.is_empty() { id.to_owned() } else { name.to_owned() };
    let options: Vec<OptionName> =
        attributes.iter().map(|attribute| OptionName(said(&attribute.name, &attribute.id))).collect();
    let text = if product.long_description.is_empty() {
        &product.short_description
    } else {
        &product.long_description
    };
    let mut draft = ProductDraft {
        external_id: source.required("id", &product.id, NAME_BYTES_MAX)?,
        line: 0,
        title: source.required("name", &product.name, TITLE_BYTES_MAX)?,
        description_html: source.text("longDescription", text, FIELD_BYTES_MAX)?.unwrap_or_default(),
        vendor: source.name("brand", &product.brand)?,
        product_type: None,
        tags: Vec::new(),
        status: DraftStatus::Active,
        link: source.address(&product.slug_url),
        options: options.clone(),
        images: Vec::new(),
        variants: Vec::new(),
    };
    let groups = &product.image_groups;
    let group = groups.iter().find(|group| group.view_type == VIEW).or(groups.first());
    for image in group.into_iter().flat_map(|group| &group.images).take(IMAGES_MAX) {
        if let Some(url) = source.address(&image.link) {
            draft.add_image(url, source.text("image", &image.alt, TITLE_BYTES_MAX)?);
        }
    }
    let one = |id: &str, price: Option<&Number>, option_values: Vec<OptionValue>| {
        let price = price.ok_or_else(|| source.problem("price", "", Problem::Missing))?;
        Ok(VariantDraft {
            external_id: source.required("productId", id, NAME_BYTES_MAX)?,
            line: 0,
            sku: source.name("productId", id)?,
            barcode: None,
            option_values,
            price: source.price("price", price, link.currency)?,
            compare_at: None,
            sale: None,
            stock: stock.get(id).copied().unwrap_or(StockDraft::OutOfStock),
            sells_past_zero: false,
            weight_grams: None,
            requires_shipping: true,
            taxable: true,
            tax_code: None,
            image_url: None,
        })
    };
    if product.variants.is_empty() {
        draft.variants.push(one(&product.id, product.price.as_ref(), Vec::new())?);
    }
    for variant in &product.variants {
        let mut values = Vec::new();
        for (attribute, name) in attributes.iter().zip(&options) {
            if let Some(value) = chosen(variant, &attribute.id) {
                let named = attribute.values.iter().find(|one| one.value == value);
                let shown = named.map_or(value.to_owned(), |one| said(&one.name, &one.value));
                let value = source.required(&attribute.id, &shown, NAME_BYTES_MAX)?;
                values.push(OptionValue { name: name.clone(), value });
            }
        }
        draft.variants.push(one(
            &variant.product_id,
            variant.price.as_ref().or(product.price.as_ref()),
            values,
        )?);
    }
    Ok(draft)
}

fn chosen<'v>(variant: &'v Variant, attribute: &str) -> Option<&'v str> {
    variant.variation_values.get(attribute).map(String::as_str).filter(|value| !value.is_empty())
}
