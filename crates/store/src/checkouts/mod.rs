//! Purchases and their checkouts: what a buyer is about to buy.

mod wire;

pub use wire::{read_address, write_address};
pub(crate) use wire::{read_rates, write_rates};

use domain::checkout::{Checkout, CheckoutState, Purchase};
use domain::country::Country;
use domain::ids::{CheckoutId, MerchantId, OrderId, PurchaseId};
use domain::money::Currency;
use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Row, Sql, Tx};

const INSERT_PURCHASES: Sql = Sql {
    sqlite: "INSERT INTO purchases (id, link_seed, account_id, cart_id, email, destination, country, locale,
                                    method_id, marketing_opt_in, is_test, back, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    postgres:
        "INSERT INTO purchases (id, link_seed, account_id, cart_id, email, destination, country, locale,
                                      method_id, marketing_opt_in, is_test, back, created_at, expires_at)
               SELECT u.a, u.b, u.c, u.d, u.e, u.f, u.g, u.h, u.i, u.j, u.k, u.l, u.m, u.n
                 FROM UNNEST($1::BIGINT[], $2::BYTEA[], $3::BIGINT[], $4::BIGINT[], $5::TEXT[], $6::TEXT[],
                             $7::TEXT[], $8::TEXT[], $9::BIGINT[], $10::BIGINT[], $11::BIGINT[], $12::TEXT[],
                             $13::BIGINT[], $14::BIGINT[]) AS u (a, b, c, d, e, f, g, h, i, j, k, l, m, n)",
};

/// A purchase on its way in, with what the secret of its link is made from.
pub struct NewPurchase<'a> {
    /// The purchase.
    pub purchase: &'a Purchase,
    /// Random bytes; see the schema.
    pub link_seed: &'a [u8; 16],
}

/// Writes new purchases.
///
/// # Errors
/// What the engine refused.
pub fn insert_purchases(tx: &mut Tx<'_>, purchases: &[NewPurchase<'_>]) -> Result<(), DbError> {
    let addresses: Vec<String> =
        purchases.iter().map(|new| write_address(new.purchase.address.as_ref())).collect();
    let rows: Vec<[Param<'_>; 14]> = purchases
        .iter()
        .zip(&addresses)
        .map(|(NewPurchase { purchase, link_seed }, address)| {
            [
                Param::id(purchase.id),
                (*link_seed).into(),
                Param::opt_id(purchase.account),
                Param::opt_id(purchase.cart),
                (&purchase.email).into(),
                address.into(),
                Param::Text(purchase.country.map_or("", Country::code)),
                (&purchase.locale).into(),
                Param::opt_id(purchase.method),
                purchase.marketing_opt_in.into(),
                purchase.is_test.into(),
                (&purchase.back).into(),
                purchase.created_at.into(),
                purchase.expires_at.into(),
            ]
        })
        .collect();
    use Column::{Bytes, Int, Text};
    let columns = [Int, Bytes, Int, Int, Text, Text, Text, Text, Int, Int, Int, Text, Int, Int];
    tx.execute_rows(INSERT_PURCHASES, columns, &rows)?;
    Ok(())
}

const INSERT_CHECKOUTS: Sql = Sql {
    sqlite: "INSERT INTO checkouts (id, merchant_id, purchase_id, state, currency, lines, quote, fingerprint, total,
                                    pricing_version, rate_id, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    postgres: "INSERT INTO checkouts (id, merchant_id, purchase_id, state, currency, lines, quote, fingerprint,
                                      total, pricing_version, rate_id, created_at, expires_at)
               SELECT u.a, u.b, u.c, u.d, u.e, u.f, u.g, u.h, u.i, u.j, u.k, u.l, u.m
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::TEXT[], $5::TEXT[], $6::TEXT[],
                             $7::TEXT[], $8::BIGINT[], $9::BIGINT[], $10::BIGINT[], $11::BIGINT[], $12::BIGINT[],
                             $13::BIGINT[]) AS u (a, b, c, d, e, f, g, h, i, j, k, l, m)",
};

