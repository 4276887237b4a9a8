//! What is said by mail, to whom, and when. A mail is asked for in the transaction of its cause, once per order,
//! transition and reader; a job writes and carries it.

mod invitation;
mod kept;
mod letter;
mod links;
mod merchant;
mod occasion;
mod placed;
mod restock;
mod send;
mod standing;
mod story;
mod write;

pub(crate) use invitation::{invitation_job, send_invitation_mail};
pub use kept::{KeptMail, kept, newest};
pub(crate) use letter::Letter;
pub(crate) use links::send_links_mail;
pub(crate) use merchant::{send_low_stock_mail, send_new_orders_mail};
pub use occasion::Occasion;
pub(crate) use occasion::{about, job, new_orders_job, refund_job};
pub(crate) use restock::send_restock_mail;
pub use restock::{WishError, Wished, stop_wishes, tell_restocked, wish};
pub(crate) use send::{deliver, deliver_with, send_order_mail};
pub(crate) use standing::{send_standing_mail, tell_owners};
