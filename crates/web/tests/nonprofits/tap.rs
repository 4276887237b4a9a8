//! The first tap of a gift, on the campaign's page: what cannot be read as it was meant is asked for again, and nothing is
//! begun.

use app::gates::{ChangeGate, change};
use domain::access::{Actor, RunServer};
use domain::gate::{Feature, Rule};
use domain::money::{Currency, Money};
use domain::nonprofit::campaign::{AlsoTaken, Campaign};
use domain::nonprofit::staff::NonprofitRole;
use http::StatusCode;
use store::Read;
use store::changes::{self, ChangeKind};
use testkit::house::Charity;

use crate::town::Town;
use crate::{mails_to, member, towns};

async fn gifts(town: &Town) -> i64 {
    let count =
        town.house.ctx.db().read(|conn| conn.first("SELECT count(*) FROM donations", &[], |row| row.int(0)));
    count.await.unwrap().unwrap()
}

/// Gifts are taken in dollars, too.
async fn in_dollars(town: &Town, charity: &Charity) {
    let (nonprofit, campaign) = (charity.nonprofit, charity.campaign);
    let ctx = &town.house.ctx;
    let now = ctx.now();
    let known = ctx.db().read(move |conn| store::campaigns::by_id(conn, campaign)).await.unwrap().unwrap();
    let presets = [1_000, 2_500].map(|cents| Money::new(cents, Currency::USD)).to_vec();
    let more = vec![AlsoTaken { presets, raised: Money::zero(Currency::USD) }];
    let changed = Campaign { more, ..known };
    ctx.db()
        .write("in_dollars", move |tx| {
            store::campaigns::update(tx, &changed)?;
            changes::note(tx, ChangeKind::Campaign, campaign.0, nonprofit.0, now)
        })
        .await
        .unwrap();
    app::feed::catch_up(ctx).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amount_a_currency_and_a_purpose_that_contradict_the_page_are_asked_for_again() {
    for (on, town) in towns() {
        let charity = town.house.charity().await;
        in_dollars(&town, &charity).await;
        let guest = town.guest().await;
        let page = format!("/donate/{}", charity.campaign);
        for (form, says) in [
            (vec![("preset", "1000"), ("amount", "30")], "You chose €10 and typed 30."),
            (vec![("preset", "5000"), ("currency", "CHF")], "Gifts in CHF are not taken here."),
            (vec![("preset", "5000"), ("currency", "XXX")], "Gifts in XXX are not taken here."),
            (
                vec![("preset", "1000"), ("designation", "Helicopters")],
                "This purpose is not offered any more.",
            ),
            (vec![("preset", "other"), ("amount", "-5")], "aria-invalid=\"true\""),
        ] {
            let answer = guest.post(&page, &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?} {form:?}: {}", answer.text);
            assert!(answer.text.contains(says), "{on:?} {form:?}: {says} in {}", answer.text);
            assert_eq!(gifts(&town).await, 0, "{on:?} {form:?}: nothing is begun");
        }
        for form in [
            vec![("preset", "1000"), ("amount", "10.00"), ("currency", "EUR")],
            vec![("preset", "2500"), ("currency", "USD"), ("designation", "Boats")],
            vec![("preset", "other"), ("amount", "30")],
        ] {
            let answer = guest.post(&page, &form).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{on:?} {form:?}: {}", answer.text);
        }
        assert_eq!(gifts(&town).await, 3, "{on:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn gates_of_giving_know_the_nonprofit_and_where_it_is() {
    for (on, town) in towns() {
        let (open, shut) = (town.house.charity().await, town.house.charity().await);
        let ctx = &town.house.ctx;
        let permit = Actor::System.may(RunServer).unwrap();
        let guest = town.guest().await;
        let tap = |charity: &Charity, every: &'static str| {
            let page = format!("/donate/{}", charity.campaign);
            let guest = &guest;
            async move { guest.post(&page, &[("preset", "1000"), ("every", every)]).await }
        };
        let restrict = async |feature: Feature, rule: Rule| {
            let steps = [(0, ChangeGate::OpenByRules), (1, ChangeGate::AddRule(rule))];
            for (version, step) in steps {
                change(ctx, &permit, (feature, version), step, "a step").await.unwrap();
            }
            app::feed::catch_up(ctx).await.unwrap();
        };
        let here = Rule { countries: vec!["FR".parse().unwrap()], ..Rule::everybody() };
        restrict(Feature::Pledges, Rule { merchants: vec![open.nonprofit.party()], ..here.clone() }).await;
        assert_eq!(tap(&open, "monthly").await.status, StatusCode::SEE_OTHER, "{on:?}");
        let refused = tap(&shut, "monthly").await;
        assert!(refused.text.contains("Gifts that come again are not taken here now."), "{}", refused.text);
        assert!(!refused.text.contains("value=\"monthly\""), "{on:?}: nor offered: {}", refused.text);
        assert_eq!(tap(&shut, "once").await.status, StatusCode::SEE_OTHER, "{on:?}");
        restrict(Feature::Donate, Rule { merchants: vec![open.nonprofit.party()], ..here }).await;
        assert_eq!(tap(&open, "once").await.status, StatusCode::SEE_OTHER, "{on:?}: named, and in France");
        let closed = tap(&shut, "once").await;
        assert_ne!(closed.status, StatusCode::SEE_OTHER, "{on:?}: not named");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_hear_of_another_name_of_whom_they_vouched_for() {
    for (on, town) in towns() {
        let charity = town.house.charity().await;
        let _olga = town.browser("olga", true).await;
        let owner = member(&town, &charity, "owner", NonprofitRole::Owner).await;
        let saved = owner
            .post(
                &format!("/nonprofits/{}/settings", charity.nonprofit),
                &[
                    ("display_name", "Refuge de la Mer"),
                    ("mission", "Boats."),
                    ("contact_email", "allo@port.example"),
                    ("postal_address", "1 quai du Port"),
                    ("receipt_note", ""),
                    ("gift_aid_ref", ""),
                ],
            )
            .await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{on:?}: {}", saved.text);
        let mails = mails_to(&town, "olga@example.org").await;
        let told = mails.iter().find(|mail| mail.subject == "Refuge de la Mer has another name");
        let told = told.unwrap_or_else(|| panic!("{on:?}: {mails:?}"));
        assert!(told.text.contains(&format!("/console/nonprofits/{}", charity.nonprofit)), "{}", told.text);
    }
}
