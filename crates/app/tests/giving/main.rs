//! A gift from the first tap to its receipt, and back: what donors, nonprofits and tax offices rely on.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod currencies;
mod round_up;
mod shield;

use buyline_app as app;

use app::donations::{
    self, Begin, BeginError, ChangeError, ChangeProblem, DonationView, Given, OpenError, ReturnError,
};
use domain::access::{Actor, Person, RunServer};
use domain::donation::amount::AmountProblem;
use domain::donation::receipt::ReceiptKind;
use domain::donation::state::DonationState;
use domain::ids::AccountId;
use domain::money::{Currency, Money};
use domain::nonprofit::campaign::{Campaign, CampaignPause};
use domain::nonprofit::staff::NonprofitAct;
use domain::payment::Decline;
use domain::view::staff::Switch;
use jiff::SignedDuration;
use store::Read;
use testkit::house::{Charity, Goods, House, On, donor, give_with};

fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::EUR)
}

async fn fresh(house: &House, view: &DonationView) -> DonationView {
    donations::open_by_link(&house.ctx, &Actor::Anonymous, view.donation.id, &view.token).await.unwrap()
}

async fn meter(house: &House, charity: &Charity) -> (i64, i64) {
    let id = charity.campaign;
    let found = house.ctx.db().read(move |conn| store::campaigns::by_id(conn, id)).await.unwrap().unwrap();
    (found.raised.amount, found.gifts)
}

async fn change_campaign(house: &House, charity: &Charity, change: fn(&mut Campaign)) {
    let id = charity.campaign;
    house
        .ctx
        .db()
        .write("change", move |tx| {
            let mut campaign = store::campaigns::by_id(tx, id)?.unwrap();
            change(&mut campaign);
            store::campaigns::update(tx, &campaign).map(|_| ())
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_gift_settles_with_receipt_meter_and_mail_in_one_go() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let view = charity.begin(&house.ctx, 2_500).await;
        assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled, "{on:?}");
        let given = fresh(&house, &view).await;
        assert_eq!(given.donation.state, DonationState::Settled);
        let [receipt] = &given.receipts[..] else { panic!("one receipt: {:?}", given.receipts) };
        assert_eq!((receipt.kind, receipt.number.number), (ReceiptKind::Donation, 1));
        assert_eq!(receipt.amount, euros(2_500));
        assert_eq!(receipt.parties.donor_name, "Camille R.");
        assert_eq!(meter(&house, &charity).await, (2_500, 1), "{on:?}");
        house.drain().await;
        let mails = house
            .ctx
            .db()
            .read(|conn| store::mails::newest(conn, domain::ids::MailId(i64::MAX), 10))
            .await
            .unwrap();
        let [mail] = &mails[..] else { panic!("one mail: {mails:?}") };
        assert_eq!(mail.recipient, "camille@example.com");
        assert!(mail.subject.contains("25"), "{}", mail.subject);
        house.audit().await;
    }
}

#[tokio::test]
async fn however_often_it_is_tapped_it_is_given_once() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let view = charity.begin(&house.ctx, 1_000).await;
        let taps = (0..8).map(|_| give_with(&house.ctx, &view, "card_slow"));
        for given in futures_util::future::join_all(taps).await {
            assert!(matches!(given, Given::Settled | Given::Checking), "{on:?}: {given:?}");
        }
        assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled, "{on:?}: a late tap");
        assert_eq!(meter(&house, &charity).await, (1_000, 1), "{on:?}");
        house.audit().await;
    }
}

#[tokio::test]
async fn a_card_that_was_declined_leaves_the_gift_to_another_one() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let view = charity.begin(&house.ctx, 1_000).await;
    let declined = give_with(&house.ctx, &view, "card_insufficient_funds").await;
    assert_eq!(declined, Given::Declined(Decline::InsufficientFunds));
    assert_eq!(meter(&house, &charity).await, (0, 0));
    let again = fresh(&house, &view).await;
    assert_eq!(give_with(&house.ctx, &again, "card_ok").await, Given::Settled);
    assert_eq!(fresh(&house, &view).await.receipts.len(), 1);
    house.audit().await;
}

