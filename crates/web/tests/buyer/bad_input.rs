//! Bad input, case by case: the answer names field and reason, and nothing has changed.

use testkit::house::House;

use super::town::{Browser, DETAILS, Town};

/// Everything in the database but sessions, node leases and what was counted.
pub fn dump(house: &House) -> String {
    let path = house.address().trim_start_matches("sqlite:").to_owned();
    let conn = rusqlite::Connection::open(path).unwrap();
    let tables: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .filter(|name: &String| !matches!(name.as_str(), "sessions" | "nodes" | "funnel"))
        .collect();
    let mut text = String::new();
    for table in tables {
        let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<String> =
                (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
            text.push_str(&format!("{table}: {}\n", cells.join(", ")));
        }
    }
    text
}

struct Case {
    what: &'static str,
    path: String,
    form: String,
    status: u16,
    says: &'static [&'static str],
}

fn case(
    what: &'static str,
    path: impl Into<String>,
    form: impl Into<String>,
    status: u16,
    says: &'static [&'static str],
) -> Case {
    Case { what, path: path.into(), form: form.into(), status, says }
}

const WHOLE: &[&str] = &["Give a whole number, 1 or more.", "aria-invalid=\"true\"", "href=\"#f-quantity"];
const MANY: &[&str] = &["At most 999.", "aria-invalid=\"true\"", "href=\"#f-quantity"];
const NOTHING: &[&str] = &["Not found"];

fn quantities(path: &str, form: &str) -> Vec<Case> {
    [
        ("a negative quantity", "-1", WHOLE),
        ("no units at all", "0", WHOLE),
        ("half a unit", "1.5", WHOLE),
        ("half a unit, in French", "1%2C5", WHOLE),
        ("words", "many", WHOLE),
        ("an exponent", "1e3", WHOLE),
        ("markup", "%3Cscript%3E", WHOLE),
        ("too many", "1000", MANY),
        ("more than a number holds", "99999999999999999999999", MANY),
    ]
    .into_iter()
    .map(|(what, typed, says)| case(what, path, format!("{form}&quantity={typed}"), 422, says))
    .collect()
}

