//! Buyers who do not give up: whoever got no answer comes back and asks again, in this life of the server or the next.

use std::net::SocketAddr;

use domain::ids::OrderId;
use serde_json::{Value, json};
use simulator::Dice;
use twins::server::Served;
use twins::stripe::Paper;

use super::mortal::call;

/// What a buyer remembers at most; whoever has more gives the oldest up and never comes back to it.
const OPEN_MAX: usize = 5;
/// How often in a thousand times: a buyer begins something new, taps twice at once, again after it is placed, undoes, and the bank says no.
const BEGINS: u64 = 700;
const TAPS_TWICE: u64 = 200;
const TAPS_AGAIN: u64 = 200;
const UNDOES: u64 = 150;
const BANK_REFUSES: u64 = 200;

/// What buyers pay with.
const PAPERS: [&str; 8] = [
    "4242424242424242",
    "4242424242424242",
    "5555555555554444",
    "4242424242424242",
    // Declined; then asks for its holder.
    "4000000000009995",
    "4000000000003220",
    // A bank's page, and charged at once.
    "ideal",
    // A page of its own, and held.
    "klarna",
];

/// A purchase that is not over, as the buyer knows it.
#[derive(Debug, Clone)]
struct Purchase {
    id: String,
    token: String,
    /// The body of the request that pays, and the key it goes under.
    pay: Value,
    key: String,
}

/// What came of asking.
enum Told {
    Placed(OrderId),
    /// Nothing is certain: ask again.
    Later,
    Over,
}

/// What buyers met.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    pub begun: u64,
    pub asked_again: u64,
    pub unanswered: u64,
    /// Answers that the database is away.
    pub away: u64,
    pub declined: u64,
    pub undone: u64,
}

/// One buyer over all lives of the server.
pub struct Buyer {
    dice: Dice,
    open: Vec<Purchase>,
    /// Orders that this buyer was told are placed.
    pub promised: Vec<OrderId>,
    pub tally: Tally,
}

fn text(value: &Value, at: &str) -> String {
    value.pointer(at).and_then(Value::as_str).unwrap_or_else(|| panic!("no {at} in {value}")).to_owned()
}

impl Purchase {
    fn head(&self, method: &str, rest: &str) -> String {
        let (id, token) = (&self.id, &self.token);
        format!("{method} /commerce/v1/checkouts/{id}{rest} HTTP/1.1\r\nAuthorization: Bearer {token}\r\n")
    }

    /// The tap on Pay, under this key.
    fn complete(&self, addr: SocketAddr, key: &str) -> Option<(u16, Value)> {
        call(addr, &format!("{}Idempotency-Key: {key}\r\n", self.head("POST", "/complete")), &self.pay)
    }

    /// The page of the purchase, loaded again.
    fn look(&self, addr: SocketAddr) -> Option<Told> {
        let (200, now) = call(addr, &self.head("GET", ""), &Value::Null)? else { return None };
        let Some(order) = now.pointer("/parts/0/order").filter(|order| order.is_object()) else {
            return Some(Told::Later);
        };
        let id = || text(order, "/id").parse().expect("an id of an order");
        Some(match text(order, "/state").as_str() {
            "placed" | "confirmed" => Told::Placed(id()),
            "canceled" => Told::Over,
            _ => Told::Later,
        })
    }
}

