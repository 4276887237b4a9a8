//! What staff and buyers read of an order after it was placed: given back in part, sent in parts, by whose clock.

use app::checkout::Part;
use domain::access::Role;
use domain::ids::{MerchantId, OrderId};
use domain::order::Order;
use http::StatusCode;
use jiff::SignedDuration;
use testkit::house::{Goods, House, On, Shop, pay_with};

use crate::town::{Browser, Town, between};

const PRINT: Goods = Goods { title: "Print", price: 2_490, units: Some(10) };
const MUG: Goods = Goods { title: "Mug", price: 1_900, units: Some(5) };

/// A shop in Paris whose order of two prints and a mug is confirmed.
struct Sale {
    town: Town,
    shop: Shop,
    order: OrderId,
    key: String,
}

impl Sale {
    async fn on(on: On) -> Option<Self> {
        let house = House::new(on)?;
        let shop = house.shop(&[PRINT, MUG]).await;
        let merchant = shop.merchant;
        let moved = house.ctx.db().write("zone", move |tx| {
            let to = ["Europe/Paris".into(), store::Param::id(merchant)];
            tx.execute("UPDATE merchants SET time_zone = $1 WHERE id = $2", &to)
        });
        moved.await.unwrap();
        let view = shop.tap(&house.ctx, &[(0, 2), (1, 1)]).await;
        let Part::Placed(order) = pay_with(&house.ctx, &view, "card_ok").await[0].1 else { panic!("placed") };
        house.clock.advance(SignedDuration::from_mins(3));
        house.drain().await;
        Some(Self { town: Town::of(house), shop, order, key: view.token })
    }

    async fn new() -> Self {
        Self::on(On::Sqlite).await.expect("SQLite is always there")
    }

    fn merchant(&self) -> MerchantId {
        self.shop.merchant
    }

    fn studio(&self) -> String {
        format!("/studio/{}/orders/{}", self.merchant(), self.order)
    }

    async fn order(&self) -> Order {
        let id = self.order;
        let found = self.town.house.ctx.db().read(move |conn| store::orders::by_id(conn, id)).await;
        found.unwrap().unwrap()
    }

    /// `line_…` of the line at `index`.
    async fn line(&self, index: usize) -> String {
        format!("line_{}", self.order().await.lines[index].id)
    }

    async fn owner(&self) -> Browser<'_> {
        self.town.staff("nora", self.merchant(), Role::Owner).await
    }

    async fn bought(&self, lang: &str) -> String {
        let guest = self.town.guest().await;
        let path = format!("/orders/{}?key={}", self.order, self.key);
        let said = [("accept-language", lang)];
        guest.send_as("GET", &path, "text/plain", &said, axum::body::Body::empty()).await.text
    }

    async fn ship(&self, owner: &Browser<'_>, fields: &[(&str, &str)]) {
        let shipped = owner.post(&format!("{}/ship", self.studio()), fields).await;
        assert_eq!(shipped.status, StatusCode::SEE_OTHER, "{}", shipped.text);
        self.town.house.clock.advance(SignedDuration::from_mins(1));
        self.town.house.drain().await;
    }

    async fn refund(&self, owner: &Browser<'_>, fields: &[(&str, &str)]) {
        let refund = format!("{}/refund", self.studio());
        let once =
            between(&owner.get(&refund).await.text, "name=\"once\" value=\"", "\"").unwrap().to_owned();
        let given = owner.post(&refund, &[fields, &[("once", &once)]].concat()).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
        self.town.house.drain().await;
    }
}

/// Names and values of a form.
type Fields<'f> = &'f [(&'f str, &'f str)];

/// The words on coloured ground, in the order in which they stand.
fn tags(page: &str) -> Vec<&str> {
    page.split("<span class=\"tag").skip(1).filter_map(|rest| between(rest, ">", "<")).collect()
}

