//! One connected shop: how it stands, what waits for it, what of it cannot be sold, and what can be done about it.

use app::connections::{self, ConnectError, ResendError, Seen, Terms, TryError};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::connection::{Connection, ConnectionState, Send, SendKind, SendState, Unsellable};
use domain::ids::{ConnectionId, MerchantId, SendId};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use words::{Arg, Words};

use super::super::desk::{Place, desk, id, may};
use super::blank;
use super::channel_form::{entered, key_fields, mistake, term_fields, terms};
use super::channels::{PLACE, known_since, platform_name, progress, state};
use crate::Web;
use crate::html::mistakes::{answer, mark};
use crate::html::pages::desk::{self as pages, Ask, Group, OtherForm, Settings};
use crate::html::parts::{Crumbs, FormError, Level, Link, Tag};
use crate::html::said::say;
use crate::html::table::{Action, Cell, Column, Row, Table};
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Said {
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
    Path((merchant, connection)): Path<(String, String)>,
) -> Result<Response, Failure> {
    page(&web, &visit, (id(&merchant)?, id(&connection)?), Said::default()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    (merchant, id): (MerchantId, ConnectionId),
    mut said: Said,
) -> Result<Response, Failure> {
    let permit = may(visit, merchant, MerchantAct::ViewWebhooks)?;
    let seen = connections::view(web.ctx(), &permit, id).await?.ok_or(Failure::NotFound)?;
    let (p, shop) = desk(web, visit, merchant, Place::Settings).await?;
    let (w, zone, now) = (visit.words(), &shop.profile.time_zone, web.ctx().now());
    let (home, connection) = (place(merchant, id), &seen.connection);
    let is_closed = connection.state == ConnectionState::Closed;
    let known = Terms { takes: connection.takes, margin: connection.margin };
    let mut sold = term_fields(w, known, said.typed.as_ref());
    mark(&mut sold, &mut said.errors);
    let peers = &web.ctx().ports().platforms;
    let about = peers.iter().map(|peer| peer.about()).find(|about| about.word == connection.platform);
    let other = about.filter(|_| !is_closed).map(|about| {
        let mut fields = key_fields(w, about, said.typed.as_ref());
        mark(&mut fields, &mut said.errors);
        OtherForm {
            title: w.text("channels-new-keys").to_owned(),
            action: format!("{home}/keys"),
            fields,
            button: w.text("channels-new-keys").to_owned(),
        }
    });
    let is_wrong = !said.errors.is_empty();
    let tables = vec![
        sends(w, words::key!("channels-open"), &seen.open, (merchant, &home), (zone, &p.csrf)),
        (w.text("channels-unsellable").to_owned(), unsellable(w, &seen.refused)),
        sends(w, words::key!("channels-sent"), &seen.sent, (merchant, &home), (zone, &p.csrf)),
    ];
    let page = render(&Settings {
        heading: connection.name.clone(),
        text: w.fill("channels-one-text", "platform", platform_name(web, &connection.platform).as_str()),
        standing: Some(pages::Standing {
            facts: facts(w, &seen, zone, now),
            progress: bar(w, connection),
            actions: actions(w, &home, connection),
        }),
        action: if is_closed { String::new() } else { home.clone() },
        groups: vec![Group { title: w.text("channels-terms").to_owned(), text: String::new(), fields: sold }],
        tables,
        other,
        errors: said.errors,
        ..blank(&p, visit, merchant, PLACE)
    })?;
    Ok(answer(page, is_wrong))
}

fn place(merchant: MerchantId, connection: ConnectionId) -> String {
    format!("/studio/{merchant}/{PLACE}/{connection}")
}

/// How far all of it was read, in percent and words, while it is.
fn bar(w: &Words, connection: &Connection) -> Option<(u64, String)> {
    if connection.state != ConnectionState::On || !connection.pass.is_whole() {
        return None;
    }
    let total = connection.pass_total.filter(|total| *total > 0)?;
    Some(((connection.pass_seen * 100 / total).min(100), progress(w, connection)))
}

fn facts(w: &Words, seen: &Seen, zone: &TimeZone, now: Timestamp) -> Vec<(String, String)> {
    let (connection, health) = (&seen.connection, &seen.health);
    let fact = |key: &'static str, value: String| (w.text(key).to_owned(), value);
    let mut facts = vec![fact("col-state", state(w, connection).text)];
    if !connection.trouble.is_empty() {
        let since = connection.trouble_at.map_or_else(String::new, |at| w.date_time(at, zone));
        facts.push(fact("channels-trouble", format!("{since} · {}", connection.trouble)));
    }
    if connection.not_before > now && connection.state == ConnectionState::On {
        facts.push(fact("channels-next-try", w.date_time(connection.not_before, zone)));
    }
    facts.push(fact("channels-products", w.number(health.products)));
    let waiting = match health.oldest_waiting {
        Some(oldest) => w.with(
            "webhook-waiting-since",
            &[("count", Arg::Int(health.waiting)), ("date", Arg::Text(&w.date_time(oldest, zone)))],
        ),
        None => w.number(health.waiting),
    };
    facts.push(fact("channels-waiting", waiting));
    facts.push(fact("channels-stuck", w.number(health.stuck)));
    facts.push(fact("channels-freshness", known_since(w, connection, zone)));
    let told = match (connection.heard_at, connection.listening_at) {
        (Some(at), _) => w.date_time(at, zone),
        (None, Some(_)) => w.text("channels-told-nothing").to_owned(),
        (None, None) => w.text("channels-not-told").to_owned(),
    };
    facts.push(fact("channels-told", told));
    facts.push(fact("channels-compared", compared(w, connection, zone)));
    let of_day = [
        ("failed", Arg::Int(health.failed)),
        ("busy", Arg::Int(health.busy)),
        ("asked", Arg::Int(health.asked)),
    ];
    facts.push(fact("channels-of-day", w.with("channels-asked-of", &of_day)));
    facts
}

fn compared(w: &Words, connection: &Connection, zone: &TimeZone) -> String {
    let Some(at) = connection.compared_at else { return w.text("channels-not-compared").to_owned() };
    let drift = i64::try_from(connection.drift).unwrap_or(i64::MAX);
    w.with(
        "channels-compared-found",
        &[("date", Arg::Text(&w.date_time(at, zone))), ("count", Arg::Int(drift))],
    )
}

fn actions(w: &Words, home: &str, connection: &Connection) -> Vec<Action> {
    let action = |key: &'static str, path: &str| Action {
        label: w.text(key).to_owned(),
        href: format!("{home}/{path}"),
        is_link: false,
        risky: false,
    };
    let close = Action { is_link: true, risky: true, ..action(words::key!("channels-close"), "close") };
    match connection.state {
        ConnectionState::On => vec![
            action(words::key!("channels-try"), "try"),
            action(words::key!("channels-look"), "look"),
            action(words::key!("channels-compare"), "compare"),
            action(words::key!("channels-pause"), "pause"),
            close,
        ],
        ConnectionState::Paused => vec![action(words::key!("channels-turn-on"), "on"), close],
        ConnectionState::Broken => vec![action(words::key!("channels-pause"), "pause"), close],
        ConnectionState::Closed => Vec::new(),
    }
}

