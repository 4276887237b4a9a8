//! Tables and properties of [`quote`].

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::QuoteLine;
use super::*;
use crate::ids::{MerchantId, ZoneId};
use crate::money::{BasisPoints, Currency};
use crate::quantity::Quantity;
use crate::shipping::{ShippingRate, ShippingRateKind, ShippingZone, WeightBand, ZoneArea};
use crate::tax::TaxRate;

const EUR: Currency = Currency::EUR;

fn place(code: &str, region: Option<&str>) -> Option<Destination> {
    let country = code.parse().unwrap();
    Some(Destination { country, region: region.map(str::to_owned), postal_code: None })
}

fn line(variant: i64, quantity: i64, price: i64, currency: Currency) -> QuoteLine {
    QuoteLine {
        variant_id: VariantId(variant),
        quantity: Quantity::try_from(quantity).unwrap(),
        unit_price: Money::new(price, currency),
        tax_class: TaxClass::Standard,
        weight_grams: 400,
        requires_shipping: true,
    }
}

fn request(destination: Option<Destination>, lines: Vec<QuoteLine>) -> QuoteRequest {
    let currency = lines.first().map_or(EUR, |line| line.unit_price.currency);
    QuoteRequest { merchant: MerchantId(1), currency, destination, lines, chosen_rate: None }
}

/// France: flat 4.90, or free from 50; the United States by weight; elsewhere not at all.
fn shipping_table(currency: Currency) -> ShippingTable {
    let money = |amount| Money::new(amount, currency);
    let rate =
        |id, kind| ShippingRate { id: RateId(id), name: format!("way {id}"), kind, days_min: 1, days_max: 3 };
    let zone = |id, code: &str, rates| ShippingZone {
        id: ZoneId(id),
        name: code.to_owned(),
        area: ZoneArea::Countries(vec![code.parse().unwrap()]),
        rates,
    };
    let free_above = ShippingRateKind::FreeAbove { threshold: money(5_000), otherwise: money(490) };
    let express = ShippingRateKind::Flat { price: money(990) };
    let bands = vec![
        WeightBand { grams_max: 1_000, price: money(700) },
        WeightBand { grams_max: u64::MAX, price: money(1_900) },
    ];
    let zones = vec![
        zone(1, "FR", vec![rate(1, free_above), rate(2, express)]),
        zone(2, "US", vec![rate(3, ShippingRateKind::ByWeight { bands })]),
    ];
    ShippingTable::new(zones).unwrap()
}

fn tax_table() -> TaxTable {
    let rate = |code: &str, region: Option<&str>, class, rate, included| TaxRate {
        country: code.parse().unwrap(),
        region: region.map(str::to_owned),
        class,
        rate: BasisPoints(rate),
        included,
        applies_to_shipping: included,
    };
    TaxTable::new(vec![
        rate("FR", None, TaxClass::Standard, 2_000, true),
        rate("FR", None, TaxClass::Reduced, 550, true),
        rate("US", Some("CA"), TaxClass::Standard, 725, false),
    ])
    .unwrap()
}

fn asked(request: &QuoteRequest) -> Result<Quote, QuoteError> {
    quote(request, &shipping_table(request.currency), &tax_table())
}

#[test]
fn totals_are_those_of_the_place() {
    let cases = [
        // place, region, unit price, shipping, tax, total
        ("FR", None, 2_000, 490, 333 + 82, 2_490),
        ("FR", None, 5_000, 0, 833, 5_000),
        ("US", Some("CA"), 2_000, 700, 145, 2_845),
        ("US", Some("TX"), 2_000, 700, 0, 2_700),
    ];
    for (code, region, price, shipping, tax, total) in cases {
        let quote = asked(&request(place(code, region), vec![line(1, 1, price, EUR)])).unwrap();
        let amounts = (quote.shipping_total.amount, quote.tax_total.amount, quote.total.amount);
        assert_eq!(amounts, (shipping, tax, total), "{code} {region:?} {price}");
        assert_eq!((quote.tax_included, quote.destination_missing), (code == "FR", false));
    }
}

#[test]
fn the_cheapest_way_is_taken_until_the_buyer_chooses() {
    let mut request = request(place("FR", None), vec![line(1, 1, 2_000, EUR)]);
    assert_eq!(asked(&request).unwrap().shipping.unwrap().id, RateId(1));
    request.chosen_rate = Some(RateId(2));
    let express = asked(&request).unwrap();
    assert_eq!((express.shipping.unwrap().id, express.total.amount), (RateId(2), 2_990));
    assert_eq!(express.shipping_options.len(), 2);
    request.chosen_rate = Some(RateId(3));
    assert_eq!(asked(&request), Err(QuoteError::RateNotOffered(RateId(3))));
}

#[test]
fn weight_counts_every_unit() {
    let shipping = |quantity| {
        let lines = vec![line(1, quantity, 100, EUR)];
        asked(&request(place("US", None), lines)).unwrap().shipping_total.amount
    };
    assert_eq!((shipping(2), shipping(3)), (700, 1_900));
}

