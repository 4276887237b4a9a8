//! What pages say about an order is what happened to it, in the reader's language.

use app::accounts::wallet::ADDRESSES_MAX;
use domain::ids::MethodId;
use jiff::SignedDuration;
use testkit::house::Goods;

use super::town::{Browser, DETAILS, Page, Town};

async fn paid(town: &Town, browser: &Browser) -> String {
    let at = town.checkout(browser).await;
    let review = town.get(browser, &at).await.expect(200);
    let seen = hidden(&review.body, "seen");
    town.post(browser, &format!("{at}/pay"), &format!("seen={seen}")).await.expect(303);
    at
}

fn hidden(page: &str, name: &str) -> String {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("the field");
    rest.split('"').next().unwrap().to_owned()
}

fn order_link(page: &Page) -> String {
    let found = page.body.split('"').find(|part| part.starts_with("/orders/ord_") && part.contains("key="));
    found.unwrap_or_else(|| panic!("no link to the order in {}", page.body)).replace("&#38;", "&")
}

#[tokio::test]
async fn a_page_says_that_the_shop_has_the_order_only_when_it_has() {
    for (guest, passing, passed) in [
        (Browser::default(), "The time to undo is over. We are passing the order on.", "has the order."),
        (Browser::french(), "Nous transmettons la commande.", "a la commande."),
    ] {
        let town = Town::new().await;
        let at = paid(&town, &guest).await;
        let open = town.get(&guest, &at).await.expect(200).says(&["<undo-ring", passing, "data-seconds=\""]);
        let order = order_link(&open);
        town.house.clock.advance(town.house.ctx.undo_window() + SignedDuration::from_secs(1));
        for page in [&at, &order] {
            let page = town.get(&guest, page).await.expect(200).says(&[passing, "data-refresh=\"2\""]);
            assert!(!page.body.contains(passed) && !page.body.contains("<undo-ring"), "{}", page.body);
        }
    }
}

