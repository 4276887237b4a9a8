//! One of the shop's own programs: how it stands, what it was told, and what can be done about it.

use app::webhooks::{self, HookChange, SendError, Standing};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::{MerchantId, WebhookId};
use domain::webhook::{DeliveryState, HookDelivery, HookState, HookSubject, Webhook};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use words::{Arg, Words};

use super::super::desk::{Place, desk, id, may};
use super::webhooks::{PLACE, event_key, field_of, fields, mistake, state, ticked, waiting};
use super::{blank, select};
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer, mark};
use crate::html::pages::desk::{self as pages, Group, OtherForm, Settings};
use crate::html::parts::{FormError, Level, Notice, Tag};
use crate::html::said::say;
use crate::html::table::{Action, Cell, Column, Row, Table};
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

/// Spans that can be sent again: their word, the words for it, and their hours. The last is a little less than what is remembered.
const SPANS: [(&str, &str, i64); 4] = [
    ("hour", words::key!("webhook-span-hour"), 1),
    ("day", words::key!("webhook-span-day"), 24),
    ("week", words::key!("webhook-span-week"), 24 * 7),
    ("month", words::key!("webhook-span-month"), 24 * 30 - 1),
];

/// What else the page says: what was answered to a test message, what was typed, what is wrong with it.
#[derive(Default)]
pub(super) struct Said {
    notice: Option<Notice>,
    typed: Option<Typed>,
    errors: Vec<FormError>,
}

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path((merchant, hook)): Path<(String, String)>,
) -> Result<Response, Failure> {
    page(&web, &visit, (id(&merchant)?, id(&hook)?), None, Said::default()).await
}

pub(super) async fn page(
    web: &Web,
    visit: &Visit,
    (merchant, hook): (MerchantId, WebhookId),
    secret: Option<(String, String)>,
    mut said: Said,
) -> Result<Response, Failure> {
    let permit = may(visit, merchant, MerchantAct::ViewWebhooks)?;
    let w = visit.words();
    let standing = webhooks::find(web.ctx(), &permit, hook).await;
    let standing = match standing {
        Ok(standing) => standing,
        Err(error) => {
            mistake(w, error)?;
            return Err(Failure::NotFound);
        }
    };
    let told = webhooks::deliveries(web.ctx(), &permit, hook, None).await?.unwrap_or_default();
    let (mut p, shop) = desk(web, visit, merchant, Place::Settings).await?;
    p.notice = said.notice.take().or(p.notice);
    let (home, zone) = (place(merchant, hook), &shop.profile.time_zone);
    let mut form = change_form(w, &standing.0, said.typed.as_ref());
    mark(&mut form, &mut said.errors);
    let is_wrong = !said.errors.is_empty();
    let spans: Vec<(&str, &str)> = SPANS.iter().map(|(word, key, _)| (*word, *key)).collect();
    let page = render(&Settings {
        text: w.text("webhook-text").to_owned(),
        standing: Some(pages::Standing {
            facts: facts(w, &standing, zone),
            progress: None,
            actions: actions(w, &home, standing.1.failed),
        }),
        action: home.clone(),
        groups: vec![Group { title: String::new(), text: String::new(), fields: form }],
        tables: vec![(
            w.text("webhook-messages").to_owned(),
            messages(w, &home, &told.deliveries, merchant, (zone, &p.csrf)),
        )],
        other: Some(OtherForm {
            title: w.text("webhook-replay").to_owned(),
            action: format!("{home}/replay"),
            fields: vec![select(w, "span", w.text("webhook-span"), "day", &spans)],
            button: w.text("webhook-replay").to_owned(),
        }),
        secret,
        errors: said.errors,
        ..blank(&p, visit, merchant, PLACE)
    })?;
    Ok(answer(page, is_wrong))
}

fn change_form(w: &Words, hook: &Webhook, typed: Option<&Typed>) -> Vec<Field> {
    let url = typed.map_or(hook.url.as_str(), |typed| typed.get("url"));
    let is_told = |event| match typed {
        Some(typed) => typed.is_on(&field_of(event)),
        None => hook.events.contains(&event),
    };
    let is_on = match typed {
        Some(typed) => typed.is_on("on"),
        None => hook.state == HookState::On,
    };
    let mut form = fields(w, url, is_told);
    let on = Field::new("on", w.text("webhook-send")).kind(Kind::Check).value(if is_on { "on" } else { "" });
    form.push(on.hint(w.text("webhook-send-hint")));
    form
}