/// What goes to the shop, under its heading.
fn sends(
    w: &Words,
    heading: &'static str,
    sends: &[Send],
    (merchant, home): (MerchantId, &str),
    (zone, csrf): (&TimeZone, &str),
) -> (String, Table) {
    let rows = sends.iter().map(|send| {
        let resend = (send.state == SendState::Stuck).then(|| Action {
            label: w.text("queue-resend").to_owned(),
            href: format!("{home}/sends/{}/resend", send.id),
            is_link: false,
            risky: false,
        });
        let said: Vec<&str> = [send.number.as_str(), send.remark.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        Row {
            cells: vec![
                Cell::Lead {
                    title: match send.kind {
                        SendKind::Trial => w.text(kind_key(send.kind)).to_owned(),
                        SendKind::Order | SendKind::Refund | SendKind::Cancel => {
                            format!("{} · {}", send.order_number, w.text(kind_key(send.kind)))
                        }
                    },
                    detail: w.date_time(send.done_at.unwrap_or(send.since), zone),
                    href: match send.kind {
                        SendKind::Trial => String::new(),
                        SendKind::Order | SendKind::Refund | SendKind::Cancel => {
                            format!("/studio/{merchant}/orders/{}", send.order)
                        }
                    },
                    picture: None,
                },
                Cell::State(send_state(w, send.state)),
                Cell::number(&w.number(i64::from(send.tries))),
                Cell::Code(said.join(" · ")),
                Cell::Actions(resend.into_iter().collect()),
            ],
            fresh: false,
        }
    });
    let table = Table {
        caption: w.text(heading).to_owned(),
        columns: vec![
            Column::words(w.text("channels-what")),
            Column::words(w.text("col-state")),
            Column::numbers(w.text("queue-attempts")),
            Column::words(w.text("webhook-answer")),
            Column::buttons(w.text("col-actions")),
        ],
        rows: rows.collect(),
        foot: Vec::new(),
        csrf: csrf.to_owned(),
    };
    (w.text(heading).to_owned(), table)
}

/// What goes to a shop, in words.
pub(crate) fn kind_key(kind: SendKind) -> &'static str {
    match kind {
        SendKind::Order => words::key!("channels-kind-order"),
        SendKind::Refund => words::key!("channels-kind-refund"),
        SendKind::Cancel => words::key!("channels-kind-cancel"),
        SendKind::Trial => words::key!("channels-kind-trial"),
    }
}

