//! One order of the shop: what was bought, what happened, what can be done.

use app::connections;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::connection::Send;
use domain::ids::{JobId, MerchantId, OrderId};
use domain::ledger::Booked;
use domain::money::Money;
use domain::order::{
    BuyerRequest, GivenBack, Order, OrderState, Refund, RefundState, RequestKind, RequestState,
};
use domain::view::goods::Image;
use domain::view::orders::{DeadJob, OrderStory};
use jiff::tz::TimeZone;
use words::{Arg, Words, zone_name};

use super::desk::{Place, desk, id, may};
use super::disputes;
use super::orders::{items, tags};
use super::settings::channel::{kind_key, send_state};
use super::settings::channels::PLACE;
use crate::Web;
use crate::html::buy::summary::taken_off;
use crate::html::field::{Field, Kind};
use crate::html::pages::buy::ReviewRow;
use crate::html::pages::orders::Parcel;
use crate::html::pages::studio::{self, StudioOrder};
use crate::html::parts::{Crumbs, Level, Line, Link, Notice, Sum, SumKind, Tag};
use crate::html::story::{order_sums, parcels, track};
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
    let waiting = app::jobs::dead_of(web.ctx(), &permit).await?;
    let sends = connections::of_order(web.ctx(), &permit, story.order.id).await?;
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
        notices: [disputes::on_order(w, merchant, &story), came_back(w, &story, &waiting)].concat(),
        requests: requests(w, &story, &here),
        primary: may_ship(order)
            .then(|| Link { label: w.text("sorder-fulfill").to_owned(), href: format!("{here}/ship") }),
        others: [tries(w, merchant, &story, &waiting), actions(w, &story, &here)].concat(),
        lines: lines(w, order, &images),
        sums: order_sums(w, order),
        money: money(w, &booked, zone),
        parcels: slips(w, &story, &here),
        rows: [rows(w, &story), sent(w, merchant, &sends)].concat(),
        track: happened,
        note_action: format!("{here}/notes"),
        note: Field::new("note", w.text("sorder-note")).kind(Kind::Area).limit(500),
    })
}

/// The refunds of the order that failed and that nobody has dealt with, each with the job that waits for staff.
fn failed<'s>(story: &'s OrderStory, waiting: &[DeadJob]) -> Vec<(&'s Refund, JobId)> {
    let job_of = |refund: &Refund| {
        let about = |job: &&DeadJob| job.kind == "refund" && job.subject == refund.id.0;
        waiting.iter().find(about).map(|job| job.id)
    };
    let failed = story.refunds.iter().filter(|refund| refund.state == RefundState::Failed);
    failed.filter_map(|refund| Some((refund, job_of(refund)?))).collect()
}

/// That money which was to go back did not, and what to do.
fn came_back(w: &Words, story: &OrderStory, waiting: &[DeadJob]) -> Vec<Notice> {
    let notice = |refund: &Refund| Notice {
        level: Level::Bad,
        title: w.fill("sorder-refund-failed", "amount", refund.amount),
        text: w.text("sorder-refund-failed-text").to_owned(),
        links: Vec::new(),
    };
    failed(story, waiting).into_iter().map(|(refund, _)| notice(refund)).collect()
}

/// Giving back again what came back.
fn tries(w: &Words, merchant: MerchantId, story: &OrderStory, waiting: &[DeadJob]) -> Vec<Action> {
    let action = |refund: &Refund, job: JobId| Action {
        label: w.fill("sorder-refund-retry", "amount", refund.amount),
        href: format!("/studio/{merchant}/errors/{job}/resend"),
        is_link: false,
        risky: false,
    };
    failed(story, waiting).into_iter().map(|(refund, job)| action(refund, job)).collect()
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

/// Something is left to ship, and it is the shop's to ship.
pub(super) fn may_ship(order: &Order) -> bool {
    order.state == OrderState::Confirmed && order.units_to_ship() > 0
}

fn states(w: &Words, story: &OrderStory) -> Vec<Tag> {
    let mut states = tags(w, &story.order);
    // What went back is said above already; a promise that is under way is not.
    let is_said =
        story.order.state == OrderState::Confirmed && story.order.given_back() != GivenBack::Nothing;
    if let Some(payment) = story.payment.as_ref().filter(|_| !is_said) {
        states.push(Tag { text: w.paid(payment).to_owned(), level: Level::Plain });
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
    let mut actions = Vec::new();
    if may_ship(&story.order) {
        actions.push(link(w.text("sorder-packing-slip"), "packing-slip", false));
    }
    if story.has_invoice() {
        actions.push(link(w.text("sorder-invoice"), "invoice", false));
    }
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

/// What was sent, each with its packing slip.
fn slips(w: &Words, story: &OrderStory, here: &str) -> Vec<Parcel> {
    let mut parcels = parcels(w, story);
    for (shown, parcel) in parcels.iter_mut().zip(&story.fulfillments) {
        shown.slip = Some(Link {
            label: w.text("sorder-packing-slip").to_owned(),
            href: format!("{here}/packing-slip?parcel={}", parcel.id),
        });
    }
    parcels
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
            if !line.discount.is_zero() {
                meta.push(taken_off(w, line.discount, &line.discount_title).text);
            }
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

/// Where the order went, or goes.
fn sent(w: &Words, merchant: MerchantId, sends: &[Send]) -> Vec<ReviewRow> {
    let rows = sends.iter().map(|send| {
        let state = send_state(w, send.state).text;
        let parts = [state.as_str(), send.number.as_str(), send.remark.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        ReviewRow {
            label: w.text(kind_key(send.kind)).to_owned(),
            value: parts.join(" · "),
            change: format!("/studio/{merchant}/{PLACE}/{}", send.connection),
        }
    });
    rows.collect()
}

fn rows(w: &Words, story: &OrderStory) -> Vec<ReviewRow> {
    let order = &story.order;
    let row =
        |label: &str, value: String| ReviewRow { label: label.to_owned(), value, change: String::new() };
    let mut rows = vec![row(w.text("sorder-customer"), format!("{}, {}", order.buyer_name, order.email))];
    if let Some(address) = &order.address {
        rows.push(row(w.text("sorder-ship-to"), w.address_lines(address).join(", ")));
    }
    if !order.reference.is_empty() {
        rows.push(row(w.text("sorder-reference"), order.reference.clone()));
    }
    if !order.rate_name.is_empty() {
        rows.push(row(w.text("buy-step-delivery"), order.rate_name.clone()));
    }
    if let Some(payment) = &story.payment {
        rows.push(row(
            w.text("sorder-payment"),
            format!("{} · {}", w.paid(payment), w.money(payment.captured)),
        ));
    }
    rows
}