fn facts(w: &Words, standing: &Standing, zone: &TimeZone) -> Vec<(String, String)> {
    let (hook, health) = standing;
    let taken = match hook.last_success_at {
        Some(at) => w.date_time(at, zone),
        None => w.text("webhook-no-success").to_owned(),
    };
    let of_day = [("refused", Arg::Int(health.refused_of_day)), ("tried", Arg::Int(health.tried_of_day))];
    let mut facts = vec![
        (w.text("col-state").to_owned(), state(w, hook.state).0.to_owned()),
        (w.text("webhook-last-taken").to_owned(), taken),
        (w.text("webhook-waiting").to_owned(), waiting(w, standing, zone)),
        (w.text("webhook-of-day").to_owned(), w.with("webhook-refused-of", &of_day)),
    ];
    facts.extend(hook.last_failure_at.map(|at| {
        let said = format!("{} · {}", w.date_time(at, zone), hook.last_failure);
        (w.text("webhook-last-failure").to_owned(), said)
    }));
    facts
}

fn actions(w: &Words, home: &str, failed: i64) -> Vec<Action> {
    let action = |label: &str, path: &str, risky| Action {
        label: label.to_owned(),
        href: format!("{home}/{path}"),
        is_link: false,
        risky,
    };
    let mut actions = vec![action(w.text("webhook-ping"), "ping", false)];
    if failed > 0 {
        actions.push(action(&w.count("webhook-resend-failed", failed), "resend", false));
    }
    actions.push(action(w.text("webhook-rotate"), "rotate", true));
    actions.push(action(w.text("action-remove"), "remove", true));
    actions
}

