//! What a real server does to an endpoint, case by case.

use domain::money::Currency;
use domain::webhook::HookEvent;
use futures_util::future::join;
use serde_json::json;

use super::Verdict;
use super::drive::{Drive, Heard, How, Made, Message};
use super::orders::{cancel, give_back, gone, long, order, told, usual};
use crate::webhooks::envelope;

/// Bytes of a body that is larger than any message.
const HUGE_BYTES: usize = 8 * 1024 * 1024;
/// Lines of the largest order.
const LINES: usize = 100;

macro_rules! cases {
    ($($(#[$doc:meta])* $case:ident $name:literal $run:ident;)+) => {
        /// A case.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Case { $($(#[$doc])* $case,)+ }

        /// All cases, in the order in which they are tried.
        pub(super) const ALL: &[Case] = &[$(Case::$case,)+];

        impl Case {
            /// What is tried, in a few words.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$case => $name,)+ }
            }
        }

        /// Tries one case.
        pub(super) async fn run(case: Case, drive: &Drive<'_>) -> Verdict {
            let outcome = match case { $(Case::$case => $run(drive).await,)+ };
            match outcome {
                Ok(Seen::All) => Verdict::Passed,
                Ok(Seen::StatusOnly) => Verdict::Unseen,
                Err(why) => Verdict::Failed(why),
            }
        }
    };
}

cases! {
    /// A message of the type `ping`.
    Ping "a test message" ping;
    /// An order.
    Placed "an order" placed;
    /// The same message a second time.
    Twice "the same message twice" twice;
    /// The same message twice at one moment.
    AtOnce "the same message twice at the same moment" at_once;
    /// The connection breaks before the answer, and the message comes again.
    Cut "a connection that breaks, and the message again" cut;
    /// One order in two messages.
    TwoIds "the same order in two messages" two_ids;
    /// A signature by another secret.
    OtherSecret "a signature by another secret" other_secret;
    /// A signature of other words.
    OtherWords "a body that was changed" other_words;
    /// No signature.
    Unsigned "no signature" unsigned;
    /// Two signatures, one of them right.
    Rotation "two signatures, of which one is right" rotation;
    /// An old message.
    Old "a message that was signed ten minutes ago" old;
    /// Far too large.
    Huge "a body of 8 MiB" huge;
    /// A type that is not known yet.
    Unknown "an event of a type that does not exist yet" unknown;
    /// The end before the beginning.
    Reversed "events in reversed order" reversed;
    /// Money goes back in parts.
    Partial "a partial refund, and another" partial;
    /// A currency without decimals.
    Yen "an order in yen, which have no decimals" yen;
    /// A currency with three decimals.
    Dinar "an order in Kuwaiti dinars, which have three decimals" dinar;
    /// A large order.
    Large "an order of 100 lines, answered in time" large;
    /// Nothing is left of what was bought.
    Gone "an order of what is not in stock" gone_from_stock;
}

/// What was seen of what the partner made of it.
enum Seen {
    /// All that there is to see.
    All,
    /// Statuses alone: it does not say what it made.
    StatusOnly,
}

type Outcome = Result<Seen, String>;

impl Drive<'_> {
    /// The message is taken.
    async fn taken(&self, message: &Message, to_do: &str) -> Result<(), String> {
        self.must_take(&self.send(message).await, to_do)
    }

    fn must_take(&self, heard: &Heard, to_do: &str) -> Result<(), String> {
        if heard.is_taken() {
            return Ok(());
        }
        Err(format!("it {}; {to_do}", heard.said(self.partner.deadline)))
    }

    /// The message is refused, and nothing was made of it.
    async fn refused(&self, how: How, to_do: &str) -> Outcome {
        let story = usual(self);
        let heard = self.send_as(&told(self, HookEvent::Placed, &story, story.order.id.0), how).await;
        if !heard.is_refused() {
            return Err(format!("it {}; {to_do}", heard.said(self.partner.deadline)));
        }
        match self.made(story.order.id).await {
            None => Ok(Seen::StatusOnly),
            Some(made) if made.orders == 0 => Ok(Seen::All),
            Some(made) => {
                Err(format!("it refused the message and made {} of it; {to_do}", orders(made.orders)))
            }
        }
    }

    /// One order was made, and it fits.
    async fn one_order(
        &self,
        story: &domain::view::orders::OrderStory,
        to_do: &str,
        fits: impl FnOnce(&Made) -> Result<(), String>,
    ) -> Outcome {
        match self.made(story.order.id).await {
            None => Ok(Seen::StatusOnly),
            Some(made) if made.orders == 1 => fits(&made).map(|()| Seen::All),
            Some(made) => Err(format!("it made {}; {to_do}", orders(made.orders))),
        }
    }
}

