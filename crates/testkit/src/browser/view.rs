//! How a page is looked at.

/// A window, its colours, what it is shown on and whether scripts run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// CSS pixels from left to right.
    pub width: u32,
    /// CSS pixels from top to bottom.
    pub height: u32,
    /// Whether fingers are used, as on a phone.
    pub touch: bool,
    /// The colours the reader prefers.
    pub scheme: Scheme,
    /// What the page is shown on.
    pub medium: Medium,
    /// Whether the page's scripts run.
    pub scripts: Scripts,
}

impl View {
    /// A common phone, held upright.
    pub const PHONE: Self = Self { width: 390, height: 844, touch: true, ..Self::DESKTOP };

    /// A common laptop.
    pub const DESKTOP: Self = Self {
        width: 1440,
        height: 900,
        touch: false,
        scheme: Scheme::Light,
        medium: Medium::Screen,
        scripts: Scripts::On,
    };

    /// A sheet of A4 between its margins.
    pub const PAPER: Self = Self { width: 673, height: 1001, medium: Medium::Print, ..Self::DESKTOP };

    /// The same window in other colours.
    pub const fn with_scheme(self, scheme: Scheme) -> Self {
        Self { scheme, ..self }
    }

    /// The same window shown on something else.
    pub const fn on(self, medium: Medium) -> Self {
        Self { medium, ..self }
    }

    /// The same window where no script runs.
    pub const fn without_scripts(self) -> Self {
        Self { scripts: Scripts::Off, ..self }
    }
}

/// The colours a reader prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Scheme {
    /// The value of the media feature `prefers-color-scheme`.
    pub const fn media_value(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What a page is shown on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A screen in the page's own colours.
    Screen,
    /// A screen in the few colours that its reader has chosen, as Windows' contrast themes do.
    ForcedColors,
    /// Paper.
    Print,
}

impl Medium {
    /// The media type that style sheets see.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Screen | Self::ForcedColors => "screen",
            Self::Print => "print",
        }
    }

    /// The value of the media feature `forced-colors`.
    pub const fn forced_colors(self) -> &'static str {
        match self {
            Self::Screen | Self::Print => "none",
            Self::ForcedColors => "active",
        }
    }
}

/// Whether a page's scripts run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// They do.
    On,
    /// They do not, as for a reader who has switched them off.
    Off,
}
