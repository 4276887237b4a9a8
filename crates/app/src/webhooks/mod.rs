//! Telling a shop's own program what happens to its orders, by Standard Webhooks.
//!
//! What happened is written down in the transaction of its cause ([`outbox`]), each endpoint gets one row for it, and one job
//! per endpoint sends what is due ([`deliver`]). The message is made when it is sent, of what is so by then: late is fine,
//! wrong is not.

mod deliver;
mod endpoints;
mod message;
mod outbox;
mod sent;
mod sign;

pub use deliver::{Pinged, ping};
pub(crate) use deliver::{headers, tell_webhook};
pub use endpoints::{
    HookChange, HookError, Made, Standing, change, find, health, list, make, remove, rotate,
};
pub(crate) use endpoints::{checked, host};
pub(crate) use message::{ToldOrder, envelope};
pub(crate) use outbox::{Happened, enqueue, event_job, fan_out, look_over, note};
pub use sent::{
    DELIVERIES_PER_PAGE, DeliveryPage, SendError, deliveries, delivery, replay, resend, resend_failed,
};
pub(crate) use sign::new_secret;
pub use sign::{is_signed, signature};
