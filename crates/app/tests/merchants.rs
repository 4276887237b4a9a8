//! A shop from its sign-up to its first offer, who may do what there, and what stops it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use app::catalog::offers::{OfferError, Terms};
use app::catalog::products::{ProductError, ProductForm, Shelf, VariantForm};
use app::catalog::stock::StockSet;
use app::merchants::sign_up::{OpenShop, OpenShopError, OpenShopProblem, open_shop};
use app::merchants::staff::StaffError;
use app::merchants::trust::{Decision, TrustError};
use app::settings::ServerSettings;
use app::switches::SwitchError;
use domain::access::{Actor, AsAccount, AtMerchant, MerchantAct, Permit, Person, Role, RunServer, Scope};
use domain::catalog::draft::DraftStatus;
use domain::ids::{AccountId, MerchantId};
use domain::merchant::{MerchantState, Missing};
use domain::money::{Currency, Money};
use domain::shipping::{ShippingRate, ShippingRateKind, ShippingTable, ShippingZone, ZoneArea};
use domain::tax::TaxClass;
use domain::view::staff::Switch;
use store::staff_actions;
use testkit::house::{House, On, person};

fn actor(account: AccountId, staff_of: &[(MerchantId, Role)]) -> Actor {
    Actor::Person(Person { account, staff_of: staff_of.into(), nonprofits: [].into(), operator: false })
}

fn at(merchant: MerchantId, act: MerchantAct) -> Permit<AtMerchant> {
    Actor::System.may(AtMerchant { merchant, act }).unwrap()
}

fn operator() -> Permit<RunServer> {
    Actor::System.may(RunServer).unwrap()
}

fn form(handle: &str) -> OpenShop {
    OpenShop {
        handle: handle.to_owned(),
        display_name: "Lumen".to_owned(),
        legal_name: "Lumen SARL".to_owned(),
        contact_email: "hello@lumen.example".to_owned(),
        postal_address: "1 rue du Lac\n74000 Annecy".to_owned(),
        country: "FR".parse().unwrap(),
        currency: Currency::EUR,
    }
}

async fn open(house: &House, owner: AccountId, handle: &str) -> Result<MerchantId, OpenShopError> {
    let permit = actor(owner, &[]).may(AsAccount(owner)).unwrap();
    open_shop(&house.ctx, &permit, form(handle)).await
}

fn lamp() -> ProductForm {
    ProductForm {
        title: "Lamp <script>".to_owned(),
        description: Some("<p>Warm</p><img src=x onerror=alert(1)>".to_owned()),
        brand: String::new(),
        product_type: String::new(),
        tags: vec!["light".to_owned()],
        option_names: vec!["Colour".to_owned()],
        status: DraftStatus::Active,
        variants: vec![variant("Navy", 4_990), variant("Sand", 4_990)],
    }
}

fn variant(colour: &str, price: i64) -> VariantForm {
    VariantForm {
        id: None,
        options: vec![colour.to_owned()],
        sku: String::new(),
        barcode: String::new(),
        price: Money::new(price, Currency::EUR),
        compare_at: None,
        more_prices: None,
        tax_class: TaxClass::Standard,
        weight_grams: 900,
        requires_shipping: true,
        units: Shelf::Units(3),
    }
}

