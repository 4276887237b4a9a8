//! Calls that nobody would make: every call of the contract with fields at random, in any order. The twin answers
//! or refuses, keeps its own contract (it asserts that itself), and its books stay right.

use buyline_twins::form::encode;
use buyline_twins::stripe::contract::{Operation, Schema, contract};
use buyline_twins::stripe::{Act, Request};
use serde_json::Value;

use crate::desk::{DAY_MS, Desk, HOUR_MS, SECRET};

const SEEDS: u64 = 16;
const CALLS: usize = 150;

/// Numbers that one seed determines.
struct Dice {
    state: u64,
    /// How much the next call says.
    mood: usize,
}

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.state >> 33).unwrap() % sides
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }
}

const INTEGERS: [&str; 10] = [
    "1",
    "0",
    "-1",
    "50",
    "1000",
    "2500",
    "99999999",
    "9223372036854775807",
    "-9223372036854775808",
    "1793707200",
];
const TEXTS: [&str; 12] = [
    "eur",
    "usd",
    "kwd",
    "pm_card_visa",
    "pm_card_authenticationRequired",
    "pm_card_visa_chargeDeclined",
    "https://shop.example/",
    "winning_evidence",
    "é€ \u{1F600}",
    "x",
    "null",
    "[]",
];

/// Which ids fit a name, by their beginning.
const KINDS: [(&str, &str); 17] = [
    ("payment_intent", "pi_"),
    ("setup_intent", "seti_"),
    ("payment_method", "pm_"),
    ("customer", "cus_"),
    ("charge", "ch_"),
    ("refund", "re_"),
    ("dispute", "dp_"),
    ("payout", "po_"),
    ("product", "prod_"),
    ("price", "price_"),
    ("subscription", "sub_"),
    ("invoice", "in_"),
    ("account", "acct_"),
    ("event", "evt_"),
    ("webhook_endpoint", "we_"),
    ("confirmation_token", "ctoken_"),
    ("application_fee", "fee_"),
];

/// An id, more often than not of the kind that `place` names.
fn id_for(dice: &mut Dice, ids: &[String], place: &str) -> String {
    let kind = KINDS.iter().find(|(name, _)| place.contains(name)).filter(|_| dice.roll(5) > 0);
    let fit: Vec<&String> =
        ids.iter().filter(|id| kind.is_none_or(|(_, start)| id.starts_with(start))).collect();
    if fit.is_empty() { "nothing".to_owned() } else { fit[dice.roll(fit.len())].clone() }
}

/// Writes one value, or what stands for it, into the form.
fn fill(
    dice: &mut Dice,
    ids: &[String],
    schema: &Schema,
    name: &str,
    depth: usize,
    pairs: &mut Vec<(String, String)>,
) {
    let mut put = |value: &str| pairs.push((name.to_owned(), value.to_owned()));
    let named = KINDS.iter().any(|(kind, _)| name.contains(kind));
    if dice.roll(40) == 0 {
        return put(dice.pick(&["", "nonsense", "true"]));
    }
    match contract().resolve(schema) {
        Schema::Any | Schema::Text if named && dice.roll(5) > 0 || dice.roll(8) == 0 => {
            put(&id_for(dice, ids, name));
        }
        Schema::Any | Schema::Text if name.contains("currency") => {
            put(dice.pick(&["eur", "usd", "EUR", "kwd", "zzz"]));
        }
        Schema::Any | Schema::Text => put(dice.pick(&TEXTS)),
        Schema::Word(words) => put(&words[dice.roll(words.len())]),
        Schema::Integer => put(dice.pick(&INTEGERS)),
        Schema::Number => put(dice.pick(&["1", "2.5", "-1", "100", "1e300", "99999999999999999999"])),
        Schema::Flag(_) => put(dice.pick(&["true", "false"])),
        Schema::Null => put(""),
        Schema::List(of) => {
            for at in 0..dice.roll(3) {
                fill(dice, ids, of, &format!("{name}[{at}]"), depth + 1, pairs);
            }
        }
        Schema::Object { fields, rest } => {
            for (field, (schema, needed)) in fields {
                // Some calls say little, some much.
                let chance = [4, 12, 40][dice.mood];
                if *needed && dice.roll(20) > 0 || dice.roll(chance) == 0 && depth < 4 {
                    let inner = if name.is_empty() { field.clone() } else { format!("{name}[{field}]") };
                    fill(dice, ids, schema, &inner, depth + 1, pairs);
                }
            }
            if let (Some(rest), 1) = (rest, dice.roll(3)) {
                fill(dice, ids, rest, &format!("{name}[key]"), depth + 1, pairs);
            }
        }
        Schema::Either(ways) => {
            let way = &ways[dice.roll(ways.len())];
            fill(dice, ids, way, name, depth, pairs);
        }
        Schema::Named(_) => unreachable!("it was resolved"),
    }
}

