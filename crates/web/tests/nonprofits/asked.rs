//! What donors are asked, over HTTP and without scripts: tributes, what the law wants to know, Gift Aid, papers.

use domain::donation::tribute::Told;
use domain::ids::DonationId;
use domain::money::Currency;
use domain::nonprofit::registry::Registry;
use domain::nonprofit::staff::NonprofitRole;
use http::StatusCode;
use testkit::house::{Charity, Home};

use super::{mails_to, member, towns};
use crate::town::{Browser, Town, between};

const HULL: Home =
    Home { country: "GB", currency: Currency::GBP, registry: Registry::GbCcew, number: "1", digits: 6 };

const DETAILS: [(&str, &str); 5] = [
    ("amount", "25"),
    ("email", "camille@example.com"),
    ("name", "Camille R."),
    ("address", ""),
    ("payment", "card_ok"),
];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = DETAILS.iter().filter(|(name, _)| !more.iter().any(|(field, _)| field == name));
    kept.copied().chain(more.iter().copied()).collect()
}

/// Taps Donate on 25 of the campaign's currency; gives the path of the gift.
async fn tap(browser: &Browser<'_>, charity: &Charity) -> String {
    let form = [("preset", "2500"), ("amount", ""), ("every", "once")];
    let begun = browser.post(&format!("/donate/{}", charity.campaign), &form).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    begun.location
}

