//! Gifts and donors as a nonprofit's people see them.

use app::donations::{self, Change, Given};
use domain::access::Actor;
use domain::ids::DonationId;
use domain::nonprofit::staff::NonprofitRole;
use http::StatusCode;
use testkit::house::{Charity, House, On, donor, give_with};

use crate::town::Town;
use crate::{mails_to, member};

/// A gift that has arrived, from whom the change says.
async fn gift(house: &House, charity: &Charity, change: impl FnOnce(Change) -> Change) -> DonationId {
    let mut view = charity.begin(&house.ctx, 2_500).await;
    let change = change(donor(view.donation.amount));
    donations::change(&house.ctx, &mut view, change).await.unwrap();
    assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled);
    view.donation.id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_is_shown_with_its_receipt_thanked_and_given_back() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let id = gift(&house, &charity, |it| Change { contact_opt_in: true, hide_name: true, ..it }).await;
        let town = Town::of(house);
        let care = member(&town, &charity, "care", NonprofitRole::DonorCare).await;
        let home = format!("/nonprofits/{}/gifts", charity.nonprofit);
        let list = care.get(&home).await.text;
        for wanted in ["Camille R.", "camille@example.com", "€25.00", "A new boat", "May be written to"] {
            assert!(list.contains(wanted), "{on:?}: {wanted} in {list}");
        }
        let one = format!("{home}/{id}");
        let shown = care.get(&one).await.text;
        assert!(shown.contains("The amount without your name") && shown.contains("receipt.pdf"), "{shown}");
        let paper = care.get(&format!("{one}/receipt.pdf")).await;
        assert!(paper.status == StatusCode::OK && paper.text.starts_with("%PDF-"), "{on:?}");
        assert_eq!(care.get(&format!("{one}/void.pdf")).await.status, StatusCode::NOT_FOUND);

        let empty = care.post(&format!("{one}/thank"), &[("message", " ")]).await;
        crate::refused(&empty, "message", "Please fill this in.");
        let words = [("message", "You paid for ten metres of rope.\r\n\r\nThe crew <3")];
        assert_eq!(care.post(&format!("{one}/thank"), &words).await.status, StatusCode::SEE_OTHER);
        let mails = mails_to(&town, "camille@example.com").await;
        let thanks = mails.iter().find(|mail| mail.subject == "A word from Sauveteurs du Port");
        let thanks = thanks.unwrap_or_else(|| panic!("{on:?}: {mails:?}"));
        for wanted in ["ten metres of rope.", "The crew <3", "bonjour@sauveteurs.example", "“A new boat”"]
        {
            assert!(thanks.text.contains(wanted), "{wanted} in {}", thanks.text);
        }
        assert!(!thanks.html.contains("crew <3"), "what was written is shown as text");

        let twice = care.post(&format!("{one}/thank"), &words).await;
        assert!(twice.text.contains("was thanked for this gift already"), "{on:?}: {}", twice.text);
        let shown = care.get(&one).await.text;
        assert!(shown.contains("Donor thanked") && !shown.contains(&format!("{one}/thank")), "{shown}");

        let asked = care.get(&format!("{one}/return")).await.text;
        assert!(asked.contains("This cannot be undone."), "{asked}");
        let back = care.post(&format!("{one}/return"), &[("reason", "Twice by mistake")]).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text);
        let again = care.post(&format!("{one}/return"), &[("reason", "")]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}: once");
        town.house.drain().await;
        let shown = care.get(&one).await.text;
        assert!(shown.contains("Given back") && shown.contains("Twice by mistake"), "{shown}");
        assert!(!shown.contains(&format!("{one}/return")), "nothing is left to give back");
        assert!(care.get(&format!("{one}/void.pdf")).await.text.starts_with("%PDF-"));
        let overview = care.get(&format!("/nonprofits/{}", charity.nonprofit)).await.text;
        assert!(overview.contains("€25.00") && overview.contains("€0.00"), "{overview}");
        let owner = member(&town, &charity, "owner", NonprofitRole::Owner).await;
        let log = owner.get(&format!("/nonprofits/{}/log", charity.nonprofit)).await.text;
        assert!(log.contains("Gave a gift back") && log.contains("Thanked a donor"), "{log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_gift_is_exported_with_its_sums_and_nothing_runs_as_a_formula() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let name = "=HYPERLINK(\"http://evil\",\"x\")".to_owned();
        let address = "1 rue, \"du Lac\"\nRennes".to_owned();
        gift(&house, &charity, |it| Change { name, address, cover: true, ..it }).await;
        let town = Town::of(house);
        let books = member(&town, &charity, "books", NonprofitRole::Treasurer).await;
        // Suspended or not: what was given stays the nonprofit's to account for.
        let operator = town.browser("olga", true).await;
        let suspend = format!("/console/nonprofits/{}/suspend", charity.nonprofit);
        operator.post(&suspend, &[("reason", "Late accounts")]).await;
        let file = books.get(&format!("/nonprofits/{}/gifts.csv", charity.nonprofit)).await;
        assert_eq!(file.status, StatusCode::OK);
        let mut lines = file.text.split("\r\n");
        assert!(lines.next().unwrap().starts_with("gift,given_at,campaign,purpose,currency,amount,"));
        let line = lines.next().unwrap();
        assert!(line.contains(",A new boat,,EUR,25.00,0.63,25.63,0.00,25.63,"), "{on:?}: {line}");
        assert!(line.contains("\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\""), "{line}");
        assert!(line.contains("\"1 rue, \"\"du Lac\"\"\nRennes\""), "{line}");
        assert!(line.ends_with(",en,no,no,no,yes,,,,"), "{line}");
        let log = member(&town, &charity, "boss", NonprofitRole::Owner).await;
        let log = log.get(&format!("/nonprofits/{}/log", charity.nonprofit)).await.text;
        assert!(log.contains("Exported gifts") && log.contains("1 gift"), "{log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_donors_whose_newest_gift_says_so_may_be_written_to() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let (charity, other) = (house.charity().await, house.charity().await);
        let to = |email: &str, contact_opt_in: bool| {
            let email = email.to_owned();
            move |it: Change| Change { email, contact_opt_in, ..it }
        };
        gift(&house, &charity, to("yes@example.com", false)).await;
        gift(&house, &charity, to("yes@example.com", true)).await;
        gift(&house, &charity, to("no@example.com", false)).await;
        gift(&house, &charity, to("changed@example.com", true)).await;
        gift(&house, &charity, to("changed@example.com", false)).await;
        gift(&house, &other, to("theirs@example.com", true)).await;
        gift(&house, &other, to("yes@example.com", false)).await;
        let open = charity.begin(&house.ctx, 1_000).await;
        assert!(
            donations::open_by_link(&house.ctx, &Actor::Anonymous, open.donation.id, &open.token)
                .await
                .is_ok()
        );
        let town = Town::of(house);
        let care = member(&town, &charity, "care", NonprofitRole::DonorCare).await;
        let home = format!("/nonprofits/{}/donors", charity.nonprofit);
        let list = care.get(&home).await.text;
        assert!(list.contains("yes@example.com"), "{on:?}: {list}");
        for other in ["no@example.com", "changed@example.com", "theirs@example.com"] {
            assert!(!list.contains(other), "{on:?}: {other}");
        }
        let file = care.get(&format!("{home}.csv")).await.text;
        let lines: Vec<&str> = file.trim_end().split("\r\n").collect();
        assert_eq!(lines.len(), 2, "{on:?}: {file}");
        assert!(lines[1].starts_with("yes@example.com,Camille R.,en,2,"), "{file}");
    }
}
