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
            fee_basis_points: 0,
            keep: false,
            presence: app::ports::Presence::Here,
            server: "srv_1".to_owned(),
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

/// The two addresses of an account, the usual one last.
async fn two_addresses(town: &Town, browser: &Browser) -> (String, String) {
    town.post(browser, "/account/addresses", ADDRESS).await.expect(303);
    let office = "name=Bureau&line1=9+quai&city=Brest&postal_code=29200&country=FR";
    town.post(browser, "/account/addresses", office).await.expect(303);
    let page = town.get(browser, "/account/addresses").await;
    let of_first = path_in(&page.body, "/account/addresses/", "/prefer");
    let first = of_first.trim_end_matches("/prefer").rsplit('/').next().unwrap().to_owned();
    let second = page
        .body
        .split("/account/addresses/adr_")
        .skip(1)
        .map(|rest| format!("adr_{}", rest.split(['/', '"']).next().unwrap()))
        .find(|id| *id != first)
        .unwrap();
    (first, second)
}

async fn kept(town: &Town, browser: &Browser) -> usize {
    let page = town.get(browser, "/account/addresses").await;
    page.body.matches("/delete\"").count()
}

#[tokio::test]
async fn the_checkout_offers_the_saved_addresses_to_their_account_alone() {
    let town = Town::new().await;
    let camille = signed_in(&town, "camille").await;
    let (home, office) = two_addresses(&town, &camille).await;
    let at = town.post(&camille, "/buy", &format!("offer={}", town.choice(0))).await.location().to_owned();
    let offered = format!("value=\"{office}\" required checked");
    town.get(&camille, &at).await.expect(200).says(&[&offered, &home, "Another address", "9 quai"]);

    // The first step takes one that is not the usual one, and leaves the usual one what it was.
    let step = format!("address={home}&email=camille%40example.org&payment=card_ok");
    town.post(&camille, &format!("{at}/details"), &step).await.expect(303);
    let review = town.get(&camille, &at).await.expect(200).says(&["1 rue des Lilas"]);
    assert!(!review.body.contains("9 quai"));
    let page = town.get(&camille, "/account/addresses").await;
    assert!(page.body.find("9 quai") < page.body.find("1 rue"));

    // So does the step that changes it; another one is typed below the choices.
    let change = format!("{at}/change/address");
    let chosen = format!("value=\"{home}\" required checked");
    town.get(&camille, &change).await.expect(200).says(&[&chosen, &office, "Another address", "Save to my"]);
    town.post(&camille, &change, &format!("address={office}")).await.expect(303);
    town.get(&camille, &at).await.expect(200).says(&["9 quai"]);
    let wrong = town.post(&camille, &change, "address=new&name=Tante&country=FR").await.expect(422);
    wrong.says(&["f-line1-error", "value=\"new\" required checked", "Tante"]);

    // Nobody else's, neither chosen nor seen.
    let eve = signed_in(&town, "eve").await;
    let hers = town.post(&eve, "/buy", &format!("offer={}", town.choice(0))).await.location().to_owned();
    let taken = town.post(&eve, &format!("{hers}/details"), &step).await.expect(422);
    let taken = taken.says(&["no longer saved"]);
    assert!(!taken.body.contains("1 rue des Lilas"));
    let guest = Browser::default();
    let theirs = town.post(&guest, "/buy", &format!("offer={}", town.choice(0))).await.location().to_owned();
    let page = town.get(&camille, &theirs).await.expect(200);
    assert!(!page.body.contains("9 quai"), "a guest's purchase is nobody's account's");
    town.post(&guest, &format!("{theirs}/details"), &step).await.expect(422).says(&["no longer saved"]);
    for stranger in [&guest, &eve] {
        let page = town.get(stranger, &at).await;
        assert!(!page.body.contains("9 quai") && !page.body.contains("1 rue"), "{}", page.status);
    }

    // Deleted in another tab: said, and what was typed is still there.
    town.post(&camille, &format!("/account/addresses/{home}/delete"), "").await.expect(303);
    town.post(&camille, &change, &format!("address={home}")).await.expect(422).says(&["no longer saved"]);
    town.get(&camille, &at).await.expect(200).says(&["9 quai"]);
}

#[tokio::test]
async fn an_address_typed_in_the_checkout_is_kept_only_where_asked() {
    let town = Town::new().await;
    let camille = signed_in(&town, "camille").await;
    let at = town.post(&camille, "/buy", &format!("offer={}", town.choice(0))).await.location().to_owned();
    town.post(&camille, &format!("{at}/details"), DETAILS).await.expect(303);
    assert_eq!(kept(&town, &camille).await, 0, "nobody asked for it");

    let change = format!("{at}/change/address");
    // Without any kept yet the box is ticked; the buyer may still say no.
    town.get(&camille, &change).await.expect(200).says(&["name=\"keep\" value=\"on\" checked"]);
    town.post(&camille, &change, ADDRESS).await.expect(303);
    town.get(&camille, &at).await.says(&["1 rue des Lilas"]);
    assert_eq!(kept(&town, &camille).await, 0);
    town.post(&camille, &change, &format!("{ADDRESS}&keep=on")).await.expect(303);
    assert_eq!(kept(&town, &camille).await, 1);

    // A further one is a gift's unless the buyer says otherwise.
    let page = town.get(&camille, &change).await.expect(200).says(&["name=\"keep\" value=\"on\"><span>Save"]);
    assert!(!page.body.contains("name=\"keep\" value=\"on\" checked"));
    let gift = "address=new&name=Tante&line1=3+place&city=Lyon&postal_code=69001&country=FR";
    town.post(&camille, &change, gift).await.expect(303);
    town.post(&camille, &format!("{at}/change/contact"), "email=other%40example.org").await.expect(303);
    town.get(&camille, &at).await.says(&["3 place", "other@example.org"]);
    assert_eq!(kept(&town, &camille).await, 1, "neither the gift's nor by a change of the mail address");
    let page = town.get(&camille, "/account/addresses").await;
    assert!(!page.body.contains("3 place"));
}
