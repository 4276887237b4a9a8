//! Two shops with everything a shop has, buyers with orders, staff in every role: what callers are tried on.

use app::accounts::sign_in_as;
use app::checkout::{self, Part, PurchaseView, Start, Wanted};
use app::limits::Rates;
use app::pledges::Wish;
use app::posts::{Attach, Publish, Report, publish, report};
use app::{imports, merchants, orders, sunsets};
use axum::body::Body;
use buyline_web::{Web, WebConfig};
use domain::access::{Actor, AtMerchant, MerchantAct, Permit, Person, Role, RunServer, Scope};
use domain::donation::interval::Interval;
use domain::ids::{
    AccountId, AddressId, ConnectionId, DisputeId, DonationId, FulfillmentId, ImportId, JobId, KeyId,
    MethodId, OrderId, PayoutId, PledgeId, PostId, PurchaseId, ReportId, RequestId, SessionId, SunsetId,
    WebhookDeliveryId, WebhookId,
};
use domain::order::{FulfillmentLine, RequestKind};
use domain::quantity::Quantity;
use domain::sunset::Audience;
use domain::sunset::calendar::Days;
use domain::view::people::AccountKind;
use futures_util::StreamExt;
use http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};
use store::Param;
use store::accounts::NewAccount;
use testkit::house::{
    Charity, Elsewhere, Endpoints, Goods, House, MovableClock, On, Plan, Shop, details, give_with, pay_with,
};
use tower::ServiceExt;

use crate::beside::{inquiry, listen, payout};

pub const BASE: &str = "http://shop.test";
const BOWL: Goods = Goods { title: "Bowl", price: 2_000, units: Some(500) };

/// A visitor of the test: what their browser carries.
#[derive(Clone)]
pub struct Browser {
    pub cookie: String,
    pub csrf: String,
}

/// A purchase that became an order.
pub struct Bought {
    pub purchase: PurchaseId,
    pub token: String,
    pub order: OrderId,
}

/// All that belongs to one merchant.
pub struct Side {
    pub shop: Shop,
    /// A guest's order, confirmed, half of it shipped.
    pub sold: Bought,
    pub parcel: FulfillmentId,
    pub request: RequestId,
    pub dispute: DisputeId,
    pub payout: PayoutId,
    pub import: ImportId,
    pub key: KeyId,
    /// A key with every scope.
    pub secret: String,
    pub job: JobId,
    /// What a program of the shop's was told, and that program's endpoint.
    pub webhook: WebhookId,
    pub delivery: WebhookDeliveryId,
    /// Its owner's account, and somebody else's on its staff.
    pub owner: AccountId,
    pub member: AccountId,
}

pub struct Town {
    pub house: House,
    pub router: axum::Router,
    pub ours: Side,
    pub theirs: Side,
    /// A buyer and what they bought, still in its undo window.
    pub buyer: AccountId,
    pub bought: Bought,
    /// Somebody who bought nothing.
    pub other: AccountId,
    /// An account that others follow, block and mute.
    pub crowd: AccountId,
    /// A purchase that is not paid yet.
    pub open: (PurchaseId, String),
    /// A verified nonprofit, and a guest's gift to it that is not paid yet, with the secret of its link.
    pub charity: Charity,
    pub gift: (DonationId, String),
    /// A guest's gift that comes again every month, with the secret of its link.
    pub pledge: (PledgeId, String),
    /// A session of the buyer's that no browser of the test uses.
    pub session: SessionId,
    pub report: ReportId,
    /// The end of something, of which people were told.
    pub sunset: SunsetId,
}

impl Town {
    /// An endpoint of the shop's: its own, or another when that was removed.
    pub async fn webhook(&self, side: &Side) -> WebhookId {
        let sees = permit(&side.shop, MerchantAct::ViewWebhooks);
        let known = app::webhooks::list(&self.house.ctx, &sees).await.unwrap();
        match known.iter().find(|(hook, _)| hook.id == side.webhook).or(known.first()) {
            Some((hook, _)) => hook.id,
            None => listen(&self.house, &side.shop).await,
        }
    }