/// Writes new checkouts of `(checkout, made at, expires at)`.
///
/// # Errors
/// What the engine refused.
pub fn insert_checkouts(
    tx: &mut Tx<'_>,
    checkouts: &[(&Checkout, Timestamp, Timestamp)],
) -> Result<(), DbError> {
    let texts: Vec<(String, String)> = checkouts
        .iter()
        .map(|(checkout, ..)| {
            (wire::write_lines(&checkout.lines), wire::write_agreed(checkout.agreed.as_ref()))
        })
        .collect();
    let rows: Vec<[Param<'_>; 13]> = checkouts
        .iter()
        .zip(&texts)
        .map(|((checkout, created_at, expires_at), (lines, quote))| {
            [
                Param::id(checkout.id),
                Param::id(checkout.merchant),
                Param::id(checkout.purchase),
                checkout.state.as_str().into(),
                checkout.currency.code().into(),
                lines.into(),
                quote.into(),
                fingerprint(checkout).into(),
                checkout.agreed.as_ref().map_or(0, |agreed| agreed.total.amount).into(),
                checkout.pricing_version.into(),
                Param::opt_id(checkout.rate),
                (*created_at).into(),
                (*expires_at).into(),
            ]
        })
        .collect();
    use Column::{Int, Text};
    let columns = [Int, Int, Int, Text, Text, Text, Text, Int, Int, Int, Int, Int, Int];
    tx.execute_rows(INSERT_CHECKOUTS, columns, &rows)?;
    Ok(())
}

/// The fingerprint as its column holds it: the same 64 bits.
fn fingerprint(checkout: &Checkout) -> i64 {
    checkout.agreed.as_ref().map_or(0, |agreed| agreed.fingerprint.cast_signed())
}

const PURCHASE: &str = "SELECT id, account_id, cart_id, email, destination, country, locale, method_id,
        marketing_opt_in, is_test, created_at, expires_at, link_seed, method_token, remember_method, back
   FROM purchases WHERE id = $1";

/// A purchase and the seed of its link's secret.
///
/// # Errors
/// What the engine refused.
pub fn purchase(read: &mut impl Read, id: PurchaseId) -> Result<Option<(Purchase, Vec<u8>)>, DbError> {
    read.first(PURCHASE, &[Param::id(id)], |row| purchase_from(row, 0))
}

/// The purchase and the seed that stand from column `at` on.
fn purchase_from(row: &Row<'_>, at: usize) -> Result<(Purchase, Vec<u8>), DbError> {
    let country = row.str(at + 5)?;
    Ok((
        Purchase {
            id: row.id(at)?,
            account: row.opt_id(at + 1)?,
            cart: row.opt_id(at + 2)?,
            email: row.text(at + 3)?,
            address: read_address(row.str(at + 4)?)?,
            country: if country.is_empty() {
                None
            } else {
                Some(row.word(at + 5, "country", |w| w.parse().ok())?)
            },
            locale: row.text(at + 6)?,
            method: row.opt_id(at + 7)?,
            marketing_opt_in: row.flag(at + 8)?,
            is_test: row.flag(at + 9)?,
            created_at: row.time(at + 10)?,
            expires_at: row.time(at + 11)?,
            method_token: row.text(at + 13)?,
            remember_method: row.flag(at + 14)?,
            back: row.text(at + 15)?,
        },
        row.bytes(at + 12)?,
    ))
}

/// A purchase with everything that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The purchase.
    pub purchase: Purchase,
    /// What the secret of its link is made from.
    pub link_seed: Vec<u8>,
    /// Its checkouts, in the order they were made.
    pub checkouts: Vec<Checkout>,
}

/// A purchase and its checkouts by one look: every page and every call of a buyer's begins with it.
///
/// # Errors
/// What the engine refused.
pub fn opened(read: &mut impl Read, id: PurchaseId) -> Result<Option<Opened>, DbError> {
    let mut opened: Option<Opened> = None;
    let mut take = |row: &Row<'_>| {
        let checkout = from_row(row)?;
        match &mut opened {
            Some(opened) => opened.checkouts.push(checkout),
            None => {
                let (purchase, link_seed) = purchase_from(row, CHECKOUT_COLUMNS)?;
                opened = Some(Opened { purchase, link_seed, checkouts: vec![checkout] });
            }
        }
        Ok(())
    };
    read.visit(OPENED.into(), &[Param::id(id)], &mut take)?;
    Ok(opened)
}

/// How many columns [`from_row`] reads.
const CHECKOUT_COLUMNS: usize = 12;

