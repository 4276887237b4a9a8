//! Pushes and what became of them, as the API speaks of them.

use app::channel::{
    self, Health, Name, NewImage, NewProduct, NewVariant, PriceRow, ProductResult, RowResult, RowStatus,
    Status, StockRow, Wrong,
};
use domain::channel::{PushHealth, Refusal};
use domain::view::goods::Price;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rest::callbacks::wire::Quotes;
use crate::rest::catalog::VariantPrice;
use crate::rest::each::{Each, Entry};
use crate::rest::openapi::FieldError;
use crate::rest::products::{said, yes};
use crate::rest::webhooks::wire::Webhook;
use crate::rest::wire::{Instant, Money, ProductId, VariantId};

/// Products as they are pushed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProductsPushed {
    /// From 1 to 250, no two of one name.
    #[schema(value_type = Vec<ProductPushed>, min_items = 1, max_items = 250)]
    pub products: Vec<Each<ProductPushed>>,
    /// As of when the stock in them is said; where a later word is known, that one stays. Without it the stock in them counts
    /// as it comes.
    pub stock_at: Option<Instant>,
}

/// A product as it is pushed: all of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProductPushed {
    /// What you call it. The same again is the same product.
    #[schema(example = "lamp-7")]
    pub external_id: String,
    /// What buyers read first.
    #[schema(example = "Lamp")]
    pub title: String,
    /// Text or simple HTML; what is not on the allow-list is taken out.
    #[serde(default)]
    pub description: String,
    /// The brand or maker.
    #[serde(default)]
    pub brand: String,
    /// Your own category.
    #[serde(default)]
    pub product_type: String,
    /// Your own keywords.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Its page in your shop.
    #[serde(default)]
    pub link: String,
    /// What variants differ in, up to three.
    #[serde(default)]
    pub option_names: Vec<String>,
    /// `active`, `draft` or `archived`; active when not said.
    #[serde(default)]
    #[schema(example = "active")]
    pub status: String,
    /// Pictures in their order; they are fetched once.
    #[serde(default)]
    pub images: Vec<ImagePushed>,
    /// From 1 to 2,048.
    #[schema(min_items = 1, max_items = 2048)]
    pub variants: Vec<VariantPushed>,
}

/// A picture as it is pushed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImagePushed {
    /// Where it is fetched, on the public internet.
    #[schema(example = "https://shop.example/lamp.jpg")]
    pub url: String,
    /// What it shows, for those who cannot see it.
    #[serde(default)]
    pub alt: String,
}

/// A variant as it is pushed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariantPushed {
    /// What you call it, unique in its product.
    #[schema(example = "lamp-7-red")]
    pub external_id: String,
    /// Your stock-keeping unit.
    #[serde(default)]
    pub sku: String,
    /// GTIN or the like.
    #[serde(default)]
    pub barcode: String,
    /// A value for each option name.
    #[serde(default)]
    pub options: Vec<String>,
    /// In the shop's own currency.
    pub price: Money,
    /// A higher price it was sold at before.
    pub compare_at: Option<Money>,
    /// All prices in further currencies; left out, they stay.
    pub prices: Option<Vec<VariantPrice>>,
    /// Units on the shelf; `null`: not counted. Left out, what is known stays, and a new variant is not counted.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i64>)]
    pub on_hand: Option<Option<i64>>,
    /// Weight with packing, in grams.
    #[serde(default)]
    pub weight_grams: u32,
    /// Whether it travels; yes when not said. No for a download.
    #[serde(default = "yes")]
    pub requires_shipping: bool,
    /// `standard`, `reduced` or `exempt`; standard when not said.
    #[serde(default)]
    #[schema(example = "standard")]
    pub tax_class: String,
    /// Which of the product's pictures shows it.
    #[serde(default)]
    pub image_url: String,
}

/// Stock as it is pushed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StockPushed {
    /// From 1 to 1,000.
    #[schema(value_type = Vec<StockRowPushed>, min_items = 1, max_items = 1000)]
    pub rows: Vec<Each<StockRowPushed>>,
}

/// How many there are of one variant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StockRowPushed {
    /// The product's external id, where the variant's alone is not enough.
    pub product: Option<String>,
    /// The variant's external id; this or `sku`.
    #[schema(example = "lamp-7-red")]
    pub variant: Option<String>,
    /// The stock-keeping unit.
    pub sku: Option<String>,
    /// Units on the shelf, those of open orders included; `null`: not counted.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    pub on_hand: Option<i64>,
    /// As of when, by your clock, with its fractions.
    pub at: Instant,
}

