//! The lines a buyer collects before buying. A cart holds no stock and no price.

use domain::ids::{AccountId, CartId, MerchantId, OfferId, PostId, ProductId, VariantId};
use domain::money::{Currency, Money};
use domain::quantity::Quantity;
use domain::view::goods::Image;
use jiff::Timestamp;

use crate::selling::OfferStanding;
use crate::{DbError, Param, Read, Row, Tx};

/// One line of a cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CartLine {
    /// Who sells it.
    pub merchant: MerchantId,
    /// What.
    pub variant: VariantId,
    /// The offer it was tapped on.
    pub offer: Option<OfferId>,
    /// The post it was tapped in.
    pub post: Option<PostId>,
    /// How many.
    pub quantity: Quantity,
}

/// The cart of this account.
///
/// # Errors
/// What the engine refused.
pub fn of_account(read: &mut impl Read, account: AccountId) -> Result<Option<CartId>, DbError> {
    read.first("SELECT id FROM carts WHERE account_id = $1", &[Param::id(account)], |row| row.id(0))
}

/// The guest's cart that this secret's hash opens.
///
/// # Errors
/// What the engine refused.
pub fn of_token(read: &mut impl Read, token_hash: &[u8; 32]) -> Result<Option<CartId>, DbError> {
    read.first("SELECT id FROM carts WHERE token_hash = $1", &[token_hash.into()], |row| row.id(0))
}

/// Writes a new cart, of an account or of a guest who holds the secret. There is at most one each: where another
/// request was first, nothing is written.
///
/// # Errors
/// What the engine refused.
pub fn insert(
    tx: &mut Tx<'_>,
    id: CartId,
    account: Option<AccountId>,
    token_hash: Option<&[u8; 32]>,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO carts (id, token_hash, account_id, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
        &[Param::id(id), token_hash.into(), Param::opt_id(account), now.into()],
    )?;
    Ok(())
}

/// The lines of a cart, in the order they were added.
///
/// # Errors
/// What the engine refused.
pub fn lines(read: &mut impl Read, cart: CartId) -> Result<Vec<CartLine>, DbError> {
    read.rows(
        "SELECT merchant_id, variant_id, offer_id, post_id, quantity
           FROM cart_lines WHERE cart_id = $1 ORDER BY added_at, variant_id",
        &[Param::id(cart)],
        line,
    )
}

fn line(row: &Row<'_>) -> Result<CartLine, DbError> {
    let quantity = row.int(4)?;
    Ok(CartLine {
        merchant: row.id(0)?,
        variant: row.id(1)?,
        offer: row.opt_id(2)?,
        post: row.opt_id(3)?,
        quantity: Quantity::try_from(quantity).map_err(|_| DbError::Value {
            column: 4,
            value: quantity.to_string(),
            wanted: "quantity",
        })?,
    })
}

/// How many lines a cart has.
///
/// # Errors
/// What the engine refused.
pub fn line_count(read: &mut impl Read, cart: CartId) -> Result<u32, DbError> {
    read.one(
        "lines of a cart",
        "SELECT count(*) FROM cart_lines WHERE cart_id = $1",
        &[Param::id(cart)],
        |row| row.count(0),
    )
}

/// A line with the seller and what it sells, as they are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownLine {
    /// The line.
    pub line: CartLine,
    /// What the seller is called.
    pub seller: String,
    /// The seller's handle.
    pub handle: String,
    /// The seller takes orders: verified or limited, with no switch thrown.
    pub seller_open: bool,
    /// The seller has an account that takes money.
    pub seller_takes: bool,
    /// What is described.
    pub product: ProductId,
    /// Its name.
    pub title: String,
    /// The options chosen, "S / white", or empty.
    pub variant_title: String,
    /// The price of one.
    pub unit_price: Money,
    /// Variant and product are for sale.
    pub active: bool,
    /// Units free; `None` when they are not counted.
    pub free: Option<i64>,
    /// What it looks like, when the picture was fetched.
    pub image: Option<Image>,
    /// The standing of the offer it was tapped on.
    pub offer: Option<OfferStanding>,
}

