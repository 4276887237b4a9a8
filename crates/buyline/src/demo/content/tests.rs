use super::*;
use crate::demo::art;
use connectors::feed::{Feed, FeedDefaults, FeedItem};
use domain::catalog::draft::{ProductDraft, StockDraft};
use domain::money::Currency;
use std::collections::{BTreeMap, BTreeSet};

/// What the importer makes of a shop's file, by name; a refused row fails the test.
fn products(shop: &Shop) -> BTreeMap<String, ProductDraft> {
    let feed = Feed::open(shop.goods, FeedDefaults::new(shop.profile.currency)).unwrap();
    let mut products: BTreeMap<String, ProductDraft> = BTreeMap::new();
    for item in feed {
        match item.unwrap() {
            FeedItem::Product(draft) => match products.get_mut(&draft.external_id) {
                Some(known) => known.absorb(draft),
                None => {
                    products.insert(draft.external_id.clone(), draft);
                }
            },
            FeedItem::Refused(problem) => panic!("{}: {problem:?}", shop.handle),
        }
    }
    products
}

fn all() -> (World, BTreeMap<String, BTreeMap<String, ProductDraft>>) {
    let world = load();
    let goods = world.shops.iter().map(|shop| (shop.handle.clone(), products(shop))).collect();
    (world, goods)
}

#[test]
fn every_shop_sells_at_least_four_products_and_the_world_more_than_fifty() {
    let (_, goods) = all();
    assert_eq!(goods.len(), 12);
    assert!(goods.values().all(|products| products.len() >= 4));
    assert!(goods.values().map(BTreeMap::len).sum::<usize>() >= 50);
}

#[test]
fn every_picture_of_every_product_is_a_scene() {
    let (_, goods) = all();
    for product in goods.values().flat_map(BTreeMap::values) {
        assert!(!product.images.is_empty(), "{}", product.external_id);
        for image in &product.images {
            assert!(art::scene_for(&image.url).is_some(), "{}", image.url);
        }
    }
}

#[test]
fn every_price_is_positive_and_in_the_currency_of_its_shop() {
    let (world, goods) = all();
    for shop in &world.shops {
        for variant in goods[&shop.handle].values().flat_map(|product| &product.variants) {
            assert!(variant.price.amount > 0, "{}", variant.external_id);
            assert_eq!(variant.price.currency, shop.profile.currency, "{}", variant.external_id);
            assert!(variant.compare_at.is_none_or(|before| before.amount > variant.price.amount));
        }
        for rate in shop.zones.iter().flat_map(|zone| &zone.rates) {
            assert_eq!(rate.price_minor.is_some(), rate.bands.is_empty(), "{}: {}", shop.handle, rate.name);
            assert!(rate.days_min <= rate.days_max);
        }
    }
    let exponents: BTreeSet<u32> = world.shops.iter().map(|shop| shop.profile.currency.exponent()).collect();
    assert_eq!(exponents, BTreeSet::from([0, 2, 3]));
    assert_eq!(world.shops.iter().filter(|shop| shop.profile.currency == Currency::EUR).count(), 8);
}

#[test]
fn stock_is_plenty_scarce_gone_and_uncounted() {
    let (_, goods) = all();
    let stock: Vec<StockDraft> = goods
        .values()
        .flat_map(BTreeMap::values)
        .flat_map(|product| &product.variants)
        .map(|variant| variant.stock)
        .collect();
    let some = |wanted: fn(&StockDraft) -> bool| stock.iter().any(wanted);
    assert!(some(|stock| matches!(stock, StockDraft::Units(100..))));
    assert!(some(|stock| matches!(stock, StockDraft::Units(3))));
    assert!(some(|stock| matches!(stock, StockDraft::Units(1))));
    assert!(some(|stock| matches!(stock, StockDraft::Units(0))));
    assert!(some(|stock| matches!(stock, StockDraft::NotTracked)));
}

#[test]
fn every_handle_product_scene_and_post_that_is_named_exists() {
    let (world, goods) = all();
    let handles: BTreeSet<&str> = world.handles().collect();
    assert_eq!(handles.len(), world.handles().count(), "handles are unique");
    let known = |handle: &str| assert!(handles.contains(handle), "{handle}");
    let sold = |shop: &str, product: &str| assert!(goods[shop].contains_key(product), "{shop}/{product}");
    for shop in &world.shops {
        shop.pinned.iter().for_each(|product| sold(&shop.handle, product));
        shop.offers.iter().for_each(|offer| sold(&shop.handle, &offer.product));
    }
    world.people.iter().flat_map(|person| &person.follows).for_each(|handle| known(handle));
    world.charities.iter().flat_map(|charity| &charity.follows).for_each(|handle| known(handle));
    let donors: BTreeSet<&str> = world.people.iter().map(|person| person.handle.as_str()).collect();
    let gifts = world.charities.iter().flat_map(|charity| &charity.campaign.gifts);
    gifts.for_each(|gift| assert!(donors.contains(gift.by.as_str()), "{}", gift.by));
    let mut keys = BTreeMap::new();
    for post in world.posts.iter().rev() {
        known(&post.author);
        post.liked_by.iter().chain(&post.boosted_by).for_each(|handle| known(handle));
        assert!(!post.liked_by.contains(&post.author), "{} likes itself", post.key);
        if let Some((shop, product)) = post.product() {
            sold(shop, product);
        }
        assert!(post.product.is_none() || post.product().is_some(), "{}", post.key);
        assert!(!post.asks || world.charities.iter().any(|it| it.handle == post.author), "{}", post.key);
        for picture in &post.images {
            assert!(art::scene(&picture.scene).is_some() && !picture.alt.is_empty(), "{}", post.key);
        }
        if let Some(parent) = &post.reply_to {
            assert!(keys[parent] > post.minutes_ago, "{} answers before {parent} is said", post.key);
        }
        assert!(keys.insert(post.key.clone(), post.minutes_ago).is_none(), "{} twice", post.key);
    }
}

#[test]
fn every_account_has_a_face_and_every_shop_a_banner() {
    let world = load();
    assert!(world.handles().all(|handle| art::avatar(handle).is_some()));
    let organisations = world.shops.iter().map(|shop| &shop.handle);
    let mut organisations = organisations.chain(world.charities.iter().map(|charity| &charity.handle));
    assert!(organisations.all(|handle| art::banner(handle).is_some()));
}

#[test]
fn the_buyer_can_have_most_goods_sent_home() {
    let world = load();
    let home = world.buyer().address.as_ref().unwrap().country;
    let served = |shop: &&Shop| {
        shop.zones.iter().any(|zone| zone.countries.is_empty() || zone.countries.contains(&home))
    };
    assert_eq!(world.shops.iter().filter(served).count(), 11);
}
