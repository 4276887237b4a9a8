//! One order of the shop: what was bought, what happened, what can be done.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::{MerchantId, OrderId};
use domain::ledger::Booked;
use domain::money::Money;
use domain::order::{BuyerRequest, Order, OrderState, RequestKind, RequestState};
use domain::payment::PaymentState;
use domain::view::goods::Image;
use domain::view::orders::OrderStory;
use jiff::tz::TimeZone;
use words::{Arg, Words};

use super::desk::{Place, desk, id, may, zone_name};
use super::orders::{items, tag};
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::pages::buy::ReviewRow;
use crate::html::pages::studio::{self, StudioOrder};
use crate::html::parts::{Crumbs, Level, Line, Link, Notice, Sum, SumKind, Tag};
use crate::html::story::{address_lines, order_sums, parcels, track};
use crate::html::table::Action;
use crate::html::view::picture;
use crate::html::{Failure, Visit, render};

/// The order's page.
///
/// # Errors
/// [`Failure`].
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path((merchant, order)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::ViewOrders)?;
    let story =
        app::orders::find(web.ctx(), &permit, id::<OrderId>(&order)?).await?.ok_or(Failure::NotFound)?;
    let images = app::orders::pictures(web.ctx(), &story.order).await?;
    let booked = app::orders::booked(web.ctx(), &permit, story.order.id).await?;
    let notes = app::orders::notes(web.ctx(), &permit, story.order.id).await?;
    let (p, shop) = desk(&web, &visit, merchant, Place::Orders).await?;
    let zone = &shop.profile.time_zone;
    let w = visit.words();
    let home = format!("/studio/{merchant}/orders");
    let here = format!("{home}/{}", story.order.id);
    let order = &story.order;
    let mut happened = track(w, &story, "", zone);
    happened.extend(notes.iter().map(|note| crate::html::pages::orders::TrackStep {
        text: format!("{}: {}", note.actor, note.detail),
        at: w.date_time(note.created_at, zone),
        state: crate::html::pages::orders::StepState::Past,
    }));
    render(&StudioOrder {
        p: &p,
        crumbs: Crumbs(vec![
            Link { label: w.text("sorders-title").to_owned(), href: home },
            Link { label: order.number.clone(), href: String::new() },
        ]),
        title: w.fill("order-title", "number", &order.number),
        text: format!(
            "{} · {}",
            w.date_time(order.confirmed_at.unwrap_or(order.created_at), zone),
            zone_name(zone)
        ),
        states: states(w, &story),
        notices: Vec::new(),
        requests: requests(w, &story, &here),
        primary: (to_ship(order) > 0)
            .then(|| Link { label: w.text("sorder-fulfill").to_owned(), href: format!("{here}/ship") }),
        others: actions(w, &story, &here),
        lines: lines(w, order, &images),
        sums: order_sums(w, order),
        money: money(w, &booked, zone),
        parcels: parcels(w, &story),
        rows: rows(w, &story),
        track: happened,
        note_action: format!("{here}/notes"),
        note: Field::new("note", w.text("sorder-note")).kind(Kind::Area).limit(500),
    })
}

/// What moved, as the ledger has it, and what is left of it.
fn money(w: &Words, booked: &[Booked], zone: &TimeZone) -> Vec<Sum> {
    let mut sums: Vec<Sum> = booked
        .iter()
        .map(|line| {
            let amount = line.entry.on_balance();
            Sum {
                label: format!("{} · {}", w.movement(line.entry.movement), w.date_time(line.at, zone)),
                amount: w.money(amount),
                kind: if amount.amount < 0 { SumKind::Less } else { SumKind::Part },
            }
        })
        .collect();
    let amounts: Vec<Money> = booked.iter().map(|line| line.entry.on_balance()).collect();
    let left = amounts.first().and_then(|first| Money::sum(first.currency, amounts.iter().copied()).ok());
    sums.extend(left.map(|left| Sum {
        label: w.text("money-left").to_owned(),
        amount: w.money(left),
        kind: SumKind::Total,
    }));
    sums
}

/// Units left to ship.
pub(super) fn to_ship(order: &Order) -> u32 {
    match order.state {
        OrderState::Confirmed => order.lines.iter().map(domain::order::OrderLine::to_ship).sum(),
        OrderState::Pending | OrderState::Placed | OrderState::Canceled => 0,
    }
}

