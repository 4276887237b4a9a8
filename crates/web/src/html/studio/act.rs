//! What staff does to an order: ship, note the arrival, cancel, answer, leave a note. Giving money back stands beside.

use app::orders::{self, Answer, AnswerError, CancelError, FulfillError, Parcel, TRACKING_CHARS_MAX};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::{MerchantId, OrderId, OrderLineId, RequestId};
use domain::order::{FulfillmentLine, ParcelRefusal};
use domain::view::orders::OrderStory;
use words::Words;

use super::desk::{Place, desk, id, may};
use super::order::lines;
use crate::Web;
use crate::html::field::{Field, Kind, Width};
use crate::html::mistakes::{answer as answer_with, at, beside, mark, whole};
use crate::html::pages::desk::Ask;
use crate::html::pages::orders::AskLine;
use crate::html::parts::{Crumbs, FormError, Link};
use crate::html::said::say;
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render, see_other};

/// An order in the path, opened by staff.
pub(super) struct Opened {
    pub(super) merchant: MerchantId,
    pub(super) story: OrderStory,
    pub(super) here: String,
}

pub(super) async fn open(web: &Web, visit: &Visit, merchant: &str, order: &str) -> Result<Opened, Failure> {
    let merchant: MerchantId = id(merchant)?;
    let permit = may(visit, merchant, MerchantAct::ViewOrders)?;
    let story = orders::find(web.ctx(), &permit, id::<OrderId>(order)?).await?.ok_or(Failure::NotFound)?;
    let here = format!("/studio/{merchant}/orders/{}", story.order.id);
    Ok(Opened { merchant, story, here })
}

/// A form about the order, with what is wrong about it.
pub(super) struct Question<'a> {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) path: &'a str,
    pub(super) hidden: Vec<(String, String)>,
    pub(super) lines: Vec<AskLine>,
    pub(super) fields: Vec<Field>,
    pub(super) button: &'a str,
    pub(super) risky: bool,
    pub(super) errors: Vec<FormError>,
}

pub(super) async fn show(
    web: &Web,
    visit: &Visit,
    opened: &Opened,
    mut question: Question<'_>,
) -> Result<Response, Failure> {
    let (p, _) = desk(web, visit, opened.merchant, Place::Orders).await?;
    let w = visit.words();
    let is_wrong = !question.errors.is_empty();
    mark_lines(&mut question.lines, &mut question.errors);
    mark(&mut question.fields, &mut question.errors);
    let page = render(&Ask {
        p: &p,
        crumbs: Crumbs(vec![
            Link {
                label: w.text("sorders-title").to_owned(),
                href: format!("/studio/{}/orders", opened.merchant),
            },
            Link { label: opened.story.order.number.clone(), href: opened.here.clone() },
            Link { label: question.title.clone(), href: String::new() },
        ]),
        title: question.title,
        text: question.text,
        action: format!("{}/{}", opened.here, question.path),
        hidden: question.hidden,
        lines: question.lines,
        fields: question.fields,
        button: question.button.to_owned(),
        risky: question.risky,
        back: opened.here.clone(),
        errors: question.errors,
        note: None,
    })?;
    Ok(answer_with(page, is_wrong))
}

/// Puts each mistake at the line it is about, and says in the summary which that is.
fn mark_lines(lines: &mut [AskLine], errors: &mut Vec<FormError>) {
    for line in lines {
        let id = line.field_id();
        for mut error in errors.extract_if(.., |error| error.field == id).collect::<Vec<_>>() {
            line.error.clone_from(&error.message);
            error.label.clone_from(&line.line.title);
            errors.push(error);
        }
    }
}

/// A mistake at the quantity of a line.
pub(super) fn at_line(line: OrderLineId, message: String) -> FormError {
    beside(&format!("line-{line}"), "", message)
}

