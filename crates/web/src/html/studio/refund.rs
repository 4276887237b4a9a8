//! Giving money back from the studio. The form carries a key of its own, made when it was shown: sent twice, by a
//! double click or a reload, it gives back once.

use app::orders::{self, RefundError};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::order::{RefundLine, RefundRefusal, RefundWish};
use domain::view::orders::OrderStory;
use sha2::{Digest, Sha256};
use words::Words;

use super::act::{Opened, Question, ask_lines, chosen, open, show};
use super::desk::may;
use crate::Web;
use crate::html::cookies::to_hex;
use crate::html::field::{Field, Kind, Width};
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
    form(&web, &visit, &opened, &Typed::default(), None).await
}

async fn form(
    web: &Web,
    visit: &Visit,
    opened: &Opened,
    typed: &Typed,
    wrong: Option<String>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let lines = ask_lines(web, w, &opened.story, |line| line.quantity - line.refunded, false).await?;
    let optional = w.text("state-optional");
    let check = |name: &str, label: &str| Field::new(name, label).kind(Kind::Check).optional("");
    let mut fields = vec![
        Field::new("amount", w.text("sorder-refund-amount"))
            .kind(Kind::Amount)
            .hint(&w.fill("sorder-refund-left", "amount", opened.story.refundable()))
            .value(typed.get("amount"))
            .optional(optional)
            .width(Width::Half),
        check("restock", w.text("sorder-cancel-restock")),
        Field::new("reason", w.text("sorder-refund-reason")).kind(Kind::Area).limit(500).optional(optional),
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
        wrong,
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
    let wrong = match wish(w, &opened.story, &typed)? {
        Err(wrong) => w.text(wrong).to_owned(),
        Ok(_) if typed.get("once").len() != ONCE_BYTES * 2 => w.text("sorder-refund-again").to_owned(),
        Ok(wish) => {
            let (order, reason) = (opened.story.order.id, typed.get("reason"));
            let key = format!("form {}", typed.get("once"));
            let asked = orders::refund(web.ctx(), &permit, order, wish, reason, key, hash_of(&typed));
            match asked.await {
                // Sent twice, it was given back once: the second is told the same.
                Ok(_) => return Ok(say(&web, "sorder-refund-underway", &opened.here)),
                Err(error) => match error {
                    RefundError::KeyReused => w.text("sorder-refund-again").to_owned(),
                    RefundError::NotFound | RefundError::Refused(RefundRefusal::UnknownLine(_)) => {
                        return Err(Failure::NotFound);
                    }
                    RefundError::Db(error) => return Err(error.into()),
                    RefundError::Refused(RefundRefusal::Nothing | RefundRefusal::Currency) => {
                        w.text("sorder-refund-nothing").to_owned()
                    }
                    RefundError::Refused(RefundRefusal::TooMuch { left }) => {
                        w.fill("sorder-refund-left", "amount", left)
                    }
                    RefundError::Refused(RefundRefusal::TooMany { left, .. }) => {
                        w.count("sorder-refund-too-many", left)
                    }
                },
            }
        }
    };
    let opened = open(&web, &visit, &merchant, &order).await?;
    form(&web, &visit, &opened, &typed, Some(wrong)).await
}

/// What the form asks for. Everything is given back only when that is said: an empty form gives back nothing.
fn wish(w: &Words, story: &OrderStory, typed: &Typed) -> Result<Result<RefundWish, &'static str>, Failure> {
    let amount = match typed.get("amount") {
        "" => None,
        text => match w.read_amount(text, story.order.total.currency) {
            Ok(amount) => Some(amount),
            Err(_) => return Ok(Err(words::key!("sorder-refund-amount-wrong"))),
        },
    };
    if typed.is_on("everything") {
        return Ok(if amount.is_some() {
            Err(words::key!("sorder-refund-either"))
        } else {
            Ok(RefundWish::default())
        });
    }
    let restock = typed.is_on("restock");
    let lines: Vec<RefundLine> = chosen(story, typed)?
        .into_iter()
        .filter(|(_, quantity)| *quantity > 0)
        .map(|(line, quantity)| RefundLine { line, quantity, restock })
        .collect();
    if amount.is_some() && (!lines.is_empty() || typed.is_on("shipping")) {
        return Ok(Err(words::key!("sorder-refund-either")));
    }
    let wish = RefundWish { lines, shipping: typed.is_on("shipping"), amount };
    if wish == RefundWish::default() {
        return Ok(Err(words::key!("sorder-refund-nothing")));
    }
    Ok(Ok(wish))
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
