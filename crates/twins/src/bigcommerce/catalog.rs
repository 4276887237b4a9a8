//! Products, variants, and a catalog that a seed makes.

use crate::chance::Chance;

/// How the store counts a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tracking {
    /// Not at all.
    None,
    /// All variants out of one number.
    Product,
    /// Each variant by itself.
    Variant,
}

impl Tracking {
    /// The store's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Tracking::None => "none",
            Tracking::Product => "product",
            Tracking::Variant => "variant",
        }
    }
}

/// What is described. Amounts are ten-thousandths.
#[derive(Debug, Clone)]
pub struct Product {
    /// The store's id.
    pub id: u64,
    /// What buyers read.
    pub name: String,
    /// HTML.
    pub description: String,
    /// Whether the shop window shows it.
    pub is_visible: bool,
    /// Whether it can be bought.
    pub is_available: bool,
    /// Whether it travels.
    pub is_physical: bool,
    /// How it is counted.
    pub tracking: Tracking,
    /// Units, where the product is counted as one.
    pub stock: i64,
    /// What a variant without a price of its own costs.
    pub price: i64,
    /// What variants differ in.
    pub options: Vec<String>,
    /// The ids of its variants.
    pub variants: Vec<u64>,
    /// Weight in the store's unit, in ten-thousandths.
    pub weight: i64,
    /// When it changed last.
    pub modified_ms: i64,
}

/// What is stocked.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The store's id.
    pub id: u64,
    /// Its product.
    pub product: u64,
    /// The stock-keeping unit.
    pub sku: String,
    /// Its own price.
    pub price: Option<i64>,
    /// A lower price that holds now.
    pub sale: Option<i64>,
    /// Units, where variants are counted.
    pub stock: i64,
    /// A value for each of the product's options.
    pub values: Vec<String>,
}

/// A catalog of so many variants, ten to a product but for the last, the same for the same seed.
#[must_use]
pub fn seeded(seed: u64, variants: u64, at_ms: i64) -> (Vec<Product>, Vec<Variant>) {
    let mut chance = Chance::new(seed);
    let mut products: Vec<Product> = Vec::new();
    let mut made = Vec::new();
    for number in 0..variants {
        let id = 1_000 + number;
        if number % 10 == 0 {
            products.push(Product {
                id: 100 + number / 10,
                name: format!("Thing {}", chance.letters(6)),
                description: "<p>A thing of the twin's.</p>".to_owned(),
                is_visible: true,
                is_available: true,
                is_physical: true,
                tracking: Tracking::Variant,
                stock: 0,
                price: (1 + chance.below(20_000)) * 100,
                options: vec!["Size".to_owned()],
                variants: Vec::new(),
                weight: 5_000,
                modified_ms: at_ms,
            });
        }
        let product = products.last_mut().expect("the first variant makes the first product");
        product.variants.push(id);
        made.push(Variant {
            id,
            product: product.id,
            sku: format!("T-{id}"),
            price: None,
            sale: None,
            stock: chance.below(100),
            values: vec![format!("Size {}", number % 10)],
        });
    }
    (products, made)
}