#[tokio::test]
async fn a_lost_answer_is_found_out_and_receipted_once() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let view = charity.begin(&house.ctx, 1_000).await;
        // It is asked for again at once, or by the driver.
        let given = give_with(&house.ctx, &view, "card_lost_answer").await;
        assert!(matches!(given, Given::Settled | Given::Checking), "{on:?}: {given:?}");
        for _ in 0..4 {
            house.clock.advance(SignedDuration::from_mins(1));
            house.drain().await;
        }
        let given = fresh(&house, &view).await;
        assert_eq!(given.donation.state, DonationState::Settled, "{on:?}");
        assert_eq!(given.receipts.len(), 1);
        house.audit().await;
    }
}

#[tokio::test]
async fn what_covers_the_fee_is_on_the_receipt_and_not_in_the_meter() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let mut view = charity.begin(&house.ctx, 2_500).await;
    let change = donations::Change { cover: true, ..donor(euros(2_500)) };
    donations::change(&house.ctx, &mut view, change).await.unwrap();
    // 1.5 % of the whole and 25 cents: (25.00 + 0.25) / 0.985 = 25.63, of which the provider keeps 0.63.
    assert_eq!(view.donation.total(), euros(2_563));
    assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled);
    assert_eq!(fresh(&house, &view).await.receipts[0].amount, euros(2_563));
    assert_eq!(meter(&house, &charity).await, (2_500, 1), "what was meant to arrive");
    house.audit().await;
}

#[tokio::test]
async fn an_amount_that_nobody_can_mean_begins_nothing() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let begin =
        async |begin: Begin| donations::begin(&house.ctx, &Actor::Anonymous, begin).await.unwrap_err();
    for cents in [i64::MIN, -1_000, 0, 1, 199] {
        let error = begin(charity.wish(cents)).await;
        assert!(matches!(error, BeginError::Amount(AmountProblem::TooSmall(_))), "{cents}: {error}");
    }
    for cents in [10_000_001, i64::MAX] {
        let error = begin(charity.wish(cents)).await;
        assert!(matches!(error, BeginError::Amount(AmountProblem::TooLarge(_))), "{cents}: {error}");
    }
    let dollars = Begin { amount: Money::new(1_000, Currency::USD), ..charity.wish(1_000) };
    assert!(matches!(begin(dollars).await, BeginError::Currency(Currency::EUR)));
    let elsewhere = Begin { designation: "Yachts".to_owned(), ..charity.wish(1_000) };
    assert!(matches!(begin(elsewhere).await, BeginError::Designation));
    let unknown = Begin { campaign: house.ctx.id(), ..charity.wish(1_000) };
    assert!(matches!(begin(unknown).await, BeginError::NotFound));
    let known = house
        .ctx
        .db()
        .read(|conn| conn.one("donations", "SELECT count(*) FROM donations", &[], |row| row.int(0)));
    assert_eq!(known.await.unwrap(), 0);
}

#[tokio::test]
async fn a_campaign_that_closes_meanwhile_takes_nothing() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let view = charity.begin(&house.ctx, 1_000).await;
    change_campaign(&house, &charity, |campaign| campaign.open = false).await;
    let given = give_with(&house.ctx, &view, "card_ok").await;
    assert_eq!(given, Given::NotTaking(Some(CampaignPause::Closed)));
    let error = donations::begin(&house.ctx, &Actor::Anonymous, charity.wish(1_000)).await.unwrap_err();
    assert!(matches!(error, BeginError::Paused(CampaignPause::Closed)));
    assert_eq!(meter(&house, &charity).await, (0, 0));
    assert!(house.sandbox_record().metadata().map_or(0, |it| it.len()) == 0, "the provider was not asked");
}

#[tokio::test]
async fn another_amount_than_was_seen_is_shown_and_not_charged() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let stale = charity.begin(&house.ctx, 1_000).await;
    let mut changed = fresh(&house, &stale).await;
    donations::change(&house.ctx, &mut changed, donor(euros(9_000))).await.unwrap();
    assert_eq!(give_with(&house.ctx, &stale, "card_ok").await, Given::Changed);
    assert_eq!(meter(&house, &charity).await, (0, 0));
}