fn states(w: &Words, story: &OrderStory) -> Vec<Tag> {
    let mut states = vec![tag(w, &story.order)];
    if let Some(payment) = &story.payment {
        let is_given_back = payment.state == PaymentState::Captured
            && payment.refunded == payment.captured
            && !payment.captured.is_zero();
        let text =
            if is_given_back { w.text("payment-state-refunded") } else { w.payment_state(payment.state) };
        states.push(Tag { text: text.to_owned(), level: Level::Plain });
    }
    if story.order.is_test {
        states.push(Tag { text: w.text("state-test-mode").to_owned(), level: Level::Warn });
    }
    states
}

fn requests(w: &Words, story: &OrderStory, here: &str) -> Vec<studio::BuyerRequest> {
    story
        .requests
        .iter()
        .filter(|request| request.state == RequestState::Waiting)
        .map(|request| studio::BuyerRequest {
            title: asks(w, &story.order, request),
            text: request.reason.clone(),
            action: format!("{here}/requests/{}", request.id),
            field: Field::new("answer", w.text("sorder-request-answer"))
                .kind(Kind::Area)
                .limit(500)
                .optional(w.text("state-optional")),
        })
        .collect()
}

/// "Camille R. asks to cancel."
fn asks(w: &Words, order: &Order, request: &BuyerRequest) -> String {
    let name = ("name", Arg::Text(&order.buyer_name));
    match request.kind {
        RequestKind::Cancel => w.with("sorder-request-cancel", &[name]),
        RequestKind::Return => w.with("sorder-request-return", &[name, ("items", Arg::Text(&items(order)))]),
        RequestKind::Withdrawal => w.with("sorder-request-withdraw", &[name]),
    }
}

fn actions(w: &Words, story: &OrderStory, here: &str) -> Vec<Action> {
    let link = |label: &str, path: &str, risky| Action {
        label: label.to_owned(),
        href: format!("{here}/{path}"),
        is_link: true,
        risky,
    };
    let mut actions = vec![
        link(w.text("sorder-packing-slip"), "packing-slip", false),
        link(w.text("sorder-invoice"), "invoice", false),
    ];
    let on_its_way = story.fulfillments.iter().any(|parcel| parcel.delivered_at.is_none());
    if on_its_way {
        let delivered = link(w.text("sorder-delivered"), "delivered", false);
        actions.push(Action { is_link: false, ..delivered });
    }
    if story.refundable().amount > 0 {
        actions.push(link(w.text("sorder-refund"), "refund", false));
    }
    if story.order.state == OrderState::Confirmed && story.is_unshipped() {
        actions.push(link(w.text("sorder-cancel"), "cancel", true));
    }
    actions
}

/// The order's lines; the note says what is left to ship.
pub(super) fn lines(w: &Words, order: &Order, images: &[Image]) -> Vec<Line> {
    order
        .lines
        .iter()
        .map(|line| {
            let found = images.iter().find(|image| Some(image.id) == line.image);
            let left = line.to_ship();
            let mut meta: Vec<String> = [&line.variant_title, &line.sku]
                .into_iter()
                .filter(|text| !text.is_empty())
                .cloned()
                .collect();
            meta.push(format!("{} × {}", line.quantity, w.money(line.unit_price)));
            let note = match order.state {
                OrderState::Confirmed if left > 0 => {
                    Some(Tag { text: w.count("today-to-ship", left), level: Level::Warn })
                }
                OrderState::Pending | OrderState::Placed | OrderState::Confirmed | OrderState::Canceled => {
                    None
                }
            };
            Line {
                id: line.id.to_string(),
                picture: found.map(|image| picture(image, &line.title)),
                title: line.title.clone(),
                href: format!("/products/{}", line.product),
                meta: meta.join(" · "),
                quantity: line.quantity,
                quantities: Vec::new(),
                total: w.money(line.subtotal),
                note,
                wrong: None,
            }
        })
        .collect()
}

fn rows(w: &Words, story: &OrderStory) -> Vec<ReviewRow> {
    let order = &story.order;
    let row =
        |label: &str, value: String| ReviewRow { label: label.to_owned(), value, change: String::new() };
    let mut rows = vec![row(w.text("sorder-customer"), format!("{}, {}", order.buyer_name, order.email))];
    if let Some(address) = &order.address {
        rows.push(row(w.text("sorder-ship-to"), address_lines(w, address).join(", ")));
    }
    if !order.rate_name.is_empty() {
        rows.push(row(w.text("buy-step-delivery"), order.rate_name.clone()));
    }
    if let Some(payment) = &story.payment {
        rows.push(row(
            w.text("sorder-payment"),
            format!("{} · {}", w.payment_state(payment.state), w.money(payment.captured)),
        ));
    }
    rows
}

/// That something could not be done, above a form that is shown again.
pub(super) fn bad(text: String) -> Notice {
    Notice { level: Level::Bad, title: text, text: String::new(), links: Vec::new() }
}
