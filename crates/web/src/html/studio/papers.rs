//! Papers of an order, to print.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::{FulfillmentId, MerchantId, OrderId};
use domain::invoice::{Invoice as Issued, InvoiceSeller};
use domain::merchant::Merchant;
use domain::order::{Order, OrderLine};
use jiff::tz::TimeZone;
use words::Words;

use super::desk::{Place, desk, id, may};
use super::order::{lines, may_ship};
use crate::Web;
use crate::html::buy::summary::taken_off;
use crate::html::page::Page;
use crate::html::pages::papers::{Invoice, PackingSlip};
use crate::html::parts::Line;
use crate::html::story::{order_sums, parcel_title};
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

/// Which parcel a slip is for; what is left to ship when none is named.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    parcel: String,
}

/// What goes into a parcel: one that was written down, or what is left to ship. Never what left in another one.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn packing_slip(
    web: State<Web>,
    visit: Visit,
    Path((merchant, order)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::ViewOrders)?;
    let story =
        app::orders::find(web.ctx(), &permit, id::<OrderId>(&order)?).await?.ok_or(Failure::NotFound)?;
    let parcel = match asked.parcel.as_str() {
        // Printed after the last one left: that one's.
        "" if !may_ship(&story.order) => {
            Some(story.fulfillments.len().checked_sub(1).ok_or(Failure::NotFound)?)
        }
        "" => None,
        named => {
            let named: FulfillmentId = id(named)?;
            let at = story.fulfillments.iter().position(|parcel| parcel.id == named);
            Some(at.ok_or(Failure::NotFound)?)
        }
    };
    let (p, shop) = desk(&web, &visit, merchant, Place::Orders).await?;
    let w = visit.words();
    let order = &story.order;
    let left = |line: &OrderLine| if may_ship(order) { line.to_ship() } else { 0 };
    let (title, at, packed, follows) = match parcel {
        None => (String::new(), order.confirmed_at, packed(w, order, left), Vec::new()),
        Some(at) => {
            let parcel = &story.fulfillments[at];
            let in_it = |line: &OrderLine| {
                let units = parcel.lines.iter().filter(|units| units.line == line.id);
                units.map(|units| units.quantity).sum()
            };
            let number = i64::try_from(at + 1).unwrap_or(i64::MAX);
            let title = parcel_title(w, &story, number);
            (title, Some(parcel.created_at), packed(w, order, in_it), packed(w, order, left))
        }
    };
    render(&PackingSlip {
        p: &p,
        number: order.number.clone(),
        parcel: title,
        date: w.date(at.unwrap_or(order.created_at), &shop.profile.time_zone),
        from: seller_lines(&shop),
        to: buyer_lines(w, order),
        delivery: order.rate_name.clone(),
        lines: packed,
        follows,
        back: format!("/studio/{merchant}/orders/{}", order.id),
    })
}

/// The lines of which `units` says that some are packed.
fn packed(w: &Words, order: &Order, units: impl Fn(&OrderLine) -> u32) -> Vec<Line> {
    lines(w, order, &[])
        .into_iter()
        .zip(&order.lines)
        .map(|(shown, line)| Line {
            quantity: units(line),
            meta: [line.variant_title.as_str(), line.sku.as_str()].join(" ").trim().to_owned(),
            ..shown
        })
        .filter(|line| line.quantity > 0)
        .collect()
}

/// The invoice, as staff prints it. Opened the first time, it is given its number.
pub async fn invoice(
    web: State<Web>,
    visit: Visit,
    Path((merchant, order)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::ViewOrders)?;
    let story =
        app::orders::find(web.ctx(), &permit, id::<OrderId>(&order)?).await?.ok_or(Failure::NotFound)?;
    let issued = app::orders::invoice(web.ctx(), &permit, story.order.id).await?.ok_or(Failure::NotFound)?;
    let (p, shop) = desk(&web, &visit, merchant, Place::Orders).await?;
    let back = format!("/studio/{merchant}/orders/{}", story.order.id);
    render(&invoice_of(&p, visit.words(), &story.order, &issued, &shop.profile.time_zone, back))
}