impl Buyer {
    pub fn new(name: u64) -> Self {
        Self {
            dice: Dice::new(name, "buyer"),
            open: Vec::new(),
            promised: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// Asks once about everything that is not over yet. Says whether something still is not.
    pub fn ask_all(&mut self, addr: SocketAddr, twin: &Served) -> bool {
        for _ in 0..self.open.len() {
            self.open.rotate_left(1);
            self.ask(addr, twin);
        }
        !self.open.is_empty()
    }

    /// Begins something new, or goes on with what is not over.
    pub fn act(&mut self, addr: SocketAddr, twin: &Served, offer: &str) {
        if self.open.is_empty() || self.dice.happens(BEGINS) {
            let Some(purchase) = self.begin(addr, twin, offer) else { return };
            self.tally.begun += 1;
            if self.open.len() == OPEN_MAX {
                self.open.remove(0);
            }
            self.open.push(purchase);
        } else {
            self.tally.asked_again += 1;
            // Whoever waits longest is next.
            self.open.rotate_left(1);
        }
        self.ask(addr, twin);
    }

    /// Asks about the last purchase.
    fn ask(&mut self, addr: SocketAddr, twin: &Served) {
        let Some(mut purchase) = self.open.pop() else { return };
        match self.pay(addr, twin, &mut purchase) {
            Told::Later => self.open.push(purchase),
            Told::Over => {}
            Told::Placed(order) => {
                if !self.promised.contains(&order) {
                    self.promised.push(order);
                }
                self.after(addr, &purchase, order);
            }
        }
    }

    fn begin(&mut self, addr: SocketAddr, twin: &Served, offer: &str) -> Option<Purchase> {
        let items = json!({"items": [{"offer": offer, "quantity": self.dice.below(2) + 1}]});
        let (201, checkout) = call(addr, "POST /commerce/v1/checkouts HTTP/1.1\r\n", &items)? else {
            return None;
        };
        let mut purchase = Purchase {
            id: text(&checkout, "/id"),
            token: text(&checkout, "/token"),
            pay: Value::Null,
            key: text(&checkout, "/id"),
        };
        let details = json!({"email": "camille@example.com", "address": {"name": "Camille R.",
            "line1": "12 rue des Lilas", "city": "Rennes", "postal_code": "35000", "country": "FR"}});
        let (status, checkout) = call(addr, &purchase.head("PATCH", ""), &details)?;
        if status == 503 {
            self.tally.away += 1;
            return None;
        }
        assert_eq!(status, 200, "{checkout}");
        let paper = *self.dice.pick(&PAPERS);
        purchase.pay = json!({"payment": {"token": token(twin, paper)}, "parts": [
            {"id": text(&checkout, "/parts/0/id"), "fingerprint": text(&checkout, "/parts/0/quote/fingerprint")}]});
        Some(purchase)
    }

    /// One tap, or two at the same moment, which are told of one order.
    fn pay(&mut self, addr: SocketAddr, twin: &Served, purchase: &mut Purchase) -> Told {
        let second = match self.dice.happens(TAPS_TWICE) {
            true if self.dice.happens(500) => Some(purchase.key.clone()),
            true => Some(self.fresh_key()),
            false => None,
        };
        let (first, second) = std::thread::scope(|scope| {
            let tapped = &*purchase;
            let other = second.map(|key| scope.spawn(move || tapped.complete(addr, &key)));
            (tapped.complete(addr, &tapped.key), other.and_then(|other| other.join().unwrap()))
        });
        let told = [&first, &second].map(|answer| answer.as_ref().and_then(|(_, answer)| order(answer)));
        if let [Some(one), Some(other)] = told {
            assert_eq!(one, other, "two taps at once are one order");
        }
        if first.is_none() {
            self.tally.unanswered += 1;
        }
        match first.or(second) {
            None => Told::Later,
            Some((status, answer)) => self.understand(addr, twin, purchase, status, &answer),
        }
    }

    fn understand(
        &mut self,
        addr: SocketAddr,
        twin: &Served,
        purchase: &mut Purchase,
        status: u16,
        answer: &Value,
    ) -> Told {
        let outcome = answer.pointer("/parts/0/outcome").and_then(Value::as_str);
        let kind = answer["type"].as_str().and_then(|kind| kind.rsplit('/').next());
        match (status, outcome, kind) {
            (200 | 202, Some("placed"), _) => Told::Placed(order(answer).expect("it is named")),
            (200 | 202, Some("action_required"), _) => {
                let url = text(answer, "/parts/0/url");
                let secret = url.split_once("client_secret=").map_or(url.as_str(), |(_, secret)| secret);
                let secret = secret.split('&').next().unwrap_or(secret);
                let agrees = !self.dice.happens(BANK_REFUSES);
                // Whoever comes a second time finds the question answered.
                let _ = twin.with(|twin, now_ms| twin.challenge(now_ms, secret, agrees));
                let Purchase { id, token, .. } = &*purchase;
                let back = format!("GET /checkout/{id}/{token}/returned HTTP/1.1\r\n");
                let _ = call(addr, &back, &Value::Null);
                purchase.look(addr).unwrap_or(Told::Later)
            }
            // The database died under the server: it says so, and whoever asks again later is told what became of it.
            (503, _, Some("busy")) => {
                self.tally.away += 1;
                Told::Later
            }
            (200 | 202, Some("checking"), _) | (429 | 503, ..) | (409, _, Some("in-progress")) => {
                purchase.look(addr).unwrap_or(Told::Later)
            }
            (402, ..) => {
                self.tally.declined += 1;
                if self.dice.happens(500) {
                    return Told::Over;
                }
                purchase.pay["payment"]["token"] = json!(token(twin, PAPERS[0]));
                purchase.key = self.fresh_key();
                Told::Later
            }
            (409, _, Some("checkout-expired" | "out-of-stock")) => Told::Over,
            _ => panic!("{status} {answer}"),
        }
    }

    /// A tap on a page that is still open, and second thoughts.
    fn after(&mut self, addr: SocketAddr, purchase: &Purchase, placed: OrderId) {
        if self.dice.happens(TAPS_AGAIN) {
            let again = purchase.complete(addr, &self.fresh_key());
            let again = again.and_then(|(_, answer)| order(&answer));
            assert!(again.is_none_or(|again| again == placed), "a tap on an order is that order");
        }
        if self.dice.happens(UNDOES) {
            let head = format!(
                "POST /commerce/v1/orders/{placed}/undo HTTP/1.1\r\nAuthorization: Bearer {}\r\n",
                purchase.token
            );
            self.tally.undone +=
                u64::from(call(addr, &head, &json!({})).is_some_and(|(status, _)| status == 200));
        }
    }

    fn fresh_key(&mut self) -> String {
        format!("tap-{:016x}", self.dice.roll())
    }
}

/// The order that an answer names as placed.
fn order(answer: &Value) -> Option<OrderId> {
    let part = answer.pointer("/parts/0").filter(|part| part["outcome"] == "placed")?;
    part["order"].as_str()?.parse().ok()
}

/// What the provider's form gives the page.
fn token(twin: &Served, paper: &str) -> String {
    let is_card = paper.starts_with(|first: char| first.is_ascii_digit());
    let paper = if is_card { Paper::card(paper) } else { Paper::of(paper) };
    let made = twin.with(|twin, now_ms| twin.tokenize(now_ms, "pk_test_shop", None, &paper));
    text(&made.unwrap_or_else(|refusal| panic!("{}", refusal.message)), "/id")
}
