//! Giving: begun from a card or a page, paid like everything else in three phases, receipted in the transaction in which
//! the money is seen to have arrived. Nothing here asks whether anything may be sold (W11).

mod begin;
pub mod desk;
mod disputed;
mod drive;
pub mod gift_aid;
mod give;
mod gone;
mod means;
mod pass;
mod receipt;
mod receipt_law;
mod record;
mod refund;
pub mod round_up;
pub mod shield;
pub mod statements;
pub mod tribute;
mod view;

pub use begin::{Begin, BeginError, Begun, Change, ChangeError, ChangeProblem, begin, change, choose_method};
pub(crate) use desk::send_thanks;
pub(crate) use disputed::{gift_disputed, send_gift_dispute_mail};
pub(crate) use drive::drive_donation;
pub(crate) use give::{Asking, Begun as BegunPayment, collect, not_taking, refuse_challenged, write_payment};
pub use give::{Give, GiveError, Given, answer_challenge, give, returned};
pub(crate) use receipt::send_gift_mail;
pub use receipt::{receipt_of, receipt_paper, receipt_pdf};
pub(crate) use record::{hear_gift, key_of};
pub use refund::{ReturnError, give_back};
pub(crate) use refund::{gift_given_back_elsewhere, hear_gift_refund, settle_gift_refund};
pub(crate) use statements::send_statement_mail;
pub(crate) use tribute::send_tribute_mail;
pub(crate) use view::payee_of;
pub use view::{
    DonationView, OpenError, PAGE_GIFTS, donations_of, end_old, link_token, newest_gifts, of_account,
    open_by_link,
};
