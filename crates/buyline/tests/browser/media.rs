//! Pages on what is no common screen: in the few colours of a contrast theme, and on paper.

use testkit::browser::{Browser, Key, Medium, Scheme, View};

use super::buyer::{GO, PLACED, REVIEW, become_role, buy_button, card};
use super::world::World;

/// `property` of the first `selector` is what `colour` is in the reader's theme.
async fn assert_colour(browser: &Browser, selector: &str, property: &str, colour: &str) {
    let script = format!(
        "const probe = document.createElement('i'); probe.style.cssText = 'forced-color-adjust: none; color: {colour}'; \
         document.body.append(probe); const wanted = getComputedStyle(probe).color; probe.remove(); \
         const it = document.querySelector(\"{selector}\"); return [getComputedStyle(it).{property}, wanted, it.outerHTML.slice(0, 200)]"
    );
    let both = browser.ask(&script).await.unwrap();
    assert_eq!(both[0], both[1], "{property} of {selector} is {colour}: {}", both[2]);
}

async fn style(browser: &Browser, selector: &str, property: &str) -> String {
    let script = format!("return getComputedStyle(document.querySelector(\"{selector}\")).{property}");
    browser.ask(&script).await.unwrap().as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_colours_say_is_said_in_a_contrast_theme_too_in_the_browser() {
    let Some(mut browser) = Browser::open(View::DESKTOP).await else { return };
    let world = World::open();
    for scheme in [Scheme::Light, Scheme::Dark] {
        browser.look(View::DESKTOP.with_scheme(scheme).on(Medium::ForcedColors)).await.unwrap();
        browser.goto(&world.url).await.unwrap();
        assert_eq!(browser.ask("return matchMedia('(forced-colors: active)').matches").await.unwrap(), true);

        let button = buy_button(&browser, "Lac du matin").await;
        assert_colour(&browser, &button, "backgroundColor", "Highlight").await;
        assert_colour(&browser, &button, "color", "HighlightText").await;
        let stock = format!("{} [data-show=stock]", card(&browser, "Lac du matin").await);
        assert_colour(&browser, &stock, "borderTopColor", "CanvasText").await;
        // Where one is differs from where one is not.
        assert_colour(&browser, ".main > .tabs a[aria-current]", "borderBottomColor", "Highlight").await;
        assert_colour(&browser, ".main > .tabs a:not([aria-current])", "borderBottomColor", "Canvas").await;
        for here in [".nav a[aria-current]", ".roles [aria-current]"] {
            assert_colour(&browser, here, "borderBottomColor", "Highlight").await;
            assert_eq!(style(&browser, here, "borderBottomWidth").await, "4px", "{here}");
        }
        browser.press(Key::Tab).await.unwrap();
        browser.press(Key::Tab).await.unwrap();
        assert_colour(&browser, ":focus-visible", "outlineColor", "CanvasText").await;
        assert_eq!(style(&browser, ":focus-visible", "outlineStyle").await, "solid");
        assert_eq!(style(&browser, ":focus-visible", "outlineWidth").await, "3px");

        browser.tap(&button).await.unwrap();
        browser.see(REVIEW).await.unwrap();
        assert_colour(&browser, "dialog.sheet", "borderLeftColor", "CanvasText").await;
        browser.tap(&format!("{REVIEW} {GO}")).await.unwrap();
        browser.see(&format!("{PLACED} undo-ring")).await.unwrap();
        assert_colour(&browser, "dialog .ring circle", "stroke", "GrayText").await;
        assert_colour(&browser, "dialog .ring circle + circle", "stroke", "Highlight").await;
        browser.press(Key::Escape).await.unwrap();
    }
}

#[tokio::test]
async fn papers_are_printed_as_papers_in_the_browser() {
    let Some(mut browser) = Browser::open(View::DESKTOP).await else { return };
    let world = World::open();
    browser.goto(&world.url).await.unwrap();
    become_role(&browser, "clemence").await;
    let home = browser.current_url().await.unwrap().path().to_owned();
    browser.goto(&world.at(&format!("{home}/orders?view=to-ship"))).await.unwrap();
    let order = browser.ask("return document.querySelector('td.lead a').pathname").await.unwrap();
    let order = order.as_str().unwrap();
    for paper in ["packing-slip", "invoice"] {
        browser.goto(&world.at(&format!("{order}/{paper}"))).await.unwrap();
        browser.look(View::PAPER.with_scheme(Scheme::Dark)).await.unwrap();
        let shown = browser
            .ask(
                "const style = (it) => getComputedStyle(document.querySelector(it)); \
                 return [style('.banner').display, style('.paper-tools').display, style('.paper table').display, \
                 style('.paper thead').position, style('.paper .two').gridTemplateColumns.split(' ').length, \
                 style('body').backgroundColor, style('.paper').color, \
                 document.documentElement.scrollWidth - innerWidth]",
            )
            .await
            .unwrap();
        let wanted = serde_json::json!([
            "none",
            "none",
            "table",
            "static",
            2,
            "rgb(255, 255, 255)",
            "rgb(17, 17, 17)",
            0
        ]);
        assert_eq!(
            shown, wanted,
            "{paper}: no tools, a table, two columns, ink on white, as wide as the sheet"
        );
        browser.look(View::DESKTOP).await.unwrap();
    }
}