/// How something on its way stands, in words.
pub(crate) fn send_state(w: &Words, state: SendState) -> Tag {
    let (key, level) = match state {
        SendState::Waiting => (words::key!("channels-send-waiting"), Level::Info),
        SendState::Asked => (words::key!("channels-send-asked"), Level::Info),
        SendState::Done => (words::key!("channels-send-done"), Level::Good),
        SendState::Stuck => (words::key!("channels-send-stuck"), Level::Bad),
        SendState::Dropped => (words::key!("channels-send-dropped"), Level::Info),
    };
    Tag { text: w.text(key).to_owned(), level }
}

fn unsellable(w: &Words, refused: &[Unsellable]) -> Table {
    let rows = refused.iter().map(|each| {
        let place: Vec<&str> =
            [each.field.as_str(), each.value.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        let cells = vec![
            Cell::Lead {
                title: each.name.clone(),
                detail: place.join(" · "),
                href: String::new(),
                picture: None,
            },
            Cell::Text(w.import_problem(&each.reason)),
        ];
        Row { cells, fresh: false }
    });
    Table {
        caption: w.text("channels-unsellable").to_owned(),
        columns: vec![Column::words(w.text("channels-product")), Column::words(w.text("channels-why"))],
        rows: rows.collect(),
        foot: Vec::new(),
        csrf: String::new(),
    }
}

fn to_edit(
    visit: &Visit,
    merchant: &str,
    connection: &str,
) -> Result<(MerchantId, ConnectionId, Permit<AtMerchant>), Failure> {
    let (merchant, connection) = (id(merchant)?, id(connection)?);
    Ok((merchant, connection, may(visit, merchant, MerchantAct::EditWebhooks)?))
}

/// The page again: with what was done, or with what is wrong.
async fn done(
    web: &Web,
    visit: &Visit,
    at: (MerchantId, ConnectionId),
    outcome: Result<(), ConnectError>,
    (said, typed): (&'static str, Option<Typed>),
) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(say(web, said, &place(at.0, at.1))),
        Err(error) => {
            let errors = vec![mistake(visit.words(), error)?];
            page(web, visit, at, Said { typed, errors }).await
        }
    }
}

