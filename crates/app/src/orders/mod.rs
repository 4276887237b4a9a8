//! What happens to an order after it was placed.

mod undo;

pub use undo::{UndoError, undo};