#[test]
fn what_does_not_travel_needs_no_shipping() {
    let download = QuoteLine { requires_shipping: false, ..line(1, 1, 2_000, EUR) };
    // Japan is not served, but a download gets there.
    let mut request = request(place("JP", None), vec![download.clone()]);
    request.chosen_rate = Some(RateId(1));
    let quote = asked(&request).unwrap();
    assert_eq!((quote.shipping, quote.total.amount), (None, 2_000));
    assert_eq!(quote.shipping_options, vec![]);
    assert!(!quote.destination_missing);

    // In a mixed cart only what travels is weighed.
    let heavy = QuoteLine { weight_grams: 9_000, ..download };
    let mixed = asked(&QuoteRequest {
        destination: place("US", None),
        lines: vec![heavy, line(2, 1, 1_000, EUR)],
        chosen_rate: None,
        ..request
    });
    assert_eq!(mixed.unwrap().shipping_total.amount, 700);
}

#[test]
fn without_a_destination_the_goods_alone_are_priced() {
    let quote = asked(&request(None, vec![line(1, 2, 2_000, EUR)])).unwrap();
    assert_eq!((quote.total.amount, quote.tax_total.amount, quote.destination_missing), (4_000, 0, true));

    let ebook = QuoteLine { requires_shipping: false, ..line(1, 1, 900, EUR) };
    assert!(
        asked(&request(None, vec![ebook.clone()])).unwrap().destination_missing,
        "tax depends on the place"
    );
    let exempt = QuoteLine { tax_class: TaxClass::Exempt, ..ebook };
    assert!(
        !asked(&request(None, vec![exempt])).unwrap().destination_missing,
        "nothing depends on the place"
    );
}

#[test]
fn the_same_variant_may_appear_twice() {
    let quote =
        asked(&request(place("FR", None), vec![line(1, 1, 1_000, EUR), line(1, 2, 1_000, EUR)])).unwrap();
    assert_eq!(quote.lines.len(), 2);
    assert_eq!(quote.subtotal.amount, 3_000);
}

#[test]
fn what_has_no_price_is_refused_with_the_reason() {
    let fr = || place("FR", None);
    let ok = || line(1, 1, 1_000, EUR);
    let not_served = ShippingError::RegionNotServed { country: "JP".parse().unwrap(), region: None };
    let cases = [
        (request(fr(), vec![]), QuoteError::NoLines),
        (request(fr(), vec![ok(); QUOTE_LINES_MAX + 1]), QuoteError::TooManyLines),
        (request(fr(), vec![ok(), line(2, 1, 1, Currency::USD)]), QuoteError::WrongCurrency(VariantId(2))),
        (request(fr(), vec![line(2, 1, -1, EUR)]), QuoteError::NegativePrice(VariantId(2))),
        (request(place("JP", None), vec![ok()]), QuoteError::Shipping(not_served)),
        (request(fr(), vec![line(1, 999, i64::MAX / 2, EUR)]), QuoteError::Money(MoneyError::Overflow)),
    ];
    for (request, error) in cases {
        assert_eq!(asked(&request), Err(error));
    }
}

fn any_line(currency: Currency) -> impl Strategy<Value = QuoteLine> {
    let class = prop::sample::select(TaxClass::ALL.to_vec());
    (1_i64..6, 1_i64..=999, 0_i64..100_000_000, class, 0_u32..50_000, any::<bool>()).prop_map(
        move |(variant, quantity, price, tax_class, weight_grams, requires_shipping)| QuoteLine {
            tax_class,
            weight_grams,
            requires_shipping,
            ..line(variant, quantity, price, currency)
        },
    )
}

fn any_request() -> impl Strategy<Value = QuoteRequest> {
    let currency = prop::sample::select(vec![Currency::JPY, EUR, Currency::KWD]);
    let places = vec![place("FR", None), place("US", Some("CA")), place("US", None), None];
    (currency, prop::sample::select(places)).prop_flat_map(|(currency, destination)| {
        vec(any_line(currency), 1..12).prop_map(move |lines| request(destination.clone(), lines))
    })
}

proptest! {
    #[test]
    fn the_parts_always_sum_to_the_total(request in any_request()) {
        let quote = asked(&request).unwrap();
        let lines: i64 = quote.lines.iter().map(|line| line.subtotal.amount).sum();
        let taxes: i64 = quote.lines.iter().map(|line| line.tax.amount).sum();
        let added = if quote.tax_included { 0 } else { quote.tax_total.amount };
        prop_assert_eq!(quote.subtotal.amount, lines);
        prop_assert_eq!(quote.tax_total.amount, taxes + quote.shipping_tax.amount);
        prop_assert_eq!(quote.total.amount, lines + quote.shipping_total.amount + added);
        prop_assert_eq!(quote.total.currency, request.currency);
        prop_assert_eq!(quote.shipping_total.amount, quote.shipping.as_ref().map_or(0, |rate| rate.price.amount));
    }

    #[test]
    fn the_total_is_never_below_the_goods_and_tax_never_above_them(request in any_request()) {
        let quote = asked(&request).unwrap();
        prop_assert!(quote.total.amount >= quote.subtotal.amount);
        for line in &quote.lines {
            prop_assert!((0..=line.subtotal.amount).contains(&line.tax.amount));
        }
        prop_assert!((0..=quote.shipping_total.amount).contains(&quote.shipping_tax.amount));
    }

    #[test]
    fn asking_twice_answers_the_same_and_a_dearer_line_shows(request in any_request()) {
        let first = asked(&request).unwrap();
        prop_assert_eq!(asked(&request).unwrap().fingerprint(), first.fingerprint());
        let mut dearer = request;
        dearer.lines[0].unit_price.amount += 1;
        prop_assert_ne!(asked(&dearer).unwrap().fingerprint(), first.fingerprint());
    }
}
