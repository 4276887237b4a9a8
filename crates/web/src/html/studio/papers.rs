//! Papers of an order, to print.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::{FulfillmentId, MerchantId, OrderId};
use domain::merchant::Merchant;
use domain::order::{Order, OrderLine};
use words::{Arg, Words};

use super::desk::{Place, desk, id, may};
use super::order::{lines, may_ship};
use crate::Web;
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

/// The invoice, as staff prints it.
pub async fn invoice(
    web: State<Web>,
    visit: Visit,
    Path((merchant, order)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::ViewOrders)?;
    let story =
        app::orders::find(web.ctx(), &permit, id::<OrderId>(&order)?).await?.ok_or(Failure::NotFound)?;
    let (p, shop) = desk(&web, &visit, merchant, Place::Orders).await?;
    let back = format!("/studio/{merchant}/orders/{}", story.order.id);
    render(&invoice_of(&p, visit.words(), &story.order, &shop, back))
}

/// The invoice of an order. Its number is the order's, which is one of a kind for the seller.
pub(in crate::html) fn invoice_of<'p>(
    p: &'p Page,
    w: &Words,
    order: &Order,
    shop: &Merchant,
    back: String,
) -> Invoice<'p> {
    let fact = |name: &str, value: String| (name.to_owned(), value);
    let at = order.confirmed_at.or(order.placed_at).unwrap_or(order.created_at);
    let rows = order.lines.iter().map(|line| Row {
        cells: vec![
            Cell::Lead {
                title: line.title.clone(),
                detail: line.variant_title.clone(),
                href: String::new(),
                picture: None,
            },
            Cell::number(&w.number(i64::from(line.quantity))),
            Cell::number(&w.money(line.unit_price)),
            Cell::number(&w.money(line.tax)),
            Cell::number(&w.money(line.subtotal)),
        ],
        fresh: false,
    });
    let mut fine_print = vec![w.with(
        "mail-seller",
        &[
            ("merchant", Arg::Text(&shop.profile.legal_name)),
            ("address", Arg::Text(&shop.profile.postal_address.replace('\n', ", "))),
        ],
    )];
    if !shop.profile.register_number.is_empty() {
        fine_print.push(shop.profile.register_number.clone());
    }
    if order.is_test {
        fine_print.push(w.text("mail-test-mode").to_owned());
    }
    Invoice {
        p,
        title: w.fill("invoice-title", "number", &order.number),
        facts: vec![
            fact(w.text("field-date"), w.date(at, &shop.profile.time_zone)),
            fact(w.text("order-number"), order.number.clone()),
        ],
        from: seller_lines(shop),
        to: buyer_lines(w, order),
        table: Table {
            caption: w.text("order-items").to_owned(),
            columns: vec![
                Column::words(w.text("col-product")),
                Column::numbers(w.text("field-quantity")),
                Column::numbers(w.text("col-price")),
                Column::numbers(w.text("sum-tax")),
                Column::numbers(w.text("col-total")),
            ],
            rows: rows.collect(),
            ..Table::default()
        },
        sums: order_sums(w, order),
        fine_print,
        back,
    }
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
