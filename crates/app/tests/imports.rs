//! Product files on a real database: what is written, what is refused, what is held, and what a second file does.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::io::{Cursor, Read};

use buyline_app as app;

use app::imports::{self, ConfirmError, FileMode, FileReport, import_file};
use bytes::Bytes;
use domain::access::{Actor, AtMerchant, MerchantAct, Permit};
use domain::catalog::draft::DraftStatus;
use domain::catalog::problem::Problem;
use domain::ids::{ImportId, MerchantId, ProductId};
use domain::money::ParseMoneyError;
use domain::view::goods::{Goods, Stock};
use domain::view::imports::{Import, ImportCounts, ImportState, Reason, Remark, RemarkKind};
use store::DbError;
use testkit::house::{House, On, Shop};

const HEADER: &str = "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant SKU,Variant Grams,\
                      Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Variant Compare At Price,Status\n";

const GOOGLE: &str = "id,item_group_id,title,description,link,image_link,price,availability,size";

fn may(shop: &Shop) -> Permit<AtMerchant> {
    let ask = AtMerchant { merchant: shop.merchant, act: MerchantAct::EditCatalog };
    Actor::System.may(ask).unwrap()
}

fn row(handle: &str, title: &str, units: i64, price: &str) -> String {
    format!(
        "{handle},{title},<p>Good</p><script>x()</script>,,,{handle}-1,200,shopify,{units},{price},,active\n"
    )
}

fn file(rows: &[String]) -> String {
    format!("{HEADER}{}", rows.concat())
}

async fn take_in(house: &House, shop: &Shop, text: &str, mode: FileMode) -> FileReport {
    let bytes = text.as_bytes().to_vec();
    let open = || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Read + Send>);
    import_file(&house.ctx, &may(shop), "products.csv", open, mode).await.unwrap()
}

async fn bring(house: &House, shop: &Shop, text: &str) -> ImportId {
    let pieces: Vec<_> = text.as_bytes().chunks(700).map(|part| Ok(Bytes::copy_from_slice(part))).collect();
    let pieces = Box::pin(futures_util::stream::iter(pieces));
    let import = imports::bring(&house.ctx, &may(shop), "products.csv", pieces).await.unwrap();
    house.drain().await;
    import
}

/// Whether the file of an import lies in the store.
async fn is_kept(house: &House, import: ImportId) -> bool {
    house.ctx.ports().files.get(&format!("imports/{import}")).await.is_ok()
}

async fn view(house: &House, shop: &Shop, import: ImportId) -> (Import, Vec<Remark>) {
    let seen = imports::view(&house.ctx, &may(shop), import).await.unwrap().unwrap();
    (seen.import, seen.remarks)
}

async fn goods(house: &House, merchant: MerchantId, external_id: &'static str) -> Goods {
    let id: ProductId = house
        .ctx
        .db()
        .read(move |conn| {
            let found = store::import_goods::known_products(conn, merchant, &[external_id])?;
            Ok::<_, DbError>(found[0].id)
        })
        .await
        .unwrap();
    app::catalog::goods(&house.ctx, merchant, id).await.unwrap().unwrap()
}

