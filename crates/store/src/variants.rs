//! Variants: what is stocked and bought. Units are reserved and taken by the checkout; here they are read, and
//! set by hand.

use domain::ids::{MerchantId, ProductId, VariantId};
use domain::money::{Currency, Money};
use domain::tax::TaxClass;
use domain::view::goods::{Price, Product, Stock, Variant};

use crate::{DbError, Param, Read, Row, Sql, Tx, sales};

/// Most variants of one product that are read; as many as an import takes.
pub const PRODUCT_VARIANTS_MAX: u32 = 2_048;

/// The active variants of `product`, by position, with all their prices.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn of_product(read: &mut impl Read, product: &Product) -> Result<Vec<Variant>, DbError> {
    let option_count = product.option_names.len();
    let mut variants = read.rows(
        "SELECT id, product_id, external_id, option1, option2, option3, sku, barcode, currency, price, compare_at,
                tax_class, weight_grams, requires_shipping, image_position, status, tracked, on_hand, reserved
           FROM variants
          WHERE merchant_id = $1
            AND product_id = $2
            AND status = 'active'
          ORDER BY position, id
          LIMIT $3",
        &[Param::id(product.merchant), Param::id(product.id), PRODUCT_VARIANTS_MAX.into()],
        |row| to_variant(row, option_count),
    )?;
    let more = read.rows(
        "SELECT p.variant_id, p.currency, p.price, p.compare_at
           FROM variants v
           JOIN variant_prices p ON p.merchant_id = v.merchant_id AND p.variant_id = v.id
          WHERE v.merchant_id = $1
            AND v.product_id = $2
          ORDER BY p.variant_id, p.currency",
        &[Param::id(product.merchant), Param::id(product.id)],
        |row| {
            let currency = row.word(1, "currency", |code| code.parse().ok())?;
            Ok((row.id::<VariantId>(0)?, to_price(row, currency, 2, 3)?))
        },
    )?;
    for (variant, price) in more {
        if let Some(variant) = variants.iter_mut().find(|known| known.id == variant) {
            variant.more_prices.push(price);
        }
    }
    Ok(variants)
}

/// The product that `variant` of `merchant` belongs to.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn product_of(
    read: &mut impl Read,
    merchant: MerchantId,
    variant: VariantId,
) -> Result<Option<ProductId>, DbError> {
    read.first(
        "SELECT product_id FROM variants WHERE merchant_id = $1 AND id = $2",
        &[Param::id(merchant), Param::id(variant)],
        |row| row.id(0),
    )
}

/// Locks a variant and says how many of its units are promised; none when there is no such variant.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn lock_reserved(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    variant: VariantId,
) -> Result<Option<i64>, DbError> {
    const LOCK: Sql = Sql {
        sqlite: "SELECT reserved FROM variants WHERE merchant_id = $1 AND id = $2",
        postgres: "SELECT reserved FROM variants WHERE merchant_id = $1 AND id = $2 FOR UPDATE",
    };
    tx.first(LOCK, &[Param::id(merchant), Param::id(variant)], |row| row.int(0))
}

/// Sets the units on the shelf, never below what is promised to open orders; `None` stops counting.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn set_stock(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    variant: VariantId,
    units: Option<i64>,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE variants
            SET tracked = $1,
                on_hand = CASE WHEN $2 < reserved THEN reserved ELSE $2 END,
                import_hash = 0
          WHERE merchant_id = $3
            AND id = $4",
        &[units.is_some().into(), units.unwrap_or_default().into(), Param::id(merchant), Param::id(variant)],
    )?;
    Ok(())
}

/// What is written of a variant that a person makes or edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantText<'a> {
    /// Its place among its siblings.
    pub position: u32,
    /// Its value for each option.
    pub options: [&'a str; 3],
    /// The merchant's stock-keeping unit.
    pub sku: &'a str,
    /// GTIN or the like.
    pub barcode: &'a str,
    /// What it costs.
    pub price: Price,
    /// What kind of goods.
    pub tax_class: TaxClass,
    /// Weight with packing.
    pub weight_grams: u32,
    /// Whether it travels.
    pub requires_shipping: bool,
}

