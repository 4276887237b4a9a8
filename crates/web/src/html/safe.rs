//! Markup that is shown as it is: our own icons, and text that the border has sanitised.

use std::fmt;

use askama::filters::HtmlSafe;

use super::assets;

/// Markup that was rendered by a template or sanitised by `ammonia`. Never made from what a person typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Takes markup whose every part was escaped or sanitised.
    #[must_use]
    pub fn trusted(markup: String) -> Self {
        Self(markup)
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

/// One of our icons, drawn in the colour of the text beside it and silent to screen readers: `{{ icon("basket") }}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icon {
    name: &'static str,
    class: &'static str,
}

/// The icon called `name` in `assets/icons.svg`, 20 px.
#[must_use]
pub const fn icon(name: &'static str) -> Icon {
    Icon { name, class: "i" }
}

/// The same, 16 px, for a line of small text.
#[must_use]
pub const fn icon_small(name: &'static str) -> Icon {
    Icon { name, class: "i s" }
}

impl fmt::Display for Icon {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, class } = self;
        let hash = &assets::assets().hash;
        write!(
            out,
            r#"<svg class="{class}" aria-hidden="true"><use href="/assets/{hash}/icons.svg#{name}"/></svg>"#
        )
    }
}

impl HtmlSafe for Icon {}
