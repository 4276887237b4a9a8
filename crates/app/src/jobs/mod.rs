//! Work that a commit asked for: who claims it, what happens when it fails.

mod desk;
mod runner;

pub use desk::{
    Needs, QueueHealth, Resent, dead, dead_of, health, kinds, needs_operator, resend, resend_own,
};
pub(crate) use runner::Done;
pub use runner::{JobError, Runner, drain, pull_in_strays};

/// The kinds of jobs: one word each, one handler each (see [`runner`]).
pub(crate) mod kind {
    /// Drives one order to its next state.
    pub(crate) const DRIVE_ORDER: &str = "drive_order";
    /// Gives money back at the provider.
    pub(crate) const REFUND: &str = "refund";
    /// Tells a buyer or a merchant something about an order.
    pub(crate) const ORDER_MAIL: &str = "order_mail";
    /// Mails a code, or a link to choose a new password.
    pub(crate) const CODE_MAIL: &str = "code_mail";
    /// Tells a merchant about the orders of one short span.
    pub(crate) const NEW_ORDERS_MAIL: &str = "new_orders_mail";
    /// Looks at a product file that was brought.
    pub(crate) const IMPORT_PREVIEW: &str = "import_preview";
    /// Writes a product file that was confirmed.
    pub(crate) const IMPORT_RUN: &str = "import_run";
    /// Fetches the pictures that a merchant's products link to.
    pub(crate) const FETCH_IMAGES: &str = "fetch_images";
    /// Tells a merchant which variants run low.
    pub(crate) const LOW_STOCK_MAIL: &str = "low_stock_mail";
    /// Sends the links of an address's orders to that address.
    pub(crate) const LINKS_MAIL: &str = "links_mail";
    /// Offers somebody a place on a shop's staff.
    pub(crate) const INVITATION_MAIL: &str = "invitation_mail";
    /// Tells an owner what was decided about their shop.
    pub(crate) const STANDING_MAIL: &str = "standing_mail";
    /// Lets a payment provider forget a way to pay.
    pub(crate) const FORGET_METHOD: &str = "forget_method";
    /// Looks at a payment that its provider told something about.
    pub(crate) const LOOK_AT_PAYMENT: &str = "look_at_payment";
    /// Looks at a refund that its provider told something about.
    pub(crate) const LOOK_AT_REFUND: &str = "look_at_refund";
    /// Looks at a dispute that its provider told something about.
    pub(crate) const LOOK_AT_DISPUTE: &str = "look_at_dispute";
    /// Looks at an account that its provider told something about.
    pub(crate) const LOOK_AT_ACCOUNT: &str = "look_at_account";
    /// Tells an owner that their shop cannot be paid.
    pub(crate) const PAYEE_MAIL: &str = "payee_mail";
    /// Looks at a payout that its provider told something about.
    pub(crate) const LOOK_AT_PAYOUT: &str = "look_at_payout";
    /// Drives one payment of a gift to its end.
    pub(crate) const DRIVE_DONATION: &str = "drive_donation";
    /// Gives a gift back at the provider.
    pub(crate) const GIFT_REFUND: &str = "gift_refund";
    /// Thanks a donor with the receipt, or tells that a gift is back.
    pub(crate) const GIFT_MAIL: &str = "gift_mail";
    /// Tells a nonprofit what a donor's bank did.
    pub(crate) const GIFT_DISPUTE_MAIL: &str = "gift_dispute_mail";
    /// Thanks one donor in the words of a nonprofit's own people.
    pub(crate) const THANK_MAIL: &str = "thank_mail";
    /// Brings a donor the statement of a year.
    pub(crate) const STATEMENT_MAIL: &str = "statement_mail";
    /// Tells somebody of a gift that was given in honour or in memory.
    pub(crate) const TRIBUTE_MAIL: &str = "tribute_mail";
    /// Offers somebody a place among a nonprofit's people.
    pub(crate) const NONPROFIT_INVITATION: &str = "nonprofit_invitation";
    /// Tells one of a nonprofit's people what the operator decided or asked.
    pub(crate) const NONPROFIT_MAIL: &str = "nonprofit_mail";
    /// Takes a pledge's next step.
    pub(crate) const DRIVE_PLEDGE: &str = "drive_pledge";
    /// Brings the method that a pledge's first gift was paid with.
    pub(crate) const PLEDGE_METHOD: &str = "pledge_method";
    /// Pauses the pledges to a nonprofit that was suspended.
    pub(crate) const HOLD_PLEDGES: &str = "hold_pledges";
    /// Tells a donor something about a pledge.
    pub(crate) const PLEDGE_MAIL: &str = "pledge_mail";
    /// Erases somebody, and proves it.
    pub(crate) const ERASE: &str = "erase";
    /// Makes an archive that somebody asked for.
    pub(crate) const MAKE_ARCHIVE: &str = "make_archive";
    /// Tells somebody that a variant is there again.
    pub(crate) const RESTOCK_MAIL: &str = "restock_mail";
    /// Tells an audience of the end of something, page by page.
    pub(crate) const SUNSET_ROUND: &str = "sunset_round";
    /// Writes down, endpoint by endpoint, that merchants' programs are to be told of something.
    pub(crate) const WEBHOOK_EVENT: &str = "webhook_event";
    /// Sends what is due to one endpoint of a merchant's programs.
    pub(crate) const TELL_WEBHOOK: &str = "tell_webhook";
    /// Reads a connected shop: all of it, what changed, what it told of.
    pub(crate) const SYNC_CONNECTION: &str = "sync_connection";
    /// Sends what is on its way to a connected shop.
    pub(crate) const SEND_TO_CONNECTION: &str = "send_to_connection";
    /// Tells one account of the end of something.
    pub(crate) const SUNSET_MAIL: &str = "sunset_mail";
}