    /// A shop elsewhere that the shop is connected with.
    pub async fn connection(&self, side: &Side) -> ConnectionId {
        let sees = permit(&side.shop, MerchantAct::ViewWebhooks);
        let known = app::connections::list(&self.house.ctx, &sees).await.unwrap();
        match known.iter().find(|(it, _)| it.state != domain::connection::ConnectionState::Closed) {
            Some((connection, _)) => connection.id,
            None => crate::beside::connect(&self.house, &side.shop).await,
        }
    }

    /// Both shops have a program that is asked for quotes, though it is never on: its part of an address.
    pub async fn quotes(&self) -> String {
        for side in [&self.ours, &self.theirs] {
            crate::beside::asked(&self.house, &side.shop).await;
        }
        "quotes".to_owned()
    }

    pub async fn new() -> Self {
        let clock = std::sync::Arc::new(MovableClock::default());
        let platforms: Vec<std::sync::Arc<dyn app::ports::Platform>> = vec![Elsewhere::new(clock.clone(), 1)];
        let plan = Plan {
            rates: Rates::OFF,
            tell: Some(Endpoints::new()),
            clock: Some(clock),
            platforms,
            ..Plan::default()
        };
        let house = House::planned(On::Sqlite, plan).expect("SQLite is always there");
        let ours = side(&house, "ours").await;
        let theirs = side(&house, "theirs").await;
        let buyer = account(&house, "buyer", false).await;
        let other = account(&house, "other", false).await;
        let crowd = account(&house, "crowd", false).await;
        let person = Actor::Person(Person {
            account: buyer,
            staff_of: [].into(),
            nonprofits: [].into(),
            operator: false,
        });
        let bought = buy(&house, &ours.shop, &person, 1).await;
        let open = begin(&house, &ours.shop, &Actor::Anonymous, 1).await;
        let open = (open.purchase.id, open.token);
        let charity = house.charity().await;
        let gift = charity.begin(&house.ctx, 2_500).await;
        let gift = (gift.donation.id, gift.token);
        let pledge = promised(&house, &charity).await;
        let session = sign_in_as(&house.ctx, buyer, "").await.unwrap();
        let session = house
            .ctx
            .db()
            .read(move |conn| {
                let hash = app::accounts::sessions::hash_of(&session.token);
                store::sessions::signed_in(conn, &hash, jiff::Timestamp::UNIX_EPOCH)
            })
            .await
            .unwrap()
            .unwrap()
            .session;
        let sunset = ending(&house).await;
        let config = WebConfig {
            base_url: BASE.to_owned(),
            server_name: "Test".to_owned(),
            demo: false,
            test_mode: true,
            trusted_proxies: Vec::new(),
        };
        let router = buyline_web::router(Web::new(house.ctx.clone(), config));
        let mut town = Self {
            house,
            router,
            ours,
            theirs,
            buyer,
            bought,
            other,
            crowd,
            open,
            charity,
            gift,
            pledge,
            session,
            report: ReportId(0),
            sunset,
        };
        town.report = town.reported().await;
        town
    }

    /// What `side` calls a product that its program has pushed.
    pub async fn pushed(&self, side: &Side) -> String {
        let price = domain::money::Money::new(500, domain::money::Currency::EUR);
        let name = format!("pushed-{}", side.shop.merchant);
        let variant = app::channel::NewVariant {
            external_id: name.clone(),
            sku: String::new(),
            barcode: String::new(),
            options: Vec::new(),
            price,
            compare_at: None,
            prices: None,
            on_hand: Some(Some(1)),
            weight_grams: 0,
            requires_shipping: true,
            tax_class: String::new(),
            image_url: String::new(),
        };
        let product = app::channel::NewProduct {
            external_id: name.clone(),
            title: "Pushed".to_owned(),
            variants: vec![variant],
            ..app::channel::NewProduct::default()
        };
        let push = app::channel::ProductsPush { products: vec![Ok(product)], stock_at: None };
        let may = permit(&side.shop, MerchantAct::EditCatalog);
        app::channel::push_products(&self.house.ctx, &may, push).await.unwrap();
        name
    }

