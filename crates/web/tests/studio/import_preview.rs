//! What the preview of an import says before anything is written: what is created, changed and refused, the first of
//! each, in the language of whoever reads it.

use http::StatusCode;
use testkit::house::{House, On};

use crate::town::{Browser, Town};

const HEADER: &str =
    "Handle,Title,Option1 Name,Option1 Value,Variant Inventory Tracker,Variant Inventory Qty,Variant Price\n";

async fn look_at(owner: &Browser<'_>, shop: &str, text: &str) -> String {
    let brought =
        owner.post_files(&format!("/studio/{shop}/import"), &[], Some(("file", text.as_bytes()))).await;
    assert_eq!(brought.status, StatusCode::SEE_OTHER, "{}", brought.text);
    owner.town.house.drain().await;
    brought.location
}

/// The words of a page, without its elements.
fn words_of(html: &str) -> String {
    let text: String = html
        .split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(_, text)| text)
        .fold(String::new(), |all, text| all + " " + text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_shows_what_is_created_changed_and_refused_and_how_many_more() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let town = Town::of(house);
        let owner = town.browser("camille", false).await;
        let shop = owner.open_shop("lumen").await.to_string();
        assert!(
            owner
                .get(&format!("/studio/{shop}/import"))
                .await
                .text
                .contains("prices stand without a currency, they are in EUR")
        );
        let mut first = format!("{HEADER}lamp,Lamp,Size,S,shopify,5,49.90\nlamp,,,L,shopify,0,59.90\n");
        for n in 0..30 {
            first.push_str(&format!("p{n},Product {n},,,,,{n}\n"));
        }
        let path = look_at(&owner, &shop, &first).await;
        let page = words_of(&owner.get(&path).await.text);
        assert!(page.contains("prices stand without a currency, they are in EUR"), "{page}");
        assert!(page.contains("Lamp lamp S €49.90 5 Lamp lamp L €59.90 0"), "{page}");
        assert!(page.contains("Product 0 p0 €0.00 Not counted"), "{page}");
        assert!(page.contains("Product 18") && !page.contains("Product 19"), "{page}");
        assert!(page.contains("and 11 more"), "{page}");
        owner.post(&format!("{path}/confirm"), &[]).await;
        town.house.drain().await;

        let mut second = format!("{HEADER}lamp,Lamp two,Size,S,shopify,7,45\nlamp,,,XL,shopify,1,69\n");
        for n in 0..30 {
            second.push_str(&format!("p{n},Product {n},,,,,cheap\n"));
        }
        let path = look_at(&owner, &shop, &second).await;
        let page = words_of(&owner.get(&path).await.text);
        for told in [
            "Lamp two lamp Title Lamp Lamp two",
            "Lamp two lamp Price of S €49.90 €45.00",
            "Lamp two lamp Stock of S 5 7",
            "Lamp two lamp New variant XL €69.00, stock: 1",
            "3 Variant Price",
            "Give an amount like 19.90.",
            "and 10 more",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(!page.contains("no longer sold"), "rows were refused, so that L stays on sale: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reasons_are_said_in_the_language_of_whoever_reads_them() {
    let town = Town::new();
    let owner = town.browser("camille", false).await;
    let shop = owner.open_shop("lumen").await.to_string();
    let speak = async |locale: &'static str| {
        let now = town.house.ctx.now();
        let set = town.house.ctx.db().write("locale", move |tx| {
            let account = store::accounts::login(tx, "camille")?.expect("she has an account").account;
            tx.execute("UPDATE accounts SET locale = $1", &[locale.into()])?;
            store::changes::note(tx, store::changes::ChangeKind::Session, 0, account.0, now)
        });
        set.await.unwrap();
        app::feed::catch_up(&town.house.ctx).await.unwrap();
    };
    speak("fr").await;
    let path = look_at(&owner, &shop, &format!("{HEADER}lamp,Lamp,,,,,cheap\n")).await;
    for suffix in ["", "/refused.csv"] {
        let path = format!("{path}{suffix}");
        let fr = owner.get(&path).await.text;
        speak("en").await;
        let en = owner.get(&path).await.text;
        speak("fr").await;
        assert!(en.contains("Give an amount like 19.90."), "{en}");
        assert!(fr.contains("cheap") && !fr.contains("Give an amount"), "{fr}");
    }
    speak("en").await;
    // A row from before, with its sentence and without a code.
    let aged = town.house.ctx.db().write("age", |tx| {
        let old = "UPDATE import_problems SET code = '', arguments = '', reason = 'Écrivez 19,90.'";
        tx.execute(old, &[])
    });
    aged.await.unwrap();
    assert!(owner.get(&path).await.text.contains("Écrivez 19,90."));
}
