//! Money on its way: asking a provider, recording what it says, giving back.

mod drive;
mod hear;
mod record;
mod refund;
mod sweep;

pub(crate) use drive::{ask, drive_order, end_order, outcome_of, record};
pub use hear::{EventError, forget_old_events, hear, hear_own};
pub(crate) use hear::{look_at, look_at_payment, named};
pub(crate) use record::{Outcome, RecordOutcome};
pub use refund::Again;
pub(crate) use refund::look_at_named_refund;
pub(crate) use refund::{SENT_BACK, again, look_at_refund, put_back, refund_job, settle_refund, told_of};
pub use store::sweeps::{Orphan, OrphanState};
pub(crate) use sweep::server_name;
pub use sweep::{Swept, follow as sweep_all_along, orphans, sweep_due};
