//! Amounts: ICU places the digits, `formats.ftl` says where the currency stands and how it is written (from the CLDR;
//! ICU4X formats currencies only in its experimental crate).

use domain::money::{Currency, Money, ParseMoneyError};
use icu::decimal::input::Decimal;
use rustc_hash::FxHashMap;

use crate::Words;
use crate::message::{Message, Piece};
use crate::number::NUMBER_BYTES_USUAL;

/// What stands before and after the digits.
#[derive(Clone, Debug, Default)]
struct Affixes {
    before: String,
    after: String,
}

/// The affixes of every currency with a symbol, and how to make them for the others.
#[derive(Debug)]
pub(crate) struct AffixTable {
    known: FxHashMap<String, Affixes>,
    /// Around a symbol such as `€`.
    touching: Message,
    /// Around a code such as `KWD`, whose letters must not touch the digits.
    spaced: Message,
    minus: String,
}

impl AffixTable {
    pub(crate) fn new(plain: &FxHashMap<String, String>, open: &FxHashMap<String, Message>) -> Self {
        let pattern = |key: &str| Message { pieces: open[key].pieces.iter().map(copy_flat).collect() };
        let mut table = Self {
            known: FxHashMap::default(),
            touching: pattern("money-touching"),
            spaced: pattern("money-spaced"),
            minus: plain["money-minus"].clone(),
        };
        let symbols = plain.iter().filter_map(|(key, symbol)| Some((key.strip_prefix("currency-")?, symbol)));
        table.known = symbols.map(|(code, symbol)| (code.to_owned(), table.around(symbol))).collect();
        table
    }

    /// The affixes that `symbol` gives.
    fn around(&self, symbol: &str) -> Affixes {
        let pattern = if symbol.ends_with(char::is_alphabetic) { &self.spaced } else { &self.touching };
        let mut affixes = Affixes::default();
        let mut amount_seen = false;
        for piece in &pattern.pieces {
            let text = match piece {
                Piece::Argument(name) if name == "amount" => {
                    amount_seen = true;
                    continue;
                }
                Piece::Argument(_) => symbol,
                Piece::Text(text) => text,
                Piece::Select { .. } => continue,
            };
            if amount_seen { &mut affixes.after } else { &mut affixes.before }.push_str(text);
        }
        affixes
    }
}

fn copy_flat(piece: &Piece) -> Piece {
    match piece {
        Piece::Text(text) => Piece::Text(text.clone()),
        Piece::Argument(name) => Piece::Argument(name.clone()),
        Piece::Select { .. } => Piece::Text(String::new()),
    }
}

impl Words {
    /// Reads what somebody typed in this language; what [`Words::amount`] shows is among it.
    ///
    /// # Errors
    /// [`ParseMoneyError`], for [`Words::amount_error`] to say.
    pub fn read_amount(&self, text: &str, currency: Currency) -> Result<Money, ParseMoneyError> {
        let a_cent = self.amount(Money::new(1, Currency::EUR));
        let decimal = a_cent.chars().find(|sign| !sign.is_ascii_digit()).unwrap_or('.');
        Money::parse_typed(text, currency, decimal)
    }

    /// An amount with all its decimals: `€24.90`, `24,90 €`, `¥2,400`, `KWD 3.500`. Its spaces do not break.
    #[must_use]
    pub fn money(&self, money: Money) -> String {
        let mut out = String::with_capacity(NUMBER_BYTES_USUAL);
        self.write_money(&mut out, money);
        out
    }

    /// An amount that drops its decimals when they are zero: `€10`, `10 €`, but `€10.50`.
    /// For goals and suggested gifts; prices and totals keep theirs.
    #[must_use]
    pub fn money_brief(&self, money: Money) -> String {
        let mut out = String::with_capacity(NUMBER_BYTES_USUAL);
        let mut digits = digits(money);
        digits.trim_end_if_integer();
        self.write_amount(&mut out, money, &digits);
        out
    }

    /// The digits of an amount without its currency: `24.90`, `24,90`. For the columns of a table that names it once.
    #[must_use]
    pub fn amount(&self, money: Money) -> String {
        let mut out = String::with_capacity(NUMBER_BYTES_USUAL);
        if money.amount < 0 {
            out.push_str(&self.affixes.minus);
        }
        self.write_decimal(&mut out, &digits(money));
        out
    }

    /// How this language writes a currency: `€`, `$US`, `KWD`.
    #[must_use]
    pub fn currency_symbol(&self, currency: Currency) -> String {
        let code = currency.code();
        self.lookup(&format!("currency-{code}")).unwrap_or(code).to_owned()
    }

    /// [`Words::money`], appended to `out`.
    pub fn write_money(&self, out: &mut String, money: Money) {
        self.write_amount(out, money, &digits(money));
    }

    fn write_amount(&self, out: &mut String, money: Money, digits: &Decimal) {
        if money.amount < 0 {
            out.push_str(&self.affixes.minus);
        }
        let code = money.currency.code();
        let made;
        let affixes = match self.affixes.known.get(code) {
            Some(affixes) => affixes,
            None => {
                made = self.affixes.around(code);
                &made
            }
        };
        out.push_str(&affixes.before);
        self.write_decimal(out, digits);
        out.push_str(&affixes.after);
    }
}

/// The amount without its sign, its minor units behind the decimal separator.
fn digits(money: Money) -> Decimal {
    let mut digits = Decimal::from(money.amount.unsigned_abs());
    let exponent = i16::try_from(money.currency.exponent()).expect("no currency has more than four decimals");
    digits.multiply_pow10(-exponent);
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Locale;

    #[test]
    fn every_currency_has_its_decimals_and_its_place() {
        for (amount, currency, en, fr) in [
            (2490, Currency::EUR, "€24.90", "24,90 €"),
            (0, Currency::EUR, "€0.00", "0,00 €"),
            (5, Currency::EUR, "€0.05", "0,05 €"),
            (-2490, Currency::EUR, "−€24.90", "−24,90 €"),
            (123_456_789, Currency::USD, "$1,234,567.89", "1_234_567,89 $US"),
            (2400, Currency::JPY, "¥2,400", "2_400 JPY"),
            (3500, Currency::KWD, "KWD 3.500", "3,500 KWD"),
            (i64::MIN, Currency::JPY, "−¥9,223,372,036,854,775,808", "−9_223_372_036_854_775_808 JPY"),
        ] {
            let money = Money::new(amount, currency);
            assert_eq!(Words::of(Locale::En).money(money), en.replace(' ', "\u{a0}"));
            assert_eq!(
                Words::of(Locale::Fr).money(money),
                fr.replace(' ', "\u{a0}").replace('_', "\u{202f}")
            );
        }
    }

    #[test]
    fn a_brief_amount_drops_only_zeros() {
        let en = Words::of(Locale::En);
        assert_eq!(en.money_brief(Money::new(741_200, Currency::EUR)), "€7,412");
        assert_eq!(en.money_brief(Money::new(1050, Currency::EUR)), "€10.50");
        assert_eq!(en.amount(Money::new(-1050, Currency::EUR)), "−10.50");
        assert_eq!(en.currency_symbol(Currency::KWD), "KWD");
        assert_eq!(Words::of(Locale::Fr).currency_symbol(Currency::USD), "$US");
    }

    #[test]
    fn every_symbol_belongs_to_a_currency() {
        let codes: Vec<&str> = Currency::all().map(Currency::code).collect();
        for locale in Locale::ALL {
            for code in Words::of(*locale).affixes.known.keys() {
                assert!(codes.contains(&code.as_str()), "{code} is not in ISO 4217");
            }
        }
    }
}
