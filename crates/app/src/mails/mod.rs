//! What is said by mail, to whom, and when. A mail is asked for in the transaction of its cause, once per order,
//! transition and reader; a job writes and carries it.

mod letter;
mod occasion;
mod send;

pub(crate) use letter::Letter;
pub use occasion::Occasion;
pub(crate) use occasion::{job, new_orders_job, refund_job};
pub(crate) use send::{deliver, send_new_orders_mail, send_order_mail};
