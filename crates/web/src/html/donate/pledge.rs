//! A pledge as its donor finds it from a mail, from the thanks or from the account: everything that can be done with it is
//! a question by GET and one tap by POST, so that no scanner of links ends a gift.

use app::checkout::MethodChoice;
use app::donations::shield::Trier;
use app::limits::Act as Limited;
use app::pledges::{self, Act, ActError, Change, Paying, PledgeView};
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use domain::donation::interval::{Interval, Until};
use domain::donation::pledge::{Pledge, PledgeState};
use domain::ids::PledgeId;
use serde::Deserialize;
use words::{Arg, Words};

use super::campaign::too_much_or_little;
use super::later;
use crate::Web;
use crate::html::buy::method::{self, card_name};
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer, at, beside, mark, whole};
use crate::html::page::Section;
use crate::html::pages::account::{AccountTab, Saved, SavedEntry};
use crate::html::pages::donate::PledgePage;
use crate::html::pages::orders::OrderAsk;
use crate::html::parts::{FormError, Link};
use crate::html::said::say;
use crate::html::view::page;
use crate::html::{Failure, Visit, render, see_other};

/// The pledge and the secret of its link, as every path here begins.
#[derive(Debug, Clone, Deserialize)]
pub struct Key {
    pledge: String,
    token: String,
}

/// What a mail asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    #[serde(rename = "do")]
    act: String,
}

/// What the forms send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    amount: String,
    cover: String,
    every: String,
    payment: String,
}

pub(super) async fn open(web: &Web, visit: &Visit, key: &Key) -> Result<PledgeView, Failure> {
    let id: PledgeId = key.pledge.parse().map_err(|_| Failure::NotFound)?;
    Ok(pledges::open_by_link(web.ctx(), &visit.actor, id, &key.token).await?)
}

pub(super) fn href(view: &PledgeView) -> String {
    format!("/pledges/{}/{}", view.pledge.id, view.token)
}

/// "€10.00 every month".
pub(in crate::html) fn each(w: &Words, pledge: &Pledge) -> String {
    let key = match pledge.plan.every {
        Interval::Weekly => "pledge-each-weekly",
        Interval::Monthly => "pledge-each-monthly",
        Interval::Quarterly => "pledge-each-quarterly",
        Interval::Yearly => "pledge-each-yearly",
    };
    w.fill(key, "amount", pledge.total())
}

/// "€10.00 every month, first today, until you stop it".
pub(super) fn terms(w: &Words, pledge: &Pledge) -> String {
    let (each, end) = (each(w, pledge), end(w, pledge.plan.until));
    if let Some(day) = pledge.starts_on {
        let date = w.date_of(day);
        let args = [("each", Arg::Text(&each)), ("date", Arg::Text(&date)), ("end", Arg::Text(&end))];
        return w.with("pledge-terms-later", &args);
    }
    match pledge.next_on {
        None => w.with("pledge-terms", &[("each", Arg::Text(&each)), ("end", Arg::Text(&end))]),
        Some(day) => {
            let date = w.date_of(day);
            let args = [("each", Arg::Text(&each)), ("date", Arg::Text(&date)), ("end", Arg::Text(&end))];
            w.with("pledge-terms-next", &args)
        }
    }
}

fn end(w: &Words, until: Until) -> String {
    match until {
        Until::Stopped => w.text("pledge-until-stopped").to_owned(),
        Until::Date(day) => w.fill("pledge-until-date", "date", &*w.date_of(day)),
        Until::Count(count) => w.count("pledge-until-count", i64::from(count)),
    }
}

/// The rhythms as a list to choose from.
pub(super) fn rhythms(w: &Words) -> Vec<(String, String)> {
    Interval::ALL.into_iter().map(|every| (every.as_str().to_owned(), name_of(w, every).to_owned())).collect()
}

pub(super) fn name_of(w: &Words, every: Interval) -> &str {
    w.text(match every {
        Interval::Weekly => "pledge-weekly",
        Interval::Monthly => "pledge-monthly",
        Interval::Quarterly => "pledge-quarterly",
        Interval::Yearly => "pledge-yearly",
    })
}

