//! Clémence at Atelier Nord, and somebody who has just opened a shop.

use anyhow::{Context, Result};
use testkit::browser::Browser;

use super::album::{Album, Extent};
use super::demo::Demo;

/// A product file with good rows, some of one product, and mistakes of every kind that people make.
const FILE: &str = "id\titem_group_id\ttitle\tprice\tavailability\tlink\timage_link\tdescription\tsize\n\
    N-1\t\tPetite barque, carte postale\t3.50 EUR\tin stock\thttps://ateliernord.example/p/1\thttps://ateliernord.example/i/1.jpg\tUne barque.\t\n\
    N-2\t\tLe phare\ttrois euros\tin stock\thttps://ateliernord.example/p/2\thttps://ateliernord.example/i/2.jpg\tUn phare.\t\n\
    N-3\t\t\t12.00 EUR\tin stock\thttps://ateliernord.example/p/3\thttps://ateliernord.example/i/3.jpg\tSans titre.\t\n\
    N-4\t\tLa digue\t-4.00 EUR\tmaybe\thttps://ateliernord.example/p/4\thttps://ateliernord.example/i/4.jpg\tUne digue.\t\n\
    N-5\tvagues\tVagues\t24.90 EUR\tin stock\thttps://ateliernord.example/p/5\thttps://ateliernord.example/i/5.jpg\tDes vagues.\t30 × 40 cm\n\
    N-6\tvagues\tVagues\t39.90 EUR\tin stock\thttps://ateliernord.example/p/5\thttps://ateliernord.example/i/5.jpg\tDes vagues.\t50 × 70 cm\n";

/// The same file a week later: a title, a price and an availability are others.
const NEXT: [(&str, &str); 2] =
    [("39.90 EUR\tin stock", "44.90 EUR\tout of stock"), ("N-1\t\tPetite barque", "N-1\t\tLa petite barque")];

/// Takes the chapter.
pub async fn tour(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    println!("studio");
    browser.goto(&demo.at("/")).await?;
    become_role(browser, "clemence").await?;
    let home = browser.current_url().await?.path().to_owned();
    pages(album, browser, demo, &home).await?;
    order(album, browser, demo, &home).await?;
    product(album, browser, demo, &home).await?;
    import(album, browser, demo, &home).await?;
    newcomer(album, browser, demo).await
}

/// Slips into a role by the switch on the page.
pub async fn become_role(browser: &Browser, handle: &str) -> Result<()> {
    browser.tap(&format!(".roles button[value={handle}]")).await?;
    browser.see(&format!(".roles button[value={handle}][aria-current]")).await.map(drop)
}

async fn pages(album: &mut Album, browser: &mut Browser, demo: &Demo, home: &str) -> Result<()> {
    for (path, name, about) in [
        ("", "studio-today", "What waits today"),
        ("/orders", "studio-orders", "Orders"),
        ("/orders?view=canceled", "studio-orders-canceled", "Orders that ended"),
        ("/orders?q=zzzz", "studio-orders-nothing", "No order found"),
        ("/products", "studio-products", "Products"),
        ("/products/new", "studio-product-new", "A new product"),
        ("/import", "studio-import", "Product files"),
        ("/customers", "studio-customers", "Customers"),
        ("/figures", "studio-figures", "Figures"),
        ("/errors", "studio-errors", "What could not be done: nothing"),
        ("/settings", "studio-settings", "Settings"),
        ("/settings/shipping", "studio-shipping", "Shipping"),
        ("/settings/tax", "studio-tax", "Tax"),
        ("/settings/staff", "studio-staff", "Staff"),
        ("/settings/keys", "studio-keys", "Keys of the API"),
        ("/settings/webhooks", "studio-webhooks", "Where the shop's own programs listen"),
        ("/log", "studio-log", "What staff did"),
    ] {
        album.page(browser, &demo.at(&format!("{home}{path}")), name, about).await?;
    }
    Ok(())
}

