//! Vendure 3.7, as it comes.

mod back;
mod desk;
mod goods;
mod lost;
mod orders;
mod sums;
