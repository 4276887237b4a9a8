//! Telling a shop's own program what happens to its orders: to whom, what, how often, and when it is given up.

use jiff::{SignedDuration, Timestamp};

use crate::ids::{
    FulfillmentId, MerchantId, OrderId, RefundId, RequestId, VariantId, WebhookDeliveryId, WebhookId,
};

/// Endpoints of one merchant: a shop, its stock, its books, and some to try things with.
pub const WEBHOOKS_MAX: usize = 10;
/// Longest address.
pub const URL_CHARS_MAX: usize = 500;
/// What is kept of an answer: a sentence that says what was wrong.
pub const ANSWER_CHARS_MAX: usize = 500;
/// Messages under way to one endpoint: enough to keep one that takes a second busy, bounded for its sake.
pub const UNDER_WAY_MAX: u32 = 8;
/// The secret before the newest still signs for so long.
pub const ROTATION: SignedDuration = SignedDuration::from_hours(24);
/// What was sent is remembered for so long, and what waits is not sent any more afterwards.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);
/// An endpoint that is away for so long is not asked any more: a weekend, and a morning to notice.
pub const PATIENCE: SignedDuration = SignedDuration::from_hours(72);
/// First pause after a failure; it doubles, up to [`PAUSE_MAX`].
const PAUSE_FIRST: SignedDuration = SignedDuration::from_secs(5);
/// Longest pause between two tries.
pub const PAUSE_MAX: SignedDuration = SignedDuration::from_hours(3);
/// An endpoint may ask for a pause of its own, up to this.
const ASKED_PAUSE_MAX: SignedDuration = SignedDuration::from_hours(1);

/// What happened. Stored as text, and the word of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HookEvent {
    /// The merchant has a new order: paid, and the buyer cannot undo it any more.
    Placed,
    /// An order that the merchant had is canceled.
    Canceled,
    /// Money was given back.
    Refunded,
    /// A parcel left.
    Shipped,
    /// A parcel arrived.
    Delivered,
    /// A buyer asks to cancel or to return, or withdraws.
    Requested,
    /// Money that was to go back did not reach the buyer: it was refused, or the buyer's bank sent it back.
    RefundFailed,
    /// A variant has fallen to the mark below which its shop wants to hear of it.
    StockLow,
}

/// What an event happened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HookSubject {
    /// An order.
    Order(OrderId),
    /// A variant.
    Variant(VariantId),
}

impl HookSubject {
    /// Its number, as it is stored.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::Order(order) => order.0,
            Self::Variant(variant) => variant.0,
        }
    }
}

impl HookEvent {
    /// All events, for tables and forms.
    pub const ALL: [Self; 8] = [
        Self::Placed,
        Self::Canceled,
        Self::Refunded,
        Self::Shipped,
        Self::Delivered,
        Self::Requested,
        Self::RefundFailed,
        Self::StockLow,
    ];

    /// The stored word, also the word of the protocol.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Placed => "order.placed",
            Self::Canceled => "order.canceled",
            Self::Refunded => "order.refunded",
            Self::Shipped => "order.shipped",
            Self::Delivered => "order.delivered",
            Self::Requested => "request.opened",
            Self::RefundFailed => "refund.failed",
            Self::StockLow => "product.stock_low",
        }
    }

    /// The event with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == word)
    }

    /// What an event with this number happened to.
    #[must_use]
    pub const fn subject(self, number: i64) -> HookSubject {
        match self {
            Self::Placed
            | Self::Canceled
            | Self::Refunded
            | Self::Shipped
            | Self::Delivered
            | Self::Requested
            | Self::RefundFailed => HookSubject::Order(OrderId(number)),
            Self::StockLow => HookSubject::Variant(VariantId(number)),
        }
    }

    /// What an event is about beside its subject: the member of the message, and the id in its text form.
    #[must_use]
    pub fn about(self, subject: i64) -> Option<(&'static str, String)> {
        match self {
            // One falling of the stock has a number so that the next is another; nobody else needs it.
            Self::Placed | Self::Canceled | Self::StockLow => None,
            Self::Refunded | Self::RefundFailed => Some(("refund_id", RefundId(subject).to_string())),
            Self::Shipped | Self::Delivered => Some(("fulfillment_id", FulfillmentId(subject).to_string())),
            Self::Requested => Some(("request_id", RequestId(subject).to_string())),
        }
    }
}

