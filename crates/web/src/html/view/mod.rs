//! From what the use cases give to what the templates show, in the visitor's language.

mod card;
mod choice;
pub mod closing;
mod donate;
mod people;
mod pictures;
mod posts;
mod shell;
mod text;

pub use card::{card, good, sale_of_variant, why_closed};
pub use choice::{choice, parse_choice};
pub use donate::{donate_card, href_of_campaign, meter, meter_of, presets, raised, why_not_taking};
pub use people::{avatar, href_of, person};
pub use pictures::picture;
pub use posts::{Fragments, entry_html, feed_html, href_of_post};
pub use shell::page;
pub use text::{escaped, excerpt, linked};
