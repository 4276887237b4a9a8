//! Buying from several shops at once: what is placed, what is not, and undoing exactly one of them.

use testkit::house::Goods;

use super::town::{Browser, DETAILS, Town};

/// The ticket of a result page that says `word`.
fn ticket<'a>(page: &'a str, word: &str) -> &'a str {
    page.split("<section class=\"ticket\">")
        .skip(1)
        .find(|ticket| ticket.contains(word))
        .unwrap_or_else(|| panic!("no ticket says {word} in {page}"))
}

fn hidden(html: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    html.split(&start).nth(1).expect("the field").split('"').next().unwrap().to_owned()
}

/// A basket of two shops, up to the review; the second shop's variant. They cost 24.90 and 34.90.
async fn reviewed(town: &Town, guest: &Browser) -> (String, domain::ids::VariantId) {
    let second = town.house.shop(&[Goods { title: "Lamp", price: 3_000, units: Some(3) }]).await;
    let lamp = second.goods[0];
    town.post(guest, "/basket/add", &format!("offer={}", town.choice(0))).await.expect(303);
    town.post(guest, "/basket/add", &format!("offer={}.{}", lamp.offer, lamp.variant)).await.expect(303);
    let at = town.post(guest, "/basket/checkout", "").await.expect(303).location().to_owned();
    town.post(guest, &format!("{at}/details"), DETAILS).await.expect(303);
    (at, lamp.variant)
}

async fn pay(town: &Town, guest: &Browser, at: &str) -> String {
    let review = town.get(guest, at).await.expect(200);
    let seen = hidden(&review.body, "seen");
    town.post(guest, &format!("{at}/pay"), &format!("seen={seen}")).await.expect(303);
    town.get(guest, at).await.expect(200).body
}

#[tokio::test]
async fn each_order_of_a_basket_is_undone_by_its_own_button() {
    let town = Town::new().await;
    let guest = Browser::default();
    let (at, _) = reviewed(&town, &guest).await;
    let page = pay(&town, &guest, &at).await;
    let (theirs, first) = (ticket(&page, "34.90"), ticket(&page, "24.90"));
    for placed in [theirs, first] {
        assert!(placed.contains("<undo-ring") && placed.contains("data-until=\""), "{placed}");
        assert!(placed.contains("data-sheet>"), "undoing stays in the sheet: {placed}");
    }
    let (lamp, bowl) = (hidden(theirs, "order"), hidden(first, "order"));
    assert_ne!(lamp, bowl);

    town.post(&guest, &format!("{at}/undo"), &format!("order={lamp}")).await.expect(303);
    let page = town.get(&guest, &at).await.expect(200).body;
    let undone = ticket(&page, "34.90");
    assert!(undone.contains("Undone") && undone.contains("was not told") && !undone.contains("undo-ring"));
    let left = ticket(&page, "24.90");
    assert!(left.contains("Placed") && left.contains("<undo-ring"), "{left}");
    assert!(!page.contains("Not placed"), "what was undone did not fail");

    town.post(&guest, &format!("{at}/undo"), &format!("order={bowl}")).await.expect(303);
    let page = town.get(&guest, &at).await.expect(200).says(&["Order undone"]).body;
    assert!(!page.contains("<undo-ring"));
}

#[tokio::test]
async fn a_provider_that_is_down_is_told_for_a_basket_too() {
    let town = Town::new().await;
    let guest = Browser::default();
    let (at, _) = reviewed(&town, &guest).await;
    town.post(&guest, &format!("{at}/change/payment"), "payment=card_down").await.expect(303);
    let seen = hidden(&town.get(&guest, &at).await.body, "seen");
    let paid = town.post(&guest, &format!("{at}/pay"), &format!("seen={seen}")).await.expect(303);
    let says = "The payment provider does not answer. Nothing was charged.";
    town.get(&guest, paid.location()).await.expect(200).says(&[
        says,
        "24.90",
        "34.90",
        "/pay\"",
        "Returns within 14 days.",
    ]);
}

#[tokio::test]
async fn what_one_shop_could_not_sell_is_told_from_what_is_placed() {
    let town = Town::new().await;
    let guest = Browser::default();
    let (at, lamp) = reviewed(&town, &guest).await;
    town.get(&guest, &at).await.expect(200);
    town.house
        .ctx
        .db()
        .write("sold", move |tx| {
            tx.execute("UPDATE variants SET on_hand = 0 WHERE id = $1", &[store::Param::id(lamp)])
        })
        .await
        .unwrap();
    let page = pay(&town, &guest, &at).await;
    assert!(page.contains("Some orders are placed, some are not"), "{page}");
    assert!(page.contains("You pay only for what is placed."), "{page}");
    let (placed, failed) = (ticket(&page, "24.90"), ticket(&page, "34.90"));
    assert!(placed.contains("<undo-ring") && placed.contains(">Placed<"));
    assert!(failed.contains("Not placed, nothing charged") && !failed.contains("<undo-ring"));
    // Too late is said, and where things stand is shown.
    town.house.clock.advance(town.house.ctx.undo_window() + jiff::SignedDuration::from_secs(1));
    let late = town.post(&guest, &format!("{at}/undo"), &format!("order={}", hidden(placed, "order"))).await;
    late.expect(200).says(&["The time to undo is over", "Some orders are placed, some are not"]);
}