fn orders(count: u64) -> String {
    match count {
        0 => "no order".to_owned(),
        1 => "1 order".to_owned(),
        more => format!("{more} orders"),
    }
}

fn any(_: &Made) -> Result<(), String> {
    Ok(())
}

const TAKE: &str = "answer 2xx within ten seconds and do the work afterwards";
const ONCE: &str =
    "keep the order's id with a unique key in the transaction of what you make, and look for it first";

async fn ping(drive: &Drive<'_>) -> Outcome {
    let message = drive.message(envelope("ping", drive.now(), json!({ "webhook_id": "whk_check" })));
    let to_do =
        "check the secret, and how the signature is made: over id.timestamp.body, the key read as base64";
    drive.taken(&message, to_do).await.map(|()| Seen::All)
}

async fn placed(drive: &Drive<'_>) -> Outcome {
    let story = usual(drive);
    drive.taken(&told(drive, HookEvent::Placed, &story, story.order.id.0), TAKE).await?;
    drive.one_order(&story, "make an order of each order.placed", any).await
}

async fn twice(drive: &Drive<'_>) -> Outcome {
    let story = usual(drive);
    let message = told(drive, HookEvent::Placed, &story, story.order.id.0);
    drive.taken(&message, TAKE).await?;
    let to_do = "a message that was taken before is taken again, else it is sent for three days";
    drive.taken(&message, to_do).await?;
    drive.one_order(&story, ONCE, any).await
}

async fn at_once(drive: &Drive<'_>) -> Outcome {
    let story = usual(drive);
    let message = told(drive, HookEvent::Placed, &story, story.order.id.0);
    let (one, other) = join(drive.send(&message), drive.send(&message)).await;
    let best = if one.is_taken() { &one } else { &other };
    drive.must_take(best, TAKE)?;
    // Whichever was turned away is sent again.
    drive.taken(&message, TAKE).await?;
    drive.one_order(&story, ONCE, any).await
}

async fn cut(drive: &Drive<'_>) -> Outcome {
    let story = usual(drive);
    let message = told(drive, HookEvent::Placed, &story, story.order.id.0);
    drive.send_and_cut(&message).await;
    drive.taken(&message, TAKE).await?;
    drive.one_order(&story, ONCE, any).await
}

async fn two_ids(drive: &Drive<'_>) -> Outcome {
    let story = usual(drive);
    for _ in 0..2 {
        drive.taken(&told(drive, HookEvent::Placed, &story, story.order.id.0), TAKE).await?;
    }
    drive.one_order(&story, ONCE, any).await
}

const SIGNED: &str =
    "answer 4xx and do nothing unless one of the signatures is that of id.timestamp.body by your secret";

async fn other_secret(drive: &Drive<'_>) -> Outcome {
    drive.refused(How::ByAnotherSecret, SIGNED).await
}

async fn other_words(drive: &Drive<'_>) -> Outcome {
    drive.refused(How::WithOtherWords, SIGNED).await
}

async fn unsigned(drive: &Drive<'_>) -> Outcome {
    drive.refused(How::Unsigned, SIGNED).await
}

async fn rotation(drive: &Drive<'_>) -> Outcome {
    let story = usual(drive);
    let message = told(drive, HookEvent::Placed, &story, story.order.id.0);
    let heard = drive.send_as(&message, How::WithTwoSignatures).await;
    let to_do =
        "the header holds several signatures with a space between while a secret is replaced: one is enough";
    drive.must_take(&heard, to_do)?;
    drive.one_order(&story, "make an order of it", any).await
}

async fn old(drive: &Drive<'_>) -> Outcome {
    let to_do = "answer 4xx to a webhook-timestamp more than five minutes away: whoever heard a message could send it again";
    drive.refused(How::TooOld, to_do).await
}