fn counts(created: u64, changed: u64, same: u64, missing: u64, refused: u64) -> ImportCounts {
    ImportCounts { created, changed, same, missing, refused }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_becomes_products_and_the_same_file_changes_nothing() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[]).await;
        let text = file(&[row("lamp", "Lamp", 5, "49.90"), row("mug", "Mug", 0, "12")]);

        let dry = take_in(&house, &shop, &text, FileMode::DryRun).await;
        assert_eq!((dry.format, dry.counts, dry.written), ("shopify", counts(2, 0, 0, 0, 0), None));
        let again = take_in(&house, &shop, &text, FileMode::Write).await;
        assert_eq!(again.counts, counts(2, 0, 0, 0, 0), "a dry run writes nothing");

        let lamp = goods(&house, shop.merchant, "lamp").await;
        assert_eq!(lamp.product.title, "Lamp");
        assert_eq!(lamp.product.description_html, "<p>Good</p>");
        assert_eq!(lamp.product.status, DraftStatus::Active);
        assert_eq!(lamp.variants.len(), 1);
        assert_eq!(lamp.variants[0].price.price.to_string(), "49.90 EUR");
        assert_eq!(lamp.variants[0].stock, Stock::Units { on_hand: 5, reserved: 0 });

        let third = take_in(&house, &shop, &text, FileMode::Write).await;
        assert_eq!(third.counts, counts(0, 0, 2, 0, 0));
        let dearer = file(&[row("lamp", "Lamp", 5, "59.90"), row("mug", "Mug", 3, "12")]);
        assert_eq!(take_in(&house, &shop, &dearer, FileMode::Write).await.counts, counts(0, 2, 0, 0, 0));
        let lamp = goods(&house, shop.merchant, "lamp").await;
        assert_eq!(lamp.variants[0].price.price.amount, 5_990);
        let mug = goods(&house, shop.merchant, "mug").await;
        assert_eq!(mug.variants[0].stock, Stock::Units { on_hand: 3, reserved: 0 });
        house.drain().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_row_is_named_and_the_rest_is_taken() {
    let house = House::sqlite();
    let shop = house.shop(&[]).await;
    let import = bring(
        &house,
        &shop,
        &file(&[row("lamp", "Lamp", 5, "49.90"), row("bad", "Bad", 1, "cheap"), row("mug", "Mug", 1, "12")]),
    )
    .await;
    let (seen, remarks) = view(&house, &shop, import).await;
    assert_eq!((seen.state, seen.counts), (ImportState::Preview, counts(2, 0, 0, 0, 1)));
    assert_eq!(seen.percent(), 100);
    let found: Vec<_> = remarks
        .iter()
        .map(|remark| (remark.kind, remark.line, remark.field.as_str(), remark.value.as_str()))
        .collect();
    assert_eq!(found, [(RemarkKind::Refused, 3, "Variant Price", "cheap")]);
    assert_eq!(remarks[0].reason, Reason::Problem(Problem::Price(ParseMoneyError::NotANumber)));

    imports::confirm(&house.ctx, &may(&shop), import, false).await.unwrap();
    house.drain().await;
    let (done, _) = view(&house, &shop, import).await;
    assert_eq!(done.state, ImportState::Done);
    assert_eq!(goods(&house, shop.merchant, "mug").await.product.title, "Mug");
    assert!(matches!(
        imports::confirm(&house.ctx, &may(&shop), import, false).await,
        Err(ConfirmError::Over)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_would_empty_the_shop_is_held() {
    let house = House::sqlite();
    let shop = house.shop(&[]).await;
    let rows: Vec<String> = (0..10).map(|n| row(&format!("p{n}"), "Product", 1, "5")).collect();
    take_in(&house, &shop, &file(&rows), FileMode::Write).await;

    let held = take_in(&house, &shop, &file(&rows[..6]), FileMode::Write).await;
    assert_eq!((held.held, held.written, held.counts), (true, None, counts(0, 0, 6, 4, 0)));
    assert_eq!(goods(&house, shop.merchant, "p9").await.product.status, DraftStatus::Active);

    let import = bring(&house, &shop, &file(&rows[..6])).await;
    assert_eq!(view(&house, &shop, import).await.0.state, ImportState::Held);
    assert!(matches!(
        imports::confirm(&house.ctx, &may(&shop), import, false).await,
        Err(ConfirmError::Held)
    ));
    imports::confirm(&house.ctx, &may(&shop), import, true).await.unwrap();
    house.drain().await;
    assert_eq!(view(&house, &shop, import).await.0.state, ImportState::Done);
    assert_eq!(goods(&house, shop.merchant, "p9").await.product.status, DraftStatus::Archived);
    assert_eq!(goods(&house, shop.merchant, "p0").await.product.status, DraftStatus::Active);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_product_stays_when_a_refused_row_may_have_named_it() {
    let house = House::sqlite();
    let shop = house.shop(&[]).await;
    let rows: Vec<String> = (0..10).map(|n| row(&format!("p{n}"), "Product", 1, "5")).collect();
    take_in(&house, &shop, &file(&rows), FileMode::Write).await;
    let mut fewer = rows[..9].to_vec();
    fewer.push(row("p9", "Product", 1, "five"));
    let report = take_in(&house, &shop, &file(&fewer), FileMode::Write).await;
    assert_eq!(report.counts, counts(0, 0, 9, 1, 1));
    assert_eq!(goods(&house, shop.merchant, "p9").await.product.status, DraftStatus::Active);
}

#[tokio::test(flavor = "multi_thread")]
async fn units_promised_to_buyers_are_never_taken_from_the_shelf() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[]).await;
        take_in(&house, &shop, &file(&[row("lamp", "Lamp", 5, "49.90")]), FileMode::Write).await;
        let variant = goods(&house, shop.merchant, "lamp").await.variants[0].id;
        let merchant = shop.merchant;
        house
            .ctx
            .db()
            .write("promise", move |tx| {
                store::stock::shift(tx, &[store::stock::Move { merchant, variant, reserved: 3, on_hand: 0 }])
            })
            .await
            .unwrap();
        let report = take_in(&house, &shop, &file(&[row("lamp", "Lamp", 1, "49.90")]), FileMode::Write).await;
        let lamp = goods(&house, merchant, "lamp").await;
        assert_eq!(lamp.variants[0].stock, Stock::Units { on_hand: 3, reserved: 3 });
        let (_, remarks) = view(&house, &shop, report.written.unwrap()).await;
        let found: Vec<_> =
            remarks.iter().map(|remark| (remark.kind, remark.line, remark.value.as_str())).collect();
        assert_eq!(found, [(RemarkKind::Note, 2, "1")]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_in_another_currency_is_told_so() {
    let house = House::sqlite();
    let shop = house.shop(&[]).await;
    let text = format!(
        "{GOOGLE}\nm1,,Mug,Good,https://a.example/1,https://a.example/1.jpg,12 USD,in_stock,\n\
         m2,,Cup,Good,https://a.example/2,https://a.example/2.jpg,9 EUR,in_stock,\n"
    );
    let report = take_in(&house, &shop, &text, FileMode::Write).await;
    assert_eq!((report.format, report.counts), ("google", counts(1, 0, 0, 0, 1)));
    assert_eq!(report.remarks[0].line, 2);
    let cup = goods(&house, shop.merchant, "m2").await;
    assert_eq!(cup.variants[0].stock, Stock::NotTracked);
}

#[tokio::test(flavor = "multi_thread")]
async fn variants_of_one_product_that_are_scattered_over_the_file_come_together() {
    let house = House::sqlite();
    let shop = house.shop(&[]).await;
    let item = |id: &str, group: &str, size: &str| {
        format!(
            "{id},{group},Shirt,Good,https://a.example/{id},https://a.example/{group}.jpg,10 EUR,in_stock,{size}\n"
        )
    };
    let mut text = format!("{GOOGLE}\n");
    text.push_str(&item("s1", "shirt", "S"));
    for n in 0..450 {
        text.push_str(&item(&format!("o{n}"), &format!("other{n}"), "M"));
    }
    text.push_str(&item("s2", "shirt", "L"));
    let report = take_in(&house, &shop, &text, FileMode::Write).await;
    assert_eq!(report.counts, counts(451, 0, 0, 0, 0));
    let shirt = goods(&house, shop.merchant, "shirt").await;
    let sizes: Vec<String> = shirt.variants.iter().map(domain::view::goods::Variant::title).collect();
    assert_eq!(sizes, ["S", "L"]);
    assert_eq!((report.previews[0].title.as_str(), report.previews[0].details.len()), ("Shirt", 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_product_file_fails_with_a_sentence() {
    let house = House::sqlite();
    let shop = house.shop(&[]).await;
    let import = bring(&house, &shop, "Order,Email,Total\n1,a@b.c,3\n").await;
    let (seen, _) = view(&house, &shop, import).await;
    assert_eq!(seen.state, ImportState::Failed);
    assert!(seen.message.contains("format is not recognised"), "{}", seen.message);
    assert!(!is_kept(&house, import).await, "nobody needs the file of an import that failed");
    let import = bring(&house, &shop, &file(&[row("a", "A", 1, "1")])).await;
    assert!(is_kept(&house, import).await);
    assert!(imports::discard(&house.ctx, &may(&shop), import).await.unwrap());
    assert_eq!(view(&house, &shop, import).await.0.state, ImportState::Discarded);
    assert!(!is_kept(&house, import).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_files_of_every_format_are_taken() {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../connectors/tests/fixtures/feed/samples");
    let mut formats = Vec::new();
    for entry in std::fs::read_dir(samples).unwrap() {
        let path = entry.unwrap().path();
        let house = House::sqlite();
        let shop = house.shop(&[]).await;
        let open = || Ok(Box::new(std::fs::File::open(&path)?) as Box<dyn Read + Send>);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let report = import_file(&house.ctx, &may(&shop), &name, open, FileMode::Write).await.unwrap();
        if !name.contains(".bad.") {
            assert!(report.counts.created + report.counts.refused > 0, "{name}: {report:?}");
        }
        let again = import_file(&house.ctx, &may(&shop), &name, open, FileMode::Write).await.unwrap();
        assert_eq!((again.counts.created, again.counts.changed), (0, 0), "{name}: {again:?}");
        formats.push(report.format);
    }
    for format in ["shopify", "google", "xml"] {
        assert!(formats.contains(&format), "{formats:?}");
    }
}

/// A file that is made while it is read, and counts how far.
struct Endless {
    rows: u64,
    made: u64,
    left: Vec<u8>,
}

impl Endless {
    fn of(rows: u64) -> Self {
        Self { rows, made: 0, left: HEADER.as_bytes().to_vec() }
    }
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.left.is_empty() && self.made < self.rows {
            self.made += 1;
            let handle = format!("product-{}", self.made);
            self.left = row(&handle, &"A title of some length ".repeat(8), 3, "19.90").into_bytes();
        }
        let taken = self.left.len().min(into.len());
        into[..taken].copy_from_slice(&self.left[..taken]);
        self.left.drain(..taken);
        Ok(taken)
    }
}

/// The most memory this process ever held, in MiB; 0 where the system does not say.
fn memory_peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap_or(0) / 1024
}

/// 40 MB of rows in 64 MiB of memory, most of which is what any test has.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_100_000_rows_is_read_in_bounded_memory() {
    let house = House::sqlite();
    let shop = house.shop(&[]).await;
    let before = memory_peak_mib();
    let open = || Ok(Box::new(Endless::of(100_000)) as Box<dyn Read + Send>);
    let report = import_file(&house.ctx, &may(&shop), "large.csv", open, FileMode::DryRun).await.unwrap();
    assert_eq!((report.counts, report.previews.len()), (counts(100_000, 0, 0, 0, 0), imports::PREVIEWS_MAX));
    let grown = memory_peak_mib() - before;
    assert!(grown < 64, "reading took {grown} MiB");
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_products_are_written_batch_by_batch_on_both_engines() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[]).await;
        let open = || Ok(Box::new(Endless::of(3_000)) as Box<dyn Read + Send>);
        let report = import_file(&house.ctx, &may(&shop), "large.csv", open, FileMode::Write).await.unwrap();
        assert_eq!(report.counts.created, 3_000);
        let merchant = shop.merchant;
        let stored = house.ctx.db().read(move |conn| store::products::counts(conn, merchant)).await.unwrap();
        assert_eq!(stored, [3_000, 0, 0]);
        let again = import_file(&house.ctx, &may(&shop), "large.csv", open, FileMode::DryRun).await.unwrap();
        assert_eq!(again.counts, counts(0, 0, 3_000, 0, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_nobody_confirms_is_forgotten_after_a_week() {
    let house = House::sqlite();
    let shop = house.shop(&[]).await;
    let import = bring(&house, &shop, &file(&[row("a", "A", 1, "1")])).await;
    imports::forget_old_files(&house.ctx).await.unwrap();
    assert_eq!(view(&house, &shop, import).await.0.state, ImportState::Preview);
    house.clock.advance(jiff::SignedDuration::from_hours(7 * 24 + 1));
    imports::forget_old_files(&house.ctx).await.unwrap();
    let (seen, _) = view(&house, &shop, import).await;
    assert_eq!((seen.state, seen.file_key.as_str()), (ImportState::Discarded, ""));
}

#[tokio::test]
async fn a_command_line_that_died_keeps_a_shop_from_importing_for_six_hours() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[]).await;
        let (died, merchant, now) = (house.ctx.id(), shop.merchant, house.ctx.now());
        let begun = house.ctx.db().write("died", move |tx| {
            let row = store::imports::NewImport {
                id: died,
                merchant,
                source: "goods.csv",
                file_key: "",
                bytes_total: 0,
                created_by: None,
            };
            store::imports::insert(tx, &row, now)?;
            tx.execute("UPDATE imports SET state = 'running'", &[])
        });
        begun.await.unwrap();
        for (hours, state) in [(5, ImportState::Running), (2, ImportState::Failed)] {
            house.clock.advance(jiff::SignedDuration::from_hours(hours));
            imports::forget_old_files(&house.ctx).await.unwrap();
            assert_eq!(view(&house, &shop, died).await.0.state, state);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_never_ends_is_over_after_two_weeks_and_its_file_gone() {
    let house = House::sqlite();
    let shop = house.shop(&[]).await;
    let text = file(&[row("a", "A", 1, "1")]);
    let stuck = bring(&house, &shop, &text).await;
    imports::confirm(&house.ctx, &may(&shop), stuck, false).await.unwrap();
    // Its job was given up by everybody: nothing drains the queue from here on.
    house.clock.advance(jiff::SignedDuration::from_hours(8 * 24));
    imports::forget_old_files(&house.ctx).await.unwrap();
    assert_eq!(view(&house, &shop, stuck).await.0.state, ImportState::Running);
    assert!(is_kept(&house, stuck).await, "it may have begun a day ago");

    house.clock.advance(jiff::SignedDuration::from_hours(7 * 24));
    imports::forget_old_files(&house.ctx).await.unwrap();
    let (seen, _) = view(&house, &shop, stuck).await;
    assert_eq!((seen.state, seen.file_key.as_str()), (ImportState::Failed, ""));
    assert!(!is_kept(&house, stuck).await);
    let next = bring(&house, &shop, &text).await;
    imports::confirm(&house.ctx, &may(&shop), next, false).await.unwrap();
}
