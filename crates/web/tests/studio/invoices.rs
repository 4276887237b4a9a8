//! The invoice as it is printed by the shop and by its buyer.

use app::checkout::Part;
use domain::access::Role;
use http::StatusCode;
use jiff::SignedDuration;
use testkit::house::{Goods, House, pay_with};

use crate::town::{Town, between};

const PRINT: Goods = Goods { title: "Print", price: 2_490, units: Some(10) };

/// The texts of the cells of each row of the table below `heading`.
fn rows(page: &str, heading: &str) -> Vec<Vec<String>> {
    let table = between(page, heading, "</table>").unwrap_or_else(|| panic!("no {heading} in {page}"));
    let body = between(table, "<tbody>", "</tbody>").unwrap();
    let plain = |cell: &str| {
        let text = cell.split_once('>').map_or("", |(_, rest)| rest);
        text.split('<').map(|part| part.rsplit('>').next().unwrap()).collect::<String>()
    };
    body.split("<tr").skip(1).map(|row| row.split("<td").skip(1).map(plain).collect()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_has_its_own_number_the_rates_and_each_number_of_the_seller_by_its_name() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let view = shop.tap(&house.ctx, &[(0, 2)]).await;
    let Part::Placed(order) = pay_with(&house.ctx, &view, "card_ok").await[0].1 else { panic!("placed") };
    let town = Town::of(house);
    let (guest, key) = (town.guest().await, view.token);
    let bought = format!("/orders/{order}/invoice?key={key}");
    assert_eq!(guest.get(&bought).await.status, StatusCode::NOT_FOUND, "nothing was paid yet");
    town.house.clock.advance(SignedDuration::from_mins(3));
    town.house.drain().await;
    // What the sandbox takes is a test; this one is as if it were not.
    let real = town.house.ctx.db().write("real", move |tx| {
        tx.execute("UPDATE orders SET is_test = 0 WHERE id = $1", &[store::Param::id(order)])
    });
    real.await.unwrap();

    let owner = town.staff("nora", shop.merchant, Role::Owner).await;
    let studio = format!("/studio/{}", shop.merchant);
    let saved = owner
        .post(
            &format!("{studio}/settings"),
            &[
                ("display_name", "Atelier Nord"),
                ("legal_name", "Atelier Nord SARL"),
                ("postal_address", "3 quai du Port\n29900 Concarneau"),
                ("country", "FR"),
                ("contact_email", "nora@example.org"),
                ("low_stock_at", "3"),
                ("register_number", "RCS Quimper 123"),
                ("vat_number", "FR12 345 678 901"),
            ],
        )
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let settings = owner.get(&format!("{studio}/settings")).await.text;
    for kept in
        ["value=\"RCS Quimper 123\"", "value=\"FR12 345 678 901\"", "Trade register number", "VAT number"]
    {
        assert!(settings.contains(kept), "{kept}");
    }

    let printed = format!("{studio}/orders/{order}/invoice");
    let page = owner.get(&printed).await.text;
    for says in [
        "<h1>Invoice 000001</h1>",
        "<dt>Invoice number</dt><dd>000001</dd>",
        "Date of the invoice",
        "<dt>Order number</dt><dd>BL-",
        "Atelier Nord SARL<br>3 quai du Port<br>29900 Concarneau",
        "VAT number: FR12 345 678 901<br>Trade register: RCS Quimper 123",
        "Camille R.<br>12 rue des Lilas<br>35000 Rennes<br>France",
    ] {
        assert!(page.contains(says), "{says}: {page}");
    }
    assert_eq!(rows(&page, "<table"), [["Print", "2", "€24.90", "20%", "€49.80"]]);
    assert_eq!(rows(&page, "Tax by rate</h2>"), [["20%", "€45.58", "€9.12", "€54.70"]]);

    let said = [("accept-language", "fr")];
    let french = guest.send_as("GET", &bought, "text/plain", &said, axum::body::Body::empty()).await.text;
    for says in
        ["<h1>Facture 000001</h1>", "Numéro de TVA\u{a0}: FR12 345 678 901", "Immatriculation\u{a0}: RCS"]
    {
        assert!(french.contains(says), "{says}: {french}");
    }
    let rate = rows(&french, "Taxe par taux</h2>");
    assert_eq!(rate, [["20\u{a0}%", "45,58\u{a0}€", "9,12\u{a0}€", "54,70\u{a0}€"]]);
    assert_eq!(owner.get(&printed).await.text.matches("000001").count(), page.matches("000001").count());
}
