//! The accounts that take merchants' money, where each merchant has one of its own: connecting them, looking at them,
//! and what follows when one cannot be paid.

mod connect;
mod look;

pub use connect::{ConnectError, connect, disconnect, find, go_on, of_merchant};
pub use look::{look, look_at_all};
pub(crate) use look::{look_at_account, send_payee_mail, stopped_taking};
