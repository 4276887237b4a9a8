//! The conformance kit for quotes: a good program passes every case, and each fault is named.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use app::channel_check::{Checked, Partner, Verdict, check_quotes, quote_names};
use app::ports::{Answer, FetchError, FetchRefusal, Reply, Tell, Telling, Told};
use jiff::Timestamp;
use serde_json::json;
use testkit::house::PlainOrders;

use super::*;

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/// What a program does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    /// It never answers.
    Silent,
    /// It adds up wrongly: more tax than the price.
    WrongSum,
    /// It knows one currency.
    EurosOnly,
    /// It answers shipping and tax whether or not they were asked.
    AllAlways,
    /// It has everything.
    Endless,
    /// It says something else each time.
    Fickle,
    /// It looks at no signature.
    Trusting,
    /// It looks at the first signature only.
    FirstSignature,
    /// It does not look at the time.
    AnyTime,
    /// It answers for at most ten lines.
    Short,
}

struct Faulty(Fault, AtomicI64);

impl Faulty {
    fn is_signed(&self, question: &Telling) -> bool {
        let header = |name: &str| {
            question.headers.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str())
        };
        let at: i64 = header("webhook-timestamp").parse().unwrap_or(0);
        let is_fresh = (Timestamp::now().as_second() - at).abs() <= 300 || self.0 == Fault::AnyTime;
        let signatures = header("webhook-signature");
        let signatures = match self.0 {
            Fault::FirstSignature => signatures.split(' ').next().unwrap_or(""),
            _ => signatures,
        };
        let said = (header("webhook-id"), at, &question.body[..]);
        let is_ours = app::webhooks::is_signed(&app::Secret::new(SECRET.to_owned()), said, signatures);
        self.0 == Fault::Trusting || (is_fresh && is_ours)
    }

    fn answer(&self, question: &Telling) -> (u16, String) {
        if !self.is_signed(question) {
            return (401, String::new());
        }
        let asked: Value = serde_json::from_slice(&question.body).unwrap();
        let data = &asked["data"];
        let is_gone = data["lines"][0]["sku"] == "CHECK-NOT-THERE" && self.0 != Fault::Endless;
        let available = Some(if is_gone { 0 } else { 1_000 });
        let mut answer = program::answer(data, &Terms { available, off: 9, line_tax: 1, ..TERMS });
        match self.0 {
            Fault::WrongSum if !data["destination"].is_null() => {
                answer["lines"][0]["tax"]["amount"]["amount"] = 1_000_000.into();
            }
            Fault::EurosOnly if !data["destination"].is_null() => {
                answer["lines"][0]["tax"]["amount"]["currency"] = "EUR".into();
            }
            Fault::AllAlways => answer["shipping"] = json!([]),
            Fault::Fickle => answer["lines"][0]["available"] = self.1.fetch_add(1, Ordering::Relaxed).into(),
            Fault::Short => answer["lines"].as_array_mut().unwrap().truncate(10),
            _ => {}
        }
        (200, answer.to_string())
    }
}

impl Tell for Faulty {
    fn check(&self, _: &str) -> Result<(), FetchRefusal> {
        Ok(())
    }

    fn tell(&self, _: Telling) -> Answer<'_, Result<Told, FetchError>> {
        Box::pin(std::future::ready(Err(FetchError::Refused(FetchRefusal::Closed))))
    }

    fn ask(&self, question: Telling, _: usize) -> Answer<'_, Result<Reply, FetchError>> {
        Box::pin(async move {
            if self.0 == Fault::Silent {
                return std::future::pending().await;
            }
            let (status, body) = self.answer(&question);
            Ok(Reply { status, body: body.into() })
        })
    }
}

async fn failed(fault: Fault) -> Vec<Checked> {
    let number = AtomicI64::new(1);
    let faulty = Faulty(fault, AtomicI64::new(1));
    let partner = Partner {
        url: URL.to_owned(),
        secret: app::Secret::new(SECRET.to_owned()),
        deadline: Duration::from_millis(if fault == Fault::Silent { 20 } else { 5_000 }),
        tell: &faulty,
        orders: &PlainOrders,
        now: &Timestamp::now,
        fresh: &|| number.fetch_add(1, Ordering::Relaxed),
    };
    let all = check_quotes(&partner, &Topic::ALL, |_| {}).await;
    assert_eq!(all.iter().map(|it| it.case).collect::<Vec<_>>(), quote_names());
    all.into_iter().filter(|it| it.verdict != Verdict::Passed).collect()
}

#[tokio::test]
async fn a_good_program_passes_every_case() {
    assert_eq!(failed(Fault::None).await, []);
}

#[tokio::test]
async fn each_fault_is_found_by_the_cases_that_are_about_it() {
    let all = quote_names();
    let faults: [(Fault, Vec<&str>); 10] = [
        (Fault::Silent, all.clone()),
        (
            Fault::WrongSum,
            vec![
                "a cart in euros",
                "a cart in yen, which have no decimals",
                "a cart in Kuwaiti dinars, which have three decimals",
                "a place without region and postal code",
                "a cart of which nothing travels",
                "more of something than is in stock",
                "the same question twice",
                "a cart of 100 lines",
                "a question with two signatures, of which one is right",
            ],
        ),
        (
            Fault::EurosOnly,
            vec![
                "a cart in yen, which have no decimals",
                "a cart in Kuwaiti dinars, which have three decimals",
            ],
        ),
        (
            Fault::AllAlways,
            vec!["a cart whose buyer has not said where it goes", "a cart of which nothing travels"],
        ),
        (Fault::Endless, vec!["more of something than is in stock"]),
        (Fault::Fickle, vec!["the same question twice"]),
        (
            Fault::Trusting,
            vec![
                "a question signed by another secret",
                "a question that was changed",
                "a question without a signature",
                "a question that was signed ten minutes ago",
            ],
        ),
        (Fault::FirstSignature, vec!["a question with two signatures, of which one is right"]),
        (Fault::AnyTime, vec!["a question that was signed ten minutes ago"]),
        (Fault::Short, vec!["a cart of 100 lines"]),
    ];
    for (fault, wanted) in faults {
        let found: Vec<&str> = failed(fault).await.iter().map(|it| it.case).collect();
        assert_eq!(found, wanted, "{fault:?}");
    }
    let page = include_str!("../../../../docs/protocols/channel.md");
    for case in all {
        assert!(page.contains(&format!("| {case} |")), "{case} is not in docs/protocols/channel.md");
    }
}
