//! The Buy card in words.

use domain::money::Currency;
use domain::view::goods::{Price, Stock, Variant};
use domain::view::posts::{Card, CardSale};
use jiff::Timestamp;
use words::{Arg, Words};

use super::{choice, href_of, picture};
use crate::html::pages::card::{Card as Shown, CardState, Deadline, Offer, Seller, Shape};
use crate::html::pages::timeline::Good;
use crate::html::parts::{Level, Tag};

/// Above so many units nobody is told a number.
const SHOWN_UNITS_MAX: i64 = 5;

/// `card` as a post or a product page shows it to somebody who wishes for `currency`. `id` is unique in the page,
/// `post` empty on product pages.
#[must_use]
pub fn card(
    w: &'static Words,
    card: &Card,
    currency: Option<Currency>,
    (id, post): (String, String),
    now: Timestamp,
) -> Shown {
    let sale = card.sale(now);
    let goods = &card.goods;
    let image = goods.images.iter().find_map(|found| Some((found.image.as_ref()?, found.alt.as_str())));
    let shape = image.map_or(Shape::Natural, |(image, _)| match (image.width, image.height) {
        (width, height) if height * 100 > width * 110 => Shape::Tall,
        (width, height) if height * 100 > width * 95 && width * 100 > height * 95 => Shape::Square,
        _ => Shape::Natural,
    });
    let mut facts = Vec::new();
    if card.is_trial {
        facts.push(w.text("card-trial").to_owned());
    }
    if let Some(limit) = card.offer.limit_per_buyer {
        facts.push(w.count("card-limit", limit));
    }
    if let Some(closing) = card.closing.filter(|closing| !closing.is_over(now)) {
        facts.push(w.fill("card-closing", "day", w.date_of(closing.day).as_str()));
    }
    Shown {
        w,
        id,
        post,
        product: goods.product.id.to_string(),
        href: href_of_product(card),
        title: goods.product.title.clone(),
        picture: image
            .map(|(image, alt)| picture(image, if alt.is_empty() { &goods.product.title } else { alt })),
        shape,
        seller: Seller {
            name: card.seller.name.clone(),
            href: href_of(&card.seller.handle),
            verified: card.seller.state.sells(),
        },
        price_note: if card.seller.prices_include_tax {
            w.text("card-tax-included").to_owned()
        } else {
            String::new()
        },
        options_label: goods.product.option_names.join(" / "),
        offers: offers(w, card, currency, sale),
        facts,
        deadline: deadline(w, card, sale, now),
        preorder: false,
        state: state(w, card, sale),
    }
}

/// The page of the product.
fn href_of_product(card: &Card) -> String {
    format!("/products/{}", card.goods.product.id)
}

fn offers(w: &Words, card: &Card, currency: Option<Currency>, sale: CardSale) -> Vec<Offer> {
    let first_open = card.goods.variants.iter().position(|variant| !variant.stock.is_sold_out()).unwrap_or(0);
    card.goods
        .variants
        .iter()
        .enumerate()
        .map(|(index, variant)| Offer {
            selected: index == first_open,
            ..sale_of_variant(w, card, variant, currency, sale)
        })
        .collect()
}

/// Price and stock of one variant, as they are pushed to open pages too.
#[must_use]
pub fn sale_of_variant(
    w: &Words,
    card: &Card,
    variant: &Variant,
    currency: Option<Currency>,
    sale: CardSale,
) -> Offer {
    let price = price(card, variant, currency);
    let (stock, level) = stock(w, variant.stock, i64::from(card.seller.low_stock_at));
    Offer {
        id: choice(card.offer.id, variant.id),
        label: variant.title(),
        price: w.money(price.price),
        was: price.compare_at.map(|was| w.money(was)).unwrap_or_default(),
        stock,
        level,
        open: sale == CardSale::Open && !variant.stock.is_sold_out(),
        selected: false,
    }
}

/// What a variant costs somebody who wishes for `wished`.
fn price(card: &Card, variant: &Variant, wished: Option<Currency>) -> Price {
    card.currency(wished).and_then(|currency| variant.price_in(currency)).unwrap_or(variant.price)
}

fn stock(w: &Words, stock: Stock, low_at: i64) -> (String, Level) {
    match stock.available() {
        None => (String::new(), Level::Plain),
        Some(..=0) => (w.text("card-sold-out").to_owned(), Level::Bad),
        Some(left) if left <= low_at.max(SHOWN_UNITS_MAX) => (w.count("card-left", left), Level::Warn),
        Some(_) => (w.text("card-in-stock").to_owned(), Level::Good),
    }
}

