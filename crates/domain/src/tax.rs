//! Which tax applies where, and how much of it a cart carries.
//!
//! One rounding policy: every line is taxed on its subtotal and rounded half-even to a minor unit; shipping is
//! divided among the tax classes it carries and each part is rounded the same way. The tax of an order is the
//! sum of these, so what an invoice lists always adds up, and nothing is rounded a second time.

use std::fmt;
use std::str::FromStr;

use crate::country::Country;
use crate::money::{BasisPoints, Money, MoneyError, Rounding};

/// Most rates one merchant may keep: every region of a few large federations.
pub const TAX_RATES_MAX: usize = 2_000;

/// What kind of goods a variant is, as far as tax is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaxClass {
    /// Taxed at the general rate.
    Standard,
    /// Taxed at a lower rate, such as books or food.
    Reduced,
    /// Not taxed, whatever the table says about the place.
    Exempt,
}

impl TaxClass {
    /// Every class, in the order in which shipping is divided among them.
    pub const ALL: [TaxClass; 3] = [TaxClass::Standard, TaxClass::Reduced, TaxClass::Exempt];

    /// The stable word, as stored and as in product files.
    pub const fn as_str(self) -> &'static str {
        match self {
            TaxClass::Standard => "standard",
            TaxClass::Reduced => "reduced",
            TaxClass::Exempt => "exempt",
        }
    }
}

impl fmt::Display for TaxClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no tax class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a tax class is one of standard, reduced, exempt")]
pub struct TaxClassError;

impl FromStr for TaxClass {
    type Err = TaxClassError;

    fn from_str(text: &str) -> Result<TaxClass, TaxClassError> {
        TaxClass::ALL.into_iter().find(|class| class.as_str() == text).ok_or(TaxClassError)
    }
}

/// The rate for one class of goods sent to one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxRate {
    /// Where the goods go.
    pub country: Country,
    /// The part of the country (`CA`), or all of it that has no rate of its own.
    pub region: Option<String>,
    /// The goods it applies to.
    pub class: TaxClass,
    /// How much, of the net amount.
    pub rate: BasisPoints,
    /// Whether prices shown to buyers there contain the tax already (EU) or it is added to them (US).
    pub included: bool,
    /// Whether shipping such goods is taxed like the goods.
    pub applies_to_shipping: bool,
}

/// A merchant's tax rates, checked to be free of contradictions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaxTable {
    rates: Vec<TaxRate>,
}

/// Why a list of rates is no [`TaxTable`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TaxTableError {
    /// Two rates for the same goods at the same place.
    #[error("there are two {class} rates for {country} {}", .region.as_deref().unwrap_or_default())]
    Twice {
        /// Country of both.
        country: Country,
        /// Region of both.
        region: Option<String>,
        /// Class of both.
        class: TaxClass,
    },
    /// Tax is included for some goods and added for others, so no one total could be explained to a buyer.
    #[error("tax in {country} must be included in all prices or in none")]
    IncludedAndAdded {
        /// Where the rates disagree.
        country: Country,
    },
    /// More than [`TAX_RATES_MAX`] rates.
    #[error("at most {TAX_RATES_MAX} tax rates are kept")]
    TooMany,
}

/// The tax of one cart. Everything is in the cart's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tax {
    /// Per line, in the order of the lines.
    pub lines: Vec<Money>,
    /// The rate of each line, in the same order; zero where it is not taxed.
    pub line_rates: Vec<BasisPoints>,
    /// Everything by rate, the highest first; the parts make the whole.
    pub parts: Vec<TaxPart>,
    /// On shipping.
    pub shipping: Money,
    /// Whether the amounts are contained in the prices, rather than added to them.
    pub included: bool,
}

/// What is taxed at one rate: goods, and the shipping that goes with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaxPart {
    /// The rate; zero for what is not taxed.
    pub rate: BasisPoints,
    /// What is taxed, without the tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
}

impl TaxPart {
    /// What is paid for it, tax and all.
    #[must_use]
    pub fn gross(&self) -> Money {
        Money::new(self.net.amount + self.tax.amount, self.net.currency)
    }
}

impl Tax {
    /// Of a cart that carries none.
    #[must_use]
    pub fn none(lines: &[TaxedLine], shipping: Money) -> Self {
        let zero = Money::zero(shipping.currency);
        let amounts = lines.iter().map(|line| line.subtotal).chain([shipping]);
        Self {
            lines: vec![zero; lines.len()],
            line_rates: vec![BasisPoints::ZERO; lines.len()],
            parts: parts(amounts.map(|amount| (BasisPoints::ZERO, amount, zero)), false),
            shipping: zero,
            included: false,
        }
    }
}

