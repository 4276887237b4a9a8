//! Gifts that donors' banks take back: booked as disputes of orders are, and counted out as what is given back.

use app::disputes::{AnswerDisputeError, Case, PaidFor};
use app::donations::gift_aid::{self, Declared};
use app::donations::{self, DonationView, Given, ReturnError};
use app::matching::{self, MatchForm};
use app::pledges::{self, Wish};
use domain::access::Actor;
use domain::dispute::{DisputeReason, DisputeState};
use domain::donation::gift_aid::{Scope, Taxpayer};
use domain::donation::interval::{Interval, Until};
use domain::donation::pledge::PledgeState;
use domain::donation::receipt::ReceiptKind;
use domain::ledger::Movement;
use domain::money::{BasisPoints, Currency, Money};
use domain::nonprofit::registry::Registry;
use domain::nonprofit::staff::NonprofitAct;
use domain::payout::{LineKind, difference};
use jiff::{SignedDuration, Timestamp};
use testkit::house::{Charity, HOME, Home, On, donor, give_with, open_charity};
use twins::stripe::Act;

use super::town::{Town, eur};

/// Longer than money takes to become available and to arrive.
const DAYS: SignedDuration = SignedDuration::from_hours(24 * 6);

/// What became of a gift: what is gone of it, its documents, what its meter counts, and what a sponsor adds.
#[derive(Debug, PartialEq, Eq)]
struct Standing {
    gone: i64,
    papers: Vec<(ReceiptKind, i64, i64)>,
    meter: (i64, i64),
    matched: i64,
}

impl Town {
    async fn given(&self, charity: &Charity, card: &str) -> DonationView {
        let view = charity.begin(&self.ctx, 2_500).await;
        assert_eq!(give_with(&self.ctx, &view, card).await, Given::Settled);
        self.hear().await;
        self.seen(&view).await
    }

    async fn seen(&self, gift: &DonationView) -> DonationView {
        let (id, token) = (gift.donation.id, &gift.token);
        donations::open_by_link(&self.ctx, &Actor::Anonymous, id, token).await.unwrap()
    }

    /// The donor's bank takes back what the newest charge took.
    fn take_back(&self, reason: &str) -> String {
        let charge = self.get("/v1/charges?limit=1")["data"][0]["id"].as_str().unwrap().to_owned();
        self.act(&Act::Dispute { charge, reason: reason.to_owned() });
        self.get("/v1/disputes?limit=1")["data"][0]["id"].as_str().unwrap().to_owned()
    }

    async fn gift_case(&self, charity: &Charity) -> Case {
        let may = charity.may(NonprofitAct::ViewDonors);
        let mut page = app::disputes::list(&self.ctx, &may, None).await.unwrap();
        assert_eq!(page.cases.len(), 1);
        page.cases.pop().unwrap()
    }

    async fn gifts_booked(&self, charity: &Charity) -> Vec<(Movement, i64)> {
        let party = charity.nonprofit.party();
        let ever = (Timestamp::UNIX_EPOCH, self.ctx.now() + SignedDuration::from_hours(1));
        let sums = self.ctx.db().read(move |conn| store::ledger::sums(conn, party, ever, true)).await;
        let mut sums: Vec<_> = sums.unwrap().into_iter().map(|(of, sum)| (of, sum.amount)).collect();
        sums.retain(|(of, _)| *of != Movement::ProviderFee);
        sums.sort_by_key(|(of, _)| of.as_str());
        sums
    }

    async fn matched(&self, charity: &Charity) {
        let form = MatchForm {
            campaign: charity.campaign,
            sponsor: "Maison Kervella".to_owned(),
            link: String::new(),
            ratio: BasisPoints::WHOLE,
            cap: eur(4_000),
            gift_cap: None,
            starts_at: None,
            ends_at: self.ctx.now() + SignedDuration::from_hours(24 * 90),
            why: "Letter of 3 November".to_owned(),
        };
        matching::make_match(&self.ctx, &charity.may(NonprofitAct::Campaign), form).await.unwrap();
    }

