//! Tables and properties of [`quote`].

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::{AnsweredLine, AnsweredRate, AnsweredTax, QuoteLine, UnitDiscount};
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

fn answered(answer: &Answer) -> Result<Quote, QuoteError> {
    let lines = vec![line(1, 2, 1_000, EUR), line(2, 1, 500, EUR)];
    let (shipping, tax) = (shipping_table(EUR), TaxTable::default());
    quote_answered(&request(place("FR", None), lines), &shipping, &tax, answer)
}

/// Two at 8.00 after 2.00 off each, one at 5.00; the tax is contained, or added.
fn an_answer(tax_included: bool) -> Answer {
    let eur = |amount| Money::new(amount, EUR);
    let tax = |amount, rate| AnsweredTax { amount: eur(amount), rate: BasisPoints(rate) };
    let off = UnitDiscount { amount: eur(200), title: "Autumn".to_owned() };
    let way = |id, price, part| AnsweredRate {
        rate: OfferedRate {
            id: RateId(id),
            name: "way".to_owned(),
            price: eur(price),
            days_min: 1,
            days_max: 2,
        },
        tax: tax(part, 2_000),
    };
    Answer {
        lines: vec![
            AnsweredLine { available: Some(2), discount: Some(off), tax: tax(267, 2_000) },
            AnsweredLine { available: None, discount: None, tax: tax(26, 550) },
        ],
        shipping: Some(vec![way(8, 900, 150), way(7, 300, 50)]),
        tax_included: Some(tax_included),
    }
}

#[test]
fn an_answer_takes_the_place_of_the_tables_to_the_cent() {
    for (included, total) in [(true, 2_400), (false, 2_743)] {
        let quote = answered(&an_answer(included)).unwrap();
        let sums = [quote.subtotal, quote.shipping_total, quote.shipping_tax, quote.tax_total, quote.total];
        assert_eq!(sums.map(|sum| sum.amount), [2_100, 300, 50, 343, total]);
        assert_eq!(quote.lines.iter().map(|line| line.unit_price.amount).collect::<Vec<_>>(), [800, 500]);
        assert_eq!((quote.source, quote.discounts.len(), quote.discounts[0].line), (Source::Answered, 1, 0));
        // What an invoice lists by rate makes the whole.
        let gross: i64 = quote.tax_parts.iter().map(|part| part.gross().amount).sum();
        assert_eq!(gross, total);
        assert_eq!(quote.tax_parts.iter().map(|part| part.rate.0).collect::<Vec<_>>(), [2_000, 550]);
    }
}

#[test]
fn the_tax_on_shipping_is_that_of_the_way_that_was_chosen() {
    let lines = vec![line(1, 2, 1_000, EUR), line(2, 1, 500, EUR)];
    let asked = QuoteRequest { chosen_rate: Some(RateId(8)), ..request(place("FR", None), lines) };
    let quote = quote_answered(&asked, &shipping_table(EUR), &TaxTable::default(), &an_answer(true)).unwrap();
    assert_eq!(
        (quote.shipping_total.amount, quote.shipping_tax.amount, quote.total.amount),
        (900, 150, 3_000)
    );
}

#[test]
fn lines_of_one_variant_are_wanted_together() {
    let mut answer = an_answer(true);
    let lines = vec![line(1, 2, 1_000, EUR), line(1, 1, 500, EUR)];
    let asked = request(place("FR", None), lines);
    let price = |answer: &Answer| quote_answered(&asked, &shipping_table(EUR), &TaxTable::default(), answer);
    assert_eq!(price(&answer), Err(QuoteError::SoldOut { variant: VariantId(1), left: 2 }));
    answer.lines[0].available = Some(3);
    assert!(price(&answer).is_ok());
}

#[test]
fn a_place_that_a_program_does_not_ship_to_is_said_as_our_own_is() {
    let nowhere = Answer { shipping: Some(Vec::new()), ..an_answer(true) };
    let country = "FR".parse().unwrap();
    let not_served = ShippingError::RegionNotServed { country, region: None };
    assert_eq!(answered(&nowhere), Err(QuoteError::Shipping(not_served)));
}

#[test]
fn a_fall_back_is_our_own_price_under_another_fingerprint() {
    let asked = request(place("FR", None), vec![line(1, 1, 1_000, EUR)]);
    let (shipping, tax) = (shipping_table(EUR), TaxTable::default());
    let ours = quote(&asked, &shipping, &tax).unwrap();
    let fallen = quote_without_answer(&asked, &shipping, &tax).unwrap();
    assert_ne!(ours.fingerprint(), fallen.fingerprint());
    assert_eq!(Quote { source: Source::Ours, ..fallen }, ours);
}