impl Tax {
    /// As somebody else says it: rate and tax of each line, and of the shipping beside its price. Whoever read it has
    /// made sure that no tax is more than what it is on.
    pub(crate) fn told(
        lines: &[TaxedLine],
        told: &[(BasisPoints, Money)],
        (shipping, (shipping_rate, shipping_tax)): (Money, (BasisPoints, Money)),
        included: bool,
    ) -> Self {
        let of_lines = lines.iter().zip(told).map(|(line, (rate, tax))| (*rate, line.subtotal, *tax));
        Self {
            parts: parts(of_lines.chain([(shipping_rate, shipping, shipping_tax)]), included),
            lines: told.iter().map(|(_, tax)| *tax).collect(),
            line_rates: told.iter().map(|(rate, _)| *rate).collect(),
            shipping: shipping_tax,
            included,
        }
    }
}

/// Gathers `(rate, amount, tax)` by rate, the highest first; the tax is in the amounts when `included`.
fn parts(all: impl Iterator<Item = (BasisPoints, Money, Money)>, included: bool) -> Vec<TaxPart> {
    let mut parts: Vec<TaxPart> = Vec::new();
    for (rate, amount, tax) in all.filter(|(_, amount, _)| !amount.is_zero()) {
        let net = amount.amount - if included { tax.amount } else { 0 };
        match parts.iter_mut().find(|part| part.rate == rate) {
            Some(part) => {
                part.net.amount += net;
                part.tax.amount += tax.amount;
            }
            None => parts.push(TaxPart { rate, net: Money::new(net, amount.currency), tax }),
        }
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.rate));
    parts
}

impl TaxTable {
    /// Checks the rates; their order does not matter.
    ///
    /// # Errors
    /// See [`TaxTableError`].
    pub fn new(rates: Vec<TaxRate>) -> Result<TaxTable, TaxTableError> {
        if rates.len() > TAX_RATES_MAX {
            return Err(TaxTableError::TooMany);
        }
        for (index, rate) in rates.iter().enumerate() {
            for earlier in rates[..index].iter().filter(|earlier| earlier.country == rate.country) {
                if earlier.included != rate.included {
                    return Err(TaxTableError::IncludedAndAdded { country: rate.country });
                }
                if earlier.class == rate.class && same_place(earlier, rate) {
                    let TaxRate { country, region, class, .. } = rate.clone();
                    return Err(TaxTableError::Twice { country, region, class });
                }
            }
        }
        Ok(TaxTable { rates })
    }

    /// Whether the merchant collects no tax anywhere.
    pub fn is_empty(&self) -> bool {
        self.rates.is_empty()
    }

    /// The rates, as they were given.
    pub fn rates(&self) -> &[TaxRate] {
        &self.rates
    }

    /// The rate for goods of `class` sent there: that of the region, else that of the country, else none.
    /// Exempt goods have none, unless the merchant gave the class a rate of its own, such as zero.
    pub fn rate(&self, country: Country, region: Option<&str>, class: TaxClass) -> Option<&TaxRate> {
        let candidates =
            || self.rates.iter().filter(move |rate| rate.country == country && rate.class == class);
        let of_region = region.and_then(|region| {
            candidates()
                .find(|rate| rate.region.as_deref().is_some_and(|own| country.same_region(own, region)))
        });
        of_region.or_else(|| candidates().find(|rate| rate.region.is_none()))
    }

    /// Taxes the `lines` and their `shipping`. Shipping follows the goods: it is divided among the classes in
    /// the parcel by subtotal, and each part taxed at its class's rate where that rate applies to shipping.
    ///
    /// # Errors
    /// `Overflow` beyond 64 bits.
    pub fn tax(
        &self,
        country: Country,
        region: Option<&str>,
        lines: &[TaxedLine],
        shipping: Money,
    ) -> Result<Tax, MoneyError> {
        let rate_of = |class| self.rate(country, region, class);
        let line_taxes = lines
            .iter()
            .map(|line| tax_on(line.subtotal, rate_of(line.class)))
            .collect::<Result<Vec<Money>, MoneyError>>()?;

        let shipping_rate_of = |class| rate_of(class).filter(|rate| rate.applies_to_shipping);
        let shipped = shipping.allocate(&shipping_weights(lines));
        let shipping_taxes = TaxClass::ALL
            .into_iter()
            .zip(&shipped)
            .map(|(class, part)| tax_on(*part, shipping_rate_of(class)))
            .collect::<Result<Vec<Money>, MoneyError>>()?;

        let included = self.rates.iter().any(|rate| rate.country == country && rate.included);
        let points = |rate: Option<&TaxRate>| rate.map_or(BasisPoints::ZERO, |rate| rate.rate);
        let line_rates: Vec<BasisPoints> = lines.iter().map(|line| points(rate_of(line.class))).collect();
        let of_lines = line_rates.iter().zip(lines).zip(&line_taxes);
        let of_lines = of_lines.map(|((rate, line), tax)| (*rate, line.subtotal, *tax));
        let of_shipping = TaxClass::ALL.into_iter().zip(&shipped).zip(&shipping_taxes);
        let of_shipping =
            of_shipping.map(|((class, part), tax)| (points(shipping_rate_of(class)), *part, *tax));
        Ok(Tax {
            parts: parts(of_lines.chain(of_shipping), included),
            lines: line_taxes,
            line_rates,
            shipping: Money::sum(shipping.currency, shipping_taxes)?,
            included,
        })
    }
}

