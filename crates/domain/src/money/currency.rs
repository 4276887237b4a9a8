//! ISO 4217 currencies that an amount can be counted in.

use std::fmt;
use std::str::FromStr;

use iso_currency::IntoEnumIterator;

/// A currency with minor units, named by its ISO 4217 code.
///
/// Codes that money cannot be counted in are not currencies here: metals (`XAU`), bond units (`XBA`),
/// the test code `XTS`, "no currency" `XXX` and the accounting unit `XAD`. Superseded codes (`HRK`) stay,
/// because old orders keep the currency they were paid in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(iso_currency::Currency);

/// Why a text names no [`Currency`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CurrencyError {
    /// ISO 4217 has no such code.
    #[error("{0:?} is not an ISO 4217 currency code")]
    Unknown(String),
    /// The code exists, but nobody pays with it (gold, test codes).
    #[error("{0} has no minor units, so nothing can be priced in it")]
    NotMoney(&'static str),
}

impl Currency {
    /// Euro, two decimals.
    pub const EUR: Currency = Currency(iso_currency::Currency::EUR);
    /// US dollar, two decimals.
    pub const USD: Currency = Currency(iso_currency::Currency::USD);
    /// Pound sterling, two decimals.
    pub const GBP: Currency = Currency(iso_currency::Currency::GBP);
    /// Yen, no decimals.
    pub const JPY: Currency = Currency(iso_currency::Currency::JPY);
    /// Kuwaiti dinar, three decimals.
    pub const KWD: Currency = Currency(iso_currency::Currency::KWD);

    /// The three upper-case letters, `"EUR"`.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many decimals the currency has: JPY 0, EUR 2, KWD 3, CLF 4.
    pub fn exponent(self) -> u32 {
        self.0.exponent().map(u32::from).expect("only currencies with an exponent are constructed")
    }

    /// How many minor units make one major unit: JPY 1, EUR 100, KWD 1000.
    pub fn minor_per_major(self) -> i64 {
        10_i64.pow(self.exponent())
    }

    /// Every currency, in the order of the codes' enumeration; for a settings list.
    pub fn all() -> impl Iterator<Item = Currency> {
        iso_currency::Currency::iter().filter_map(|iso| Currency::from_iso(iso).ok())
    }

    fn from_iso(iso: iso_currency::Currency) -> Result<Currency, CurrencyError> {
        match iso.exponent() {
            Some(_) if !iso.is_special() => Ok(Currency(iso)),
            Some(_) | None => Err(CurrencyError::NotMoney(iso.code())),
        }
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;

    /// Reads a code in either case: ISO writes `EUR`, the agent protocols and payment providers `eur`.
    fn from_str(text: &str) -> Result<Currency, CurrencyError> {
        iso_currency::Currency::from_code(&text.to_ascii_uppercase())
            .ok_or_else(|| CurrencyError::Unknown(text.chars().take(16).collect()))
            .and_then(Currency::from_iso)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: ISO 4217 list one, plus the superseded codes that old orders may carry.
    const EXPONENTS: [(u32, &str); 4] = [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (
            2,
            "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF \
             CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD \
             GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL \
             MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN \
             QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY \
             TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ZWL",
        ),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    ];

    #[test]
    fn every_currency_has_the_exponent_of_iso_4217() {
        let mut golden: Vec<(&str, u32)> = EXPONENTS
            .iter()
            .flat_map(|(exponent, codes)| codes.split_whitespace().map(move |code| (code, *exponent)))
            .collect();
        let mut actual: Vec<(&str, u32)> = Currency::all().map(|c| (c.code(), c.exponent())).collect();
        golden.sort_unstable();
        actual.sort_unstable();
        assert_eq!(actual, golden);
    }

    #[test]
    fn every_code_reads_back_in_either_case() {
        for currency in Currency::all() {
            assert_eq!(currency.code().parse(), Ok(currency));
            assert_eq!(currency.code().to_lowercase().parse(), Ok(currency));
        }
    }

    #[test]
    fn codes_nobody_pays_with_are_refused() {
        for code in
            ["XAD", "XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX"]
        {
            assert_eq!(code.parse::<Currency>(), Err(CurrencyError::NotMoney(code)));
        }
        for text in ["", "EU", "EURO", "€", "ABC", "EU R"] {
            assert_eq!(text.parse::<Currency>(), Err(CurrencyError::Unknown(text.to_owned())));
        }
    }
}