async fn path(browser: &Browser, selector: &str) -> Result<String> {
    let found =
        browser.ask(&format!("return document.querySelector(\"{selector}\")?.pathname ?? ''")).await?;
    Ok(found
        .as_str()
        .filter(|path| !path.is_empty())
        .with_context(|| format!("no link {selector}"))?
        .to_owned())
}

async fn order(album: &mut Album, browser: &mut Browser, demo: &Demo, home: &str) -> Result<()> {
    browser.goto(&demo.at(&format!("{home}/orders?view=to-ship"))).await?;
    let order = path(browser, "td.lead a").await?;
    for (page, name, about) in [
        ("", "studio-order", "An order to ship"),
        ("/ship", "studio-ship", "Shipping it"),
        ("/cancel", "studio-cancel", "Canceling it"),
        ("/refund", "studio-refund", "Giving money back"),
        ("/packing-slip", "packing-slip", "A packing slip to print"),
        ("/invoice", "studio-invoice", "Its invoice"),
    ] {
        album.page(browser, &demo.at(&format!("{order}{page}")), name, about).await?;
        if name == "packing-slip" {
            album.printed(browser, "packing-slip-printed", "The packing slip on paper").await?;
        }
    }
    after(album, browser, demo, &order).await?;
    album
        .page(
            browser,
            &demo.at(&format!("{home}/orders")),
            "studio-orders-refunded",
            "One given back in part",
        )
        .await?;
    browser.goto(&demo.at(&format!("{home}/orders?view=requests"))).await?;
    let asked = path(browser, "td.lead a").await?;
    album.page(browser, &demo.at(&asked), "studio-request", "A buyer wants to send something back").await
}

/// The same order, given back in part and sent.
async fn after(album: &mut Album, browser: &mut Browser, demo: &Demo, order: &str) -> Result<()> {
    browser.goto(&demo.at(&format!("{order}/refund"))).await?;
    browser.fill("main [name=amount]", "9999").await?;
    browser.fill("main [name=reason]", "A corner is bent").await?;
    browser.tap("main form .btn.risk").await?;
    browser.see("#errors").await?;
    album.take(browser, "studio-refund-refused", "Too much: what was typed stays", Extent::Page).await?;
    browser.fill("main [name=amount]", "1.00").await?;
    browser.tap("main form .btn.risk").await?;
    browser.until("!location.pathname.endsWith('/refund')").await?;
    browser.goto(&demo.at(&format!("{order}/ship"))).await?;
    browser.fill("main [name=carrier]", "La Poste").await?;
    browser.tap("main form .btn.buy").await?;
    browser.until("!location.pathname.endsWith('/ship')").await?;
    album.page(browser, &demo.at(order), "studio-order-sent", "Sent, and given back in part").await
}

/// A product as awkward as they come: a long title, no picture, twelve variants. And its post.
async fn product(album: &mut Album, browser: &mut Browser, demo: &Demo, home: &str) -> Result<()> {
    browser.goto(&demo.at(&format!("{home}/products"))).await?;
    let known = path(browser, "td.lead a").await?;
    album.page(browser, &demo.at(&known), "studio-product", "A product").await?;
    album.page(browser, &demo.at(&format!("{known}/offers")), "studio-offers", "Sales for a time").await?;
    album.page(browser, &demo.at(&format!("{known}/sale")), "studio-sale", "Lower prices for a time").await?;
    browser.goto(&demo.at(&format!("{home}/products/new"))).await?;
    let title = "Grande affiche panoramique du littoral breton entre Roscoff et Porspoder, tirée en onze couleurs sur papier japonais";
    browser.fill("[name=title]", title).await?;
    browser.fill("[name=option1_name]", "Format").await?;
    browser.fill("[name=option1_values]", "30 × 90, 40 × 120, 50 × 150, 60 × 180").await?;
    browser.fill("[name=option2_name]", "Cadre").await?;
    browser.fill("[name=option2_values]", "Sans cadre, Chêne, Noir").await?;
    browser.fill("[name^=price_]", "64.00").await?;
    browser.fill("[name^=units_]", "3").await?;
    browser.tap(".actions-bar .btn.buy").await?;
    browser.see(".note.good").await?;
    browser.goto(&demo.at("/compose")).await?;
    browser.fill("main [name=text]", "La plus longue affiche de l'atelier. Le titre aussi.").await?;
    browser.tap("main details.fold:has([name=product]) summary").await?;
    browser.tap(".choice:has([data-title^='Grande affiche'])").await?;
    album.take(browser, "compose-product", "A post with a product", Extent::Page).await?;
    browser.tap("main .composer-tools .btn.buy").await?;
    browser.see("article.post").await?;
    album.take(browser, "card-no-picture", "A long title, no picture, twelve variants", Extent::Page).await
}

