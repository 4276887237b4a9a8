//! Gifts in honour or in memory: who is told, once, and never of a gift that did not arrive.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use app::donations::{self, ChangeError, ChangeProblem, DonationView, Given};
use domain::access::Actor;
use domain::donation::tribute::{
    NOTICES_A_DAY_MAX, NOTICES_TO_ONE_MAX, Notice, Told, Tribute, TributeKind, TributeProblem,
};
use domain::money::{Currency, Money};
use jiff::SignedDuration;
use store::mails::KeptMail;
use testkit::house::{House, On, donor, give_with};

fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::EUR)
}

fn in_memory(email: &str, message: &str) -> Tribute {
    let notice = Notice {
        email: email.to_owned(),
        name: "Jo".to_owned(),
        message: message.to_owned(),
        shows_amount: false,
    };
    Tribute {
        kind: TributeKind::Memory,
        name: "Yann Le Bras".to_owned(),
        notice: Some(notice),
        told: Told::No,
    }
}

async fn begin(house: &House, tribute: Tribute, hide_name: bool) -> DonationView {
    let charity = house.charity().await;
    let mut view = charity.begin(&house.ctx, 2_500).await;
    let change = donations::Change { tribute: Some(tribute), hide_name, ..donor(euros(2_500)) };
    donations::change(&house.ctx, &mut view, change).await.unwrap();
    view
}

async fn fresh(house: &House, view: &DonationView) -> DonationView {
    donations::open_by_link(&house.ctx, &Actor::Anonymous, view.donation.id, &view.token).await.unwrap()
}

async fn mails_to(house: &House, email: &str) -> Vec<KeptMail> {
    let mails = house
        .ctx
        .db()
        .read(|conn| store::mails::newest(conn, domain::ids::MailId(i64::MAX), 100))
        .await
        .unwrap();
    mails.into_iter().filter(|mail| mail.recipient == email).collect()
}

#[tokio::test]
async fn somebody_is_told_once_that_a_gift_was_given_in_memory() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let said = "We miss him.\n\nSee you at evil.example/now";
        let view = begin(&house, in_memory("jo@example.com", said), false).await;
        assert_eq!(
            give_with(&house.ctx, &view, "card_declined").await,
            Given::Declined(domain::payment::Decline::Generic)
        );
        house.drain().await;
        assert!(mails_to(&house, "jo@example.com").await.is_empty(), "{on:?}: it was refused");
        let view = fresh(&house, &view).await;
        assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled, "{on:?}");
        assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled, "{on:?}: a late tap");
        house.drain().await;
        let mails = mails_to(&house, "jo@example.com").await;
        let [mail] = &mails[..] else { panic!("{on:?}: one mail: {mails:?}") };
        assert_eq!(mail.subject, "A gift in memory of Yann Le Bras");
        for wanted in
            ["Hello Jo,", "Camille R. gave to", "We miss him.", "evil. example/now", "this one mail"]
        {
            assert!(mail.text.contains(wanted), "{on:?}: {wanted} in {}", mail.text);
        }
        assert!(!mail.text.contains("25"), "{on:?}: the amount is not named: {}", mail.text);
        assert!(!mail.html.contains("href"), "{on:?}: mail to strangers leads nowhere: {}", mail.html);
        let given = fresh(&house, &view).await.donation.tribute.unwrap();
        assert_eq!(given.told, Told::Yes);
        let thanks = mails_to(&house, "camille@example.com").await;
        assert!(thanks[0].text.contains("In memory of Yann Le Bras. jo@example.com was told by mail."));
    }
}

#[tokio::test]
async fn the_name_is_hidden_and_the_amount_named_as_the_donor_wants_it() {
    let house = House::sqlite();
    let mut tribute = in_memory("jo@example.com", "");
    tribute.kind = TributeKind::Honor;
    tribute.notice.as_mut().unwrap().shows_amount = true;
    let view = begin(&house, tribute, true).await;
    assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled);
    house.drain().await;
    let mails = mails_to(&house, "jo@example.com").await;
    assert_eq!(mails[0].subject, "A gift in honour of Yann Le Bras");
    assert!(
        mails[0].text.contains("Somebody gave to") && !mails[0].text.contains("Camille"),
        "{}",
        mails[0].text
    );
    assert!(mails[0].text.contains("The gift is €25.00."), "{}", mails[0].text);
    assert!(!mails[0].text.contains("wrote to you"));
}