const OPENED: &str = "SELECT c.id, c.merchant_id, c.purchase_id, c.state, c.currency, c.lines, c.quote, c.pricing_version,
        c.rate_id, c.order_id, c.attempt, c.version,
        p.id, p.account_id, p.cart_id, p.email, p.destination, p.country, p.locale, p.method_id,
        p.marketing_opt_in, p.is_test, p.created_at, p.expires_at, p.link_seed, p.method_token, p.remember_method, p.back
   FROM purchases p JOIN checkouts c ON c.purchase_id = p.id
  WHERE p.id = $1 ORDER BY c.id";

/// The seed of the secret of a purchase's link.
///
/// # Errors
/// What the engine refused.
pub fn link_seed(read: &mut impl Read, id: PurchaseId) -> Result<Option<Vec<u8>>, DbError> {
    read.first("SELECT link_seed FROM purchases WHERE id = $1", &[Param::id(id)], |row| row.bytes(0))
}

/// The checkouts of a purchase, in the order they were made.
///
/// # Errors
/// What the engine refused.
pub fn of_purchase(read: &mut impl Read, id: PurchaseId) -> Result<Vec<Checkout>, DbError> {
    read.rows(
        "SELECT id, merchant_id, purchase_id, state, currency, lines, quote, pricing_version, rate_id, order_id,
                attempt, version
           FROM checkouts WHERE purchase_id = $1 ORDER BY id",
        &[Param::id(id)],
        from_row,
    )
}

fn from_row(row: &Row<'_>) -> Result<Checkout, DbError> {
    let currency: Currency = row.word(4, "currency", |word| word.parse().ok())?;
    Ok(Checkout {
        id: row.id(0)?,
        merchant: row.id(1)?,
        purchase: row.id(2)?,
        state: row.word(3, "checkout state", CheckoutState::from_word)?,
        currency,
        lines: wire::read_lines(row.str(5)?, currency)?,
        agreed: wire::read_agreed(row.str(6)?, currency)?,
        pricing_version: row.int(7)?,
        rate: row.opt_id(8)?,
        order: row.opt_id(9)?,
        attempt: row.count(10)?,
        version: row.int(11)?,
    })
}

const UPDATE_DETAILS: Sql = Sql {
    sqlite: "UPDATE purchases SET email = $1, destination = $2, country = $3, marketing_opt_in = $4 WHERE id = $5",
    postgres: "UPDATE purchases
                  SET email = u.email, destination = u.destination, country = u.country, marketing_opt_in = u.opt_in
                 FROM UNNEST($1::TEXT[], $2::TEXT[], $3::TEXT[], $4::BIGINT[], $5::BIGINT[])
                      AS u (email, destination, country, opt_in, id)
                WHERE purchases.id = u.id",
};