    async fn standing(&self, gift: &DonationView) -> Standing {
        let view = self.seen(gift).await;
        let campaign = view.campaign;
        let shown = matching::shown_on_page(&self.ctx, &campaign).await.unwrap();
        let papers = view.receipts.iter().map(|one| (one.kind, one.number.number, one.amount.amount));
        Standing {
            gone: view.donation.refunded.amount,
            papers: papers.collect(),
            meter: (campaign.raised.amount, campaign.gifts),
            matched: shown.first().map_or(0, |one| one.matched.amount),
        }
    }
}

const fn receipt(number: i64, amount: i64) -> (ReceiptKind, i64, i64) {
    (ReceiptKind::Donation, number, amount)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disputed_gift_is_shown_told_and_booked_once_and_not_given_back_as_well() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let charity = open_charity(&town.ctx, HOME).await;
        town.matched(&charity).await;
        let gift = town.given(&charity, "pm_card_visa").await;
        let before = town.standing(&gift).await;
        town.take_back("fraudulent");
        let due = town.get("/v1/disputes?limit=1")["data"][0]["evidence_details"]["due_by"].as_i64();
        let events = town.events();
        for event in events.iter().rev().chain(&events) {
            town.tell(event).await;
            town.drain().await;
        }
        let case = town.gift_case(&charity).await;
        let dispute = &case.dispute;
        assert!(matches!(&case.of, PaidFor::Gift(of) if of.donation.id == gift.donation.id), "{case:?}");
        assert_eq!((dispute.state, dispute.is_inquiry), (DisputeState::Waiting, false), "{on:?}");
        assert_eq!((dispute.reason, dispute.amount), (DisputeReason::Fraudulent, eur(2_500)), "{on:?}");
        assert_eq!(dispute.due_at.map(|at| at.as_second()), due, "{on:?}");
        let booked = town.gifts_booked(&charity).await;
        let wanted = [(Movement::Dispute, 2_500), (Movement::DisputeFee, 1_500), (Movement::Donation, 2_500)];
        assert_eq!(booked, wanted, "{on:?}");
        let subjects = town.subjects().await;
        let told = "A gift of €25.00 was taken back by the donor’s bank";
        assert_eq!(subjects.iter().filter(|it| **it == told).count(), 1, "{on:?} {subjects:?}");
        assert_eq!(town.standing(&gift).await, before, "{on:?}: nothing is decided yet");

        let permit = charity.may(NonprofitAct::ReturnGift);
        let back = donations::give_back(&town.ctx, &permit, gift.donation.id, "").await;
        assert!(matches!(back, Err(ReturnError::Disputed)), "{on:?} {back:?}");
        let page = app::disputes::page_of(&town.ctx, dispute).unwrap();
        assert_eq!(page, format!("https://dashboard.stripe.com/test/disputes/{}", dispute.reference));
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_dispute_counts_out_what_was_given_and_a_won_one_leaves_it() {
    for on in On::BOTH {
        for (text, state) in
            [("winning_evidence", DisputeState::Won), ("losing_evidence", DisputeState::Lost)]
        {
            let Some(town) = Town::on(on).await else { continue };
            let charity = open_charity(&town.ctx, HOME).await;
            town.matched(&charity).await;
            let gift = town.given(&charity, "pm_card_visa").await;
            let before = town.standing(&gift).await;
            let first =
                Standing { gone: 0, papers: vec![receipt(1, 2_500)], meter: (2_500, 1), matched: 2_500 };
            assert_eq!(before, first, "{on:?}");
            town.take_back("fraudulent");
            town.hear().await;
            let id = town.gift_case(&charity).await.dispute.id;
            let may = charity.may(NonprofitAct::ReturnGift);
            app::disputes::answer(&town.ctx, &may, id, text).await.unwrap();
            let sent = town.get("/v1/disputes?limit=1")["data"][0]["evidence"].clone();
            assert_eq!(sent["customer_name"], "Camille R.");
            assert_eq!(sent["product_description"], "Donation to Sauveteurs du Port: A new boat");
            let events = town.events();
            for event in events.iter().rev().chain(&events) {
                town.tell(event).await;
            }
            town.drain().await;
            let again = app::disputes::answer(&town.ctx, &may, id, "again").await;
            assert!(matches!(again, Err(AnswerDisputeError::Over)), "{on:?}");
            let dispute = town.gift_case(&charity).await.dispute;
            assert_eq!((dispute.state, dispute.closed_at.is_some()), (state, true), "{on:?}");
            let mut booked =
                vec![(Movement::Dispute, 2_500), (Movement::DisputeFee, 1_500), (Movement::Donation, 2_500)];
            let subjects = town.subjects().await;
            let taken = "Your bank took back €25.00 from Sauveteurs du Port";
            let told = subjects.iter().filter(|it| **it == taken).count();
            if state == DisputeState::Won {
                booked.insert(2, (Movement::DisputeWon, 2_500));
                assert_eq!(town.standing(&gift).await, before, "{on:?}");
                assert_eq!(told, 0, "{on:?}");
            } else {
                let gone = Standing {
                    gone: 2_500,
                    papers: vec![receipt(1, 2_500), (ReceiptKind::Void, 2, 2_500)],
                    meter: (0, 0),
                    matched: 0,
                };
                assert_eq!(town.standing(&gift).await, gone, "{on:?}");
                assert_eq!(told, 1, "{on:?} {subjects:?}");
            }
            assert_eq!(town.gifts_booked(&charity).await, booked, "{on:?}");
            town.audit().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn payouts_of_gifts_agree_with_the_books_to_the_cent_also_where_nothing_was_told_before() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let charity = open_charity(&town.ctx, HOME).await;
        for _ in 0..3 {
            town.given(&charity, "pm_card_visa").await;
        }
        town.take_back("general");
        // Only the payouts are heard of: what else happened is fetched because it does not agree.
        town.pass(DAYS);
        for event in town.events() {
            if event["type"].as_str().unwrap().starts_with("payout.") {
                town.tell(&event).await;
            }
        }
        town.drain().await;
        let stories = app::money::newest(&town.ctx, &charity.may(NonprofitAct::ViewDonors)).await.unwrap();
        assert!(!stories.is_empty(), "{on:?}");
        for story in &stories {
            assert_eq!(difference(&story.payout, &story.lines), eur(0), "{on:?} {story:?}");
            assert!(story.lines.iter().all(|line| line.difference().is_zero()), "{on:?} {story:?}");
        }
        let kinds: Vec<LineKind> =
            stories.iter().flat_map(|story| &story.lines).map(|line| line.kind).collect();
        assert!(kinds.contains(&LineKind::Charge) && kinds.contains(&LineKind::Dispute), "{on:?} {kinds:?}");
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_regular_gift_that_is_disputed_is_paused_and_its_donor_told_once() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let charity = open_charity(&town.ctx, HOME).await;
        let view = charity.begin(&town.ctx, 2_500).await;
        let wish = Wish { every: Interval::Monthly, until: Until::Stopped, starts_on: None, next_on: None };
        pledges::promise(&town.ctx, (charity.nonprofit, view.donation.id), Some(wish)).await.unwrap();
        let view = town.seen(&view).await;
        assert_eq!(give_with(&town.ctx, &view, "pm_card_visa").await, Given::Settled);
        town.hear().await;
        let state = || async {
            let gift = town.seen(&view).await;
            pledges::of_gift(&town.ctx, &gift.donation).await.unwrap().unwrap().state
        };
        assert_eq!(state().await, PledgeState::Active, "{on:?}");
        let dispute = town.take_back("fraudulent");
        town.hear().await;
        assert_eq!(state().await, PledgeState::Paused, "{on:?}");
        town.act(&Act::Decide { dispute, won: false });
        town.hear().await;
        assert_eq!(state().await, PledgeState::Paused, "{on:?}");
        town.pass(SignedDuration::from_hours(24 * 40));
        pledges::look_over(&town.ctx).await.unwrap();
        let subjects = town.subjects().await;
        let paused = "Your regular gift to Sauveteurs du Port is paused";
        assert_eq!(subjects.iter().filter(|it| **it == paused).count(), 1, "{on:?} {subjects:?}");
        let charges = town.get("/v1/charges?limit=10")["data"].as_array().unwrap().len();
        assert_eq!(charges, 1, "{on:?}: nothing more was charged");
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inquiry_about_a_gift_takes_nothing_and_a_dispute_that_nobody_was_told_of_is_swept_up() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let charity = open_charity(&town.ctx, HOME).await;
        let gift = town.given(&charity, "pm_card_createDisputeInquiry").await;
        let dispute = town.gift_case(&charity).await.dispute;
        assert_eq!((dispute.state, dispute.is_inquiry), (DisputeState::Waiting, true), "{on:?}");
        assert_eq!(town.gifts_booked(&charity).await, [(Movement::Donation, 2_500)], "{on:?}");
        let permit = charity.may(NonprofitAct::ReturnGift);
        donations::give_back(&town.ctx, &permit, gift.donation.id, "").await.unwrap();
        town.drain().await;
        town.audit().await;

        let Some(town) = Town::on(on).await else { continue };
        let charity = open_charity(&town.ctx, HOME).await;
        let gift = town.given(&charity, "pm_card_visa").await;
        app::payments::sweep_due(&town.ctx).await.unwrap();
        let dispute = town.take_back("general");
        town.act(&Act::Decide { dispute, won: false });
        town.pass(SignedDuration::from_mins(16));
        app::payments::sweep_due(&town.ctx).await.unwrap();
        town.drain().await;
        let dispute = town.gift_case(&charity).await.dispute;
        assert_eq!(dispute.state, DisputeState::Lost, "{on:?}: its first news is its last");
        assert_eq!(town.standing(&gift).await.papers.len(), 2, "{on:?}");
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn gift_aid_that_was_claimed_for_a_gift_is_named_when_the_bank_keeps_it() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let hull = Home {
            country: "GB",
            currency: Currency::GBP,
            registry: Registry::GbCcew,
            number: "1",
            digits: 6,
        };
        let charity = open_charity(&town.ctx, hull).await;
        let id = charity.nonprofit;
        let set = move |tx: &mut store::Tx<'_>| store::donations::gift_aid::set_reference(tx, id, "XR12345");
        town.ctx.db().write("set_reference", set).await.unwrap();
        let taxpayer = Taxpayer {
            title: String::new(),
            first_name: "Mary".to_owned(),
            last_name: "Smith".to_owned(),
            house: "12".to_owned(),
            address: "Quay Lane, Hull".to_owned(),
            postcode: "HU1 1AA".to_owned(),
        };
        let aid = Declared { scope: Scope::ThisGift, taxpayer, statement: "I pay UK tax.".to_owned() };
        let mut view = charity.begin(&town.ctx, 2_500).await;
        let pounds = Money::new(2_500, Currency::GBP);
        let change = donations::Change { gift_aid: Some(aid), ..donor(pounds) };
        donations::change(&town.ctx, &mut view, change).await.unwrap();
        assert_eq!(give_with(&town.ctx, &view, "pm_card_visa").await, Given::Settled);
        town.hear().await;
        gift_aid::close(&town.ctx, &charity.may(NonprofitAct::Claim)).await.unwrap();
        let named = || async {
            let desk = gift_aid::desk(&town.ctx, &charity.may(NonprofitAct::ViewDonors)).await.unwrap();
            desk.back.iter().map(|(gift, claim, amount)| (*gift, *claim, amount.amount)).collect::<Vec<_>>()
        };
        let dispute = town.take_back("fraudulent");
        town.hear().await;
        assert_eq!(named().await, [], "{on:?}");
        town.act(&Act::Decide { dispute, won: false });
        town.hear().await;
        assert_eq!(named().await, [(view.donation.id, 1, 2_500)], "{on:?}");
        town.audit().await;
    }
}
