//! Nonprofits and campaigns, written straight through the store's queries: a test about giving need not apply first.

use app::Ctx;
use app::checkout::MethodChoice;
use app::donations::{self, Begin, Change, DonationView, Give, Given};
use domain::access::{Actor, Permit, Person};
use domain::donation::asked::Answers;
use domain::ids::{AccountId, CampaignId, NonprofitId};
use domain::money::{Currency, Money};
use domain::nonprofit::NonprofitProfile;
use domain::nonprofit::campaign::Campaign;
use domain::nonprofit::registry::{Registry, RegistryNumber};
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct, NonprofitRole};
use domain::nonprofit::state::NonprofitState;
use domain::view::people::AccountKind;
use store::nonprofits::Decided;

/// A verified nonprofit in France with one open campaign in euros.
#[derive(Debug, Clone, Copy)]
pub struct Charity {
    /// Its id.
    pub nonprofit: NonprofitId,
    /// The account it posts as.
    pub account: AccountId,
    /// A person who is its owner.
    pub owner: AccountId,
    /// What it asks in.
    pub currency: Currency,
    /// What it asks for: a goal of 5,000 euros; 10, 25 or 50 euros; the purposes "Boats" and "Training".
    pub campaign: CampaignId,
}

impl Charity {
    /// Somebody who is there in `role`.
    #[must_use]
    pub fn staff(&self, role: NonprofitRole) -> Actor {
        Actor::Person(Person {
            account: self.owner,
            staff_of: [].into(),
            nonprofits: [(self.nonprofit, role)].into(),
            operator: false,
        })
    }

    /// What its owner needs to do `act`.
    ///
    /// # Panics
    /// Never: an owner may do everything.
    #[must_use]
    pub fn may(&self, act: NonprofitAct) -> Permit<AtNonprofit> {
        let asked = AtNonprofit { nonprofit: self.nonprofit, act };
        self.staff(NonprofitRole::Owner).may(asked).expect("an owner may do everything")
    }

    /// A guest taps Donate on so many cents and says who they are.
    ///
    /// # Panics
    /// When it is not taken.
    pub async fn begin(&self, ctx: &Ctx, cents: i64) -> DonationView {
        let actor = Actor::Anonymous;
        let begun = donations::begin(ctx, &actor, self.wish(cents)).await.expect("the campaign is open");
        let mut view =
            donations::open_by_link(ctx, &actor, begun.donation, &begun.token).await.expect("just begun");
        let change = donor(view.donation.amount);
        donations::change(ctx, &mut view, change).await.expect("complete details");
        view
    }

    /// Tap one, for so many cents.
    #[must_use]
    pub fn wish(&self, cents: i64) -> Begin {
        Begin {
            campaign: self.campaign,
            amount: Money::new(cents, self.currency),
            designation: String::new(),
            post: None,
            locale: "en".to_owned(),
            back: String::new(),
        }
    }
}

/// What the donor of every test types.
#[must_use]
pub fn donor(amount: Money) -> Change {
    Change {
        amount,
        cover: false,
        designation: String::new(),
        email: "camille@example.com".to_owned(),
        name: "Camille R.".to_owned(),
        address: String::new(),
        hide_name: false,
        hide_amount: false,
        contact_opt_in: false,
        tribute: None,
        answers: Answers::default(),
        gift_aid: None,
        tag: "en",
    }
}

/// Gives what the view shows with a test card.
///
/// # Panics
/// When nothing could be tried at all.
pub async fn give_with(ctx: &Ctx, view: &DonationView, card: &str) -> Given {
    let method = MethodChoice::New { token: card.to_owned(), remember: false };
    let give = Give {
        method,
        seen: view.donation.total(),
        from_day: view.later().and_then(|pledge| pledge.starts_on),
        return_url: "https://buyline.test/back".to_owned(),
        from: None,
    };
    donations::give(ctx, view, give).await.expect("the payment can be tried")
}

