//! Figures, for programs.

use app::figures::{self, DAYS_MAX};
use axum::extract::State;
use axum::response::Response;
use domain::access::MerchantAct;
use domain::figures::Figures as Folded;
use http::StatusCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::{Query, answer};
use super::keys::Key;
use super::problem::Problem;
use super::wire::{Money, PostId, ProductId};
use crate::Web;

/// Days of a report when nobody says.
const DAYS_DEFAULT: i64 = 30;
/// The day that days are counted from.
const FIRST_DAY: Date = jiff::civil::date(1970, 1, 1);

/// How far back.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct HowFar {
    /// The days up to and with today, in UTC; 30 when not said.
    #[param(minimum = 1, maximum = 366)]
    days: Option<i64>,
}

/// What posts and products earned, by days of the shop's clock. An order counts on the day it was confirmed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Report {
    /// The first day.
    #[schema(format = Date, example = "2026-10-24")]
    from: String,
    /// The last day.
    #[schema(format = Date, example = "2026-11-22")]
    until: String,
    /// Everything together.
    total: Figures,
    /// Day by day; days without anything are left out.
    days: Vec<DayFigures>,
    /// Post by post; `null` for what was bought outside of posts.
    posts: Vec<PostFigures>,
    /// Product by product.
    products: Vec<ProductFigures>,
}

/// The way from a view to money kept. Each stage counts cards: a checkout or an order of three products counts three times
/// in a sum over them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Figures {
    /// Cards shown.
    impressions: i64,
    /// Cards tapped.
    taps: i64,
    /// Cards in checkouts begun.
    checkouts: i64,
    /// Cards in orders paid.
    orders: i64,
    /// Of these, in orders that arrived.
    delivered: i64,
    /// Of these, in orders of which nothing was given back.
    kept: i64,
    /// Orders paid, each once.
    distinct_orders: i64,
    /// Units sold.
    units: i64,
    /// Money, one entry per currency.
    earned: Vec<Earned>,
}

/// Money in one currency.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Earned {
    /// What buyers paid for the goods, tax included, shipping not.
    gross: Money,
    /// What of it was given back.
    refunds: Money,
    /// What is left.
    net: Money,
}

/// One day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DayFigures {
    /// The day, by the shop's clock.
    #[schema(format = Date, example = "2026-11-22")]
    day: String,
    figures: Figures,
}

/// One post.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PostFigures {
    post: Option<PostId>,
    /// Its first words, or empty.
    words: String,
    figures: Figures,
}

/// One product.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProductFigures {
    product: ProductId,
    title: String,
    figures: Figures,
}

/// Read figures
#[utoipa::path(get, path = "/commerce/v1/reports/figures", tag = "reports", params(HowFar),
    responses((status = 200, description = "The figures.", body = Report)))]
pub(crate) async fn read(
    State(web): State<Web>,
    key: Key,
    Query(asked): Query<HowFar>,
) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::ViewFigures)?;
    let days = asked.days.unwrap_or(DAYS_DEFAULT);
    if !(1..=DAYS_MAX).contains(&days) {
        return Err(Problem::field("days", format!("must be from 1 to {DAYS_MAX}")));
    }
    let named = figures::report(web.ctx(), &permit, days).await?;
    let shown = Report {
        from: day(named.span.from),
        until: day(named.span.until),
        total: folded(&named.report.total),
        days: named
            .report
            .by_day
            .iter()
            .map(|(at, figures)| DayFigures { day: day(*at), figures: folded(figures) })
            .collect(),
        posts: named
            .report
            .by_post
            .iter()
            .map(|(post, figures)| PostFigures {
                post: post.map(Into::into),
                words: post.and_then(|post| named.posts.get(&post)).cloned().unwrap_or_default(),
                figures: folded(figures),
            })
            .collect(),
        products: named
            .report
            .by_product
            .iter()
            .map(|(product, figures)| ProductFigures {
                product: (*product).into(),
                title: named.products.get(product).cloned().unwrap_or_default(),
                figures: folded(figures),
            })
            .collect(),
    };
    Ok(answer(StatusCode::OK, &shown))
}

fn day(number: i64) -> String {
    let span = jiff::Span::new().try_days(number);
    span.and_then(|span| FIRST_DAY.checked_add(span)).map_or_else(|_| String::new(), |date| date.to_string())
}

fn folded(figures: &Folded) -> Figures {
    let funnel = figures.funnel;
    Figures {
        impressions: funnel.impressions,
        taps: funnel.taps,
        checkouts: funnel.checkouts,
        orders: funnel.orders,
        delivered: funnel.delivered,
        kept: funnel.kept,
        distinct_orders: figures.orders,
        units: figures.units,
        earned: figures
            .earned
            .values()
            .map(|earned| Earned {
                gross: earned.gross.into(),
                refunds: earned.refunds.into(),
                net: earned.net().into(),
            })
            .collect(),
    }
}
