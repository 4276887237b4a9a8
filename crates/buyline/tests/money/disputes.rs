//! Payments that buyers' banks take back.

use app::disputes::{AnswerDisputeError, Case};
use app::orders::{CancelError, RefundError};
use domain::access::MerchantAct;
use domain::dispute::{DisputeReason, DisputeState};
use domain::ids::OrderId;
use domain::ledger::Movement;
use domain::order::{RefundRefusal, RefundWish};
use testkit::house::On;
use twins::stripe::Act;

use super::town::{Town, eur};

impl Town {
    /// The buyer's bank takes back what the newest charge took.
    fn dispute(&self, reason: &str) {
        let charge = self.get("/v1/charges?limit=1")["data"][0]["id"].as_str().unwrap().to_owned();
        self.act(&Act::Dispute { charge, reason: reason.to_owned() });
    }

    async fn only_case(&self) -> Case {
        let may = self.may(MerchantAct::ViewOrders);
        let mut page = app::disputes::list(&self.ctx, &may, None).await.unwrap();
        assert_eq!(page.cases.len(), 1);
        page.cases.pop().unwrap()
    }

    async fn to_answer(&self) -> i64 {
        let may = self.may(MerchantAct::ViewCatalog);
        app::orders::todo(&self.ctx, &may).await.unwrap().disputes
    }

    async fn answer(&self, text: &str) -> Result<(), AnswerDisputeError> {
        let id = self.only_case().await.dispute.id;
        app::disputes::answer(&self.ctx, &self.may(MerchantAct::ReturnMoney), id, text).await
    }

    async fn moved(&self, order: OrderId) -> Vec<(Movement, i64)> {
        let booked = self.booked(order).await.into_iter();
        booked.filter(|(it, _)| it.as_str().starts_with("dispute")).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dispute_is_shown_told_and_booked_once_however_often_it_is_heard() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let order = town.buy(1, "pm_card_visa").await;
        town.dispute("product_not_received");
        let due = town.get("/v1/disputes?limit=1")["data"][0]["evidence_details"]["due_by"].as_i64();
        let events = town.events();
        for event in events.iter().rev().chain(&events) {
            town.tell(event).await;
            town.drain().await;
        }
        let case = town.only_case().await;
        let dispute = &case.dispute;
        assert_eq!((dispute.state, dispute.is_inquiry), (DisputeState::Waiting, false), "{on:?}");
        assert_eq!((dispute.reason, dispute.amount), (DisputeReason::NotReceived, eur(2_980)));
        assert_eq!(dispute.due_at.map(|at| at.as_second()), due, "{on:?}");
        assert_eq!(town.to_answer().await, 1);
        assert_eq!(town.moved(order).await, [(Movement::Dispute, 2_980), (Movement::DisputeFee, 1_500)]);
        let wanted = format!("€29.80 of order {} taken back by the buyer’s bank", case.title());
        let subjects = town.subjects().await;
        assert_eq!(subjects.iter().filter(|it| **it == wanted).count(), 1, "{subjects:?}");

        // What the bank holds is not given back as well, and the order does not end.
        let refused = town.give_back(order, RefundWish::default()).await;
        let held = RefundRefusal::Disputed { held: eur(2_980), left: eur(0) };
        assert!(matches!(&refused, Err(RefundError::Refused(why)) if *why == held), "{refused:?}");
        let may = town.may(MerchantAct::ReturnMoney);
        let canceled = app::orders::cancel(&town.ctx, &may, order, "").await;
        assert!(matches!(canceled, Err(CancelError::Disputed)), "{canceled:?}");
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_wins_brings_the_money_back_and_one_that_loses_does_not() {
    for on in On::BOTH {
        for (text, state) in
            [("winning_evidence", DisputeState::Won), ("losing_evidence", DisputeState::Lost)]
        {
            let Some(town) = Town::on(on).await else { continue };
            let order = town.buy(1, "pm_card_visa").await;
            town.dispute("fraudulent");
            town.hear().await;
            assert!(matches!(town.answer(" ").await, Err(AnswerDisputeError::Empty)));
            let long = "a".repeat(app::disputes::ANSWER_CHARS_MAX + 1);
            assert!(matches!(town.answer(&long).await, Err(AnswerDisputeError::TooLong)));
            town.answer(text).await.unwrap();
            let sent = town.get("/v1/disputes?limit=1")["data"][0]["evidence"].clone();
            assert_eq!(sent["uncategorized_text"], text);
            assert_eq!(sent["customer_name"], "Camille R.");
            assert_eq!(sent["product_description"], "1 × Mug");
            town.hear().await;
            let dispute = town.only_case().await.dispute;
            assert_eq!((dispute.state, town.to_answer().await), (state, 0), "{on:?}");
            assert!(dispute.answered_at.is_some() && dispute.closed_at.is_some());
            assert!(matches!(town.answer("again").await, Err(AnswerDisputeError::Over)), "once");
            let mut moved = vec![(Movement::Dispute, 2_980), (Movement::DisputeFee, 1_500)];
            if state == DisputeState::Won {
                moved.push((Movement::DisputeWon, 2_980));
            }
            let mut booked = town.moved(order).await;
            booked.sort_by_key(|(movement, _)| movement.as_str());
            assert_eq!(booked, moved, "{on:?}");
            // Won money can be given back as any other; lost money has gone to the buyer already.
            let given = town.give_back(order, RefundWish::default()).await;
            assert_eq!(given.is_ok(), state == DisputeState::Won, "{given:?}");
            town.audit().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inquiry_takes_no_money_and_an_accepted_dispute_is_lost() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let order = town.buy(1, "pm_card_createDisputeInquiry").await;
        town.hear().await;
        let dispute = town.only_case().await.dispute;
        assert_eq!((dispute.state, dispute.is_inquiry), (DisputeState::Waiting, true), "{on:?}");
        assert_eq!(town.moved(order).await, []);
        town.give_back(order, RefundWish::default()).await.unwrap();
        town.audit().await;

        let Some(town) = Town::on(on).await else { continue };
        town.buy(1, "pm_card_visa").await;
        town.dispute("duplicate");
        town.hear().await;
        let id = town.only_case().await.dispute.id;
        app::disputes::accept(&town.ctx, &town.may(MerchantAct::ReturnMoney), id).await.unwrap();
        assert_eq!(town.only_case().await.dispute.state, DisputeState::Lost, "{on:?}");
        town.hear().await;
        assert!(town.subjects().await.iter().any(|it| it.starts_with("The dispute about order")));
        town.audit().await;
    }
}
