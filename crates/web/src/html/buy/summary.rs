//! Lines, sums and dates of a part, ready to show.

use app::checkout::PartView;
use domain::checkout::Agreed;
use domain::ids::ImageId;
use domain::money::Money;
use domain::order::{GivenBack, Order, OrderState, Standing};
use domain::view::goods::Image;
use domain::view::orders::AtEnd;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use words::{Arg, Words};

use crate::html::pages::buy::{Passing, Undo};
use crate::html::parts::{Level, Line, Picture, Sum, SumKind, Tag};
use crate::html::view::picture;

/// Quantities offered in a list; more is typed in the basket.
const QUANTITIES_OFFERED: u32 = 10;

fn picture_of(images: &[Image], id: Option<ImageId>, alt: &str) -> Option<Picture> {
    let id = id?;
    images.iter().find(|image| image.id == id).map(|image| picture(image, alt))
}

/// One sum per currency, in the order in which the currencies come.
pub(super) fn by_currency(amounts: &[Money]) -> Vec<Money> {
    let mut sums: Vec<Money> = Vec::new();
    for amount in amounts {
        if sums.iter().any(|sum| sum.currency == amount.currency) {
            continue;
        }
        let same = amounts.iter().copied().filter(|it| it.currency == amount.currency);
        sums.extend(Money::sum(amount.currency, same).ok());
    }
    sums
}

/// The lines of a part that is not ordered yet.
pub(super) fn lines(w: &Words, part: &PartView, images: &[Image]) -> Vec<Line> {
    let shop = &part.pricing.merchant.display_name;
    part.checkout
        .lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let agreed = part.checkout.agreed.as_ref();
            let discount = agreed.and_then(|agreed| agreed.discount_of(index));
            let unit_price =
                agreed.map_or(line.unit_price, |agreed| agreed.unit_price_of(index, line.unit_price));
            let quantity = line.quantity.get();
            let free = part.free.iter().find(|(variant, _)| *variant == line.variant).map(|(_, free)| *free);
            // Somebody who typed more keeps seeing it, as long as there is as much.
            let most = QUANTITIES_OFFERED.max(quantity).min(free.unwrap_or(u32::MAX));
            let total = unit_price.times(quantity).map_or_else(|_| String::new(), |total| w.money(total));
            Line {
                id: line.variant.to_string(),
                picture: picture_of(images, line.image, &line.title),
                title: line.title.clone(),
                href: format!("/products/{}", line.product),
                meta: meta(w, &line.variant_title, quantity, shop),
                quantity,
                quantities: (1..=most).collect(),
                total,
                note: discount.map(|discount| taken_off(w, discount.amount, &discount.title)),
                wrong: None,
            }
        })
        .collect()
}

/// The lines of an order.
pub(in crate::html) fn order_lines(w: &Words, order: &Order, shop: &str, images: &[Image]) -> Vec<Line> {
    order
        .lines
        .iter()
        .map(|line| Line {
            id: line.id.to_string(),
            picture: picture_of(images, line.image, &line.title),
            title: line.title.clone(),
            href: format!("/products/{}", line.product),
            meta: meta(w, &line.variant_title, line.quantity, shop),
            quantity: line.quantity,
            quantities: Vec::new(),
            total: w.money(line.subtotal),
            note: (!line.discount.is_zero()).then(|| taken_off(w, line.discount, &line.discount_title)),
            wrong: None,
        })
        .collect()
}

/// "Autumn: €5.00 off each".
pub(in crate::html) fn taken_off(w: &Words, amount: Money, title: &str) -> Tag {
    let text = w.with("line-discount", &[("title", Arg::Text(title)), ("amount", Arg::Money(amount))]);
    Tag { text, level: Level::Good }
}

fn meta(w: &Words, options: &str, quantity: u32, shop: &str) -> String {
    let sentence = w.with(
        "review-line",
        &[("options", Arg::Text(options)), ("quantity", Arg::from(quantity)), ("merchant", Arg::Text(shop))],
    );
    // Goods without options begin with the quantity.
    sentence.trim_start_matches([' ', '·', '\u{a0}']).to_owned()
}

