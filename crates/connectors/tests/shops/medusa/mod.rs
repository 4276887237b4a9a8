//! Medusa 2.21, as it comes; its packages are large, so that only `cargo xtask test --all` brings them.

mod back;
mod desk;
mod goods;
mod lost;
mod orders;
