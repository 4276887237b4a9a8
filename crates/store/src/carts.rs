//! The lines a buyer collects before buying. A cart holds no stock and no price.

use domain::ids::{AccountId, CartId, MerchantId, OfferId, PostId, VariantId};
use domain::quantity::Quantity;
use jiff::Timestamp;

use crate::{DbError, Param, Read, Tx};

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

/// Writes a new cart, of an account or of a guest who holds the secret.
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
        "INSERT INTO carts (id, token_hash, account_id, updated_at) VALUES ($1, $2, $3, $4)",
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
        |row| {
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
        },
    )
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
