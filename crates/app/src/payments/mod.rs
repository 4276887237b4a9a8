//! Money on its way: asking a provider, recording what it says, giving back.

mod drive;
mod record;
mod refund;

pub(crate) use drive::{ask, drive_order, end_order, outcome_of, record};
pub(crate) use record::{Outcome, RecordOutcome};
pub(crate) use refund::{refund_job, settle_refund};