#[tokio::test]
async fn a_gift_is_its_donors_alone() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let view = charity.begin(&house.ctx, 1_000).await;
    let open = async |actor: &Actor, token: &str| {
        donations::open_by_link(&house.ctx, actor, view.donation.id, token).await.map(|_| ())
    };
    let forged = view.token.replace(|digit: char| digit.is_ascii_digit(), "0");
    assert!(matches!(open(&Actor::Anonymous, &forged).await, Err(OpenError::NotFound)));
    assert!(matches!(open(&Actor::Anonymous, "").await, Err(OpenError::NotFound)));
    let person = |account| {
        let (staff_of, nonprofits) = ([].into(), [].into());
        Actor::Person(Person { account, staff_of, nonprofits, operator: false })
    };
    let donor = person(charity.owner);
    let begun = donations::begin(&house.ctx, &donor, charity.wish(1_000)).await.unwrap();
    let theirs = async |actor: &Actor| {
        donations::open_by_link(&house.ctx, actor, begun.donation, &begun.token).await.map(|_| ())
    };
    assert!(theirs(&donor).await.is_ok());
    assert!(matches!(theirs(&person(AccountId(77))).await, Err(OpenError::NotFound)));
    assert!(matches!(theirs(&Actor::Anonymous).await, Err(OpenError::SignIn)));
}

#[tokio::test]
async fn a_gift_given_back_voids_its_receipt_by_another_document() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let (kept, back) = (charity.begin(&house.ctx, 1_000).await, charity.begin(&house.ctx, 4_000).await);
        for view in [&kept, &back] {
            assert_eq!(give_with(&house.ctx, view, "card_ok").await, Given::Settled, "{on:?}");
        }
        let permit = charity.may(NonprofitAct::ReturnGift);
        donations::give_back(&house.ctx, &permit, back.donation.id, "A mistake").await.unwrap();
        let twice = donations::give_back(&house.ctx, &permit, back.donation.id, "Again").await;
        assert!(matches!(twice, Err(ReturnError::Already)), "{on:?}");
        house.drain().await;
        let view = fresh(&house, &back).await;
        assert_eq!(view.donation.refunded, euros(4_000), "{on:?}");
        let numbers: Vec<_> = view.receipts.iter().map(|it| (it.kind, it.number.number)).collect();
        assert_eq!(numbers, [(ReceiptKind::Donation, 2), (ReceiptKind::Void, 3)], "{on:?}");
        assert_eq!(meter(&house, &charity).await, (1_000, 1), "{on:?}");
        house.audit().await;
    }
}

#[tokio::test]
async fn receipts_are_numbered_without_a_gap_however_many_give_at_once() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let (charity, other) = (house.charity().await, house.charity().await);
        let mut begun = Vec::new();
        for index in 0..24 {
            begun.push(charity.begin(&house.ctx, 1_000 + index).await);
        }
        begun.push(other.begin(&house.ctx, 1_000).await);
        let cards = ["card_ok", "card_declined", "card_at_once"].iter().cycle();
        let gifts = begun.iter().zip(cards).map(|(view, card)| give_with(&house.ctx, view, card));
        let given = futures_util::future::join_all(gifts).await;
        let mut numbers = Vec::new();
        for (view, given) in begun.iter().zip(&given) {
            let view = fresh(&house, view).await;
            assert_eq!(view.receipts.len(), usize::from(*given == Given::Settled), "{on:?}: {given:?}");
            if view.nonprofit.id == charity.nonprofit {
                numbers.extend(view.receipts.iter().map(|receipt| receipt.number.number));
            } else {
                assert_eq!(view.receipts[0].number.number, 1, "each nonprofit counts for itself");
            }
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=16).collect::<Vec<_>>(), "{on:?}");
        house.audit().await;
    }
}

#[tokio::test]
async fn a_year_begins_where_the_nonprofit_is() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let first = charity.begin(&house.ctx, 1_000).await;
    give_with(&house.ctx, &first, "card_ok").await;
    house.clock.advance(SignedDuration::from_hours(24 * 366));
    let next = charity.begin(&house.ctx, 1_000).await;
    give_with(&house.ctx, &next, "card_ok").await;
    let (first, next) = (fresh(&house, &first).await, fresh(&house, &next).await);
    assert_eq!(next.receipts[0].number.number, 1, "a new year counts from one");
    assert_eq!(next.receipts[0].number.year, first.receipts[0].number.year + 1);
    house.audit().await;
}

