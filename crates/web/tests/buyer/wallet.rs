//! Saved addresses and cards: seen, changed, deleted at any time; then the checkout offers them no more.

use app::ports::{Attempt, Authorize, Payments};
use domain::money::{Currency, Money};

use super::town::{Browser, DETAILS, Town};

const ADDRESS: &str = "name=Camille&line1=1+rue+des+Lilas&city=Rennes&postal_code=35000&country=FR";

/// The address of the first link or form of `page` that begins with `start` and ends with `end`.
fn path_in(page: &str, start: &str, end: &str) -> String {
    page.split('"')
        .find(|part| part.starts_with(start) && part.ends_with(end) && part.len() > start.len() + end.len())
        .unwrap_or_else(|| panic!("no {start}…{end} in {page}"))
        .to_owned()
}

async fn signed_in(town: &Town, handle: &str) -> Browser {
    let account = town.account(handle, false).await;
    town.signed_in(account).await
}

#[tokio::test]
async fn addresses_are_added_changed_preferred_and_deleted() {
    let town = Town::new().await;
    let camille = signed_in(&town, "camille").await;
    town.get(&camille, "/account/addresses").await.expect(200).says(&["No saved addresses."]);
    town.get(&camille, "/account/addresses/new").await.expect(200).says(&["Add an address"]);
    town.post(&camille, "/account/addresses", ADDRESS).await.expect(303);
    let office = "name=Camille&line1=%3Cb%3E9+quai&city=Brest&postal_code=29200&country=FR";
    town.post(&camille, "/account/addresses", office).await.expect(303);
    let page =
        town.get(&camille, "/account/addresses").await.expect(200).says(&["1 rue des Lilas", "&#60;b&#62;9"]);
    assert!(page.body.find("9 quai") < page.body.find("1 rue"), "the newest is the usual one");

    let prefer = path_in(&page.body, "/account/addresses/", "/prefer");
    town.post(&camille, &prefer, "").await.expect(303);
    let page = town.get(&camille, "/account/addresses").await;
    assert!(page.body.find("1 rue") < page.body.find("9 quai"));

    let usual = prefer.trim_end_matches("/prefer").to_owned();
    town.get(&camille, &usual).await.expect(200).says(&["1 rue des Lilas"]);
    town.post(&camille, &usual, &ADDRESS.replace("1+rue", "2+rue")).await.expect(303);
    town.get(&camille, "/account/addresses").await.says(&["2 rue des Lilas"]);
    let wrong = town.post(&camille, &usual, &ADDRESS.replace("city=Rennes", "city=")).await.expect(422);
    wrong.says(&["f-city-error", "1 rue des Lilas"]);

    let stranger = signed_in(&town, "eve").await;
    for (path, form) in [(usual.clone(), ADDRESS), (prefer, ""), (format!("{usual}/delete"), "")] {
        town.post(&stranger, &path, form).await.expect(404);
    }
    town.get(&stranger, &usual).await.expect(404);
    town.get(&camille, "/account/addresses").await.says(&["2 rue des Lilas"]);

    let bought = town.post(&camille, "/buy", &format!("offer={}", town.choice(0))).await;
    town.get(&camille, bought.location()).await.expect(200).says(&["2 rue des Lilas"]);
    town.post(&camille, &format!("{usual}/delete"), "").await.expect(303);
    town.post(&camille, &format!("{usual}/delete"), "").await.expect(404);
    let bought = town.post(&camille, "/buy", &format!("offer={}", town.choice(0))).await;
    let page = town.get(&camille, bought.location()).await.expect(200);
    assert!(!page.body.contains("2 rue des Lilas"), "the next checkout no longer offers it");
}

#[tokio::test]
async fn a_deleted_card_is_offered_no_more_and_forgotten_by_the_provider() {
    let town = Town::new().await;
    let camille = signed_in(&town, "camille").await;
    let tapped = town.post(&camille, "/buy", &format!("offer={}", town.choice(0))).await.expect(303);
    let at = tapped.location().to_owned();
    town.post(&camille, &format!("{at}/details"), &format!("{DETAILS}&keep=on")).await.expect(303);
    let review = town.get(&camille, &at).await.expect(200);
    let seen =
        review.body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    town.post(&camille, &format!("{at}/pay"), &format!("seen={seen}")).await.expect(303);
    town.get(&camille, &at).await.expect(200).says(&["rder placed"]);

    let page = town.get(&camille, "/account/cards").await.expect(200).says(&["4242", "Usual card"]);
    let delete = path_in(&page.body, "/account/cards/", "/delete");
    let stranger = signed_in(&town, "eve").await;
    town.post(&stranger, &delete, "").await.expect(404);

    let tapped = town.post(&camille, "/buy", &format!("offer={}", town.choice(0))).await;
    let open = tapped.location().to_owned();
    town.get(&camille, &open).await.expect(200).says(&["name=\"seen\""]);
    town.post(&camille, &delete, "").await.expect(303);
    town.get(&camille, "/account/cards").await.expect(200).says(&["No saved cards."]);
    let open = town.get(&camille, &open).await.expect(200);
    assert!(!open.body.contains("value=\"mth_"), "an open checkout asks for another card");

    let charge = |key: &str| {
        town.house.sandbox.authorize(Authorize {
            attempt: Attempt {
                key: key.to_owned(),
                reference: String::new(),
                payee: String::new(),
                amount: Money::new(100, Currency::EUR),
                began_at: jiff::Timestamp::UNIX_EPOCH,
            },
            method: "saved_card_ok".to_owned(),
            order: "x".to_owned(),
            return_url: String::new(),
        })
    };
    assert!(charge("before").await.is_ok(), "nothing is asked of the provider inside the request");
    town.house.drain().await;
    assert!(charge("after").await.is_err(), "the provider forgot it");
}

#[tokio::test]
async fn whoever_finds_the_link_of_an_accounts_purchase_cannot_see_change_or_pay_it() {
    let town = Town::new().await;
    let camille = signed_in(&town, "camille").await;
    let tapped = town.post(&camille, "/buy", &format!("offer={}", town.choice(0))).await.expect(303);
    let at = tapped.location().to_owned();
    town.post(&camille, &format!("{at}/details"), &format!("{DETAILS}&keep=on")).await.expect(303);
    let review = town.get(&camille, &at).await.expect(200);
    let seen = review.body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();

    let eve = signed_in(&town, "eve").await;
    let guest = Browser::default();
    for (finder, status) in [(&eve, 404), (&guest, 303)] {
        let steps = [
            ("pay", format!("seen={seen}")),
            ("details", DETAILS.replace("Rennes", "Eveville")),
            ("change/address", ADDRESS.replace("Rennes", "Eveville")),
            ("change/payment", "payment=card_ok".to_owned()),
        ];
        for (step, form) in steps {
            town.post(finder, &format!("{at}/{step}"), &form).await.expect(status);
        }
    }
    town.get(&eve, &at).await.expect(404);
    let asked = town.get(&guest, &at).await.expect(303);
    assert!(
        asked.location().starts_with("/sign-in?back=/checkout/"),
        "a session that ran out leads back: {}",
        asked.location()
    );

    let review = town.get(&camille, &at).await.expect(200);
    assert!(
        review.body.contains("name=\"seen\"") && !review.body.contains("Eveville"),
        "nothing has changed"
    );
    town.post(&camille, &format!("{at}/pay"), &format!("seen={seen}")).await.expect(303);
    town.get(&camille, &at).await.expect(200).says(&["rder placed"]);
    town.get(&guest, &at).await.expect(303);
}