/// Whether an endpoint is told anything. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HookState {
    /// It is told.
    On,
    /// Its owner wants nothing sent for now; what happens meanwhile waits.
    Paused,
    /// It said that it is gone. What happens meanwhile is not kept for it.
    Stopped,
}

impl HookState {
    /// All states, for tables.
    pub const ALL: [Self; 3] = [Self::On, Self::Paused, Self::Stopped];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// What happens to an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HookAct {
    /// Its owner turns it on.
    TurnOn,
    /// Its owner pauses it.
    Pause,
    /// It answered that it is gone for good.
    Gone,
}

/// Where an endpoint stands after `act`; none when that changes nothing.
#[must_use]
pub const fn hook_after(state: HookState, act: HookAct) -> Option<HookState> {
    match (state, act) {
        (HookState::Paused | HookState::Stopped, HookAct::TurnOn) => Some(HookState::On),
        (HookState::On | HookState::Stopped, HookAct::Pause) => Some(HookState::Paused),
        // Whoever paused it meanwhile has said what they want.
        (HookState::On, HookAct::Gone) => Some(HookState::Stopped),
        (HookState::On, HookAct::TurnOn)
        | (HookState::Paused, HookAct::Pause | HookAct::Gone)
        | (HookState::Stopped, HookAct::Gone) => None,
    }
}

/// How one message stands. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// It will be sent, or sent again.
    Waiting,
    /// The endpoint has it.
    Delivered,
    /// It was given up until somebody sends it again.
    Failed,
}

impl DeliveryState {
    /// All states, for tables.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Delivered, Self::Failed];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The endpoint has the message.
    Delivered,
    /// The endpoint is gone and wants nothing more.
    Gone,
    /// Again after so long.
    Again(SignedDuration),
    /// Not again by itself.
    GiveUp,
}

/// What the answer to a try means. `status` is none where there was no answer, `asked` the pause that the endpoint wants in
/// seconds, `tries` how often it was tried before, `since` when that began.
#[must_use]
pub fn judge(
    status: Option<u16>,
    asked: Option<i64>,
    tries: u32,
    since: Timestamp,
    now: Timestamp,
) -> Verdict {
    match status {
        Some(200..=299) => return Verdict::Delivered,
        Some(410) => return Verdict::Gone,
        Some(_) | None => {}
    }
    if now.duration_since(since) >= PATIENCE {
        return Verdict::GiveUp;
    }
    let doubled = PAUSE_FIRST.saturating_mul(1 << tries.min(20)).min(PAUSE_MAX);
    let asked = SignedDuration::from_secs(asked.unwrap_or(0).max(0)).min(ASKED_PAUSE_MAX);
    Verdict::Again(doubled.max(asked))
}

/// What is kept of an answer: its beginning, in one line, without what a screen would obey.
#[must_use]
pub fn kept_answer(body: &str) -> String {
    let plain = body.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let kept: String = plain.take(ANSWER_CHARS_MAX).collect();
    kept.trim().to_owned()
}

/// An endpoint, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Whose it is.
    pub merchant: MerchantId,
    /// Where it listens.
    pub url: String,
    /// What it is told, each once.
    pub events: Vec<HookEvent>,
    /// Whether it is told anything.
    pub state: HookState,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when the secret before the newest signs beside it.
    pub old_secret_until: Option<Timestamp>,
    /// When it last took a message.
    pub last_success_at: Option<Timestamp>,
    /// When it last did not.
    pub last_failure_at: Option<Timestamp>,
    /// Why: our own words or its status, never its answer.
    pub last_failure: String,
}

/// How the messages to an endpoint stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HookHealth {
    /// Messages that wait.
    pub waiting: i64,
    /// When what the oldest of them tells happened.
    pub oldest_waiting: Option<Timestamp>,
    /// Messages given up.
    pub failed: i64,
    /// Messages tried within the last day.
    pub tried_of_day: i64,
    /// Those of them that the endpoint did not take.
    pub refused_of_day: i64,
}