/// Lines with how many of each; `most` says how many there can be. What was typed is shown again, even where it cannot be.
pub(super) async fn ask_lines(
    web: &Web,
    w: &Words,
    story: &OrderStory,
    most: impl Fn(&domain::order::OrderLine) -> u32,
    first: First,
    typed: Option<&Typed>,
) -> Result<Vec<AskLine>, Failure> {
    let images = orders::pictures(web.ctx(), &story.order).await?;
    let shown = lines(w, &story.order, &images);
    let mut asked = Vec::with_capacity(shown.len());
    for (line, shown) in story.order.lines.iter().zip(shown) {
        let max = most(line);
        let sent = typed.map(|typed| typed.get(&field_of(line.id)));
        let (chosen, sent) = match (sent, first) {
            (Some(""), _) | (None, First::Nothing) => (0, ""),
            (None, First::Everything) => (max, ""),
            (Some(sent), _) => match sent.parse::<u32>() {
                Ok(units) if units <= max => (units, ""),
                Ok(_) | Err(_) => (0, sent),
            },
        };
        if max > 0 || !sent.is_empty() {
            let typed = sent.chars().take(TYPED_CHARS_MAX).collect();
            asked.push(AskLine { typed, ..AskLine::new(line.id.to_string(), shown, max, chosen) });
        }
    }
    Ok(asked)
}

/// How many of each line a fresh form proposes.
#[derive(Debug, Clone, Copy)]
pub(super) enum First {
    /// None.
    Nothing,
    /// As many as there can be.
    Everything,
}

/// The most characters of a quantity that are shown again.
const TYPED_CHARS_MAX: usize = 20;

fn field_of(line: OrderLineId) -> String {
    format!("line_{line}")
}

/// The quantities that were chosen, by line; and a mistake for each that is no quantity.
pub(super) fn chosen(
    w: &Words,
    story: &OrderStory,
    typed: &Typed,
) -> (Vec<(OrderLineId, u32)>, Vec<FormError>) {
    let (mut chosen, mut wrong) = (Vec::new(), Vec::new());
    for line in &story.order.lines {
        let text = typed.get(&field_of(line.id));
        match text.parse() {
            _ if text.is_empty() => {}
            Ok(units) => chosen.push((line.id, units)),
            Err(_) => wrong.push(at_line(line.id, w.text("field-number-invalid").to_owned())),
        }
    }
    (chosen, wrong)
}

/// The form to ship.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn ask_ship(
    web: State<Web>,
    visit: Visit,
    Path((merchant, order)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let opened = open(&web, &visit, &merchant, &order).await?;
    ship_form(&web, &visit, &opened, None, Vec::new()).await
}

async fn ship_form(
    web: &Web,
    visit: &Visit,
    opened: &Opened,
    typed: Option<&Typed>,
    errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let to_ship = domain::order::OrderLine::to_ship;
    let lines = ask_lines(web, w, &opened.story, to_ship, First::Everything, typed).await?;
    let optional = w.text("state-optional");
    let sent = |name: &str| typed.map_or("", |typed| typed.get(name));
    let field = |name: &str, label: &str| Field::new(name, label).value(sent(name)).optional(optional);
    let tell = typed.is_none_or(|typed| typed.is_on("mail"));
    let fields = vec![
        field("carrier", w.text("sorder-fulfill-carrier")).width(Width::Half).limit(100),
        field("tracking", w.text("sorder-fulfill-tracking")).width(Width::Half).limit(100),
        field("url", w.text("sorder-fulfill-url")).kind(Kind::Url).limit(500),
        Field::new("mail", w.text("sorder-fulfill-mail")).kind(Kind::Check).optional("").value(if tell {
            "on"
        } else {
            ""
        }),
    ];
    let number = &opened.story.order.number;
    let question = Question {
        title: w.fill("sorder-fulfill-title", "number", number),
        text: String::new(),
        path: "ship",
        hidden: Vec::new(),
        lines,
        fields,
        button: w.text("sorder-fulfill"),
        risky: false,
        errors,
    };
    show(web, visit, opened, question).await
}