/// Subtotal, shipping, tax, total.
pub(super) fn sums(w: &Words, agreed: &Agreed) -> Vec<Sum> {
    let sum = |label: &str, amount, kind| Sum { label: label.to_owned(), amount: w.money(amount), kind };
    let mut sums = vec![sum(w.text("sum-subtotal"), agreed.subtotal, SumKind::Part)];
    let shipping = w.text("sum-shipping");
    sums.push(if agreed.shipping.is_zero() {
        Sum {
            label: shipping.to_owned(),
            amount: w.text("sum-shipping-free").to_owned(),
            kind: SumKind::Part,
        }
    } else {
        sum(shipping, agreed.shipping, SumKind::Part)
    });
    if !agreed.tax.is_zero() {
        let label = w.text(if agreed.tax_included { "sum-including-tax" } else { "sum-tax" });
        sums.push(sum(label, agreed.tax, SumKind::Part));
    }
    sums.push(sum(w.text("sum-total"), agreed.total, SumKind::Total));
    sums
}

/// "between Tuesday 25 and Thursday 27 November", counted from `from` by the shop's clock.
pub(super) fn arrival(w: &Words, zone: &TimeZone, from: Timestamp, days_min: u16, days_max: u16) -> String {
    let day = |days: u16| {
        let at = from + SignedDuration::from_hours(24 * i64::from(days));
        zone.to_datetime(at).date()
    };
    w.date_range(day(days_min), day(days_max))
}

/// The time to undo, while it runs; its end by the shop's clock.
pub(in crate::html) fn undo(
    w: &Words,
    order: &Order,
    zone: &TimeZone,
    action: String,
    url: &str,
    now: Timestamp,
) -> Option<Undo> {
    let until = order.undo_until.filter(|_| order.can_undo(now))?;
    let from = order.placed_at.unwrap_or(order.created_at);
    let (whole, left) = (until.duration_since(from).as_secs().max(1), until.duration_since(now).as_secs());
    /// Stands where the time goes; no sentence holds it.
    const PLACE: &str = "\u{1}";
    let sentence = w.fill("placed-undo-left", "duration", PLACE);
    let (before, after) = sentence.split_once(PLACE).unwrap_or((&sentence, ""));
    let gone = u32::try_from((whole - left).clamp(0, whole) * 100 / whole).unwrap_or(0);
    Some(Undo {
        action,
        order: order.id.to_string(),
        url: url.to_owned(),
        seconds: left,
        from: from.to_string(),
        until: until.to_string(),
        before: before.to_owned(),
        left: w.duration(left),
        after: after.to_owned(),
        until_words: w.fill("placed-undo-until", "time", &w.time_there(until, zone)),
        over: w.text("placed-undo-over").to_owned(),
        gone_percent: gone,
    })
}

/// Whether the shop has an order whose time to undo is over.
pub(in crate::html) fn passing(
    w: &Words,
    order: &Order,
    shop: &str,
    url: &str,
    now: Timestamp,
) -> Option<Passing> {
    let (text, again) = match order.state {
        OrderState::Placed if order.ending.is_some() => (w.text("placed-ending").to_owned(), true),
        OrderState::Placed if !order.can_undo(now) => (w.text("placed-undo-over").to_owned(), true),
        OrderState::Confirmed => (passed(w, order, shop), false),
        OrderState::Pending | OrderState::Placed | OrderState::Canceled => return None,
    };
    Some(Passing { order: order.id.to_string(), url: url.to_owned(), text, again })
}

/// That the shop has it; and once more has happened, what.
fn passed(w: &Words, order: &Order, shop: &str) -> String {
    match (order.standing(), order.given_back()) {
        (Standing::Confirmed, GivenBack::Nothing) => w.fill("placed-passed", "merchant", shop),
        _ => w.standing_text(order, AtEnd::GivenBack, shop),
    }
}
