//! People's own accounts: sign-up, sign-in, sessions, codes, settings.

mod codes;
mod create;
mod password;
mod reset;
pub mod sessions;
mod settings;
mod sign_in;
mod sign_up;
pub mod wallet;

pub(crate) use codes::send_code_mail;
pub use codes::{CODE_LASTS, CodeError, claim_orders, confirm_email, send_claim, send_confirmation};
pub use create::{CreateError, NewUser, create};
pub use password::hash as hash_password;
pub(crate) use password::is_right;
pub use reset::{ResetError, ask_reset, reset_password};
pub use settings::{
    Changed, SettingsError, change_password, change_settings, end_session, set_avatar, set_banner, settings,
    ties,
};
pub use sign_in::{SignInError, SignedInNow, sign_in, sign_in_as, sign_out};
pub use sign_up::{SignUp, SignUpError, sign_up};
