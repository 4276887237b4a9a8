//! What happened to an order, as buyers and staff read it: steps, parcels, sums, addresses.

use domain::order::{
    CancelReason, Fulfillment, GivenBack, Order, OrderState, RefundState, RequestKind, RequestState,
};
use domain::view::orders::OrderStory;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use words::{Arg, Words};

use super::pages::orders::{Parcel, StepState, TrackStep};
use super::parts::{Sum, SumKind};

/// What happened, oldest first, and what is still to come. `shop` names the seller to the buyer; staff reads
/// none. Times are by the clock of `zone`.
pub(super) fn track(w: &Words, story: &OrderStory, shop: &str, zone: &TimeZone) -> Vec<TrackStep> {
    let order = &story.order;
    let mut steps: Vec<(Timestamp, String)> = Vec::new();
    if let Some(at) = order.placed_at {
        steps.push((at, w.text("event-placed").to_owned()));
    }
    if let Some(at) = order.confirmed_at {
        steps.push((
            at,
            match shop {
                "" => w.fill("event-captured", "amount", order.total),
                shop => w.fill("event-confirmed", "merchant", shop),
            },
        ));
    }
    for (number, parcel) in (1..).zip(&story.fulfillments) {
        steps.push((parcel.created_at, left(w, story, number, parcel)));
        if let Some(at) = parcel.delivered_at {
            let arrived = if is_only_parcel(story) {
                w.text("event-delivered").to_owned()
            } else {
                w.fill("event-parcel-delivered", "number", number)
            };
            steps.push((at, arrived));
        }
    }
    for refund in &story.refunds {
        match refund.state {
            RefundState::Started => {}
            RefundState::Done => {
                steps.push((refund.created_at, w.fill("event-refunded", "amount", refund.amount)));
            }
            RefundState::Failed => {
                let at = refund.settled_at.unwrap_or(refund.created_at);
                steps.push((at, w.fill("event-refund-failed", "amount", refund.amount)));
            }
        }
    }
    for request in &story.requests {
        let asked = match request.kind {
            RequestKind::Cancel => w.text("tag-cancel-asked"),
            RequestKind::Return => w.text("event-return-asked"),
            RequestKind::Withdrawal => w.text("withdraw-title"),
        };
        steps.push((request.created_at, asked.to_owned()));
        let answered = match (request.kind, request.state) {
            (RequestKind::Return, RequestState::Accepted | RequestState::Done) => {
                Some(w.text("event-return-accepted"))
            }
            (RequestKind::Return, RequestState::Refused) => Some(w.text("event-return-refused")),
            (RequestKind::Cancel | RequestKind::Withdrawal, _)
            | (RequestKind::Return, RequestState::Waiting) => None,
        };
        steps.extend(request.decided_at.zip(answered.map(str::to_owned)));
    }
    if let Some(at) = order.canceled_at {
        let key = if order.cancel == Some(CancelReason::Undone) {
            w.text("event-undone")
        } else {
            w.text("event-canceled")
        };
        steps.push((at, key.to_owned()));
    }
    steps.sort_by_key(|(at, _)| *at);
    let mut steps = spoken(w, steps, order.state, zone);
    steps.extend(ahead(w, story));
    steps
}

fn spoken(w: &Words, steps: Vec<(Timestamp, String)>, state: OrderState, zone: &TimeZone) -> Vec<TrackStep> {
    let last = steps.len().saturating_sub(1);
    steps
        .into_iter()
        .enumerate()
        .map(|(index, (at, text))| TrackStep {
            text,
            at: w.date_time(at, zone),
            state: match (index == last, state) {
                (true, OrderState::Canceled) => StepState::Stopped,
                (true, OrderState::Pending | OrderState::Placed | OrderState::Confirmed) => StepState::Now,
                (false, _) => StepState::Past,
            },
        })
        .collect()
}

