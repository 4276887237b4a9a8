//! The accounts that take merchants' money, where each merchant has one of its own: connecting them, looking at them,
//! and what follows when one cannot be paid.

mod connect;
mod look;
mod own_key;
mod reach;

pub use connect::{ConnectError, connect, disconnect, find, go_on, of_merchant};
pub use look::{look, look_at_all};
pub(crate) use look::{look_at_account, send_payee_mail, stopped_taking};
pub(crate) use own_key::secrets_of;
pub use own_key::{KeyError, Keys, Leave, bring_key, publishable_of};
pub(crate) use reach::{can_go_back, is_reached};
pub use reach::{left, out_of_reach};
