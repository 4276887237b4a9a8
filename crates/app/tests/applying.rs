//! Applying for a nonprofit when several do so at once, and how many one person may own.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use app::nonprofits::{self, Apply, ApplyError, ApplyProblem};
use domain::access::{AsAccount, Permit};
use domain::money::Currency;
use domain::nonprofit::registry::Registry;
use testkit::house::{House, On, actor};

async fn person(house: &House, handle: &str) -> Permit<AsAccount> {
    let id = testkit::house::person(&house.ctx, handle).await;
    actor(id).may(AsAccount(id)).unwrap()
}

fn form(handle: &str, number: &str) -> Apply {
    Apply {
        handle: handle.to_owned(),
        display_name: "Sauveteurs".to_owned(),
        legal_name: "Association des sauveteurs".to_owned(),
        mission: "Boats.".to_owned(),
        contact_email: "bonjour@sauveteurs.example".to_owned(),
        postal_address: "1 quai du Port".to_owned(),
        country: "FR".parse().unwrap(),
        currency: Currency::EUR,
        registry: Registry::FrRna,
        number: number.to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_apply_with_one_number_at_once_one_is_taken_and_the_others_are_told() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let mut applies = Vec::new();
        for at in 0..8 {
            let permit = person(&house, &format!("person{at}")).await;
            let ctx = house.ctx.clone();
            applies.push(tokio::spawn(async move {
                nonprofits::apply(&ctx, &permit, form(&format!("sauveteurs{at}"), "W751004076")).await
            }));
        }
        let mut taken = 0;
        for apply in applies {
            match apply.await.unwrap() {
                Ok(_) => taken += 1,
                Err(ApplyError::Problems(problems)) => {
                    assert_eq!(problems, [ApplyProblem::NumberTaken], "{on:?}");
                }
                Err(error) => panic!("{on:?}: {error}"),
            }
        }
        assert_eq!(taken, 1, "{on:?}");
    }
}

#[tokio::test]
async fn nobody_takes_the_names_of_more_nonprofits_than_one_person_runs() {
    let house = House::sqlite();
    let permit = person(&house, "anne").await;
    for at in 0..5 {
        let form = form(&format!("sauveteurs{at}"), &format!("W75100407{at}"));
        nonprofits::apply(&house.ctx, &permit, form).await.unwrap();
    }
    let sixth = nonprofits::apply(&house.ctx, &permit, form("sauveteurs6", "W751004076")).await;
    assert!(matches!(sixth, Err(ApplyError::TooMany)), "{sixth:?}");
    let taken = house.ctx.db().read(|conn| store::nonprofits::of_handle(conn, "sauveteurs6")).await.unwrap();
    assert!(taken.is_none(), "nothing has changed");
}
