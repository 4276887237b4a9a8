//! Payments that banks take back: the list, one of them, answering and accepting it. A nonprofit's desk shows its own by the
//! same pages.

use app::disputes::{self, ANSWER_CHARS_MAX, AnswerDisputeError, Case, DisputePage, PaidFor};
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
use crate::html::page::Page;
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

/// Whose desk the pages of disputes stand on: a shop's studio, or a nonprofit's.
pub(in crate::html) struct Standing<'a> {
    /// The frame.
    pub(in crate::html) p: &'a Page,
    /// The reader's words.
    pub(in crate::html) w: &'a Words,
    /// The clock of whose money it is.
    pub(in crate::html) zone: &'a TimeZone,
    /// Where the list is.
    pub(in crate::html) home: String,
    /// They are about gifts.
    pub(in crate::html) is_giving: bool,
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
    let before = asked.before()?;
    let page = disputes::list(web.ctx(), &permit, before).await?;
    let (p, shop) = desk(&web, &visit, merchant, Place::Orders).await?;
    let home = format!("/studio/{merchant}/disputes");
    let zone = &shop.profile.time_zone;
    list_page(&Standing { p: &p, w: visit.words(), zone, home, is_giving: false }, before, &page)
}

impl Asked {
    /// Where the page begins.
    pub(in crate::html) fn before(&self) -> Result<Option<DisputeId>, Failure> {
        if self.before.is_empty() { Ok(None) } else { Ok(Some(id::<DisputeId>(&self.before)?)) }
    }
}

/// The list as a page.
pub(in crate::html) fn list_page(
    at: &Standing<'_>,
    before: Option<DisputeId>,
    page: &DisputePage,
) -> Result<Response, Failure> {
    let Standing { p, w, zone, home, is_giving } = at;
    let title = w.text(if *is_giving { "gift-dispute-title" } else { "dispute-title" }).to_owned();
    let rows = page.cases.iter().map(|case| Row { cells: cells(w, case, zone, home), fresh: false });
    let about = if *is_giving { "receipt-campaign" } else { "col-order" };
    let table = Table {
        caption: title.clone(),
        columns: columns(w, about).into(),
        rows: rows.collect(),
        ..Table::default()
    };
    let none = if *is_giving { "gift-dispute-none-text" } else { "dispute-none-text" };
    render(&List {
        p,
        title,
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
            text: w.text(none).to_owned(),
            action: None,
        },
        pager: Pager {
            newer: if before.is_some() { home.clone() } else { String::new() },
            older: page.next.map_or_else(String::new, |next| format!("{home}?before={next}")),
        },
    })
}

/// The heads of a table of disputes; `about`: what the first column names.
pub(in crate::html) fn columns(w: &Words, about: &str) -> [Column; 5] {
    [
        Column::words(w.text(about)),
        Column::words(w.text("dispute-fact-reason")),
        Column::numbers(w.text("dispute-fact-amount")),
        Column::words(w.text("dispute-col-due")),
        Column::words(w.text("col-state")),
    ]
}

