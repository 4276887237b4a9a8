//! Where the money of the shop's sales goes: connecting an account at the payment provider, what it lacks, letting it
//! go. What the provider says is asked of the provider; what a browser brings back is not believed.

use app::payees::{self, ConnectError};
use app::ports::PaymentError;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{AtMerchant, MerchantAct};
use domain::ids::MerchantId;
use domain::money::BasisPoints;
use domain::payee::{Account, LeftThere, Way, account_name};
use jiff::tz::TimeZone;
use words::Words;

use super::super::desk::{Place, desk, id, may};
use super::own_key::{self, Tried};
use super::{blank, requirements};
use crate::Web;
use crate::html::mistakes::{answer, mark, whole};
use crate::html::pages::desk::{Ask, Payments};
use crate::html::parts::{Crumbs, Level, Link, Notice};
use crate::html::said::say;
use crate::html::table::Action;
use crate::html::{Failure, Visit, render, see_other};

pub(super) fn home(merchant: MerchantId) -> String {
    format!("/studio/{merchant}/settings/payments")
}

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    page(&web, &visit, id(&merchant)?, Tried::default()).await
}

/// The page, with what is wrong with a key that was `tried`.
pub(super) async fn page(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    mut tried: Tried,
) -> Result<Response, Failure> {
    let permit = may(visit, merchant, MerchantAct::EditSettings)?;
    let (p, shop) = desk(web, visit, merchant, Place::Settings).await?;
    let w = visit.words();
    let frame = blank(&p, visit, merchant, "settings/payments");
    let mut shown = Payments {
        p: &p,
        title: frame.title,
        nav: frame.nav,
        heading: frame.heading,
        text: w.text("payments-text-operator").to_owned(),
        state: None,
        deadline: String::new(),
        wanted: Vec::new(),
        facts: Vec::new(),
        connect: None,
        actions: Vec::new(),
        key: None,
        errors: Vec::new(),
    };
    if !web.ctx().needs_payees() {
        return render(&shown);
    }
    w.text("payments-text").clone_into(&mut shown.text);
    let account = payees::find(web.ctx(), &permit).await?;
    let may_connect = visit.actor.may(AtMerchant { merchant, act: MerchantAct::EditPayee }).is_ok();
    shown.state = Some(state(w, account.as_ref(), may_connect));
    shown.facts = facts(w, web, account.as_ref(), &shop.profile.time_zone);
    if let Some(account) = &account {
        shown.wanted = requirements::wanted(w, &account.standing.wanted());
        shown.deadline = account.standing.deadline.map_or_else(String::new, |at| {
            w.fill("payments-deadline", "date", w.date(at, &shop.profile.time_zone).as_str())
        });
    }
    if may_connect {
        shown.connect = next_step(w, merchant, account.as_ref());
        shown.actions = actions(w, merchant, account.as_ref());
        let mut key = own_key::form(w, merchant, account.as_ref(), &tried);
        mark(&mut key.form.fields, &mut tried.errors);
        shown.key = Some(key);
    }
    shown.errors = tried.errors;
    let is_wrong = !shown.errors.is_empty();
    Ok(answer(render(&shown)?, is_wrong))
}

/// How the account stands, and what that means for the shop.
fn state(w: &Words, account: Option<&Account>, may_connect: bool) -> Notice {
    let said = |level, title: &str, text: String| Notice {
        level,
        title: w.text(title).to_owned(),
        text,
        links: Vec::new(),
    };
    let Some(account) = account else {
        let text =
            if may_connect { words::key!("payments-none-text") } else { words::key!("payments-ask-owner") };
        return said(Level::Warn, words::key!("payments-none"), w.text(text).to_owned());
    };
    let standing = &account.standing;
    let why = requirements::why(w, &standing.disabled_reason);
    if !standing.charges_enabled {
        let means = if standing.is_out_of_reach() {
            words::key!("payments-unreached-text")
        } else {
            words::key!("payments-off-text")
        };
        let means = w.text(means);
        return said(
            Level::Bad,
            words::key!("payments-off"),
            format!("{why} {means}").trim_start().to_owned(),
        );
    }
    if !standing.payouts_enabled {
        return said(Level::Warn, words::key!("payments-no-payouts"), why);
    }
    if standing.wants_something() {
        let text = w.text("payments-due-text").to_owned();
        return said(Level::Warn, words::key!("payments-due"), text);
    }
    said(Level::Good, words::key!("payments-on"), String::new())
}

