//! Other people: their profiles, and following, blocking and muting them.

mod profile;
mod ties;

pub use profile::{Visited, profile};
pub use store::people::Tie;
pub use ties::{TieError, tie, untie};
