//! Other people: their profiles, and following, blocking and muting them.

mod face;
mod profile;
mod ties;

pub use face::face;
pub use profile::{Visited, profile};
pub use store::people::Tie;
pub use ties::{TieError, tie, untie};
