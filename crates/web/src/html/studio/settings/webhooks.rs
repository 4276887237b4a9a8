//! Where the shop's own programs listen: the list, and making one.

use app::ports::FetchRefusal;
use app::webhooks::{self, HookError, Standing};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::MerchantId;
use domain::webhook::{HookEvent, HookState};
use jiff::tz::TimeZone;
use words::{Arg, Words};

use super::super::desk::{Place, desk, id, may};
use super::{blank, webhook};
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer, at, mark, whole};
use crate::html::pages::desk::{OtherForm, Settings};
use crate::html::parts::{FormError, Level, Tag};
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

/// The path of the list below a shop's.
pub(super) const PLACE: &str = "settings/webhooks";

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    page(&web, &visit, id(&merchant)?, None, Vec::new()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    typed: Option<&Typed>,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let permit = may(visit, merchant, MerchantAct::ViewWebhooks)?;
    let known = webhooks::list(web.ctx(), &permit).await?;
    let (p, shop) = desk(web, visit, merchant, Place::Settings).await?;
    let w = visit.words();
    let home = format!("/studio/{merchant}/{PLACE}");
    // Whoever has chosen nothing yet wants to be told everything.
    let url = typed.map_or("", |typed| typed.get("url"));
    let is_told = |event: HookEvent| typed.is_none_or(|typed| typed.is_on(&field_of(event)));
    let mut fields = fields(w, url, is_told);
    mark(&mut fields, &mut errors);
    let is_wrong = !errors.is_empty();
    let rows = known.iter().map(|it| row(w, it, &home, &shop.profile.time_zone)).collect();
    let page = render(&Settings {
        text: w.text("webhooks-text").to_owned(),
        tables: vec![(w.text("webhooks-title").to_owned(), table(w, rows))],
        other: Some(OtherForm {
            title: w.text("webhook-new").to_owned(),
            action: home,
            fields,
            button: w.text("webhook-new").to_owned(),
        }),
        errors,
        ..blank(&p, visit, merchant, PLACE)
    })?;
    Ok(answer(page, is_wrong))
}

/// Address and events, as a form asks for them.
pub(super) fn fields(w: &Words, url: &str, is_told: impl Fn(HookEvent) -> bool) -> Vec<Field> {
    let mut fields = vec![
        Field::new("url", w.text("webhook-url"))
            .kind(Kind::Url)
            .value(url)
            .hint(w.text("webhook-url-hint"))
            .limit(u32::try_from(domain::webhook::URL_CHARS_MAX).unwrap_or(0)),
    ];
    fields.extend(HookEvent::ALL.into_iter().map(|event| {
        let value = if is_told(event) { "on" } else { "" };
        Field::new(&field_of(event), w.text(event_key(event))).kind(Kind::Check).value(value)
    }));
    fields
}

/// The name of the box of an event.
pub(super) fn field_of(event: HookEvent) -> String {
    event.as_str().replace('.', "-")
}

/// What happened, in words.
pub(super) fn event_key(event: HookEvent) -> &'static str {
    match event {
        HookEvent::Placed => words::key!("webhook-placed"),
        HookEvent::Canceled => words::key!("webhook-canceled"),
        HookEvent::Refunded => words::key!("webhook-refunded"),
        HookEvent::Shipped => words::key!("webhook-shipped"),
        HookEvent::Delivered => words::key!("webhook-delivered"),
        HookEvent::Requested => words::key!("webhook-requested"),
        HookEvent::RefundFailed => words::key!("webhook-refund-failed"),
        HookEvent::StockLow => words::key!("webhook-stock-low"),
    }
}

/// The events whose boxes are ticked.
pub(super) fn ticked(typed: &Typed) -> Vec<HookEvent> {
    HookEvent::ALL.into_iter().filter(|event| typed.is_on(&field_of(*event))).collect()
}

fn table(w: &Words, rows: Vec<Row>) -> Table {
    Table {
        caption: w.text("webhooks-title").to_owned(),
        columns: vec![
            Column::words(w.text("webhook-url")),
            Column::words(w.text("col-state")),
            Column::numbers(w.text("webhook-waiting")),
        ],
        rows,
        foot: Vec::new(),
        csrf: String::new(),
    }
}

fn row(w: &Words, standing: &Standing, home: &str, zone: &TimeZone) -> Row {
    let (hook, _) = standing;
    let detail = match hook.last_success_at {
        Some(at) => w.fill("webhook-last-success", "date", w.date_time(at, zone).as_str()),
        None => w.text("webhook-no-success").to_owned(),
    };
    let (state, level) = state(w, hook.state);
    let cells = vec![
        Cell::Lead { title: hook.url.clone(), detail, href: format!("{home}/{}", hook.id), picture: None },
        Cell::State(Tag { text: state.to_owned(), level }),
        Cell::Number(waiting(w, standing, zone)),
    ];
    Row { cells, fresh: false }
}

/// Whether it is told, in words.
pub(super) fn state(w: &Words, state: HookState) -> (&str, Level) {
    match state {
        HookState::On => (w.text("webhook-on"), Level::Good),
        HookState::Paused => (w.text("webhook-paused"), Level::Info),
        HookState::Stopped => (w.text("webhook-stopped"), Level::Bad),
    }
}

/// How many messages wait for it, and since when.
pub(super) fn waiting(w: &Words, (_, health): &Standing, zone: &TimeZone) -> String {
    match health.oldest_waiting {
        Some(oldest) => w.with(
            "webhook-waiting-since",
            &[("count", Arg::Int(health.waiting)), ("date", Arg::Text(&w.date_time(oldest, zone)))],
        ),
        None => w.number(health.waiting),
    }
}

/// Makes an endpoint; its secret is shown once.
pub async fn make(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditWebhooks)?;
    match webhooks::make(web.ctx(), &permit, typed.get("url"), ticked(&typed)).await {
        Ok(made) => {
            let shown = visit.words().text("webhook-secret-once").to_owned();
            let secret = (shown, made.secret.reveal().to_owned());
            webhook::page(&web, &visit, (merchant, made.webhook.id), Some(secret), webhook::Said::default())
                .await
        }
        Err(error) => {
            let wrong = mistake(visit.words(), error)?;
            page(&web, &visit, merchant, Some(&typed), vec![wrong]).await
        }
    }
}

/// What is wrong with a form about an endpoint.
///
/// # Errors
/// What is not the form's fault.
pub(super) fn mistake(w: &Words, error: HookError) -> Result<FormError, Failure> {
    let url = |key: &'static str| at("url", w.text(key).to_owned());
    Ok(match error {
        HookError::NotFound => return Err(Failure::NotFound),
        HookError::TooMany => whole(w.text("webhook-too-many")),
        HookError::NoEvent => at(&field_of(HookEvent::Placed), w.text("webhook-no-event").to_owned()),
        HookError::Form | HookError::Address(FetchRefusal::Address) => url(words::key!("field-url-invalid")),
        HookError::Address(FetchRefusal::Plain) => url(words::key!("webhook-url-plain")),
        HookError::Address(FetchRefusal::Password) => url(words::key!("field-url-password")),
        HookError::Address(FetchRefusal::Port) => url(words::key!("field-url-port")),
        HookError::Address(FetchRefusal::NotPublic) => url(words::key!("field-url-private")),
        HookError::Address(FetchRefusal::Redirect | FetchRefusal::Closed) => {
            url(words::key!("field-url-refused"))
        }
        HookError::Sealed => whole(w.text("webhook-sealed")),
        HookError::Db(error) => return Err(error.into()),
    })
}
