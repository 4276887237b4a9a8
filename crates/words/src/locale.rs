//! The languages we speak, and which of them a reader gets.

/// Declares the languages: the variant, its tag (also its folder) and the region whose habits its dates follow.
macro_rules! locales {
    ($($(#[$doc:meta])* $variant:ident = $tag:literal, dates as $dates:literal, written $dir:literal;)+) => {
        /// A language pages and mails are written in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Locale {
            $($(#[$doc])* $variant,)+
        }

        impl Locale {
            /// Every language, the fallback first.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The BCP 47 tag, for `lang=""`, `Content-Language` and stored preferences.
            #[must_use]
            pub const fn tag(self) -> &'static str {
                match self { $(Self::$variant => $tag,)+ }
            }

            /// The direction of writing, for `dir=""`.
            #[must_use]
            pub const fn dir(self) -> &'static str {
                match self { $(Self::$variant => $dir,)+ }
            }

            /// The tag whose order of day, month and year, and whose clock, the dates follow.
            pub(crate) const fn dates_tag(self) -> &'static str {
                match self { $(Self::$variant => $dates,)+ }
            }

            /// The Fluent files of this language: name and content.
            pub(crate) const fn files(self) -> &'static [(&'static str, &'static str)] {
                match self { $(Self::$variant => files!($tag),)+ }
            }
        }
    };
}

/// The Fluent files that every language has.
macro_rules! files {
    ($tag:literal) => {
        files!($tag: "common" "timeline" "buy" "orders" "studio" "money" "console" "account" "mail" "giving" "asked" "matching" "pledges" "nonprofits" "sunset" "errors" "problems" "status" "webhooks" "channels" "formats" "countries")
    };
    ($tag:literal: $($name:literal)+) => {
        &[$(($name, include_str!(concat!("../locales/", $tag, "/", $name, ".ftl"))),)+]
    };
}

locales! {
    /// English. Dates are written the international way, day first on a 24-hour clock.
    En = "en", dates as "en-GB", written "ltr";
    /// French, as written in France.
    Fr = "fr", dates as "fr-FR", written "ltr";
}

impl Locale {
    /// What a reader gets when nothing better is known; also where a missing sentence is looked up.
    pub const FALLBACK: Self = Self::En;

    /// The language of `tag`, whatever its region: `fr-CA` is French.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Self::ALL.iter().copied().find(|locale| locale.tag().eq_ignore_ascii_case(primary))
    }

    /// The language for a reader: the one they `chosen` (account, link or cookie), else the best of what the browser
    /// asks for in `Accept-Language`, else [`Locale::FALLBACK`]. Malformed input is ignored, never an error.
    #[must_use]
    pub fn negotiate(accept_language: Option<&str>, chosen: Option<&str>) -> Self {
        chosen
            .and_then(Self::from_tag)
            .or_else(|| accept_language.and_then(Self::best_accepted))
            .unwrap_or(Self::FALLBACK)
    }

    /// Source: RFC 9110 §12.5.4. The highest weight wins, the first of equals; weight 0 means "not this one".
    fn best_accepted(header: &str) -> Option<Self> {
        let mut best: Option<(u16, Self)> = None;
        for range in header.split(',').take(ACCEPTED_RANGES_MAX) {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let Some(locale) = Self::from_tag(tag) else { continue };
            let weight = weight_per_mille(parameters);
            if weight > 0 && best.is_none_or(|(highest, _)| weight > highest) {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }
}

/// How many entries of `Accept-Language` are read; browsers send fewer than ten.
const ACCEPTED_RANGES_MAX: usize = 32;

/// `q=0.8` as 800; absent or malformed is 1000, as if no weight were given.
fn weight_per_mille(parameters: &str) -> u16 {
    const FULL: u16 = 1000;
    let Some(value) = parameters.trim().strip_prefix("q=") else { return FULL };
    let (whole, fraction) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    if whole == "1" {
        return FULL;
    }
    if whole != "0" || fraction.len() > 3 {
        return FULL;
    }
    format!("{fraction:0<3}").parse().unwrap_or(FULL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_gets_what_they_chose_then_what_the_browser_asks_then_english() {
        let cases = [
            (None, None, Locale::En),
            (Some("fr-FR,fr;q=0.9,en;q=0.8"), None, Locale::Fr),
            (Some("fr-FR,fr;q=0.9,en;q=0.8"), Some("en"), Locale::En),
            (Some("de-DE,de;q=0.9,fr;q=0.5,en;q=0.3"), None, Locale::Fr),
            (Some("en;q=0.1, fr;q=0.25"), None, Locale::Fr),
            (Some("fr;q=0, en;q=0.1"), None, Locale::En),
            (Some("de"), None, Locale::En),
            (Some("*"), None, Locale::En),
            (Some(",;q=;;,\u{0}fr;q=abc"), None, Locale::En),
            (Some("fr;q=abc"), None, Locale::Fr),
            (None, Some("fr_CA"), Locale::Fr),
            (Some("fr"), Some("xx"), Locale::Fr),
        ];
        for (accept, chosen, expected) in cases {
            assert_eq!(Locale::negotiate(accept, chosen), expected, "{accept:?} {chosen:?}");
        }
    }

    #[test]
    fn every_tag_names_its_locale() {
        for locale in Locale::ALL {
            assert_eq!(Locale::from_tag(locale.tag()), Some(*locale));
        }
    }
}
