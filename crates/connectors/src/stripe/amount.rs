//! Amounts as Stripe writes them: integers in "the smallest currency unit", which is not always ISO 4217's.
//! Source: <https://docs.stripe.com/currencies>, "Zero-decimal currencies", "Three-decimal currencies" and "Special
//! cases", read in November 2026.

use domain::money::{Currency, Money};

/// Currencies without decimals at Stripe.
const NONE: [&str; 15] =
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"];
/// Currencies that have no decimals any more and are still written with two, which must be zeros.
const TWO_ZEROS: [&str; 2] = ["ISK", "UGX"];

/// Why an amount cannot be asked of Stripe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Stripe takes three-decimal amounts only when the last digit is zero.
    #[error("{amount} {code} cannot be paid by card: its last decimal must be 0", amount = .0.to_decimal(), code = .0.currency)]
    LastDigit(Money),
    /// Our minor unit is finer than Stripe's.
    #[error("{amount} {code} cannot be paid by card: no part of one {code} can", amount = .0.to_decimal(), code = .0.currency)]
    Fraction(Money),
    /// Stripe has no amounts with so many decimals.
    #[error("{0} cannot be paid by card")]
    Currency(Currency),
    /// Larger than a number can be.
    #[error("this amount is too large")]
    TooLarge,
}

/// How Stripe counts a currency: its decimals there, or nothing where it does not count it at all.
#[must_use]
pub fn exponent(currency: Currency) -> Option<u32> {
    let code = currency.code();
    if NONE.contains(&code) {
        return Some(0);
    }
    if TWO_ZEROS.contains(&code) {
        return Some(2);
    }
    Some(currency.exponent()).filter(|exponent| *exponent <= 3)
}

/// The number to send for an amount of ours.
///
/// # Errors
/// [`AmountError`] where Stripe could not charge exactly this much.
pub fn to_stripe(money: Money) -> Result<i64, AmountError> {
    let theirs = exponent(money.currency).ok_or(AmountError::Currency(money.currency))?;
    let ours = money.currency.exponent();
    let amount = if theirs >= ours {
        money.amount.checked_mul(10_i64.pow(theirs - ours)).ok_or(AmountError::TooLarge)?
    } else {
        let unit = 10_i64.pow(ours - theirs);
        if money.amount % unit != 0 {
            return Err(AmountError::Fraction(money));
        }
        money.amount / unit
    };
    if theirs == 3 && amount % 10 != 0 {
        return Err(AmountError::LastDigit(money));
    }
    Ok(amount)
}

/// The amount of ours behind a number of Stripe's.
///
/// # Errors
/// [`AmountError`] where it has a part that our minor unit cannot hold: nothing is rounded.
pub fn from_stripe(amount: i64, currency: Currency) -> Result<Money, AmountError> {
    let theirs = exponent(currency).ok_or(AmountError::Currency(currency))?;
    let ours = currency.exponent();
    if theirs <= ours {
        let minor = amount.checked_mul(10_i64.pow(ours - theirs)).ok_or(AmountError::TooLarge)?;
        return Ok(Money::new(minor, currency));
    }
    let unit = 10_i64.pow(theirs - ours);
    let minor = Money::new(amount / unit, currency);
    if amount % unit == 0 { Ok(minor) } else { Err(AmountError::Fraction(minor)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every code of ISO 4217 that is money, by Stripe's decimals for it.
    const GOLDEN: [(Option<u32>, &str); 4] = [
        (Some(0), "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UYI VND VUV XAF XOF XPF"),
        (
            Some(2),
            "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF \
             CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD \
             GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR ISK JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD \
             MDL MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN \
             QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY \
             TTD TWD TZS UAH UGX USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ZWL",
        ),
        (Some(3), "BHD IQD JOD KWD LYD OMR TND"),
        (None, "CLF UYW"),
    ];

    #[test]
    fn every_currency_of_iso_4217_has_stripes_decimals() {
        let mut golden: Vec<(&str, Option<u32>)> = GOLDEN
            .iter()
            .flat_map(|(exponent, codes)| codes.split_whitespace().map(move |code| (code, *exponent)))
            .collect();
        let mut actual: Vec<_> = Currency::all().map(|it| (it.code(), exponent(it))).collect();
        golden.sort_unstable();
        actual.sort_unstable();
        assert_eq!(actual, golden);
    }

    #[test]
    fn amounts_of_every_kind() {
        let cases: [(&str, i64, Result<i64, &str>); 11] = [
            ("EUR", 2_490, Ok(2_490)),
            ("JPY", 500, Ok(500)),
            ("ISK", 5, Ok(500)),
            ("UGX", 1_000, Ok(100_000)),
            ("KWD", 5_120, Ok(5_120)),
            ("KWD", 5_124, Err("5.124 KWD cannot be paid by card: its last decimal must be 0")),
            ("MGA", 400_000, Ok(4_000)),
            ("MGA", 400_050, Err("4000.50 MGA cannot be paid by card: no part of one MGA can")),
            ("HUF", 1_045, Ok(1_045)),
            ("CLF", 10, Err("CLF cannot be paid by card")),
            ("ISK", i64::MAX, Err("this amount is too large")),
        ];
        for (code, minor, expected) in cases {
            let money = Money::new(minor, code.parse().unwrap());
            let sent = to_stripe(money);
            assert_eq!(sent.map_err(|error| error.to_string()), expected.map_err(str::to_owned), "{money:?}");
            if let Ok(sent) = sent {
                assert_eq!(from_stripe(sent, money.currency), Ok(money));
            }
        }
    }

    #[test]
    fn nothing_of_theirs_is_rounded() {
        let isk: Currency = "ISK".parse().unwrap();
        assert_eq!(from_stripe(550, isk), Err(AmountError::Fraction(Money::new(5, isk))));
    }

    proptest! {
        #[test]
        fn what_is_sent_comes_back_the_same(minor in -1_000_000_000_i64..1_000_000_000, index in 0_usize..170) {
            let all: Vec<Currency> = Currency::all().collect();
            let money = Money::new(minor, all[index % all.len()]);
            if let Ok(sent) = to_stripe(money) {
                prop_assert_eq!(from_stripe(sent, money.currency), Ok(money));
            }
        }
    }
}