async fn huge(drive: &Drive<'_>) -> Outcome {
    let mut body = br#"{"type":"order.placed","data":{"note":""#.to_vec();
    body.resize(HUGE_BYTES, b'x');
    body.extend_from_slice(br#""}}"#);
    let message = drive.message(body.into());
    // Nobody signs such a thing.
    let to_do = "read no more than 1 MiB, answer 413 or hang up";
    match drive.send_as(&message, How::ByAnotherSecret).await {
        heard if heard.is_refused() => {}
        Heard::Nothing(_) => {}
        heard => return Err(format!("it {}; {to_do}", heard.said(drive.partner.deadline))),
    }
    let still = drive.message(envelope("ping", drive.now(), json!({ "webhook_id": "whk_check" })));
    let heard = drive.send(&still).await;
    let to_do = "after a large body it takes nothing more: keep a limit on what is held in memory";
    drive.must_take(&heard, to_do).map(|()| Seen::All)
}

async fn unknown(drive: &Drive<'_>) -> Outcome {
    let body = envelope("order.beamed", drive.now(), json!({ "id": "ord_check" }));
    let to_do = "take what you do not know, and do nothing: new types come within a version";
    drive.taken(&drive.message(body), to_do).await.map(|()| Seen::All)
}

async fn reversed(drive: &Drive<'_>) -> Outcome {
    let mut story = usual(drive);
    let id = story.order.id.0;
    cancel(drive, &mut story);
    let to_do =
        "take it also where the order is not known yet, and go by what the message says that the order is";
    drive.taken(&told(drive, HookEvent::Canceled, &story, id), to_do).await?;
    drive.taken(&told(drive, HookEvent::Placed, &story, id), to_do).await?;
    match drive.made(story.order.id).await {
        None => Ok(Seen::StatusOnly),
        Some(made) if made.orders > 1 => Err(format!("it made {}; {ONCE}", orders(made.orders))),
        Some(Made { orders: made, open, .. }) if open.unwrap_or(0) > 0 => Err(format!(
            "it made {} and means to ship: go by the state in the message, which is canceled, not by its type",
            orders(made)
        )),
        Some(_) => Ok(Seen::All),
    }
}

async fn partial(drive: &Drive<'_>) -> Outcome {
    let mut story = usual(drive);
    drive.taken(&told(drive, HookEvent::Placed, &story, story.order.id.0), TAKE).await?;
    let mut last = None;
    for amount in [1_000, 500] {
        let refund = give_back(drive, &mut story, amount);
        let message = told(drive, HookEvent::Refunded, &story, refund.0);
        drive.taken(&message, "take a refund of a part, and a second one").await?;
        last = Some(message);
    }
    if let Some(last) = &last {
        drive.taken(last, "take it again").await?;
    }
    drive
        .one_order(&story, ONCE, |made| match made.refunded {
            Some(1_500) | None => Ok(()),
            Some(other) => Err(format!(
                "it noted {other} as given back and not 1500: go by \"refunded\", which is the sum, or count each \
                 refund by its id once"
            )),
        })
        .await
}

async fn in_currency(drive: &Drive<'_>, code: &str, to_do: &str) -> Outcome {
    let currency: Currency = code.parse().map_err(|_| format!("{code} is no currency here"))?;
    let story = order(drive, currency, 12_345, 1);
    drive.taken(&told(drive, HookEvent::Placed, &story, story.order.id.0), to_do).await?;
    drive
        .one_order(&story, ONCE, |made| match &made.total {
            Some((12_345, said)) if said == code => Ok(()),
            None => Ok(()),
            Some((amount, said)) => Err(format!("it noted {amount} {said} and not 12345 {code}; {to_do}")),
        })
        .await
}

async fn yen(drive: &Drive<'_>) -> Outcome {
    in_currency(drive, "JPY", "12345 minor units of JPY are ¥12,345: divide by one").await
}

async fn dinar(drive: &Drive<'_>) -> Outcome {
    in_currency(drive, "KWD", "12345 minor units of KWD are 12.345 KD: divide by a thousand").await
}

async fn large(drive: &Drive<'_>) -> Outcome {
    let story = long(drive, LINES);
    drive.taken(&told(drive, HookEvent::Placed, &story, story.order.id.0), TAKE).await?;
    drive.one_order(&story, "make one order of all its lines", any).await
}

async fn gone_from_stock(drive: &Drive<'_>) -> Outcome {
    let story = gone(drive);
    let to_do =
        "take it, it is paid; then cancel it by POST /commerce/v1/orders/{order}/cancel, and push your stock";
    drive.taken(&told(drive, HookEvent::Placed, &story, story.order.id.0), to_do).await?;
    match drive.made(story.order.id).await {
        None => Ok(Seen::StatusOnly),
        Some(made) if made.orders <= 1 => Ok(Seen::All),
        Some(made) => Err(format!("it made {}; {ONCE}", orders(made.orders))),
    }
}