/// Where it stands, in a sentence.
fn state(w: &Words, pledge: &Pledge) -> String {
    let next = pledge.next_at.map(|at| w.date(at, &pledge.plan.zone)).unwrap_or_default();
    match pledge.state {
        PledgeState::Active if pledge.retry_at.is_some() => w.fill("pledge-retry", "date", &*next),
        PledgeState::Active if pledge.is_held => w.text("pledge-state-waits").to_owned(),
        PledgeState::New | PledgeState::Active => {
            let due = pledge.next_day().map(|day| w.date_of(day)).unwrap_or_default();
            let key = if pledge.waits_for_first() { "pledge-state-first" } else { "pledge-state-active" };
            w.fill(key, "date", &*due)
        }
        PledgeState::NeedsAuthentication => w.text("pledge-state-needs-authentication").to_owned(),
        PledgeState::AtRisk => w.fill("pledge-state-at-risk", "date", &*next),
        PledgeState::Paused if pledge.is_held => w.text("pledge-state-held").to_owned(),
        PledgeState::Paused => w.text("pledge-state-paused").to_owned(),
        PledgeState::Canceled => w.text("pledge-state-canceled").to_owned(),
        PledgeState::Ended => w.text("pledge-state-ended").to_owned(),
    }
}

/// The page; or the question that a mail's link asks.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<Key>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    let pledge = &view.pledge;
    if wanted.act == later::BANK && !pledge.asked.url.is_empty() {
        return later::bank_of_pledge(&web, &visit, &view).await;
    }
    let can = match wanted.act.as_str() {
        "cancel" => !pledge.state.is_over(),
        "pause" => pledge.state.is_running(),
        "resume" => pledge.state == PledgeState::Paused,
        "confirm" => view.owed.is_some() && pledge.state.is_running(),
        _ => false,
    };
    if can {
        return ask(&web, &visit, &view, &wanted.act);
    }
    page_of(&web, &visit, &view, None, Vec::new()).await
}

/// One question, one button.
fn ask(web: &Web, visit: &Visit, view: &PledgeView, act: &str) -> Result<Response, Failure> {
    let p = page(web, visit, Section::Elsewhere);
    let w = p.w;
    let (question, button) = match act {
        "cancel" => ("pledge-sure-cancel", "pledge-cancel"),
        "pause" => ("pledge-sure-pause", "pledge-pause"),
        "resume" => ("pledge-sure-resume", "pledge-resume"),
        _ => ("pledge-sure-confirm", "pledge-confirm"),
    };
    let each = each(w, &view.pledge);
    let owed = view.owed.as_ref().map_or(view.pledge.total(), |(gift, _)| gift.total());
    let args = [
        ("each", Arg::Text(&each)),
        ("amount", Arg::Money(owed)),
        ("nonprofit", Arg::Text(&view.nonprofit.display_name)),
    ];
    render(&OrderAsk {
        p: &p,
        title: w.with(question, &args),
        text: state(w, &view.pledge),
        action: format!("{}/{act}", href(view)),
        hidden: Vec::new(),
        lines: Vec::new(),
        fields: Vec::new(),
        facts: Vec::new(),
        button: w.text(button).to_owned(),
        risky: act == "cancel",
        back: Link { label: w.text("pledge-keep").to_owned(), href: href(view) },
        errors: Vec::new(),
    })
}

