//! The audit beside Stripe's own statement: sound books agree, and a difference in either direction is found.

use std::path::Path;

use app::ports::Payments;
use audit::Report;
use domain::ledger::{Entry, Movement};
use domain::order::RefundWish;
use jiff::SignedDuration;
use testkit::house::On;
use twins::stripe::{Act, Request};

use super::town::{KEY, Town, eur, provider};

impl Town {
    /// Stripe's own statement, line by line.
    async fn statement(&self) -> Vec<String> {
        let stripe = provider(&self.twin);
        let (mut lines, mut after) = (Vec::new(), String::new());
        loop {
            let page = stripe.books().unwrap().statement("", &after).await.unwrap();
            lines.extend(page.items);
            match page.next {
                Some(next) => after = next,
                None => return lines,
            }
        }
    }

    async fn audit_against(&self, folder: &Path, lines: &[String]) -> Report {
        let statement = folder.join("statement.jsonl");
        std::fs::write(&statement, lines.join("\n")).unwrap();
        let (address, now) = (self.house.address(), self.ctx.now().as_microsecond());
        let run = move || audit::run_against(&address, None, &statement, now).unwrap();
        tokio::task::spawn_blocking(run).await.unwrap()
    }
}

fn says(report: &Report, words: &str) -> bool {
    let line = report.lines.iter().find(|line| line.invariant == "I10").unwrap();
    line.findings.iter().any(|finding| finding.rule.contains(words))
}

#[tokio::test(flavor = "multi_thread")]
async fn sound_books_agree_with_the_statement_and_a_difference_either_way_is_found() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let folder = tempfile::tempdir().unwrap();
        let order = town.buy(2, "pm_card_visa").await;
        let wish = RefundWish { amount: Some(eur(1_000)), ..RefundWish::default() };
        town.give_back(order, wish).await.unwrap();
        town.buy(1, "pm_card_visa").await;
        let charge = town.get("/v1/charges?limit=1")["data"][0]["id"].as_str().unwrap().to_owned();
        town.act(&Act::Dispute { charge, reason: "general".to_owned() });
        town.hear().await;
        town.pass(SignedDuration::from_mins(10));
        let lines = town.statement().await;
        let sound = town.audit_against(folder.path(), &lines).await;
        assert!(sound.is_clean(), "{on:?} {sound}");
        assert!(sound.compared_with_provider);

        // Each kind of line missing there is found.
        for kind in ["\"object\":\"charge\"", "\"object\":\"refund\"", "\"object\":\"dispute\""] {
            let without: Vec<String> = lines.iter().filter(|line| !line.contains(kind)).cloned().collect();
            assert!(without.len() < lines.len(), "{kind}");
            let report = town.audit_against(folder.path(), &without).await;
            assert!(says(&report, "and not in the provider's statement"), "{on:?} {kind} {report}");
        }

        // A payment that carries our name and that nobody booked is found.
        let server = town.ctx.db().read(|conn| store::settings::get(conn, "server_identity")).await;
        let server = server.unwrap().unwrap();
        let form = [
            ("amount", "1990"),
            ("currency", "eur"),
            ("confirm", "true"),
            ("payment_method", "pm_card_visa"),
            ("automatic_payment_methods[enabled]", "true"),
            ("automatic_payment_methods[allow_redirects]", "never"),
            ("metadata[attempt]", "chk_9-0"),
            ("metadata[server]", server.as_str()),
        ];
        let request = Request::new("POST", "/v1/payment_intents", KEY).form(&form);
        town.twin.call(&request);
        town.pass(SignedDuration::from_mins(10));
        let report = town.audit_against(folder.path(), &town.statement().await).await;
        assert!(says(&report, "under this server's name, and not in the ledger"), "{on:?} {report}");

        // A line too many in our books is found.
        let merchant = town.shop.merchant;
        let now = town.ctx.now();
        town.ctx
            .db()
            .write("plant", move |tx| {
                let payment = store::payments::of_order(tx, merchant, order)?.remove(0);
                let (movement, source) = (Movement::ApplicationFee, payment.id.0);
                let entry = Entry { merchant, order: Some(order), movement, source, amount: eur(1) };
                store::ledger::post(tx, &[entry], now)
            })
            .await
            .unwrap();
        town.pass(SignedDuration::from_mins(10));
        let report = town.audit_against(folder.path(), &lines).await;
        assert!(says(&report, "of another amount"), "{on:?} {report}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_asks_stripe_itself() {
    let town = Town::on(On::Sqlite).await.unwrap();
    town.buy(1, "pm_card_visa").await;
    let folder = tempfile::tempdir().unwrap();
    let (address, twin) = (town.house.address(), format!("http://{}", town.twin.address()));
    let data = folder.path().to_owned();
    let run = move || {
        std::process::Command::new(env!("CARGO_BIN_EXE_buyline"))
            .args(["audit", "--stripe", "--database", &address, "--data"])
            .arg(&data)
            .env("BUYLINE_STRIPE_SECRET_KEY", KEY)
            .env("BUYLINE_STRIPE_PUBLISHABLE_KEY", "pk_test_shop")
            .env("BUYLINE_STRIPE_URL", &twin)
            .output()
            .unwrap()
    };
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said} {}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("I10  OK") && !said.contains("only our own side"), "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "the statement is not kept");
}
