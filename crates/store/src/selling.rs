//! What decides whether something may be sold at this moment: switches, merchants, offers, limits.

use domain::checkout::CheckoutLine;
use domain::ids::{AccountId, MerchantId, OfferId, ProductId, VariantId};
use domain::merchant::MerchantState;
use domain::money::{Currency, Money};
use domain::payee::Payee;
use domain::quantity::Quantity;
use domain::view::goods::Image;
use jiff::Timestamp;

use crate::{DbError, Param, Read, Sql, Tx};

/// A merchant's standing at the moment of a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MerchantStanding {
    /// Which.
    pub id: MerchantId,
    /// How far somebody vouches for it.
    pub state: MerchantState,
    /// Its switch is thrown.
    pub stopped: bool,
    /// The account that takes its money, and whether it can; where each merchant has one.
    pub payee: Payee,
    /// Version of its prices, shipping and tax.
    pub pricing_version: i64,
    /// Orders a day, for limited merchants.
    pub orders_per_day_max: Option<i64>,
}

const MERCHANTS: Sql = Sql {
    sqlite: "SELECT m.id, m.state, CASE WHEN k.subject IS NULL THEN 0 ELSE 1 END, m.pricing_version,
                    m.orders_per_day_max, m.payee, m.payee_takes
               FROM merchants m LEFT JOIN kill_switches k ON k.kind = 'merchant' AND k.subject = m.id
              WHERE m.id = $1 AND m.id = $2",
    postgres: "SELECT m.id, m.state, CAST(CASE WHEN k.subject IS NULL THEN 0 ELSE 1 END AS BIGINT),
                      m.pricing_version, m.orders_per_day_max, m.payee, m.payee_takes
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[]) AS u (merchant_id, id)
                 JOIN merchants m ON m.id = u.id
                 LEFT JOIN kill_switches k ON k.kind = 'merchant' AND k.subject = m.id
                ORDER BY m.id",
};

/// How these merchants stand. Ids must be sorted.
///
/// # Errors
/// What the engine refused.
pub fn merchants(tx: &mut Tx<'_>, ids: &[MerchantId]) -> Result<Vec<MerchantStanding>, DbError> {
    let keys: Vec<(i64, i64)> = ids.iter().map(|id| (id.0, id.0)).collect();
    tx.load_rows(MERCHANTS, &keys, |row| {
        Ok(MerchantStanding {
            id: row.id(0)?,
            state: row.word(1, "merchant state", MerchantState::from_word)?,
            stopped: row.flag(2)?,
            pricing_version: row.int(3)?,
            orders_per_day_max: row.opt_int(4)?,
            payee: Payee { account: row.text(5)?, takes: row.flag(6)? },
        })
    })
}

/// The server takes orders: its switch is not thrown.
///
/// # Errors
/// What the engine refused.
pub fn server_open(read: &mut impl Read) -> Result<bool, DbError> {
    let thrown =
        read.first("SELECT subject FROM kill_switches WHERE kind = 'server' AND subject = 0", &[], |_| {
            Ok(())
        })?;
    Ok(thrown.is_none())
}

/// An offer's standing at the moment of a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferStanding {
    /// Which.
    pub id: OfferId,
    /// Open, with no switch thrown.
    pub open: bool,
    /// Not before.
    pub starts_at: Option<Timestamp>,
    /// Not after.
    pub ends_at: Option<Timestamp>,
    /// Units one buyer may have.
    pub limit_per_buyer: Option<u32>,
}

impl OfferStanding {
    /// It can be bought at `now`.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.open && self.starts_at.is_none_or(|at| now >= at) && self.ends_at.is_none_or(|at| now < at)
    }
}

const OFFERS: Sql = Sql {
    sqlite: "SELECT o.id, CASE WHEN o.state = 'open' AND k.subject IS NULL THEN 1 ELSE 0 END, o.starts_at,
                    o.ends_at, o.limit_per_buyer
               FROM offers o LEFT JOIN kill_switches k ON k.kind = 'offer' AND k.subject = o.id
              WHERE o.merchant_id = $1 AND o.id = $2",
    postgres:
        "SELECT o.id, CAST(CASE WHEN o.state = 'open' AND k.subject IS NULL THEN 1 ELSE 0 END AS BIGINT),
                      o.starts_at, o.ends_at, o.limit_per_buyer
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[]) AS u (merchant_id, id)
                 JOIN offers o ON o.merchant_id = u.merchant_id AND o.id = u.id
                 LEFT JOIN kill_switches k ON k.kind = 'offer' AND k.subject = o.id
                ORDER BY o.id FOR UPDATE OF o",
};

/// How these offers stand, locked until the commit so that a limit per buyer holds across variants. Keys must be
/// sorted by offer.
///
/// # Errors
/// What the engine refused.
pub fn offers(tx: &mut Tx<'_>, keys: &[(MerchantId, OfferId)]) -> Result<Vec<OfferStanding>, DbError> {
    let keys: Vec<(i64, i64)> = keys.iter().map(|(merchant, offer)| (merchant.0, offer.0)).collect();
    tx.load_rows(OFFERS, &keys, |row| {
        let limit = row.opt_int(4)?;
        Ok(OfferStanding {
            id: row.id(0)?,
            open: row.flag(1)?,
            starts_at: row.opt_time(2)?,
            ends_at: row.opt_time(3)?,
            limit_per_buyer: limit.and_then(|limit| u32::try_from(limit).ok()),
        })
    })
}

