//! Payments that buyers' banks take back: the list, one of them, answering and accepting it.

use app::disputes::{self, ANSWER_CHARS_MAX, AnswerDisputeError, Case};
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use domain::access::{AtMerchant, MerchantAct};
use domain::dispute::{Dispute, DisputeState};
use domain::ids::{DisputeId, MerchantId};
use domain::view::orders::OrderStory;
use jiff::tz::TimeZone;
use words::Words;

use super::desk::{Place, clock, desk, id, may};
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer as answer_with, at, mark, whole};
use crate::html::pages::buy::ReviewRow;
use crate::html::pages::desk::{List, OtherForm};
use crate::html::pages::studio::StudioDispute;
use crate::html::pages::timeline::Empty;
use crate::html::parts::{Crumbs, FormError, Level, Link, Notice, Pager, Tag};
use crate::html::said::say;
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

/// Where the list goes on.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    before: String,
}

/// The list.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn list(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::ViewOrders)?;
    let before = if asked.before.is_empty() { None } else { Some(id::<DisputeId>(&asked.before)?) };
    let page = disputes::list(web.ctx(), &permit, before).await?;
    let (p, shop) = desk(&web, &visit, merchant, Place::Orders).await?;
    let w = visit.words();
    let zone = &shop.profile.time_zone;
    let home = format!("/studio/{merchant}/disputes");
    let rows = page.cases.iter().map(|case| Row { cells: cells(w, case, zone, &home), fresh: false });
    let table = Table {
        caption: w.text("dispute-title").to_owned(),
        columns: columns(w).into(),
        rows: rows.collect(),
        ..Table::default()
    };
    render(&List {
        p: &p,
        title: w.text("dispute-title").to_owned(),
        text: clock(w, zone, !page.cases.is_empty()),
        primary: None,
        others: Vec::new(),
        views: Vec::new(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table,
        empty: Empty {
            icon: "check",
            title: w.text("dispute-none").to_owned(),
            text: w.text("dispute-none-text").to_owned(),
            action: None,
        },
        pager: Pager {
            newer: if before.is_some() { home.clone() } else { String::new() },
            older: page.next.map_or_else(String::new, |next| format!("{home}?before={next}")),
        },
    })
}

/// The heads of a table of disputes.
pub(in crate::html) fn columns(w: &Words) -> [Column; 5] {
    [
        Column::words(w.text("col-order")),
        Column::words(w.text("dispute-fact-reason")),
        Column::numbers(w.text("dispute-fact-amount")),
        Column::words(w.text("dispute-col-due")),
        Column::words(w.text("col-state")),
    ]
}

fn cells(w: &Words, case: &Case, zone: &TimeZone, home: &str) -> Vec<Cell> {
    let Case { dispute, order } = case;
    let due = dispute.due_at.filter(|_| dispute.state == DisputeState::Waiting);
    vec![
        Cell::Lead {
            title: order.number.clone(),
            detail: order.buyer_name.clone(),
            href: format!("{home}/{}", dispute.id),
            picture: None,
        },
        Cell::text(w.dispute_reason(dispute.reason)),
        Cell::number(&w.money(dispute.amount)),
        Cell::text(&due.map_or_else(String::new, |due| w.date_time(due, zone))),
        Cell::State(tag(w, dispute)),
    ]
}

/// Where it stands.
pub(in crate::html) fn tag(w: &Words, dispute: &Dispute) -> Tag {
    let level = match dispute.state {
        DisputeState::Waiting => Level::Bad,
        DisputeState::UnderReview => Level::Warn,
        DisputeState::Won => Level::Good,
        DisputeState::Lost | DisputeState::Closed => Level::Plain,
    };
    Tag { text: w.dispute_state(dispute).to_owned(), level }
}

