//! Reading figures.

use std::collections::BTreeMap;

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::figures::{self, Report};
use domain::ids::{PostId, ProductId};
use jiff::Timestamp;
use store::DbError;
use store::figures::day_of;

use crate::Ctx;
use crate::staff_log::permitted;

/// The longest span of one report.
pub const DAYS_MAX: i64 = 366;

/// A span of days, counted from 1970-01-01 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: i64,
    /// The last day.
    pub until: i64,
}

impl Span {
    /// The `days` up to and with the day of `now`; at least one, at most [`DAYS_MAX`].
    #[must_use]
    pub fn last(days: i64, now: Timestamp) -> Self {
        let until = day_of(now);
        Self { from: until - days.clamp(1, DAYS_MAX) + 1, until }
    }
}

/// A report with the names of what it speaks of.
#[derive(Debug, Clone)]
pub struct Named {
    /// The days it covers.
    pub span: Span,
    /// The figures.
    pub report: Report,
    /// First words of each post.
    pub posts: BTreeMap<PostId, String>,
    /// Titles of the products.
    pub products: BTreeMap<ProductId, String>,
}

/// The figures of a merchant over some days. On a test server all orders count, elsewhere those that are no test.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn report(ctx: &Ctx, permit: &Permit<AtMerchant>, span: Span) -> Result<Named, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewFigures);
    let test = ctx.ports().payments.is_test();
    let span = Span { from: span.from.max(span.until - DAYS_MAX + 1), ..span };
    // What was counted a moment ago is part of the report.
    flush_quietly(ctx).await;
    ctx.db()
        .read_long(move |conn| {
            let counted = store::figures::counted(conn, merchant, span.from, span.until)?;
            let sold = store::figures::sold(conn, merchant, span.from, span.until, test)?;
            let report = figures::report(&counted, &sold);
            let posts: Vec<PostId> = report.by_post.keys().copied().flatten().collect();
            let products: Vec<ProductId> = report.by_product.keys().copied().collect();
            Ok(Named {
                span,
                posts: store::figures::post_words(conn, &posts)?,
                products: store::figures::product_titles(conn, merchant, &products)?,
                report,
            })
        })
        .await
}

async fn flush_quietly(ctx: &Ctx) {
    if let Err(error) = super::flush(ctx).await {
        tracing::warn!(%error, "counted views could not be written; trying again");
    }
}