async fn page_of(
    web: &Web,
    visit: &Visit,
    view: &PledgeView,
    sent: Option<&Sent>,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let p = page(web, visit, Section::Elsewhere);
    let w = p.w;
    let pledge = &view.pledge;
    let zone = &pledge.plan.zone;
    let known = Sent {
        amount: w.amount(pledge.amount),
        cover: if pledge.cover.is_zero() { String::new() } else { "on".to_owned() },
        every: pledge.plan.every.as_str().to_owned(),
        payment: String::new(),
    };
    let sent = sent.unwrap_or(&known);
    let cover = w.fill("donate-cover", "cover", view.cover_of(pledge.amount));
    let mut fields = vec![
        Field::new("amount", w.text("donate-amount"))
            .kind(Kind::Amount)
            .hint(pledge.amount.currency.code())
            .value(&sent.amount),
        Field::new("every", w.text("pledge-how-often")).kind(Kind::Select(rhythms(w))).value(&sent.every),
        Field::new("cover", &cover).kind(Kind::Check).value(&sent.cover),
    ];
    mark(&mut fields, &mut errors);
    let fact = |key: &str, value: String| (w.text(key).to_owned(), value);
    let method = match pledge.method.token.as_str() {
        "" => w.text("pledge-method-none").to_owned(),
        _ => card_name(w, &pledge.method.brand, &pledge.method.last4),
    };
    let link = |key: &str, act: &str| Link {
        label: w.text(key).to_owned(),
        href: format!("{}?do={act}", href(view)),
    };
    let mut acts = Vec::new();
    if !pledge.asked.url.is_empty() && !pledge.state.is_over() {
        acts.push(link("pledge-answer-bank", later::BANK));
    }
    if view.owed.is_some() && pledge.state.is_running() && !pledge.method.token.is_empty() {
        acts.push(link("pledge-confirm", "confirm"));
    }
    if pledge.state.is_running() {
        acts.push(link("pledge-pause", "pause"));
    }
    if pledge.state == PledgeState::Paused {
        acts.push(link("pledge-resume", "resume"));
    }
    if !pledge.state.is_over() {
        acts.push(link("pledge-cancel", "cancel"));
    }
    let gifts = view.gifts.iter().map(|(gift, token)| {
        let label = w.date(gift.settled_at.unwrap_or(gift.created_at), zone);
        (Link { label, href: format!("/gifts/{}/{token}", gift.id) }, w.money(gift.total()))
    });
    let is_wrong = !errors.is_empty();
    let payee = view.nonprofit.payee.account.as_str();
    let shown = render(&PledgePage {
        p: &p,
        each: each(w, pledge),
        nonprofit: view.nonprofit.display_name.clone(),
        campaign: view.campaign.title.clone(),
        campaign_href: format!("/donate/{}", view.campaign.id),
        state: state(w, pledge),
        facts: vec![
            fact("pledge-since", w.date(pledge.created_at, zone)),
            fact("pledge-row", end(w, pledge.plan.until)),
            fact("pledge-method", method),
        ],
        acts,
        is_open: !pledge.state.is_over(),
        action: href(view),
        fields,
        payments: method::choices_of(web, w, &view.methods, None, &sent.payment),
        new_method: method::new_method_for(web, payee, (pledge.total(), true)).await?,
        gifts: gifts.collect(),
        errors,
    })?;
    Ok(answer(shown, is_wrong))
}

/// The address of a form, opened again.
pub async fn step_again(web: State<Web>, visit: Visit, Path(key): Path<Key>) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    Ok(see_other(&href(&view)))
}

/// Pauses it.
pub async fn pause(web: State<Web>, visit: Visit, Path(key): Path<Key>) -> Result<Response, Failure> {
    tapped(&web, &visit, &key, Act::Pause, words::key!("pledge-paused")).await
}

/// Goes on with it.
pub async fn resume(web: State<Web>, visit: Visit, Path(key): Path<Key>) -> Result<Response, Failure> {
    tapped(&web, &visit, &key, Act::Resume, words::key!("pledge-resumed")).await
}

/// Ends it.
pub async fn cancel(web: State<Web>, visit: Visit, Path(key): Path<Key>) -> Result<Response, Failure> {
    tapped(&web, &visit, &key, Act::Cancel, words::key!("pledge-canceled")).await
}

async fn tapped(
    web: &Web,
    visit: &Visit,
    key: &Key,
    act: Act,
    said: &'static str,
) -> Result<Response, Failure> {
    let view = open(web, visit, key).await?;
    match pledges::act(web.ctx(), &view, act).await {
        Ok(()) => Ok(say(web, said, &href(&view))),
        Err(error) => refused(web, visit, &view, &Sent::default(), error).await,
    }
}

/// Gives the gift that is due now, with its donor there.
pub async fn confirm(web: State<Web>, visit: Visit, Path(key): Path<Key>) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    web.ctx().limit(Limited::Payment, visit.ip)?;
    match pledges::confirm(web.ctx(), &view).await {
        Ok(path) => Ok(see_other(&path)),
        Err(error) => refused(&web, &visit, &view, &Sent::default(), error).await,
    }
}

