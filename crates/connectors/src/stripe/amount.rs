//! Amounts as Stripe writes them: integers in "the smallest currency unit", which is not always ISO 4217's.
//! Source: <https://docs.stripe.com/currencies>, "Zero-decimal currencies", "Three-decimal currencies" and "Special
//! cases", read in November 2026.

use domain::money::{Currency, Money};
use domain::quote::Unpayable;

/// Currencies without decimals at Stripe.
const NONE: [&str; 15] =
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"];
/// Currencies that have no decimals any more and are still written with two, which must be zeros.
const TWO_ZEROS: [&str; 2] = ["ISK", "UGX"];

/// The least that Stripe charges, as Stripe counts; one of its smallest units where nothing is said. It depends on the
/// currency an account settles in, which is not known here: these are those of charges that are settled as they are made.
const LEAST: [(&str, i64); 24] = [
    ("AED", 200),
    ("AUD", 50),
    ("BGN", 100),
    ("BRL", 50),
    ("CAD", 50),
    ("CHF", 50),
    ("CZK", 1_500),
    ("DKK", 250),
    ("EUR", 50),
    ("GBP", 30),
    ("HKD", 400),
    ("HUF", 17_500),
    ("INR", 50),
    ("JPY", 50),
    ("MXN", 1_000),
    ("MYR", 200),
    ("NOK", 300),
    ("NZD", 50),
    ("PLN", 200),
    ("RON", 200),
    ("SEK", 300),
    ("SGD", 50),
    ("THB", 1_000),
    ("USD", 50),
];
/// The most: eight digits, as Stripe counts.
const MOST: i64 = 99_999_999;

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

/// Whether Stripe charges exactly this much.
/// Source: <https://docs.stripe.com/currencies>, "Minimum and maximum charge amounts", read in November 2026.
///
/// # Errors
/// [`Unpayable`], with the amount that would do.
pub fn chargeable(money: Money) -> Result<(), Unpayable> {
    let currency = money.currency;
    let most = || from_stripe(MOST - MOST % 100, currency).unwrap_or(money);
    let amount = to_stripe(money).map_err(|error| match error {
        AmountError::LastDigit(_) => Unpayable::Step(Money::new(10, currency)),
        AmountError::Fraction(_) => {
            let finer = currency.exponent().saturating_sub(exponent(currency).unwrap_or(0));
            Unpayable::Step(Money::new(10_i64.pow(finer), currency))
        }
        AmountError::Currency(currency) => Unpayable::Currency(currency),
        AmountError::TooLarge => Unpayable::TooLarge(most()),
    })?;
    let least = LEAST.iter().find(|(code, _)| *code == currency.code()).map_or(1, |(_, least)| *least);
    if amount < least {
        // Where one unit of ours is many of theirs, or the last digit must be 0, the least is one of ours.
        let least = from_stripe(least, currency).unwrap_or(Money::new(1, currency));
        let step = if exponent(currency) == Some(3) { 10 } else { 1 };
        return Err(Unpayable::TooSmall(Money::new(least.amount.max(step), currency)));
    }
    if amount > MOST { Err(Unpayable::TooLarge(most())) } else { Ok(()) }
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
    use twins::stripe::amounts;

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
    fn what_stripe_charges_in_every_currency_is_known_before() {
        let of = |code: &str, minor| chargeable(Money::new(minor, code.parse().unwrap()));
        let money = |code: &str, minor| Money::new(minor, code.parse().unwrap());
        for (code, minor, expected) in [
            ("EUR", 50, Ok(())),
            ("EUR", 49, Err(Unpayable::TooSmall(money("EUR", 50)))),
            ("EUR", 0, Err(Unpayable::TooSmall(money("EUR", 50)))),
            ("JPY", 49, Err(Unpayable::TooSmall(money("JPY", 50)))),
            ("XCD", 0, Err(Unpayable::TooSmall(money("XCD", 1)))),
            ("ISK", 0, Err(Unpayable::TooSmall(money("ISK", 1)))),
            ("KWD", 0, Err(Unpayable::TooSmall(money("KWD", 10)))),
            ("KWD", 5_120, Ok(())),
            ("KWD", 5_124, Err(Unpayable::Step(money("KWD", 10)))),
            ("MGA", 400_050, Err(Unpayable::Step(money("MGA", 100)))),
            ("CLF", 10, Err(Unpayable::Currency("CLF".parse().unwrap()))),
            ("EUR", 99_999_999, Ok(())),
            ("EUR", 100_000_000, Err(Unpayable::TooLarge(money("EUR", 99_999_900)))),
            ("ISK", i64::MAX, Err(Unpayable::TooLarge(money("ISK", 999_999)))),
        ] {
            assert_eq!(of(code, minor), expected, "{minor} {code}");
        }
    }

    /// What is said to be charged is charged, and nothing else: the twin knows Stripe's rules by itself.
    #[test]
    fn the_twin_agrees_about_every_currency_and_amount() {
        for currency in Currency::all() {
            let code = currency.code().to_lowercase();
            for minor in [
                0,
                1,
                5,
                9,
                10,
                29,
                30,
                49,
                50,
                99,
                100,
                101,
                250,
                1_000,
                1_005,
                17_500,
                99_999_990,
                99_999_999,
                100_000_000,
            ] {
                let money = Money::new(minor, currency);
                let Ok(amount) = to_stripe(money) else {
                    assert!(chargeable(money).is_err(), "{money:?}");
                    continue;
                };
                let known = amounts::exponent(&code).is_some();
                let agrees = !known || amounts::check(amount, &code).is_ok() == chargeable(money).is_ok();
                assert!(agrees, "{amount} {code}: {:?}", chargeable(money));
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