    /// A post of `side`'s that was just written.
    pub async fn post(&self, side: &Side) -> PostId {
        let post = Publish {
            text: "Bowls".to_owned(),
            attach: Some(Attach::Offer(side.shop.goods[0].offer)),
            ..Publish::default()
        };
        publish(&self.house.ctx, &owner(&side.shop), post).await.unwrap()
    }

    /// The number of an invitation to `side`'s staff that was just sent.
    pub async fn invitation(&self, side: &Side) -> i64 {
        let merchant = side.shop.merchant;
        let permit = owner(&side.shop).may(AtMerchant { merchant, act: MerchantAct::EditStaff }).unwrap();
        let invited = merchants::staff::invite(&self.house.ctx, &permit, "new@example.org", Role::Support);
        invited.await.unwrap().invitation.number
    }

    /// An address that the buyer just saved.
    pub async fn address(&self) -> AddressId {
        let (id, buyer, now) = (self.house.ctx.id(), self.buyer, self.house.ctx.now());
        let mut address = details().address.expect("whole details");
        address.line2 = format!("{id}");
        let keep = move |tx: &mut store::Tx<'_>| store::wallet::keep_address(tx, id, buyer, &address, now);
        self.house.ctx.db().write("keep_address", keep).await.unwrap();
        id
    }

    /// A card that the buyer just saved.
    pub async fn method(&self) -> MethodId {
        let (id, now) = (self.house.ctx.id(), self.house.ctx.now());
        let method = store::wallet::Method {
            id,
            account: self.buyer,
            provider: "sandbox".to_owned(),
            token: format!("{id}"),
            brand: "Visa".to_owned(),
            last4: "4242".to_owned(),
            expires: String::new(),
        };
        let keep = move |tx: &mut store::Tx<'_>| store::wallet::keep_method(tx, &method, now);
        self.house.ctx.db().write("keep_method", keep).await.unwrap();
        id
    }

    async fn reported(&self) -> ReportId {
        let post = self.post(&self.theirs).await;
        let other = Actor::Person(Person {
            account: self.other,
            staff_of: [].into(),
            nonprofits: [].into(),
            operator: false,
        });
        let reason = domain::view::posts::ReportReason::ALL[0];
        let told = Report { post, reason, comment: String::new() };
        report(&self.house.ctx, &other, told).await.unwrap();
        let operator = Actor::System.may(RunServer).unwrap();
        app::posts::open_reports(&self.house.ctx, &operator, None).await.unwrap()[0].id
    }

    pub async fn staff(&self, role: Role) -> AccountId {
        member(&self.house, &self.ours.shop, role.as_str(), role).await
    }

    pub async fn operator(&self) -> AccountId {
        account(&self.house, "runs-it", true).await
    }

    /// A browser that is signed in as `account`, or a stranger's.
    pub async fn browser(&self, account: Option<AccountId>) -> Browser {
        let mut cookie = String::new();
        if let Some(account) = account {
            let session = sign_in_as(&self.house.ctx, account, "").await.unwrap();
            let token: String = session.token.iter().map(|byte| format!("{byte:02x}")).collect();
            cookie = format!("buyline={token}");
        }
        let page = self.get("/explore", &cookie).await;
        if let Some(set) = page.headers().get(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            cookie = format!("{cookie}; {pair}");
        }
        let page = self.get("/sign-in", &cookie).await;
        let html = if page.status() == StatusCode::OK {
            text(page).await
        } else {
            text(self.get("/account/security", &cookie).await).await
        };
        let csrf = html.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        Browser { cookie, csrf }
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Response<Body> {
        self.send(request("GET", path, cookie).body(Body::empty()).unwrap()).await
    }

    /// Sends a form.
    pub async fn post_form(&self, path: &str, cookie: &str, form: String) -> Response<Body> {
        self.send(request("POST", path, cookie).body(Body::from(form)).unwrap()).await
    }

    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }
}