#[tokio::test]
async fn an_undone_order_says_its_number_and_that_nothing_was_charged() {
    for (guest, why, word, given_back) in [
        (Browser::default(), "You undid this order. Nothing was charged.", "Undone", "given back"),
        (
            Browser::french(),
            "Vous avez annulé cette commande. Rien n’a été débité.",
            "Annulée par vous",
            "rendu",
        ),
    ] {
        let town = Town::new().await;
        let at = paid(&town, &guest).await;
        let placed = town.get(&guest, &at).await.expect(200);
        let number = placed.body.split("order-no\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        town.post(&guest, &format!("{at}/undo"), "").await.expect(303);
        let ended = town.get(&guest, &at).await.expect(200).says(&[&number]);
        let page = town.get(&guest, &order_link(&ended)).await.expect(200).says(&[why]);
        assert!(!page.body.contains(given_back), "nothing was paid: {}", page.body);
        // One word for one thing: the label says what the sentence and the time line say.
        assert!(page.body.contains(&format!("<span class=\"tag plain\">{word}</span>")), "{}", page.body);
        assert!(!page.body.contains("Canceled"), "{}", page.body);
    }
}

#[tokio::test]
async fn equal_currencies_of_a_basket_are_added_and_the_button_says_what_the_law_asks() {
    let town = Town::new().await;
    let second = town.house.shop(&[Goods { title: "Lamp", price: 3_000, units: Some(3) }]).await;
    let lamp = second.goods[0];
    for (guest, button) in [
        (Browser::default(), "Order with obligation to pay – €59.80"),
        (Browser::french(), "Commande avec obligation de paiement – 59,80\u{a0}€"),
    ] {
        town.post(&guest, "/basket/add", &format!("offer={}", town.choice(0))).await.expect(303);
        town.post(&guest, "/basket/add", &format!("offer={}.{}", lamp.offer, lamp.variant)).await.expect(303);
        let at = town.post(&guest, "/basket/checkout", "").await.expect(303).location().to_owned();
        town.post(&guest, &format!("{at}/details"), DETAILS).await.expect(303);
        let page = town.get(&guest, &at).await.expect(200).says(&[button]);
        let total = page.body.split("class=\"pay-total\"").nth(1).unwrap().split("</p>").next().unwrap();
        assert!(total.contains("59") && !total.contains('+'), "{total}");
    }
}

#[tokio::test]
async fn whoever_bought_without_an_account_finds_the_order_from_the_sign_in_page() {
    let town = Town::new().await;
    let link = "href=\"/orders/find\"";
    town.get(&Browser::default(), "/sign-in")
        .await
        .says(&[link, "Bought without an account? Find your order"]);
    town.get(&Browser::french(), "/sign-in").await.says(&[link, "Retrouvez votre commande"]);
}

#[tokio::test]
async fn the_details_say_what_the_total_lacks_and_which_field_is_missing() {
    let town = Town::new().await;
    for (guest, lacks, missing) in [
        (
            Browser::default(),
            "plus shipping",
            ["#f-name\">Full name is missing.", "#f-city\">City is missing."],
        ),
        (Browser::french(), "livraison en sus", ["#f-name\">Il manque", "#f-city\">Il manque"]),
    ] {
        let tapped = town.post(&guest, "/buy", &format!("offer={}", town.choice(0))).await.expect(303);
        let at = tapped.location().to_owned();
        town.get(&guest, &at).await.expect(200).says(&[lacks]);
        let wrong = town.post(&guest, &format!("{at}/details"), "country=FR").await.expect(422);
        wrong.says(&missing);
    }
}

#[tokio::test]
async fn a_search_without_an_order_says_that_nothing_matches() {
    let town = Town::new().await;
    let camille = town.signed_in(town.account("camille", false).await).await;
    let page = town.get(&camille, "/orders?q=zzz").await.expect(200).says(&["Nothing matches “zzz”."]);
    assert!(!page.body.contains("No orders yet"));
    town.get(&camille, "/orders").await.expect(200).says(&["No orders yet"]);
}

#[tokio::test]
async fn a_card_that_is_not_saved_is_refused_in_words() {
    let town = Town::new().await;
    let camille = town.signed_in(town.account("camille", false).await).await;
    let at = town.checkout(&camille).await;
    let gone: MethodId = town.house.ctx.id();
    let details = DETAILS.replace("payment=card_ok", &format!("payment={gone}"));
    for (step, form) in [("details", details), ("change/payment", format!("payment={gone}"))] {
        let answer = town.post(&camille, &format!("{at}/{step}"), &form).await.expect(422);
        answer.says(&["This card is no longer saved. Choose another way to pay."]);
    }
}

#[tokio::test]
async fn a_full_address_book_stays_as_it_is_and_the_order_goes_where_asked() {
    let town = Town::new().await;
    let account = town.account("camille", false).await;
    let camille = town.signed_in(account).await;
    for house in 0..ADDRESSES_MAX {
        let address = format!("name=Camille&line1={house}+quai&city=Brest&postal_code=29200&country=FR");
        town.post(&camille, "/account/addresses", &address).await.expect(303);
    }
    let tapped = town.post(&camille, "/buy", &format!("offer={}", town.choice(0))).await.expect(303);
    let at = tapped.location().to_owned();
    town.post(&camille, &format!("{at}/details"), &format!("{DETAILS}&address=new&keep=on"))
        .await
        .expect(303);
    town.get(&camille, &at).await.expect(200).says(&["12 rue des Lilas"]);
    let count =
        town.house.ctx.db().read(move |conn| store::wallet::addresses(conn, account)).await.unwrap().len();
    assert_eq!(count, ADDRESSES_MAX);
}

#[tokio::test]
async fn an_open_card_has_a_place_for_why_its_shop_stopped() {
    let town = Town::new().await;
    let guest = Browser::default();
    let product = format!("/products/{}", town.shop.goods[0].product);
    town.get(&guest, &product).await.expect(200).says(&["data-when=\"closed\" hidden"]);
}
