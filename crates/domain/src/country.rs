//! Countries by ISO 3166-1 alpha-2 code, and the unions whose law decides something for a buyer.

use std::fmt;
use std::str::FromStr;

/// Officially assigned codes. Source: ISO 3166-1; sorted, so that a search can halve it.
/// `XK` (Kosovo) is user-assigned, but posts, banks and shops all use it.
const CODES: [&str; 250] = [
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ", "BA",
    "BB", "BD", "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BV",
    "BW", "BY", "BZ", "CA", "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU",
    "CV", "CW", "CX", "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "EH", "ER", "ES",
    "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD", "GE", "GF", "GG", "GH", "GI", "GL", "GM",
    "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK", "HM", "HN", "HR", "HT", "HU", "ID", "IE",
    "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO", "JP", "KE", "KG", "KH", "KI", "KM",
    "KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY",
    "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MT",
    "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU",
    "NZ", "OM", "PA", "PE", "PF", "PG", "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA",
    "RE", "RO", "RS", "RU", "RW", "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM",
    "SN", "SO", "SR", "SS", "ST", "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL",
    "TM", "TN", "TO", "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE",
    "VG", "VI", "VN", "VU", "WF", "WS", "XK", "YE", "YT", "ZA", "ZM", "ZW",
];

/// Member states of the EU and the territories with codes of their own where its law applies
/// (Åland and the French outermost regions).
const EU: [&str; 33] = [
    "AT", "AX", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GF", "GP", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MF", "MQ", "MT", "NL", "PL", "PT", "RE", "RO", "SE", "SI", "SK",
];

/// The zone most people live in, by country, sorted by code.
const TIME_ZONES: [(&str, &str); 72] = [
    ("AE", "Asia/Dubai"),
    ("AR", "America/Argentina/Buenos_Aires"),
    ("AT", "Europe/Vienna"),
    ("AU", "Australia/Sydney"),
    ("BE", "Europe/Brussels"),
    ("BG", "Europe/Sofia"),
    ("BR", "America/Sao_Paulo"),
    ("CA", "America/Toronto"),
    ("CH", "Europe/Zurich"),
    ("CL", "America/Santiago"),
    ("CN", "Asia/Shanghai"),
    ("CO", "America/Bogota"),
    ("CY", "Asia/Nicosia"),
    ("CZ", "Europe/Prague"),
    ("DE", "Europe/Berlin"),
    ("DK", "Europe/Copenhagen"),
    ("EE", "Europe/Tallinn"),
    ("EG", "Africa/Cairo"),
    ("ES", "Europe/Madrid"),
    ("FI", "Europe/Helsinki"),
    ("FR", "Europe/Paris"),
    ("GB", "Europe/London"),
    ("GR", "Europe/Athens"),
    ("HK", "Asia/Hong_Kong"),
    ("HR", "Europe/Zagreb"),
    ("HU", "Europe/Budapest"),
    ("ID", "Asia/Jakarta"),
    ("IE", "Europe/Dublin"),
    ("IL", "Asia/Jerusalem"),
    ("IN", "Asia/Kolkata"),
    ("IS", "Atlantic/Reykjavik"),
    ("IT", "Europe/Rome"),
    ("JP", "Asia/Tokyo"),
    ("KE", "Africa/Nairobi"),
    ("KR", "Asia/Seoul"),
    ("KW", "Asia/Kuwait"),
    ("LI", "Europe/Vaduz"),
    ("LT", "Europe/Vilnius"),
    ("LU", "Europe/Luxembourg"),
    ("LV", "Europe/Riga"),
    ("MA", "Africa/Casablanca"),
    ("MC", "Europe/Monaco"),
    ("MT", "Europe/Malta"),
    ("MX", "America/Mexico_City"),
    ("MY", "Asia/Kuala_Lumpur"),
    ("NG", "Africa/Lagos"),
    ("NL", "Europe/Amsterdam"),
    ("NO", "Europe/Oslo"),
    ("NZ", "Pacific/Auckland"),
    ("PE", "America/Lima"),
    ("PH", "Asia/Manila"),
    ("PK", "Asia/Karachi"),
    ("PL", "Europe/Warsaw"),
    ("PT", "Europe/Lisbon"),
    ("RE", "Indian/Reunion"),
    ("RO", "Europe/Bucharest"),
    ("RS", "Europe/Belgrade"),
    ("SA", "Asia/Riyadh"),
    ("SE", "Europe/Stockholm"),
    ("SG", "Asia/Singapore"),
    ("SI", "Europe/Ljubljana"),
    ("SK", "Europe/Bratislava"),
    ("SN", "Africa/Dakar"),
    ("TH", "Asia/Bangkok"),
    ("TN", "Africa/Tunis"),
    ("TR", "Europe/Istanbul"),
    ("TW", "Asia/Taipei"),
    ("UA", "Europe/Kyiv"),
    ("US", "America/New_York"),
    ("UY", "America/Montevideo"),
    ("VN", "Asia/Ho_Chi_Minh"),
    ("ZA", "Africa/Johannesburg"),
];

