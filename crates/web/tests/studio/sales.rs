//! Sales set by hand: for a time, in each currency or by a percentage, on both engines.

use domain::access::Role;
use domain::money::Currency;
use http::StatusCode;
use jiff::SignedDuration;
use testkit::house::{Goods, House, On};

use crate::currencies::SHOP;
use crate::town::Town;

/// What the only variant of the shop's only product costs, and what is crossed out, in euros, dollars and yen.
async fn prices(town: &Town, merchant: domain::ids::MerchantId) -> [(i64, Option<i64>); 3] {
    let goods = app::catalog::shop(&town.house.ctx, merchant, 5).await.unwrap();
    [Currency::EUR, Currency::USD, Currency::JPY].map(|currency| {
        let price = goods[0].variants[0].price_in(currency).unwrap();
        (price.price.amount, price.compare_at.map(|money| money.amount))
    })
}

const USUAL: [(i64, Option<i64>); 3] = [(2_490, None), (2_900, Some(3_500)), (3_900, None)];

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_lowers_the_currencies_it_names_for_its_time_and_no_other() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
        let (merchant, product, variant) = (shop.merchant, shop.goods[0].product, shop.goods[0].variant);
        let town = Town::of(house);
        let owner = town.staff("camille", merchant, Role::Owner).await;
        let studio = format!("/studio/{merchant}");
        let mut settings = SHOP.to_vec();
        settings.push(("more_currencies", "USD, JPY"));
        owner.post(&format!("{studio}/settings"), &settings).await;
        let (home, sale) =
            (format!("{studio}/products/{product}"), format!("{studio}/products/{product}/sale"));
        let named = |name: &str| format!("{name}_{variant}");
        let (price, units, usd, before, jpy, grams) = (
            named("price"),
            named("units"),
            named("price_USD"),
            named("compare_at_USD"),
            named("price_JPY"),
            named("grams"),
        );
        let mut form = vec![
            ("title", "Print"),
            ("status", "active"),
            ("tax_class", "standard"),
            ("requires_shipping", "on"),
            (&price, "24.90"),
            (&units, "10"),
            (&grams, "500"),
            (&usd, "29"),
            (&before, "35"),
            (&jpy, "3900"),
        ];
        let saved = owner.post_files(&home, &form, None).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        assert_eq!(prices(&town, merchant).await, USUAL);

        let field = |code: &str| format!("price_{variant}_{code}");
        let (eur, dollars, yen) = (field("EUR"), field("USD"), field("JPY"));
        let page = owner.get(&sale).await.text;
        for name in [&eur, &dollars, &yen] {
            assert!(page.contains(&format!("name=\"{name}\"")), "{name}: {page}");
        }
        let times = [("starts_at", "2026-11-22T13:00"), ("ends_at", "2026-11-22T15:00")];
        for (wrong, said) in [
            (vec![(dollars.as_str(), "25")], "A sale needs a price in the shop’s own currency."),
            (vec![(eur.as_str(), "24.90")], "This must be lower than the normal price."),
            (vec![(eur.as_str(), "20"), (yen.as_str(), "4000")], "This must be lower than the normal price."),
            (vec![(eur.as_str(), "20"), ("percent", "10")], "Either a percentage off all prices below"),
            (vec![("percent", "100")], "Give a whole number from 1 to 99."),
            (vec![], "Give a percentage, or at least one price"),
        ] {
            let refused = owner.post(&sale, &[&times[..], &wrong].concat()).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
            assert!(refused.text.contains(said), "{wrong:?}: {}", refused.text);
        }
        let past = owner.post(&sale, &[("ends_at", "2026-11-22T11:00"), ("percent", "10")]).await;
        assert!(past.text.contains("The sale must end after it begins"), "{}", past.text);

        let terms = [&times[..], &[(&eur, "20"), (&dollars, "25")]].concat();
        let set = owner.post(&sale, &terms).await;
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text);
        assert_eq!(prices(&town, merchant).await, USUAL, "it has not begun");
        assert!(owner.get(&sale).await.text.contains("Not begun"));
        town.house.clock.advance(SignedDuration::from_mins(61));
        app::catalog::sales::turn(&town.house.ctx).await.unwrap();
        let lowered = [(2_000, Some(2_490)), (2_500, Some(2_900)), (3_900, None)];
        assert_eq!(prices(&town, merchant).await, lowered, "yen are not named, so nothing is crossed out");
        let page = owner.get(&sale).await.text;
        assert!(page.contains("Running") && page.contains("€24.90") && page.contains("€20.00"), "{page}");

        // What the form shows now is the lower price: saving it as it is ends nothing and is no deed.
        let compare_at = named("compare_at");
        let (was_price, was_usd, was_before) = (form[4], form[7], form[8]);
        form[4].1 = "20";
        form[7].1 = "25";
        form[8].1 = "29";
        form.push((&compare_at, "24.90"));
        let edits = async || {
            let log = owner.get(&format!("{studio}/log")).await.text;
            (log.matches("Changed a product").count(), log.matches("Put a product on sale").count())
        };
        let before_saving = edits().await;
        assert_eq!(before_saving, (1, 1));
        assert_eq!(owner.post_files(&home, &form, None).await.status, StatusCode::SEE_OTHER);
        assert_eq!((edits().await, prices(&town, merchant).await), (before_saving, lowered));
        form[0].1 = "Print, numbered";
        assert_eq!(owner.post_files(&home, &form, None).await.status, StatusCode::SEE_OTHER);
        assert_eq!((edits().await, prices(&town, merchant).await), ((2, 1), lowered), "the title changed");

        town.house.clock.advance(SignedDuration::from_hours(2));
        app::catalog::sales::turn(&town.house.ctx).await.unwrap();
        assert_eq!(prices(&town, merchant).await, USUAL);
        (form[4], form[7], form[8]) = (was_price, was_usd, was_before);
        form.pop();

        let percent = [("ends_at", "2026-11-23T12:00"), ("percent", "20")];
        assert_eq!(owner.post(&sale, &percent).await.status, StatusCode::SEE_OTHER);
        let fifth_off = [(1_992, Some(2_490)), (2_320, Some(2_900)), (3_120, Some(3_900))];
        assert_eq!(prices(&town, merchant).await, fifth_off, "at once, in every currency");
        assert_eq!(owner.post(&format!("{sale}/end"), &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(prices(&town, merchant).await, USUAL);
        assert!(owner.get(&format!("{studio}/log")).await.text.contains("Ended a sale"));

        // Another price by hand ends the sale in every currency.
        assert_eq!(owner.post(&sale, &percent).await.status, StatusCode::SEE_OTHER);
        form[4].1 = "30";
        let saved = owner.post_files(&home, &form, None).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        assert_eq!(prices(&town, merchant).await[0], (3_000, None));
        assert!(!owner.get(&sale).await.text.contains("Running"));
    }
}