async fn give(browser: &Browser<'_>, charity: &Charity, more: &[(&str, &str)]) -> String {
    let gift = tap(browser, charity).await;
    let saved = browser.post(&format!("{gift}/details"), &with(more)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let given = browser.post(&format!("{gift}/give"), &[("seen", "2500")]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
    gift
}

async fn stored(town: &Town, gift: &str) -> domain::donation::Donation {
    let id: DonationId = gift.split('/').nth(2).unwrap().parse().unwrap();
    town.house.ctx.db().read(move |conn| store::donations::by_id(conn, id)).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_gives_in_memory_and_tells_one_person() {
    for (on, town) in towns() {
        let charity = town.house.charity().await;
        let guest = town.guest().await;
        let gift = tap(&guest, &charity).await;
        let form = guest.get(&gift).await.text;
        let fold = between(&form, "<details class=\"fold\"", ">").unwrap();
        assert!(!fold.contains("open"), "{on:?}: closed until it is wanted");
        let wrong = [
            ("tribute_kind", "memory"),
            ("tribute_name", " "),
            ("tribute_email", "nobody"),
            ("tribute_message", "www.evil.example"),
        ];
        let refused = guest.post(&format!("{gift}/details"), &with(&wrong)).await;
        for (field, says) in [
            ("tribute_name", "Write whom the gift is for"),
            ("tribute_email", "Write the mail address of who should be told"),
            ("tribute_message", "Leave out web addresses"),
        ] {
            crate::refused(&refused, field, says);
        }
        let fold = between(&refused.text, "<details class=\"fold\"", ">").unwrap();
        assert!(fold.contains("open"), "{on:?}: what is wrong is seen");
        let nameless = [("tribute_message", "We miss him.")];
        let refused = guest.post(&format!("{gift}/details"), &with(&nameless)).await;
        crate::refused(&refused, "tribute_kind", "Choose whether the gift is in honour or in memory");
        assert_eq!(stored(&town, &gift).await.tribute, None, "{on:?}: nothing has changed");

        let right = [
            ("tribute_kind", "memory"),
            ("tribute_name", "Yann <b>Le Bras</b>"),
            ("tribute_email", "jo@example.com"),
            ("tribute_to", "Jo"),
            ("tribute_message", "We miss him."),
        ];
        assert_eq!(guest.post(&format!("{gift}/details"), &with(&right)).await.status, StatusCode::SEE_OTHER);
        let review = guest.get(&gift).await.text;
        assert!(review.contains("jo@example.com is told once the gift has arrived."), "{on:?}: {review}");
        guest.post(&format!("{gift}/give"), &[("seen", "2500")]).await;
        let thanks = guest.get(&gift).await.text;
        assert!(thanks.contains("In memory of Yann &#60;b&#62;Le Bras"), "{on:?}: {thanks}");
        assert!(thanks.contains("jo@example.com was told by mail."), "{on:?}: {thanks}");
        assert_eq!(mails_to(&town, "jo@example.com").await.len(), 1, "{on:?}");
        let kept = stored(&town, &gift).await.tribute.unwrap();
        assert_eq!(kept.told, Told::Yes);

        let care = member(&town, &charity, "care", NonprofitRole::DonorCare).await;
        let id = gift.split('/').nth(2).unwrap();
        let home = format!("/nonprofits/{}/gifts", charity.nonprofit);
        let shown = care.get(&format!("{home}/{id}")).await.text;
        assert!(shown.contains("In memory of Yann") && shown.contains("was told by mail"), "{on:?}: {shown}");
        let file = care.get(&format!("{home}.csv")).await.text;
        assert!(file.contains(",memory,Yann <b>Le Bras</b>,jo@example.com,sent"), "{on:?}: {file}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tax_receipt_is_given_to_who_says_what_it_needs() {
    for (on, town) in towns() {
        let charity = town.house.charity().await;
        let guest = town.guest().await;
        let gift = tap(&guest, &charity).await;
        let form = guest.get(&gift).await.text;
        assert!(form.contains("name=\"ask_tax_receipt\""), "{on:?}: {form}");
        assert!(form.contains("A tax receipt needs your full name and address."), "{on:?}");
        let refused = guest.post(&format!("{gift}/details"), &with(&[("ask_tax_receipt", "on")])).await;
        crate::refused(&refused, "address", "Please fill this in.");
        assert!(stored(&town, &gift).await.answers.0.is_empty(), "{on:?}: nothing has changed");
        let right = with(&[("ask_tax_receipt", "on"), ("address", "1 rue du Lac\n35000 Rennes")]);
        assert_eq!(guest.post(&format!("{gift}/details"), &right).await.status, StatusCode::SEE_OTHER);
        let review = guest.get(&gift).await.text;
        assert!(review.contains("I want a receipt for my taxes"), "{on:?}: {review}");
        guest.post(&format!("{gift}/give"), &[("seen", "2500")]).await;
        assert!(stored(&town, &gift).await.settled_at.is_some(), "{on:?}");
        let care = member(&town, &charity, "care", NonprofitRole::DonorCare).await;
        let id = gift.split('/').nth(2).unwrap();
        let shown = care.get(&format!("/nonprofits/{}/gifts/{id}", charity.nonprofit)).await.text;
        assert!(shown.contains("I want a receipt for my taxes"), "{on:?}: {shown}");
        let file = care.get(&format!("/nonprofits/{}/gifts.csv", charity.nonprofit)).await.text;
        assert!(file.lines().next().unwrap().ends_with(",answer_tax_receipt"), "{on:?}: {file}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn gift_aid_is_asked_declared_claimed_and_withdrawn() {
    for (on, town) in towns() {
        let charity = town.house.charity_at(HULL).await;
        let guest = town.browser("mary", false).await;
        let gift = tap(&guest, &charity).await;
        assert!(!guest.get(&gift).await.text.contains("name=\"aid\""), "{on:?}: HMRC's reference is missing");

        let owner = member(&town, &charity, "owner", NonprofitRole::Owner).await;
        let settings = format!("/nonprofits/{}/settings", charity.nonprofit);
        let profile = |reference| {
            [
                ("display_name", "Hull Lifeboat"),
                ("mission", "Boats."),
                ("contact_email", "allo@hull.example"),
                ("postal_address", "2 Quay Lane"),
                ("receipt_note", ""),
                ("gift_aid_ref", reference),
            ]
        };
        let refused = owner.post(&settings, &profile("12345")).await;
        crate::refused(&refused, "gift_aid_ref", "one or two letters and up to five digits");
        let saved = owner.post(&settings, &profile("xr 12345")).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{on:?}: {}", saved.text);
        assert!(owner.get(&settings).await.text.contains("value=\"XR12345\""), "{on:?}");

        let form = guest.get(&gift).await.text;
        assert!(form.contains("I pay UK tax, and I understand"), "{on:?}: {form}");
        assert!(form.contains("value=\"all\""), "{on:?}: whoever has an account is known again: {form}");
        let stranger = town.guest().await;
        let form = stranger.get(&tap(&stranger, &charity).await).await.text;
        assert!(form.contains("name=\"aid\"") && !form.contains("value=\"all\""), "{on:?}: {form}");
        let half = [("aid", "all"), ("aid_first_name", "Mary"), ("aid_postcode", "29900")];
        let refused = guest.post(&format!("{gift}/details"), &with(&half)).await;
        crate::refused(&refused, "aid_postcode", "Write a UK postcode");
        crate::refused(&refused, "aid_last_name", "");
        let aid = [
            ("aid", "all"),
            ("aid_title", "Mrs"),
            ("aid_first_name", "Mary"),
            ("aid_last_name", "Smith"),
            ("aid_house", "12"),
            ("aid_address", "Quay Lane, Hull"),
            ("aid_postcode", "hu1 1aa"),
        ];
        let first = give(&guest, &charity, &aid).await;
        give(&guest, &charity, &[]).await;
        let thanks = guest.get(&first).await.text;
        assert!(thanks.contains("Declared on") && thanks.contains("/gift-aid/withdraw"), "{on:?}: {thanks}");

        let books = member(&town, &charity, "books", NonprofitRole::Treasurer).await;
        let desk = format!("/nonprofits/{}/gift-aid", charity.nonprofit);
        let shown = books.get(&desk).await.text;
        assert!(shown.contains("Mary Smith") && shown.contains("£50.00"), "{on:?}: {shown}");
        let closed = books.post(&desk, &[]).await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER, "{on:?}: {}", closed.text);
        let again = books.post(&desk, &[]).await;
        assert!(again.text.contains("There is no gift to claim for."), "{on:?}: {}", again.text);
        let file = books.get(&format!("{desk}/1/schedule.csv")).await;
        assert_eq!(file.status, StatusCode::OK);
        let lines: Vec<&str> = file.text.trim_start_matches('\u{feff}').trim_end().split("\r\n").collect();
        let head = "Title,First name,Last name,House name or number,Postcode,Aggregated donations,Sponsored event,\
                    Donation date,Amount";
        assert_eq!(lines[0], head, "{on:?}");
        assert_eq!(lines.len(), 3, "{on:?}: {}", file.text);
        assert!(
            lines[1].starts_with("Mrs,Mary,Smith,12,HU1 1AA,,,") && lines[1].ends_with(",25.00"),
            "{}",
            lines[1]
        );
        assert_eq!(books.get(&format!("{desk}/2/schedule.csv")).await.status, StatusCode::NOT_FOUND);

        let withdrawn = guest.post(&format!("{first}/gift-aid/withdraw"), &[]).await;
        assert_eq!(withdrawn.status, StatusCode::SEE_OTHER, "{on:?}");
        assert!(guest.get(&first).await.text.contains("was withdrawn on"), "{on:?}");
        give(&guest, &charity, &[]).await;
        let shown = books.get(&desk).await.text;
        assert!(
            !shown.contains("Gifts that can be claimed</h2>"),
            "{on:?}: nothing later is covered: {shown}"
        );
        let log = owner.get(&format!("/nonprofits/{}/log", charity.nonprofit)).await.text;
        assert!(
            log.contains("Closed a Gift Aid claim") && log.contains("Exported a Gift Aid schedule"),
            "{log}"
        );
    }
}

fn picture() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(600, 200).write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_logo_is_put_on_receipts_and_taken_away() {
    for (on, town) in towns() {
        let charity = town.house.charity().await;
        let guest = town.guest().await;
        let has_picture =
            async |gift: &str| guest.get(&format!("{gift}/receipt.pdf")).await.text.contains("/Image");
        let plain = give(&guest, &charity, &[]).await;
        let owner = member(&town, &charity, "owner", NonprofitRole::Owner).await;
        let page = format!("/nonprofits/{}/settings/logo", charity.nonprofit);
        assert!(owner.get(&page).await.text.contains("None yet."), "{on:?}");
        let wrong = owner.post_files(&page, &[], Some(("logo", b"no picture"))).await;
        crate::refused(&wrong, "logo", "");
        let picture = picture();
        let kept = owner.post_files(&page, &[], Some(("logo", &picture))).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{on:?}: {}", kept.text);
        let marked = give(&guest, &charity, &[]).await;
        assert!(has_picture(&marked).await, "{on:?}");
        assert!(!has_picture(&plain).await, "{on:?}: a receipt keeps what it was issued with");
        assert_eq!(owner.post(&format!("{page}/remove"), &[]).await.status, StatusCode::SEE_OTHER);
        let last = give(&guest, &charity, &[]).await;
        assert!(!has_picture(&last).await, "{on:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_read_from_the_account_and_from_the_mail() {
    for (on, town) in towns() {
        let charity = town.house.charity().await;
        let donor = town.browser("camille", false).await;
        assert!(donor.get("/account/gifts").await.text.contains("You have not given here yet."), "{on:?}");
        give(&donor, &charity, &[]).await;
        let list = donor.get("/account/gifts").await.text;
        let statement = between(&list, "href=\"/account/gifts/", "\"").unwrap();
        let paper = donor.get(&format!("/account/gifts/{statement}")).await;
        assert!(paper.status == StatusCode::OK && paper.text.starts_with("%PDF-"), "{on:?}");
        let other = town.browser("other", false).await;
        let theirs = other.get(&format!("/account/gifts/{statement}")).await;
        assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{on:?}: nothing was given by that account");

        let mails = mails_to(&town, "camille@example.com").await;
        let link = mails[0].text.lines().find(|line| line.contains("/statements/")).unwrap();
        let path = &link[link.find("/statements/").unwrap()..];
        let paper = town.guest().await.get(path).await;
        assert!(paper.status == StatusCode::OK && paper.text.starts_with("%PDF-"), "{on:?}");
        let mut guess = path.to_owned();
        guess.replace_range(guess.len() - 1.., if path.ends_with('0') { "1" } else { "0" });
        assert_eq!(town.guest().await.get(&guess).await.status, StatusCode::NOT_FOUND, "{on:?}");
    }
}
