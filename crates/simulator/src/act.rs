//! What people and workers do: the application's own use cases, called as its pages and workers call them.

use std::sync::Arc;
use std::time::Duration;

use app::checkout::{self, MethodChoice, Part, Pay, PayError, PurchaseView, Start, Wanted};
use app::orders::{self, Parcel, UndoError};
use app::{Ctx, DbError};
use domain::access::{Actor, AtMerchant, MerchantAct, OwnOrder, Permit, Person, Role};
use domain::ids::{OfferId, OrderId, PurchaseId};
use domain::money::{Currency, Money};
use domain::order::RefundWish;
use domain::quantity::Quantity;
use parking_lot::Mutex;
use testkit::house::{Charity, Shop, details};
use twins::stripe::Paper;

use crate::give::{Donor, GiftAct};
use crate::life::PUBLISHABLE_KEY;
use crate::line::Shared;

/// What buyers pay with, by the number they type or the way they choose.
pub(crate) const PAPERS: [&str; 12] = [
    "4242424242424242",
    "4242424242424242",
    "4242424242424242",
    "4242424242424242",
    "5555555555554444",
    // Declined, in two ways.
    "4000000000000002",
    "4000000000009995",
    // Asks for its holder; the second is declined when that is done.
    "4000000000003220",
    "4000008400001629",
    // A bank's page, and charged at once.
    "ideal",
    "bancontact",
    // A page of its own, and held.
    "klarna",
];

/// A buyer, as far as a buyer remembers: what stands on the open pages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Buyer {
    pub(crate) purchase: Option<(PurchaseId, String)>,
    /// The page as it was loaded last.
    pub(crate) page: Option<PurchaseView>,
    /// Orders of this purchase that this buyer was told are placed.
    pub(crate) placed: Vec<OrderId>,
    /// All that this buyer was ever told so.
    pub(crate) promised: Vec<OrderId>,
    /// Where the bank waits.
    pub(crate) bank: Option<String>,
}

/// One thing somebody does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    /// Taps Buy on so many of these offers.
    Tap(Vec<(OfferId, u32)>),
    /// Pays with this; from a page that was loaded before, or a fresh one; and has so much patience.
    Pay { paper: &'static str, stale: bool, patience: Duration },
    /// Answers the bank.
    Bank { agrees: bool },
    /// Comes back from the bank to the page.
    Return,
    /// Undoes the last order.
    Undo,
    /// Staff cancels an order.
    Cancel(OrderId),
    /// Staff gives money back, an amount or all; the same form may be sent twice.
    Refund { order: OrderId, amount: Option<i64>, form: u64 },
    /// Staff ships what is left.
    Ship(OrderId),
    /// Something about a gift.
    Gift(GiftAct),
    /// A worker does all that is due.
    Work,
    /// A worker looks for what was left lying.
    Upkeep,
    /// The provider brings the events that are due, in this order of chance; some are lost on the way.
    Post,
}

/// Who does it, and what they may touch.
#[derive(Clone)]
pub(crate) struct Hand {
    pub(crate) ctx: Ctx,
    pub(crate) shared: Arc<Shared>,
    pub(crate) shop: Arc<Shop>,
    pub(crate) charity: Charity,
    /// The buyer, for what buyers do.
    pub(crate) buyer: Arc<Mutex<Buyer>>,
    /// The same person, where they give.
    pub(crate) donor: Arc<Mutex<Donor>>,
    pub(crate) name: usize,
}

impl Hand {
    pub(crate) async fn act(&self, act: Act) {
        let told = match &act {
            Act::Tap(wanted) => self.tap(wanted).await,
            Act::Pay { paper, stale, patience } => self.pay(paper, *stale, *patience).await,
            Act::Bank { agrees } => {
                let place = self.buyer.lock().bank.take();
                self.answer_bank(place, *agrees)
            }
            Act::Return => self.come_back().await,
            Act::Undo => self.undo().await,
            Act::Cancel(order) => self.cancel(*order).await,
            Act::Refund { order, amount, form } => self.refund(*order, *amount, *form).await,
            Act::Ship(order) => self.ship(*order).await,
            Act::Gift(act) => self.act_on_gift(act).await,
            Act::Work => match app::jobs::drain(&self.ctx).await {
                Ok(done) => format!("{done} jobs"),
                Err(error) => error.to_string(),
            },
            Act::Upkeep => self.upkeep().await,
            Act::Post => self.post().await,
        };
        if ["0 jobs", "0 events"].contains(&told.as_str()) {
            return;
        }
        let who = match &act {
            Act::Tap(_) | Act::Pay { .. } | Act::Bank { .. } | Act::Return | Act::Undo => {
                format!("buyer {}", self.name)
            }
            Act::Gift(act) if act.is_donors() => format!("donor {}", self.name),
            Act::Cancel(_) | Act::Refund { .. } | Act::Ship(_) | Act::Gift(_) => "staff".to_owned(),
            Act::Work | Act::Upkeep => "worker".to_owned(),
            Act::Post => "provider".to_owned(),
        };
        self.shared.note(&format!("{who} {act:?}: {told}"));
    }

