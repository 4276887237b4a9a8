//! What a merchant sells: products, their variants, and how a merchant's file becomes both.

pub mod draft;
pub mod problem;
mod stored_problem;