/// Where a nonprofit is.
#[derive(Debug, Clone, Copy)]
pub struct Home {
    /// Its country's code.
    pub country: &'static str,
    /// What it asks in.
    pub currency: Currency,
    /// Its register.
    pub registry: Registry,
    /// What its number there begins with; the rest makes it its own.
    pub number: &'static str,
    /// How many digits follow.
    pub digits: usize,
}

/// Where a nonprofit of a test is: in France.
pub const HOME: Home =
    Home { country: "FR", currency: Currency::EUR, registry: Registry::FrRna, number: "W", digits: 9 };

/// Opens a verified nonprofit with its campaign.
///
/// # Panics
/// When the database does not take it.
pub async fn open_charity(ctx: &Ctx, home: Home) -> Charity {
    let charity = Charity {
        nonprofit: ctx.id(),
        account: ctx.id(),
        owner: ctx.id(),
        currency: home.currency,
        campaign: ctx.id(),
    };
    let now = ctx.now();
    ctx.db()
        .write("open_charity", move |tx| {
            let faces = [
                (charity.account, AccountKind::Charity, "Sauveteurs du Port"),
                (charity.owner, AccountKind::Person, "Anne Le Goff"),
            ];
            for (id, kind, name) in faces {
                let handle = format!("face{}", id.0);
                let face = store::accounts::NewAccount {
                    id,
                    email: Some(format!("{handle}@example.com")),
                    handle,
                    display_name: name.to_owned(),
                    kind,
                    password_hash: None,
                    locale: "en".to_owned(),
                    operator: false,
                    created_at: now,
                };
                store::accounts::insert(tx, &face)?;
            }
            let id = charity.nonprofit;
            store::nonprofits::insert(tx, id, charity.account, &profile(id, home), now)?;
            store::nonprofits::put_staff(tx, id, charity.owner, NonprofitRole::Owner, now)?;
            store::nonprofits::set_consent(tx, id, ("nonprofits/consent", "consent.pdf"), now)?;
            let decided =
                Decided { state: NonprofitState::Verified, reason: "", by: None, in_standing: true };
            store::nonprofits::decide(tx, id, NonprofitState::Applied, decided, now)?;
            store::campaigns::insert(tx, &campaign(&charity), now)
        })
        .await
        .expect("a fresh database takes a nonprofit");
    charity
}

fn profile(id: NonprofitId, home: Home) -> NonprofitProfile {
    // Each has a number of its own; digits that need no check here.
    let own = format!("{:09}", id.0.unsigned_abs() % 1_000_000_000);
    let number = format!("{}{}", home.number, &own[9 - home.digits..]);
    NonprofitProfile {
        legal_name: "Association des sauveteurs du port".to_owned(),
        mission: "Boats and people for those in trouble at sea.".to_owned(),
        contact_email: "bonjour@sauveteurs.example".to_owned(),
        postal_address: "1 quai du Port\n29900 Concarneau".to_owned(),
        country: home.country.parse().expect("a country's code"),
        currency: home.currency,
        time_zone: jiff::tz::TimeZone::UTC,
        number: RegistryNumber::parse(home.registry, &number).expect("a number of the register's form"),
    }
}

fn campaign(charity: &Charity) -> Campaign {
    let whole = |units: i64| Money::new(units * 100, charity.currency);
    Campaign {
        id: charity.campaign,
        nonprofit: charity.nonprofit,
        title: "A new boat".to_owned(),
        story: "The old one is forty.".to_owned(),
        open: true,
        currency: charity.currency,
        goal: Some(whole(5_000)),
        presets: vec![whole(10), whole(25), whole(50)],
        designations: vec!["Boats".to_owned(), "Training".to_owned()],
        image: None,
        starts_at: None,
        ends_at: None,
        more: Vec::new(),
        raised: Money::zero(charity.currency),
        gifts: 0,
    }
}