/// Says what of it is sold here.
pub async fn change(
    web: State<Web>,
    visit: Visit,
    Path((merchant, connection)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let (merchant, id, permit) = to_edit(&visit, &merchant, &connection)?;
    let outcome = match terms(&typed) {
        Ok(terms) => connections::set_terms(web.ctx(), &permit, id, terms).await,
        Err(error) => Err(error),
    };
    done(&web, &visit, (merchant, id), outcome, (words::key!("action-saved"), Some(typed))).await
}

/// Brings new keys.
pub async fn keys(
    web: State<Web>,
    visit: Visit,
    Path((merchant, connection)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let (merchant, id, permit) = to_edit(&visit, &merchant, &connection)?;
    let seen = connections::view(web.ctx(), &permit_to_see(&visit, merchant)?, id).await?;
    let platform = seen.ok_or(Failure::NotFound)?.connection.platform;
    let peers = &web.ctx().ports().platforms;
    let about = peers.iter().map(|peer| peer.about()).find(|about| about.word == platform);
    let entered = entered(about.ok_or(Failure::NotFound)?, &typed);
    let outcome = connections::give_keys(web.ctx(), &permit, id, entered).await;
    // What was typed in the other form is none of this one's.
    done(&web, &visit, (merchant, id), outcome, (words::key!("action-saved"), None)).await
}

fn permit_to_see(visit: &Visit, merchant: MerchantId) -> Result<Permit<AtMerchant>, Failure> {
    may(visit, merchant, MerchantAct::ViewWebhooks)
}

/// Has it read at once: what changed.
pub async fn look(
    web: State<Web>,
    visit: Visit,
    Path((merchant, connection)): Path<(String, String)>,
) -> Result<Response, Failure> {
    look_at(&web, &visit, (&merchant, &connection), false).await
}

/// Has it read at once: all of it.
pub async fn compare(
    web: State<Web>,
    visit: Visit,
    Path((merchant, connection)): Path<(String, String)>,
) -> Result<Response, Failure> {
    look_at(&web, &visit, (&merchant, &connection), true).await
}

async fn look_at(
    web: &Web,
    visit: &Visit,
    (merchant, connection): (&str, &str),
    whole: bool,
) -> Result<Response, Failure> {
    let (merchant, id, permit) = to_edit(visit, merchant, connection)?;
    let outcome = connections::look_now(web.ctx(), &permit, id, whole).await;
    done(web, visit, (merchant, id), outcome, (words::key!("channels-looking"), None)).await
}

/// Sends it an order that is canceled again by itself.
pub async fn try_out(
    web: State<Web>,
    visit: Visit,
    Path((merchant, connection)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (merchant, id, permit) = to_edit(&visit, &merchant, &connection)?;
    let said = match connections::try_out(web.ctx(), &permit, id).await {
        // Pressing twice is fine.
        Ok(()) | Err(TryError::Underway) => words::key!("channels-trying"),
        Err(TryError::Nothing) => words::key!("channels-nothing-to-try"),
        Err(TryError::NotFound) => return Err(Failure::NotFound),
        Err(TryError::Db(error)) => return Err(error.into()),
    };
    Ok(say(&web, said, &place(merchant, id)))
}

/// Pauses it.
pub async fn pause(
    web: State<Web>,
    visit: Visit,
    Path((merchant, connection)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (merchant, id, permit) = to_edit(&visit, &merchant, &connection)?;
    let outcome = connections::pause(web.ctx(), &permit, id).await;
    done(&web, &visit, (merchant, id), outcome, (words::key!("action-saved"), None)).await
}

/// Goes on with it.
pub async fn turn_on(
    web: State<Web>,
    visit: Visit,
    Path((merchant, connection)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (merchant, id, permit) = to_edit(&visit, &merchant, &connection)?;
    let outcome = connections::turn_on(web.ctx(), &permit, id).await;
    done(&web, &visit, (merchant, id), outcome, (words::key!("action-saved"), None)).await
}

/// Asks whether it is to be let go of.
pub async fn ask_close(
    web: State<Web>,
    visit: Visit,
    Path((merchant, connection)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (merchant, id, _) = to_edit(&visit, &merchant, &connection)?;
    let permit = permit_to_see(&visit, merchant)?;
    let seen = connections::view(web.ctx(), &permit, id).await?.ok_or(Failure::NotFound)?;
    if seen.connection.state == ConnectionState::Closed {
        return Err(Failure::NotFound);
    }
    let (p, _) = desk(&web, &visit, merchant, Place::Settings).await?;
    let w = visit.words();
    let title = w.text("channels-close").to_owned();
    let open = seen.health.waiting + seen.health.stuck;
    let text = w.with(
        "channels-close-text",
        &[("name", Arg::Text(&seen.connection.name)), ("count", Arg::Int(open))],
    );
    render(&Ask {
        p: &p,
        crumbs: Crumbs(vec![
            Link { label: w.text("channels-title").to_owned(), href: format!("/studio/{merchant}/{PLACE}") },
            Link { label: seen.connection.name.clone(), href: place(merchant, id) },
            Link { label: title.clone(), href: String::new() },
        ]),
        title: title.clone(),
        text,
        action: format!("{}/close", place(merchant, id)),
        hidden: Vec::new(),
        lines: Vec::new(),
        fields: Vec::new(),
        button: title,
        risky: true,
        back: place(merchant, id),
        errors: Vec::new(),
        note: None,
    })
}

/// Lets go of it.
pub async fn close(
    web: State<Web>,
    visit: Visit,
    Path((merchant, connection)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (merchant, id, permit) = to_edit(&visit, &merchant, &connection)?;
    let outcome = connections::close(web.ctx(), &permit, id).await;
    done(&web, &visit, (merchant, id), outcome, (words::key!("channels-let-go"), None)).await
}

/// Sends again what waits for its merchant.
pub async fn resend(
    web: State<Web>,
    visit: Visit,
    Path((merchant, connection, send)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let (merchant, connection, permit) = to_edit(&visit, &merchant, &connection)?;
    let send: SendId = id(&send)?;
    match connections::resend(web.ctx(), &permit, connection, send).await {
        // Pressing twice is fine.
        Ok(_) => Ok(say(&web, words::key!("webhook-sent-again"), &place(merchant, connection))),
        Err(ResendError::NotFound) => Err(Failure::NotFound),
        Err(ResendError::Db(error)) => Err(error.into()),
    }
}