fn replaced(name: &str, value: &str) -> String {
    let parts = DETAILS.split('&').filter(|part| !part.starts_with(&format!("{name}=")));
    parts.map(str::to_owned).chain([format!("{name}={value}")]).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn bad_input_is_named_and_changes_nothing() {
    let town = Town::new().await;
    let (guest, other) = (Browser::default(), Browser::default());
    let at = town.checkout(&guest).await;
    let choice = town.choice(0);
    let variant = town.shop.goods[0].variant;
    town.post(&guest, "/basket/add", &format!("offer={choice}")).await.expect(303);
    // Another buyer's order.
    let theirs = town.checkout(&other).await;
    let review = town.get(&other, &theirs).await;
    let seen =
        review.body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    town.post(&other, &format!("{theirs}/pay"), &format!("seen={seen}")).await.expect(303);
    let placed = town.get(&other, &theirs).await.expect(200);
    let order =
        placed.body.split("/orders/").nth(1).unwrap().split(['?', '"', '/']).next().unwrap().to_owned();

    let long = "x".repeat(121);
    let half = format!("{}.{}", town.shop.goods[0].offer, town.shop.goods[1].variant);
    let mut cases = quantities("/buy", &format!("offer={choice}"));
    cases.extend(quantities("/basket/add", &format!("offer={choice}")));
    cases.extend(quantities("/basket/quantity", &format!("line={variant}")));
    cases.extend(quantities(&format!("{at}/quantity"), &format!("line={variant}")));
    cases.extend([
        case("no offer", "/buy", "", 404, NOTHING),
        case("an offer nobody made", "/buy", "offer=off_0000000000000.var_0000000000000", 404, NOTHING),
        case("the variant of another offer", "/buy", format!("offer={half}"), 404, NOTHING),
        case("markup for an offer", "/buy", "offer=%3Cscript%3E", 404, NOTHING),
        case("a line that is no line", "/basket/quantity", "line=x&quantity=1", 404, NOTHING),
        case(
            "no mail address",
            format!("{at}/details"),
            replaced("email", ""),
            422,
            &["f-email-error", "12 rue"],
        ),
        case(
            "half a mail address",
            format!("{at}/details"),
            replaced("email", "a%40"),
            422,
            &["f-email-error"],
        ),
        case("no name", format!("{at}/details"), replaced("name", "+"), 422, &["f-name-error", "Rennes"]),
        case("no town", format!("{at}/details"), replaced("city", ""), 422, &["f-city-error", "12 rue"]),
        case(
            "no country",
            format!("{at}/details"),
            replaced("country", "XX"),
            422,
            &["f-country-error", "12 rue"],
        ),
        case(
            "too long a street",
            format!("{at}/details"),
            replaced("line1", &long),
            422,
            &["f-line1-error", "120"],
        ),
        case(
            "a region where one is needed",
            format!("{at}/details"),
            replaced("country", "US"),
            422,
            &["f-region-error"],
        ),
        case("a step that does not exist", format!("{at}/change/price"), "price=1", 404, NOTHING),
        case("a checkout's wrong secret", format!("{}00/pay", &at[..at.len() - 2]), "seen=", 404, NOTHING),
        case("a price nobody saw", format!("{at}/pay"), "seen=&price=1&total=1&amount=1", 200, &["24.90"]),
        case(
            "a price for another checkout",
            format!("{at}/pay"),
            format!("seen={seen}&total=0"),
            200,
            &["24.90"],
        ),
        case("undoing what is not ordered", format!("{at}/undo"), format!("order={order}"), 404, NOTHING),
        case(
            "someone else's order",
            format!("/orders/{order}/cancel"),
            "reason=x&step=confirm",
            404,
            NOTHING,
        ),
        case("undoing someone else's", format!("/orders/{order}/undo"), "", 404, NOTHING),
        case("someone else's, with a guess", format!("/orders/{order}/undo?key=00"), "", 404, NOTHING),
    ]);
    let before = dump(&town.house);
    for it in cases {
        let answer = town.post(&guest, &it.path, &it.form).await;
        assert_eq!(answer.status.as_u16(), it.status, "{} at {}: {}", it.what, it.path, answer.body);
        for word in it.says {
            assert!(
                answer.body.contains(word),
                "{} at {}: {word} is not in {}",
                it.what,
                it.path,
                answer.body
            );
        }
        assert!(!answer.body.contains("<script>"), "{}: markup came back as markup", it.what);
        assert!(dump(&town.house) == before, "{} at {} changed something", it.what, it.path);
    }
}

#[tokio::test]
async fn what_is_no_text_or_too_much_of_it_is_refused() {
    let town = Town::new().await;
    let guest = Browser::default();
    let at = town.checkout(&guest).await;
    let csrf = town.csrf(&guest).await;
    let before = dump(&town.house);
    let form = "application/x-www-form-urlencoded";
    let latin: Vec<u8> =
        format!("csrf={csrf}&{DETAILS}&line2=").into_bytes().into_iter().chain([0xE9]).collect();
    let huge = format!("csrf={csrf}&{DETAILS}&line2={}", "x".repeat(300_000)).into_bytes();
    let json = format!("{{\"csrf\":\"{csrf}\",\"email\":\"a@b.example\"}}").into_bytes();
    for (kind, body, status, says) in [
        (form, latin, 400, "not readable text"),
        (form, huge, 413, "larger than we take"),
        ("application/json", json, 403, ""),
        (form, DETAILS.as_bytes().to_vec(), 403, ""),
        (form, format!("csrf=00&{DETAILS}").into_bytes(), 403, ""),
    ] {
        town.send(&guest, "POST", &format!("{at}/details"), kind, body).await.expect(status).says(&[says]);
    }
    assert!(dump(&town.house) == before);
}

#[tokio::test]
async fn a_price_that_changed_between_the_taps_is_shown_and_asked_again() {
    let town = Town::new().await;
    let guest = Browser::default();
    let at = town.checkout(&guest).await;
    let review = town.get(&guest, &at).await.expect(200).says(&["24.90"]);
    let seen =
        review.body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let variant = town.shop.goods[0].variant;
    town.house
        .ctx
        .db()
        .write("dearer", move |tx| {
            tx.execute("UPDATE variants SET price = 3000 WHERE id = $1", &[store::Param::id(variant)])
        })
        .await
        .unwrap();
    town.post(&guest, &format!("{at}/pay"), &format!("seen={seen}"))
        .await
        .expect(200)
        .says(&["34.90", "price changed while you were reading"]);
    assert!(!dump(&town.house).contains("\norders: "), "nothing was ordered");
}

#[tokio::test]
async fn markup_in_every_field_is_text() {
    let town = Town::new().await;
    let guest = Browser::default();
    let at = town.checkout(&guest).await;
    let mark = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%27";
    let fields = ["name", "line1", "line2", "city", "region", "postal_code", "phone"];
    let form: Vec<String> = fields.iter().map(|name| format!("{name}={mark}")).collect();
    let form = format!("email=a%40b.example&country=FR&payment=card_ok&{}", form.join("&"));
    town.post(&guest, &format!("{at}/details"), &form).await.expect(303);
    let review = town.get(&guest, &at).await.expect(200);
    assert!(review.body.contains("&#60;script&#62;alert(1)") && !review.body.contains("<script>alert"));
    let token = town.post(&guest, &format!("{at}/change/payment"), &format!("payment={mark}")).await;
    assert!(token.status.is_redirection(), "{}", token.body);
    for path in [at.clone(), format!("{at}/change/address"), format!("{at}/change/payment")] {
        let page = town.get(&guest, &path).await.expect(200);
        assert!(!page.body.contains("<script>alert"), "{path}");
    }
}

#[tokio::test]
async fn a_quantity_that_is_none_is_asked_for_again_as_it_was_typed() {
    let town = Town::new().await;
    let guest = Browser::default();
    let (choice, variant) = (town.choice(0), town.shop.goods[0].variant);
    let typed = "quantity=1%2C5%3Cb%3E";
    let value = "value=\"1,5&#60;b&#62;\"";
    // From a card: a form that goes on where the card would have.
    for (path, says) in [("/buy", ">Buy<"), ("/basket/add", "Add to basket")] {
        let sent = format!("offer={choice}&back=%2Fexplore&{typed}");
        let page = town.post(&guest, path, &sent).await.expect(422);
        let action = format!("action=\"{path}\"");
        let offer = format!("name=\"offer\" value=\"{choice}\"");
        page.says(&[value, &action, &offer, "name=\"back\" value=\"/explore\"", "href=\"/explore\"", says]);
    }
    let elsewhere = format!("offer={choice}&back=https%3A%2F%2Fevil.example&{typed}");
    let page = town.post(&guest, "/buy", &elsewhere).await.expect(422);
    assert!(!page.body.contains("href=\"https://evil"), "no link of ours leads elsewhere");
    let sent = format!("offer={choice}&back=%2Fexplore&quantity=2");
    let bought = town.post(&guest, "/buy", &sent).await.expect(303).location().to_owned();
    // In the basket and the review: at the line.
    town.post(&guest, "/basket/add", &format!("offer={choice}")).await.expect(303);
    let line = format!("line={variant}&{typed}");
    let id = format!("id=\"f-quantity-{variant}\"");
    town.post(&guest, "/basket/quantity", &line).await.expect(422).says(&[value, &id, "Bowl"]);
    town.post(&guest, &format!("{bought}/details"), DETAILS).await.expect(303);
    let page = town.post(&guest, &format!("{bought}/quantity"), &line).await.expect(422);
    page.says(&[value, &id, "12 rue des Lilas"]);
    // A choice that was not offered shows the choices.
    let page = town.post(&guest, &format!("{bought}/change/currency"), "currency=gold").await.expect(422);
    page.says(&["Please choose one of these.", "value=\"EUR\""]);
}