/// One message to one endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookDelivery {
    /// Its id; the receiver knows the message by it.
    pub id: WebhookDeliveryId,
    /// To whom.
    pub webhook: WebhookId,
    /// What happened.
    pub event: HookEvent,
    /// To what.
    pub subject: HookSubject,
    /// What people call that: the order's number, the product's name; empty when it is gone.
    pub name: String,
    /// The number of what it is about: a refund, a parcel, a request, a falling of the stock, or the order itself.
    pub about: i64,
    /// How it stands.
    pub state: DeliveryState,
    /// When it happened.
    pub happened_at: Timestamp,
    /// When it is tried next.
    pub run_at: Timestamp,
    /// How often it was tried since it was last asked for.
    pub tries: u32,
    /// When it was last tried.
    pub tried_at: Option<Timestamp>,
    /// The status of the last answer.
    pub status: Option<u16>,
    /// The beginning of the last answer, or why there was none.
    pub answer: String,
    /// When the endpoint took it.
    pub delivered_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_state_and_act() {
        use HookAct::{Gone, Pause, TurnOn};
        use HookState::{On, Paused, Stopped};
        let table = [
            (On, [(TurnOn, None), (Pause, Some(Paused)), (Gone, Some(Stopped))]),
            (Paused, [(TurnOn, Some(On)), (Pause, None), (Gone, None)]),
            (Stopped, [(TurnOn, Some(On)), (Pause, Some(Paused)), (Gone, None)]),
        ];
        assert_eq!(table.len(), HookState::ALL.len());
        for (state, row) in table {
            for (act, wanted) in row {
                assert_eq!(hook_after(state, act), wanted, "{state:?} {act:?}");
            }
        }
    }

    #[test]
    fn stored_words_are_read_back() {
        for event in HookEvent::ALL {
            assert_eq!(HookEvent::from_word(event.as_str()), Some(event));
            assert_eq!(event.subject(7).number(), 7);
        }
        for state in HookState::ALL {
            assert_eq!(HookState::from_word(state.as_str()), Some(state));
        }
        for state in DeliveryState::ALL {
            assert_eq!(DeliveryState::from_word(state.as_str()), Some(state));
        }
    }

    #[test]
    fn what_an_answer_means() {
        let since = Timestamp::UNIX_EPOCH;
        let again = |seconds| Verdict::Again(SignedDuration::from_secs(seconds));
        for (status, verdict) in [
            (Some(200), Verdict::Delivered),
            (Some(204), Verdict::Delivered),
            (Some(299), Verdict::Delivered),
            (Some(199), again(5)),
            // A redirect is not followed, so it is no delivery.
            (Some(302), again(5)),
            (Some(400), again(5)),
            (Some(404), again(5)),
            (Some(410), Verdict::Gone),
            (Some(429), again(5)),
            (Some(500), again(5)),
            (None, again(5)),
        ] {
            assert_eq!(judge(status, None, 0, since, since), verdict, "{status:?}");
        }
    }

    #[test]
    fn pauses_double_up_to_three_hours_and_end_after_three_days() {
        let since = Timestamp::UNIX_EPOCH;
        let (mut now, mut tries) = (since, 0);
        let mut pauses = Vec::new();
        while let Verdict::Again(pause) = judge(Some(500), None, tries, since, now) {
            pauses.push(pause.as_secs());
            now += pause;
            tries += 1;
        }
        assert_eq!(&pauses[..4], [5, 10, 20, 40]);
        assert_eq!(pauses.iter().max(), Some(&10_800));
        assert!(now.duration_since(since) >= PATIENCE);
        assert!(now.duration_since(since) < PATIENCE + PAUSE_MAX);
        assert_eq!(tries, 35);
    }

    #[test]
    fn an_endpoint_may_ask_for_up_to_an_hour() {
        let now = Timestamp::UNIX_EPOCH;
        let pause = |asked| judge(Some(503), Some(asked), 0, now, now);
        assert_eq!(pause(120), Verdict::Again(SignedDuration::from_mins(2)));
        assert_eq!(pause(1), Verdict::Again(SignedDuration::from_secs(5)));
        assert_eq!(pause(-9), Verdict::Again(SignedDuration::from_secs(5)));
        assert_eq!(pause(i64::MAX), Verdict::Again(SignedDuration::from_hours(1)));
    }

    #[test]
    fn an_answer_is_cut_and_made_plain() {
        assert_eq!(kept_answer("  no\r\nsuch \u{1b}[31morder\0 "), "no  such  [31morder");
        assert_eq!(kept_answer(&"é".repeat(9_000)).chars().count(), ANSWER_CHARS_MAX);
    }
}
