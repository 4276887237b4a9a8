//! Buying: from a tap to an order, in the order a buyer meets it.

mod details;
mod forget;
mod means;
mod method;
mod obstacle;
mod pay;
mod place;
mod price;
mod start;
mod terms;
mod view;
mod write;

pub use details::{
    Details, DetailsError, FieldIssue, Missing, change_details, choose_currency, choose_rate,
    other_currencies, set_details, takes_currency,
};
pub(crate) use details::{check_address, is_email};
pub use forget::forget_expired;
pub(crate) use means::{keep_method, keep_paid};
pub use method::{answer_challenge, choose_method, pictures, returned, set_quantity};
pub use obstacle::obstacles;
pub use pay::{MethodChoice, Part, Pay, PayError, PayOnceError, PayResult, pay, pay_once};
pub use price::Priced;
pub(crate) use price::{Tables, price_in, pricing, request};
pub(crate) use start::pick;
pub use start::{MERCHANTS_MAX, Start, StartError, Started, Wanted, start};
/// A saved way to pay, as pages choose among them.
pub use store::wallet::Method as SavedMethod;
pub use view::{OpenError, PartView, PurchaseView, link_token, open_by_link, payee_of};
