//! The mail of a placed order. It is the confirmation of the contract that a buyer keeps, so it holds everything: what,
//! for how much, where to, from whom, and how to withdraw.
//!
//! Source: Directive 2011/83/EU art. 8(7) and art. 6(1).

use domain::order::{Order, OrderState};
use domain::policy::withdrawal_days;
use jiff::{SignedDuration, Timestamp};
use words::{Arg, Words};

use super::letter::{Letter, Section};
use super::story::Story;

/// Writes it as it is at `now`: while the order can be undone, the shop does not have it.
pub(super) fn write_placed(w: &Words, letter: &mut Letter, story: &Story, now: Timestamp) {
    let order = &story.order;
    let profile = &story.pricing.merchant.profile;
    let number = ("number", Arg::Text(&order.number));
    let shop = ("merchant", Arg::Text(&story.pricing.merchant.display_name));
    let total = ("total", Arg::Money(order.total));
    letter.subject = w.with("mail-placed-subject", &[number, shop]);
    letter.paragraphs.push(w.with("mail-placed-lead", &[number, shop, total]));
    match order.undo_until.filter(|_| order.can_undo(now)) {
        Some(until) => {
            let time = w.date_time_there(until, &profile.time_zone);
            let undo = if story.was_paid {
                words::key!("mail-placed-undo-paid")
            } else {
                words::key!("mail-placed-undo")
            };
            letter.paragraphs.push(w.with(undo, &[("time", Arg::Text(&time)), shop]));
            letter.buttons.push((w.text("mail-button-undo").to_owned(), story.link.clone()));
        }
        None if order.state == OrderState::Confirmed => {
            letter.paragraphs.push(w.with("mail-placed-passed", &[shop]));
        }
        None => letter.paragraphs.push(w.text("placed-undo-over").to_owned()),
    }
    letter.buttons.push((w.text("mail-button-order").to_owned(), story.link.clone()));
    if order.travels() {
        letter.paragraphs.push(w.text("mail-placed-next").to_owned());
    }
    letter.rows = rows(w, order);
    letter.sections.extend(delivery(w, story));
    letter.sections.push(seller(w, story));
    letter.sections.extend(withdrawal(w, story));
}

/// Lines, shipping, tax, total.
fn rows(w: &Words, order: &Order) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> =
        order.lines.iter().map(|line| (super::write::line_name(line), w.money(line.subtotal))).collect();
    let shipping = match order.rate_name.as_str() {
        "" => w.text("sum-shipping").to_owned(),
        rate => format!("{} ({rate})", w.text("sum-shipping")),
    };
    let free = || w.text("sum-shipping-free").to_owned();
    if order.travels() {
        rows.push((shipping, if order.shipping.is_zero() { free() } else { w.money(order.shipping) }));
    }
    let tax = (order.tax, w.money(order.tax));
    let total = (w.text("sum-total").to_owned(), w.money(order.total));
    match tax {
        (tax, _) if tax.is_zero() => rows.push(total),
        (_, tax) if order.tax_included => {
            rows.extend([total, (w.text("sum-including-tax").to_owned(), tax)]);
        }
        (_, tax) => rows.extend([(w.text("sum-tax").to_owned(), tax), total]),
    }
    rows
}

/// Where it goes, and when it is there.
fn delivery(w: &Words, story: &Story) -> Option<Section> {
    let order = &story.order;
    let mut lines = w.address_lines(order.address.as_ref()?);
    if order.days_max > 0 {
        let from = order.placed_at.unwrap_or(order.created_at);
        let day = |days: u16| {
            let at = from + SignedDuration::from_hours(24 * i64::from(days));
            story.pricing.merchant.profile.time_zone.to_datetime(at).date()
        };
        let when = w.date_range(day(order.days_min), day(order.days_max));
        lines.push(w.fill("mail-placed-arrives", "when", when.as_str()));
    }
    Some(Section { title: w.text("order-ship-to").to_owned(), lines })
}

/// Who sells, and how to reach them.
fn seller(w: &Words, story: &Story) -> Section {
    let profile = &story.pricing.merchant.profile;
    let mut lines = vec![profile.legal_name.clone()];
    lines.extend(profile.postal_address.lines().map(str::to_owned));
    lines.extend([profile.contact_email.clone(), profile.phone.clone()]);
    lines.retain(|line| !line.trim().is_empty());
    Section { title: w.text("settings-legal-name").to_owned(), lines }
}

/// How and until when the buyer may withdraw, or what the shop promises where no law says so.
fn withdrawal(w: &Words, story: &Story) -> Option<Section> {
    let order = &story.order;
    let profile = &story.pricing.merchant.profile;
    let policies = &profile.policies;
    let law = withdrawal_days(profile.country).or_else(|| withdrawal_days(order.country));
    let mut section = Section { title: w.text("review-returns").to_owned(), lines: Vec::new() };
    if let Some(days) = law {
        section.title = w.text("mail-placed-withdraw-title").to_owned();
        let until = if order.travels() {
            words::key!("mail-placed-withdraw")
        } else {
            words::key!("mail-placed-withdraw-order")
        };
        section.lines.push(w.with(until, &[("days", Arg::from(u32::from(days)))]));
        let statement = w.fill("withdraw-statement", "number", &order.number);
        let how = [("email", Arg::Text(&profile.contact_email)), ("statement", Arg::Text(&statement))];
        section.lines.push(match withdrawal_days(order.country) {
            Some(_) => w.with("mail-placed-withdraw-how", &how),
            // The function on the order's page is for buyers whose own law has it.
            None => w.with("mail-placed-withdraw-write", &how),
        });
        section.lines.push(w.fill("mail-withdrawal-next", "merchant", &profile.legal_name));
    }
    match policies.returns_days {
        Some(days) if days > 0 && law.is_none_or(|law| days > law) => {
            section.lines.push(w.count("review-returns-days", u32::from(days)));
        }
        Some(_) | None => {}
    }
    section.lines.extend(policies.returns_text.lines().map(str::to_owned));
    section.lines.retain(|line| !line.trim().is_empty());
    (!section.lines.is_empty()).then_some(section)
}