/// Keeps a variant made by hand, with nothing on the shelf. Its external id is its own id.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn insert(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    product: ProductId,
    variant: VariantId,
    text: &VariantText<'_>,
) -> Result<(), DbError> {
    let external_id = variant.to_string();
    tx.execute(
        "INSERT INTO variants (id, merchant_id, product_id, external_id, position, option1, option2, option3, sku,
                               barcode, currency, price, compare_at, tax_class, weight_grams, requires_shipping,
                               tracked, on_hand)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1, 0)",
        &[
            Param::id(variant),
            Param::id(merchant),
            Param::id(product),
            (&external_id).into(),
            text.position.into(),
            text.options[0].into(),
            text.options[1].into(),
            text.options[2].into(),
            text.sku.into(),
            text.barcode.into(),
            text.price.price.currency.code().into(),
            text.price.price.amount.into(),
            text.price.compare_at.map(|money| money.amount).into(),
            text.tax_class.as_str().into(),
            text.weight_grams.into(),
            text.requires_shipping.into(),
        ],
    )?;
    Ok(())
}

/// Changes what a variant of `product` says; a sale of it ends when its price becomes another. Says whether it exists.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn update(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    product: ProductId,
    variant: VariantId,
    text: &VariantText<'_>,
) -> Result<bool, DbError> {
    let price = text.price.price;
    let kept = tx.first(
        "SELECT currency, price, compare_at FROM variants WHERE merchant_id = $1 AND id = $2",
        &[Param::id(merchant), Param::id(variant)],
        |row| Ok((row.text(0)?, row.int(1)?, row.opt_int(2)?)),
    )?;
    let given = (price.currency.code().to_owned(), price.amount, text.price.compare_at.map(|it| it.amount));
    if kept.is_some_and(|kept| kept != given) {
        sales::replace(tx, merchant, &[variant], &[])?;
    }
    let changed = tx.execute(
        "UPDATE variants
            SET position = $1, option1 = $2, option2 = $3, option3 = $4, sku = $5, barcode = $6, currency = $7,
                price = $8, compare_at = $9, tax_class = $10, weight_grams = $11, requires_shipping = $12,
                status = 'active', import_hash = 0
          WHERE merchant_id = $13
            AND product_id = $14
            AND id = $15",
        &[
            text.position.into(),
            text.options[0].into(),
            text.options[1].into(),
            text.options[2].into(),
            text.sku.into(),
            text.barcode.into(),
            text.price.price.currency.code().into(),
            text.price.price.amount.into(),
            text.price.compare_at.map(|money| money.amount).into(),
            text.tax_class.as_str().into(),
            text.weight_grams.into(),
            text.requires_shipping.into(),
            Param::id(merchant),
            Param::id(product),
            Param::id(variant),
        ],
    )?;
    Ok(changed > 0)
}

/// Replaces what a variant costs in further currencies. Says whether anything changed.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn set_more_prices(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    variant: VariantId,
    prices: &[Price],
) -> Result<bool, DbError> {
    let before = more_prices(tx, merchant, variant)?;
    let mut wanted = prices.to_vec();
    wanted.sort_by_key(|price| price.price.currency.code());
    if before == wanted {
        return Ok(false);
    }
    for gone in before.iter().filter(|known| !wanted.contains(known)) {
        sales::forget_further(tx, merchant, variant, gone.price.currency)?;
    }
    tx.execute(
        "DELETE FROM variant_prices WHERE merchant_id = $1 AND variant_id = $2",
        &[Param::id(merchant), Param::id(variant)],
    )?;
    for Price { price, compare_at } in &wanted {
        tx.execute(
            "INSERT INTO variant_prices (merchant_id, variant_id, currency, price, compare_at)
             VALUES ($1, $2, $3, $4, $5)",
            &[
                Param::id(merchant),
                Param::id(variant),
                price.currency.code().into(),
                price.amount.into(),
                compare_at.map(|money| money.amount).into(),
            ],
        )?;
    }
    Ok(true)
}