#[tokio::test]
async fn what_a_donor_hides_nobody_but_the_nonprofit_reads() {
    let house = House::sqlite();
    let charity = house.charity().await;
    for (hide_name, hide_amount) in [(false, false), (true, false), (false, true), (true, true)] {
        let mut view = charity.begin(&house.ctx, 1_000).await;
        let change = donations::Change { hide_name, hide_amount, ..donor(euros(1_000)) };
        donations::change(&house.ctx, &mut view, change).await.unwrap();
        assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled);
    }
    let shown = donations::newest_gifts(&house.ctx, charity.nonprofit, charity.campaign, 10).await.unwrap();
    let (name, amount) = (Some("Camille R.".to_owned()), Some(euros(1_000)));
    let expected = [(None, None), (name.clone(), None), (None, amount), (name, amount)];
    assert_eq!(shown, expected);
    let permit = charity.may(NonprofitAct::ViewDonors);
    let known = donations::donations_of(&house.ctx, &permit, None, 10).await.unwrap();
    assert!(known.iter().all(|gift| gift.donor.name == "Camille R."));
}

#[tokio::test]
async fn every_switch_of_selling_is_thrown_and_donate_still_works() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let shop = house.shop(&[Goods { title: "Mug", price: 1_900, units: Some(5) }]).await;
        let begun = charity.begin(&house.ctx, 1_000).await;
        let operator = Actor::Person(Person {
            account: AccountId(1),
            staff_of: [].into(),
            nonprofits: [].into(),
            operator: true,
        });
        let permit = operator.may(RunServer).unwrap();
        let all = [
            Switch::Server,
            Switch::Merchant(shop.merchant),
            Switch::Merchant(charity.nonprofit.party()),
            Switch::Offer(shop.goods[0].offer),
        ];
        for switch in all {
            app::switches::throw(&house.ctx, &permit, switch, "winding down").await.unwrap();
        }
        assert_eq!(give_with(&house.ctx, &begun, "card_ok").await, Given::Settled, "{on:?}: begun before");
        let view = charity.begin(&house.ctx, 2_000).await;
        assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled, "{on:?}");
        house.drain().await;
        assert_eq!(fresh(&house, &view).await.receipts.len(), 1);
        let permit = charity.may(NonprofitAct::ReturnGift);
        donations::give_back(&house.ctx, &permit, view.donation.id, "").await.unwrap();
        house.drain().await;
        assert_eq!(fresh(&house, &view).await.receipts.len(), 2);
        house.audit().await;
    }
}

#[tokio::test]
async fn a_paper_that_voids_a_receipt_is_never_dated_before_it() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let year = SignedDuration::from_hours(365 * 24);
    house.clock.advance(year);
    let view = charity.begin(&house.ctx, 1_000).await;
    assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled);
    house.drain().await;
    // The clock was wrong, and somebody has set it.
    house.clock.advance(-year);
    let permit = charity.may(NonprofitAct::ReturnGift);
    donations::give_back(&house.ctx, &permit, view.donation.id, "").await.unwrap();
    house.drain().await;
    let receipts = fresh(&house, &view).await.receipts;
    let [given, void] = receipts.as_slice() else { panic!("{receipts:?}") };
    assert_eq!((void.kind, void.number.year), (ReceiptKind::Void, given.number.year));
    assert!(void.issued_at >= given.issued_at && void.number.number > given.number.number);
    house.audit().await;
}

#[tokio::test]
async fn a_receipt_needs_to_know_where_it_goes() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let mut view = charity.begin(&house.ctx, 1_000).await;
    let before = view.donation.clone();
    let nobody = donations::Change {
        name: "  ".to_owned(),
        email: "camille".to_owned(),
        address: "x".repeat(501),
        ..donor(euros(1_000))
    };
    let Err(ChangeError::Problems(problems)) = donations::change(&house.ctx, &mut view, nobody).await else {
        panic!("refused")
    };
    let all = [ChangeProblem::Email, ChangeProblem::Name, ChangeProblem::Address];
    assert_eq!(problems, all, "everything at once");
    assert_eq!(fresh(&house, &view).await.donation, before, "nothing has changed");
}

#[tokio::test]
async fn what_was_begun_and_never_given_is_forgotten() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let view = charity.begin(&house.ctx, 1_000).await;
    house.clock.advance(SignedDuration::from_hours(25));
    donations::end_old(&house.ctx).await.unwrap();
    let over = fresh(&house, &view).await;
    assert_eq!(over.donation.state, DonationState::Ended);
    assert!(over.donation.donor.email.is_empty() && over.donation.donor.name.is_empty());
    assert_eq!(give_with(&house.ctx, &over, "card_ok").await, Given::Over);
}
