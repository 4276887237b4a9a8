//! A merchant's first hour over HTTP: opening a shop, its settings, a product by hand, a file, staff, keys; and the
//! operator's side of it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod after;
mod bad_input;
mod channels;
mod clock;
mod closing;
mod console;
mod currencies;
mod decimals;
#[path = "../support/everything.rs"]
mod everything;
mod import_by_url;
mod import_preview;
mod invoices;
mod log;
mod offers;
mod on_sale;
mod quota;
mod quotes;
mod sales;
mod told;
mod town;
mod webhooks;

use domain::merchant::MerchantState;
use http::StatusCode;
use town::Town;

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_opens_fills_its_settings_and_waits_for_the_operator() {
    let town = Town::new();
    let owner = town.browser("camille", false).await;
    let shop = owner.open_shop("lumen").await;
    let again = owner
        .post(
            "/sell",
            &[
                ("shop_name", "x"),
                ("handle", "lumen"),
                ("legal_name", "x"),
                ("country", "FR"),
                ("currency", "EUR"),
            ],
        )
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("This handle is taken."));

    let studio = format!("/studio/{shop}");
    let settings = owner.get(&format!("{studio}/settings")).await;
    assert_eq!(settings.status, StatusCode::OK);
    assert!(settings.text.contains("Still missing"), "{}", settings.text);
    let wrong =
        owner.post(&format!("{studio}/settings"), &[("country", "FR"), ("returns_days", "soon")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = owner
        .post(
            &format!("{studio}/settings"),
            &[
                ("display_name", "Lumen"),
                ("legal_name", "Lumen <b>SARL</b>"),
                ("postal_address", "1 rue du Lac, Annecy"),
                ("country", "FR"),
                ("contact_email", "hello@lumen.example"),
                ("low_stock_at", "3"),
                ("returns_days", "30"),
                ("returns_text", "Thirty days."),
            ],
        )
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let shown = owner.get(&format!("{studio}/settings")).await.text;
    assert!(!shown.contains("<b>SARL</b>"), "what people type is shown as text");

    let shipping = format!("{studio}/settings/shipping");
    assert_eq!(owner.get(&shipping).await.status, StatusCode::OK);
    let rate = [
        ("name_0", "Parcel"),
        ("kind_0", "flat"),
        ("countries_0", "FR"),
        ("regions_0", ""),
        ("price_0", "4,90"),
        ("days_min_0", "2"),
        ("days_max_0", "4"),
    ];
    let more = owner.post(&format!("{shipping}?add=1"), &rate).await;
    assert!(more.status == StatusCode::OK && more.text.contains("name_1"), "one more block, nothing saved");
    assert_eq!(owner.post(&shipping, &rate).await.status, StatusCode::SEE_OTHER);
    assert!(owner.get(&shipping).await.text.contains("Parcel"));
    let tax = format!("{studio}/settings/tax");
    let rate = [("country_0", "FR"), ("class_0", "standard"), ("rate_0", "20"), ("way_0", "included")];
    assert_eq!(owner.post(&tax, &rate).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        owner.post(&tax, &[("country_0", "FR"), ("class_0", "x")]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );

    let operator = town.browser("olga", true).await;
    let list = operator.get("/console/merchants").await;
    assert!(list.text.contains("Lumen"), "{}", list.text);
    assert_eq!(operator.get(&format!("/console/merchants/{shop}/verify")).await.status, StatusCode::OK);
    let verified = operator.post(&format!("/console/merchants/{shop}/verify"), &[]).await;
    assert_eq!(verified.status, StatusCode::SEE_OTHER);
    let state = app::merchants::find(&town.house.ctx, shop).await.unwrap().unwrap().state;
    assert_eq!(state, MerchantState::Verified);
    let unsaid = operator.post(&format!("/console/merchants/{shop}/suspend"), &[]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(owner.get(&format!("{studio}/log")).await.text.contains("Changed shipping"));
    assert!(operator.get("/console/log").await.text.contains("Verified the merchant"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_made_by_hand_with_options_and_a_picture() {
    let town = Town::new();
    let owner = town.browser("camille", false).await;
    let shop = owner.open_shop("lumen").await;
    let home = format!("/studio/{shop}/products");
    assert_eq!(owner.get(&format!("{home}/new")).await.status, StatusCode::OK);
    let fields = [
        ("title", "Lamp <script>alert(1)</script>"),
        ("description", "Warm light"),
        ("status", "active"),
        ("tax_class", "standard"),
        ("requires_shipping", "on"),
        ("option1_name", "Size"),
        ("option1_values", "S, L"),
        ("price_new", "49,90"),
        ("units_new", "5"),
    ];
    let wrong = owner.post_files(&home, &fields[..4], None).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 30).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let made = owner.post_files(&home, &fields, Some(("picture", png.get_ref()))).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let page = owner.get(&made.location).await;
    assert!(page.text.contains("/media/images/"), "{}", page.text);
    assert!(!page.text.contains("<script>alert(1)"));
    let picture = page.text.split("src=\"/media/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let served = owner.get(&format!("/media/{picture}")).await;
    assert_eq!(served.status, StatusCode::OK);
    let goods = app::catalog::shop(&town.house.ctx, shop, 5).await.unwrap();
    let titles: Vec<String> = goods[0].variants.iter().map(domain::view::goods::Variant::title).collect();
    assert_eq!(titles, ["S", "L"]);
    assert_eq!(goods[0].variants[1].price.price.amount, 4_990);
    let list = owner.get(&home).await;
    assert!(list.text.contains("2 variants"), "{}", list.text);
    assert_eq!(
        owner.post(&format!("{}/status/archived", made.location), &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(app::catalog::shop(&town.house.ctx, shop, 5).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_uploaded_looked_at_and_taken_in() {
    let town = Town::new();
    let owner = town.browser("camille", false).await;
    let shop = owner.open_shop("lumen").await;
    let home = format!("/studio/{shop}/import");
    assert_eq!(owner.get(&home).await.status, StatusCode::OK);
    assert_eq!(owner.post_files(&home, &[("url", "")], None).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = owner.post_files(&home, &[("url", "http://127.0.0.1/feed.csv")], None).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let file = "Handle,Title,Variant Price\nlamp,Lamp,49.90\nmug,Mug,=cheap()\n";
    let brought = owner.post_files(&home, &[], Some(("file", file.as_bytes()))).await;
    assert_eq!(brought.status, StatusCode::SEE_OTHER, "{}", brought.text);
    assert!(owner.get(&brought.location).await.text.contains("data-refresh"), "it is being looked at");
    town.house.drain().await;
    let preview = owner.get(&brought.location).await;
    assert!(preview.text.contains("=cheap()") && preview.text.contains("/confirm"), "{}", preview.text);
    let csv = owner.get(&format!("{}/refused.csv", brought.location)).await;
    assert!(
        csv.text.contains("3,\"Variant Price\",\"'=cheap()\"")
            || csv.text.contains("\"3\",\"Variant Price\",\"'=cheap()\""),
        "{}",
        csv.text
    );
    let started = owner.post(&format!("{}/confirm", brought.location), &[]).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER);
    town.house.drain().await;
    assert!(owner.get(&brought.location).await.text.contains("Import finished"));
    assert_eq!(app::catalog::shop(&town.house.ctx, shop, 5).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_join_keys_are_made_and_switches_are_thrown() {
    let town = Town::new();
    let owner = town.browser("camille", false).await;
    let shop = owner.open_shop("lumen").await;
    let staff = format!("/studio/{shop}/settings/staff");
    let invited = owner.post(&staff, &[("email", "noor@example.org"), ("role", "analyst")]).await;
    let link =
        invited.text.split("http://shop.test").nth(1).unwrap().split(['<', '"']).next().unwrap().to_owned();
    town.house.drain().await;
    let mails = app::mails::newest(&town.house.ctx, None).await.unwrap();
    let mail = mails.iter().find(|mail| mail.recipient == "noor@example.org").expect("it is mailed");
    assert_eq!(mail.subject, "camille invites you to Lumen");
    assert!(mail.text.contains(&link) && mail.html.contains(&link), "{}", mail.text);
    owner.post(&staff, &[("email", "otto@example.org"), ("role", "support")]).await;
    let page = owner.get(&staff).await.text;
    let path = town::between(&page, "/settings/staff/invitations/", "\"").unwrap().to_owned();
    let taken_back = owner.post(&format!("{staff}/invitations/{path}"), &[]).await;
    assert_eq!(taken_back.status, StatusCode::SEE_OTHER);
    assert!(!owner.get(&staff).await.text.contains("otto@example.org"));
    let sent = mails.len();
    town.house.drain().await;
    let mails = app::mails::newest(&town.house.ctx, None).await.unwrap();
    assert_eq!(mails.len(), sent, "what was taken back is not mailed");
    let other = town.browser("ines", false).await;
    let refused = other.post(&link, &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let asked = other.get(&link).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    for page in [asked.text, refused.text] {
        assert!(
            page.contains("sent to noor@example.org") && page.contains("with ines@example.org"),
            "{page}"
        );
        assert!(page.contains(&format!("action=\"/sign-out?back={link}\"")), "{page}");
    }
    assert_eq!(other.get(&format!("/studio/{shop}/products")).await.status, StatusCode::NOT_FOUND);
    let left = other.post(&format!("/sign-out?back={link}"), &[]).await;
    assert_eq!((left.status, left.location.as_str()), (StatusCode::SEE_OTHER, link.as_str()));
    let stranger = town.guest().await;
    let asked = stranger.get(&link).await;
    let back = format!("back={link}");
    assert!(asked.location.starts_with("/sign-in?") && asked.location.ends_with(&back), "{}", asked.location);
    assert!(stranger.get(&asked.location).await.text.contains("value=\"noor@example.org\""));
    assert!(stranger.get(&format!("/sign-up?{back}")).await.text.contains("value=\"noor@example.org\""));
    let helper = town.browser("noor", false).await;
    assert!(helper.get(&link).await.text.contains("Join Lumen"));
    let joined = helper.post(&link, &[]).await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER);
    assert_eq!(helper.get(&format!("/studio/{shop}/products")).await.status, StatusCode::OK);
    assert_eq!(helper.get(&staff).await.status, StatusCode::NOT_FOUND, "an analyst has no say about staff");
    assert_eq!(helper.post(&link, &[]).await.status, StatusCode::GONE);

    let keys = format!("/studio/{shop}/settings/keys");
    let made = owner.post(&keys, &[("name", "till"), ("catalog:read", "on"), ("test", "on")]).await;
    assert!(made.text.contains("blk_test_"), "{}", made.text);
    assert!(!owner.get(&keys).await.text.contains("blk_test_"), "the secret is shown once");

    let operator = town.browser("olga", true).await;
    let closed = operator.post("/console/switches", &[("subject", "@lumen"), ("reason", "Complaints")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    let page = operator.get("/console/switches").await.text;
    assert!(page.contains("Lumen") && page.contains("Complaints"), "{page}");
    let nobody = operator.post("/console/switches", &[("subject", "@nobody"), ("reason", "x")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = operator.post("/console/settings", &[("undo_seconds", "60"), ("sign_up", "open")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let wrong = operator.post("/console/settings", &[("undo_seconds", "a lot")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(owner.get("/console/settings").await.status, StatusCode::NOT_FOUND);
}