    async fn tap(&self, wanted: &[(OfferId, u32)]) -> String {
        let items = wanted.iter().map(|(offer, quantity)| Wanted {
            offer: *offer,
            variant: None,
            quantity: Quantity::try_from(i64::from(*quantity)).expect("a quantity in range"),
            post: None,
        });
        let start = Start {
            items: items.collect(),
            cart: None,
            locale: "en".to_owned(),
            country: None,
            currency: None,
            back: String::new(),
        };
        let started = match checkout::start(&self.ctx, &Actor::Anonymous, start).await {
            Ok(started) => started,
            Err(error) => return error.to_string(),
        };
        {
            let mut buyer = self.buyer.lock();
            let promised = std::mem::take(&mut buyer.promised);
            let purchase = Some((started.purchase, started.token));
            *buyer = Buyer { purchase, promised, ..Buyer::default() };
        }
        let Some(mut view) = self.load().await else { return "not shown".to_owned() };
        // Everyone has an address of their own: limits per buyer are not what is tried here.
        let mut told = details();
        told.email = format!("buyer{}@example.com", self.name);
        let done = checkout::set_details(&self.ctx, &mut view, told).await;
        self.buyer.lock().page = Some(view);
        format!("{:?}", done.map_err(|error| error.to_string()))
    }

    /// The buyer loads the page of the purchase.
    async fn load(&self) -> Option<PurchaseView> {
        let (purchase, token) = self.buyer.lock().purchase.clone()?;
        let view = checkout::open_by_link(&self.ctx, &Actor::Anonymous, purchase, &token).await.ok()?;
        self.buyer.lock().page = Some(view.clone());
        Some(view)
    }

    async fn pay(&self, paper: &str, stale: bool, patience: Duration) -> String {
        let known = self.buyer.lock().page.clone().filter(|_| stale);
        let Some(view) = (if known.is_some() { known } else { self.load().await }) else {
            return "no page".to_owned();
        };
        let token = match self.type_into_form(paper) {
            Ok(token) => token,
            Err(refused) => return refused,
        };
        let seen = view.parts.iter().filter_map(|part| {
            part.checkout.agreed.as_ref().map(|agreed| (part.checkout.id, agreed.fingerprint))
        });
        let pay = Pay {
            method: MethodChoice::New { token, remember: false },
            seen: seen.collect(),
            return_url: "https://buyline.test/back".to_owned(),
        };
        let Ok(answer) = tokio::time::timeout(patience, checkout::pay(&self.ctx, &view, pay)).await else {
            return "hung up".to_owned();
        };
        match answer {
            Ok(parts) => {
                let mut buyer = self.buyer.lock();
                for (_, part) in &parts {
                    match part {
                        Part::Placed(order) if !buyer.placed.contains(order) => {
                            buyer.placed.push(*order);
                            buyer.promised.push(*order);
                        }
                        Part::Action { url, .. } | Part::Asked { url } => buyer.bank = Some(url.clone()),
                        Part::Placed(_)
                        | Part::Checking(_)
                        | Part::Declined(_)
                        | Part::Refused(_)
                        | Part::ProviderDown => {}
                    }
                }
                let told: Vec<String> = parts.iter().map(|(_, part)| format!("{part:?}")).collect();
                told.join(" ")
            }
            Err(error) => {
                // A database that refuses is ours to prevent; one that is gone with its process is not.
                if matches!(&error, PayError::Db(cause) if !matches!(cause, DbError::Closed)) {
                    self.shared.wrong.lock().push(format!("buyer {} was told: {error}", self.name));
                }
                error.to_string()
            }
        }
    }

