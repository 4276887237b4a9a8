use domain::ids::{MerchantId, VariantId};
use domain::money::Currency;
use domain::quantity::Quantity;
use domain::quote::{Destination, QuoteLine};
use domain::tax::TaxClass;
use serde_json::{Value, json};

use super::*;

fn request() -> QuoteRequest {
    QuoteRequest {
        merchant: MerchantId(1),
        currency: Currency::EUR,
        destination: Some(Destination { country: "DE".parse().unwrap(), region: None, postal_code: None }),
        lines: vec![QuoteLine {
            variant_id: VariantId(7),
            quantity: Quantity::try_from(2).unwrap(),
            unit_price: Money::new(1_990, Currency::EUR),
            tax_class: TaxClass::Standard,
            weight_grams: 900,
            requires_shipping: true,
        }],
        chosen_rate: None,
    }
}

fn right() -> Value {
    let eur = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
    json!({
        "valid_for": 60, "tax_included": true,
        "lines": [{
            "available": 9, "discount": { "unit_amount": eur(490), "title": "Autumn" },
            "tax": { "amount": eur(479), "rate": 1900 },
        }],
        "shipping": [{
            "id": "post", "title": "Parcel", "price": eur(490), "days_min": 2, "days_max": 4,
            "tax": { "amount": eur(78), "rate": 1900 },
        }],
    })
}

fn read_all(answer: &Value) -> Result<(Answer, SignedDuration), Wrong> {
    read(&request(), &Topic::ALL, answer.to_string().as_bytes())
}

#[test]
fn a_right_answer_is_read_to_the_cent() {
    let (answer, valid) = read_all(&right()).unwrap();
    assert_eq!(valid, SignedDuration::from_secs(60));
    let line = &answer.lines[0];
    assert_eq!((line.available, line.tax.amount.amount, line.tax.rate), (Some(9), 479, BasisPoints(1_900)));
    assert_eq!(
        line.discount.as_ref().map(|off| (off.amount.amount, off.title.as_str())),
        Some((490, "Autumn"))
    );
    let rate = &answer.shipping.as_ref().unwrap()[0];
    assert_eq!(
        (rate.rate.name.as_str(), rate.rate.price.amount, rate.tax.amount.amount),
        ("Parcel", 490, 78)
    );
    assert_eq!(answer.tax_included, Some(true));
    // A way to ship is known by its own name in the next answer, too.
    assert_eq!(read_all(&right()).unwrap().0, answer);
}

#[test]
fn what_is_wrong_is_named_by_its_field() {
    type Change = fn(&mut Value);
    let changes: &[(Change, &str)] = &[
        (|it| it["lines"][0]["tax"]["amount"]["currency"] = "USD".into(), "lines[0].tax.amount.currency"),
        (|it| it["lines"][0]["tax"]["amount"]["amount"] = (-1).into(), "lines[0].tax.amount.amount"),
        // The line comes to 30.00 after the discount: its tax is not more.
        (|it| it["lines"][0]["tax"]["amount"]["amount"] = 3_001.into(), "lines[0].tax.amount.amount"),
        (|it| it["lines"][0]["tax"]["rate"] = 10_001.into(), "lines[0].tax.rate"),
        (|it| it["lines"][0]["tax"]["rate"] = 0.into(), "lines[0].tax.rate"),
        (|it| it["lines"][0]["tax"] = Value::Null, "lines[0].tax"),
        (|it| it["lines"][0]["available"] = (-1).into(), "lines[0].available"),
        (|it| it["lines"][0]["available"] = (1_i64 << 40).into(), "lines[0].available"),
        (
            |it| it["lines"][0]["discount"]["unit_amount"]["amount"] = 1_991.into(),
            "lines[0].discount.unit_amount.amount",
        ),
        (
            |it| it["lines"][0]["discount"]["unit_amount"]["amount"] = (-1).into(),
            "lines[0].discount.unit_amount.amount",
        ),
        (|it| it["lines"][0]["discount"]["title"] = " ".into(), "lines[0].discount.title"),
        (|it| it["lines"][0]["discount"]["title"] = "a\u{1b}[31m".into(), "lines[0].discount.title"),
        (|it| it["lines"][0]["discount"]["title"] = "x".repeat(101).into(), "lines[0].discount.title"),
        (|it| it["lines"] = json!([]), "lines"),
        (|it| it["shipping"] = Value::Null, "shipping"),
        (|it| it["shipping"][0]["price"]["amount"] = i64::MAX.into(), "shipping[0].price.amount"),
        (|it| it["shipping"][0]["price"]["currency"] = "eur".into(), "shipping[0].price.currency"),
        (|it| it["shipping"][0]["tax"]["amount"]["amount"] = 491.into(), "shipping[0].tax.amount.amount"),
        (|it| it["shipping"][0]["days_min"] = 5.into(), "shipping[0].days_max"),
        (|it| it["shipping"][0]["id"] = "".into(), "shipping[0].id"),
        (
            |it| {
                let twice = it["shipping"][0].clone();
                it["shipping"].as_array_mut().unwrap().push(twice);
            },
            "shipping[1].id",
        ),
        (|it| it["shipping"] = json!(vec![it["shipping"][0].clone(); 21]), "shipping"),
        (|it| it["tax_included"] = Value::Null, "tax_included"),
        (|it| it["valid_for"] = 3_601.into(), "valid_for"),
        (|it| it["valid_for"] = (-1).into(), "valid_for"),
        (|it| it["total"] = 1.into(), "total"),
        (|it| it["lines"][0]["price"] = 1.into(), "lines[0].price"),
        (|it| it["shipping"][0]["price"]["amount"] = 4.5.into(), "shipping[0].price.amount"),
    ];
    for (change, field) in changes {
        let mut answer = right();
        change(&mut answer);
        let wrong = read_all(&answer).expect_err(field);
        assert_eq!(wrong.field, *field, "{}", wrong.reason);
    }
}

#[test]
fn what_was_not_asked_is_left_out() {
    let only = |topics: &[Topic], answer: &Value| read(&request(), topics, answer.to_string().as_bytes());
    let stock = json!({ "lines": [{ "available": 3 }] });
    let (answer, valid) = only(&[Topic::Stock], &stock).unwrap();
    assert_eq!((answer.lines[0].available, answer.shipping, valid.as_secs()), (Some(3), None, 0));
    assert_eq!(only(&[Topic::Stock], &right()).expect_err("more").field, "tax_included");
    assert_eq!(only(&[Topic::Discounts], &stock).expect_err("stock").field, "lines[0].available");
    // Nobody has said where it goes: neither shipping nor tax is asked.
    let nowhere = QuoteRequest { destination: None, ..request() };
    let (answer, _) = read(&nowhere, &Topic::ALL, stock.to_string().as_bytes()).unwrap();
    assert_eq!((answer.shipping, answer.tax_included), (Some(Vec::new()), None));
}

#[test]
fn what_is_no_answer_is_said_without_what_it_was() {
    for body in [
        "",
        "<html>secret</html>",
        "[]",
        "{\"lines\": \"secret\"}",
        "null",
        "{\"lines\":[]} secret",
        "{\"lines\":[",
    ] {
        let wrong = read(&request(), &Topic::ALL, body.as_bytes()).expect_err(body);
        assert!(!wrong.reason.contains("secret"), "{}", wrong.reason);
    }
}
