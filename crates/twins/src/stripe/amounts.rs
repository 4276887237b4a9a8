//! Stripe's rules for amounts: exponents, least and largest amounts, and the currencies that are special.

use super::error::Refusal;

/// Charged in whole units.
const ZERO_DECIMAL: &str = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf";
/// Charged in thousandths, of which the last must be nought.
const THREE_DECIMAL: &str = "bhd jod kwd omr tnd";
/// Without decimals, and yet charged in hundredths that must be nought.
const TWO_BY_HISTORY: &str = "isk ugx";
/// All others are charged in hundredths.
const TWO_DECIMAL: &str = "usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn \
    bzd cad cdf chf cny cop crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr \
    ils inr jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio \
    nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try \
    ttd twd tzs uah uyu uzs wst xcd xcg yer zar zmw";

/// The least amount of a charge, in the smallest unit.
const LEAST: &[(&str, i64)] = &[
    ("usd", 50),
    ("aed", 200),
    ("aud", 50),
    ("bgn", 100),
    ("brl", 50),
    ("cad", 50),
    ("chf", 50),
    ("czk", 1500),
    ("dkk", 250),
    ("eur", 50),
    ("gbp", 30),
    ("hkd", 400),
    ("huf", 17_500),
    ("inr", 50),
    ("jpy", 50),
    ("mxn", 1000),
    ("myr", 200),
    ("nok", 300),
    ("nzd", 50),
    ("pln", 200),
    ("ron", 200),
    ("sek", 300),
    ("sgd", 50),
    ("thb", 1000),
];

/// Eight digits.
pub const LARGEST: i64 = 99_999_999;

/// How many digits of an amount lie behind the point; `None` for a currency that is not supported.
#[must_use]
pub fn exponent(currency: &str) -> Option<u32> {
    let among = |list: &str| list.split_whitespace().any(|one| one == currency);
    if among(ZERO_DECIMAL) {
        Some(0)
    } else if among(THREE_DECIMAL) {
        Some(3)
    } else if among(TWO_DECIMAL) || among(TWO_BY_HISTORY) {
        Some(2)
    } else {
        None
    }
}

/// Checks the amount of a charge in its currency, which is given in small letters.
///
/// # Errors
/// An unknown currency, too small, too large, or with digits the currency cannot have.
pub fn check(amount: i64, currency: &str) -> Result<(), Refusal> {
    let currency_known = exponent(currency);
    let Some(digits) = currency_known else {
        let message = format!("Invalid currency: {currency}. Stripe does not support it.");
        return Err(Refusal::invalid(message).param("currency"));
    };
    let least = LEAST.iter().find(|(one, _)| *one == currency).map_or(1, |(_, least)| *least);
    if amount < 1 {
        let message = "This value must be greater than or equal to 1.";
        return Err(Refusal::invalid(message).code("parameter_invalid_integer").param("amount"));
    }
    if amount < least {
        let message = format!("Amount must be at least {} {currency}", shown(least, digits));
        return Err(Refusal::invalid(message).code("amount_too_small").param("amount"));
    }
    if amount > LARGEST {
        let message = format!("Amount must be no more than {} {currency}", shown(LARGEST, digits));
        return Err(Refusal::invalid(message).code("amount_too_large").param("amount"));
    }
    let multiple_of = match (digits, currency) {
        (3, _) => 10,
        (_, "isk" | "ugx") => 100,
        _ => 1,
    };
    if amount % multiple_of != 0 {
        let message = format!("Invalid amount: {amount} {currency} must be divisible by {multiple_of}");
        return Err(Refusal::invalid(message).code("invalid_charge_amount").param("amount"));
    }
    Ok(())
}

fn shown(amount: i64, digits: u32) -> String {
    let unit = 10_i64.pow(digits);
    let width = usize::try_from(digits).unwrap_or(0);
    if digits == 0 { amount.to_string() } else { format!("{}.{:0width$}", amount / unit, amount % unit) }
}

/// What Stripe keeps of a charge: 2.9 % and thirty of the smallest unit, never more than the charge.
#[must_use]
pub fn fee(amount: i64) -> i64 {
    ((amount * 29 + 500) / 1000 + 30).min(amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_currency_has_its_rules() {
        let code =
            |amount, currency| check(amount, currency).map_err(|refusal| refusal.code.unwrap_or("none"));
        assert_eq!(code(50, "usd"), Ok(()));
        assert_eq!(code(49, "usd"), Err("amount_too_small"));
        assert_eq!(code(0, "xcd"), Err("parameter_invalid_integer"));
        assert_eq!(code(-5, "usd"), Err("parameter_invalid_integer"));
        assert_eq!(code(99_999_999, "jpy"), Ok(()));
        assert_eq!(code(100_000_000, "jpy"), Err("amount_too_large"));
        assert_eq!(code(1_230, "kwd"), Ok(()));
        assert_eq!(code(1_234, "kwd"), Err("invalid_charge_amount"));
        assert_eq!(code(500, "isk"), Ok(()));
        assert_eq!(code(550, "isk"), Err("invalid_charge_amount"));
        assert_eq!(code(100, "zzz"), Err("none"));
        assert_eq!(code(100, "USD"), Err("none"));
    }

    #[test]
    fn amounts_are_named_in_their_own_digits() {
        assert!(check(49, "usd").unwrap_err().message.contains("0.50 usd"));
        assert!(check(49, "jpy").unwrap_err().message.contains("50 jpy"));
        assert_eq!((exponent("jpy"), exponent("tnd"), exponent("eur")), (Some(0), Some(3), Some(2)));
    }
}
