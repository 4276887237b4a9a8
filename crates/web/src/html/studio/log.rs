//! What staff did, and when.

use app::staff_log::{self, PAGE_LINES};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::MerchantId;
use domain::view::staff::StaffAction;
use jiff::Timestamp;
use serde::Deserialize;
use words::Words;

use super::desk::{Place, clock, desk, id, may};
use crate::Web;
use crate::html::pages::desk::List;
use crate::html::pages::timeline::Empty;
use crate::html::parts::Pager;
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

/// Where a page of the log begins.
#[derive(Debug, Default, Deserialize)]
pub struct Paging {
    /// Only what is older than this line.
    pub before: Option<String>,
}

/// One page of the log.
///
/// # Errors
/// [`Failure`].
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::ViewAuditLog)?;
    let before = paging.before.as_deref().map(id).transpose()?;
    let lines = staff_log::of_merchant(web.ctx(), &permit, before).await?;
    let (p, shop) = desk(&web, &visit, merchant, Place::Log).await?;
    let w = visit.words();
    render(&List {
        p: &p,
        title: w.text("log-title").to_owned(),
        text: clock(w, &shop.profile.time_zone, !lines.is_empty()),
        primary: None,
        others: Vec::new(),
        views: Vec::new(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table: table(w, &lines, |at| w.date_time(at, &shop.profile.time_zone)),
        empty: Empty {
            icon: "list",
            title: w.text("log-empty").to_owned(),
            text: String::new(),
            action: None,
        },
        pager: Pager { newer: String::new(), older: older(&lines, &format!("/studio/{merchant}/log")) },
    })
}

/// The address of the page after `lines`; empty when there is none.
#[must_use]
pub fn older(lines: &[StaffAction], home: &str) -> String {
    match lines.last() {
        Some(last) if lines.len() == PAGE_LINES as usize => format!("{home}?before={}", last.id),
        Some(_) | None => String::new(),
    }
}

/// The lines as a table, `when` says an instant by its reader's clock.
#[must_use]
pub fn table(w: &Words, lines: &[StaffAction], when: impl Fn(Timestamp) -> String) -> Table {
    let rows = lines.iter().map(|line| {
        let about: Vec<&str> = [line.subject.as_str(), line.detail.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        Row {
            cells: vec![
                Cell::text(&when(line.created_at)),
                Cell::text(&line.actor),
                Cell::text(what(w, &line.action)),
                Cell::text(&about.join(" · ")),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("log-title").to_owned(),
        columns: vec![
            Column::words(w.text("col-when")),
            Column::words(w.text("col-who")),
            Column::words(w.text("col-what")),
            Column::words(w.text("log-about")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// What was done, in words. What this build has no words for, a newer build's, keeps its own.
fn what<'w>(w: &'w Words, action: &'w str) -> &'w str {
    match action {
        "merchant.open" => w.text("act-merchant-open"),
        "merchant.verify" => w.text("act-merchant-verify"),
        "merchant.limit" => w.text("act-merchant-limit"),
        "merchant.suspend" => w.text("act-merchant-suspend"),
        "profile.change" => w.text("act-profile-change"),
        "shipping.change" => w.text("act-shipping-change"),
        "tax.change" => w.text("act-tax-change"),
        "staff.invite" => w.text("act-staff-invite"),
        "staff.withdraw" => w.text("act-staff-withdraw"),
        "staff.join" => w.text("act-staff-join"),
        "staff.role" => w.text("act-staff-role"),
        "staff.remove" => w.text("act-staff-remove"),
        "key.make" => w.text("act-key-make"),
        "key.revoke" => w.text("act-key-revoke"),
        "product.create" => w.text("act-product-create"),
        "product.edit" => w.text("act-product-edit"),
        "product.status" => w.text("act-product-status"),
        "product.pin" => w.text("act-product-pin"),
        "product.unpin" => w.text("act-product-unpin"),
        "prices.set" => w.text("act-prices-set"),
        "stock.set" => w.text("act-stock-set"),
        "picture.add" => w.text("act-picture-add"),
        "picture.alt" => w.text("act-picture-alt"),
        "picture.remove" => w.text("act-picture-remove"),
        "offer.make" => w.text("act-offer-make"),
        "offer.open" => w.text("act-offer-open"),
        "offer.close" => w.text("act-offer-close"),
        "import.bring" => w.text("act-import-bring"),
        "import.file" => w.text("act-import-file"),
        "import.confirm" => w.text("act-import-confirm"),
        "import.discard" => w.text("act-import-discard"),
        "import.done" => w.text("act-import-done"),
        "order.ship" => w.text("act-order-ship"),
        "order.delivered" => w.text("act-order-delivered"),
        "order.cancel" => w.text("act-order-cancel"),
        "order.refund" => w.text("act-order-refund"),
        "order.note" => w.text("act-order-note"),
        "request.answer" => w.text("act-request-answer"),
        "customers.export" => w.text("act-customers-export"),
        "job.resend" => w.text("act-job-resend"),
        "switch.throw" => w.text("act-switch-throw"),
        "switch.lift" => w.text("act-switch-lift"),
        "settings.change" => w.text("act-settings-change"),
        "account.create" => w.text("act-account-create"),
        newer => newer,
    }
}
