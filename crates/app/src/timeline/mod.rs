//! What a reader sees: home, everyone, a profile, a tag, a thread, a search. Every list honours blocks, mutes and
//! suspensions while it is gathered, never after it was cut to a page. Call [`crate::feed::catch_up`] first.

mod campaigns;
mod cards;
mod entries;
mod lists;
mod reader;
mod search;
mod thread;

pub use campaigns::donate_cards;
pub use cards::{card, card_of_product, cards, product_card};
pub use entries::entries;
pub(crate) use entries::faces;
pub use lists::{List, PAGE_POSTS, list};
pub use reader::Reader;
pub(crate) use reader::relations;
pub use search::{Found, SEARCH_WINDOW, search, suggestions, tags};
pub use thread::{post, thread};

use store::DbError;

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
pub enum TimelineError {
    /// There is no such account or post, or this reader may not know of it.
    #[error("there is nothing here")]
    NotFound,
    /// Home is for those who are signed in.
    #[error("nobody is signed in")]
    SignIn,
    /// The database cannot be read.
    #[error(transparent)]
    Db(#[from] DbError),
}
