//! The audit asks Stripe with the keys that merchants brought, and says whom it could not ask.

use domain::access::MerchantAct;
use domain::payee::by_own_key;
use jiff::SignedDuration;
use testkit::house::On;
use twins::stripe::Act;

use super::own_key::ALL;
use super::town::Town;

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_asks_with_the_shops_own_key_and_names_an_account_it_cannot_ask() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let account = town.make_key("rk_test_first", &ALL);
        town.bring("rk_test_first").await.unwrap();
        town.buy(&town.ours).await;
        town.pass(SignedDuration::from_mins(10)).await;
        let folder = tempfile::tempdir().unwrap();
        // An hour later nothing is too fresh to be compared: an account that was not asked is left out, by its name.
        for (line, is_clean) in [
            (format!("{{\"unread\":\"{}\"}}", by_own_key(&account)), true),
            (format!("{{\"unread\":\"{account}\"}}"), false),
        ] {
            let statement = folder.path().join("statement.jsonl");
            std::fs::write(&statement, line).unwrap();
            let later = town.ctx.now() + SignedDuration::from_hours(1);
            let address = town.house.address();
            let run = move || audit::run_against(&address, None, &statement, later.as_microsecond()).unwrap();
            let report = tokio::task::spawn_blocking(run).await.unwrap();
            assert_eq!(report.is_clean(), is_clean, "{on:?} {report}");
        }
        let audit = async |with_key: bool| {
            let key = folder.path().join("secret.key");
            if with_key {
                std::fs::write(&key, [7; 32]).unwrap();
            } else {
                let _ = std::fs::remove_file(&key);
            }
            audit_of(&town, folder.path()).await
        };
        let (code, said, told) = audit(true).await;
        assert!(
            code == Some(0) && said.contains("I10  OK") && !said.contains("not compared"),
            "{on:?} {said} {told}"
        );
        let calls = town.twin.with(|twin, _| {
            twin.log().iter().filter(|call| call.operation == "BalanceTransactions_list").count()
        });
        assert!(calls > 1, "{on:?}: one of the calls that looked at the key, and the statement");
        let unasked = format!("{account}: not compared");
        let (code, said, told) = audit(false).await;
        assert!(
            code == Some(3) && said.contains(&unasked),
            "{on:?}: without secret.key it does not open: {said} {told}"
        );
        let permit = town.owner(&town.ours, MerchantAct::EditPayee);
        app::payees::disconnect(&town.ctx, &permit).await.unwrap();
        let (code, said, told) = audit(true).await;
        assert!(code == Some(3) && said.contains(&unasked), "{on:?} {said} {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_out_of_reach_keeps_no_invariant_from_being_told() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let lost = town.connect(&town.ours).await;
        let kept = town.connect(&town.theirs).await;
        for shop in [&town.ours, &town.theirs] {
            town.buy(shop).await;
        }
        town.pass(SignedDuration::from_mins(10)).await;
        let folder = tempfile::tempdir().unwrap();
        let (code, said, told) = audit_of(&town, folder.path()).await;
        assert!(code == Some(0) && !said.contains("not compared"), "{on:?} {said} {told}");
        let invariants = said.lines().filter(|line| line.starts_with('I')).count();
        town.act(&Act::Deauthorize { account: lost.clone() });
        let (code, said, told) = audit_of(&town, folder.path()).await;
        assert_eq!(code, Some(3), "{on:?} {said} {told}");
        assert_eq!(said.lines().filter(|line| line.starts_with('I')).count(), invariants, "{said}");
        let why = format!("{lost}: not compared, its statement cannot be read: ");
        assert!(said.contains(&why) && !said.contains(&kept), "{on:?} {said}");
        assert!(invariants > 5 && said.contains("I10  OK") && told.is_empty(), "{on:?} {said} {told}");
    }
}

/// How `buyline audit --stripe` ends, what it says, and what it complains of.
async fn audit_of(town: &Town, data: &std::path::Path) -> (Option<i32>, String, String) {
    let (address, twin) = (town.house.address(), format!("http://{}", town.twin.address()));
    let data = data.to_owned();
    let run = move || {
        std::process::Command::new(env!("CARGO_BIN_EXE_buyline"))
            .args(["audit", "--stripe", "--database", &address, "--data"])
            .arg(&data)
            .env("BUYLINE_STRIPE_SECRET_KEY", "sk_test_market")
            .env("BUYLINE_STRIPE_PUBLISHABLE_KEY", "pk_test_market")
            .env("BUYLINE_STRIPE_CONNECT", "true")
            .env("BUYLINE_STRIPE_URL", &twin)
            .output()
            .unwrap()
    };
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}
