//! What templates may name besides their own fields: `{{ ui::icon("basket") }}`, `ui::Section::Home`.

pub use super::page::{OtherDay, Section};
pub use super::safe::{icon, icon_small};
