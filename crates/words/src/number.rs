//! Counts, percentages and lists, and the ICU formatters of one language.

use std::fmt::Write as _;

use domain::money::BasisPoints;
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::list::ListFormatter;
use icu::list::options::ListFormatterOptions;
use icu::locale::Locale as IcuLocale;
use icu::plurals::{PluralRules, PluralRulesOptions};

use crate::dates::DateFormatters;
use crate::{Locale, Words};

/// The formatters of one language, built once; ICU's data is compiled into the binary.
#[derive(Debug)]
pub(crate) struct Formatters {
    pub(crate) decimal: DecimalFormatter,
    pub(crate) plurals: PluralRules,
    list: ListFormatter,
    pub(crate) dates: DateFormatters,
}

impl Formatters {
    pub(crate) fn new(locale: Locale) -> Self {
        let tag: IcuLocale = locale.tag().parse().expect("our tags are BCP 47");
        let dates_tag: IcuLocale = locale.dates_tag().parse().expect("our tags are BCP 47");
        Self {
            decimal: DecimalFormatter::try_new((&tag).into(), Default::default()).expect("compiled in"),
            plurals: PluralRules::try_new((&tag).into(), PluralRulesOptions::default()).expect("compiled in"),
            list: ListFormatter::try_new_and((&tag).into(), ListFormatterOptions::default())
                .expect("compiled in"),
            dates: DateFormatters::new(&dates_tag),
        }
    }
}

impl Words {
    /// A whole number with its digits grouped: `1,200`, `1 200`.
    #[must_use]
    pub fn number(&self, number: i64) -> String {
        let mut out = String::with_capacity(NUMBER_BYTES_USUAL);
        self.write_decimal(&mut out, &number.into());
        out
    }

    /// A rate as a percentage, without needless zeros: 2000 basis points are `20%`, `20 %`; 550 are `5.5%`.
    #[must_use]
    pub fn percent(&self, rate: BasisPoints) -> String {
        let mut rate = Decimal::from(rate.0);
        rate.multiply_pow10(-2);
        rate.trim_end();
        let mut number = String::with_capacity(NUMBER_BYTES_USUAL);
        self.write_decimal(&mut number, &rate);
        self.fill("percent", "number", &number)
    }

    /// A list as a sentence has it: `a, b, and c`, `a, b et c`.
    #[must_use]
    pub fn list<S: AsRef<str>>(&self, things: &[S]) -> String {
        self.formatters.list.format_to_string(things.iter().map(AsRef::as_ref))
    }

    pub(crate) fn write_decimal(&self, out: &mut String, decimal: &Decimal) {
        write!(out, "{}", self.formatters.decimal.format(decimal)).expect("a String takes everything");
    }
}

/// What most numbers and amounts fit in, with separators of three bytes.
pub(crate) const NUMBER_BYTES_USUAL: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_the_reader_groups_them() {
        for (number, en, fr) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (-1200, "-1,200", "-1\u{202f}200"),
            (
                i64::MAX,
                "9,223,372,036,854,775,807",
                "9\u{202f}223\u{202f}372\u{202f}036\u{202f}854\u{202f}775\u{202f}807",
            ),
        ] {
            assert_eq!(Words::of(Locale::En).number(number), en);
            assert_eq!(Words::of(Locale::Fr).number(number), fr);
        }
    }

    #[test]
    fn rates_drop_their_needless_zeros() {
        for (basis_points, en, fr) in [
            (2000, "20%", "20\u{a0}%"),
            (550, "5.5%", "5,5\u{a0}%"),
            (1, "0.01%", "0,01\u{a0}%"),
            (0, "0%", "0\u{a0}%"),
        ] {
            assert_eq!(Words::of(Locale::En).percent(BasisPoints(basis_points)), en);
            assert_eq!(Words::of(Locale::Fr).percent(BasisPoints(basis_points)), fr);
        }
    }

    #[test]
    fn lists_end_with_and() {
        let en = Words::of(Locale::En);
        assert_eq!(en.list::<&str>(&[]), "");
        assert_eq!(en.list(&["oak", "black"]), "oak and black");
        assert_eq!(Words::of(Locale::Fr).list(&["chêne", "noir", "blanc"]), "chêne, noir et blanc");
    }
}
