//! Money on its way: asking a provider, recording what it says, giving back.

mod drive;
mod hear;
mod record;
mod refund;

pub(crate) use drive::{ask, drive_order, end_order, outcome_of, record};
pub(crate) use hear::look_at_payment;
pub use hear::{EventError, forget_old_events, hear};
pub(crate) use record::{Outcome, RecordOutcome};
pub(crate) use refund::{refund_job, settle_refund};
