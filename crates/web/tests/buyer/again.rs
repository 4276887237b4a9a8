//! Every address that a form leads to can be opened again, and what can be chosen can be had.

use super::town::{Browser, DETAILS, Town};

fn hidden(page: &str, name: &str) -> String {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("the field");
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_payment_that_met_a_provider_that_is_down_can_be_opened_and_reloaded_and_still_says_so() {
    for (guest, says) in [
        (Browser::default(), "The payment provider does not answer. Nothing was charged."),
        (Browser::french(), "Rien n’a été débité."),
    ] {
        let town = Town::new().await;
        let tapped = town.post(&guest, "/buy", &format!("offer={}", town.choice(0))).await.expect(303);
        let at = tapped.location().to_owned();
        let details = DETAILS.replace("card_ok", "card_down");
        town.post(&guest, &format!("{at}/details"), &details).await.expect(303);
        let seen = hidden(&town.get(&guest, &at).await.body, "seen");
        let paid = town.post(&guest, &format!("{at}/pay"), &format!("seen={seen}")).await.expect(303);
        let to = paid.location().to_owned();
        for _ in 0..2 {
            town.get(&guest, &to).await.expect(200).says(&[says, "name=\"seen\"", "/pay\""]);
        }
        let again = town.get(&guest, &format!("{at}/pay")).await.expect(303);
        assert_eq!(again.location(), at, "the form's own address leads back");
        // Another card buys, and then nothing speaks of the try before.
        town.post(&guest, &format!("{at}/change/payment"), "payment=card_ok").await.expect(303);
        let seen = hidden(&town.get(&guest, &to).await.body, "seen");
        town.post(&guest, &format!("{at}/pay"), &format!("seen={seen}")).await.expect(303);
        let placed = town.get(&guest, &to).await.expect(200).says(&["data-step=\"placed\""]);
        assert!(!placed.body.contains(says) || says.starts_with("Rien"), "{}", placed.body);
    }
}

#[tokio::test]
async fn the_address_of_every_step_leads_back_to_the_purchase_of_whoever_holds_its_link() {
    let town = Town::new().await;
    let guest = Browser::default();
    let at = town.checkout(&guest).await;
    for step in ["details", "quantity", "pay", "undo", "challenge"] {
        let again = town.get(&guest, &format!("{at}/{step}")).await.expect(303);
        assert_eq!(again.location(), at, "{step}");
        let (purchase, _) = at.rsplit_once('/').unwrap();
        town.get(&guest, &format!("{purchase}/00/{step}")).await.expect(404);
    }
}

/// What can be chosen as quantity.
fn offered(page: &str) -> Vec<&str> {
    let Some(select) = page.split("name=\"quantity\"").nth(1) else { return Vec::new() };
    let select = select.split("</select>").next().unwrap();
    select.split("<option").skip(1).map(|option| option.split(['>', '<']).nth(1).unwrap()).collect()
}

#[tokio::test]
async fn no_more_is_offered_than_the_shelf_holds() {
    let town = Town::new().await;
    let guest = Browser::default();
    let at = town.checkout(&guest).await;
    let page = town.get(&guest, &at).await.expect(200);
    assert_eq!(offered(&page.body), ["1", "2", "3", "4", "5"], "five bowls are there: {}", page.body);
    let bowl = town.shop.goods[0].variant;
    town.post(&guest, &format!("{at}/quantity"), &format!("line={bowl}&quantity=4")).await.expect(303);
    let set = town.house.ctx.db().write("stock", move |tx| {
        tx.execute("UPDATE variants SET on_hand = reserved + 2 WHERE id = $1", &[store::Param::id(bowl)])
    });
    set.await.unwrap();
    let page = town.get(&guest, &at).await.expect(200);
    assert!(
        page.body.contains("<option selected disabled>4</option>"),
        "what was chosen is shown: {}",
        page.body
    );
    assert_eq!(offered(&page.body)[1..], ["1", "2"], "and cannot be chosen again");
    town.post(&guest, "/basket/add", &format!("offer={}", town.choice(0))).await.expect(303);
    let basket = town.get(&guest, "/basket").await.expect(200);
    assert_eq!(offered(&basket.body), ["1", "2"], "{}", basket.body);
}