/// A guest begins to give every month.
async fn promised(house: &House, charity: &Charity) -> (PledgeId, String) {
    let first = charity.begin(&house.ctx, 1_000).await;
    let wish = Wish::each(Interval::Monthly);
    let gift = (charity.nonprofit, first.donation.id);
    app::pledges::promise(&house.ctx, gift, Some(wish)).await.unwrap();
    let first =
        app::donations::open_by_link(&house.ctx, &Actor::Anonymous, gift.1, &first.token).await.unwrap();
    give_with(&house.ctx, &first, "card_ok").await;
    let pledge = app::pledges::of_gift(&house.ctx, &first.donation).await.unwrap().unwrap();
    (pledge.id, app::pledges::link_token(&house.ctx, &pledge))
}

pub fn request(method: &str, path: &str, cookie: &str) -> http::request::Builder {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "shop.test")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    if !cookie.is_empty() {
        request = request.header(header::COOKIE, cookie);
    }
    request
}

pub async fn text(response: Response<Body>) -> String {
    String::from_utf8_lossy(&response.into_body().collect().await.unwrap().to_bytes()).into_owned()
}

pub fn owner(shop: &Shop) -> Actor {
    let staff_of = [(shop.merchant, Role::Owner)].into();
    Actor::Person(Person { account: shop.account, staff_of, nonprofits: [].into(), operator: false })
}

pub fn permit(shop: &Shop, act: MerchantAct) -> Permit<AtMerchant> {
    owner(shop).may(AtMerchant { merchant: shop.merchant, act }).unwrap()
}

async fn side(house: &House, name: &str) -> Side {
    let ctx = &house.ctx;
    let shop = house.shop(&[BOWL]).await;
    let webhook = listen(house, &shop).await;
    let sold = buy(house, &shop, &Actor::Anonymous, 2).await;
    house.clock.advance(SignedDuration::from_mins(5));
    house.drain().await;
    let sees = permit(&shop, MerchantAct::ViewWebhooks);
    let told = app::webhooks::deliveries(ctx, &sees, webhook, None).await.unwrap().unwrap();
    let delivery = told.deliveries[0].id;
    let found =
        orders::find(ctx, &permit(&shop, MerchantAct::ViewOrders), sold.order).await.unwrap().unwrap();
    let lines = vec![FulfillmentLine { line: found.order.lines[0].id, quantity: 1 }];
    let parcel = orders::Parcel { lines, ..orders::Parcel::default() };
    let ships = permit(&shop, MerchantAct::FulfillOrders);
    let parcel = orders::fulfill(ctx, &ships, sold.order, parcel).await.unwrap().id;
    let (_, own) = orders::open_by_link(ctx, sold.order, &sold.token).await.unwrap();
    let asked = orders::ask(ctx, &own, shop.merchant, RequestKind::Withdrawal, "").await.unwrap();
    let file = "id,title,price\nx1,Cup,9.00 EUR\n";
    let pieces = futures_util::stream::iter([Ok(file.into())]).boxed();
    let edits = permit(&shop, MerchantAct::EditCatalog);
    let import = imports::bring(ctx, &edits, "x.csv", pieces).await.unwrap();
    house.drain().await;
    let keys = permit(&shop, MerchantAct::EditStaff);
    let (key, secret) = merchants::keys::make(ctx, &keys, "All", Scope::ALL.to_vec(), false).await.unwrap();
    let (job, merchant, now) = (ctx.id::<JobId>(), shop.merchant, ctx.now());
    ctx.db()
        .write("dead_job", move |tx| {
            tx.execute(
                "INSERT INTO jobs (id, kind, merchant_id, state, run_at, tries, last_error, created_at)
                 VALUES ($1, 'import_preview', $2, 'dead', $3, 9, 'gone', $3)",
                &[Param::id(job), Param::id(merchant), now.into()],
            )
        })
        .await
        .unwrap();
    let dispute = inquiry(house, &shop, sold.order).await;
    let payout = payout(house, &shop).await;
    let owner = member(house, &shop, &format!("{name}-owner"), Role::Owner).await;
    let member = member(house, &shop, &format!("{name}-member"), Role::Analyst).await;
    Side {
        shop,
        sold,
        parcel,
        request: asked.id,
        dispute,
        payout,
        import,
        key: key.id,
        secret,
        job,
        webhook,
        delivery,
        owner,
        member,
    }
}

