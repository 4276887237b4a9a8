//! The operator's forms: what cannot be right gets a clear error that names field and reason, and changes nothing.

use axum::body::Body;
use domain::access::Role;
use domain::merchant::MerchantState;
use http::StatusCode;
use testkit::house::{Goods, House};

use crate::town::{Browser, Page, Town};

const SCRIPT: &str = "<script>alert(\"1\")</script>";
/// `SCRIPT` as a page shows it.
const SHOWN: &str = "&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;";
/// The server's settings as a form that is right.
const SETTINGS: [(&str, &str); 5] = [
    ("server_name", "Quay"),
    ("contact", "ops@quay.example"),
    ("sign_up", "open"),
    ("self_serve", ""),
    ("undo_seconds", "60"),
];

/// The page says `says` at `field`.
fn refused(answer: &Page, field: &str, says: &str, what: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: {}", answer.text);
    let error = crate::town::between(&answer.text, &format!("id=\"f-{field}-error\""), "</p>");
    let error = error.unwrap_or_else(|| panic!("{what} is not named at {field}: {}", answer.text));
    assert!(error.contains(says), "{what} says {error}");
}

/// Everything the operator may change, as text.
async fn state(town: &Town, operator: &Browser<'_>) -> String {
    let settings = app::settings::load(&town.house.ctx).await.unwrap();
    let log = operator.get("/console/log").await.text;
    let lines = log.matches("<tr").count();
    let switches = town.house.ctx.db().read(store::kill_switches::list).await.unwrap();
    format!("{settings:?} {lines} {switches:?}")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_servers_settings_name_what_is_wrong_and_change_nothing() {
    let town = Town::new();
    let operator = town.browser("olga", true).await;
    let saved = operator.post("/console/settings", &SETTINGS).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let before = state(&town, &operator).await;
    let (long, seconds) = ("é".repeat(201), "Give a number of seconds from 0 to 3,600.");
    for (field, value, says) in [
        ("undo_seconds", "", seconds),
        ("undo_seconds", "-1", seconds),
        ("undo_seconds", "3601", seconds),
        ("undo_seconds", "99999999999999999999", seconds),
        ("undo_seconds", "1.5", seconds),
        ("undo_seconds", "1,5", seconds),
        ("undo_seconds", "1e3", seconds),
        ("undo_seconds", "NaN", seconds),
        ("undo_seconds", SCRIPT, seconds),
        ("sign_up", "", "Choose one of the list."),
        ("sign_up", "everyone", "Choose one of the list."),
        ("sign_up", SCRIPT, "Choose one of the list."),
        ("server_name", &long, "At most 200 characters."),
        ("contact", &long, "At most 200 characters."),
    ] {
        let fields = SETTINGS.map(|(name, right)| (name, if name == field { value } else { right }));
        let answer = operator.post("/console/settings", &fields).await;
        refused(&answer, field, says, &format!("{field} {value}"));
        assert!(answer.text.contains("value=\"ops@quay.example\"") || field == "contact", "{field} loses");
        assert!(!answer.text.contains("<script>alert"), "{field} carries markup");
        assert_eq!(state(&town, &operator).await, before, "{field} {value} changed something");
    }
    let mut fields = SETTINGS;
    fields[0].1 = SCRIPT;
    fields[1].1 = SCRIPT;
    assert_eq!(operator.post("/console/settings", &fields).await.status, StatusCode::SEE_OTHER);
    for path in ["/console", "/console/settings", "/console/log", "/about", "/", "/privacy", "/terms"] {
        let page = operator.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.text.contains("<script>alert"), "{path} carries markup: {}", page.text);
    }
    assert!(operator.get("/console/settings").await.text.contains(SHOWN));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_about_a_merchant_names_what_is_wrong_and_changes_nothing() {
    let house = House::sqlite();
    let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
    let town = Town::of(house);
    let operator = town.browser("olga", true).await;
    let home = format!("/console/merchants/{}", shop.merchant);
    let before = state(&town, &operator).await;
    let (long, orders) = ("é".repeat(501), "Give a number of orders from 1 to 100,000.");
    for (what, most, reason, field, says) in [
        ("limit", "", "Late", "orders", orders),
        ("limit", "0", "Late", "orders", orders),
        ("limit", "-1", "Late", "orders", orders),
        ("limit", "1.5", "Late", "orders", orders),
        ("limit", "100001", "Late", "orders", orders),
        ("limit", "4294967296", "Late", "orders", orders),
        ("limit", "ten", "Late", "orders", orders),
        ("limit", SCRIPT, "Late", "orders", orders),
        ("limit", "5", "", "reason", "Please fill this in."),
        ("limit", "5", " \u{a0} ", "reason", "Please fill this in."),
        ("limit", "5", &long, "reason", "At most 500 characters."),
        ("suspend", "", "", "reason", "Please fill this in."),
        ("suspend", "", &long, "reason", "At most 500 characters."),
    ] {
        let answer = operator.post(&format!("{home}/{what}"), &[("orders", most), ("reason", reason)]).await;
        refused(&answer, field, says, &format!("{what} {most} {reason}"));
        assert!(!answer.text.contains("<script>alert"), "{what} {most} carries markup");
        let found = app::merchants::find(&town.house.ctx, shop.merchant).await.unwrap().unwrap();
        assert_eq!(found.state, MerchantState::Verified, "{what} {most} {reason}");
        assert_eq!(state(&town, &operator).await, before, "{what} {most} {reason} changed something");
    }
    let limited = operator.post(&format!("{home}/limit"), &[("orders", "5"), ("reason", SCRIPT)]).await;
    assert_eq!(limited.status, StatusCode::SEE_OTHER, "{}", limited.text);
    let owner = town.staff("camille", shop.merchant, Role::Owner).await;
    for (browser, path) in [
        (&operator, home.clone()),
        (&operator, "/console/log".to_owned()),
        (&owner, format!("/studio/{}", shop.merchant)),
        (&owner, format!("/studio/{}/log", shop.merchant)),
    ] {
        let page = browser.get(&path).await.text;
        assert!(page.contains(SHOWN) && !page.contains("<script>alert"), "{path}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_switch_names_what_is_wrong_and_closes_nothing() {
    let house = House::sqlite();
    let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
    let town = Town::of(house);
    let operator = town.browser("olga", true).await;
    let before = state(&town, &operator).await;
    let (merchant, product) = (shop.merchant.to_string(), shop.goods[0].product.to_string());
    let (long, unknown) = ("é".repeat(501), "There is no such merchant or offer.");
    for (subject, reason, field, says) in [
        ("", "x", "subject", unknown),
        ("@", "x", "subject", unknown),
        ("@nobody", "x", "subject", unknown),
        ("mer_0000000000001", "x", "subject", unknown),
        ("off_0000000000001", "x", "subject", unknown),
        ("-1", "x", "subject", unknown),
        ("99999999999999999999", "x", "subject", unknown),
        (&product, "x", "subject", unknown),
        (SCRIPT, "x", "subject", unknown),
        (&merchant, "", "reason", "Please fill this in."),
        (&merchant, "\t\n", "reason", "Please fill this in."),
        (&merchant, &long, "reason", "At most 500 characters."),
    ] {
        let answer = operator.post("/console/switches", &[("subject", subject), ("reason", reason)]).await;
        refused(&answer, field, says, &format!("{subject} {reason}"));
        assert!(!answer.text.contains("<script>alert"), "{subject} carries markup");
        assert_eq!(state(&town, &operator).await, before, "{subject} {reason} changed something");
    }
    let unsaid = operator.post("/console/switches?kind=server", &[("reason", "")]).await;
    refused(&unsaid, "reason", "Please fill this in.", "the whole server");
    assert_eq!(state(&town, &operator).await, before, "the server was closed without a reason");
    let closed = operator.post("/console/switches", &[("subject", &merchant), ("reason", SCRIPT)]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    let page = operator.get("/console/switches").await.text;
    assert!(page.contains(SHOWN) && !page.contains("<script>alert"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gate_is_opened_by_rules_and_what_cannot_be_right_is_named_and_changes_nothing() {
    let house = House::sqlite();
    let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
    let town = Town::of(house);
    let operator = town.browser("olga", true).await;
    let gates = || async { town.house.ctx.db().read(store::gates::list).await.unwrap() };
    assert!(operator.get("/console/gates").await.text.contains("Open to all"));
    let (long, share) = ("é".repeat(501), "More than 0 and at most 100, such as 5 or 0.5.");
    for (field, value, says) in [
        ("share", "", share),
        ("share", "0", share),
        ("share", "100.01", share),
        ("share", "-5", share),
        ("share", "five", share),
        ("from", "tomorrow", "A day and a time"),
        ("until", "2026-13-41T99:00", "A day and a time"),
        ("until", "2020-01-01T00:00", "It must end after it begins."),
        ("merchants", "@nobody", "There is no @nobody here."),
        ("people", SCRIPT, "There is no @"),
        ("countries", "FR XX", "“XX” is no country code."),
        ("reason", "", "Please fill this in."),
        ("reason", &long, "At most 500 characters."),
    ] {
        let mut form = vec![("share", "5"), ("from", "2026-12-01T09:00"), ("reason", "We try it")];
        form.retain(|(name, _)| *name != field);
        form.push((field, value));
        let answer = operator.post("/console/gates/buy/rule?version=0", &form).await;
        refused(&answer, field, says, &format!("{field} {value}"));
        assert!(!answer.text.contains("<script>alert"), "{field} carries markup");
        assert_eq!(gates().await, [], "{field} {value} changed something");
    }
    for path in ["nothing/rule", "buy/nothing", "buy/drop?version=0"] {
        let answer = operator.post(&format!("/console/gates/{path}"), &[("reason", "x")]).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
        assert_eq!(gates().await, [], "{path} changed something");
    }
    let rule =
        [("share", "2,5"), ("merchants", "@quay lumen"), ("countries", "fr DE"), ("reason", "Step one")];
    let handle = app::merchants::find(&town.house.ctx, shop.merchant).await.unwrap().unwrap().handle;
    let rule =
        rule.map(|(name, value)| if name == "merchants" { (name, handle.as_str()) } else { (name, value) });
    for (path, form) in [("restrict?version=0", &rule[3..]), ("rule?version=1", &rule[..])] {
        let saved = operator.post(&format!("/console/gates/buy/{path}"), form).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{path}: {}", saved.text);
    }
    let page = operator.get("/console/gates/buy").await.text;
    for shown in ["Open by rules", "2.5", &format!("@{handle}"), "France and Germany"] {
        assert!(page.contains(shown), "{shown} is not on {page}");
    }
    let late = operator.post("/console/gates/buy/open?version=1", &rule[3..]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text.contains("Somebody changed this gate meanwhile."), "{}", late.text);
    assert!(operator.get("/console/log").await.text.contains("Step one"));
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_what_is_open_and_what_changed_and_nobody_reads_why() {
    let town = Town::of(House::sqlite());
    let operator = town.browser("olga", true).await;
    let guest = town.guest().await;
    assert!(guest.get("/status").await.text.contains("Nothing has been opened or closed yet."));
    let why = [("reason", "Only the crew knows"), ("share", "5")];
    for path in [
        "gates/buy/restrict?version=0",
        "gates/buy/rule?version=1",
        "switches?kind=donate",
        "switches/open/feature/3",
        "switches?kind=pledges",
    ] {
        let done = operator.post(&format!("/console/{path}"), &why).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{path}: {}", done.text);
    }
    let page = guest.get("/status").await.text;
    for shown in ["Opening step by step", "Buying: open to others than before", "Giving: goes on"] {
        assert!(page.contains(shown), "{shown} is not on {page}");
    }
    let feed = guest.get("/status/feed").await;
    assert!(feed.text.starts_with("<?xml "), "{}", feed.text);
    let titles: Vec<&str> =
        feed.text.split("<entry><title>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    let newest_first = [
        "Gifts that come again: stopped for now",
        "Giving: goes on",
        "Giving: stopped for now",
        "Buying: open to others than before",
        "Buying: no longer open to all",
    ];
    assert_eq!(titles, newest_first);
    for text in [&page, &feed.text] {
        assert!(!text.contains("crew knows") && !text.contains("olga"), "{text}");
    }
    assert_eq!(guest.get("/status?before=post").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_subjects_wrong_encodings_and_forms_of_others_change_nothing_in_the_console() {
    let house = House::sqlite();
    let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
    let town = Town::of(house);
    let operator = town.browser("olga", true).await;
    let owner = town.staff("camille", shop.merchant, Role::Owner).await;
    let before = state(&town, &operator).await;
    let merchant = shop.merchant;
    let own = format!("/console/merchants/{merchant}/suspend");
    for id in ["1", "mer_0", "prd_0000000000001", "%00", "%ff", "-1", "99999999999999999999999"] {
        for path in [
            format!("/console/merchants/{id}/verify"),
            format!("/console/merchants/{id}/limit"),
            format!("/console/merchants/{merchant}/{id}"),
            format!("/console/reports/{id}/remove"),
            format!("/console/reports/{id}/dismiss"),
            format!("/console/queue/{id}/resend"),
            format!("/console/switches/open/merchant/{id}x"),
            format!("/console/switches/open/{id}/1"),
        ] {
            let answer = operator.post(&path, &[("orders", "5"), ("reason", "x")]).await;
            assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
        }
    }
    let form = "application/x-www-form-urlencoded";
    let csrf = &operator.csrf;
    let cases: [(&str, Vec<u8>); 5] = [
        ("text that is no UTF-8", format!("csrf={csrf}&reason=%ff%fe").into_bytes()),
        ("raw bytes", [format!("csrf={csrf}&reason=").as_bytes(), &[0xff, 0xfe]].concat()),
        ("nothing", Vec::new()),
        ("no token", b"reason=Late".to_vec()),
        ("a token of somebody else", format!("csrf={}&reason=Late", owner.csrf).into_bytes()),
    ];
    for (what, body) in cases {
        let answer = operator.send("POST", &own, form, Body::from(body)).await;
        assert!(answer.status.is_client_error(), "{what}: {}", answer.status);
        assert!(!answer.status.is_server_error(), "{what}: {}", answer.status);
        assert!(!answer.text.is_empty() || answer.status.is_redirection(), "{what} is told nothing");
    }
    let body = Body::from("reason=%ff%fe");
    let answer = operator.send_as("POST", &own, form, &[("x-csrf-token", csrf)], body).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "a script's form is looked at, too");
    for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x"] {
        let answer = operator.send("POST", &own, kind, Body::from("{\"reason\":\"Late\"}")).await;
        assert!(answer.status.is_client_error(), "{kind}: {}", answer.status);
    }
    for path in [own.as_str(), "/console/settings", "/console/switches", "/console/queue/resend"] {
        let fields = [("reason", "Late"), ("subject", "@x"), ("undo_seconds", "9"), ("sign_up", "closed")];
        assert_eq!(owner.post(path, &fields).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let found = app::merchants::find(&town.house.ctx, merchant).await.unwrap().unwrap();
    assert_eq!((found.state, found.state_reason.as_str()), (MerchantState::Verified, ""));
    assert_eq!(state(&town, &operator).await, before);
}