/// A country or territory with an ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(&'static str);

/// The text is not a code of ISO 3166-1 alpha-2.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a two-letter country code")]
pub struct CountryError(
    /// The text, cut to a length that fits a message.
    pub String,
);

impl Country {
    /// The two upper-case letters, `"FR"`.
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// Every country, by code; for an address form.
    pub fn all() -> impl Iterator<Item = Country> {
        CODES.iter().map(|code| Country(code))
    }

    /// The zone that most people's clocks show there: what a new shop begins with. `UTC` where we do not know.
    /// Source: the IANA time zone database, `zone1970.tab`.
    pub fn time_zone(self) -> &'static str {
        TIME_ZONES.binary_search_by_key(&self.0, |(code, _)| code).map_or("UTC", |index| TIME_ZONES[index].1)
    }

    /// Whether the law of the European Union applies there.
    pub fn is_eu(self) -> bool {
        EU.binary_search(&self.0).is_ok()
    }

    /// Whether the consumer law of the European Economic Area applies: the EU, Iceland, Liechtenstein, Norway.
    pub fn is_eea(self) -> bool {
        self.is_eu() || matches!(self.0, "IS" | "LI" | "NO")
    }

    /// Whether two texts name the same region of this country. Case and a country prefix do not count:
    /// `ca`, `CA` and `US-CA` are one region of `US`.
    pub fn same_region(self, left: &str, right: &str) -> bool {
        self.region_suffix(left).eq_ignore_ascii_case(self.region_suffix(right))
    }

    fn region_suffix(self, region: &str) -> &str {
        let region = region.trim();
        match region.split_once('-') {
            Some((prefix, suffix)) if prefix.eq_ignore_ascii_case(self.0) => suffix,
            Some(_) | None => region,
        }
    }
}

impl FromStr for Country {
    type Err = CountryError;

    /// Reads a code in either case.
    fn from_str(text: &str) -> Result<Country, CountryError> {
        let code = text.to_ascii_uppercase();
        CODES
            .binary_search(&code.as_str())
            .map(|index| Country(CODES[index]))
            .map_err(|_| CountryError(text.chars().take(16).collect()))
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_without_twins() {
        assert!(CODES.is_sorted_by(|a, b| a < b));
        assert!(EU.is_sorted_by(|a, b| a < b));
        assert!(EU.iter().all(|code| CODES.contains(code)));
        assert!(TIME_ZONES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn the_list_is_that_of_iso_3166() {
        // A second hand wrote this list: every code of ours that it does not know is explained.
        let unknown: Vec<&str> = Country::all()
            .map(Country::code)
            .filter(|code| code.parse::<iso_currency::Country>().is_err())
            .collect();
        assert_eq!(unknown, ["XK"]);
        assert_eq!(CODES.len() - unknown.len(), 249);
    }

    #[test]
    fn every_time_zone_is_known() {
        for country in Country::all() {
            let zone = country.time_zone();
            assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{country}: {zone}");
        }
        assert_eq!("FR".parse::<Country>().unwrap().time_zone(), "Europe/Paris");
        assert_eq!("AQ".parse::<Country>().unwrap().time_zone(), "UTC");
    }

    #[test]
    fn every_code_reads_back_in_either_case() {
        for country in Country::all() {
            assert_eq!(country.code().parse(), Ok(country));
            assert_eq!(country.code().to_lowercase().parse(), Ok(country));
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in ["", "F", "FRA", "UK", "EL", "EU", "ZZ", "F1", "Å"] {
            assert_eq!(text.parse::<Country>(), Err(CountryError(text.to_owned())));
        }
    }

    #[test]
    fn unions_are_told_apart() {
        let cases = [
            // code, EU, EEA
            ("FR", true, true),
            ("RE", true, true),
            ("NO", false, true),
            ("LI", false, true),
            ("GB", false, false),
            ("CH", false, false),
            ("US", false, false),
        ];
        for (code, eu, eea) in cases {
            let country: Country = code.parse().unwrap();
            assert_eq!((country.is_eu(), country.is_eea()), (eu, eea), "{code}");
        }
        assert_eq!(Country::all().filter(|country| country.is_eu()).count(), 27 + 6);
    }

    #[test]
    fn a_region_is_the_same_with_and_without_its_prefix() {
        let us: Country = "US".parse().unwrap();
        assert!(us.same_region("CA", "ca"));
        assert!(us.same_region("US-CA", " ca "));
        assert!(!us.same_region("CA", "NY"));
        assert!(!us.same_region("MX-CA", "CA"));
    }
}