/// What tax needs to know of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaxedLine {
    /// What kind of goods.
    pub class: TaxClass,
    /// What the buyer pays for it, before tax is added.
    pub subtotal: Money,
    /// Whether it has a part in the shipping.
    pub requires_shipping: bool,
}

fn same_place(left: &TaxRate, right: &TaxRate) -> bool {
    match (&left.region, &right.region) {
        (None, None) => true,
        (Some(a), Some(b)) => left.country.same_region(a, b),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn tax_on(amount: Money, rate: Option<&TaxRate>) -> Result<Money, MoneyError> {
    match rate {
        None => Ok(Money::zero(amount.currency)),
        Some(rate) if rate.included => Ok(amount.share_included(rate.rate, Rounding::HalfEven)),
        Some(rate) => amount.share(rate.rate, Rounding::HalfEven),
    }
}

/// How shipping is divided among [`TaxClass::ALL`]: by the value of what is shipped. When all of that is free,
/// by the number of lines, so that no class takes a part that has nothing in the parcel.
fn shipping_weights(lines: &[TaxedLine]) -> [u64; 3] {
    let weigh = |weight: fn(&TaxedLine) -> u64| {
        TaxClass::ALL.map(|class| {
            lines
                .iter()
                .filter(|line| line.requires_shipping && line.class == class)
                .fold(0, |sum: u64, line| sum.saturating_add(weight(line)))
        })
    };
    let by_value = weigh(|line| u64::try_from(line.subtotal.amount).unwrap_or(0));
    if by_value == [0; 3] { weigh(|_| 1) } else { by_value }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::money::Currency;

    fn country(code: &str) -> Country {
        code.parse().unwrap()
    }

    fn rate(place: &str, class: TaxClass, rate: u32, included: bool) -> TaxRate {
        let (code, region) = place.split_at(2);
        let region = (!region.is_empty()).then(|| region[1..].to_owned());
        let applies_to_shipping = included;
        TaxRate {
            country: country(code),
            region,
            class,
            rate: BasisPoints(rate),
            included,
            applies_to_shipping,
        }
    }

    fn table() -> TaxTable {
        TaxTable::new(vec![
            rate("DE", TaxClass::Standard, 1_900, true),
            rate("DE", TaxClass::Reduced, 700, true),
            rate("US", TaxClass::Standard, 0, false),
            rate("US-CA", TaxClass::Standard, 725, false),
        ])
        .unwrap()
    }

    fn line(class: TaxClass, amount: i64) -> TaxedLine {
        TaxedLine { class, subtotal: Money::new(amount, Currency::EUR), requires_shipping: true }
    }

    #[test]
    fn the_most_specific_rate_applies() {
        let table = table();
        let cases = [
            ("US", Some("CA"), TaxClass::Standard, Some(725)),
            ("US", Some("us-ca"), TaxClass::Standard, Some(725)),
            ("US", Some("NY"), TaxClass::Standard, Some(0)),
            ("US", None, TaxClass::Standard, Some(0)),
            ("US", Some("CA"), TaxClass::Reduced, None),
            ("DE", Some("BY"), TaxClass::Reduced, Some(700)),
            ("DE", None, TaxClass::Exempt, None),
            ("FR", None, TaxClass::Standard, None),
        ];
        for (code, region, class, expected) in cases {
            let found = table.rate(country(code), region, class).map(|rate| rate.rate.0);
            assert_eq!(found, expected, "{code} {region:?} {class}");
        }
    }

    #[test]
    fn tax_is_taken_out_where_included_and_put_on_where_added() {
        let lines =
            [line(TaxClass::Standard, 1_190), line(TaxClass::Reduced, 1_070), line(TaxClass::Exempt, 999)];
        let none = Money::zero(Currency::EUR);
        let amounts = |tax: &Tax| tax.lines.iter().map(|money| money.amount).collect::<Vec<_>>();

        let german = table().tax(country("DE"), None, &lines, none).unwrap();
        assert_eq!((amounts(&german), german.included), (vec![190, 70, 0], true));
        let californian = table().tax(country("US"), Some("CA"), &lines, none).unwrap();
        assert_eq!((amounts(&californian), californian.included), (vec![86, 0, 0], false));
        let elsewhere = table().tax(country("JP"), None, &lines, none).unwrap();
        assert_eq!((amounts(&elsewhere), elsewhere.included), (vec![0, 0, 0], false));
    }

    #[test]
    fn the_parts_by_rate_make_the_whole() {
        let five = Money::new(500, Currency::EUR);
        let lines =
            [line(TaxClass::Standard, 1_190), line(TaxClass::Reduced, 1_070), line(TaxClass::Exempt, 1_000)];
        let told = |tax: &Tax| -> Vec<(u32, i64, i64)> {
            tax.parts.iter().map(|part| (part.rate.0, part.net.amount, part.tax.amount)).collect()
        };
        let german = table().tax(country("DE"), None, &lines, five).unwrap();
        assert_eq!(german.line_rates, [BasisPoints(1_900), BasisPoints(700), BasisPoints::ZERO]);
        assert_eq!(told(&german), [(1_900, 1_154, 219), (700, 1_153, 81), (0, 1_153, 0)]);
        let gross: i64 = german.parts.iter().map(|part| part.gross().amount).sum();
        assert_eq!(gross, 1_190 + 1_070 + 1_000 + 500);
        // In California shipping is not taxed: it stands with what is not.
        let californian = table().tax(country("US"), Some("CA"), &lines[..1], five).unwrap();
        assert_eq!(told(&californian), [(725, 1_190, 86), (0, 500, 0)]);
        assert_eq!(told(&Tax::none(&lines[..1], five)), [(0, 1_690, 0)]);
    }

    #[test]
    fn shipping_is_taxed_like_what_is_in_the_parcel() {
        let five = Money::new(500, Currency::EUR);
        let taxed =
            |lines: &[TaxedLine]| table().tax(country("DE"), None, lines, five).unwrap().shipping.amount;
        assert_eq!(taxed(&[line(TaxClass::Standard, 1_000)]), 80);
        assert_eq!(taxed(&[line(TaxClass::Reduced, 1_000)]), 33);
        assert_eq!(taxed(&[line(TaxClass::Exempt, 1_000)]), 0);
        assert_eq!(taxed(&[line(TaxClass::Standard, 500), line(TaxClass::Reduced, 500)]), 40 + 16);
        let digital = TaxedLine { requires_shipping: false, ..line(TaxClass::Standard, 9_000) };
        assert_eq!(taxed(&[digital, line(TaxClass::Reduced, 1_000)]), 33);
        assert_eq!(taxed(&[line(TaxClass::Reduced, 0)]), 33);
        // In California shipping is not taxed.
        let lines = [line(TaxClass::Standard, 1_000)];
        assert_eq!(table().tax(country("US"), Some("CA"), &lines, five).unwrap().shipping.amount, 0);
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused() {
        let twice =
            vec![rate("US-CA", TaxClass::Standard, 1, false), rate("US-ca", TaxClass::Standard, 2, false)];
        let (country, class) = (country("US"), TaxClass::Standard);
        let region = Some("ca".to_owned());
        assert_eq!(TaxTable::new(twice), Err(TaxTableError::Twice { country, region, class }));
        let mixed = vec![rate("US", TaxClass::Standard, 1, false), rate("US-CA", TaxClass::Reduced, 2, true)];
        assert_eq!(TaxTable::new(mixed), Err(TaxTableError::IncludedAndAdded { country }));
        let many = vec![rate("US", TaxClass::Standard, 1, false); TAX_RATES_MAX + 1];
        assert_eq!(TaxTable::new(many), Err(TaxTableError::TooMany));
    }

    #[test]
    fn a_class_reads_back_from_its_word() {
        for class in TaxClass::ALL {
            assert_eq!(class.as_str().parse(), Ok(class));
        }
        assert_eq!("luxury".parse::<TaxClass>(), Err(TaxClassError));
    }

    proptest! {
        #[test]
        fn tax_stays_within_half_a_unit_per_rounding(
            amounts in vec(0_i64..10_000_000, 1..8),
            shipping in 0_i64..10_000,
            points in 0_u32..=3_000,
        ) {
            let table = TaxTable::new(vec![rate("DE", TaxClass::Standard, points, true)]).unwrap();
            let lines: Vec<TaxedLine> = amounts.iter().map(|amount| line(TaxClass::Standard, *amount)).collect();
            let tax = table.tax(country("DE"), None, &lines, Money::new(shipping, Currency::EUR)).unwrap();
            let total: i64 = tax.lines.iter().map(|tax| tax.amount).sum::<i64>() + tax.shipping.amount;
            let gross: i64 = amounts.iter().sum::<i64>() + shipping;
            let divisor = i64::from(10_000 + points);
            let off = (total * divisor - gross * i64::from(points)).abs();
            prop_assert!(2 * off <= divisor * (lines.len() as i64 + 1));
        }
    }
}