/// Prices as they are pushed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PricesPushed {
    /// From 1 to 1,000.
    #[schema(value_type = Vec<PriceRowPushed>, min_items = 1, max_items = 1000)]
    pub rows: Vec<Each<PriceRowPushed>>,
}

/// What one variant costs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PriceRowPushed {
    /// The product's external id, where the variant's alone is not enough.
    pub product: Option<String>,
    /// The variant's external id; this or `sku`.
    #[schema(example = "lamp-7-red")]
    pub variant: Option<String>,
    /// The stock-keeping unit.
    pub sku: Option<String>,
    /// In the shop's own currency.
    pub price: Money,
    /// A higher price it was sold at before; without one it had none.
    pub compare_at: Option<Money>,
    /// All prices in further currencies; left out, they stay.
    pub prices: Option<Vec<VariantPrice>>,
    /// As of when, by your clock, with its fractions.
    pub at: Instant,
}

/// What became of pushed products.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct ProductsTaken {
    /// One for each, in their order.
    pub results: Vec<ProductTaken>,
    /// How many are new.
    pub created: u32,
    /// How many are others now.
    pub changed: u32,
    /// How many are as they were.
    pub unchanged: u32,
    /// How many are wrong.
    pub refused: u32,
}

/// What became of one product.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProductTaken {
    /// What you call it.
    pub external_id: String,
    /// `created`, `changed`, `unchanged` or `refused`.
    #[schema(example = "created")]
    pub status: &'static str,
    /// Its id here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
    /// Everything that is wrong with it, by field; nothing of it was written then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldError>,
    /// What is other than you said, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub notes: Vec<FieldError>,
}

/// What became of pushed rows.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct RowsTaken {
    /// One for each, in their order.
    pub results: Vec<RowTaken>,
    /// How many changed something.
    pub changed: u32,
    /// How many said what was known.
    pub unchanged: u32,
    /// How many were older than what is known.
    pub stale: u32,
    /// How many are wrong.
    pub refused: u32,
}

/// What became of one row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowTaken {
    /// `changed`, `unchanged`, `stale` or `refused`.
    #[schema(example = "changed")]
    pub status: &'static str,
    /// The variant that was meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantId>,
    /// More units are promised to open orders than were said: the shelf holds exactly these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raised_to: Option<i64>,
    /// What is wrong, by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldError>,
}

/// How everything stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChannelHealth {
    /// Each kind of push that came within 30 days.
    pub pushes: Vec<PushStanding>,
    /// What was refused within the last 24 hours and was not pushed rightly since, the newest first; at most 100.
    pub refused: Vec<RefusalShown>,
    /// Where you are told of orders; `null` for a key that may not see it.
    pub webhooks: Option<Vec<Webhook>>,
    /// The program that is asked for quotes; `null` without one, and for a key that may not see it.
    pub quotes: Option<Quotes>,
    /// What to do, in sentences; none when all is well.
    pub advice: Vec<String>,
}

/// How one kind of push stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PushStanding {
    /// `products`, `stock` or `prices`.
    #[schema(example = "stock")]
    pub kind: &'static str,
    /// When it last came.
    pub last_at: Instant,
    /// Of the last 24 hours: made or changed.
    pub changed_of_day: i64,
    /// As they were.
    pub unchanged_of_day: i64,
    /// Older than what was known.
    pub stale_of_day: i64,
    /// Wrong.
    pub refused_of_day: i64,
}

/// Something that was refused.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RefusalShown {
    /// In a push of `products`, `stock` or `prices`.
    #[schema(example = "products")]
    pub kind: &'static str,
    /// What you call it.
    pub name: String,
    /// The field that is wrong.
    pub field: String,
    /// Why, and what to do.
    pub reason: String,
    /// When.
    pub refused_at: Instant,
}

impl Entry for ProductPushed {
    const NAMED_BY: &'static [&'static str] = &["external_id"];
}

impl Entry for StockRowPushed {
    const NAMED_BY: &'static [&'static str] = &["variant", "sku"];
}

impl Entry for PriceRowPushed {
    const NAMED_BY: &'static [&'static str] = &["variant", "sku"];
}

