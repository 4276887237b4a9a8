//! What the demo's shop does meanwhile, in a browser of its own.

use testkit::browser::{Browser, View};

use super::buyer::become_role;
use super::world::World;

/// A browser in which Clémence works at Atelier Nord; `None` where there is no browser.
pub async fn open(world: &World) -> Option<Browser> {
    let browser = Browser::open(View::DESKTOP).await?;
    browser.goto(&world.url).await.unwrap();
    become_role(&browser, "clemence").await;
    Some(browser)
}

/// Opens a product of the shop for editing.
pub async fn edit(browser: &Browser, product: &str) {
    browser.tap(".app-side a[href$='/products']").await.unwrap();
    browser.until("location.pathname.endsWith('/products')").await.unwrap();
    let find = format!(
        "return [...document.querySelectorAll('td.lead a')].find(link => link.textContent.trim() === '{product}').href"
    );
    let href = browser.ask(&find).await.unwrap();
    browser.goto(href.as_str().unwrap()).await.unwrap();
    browser.see("form.product-form").await.unwrap();
}

/// Writes `value` into the field of every variant that begins with `field`.
pub async fn set_all(browser: &Browser, field: &str, value: &str) {
    let set = format!(
        "for (const input of document.querySelectorAll('[name^={field}_]')) input.value = '{value}'; return true"
    );
    browser.ask(&set).await.unwrap();
}

/// Writes `value` into the field of the first variant that begins with `field`.
pub async fn set_first(browser: &Browser, field: &str, value: &str) {
    let set = format!("document.querySelector('[name^={field}_]').value = '{value}'; return true");
    browser.ask(&set).await.unwrap();
}

/// Saves the form.
pub async fn save(browser: &Browser) {
    browser.tap(".actions-bar .btn.buy").await.unwrap();
    browser.see(".note.good").await.unwrap();
}
