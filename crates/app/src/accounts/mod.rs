//! People's own accounts: sign-up, sign-in, sessions, codes, settings.

pub mod sessions;
