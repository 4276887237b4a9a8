//! What buyers do, and what every page they meet must be.

use testkit::browser::{Browser, Scheme, View};

use super::world::World;

/// The windows that everything is looked at in.
pub const VIEWS: [View; 4] = [
    View::PHONE,
    View::PHONE.with_scheme(Scheme::Dark),
    View::DESKTOP,
    View::DESKTOP.with_scheme(Scheme::Dark),
];

/// The step that the sheet shows.
pub const DETAILS: &str = "dialog.sheet[open] [data-step=details]";
pub const REVIEW: &str = "dialog.sheet[open] [data-step=review]";
pub const PLACED: &str = "dialog.sheet[open] [data-step=placed]";
pub const ENDED: &str = "dialog.sheet[open] [data-step=ended]";
pub const CHALLENGE: &str = "dialog.sheet[open] [data-step=challenge]";
/// The filled button at the foot of a step.
pub const GO: &str = ".btn.pay";

/// The state as it stands has no serious barrier, nothing in the console, nothing that the policy refused, and
/// nothing that must be scrolled sideways.
pub async fn check(browser: &Browser, state: &str) {
    let barriers = browser.barriers().await.unwrap();
    assert!(barriers.is_empty(), "{state}: {barriers:#?}");
    let complaints = browser.complaints().await.unwrap();
    assert!(complaints.is_empty(), "{state}: {complaints:#?}");
    let too_wide = browser.ask("return document.documentElement.scrollWidth > innerWidth").await.unwrap();
    assert_eq!(too_wide, false, "{state} must be scrolled sideways");
}

/// Becomes somebody who is not signed in, as the demo's newcomers are.
pub async fn be_a_guest(browser: &Browser, world: &World) {
    browser.delete_all_cookies().await.unwrap();
    browser.goto(&world.at("/sign-in")).await.unwrap();
}

/// Slips into one of the demo's roles by the switch on the page.
pub async fn become_role(browser: &Browser, handle: &str) {
    browser.tap(&format!(".roles button[value={handle}]")).await.unwrap();
    browser.see(&format!(".roles button[value={handle}][aria-current]")).await.unwrap();
}

/// The Buy card of `product` on this page, as a selector.
pub async fn card(browser: &Browser, product: &str) -> String {
    let found = format!(
        "[...document.querySelectorAll('buy-card')].find(card => \
         card.querySelector('.card-title').textContent.trim().startsWith('{product}'))?.id"
    );
    browser.until(&found).await.unwrap();
    let id = browser.ask(&format!("return {found}")).await.unwrap();
    format!("[id='{}']", id.as_str().unwrap())
}

/// The Buy button of `product`.
pub async fn buy_button(browser: &Browser, product: &str) -> String {
    format!("{} form[action='/buy'] .btn.buy", card(browser, product).await)
}

/// Fills the first step as a guest from Nantes.
pub async fn fill_details(browser: &Browser) {
    for (field, text) in [
        ("email", "maelle@example.org"),
        ("name", "Maëlle Jaouen"),
        ("line1", "12 rue des Carmes"),
        ("postal_code", "44000"),
        ("city", "Nantes"),
    ] {
        browser.fill(&format!("[name={field}]"), text).await.unwrap();
    }
}

/// Chooses a test card on the review's payment step, and comes back to the review.
pub async fn pay_with(browser: &Browser, token: &str) {
    browser.tap(&format!("{REVIEW} a[href$='/change/payment']")).await.unwrap();
    browser.tap(&format!(".choice:has(input[value={token}])")).await.unwrap();
    browser.tap("dialog.sheet [data-step=payment] .btn.pay").await.unwrap();
    browser.see(REVIEW).await.unwrap();
}

/// The order's number as the placed step shows it.
pub async fn number(browser: &Browser) -> String {
    browser.read("[data-step=placed] .order-no").await.unwrap()
}
