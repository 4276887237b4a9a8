//! Where the money of gifts goes: connecting an account at the payment provider, what it lacks, letting it go. What the
//! provider says is asked of the provider; what a browser brings back is not believed.

use app::payees::{self, ConnectError};
use app::ports::PaymentError;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::NonprofitId;
use domain::nonprofit::staff::NonprofitAct;
use domain::payee::{Account, account_name};
use jiff::tz::TimeZone;
use words::Words;

use super::desk::{Place, desk, id, may, settings};
use crate::Web;
use crate::html::mistakes::{answer, whole};
use crate::html::pages::desk::{Ask, Payments};
use crate::html::parts::{Crumbs, Level, Link, Notice};
use crate::html::said::say;
use crate::html::studio::settings::requirements;
use crate::html::table::Action;
use crate::html::{Failure, Visit, render, see_other};

fn home(nonprofit: NonprofitId) -> String {
    format!("/nonprofits/{nonprofit}/settings/payments")
}

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(nonprofit): Path<String>) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::EditPayee)?;
    let (p, found) = desk(&web, &visit, nonprofit, Place::Settings).await?;
    let w = visit.words();
    let mut shown = Payments {
        p: &p,
        title: w.text("settings-title").to_owned(),
        nav: settings(w, &visit, nonprofit, "settings/payments"),
        heading: w.text("settings-payments").to_owned(),
        text: w.text("gifts-paid-operator").to_owned(),
        state: None,
        deadline: String::new(),
        wanted: Vec::new(),
        facts: Vec::new(),
        connect: None,
        actions: Vec::new(),
        key: None,
        errors: Vec::new(),
    };
    if web.ctx().needs_payees() {
        w.text("gifts-paid-text").clone_into(&mut shown.text);
        let account = payees::find(web.ctx(), &permit).await?;
        let zone = &found.profile.time_zone;
        shown.state = Some(state(w, account.as_ref()));
        shown.connect = next_step(w, nonprofit, account.as_ref());
        if let Some(account) = &account {
            shown.facts = facts(w, account, zone);
            shown.wanted = requirements::wanted(w, &account.standing.wanted());
            shown.deadline = account.standing.deadline.map_or_else(String::new, |at| {
                w.fill("payments-deadline", "date", w.date(at, zone).as_str())
            });
            shown.actions = actions(w, nonprofit);
        }
    }
    render(&shown)
}

/// How the account stands, and what that means for gifts.
fn state(w: &Words, account: Option<&Account>) -> Notice {
    let said = |level, title: &str, text: String| Notice {
        level,
        title: w.text(title).to_owned(),
        text,
        links: Vec::new(),
    };
    let Some(account) = account else {
        let text = w.text("payments-none-text").to_owned();
        return said(Level::Warn, words::key!("gifts-paid-none"), text);
    };
    let standing = &account.standing;
    let why = requirements::why(w, &standing.disabled_reason);
    if !standing.charges_enabled {
        let text = format!("{why} {}", w.text("gifts-paid-off-text"));
        return said(Level::Bad, words::key!("gifts-paid-off"), text.trim_start().to_owned());
    }
    if !standing.payouts_enabled {
        return said(Level::Warn, words::key!("gifts-paid-no-payouts"), why);
    }
    if standing.wants_something() {
        let text = w.text("payments-due-text").to_owned();
        return said(Level::Warn, words::key!("gifts-paid-due"), text);
    }
    said(Level::Good, words::key!("gifts-paid-on"), String::new())
}

fn facts(w: &Words, account: &Account, zone: &TimeZone) -> Vec<(String, String)> {
    let fact = |key: &str, value: String| (w.text(key).to_owned(), value);
    let yes_or_no = |is: bool| w.text(if is { words::key!("action-yes") } else { words::key!("action-no") });
    let standing = &account.standing;
    vec![
        fact(words::key!("payments-account"), account_name(&account.account).to_owned()),
        fact(words::key!("payments-charges"), yes_or_no(standing.charges_enabled).to_owned()),
        fact(words::key!("payments-payouts"), yes_or_no(standing.payouts_enabled).to_owned()),
        fact(words::key!("payments-looked-at"), w.date_time(account.looked_at, zone)),
        fact(words::key!("payments-fee"), w.text("payments-fee-none").to_owned()),
    ]
}

/// The one thing to do, where there is one: connect, or bring what is wanted.
fn next_step(w: &Words, nonprofit: NonprofitId, account: Option<&Account>) -> Option<Link> {
    let label = match account {
        None => words::key!("payments-connect"),
        Some(account) if account.standing.is_out_of_reach() => return None,
        Some(account) if account.standing.wants_something() => words::key!("payments-go-on"),
        Some(_) => return None,
    };
    Some(Link { label: w.text(label).to_owned(), href: format!("{}/connect", home(nonprofit)) })
}