fn state(w: &Words, card: &Card, sale: CardSale) -> CardState {
    match sale {
        // What is sold no more is a link to what it was.
        CardSale::Ended => CardState::Link { host: String::new(), why: ended(w, card) },
        CardSale::Open => CardState::Open,
        CardSale::SoldOut => CardState::SoldOut,
        CardSale::NotYet => CardState::Upcoming,
        CardSale::Over | CardSale::Closed | CardSale::NotSelling | CardSale::Stopped | CardSale::Gated => {
            CardState::Closed { why: why_closed(w, sale).to_owned() }
        }
    }
}

/// "Buying here ended on 1 February 2027."
fn ended(w: &Words, card: &Card) -> String {
    let day = card.closing.map(|closing| w.date_of(closing.day)).unwrap_or_default();
    w.fill("card-ended-for-good", "day", day.as_str())
}

/// Why nothing is sold although there may be some; empty where it is sold, sold out or yet to come.
#[must_use]
pub fn why_closed(w: &Words, sale: CardSale) -> &str {
    match sale {
        CardSale::Open | CardSale::SoldOut | CardSale::NotYet => "",
        CardSale::Over => w.text("card-ended"),
        CardSale::Closed => w.text("card-closed"),
        CardSale::NotSelling => w.text("card-suspended"),
        CardSale::Stopped => w.text("card-paused"),
        CardSale::Gated => w.text("card-gated"),
        CardSale::Ended => w.text("buy-ended-title"),
    }
}

fn deadline(w: &Words, card: &Card, sale: CardSale, now: Timestamp) -> Option<Deadline> {
    let (at, key, over) = match sale {
        CardSale::Open => (card.offer.ends_at?, "card-ends-in", w.text("card-ended")),
        CardSale::NotYet => (card.offer.starts_at?, "card-starts-in", ""),
        CardSale::SoldOut
        | CardSale::Over
        | CardSale::Closed
        | CardSale::NotSelling
        | CardSale::Stopped
        | CardSale::Gated
        | CardSale::Ended => return None,
    };
    /// Stands where the time goes; no sentence holds it.
    const PLACE: &str = "\u{1}";
    let sentence = w.with(key, &[("duration", Arg::Text(PLACE))]);
    let (before, after) = sentence.split_once(PLACE).unwrap_or((&sentence, ""));
    Some(Deadline {
        iso: at.to_string(),
        words: w.duration(at.duration_since(now).as_secs()),
        before: before.to_owned(),
        after: after.to_owned(),
        over: over.to_owned(),
    })
}

/// `card` as a tile in a grid of goods.
#[must_use]
pub fn good(w: &Words, card: &Card, currency: Option<Currency>, now: Timestamp) -> Good {
    let goods = &card.goods;
    let prices: Vec<Price> = goods.variants.iter().map(|variant| price(card, variant, currency)).collect();
    let lowest = prices.iter().copied().min_by_key(|price| price.price.amount);
    let differs = prices.windows(2).any(|pair| pair[0].price != pair[1].price);
    let price = lowest.map(|price| {
        if differs { w.fill("card-price-from", "price", price.price) } else { w.money(price.price) }
    });
    let tag = match card.sale(now) {
        CardSale::Open => None,
        CardSale::SoldOut => Some(("card-sold-out", Level::Bad)),
        CardSale::NotYet => Some(("state-new", Level::Info)),
        CardSale::Over => Some(("card-ended", Level::Plain)),
        CardSale::Closed => Some(("card-closed", Level::Plain)),
        // It reads as any other thing that is looked at.
        CardSale::Gated | CardSale::Ended => None,
        CardSale::NotSelling | CardSale::Stopped => Some(("card-paused", Level::Warn)),
    };
    Good {
        href: href_of_product(card),
        title: goods.product.title.clone(),
        picture: goods.images.iter().find_map(|found| {
            Some(picture(
                found.image.as_ref()?,
                if found.alt.is_empty() { &goods.product.title } else { &found.alt },
            ))
        }),
        price: price.unwrap_or_default(),
        was: lowest
            .filter(|_| !differs)
            .and_then(|price| price.compare_at)
            .map(|was| w.money(was))
            .unwrap_or_default(),
        tag: tag.map(|(key, level)| Tag { text: w.text(key).to_owned(), level }),
    }
}
