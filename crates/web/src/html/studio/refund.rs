//! Giving money back from the studio. The form carries a key of its own, made when it was shown: sent twice, by a
//! double click or a reload, it gives back once.

use app::orders::{self, RefundError};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::order::{OrderLine, RefundLine, RefundRefusal, RefundWish};
use domain::view::orders::OrderStory;
use sha2::{Digest, Sha256};
use words::{Arg, Words};

use super::act::{First, Opened, Question, ask_lines, at_line, chosen, open, show};
use super::desk::may;
use crate::Web;
use crate::html::cookies::to_hex;
use crate::html::field::{Field, Kind, Width};
use crate::html::mistakes::{at, whole};
use crate::html::parts::FormError;
use crate::html::said::say;
use crate::html::typed::Typed;
use crate::html::{Failure, Visit};

/// Bytes of a form's key.
const ONCE_BYTES: usize = 16;

/// The form to refund.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn ask(
    web: State<Web>,
    visit: Visit,
    Path((merchant, order)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let opened = open(&web, &visit, &merchant, &order).await?;
    form(&web, &visit, &opened, None, Vec::new()).await
}

async fn form(
    web: &Web,
    visit: &Visit,
    opened: &Opened,
    typed: Option<&Typed>,
    errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let left = |line: &OrderLine| line.quantity - line.refunded;
    let lines = ask_lines(web, w, &opened.story, left, First::Nothing, typed).await?;
    let optional = w.text("state-optional");
    let sent = |name: &str| typed.map_or("", |typed| typed.get(name));
    let check =
        |name: &str, label: &str| Field::new(name, label).kind(Kind::Check).optional("").value(sent(name));
    let mut fields = vec![
        Field::new("amount", w.text("sorder-refund-amount"))
            .kind(Kind::Amount)
            .hint(&w.fill("sorder-refund-left", "amount", opened.story.refundable()))
            .value(sent("amount"))
            .optional(optional)
            .width(Width::Half),
        check("restock", w.text("sorder-cancel-restock")),
        Field::new("reason", w.text("sorder-refund-reason"))
            .kind(Kind::Area)
            .value(sent("reason"))
            .limit(500)
            .optional(optional),
    ];
    if !opened.story.order.shipping.is_zero() {
        fields.insert(1, check("shipping", w.text("sorder-refund-shipping")));
    }
    fields.push(check("everything", w.text("sorder-refund-all")));
    let question = Question {
        title: w.fill("sorder-refund-title", "number", &opened.story.order.number),
        text: w.text("sorder-refund-text").to_owned(),
        path: "refund",
        hidden: vec![("once".to_owned(), to_hex(&web.ctx().random::<ONCE_BYTES>()))],
        lines,
        fields,
        button: w.text("sorder-refund"),
        risky: true,
        errors,
    };
    show(web, visit, opened, question).await
}

