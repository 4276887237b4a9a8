//! The sandbox: a payment provider that moves no money but behaves like one that does, with its own record of
//! every charge to compare ours with. It exists in the demo, in tests, and where an operator asks for it by name.

mod cards;
mod ledger;
mod provider;

pub use cards::{CARDS, Card, Conduct};
pub use provider::{NAME, Sandbox};