/// The lines of a cart with what they sell, seller by seller, each seller's in the order they were added. A line
/// whose variant is gone is left out.
///
/// # Errors
/// What the engine refused.
pub fn shown(read: &mut impl Read, cart: CartId) -> Result<Vec<ShownLine>, DbError> {
    read.rows(
        "SELECT l.merchant_id, l.variant_id, l.offer_id, l.post_id, l.quantity, a.display_name, a.handle,
                CAST(CASE WHEN m.state IN ('verified', 'limited') AND k.subject IS NULL THEN 1 ELSE 0 END AS BIGINT),
                v.product_id, p.title, v.option1, v.option2, v.option3, v.currency, v.price,
                CAST(CASE WHEN v.status = 'active' AND p.status = 'active' THEN 1 ELSE 0 END AS BIGINT),
                CASE WHEN v.tracked = 1 THEN v.on_hand - v.reserved END,
                i.id, i.file_key, i.width, i.height,
                CAST(CASE WHEN o.state = 'open' AND s.subject IS NULL THEN 1 ELSE 0 END AS BIGINT), o.starts_at, o.ends_at,
                o.limit_per_buyer, m.payee_takes
           FROM cart_lines l
           JOIN merchants m ON m.id = l.merchant_id
           JOIN accounts a ON a.id = m.account_id
           JOIN variants v ON v.merchant_id = l.merchant_id AND v.id = l.variant_id
           JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
           LEFT JOIN kill_switches k ON k.kind = 'merchant' AND k.subject = m.id
           LEFT JOIN offers o ON o.merchant_id = l.merchant_id AND o.id = l.offer_id
           LEFT JOIN kill_switches s ON s.kind = 'offer' AND s.subject = o.id
           LEFT JOIN images i ON i.id = (
                SELECT f.image_id FROM product_images f
                 WHERE f.merchant_id = v.merchant_id AND f.product_id = v.product_id AND f.image_id IS NOT NULL
                 ORDER BY CASE WHEN f.position = v.image_position THEN 0 ELSE 1 END, f.position LIMIT 1)
          WHERE l.cart_id = $1
          ORDER BY l.merchant_id, l.added_at, l.variant_id",
        &[Param::id(cart)],
        shown_line,
    )
}

fn shown_line(row: &Row<'_>) -> Result<ShownLine, DbError> {
    let line = line(row)?;
    let currency: Currency = row.word(13, "currency", |word| word.parse().ok())?;
    let mut variant_title = String::new();
    for column in 10..13 {
        let option = row.str(column)?;
        if !option.is_empty() {
            if !variant_title.is_empty() {
                variant_title.push_str(" / ");
            }
            variant_title.push_str(option);
        }
    }
    let image = match row.opt_id(17)? {
        Some(id) => {
            Some(Image { id, file_key: row.text(18)?, width: row.count(19)?, height: row.count(20)? })
        }
        None => None,
    };
    let offer = match line.offer {
        Some(id) => Some(OfferStanding {
            id,
            open: row.flag(21)?,
            starts_at: row.opt_time(22)?,
            ends_at: row.opt_time(23)?,
            limit_per_buyer: row.opt_int(24)?.and_then(|limit| u32::try_from(limit).ok()),
        }),
        None => None,
    };
    Ok(ShownLine {
        seller: row.text(5)?,
        handle: row.text(6)?,
        seller_open: row.flag(7)?,
        seller_takes: row.flag(25)?,
        product: row.id(8)?,
        title: row.text(9)?,
        variant_title,
        unit_price: Money::new(row.int(14)?, currency),
        active: row.flag(15)?,
        free: row.opt_int(16)?,
        image,
        offer,
        line,
    })
}

/// Adds a line, or adds to the line of the same variant up to the most one line may hold.
///
/// # Errors
/// What the engine refused.
pub fn add(tx: &mut Tx<'_>, cart: CartId, line: &CartLine, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO cart_lines (cart_id, merchant_id, variant_id, offer_id, post_id, quantity, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (cart_id, merchant_id, variant_id)
         DO UPDATE SET quantity = CASE WHEN cart_lines.quantity + excluded.quantity > 999 THEN 999
                                       ELSE cart_lines.quantity + excluded.quantity END",
        &[
            Param::id(cart),
            Param::id(line.merchant),
            Param::id(line.variant),
            Param::opt_id(line.offer),
            Param::opt_id(line.post),
            line.quantity.get().into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// Sets how many of a variant the cart holds. `false`: it holds none.
///
/// # Errors
/// What the engine refused.
pub fn set_quantity(
    tx: &mut Tx<'_>,
    cart: CartId,
    variant: VariantId,
    quantity: Quantity,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE cart_lines SET quantity = $1 WHERE cart_id = $2 AND variant_id = $3",
        &[quantity.get().into(), Param::id(cart), Param::id(variant)],
    )?;
    Ok(changed > 0)
}

/// Takes variants out of the cart.
///
/// # Errors
/// What the engine refused.
pub fn remove(tx: &mut Tx<'_>, cart: CartId, variants: &[VariantId]) -> Result<(), DbError> {
    for variant in variants {
        tx.execute(
            "DELETE FROM cart_lines WHERE cart_id = $1 AND variant_id = $2",
            &[Param::id(cart), Param::id(*variant)],
        )?;
    }
    Ok(())
}

/// Gives a guest's cart to the account that signed in: lines are joined, the guest's cart is gone.
///
/// # Errors
/// What the engine refused.
pub fn hand_over(tx: &mut Tx<'_>, guest: CartId, own: CartId) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO cart_lines (cart_id, merchant_id, variant_id, offer_id, post_id, quantity, added_at)
         SELECT $1, merchant_id, variant_id, offer_id, post_id, quantity, added_at
           FROM cart_lines WHERE cart_id = $2
         ON CONFLICT (cart_id, merchant_id, variant_id) DO NOTHING",
        &[Param::id(own), Param::id(guest)],
    )?;
    tx.execute("DELETE FROM cart_lines WHERE cart_id = $1", &[Param::id(guest)])?;
    tx.execute("DELETE FROM carts WHERE id = $1", &[Param::id(guest)])?;
    Ok(())
}