/// Refunds.
pub async fn send(
    web: State<Web>,
    visit: Visit,
    Path((merchant, order)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let opened = open(&web, &visit, &merchant, &order).await?;
    let permit = may(&visit, opened.merchant, MerchantAct::ReturnMoney)?;
    let w = visit.words();
    let wrong = match wish(w, &opened.story, &typed) {
        Err(wrong) => wrong,
        Ok(_) if typed.get("once").len() != ONCE_BYTES * 2 => vec![whole(w.text("sorder-refund-again"))],
        Ok(wish) => {
            let (order, reason) = (opened.story.order.id, typed.get("reason"));
            let key = format!("form {}", typed.get("once"));
            let asked = orders::refund(web.ctx(), &permit, order, wish, reason, key, hash_of(&typed));
            match asked.await {
                // Sent twice, it was given back once: the second is told the same.
                Ok(_) => return Ok(say(&web, "sorder-refund-underway", &opened.here)),
                Err(RefundError::KeyReused) => vec![whole(w.text("sorder-refund-again"))],
                Err(RefundError::NotFound | RefundError::Refused(RefundRefusal::UnknownLine(_))) => {
                    return Err(Failure::NotFound);
                }
                Err(RefundError::OutOfReach) => vec![whole(w.text("sorder-out-of-reach"))],
                Err(RefundError::Db(error)) => return Err(error.into()),
                Err(RefundError::Refused(refusal)) => vec![told(w, &typed, refusal)],
            }
        }
    };
    let opened = open(&web, &visit, &merchant, &order).await?;
    form(&web, &visit, &opened, Some(&typed), wrong).await
}

/// Why it was not given back, at the field that is to be changed.
fn told(w: &Words, typed: &Typed, refusal: RefundRefusal) -> FormError {
    let is_amount = !typed.get("amount").is_empty();
    match refusal {
        RefundRefusal::TooMuch { left } if is_amount => {
            at("amount", w.fill("sorder-refund-too-much", "amount", left))
        }
        RefundRefusal::TooMuch { left } => whole(&w.fill("sorder-refund-too-much", "amount", left)),
        RefundRefusal::Disputed { held, left } => {
            let args = [("held", Arg::Money(held)), ("left", Arg::Money(left))];
            whole(&w.with("dispute-refund-held", &args))
        }
        RefundRefusal::TooMany { line, left } => at_line(line, w.count("sorder-refund-too-many", left)),
        RefundRefusal::Step { step } if is_amount => at("amount", w.fill("sorder-refund-step", "step", step)),
        RefundRefusal::Step { step } => whole(&w.fill("sorder-refund-step", "step", step)),
        RefundRefusal::Nothing if is_amount => at("amount", w.text("sorder-refund-amount-zero").to_owned()),
        RefundRefusal::Nothing | RefundRefusal::Currency | RefundRefusal::UnknownLine(_) => {
            at("amount", w.text("sorder-refund-nothing").to_owned())
        }
    }
}

/// What the form asks for. Everything is given back only when that is said: an empty form gives back nothing.
///
/// # Errors
/// Every mistake that can be seen before it is tried.
fn wish(w: &Words, story: &OrderStory, typed: &Typed) -> Result<RefundWish, Vec<FormError>> {
    let (chosen, mut wrong) = chosen(w, story, typed);
    let text = typed.get("amount");
    let amount = match w.read_amount(text, story.order.total.currency) {
        _ if text.is_empty() => None,
        Ok(amount) => Some(amount),
        Err(_) => {
            wrong.push(at("amount", w.text("sorder-refund-amount-wrong").to_owned()));
            None
        }
    };
    let (restock, shipping) = (typed.is_on("restock"), typed.is_on("shipping"));
    let lines: Vec<RefundLine> = chosen
        .into_iter()
        .filter(|(_, quantity)| *quantity > 0)
        .map(|(line, quantity)| RefundLine { line, quantity, restock })
        .collect();
    for each in &lines {
        let line = story.order.lines.iter().find(|line| line.id == each.line);
        let left = line.map_or(0, |line| line.quantity - line.refunded);
        if each.quantity > left {
            wrong.push(at_line(each.line, w.count("sorder-refund-too-many", left)));
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let is_everything = typed.is_on("everything");
    if amount.is_some() && (is_everything || !lines.is_empty() || shipping) {
        return Err(vec![at("amount", w.text("sorder-refund-either").to_owned())]);
    }
    if is_everything {
        return Ok(RefundWish::default());
    }
    let wish = RefundWish { lines, shipping, amount };
    if wish == RefundWish::default() {
        return Err(vec![at("amount", w.text("sorder-refund-nothing").to_owned())]);
    }
    Ok(wish)
}

/// The content of a form, whatever its token: one key stands for one content.
fn hash_of(typed: &Typed) -> [u8; 32] {
    let mut hash = Sha256::new();
    for (name, value) in typed.iter().filter(|(name, _)| *name != "csrf") {
        for text in [name, value] {
            hash.update(text.len().to_be_bytes());
            hash.update(text);
        }
    }
    hash.finalize().into()
}