/// What a variant costs in further currencies, by code.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn more_prices(
    read: &mut impl Read,
    merchant: MerchantId,
    variant: VariantId,
) -> Result<Vec<Price>, DbError> {
    read.rows(
        "SELECT currency, price, compare_at
           FROM variant_prices
          WHERE merchant_id = $1
            AND variant_id = $2
          ORDER BY currency",
        &[Param::id(merchant), Param::id(variant)],
        |row| {
            let currency = row.word(0, "currency", |code| code.parse().ok())?;
            to_price(row, currency, 1, 2)
        },
    )
}

/// Forgets all prices of a merchant in a currency it no longer sells in.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn forget_prices(tx: &mut Tx<'_>, merchant: MerchantId, currency: Currency) -> Result<u64, DbError> {
    tx.execute(
        "DELETE FROM variant_sale_prices WHERE merchant_id = $1 AND currency = $2",
        &[Param::id(merchant), currency.code().into()],
    )?;
    tx.execute(
        "DELETE FROM variant_prices WHERE merchant_id = $1 AND currency = $2",
        &[Param::id(merchant), currency.code().into()],
    )
}

/// Stops selling a variant; its orders keep it.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn archive(tx: &mut Tx<'_>, merchant: MerchantId, variant: VariantId) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE variants SET status = 'archived', import_hash = 0 WHERE merchant_id = $1 AND id = $2",
        &[Param::id(merchant), Param::id(variant)],
    )?;
    Ok(changed > 0)
}

/// A merchant's counted variants with at most so many units left as its settings call low, sold-out ones first.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn low_stock_count(read: &mut impl Read, merchant: MerchantId) -> Result<(u32, u32), DbError> {
    read.one(
        "a count",
        "SELECT count(*) FILTER (WHERE v.on_hand <= v.reserved),
                count(*) FILTER (WHERE v.on_hand > v.reserved AND v.on_hand - v.reserved <= m.low_stock_at)
           FROM merchants m
           JOIN products p ON p.merchant_id = m.id AND p.status = 'active'
           JOIN variants v ON v.merchant_id = p.merchant_id AND v.product_id = p.id
          WHERE m.id = $1
            AND v.status = 'active'
            AND v.tracked = 1",
        &[Param::id(merchant)],
        |row| Ok((row.count(0)?, row.count(1)?)),
    )
}

fn to_variant(row: &Row<'_>, option_count: usize) -> Result<Variant, DbError> {
    let currency = row.word(8, "currency", |code| code.parse().ok())?;
    let stock = if row.flag(16)? {
        Stock::Units { on_hand: row.int(17)?, reserved: row.int(18)? }
    } else {
        Stock::NotTracked
    };
    Ok(Variant {
        id: row.id(0)?,
        product: row.id(1)?,
        external_id: row.text(2)?,
        options: (3..6).take(option_count).map(|column| row.text(column)).collect::<Result<_, _>>()?,
        sku: row.text(6)?,
        barcode: row.text(7)?,
        price: to_price(row, currency, 9, 10)?,
        more_prices: Vec::new(),
        tax_class: row.word(11, "tax class", |word| word.parse().ok())?,
        weight_grams: row.count(12)?,
        requires_shipping: row.flag(13)?,
        image_position: row.opt_int(14)?.and_then(|position| u32::try_from(position).ok()),
        active: row.str(15)? == "active",
        stock,
    })
}

fn to_price(row: &Row<'_>, currency: Currency, price: usize, compare_at: usize) -> Result<Price, DbError> {
    Ok(Price {
        price: Money::new(row.int(price)?, currency),
        compare_at: row.opt_int(compare_at)?.map(|amount| Money::new(amount, currency)),
    })
}