/// Units of a product that a buyer holds or has, by account or by mail address.
///
/// # Errors
/// What the engine refused.
pub fn units_of_buyer(
    read: &mut impl Read,
    merchant: MerchantId,
    product: ProductId,
    account: Option<AccountId>,
    email: &str,
) -> Result<i64, DbError> {
    read.one(
        "units of a buyer",
        "SELECT CAST(coalesce(sum(l.quantity - l.refunded), 0) AS BIGINT)
           FROM orders o JOIN order_lines l ON l.merchant_id = o.merchant_id AND l.order_id = o.id
          WHERE (o.email = $1 OR o.account_id = $2) AND o.state <> 'canceled'
            AND l.merchant_id = $3 AND l.product_id = $4",
        &[email.into(), Param::opt_id(account), Param::id(merchant), Param::id(product)],
        |row| row.int(0),
    )
}

/// Orders a merchant took since `since` that are still alive.
///
/// # Errors
/// What the engine refused.
pub fn orders_since(read: &mut impl Read, merchant: MerchantId, since: Timestamp) -> Result<i64, DbError> {
    read.one(
        "orders of a day",
        "SELECT count(*) FROM orders WHERE merchant_id = $1 AND id >= $2 AND state <> 'canceled'",
        &[Param::id(merchant), domain::ids::floor_of_ms(since.as_millisecond()).into()],
        |row| row.int(0),
    )
}

/// A variant as a buyer picked it: enough for a line of a checkout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picked {
    /// Who sells.
    pub merchant: MerchantId,
    /// The line, with a quantity of one and neither offer nor post.
    pub line: CheckoutLine,
    /// Variant and product are active.
    pub active: bool,
    /// It is no draft.
    pub published: bool,
    /// How far somebody vouches for its merchant.
    pub seller: MerchantState,
    /// Which prices, shipping, tax and policies of its merchant hold.
    pub pricing_version: i64,
    /// Units free; `None` when they are not counted.
    pub free: Option<i64>,
}

/// The variant with this id, at its present price.
///
/// # Errors
/// What the engine refused.
pub fn picked(read: &mut impl Read, variant: VariantId) -> Result<Option<Picked>, DbError> {
    read.first(
        "SELECT v.merchant_id, v.product_id, v.id, p.title, v.option1, v.option2, v.option3, v.sku, v.currency,
                v.price, v.tax_class, v.weight_grams, v.requires_shipping, v.tracked, v.on_hand - v.reserved,
                v.status, p.status, m.state,
                (SELECT i.image_id FROM product_images i
                  WHERE i.merchant_id = v.merchant_id AND i.product_id = v.product_id AND i.image_id IS NOT NULL
                  ORDER BY CASE WHEN i.position = v.image_position THEN 0 ELSE 1 END, i.position LIMIT 1),
                m.pricing_version
           FROM variants v
           JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
           JOIN merchants m ON m.id = v.merchant_id
          WHERE v.id = $1",
        &[Param::id(variant)],
        |row| {
            let currency: Currency = row.word(8, "currency", |word| word.parse().ok())?;
            let mut variant_title = String::new();
            for column in 4..7 {
                let option = row.str(column)?;
                if !option.is_empty() {
                    if !variant_title.is_empty() {
                        variant_title.push_str(" / ");
                    }
                    variant_title.push_str(option);
                }
            }
            let tracked = row.flag(13)?;
            let free = row.int(14)?;
            Ok(Picked {
                merchant: row.id(0)?,
                line: CheckoutLine {
                    product: row.id(1)?,
                    variant: row.id(2)?,
                    offer: None,
                    post: None,
                    quantity: Quantity::ONE,
                    unit_price: Money::new(row.int(9)?, currency),
                    title: row.text(3)?,
                    variant_title,
                    sku: row.text(7)?,
                    image: row.opt_id(18)?,
                    tracked,
                    requires_shipping: row.flag(12)?,
                    weight_grams: row.count(11)?,
                    tax_class: row.word(10, "tax class", |word| word.parse().ok())?,
                },
                active: row.str(15)? == "active" && row.str(16)? == "active",
                published: row.str(16)? != "draft",
                seller: row.word(17, "merchant state", MerchantState::from_word)?,
                pricing_version: row.int(19)?,
                free: tracked.then_some(free),
            })
        },
    )
}

/// The product an offer sells and the variant to begin with: the first that is there, else the first.
///
/// # Errors
/// What the engine refused.
pub fn first_variant(
    read: &mut impl Read,
    offer: OfferId,
) -> Result<Option<(ProductId, VariantId)>, DbError> {
    read.first(
        "SELECT o.product_id, v.id
           FROM offers o JOIN variants v ON v.merchant_id = o.merchant_id AND v.product_id = o.product_id
          WHERE o.id = $1 AND v.status = 'active'
          ORDER BY CASE WHEN v.tracked = 0 OR v.on_hand > v.reserved THEN 0 ELSE 1 END, v.position, v.id LIMIT 1",
        &[Param::id(offer)],
        |row| Ok((row.id(0)?, row.id(1)?)),
    )
}

/// The product an offer sells.
///
/// # Errors
/// What the engine refused.
pub fn product_of(read: &mut impl Read, offer: OfferId) -> Result<Option<ProductId>, DbError> {
    read.first("SELECT product_id FROM offers WHERE id = $1", &[Param::id(offer)], |row| row.id(0))
}

/// Stored pictures by id.
///
/// # Errors
/// What the engine refused.
pub fn pictures(read: &mut impl Read, ids: &[i64]) -> Result<Vec<Image>, DbError> {
    const BY_IDS: Sql = Sql {
        sqlite: "SELECT id, file_key, width, height FROM images WHERE id IN (SELECT value FROM json_each($1))",
        postgres: "SELECT id, file_key, width, height FROM images WHERE id = ANY($1)",
    };
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    read.rows(BY_IDS, &[Param::Ints(ids)], |row| {
        Ok(Image { id: row.id(0)?, file_key: row.text(1)?, width: row.count(2)?, height: row.count(3)? })
    })
}