/// The steps of the time line.
fn steps(page: &str) -> Vec<String> {
    let track = between(page, "<ol class=\"track\">", "</ol>").expect("a time line");
    let steps = track.split("<li").skip(1).map(|step| {
        let class = between(step, "class=\"", "\"").unwrap();
        let text = between(step, "<span>", "<").unwrap();
        if class == "ahead" { format!("… {text}") } else { text.to_owned() }
    });
    steps.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_refund_comes_back_as_it_was_typed_with_each_mistake_at_its_field() {
    let sale = Sale::new().await;
    let owner = sale.owner().await;
    let refund = format!("{}/refund", sale.studio());
    let (print, mug) = (sale.line(0).await, sale.line(1).await);
    let (first, second) = (print.replacen('_', "-", 1), mug.replacen('_', "-", 1));
    let chosen = |page: &str, field: &str| {
        let select = between(page, &format!("name=\"{field}\""), "</select>").unwrap().to_owned();
        between(&select, "<option selected>", "<").unwrap().to_owned()
    };
    let cases: [(Fields<'_>, &str, &str); 7] = [
        (&[("amount", "1000")], "f-amount", "At most €73.70"),
        (&[("amount", "0")], "f-amount", "Give an amount above zero."),
        (&[("amount", "a lot")], "f-amount", "This is not an amount."),
        (&[], "f-amount", "Choose something to refund, or type an amount."),
        (&[("amount", "5.00"), (&print, "1")], "f-amount", "not both"),
        (&[(&print, "7")], &first, "Only 2 of it can still be refunded."),
        (&[(&mug, "-1")], &second, "Give a whole number."),
    ];
    for (fields, field, says) in cases {
        let once =
            between(&owner.get(&refund).await.text, "name=\"once\" value=\"", "\"").unwrap().to_owned();
        let kept = &[("restock", "on"), ("reason", "It came broken"), ("once", once.as_str())];
        let page = owner.post(&refund, &[fields, kept].concat()).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        let text = &page.text;
        let summary = between(text, "id=\"errors\">", "</ul>").expect("a summary");
        assert!(summary.contains(&format!("href=\"#{field}\"")), "{fields:?}: {summary}");
        let beside = between(text, &format!("id=\"{field}-error\">"), "</p>").expect("a word at the field");
        assert!(beside.contains(says), "{fields:?}: {beside}");
        assert!(text.contains(&format!("id=\"{field}\"")), "{field} is a place on the page");
        assert!(text.contains("name=\"restock\" value=\"on\" checked"), "{fields:?}");
        assert!(text.contains("It came broken"), "{fields:?}");
        assert!(!text.contains("name=\"shipping\" value=\"on\" checked"), "{fields:?}");
        for (name, value) in fields {
            if *name == "amount" {
                assert!(text.contains(&format!("value=\"{value}\"")), "{fields:?}");
            } else {
                assert_eq!(chosen(text, name), *value, "{fields:?}");
            }
        }
    }
    let both = [("amount", "x"), (print.as_str(), "9"), (mug.as_str(), "two"), ("shipping", "on")];
    let page = owner.post(&refund, &both).await.text;
    let summary = between(&page, "id=\"errors\">", "</ul>").unwrap();
    for field in ["f-amount", first.as_str(), second.as_str()] {
        assert!(
            summary.contains(&format!("#{field}\"")) && page.contains(&format!("{field}-error")),
            "{field}"
        );
    }
    assert!(page.contains("name=\"shipping\" value=\"on\" checked"));
    assert_eq!(sale.order().await.lines[0].refunded, 0, "nothing has changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_parcel_comes_back_as_it_was_typed() {
    let sale = Sale::new().await;
    let owner = sale.owner().await;
    let print = sale.line(0).await;
    let fields = [(print.as_str(), "1"), ("carrier", "La Poste"), ("tracking", "6A1"), ("url", "ftp://x")];
    let page = owner.post(&format!("{}/ship", sale.studio()), &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let select = between(&page.text, &format!("name=\"{print}\""), "</select>").unwrap();
    assert!(select.contains("<option selected>1<"), "{select}");
    assert!(
        page.text.contains("id=\"f-url-error\"") && page.text.contains("value=\"La Poste\""),
        "{}",
        page.text
    );
    assert!(
        !page.text.contains("name=\"mail\" value=\"on\" checked"),
        "the box was taken off: {}",
        page.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_given_back_in_part_says_so_wherever_it_stands() {
    for on in On::BOTH {
        let Some(sale) = Sale::on(on).await else { continue };
        let owner = sale.owner().await;
        let list = format!("/studio/{}/orders", sale.merchant());
        sale.refund(&owner, &[("amount", "10.00")]).await;
        let partly = ["Confirmed", "Partly refunded"];
        assert_eq!(tags(&owner.get(&list).await.text), partly);
        assert_eq!(tags(&owner.get(&sale.studio()).await.text)[..2], partly);
        let page = sale.bought("en").await;
        assert_eq!(tags(&page), partly);
        assert!(page.contains("prepares it. €10.00 of it went back to you."), "{page}");
        let page = sale.bought("fr").await;
        assert_eq!(tags(&page), ["Confirmée", "Remboursée en partie"]);
        assert!(page.contains("Vous avez été remboursé de 10,00\u{a0}€."), "{page}");
        assert_eq!(steps(&page)[2..], ["Remboursement de 10,00\u{a0}€", "… Expédiée", "… Livrée"]);

        // The goods before they left, but not the shipping: nothing is on its way, and not all went back.
        let (print, mug) = (sale.line(0).await, sale.line(1).await);
        sale.refund(&owner, &[("amount", "58.80")]).await;
        assert_eq!(tags(&sale.bought("en").await), partly);
        let line = (print.as_str(), mug.as_str());
        let refused = owner.post(&format!("{}/refund", sale.studio()), &[(line.0, "2"), (line.1, "1")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "only 4.90 are left");
        sale.refund(&owner, &[("everything", "on")]).await;
        for page in [owner.get(&list).await.text, sale.bought("en").await] {
            assert_eq!(tags(&page), ["Refunded"], "{page}");
        }
        let page = sale.bought("en").await;
        assert!(!steps(&page).iter().any(|step| step.starts_with('…')), "nothing is to come: {page}");
        assert!(page.contains("Nothing is on its way") && !page.contains("/cancel"), "{page}");
        let studio = owner.get(&sale.studio()).await.text;
        assert!(!studio.contains("/packing-slip"), "there is nothing to pack: {studio}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_given_back_before_they_left_are_not_to_come() {
    let sale = Sale::new().await;
    let owner = sale.owner().await;
    let (print, mug) = (sale.line(0).await, sale.line(1).await);
    sale.refund(&owner, &[(&print, "2"), (&mug, "1")]).await;
    let page = sale.bought("en").await;
    assert_eq!(tags(&page), ["Partly refunded"], "the shipping was kept: {page}");
    assert!(page.contains("given back before it was sent. Nothing is on its way. €68.80 of it"), "{page}");
    assert!(!steps(&page).iter().any(|step| step.starts_with('…')), "{page}");
    assert_eq!(
        tags(&owner.get(&format!("/studio/{}/orders", sale.merchant())).await.text),
        ["Partly refunded"]
    );
    let placed = format!("/checkout/{}/{}", sale.order().await.purchase, sale.key);
    let placed = sale.town.guest().await.get(&placed).await.text;
    assert!(placed.contains("data-step=\"placed\"") && placed.contains("Nothing is on its way."), "{placed}");
    assert!(!placed.contains("packs your order"), "nobody packs it: {placed}");
    let account = sale.town.house.ctx.db();
    let id = sale.order;
    let buyer = sale.town.house.shop(&[]).await.account;
    let given = account.write("give", move |tx| {
        tx.execute(
            "UPDATE orders SET account_id = $1 WHERE id = $2",
            &[store::Param::id(buyer), store::Param::id(id)],
        )
    });
    given.await.unwrap();
    let session = app::accounts::sign_in_as(&sale.town.house.ctx, buyer, "").await.unwrap();
    let token: String = session.token.iter().map(|byte| format!("{byte:02x}")).collect();
    let browser = Browser { town: &sale.town, cookie: format!("buyline={token}"), csrf: String::new() };
    let list = browser.get("/orders").await.text;
    assert_eq!(tags(&list), ["Partly refunded"], "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn parcels_are_told_apart_and_counted_when_no_more_follows() {
    let sale = Sale::new().await;
    let owner = sale.owner().await;
    let (print, mug) = (sale.line(0).await, sale.line(1).await);
    sale.ship(&owner, &[(&print, "1"), ("carrier", "La Poste")]).await;
    let page = sale.bought("en").await;
    assert_eq!(
        steps(&page)[2..],
        ["Parcel 1 shipped with La Poste: 1 × Print", "… The rest is shipped", "… Delivered"]
    );
    assert!(page.contains("<h2>Parcel 1 <") && !page.contains("Parcel 1 of"), "{page}");
    assert!(page.contains("A part of your order is on its way; the rest follows."), "{page}");
    sale.ship(&owner, &[(&print, "1"), (&mug, "1")]).await;
    let page = sale.bought("fr").await;
    assert_eq!(
        steps(&page)[2..],
        [
            "Colis 1 expédié par La Poste\u{a0}: 1 × Print",
            "Colis 2 expédié\u{a0}: 1 × Print, 1 × Mug",
            "… Livrée"
        ]
    );
    assert!(page.contains("<h2>Colis 1 sur 2 <") && page.contains("<h2>Colis 2 sur 2 <"), "{page}");
    owner.post(&format!("{}/delivered", sale.studio()), &[]).await;
    let page = sale.bought("en").await;
    assert_eq!(steps(&page)[4..], ["Parcel 1 delivered", "Parcel 2 delivered"]);
    let staff = owner.get(&sale.studio()).await.text;
    assert!(
        staff.contains("Parcel 1 of 2") && staff.contains("Parcel 2 shipped: 1 × Print, 1 × Mug"),
        "{staff}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_parcel_is_not_counted() {
    let sale = Sale::new().await;
    let owner = sale.owner().await;
    sale.ship(&owner, &[("carrier", "La Poste")]).await;
    let page = sale.bought("en").await;
    assert_eq!(steps(&page)[2..], ["Shipped with La Poste", "… Delivered"]);
    assert!(page.contains("<h2>Parcel <") && !page.contains("Parcel 1"), "{page}");
}

/// Quantity and title of what a slip lists, and what it says comes separately.
fn packed(slip: &str) -> (Vec<(String, String)>, String) {
    let table = between(slip, "<tbody>", "</tbody>").expect("what is packed");
    let rows = table.split("<tr>").skip(1).map(|row| {
        let title = between(row, "<b>", "</b>").unwrap().to_owned();
        (between(row, "<td class=\"n\">", "<").unwrap().to_owned(), title)
    });
    (
        rows.collect(),
        between(slip, "Comes in another parcel</h2><ul>", "</ul>").unwrap_or_default().to_owned(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn each_parcel_has_a_slip_of_what_is_in_it_and_nothing_else() {
    let sale = Sale::new().await;
    let owner = sale.owner().await;
    let (print, mug) = (sale.line(0).await, sale.line(1).await);
    let line = |units: &str, title: &str| (units.to_owned(), title.to_owned());
    let open = format!("{}/packing-slip", sale.studio());
    let (rows, rest) = packed(&owner.get(&open).await.text);
    assert_eq!((rows, rest.as_str()), (vec![line("2", "Print"), line("1", "Mug")], ""));
    sale.ship(&owner, &[(&print, "1")]).await;
    assert_eq!(packed(&owner.get(&open).await.text).0, [line("1", "Print"), line("1", "Mug")]);
    let slips = async || -> Vec<String> {
        let page = owner.get(&sale.studio()).await.text;
        let links = page.split('"').filter(|part| part.contains("/packing-slip?parcel="));
        links.map(str::to_owned).collect()
    };
    let first = owner.get(&slips().await[0]).await.text;
    let (rows, rest) = packed(&first);
    assert_eq!(rows, [line("1", "Print")]);
    assert!(rest.contains("1 × Print") && rest.contains("1 × Mug"), "{rest}");
    assert!(first.contains("· Parcel 1 ·"), "{first}");
    sale.ship(&owner, &[(&print, "1"), (&mug, "1")]).await;
    let links = slips().await;
    assert_eq!(links.len(), 2);
    assert_eq!(packed(&owner.get(&links[0]).await.text), (vec![line("1", "Print")], String::new()));
    let last = vec![line("1", "Print"), line("1", "Mug")];
    for slip in [&links[1], &open] {
        assert_eq!(packed(&owner.get(slip).await.text), (last.clone(), String::new()), "{slip}");
    }
    assert!(owner.get(&links[1]).await.text.contains("· Parcel 2 of 2 ·"));
    for wrong in ["ful_0", "x", "ful_0000000000001"] {
        let slip = owner.get(&format!("{open}?parcel={wrong}")).await;
        assert_eq!(slip.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_reads_by_the_shops_clock_and_which_one_that_is() {
    let sale = Sale::new().await;
    let at = sale.order().await.placed_at.unwrap();
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    let hour = |zone: &jiff::tz::TimeZone| zone.to_datetime(at).strftime("%H:%M").to_string();
    let (here, utc) = (hour(&zone), hour(&jiff::tz::TimeZone::UTC));
    assert_ne!(here, utc);
    for (lang, says) in [("en", "by the clock of Europe/Paris"), ("fr", "celles de Europe/Paris")] {
        let page = sale.bought(lang).await;
        let track = between(&page, "<ol class=\"track\">", "</ol>").unwrap();
        assert!(track.contains(&here) && !track.contains(&utc), "{track}");
        assert!(page.contains(says), "{page}");
    }
}
