//! What left of an order and what went back: each parcel and each refund by itself, for a list of lists costs too much.

use app::ports::{Link, PlatformError, TheirParcel, TheirRefund};
use serde::Deserialize;
use serde_json::json;

use super::operations::{PARCEL, PARTS, REFUND};
use super::shop::Shopify;
use super::wire::{Connection, Id, Line, MoneyBag, OneOrder, number};
use crate::platform::mark;

/// A parcel that never left, or never will.
const NOT_SENT: [&str; 3] = ["CANCELLED", "ERROR", "FAILURE"];

#[derive(Deserialize)]
struct Parts {
    fulfillments: Vec<Standing>,
    refunds: Vec<Id>,
}

#[derive(Deserialize)]
struct Standing {
    id: String,
    status: String,
}

#[derive(Deserialize)]
struct OneParcel {
    fulfillment: Option<Parcel>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parcel {
    id: String,
    tracking_info: Vec<Tracking>,
    fulfillment_line_items: Connection<Line>,
}

#[derive(Default, Deserialize)]
struct Tracking {
    company: Option<String>,
    number: Option<String>,
    url: Option<String>,
}

#[derive(Deserialize)]
struct OneRefund {
    refund: Option<Refund>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refund {
    id: String,
    note: Option<String>,
    total_refunded_set: MoneyBag,
    refund_line_items: Connection<Line>,
}

impl Shopify {
    pub(super) async fn parts_of(
        &self,
        link: &Link,
        order: &str,
    ) -> Result<(Vec<TheirParcel>, Vec<TheirRefund>), PlatformError> {
        let found: OneOrder<Parts> = self.ask(&link.keys, PARTS, json!({ "id": order })).await?.data;
        let Some(parts) = found.order else { return Ok((Vec::new(), Vec::new())) };
        let mut parcels = Vec::new();
        for sent in parts.fulfillments.iter().filter(|one| !NOT_SENT.contains(&one.status.as_str())) {
            parcels.extend(self.parcel(link, &sent.id).await?);
        }
        let mut refunds = Vec::new();
        for refund in &parts.refunds {
            refunds.extend(self.refund_of(link, &refund.id).await?);
        }
        Ok((parcels, refunds))
    }

    /// None when it is gone in this very moment.
    async fn parcel(&self, link: &Link, id: &str) -> Result<Option<TheirParcel>, PlatformError> {
        let mut lines = Vec::new();
        let mut after = None;
        loop {
            let variables = json!({ "id": id, "after": after });
            let found: OneParcel = self.ask(&link.keys, PARCEL, variables).await?.data;
            let Some(parcel) = found.fulfillment else { return Ok(None) };
            let page = parcel.fulfillment_line_items;
            lines.extend(of_lines(&page.nodes).map(|(variant, units, _)| (variant, units)));
            match page.page_info.next() {
                Some(next) => after = Some(next),
                None => {
                    let tracking = parcel.tracking_info.into_iter().next().unwrap_or_default();
                    return Ok(Some(TheirParcel {
                        id: number(&parcel.id).to_owned(),
                        carrier: tracking.company.unwrap_or_default(),
                        tracking_number: tracking.number.unwrap_or_default(),
                        tracking_url: tracking.url.unwrap_or_default(),
                        lines,
                    }));
                }
            }
        }
    }

    /// None when it is gone in this very moment.
    async fn refund_of(&self, link: &Link, id: &str) -> Result<Option<TheirRefund>, PlatformError> {
        let mut lines = Vec::new();
        let mut after = None;
        loop {
            let variables = json!({ "id": id, "after": after });
            let found: OneRefund = self.ask(&link.keys, REFUND, variables).await?.data;
            let Some(refund) = found.refund else { return Ok(None) };
            lines.extend(of_lines(&refund.refund_line_items.nodes));
            match refund.refund_line_items.page_info.next() {
                Some(next) => after = Some(next),
                None => {
                    let (ours, reason) = mark::read(refund.note.as_deref().unwrap_or_default());
                    return Ok(Some(TheirRefund {
                        id: number(&refund.id).to_owned(),
                        ours,
                        amount: refund.total_refunded_set.money()?,
                        lines,
                        reason,
                    }));
                }
            }
        }
    }
}

/// Variants, how many, and whether they are back on the shelf; lines of variants that were deleted are left out.
fn of_lines(lines: &[Line]) -> impl Iterator<Item = (String, u32, bool)> {
    lines.iter().filter_map(|line| {
        let variant = line.line_item.variant.as_ref()?;
        Some((number(&variant.id).to_owned(), line.quantity, line.restocked))
    })
}
