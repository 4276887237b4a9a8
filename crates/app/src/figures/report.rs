//! Reading figures.

use std::collections::BTreeMap;

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::figures::{self, Report, day_in};
use domain::ids::{PostId, ProductId};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::DbError;

use crate::Ctx;
use crate::staff_log::permitted;

/// The longest span of one report.
pub const DAYS_MAX: i64 = 366;

/// A span of days by the shop's clock, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: i64,
    /// The last day.
    pub until: i64,
}

impl Span {
    /// The `days` up to and with the day of `now` in `zone`; at least one, at most [`DAYS_MAX`].
    fn last(days: i64, now: Timestamp, zone: &TimeZone) -> Self {
        let until = day_in(now, zone);
        Self { from: until - days.clamp(1, DAYS_MAX) + 1, until }
    }
}

/// A report with the names of what it speaks of.
#[derive(Debug, Clone)]
pub struct Named {
    /// The days it covers.
    pub span: Span,
    /// The clock that the days are of: the shop's.
    pub zone: TimeZone,
    /// The figures.
    pub report: Report,
    /// First words of each post.
    pub posts: BTreeMap<PostId, String>,
    /// Titles of the products.
    pub products: BTreeMap<ProductId, String>,
}

/// The figures of a merchant over the last `days`, at least one and at most [`DAYS_MAX`]. On a test server all orders count, elsewhere those that are no test.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn report(ctx: &Ctx, permit: &Permit<AtMerchant>, days: i64) -> Result<Named, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewFigures);
    let test = ctx.ports().payments.is_test();
    let now = ctx.now();
    // What was counted a moment ago is part of the report.
    flush_quietly(ctx).await;
    ctx.db()
        .read_long(move |conn| {
            let found = store::merchants::by_id(conn, merchant)?.ok_or(DbError::Missing("merchant"))?;
            let zone = found.profile.time_zone;
            let span = Span::last(days, now, &zone);
            let counted = store::figures::counted(conn, merchant, span.from, span.until)?;
            let sold = store::figures::sold(conn, merchant, span.from, span.until, &zone, test)?;
            let report = figures::report(&counted, &sold);
            let posts: Vec<PostId> = report.by_post.keys().copied().flatten().collect();
            let products: Vec<ProductId> = report.by_product.keys().copied().collect();
            Ok(Named {
                span,
                zone,
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
