//! Writing posts and answering to them: publish, delete, like, boost, report.

mod delete;
mod publish;
mod react;
mod report;

pub(crate) use delete::gone;
pub use delete::{DeleteError, delete};
pub use publish::{Attach, Publish, PublishError, askable, attachable, publish};
pub use react::{ReactError, boost, like, unboost, unlike};
pub use report::{Decision, Report, ReportError, decide, open_reports, report};
