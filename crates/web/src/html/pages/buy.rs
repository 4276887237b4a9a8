//! Buying, step by step. Each step is a page by itself; `as_sheet()` renders the part that the dialog shows
//! (requests with `X-Buyline-Fragment: sheet`).

use askama::Template;

use crate::html::field::Field;
use crate::html::page::Page;
use crate::html::parts::{Choice, FormError, Line, Link, Notice, Sum};
use crate::html::ui;

/// First purchase: who, where to, how it comes, how it is paid.
#[derive(Clone, Debug, Template)]
#[template(path = "buy/details.html", blocks = ["sheet"])]
pub struct Details<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Where the form goes: `/checkout/<id>/details`.
    pub action: String,
    /// Where closing leads without scripts: the post.
    pub back: String,
    /// What is bought.
    pub lines: Vec<Line>,
    /// What is known of the total: "24,90 € plus shipping".
    pub total: String,
    /// Where to sign in instead; empty when signed in.
    pub sign_in: String,
    /// Email, and phone where a carrier asks for it; empty when known.
    pub contact: Vec<Field>,
    /// Saved addresses; one of them is "new" with the value `new`.
    pub addresses: Vec<Choice>,
    /// The fields of a new address; empty hides them.
    pub address: Vec<Field>,
    /// Ways of delivery to the country that is chosen.
    pub deliveries: Vec<Choice>,
    /// Saved cards and the provider's other ways; in test mode the test cards, each saying what it does.
    pub payments: Vec<Choice>,
    /// The provider's form for a new one.
    pub new_method: Option<NewMethod>,
    /// "Keep my address and card for next time".
    pub keep: Option<Field>,
    /// "Atelier Nord may send me news", never ticked before.
    pub marketing: Option<Field>,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
    /// Something to say first: why the card was declined, that the offer changed.
    pub notice: Option<Notice>,
}

/// The provider's own form, where a new method is typed.
#[derive(Clone, Debug)]
pub struct NewMethod {
    /// About how much will be paid, as the provider counts it; wallets show it.
    pub amount: i64,
    /// Its currency, in small letters.
    pub currency: String,
    /// `payment`, or `setup` where one method pays several merchants.
    pub mode: &'static str,
    /// Whom it is typed for.
    pub paid: PaidOn,
}

/// Whom the provider's script in the browser asks for.
#[derive(Clone, Debug, Default)]
pub struct PaidOn {
    /// The key it is given; empty: the operator's.
    pub key: String,
    /// The account that is paid in the operator's name; empty: that of the key.
    pub account: String,
}

/// Where a bank asks its customer.
#[derive(Clone, Debug)]
pub enum Bank {
    /// Here: the sandbox plays it.
    Played,
    /// On a page of its own.
    Away(String),
    /// Over our page, by the provider's script.
    Over {
        /// What the script is given.
        secret: String,
        /// Whom it is for.
        paid: PaidOn,
    },
}

/// One thing of a checkout changed by itself: address, delivery, payment or contact.
#[derive(Clone, Debug, Template)]
#[template(path = "buy/change.html", blocks = ["sheet"])]
pub struct Change<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Names the step for scripts: `address`, `delivery`, `payment`, `contact`.
    pub step: &'static str,
    /// "Where should it go?"
    pub title: String,
    /// Where the form goes.
    pub action: String,
    /// What it sends unseen.
    pub hidden: Vec<(&'static str, &'a str)>,
    /// The review.
    pub back: String,
    /// The `name` of the choices.
    pub choice_name: &'static str,
    /// What to choose from; may be empty.
    pub choices: Vec<Choice>,
    /// The provider's form, below the choices of how to pay.
    pub new_method: Option<NewMethod>,
    /// Fields; shown below the choices.
    pub fields: Vec<Field>,
    /// What the button says.
    pub button: String,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
    /// Something to say first.
    pub notice: Option<Notice>,
}

