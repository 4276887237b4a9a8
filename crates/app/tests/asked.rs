//! What the law of a nonprofit's country asks: refused with what is wrong, kept as it was read, and asked before the bank.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use app::donations::{self, BeginError, ChangeError, ChangeProblem, DonationView, Given};
use domain::access::{Actor, Person};
use domain::donation::amount::AmountProblem;
use domain::donation::asked::{AnswerProblem, Answers, TaxId};
use domain::money::{Currency, Money};
use testkit::house::{Charity, House, On, donor, give_with};

fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::EUR)
}

const TABLE: &str = r#"
[[rule]]
country = "FR"
source = "a law"
least = "5.00 EUR"
most = "300.00 EUR"
[[rule.field]]
key = "address"
kind = "address"
needed = "above 50.00 EUR"
label = { en = "Address", fr = "Adresse" }
[[rule.field]]
key = "employer"
kind = "text"
needed = "above 100.00 EUR in a year"
label = { en = "Employer", fr = "Employeur" }
[[rule.field]]
key = "tax_id"
kind = "es_nif"
needed = "for a receipt"
label = { en = "NIF", fr = "NIF" }
[[rule.field]]
key = "own"
kind = "declaration"
needed = "always"
label = { en = "This is my own money.", fr = "C’est mon propre argent." }
"#;

fn house(on: On) -> Option<House> {
    let house = House::new(on)?;
    Some(house.asking(TABLE))
}

fn answers(given: &[(&str, &str)]) -> Answers {
    Answers(given.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect())
}

async fn fresh(house: &House, view: &DonationView) -> DonationView {
    donations::open_by_link(&house.ctx, &Actor::Anonymous, view.donation.id, &view.token).await.unwrap()
}

async fn begin(house: &House, charity: &Charity, actor: &Actor, cents: i64) -> DonationView {
    let begun = donations::begin(&house.ctx, actor, charity.wish(cents)).await.unwrap();
    donations::open_by_link(&house.ctx, actor, begun.donation, &begun.token).await.unwrap()
}

fn problems(refused: Result<(), ChangeError>) -> Vec<ChangeProblem> {
    match refused {
        Err(ChangeError::Problems(problems)) => problems,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn nothing_is_charged_before_everything_is_answered() {
    for on in On::BOTH {
        let Some(house) = house(on) else { continue };
        let charity = house.charity().await;
        let mut view = begin(&house, &charity, &Actor::Anonymous, 2_000).await;
        // Who taps without the form is not let through, whatever the page showed.
        assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Unanswered, "{on:?}");
        let wrong = donations::Change {
            answers: answers(&[("tax_id", "1"), ("tax_receipt", "on")]),
            ..donor(euros(2_000))
        };
        let found = problems(donations::change(&house.ctx, &mut view, wrong).await);
        let wanted = [
            ChangeProblem::Answer("tax_id".to_owned(), AnswerProblem::TaxId(TaxId::EsNif)),
            ChangeProblem::Answer("own".to_owned(), AnswerProblem::Missing),
        ];
        assert_eq!(found, wanted, "{on:?}");
        assert_eq!(fresh(&house, &view).await.donation, view.donation, "{on:?}: nothing has changed");
        let right = donations::Change {
            answers: answers(&[
                ("tax_id", "12345678-z"),
                ("tax_receipt", "on"),
                ("own", "on"),
                ("other", "x"),
            ]),
            tag: "fr",
            ..donor(euros(2_000))
        };
        donations::change(&house.ctx, &mut view, right).await.unwrap();
        assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled, "{on:?}");
        let kept = fresh(&house, &view).await.donation.answers;
        let wanted =
            answers(&[("tax_id", "12345678Z"), ("tax_receipt", "yes"), ("own", "C’est mon propre argent.")]);
        assert_eq!(kept, wanted, "{on:?}: as it was read, and nothing that nobody asked");
    }
}

#[tokio::test]
async fn a_threshold_counts_what_the_donor_gave_in_the_year() {
    for on in On::BOTH {
        let Some(house) = house(on) else { continue };
        let charity = house.charity().await;
        let change = |cents| donations::Change { answers: answers(&[("own", "on")]), ..donor(euros(cents)) };
        let mut first = begin(&house, &charity, &Actor::Anonymous, 5_000).await;
        donations::change(&house.ctx, &mut first, change(5_000)).await.unwrap();
        assert_eq!(give_with(&house.ctx, &first, "card_ok").await, Given::Settled, "{on:?}");
        let mut next = begin(&house, &charity, &Actor::Anonymous, 5_000).await;
        donations::change(&house.ctx, &mut next, change(5_000)).await.unwrap();
        let found = problems(donations::change(&house.ctx, &mut next, change(5_001)).await);
        let missing = |key: &str| ChangeProblem::Answer(key.to_owned(), AnswerProblem::Missing);
        assert_eq!(found, [missing("address"), missing("employer")], "{on:?}");
        // A year later it counts anew.
        house.clock.advance(jiff::SignedDuration::from_hours(24 * 366));
        let mut later = begin(&house, &charity, &Actor::Anonymous, 5_000).await;
        donations::change(&house.ctx, &mut later, change(5_000)).await.unwrap();
    }
}

#[tokio::test]
async fn no_gift_is_smaller_or_larger_than_the_law_lets_it_be() {
    let house = house(On::Sqlite).unwrap();
    let charity = house.charity().await;
    let refused = |cents| donations::begin(&house.ctx, &Actor::Anonymous, charity.wish(cents));
    let Err(BeginError::Amount(problem)) = refused(499).await else { panic!("refused") };
    assert_eq!(problem, AmountProblem::TooSmall(euros(500)));
    let Err(BeginError::Amount(problem)) = refused(30_001).await else { panic!("refused") };
    assert_eq!(problem, AmountProblem::TooLarge(euros(30_000)));
    let mut view = begin(&house, &charity, &Actor::Anonymous, 30_000).await;
    let change = donations::Change { answers: answers(&[("own", "on")]), ..donor(euros(30_001)) };
    let found = problems(donations::change(&house.ctx, &mut view, change).await);
    assert!(found.contains(&ChangeProblem::Amount(AmountProblem::TooLarge(euros(30_000)))), "{found:?}");
}

#[tokio::test]
async fn who_comes_back_is_asked_only_what_must_be_declared_anew() {
    let house = house(On::Sqlite).unwrap();
    let charity = house.charity().await;
    let actor = Actor::Person(Person {
        account: charity.owner,
        staff_of: [].into(),
        nonprofits: [].into(),
        operator: false,
    });
    let mut view = begin(&house, &charity, &actor, 2_000).await;
    let change = donations::Change {
        answers: answers(&[("employer", "Port"), ("own", "on")]),
        address: "1 quai".to_owned(),
        ..donor(euros(2_000))
    };
    donations::change(&house.ctx, &mut view, change).await.unwrap();
    assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled);
    let again = begin(&house, &charity, &actor, 2_000).await;
    assert_eq!(again.donation.donor.address, "1 quai");
    assert_eq!(again.donation.answers, answers(&[("employer", "Port")]), "a declaration is made each time");
    assert!(!again.is_answered());
    let other = house.charity().await;
    let elsewhere = begin(&house, &other, &actor, 2_000).await;
    assert_eq!(elsewhere.donation.answers, Answers::default(), "what one nonprofit was told, no other is");
}
