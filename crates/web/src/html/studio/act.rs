//! What staff does to an order: ship, note the arrival, cancel, answer, leave a note. Giving money back stands beside.

use app::orders::{self, Answer, AnswerError, CancelError, FulfillError, Parcel};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::{MerchantId, OrderId, OrderLineId, RequestId};
use domain::order::{FulfillmentLine, ParcelRefusal};
use domain::view::orders::OrderStory;
use http::StatusCode;
use words::Words;

use super::desk::{Place, desk, id, may};
use super::order::{bad, lines};
use crate::Web;
use crate::html::field::{Field, Kind, Width};
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

/// A form about the order, with what was wrong about it.
pub(super) struct Question<'a> {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) path: &'a str,
    pub(super) hidden: Vec<(String, String)>,
    pub(super) lines: Vec<AskLine>,
    pub(super) fields: Vec<Field>,
    pub(super) button: &'a str,
    pub(super) risky: bool,
    pub(super) wrong: Option<String>,
}

pub(super) async fn show(
    web: &Web,
    visit: &Visit,
    opened: &Opened,
    question: Question<'_>,
) -> Result<Response, Failure> {
    let (p, _) = desk(web, visit, opened.merchant, Place::Orders).await?;
    let w = visit.words();
    let is_wrong = question.wrong.is_some();
    let mut response = render(&Ask {
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
        errors: Vec::<FormError>::new(),
        note: question.wrong.map(bad),
    })?;
    if is_wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// Lines with how many of each; `most` says how many there can be.
pub(super) async fn ask_lines(
    web: &Web,
    w: &Words,
    story: &OrderStory,
    most: impl Fn(&domain::order::OrderLine) -> u32,
    all: bool,
) -> Result<Vec<AskLine>, Failure> {
    let images = orders::pictures(web.ctx(), &story.order).await?;
    let shown = lines(w, &story.order, &images);
    Ok(story
        .order
        .lines
        .iter()
        .zip(shown)
        .filter(|(line, _)| most(line) > 0)
        .map(|(line, shown)| AskLine {
            id: line.id.to_string(),
            max: most(line),
            chosen: if all { most(line) } else { 0 },
            line: shown,
        })
        .collect())
}

/// The quantities that were chosen, by line.
pub(super) fn chosen(story: &OrderStory, typed: &Typed) -> Result<Vec<(OrderLineId, u32)>, Failure> {
    let mut chosen = Vec::new();
    for line in &story.order.lines {
        let text = typed.get(&format!("line_{}", line.id));
        if !text.is_empty() {
            chosen.push((line.id, text.parse().map_err(|_| Failure::BadRequest)?));
        }
    }
    Ok(chosen)
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
    ship_form(&web, &visit, &opened, &Typed::default(), None).await
}

async fn ship_form(
    web: &Web,
    visit: &Visit,
    opened: &Opened,
    typed: &Typed,
    wrong: Option<String>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let lines = ask_lines(web, w, &opened.story, domain::order::OrderLine::to_ship, true).await?;
    let optional = w.text("state-optional");
    let field = |name: &str, label: &str| Field::new(name, label).value(typed.get(name)).optional(optional);
    let fields = vec![
        field("carrier", w.text("sorder-fulfill-carrier")).width(Width::Half).limit(100),
        field("tracking", w.text("sorder-fulfill-tracking")).width(Width::Half).limit(100),
        field("url", w.text("sorder-fulfill-url")).kind(Kind::Url).limit(500),
        Field::new("mail", w.text("sorder-fulfill-mail")).kind(Kind::Check).optional("").value("on"),
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
        wrong,
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
    let named = chosen(&opened.story, &typed)?;
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
    let w = visit.words();
    let wrong = match orders::fulfill(web.ctx(), &permit, opened.story.order.id, parcel).await {
        Ok(_) => return Ok(say(&web, "sorder-fulfill-done", &opened.here)),
        Err(FulfillError::NotFound | FulfillError::Refused(ParcelRefusal::UnknownLine(_))) => {
            return Err(Failure::NotFound);
        }
        Err(FulfillError::Db(error)) => return Err(error.into()),
        Err(FulfillError::Ending | FulfillError::Refused(ParcelRefusal::NotReady)) => {
            w.text("sorder-fulfill-not-ready").to_owned()
        }
        Err(FulfillError::Refused(ParcelRefusal::Nothing)) => w.text("sorder-fulfill-nothing").to_owned(),
        Err(FulfillError::Refused(ParcelRefusal::TooMany { left, .. })) => {
            w.count("sorder-fulfill-too-many", left)
        }
        Err(FulfillError::Field(_)) => w.text("sorder-fulfill-url-wrong").to_owned(),
    };
    // What another tab shipped meanwhile is shown as it is now.
    let opened = open(&web, &visit, &merchant, &order).await?;
    ship_form(&web, &visit, &opened, &typed, Some(wrong)).await
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
    cancel_form(&web, &visit, &opened, None).await
}

async fn cancel_form(
    web: &Web,
    visit: &Visit,
    opened: &Opened,
    wrong: Option<String>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let reason = Field::new("reason", w.text("sorder-cancel-reason"))
        .kind(Kind::Area)
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
        wrong,
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
            let wrong = visit.words().text("sorder-cancel-shipped").to_owned();
            cancel_form(&web, &visit, &opened, Some(wrong)).await
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
            let wrong = visit.words().text("sorder-cancel-shipped").to_owned();
            cancel_form(&web, &visit, &opened, Some(wrong)).await
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