async fn begin(house: &House, shop: &Shop, actor: &Actor, quantity: i64) -> PurchaseView {
    let item = Wanted {
        offer: shop.goods[0].offer,
        variant: None,
        quantity: Quantity::try_from(quantity).unwrap(),
        post: None,
    };
    let start = Start {
        items: vec![item],
        cart: None,
        locale: "en".to_owned(),
        country: None,
        currency: None,
        back: String::new(),
    };
    let started = checkout::start(&house.ctx, actor, start).await.unwrap();
    let mut view = checkout::open_by_link(&house.ctx, actor, started.purchase, &started.token).await.unwrap();
    checkout::set_details(&house.ctx, &mut view, details()).await.unwrap();
    view
}

async fn buy(house: &House, shop: &Shop, actor: &Actor, quantity: i64) -> Bought {
    let view = begin(house, shop, actor, quantity).await;
    let outcome = pay_with(&house.ctx, &view, "card_ok").await;
    let Part::Placed(order) = outcome[0].1 else { panic!("not placed: {outcome:?}") };
    Bought { purchase: view.purchase.id, token: view.token, order }
}

async fn account(house: &House, handle: &str, operator: bool) -> AccountId {
    let account = NewAccount {
        id: house.ctx.id(),
        handle: handle.to_owned(),
        display_name: handle.to_owned(),
        kind: AccountKind::Person,
        email: Some(format!("{handle}@example.org")),
        password_hash: None,
        locale: "en".to_owned(),
        operator,
        created_at: house.ctx.now(),
    };
    let id = account.id;
    house.ctx.db().write("account", move |tx| store::accounts::insert(tx, &account)).await.unwrap();
    id
}

async fn member(house: &House, shop: &Shop, handle: &str, role: Role) -> AccountId {
    let id = account(house, handle, false).await;
    let (merchant, now) = (shop.merchant, house.ctx.now());
    house
        .ctx
        .db()
        .write("member", move |tx| {
            tx.execute(
                "INSERT INTO staff (merchant_id, account_id, role, created_at) VALUES ($1, $2, $3, $4)",
                &[Param::id(merchant), Param::id(id), role.as_str().into(), now.into()],
            )
        })
        .await
        .unwrap();
    id
}

/// Files come in no more from next month on, and people may read so.
async fn ending(house: &House) -> SunsetId {
    let today = house.ctx.now().to_zoned(TimeZone::UTC).date();
    let wish = sunsets::Wish {
        days: Days([0, 10, 31, 60, 120, 150].map(|number: i64| today.saturating_add(number.days()))),
        zone: TimeZone::UTC,
        successor: None,
        audience: Audience::Partners,
        reason: String::new(),
    };
    let permit = Actor::System.may(RunServer).unwrap();
    let id = sunsets::draft(
        &house.ctx,
        &permit,
        domain::sunset::Scope::Feature(domain::gate::Feature::Imports),
        wish,
        "It was decided",
    )
    .await
    .unwrap();
    sunsets::start(&house.ctx, &permit, (id, 1), "It begins").await.unwrap();
    id
}
