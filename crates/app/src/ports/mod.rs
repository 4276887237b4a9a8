//! What the house needs peers for. Chosen at run time, so object-safe traits with boxed futures.

mod books;
mod feeds;
mod fetch;
mod files;
mod mailer;
mod papers;
mod payees;
mod payments;
mod pictures;
mod platform;
mod tell;

pub use books::{
    About, Between, Books, LetGo, Page, ToldDispute, ToldLine, ToldPayment, ToldPayout, ToldRefund,
};
pub use feeds::{FeedFailure, FeedFile, Feeds};
pub use fetch::{Fetch, FetchError, FetchRefusal};
pub use files::{FileError, Files, Pieces};
pub use mailer::{Attachment, Mail, MailError, Mailer};
pub use papers::{Block, Column, Logo, Paper, PaperError, PaperPart, PaperSize, Papers};
pub use payees::{Brought, Keyring, LinkWanted, Listening, NewPayee, Payees};
pub use payments::{
    Attempt, Authorize, Challenge, HearError, Heard, MethodForm, NewMethod, PaymentError, Payments, Presence,
    Returned, SavedMethod, Saving, Seen, TestMethod, Topic,
};
pub use pictures::{Picture, PictureError, Pictures};
pub use platform::{
    About as PlatformAbout, Can, Event as PlatformEvent, Field, GoodsPage, HeardEvents, Keys, LineOut, Link,
    Named, NotTheirs, Opened, OrderOut, OrdersPage, Platform, PlatformError, RefundOut, Renewed, TheirOrder,
    TheirParcel, TheirRefund, Wanted, product_of,
};
pub use tell::{OrderForm, Reply, Tell, Telling, Told};

use std::sync::Arc;

use futures_util::future::BoxFuture;

/// A boxed future, as object-safe traits give it.
pub type Answer<'a, T> = BoxFuture<'a, T>;

/// The peers of this server.
#[derive(Clone)]
pub struct Ports {
    /// Who moves money.
    pub payments: Arc<dyn Payments>,
    /// Who opens accounts that take merchants' money. Without one, the operator's own account takes all of it.
    pub payees: Option<Arc<dyn Payees>>,
    /// Who carries mail. Without one, mails are kept and shown on a page: the demo, and a server before its mail
    /// is set up.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Where files are kept.
    pub files: Arc<dyn Files>,
    /// Who decodes and resizes pictures.
    pub pictures: Arc<dyn Pictures>,
    /// Who fetches from the open internet.
    pub fetch: Arc<dyn Fetch>,
    /// Who reads merchants' product files.
    pub feeds: Arc<dyn Feeds>,
    /// Who draws papers that are kept and printed.
    pub papers: Arc<dyn Papers>,
    /// Who tells merchants' own programs what happens.
    pub tell: Arc<dyn Tell>,
    /// Who writes orders in the form that programs know them by.
    pub orders: Arc<dyn OrderForm>,
    /// The platforms whose shops can be connected, in the order in which they are offered.
    pub platforms: Arc<[Arc<dyn Platform>]>,
}