impl From<ProductPushed> for NewProduct {
    fn from(pushed: ProductPushed) -> Self {
        let images = pushed.images.into_iter().map(|image| NewImage { url: image.url, alt: image.alt });
        Self {
            external_id: pushed.external_id,
            title: pushed.title,
            description: pushed.description,
            brand: pushed.brand,
            product_type: pushed.product_type,
            tags: pushed.tags,
            link: pushed.link,
            option_names: pushed.option_names,
            status: pushed.status,
            images: images.collect(),
            variants: pushed.variants.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<VariantPushed> for NewVariant {
    fn from(pushed: VariantPushed) -> Self {
        Self {
            external_id: pushed.external_id,
            sku: pushed.sku,
            barcode: pushed.barcode,
            options: pushed.options,
            price: pushed.price.into(),
            compare_at: pushed.compare_at.map(Into::into),
            prices: pushed.prices.map(further),
            on_hand: pushed.on_hand,
            weight_grams: pushed.weight_grams,
            requires_shipping: pushed.requires_shipping,
            tax_class: pushed.tax_class,
            image_url: pushed.image_url,
        }
    }
}

fn further(prices: Vec<VariantPrice>) -> Vec<Price> {
    prices.into_iter().map(Into::into).collect()
}

fn name(product: Option<String>, variant: Option<String>, sku: Option<String>) -> Name {
    let trimmed = |text: Option<String>| text.map(|text| text.trim().to_owned());
    Name { product: trimmed(product), variant: trimmed(variant), sku: trimmed(sku) }
}

impl From<StockRowPushed> for StockRow {
    fn from(row: StockRowPushed) -> Self {
        Self { name: name(row.product, row.variant, row.sku), on_hand: row.on_hand, at: row.at.0 }
    }
}

impl From<PriceRowPushed> for PriceRow {
    fn from(row: PriceRowPushed) -> Self {
        Self {
            name: name(row.product, row.variant, row.sku),
            price: Price { price: row.price.into(), compare_at: row.compare_at.map(Into::into) },
            further: row.prices.map(further),
            at: row.at.0,
        }
    }
}

fn faults(wrong: Vec<Wrong>) -> Vec<FieldError> {
    wrong.into_iter().map(|wrong| FieldError { field: wrong.field, reason: wrong.reason }).collect()
}

impl From<ProductResult> for ProductTaken {
    fn from(result: ProductResult) -> Self {
        let note =
            |index: usize, reason: String| FieldError { field: format!("variants[{index}].on_hand"), reason };
        let raised = result.raised.iter().map(|(index, units)| {
            note(*index, format!("{units} units are promised to open orders; the shelf holds exactly these."))
        });
        let held = result
            .held
            .iter()
            .map(|index| note(*index, "A later word on this stock is known; that one stays.".to_owned()));
        Self {
            notes: raised.chain(held).collect(),
            external_id: result.external_id,
            status: match result.status {
                Status::Created => "created",
                Status::Changed => "changed",
                Status::Unchanged => "unchanged",
                Status::Refused => "refused",
            },
            product: result.product.map(Into::into),
            errors: faults(result.errors),
        }
    }
}

impl From<Vec<ProductResult>> for ProductsTaken {
    fn from(results: Vec<ProductResult>) -> Self {
        let mut taken = Self::default();
        for result in results {
            match result.status {
                Status::Created => taken.created += 1,
                Status::Changed => taken.changed += 1,
                Status::Unchanged => taken.unchanged += 1,
                Status::Refused => taken.refused += 1,
            }
            taken.results.push(result.into());
        }
        taken
    }
}

impl From<Vec<RowResult>> for RowsTaken {
    fn from(results: Vec<RowResult>) -> Self {
        let mut taken = Self::default();
        for result in results {
            let (status, count) = match result.status {
                RowStatus::Changed => ("changed", &mut taken.changed),
                RowStatus::Unchanged => ("unchanged", &mut taken.unchanged),
                RowStatus::Stale => ("stale", &mut taken.stale),
                RowStatus::Refused => ("refused", &mut taken.refused),
            };
            *count += 1;
            taken.results.push(RowTaken {
                status,
                variant: result.variant.map(Into::into),
                raised_to: result.raised_to,
                errors: faults(result.errors),
            });
        }
        taken
    }
}

impl From<Health> for ChannelHealth {
    fn from(health: channel::Health) -> Self {
        let push = |push: PushHealth| PushStanding {
            kind: push.kind.as_str(),
            last_at: push.last_at.into(),
            changed_of_day: push.of_day.changed,
            unchanged_of_day: push.of_day.unchanged,
            stale_of_day: push.of_day.stale,
            refused_of_day: push.of_day.refused,
        };
        let refusal = |refusal: Refusal| RefusalShown {
            kind: refusal.kind.as_str(),
            name: refusal.name,
            field: refusal.field,
            reason: refusal.reason,
            refused_at: refusal.refused_at.into(),
        };
        Self {
            pushes: health.pushes.into_iter().map(push).collect(),
            refused: health.refused.into_iter().map(refusal).collect(),
            webhooks: health.webhooks.map(|hooks| hooks.into_iter().map(Into::into).collect()),
            quotes: health.quotes.map(Quotes::from),
            advice: health.advice,
        }
    }
}