fn messages(
    w: &Words,
    home: &str,
    told: &[HookDelivery],
    merchant: MerchantId,
    (zone, csrf): (&TimeZone, &str),
) -> Table {
    let rows = told.iter().map(|message| {
        let (state, level) = match message.state {
            DeliveryState::Waiting => (words::key!("webhook-message-waiting"), Level::Info),
            DeliveryState::Delivered => (words::key!("webhook-message-delivered"), Level::Good),
            DeliveryState::Failed => (words::key!("webhook-message-failed"), Level::Bad),
        };
        let label = match message.state {
            DeliveryState::Waiting => None,
            DeliveryState::Delivered => Some(words::key!("webhook-replay")),
            DeliveryState::Failed => Some(words::key!("queue-resend")),
        };
        let resend = label.map(|label| Action {
            label: w.text(label).to_owned(),
            href: format!("{home}/deliveries/{}/resend", message.id),
            is_link: false,
            risky: false,
        });
        let status = message.status.map_or_else(String::new, |status| format!("HTTP {status}"));
        let parts: Vec<&str> =
            [status.as_str(), message.answer.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        Row {
            cells: vec![
                Cell::Lead {
                    title: format!("{} · {}", message.name, w.text(event_key(message.event))),
                    detail: w.date_time(message.happened_at, zone),
                    href: match message.subject {
                        HookSubject::Order(order) => format!("/studio/{merchant}/orders/{order}"),
                        HookSubject::Variant(_) => format!("/studio/{merchant}/products"),
                    },
                    picture: None,
                },
                Cell::State(Tag { text: w.text(state).to_owned(), level }),
                Cell::number(&w.number(i64::from(message.tries))),
                Cell::Code(parts.join(" · ")),
                Cell::Actions(resend.into_iter().collect()),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("webhook-messages").to_owned(),
        columns: vec![
            Column::words(w.text("webhook-message")),
            Column::words(w.text("col-state")),
            Column::numbers(w.text("queue-attempts")),
            Column::words(w.text("webhook-answer")),
            Column::buttons(w.text("col-actions")),
        ],
        rows: rows.collect(),
        foot: Vec::new(),
        csrf: csrf.to_owned(),
    }
}

/// Changes where it listens, what it is told, and whether.
pub async fn change(
    web: State<Web>,
    visit: Visit,
    Path((merchant, hook)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let (merchant, hook, permit) = to_edit(&visit, &merchant, &hook)?;
    let change = HookChange {
        url: Some(typed.get("url").to_owned()),
        events: Some(ticked(&typed)),
        is_on: Some(typed.is_on("on")),
    };
    match webhooks::change(web.ctx(), &permit, hook, change).await {
        Ok(_) => Ok(say(&web, words::key!("action-saved"), &place(merchant, hook))),
        Err(error) => {
            let errors = vec![mistake(visit.words(), error)?];
            let said = Said { typed: Some(typed), errors, notice: None };
            page(&web, &visit, (merchant, hook), None, said).await
        }
    }
}

fn to_edit(
    visit: &Visit,
    merchant: &str,
    hook: &str,
) -> Result<(MerchantId, WebhookId, Permit<AtMerchant>), Failure> {
    let (merchant, hook) = (id(merchant)?, id(hook)?);
    Ok((merchant, hook, may(visit, merchant, MerchantAct::EditWebhooks)?))
}

fn place(merchant: MerchantId, hook: WebhookId) -> String {
    format!("/studio/{merchant}/{PLACE}/{hook}")
}

/// Sends a test message, and shows what was answered.
pub async fn ping(
    web: State<Web>,
    visit: Visit,
    Path((merchant, hook)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (merchant, hook, permit) = to_edit(&visit, &merchant, &hook)?;
    let w = visit.words();
    let said = match webhooks::ping(web.ctx(), &permit, hook).await {
        Ok(pinged) => {
            let status = pinged.status.map_or_else(String::new, |status| format!("HTTP {status} "));
            let (level, title) = match pinged.is_taken {
                true => (Level::Good, words::key!("webhook-ping-taken")),
                false => (Level::Bad, words::key!("webhook-ping-refused")),
            };
            let text = format!("{status}{}", pinged.answer);
            let notice = Notice { level, title: w.text(title).to_owned(), text, links: Vec::new() };
            Said { notice: Some(notice), ..Said::default() }
        }
        Err(error) => Said { errors: vec![mistake(w, error)?], ..Said::default() },
    };
    page(&web, &visit, (merchant, hook), None, said).await
}

/// Gives it a new secret, shown once.
pub async fn rotate(
    web: State<Web>,
    visit: Visit,
    Path((merchant, hook)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (merchant, hook, permit) = to_edit(&visit, &merchant, &hook)?;
    let w = visit.words();
    match webhooks::rotate(web.ctx(), &permit, hook).await {
        Ok(made) => {
            let secret = (w.text("webhook-secret-rotated").to_owned(), made.secret.reveal().to_owned());
            page(&web, &visit, (merchant, hook), Some(secret), Said::default()).await
        }
        Err(error) => {
            mistake(w, error)?;
            Err(Failure::NotFound)
        }
    }
}

/// Removes it.
pub async fn remove(
    web: State<Web>,
    visit: Visit,
    Path((merchant, hook)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (merchant, hook, permit) = to_edit(&visit, &merchant, &hook)?;
    match webhooks::remove(web.ctx(), &permit, hook).await {
        Ok(()) => Ok(say(&web, words::key!("action-saved"), &format!("/studio/{merchant}/{PLACE}"))),
        Err(error) => {
            mistake(visit.words(), error)?;
            Err(Failure::NotFound)
        }
    }
}

/// Sends one message again.
pub async fn resend(
    web: State<Web>,
    visit: Visit,
    Path((merchant, hook, delivery)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let (merchant, hook, permit) = to_edit(&visit, &merchant, &hook)?;
    let done = webhooks::resend(web.ctx(), &permit, hook, id(&delivery)?).await;
    sent(&web, merchant, hook, done.map(|()| 1))
}

/// Sends all again that was given up.
pub async fn resend_failed(
    web: State<Web>,
    visit: Visit,
    Path((merchant, hook)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (merchant, hook, permit) = to_edit(&visit, &merchant, &hook)?;
    sent(&web, merchant, hook, webhooks::resend_failed(web.ctx(), &permit, hook).await)
}

/// Sends a span again.
pub async fn replay(
    web: State<Web>,
    visit: Visit,
    Path((merchant, hook)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let (merchant, hook, permit) = to_edit(&visit, &merchant, &hook)?;
    let from = began(&typed, web.ctx().now());
    sent(&web, merchant, hook, webhooks::replay(web.ctx(), &permit, hook, from).await)
}

/// When the span that was chosen began; a day where none was.
fn began(typed: &Typed, now: Timestamp) -> Timestamp {
    let chosen = SPANS.iter().find(|(word, ..)| *word == typed.get("span"));
    now - SignedDuration::from_hours(chosen.map_or(24, |(.., hours)| *hours))
}

fn sent(
    web: &Web,
    merchant: MerchantId,
    hook: WebhookId,
    done: Result<u64, SendError>,
) -> Result<Response, Failure> {
    let key = match done {
        // Pressing twice is fine.
        Ok(_) | Err(SendError::Waiting) => words::key!("webhook-sent-again"),
        Err(SendError::Stopped) => words::key!("webhook-stopped-first"),
        Err(SendError::NotFound | SendError::Span) => return Err(Failure::NotFound),
        Err(SendError::Db(error)) => return Err(error.into()),
    };
    Ok(say(web, key, &place(merchant, hook)))
}