fn facts(w: &Words, web: &Web, account: Option<&Account>, zone: &TimeZone) -> Vec<(String, String)> {
    let fact = |key: &str, value: String| (w.text(key).to_owned(), value);
    let yes_or_no = |is: bool| w.text(if is { words::key!("action-yes") } else { words::key!("action-no") });
    let mut facts = Vec::new();
    if let Some(account) = account {
        facts.push(fact(words::key!("payments-account"), account_name(&account.account).to_owned()));
        if account.way == Way::Key {
            facts.push(fact(words::key!("payments-key"), format!("rk_…{}", account.last4)));
        }
        facts.push(fact(
            words::key!("payments-charges"),
            yes_or_no(account.standing.charges_enabled).to_owned(),
        ));
        facts.push(fact(
            words::key!("payments-payouts"),
            yes_or_no(account.standing.payouts_enabled).to_owned(),
        ));
        facts.push(fact(words::key!("payments-looked-at"), w.date_time(account.looked_at, zone)));
    }
    let fee = BasisPoints(web.ctx().tuning().fee_basis_points());
    let fee = if account.is_some_and(|account| account.way == Way::Key) {
        w.text("payments-fee-own-key").to_owned()
    } else if fee.0 == 0 {
        w.text("payments-fee-none").to_owned()
    } else {
        w.fill("payments-fee-rate", "rate", w.percent(fee).as_str())
    };
    facts.push(fact(words::key!("payments-fee"), fee));
    facts
}

/// The one thing to do, where there is one: connect, or bring what is wanted.
fn next_step(w: &Words, merchant: MerchantId, account: Option<&Account>) -> Option<Link> {
    let label = match account {
        None => words::key!("payments-connect"),
        Some(account) if account.standing.is_out_of_reach() => return None,
        // What its owner has to do, is done at the provider or with another key.
        Some(account) if account.way == Way::Key => return None,
        Some(account) if account.standing.wants_something() => words::key!("payments-go-on"),
        Some(_) => return None,
    };
    Some(Link { label: w.text(label).to_owned(), href: format!("{}/connect", home(merchant)) })
}

fn actions(w: &Words, merchant: MerchantId, account: Option<&Account>) -> Vec<Action> {
    if account.is_none() {
        return Vec::new();
    }
    let action = |key: &str, what: &str, is_link, risky| Action {
        label: w.text(key).to_owned(),
        href: format!("{}/{what}", home(merchant)),
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
    Path(merchant): Path<String>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditPayee)?;
    led(&web, merchant, payees::connect(web.ctx(), &permit, &home(merchant)).await)
}

/// A link of the provider's was too old or used up: to a new one.
pub async fn again(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditPayee)?;
    led(&web, merchant, payees::go_on(web.ctx(), &permit, &home(merchant)).await)
}

fn led(web: &Web, merchant: MerchantId, link: Result<String, ConnectError>) -> Result<Response, Failure> {
    match link {
        Ok(url) => Ok(see_other(&url)),
        Err(error) => refused(web, merchant, error),
    }
}

/// What could not be done is said on the page; what there is not is not found.
fn refused(web: &Web, merchant: MerchantId, error: ConnectError) -> Result<Response, Failure> {
    match error {
        ConnectError::NotHere | ConnectError::Unknown => Err(Failure::NotFound),
        ConnectError::Provider(error) => {
            if let PaymentError::Refused(reason) | PaymentError::NotNow(reason) = &error {
                tracing::error!(merchant.id = %merchant, reason, "the payment provider refused to connect an account");
            }
            Ok(say(web, words::key!("payments-provider-down"), &home(merchant)))
        }
        ConnectError::OnTheWay(_) => Ok(see_other(&format!("{}/disconnect", home(merchant)))),
        ConnectError::Db(error) => Err(error.into()),
    }
}