/// The invoice of an order, as it was issued. Dates are by the shop's clock.
pub(in crate::html) fn invoice_of<'p>(
    p: &'p Page,
    w: &Words,
    order: &Order,
    issued: &Issued,
    zone: &TimeZone,
    back: String,
) -> Invoice<'p> {
    let fact = |key: &str, value: String| (key.to_owned(), value);
    let ordered = order.placed_at.unwrap_or(order.created_at);
    let mut fine_print = Vec::new();
    if order.is_test {
        fine_print.push(w.text("mail-test-mode").to_owned());
    }
    Invoice {
        p,
        title: w.fill("invoice-title", "number", issued.label().as_str()),
        facts: vec![
            fact(w.text("invoice-number"), issued.label()),
            fact(w.text("invoice-date"), w.date(issued.issued_at, zone)),
            fact(w.text("order-number"), order.number.clone()),
            fact(w.text("invoice-order-date"), w.date(ordered, zone)),
        ],
        from: invoiced_by(w, &issued.seller),
        to: buyer_lines(w, order),
        table: goods(w, order, issued),
        sums: order_sums(w, order),
        rates: rates(w, issued),
        fine_print,
        back,
    }
}

/// The options chosen, and what was taken off.
fn described(w: &Words, line: &OrderLine) -> String {
    let off = (!line.discount.is_zero()).then(|| taken_off(w, line.discount, &line.discount_title).text);
    let parts = [Some(line.variant_title.clone()).filter(|text| !text.is_empty()), off];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What was bought, each line with its rate.
fn goods(w: &Words, order: &Order, issued: &Issued) -> Table {
    let has_rates = !issued.line_rates.is_empty();
    let rows = order.lines.iter().enumerate().map(|(at, line)| {
        let rate = issued.line_rates.get(at).map(|rate| w.percent(*rate));
        let taxed = rate.unwrap_or_else(|| w.money(line.tax));
        Row {
            cells: vec![
                Cell::Lead {
                    title: line.title.clone(),
                    detail: described(w, line),
                    href: String::new(),
                    picture: None,
                },
                Cell::number(&w.number(i64::from(line.quantity))),
                Cell::number(&w.money(line.unit_price)),
                Cell::number(&taxed),
                Cell::number(&w.money(line.subtotal)),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("order-items").to_owned(),
        columns: vec![
            Column::words(w.text("col-product")),
            Column::numbers(w.text("field-quantity")),
            Column::numbers(w.text("col-price")),
            Column::numbers(if has_rates { w.text("invoice-rate") } else { w.text("sum-tax") }),
            Column::numbers(w.text("col-total")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Net, tax and gross of each rate; none for an order made before rates were kept.
fn rates(w: &Words, issued: &Issued) -> Option<Table> {
    let rows = issued.parts.iter().map(|part| Row {
        cells: vec![
            Cell::text(&w.percent(part.rate)),
            Cell::number(&w.money(part.net)),
            Cell::number(&w.money(part.tax)),
            Cell::number(&w.money(part.gross())),
        ],
        fresh: false,
    });
    (!issued.parts.is_empty()).then(|| Table {
        caption: w.text("invoice-by-rate").to_owned(),
        columns: vec![
            Column::words(w.text("invoice-rate")),
            Column::numbers(w.text("invoice-net")),
            Column::numbers(w.text("sum-tax")),
            Column::numbers(w.text("invoice-gross")),
        ],
        rows: rows.collect(),
        ..Table::default()
    })
}

/// The seller as it was when the invoice was issued, with its numbers, each by its name.
fn invoiced_by(w: &Words, seller: &InvoiceSeller) -> Vec<String> {
    let mut lines = vec![seller.legal_name.clone()];
    lines.extend(seller.postal_address.lines().map(str::to_owned));
    lines.push(seller.contact_email.clone());
    if !seller.vat_number.is_empty() {
        lines.push(w.fill("invoice-vat-number", "number", seller.vat_number.as_str()));
    }
    if !seller.register_number.is_empty() {
        lines.push(w.fill("invoice-register-number", "number", seller.register_number.as_str()));
    }
    lines.retain(|line| !line.trim().is_empty());
    lines
}

fn seller_lines(shop: &Merchant) -> Vec<String> {
    std::iter::once(shop.profile.legal_name.as_str())
        .chain(shop.profile.postal_address.lines())
        .chain([shop.profile.contact_email.as_str()])
        .filter(|line| !line.trim().is_empty())
        .map(str::to_owned)
        .collect()
}

fn buyer_lines(w: &Words, order: &Order) -> Vec<String> {
    match &order.address {
        Some(address) => w.address_lines(address),
        None => vec![order.buyer_name.clone(), order.email.clone()],
    }
}
