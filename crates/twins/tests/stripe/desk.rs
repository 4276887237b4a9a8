//! A twin on a desk: calls in, answers out, a clock that is moved by hand.

use buyline_twins::stripe::{Answer, Paper, Reply, Request, Settings, Twin};
use serde_json::Value;

/// The platform's keys.
pub const SECRET: &str = "sk_test_platform";
pub const PUBLIC: &str = "pk_test_platform";

/// 2026-11-02, noon.
pub const START_MS: i64 = 1_793_620_800_000;
pub const HOUR_MS: i64 = 3_600_000;
pub const DAY_MS: i64 = 24 * HOUR_MS;

pub struct Desk {
    pub twin: Twin,
    pub now_ms: i64,
    /// The connected account that calls go to, if any.
    pub account: Option<String>,
}

impl Desk {
    pub fn new() -> Desk {
        Desk { twin: Twin::with(7, Settings::default()), now_ms: START_MS, account: None }
    }

    /// A desk whose calls go to a connected account.
    pub fn connected() -> Desk {
        let mut desk = Desk::new();
        desk.account = Some(desk.twin.connect(desk.now_ms, SECRET));
        desk
    }

    pub fn request(&self, method: &str, path: &str, form: &[(&str, &str)]) -> Request {
        let request = Request::new(method, path, SECRET).form(form);
        match &self.account {
            Some(account) => request.on(account),
            None => request,
        }
    }

    pub fn send(&mut self, request: &Request) -> Reply {
        self.twin.call(self.now_ms, request)
    }

    pub fn answer(&mut self, request: &Request) -> Answer {
        self.send(request).answer.expect("an answer")
    }

    /// Posts and wants success.
    pub fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Value {
        let request = self.request("POST", path, form);
        let answer = self.answer(&request);
        assert_eq!(answer.status, 200, "{path} {form:?}: {:#}", answer.body);
        answer.body
    }

    /// Posts and wants to be refused: the status and what stands under `error`.
    pub fn refused(&mut self, path: &str, form: &[(&str, &str)]) -> (u16, Value) {
        let request = self.request("POST", path, form);
        let answer = self.answer(&request);
        assert!(answer.status >= 400, "{path} {form:?}: {:#}", answer.body);
        (answer.status, answer.body["error"].clone())
    }

    pub fn get(&mut self, path: &str) -> Value {
        let request = self.request("GET", path, &[]);
        let answer = self.answer(&request);
        assert_eq!(answer.status, 200, "{path}: {:#}", answer.body);
        answer.body
    }

    /// A token of a buyer's browser.
    pub fn token(&mut self, paper: Paper) -> String {
        let account = self.account.clone();
        let token = self.twin.tokenize(self.now_ms, PUBLIC, account.as_deref(), &paper);
        id(&token.expect("a token"))
    }

    /// An intent that is made and confirmed at once with a ready method.
    pub fn pay(&mut self, method: &str, amount: &str, more: &[(&str, &str)]) -> Value {
        let mut form = vec![
            ("amount", amount),
            ("currency", "eur"),
            ("confirm", "true"),
            ("payment_method", method),
            ("return_url", "https://shop.example/back"),
        ];
        form.extend(more);
        self.post("/v1/payment_intents", &form)
    }

    pub fn later(&mut self, ms: i64) {
        self.now_ms += ms;
        self.twin.pass(self.now_ms);
    }

    /// The types of the account's events, oldest first.
    pub fn events(&mut self) -> Vec<String> {
        let mut all = Vec::new();
        let mut after = String::new();
        loop {
            let page = self.get(&format!("/v1/events?limit=100{after}"));
            let data = page["data"].as_array().unwrap();
            all.extend(data.iter().map(|event| text(event, "type")));
            if page["has_more"] == false {
                all.reverse();
                return all;
            }
            after = format!("&starting_after={}", id(data.last().unwrap()));
        }
    }
}

pub fn id(object: &Value) -> String {
    text(object, "id")
}

pub fn text(object: &Value, name: &str) -> String {
    object[name].as_str().unwrap_or_else(|| panic!("no {name} in {object:#}")).to_owned()
}