/// Changes amount and rhythm.
pub async fn change(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<Key>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    let w = visit.words();
    let mut errors = Vec::new();
    let currency = view.pledge.amount.currency;
    let amount = match w.read_amount(&sent.amount, currency) {
        Ok(amount) => match domain::donation::amount::check(amount, None) {
            Ok(()) => Some(amount),
            Err(problem) => {
                errors.push(at("amount", too_much_or_little(w, problem)));
                None
            }
        },
        Err(error) => {
            errors.push(at("amount", w.amount_error(&error)));
            None
        }
    };
    let every = Interval::from_word(&sent.every);
    if every.is_none() {
        errors.push(at("every", w.text("pledge-wrong-rhythm").to_owned()));
    }
    let (Some(amount), Some(every)) = (amount, every) else {
        return page_of(&web, &visit, &view, Some(&sent), errors).await;
    };
    let change = Change { amount, cover: !sent.cover.is_empty(), every };
    match pledges::change(web.ctx(), &view, change).await {
        Ok(()) => Ok(say(&web, words::key!("pledge-changed"), &href(&view))),
        Err(error) => refused(&web, &visit, &view, &sent, error).await,
    }
}

/// Pays with something else from now on.
pub async fn method(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<Key>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    let w = visit.words();
    if sent.payment.is_empty() || sent.payment == method::NEW {
        let needs = w.text("buy-payment-needs-script").to_owned();
        let wrong = vec![beside("method", w.text("pledge-method-title"), needs)];
        return page_of(&web, &visit, &view, None, wrong).await;
    }
    web.ctx().limit(Limited::Payment, visit.ip)?;
    let choice = match sent.payment.parse() {
        Ok(saved) => MethodChoice::Saved(saved),
        Err(_) => MethodChoice::New { token: sent.payment.clone(), remember: false },
    };
    let from = Trier { ip: visit.ip, device: visit.csrf.clone() };
    let bank = (later::return_of_pledge(&web, &view), Some(from));
    let done = pledges::pay_with(web.ctx(), &view, choice, bank).await;
    paid_with(&web, &visit, &view, done).await
}

/// What became of another way to pay; the bank's question has a page that can be opened again.
pub(super) async fn paid_with(
    web: &Web,
    visit: &Visit,
    view: &PledgeView,
    done: Result<Paying, ActError>,
) -> Result<Response, Failure> {
    match done {
        Ok(Paying::From) => Ok(say(web, words::key!("pledge-method-changed"), &href(view))),
        Ok(Paying::Asks) => Ok(see_other(&format!("{}?do={}", href(view), later::BANK))),
        Err(error) => refused(web, visit, view, &Sent::default(), error).await,
    }
}

async fn refused(
    web: &Web,
    visit: &Visit,
    view: &PledgeView,
    sent: &Sent,
    error: ActError,
) -> Result<Response, Failure> {
    let w = visit.words();
    let wrong = match error {
        ActError::Db(error) => return Err(error.into()),
        ActError::Amount(problem) => at("amount", too_much_or_little(w, problem)),
        ActError::Not => whole(w.text("pledge-not")),
        ActError::NotTaking => whole(w.text("pledge-not-taking")),
        ActError::NoSuchMethod | ActError::Method => whole(w.text("pledge-method-refused")),
        ActError::Stopped(stopped) => {
            whole(&w.count("donate-stopped", i64::from(stopped.wait_s.div_ceil(60))))
        }
        ActError::ProviderDown => whole(w.text("pledge-provider-down")),
    };
    let sent = Some(sent).filter(|sent| !sent.amount.is_empty());
    page_of(web, visit, view, sent, vec![wrong]).await
}

/// The regular gifts of an account.
pub async fn list(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let found = pledges::of_account(web.ctx(), &visit.actor).await?;
    let p = page(&web, &visit, Section::Account);
    let w = p.w;
    let entries = found.iter().map(|(pledge, campaign, token)| SavedEntry {
        open: String::new(),
        icon: "heart",
        title: campaign.title.clone(),
        detail: format!("{} · {}", each(w, pledge), state(w, pledge)),
        mark: String::new(),
        edit: format!("/pledges/{}/{token}", pledge.id),
        delete: String::new(),
        prefer: String::new(),
    });
    render(&Saved {
        tab: AccountTab::Pledges,
        title: w.text("pledges-title").to_owned(),
        entries: entries.collect(),
        empty: w.text("pledges-none").to_owned(),
        add: None,
        p: &p,
    })
}