/// A purchase, a refund or a subscription that makes sense, so that there is something to spoil.
fn sensible(desk: &mut Desk, dice: &mut Dice, ids: &[String]) -> Request {
    match dice.roll(6) {
        0 => {
            let intent = id_for(dice, ids, "payment_intent");
            return desk.request(
                "POST",
                "/v1/refunds",
                &[("payment_intent", &intent), ("amount", dice.pick(&INTEGERS))],
            );
        }
        1 => {
            let customer = id_for(dice, ids, "customer");
            let card =
                dice.pick(&["pm_card_visa", "pm_card_chargeCustomerFail", "pm_card_authenticationRequired"]);
            let path = format!("/v1/payment_methods/{card}/attach");
            return desk.request("POST", &path, &[("customer", &customer)]);
        }
        2 => {
            let mut made = |path: &str, form: &[(&str, &str)]| {
                let request = desk.request("POST", path, form);
                desk.answer(&request).body["id"].as_str().unwrap_or("nothing").to_owned()
            };
            let (customer, product) = (made("/v1/customers", &[]), made("/v1/products", &[("name", "Gift")]));
            let card = dice.pick(&["pm_card_visa", "pm_card_chargeCustomerFail"]);
            let method = made(&format!("/v1/payment_methods/{card}/attach"), &[("customer", &customer)]);
            let wild = dice.roll(3) == 0;
            let mut number = |tame: &'static str| if wild { dice.pick(&INTEGERS) } else { tame };
            let (count, amount, quantity) = (number("1"), number("500"), number("2"));
            let form = [
                ("customer", customer.as_str()),
                ("default_payment_method", method.as_str()),
                ("off_session", "true"),
                ("items[0][price_data][product]", product.as_str()),
                ("items[0][price_data][currency]", "eur"),
                ("items[0][price_data][recurring][interval]", dice.pick(&["day", "week", "month", "year"])),
                ("items[0][price_data][recurring][interval_count]", count),
                ("items[0][price_data][unit_amount]", amount),
                ("items[0][quantity]", quantity),
            ];
            return desk.request("POST", "/v1/subscriptions", &form);
        }
        _ => {}
    }
    let card =
        dice.pick(&["pm_card_visa", "pm_card_createDispute", "pm_card_refundFail", "pm_card_pendingRefund"]);
    let amount = dice.pick(&["700", "1000", "12345"]);
    let capture = dice.pick(&["manual", "automatic", "automatic_async"]);
    let mut form = vec![
        ("amount", amount),
        ("currency", "eur"),
        ("confirm", "true"),
        ("payment_method", card),
        ("capture_method", capture),
        ("return_url", "https://x.example"),
    ];
    if desk.account.is_some() {
        form.push(("application_fee_amount", "77"));
    }
    desk.request("POST", "/v1/payment_intents", &form)
}

/// A call of the contract with whatever.
fn senseless(desk: &Desk, dice: &mut Dice, ids: &[String]) -> Request {
    let operations = contract().operations();
    let operation: &Operation = &operations[dice.roll(operations.len())];
    let id = id_for(dice, ids, &operation.path());
    let path = operation.path().replace("{id}", &id);
    dice.mood = dice.roll(3);
    let mut pairs = Vec::new();
    fill(dice, ids, &operation.takes, "", 0, &mut pairs);
    let form =
        pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>();
    let mut request = desk.request(&operation.method, &path, &[]);
    if operation.method == "GET" {
        request.query = form.join("&");
    } else {
        request.body = form.join("&");
    }
    if dice.roll(3) == 0 {
        request.idempotency_key = Some(format!("key{}", dice.roll(8)));
    }
    request
}

/// Every id in an answer.
fn gather(value: &Value, ids: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(id) = fields.get("id").and_then(Value::as_str)
                && !ids.iter().any(|known| known == id)
            {
                ids.push(id.to_owned());
            }
            fields.values().for_each(|inner| gather(inner, ids));
        }
        Value::Array(items) => items.iter().for_each(|inner| gather(inner, ids)),
        _ => {}
    }
}

fn by_itself(desk: &mut Desk, dice: &mut Dice, ids: &[String]) {
    let id = ids.get(dice.roll(ids.len().max(1))).cloned().unwrap_or_default();
    let account = desk.account.clone().unwrap_or_else(|| desk.twin.account_of(desk.now_ms, SECRET));
    let act = match dice.roll(8) {
        0 => Act::Dispute { charge: id, reason: "general".into() },
        1 => Act::Decide { dispute: id, won: dice.roll(2) == 0 },
        2 => Act::FailRefund { refund: id },
        3 => Act::PayOut { account },
        4 => Act::FailPayout { payout: id },
        5 => Act::Expire { payment_intent: id },
        6 => Act::Settle { payment_intent: id },
        _ => Act::Orphan { account, amount: 500, currency: "usd".into() },
    };
    // An id that names nothing of the kind is refused.
    let _ = desk.twin.act(desk.now_ms, &act);
}

#[test]
fn whatever_is_called_the_twin_keeps_its_contract_and_its_books() {
    let mut answered = 0;
    for seed in 0..SEEDS {
        let mut dice = Dice { state: seed.wrapping_mul(0x9e37_79b9), mood: 0 };
        let mut desk = if seed % 2 == 0 { Desk::new() } else { Desk::connected() };
        let mut ids = Vec::new();
        for _ in 0..CALLS {
            match dice.roll(10) {
                0 => desk.later(i64::try_from(dice.roll(30)).unwrap() * HOUR_MS),
                1 => by_itself(&mut desk, &mut dice, &ids),
                _ => {}
            }
            let request = if dice.roll(4) == 0 {
                sensible(&mut desk, &mut dice, &ids)
            } else {
                senseless(&desk, &mut dice, &ids)
            };
            let answer = desk.answer(&request);
            assert!(answer.status < 500, "seed {seed}: {request:?}\n{answer:?}");
            answered += usize::from(answer.status == 200);
            gather(&answer.body, &mut ids);
            for line in desk.twin.charges() {
                let right =
                    0 <= line.refunded && line.refunded <= line.captured && line.captured <= line.amount;
                assert!(
                    right && (0..=line.captured).contains(&line.application_fee),
                    "seed {seed}: {line:?}"
                );
            }
            for account in
                [desk.account.clone(), Some(desk.twin.account_of(desk.now_ms, SECRET))].into_iter().flatten()
            {
                // It asserts that what is left is what came less what went.
                let _totals = desk.twin.totals(&account);
            }
        }
        desk.later(100 * DAY_MS);
    }
    assert!(answered > 300, "the storm said something sensible, too: {answered}");
}
