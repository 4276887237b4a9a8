//! Accounts whose owners took the access away: they can be left, nothing is promised that cannot be done, and all pages
//! say so. And what is told about accounts that nobody here has.

use app::orders::{CancelError, RefundError};
use connectors::stripe::sign;
use domain::access::{MerchantAct, Role};
use domain::ids::OrderId;
use domain::money::Money;
use domain::order::{OrderState, RefundRefusal, RefundWish};
use http::StatusCode;
use jiff::SignedDuration;
use serde_json::json;
use store::Read;
use testkit::house::On;
use twins::stripe::Act;

use super::town::{SECRET, Town};

impl Town {
    pub async fn give_back(&self, order: OrderId, wish: RefundWish) -> Result<Option<Money>, RefundError> {
        let may = self.owner(&self.ours, MerchantAct::ReturnMoney);
        let key = self.ctx.random::<8>().map(|byte| format!("{byte:02x}")).concat();
        app::orders::refund(&self.ctx, &may, order, wish, "", key, [0; 32]).await
    }

    async fn count(&self, sql: &'static str) -> i64 {
        self.ctx.db().read(move |conn| conn.one("a count", sql, &[], |row| row.int(0))).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_out_of_reach_can_be_left_while_an_order_is_held_on_it() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let account = town.connect(&town.ours).await;
        let held = town.buy(&town.ours).await;
        let nora = town.member(&town.ours, "nora", Role::Owner).await;
        let page = format!("/studio/{}/settings/payments", town.ours.merchant);
        // Nobody told us: it is found out when it is asked for, and told before anything is let go.
        town.act(&Act::Deauthorize { account: account.clone() });
        let asked = town.send(nora, &format!("{page}/disconnect"), "").await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}");
        for said in ["cannot reach the account any more", "1 order on it is not taken yet"] {
            assert!(asked.html.contains(said), "{on:?} {said}: {}", asked.html);
        }
        assert!(!asked.html.contains("Please wait"), "{on:?}: for what never comes");
        let shown = town.see(nora, &page).await.html;
        assert!(shown.contains("can be neither taken nor paid back from here"), "{shown}");
        assert!(!shown.contains("still paid out and paid back"), "{on:?}: untrue");
        let may = town.owner(&town.ours, MerchantAct::ReturnMoney);
        let canceled = app::orders::cancel(&town.ctx, &may, held, "").await;
        assert!(matches!(canceled, Err(CancelError::OutOfReach)), "{on:?} {canceled:?}");