async fn import(album: &mut Album, browser: &mut Browser, demo: &Demo, home: &str) -> Result<()> {
    bring(browser, demo, home, FILE).await?;
    let about = "What will be created and refused, with reasons";
    album.take(browser, "studio-import-preview", about, Extent::Page).await?;
    browser.tap("#import form .btn.buy").await?;
    browser
        .until("!document.querySelector('[data-refresh]') && !document.querySelector('#import form')")
        .await?;
    let next = NEXT.iter().fold(FILE.to_owned(), |file, (before, after)| file.replace(before, after));
    bring(browser, demo, home, &next).await?;
    album.take(browser, "studio-import-changes", "What will be changed, before and after", Extent::Page).await
}

/// Uploads a file and waits until all of it was looked at.
async fn bring(browser: &Browser, demo: &Demo, home: &str, text: &str) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("products.tsv");
    std::fs::write(&file, text)?;
    browser.goto(&demo.at(&format!("{home}/import"))).await?;
    browser.see("main").await?;
    let input = browser.find(testkit::browser::Locator::Id("import-file")).await?;
    input.send_keys(&file.to_string_lossy()).await?;
    browser.tap("main form .btn.buy").await?;
    let is_seen = "document.querySelector('#import') && !document.querySelector('[data-refresh]')";
    browser.until(is_seen).await.map(drop)
}

/// Somebody without anything: every page teaches the next step.
async fn newcomer(album: &mut Album, browser: &mut Browser, demo: &Demo) -> Result<()> {
    browser.delete_all_cookies().await?;
    browser.goto(&demo.at("/sign-up")).await?;
    for (field, text) in [
        ("display_name", "Ada Morel"),
        ("handle", "ada-morel"),
        ("email", "ada@example.org"),
        ("password", "a long sentence of mine"),
    ] {
        browser.fill(&format!("main [name={field}]"), text).await?;
    }
    browser.tap("main form .btn.buy").await?;
    browser.until("location.pathname !== '/sign-up'").await?;
    album.take(browser, "confirm", "The code that was mailed", Extent::Page).await?;
    album.page(browser, &demo.at("/"), "timeline-empty", "A timeline that follows nobody").await?;
    album.page(browser, &demo.at("/orders"), "orders-empty", "No order yet").await?;
    browser.goto(&demo.at("/sell")).await?;
    for (field, text) in
        [("shop_name", "Reliures Morel"), ("handle", "reliuresmorel"), ("legal_name", "Morel SARL")]
    {
        browser.fill(&format!("main [name={field}]"), text).await?;
    }
    browser.ask("document.querySelector('main [name=country]').value = 'FR'; return 1").await?;
    browser.tap("main form .btn.buy").await?;
    browser.until("location.pathname.startsWith('/studio/')").await?;
    let home = browser.current_url().await?.path().trim_end_matches("/settings").to_owned();
    for (path, name, about) in [
        ("", "studio-new-today", "A shop on its first day"),
        ("/orders", "studio-new-orders", "No order yet"),
        ("/products", "studio-new-products", "No product yet"),
        ("/customers", "studio-new-customers", "No customer yet"),
        ("/figures", "studio-new-figures", "No figures yet"),
        ("/settings", "studio-new-settings", "What is missing before it may sell"),
    ] {
        album.page(browser, &demo.at(&format!("{home}{path}")), name, about).await?;
    }
    Ok(())
}
