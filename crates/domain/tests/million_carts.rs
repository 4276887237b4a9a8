//! A million carts in every currency, with rates and prices of every size: the parts are the whole, always, and sharing
//! a total out loses and gains nothing.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use buyline_domain as domain;

use domain::ids::{MerchantId, RateId, VariantId, ZoneId};
use domain::money::{BasisPoints, Currency, Money};
use domain::quantity::Quantity;
use domain::quote::{Destination, Quote, QuoteLine, QuoteRequest, quote};
use domain::shipping::{ShippingRate, ShippingRateKind, ShippingTable, ShippingZone, ZoneArea};
use domain::tax::{TaxClass, TaxRate, TaxTable};

const CARTS: u32 = 1_000_000;
/// Carts that share one merchant's tables, as they do in a shop.
const PER_MERCHANT: u32 = 100;

/// Splitmix64: one seed, one run, whatever the machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    fn below(&mut self, end: u64) -> i64 {
        i64::try_from(self.roll() % end).unwrap()
    }

    /// Below the one, and once in ten times below the other.
    fn below_rarely(&mut self, end: u64, rare: u64) -> i64 {
        let end = if self.is(10) { rare } else { end };
        self.below(end)
    }

    fn is(&mut self, one_in: u64) -> bool {
        self.roll().is_multiple_of(one_in)
    }
}

fn tables(dice: &mut Dice, currency: Currency) -> (ShippingTable, TaxTable) {
    let money = |amount| Money::new(amount, currency);
    let kind = if dice.is(2) {
        ShippingRateKind::Flat { price: money(dice.below(5_000)) }
    } else {
        ShippingRateKind::FreeAbove {
            threshold: money(dice.below(50_000)),
            otherwise: money(dice.below(5_000)),
        }
    };
    let rate = ShippingRate { id: RateId(1), name: "Post".to_owned(), kind, days_min: 1, days_max: 3 };
    let area = ZoneArea::Countries(vec!["FR".parse().unwrap()]);
    let zone = ShippingZone { id: ZoneId(1), name: "FR".to_owned(), area, rates: vec![rate] };
    let (included, applies_to_shipping) = (dice.is(2), dice.is(2));
    let tax = [TaxClass::Standard, TaxClass::Reduced].map(|class| TaxRate {
        country: "FR".parse().unwrap(),
        region: None,
        class,
        rate: BasisPoints(u32::try_from(dice.below(3_001)).unwrap()),
        included,
        applies_to_shipping,
    });
    (ShippingTable::new(vec![zone]).unwrap(), TaxTable::new(tax.to_vec()).unwrap())
}

fn cart(dice: &mut Dice, currency: Currency) -> QuoteRequest {
    let lines = (0..=dice.below(4)).map(|variant| QuoteLine {
        variant_id: VariantId(variant),
        quantity: Quantity::try_from(1 + dice.below_rarely(5, 999)).unwrap(),
        unit_price: Money::new(dice.below_rarely(20_000, 1_000_000_000), currency),
        tax_class: TaxClass::ALL[usize::try_from(dice.roll() % TaxClass::ALL.len() as u64).unwrap()],
        weight_grams: 100,
        requires_shipping: !dice.is(4),
    });
    let lines = lines.collect();
    let destination = Destination { country: "FR".parse().unwrap(), region: None, postal_code: None };
    QuoteRequest {
        merchant: MerchantId(1),
        currency,
        destination: Some(destination),
        lines,
        chosen_rate: None,
    }
}

fn adds_up(request: &QuoteRequest, quote: &Quote) {
    let lines: i64 = quote.lines.iter().map(|line| line.subtotal.amount).sum();
    let taxes: i64 = quote.lines.iter().map(|line| line.tax.amount).sum();
    for (asked, line) in request.lines.iter().zip(&quote.lines) {
        let whole = asked.unit_price.amount * i64::from(asked.quantity.get());
        assert_eq!(line.subtotal.amount, whole, "{request:?}");
        assert!((0..=whole).contains(&line.tax.amount), "{request:?}");
    }
    let added = if quote.tax_included { 0 } else { quote.tax_total.amount };
    assert_eq!(quote.subtotal.amount, lines, "{request:?}");
    assert_eq!(quote.tax_total.amount, taxes + quote.shipping_tax.amount, "{request:?}");
    assert_eq!(quote.total.amount, lines + quote.shipping_total.amount + added, "{request:?}");
}

fn shares_out(dice: &mut Dice, quote: &Quote) {
    let weights: Vec<u64> = quote.lines.iter().map(|_| dice.roll() % 1_000).collect();
    let parts = quote.total.allocate(&weights);
    assert_eq!(parts.len(), weights.len());
    assert_eq!(parts.iter().map(|part| part.amount).sum::<i64>(), quote.total.amount, "{weights:?}");
    assert!(parts.iter().all(|part| part.amount >= 0), "{weights:?}");
}

#[test]
fn a_million_carts_add_up_to_the_last_unit() {
    let currencies: Vec<Currency> = Currency::all().collect();
    let mut dice = Dice(2026);
    let mut priced = 0_u32;
    for round in 0..CARTS / PER_MERCHANT {
        let currency = currencies[usize::try_from(round).unwrap() % currencies.len()];
        let (shipping, tax) = tables(&mut dice, currency);
        for _ in 0..PER_MERCHANT {
            let request = cart(&mut dice, currency);
            let quote = quote(&request, &shipping, &tax).unwrap();
            adds_up(&request, &quote);
            shares_out(&mut dice, &quote);
            priced += 1;
        }
    }
    assert_eq!(priced, CARTS);
}