        let sent = town.send(nora, &format!("{page}/disconnect"), "").await;
        assert_eq!((sent.status, sent.location), (StatusCode::SEE_OTHER, page.clone()), "{on:?}");
        assert_eq!(town.account(&town.ours).await, None);
        // What waits on an account that was left keeps nobody on the next one.
        let next = town.connect(&town.ours).await;
        assert!(next != account && town.state(held).await == OrderState::Placed, "{on:?}");
        let permit = town.owner(&town.ours, MerchantAct::EditPayee);
        app::payees::disconnect(&town.ctx, &permit).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_on_an_account_out_of_reach_is_refused_at_once_and_money_says_so() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let account = town.connect(&town.ours).await;
        let order = town.buy(&town.ours).await;
        town.pass(SignedDuration::from_mins(10)).await;
        let nora = town.member(&town.ours, "nora", Role::Owner).await;
        let money = format!("/studio/{}/money", town.ours.merchant);
        assert!(!town.see(nora, &money).await.html.contains("An account is out of reach"));
        town.act(&Act::Deauthorize { account: account.clone() });
        let permit = town.owner(&town.ours, MerchantAct::EditPayee);
        app::payees::look(&town.ctx, &permit).await.unwrap();
        for is_left in [false, true] {
            let refused = town.give_back(order, RefundWish::default()).await;
            assert!(matches!(refused, Err(RefundError::OutOfReach)), "{on:?} {is_left} {refused:?}");
            let may = town.owner(&town.ours, MerchantAct::ReturnMoney);
            let canceled = app::orders::cancel(&town.ctx, &may, order, "").await;
            assert!(matches!(canceled, Err(CancelError::OutOfReach)), "{on:?} {is_left} {canceled:?}");
            if !is_left {
                let shown = town.see(nora, &money).await.html;
                assert!(shown.contains("An account is out of reach") && shown.contains(&account), "{shown}");
                assert!(shown.contains("1 order that was paid on it"), "{shown}");
                let path = format!("/studio/{}/orders/{order}/refund", town.ours.merchant);
                let form = format!("everything=on&once={}", "0".repeat(32));
                let told = town.send(nora, &path, &form).await;
                assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}");
                assert!(told.html.contains("this order was paid on is out of reach"), "{}", told.html);
                app::payees::disconnect(&town.ctx, &permit).await.unwrap();
            }
        }
        assert_eq!(town.count("SELECT count(*) FROM refunds").await, 0, "{on:?}: nothing was promised");
        assert_eq!(town.state(order).await, OrderState::Confirmed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_currency_cannot_give_back_is_refused_before_it_is_promised() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        town.ctx
            .db()
            .write("price_in_dinars", |tx| {
                tx.execute("UPDATE merchants SET currency = 'KWD'", &[])?;
                tx.execute("UPDATE shipping_rates SET currency = 'KWD'", &[])?;
                tx.execute("UPDATE variants SET currency = 'KWD'", &[])
            })
            .await
            .unwrap();
        town.connect(&town.ours).await;
        let order = town.buy(&town.ours).await;
        town.pass(SignedDuration::from_mins(10)).await;
        let kwd = |amount| Money::new(amount, "KWD".parse().unwrap());
        let wish = |amount| RefundWish { amount: Some(kwd(amount)), ..RefundWish::default() };
        let step = RefundRefusal::Step { step: kwd(10) };
        let refused = town.give_back(order, wish(5)).await;
        assert!(matches!(refused, Err(RefundError::Refused(why)) if why == step), "{on:?} {refused:?}");
        assert_eq!(step.to_string(), "only multiples of 0.010 KWD can be refunded");
        assert_eq!(town.count("SELECT count(*) FROM refunds").await, 0, "{on:?}: nothing was promised");
        // Less than is charged at least goes back all the same.
        assert_eq!(town.give_back(order, wish(10)).await.unwrap(), Some(kwd(10)));
        let nora = town.member(&town.ours, "nora", Role::Owner).await;
        let path = format!("/studio/{}/orders/{order}/refund", town.ours.merchant);
        let told = town.send(nora, &path, &format!("amount=0.005&once={}", "0".repeat(32))).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}");
        assert!(
            told.html.contains("Only multiples of") && told.html.contains("in this currency"),
            "{}",
            told.html
        );
        town.drain().await;
        let charges = town.twin.with(|twin, _| twin.charges());
        assert_eq!((charges[0].captured, charges[0].refunded), (2_490, 10), "{on:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_about_an_account_that_nobody_has_is_kept_and_followed_by_nothing() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let account = town.connect(&town.ours).await;
        town.drain().await;
        let now = town.ctx.now().as_second();
        let told = async |id: &str, account: &str, reference: &str| {
            let body = json!({
                "id": id, "object": "event", "type": "payment_intent.succeeded", "livemode": false,
                "account": account, "data": { "object": { "object": "payment_intent", "id": reference } },
            });
            let body = body.to_string();
            let signature = format!("t={now},v1={}", sign(SECRET, now, body.as_bytes()));
            town.deliver("/hooks/stripe", body, &signature).await
        };
        let calls = town.twin.with(|twin, _| twin.log().len());
        assert_eq!(told("evt_1", "acct_unknown", "pi_1").await, StatusCode::OK, "{on:?}");
        for (account, reference) in
            [("acct_1\nX", "pi_1"), (account.as_str(), "../accounts/x?a=b"), (&account, "pi_1/capture")]
        {
            assert_eq!(
                told("evt_2", account, reference).await,
                StatusCode::BAD_REQUEST,
                "{on:?} {reference}"
            );
        }
        town.drain().await;
        assert_eq!(town.twin.with(|twin, _| twin.log().len()), calls, "{on:?}: nothing was asked");
        assert_eq!(town.count("SELECT count(*) FROM jobs").await, 0, "{on:?}: nothing waits or died");
        let kept = "SELECT count(*) FROM provider_events WHERE event_id IN ('evt_1', 'evt_2')";
        assert_eq!(town.count(kept).await, 1, "{on:?}");
        assert_eq!(told("evt_3", &account, "pi_1").await, StatusCode::OK);
        assert_eq!(town.count("SELECT count(*) FROM jobs").await, 1, "{on:?}: ours is looked at");
    }
}