fn actions(w: &Words, nonprofit: NonprofitId) -> Vec<Action> {
    let action = |key: &str, what: &str, is_link, risky| Action {
        label: w.text(key).to_owned(),
        href: format!("{}/{what}", home(nonprofit)),
        is_link,
        risky,
    };
    vec![
        action(words::key!("payments-look"), "look", false, false),
        action(words::key!("payments-disconnect"), "disconnect", true, true),
    ]
}

/// Opens an account where there is none, and leads to the provider's own pages.
pub async fn connect(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::EditPayee)?;
    match payees::connect(web.ctx(), &permit, &home(nonprofit)).await {
        Ok(url) => Ok(see_other(&url)),
        Err(error) => refused(&web, nonprofit, error),
    }
}

/// A link of the provider's was too old or used up: to a new one.
pub async fn again(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::EditPayee)?;
    match payees::go_on(web.ctx(), &permit, &home(nonprofit)).await {
        Ok(url) => Ok(see_other(&url)),
        Err(error) => refused(&web, nonprofit, error),
    }
}

/// What could not be done is said on the page; what there is not is not found.
fn refused(web: &Web, nonprofit: NonprofitId, error: ConnectError) -> Result<Response, Failure> {
    match error {
        ConnectError::NotHere | ConnectError::Unknown => Err(Failure::NotFound),
        ConnectError::Provider(error) => {
            if let PaymentError::Refused(reason) | PaymentError::NotNow(reason) = &error {
                tracing::error!(nonprofit.id = %nonprofit, reason, "the payment provider refused to connect an account");
            }
            Ok(say(web, words::key!("payments-provider-down"), &home(nonprofit)))
        }
        ConnectError::OnTheWay(_) => Ok(see_other(&format!("{}/disconnect", home(nonprofit)))),
        ConnectError::Db(error) => Err(error.into()),
    }
}

/// The provider sent its visitor back: the account is looked at, whatever the visitor did there.
pub async fn back(web: State<Web>, visit: Visit, Path(nonprofit): Path<String>) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::EditPayee)?;
    match payees::look(web.ctx(), &permit).await {
        Ok(()) => Ok(see_other(&home(nonprofit))),
        Err(error) => refused(&web, nonprofit, error),
    }
}

/// Looks at the account again.
pub async fn look(web: State<Web>, visit: Visit, Path(nonprofit): Path<String>) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::EditPayee)?;
    match payees::look(web.ctx(), &permit).await {
        Ok(()) => Ok(say(&web, words::key!("payments-looked"), &home(nonprofit))),
        Err(error) => refused(&web, nonprofit, error),
    }
}

/// Asks before the account is let go.
pub async fn ask_disconnect(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
) -> Result<Response, Failure> {
    question(&web, &visit, id(&nonprofit)?, None).await
}

async fn question(
    web: &Web,
    visit: &Visit,
    nonprofit: NonprofitId,
    waiting: Option<i64>,
) -> Result<Response, Failure> {
    let permit = may(visit, nonprofit, NonprofitAct::EditPayee)?;
    payees::left(web.ctx(), &permit).await?.ok_or(Failure::NotFound)?;
    let (p, _) = desk(web, visit, nonprofit, Place::Settings).await?;
    let w = visit.words();
    let title = w.text("payments-disconnect").to_owned();
    let is_refused = waiting.is_some();
    let page = render(&Ask {
        p: &p,
        crumbs: Crumbs(vec![
            Link { label: w.text("settings-payments").to_owned(), href: home(nonprofit) },
            Link { label: title.clone(), href: String::new() },
        ]),
        title: title.clone(),
        text: format!("{} {}", w.text("gifts-paid-disconnect-ask"), w.text("payments-disconnect-again")),
        action: format!("{}/disconnect", home(nonprofit)),
        hidden: Vec::new(),
        lines: Vec::new(),
        fields: Vec::new(),
        button: title,
        risky: true,
        back: home(nonprofit),
        errors: waiting
            .map(|count| whole(&w.count("payments-gifts-on-the-way", count)))
            .into_iter()
            .collect(),
        note: None,
    })?;
    Ok(answer(page, is_refused))
}

/// Lets the account go.
pub async fn disconnect(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::EditPayee)?;
    match payees::disconnect(web.ctx(), &permit).await {
        Ok(()) => Ok(say(&web, words::key!("payments-disconnected"), &home(nonprofit))),
        Err(ConnectError::OnTheWay(count)) => question(&web, &visit, nonprofit, Some(count)).await,
        Err(error) => refused(&web, nonprofit, error),
    }
}