/// The provider sent its visitor back: the account is looked at, whatever the visitor did there.
pub async fn back(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditPayee)?;
    match payees::look(web.ctx(), &permit).await {
        Ok(()) => Ok(see_other(&home(merchant))),
        Err(error) => refused(&web, merchant, error),
    }
}

/// Looks at the account again.
pub async fn look(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditPayee)?;
    match payees::look(web.ctx(), &permit).await {
        Ok(()) => Ok(say(&web, words::key!("payments-looked"), &home(merchant))),
        Err(error) => refused(&web, merchant, error),
    }
}

/// Asks before the account is let go.
pub async fn ask_disconnect(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
) -> Result<Response, Failure> {
    question(&web, &visit, id(&merchant)?, None).await
}

async fn question(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    waiting: Option<i64>,
) -> Result<Response, Failure> {
    let permit = may(visit, merchant, MerchantAct::EditPayee)?;
    let (account, there) = payees::left(web.ctx(), &permit).await?.ok_or(Failure::NotFound)?;
    let is_refused = waiting.is_some();
    // Where it is out of reach nothing is waited for, and the page says what becomes of what is there.
    let waiting = waiting.filter(|_| !account.standing.is_out_of_reach());
    let (p, _) = desk(web, visit, merchant, Place::Settings).await?;
    let w = visit.words();
    let title = w.text("payments-disconnect").to_owned();
    let page = render(&Ask {
        p: &p,
        crumbs: Crumbs(vec![
            Link { label: w.text("settings-payments").to_owned(), href: home(merchant) },
            Link { label: title.clone(), href: String::new() },
        ]),
        title: title.clone(),
        text: what_is_left(w, &account, there),
        action: format!("{}/disconnect", home(merchant)),
        hidden: Vec::new(),
        lines: Vec::new(),
        fields: Vec::new(),
        button: title,
        risky: true,
        back: home(merchant),
        errors: waiting.map(|orders| whole(&w.count("payments-on-the-way", orders))).into_iter().collect(),
        note: None,
    })?;
    Ok(answer(page, is_refused))
}

/// What it means to let an account go, and what is left there.
fn what_is_left(w: &Words, account: &Account, there: LeftThere) -> String {
    let is_gone = account.standing.is_out_of_reach();
    let (lead, after) = match account.way {
        Way::Onboarded | Way::Key if is_gone => {
            (words::key!("payments-disconnect-ask-gone"), counted(w, there, is_gone))
        }
        Way::Onboarded => {
            (words::key!("payments-disconnect-ask"), vec![w.text("payments-disconnect-again").to_owned()])
        }
        Way::Key => (words::key!("payments-disconnect-ask-key"), counted(w, there, is_gone)),
    };
    let said: Vec<String> = std::iter::once(w.text(lead).to_owned()).chain(after).collect();
    said.join(" ")
}

/// How much of what is left on an account cannot be done from here once it is out of reach.
pub(super) fn counted(w: &Words, there: LeftThere, is_gone: bool) -> Vec<String> {
    let LeftThere { on_the_way, refundable, disputes, refunds } = there;
    let counts = [
        (words::key!("payments-left-held"), if is_gone { on_the_way } else { 0 }),
        (words::key!("payments-left-refundable"), refundable),
        (words::key!("payments-left-disputes"), disputes),
        (words::key!("payments-left-refunds"), refunds),
    ];
    counts.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| w.count(key, count)).collect()
}

/// Lets the account go.
pub async fn disconnect(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditPayee)?;
    match payees::disconnect(web.ctx(), &permit).await {
        Ok(()) => Ok(say(&web, words::key!("payments-disconnected"), &home(merchant))),
        Err(ConnectError::OnTheWay(orders)) => question(&web, &visit, merchant, Some(orders)).await,
        Err(error) => refused(&web, merchant, error),
    }
}
