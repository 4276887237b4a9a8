//! A shop that is paid by a restricted key of its owner's: directly, on its own account, in nobody else's name.

use app::checkout::{Part, Start, Wanted};
use app::payees::{KeyError, Leave};
use domain::access::{Actor, MerchantAct, Role};
use domain::ids::OrderId;
use domain::order::OrderState;
use domain::payee::{KEY_GONE, Way, by_own_key};
use domain::place::Refusal;
use http::StatusCode;
use jiff::SignedDuration;
use serde_json::Value;
use store::Read;
use testkit::house::{On, Shop, details, pay_with};
use twins::stripe::{Paper, Request, What};

use super::town::Town;

/// All that Buyline needs, in Stripe's words.
pub const ALL: [&str; 10] = [
    "accounts_kyc_basic_read",
    "payment_intent_write",
    "charge_write",
    "customer_write",
    "payment_method_write",
    "dispute_write",
    "payout_read",
    "balance_transaction_source_read",
    "event_read",
    "webhook_write",
];
pub const PUBLISHABLE: &str = "pk_test_atelier";
/// The account's own secret key, which stays with its owner.
const OWNER: &str = "sk_test_atelier";

impl Town {
    /// The owner makes a restricted key at Stripe.
    pub fn make_key(&self, key: &str, permissions: &[&str]) -> String {
        self.twin.with(|twin, now_ms| twin.restrict(now_ms, key, OWNER, permissions))
    }

    pub async fn bring(&self, key: &str) -> Result<(), KeyError> {
        let permit = self.owner(&self.ours, MerchantAct::EditPayee);
        app::payees::bring_key(&self.ctx, &permit, PUBLISHABLE, key, Leave::Sure).await
    }

    /// What the account's owner sees at Stripe.
    pub fn at_stripe(&self, path: &str) -> Value {
        let request = Request::new("GET", path, OWNER);
        self.twin.call(&request).unwrap().body
    }

