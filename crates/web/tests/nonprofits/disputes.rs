//! A gift that its donor's bank takes back, and a look into registers, over HTTP.

use app::donations::{self, Change, Given};
use domain::dispute::{Dispute, DisputeReason, DisputeState, Disputed};
use domain::ids::{DisputeId, DonationId};
use domain::nonprofit::staff::NonprofitRole;
use http::StatusCode;
use jiff::SignedDuration;
use testkit::house::{Charity, House, On, donor, give_with};

use crate::member;
use crate::town::Town;

/// A gift that has arrived; gives the link of its page, too.
async fn gift(house: &House, charity: &Charity) -> (DonationId, String) {
    let mut view = charity.begin(&house.ctx, 2_500).await;
    let change = Change { name: "<b>Jo</b>".to_owned(), ..donor(view.donation.amount) };
    donations::change(&house.ctx, &mut view, change).await.unwrap();
    assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled);
    (view.donation.id, format!("/gifts/{}/{}", view.donation.id, view.token))
}

async fn disputed(house: &House, charity: &Charity, gift: DonationId, state: DisputeState) -> DisputeId {
    let (id, nonprofit, now) = (house.ctx.id(), charity.nonprofit, house.ctx.now());
    house
        .ctx
        .db()
        .write("disputed", move |tx| {
            let payment = store::donations::payments::of_donation(tx, nonprofit, gift)?.remove(0);
            let dispute = Dispute {
                id,
                merchant: nonprofit.party(),
                about: Disputed::Gift(gift),
                payment: payment.id,
                reference: format!("dp_{gift}"),
                payee: String::new(),
                state,
                is_inquiry: false,
                reason: DisputeReason::Unrecognized,
                amount: payment.amount,
                due_at: Some(now + SignedDuration::from_hours(48)),
                answer: String::new(),
                answered_at: None,
                opened_at: now,
                closed_at: None,
            };
            store::disputes::insert(tx, &dispute)
        })
        .await
        .unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disputed_gift_is_told_of_at_the_desk_in_the_console_and_on_its_own_page() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let (id, page) = gift(&house, &charity).await;
        let dispute = disputed(&house, &charity, id, DisputeState::Waiting).await;
        let (other, _) = gift(&house, &charity).await;
        let town = Town::of(house);
        let care = member(&town, &charity, "care", NonprofitRole::DonorCare).await;
        let home = format!("/nonprofits/{}", charity.nonprofit);
        let list = care.get(&format!("{home}/gifts")).await.text;
        assert_eq!(list.matches("Disputed</").count(), 1, "{on:?}: {list}");
        let overview = care.get(&home).await.text;
        assert!(overview.contains("1 gift is disputed by its donor’s bank"), "{on:?}: {overview}");
        let one = care.get(&format!("{home}/gifts/{id}")).await.text;
        for wanted in ["The donor’s bank disputes this gift: Answer it", "does not recognize the gift"] {
            assert!(one.contains(wanted), "{on:?}: {wanted} in {one}");
        }
        let other = care.get(&format!("{home}/gifts/{other}")).await.text;
        assert!(!other.contains("disputes this gift"), "{on:?}");
        let all = care.get(&format!("{home}/disputes")).await.text;
        assert!(all.contains("A new boat") && all.contains("&#60;b&#62;Jo"), "{on:?}: {all}");
        let here = format!("{home}/disputes/{dispute}");
        let shown = care.get(&here).await.text;
        for wanted in ["Dispute about a gift to “A new boat”", "Answer by", "Accept the dispute", "€25.00"]
        {
            assert!(shown.contains(wanted), "{on:?}: {wanted} in {shown}");
        }
        let empty = care.post(&format!("{here}/answer"), &[("answer", " ")]).await;
        crate::refused(&empty, "answer", "Write what happened.");
        let back = care.post(&format!("{home}/gifts/{id}/return"), &[("reason", "")]).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}");
        assert!(back.text.contains("holds this gift in a dispute"), "{on:?}: {}", back.text);

        let books = member(&town, &charity, "books", NonprofitRole::Treasurer).await;
        let looks = books.get(&here).await.text;
        assert!(!looks.contains("Accept the dispute"), "{on:?}: who may not answer is not asked to");
        let fund = member(&town, &charity, "fund", NonprofitRole::Fundraiser).await;
        assert_eq!(fund.get(&here).await.status, StatusCode::NOT_FOUND, "{on:?}");

        let operator = town.browser("olga", true).await;
        let money = operator.get("/console/money").await.text;
        assert!(money.contains("Sauveteurs du Port") && money.contains("A new boat"), "{on:?}: {money}");

        let donor = town.guest().await.get(&page).await.text;
        assert!(donor.contains("Your bank asks about this gift"), "{on:?}: {donor}");
        assert!(donor.contains("receipt.pdf?number="), "{on:?}: the receipt stands: {donor}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn looks_into_registers_are_written_down_for_many_at_once_and_bad_input_changes_nothing() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        house.ctx.tuning().set_good_standing_days(30);
        let (one, two) = (house.charity().await, house.charity().await);
        house.clock.advance(SignedDuration::from_hours(24 * 40));
        app::nonprofits::standing::look_over(&house.ctx).await.unwrap();
        let town = Town::of(house);
        let operator = town.browser("olga", true).await;
        let path = "/console/nonprofits/standing";
        let overview = operator.get("/console").await.text;
        assert!(overview.contains(path) && overview.contains("nonprofits to look up again"), "{overview}");
        let campaign = town.guest().await.get(&format!("/donate/{}", one.campaign)).await.text;
        assert!(campaign.contains("No gifts are taken at the moment"), "{on:?}: {campaign}");
        let owner = member(&town, &one, "anne", NonprofitRole::Owner).await;
        let desk = owner.get(&format!("/nonprofits/{}", one.nonprofit)).await.text;
        assert!(desk.contains("Nothing new is taken until the register"), "{on:?}: {desk}");

        let list = operator.get(path).await.text;
        assert_eq!(list.matches("it takes nothing now").count(), 2, "{on:?}: {list}");
        let chosen = [format!("look-{}", one.nonprofit), format!("look-{}", two.nonprofit)];
        let today = town.house.ctx.now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
        let both = [(chosen[0].as_str(), "on"), (chosen[1].as_str(), "on")];
        let none = operator.post(path, &[("on", &today), ("note", "Jo looked")]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}");
        let silent = operator.post(path, &[both[0], ("on", &today), ("note", "")]).await;
        crate::refused(&silent, "note", "Please fill this in.");
        let old = operator.post(path, &[both[0], ("on", "2020-01-01"), ("note", "Jo looked")]).await;
        crate::refused(&old, "on", "A look is good for 30 days");
        let wild = operator.post(path, &[both[0], ("on", "soon"), ("note", "Jo looked")]).await;
        crate::refused(&wild, "on", "Write a day");
        let stranger = town.browser("bob", false).await;
        let theirs = stranger.post(path, &[both[0], ("on", &today), ("note", "x")]).await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{on:?}");
        assert!(crate::find(&town, one.nonprofit).await.is_lapsed(), "{on:?}: nothing has changed");

        let sent = operator.post(path, &[both[0], both[1], ("on", &today), ("note", "Jo looked")]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{on:?}: {}", sent.text);
        for charity in [one, two] {
            assert!(crate::find(&town, charity.nonprofit).await.takes_donations(), "{on:?}");
        }
        app::feed::catch_up(&town.house.ctx).await.unwrap();
        let campaign = town.guest().await.get(&format!("/donate/{}", one.campaign)).await.text;
        assert!(!campaign.contains("No gifts are taken"), "{on:?}: {campaign}");
        let case = operator.get(&format!("/console/nonprofits/{}", one.nonprofit)).await.text;
        assert!(case.contains("Looked into the register") && case.contains("Jo looked"), "{on:?}: {case}");
        assert!(case.contains("Names that look alike"), "{on:?}: both have one name: {case}");
    }
}
