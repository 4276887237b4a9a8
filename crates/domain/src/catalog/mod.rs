//! What a merchant sells: products, their variants, and how a merchant's file becomes both.

pub mod draft;
pub mod limits;
pub mod problem;
mod stored_problem;
pub mod values;
