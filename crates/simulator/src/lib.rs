//! A seeded simulation of the whole house: the application's own use cases and workers on a real SQLite, the Stripe
//! connector, and the twin of Stripe as a model, all in one thread whose clock stands still until everybody waits.
//!
//! One seed decides everything: who does what, what is lost on the way, when the process dies, how wrong its clock is.
//! The same seed does the same; a run that goes wrong says how to replay it. An auditor that shares no code with the
//! application judges after every step. Why it is built this way: `docs/adr/0006-one-seed-drives-the-whole-house.md`.

mod act;
mod arrivals;
mod auditor;
mod campaign;
mod clock;
mod dice;
mod give;
mod life;
mod line;
mod shelves;
mod trace;
mod weather;
mod world;

pub use arrivals::{Arrivals, every_arrival};
pub use auditor::Auditor;
pub use campaign::{every_commit, storms};
pub use dice::Dice;
pub use weather::Weather;
pub use world::{Failure, Plan, Tally, World};
