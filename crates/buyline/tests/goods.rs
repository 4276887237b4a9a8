//! Commands that change something, beside a server that runs on the same database.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use app::accounts::NewUser;
use app::merchants::sign_up::{OpenShop, open_shop};
use buyline::{Config, Running, Server};
use domain::access::{Actor, AsAccount, Person, RunServer};

const FILE: &str = "id,title,description,link,image_link,price,availability,brand
cup-1,Blue cup,A cup,https://example.org/cup,https://example.org/cup.jpg,12.50 EUR,in_stock,Atelier
cup-2,Red cup,A cup,https://example.org/red,https://example.org/red.jpg,12.50 EUR,in_stock,Atelier
cup-3,Green cup,A cup,https://example.org/green,https://example.org/green.jpg,dear,in_stock,Atelier
";

/// Runs the binary on the folder of a running server; its exit code and all that it printed.
async fn buyline(data: &Path, arguments: &[&str], input: &str) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_buyline"));
    command.current_dir(data).args(arguments).args(["--data", "."]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let input = input.to_owned();
    let output = tokio::task::spawn_blocking(move || {
        let mut child = command.spawn().unwrap();
        // A command that reads nothing may have ended already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    });
    let output = output.await.unwrap();
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), text)
}

async fn open_a_shop(running: &Running) {
    let ctx = &running.ctx;
    let owner = NewUser {
        handle: "ada".to_owned(),
        display_name: "Ada".to_owned(),
        email: "ada@shop.example".to_owned(),
        password: "correct horse battery".to_owned(),
        locale: "en".to_owned(),
        operator: false,
    };
    let account = app::accounts::create(ctx, &Actor::System.may(RunServer).unwrap(), owner).await.unwrap();
    let person =
        Actor::Person(Person { account, staff_of: [].into(), nonprofits: [].into(), operator: false });
    let form = OpenShop {
        handle: "atelier".to_owned(),
        display_name: "Atelier".to_owned(),
        legal_name: "Atelier SARL".to_owned(),
        contact_email: "hello@shop.example".to_owned(),
        postal_address: "1 rue des Pots, Lyon".to_owned(),
        country: "FR".parse().unwrap(),
        currency: "EUR".parse().unwrap(),
    };
    open_shop(ctx, &person.may(AsAccount(account)).unwrap(), form).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_works_beside_a_running_server() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let running = Server::start(Config::sandboxed(data)).await.unwrap();
    open_a_shop(&running).await;
    std::fs::write(data.join("goods.csv"), FILE).unwrap();

    let (code, text) = buyline(data, &["admin", "list-merchants"], "").await;
    assert_eq!((code, text.as_str()), (Some(0), "@atelier\tnew\tFR\tEUR\tAtelier\n"));

    let import = ["import", "products", "goods.csv", "--merchant", "atelier"];
    let (code, text) = buyline(data, &[&import[..], &["--dry-run"]].concat(), "").await;
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("2 products would be created") && text.contains("1 rows refused"), "{text}");
    assert!(text.contains("line 4, price \"dear\""), "{text}");
    assert!(text.contains("prices without a currency are in EUR"), "{text}");
    assert!(
        text.contains("would be created:\n  line 2, Blue cup (cup-1)\n    New variant: €12.50"),
        "{text}"
    );
    let (code, text) = buyline(data, &import, "").await;
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("2 products created"), "{text}");
    let (code, text) = buyline(data, &import, "").await;
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("0 products created, 0 changed, 2 as before"), "{text}");
    std::fs::write(data.join("goods.csv"), FILE.lines().take(2).collect::<Vec<_>>().join("\n")).unwrap();
    let (code, text) = buyline(data, &import, "").await;
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("--confirm-removals"), "{text}");
    let (code, text) = buyline(data, &["import", "products", "goods.csv", "--merchant", "nobody"], "").await;
    assert_eq!(code, Some(1));
    assert!(text.contains("there is no merchant @nobody"), "{text}");

    let (code, text) = buyline(data, &["admin", "verify-merchant", "@atelier"], "").await;
    assert_eq!((code, text.as_str()), (Some(0), "verified @atelier\n"));
    let stop = ["admin", "kill-switch", "on", "merchant", "atelier"];
    let (code, text) = buyline(data, &stop, "").await;
    assert_eq!(code, Some(2), "a reason is needed: {text}");
    let (code, text) = buyline(data, &[&stop[..], &["--reason", "Goods do not arrive"]].concat(), "").await;
    assert_eq!((code, text.as_str()), (Some(0), "stopped: buying from @atelier\n"));
    let (code, text) = buyline(data, &["admin", "kill-switch", "off", "merchant", "atelier"], "").await;
    assert_eq!((code, text.as_str()), (Some(0), "goes on: buying from @atelier\n"));
    running.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operators_account_is_made_with_a_password_piped_in_or_printed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let (code, text) = buyline(data, &["migrate"], "").await;
    assert_eq!(code, Some(0), "{text}");
    let create = ["admin", "create-user", "grace", "--email", "grace@shop.example", "--operator"];
    let (code, text) = buyline(data, &create, "short\n").await;
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("a password has at least"), "{text}");
    let (code, text) = buyline(data, &create, "a long enough password\n").await;
    assert_eq!((code, text.as_str()), (Some(0), "created @grace\n"));
    let (code, text) = buyline(data, &create, "a long enough password\n").await;
    assert_eq!(code, Some(1));
    assert!(text.contains("this handle is taken"), "{text}");
    let (code, text) =
        buyline(data, &["admin", "create-user", "linus", "--email", "l@shop.example"], "").await;
    assert_eq!(code, Some(0), "{text}");
    let password = text.lines().last().unwrap().strip_prefix("password: ").unwrap();
    assert_eq!(password.len(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_is_planned_checked_and_shown_and_what_cannot_be_right_is_said_in_sentences() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let running = Server::start(Config::sandboxed(data)).await.unwrap();
    let day = |days: i64| {
        let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
        today.saturating_add(jiff::ToSpan::days(days)).to_string()
    };
    let (notice, shops, sales, desks, exports, erased) =
        (day(1), day(10), day(31), day(60), day(120), day(150));
    let plan = |scope: &'static str, sales: &str, zone: &str| -> Vec<String> {
        [
            "sunset",
            "plan",
            scope,
            "--notice",
            &notice,
            "--no-onboarding",
            &shops,
            "--no-sales",
            sales,
            "--read-only",
        ]
        .into_iter()
        .chain([
            &*desks,
            "--export-ends",
            &*exports,
            "--erasure",
            &*erased,
            "--zone",
            zone,
            "--reason",
            "Decided",
        ])
        .map(str::to_owned)
        .collect()
    };
    let run = async |arguments: Vec<String>| {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        buyline(data, &arguments, "").await
    };
    let with = |mut arguments: Vec<String>, more: &str| {
        arguments.push(more.to_owned());
        arguments
    };
    let (code, text) = run(plan("moon", &sales, "UTC")).await;
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("moon cannot end; there are buy, selling"), "{text}");
    let (code, text) = run(plan("buy", &notice, "UTC")).await;
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("no-sales on") && text.contains("cannot come before no-onboarding"), "{text}");
    let (code, text) = run(plan("buy", "2027-02-30", "UTC")).await;
    assert_eq!((code, text.contains("is no day such as 2027-02-01")), (Some(2), true), "{text}");
    let (code, text) = run(plan("buy", &sales, "Paris")).await;
    assert_eq!((code, text.contains("is no time zone such as Europe/Paris")), (Some(2), true), "{text}");
    let (code, text) = buyline(data, &["sunset", "show", "--json"], "").await;
    assert_eq!((code, text.contains("\"plans\": []")), (Some(0), true), "nothing was written: {text}");

    let (code, text) = run(with(plan("buy", &sales, "Europe/Paris"), "--json")).await;
    assert_eq!(code, Some(0), "{text}");
    let written: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&written["scope"], &written["state"], &written["days"]["no-sales"], &written["zone"]),
        (&"buy".into(), &"draft".into(), &sales.as_str().into(), &"Europe/Paris".into())
    );
    let id = written["id"].as_str().unwrap();
    let (code, text) = buyline(data, &["sunset", "check", id, "--json"], "").await;
    assert_eq!(code, Some(0), "{text}");
    let checked: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        checked["foreseen"]["closes"],
        serde_json::json!({ "buy": "no-sales", "selling": "no-onboarding" })
    );
    assert_eq!(checked["foreseen"]["hindrances"][0]["kind"], "no-plan");
    let (code, text) = run(with(plan("server", &sales, "UTC"), "--start")).await;
    assert_eq!((code, text.starts_with("started sun_")), (Some(0), true), "{text}");
    let (code, text) = buyline(data, &["sunset", "show"], "").await;
    assert_eq!(code, Some(0), "{text}");
    for shown in [
        "\tserver\trunning\trevision 2\tUTC",
        "\tbuy\tdraft\trevision 1\tEurope/Paris",
        "\tno-sales\tNo new orders",
    ] {
        assert!(text.contains(shown), "{shown} is not in {text}");
    }
    let (code, text) = buyline(data, &["sunset", "erase", id, "--reason", "Decided"], "").await;
    assert_eq!((code, text.contains("say --yes to erase it for good")), (Some(0), true), "{text}");
    let (code, text) = buyline(data, &["sunset", "erase", id, "--reason", "Decided", "--yes"], "").await;
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("it may not be erased: no plan that runs ends it"), "{text}");
    let (code, text) = buyline(data, &["sunset", "check", "sun_1"], "").await;
    assert_eq!((code, text.contains("sun_1 is no plan")), (Some(2), true), "{text}");

    // What ends is erased by one more word, once its last day has come: here the calendar is turned to it.
    let (code, text) = run(with(with(plan("imports", &sales, "UTC"), "--start"), "--json")).await;
    assert_eq!(code, Some(0), "{text}");
    let written: serde_json::Value = serde_json::from_str(&text).unwrap();
    let id = written["id"].as_str().unwrap();
    let past = "UPDATE sunset_plans SET notice_on = '2026-01-01', no_onboarding_on = '2026-01-02', no_sales_on = '2026-01-10',
                       read_only_on = '2026-02-01', export_ends_on = '2026-03-01', erasure_on = '2026-04-01'
                 WHERE kind = 'feature' AND subject = 7";
    let database = rusqlite::Connection::open(data.join("buyline.db")).unwrap();
    assert_eq!(database.execute(past, []).unwrap(), 1);
    let (code, text) =
        buyline(data, &["sunset", "erase", id, "--reason", "Decided", "--yes", "--json"], "").await;
    assert_eq!(code, Some(0), "{text}");
    let erased: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(erased["done"] == true && erased["proof"].is_object(), "{text}");
    let certificate = erased["certificate"].as_str().unwrap();
    assert!(certificate.contains("/erasures/era_"), "{certificate}");
    let (code, text) =
        buyline(data, &["sunset", "erase", id, "--reason", "Again", "--yes", "--json"], "").await;
    assert_eq!(code, Some(0), "{text}");
    let again: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(again["erasure"], erased["erasure"], "asked again, it is the first");
    running.shutdown().await.unwrap();
}
