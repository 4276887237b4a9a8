//! What pages show: plain structs, filled by one query each.

pub mod goods;
pub mod imports;
pub mod orders;
pub mod people;
pub mod posts;
pub mod staff;