    /// What the provider's form on a page makes of what is typed into it, or its refusal.
    pub(crate) fn type_into_form(&self, paper: &str) -> Result<String, String> {
        let typed = if paper.starts_with(|first: char| first.is_ascii_digit()) {
            Paper::card(paper)
        } else {
            Paper::of(paper)
        };
        let now_ms = self.shared.clock.world_ms();
        let made = self.shared.twin.lock().tokenize(now_ms, PUBLISHABLE_KEY, None, &typed);
        match made {
            Ok(token) => Ok(token["id"].as_str().unwrap_or_default().to_owned()),
            Err(refusal) => Err(format!("the form refused: {}", refusal.message)),
        }
    }

    pub(crate) fn answer_bank(&self, place: Option<String>, agrees: bool) -> String {
        let Some(place) = place else { return "no bank waits".to_owned() };
        let secret = place.split_once("client_secret=").map_or(place.as_str(), |(_, secret)| secret);
        let secret = secret.split('&').next().unwrap_or(secret);
        let answered = self.shared.twin.lock().challenge(self.shared.clock.world_ms(), secret, agrees);
        match answered {
            Ok(intent) => intent["status"].as_str().unwrap_or_default().to_owned(),
            Err(refusal) => refusal.message.to_string(),
        }
    }

    async fn come_back(&self) -> String {
        let Some(view) = self.load().await else { return "no page".to_owned() };
        match checkout::returned(&self.ctx, &view).await {
            Ok(()) => "back".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    async fn undo(&self) -> String {
        let (purchase, order) = {
            let buyer = self.buyer.lock();
            match (&buyer.purchase, buyer.placed.last()) {
                (Some((purchase, _)), Some(order)) => (*purchase, *order),
                _ => return "nothing to undo".to_owned(),
            }
        };
        let own = OwnOrder { order, purchase, account: None };
        let permit = Actor::Guest(purchase).may(own).expect("a guest owns what the guest bought");
        match orders::undo(&self.ctx, &permit, self.shop.merchant).await {
            Ok(()) => "undone".to_owned(),
            Err(UndoError::Underway) => "under way".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    fn staff(&self, act: MerchantAct) -> Permit<AtMerchant> {
        let staff_of = [(self.shop.merchant, Role::Owner)].into();
        let owner = Actor::Person(Person {
            account: self.shop.account,
            staff_of,
            nonprofits: [].into(),
            operator: false,
        });
        owner.may(AtMerchant { merchant: self.shop.merchant, act }).expect("an owner may")
    }

    async fn cancel(&self, order: OrderId) -> String {
        let may = self.staff(MerchantAct::ReturnMoney);
        format!("{:?}", orders::cancel(&self.ctx, &may, order, "").await.map_err(|error| error.to_string()))
    }

    async fn refund(&self, order: OrderId, amount: Option<i64>, form: u64) -> String {
        let may = self.staff(MerchantAct::ReturnMoney);
        let wish = RefundWish {
            amount: amount.map(|minor| Money::new(minor, Currency::EUR)),
            ..RefundWish::default()
        };
        let key = format!("form-{form}");
        let done = orders::refund(&self.ctx, &may, order, wish, "", key, [0; 32]).await;
        format!("{:?}", done.map_err(|error| error.to_string()))
    }

    async fn ship(&self, order: OrderId) -> String {
        let may = self.staff(MerchantAct::FulfillOrders);
        let parcel = Parcel { tell_buyer: true, ..Parcel::default() };
        let done = orders::fulfill(&self.ctx, &may, order, parcel).await;
        format!("{:?}", done.map(|it| it.lines.len()).map_err(|error| error.to_string()))
    }

    async fn upkeep(&self) -> String {
        app::upkeep::tidy(&self.ctx).await;
        "tidied".to_owned()
    }

    async fn post(&self) -> String {
        let mut due = {
            let mut twin = self.shared.twin.lock();
            twin.due(self.shared.clock.world_ms())
        };
        let count = due.len();
        self.shared.roll(|dice, _| dice.shuffle(&mut due));
        for delivery in due {
            let lost = self.shared.roll(|dice, weather| dice.happens(weather.events / 2));
            if lost {
                self.shared.note(&format!("event {} {} -> lost", delivery.kind, delivery.attempt));
                self.shared.twin.lock().delivered(self.shared.clock.world_ms(), delivery.id, None);
                continue;
            }
            self.shared.bring(&self.ctx, delivery).await;
        }
        format!("{count} events")
    }
}
