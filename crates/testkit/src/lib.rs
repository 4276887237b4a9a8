//! What tests are made of: the real peers, started privately and stopped again.
//!
//! A test asks for what it needs and gets `None` where the machine lacks it; it then says so and returns.
//! Under `cargo xtask test` (`BUYLINE_TEST_PEERS=required`) a missing peer fails the test instead.
//!
//! Nothing of this ever ships: what we ship may import this crate in its tests only.

pub mod browser;
pub mod peers;
pub mod postgres;

#[cfg(feature = "house")]
pub mod house;
