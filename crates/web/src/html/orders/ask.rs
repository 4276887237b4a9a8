//! Asking the merchant: to cancel, to take something back; and withdrawing, in two steps with a receipt.
//!
//! Source for the withdrawal: Directive 2011/83/EU art. 11a, as inserted by Directive (EU) 2023/2673: a button
//! "withdraw from contract here", a statement to confirm with a second button, and a receipt on a durable medium.

use app::orders::{AskError, OwnStory};
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use domain::order::{AskRefusal, RequestKind, may_ask};
use domain::policy::withdrawal_days;
use http::StatusCode;
use words::{Arg, Words};

use super::{Key, href, open};
use crate::Web;
use crate::html::buy::summary::order_lines;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{beside, whole};
use crate::html::page::Section;
use crate::html::pages::orders::{AskLine, OrderAsk, Received};
use crate::html::parts::{FormError, Link};
use crate::html::typed::Typed;
use crate::html::view::page;
use crate::html::{Failure, Visit, render, see_other};

/// Letters of a comment.
const COMMENT_LETTERS_MAX: u32 = 300;
/// The reasons for a return, by the word that is sent.
const REASONS: [(&str, &str); 7] = [
    ("changed-mind", words::key!("return-reason-changed-mind")),
    ("wrong-size", words::key!("return-reason-wrong-size")),
    ("damaged", words::key!("return-reason-damaged")),
    ("wrong-item", words::key!("return-reason-wrong-item")),
    ("not-as-described", words::key!("return-reason-not-as-described")),
    ("late", words::key!("return-reason-late")),
    ("other", words::key!("return-reason-other")),
];

fn kind_of(path: &str) -> Result<RequestKind, Failure> {
    match path {
        "cancel" => Ok(RequestKind::Cancel),
        "return" => Ok(RequestKind::Return),
        "withdraw" => Ok(RequestKind::Withdrawal),
        _ => Err(Failure::NotFound),
    }
}

const fn path_of(kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::Cancel => "/cancel",
        RequestKind::Return => "/return",
        RequestKind::Withdrawal => "/withdraw",
    }
}

/// The first step.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn ask(
    web: State<Web>,
    visit: Visit,
    Path((order, path)): Path<(String, String)>,
    Query(key): Query<Key>,
) -> Result<Response, Failure> {
    let kind = kind_of(&path)?;
    let own = open(&web, &visit, &order, &key).await?;
    let days = own.pricing.merchant.profile.policies.returns_days_for(own.story.order.country);
    if may_ask(&own.story.order, kind, days, web.ctx().now()).is_err() {
        return Ok(see_other(&href(&own, &key, "")));
    }
    form(&web, &visit, &own, &key, kind, Vec::new()).await
}

async fn form(
    web: &Web,
    visit: &Visit,
    own: &OwnStory,
    key: &Key,
    kind: RequestKind,
    errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let p = page(web, visit, Section::Orders);
    let order = &own.story.order;
    let is_wrong = !errors.is_empty();
    let comment = Field::new("comment", w.text("return-comment"))
        .kind(Kind::Area)
        .limit(COMMENT_LETTERS_MAX)
        .optional(w.text("state-optional"));
    let number = order.number.as_str();
    let (title, text, fields, button) = match kind {
        RequestKind::Cancel => (
            w.fill("order-cancel-title", "number", number),
            w.fill("order-cancel-ask", "amount", own.story.refundable()),
            vec![comment],
            w.text("order-cancel-request"),
        ),
        RequestKind::Return => {
            let reasons =
                REASONS.iter().map(|(word, key)| ((*word).to_owned(), w.text(key).to_owned())).collect();
            let reason = Field::new("reason", w.text("return-reason")).kind(Kind::Select(reasons));
            (
                w.text("return-title").to_owned(),
                w.text("return-choose").to_owned(),
                vec![reason, comment],
                w.text("return-send"),
            )
        }
        RequestKind::Withdrawal => {
            let days = withdrawal_days(order.country).unwrap_or_default();
            let name =
                Field::new("name", w.text("withdraw-name")).autocomplete("name").value(&order.buyer_name);
            (
                w.text("withdraw-title").to_owned(),
                w.fill("withdraw-explained", "days", i64::from(days)),
                vec![name.limit(100)],
                w.text("action-continue"),
            )
        }
    };
    let lines = match kind {
        RequestKind::Return => return_lines(web, w, own).await?,
        RequestKind::Cancel | RequestKind::Withdrawal => Vec::new(),
    };
    let mut response = render(&OrderAsk {
        p: &p,
        title,
        text,
        action: href(own, key, path_of(kind)),
        hidden: Vec::new(),
        lines,
        fields,
        facts: Vec::new(),
        button: button.to_owned(),
        risky: false,
        back: Link { label: w.text("order-keep").to_owned(), href: href(own, key, "") },
        errors,
    })?;
    if is_wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

async fn return_lines(web: &Web, w: &Words, own: &OwnStory) -> Result<Vec<AskLine>, Failure> {
    let order = &own.story.order;
    let images = app::orders::pictures(web.ctx(), order).await?;
    let shown = order_lines(w, order, &own.pricing.merchant.display_name, &images);
    Ok(order
        .lines
        .iter()
        .zip(shown)
        .filter(|(line, _)| line.shipped > 0)
        .map(|(line, shown)| AskLine::new(line.id.to_string(), shown, line.shipped, 0))
        .collect())
}

/// What was sent from a step: the second one of a withdrawal, or the request itself.
pub async fn send(
    web: State<Web>,
    visit: Visit,
    Path((order, path)): Path<(String, String)>,
    Query(key): Query<Key>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let kind = kind_of(&path)?;
    let own = open(&web, &visit, &order, &key).await?;
    let w = visit.words();
    if kind == RequestKind::Withdrawal && typed.get("step") != "confirm" {
        return confirm(&web, &visit, &own, &key, &typed);
    }
    let reason = match kind {
        RequestKind::Cancel => typed.get("comment").to_owned(),
        RequestKind::Return => match returned(w, &own, &typed) {
            Some(reason) => reason,
            None => {
                let wrong = nothing_chosen(w, &own);
                return form(&web, &visit, &own, &key, kind, vec![wrong]).await;
            }
        },
        RequestKind::Withdrawal => format!("{} ({})", statement(w, &own), typed.get("name")),
    };
    let merchant = own.story.order.merchant;
    match app::orders::ask(web.ctx(), &own.permit, merchant, kind, &reason).await {
        // Sent twice, it was received once: the receipt is the same.
        Ok(_) | Err(AskError::AskedAlready) => Ok(see_other(&href(&own, &key, "/received"))),
        Err(AskError::Refused(refusal)) => {
            let wrong = whole(&refused(w, &own, refusal));
            form(&web, &visit, &own, &key, kind, vec![wrong]).await
        }
        Err(AskError::NotFound) => Err(Failure::NotFound),
        Err(AskError::Db(error)) => Err(error.into()),
    }
}

fn refused(w: &Words, own: &OwnStory, refusal: AskRefusal) -> String {
    let shop = &own.pricing.merchant.display_name;
    match refusal {
        AskRefusal::Shipped => w.fill("order-cancel-too-late", "merchant", shop),
        AskRefusal::NotShipped | AskRefusal::NotOffered | AskRefusal::NotOpen | AskRefusal::TooLate => {
            w.text("order-ask-not-open").to_owned()
        }
    }
}

fn statement(w: &Words, own: &OwnStory) -> String {
    w.fill("withdraw-statement", "number", &own.story.order.number)
}

/// That nothing is sent back, at the first line that could be.
fn nothing_chosen(w: &Words, own: &OwnStory) -> FormError {
    let message = w.text("return-choose");
    match own.story.order.lines.iter().find(|line| line.shipped > 0) {
        Some(line) => beside(&format!("line-{}", line.id), &line.title, message.to_owned()),
        None => whole(message),
    }
}

/// What is to be sent back, why, and what else was said; `None` when nothing was chosen.
fn returned(w: &Words, own: &OwnStory, typed: &Typed) -> Option<String> {
    let chosen: Vec<String> = own
        .story
        .order
        .lines
        .iter()
        .filter_map(|line| {
            let count: u32 = typed.get(&format!("line_{}", line.id)).parse().ok()?;
            (1..=line.shipped).contains(&count).then(|| format!("{count} × {}", line.title))
        })
        .collect();
    if chosen.is_empty() {
        return None;
    }
    let why =
        REASONS.iter().find(|(word, _)| *word == typed.get("reason")).map_or("", |(_, key)| w.text(key));
    let parts = [chosen.join(", "), why.to_owned(), typed.get("comment").to_owned()];
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". "))
}