/// Writes what buyers said about themselves and where to send the goods, each purchase once. In the same transaction
/// every open checkout of them must be written by [`reprice`], whose version guards these rows too.
///
/// # Errors
/// What the engine refused.
pub fn update_details(tx: &mut Tx<'_>, purchases: &[&Purchase]) -> Result<(), DbError> {
    use Column::{Int, Text};
    let addresses: Vec<String> =
        purchases.iter().map(|purchase| write_address(purchase.address.as_ref())).collect();
    let rows: Vec<[Param<'_>; 5]> = purchases
        .iter()
        .zip(&addresses)
        .map(|(purchase, address)| {
            [
                (&purchase.email).into(),
                address.into(),
                Param::Text(purchase.country.map_or("", Country::code)),
                purchase.marketing_opt_in.into(),
                Param::id(purchase.id),
            ]
        })
        .collect();
    tx.execute_rows(UPDATE_DETAILS, [Text, Text, Text, Int, Int], &rows)?;
    Ok(())
}

const UPDATE_METHODS: Sql = Sql {
    sqlite: "UPDATE purchases SET method_id = $1, method_token = $2, remember_method = $3 WHERE id = $4",
    postgres: "UPDATE purchases SET method_id = u.method, method_token = u.token, remember_method = u.remember
                 FROM UNNEST($1::BIGINT[], $2::TEXT[], $3::BIGINT[], $4::BIGINT[]) AS u (method, token, remember, id)
                WHERE purchases.id = u.id",
};

/// Writes how buyers chose to pay, each purchase once.
///
/// # Errors
/// What the engine refused.
pub fn update_methods(tx: &mut Tx<'_>, purchases: &[&Purchase]) -> Result<(), DbError> {
    use Column::{Int, Text};
    let rows: Vec<[Param<'_>; 4]> = purchases
        .iter()
        .map(|purchase| {
            [
                Param::opt_id(purchase.method),
                (&purchase.method_token).into(),
                purchase.remember_method.into(),
                Param::id(purchase.id),
            ]
        })
        .collect();
    tx.execute_rows(UPDATE_METHODS, [Int, Text, Int, Int], &rows)?;
    Ok(())
}

/// What became of a change to a checkout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repriced {
    /// It is written, and the checkout's version is one more.
    Done,
    /// It became an order meanwhile; nothing was changed.
    Ordered,
    /// Somebody else wrote it since it was read; nothing was changed.
    Stale,
}

const REPRICE: Sql = Sql {
    sqlite: "UPDATE checkouts SET lines = $1, quote = $2, fingerprint = $3, total = $4, pricing_version = $5,
                    rate_id = $6, currency = $7, version = $8
              WHERE merchant_id = $9 AND id = $10",
    postgres: "UPDATE checkouts
                  SET lines = u.lines, quote = u.quote, fingerprint = u.fingerprint, total = u.total,
                      pricing_version = u.pricing, rate_id = u.rate, currency = u.currency, version = u.version
                 FROM UNNEST($1::TEXT[], $2::TEXT[], $3::BIGINT[], $4::BIGINT[], $5::BIGINT[], $6::BIGINT[],
                             $7::TEXT[], $8::BIGINT[], $9::BIGINT[], $10::BIGINT[])
                      AS u (lines, quote, fingerprint, total, pricing, rate, currency, version, merchant_id, id)
                WHERE checkouts.merchant_id = u.merchant_id AND checkouts.id = u.id",
};

/// Writes lines and prices of open checkouts, each once, with the version each has then. They were locked by [`lock`] in
/// this transaction and found open, at the version they were read at.
///
/// # Errors
/// What the engine refused.
pub fn reprice(tx: &mut Tx<'_>, checkouts: &[(&Checkout, i64)]) -> Result<(), DbError> {
    use Column::{Int, Text};
    let texts: Vec<(String, String)> = checkouts
        .iter()
        .map(|(checkout, _)| {
            (wire::write_lines(&checkout.lines), wire::write_agreed(checkout.agreed.as_ref()))
        })
        .collect();
    let rows: Vec<[Param<'_>; 10]> = checkouts
        .iter()
        .zip(&texts)
        .map(|((checkout, version), (lines, quote))| {
            [
                lines.into(),
                quote.into(),
                fingerprint(checkout).into(),
                checkout.agreed.as_ref().map_or(0, |agreed| agreed.total.amount).into(),
                checkout.pricing_version.into(),
                Param::opt_id(checkout.rate),
                checkout.currency.code().into(),
                (*version).into(),
                Param::id(checkout.merchant),
                Param::id(checkout.id),
            ]
        })
        .collect();
    tx.execute_rows(REPRICE, [Text, Text, Int, Int, Int, Int, Text, Int, Int, Int], &rows)?;
    Ok(())
}

/// What decides whether a checkout may become an order now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Whose.
    pub merchant: MerchantId,
    /// Which.
    pub id: CheckoutId,
    /// Where it stands.
    pub state: CheckoutState,
    /// The order it became.
    pub order: Option<OrderId>,
    /// Of the price last written.
    pub fingerprint: u64,
    /// The merchant's pricing version then.
    pub pricing_version: i64,
    /// Payments tried and refused.
    pub attempt: u32,
    /// When it ends.
    pub expires_at: Timestamp,
    /// How often it was written.
    pub version: i64,
}

const LOCK: Sql = Sql {
    sqlite: "SELECT merchant_id, id, state, order_id, fingerprint, pricing_version, attempt, expires_at,
                    version
               FROM checkouts WHERE merchant_id = $1 AND id = $2",
    postgres: "SELECT c.merchant_id, c.id, c.state, c.order_id, c.fingerprint, c.pricing_version, c.attempt,
                      c.expires_at, c.version
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[]) AS u (merchant_id, id)
                 JOIN checkouts c ON c.merchant_id = u.merchant_id AND c.id = u.id
                ORDER BY c.id FOR UPDATE OF c",
};

