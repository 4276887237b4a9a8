//! Orders: what they hold, and what may happen to them.

mod number;
mod parcel;
mod record;
mod refund;
mod request;
#[cfg(test)]
pub(crate) mod samples;
mod standing;
mod state;

pub use number::order_number;
pub use parcel::{ParcelRefusal, plan_parcel};
pub use record::{Fulfillment, FulfillmentLine, Order, OrderLine, Refund, RefundState};
pub use refund::{RefundLine, RefundRefusal, RefundWish, plan_disputed_refund, plan_refund};
pub use request::{AskRefusal, BuyerRequest, RequestKind, RequestState, may_ask, withdrawal_from};
pub use standing::{GivenBack, Standing};
pub use state::{CancelReason, OrderEffect, OrderEvent, OrderState, OrderStep, Shipped, apply, shipped};