/// The total, the seller, the policies, and the button that pays.
#[derive(Clone, Debug, Template)]
#[template(path = "buy/review.html", blocks = ["sheet"])]
pub struct Review<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Where closing leads without scripts.
    pub back: String,
    /// What is wrong with a quantity.
    pub errors: Vec<FormError>,
    /// A gift: nothing is bought.
    pub is_gift: bool,
    /// What is bought.
    pub lines: Vec<Line>,
    /// Where a changed quantity goes; empty when it cannot be changed.
    pub quantity_action: String,
    /// Delivery, arrival, payment, contact.
    pub rows: Vec<ReviewRow>,
    /// Subtotal, shipping, tax, total.
    pub sums: Vec<Sum>,
    /// The total alone, above the button.
    pub total: String,
    /// The button.
    pub pay: Pay,
    /// What the law wants beside the button, returns, undo: sentences.
    pub law: Vec<String>,
    /// The seller's terms and privacy.
    pub policies: Vec<Link>,
    /// That the price changed, that the card was declined; said first and read out.
    pub notice: Option<Notice>,
}

impl Review<'_> {
    fn heading(&self) -> &str {
        self.p.w.text(if self.is_gift { "donate-review-title" } else { "review-title" })
    }

    /// Stands where there is no picture.
    fn sign(&self) -> &'static str {
        if self.is_gift { "heart" } else { "box" }
    }
}

/// A line of the review.
#[derive(Clone, Debug)]
pub struct ReviewRow {
    /// "Delivery to".
    pub label: String,
    /// "12 rue des Lilas, 35000 Rennes".
    pub value: String,
    /// The step that changes it; empty when it cannot be changed.
    pub change: String,
}

/// The button that pays.
#[derive(Clone, Debug)]
pub struct Pay {
    /// Where the form goes.
    pub action: String,
    /// The key under which a second tap finds the first order.
    pub key: String,
    /// What the buyer saw, as the server wrote it; compared, never trusted.
    pub seen: String,
    /// "Pay 29,80 €", or the words of the country.
    pub label: String,
    /// Cannot be pressed now, and why; empty when it can.
    pub refused: String,
}

/// The bank asks. The sandbox shows its own page in place; other providers bring theirs.
#[derive(Clone, Debug, Template)]
#[template(path = "buy/challenge.html", blocks = ["sheet"])]
pub struct Challenge<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Where the answer goes.
    pub action: String,
    /// The review.
    pub back: String,
    /// Where the bank asks.
    pub bank: Bank,
    /// Where the buyer comes back to.
    pub returned: String,
    /// The bank's name.
    pub bank_name: String,
    /// "Confirm the payment of 29,80 € to Atelier Nord, …".
    pub text: String,
    /// The total.
    pub total: String,
    /// To whom.
    pub merchant: String,
    /// The code; in test mode its hint says which.
    pub code: Option<Field>,
    /// What is wrong with it.
    pub errors: Vec<FormError>,
    /// The key of the payment.
    pub key: String,
}

/// The bank asks once before a method pays several shops. Nothing is ordered yet.
#[derive(Clone, Debug, Template)]
#[template(path = "buy/asked_first.html", blocks = ["sheet"])]
pub struct AskedFirst<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Where the paying tap goes again.
    pub action: String,
    /// The review.
    pub back: String,
    /// "Confirm your card once, …".
    pub text: String,
    /// Each shop with what it will be paid.
    pub shops: Vec<(String, String)>,
    /// What the provider's script is given.
    pub secret: String,
    /// The prices the buyer saw, as the review wrote them.
    pub seen: String,
}

/// The answer of the bank was lost or takes long: we ask until we know.
#[derive(Clone, Debug, Template)]
#[template(path = "buy/pending.html", blocks = ["sheet"])]
pub struct Pending<'a> {
    /// The frame; its `refresh_s` reloads without scripts.
    pub p: &'a Page,
    /// This state's own address, which is asked again.
    pub href: String,
    /// Seconds until it is asked again.
    pub every_s: u32,
    /// "29,80 €".
    pub total: String,
    /// To whom.
    pub merchant: String,
    /// The order's page, should the reader not want to wait.
    pub order_href: String,
}

