//! The console: where the operator works.

pub mod desk;
pub mod gates;
pub mod merchants;
pub mod money;
pub mod nonprofits;
pub mod overview;
pub mod queue;
pub mod reports;
pub mod settings;
pub mod standings;
pub mod sunsets;
pub mod switches;

use domain::merchant::MerchantState;

/// The words for how far a merchant is trusted.
#[must_use]
pub fn state_key(state: MerchantState) -> &'static str {
    match state {
        MerchantState::New => words::key!("merchant-state-new"),
        MerchantState::Verified => words::key!("merchant-state-verified"),
        MerchantState::Limited => words::key!("merchant-state-limited"),
        MerchantState::Suspended => words::key!("merchant-state-suspended"),
    }
}
