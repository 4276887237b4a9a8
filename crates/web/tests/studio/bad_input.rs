//! What cannot be right gets a clear error that names field and reason, changes nothing and loses nothing.

use axum::body::{Body, Bytes};
use domain::access::Role;
use futures_util::{StreamExt, stream};
use http::StatusCode;
use testkit::house::{Goods, House};

use crate::town::{Page, Town};

const SCRIPT: &str = "<script>alert(\"1\")</script>";
/// `SCRIPT` as a page shows it.
const SHOWN: &str = "&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;";

fn refused(answer: &Page, field: &str, what: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: {}", answer.text);
    assert!(
        answer.text.contains(&format!("id=\"f-{field}-error\"")),
        "{what} is not named at {field}: {}",
        answer.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_products_numbers_are_named_at_their_field_and_nothing_typed_is_lost() {
    let town = Town::new();
    let owner = town.browser("camille", false).await;
    let shop = owner.open_shop("lumen").await;
    let home = format!("/studio/{shop}/products");
    let long = "x".repeat(300);
    let cases: [(&str, &str, &str); 19] = [
        ("price_new", "", "price_new"),
        ("price_new", "-1", "price_new"),
        ("price_new", "free", "price_new"),
        ("price_new", "1.999", "price_new"),
        ("price_new", "1e9", "price_new"),
        ("price_new", "NaN", "price_new"),
        ("price_new", "99999999999999999999", "price_new"),
        ("compare_at_new", "10", "compare_at_new"),
        ("compare_at_new", "lots", "compare_at_new"),
        ("units_new", "-1", "units_new"),
        ("units_new", "1.5", "units_new"),
        ("units_new", "99999999999999999999", "units_new"),
        ("units_new", "9223372036854775807", "units_new"),
        ("grams_new", "-5", "grams_new"),
        ("grams_new", "heavy", "grams_new"),
        ("grams_new", "4294967295", "grams_new"),
        ("status", "gone", "status"),
        ("tax_class", "free", "tax_class"),
        ("title", &long, "title"),
    ];
    for (name, value, field) in cases {
        let mut fields = vec![
            ("title", "Kept title"),
            ("description", "Kept <b>description</b>"),
            ("status", "active"),
            ("tax_class", "standard"),
            ("price_new", "19.90"),
            ("sku_new", "KEPT-1"),
        ];
        match fields.iter_mut().find(|(known, _)| *known == name) {
            Some(known) => known.1 = value,
            None => fields.push((name, value)),
        }
        let wrong = owner.post_files(&home, &fields, None).await;
        refused(&wrong, field, &format!("{name} = {value:?}"));
        assert!(wrong.text.contains("value=\"KEPT-1\""), "{}", wrong.text);
        assert!(wrong.text.contains("Kept &#60;b&#62;description"), "{}", wrong.text);
        if !value.is_empty() && name != "status" && name != "tax_class" {
            assert!(wrong.text.contains(&format!("value=\"{value}\"")), "{name} = {value} is lost");
        }
        assert!(
            owner.get(&home).await.text.contains("No products yet"),
            "{name} = {value:?} changed something"
        );
    }
    let fields = [("title", "Lamp"), ("status", "active"), ("tax_class", "standard"), ("price_new", "1")];
    let not_utf8 = owner
        .send(
            "POST",
            &home,
            "multipart/form-data; boundary=b",
            [
                format!("--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n", owner.csrf)
                    .into_bytes(),
                b"--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nfran\xe7ais\r\n--b--\r\n"
                    .to_vec(),
            ]
            .concat()
            .into(),
        )
        .await;
    assert_eq!(not_utf8.status, StatusCode::BAD_REQUEST);
    let huge = vec![0; 12 * 1024 * 1024 + 1];
    let too_large = owner.post_files(&home, &fields, Some(("picture", &huge))).await;
    assert_eq!(too_large.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", too_large.text);
    let no_picture = owner.post_files(&home, &fields, Some(("picture", b"GIF89a but not really"))).await;
    assert_eq!(no_picture.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no_picture.text.contains("picture-1"), "{}", no_picture.text);
}

/// A form whose pictures are sent and whose end is not, for as long as `ends` waits.
fn unfinished(csrf: &str, megabytes: usize, ends: tokio::sync::oneshot::Receiver<()>) -> Body {
    let head = format!(
        "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--b\r\n\
         Content-Disposition: form-data; name=\"picture\"; filename=\"a\"\r\n\r\n"
    );
    let again = "\r\n--b\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a\"\r\n\r\n";
    let mut pieces = vec![Bytes::from(head)];
    for megabyte in 0..megabytes {
        if megabyte > 0 && megabyte % 10 == 0 {
            pieces.push(Bytes::from(again));
        }
        pieces.push(Bytes::from(vec![0; 1024 * 1024]));
    }
    let sent = stream::iter(pieces.into_iter().map(Ok::<_, std::io::Error>));
    let end = stream::once(async move {
        let _ = ends.await;
        Ok(Bytes::from("\r\n--b--\r\n"))
    });
    Body::from_stream(sent.chain(end))
}

#[tokio::test(flavor = "multi_thread")]
async fn one_account_cannot_fill_the_memory_with_pictures() {
    let town = Town::new();
    let owner = town.browser("camille", false).await;
    let kind = "multipart/form-data; boundary=b";
    let (end, ends) = tokio::sync::oneshot::channel();
    let first = owner.send("POST", "/posts", kind, unfinished(&owner.csrf, 40, ends));
    let second = async {
        // The first holds its pictures by now: it waits for nothing but its end.
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        let (end_second, ends_second) = tokio::sync::oneshot::channel();
        drop(end_second);
        let refused = owner.send("POST", "/posts", kind, unfinished(&owner.csrf, 40, ends_second)).await;
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{}", refused.text);
        let neighbour = town.browser("odile", false).await;
        let fields = [("text", "A neighbour writes on")];
        assert_eq!(neighbour.post_files("/posts", &fields, None).await.status, StatusCode::SEE_OTHER);
        end.send(()).unwrap();
    };
    let (first, ()) = tokio::join!(first, second);
    assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY, "four files of nothing are no pictures");
    let fields = [("text", "And so does she")];
    assert_eq!(owner.post_files("/posts", &fields, None).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn scripts_in_every_text_of_a_shop_are_shown_as_text() {
    let house = House::sqlite();
    let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
    let town = Town::of(house);
    let owner = town.staff("camille", shop.merchant, Role::Owner).await;
    let studio = format!("/studio/{}", shop.merchant);
    let settings = [
        ("display_name", SCRIPT),
        ("legal_name", SCRIPT),
        ("postal_address", SCRIPT),
        ("register_number", SCRIPT),
        ("vat_number", SCRIPT),
        ("phone", SCRIPT),
        ("country", "FR"),
        ("contact_email", "hello@example.com"),
        ("returns_text", SCRIPT),
        ("shipping_text", SCRIPT),
        ("low_stock_at", "2"),
    ];
    let saved = owner.post(&format!("{studio}/settings"), &settings).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let rate = [
        ("name_0", SCRIPT),
        ("kind_0", "flat"),
        ("countries_0", "*"),
        ("price_0", "4.90"),
        ("days_min_0", "2"),
        ("days_max_0", "4"),
    ];
    assert_eq!(owner.post(&format!("{studio}/settings/shipping"), &rate).await.status, StatusCode::SEE_OTHER);
    let page = format!("{studio}/products/{}", shop.goods[0].product);
    let variant = shop.goods[0].variant;
    let (price, sku, barcode) =
        (format!("price_{variant}"), format!("sku_{variant}"), format!("barcode_{variant}"));
    let product = [
        ("title", SCRIPT),
        (
            "description",
            "<p onclick=alert(1)>Soft</p><img src=x onerror=alert(1)><a href=\"javascript:alert(1)\">x</a>",
        ),
        ("status", "active"),
        ("tax_class", "standard"),
        ("requires_shipping", "on"),
        ("tags", SCRIPT),
        ("option1_name", SCRIPT),
        ("option1_values", SCRIPT),
        (&price, "24.90"),
        (&sku, SCRIPT),
        (&barcode, SCRIPT),
    ];
    let saved = owner.post_files(&page, &product, None).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);

    let view = shop.tap(&town.house.ctx, &[(0, 2)]).await;
    let paid = testkit::house::pay_with(&town.house.ctx, &view, "card_ok").await;
    let app::checkout::Part::Placed(order) = paid[0].1 else { panic!("placed") };
    town.house.clock.advance(jiff::SignedDuration::from_mins(3));
    town.house.drain().await;
    let order_page = format!("{studio}/orders/{order}");
    let ship = owner.get(&format!("{order_page}/ship")).await.text;
    let line = crate::town::between(&ship, "name=\"line_", "\"").expect("a line to ship").to_owned();
    let line = format!("line_{line}");
    for (url, status) in
        [("javascript:alert(1)", StatusCode::UNPROCESSABLE_ENTITY), ("", StatusCode::SEE_OTHER)]
    {
        let parcel = [(line.as_str(), "1"), ("carrier", SCRIPT), ("tracking", SCRIPT), ("url", url)];
        let shipped = owner.post(&format!("{order_page}/ship"), &parcel).await;
        assert_eq!(shipped.status, status, "{url}: {}", shipped.text);
        assert!(!shipped.text.contains("<script>alert"), "{}", shipped.text);
    }
    let noted = owner.post(&format!("{order_page}/notes"), &[("note", SCRIPT)]).await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.text);
    town.house.drain().await;

    let guest = town.guest().await;
    let handle = format!("shop{}", shop.account.0);
    let product_page = format!("/products/{}", shop.goods[0].product);
    let buyers_order = format!("/orders/{order}?key={}", view.token);
    for (browser, path, shows) in [
        (&owner, studio.clone(), true),
        (&owner, format!("{studio}/settings"), true),
        (&owner, format!("{studio}/settings/shipping"), true),
        (&owner, format!("{studio}/products"), true),
        (&owner, page.clone(), true),
        (&owner, format!("{page}/offers"), true),
        (&owner, format!("{studio}/orders"), true),
        (&owner, order_page.clone(), true),
        (&owner, format!("{order_page}/packing-slip"), true),
        (&owner, format!("{order_page}/invoice"), true),
        (&owner, format!("{order_page}/refund"), true),
        (&owner, format!("{studio}/figures"), true),
        (&owner, format!("{studio}/customers"), false),
        (&owner, format!("{studio}/log"), true),
        (&owner, "/compose".to_owned(), true),
        (&guest, product_page, true),
        (&guest, format!("/@{handle}"), true),
        (&guest, format!("/@{handle}/shop"), true),
        (&guest, "/explore".to_owned(), false),
        (&guest, buyers_order, true),
    ] {
        let shown = browser.get(&path).await;
        assert_eq!(shown.status, StatusCode::OK, "{path}");
        // What was typed as a description is shown as it was typed: as signs, in no tag.
        for bad in ["<script>alert", "<p onclick", "<img src=x", "<a href=\"javascript:"] {
            assert!(!shown.text.contains(bad), "{path} carries {bad}: {}", shown.text);
        }
        assert!(!shows || shown.text.contains(SHOWN), "{path} does not show what was typed: {}", shown.text);
        if path.starts_with("/products/") {
            assert!(shown.text.contains("&lt;p onclick=alert(1)&gt;Soft"), "{}", shown.text);
        }
    }
}

/// What comes of a file.
enum Comes {
    /// Products with these titles.
    Taken(&'static [&'static str]),
    /// Nothing, and the page says this.
    Refused(&'static str),
}

#[tokio::test(flavor = "multi_thread")]
async fn files_in_the_wrong_form_say_what_is_wrong_and_take_nothing() {
    use Comes::{Refused, Taken};
    let town = Town::new();
    let head = "Handle,Title,Variant Price\n";
    let utf16 = |text: &str, little: bool| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(|unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    };
    let laughs = b"<!DOCTYPE l [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;'>]><rss><channel><item>&b;</item></channel></rss>";
    let cases: Vec<(&str, Vec<u8>, Comes)> = vec![
        ("a byte order mark", [b"\xef\xbb\xbf", head.as_bytes(), b"a,Lamp,1\n"].concat(), Taken(&["Lamp"])),
        ("UTF-16, little end first", utf16(&format!("{head}a,Lamp,1\n"), true), Taken(&["Lamp"])),
        ("UTF-16, big end first", utf16(&format!("{head}a,Lamp,1\n"), false), Taken(&["Lamp"])),
        ("Latin-1 in one row", [head.as_bytes(), b"a,Caf\xe9,1\nb,Mug,2\n"].concat(), Taken(&["Mug"])),
        ("NUL bytes", [head.as_bytes(), b"a,La\0mp,1\nb,Mug,2\n"].concat(), Refused("The import stopped")),
        ("nothing but zeros", vec![0; 4_096], Refused("The import stopped")),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Refused("The import stopped")),
        ("a ZIP archive", b"PK\x03\x04\x14\0\0\0\x08\0products.csv".to_vec(), Refused("The import stopped")),
        ("gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec(), Refused("The import stopped")),
        ("JSON", b"{\"products\":[]}".to_vec(), Refused("The import stopped")),
        (
            "a web page",
            b"<!doctype html><html><body>Not here</body></html>".to_vec(),
            Refused("The import stopped"),
        ),
        ("an open quote", [head.as_bytes(), b"a,\"Lamp,1\nb,Mug,2\n"].concat(), Taken(&["Mug"])),
        ("billion laughs", laughs.to_vec(), Refused("The import stopped")),
        ("an XML that ends early", b"<rss><channel><item><g:id>1".to_vec(), Refused("The import stopped")),
        (
            "absurd numbers",
            [head.as_bytes(), b"a,Lamp,99999999999999999999\nb,Mug,-1\nc,Jar,1e5\n"].concat(),
            Refused("<code dir=\"auto\">99999999999999999999</code>"),
        ),
    ];
    for (number, (what, bytes, comes)) in cases.into_iter().enumerate() {
        let owner = town.browser(&format!("camille{number}"), false).await;
        let shop = owner.open_shop(&format!("lumen{number}")).await;
        let brought = owner.post_files(&format!("/studio/{shop}/import"), &[], Some(("file", &bytes))).await;
        assert_eq!(brought.status, StatusCode::SEE_OTHER, "{what}: {}", brought.text);
        town.house.drain().await;
        let page = owner.get(&brought.location).await;
        assert_eq!(page.status, StatusCode::OK, "{what}");
        let confirmed = owner.post(&format!("{}/confirm", brought.location), &[]).await;
        assert!(!confirmed.status.is_server_error(), "{what}: {}", confirmed.status);
        town.house.drain().await;
        let goods = app::catalog::shop(&town.house.ctx, shop, 50).await.unwrap();
        let titles: Vec<&str> = goods.iter().map(|goods| goods.product.title.as_str()).collect();
        match comes {
            Taken(expected) => assert_eq!(titles, expected, "{what}: {}", page.text),
            Refused(said) => {
                assert!(titles.is_empty(), "{what}: {titles:?}");
                assert!(page.text.contains(said), "{what}: the page does not say why: {}", page.text);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_and_foreign_ids_are_not_found_and_change_nothing() {
    let house = House::sqlite();
    let print = Goods { title: "Print", price: 2_490, units: Some(10) };
    let (ours, theirs) = (house.shop(&[print]).await, house.shop(&[print]).await);
    let town = Town::of(house);
    let owner = town.staff("camille", ours.merchant, Role::Owner).await;
    let studio = format!("/studio/{}", ours.merchant);
    let (product, offer) = (theirs.goods[0].product, theirs.goods[0].offer);
    let own = ours.goods[0].product;
    for id in [product.to_string(), "prd_0".to_owned(), "1".to_owned(), "%00".to_owned(), "x".repeat(3_000)] {
        for (path, fields) in [
            (format!("{studio}/products/{id}/status/archived"), vec![]),
            (format!("{studio}/products/{id}/pin"), vec![]),
            (format!("{studio}/products/{id}/offers"), vec![("limit_per_buyer", "1")]),
            (format!("{studio}/orders/{id}/ship"), vec![("carrier", "x")]),
            (format!("{studio}/errors/{id}/resend"), vec![]),
            (format!("{studio}/import/{id}/confirm"), vec![]),
            (format!("{studio}/settings/staff/{id}/remove"), vec![]),
            (format!("{studio}/settings/staff/invitations/{id}/withdraw"), vec![]),
            (format!("{studio}/settings/keys/{id}/revoke"), vec![]),
        ] {
            let answer = owner.post(&path, &fields).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}: {}", answer.text);
        }
    }
    let closed = owner.post(&format!("{studio}/products/{own}/offers/{offer}/close"), &[]).await;
    assert_eq!(closed.status, StatusCode::NOT_FOUND);
    let posted = owner.post_files("/posts", &[("text", "x"), ("product", &offer.to_string())], None).await;
    assert_eq!(posted.status, StatusCode::NOT_FOUND);
    let card = app::catalog::offer_goods(&town.house.ctx, offer).await.unwrap().unwrap();
    assert!(card.offer.open && card.goods.product.status.as_str() == "active");
}
