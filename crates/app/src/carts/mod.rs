//! Collecting before buying: a cart of an account, or of a guest who holds its secret. A cart holds no stock and no
//! price; both are looked up whenever it is shown, and again when a purchase is started from it.

mod change;
mod view;

pub use change::{CART_LINES_MAX, CartError, add, hand_over, remove, set_quantity, start_purchase};
pub use view::{CartLine, CartView, LineState, SellerLines, count, view};

use domain::access::Actor;
use domain::ids::{AccountId, CartId};
use store::{DbError, Read};

use crate::accounts::sessions::hash_of;

/// Whose cart. An account has one, a guest's secret opens one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The cart of an account.
    Account(AccountId),
    /// The cart that a secret with this hash opens.
    Guest([u8; 32]),
}

impl Whose {
    /// The cart of whoever acts: their own when they are signed in, else the one `secret` opens. `secret` must be
    /// 128 random bits or more.
    #[must_use]
    pub fn of(actor: &Actor, secret: &[u8]) -> Self {
        actor.account().map_or_else(|| Self::Guest(hash_of(secret)), Self::Account)
    }

    pub(crate) fn find(&self, read: &mut impl Read) -> Result<Option<CartId>, DbError> {
        match self {
            Self::Account(account) => store::carts::of_account(read, *account),
            Self::Guest(hash) => store::carts::of_token(read, hash),
        }
    }
}