/// Loads checkouts, locked until the commit. Keys must be sorted by checkout.
///
/// # Errors
/// What the engine refused.
pub fn lock(tx: &mut Tx<'_>, keys: &[(MerchantId, CheckoutId)]) -> Result<Vec<Standing>, DbError> {
    let keys: Vec<(i64, i64)> = keys.iter().map(|(merchant, id)| (merchant.0, id.0)).collect();
    tx.load_rows(LOCK, &keys, |row| {
        Ok(Standing {
            merchant: row.id(0)?,
            id: row.id(1)?,
            state: row.word(2, "checkout state", CheckoutState::from_word)?,
            order: row.opt_id(3)?,
            fingerprint: row.int(4)?.cast_unsigned(),
            pricing_version: row.int(5)?,
            attempt: row.count(6)?,
            expires_at: row.time(7)?,
            version: row.int(8)?,
        })
    })
}

const BIND: Sql = Sql {
    sqlite: "UPDATE checkouts SET state = 'ordered', order_id = $1 WHERE merchant_id = $2 AND id = $3",
    postgres: "UPDATE checkouts SET state = 'ordered', order_id = u.order_id
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[]) AS u (order_id, merchant_id, id)
                WHERE checkouts.merchant_id = u.merchant_id AND checkouts.id = u.id",
};

/// Ties checkouts to the orders they became: `(merchant, checkout, order)`.
///
/// # Errors
/// What the engine refused.
pub fn tie(tx: &mut Tx<'_>, ties: &[(MerchantId, CheckoutId, OrderId)]) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 3]> = ties
        .iter()
        .map(|(merchant, checkout, order)| [Param::id(*order), Param::id(*merchant), Param::id(*checkout)])
        .collect();
    tx.execute_rows(BIND, [Column::Int; 3], &rows)?;
    Ok(())
}

/// Forgets open checkouts whose time is over, at most `count` of them, and the purchases that are left without any: who
/// the buyer was and where they live goes with them. What became an order, or was tried to, stays with its order.
/// Says how many checkouts went.
///
/// # Errors
/// What the engine refused.
pub fn forget_expired(tx: &mut Tx<'_>, before: Timestamp, count: u32) -> Result<u64, DbError> {
    let mut purchases: Vec<i64> = tx.rows(
        "DELETE FROM checkouts WHERE (merchant_id, id) IN (
             SELECT merchant_id, id FROM checkouts WHERE state = 'open' AND attempt = 0 AND expires_at < $1
              ORDER BY expires_at LIMIT $2)
         RETURNING purchase_id",
        &[before.into(), count.into()],
        |row| row.int(0),
    )?;
    let gone = u64::try_from(purchases.len()).unwrap_or(u64::MAX);
    purchases.sort_unstable();
    purchases.dedup();
    tx.execute(FORGET_PURCHASES, &[Param::Ints(&purchases)])?;
    Ok(gone)
}

const FORGET_PURCHASES: Sql = Sql {
    sqlite: "DELETE FROM purchases WHERE id IN (SELECT value FROM json_each($1))
                AND NOT EXISTS (SELECT 1 FROM checkouts WHERE checkouts.purchase_id = purchases.id)",
    postgres: "DELETE FROM purchases WHERE id = ANY($1)
                  AND NOT EXISTS (SELECT 1 FROM checkouts WHERE checkouts.purchase_id = purchases.id)",
};

/// Opens checkouts again whose order ended without a charge, for another try with a new payment key.
///
/// # Errors
/// What the engine refused.
pub fn reopen(tx: &mut Tx<'_>, orders: &[(MerchantId, CheckoutId, OrderId)]) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 3]> = orders
        .iter()
        .map(|(merchant, checkout, order)| [Param::id(*merchant), Param::id(*checkout), Param::id(*order)])
        .collect();
    tx.execute_rows(REOPEN, [Column::Int; 3], &rows)?;
    Ok(())
}

const REOPEN: Sql = Sql {
    sqlite: "UPDATE checkouts SET state = 'open', order_id = NULL, attempt = attempt + 1
              WHERE merchant_id = $1 AND id = $2 AND order_id = $3",
    postgres: "UPDATE checkouts SET state = 'open', order_id = NULL, attempt = checkouts.attempt + 1
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[]) AS u (merchant_id, id, order_id)
                WHERE checkouts.merchant_id = u.merchant_id AND checkouts.id = u.id
                  AND checkouts.order_id = u.order_id",
};
