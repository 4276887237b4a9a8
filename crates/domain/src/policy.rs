//! What the buyer is told before paying, and what consumer law gives on top of it.

use jiff::civil::{Date, Weekday};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};

use crate::country::Country;

/// Days in which a consumer may withdraw without a reason.
/// Source: Directive 2011/83/EU art. 9(1); in the United Kingdom SI 2013/3134 reg. 30.
pub const WITHDRAWAL_DAYS: u16 = 14;

/// What a merchant promises to every buyer; shown on the card, on the review step and in the mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SellerPolicies {
    /// Days for returning goods without a reason, from delivery. `Some(0)` says that there are no such
    /// returns, `None` that the merchant has not said; the law may give more, see [`Self::returns_days_for`].
    pub returns_days: Option<u16>,
    /// The returns policy in the merchant's own words, plain text.
    pub returns_text: String,
    /// How and when goods are shipped, in the merchant's own words, plain text.
    pub shipping_text: String,
    /// Address of the terms of sale.
    pub terms_url: Option<String>,
    /// Address of the privacy policy.
    pub privacy_url: Option<String>,
}

impl SellerPolicies {
    /// The days for returns that a buyer in `country` has at least: the merchant's promise, or the law's where it
    /// gives more. None when neither says anything.
    pub fn returns_days_for(&self, country: Country) -> Option<u16> {
        self.returns_days.max(withdrawal_days(country))
    }
}

/// What the button that places an order must say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PayWording {
    /// "Pay", with the amount.
    Pay,
    /// "Order with obligation to pay" or as plain a phrase. Without it the buyer is not bound.
    OrderWithObligationToPay,
}

/// The wording for buyers in `country`.
///
/// Source: Directive 2011/83/EU art. 8(2), for the EEA; in the United Kingdom SI 2013/3134 reg. 14(4).
pub fn pay_button_wording(country: Country) -> PayWording {
    if has_distance_selling_law(country) { PayWording::OrderWithObligationToPay } else { PayWording::Pay }
}

/// For how many days a consumer in `country` may withdraw by law; none where no law says so.
pub fn withdrawal_days(country: Country) -> Option<u16> {
    has_distance_selling_law(country).then_some(WITHDRAWAL_DAYS)
}

/// Until when a consumer in `country` may withdraw from what was delivered (or, for what is not delivered, placed)
/// at that instant; none where no law says so. The end is exclusive.
///
/// The law counts days where the buyer is: the day of delivery does not count, the last day counts to its end, and
/// a last day on a weekend moves to Monday. The buyer's zone is not known, so the day begins in the easternmost of
/// the zones concerned (Réunion) and ends in the westernmost (Martinique): nobody's period is ever cut short.
/// Public holidays are not known here, so a last day on one is not moved.
///
/// Source: Directive 2011/83/EU art. 9 and recital 41; Regulation (EEC) 1182/71 art. 3.
pub fn withdrawal_until(delivered_or_placed: Timestamp, country: Country) -> Option<Timestamp> {
    let last = withdrawal_last_day(delivered_or_placed, country)?;
    let end = last.tomorrow().ok()?.to_zoned(TimeZone::fixed(WESTERNMOST)).ok()?;
    Some(end.timestamp())
}

/// The day with whose end that period ends, as it is told to people.
pub fn withdrawal_last_day(delivered_or_placed: Timestamp, country: Country) -> Option<Date> {
    let days = withdrawal_days(country)?;
    let last =
        EASTERNMOST.to_datetime(delivered_or_placed).date().checked_add(i64::from(days).days()).ok()?;
    let moved = match last.weekday() {
        Weekday::Saturday => 2,
        Weekday::Sunday => 1,
        Weekday::Monday | Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday | Weekday::Friday => 0,
    };
    last.checked_add(moved.days()).ok()
}

const EASTERNMOST: Offset = Offset::constant(4);
const WESTERNMOST: Offset = Offset::constant(-4);

/// The EEA, and the United Kingdom, which kept the same rules.
fn has_distance_selling_law(country: Country) -> bool {
    country.is_eea() || country.code() == "GB"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn country(code: &str) -> Country {
        code.parse().unwrap()
    }

    #[test]
    fn the_button_and_the_period_follow_the_country() {
        let bound = (PayWording::OrderWithObligationToPay, Some(14));
        let free = (PayWording::Pay, None);
        let cases = [
            ("DE", bound),
            ("FR", bound),
            ("MQ", bound),
            ("NO", bound),
            ("IS", bound),
            ("GB", bound),
            ("CH", free),
            ("US", free),
            ("JP", free),
        ];
        for (code, expected) in cases {
            let country = country(code);
            assert_eq!((pay_button_wording(country), withdrawal_days(country)), expected, "{code}");
        }
    }

    #[test]
    fn the_last_day_of_withdrawal_counts_to_its_end() {
        let cases = [
            // A Tuesday; the last day is Tuesday the 20th.
            ("2026-01-06T10:00:00Z", "2026-01-21T04:00:00Z"),
            // Late on that Tuesday it is Wednesday in Réunion already.
            ("2026-01-06T21:00:00Z", "2026-01-22T04:00:00Z"),
            // A Saturday and a Sunday move to Monday the 19th.
            ("2026-01-03T10:00:00Z", "2026-01-20T04:00:00Z"),
            ("2026-01-04T10:00:00Z", "2026-01-20T04:00:00Z"),
        ];
        for (delivered, until) in cases {
            let until: Timestamp = until.parse().unwrap();
            assert_eq!(
                withdrawal_until(delivered.parse().unwrap(), country("FR")),
                Some(until),
                "{delivered}"
            );
        }
        assert_eq!(withdrawal_until(Timestamp::UNIX_EPOCH, country("US")), None);
        let told = |at: &str| withdrawal_last_day(at.parse().unwrap(), country("FR")).unwrap().to_string();
        assert_eq!(told("2026-01-06T10:00:00Z"), "2026-01-20", "the end is told as the day it ends");
        assert_eq!(told("2026-01-03T10:00:00Z"), "2026-01-19");
    }

    #[test]
    fn the_law_tops_up_what_the_merchant_promises() {
        let with = |returns_days| SellerPolicies { returns_days, ..SellerPolicies::default() };
        let cases = [
            (Some(30), "FR", Some(30)),
            (Some(7), "FR", Some(14)),
            (None, "FR", Some(14)),
            (Some(7), "US", Some(7)),
            (None, "US", None),
        ];
        for (promised, code, days) in cases {
            assert_eq!(with(promised).returns_days_for(country(code)), days, "{promised:?} {code}");
        }
    }

    proptest! {
        #[test]
        fn nobody_has_less_than_14_days_or_more_than_18(second in 0_i64..4_000_000_000) {
            let delivered = Timestamp::from_second(second).unwrap();
            let period = withdrawal_until(delivered, country("DE")).unwrap().duration_since(delivered);
            prop_assert!((14 * 24..=18 * 24).contains(&period.as_hours()));
        }
    }
}
