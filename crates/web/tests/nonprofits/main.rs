//! A nonprofit over HTTP: applying, being looked at, asking, thanking, and what its people and the operator may see.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod apply;
mod asked;
mod at_risk;
mod campaigns;
mod console;
mod disputes;
#[path = "../support/everything.rs"]
mod everything;
mod gifts;
mod later;
mod matches;
mod people;
mod pledges;
mod story;
mod tap;
#[path = "../studio/town.rs"]
mod town;

use domain::ids::{AccountId, NonprofitId};
use domain::nonprofit::Nonprofit;
use domain::nonprofit::staff::NonprofitRole;
use http::StatusCode;
use testkit::house::{Charity, House, On};

use town::{Browser, Page, Town};

/// A form that is right: Secours populaire français has this SIREN.
pub const FORM: [(&str, &str); 10] = [
    ("display_name", "Sauveteurs"),
    ("handle", "sauveteurs"),
    ("mission", "Boats for those in trouble at sea."),
    ("legal_name", "Association des sauveteurs"),
    ("country", "FR"),
    ("registry", "fr_siren"),
    ("number", "775 672 272"),
    ("contact_email", "bonjour@sauveteurs.example"),
    ("postal_address", "1 quai du Port\n29900 Concarneau"),
    ("currency", "EUR"),
];

/// The form with another value for `field`.
pub fn with<'a>(field: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    FORM.iter().map(|(name, right)| (*name, if *name == field { value } else { *right })).collect()
}

/// A town on each engine that is there.
pub fn towns() -> Vec<(On, Town)> {
    On::BOTH.into_iter().filter_map(|on| Some((on, Town::of(House::new(on)?)))).collect()
}

/// Applies, and says under which id.
pub async fn apply(browser: &Browser<'_>) -> NonprofitId {
    let sent = browser.post("/nonprofits/apply", &FORM).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    sent.location.split('/').nth(2).unwrap().parse().unwrap()
}

/// The nonprofit as it is now.
pub async fn find(town: &Town, id: NonprofitId) -> Nonprofit {
    app::nonprofits::find(&town.house.ctx, id).await.unwrap().unwrap()
}

/// Somebody's browser who works for `charity`.
pub async fn member<'t>(town: &'t Town, charity: &Charity, handle: &str, role: NonprofitRole) -> Browser<'t> {
    let browser = town.browser(handle, false).await;
    let (id, handle, now) = (charity.nonprofit, handle.to_owned(), town.house.ctx.now());
    let placed = town.house.ctx.db().write("member", move |tx| {
        use store::Read;
        let find = "SELECT id FROM accounts WHERE handle = $1";
        let account: AccountId = tx.one("an account", find, &[(&handle).into()], |row| row.id(0))?;
        store::nonprofits::put_staff(tx, id, account, role, now)?;
        store::changes::note(tx, store::changes::ChangeKind::Session, 0, account.0, now)
    });
    placed.await.unwrap();
    app::feed::catch_up(&town.house.ctx).await.unwrap();
    browser
}

/// The page says `says` at `field`.
pub fn refused(answer: &Page, field: &str, says: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {}", answer.text);
    let error = town::between(&answer.text, &format!("id=\"f-{field}-error\""), "</p>");
    let error = error.unwrap_or_else(|| panic!("{field} is not named: {}", answer.text));
    assert!(error.contains(says), "{field} says {error}");
}

/// Subjects of the newest mails, newest first, to `recipient`.
pub async fn mails_to(town: &Town, recipient: &str) -> Vec<app::mails::KeptMail> {
    town.house.drain().await;
    let mails = app::mails::newest(&town.house.ctx, None).await.unwrap();
    mails.into_iter().filter(|mail| mail.recipient == recipient).collect()
}