/// One dispute.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path((merchant, dispute)): Path<(String, String)>,
) -> Result<Response, Failure> {
    page(&web, &visit, &merchant, &dispute, "", Vec::new()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    merchant: &str,
    dispute: &str,
    typed: &str,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(merchant)?;
    let permit = may(visit, merchant, MerchantAct::ViewOrders)?;
    let case = disputes::find(web.ctx(), &permit, id(dispute)?).await?.ok_or(Failure::NotFound)?;
    let (p, shop) = desk(web, visit, merchant, Place::Orders).await?;
    let w = visit.words();
    let zone = &shop.profile.time_zone;
    let Case { dispute, order } = &case;
    let home = format!("/studio/{merchant}/disputes");
    let here = format!("{home}/{}", dispute.id);
    let may_act = visit.actor.may(AtMerchant { merchant, act: MerchantAct::ReturnMoney }).is_ok();
    let can_act = may_act && dispute.can_answer(web.ctx().now());
    let mut fields = vec![
        Field::new("answer", w.text("dispute-answer-label"))
            .kind(Kind::Area)
            .value(if typed.is_empty() { &dispute.answer } else { typed })
            .limit(u32::try_from(ANSWER_CHARS_MAX).unwrap_or(u32::MAX)),
    ];
    let is_wrong = !errors.is_empty();
    mark(&mut fields, &mut errors);
    let title = w.fill("dispute-one", "number", &order.number);
    let shown = render(&StudioDispute {
        p: &p,
        crumbs: Crumbs(vec![
            Link { label: w.text("dispute-title").to_owned(), href: home },
            Link { label: order.number.clone(), href: String::new() },
        ]),
        state: tag(w, dispute),
        notice: notice(w, dispute, zone, web.ctx().now()),
        reason: w.dispute_reason_text(dispute.reason).to_owned(),
        rows: rows(w, merchant, &case, zone),
        evidence: w.dispute_evidence(dispute.reason).to_owned(),
        answer: if dispute.state == DisputeState::Waiting { String::new() } else { dispute.answer.clone() },
        form: can_act.then(|| OtherForm {
            title: w.text("dispute-answer-title").to_owned(),
            action: format!("{here}/answer"),
            fields,
            button: w.text("dispute-answer-button").to_owned(),
        }),
        accept: if can_act { format!("{here}/accept") } else { String::new() },
        errors,
        title,
    })?;
    Ok(answer_with(shown, is_wrong))
}

/// What its state means; and the deadline while something can be done.
fn notice(w: &Words, dispute: &Dispute, zone: &TimeZone, now: jiff::Timestamp) -> Notice {
    let level = match dispute.state {
        DisputeState::Waiting => Level::Bad,
        DisputeState::UnderReview => Level::Warn,
        DisputeState::Won => Level::Good,
        DisputeState::Lost | DisputeState::Closed => Level::Info,
    };
    let title = match dispute.due_at {
        Some(due) if dispute.can_answer(now) => {
            format!("{}{} {}", w.text("dispute-fact-due"), w.text("colon"), w.date_time(due, zone))
        }
        Some(_) if dispute.state == DisputeState::Waiting => w.text("dispute-past-due").to_owned(),
        Some(_) | None => w.dispute_state(dispute).to_owned(),
    };
    Notice { level, title, text: w.dispute_state_text(dispute).to_owned(), links: Vec::new() }
}

fn rows(w: &Words, merchant: MerchantId, case: &Case, zone: &TimeZone) -> Vec<ReviewRow> {
    let Case { dispute, order } = case;
    let row =
        |label: &str, value: String, change: String| ReviewRow { label: label.to_owned(), value, change };
    let mut rows = vec![
        row(w.text("dispute-fact-amount"), w.money(dispute.amount), String::new()),
        row(
            w.text("dispute-fact-order"),
            format!("{} · {}", order.number, order.buyer_name),
            format!("/studio/{merchant}/orders/{}", order.id),
        ),
        row(w.text("dispute-fact-opened"), w.date_time(dispute.opened_at, zone), String::new()),
    ];
    if let Some(at) = dispute.closed_at {
        rows.push(row(w.text("dispute-fact-closed"), w.date_time(at, zone), String::new()));
    }
    rows
}

/// Sends the answer.
pub async fn answer(
    web: State<Web>,
    visit: Visit,
    Path((merchant, dispute)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let permit = may(&visit, id(&merchant)?, MerchantAct::ReturnMoney)?;
    let text = typed.get("answer");
    match disputes::answer(web.ctx(), &permit, id(&dispute)?, text).await {
        Ok(()) => Ok(say(&web, "dispute-answered", &format!("/studio/{merchant}/disputes/{dispute}"))),
        Err(error) => refused(&web, &visit, &merchant, &dispute, text, error).await,
    }
}

/// Accepts it.
pub async fn accept(
    web: State<Web>,
    visit: Visit,
    Path((merchant, dispute)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let permit = may(&visit, id(&merchant)?, MerchantAct::ReturnMoney)?;
    match disputes::accept(web.ctx(), &permit, id(&dispute)?).await {
        Ok(()) => Ok(say(&web, "dispute-accepted", &format!("/studio/{merchant}/disputes/{dispute}"))),
        Err(error) => refused(&web, &visit, &merchant, &dispute, "", error).await,
    }
}

async fn refused(
    web: &Web,
    visit: &Visit,
    merchant: &str,
    dispute: &str,
    typed: &str,
    error: AnswerDisputeError,
) -> Result<Response, Failure> {
    let w = visit.words();
    let wrong = match error {
        AnswerDisputeError::NotFound => return Err(Failure::NotFound),
        AnswerDisputeError::Db(error) => return Err(error.into()),
        AnswerDisputeError::Empty => at("answer", w.text("dispute-answer-empty").to_owned()),
        AnswerDisputeError::TooLong => at("answer", w.count("dispute-answer-too-long", ANSWER_CHARS_MAX)),
        AnswerDisputeError::Over => whole(w.text("dispute-answer-over")),
        AnswerDisputeError::Provider(_) => whole(w.text("dispute-answer-provider")),
    };
    page(web, visit, merchant, dispute, typed, vec![wrong]).await
}

/// That the money of an order is disputed, and the way there: for the order's own page.
pub(super) fn on_order(w: &Words, merchant: MerchantId, story: &OrderStory) -> Vec<Notice> {
    let notice = |dispute: &Dispute| Notice {
        level: if dispute.state == DisputeState::Waiting { Level::Bad } else { Level::Warn },
        title: format!("{}{} {}", w.text("dispute-order-notice"), w.text("colon"), w.dispute_state(dispute)),
        text: w.dispute_state_text(dispute).to_owned(),
        links: vec![Link {
            label: w.text("dispute-order-link").to_owned(),
            href: format!("/studio/{merchant}/disputes/{}", dispute.id),
        }],
    };
    story.disputes.iter().map(notice).collect()
}