/// The second step of a withdrawal: the statement as it will be received.
fn confirm(web: &Web, visit: &Visit, own: &OwnStory, key: &Key, typed: &Typed) -> Result<Response, Failure> {
    let w = visit.words();
    let p = page(web, visit, Section::Orders);
    let order = &own.story.order;
    let name = match typed.get("name") {
        "" => order.buyer_name.clone(),
        name => name.to_owned(),
    };
    let fact = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    render(&OrderAsk {
        p: &p,
        title: w.text("withdraw-title").to_owned(),
        text: statement(w, own),
        action: href(own, key, path_of(RequestKind::Withdrawal)),
        hidden: vec![fact("step", "confirm"), fact("name", &name)],
        lines: Vec::new(),
        fields: Vec::new(),
        facts: vec![
            fact(w.text("withdraw-what"), w.text("withdraw-everything")),
            fact(w.text("withdraw-name"), &name),
            fact(w.text("withdraw-email"), &order.email),
        ],
        button: w.text("withdraw-confirm").to_owned(),
        risky: true,
        back: Link { label: w.text("order-keep").to_owned(), href: href(own, key, "") },
        errors: Vec::new(),
    })
}

/// The receipt of the newest request.
pub async fn receipt(
    web: State<Web>,
    visit: Visit,
    Path(order): Path<String>,
    Query(key): Query<Key>,
) -> Result<Response, Failure> {
    let own = open(&web, &visit, &order, &key).await?;
    let request = own.story.requests.last().ok_or(Failure::NotFound)?;
    let w = visit.words();
    let p = page(&web, &visit, Section::Orders);
    let order = &own.story.order;
    let shop = &own.pricing.merchant.display_name;
    let at = w.date_time_there(request.created_at, &own.pricing.merchant.profile.time_zone);
    let (title, next) = match request.kind {
        RequestKind::Cancel => {
            (w.text("order-cancel-request"), w.fill("order-cancel-requested", "merchant", shop))
        }
        RequestKind::Return => (w.text("return-title"), w.fill("return-asked", "merchant", shop)),
        RequestKind::Withdrawal => {
            (w.text("withdraw-done-title"), w.with("mail-withdrawal-next", &[("merchant", Arg::Text(shop))]))
        }
    };
    let mut facts = vec![(w.text("order-number").to_owned(), order.number.clone())];
    if !request.reason.is_empty() {
        facts.push((w.text("field-message").to_owned(), request.reason.clone()));
    }
    let args = [("at", Arg::Text(&at)), ("email", Arg::Text(&order.email))];
    render(&Received {
        p: &p,
        title: title.to_owned(),
        text: w.with("withdraw-done", &args),
        facts,
        next: vec![next],
        back: Link { label: w.text("action-back").to_owned(), href: href(&own, &key, "") },
    })
}