fn shipping(house: &House) -> ShippingTable {
    ShippingTable::new(vec![ShippingZone {
        id: house.ctx.id(),
        name: "France".to_owned(),
        area: ZoneArea::Countries(vec!["FR".parse().unwrap()]),
        rates: vec![ShippingRate {
            id: house.ctx.id(),
            name: "Parcel".to_owned(),
            kind: ShippingRateKind::FreeAbove {
                threshold: Money::new(5_000, Currency::EUR),
                otherwise: Money::new(490, Currency::EUR),
            },
            days_min: 1,
            days_max: 3,
        }],
    }])
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_with_everything_is_live_without_the_operator() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let ctx = &house.ctx;
        let settings = ServerSettings { self_serve_merchants: true, ..ServerSettings::default() };
        app::settings::change(ctx, &operator(), settings.clone()).await.unwrap();
        assert_eq!(app::settings::load(ctx).await.unwrap(), settings);
        let owner = person(&house.ctx, "camille").await;
        let shop = open(&house, owner, "lumen").await.unwrap();
        assert!(
            matches!(open(&house, owner, "lumen").await, Err(OpenShopError::Problems(all)) if all == [OpenShopProblem::HandleTaken])
        );
        assert!(
            matches!(open(&house, owner, "l").await, Err(OpenShopError::Problems(all)) if matches!(all[..], [OpenShopProblem::Handle(_)]))
        );

        let product =
            app::catalog::products::create(ctx, &at(shop, MerchantAct::EditCatalog), lamp()).await.unwrap();
        let offer =
            app::catalog::offers::make(ctx, &at(shop, MerchantAct::Post), product, Terms::default()).await;
        assert!(matches!(offer, Err(OfferError::NotVerified(MerchantState::New))));
        let lacks = app::merchants::trust::lacks(ctx, shop).await.unwrap();
        assert_eq!(lacks, [Missing::Shipping, Missing::ReturnsPolicy]);

        let edit = at(shop, MerchantAct::EditSettings);
        app::merchants::rates::change_shipping(ctx, &edit, shipping(&house)).await.unwrap();
        let found = app::merchants::find(ctx, shop).await.unwrap().unwrap();
        let mut profile = found.profile.clone();
        profile.policies.returns_text = "Thirty days.".to_owned();
        profile.policies.returns_days = Some(30);
        app::merchants::profile::change(ctx, &edit, "Lumen Annecy", profile).await.unwrap();
        let live = app::merchants::find_by_handle(ctx, "@lumen").await.unwrap().unwrap();
        assert_eq!((live.state, live.display_name.as_str()), (MerchantState::Verified, "Lumen Annecy"));
        assert!(live.pricing_version > found.pricing_version);

        let post = at(shop, MerchantAct::Post);
        let offer = app::catalog::offers::make(ctx, &post, product, Terms::default()).await.unwrap();
        let again = app::catalog::offers::make(ctx, &post, product, Terms::default()).await.unwrap();
        assert_eq!(offer, again, "a plain offer is made once");
        let seen = app::catalog::offer_goods(ctx, offer).await.unwrap().unwrap();
        assert_eq!(seen.goods.product.title, "Lamp <script>");
        assert_eq!(seen.goods.product.description_html, "<p>Warm</p>");
        let pricing = app::merchants::pricing(ctx, shop).await.unwrap().unwrap();
        assert_eq!(pricing.shipping.zones().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_edited_and_keeps_the_stock_that_nobody_touched() {
    let house = House::sqlite();
    let ctx = &house.ctx;
    let owner = person(&house.ctx, "camille").await;
    let shop = open(&house, owner, "lumen").await.unwrap();
    let may = at(shop, MerchantAct::EditCatalog);
    let product = app::catalog::products::create(ctx, &may, lamp()).await.unwrap();
    let before = app::catalog::goods(ctx, shop, product).await.unwrap().unwrap();
    let set = app::catalog::stock::set(ctx, &may, before.variants[0].id, Some(9)).await.unwrap();
    assert_eq!(set, StockSet::AsAsked);

    let mut form = lamp();
    form.variants[0].id = Some(before.variants[0].id);
    form.variants[0].units = Shelf::Units(9);
    form.variants[0].price = Money::new(5_990, Currency::EUR);
    form.variants.pop();
    app::catalog::products::edit(ctx, &may, product, form).await.unwrap();
    let after = app::catalog::goods(ctx, shop, product).await.unwrap().unwrap();
    assert_eq!(after.variants.len(), 1, "what is not in the form is no longer sold");
    assert_eq!(after.variants[0].price.price.amount, 5_990);
    assert_eq!(after.variants[0].stock.available(), Some(9));

    let twins = ProductForm { variants: vec![variant("Navy", 1), variant("Navy", 2)], ..lamp() };
    let refused = app::catalog::products::create(ctx, &may, twins).await;
    assert!(matches!(refused, Err(ProductError::Options { variant: 2 })));
    let mut dollars = lamp();
    dollars.variants[1].price = Money::new(1, Currency::USD);
    let refused = app::catalog::products::create(ctx, &may, dollars).await;
    assert!(matches!(refused, Err(ProductError::Price { variant: 2 })));
    let untitled = ProductForm { title: "  ".to_owned(), ..lamp() };
    assert!(matches!(app::catalog::products::create(ctx, &may, untitled).await, Err(ProductError::NoTitle)));

    let foreign = open(&house, owner, "other").await.unwrap();
    let elsewhere = at(foreign, MerchantAct::EditCatalog);
    let refused = app::catalog::products::edit(ctx, &elsewhere, product, lamp()).await;
    assert!(matches!(refused, Err(ProductError::Unknown)));
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_join_by_a_link_once_and_a_shop_keeps_an_owner() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let ctx = &house.ctx;
        let (owner, helper) = (person(&house.ctx, "camille").await, person(&house.ctx, "noor").await);
        let shop = open(&house, owner, "lumen").await.unwrap();
        let owner_may = actor(owner, &[(shop, Role::Owner)])
            .may(AtMerchant { merchant: shop, act: MerchantAct::EditStaff })
            .unwrap();
        let invited =
            app::merchants::staff::invite(ctx, &owner_may, "Noor@example.org", Role::Support).await.unwrap();
        let offered = app::merchants::staff::look_at(ctx, &invited.token).await.unwrap().unwrap();
        assert_eq!(
            (offered.merchant, offered.role, offered.email.as_str()),
            (shop, Role::Support, "noor@example.org")
        );
        let stranger = person(&house.ctx, "otto").await;
        for other in [stranger, owner] {
            let other_may = actor(other, &[]).may(AsAccount(other)).unwrap();
            let refused = app::merchants::staff::accept(ctx, &other_may, &invited.token).await;
            assert!(matches!(refused, Err(StaffError::NotInvited)));
        }
        let joins = actor(helper, &[]).may(AsAccount(helper)).unwrap();
        assert_eq!(app::merchants::staff::accept(ctx, &joins, &invited.token).await.unwrap(), shop);
        let twice = app::merchants::staff::accept(ctx, &joins, &invited.token).await;
        assert!(matches!(twice, Err(StaffError::InvitationGone)));

        let (staff, waiting) = app::merchants::staff::list(ctx, &owner_may).await.unwrap();
        let roles: Vec<_> = staff.iter().map(|member| (member.account, member.role)).collect();
        assert_eq!(roles, [(owner, Role::Owner), (helper, Role::Support)]);
        assert!(waiting.is_empty());
        let refused = app::merchants::staff::set_role(ctx, &owner_may, owner, Role::Manager).await;
        assert!(matches!(refused, Err(StaffError::LastOwner)));
        assert!(matches!(
            app::merchants::staff::remove(ctx, &owner_may, owner).await,
            Err(StaffError::LastOwner)
        ));
        app::merchants::staff::set_role(ctx, &owner_may, helper, Role::Owner).await.unwrap();
        app::merchants::staff::remove(ctx, &owner_may, owner).await.unwrap();

        let log = app::staff_log::of_merchant(ctx, &at(shop, MerchantAct::ViewAuditLog), None).await.unwrap();
        let lines: Vec<_> =
            log.lines.iter().map(|line| (line.actor.as_str(), line.action.as_str())).collect();
        assert_eq!(
            lines,
            [
                ("camille", "staff.remove"),
                ("camille", "staff.role"),
                ("noor", "staff.join"),
                ("camille", "staff.invite"),
                ("camille", "merchant.open"),
            ]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_opens_what_its_scopes_say_until_it_is_revoked() {
    let house = House::sqlite();
    let ctx = &house.ctx;
    let owner = person(&house.ctx, "camille").await;
    let shop = open(&house, owner, "lumen").await.unwrap();
    let may = actor(owner, &[(shop, Role::Owner)])
        .may(AtMerchant { merchant: shop, act: MerchantAct::EditStaff })
        .unwrap();
    let (key, secret) =
        app::merchants::keys::make(ctx, &may, "till", vec![Scope::CatalogRead], true).await.unwrap();
    assert!(secret.starts_with("blk_test_"));
    let holder = app::merchants::keys::holder(ctx, &secret).await.unwrap().unwrap();
    assert!(holder.is_test);
    assert!(holder.actor.may(AtMerchant { merchant: shop, act: MerchantAct::ViewCatalog }).is_ok());
    assert!(holder.actor.may(AtMerchant { merchant: shop, act: MerchantAct::EditCatalog }).is_err());
    assert!(app::merchants::keys::revoke(ctx, &may, key.id).await.unwrap());
    assert_eq!(app::merchants::keys::holder(ctx, &secret).await.unwrap(), None);
    assert_eq!(app::merchants::keys::holder(ctx, "blk_live_00").await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_limits_suspends_and_throws_switches() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let ctx = &house.ctx;
        let owner = person(&house.ctx, "camille").await;
        let shop = open(&house, owner, "lumen").await.unwrap();
        let runs = operator();
        let decide = |decision| app::merchants::trust::decide(ctx, &runs, shop, decision);
        decide(Decision::Verify).await.unwrap();
        assert!(matches!(
            decide(Decision::Suspend { reason: " ".to_owned() }).await,
            Err(TrustError::NoReason)
        ));
        decide(Decision::Limit { orders_per_day_max: 5, reason: "New here".to_owned() }).await.unwrap();
        let found = app::merchants::find(ctx, shop).await.unwrap().unwrap();
        assert_eq!((found.state, found.orders_per_day_max), (MerchantState::Limited, Some(5)));
        assert!(found.state.sells() && !found.state.may_attach_cards());
        let listed =
            app::merchants::trust::list(ctx, &runs, Some(MerchantState::Limited), None).await.unwrap();
        assert_eq!(listed.len(), 1);
        let unknown = app::merchants::trust::decide(ctx, &runs, MerchantId(1), Decision::Verify).await;
        assert!(matches!(unknown, Err(TrustError::Unknown)));

        let stopping = || app::switches::stopping(ctx, shop, None);
        assert_eq!(stopping().await.unwrap(), None);
        let throw = |switch, reason| app::switches::throw(ctx, &runs, switch, reason);
        assert!(matches!(throw(Switch::Server, "").await, Err(SwitchError::NoReason)));
        assert!(matches!(throw(Switch::Merchant(MerchantId(1)), "x").await, Err(SwitchError::Unknown)));
        throw(Switch::Merchant(shop), "Complaints").await.unwrap();
        assert_eq!(stopping().await.unwrap(), Some(Switch::Merchant(shop)));
        throw(Switch::Server, "Maintenance").await.unwrap();
        assert_eq!(stopping().await.unwrap(), Some(Switch::Server));
        assert!(app::switches::lift(ctx, &runs, Switch::Server).await.unwrap());
        assert!(!app::switches::lift(ctx, &runs, Switch::Server).await.unwrap());
        assert_eq!(app::switches::list(ctx, &runs).await.unwrap().len(), 1);

        let log = ctx
            .db()
            .read(move |conn| staff_actions::list(conn, staff_actions::SERVER, None, None, 50))
            .await
            .unwrap();
        let actions: Vec<_> = log.iter().map(|line| line.action.as_str()).collect();
        assert_eq!(
            actions,
            ["switch.lift", "switch.throw", "switch.throw", "merchant.limit", "merchant.verify"]
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_begins_and_ends_by_itself() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let ctx = &house.ctx;
        let shop = house.shop(&[]).await;
        let start = ctx.now();
        let window = format!(
            "{}/{}",
            start + jiff::SignedDuration::from_hours(1),
            start + jiff::SignedDuration::from_hours(2)
        );
        let text = format!(
            "id,title,description,link,image_link,price,sale_price,sale_price_effective_date,availability\n\
             m1,Mug,Good,https://a.example/1,https://a.example/1.jpg,12 EUR,9 EUR,{window},in_stock\n"
        );
        let open =
            || Ok(Box::new(std::io::Cursor::new(text.clone().into_bytes())) as Box<dyn std::io::Read + Send>);
        let may = at(shop.merchant, MerchantAct::EditCatalog);
        let report = app::imports::import_file(ctx, &may, "feed.csv", open, app::imports::FileMode::Write)
            .await
            .unwrap();
        assert_eq!((report.counts.created, report.counts.refused), (1, 0), "{report:?}");
        let merchant = shop.merchant;
        let price = async || {
            let goods = app::catalog::shop(ctx, merchant, 5).await.unwrap();
            let price = goods[0].variants[0].price;
            (price.price.amount, price.compare_at.map(|money| money.amount))
        };
        assert_eq!((app::catalog::sales::turn(ctx).await.unwrap(), price().await), (0, (1_200, None)));
        house.clock.advance(jiff::SignedDuration::from_mins(61));
        assert_eq!((app::catalog::sales::turn(ctx).await.unwrap(), price().await), (1, (900, Some(1_200))));
        house.clock.advance(jiff::SignedDuration::from_mins(60));
        assert_eq!((app::catalog::sales::turn(ctx).await.unwrap(), price().await), (1, (1_200, None)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_are_told_what_the_operator_decides_each_in_their_language_and_nobody_else() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let ctx = &house.ctx;
        let owner = person(&house.ctx, "camille").await;
        let shop = open(&house, owner, "lumen").await.unwrap();
        let (second, manager, now) =
            (person(&house.ctx, "ines").await, person(&house.ctx, "noor").await, ctx.now());
        let placed = ctx.db().write("place", move |tx| {
            store::staff::put(tx, shop, second, Role::Owner, now)?;
            store::staff::put(tx, shop, manager, Role::Manager, now)?;
            tx.execute("UPDATE accounts SET locale = 'fr' WHERE id = $1", &[second.0.into()])
        });
        placed.await.unwrap();
        let runs = operator();
        let decide = |decision| app::merchants::trust::decide(ctx, &runs, shop, decision);
        let limit = Decision::Limit { orders_per_day_max: 5, reason: "New <here>".to_owned() };
        let told = async || {
            house.drain().await;
            let mut mails = app::mails::newest(ctx, None).await.unwrap();
            mails.sort_by(|one, other| one.recipient.cmp(&other.recipient));
            let cleared = ctx.db().write("clear", |tx| tx.execute("DELETE FROM mails", &[]));
            cleared.await.unwrap();
            mails
        };
        let cases = [
            (Decision::Verify, "Your shop is verified", "Votre boutique est vérifiée"),
            (limit.clone(), "Lumen is limited", "Lumen est limitée"),
            (
                Decision::Suspend { reason: "Complaints".to_owned() },
                "Lumen is suspended",
                "Lumen est suspendue",
            ),
            (Decision::Verify, "Lumen can sell again", "Lumen peut de nouveau vendre"),
        ];
        for (decision, en, fr) in cases {
            decide(decision.clone()).await.unwrap();
            let mails = told().await;
            let found: Vec<_> =
                mails.iter().map(|mail| (mail.recipient.as_str(), mail.subject.as_str())).collect();
            assert_eq!(found, [("camille@example.org", en), ("ines@example.org", fr)]);
            for (mail, reason) in
                mails.iter().zip(["The operator’s reason: ", "Raison donnée par l’opérateur"])
            {
                assert_eq!(mail.text.contains(reason), decision != Decision::Verify, "{}", mail.text);
                assert!(mail.text.contains(&format!("/studio/{shop}")) && !mail.html.contains("<here>"));
            }
            if decision == limit {
                assert!(
                    mails[0].text.contains("at most 5 orders a day")
                        && mails[0].html.contains("New &#60;here")
                );
            }
        }
        decide(Decision::Verify).await.unwrap();
        assert!(told().await.is_empty(), "what changes nothing tells nobody");
    }
}