/// That a parcel left: which one, and what is in it, wherever there are or will be others.
fn left(w: &Words, story: &OrderStory, number: i64, parcel: &Fulfillment) -> String {
    let carrier = ("carrier", Arg::Text(&parcel.carrier));
    let is_carried = !parcel.carrier.is_empty();
    if is_only_parcel(story) {
        return if is_carried {
            w.with("event-shipped", &[carrier])
        } else {
            w.text("event-shipped-plain").to_owned()
        };
    }
    let items = items_in(story, parcel).join(", ");
    let (number, items) = (("number", Arg::Int(number)), ("items", Arg::Text(&items)));
    if is_carried {
        w.with("event-parcel-shipped-with", &[number, carrier, items])
    } else {
        w.with("event-parcel-shipped", &[number, items])
    }
}

/// Everything left in one parcel.
fn is_only_parcel(story: &OrderStory) -> bool {
    story.fulfillments.len() == 1 && story.order.units_to_ship() == 0
}

/// What is still to come: only what will.
fn ahead(w: &Words, story: &OrderStory) -> Vec<TrackStep> {
    let step = |text: &str| TrackStep { text: text.to_owned(), at: String::new(), state: StepState::Ahead };
    let order = &story.order;
    if order.state == OrderState::Canceled || order.given_back() == GivenBack::Wholly {
        return Vec::new();
    }
    let ships = order.units_to_ship() > 0;
    let travels = story.fulfillments.iter().any(|parcel| parcel.delivered_at.is_none());
    let mut steps = Vec::new();
    if ships {
        let rest = !story.fulfillments.is_empty();
        steps.push(step(if rest { w.text("event-rest-ships") } else { w.text("event-shipped-plain") }));
    }
    if ships || travels {
        steps.push(step(w.text("event-delivered")));
    }
    steps
}

/// What was sent, oldest first. How many there are in all is said when no more follows.
pub(super) fn parcels(w: &Words, story: &OrderStory) -> Vec<Parcel> {
    (1..)
        .zip(&story.fulfillments)
        .map(|(number, parcel)| Parcel {
            title: parcel_title(w, story, number),
            carrier: parcel.carrier.clone(),
            number: parcel.tracking_number.clone(),
            href: parcel.tracking_url.clone(),
            items: items_in(story, parcel),
            slip: None,
        })
        .collect()
}

/// "Parcel 1", and "of 2" when both have left.
pub(super) fn parcel_title(w: &Words, story: &OrderStory, number: i64) -> String {
    let total = story.fulfillments.len();
    match (story.order.units_to_ship(), total) {
        (0, 1) => w.text("track-parcel-only").to_owned(),
        (0, _) => w.with("track-parcel", &[("number", Arg::Int(number)), ("total", Arg::from(total))]),
        (_, _) => w.fill("track-parcel-number", "number", number),
    }
}

/// "2 × Lac du matin" for each line of a parcel.
fn items_in(story: &OrderStory, parcel: &Fulfillment) -> Vec<String> {
    let line_of = |id| story.order.lines.iter().find(|line| line.id == id);
    parcel
        .lines
        .iter()
        .filter_map(|units| {
            let line = line_of(units.line)?;
            let options = if line.variant_title.is_empty() { "" } else { ", " };
            Some(format!("{} × {}{options}{}", units.quantity, line.title, line.variant_title))
        })
        .collect()
}

/// Subtotal, shipping, tax, total, and what was given back.
pub(super) fn order_sums(w: &Words, order: &Order) -> Vec<Sum> {
    let sum = |label: &str, amount: String, kind| Sum { label: label.to_owned(), amount, kind };
    let shipping = if order.shipping.is_zero() {
        w.text("sum-shipping-free").to_owned()
    } else {
        w.money(order.shipping)
    };
    let mut sums = vec![
        sum(w.text("sum-subtotal"), w.money(order.subtotal), SumKind::Part),
        sum(w.text("sum-shipping"), shipping, SumKind::Part),
    ];
    if !order.tax.is_zero() {
        let label = if order.tax_included { w.text("sum-including-tax") } else { w.text("sum-tax") };
        sums.push(sum(label, w.money(order.tax), SumKind::Part));
    }
    sums.push(sum(w.text("sum-total"), w.money(order.total), SumKind::Total));
    if !order.refunded.is_zero() {
        sums.push(sum(w.text("order-state-refunded"), w.money(order.refunded), SumKind::Less));
    }
    sums
}
