//! What happened to an order, as buyers and staff read it: steps, parcels, sums, addresses.

use domain::checkout::PostalAddress;
use domain::order::{CancelReason, Order, OrderState, RefundState, RequestKind, RequestState};
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
    for parcel in &story.fulfillments {
        steps.push((
            parcel.created_at,
            match parcel.carrier.as_str() {
                "" => w.text("event-shipped-plain").to_owned(),
                carrier => w.fill("event-shipped", "carrier", carrier),
            },
        ));
        if let Some(at) = parcel.delivered_at {
            steps.push((at, w.text("event-delivered").to_owned()));
        }
    }
    for refund in story.refunds.iter().filter(|refund| refund.state == RefundState::Done) {
        steps.push((refund.created_at, w.fill("event-refunded", "amount", refund.amount)));
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
    steps.extend(ahead(w, order));
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

fn ahead(w: &Words, order: &Order) -> Vec<TrackStep> {
    let step = |text: &str| TrackStep { text: text.to_owned(), at: String::new(), state: StepState::Ahead };
    let mut steps = Vec::new();
    let travels = order.lines.iter().any(|line| line.requires_shipping);
    if order.state == OrderState::Canceled || !travels {
        return steps;
    }
    if order.fulfilled_at.is_none() && order.lines.iter().any(|line| line.to_ship() > 0) {
        steps.push(step(w.text("event-shipped-plain")));
    }
    if order.delivered_at.is_none() {
        steps.push(step(w.text("event-delivered")));
    }
    steps
}

/// What was sent, oldest first.
pub(super) fn parcels(w: &Words, story: &OrderStory) -> Vec<Parcel> {
    let total = story.fulfillments.len();
    story
        .fulfillments
        .iter()
        .enumerate()
        .map(|(index, parcel)| Parcel {
            title: w.with("track-parcel", &[("number", Arg::from(index + 1)), ("total", Arg::from(total))]),
            carrier: parcel.carrier.clone(),
            number: parcel.tracking_number.clone(),
            href: parcel.tracking_url.clone(),
            items: parcel
                .lines
                .iter()
                .filter_map(|units| {
                    let line = story.order.lines.iter().find(|line| line.id == units.line)?;
                    Some(format!("{} × {}", units.quantity, line.title))
                })
                .collect(),
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

/// An address, one line each, as a parcel carries it.
pub(super) fn address_lines(w: &Words, address: &PostalAddress) -> Vec<String> {
    let town = [&address.postal_code, &address.city]
        .into_iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" ");
    [
        address.name.clone(),
        address.line1.clone(),
        address.line2.clone(),
        town,
        address.region.clone(),
        w.country_name(address.country).to_owned(),
    ]
    .into_iter()
    .filter(|line| !line.trim().is_empty())
    .collect()
}