fn cells(w: &Words, case: &Case, zone: &TimeZone, home: &str) -> Vec<Cell> {
    let dispute = &case.dispute;
    let due = dispute.due_at.filter(|_| dispute.state == DisputeState::Waiting);
    vec![
        Cell::Lead {
            title: case.title().to_owned(),
            detail: case.payer().to_owned(),
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
    errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(merchant)?;
    let permit = may(visit, merchant, MerchantAct::ViewOrders)?;
    let case = disputes::find(web.ctx(), &permit, id(dispute)?).await?.ok_or(Failure::NotFound)?;
    let (p, shop) = desk(web, visit, merchant, Place::Orders).await?;
    let home = format!("/studio/{merchant}/disputes");
    let zone = &shop.profile.time_zone;
    let at = Standing { p: &p, w: visit.words(), zone, home, is_giving: false };
    let may_act = visit.actor.may(AtMerchant { merchant, act: MerchantAct::ReturnMoney }).is_ok();
    let paid_for = match &case.of {
        PaidFor::Order(order) => format!("/studio/{merchant}/orders/{}", order.id),
        PaidFor::Gift(_) => String::new(),
    };
    dispute_page(web, &at, &case, Acting { may_act, paid_for }, typed, errors)
}

/// What the reader may do, and where what was paid for is shown.
pub(in crate::html) struct Acting {
    pub(in crate::html) may_act: bool,
    pub(in crate::html) paid_for: String,
}

/// One dispute as a page.
pub(in crate::html) fn dispute_page(
    web: &Web,
    at: &Standing<'_>,
    case: &Case,
    acting: Acting,
    typed: &str,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let Standing { p, w, zone, home, is_giving } = at;
    let dispute = &case.dispute;
    let now = web.ctx().now();
    let here = format!("{home}/{}", dispute.id);
    let can_act = acting.may_act && dispute.can_answer(now);
    let mut fields = vec![
        Field::new("answer", w.text("dispute-answer-label"))
            .kind(Kind::Area)
            .value(if typed.is_empty() { &dispute.answer } else { typed })
            .limit(u32::try_from(ANSWER_CHARS_MAX).unwrap_or(u32::MAX)),
    ];
    let is_wrong = !errors.is_empty();
    mark(&mut fields, &mut errors);
    let gift_or =
        |gift: &'static str, order: &'static str| w.text(if *is_giving { gift } else { order }).to_owned();
    let title = match is_giving {
        true => w.fill("gift-dispute-one", "campaign", case.title()),
        false => w.fill("dispute-one", "number", case.title()),
    };
    let mut notice = notice(w, dispute, zone, now);
    notice.links.extend(
        disputes::page_of(web.ctx(), dispute)
            .filter(|_| can_act)
            .map(|href| Link { label: w.text("gift-dispute-provider").to_owned(), href }),
    );
    let shown = render(&StudioDispute {
        p,
        crumbs: Crumbs(vec![
            Link { label: gift_or("gift-dispute-title", "dispute-title"), href: home.clone() },
            Link { label: case.title().to_owned(), href: String::new() },
        ]),
        state: tag(w, dispute),
        notice,
        reason: w.dispute_reason_text(dispute).to_owned(),
        rows: rows(at, case, acting.paid_for),
        evidence: w.dispute_evidence(dispute).to_owned(),
        sent_along: gift_or("gift-dispute-answer-text", "dispute-answer-text"),
        answer: if dispute.state == DisputeState::Waiting { String::new() } else { dispute.answer.clone() },
        form: can_act.then(|| OtherForm {
            title: w.text("dispute-answer-title").to_owned(),
            action: format!("{here}/answer"),
            fields,
            button: w.text("dispute-answer-button").to_owned(),
        }),
        accept: if can_act { format!("{here}/accept") } else { String::new() },
        accepting: gift_or("gift-dispute-accept-text", "dispute-accept-text"),
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

fn rows(at: &Standing<'_>, case: &Case, paid_for: String) -> Vec<ReviewRow> {
    let Standing { w, zone, is_giving, .. } = at;
    let dispute = &case.dispute;
    let about = if *is_giving { "gift-dispute-fact-gift" } else { "dispute-fact-order" };
    let row =
        |label: &str, value: String, change: String| ReviewRow { label: label.to_owned(), value, change };
    let mut rows = vec![
        row(w.text("dispute-fact-amount"), w.money(dispute.amount), String::new()),
        row(
            w.text(about),
            [case.title(), case.payer()]
                .into_iter()
                .filter(|it| !it.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
            paid_for,
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
    let wrong = wrong(visit.words(), error)?;
    page(web, visit, merchant, dispute, typed, vec![wrong]).await
}

/// Why it was not sent, beside the form.
pub(in crate::html) fn wrong(w: &Words, error: AnswerDisputeError) -> Result<FormError, Failure> {
    Ok(match error {
        AnswerDisputeError::NotFound => return Err(Failure::NotFound),
        AnswerDisputeError::Db(error) => return Err(error.into()),
        AnswerDisputeError::Empty => at("answer", w.text("dispute-answer-empty").to_owned()),
        AnswerDisputeError::TooLong => at("answer", w.count("dispute-answer-too-long", ANSWER_CHARS_MAX)),
        AnswerDisputeError::Over => whole(w.text("dispute-answer-over")),
        AnswerDisputeError::Provider(_) => whole(w.text("dispute-answer-provider")),
    })
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