/// Ships.
pub async fn ship(
    web: State<Web>,
    visit: Visit,
    Path((merchant, order)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let opened = open(&web, &visit, &merchant, &order).await?;
    let permit = may(&visit, opened.merchant, MerchantAct::FulfillOrders)?;
    let w = visit.words();
    let (named, wrong) = chosen(w, &opened.story, &typed);
    if !wrong.is_empty() {
        return ship_form(&web, &visit, &opened, Some(&typed), wrong).await;
    }
    let parcel = Parcel {
        lines: named
            .iter()
            .map(|(line, quantity)| FulfillmentLine { line: *line, quantity: *quantity })
            .collect(),
        carrier: typed.get("carrier").to_owned(),
        tracking_number: typed.get("tracking").to_owned(),
        tracking_url: typed.get("url").to_owned(),
        tell_buyer: typed.is_on("mail"),
    };
    let wrong = match orders::fulfill(web.ctx(), &permit, opened.story.order.id, parcel).await {
        Ok(_) => return Ok(say(&web, "sorder-fulfill-done", &opened.here)),
        Err(FulfillError::NotFound | FulfillError::Refused(ParcelRefusal::UnknownLine(_))) => {
            return Err(Failure::NotFound);
        }
        Err(FulfillError::Db(error)) => return Err(error.into()),
        Err(FulfillError::Ending | FulfillError::Refused(ParcelRefusal::NotReady)) => {
            whole(w.text("sorder-fulfill-not-ready"))
        }
        Err(FulfillError::Refused(ParcelRefusal::Nothing)) => whole(w.text("sorder-fulfill-nothing")),
        Err(FulfillError::Refused(ParcelRefusal::TooMany { line, left })) => {
            at_line(line, w.count("sorder-fulfill-too-many", left))
        }
        Err(FulfillError::Field("carrier")) => at("carrier", w.count("field-too-long", TRACKING_CHARS_MAX)),
        Err(FulfillError::Field("tracking_number")) => {
            at("tracking", w.count("field-too-long", TRACKING_CHARS_MAX))
        }
        Err(FulfillError::Field(_)) => at("url", w.text("sorder-fulfill-url-wrong").to_owned()),
    };
    // What another tab shipped meanwhile is shown as it is now.
    let opened = open(&web, &visit, &merchant, &order).await?;
    ship_form(&web, &visit, &opened, Some(&typed), vec![wrong]).await
}

/// Notes that everything that was sent arrived.
pub async fn delivered(
    web: State<Web>,
    visit: Visit,
    Path((merchant, order)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let opened = open(&web, &visit, &merchant, &order).await?;
    let permit = may(&visit, opened.merchant, MerchantAct::FulfillOrders)?;
    orders::mark_delivered(web.ctx(), &permit, opened.story.order.id, None).await?;
    Ok(say(&web, "action-saved", &opened.here))
}

/// The question before canceling.
pub async fn ask_cancel(
    web: State<Web>,
    visit: Visit,
    Path((merchant, order)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let opened = open(&web, &visit, &merchant, &order).await?;
    cancel_form(&web, &visit, &opened, "", Vec::new()).await
}

async fn cancel_form(
    web: &Web,
    visit: &Visit,
    opened: &Opened,
    reason: &str,
    errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let reason = Field::new("reason", w.text("sorder-cancel-reason"))
        .kind(Kind::Area)
        .value(reason)
        .limit(500)
        .optional(w.text("state-optional"));
    let question = Question {
        title: w.text("sorder-cancel").to_owned(),
        text: w.fill("sorder-cancel-ask", "amount", opened.story.refundable()),
        path: "cancel",
        hidden: Vec::new(),
        lines: Vec::new(),
        fields: vec![reason],
        button: w.text("sorder-cancel"),
        risky: true,
        errors,
    };
    show(web, visit, opened, question).await
}

/// Cancels.
pub async fn cancel(
    web: State<Web>,
    visit: Visit,
    Path((merchant, order)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let opened = open(&web, &visit, &merchant, &order).await?;
    let permit = may(&visit, opened.merchant, MerchantAct::ReturnMoney)?;
    match orders::cancel(web.ctx(), &permit, opened.story.order.id, typed.get("reason")).await {
        Ok(()) | Err(CancelError::Underway) => Ok(say(&web, "sorder-cancel-done", &opened.here)),
        Err(CancelError::Shipped) => {
            let wrong = vec![whole(visit.words().text("sorder-cancel-shipped"))];
            cancel_form(&web, &visit, &opened, typed.get("reason"), wrong).await
        }
        Err(CancelError::Disputed) => {
            let wrong = vec![whole(visit.words().text("dispute-cancel-held"))];
            cancel_form(&web, &visit, &opened, typed.get("reason"), wrong).await
        }
        Err(CancelError::OutOfReach) => {
            let wrong = vec![whole(visit.words().text("sorder-out-of-reach"))];
            cancel_form(&web, &visit, &opened, typed.get("reason"), wrong).await
        }
        Err(CancelError::NotYet) => Err(Failure::Conflict),
        Err(CancelError::NotFound) => Err(Failure::NotFound),
        Err(CancelError::Db(error)) => Err(error.into()),
    }
}

/// Answers a request.
pub async fn answer(
    web: State<Web>,
    visit: Visit,
    Path((merchant, order, request)): Path<(String, String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let opened = open(&web, &visit, &merchant, &order).await?;
    let permit = may(&visit, opened.merchant, MerchantAct::FulfillOrders)?;
    let decision = match typed.get("decision") {
        "accept" => Answer::Accept,
        "refuse" => Answer::Refuse,
        _ => return Err(Failure::BadRequest),
    };
    let request = id::<RequestId>(&request)?;
    let order = opened.story.order.id;
    match orders::answer(web.ctx(), &permit, order, request, decision, typed.get("answer")).await {
        Ok(()) => Ok(say(&web, "action-saved", &opened.here)),
        Err(AnswerError::NotWaiting) => Ok(see_other(&opened.here)),
        Err(AnswerError::MustAccept | AnswerError::Cancel(CancelError::NotYet | CancelError::Underway)) => {
            Err(Failure::Conflict)
        }
        Err(AnswerError::Cancel(CancelError::Shipped)) => {
            let wrong = vec![whole(visit.words().text("sorder-cancel-shipped"))];
            cancel_form(&web, &visit, &opened, typed.get("answer"), wrong).await
        }
        Err(AnswerError::Cancel(CancelError::Disputed)) => {
            let wrong = vec![whole(visit.words().text("dispute-cancel-held"))];
            cancel_form(&web, &visit, &opened, typed.get("answer"), wrong).await
        }
        Err(AnswerError::Cancel(CancelError::OutOfReach)) => {
            let wrong = vec![whole(visit.words().text("sorder-out-of-reach"))];
            cancel_form(&web, &visit, &opened, typed.get("answer"), wrong).await
        }
        Err(AnswerError::Unknown | AnswerError::Cancel(CancelError::NotFound)) => Err(Failure::NotFound),
        Err(AnswerError::Cancel(CancelError::Db(error)) | AnswerError::Db(error)) => Err(error.into()),
    }
}

/// Leaves a note for the other staff.
pub async fn note(
    web: State<Web>,
    visit: Visit,
    Path((merchant, order)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let opened = open(&web, &visit, &merchant, &order).await?;
    let permit = may(&visit, opened.merchant, MerchantAct::FulfillOrders)?;
    if !typed.get("note").is_empty() {
        orders::note(web.ctx(), &permit, opened.story.order.id, typed.get("note")).await?;
    }
    Ok(see_other(&opened.here))
}
