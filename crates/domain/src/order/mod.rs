//! Orders: what they hold, and what may happen to them.

mod number;
mod record;
mod state;

pub use number::order_number;
pub use record::{Fulfillment, FulfillmentLine, Order, OrderLine, Refund, RefundState};
pub use state::{CancelReason, OrderEffect, OrderEvent, OrderState, OrderStep, Shipped, apply, shipped};