#[tokio::test]
async fn a_tribute_with_mistakes_changes_nothing_and_says_what_they_are() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let mut view = charity.begin(&house.ctx, 2_500).await;
    let before = view.donation.clone();
    let mut wrong = in_memory("nowhere", "go to https://evil.example");
    wrong.name = String::new();
    let change = donations::Change { tribute: Some(wrong), ..donor(euros(3_000)) };
    let Err(ChangeError::Problems(problems)) = donations::change(&house.ctx, &mut view, change).await else {
        panic!("refused")
    };
    let all = [TributeProblem::Name, TributeProblem::Email, TributeProblem::Link].map(ChangeProblem::Tribute);
    assert_eq!(problems, all);
    assert_eq!(fresh(&house, &view).await.donation, before, "nothing has changed");
}

#[tokio::test]
async fn so_many_are_told_a_day_and_no_more() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let mut begun = Vec::new();
        for number in 0..=NOTICES_A_DAY_MAX {
            begun.push(begin(&house, in_memory(&format!("jo{number}@example.com"), ""), false).await);
        }
        // All were begun before the first one settled: the last one finds out when it does.
        for view in &begun {
            assert_eq!(give_with(&house.ctx, view, "card_ok").await, Given::Settled, "{on:?}");
        }
        house.drain().await;
        let last = fresh(&house, begun.last().unwrap()).await;
        assert_eq!(last.donation.tribute.unwrap().told, Told::Held, "{on:?}");
        assert!(mails_to(&house, &format!("jo{NOTICES_A_DAY_MAX}@example.com")).await.is_empty(), "{on:?}");
        assert_eq!(mails_to(&house, "jo0@example.com").await.len(), 1, "{on:?}");

        let charity = house.charity().await;
        let mut view = charity.begin(&house.ctx, 2_500).await;
        let change =
            || donations::Change { tribute: Some(in_memory("jo@example.com", "")), ..donor(euros(2_500)) };
        let Err(ChangeError::Problems(problems)) = donations::change(&house.ctx, &mut view, change()).await
        else {
            panic!("{on:?}: refused")
        };
        assert_eq!(problems, [ChangeProblem::Tribute(TributeProblem::TooMany)], "{on:?}");
        house.clock.advance(SignedDuration::from_hours(25));
        let mut view = charity.begin(&house.ctx, 2_500).await;
        donations::change(&house.ctx, &mut view, change()).await.unwrap();
    }
}

#[tokio::test]
async fn nobody_is_flooded_however_many_donors_write_to_them() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let mut last = None;
    for number in 0..=NOTICES_TO_ONE_MAX {
        let mut view = charity.begin(&house.ctx, 2_500).await;
        let change = donations::Change {
            email: format!("donor{number}@example.com"),
            tribute: Some(in_memory("jo@example.com", "")),
            ..donor(euros(2_500))
        };
        donations::change(&house.ctx, &mut view, change).await.unwrap();
        assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled);
        last = Some(view);
    }
    house.drain().await;
    let most = usize::try_from(NOTICES_TO_ONE_MAX).unwrap();
    assert_eq!(mails_to(&house, "jo@example.com").await.len(), most);
    assert_eq!(fresh(&house, &last.unwrap()).await.donation.tribute.unwrap().told, Told::Held);
}

#[tokio::test]
async fn nobody_is_told_of_a_gift_that_went_back_before_the_mail_did() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let mut view = charity.begin(&house.ctx, 2_500).await;
    let change = donations::Change { tribute: Some(in_memory("jo@example.com", "")), ..donor(euros(2_500)) };
    donations::change(&house.ctx, &mut view, change).await.unwrap();
    assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled);
    // The job finds the gift as it is when the job runs.
    let (nonprofit, id) = (charity.nonprofit, view.donation.id);
    house
        .ctx
        .db()
        .write("count_back", move |tx| store::donations::refunds::count_back(tx, nonprofit, id, euros(2_500)))
        .await
        .unwrap();
    house.drain().await;
    assert!(mails_to(&house, "jo@example.com").await.is_empty());
}

#[tokio::test]
async fn what_was_never_given_is_forgotten_with_whom_it_was_for() {
    let house = House::sqlite();
    let view = begin(&house, in_memory("jo@example.com", "We miss him."), false).await;
    house.clock.advance(SignedDuration::from_hours(25));
    donations::end_old(&house.ctx).await.unwrap();
    assert_eq!(fresh(&house, &view).await.donation.tribute, None);
}