/// Certainty: it is ordered.
#[derive(Clone, Debug, Template)]
#[template(path = "buy/placed.html", blocks = ["sheet"])]
pub struct Placed<'a> {
    /// The frame.
    pub p: &'a Page,
    /// "BL-7K3Q-92".
    pub number: String,
    /// "29,80 €".
    pub total: String,
    /// Who sells.
    pub merchant: String,
    /// What is bought.
    pub lines: Vec<Line>,
    /// It had been placed before: a reload, a second tap. One sentence, or empty.
    pub already: String,
    /// The time to undo, while it runs.
    pub undo: Option<Undo>,
    /// Afterwards: whether the shop has it.
    pub passing: Option<Passing>,
    /// What happens next: icon, sentence, detail, where it leads (may be empty).
    pub next: Vec<NextStep>,
    /// A gift that rounds the purchase up, where the shop asks for one.
    pub round_up: Option<RoundUp>,
    /// The order's page, for guests with its secret.
    pub order_href: String,
    /// Back to reading.
    pub back: String,
    /// Where a guest keeps the details by choosing a password; empty for those signed in.
    pub keep_href: String,
}

/// A gift that rounds a purchase up.
#[derive(Clone, Debug)]
pub struct RoundUp {
    /// Where it begins.
    pub action: String,
    /// "Round up to €26.00".
    pub title: String,
    /// Who gets how much for what.
    pub text: String,
    /// "Give €0.70".
    pub button: String,
}

/// The time to undo.
#[derive(Clone, Debug)]
pub struct Undo {
    /// Where undoing goes.
    pub action: String,
    /// Which order: a purchase of several shops has several.
    pub order: String,
    /// Where to ask how it went on once the time is over; empty for the page itself.
    pub url: String,
    /// How many seconds are left.
    pub seconds: i64,
    /// When it began, RFC 3339.
    pub from: String,
    /// When it ends, RFC 3339.
    pub until: String,
    /// Before what is left: "Can be undone for ".
    pub before: String,
    /// What is left now: "1 min 24 s".
    pub left: String,
    /// After it; may be empty.
    pub after: String,
    /// "until 14:32:10", which stays true without scripts.
    pub until_words: String,
    /// What stands there afterwards.
    pub over: String,
    /// How much of the ring is gone, 0–100.
    pub gone_percent: u32,
}

/// An order after the time to undo: on its way to the shop, or there.
#[derive(Clone, Debug)]
pub struct Passing {
    /// Which order.
    pub order: String,
    /// Where to ask again; empty for the page itself.
    pub url: String,
    /// One sentence.
    pub text: String,
    /// Not settled yet: ask again.
    pub again: bool,
}

/// One of the things that happen next.
#[derive(Clone, Debug)]
pub struct NextStep {
    /// Icon.
    pub icon: &'static str,
    /// The sentence.
    pub text: String,
    /// More; may be empty.
    pub detail: String,
    /// Where it leads; may be empty.
    pub href: String,
}

/// It ended without an order: declined for good, expired, sold out, undone. One sentence, one way on.
#[derive(Clone, Debug, Template)]
#[template(path = "buy/ended.html", blocks = ["sheet"])]
pub struct Ended<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Which end; decides the sign.
    pub sign: EndSign,
    /// "This checkout has expired".
    pub title: String,
    /// "Nothing was charged …".
    pub text: String,
    /// More sentences; may be empty.
    pub details: Vec<String>,
    /// The one way on.
    pub action: Link,
    /// The action opens in the sheet.
    pub in_sheet: bool,
    /// Back to reading.
    pub back: String,
    /// The page of the order that ended; empty where there never was one.
    pub order_href: String,
}

/// How an end looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndSign {
    /// Something went wrong.
    Failed,
    /// Time is over, or the goods are gone.
    Late,
    /// The buyer took it back.
    Undone,
}

impl EndSign {
    const fn class(self) -> &'static str {
        match self {
            Self::Failed => "bad",
            Self::Late => "warn",
            Self::Undone => "idle",
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Failed => "close",
            Self::Late => "clock",
            Self::Undone => "undo",
        }
    }
}
