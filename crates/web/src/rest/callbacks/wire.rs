//! How quotes are asked, as the API speaks of it.

use app::callbacks::{SetUp, Standing};
use domain::callback::{Asked, Callback, DEADLINE_MS, OnFailure, Topic};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rest::problem::Problem;
use crate::rest::wire::Instant;

/// How a program is to be asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuotesSetUp {
    /// Where it listens: `https`, on the public internet, on port 443.
    #[schema(example = "https://shop.example/quotes")]
    pub url: String,
    /// What it answers: `stock`, `shipping`, `tax`, `discounts`. `tax` takes `shipping` beside it.
    #[schema(example = json!(["stock", "shipping", "tax"]))]
    pub answers: Vec<String>,
    /// How long buyers wait for it, in milliseconds.
    #[serde(default = "deadline_ms")]
    #[schema(minimum = 300, maximum = 3000, example = 1000)]
    pub deadline_ms: u32,
    /// What holds without a right answer in time: `use-ours` or `refuse`; `use-ours` when not said.
    #[serde(default)]
    #[schema(example = "use-ours")]
    pub on_failure: String,
    /// `on` or `off`; on when not said.
    #[serde(default)]
    #[schema(example = "on")]
    pub state: String,
}

fn deadline_ms() -> u32 {
    DEADLINE_MS
}

impl QuotesSetUp {
    /// What is meant by it.
    pub(super) fn read(self) -> Result<SetUp, Problem> {
        let topic = |word: &String| {
            let known = "must be among stock, shipping, tax and discounts";
            Topic::from_word(word).ok_or_else(|| Problem::field("answers", known))
        };
        let on_failure = match self.on_failure.as_str() {
            "" => OnFailure::UseOurs,
            word => OnFailure::from_word(word)
                .ok_or_else(|| Problem::field("on_failure", "must be use-ours or refuse"))?,
        };
        let is_on = match self.state.as_str() {
            "" | "on" => true,
            "off" => false,
            _ => return Err(Problem::field("state", "must be on or off")),
        };
        let topics = self.answers.iter().map(topic).collect::<Result<_, Problem>>()?;
        Ok(SetUp { url: self.url, topics, deadline_ms: self.deadline_ms, on_failure, is_on })
    }
}

/// How a program is asked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Quotes {
    /// Where it listens.
    #[schema(example = "https://shop.example/quotes")]
    pub url: String,
    /// What it answers.
    #[schema(example = json!(["stock", "shipping", "tax"]))]
    pub answers: Vec<&'static str>,
    /// How long buyers wait for it, in milliseconds.
    pub deadline_ms: u32,
    /// What holds without a right answer in time.
    #[schema(example = "use-ours")]
    pub on_failure: &'static str,
    /// `on` or `off`.
    #[schema(example = "on")]
    pub state: &'static str,
    /// When it was set up.
    pub created_at: Instant,
    /// Until when the secret before the newest signs beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_secret_until: Option<Instant>,
    /// When it last gave no right answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_failure_at: Option<Instant>,
    /// What was wrong, with the field, or empty.
    #[schema(example = "lines[0].tax.amount.currency must be EUR, as asked")]
    pub last_failure: String,
    /// How the last 24 hours went; left out where it was set up or changed just now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_day: Option<QuotesOfDay>,
}

/// How questions went.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuotesOfDay {
    /// Those that were sent.
    pub asked: i64,
    /// Those that were answered rightly.
    pub answered: i64,
    /// Those without an answer in time.
    pub late: i64,
    /// Those that were answered wrongly.
    pub wrong: i64,
    /// Prices that were made, or refused, without an answer.
    pub fell_back: i64,
}

impl From<Callback> for Quotes {
    fn from(callback: Callback) -> Self {
        Self {
            url: callback.url,
            answers: callback.topics.iter().map(|topic| topic.as_str()).collect(),
            deadline_ms: callback.deadline_ms,
            on_failure: callback.on_failure.as_str(),
            state: if callback.is_on { "on" } else { "off" },
            created_at: callback.created_at.into(),
            old_secret_until: callback.old_secret_until.map(Into::into),
            last_failure_at: callback.last_failure_at.map(Into::into),
            last_failure: callback.last_failure,
            of_day: None,
        }
    }
}

impl From<Standing> for Quotes {
    fn from((callback, Asked { asked, answered, late, wrong, fell_back }): Standing) -> Self {
        let of_day = Some(QuotesOfDay { asked, answered, late, wrong, fell_back });
        Self { of_day, ..Self::from(callback) }
    }
}

/// How a program is asked, with its secret where that is new.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuotesMade {
    /// How it is asked.
    pub quotes: Quotes,
    /// What questions are signed with. Keep it; it is not shown again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub secret: Option<String>,
}
