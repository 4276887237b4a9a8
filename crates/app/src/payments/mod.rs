//! Money on its way: asking a provider, recording what it says, giving back.

mod drive;
mod record;
mod refund;

pub(crate) use drive::{ask, drive_order, end_order, record};
pub(crate) use record::Outcome;
pub(crate) use refund::{refund_job, settle_refund};
