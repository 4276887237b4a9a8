//! Sponsors who match gifts: promised at the desk of a nonprofit, added to each gift in the transaction that settles it,
//! and taken back with it. Money of a sponsor never passes here: what is kept is the account of what it is asked to pay.

mod allot;
mod promise;
mod view;

pub(crate) use allot::{allot, take_back};
pub use promise::{EndError, MatchError, MatchForm, RaiseError, end_match, make_match, raise_match};
pub use view::{
    Gift, MatchView, PAGE_ENTRIES, entries_for_file, find, of_campaign, offered, outcomes, shown_on_page,
};