    pub fn webhooks(&self) -> Vec<String> {
        let all = self.at_stripe("/v1/webhook_endpoints?limit=100");
        all["data"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    }

    /// The secrets that events of the shop's own account are believed by.
    async fn secrets(&self) -> Vec<String> {
        let merchant = self.ours.merchant;
        let sealed = self.ctx.db().read(move |conn| store::payees::sealed_secrets(conn, merchant)).await;
        let (_, sealed) = sealed.unwrap().unwrap();
        let opened = self.ctx.sealer().open(&format!("webhook of {merchant}"), &sealed).unwrap();
        opened.reveal().split(' ').map(str::to_owned).collect()
    }

    pub async fn buy(&self, shop: &Shop) -> OrderId {
        let view = shop.tap(&self.ctx, &[(0, 1)]).await;
        let paid = pay_with(&self.ctx, &view, "pm_card_visa").await;
        let Part::Placed(order) = paid[0].1 else { panic!("{paid:?}") };
        order
    }

    pub async fn state(&self, order: OrderId) -> OrderState {
        let merchant = self.ours.merchant;
        let found = self.ctx.db().read(move |conn| store::orders::find(conn, merchant, order)).await;
        found.unwrap().unwrap().state
    }

    pub async fn pass(&self, span: SignedDuration) {
        self.house.clock.advance(span);
        self.twin.set_clock(self.ctx.now().as_millisecond(), true);
        self.drain().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_pays_its_shop_directly_and_lies_sealed() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let account = town.make_key("rk_test_first", &ALL);
        town.ctx.tuning().set_fee_basis_points(500);
        town.bring("rk_test_first").await.unwrap();
        let known = town.account(&town.ours).await.unwrap();
        assert_eq!((known.account.as_str(), known.way), (by_own_key(&account).as_str(), Way::Key));
        assert!(known.standing.charges_enabled && known.last4 == "irst", "{known:?}");

        // Typed into the form that was given the shop's own publishable key.
        let card = town.twin.with(|twin, now_ms| {
            let token = twin.tokenize(now_ms, PUBLISHABLE, None, &Paper::card("4242424242424242")).unwrap();
            token["id"].as_str().unwrap().to_owned()
        });
        let view = town.ours.tap(&town.ctx, &[(0, 1)]).await;
        let paid = pay_with(&town.ctx, &view, &card).await;
        let Part::Placed(order) = paid[0].1 else { panic!("{on:?} {paid:?}") };
        town.pass(SignedDuration::from_mins(10)).await;
        assert_eq!(town.state(order).await, OrderState::Confirmed);
        let money = town.owner(&town.ours, MerchantAct::ReturnMoney);
        app::orders::cancel(&town.ctx, &money, order, "").await.unwrap();
        town.drain().await;
        town.twin.with(|twin, now_ms| {
            let charges = twin.charges();
            let moved: Vec<_> =
                charges.iter().map(|it| (it.account.as_str(), it.captured, it.refunded)).collect();
            assert_eq!(moved, [(account.as_str(), 2_490, 2_490)], "{on:?}");
            let platform = twin.account_of(now_ms, "sk_test_market");
            assert!(!twin.totals(&platform).contains_key("eur"), "the operator keeps nothing of it");
            assert!(twin.log().iter().all(|call| call.account == account), "no call in the operator's name");
        });
        assert_eq!(town.at_stripe("/v1/application_fees")["data"].as_array().unwrap().len(), 0);
        let hook = town.at_stripe("/v1/webhook_endpoints")["data"][0].clone();
        assert_eq!(hook["url"], format!("https://buyline.test/hooks/stripe/{}", town.ours.merchant));
        assert_eq!(hook["api_version"], connectors::stripe::VERSION);

        let (sealed, secrets) = town
            .ctx
            .db()
            .read(|conn| {
                conn.one("the key", "SELECT sealed_key, sealed_secret FROM payees", &[], |row| {
                    Ok((row.bytes(0)?, row.bytes(1)?))
                })
            })
            .await
            .unwrap();
        let shows = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
        assert!(!shows(&sealed, "rk_test") && !shows(&secrets, "whsec_"), "{on:?}: nothing can be read");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_the_account_are_believed_by_its_own_secrets_alone() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let account = town.make_key("rk_test_first", &ALL);
        town.bring("rk_test_first").await.unwrap();
        let first = town.secrets().await;
        let own = format!("/hooks/stripe/{}", town.ours.merchant);
        let body = |id: &str| {
            serde_json::json!({
                "id": id, "object": "event", "type": "account.updated", "livemode": false,
                "data": { "object": { "object": "account", "id": account } },
            })
            .to_string()
        };
        let now = town.ctx.now().as_second();
        let signed = |body: &str, secret: &str| {
            format!("t={now},v1={}", connectors::stripe::sign(secret, now, body.as_bytes()))
        };
        town.capability(&account, "inactive");
        let event = body("evt_1");
        for (path, secret, expected) in [
            (own.as_str(), "whsec_connect", StatusCode::BAD_REQUEST),
            ("/hooks/stripe", first[0].as_str(), StatusCode::BAD_REQUEST),
            (&format!("/hooks/stripe/{}", town.theirs.merchant), &first[0], StatusCode::SERVICE_UNAVAILABLE),
            ("/hooks/stripe/nobody", &first[0], StatusCode::NOT_FOUND),
            (&format!("/hooks/other/{}", town.ours.merchant), &first[0], StatusCode::NOT_FOUND),
        ] {
            assert_eq!(town.deliver(path, event.clone(), &signed(&event, secret)).await, expected, "{path}");
        }
        town.drain().await;
        assert!(town.account(&town.ours).await.unwrap().standing.charges_enabled, "nothing was believed");
        assert_eq!(town.deliver(&own, event.clone(), &signed(&event, &first[0])).await, StatusCode::OK);
        town.drain().await;
        assert!(!town.account(&town.ours).await.unwrap().standing.charges_enabled, "{on:?}");

        // The key is replaced: both secrets for what is on its way, and one webhook.
        town.capability(&account, "active");
        town.make_key("rk_test_second", &ALL);
        let old = town.webhooks();
        town.bring("rk_test_second").await.unwrap();
        let secrets = town.secrets().await;
        assert!(secrets.len() == 2 && secrets[1] == first[0], "{on:?}");
        assert!(town.webhooks().len() == 1 && town.webhooks() != old, "{on:?}");
        for (id, secret) in [("evt_2", &secrets[0]), ("evt_3", &secrets[1])] {
            let event = body(id);
            assert_eq!(town.deliver(&own, event.clone(), &signed(&event, secret)).await, StatusCode::OK);
        }
        // The first once more: what Stripe answered to it a day long is a webhook that is gone.
        town.bring("rk_test_first").await.unwrap();
        assert_eq!(town.webhooks().len(), 1, "{on:?}");
        let secrets = town.secrets().await;
        assert!(secrets.len() == 2 && !secrets.contains(&first[0]), "{on:?}: two, and the oldest is gone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_key_closes_the_shop_and_loses_no_money_on_its_way() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        town.make_key("rk_test_first", &ALL);
        town.bring("rk_test_first").await.unwrap();
        let nora = town.member(&town.ours, "nora", Role::Owner).await;
        let held = town.buy(&town.ours).await;
        let view = town.ours.tap(&town.ctx, &[(0, 1)]).await;
        town.twin.with(|twin, _| twin.revoke("rk_test_first"));
        let paid = pay_with(&town.ctx, &view, "pm_card_visa").await;
        assert_eq!(
            paid[0].1,
            Part::Refused(Refusal::MerchantClosed),
            "{on:?}: not the card, not the provider"
        );
        assert_eq!(town.account(&town.ours).await.unwrap().standing.disabled_reason, KEY_GONE);
        let page = town.see(nora, &format!("/studio/{}/settings/payments", town.ours.merchant)).await;
        assert!(page.html.contains("Stripe does not take your key any more"), "{}", page.html);
        assert!(page.html.contains("Replace the key") && page.html.contains("rk_…irst"), "{}", page.html);
        town.pass(SignedDuration::from_mins(10)).await;
        let mails = app::mails::newest(&town.ctx, None).await.unwrap();
        let told = mails.iter().filter(|mail| mail.subject.starts_with("Buyers cannot pay")).count();
        assert_eq!((told, town.state(held).await), (1, OrderState::Placed), "{on:?}: what is held waits");

        town.make_key("rk_test_second", &ALL);
        town.bring("rk_test_second").await.unwrap();
        town.pass(SignedDuration::from_hours(2)).await;
        assert_eq!(town.state(held).await, OrderState::Confirmed, "{on:?}: taken by the new key");
        town.buy(&town.ours).await;
        // A permission taken away later closes the shop, too, and says which.
        town.make_key("rk_test_second", &ALL[..9]);
        let permit = town.owner(&town.ours, MerchantAct::EditPayee);
        app::payees::look(&town.ctx, &permit).await.unwrap();
        let page = town.see(nora, &format!("/studio/{}/settings/payments", town.ours.merchant)).await;
        assert!(page.html.contains("<li dir=\"auto\">Webhook Endpoints, write</li>"), "{}", page.html);
        town.make_key("rk_test_second", &ALL);
        app::payees::look(&town.ctx, &permit).await.unwrap();
        town.buy(&town.ours).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_let_go_with_its_webhook_and_nothing_is_asked_without_it() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        town.make_key("rk_test_first", &ALL);
        town.bring("rk_test_first").await.unwrap();
        let order = town.buy(&town.ours).await;
        let permit = town.owner(&town.ours, MerchantAct::EditPayee);
        let refused = app::payees::disconnect(&town.ctx, &permit).await;
        assert!(matches!(refused, Err(app::payees::ConnectError::OnTheWay(1))), "{on:?} {refused:?}");
        // Neither may another account take its place while money is out of reach without the old key.
        town.twin.with(|twin, now_ms| twin.restrict(now_ms, "rk_test_other", "sk_test_elsewhere", &ALL));
        let refused = town.bring("rk_test_other").await;
        assert!(
            matches!(refused, Err(KeyError::Connect(app::payees::ConnectError::OnTheWay(1)))),
            "{on:?} {refused:?}"
        );
        let hooks = Request::new("GET", "/v1/webhook_endpoints", "sk_test_elsewhere");
        let hooks = town.twin.call(&hooks).unwrap().body;
        assert_eq!(hooks["data"].as_array().unwrap().len(), 0, "{on:?}: nothing was begun there");
        town.pass(SignedDuration::from_mins(10)).await;
        let swept = app::payments::sweep_due(&town.ctx).await.unwrap();
        assert!(swept.events > 0, "{on:?}: its events are looked through by its key: {swept:?}");
        app::payees::disconnect(&town.ctx, &permit).await.unwrap();
        assert_eq!((town.account(&town.ours).await, town.webhooks().len()), (None, 0), "{on:?}");
        let calls = town.twin.with(|twin, _| twin.log().len());
        town.house.clock.advance(SignedDuration::from_hours(1));
        app::payments::sweep_due(&town.ctx).await.unwrap();
        town.twin.with(|twin, now_ms| {
            let platform = twin.account_of(now_ms, "sk_test_market");
            assert!(twin.log()[calls..].iter().all(|call| call.account == platform), "{on:?}");
        });
        assert_eq!(town.state(order).await, OrderState::Confirmed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_with_a_key_of_its_own_is_bought_from_by_itself() {
    let town = Town::sqlite().await;
    town.make_key("rk_test_first", &ALL);
    town.bring("rk_test_first").await.unwrap();
    town.connect(&town.theirs).await;
    let wanted = |shop: &Shop| Wanted {
        offer: shop.goods[0].offer,
        variant: None,
        quantity: 1.try_into().unwrap(),
        post: None,
    };
    let start = Start {
        items: vec![wanted(&town.ours), wanted(&town.theirs)],
        cart: None,
        locale: "en".to_owned(),
        country: None,
        currency: None,
        back: String::new(),
    };
    let actor = Actor::Anonymous;
    let started = app::checkout::start(&town.ctx, &actor, start).await.unwrap();
    let opened = app::checkout::open_by_link(&town.ctx, &actor, started.purchase, &started.token).await;
    let mut view = opened.unwrap();
    app::checkout::set_details(&town.ctx, &mut view, details()).await.unwrap();
    let ours = view.parts.iter().find(|part| part.checkout.merchant == town.ours.merchant).unwrap();
    let ours = ours.checkout.id;
    let obstacles = app::checkout::obstacles(&town.ctx, &view).await.unwrap();
    assert_eq!(obstacles, [(ours, Refusal::PaidAlone)]);
    let page = town.see(town.ours.account, &format!("/checkout/{}/{}", view.purchase.id, view.token)).await;
    assert!(page.html.contains("Cannot be paid with the rest"), "{}", page.html);
    let paid = pay_with(&town.ctx, &view, "pm_card_visa").await;
    for (id, part) in &paid {
        match *id == ours {
            true => assert_eq!(*part, Part::Refused(Refusal::PaidAlone)),
            false => assert!(matches!(part, Part::Placed(_)), "{part:?}"),
        }
    }
    assert_eq!(town.twin.with(|twin, _| twin.charges().len()), 1, "nothing was charged for it");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_in_the_browser_is_given_the_shops_own_key_and_no_account() {
    let town = Town::sqlite().await;
    let account = town.make_key("rk_test_first", &ALL);
    town.bring("rk_test_first").await.unwrap();
    let theirs = town.connect(&town.theirs).await;
    for (shop, told, not) in [
        (&town.ours, format!("data-key=\"{PUBLISHABLE}\""), "data-account".to_owned()),
        (&town.theirs, format!("data-account=\"{theirs}\""), "data-key".to_owned()),
    ] {
        let view = shop.tap(&town.ctx, &[(0, 1)]).await;
        let link = format!("/checkout/{}/{}/change/payment", view.purchase.id, view.token);
        let page = town.see(town.ours.account, &link).await;
        assert!(page.html.contains(&told) && !page.html.contains(&not), "{}", page.html);
        assert!(!page.html.contains(&account), "{}", page.html);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_answers_of_payments_by_a_key_take_and_give_back_once() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        town.make_key("rk_test_first", &ALL);
        town.bring("rk_test_first").await.unwrap();
        let faults = [
            What::LostBefore,
            What::LostAfter,
            What::Stored500 { acted: true },
            What::Stored500 { acted: false },
            What::InFlight,
            What::TooMany,
        ];
        for what in faults {
            town.fault("PaymentIntents_create", what);
            let view = town.ours.tap(&town.ctx, &[(0, 1)]).await;
            pay_with(&town.ctx, &view, "pm_card_visa").await;
        }
        for what in [What::LostAfter, What::Stored500 { acted: true }, What::TooMany] {
            town.fault("PaymentIntents_capture", what);
        }
        for _ in 0..12 {
            town.pass(SignedDuration::from_mins(30)).await;
        }
        let merchant = town.ours.merchant;
        let orders = town
            .ctx
            .db()
            .read(move |conn| {
                conn.rows(
                    "SELECT id, state FROM orders WHERE merchant_id = $1 ORDER BY id",
                    &[store::Param::id(merchant)],
                    |row| Ok((row.id::<OrderId>(0)?, row.text(1)?)),
                )
            })
            .await
            .unwrap();
        let confirmed: Vec<OrderId> =
            orders.iter().filter(|(_, state)| state == "confirmed").map(|(order, _)| *order).collect();
        assert!(orders.iter().all(|(_, state)| ["confirmed", "canceled"].contains(&state.as_str())));
        let captured = |town: &Town| {
            let charges = town.twin.with(|twin, _| twin.charges());
            let taken = charges.iter().filter(|it| it.captured > 0);
            (taken.clone().count(), taken.map(|it| it.captured - it.refunded).sum::<i64>())
        };
        let taken = i64::try_from(confirmed.len()).unwrap();
        assert!(taken >= 2, "{on:?} {orders:?}");
        assert_eq!(captured(&town), (confirmed.len(), taken * 2_490), "{on:?}: each once, and no other");
        let money = town.owner(&town.ours, MerchantAct::ReturnMoney);
        for (order, what) in confirmed.iter().zip([What::LostAfter, What::LostBefore]) {
            town.fault("Refunds_create", what);
            app::orders::cancel(&town.ctx, &money, *order, "").await.unwrap();
            town.pass(SignedDuration::from_hours(1)).await;
        }
        for _ in 0..3 {
            town.pass(SignedDuration::from_hours(1)).await;
        }
        assert_eq!(captured(&town), (confirmed.len(), (taken - 2) * 2_490), "{on:?}");
        let (address, now) = (town.house.address(), town.ctx.now().as_microsecond());
        let report = tokio::task::spawn_blocking(move || audit::run_at(&address, None, now)).await;
        let report = report.unwrap().unwrap();
        assert!(report.is_clean(), "{report}");
    }
}
