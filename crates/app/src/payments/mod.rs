//! Money on its way: asking a provider, recording what it says, giving back.

mod drive;
mod hear;
mod record;
mod refund;

pub(crate) use drive::{ask, drive_order, end_order, outcome_of, record};
pub use hear::{EventError, forget_old_events, hear};
pub(crate) use hear::{look_at_payment, named};
pub(crate) use record::{Outcome, RecordOutcome};
pub use refund::Again;
pub(crate) use refund::{again, look_at_refund, put_back, refund_job, settle_refund};
