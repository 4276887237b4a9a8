//! Products, variants, and a catalog that a seed makes. Amounts are ten-thousandths.

use crate::chance::Chance;

/// What is described.
#[derive(Debug, Clone)]
pub struct Product {
    /// The number in its id.
    pub id: u64,
    /// What buyers read.
    pub title: String,
    /// HTML.
    pub description: String,
    /// `ACTIVE`, `DRAFT`, `ARCHIVED` or `UNLISTED`.
    pub status: String,
    /// Whether it is sold through the app, where the app is a sales channel.
    pub is_published: bool,
    /// It is a gift card.
    pub is_gift_card: bool,
    /// It is sold by subscription only.
    pub is_subscription: bool,
    /// What variants differ in.
    pub options: Vec<String>,
    /// The ids of its variants.
    pub variants: Vec<u64>,
    /// Addresses of its pictures.
    pub pictures: Vec<String>,
    /// When it changed last.
    pub modified_ms: i64,
}

/// What is stocked.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The number in its id.
    pub id: u64,
    /// Its product.
    pub product: u64,
    /// The stock-keeping unit.
    pub sku: String,
    /// What it costs.
    pub price: i64,
    /// A higher price that it had before.
    pub compare_at: Option<i64>,
    /// Whether its units are counted.
    pub is_tracked: bool,
    /// It is sold when nothing is left, too.
    pub sells_past_zero: bool,
    /// Units that can be sold.
    pub available: i64,
    /// A value for each of the product's options.
    pub values: Vec<String>,
    /// Whether it travels.
    pub travels: bool,
    /// Weight in grams.
    pub grams: i64,
}

/// How many variants a seeded product has.
pub const VARIANTS_EACH: u64 = 10;

/// A catalog of so many variants, ten to a product but for the last, the same for the same seed.
#[must_use]
pub fn seeded(seed: u64, variants: u64, at_ms: i64) -> (Vec<Product>, Vec<Variant>) {
    let mut chance = Chance::new(seed);
    let mut products: Vec<Product> = Vec::new();
    let mut made = Vec::new();
    for number in 0..variants {
        let id = 40_000 + number;
        if number % VARIANTS_EACH == 0 {
            let id = 8_000 + number / VARIANTS_EACH;
            products.push(Product {
                id,
                title: format!("Thing {}", chance.letters(6)),
                description: "<p>A thing of the twin's.</p>".to_owned(),
                status: "ACTIVE".to_owned(),
                is_published: true,
                is_gift_card: false,
                is_subscription: false,
                options: vec!["Size".to_owned()],
                variants: Vec::new(),
                pictures: vec![format!("https://cdn.twin.example/{id}.jpg")],
                modified_ms: at_ms,
            });
        }
        let product = products.last_mut().expect("the first variant makes the first product");
        product.variants.push(id);
        made.push(Variant {
            id,
            product: product.id,
            sku: format!("T-{id}"),
            price: (1 + chance.below(20_000)) * 100,
            compare_at: None,
            is_tracked: true,
            sells_past_zero: false,
            available: 100 + chance.below(100),
            values: vec![format!("Size {}", number % VARIANTS_EACH)],
            travels: true,
            grams: 500,
        });
    }
    (products, made)
}
