//! The first page of a nonprofit's desk: where it stands, what it lacks before it can be given to, what was given.

use app::donations::desk as giving;
use app::{nonprofits, sunsets};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::donation::desk::CampaignSum;
use domain::ids::NonprofitId;
use domain::money::{Currency, Money};
use domain::nonprofit::Nonprofit;
use domain::nonprofit::campaign::Campaign;
use domain::nonprofit::staff::NonprofitAct;
use domain::nonprofit::state::NonprofitState;
use domain::sunset::Party;
use words::Words;

use super::desk::{Place, desk, id, may, standing, tag};
use super::{at_risk, campaigns, disputes, gifts};
use crate::Web;
use crate::html::pages::nonprofit::Overview;
use crate::html::pages::studio::{Figure, FirstStep};
use crate::html::parts::Link;
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::view::closing;
use crate::html::{Failure, Visit, render};

/// The newest gifts that are shown.
const GIFTS_SHOWN: u32 = 5;

/// The page.
///
/// # Errors
/// [`Failure`].
pub async fn show(web: State<Web>, visit: Visit, Path(nonprofit): Path<String>) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::View)?;
    let (found, _, campaigns) = nonprofits::desk(web.ctx(), &permit).await?.ok_or(Failure::NotFound)?;
    let sums = giving::sums(web.ctx(), &permit).await?;
    let (p, _) = desk(&web, &visit, nonprofit, Place::Overview).await?;
    let w = visit.words();
    let mut tables = Vec::new();
    if !sums.is_empty() {
        tables.push((w.text("desk-sums").to_owned(), sum_table(w, &visit, nonprofit, &sums)));
    }
    if let Ok(donors) = may(&visit, nonprofit, NonprofitAct::ViewDonors) {
        let newest = app::donations::donations_of(web.ctx(), &donors, None, GIFTS_SHOWN).await?;
        if !newest.is_empty() {
            let disputed = app::disputes::of_gifts(web.ctx(), &donors, &newest).await?;
            let table = gifts::table(w, &found, &campaigns, (&newest, &disputed));
            tables.push((w.text("donate-newest").to_owned(), table));
        }
    }
    let mut notice = standing(w, &found, may(&visit, nonprofit, NonprofitAct::EditProfile).is_ok());
    if notice.is_none()
        && let Ok(donors) = may(&visit, nonprofit, NonprofitAct::ViewDonors)
    {
        let disputed = app::disputes::gifts_waiting(web.ctx(), &donors).await?;
        let risky = app::pledges::at_risk(web.ctx(), &donors).await?;
        notice = match (disputed, risky.len()) {
            (0, 0) => None,
            (0, risky) => Some(at_risk::notice(w, nonprofit, risky)),
            (disputed, _) => Some(disputes::waiting(w, nonprofit, disputed)),
        };
    }
    let party = Party::Nonprofit(nonprofit);
    let stands = sunsets::standing_of(web.ctx(), party).await?.ok_or(Failure::NotFound)?;
    if stands.state.is_ending() {
        notice = notice.or_else(|| Some(closing::standing_notice(w, &stands)));
    }
    let may_campaign = may(&visit, nonprofit, NonprofitAct::Campaign).is_ok();
    render(&Overview {
        p: &p,
        title: found.display_name.clone(),
        state: tag(w, found.state),
        standing: closing::standing_line(w, &stands),
        text: found.profile.mission.clone(),
        primary: may_campaign.then(|| campaigns::new_link(w, nonprofit)),
        notice,
        steps: steps(&web, &visit, &found, &campaigns),
        sums: by_currency(w, &sums),
        tables,
    })
}

/// The way to the first gift, as far as this visitor may go it; nothing once it is gone.
fn steps(web: &Web, visit: &Visit, found: &Nonprofit, campaigns: &[Campaign]) -> Vec<FirstStep> {
    let w = visit.words();
    let link = |act, label: &str, path: &str| {
        may(visit, found.id, act).is_ok().then(|| Link {
            label: w.text(label).to_owned(),
            href: format!("/nonprofits/{}/{path}", found.id),
        })
    };
    let step = |title: &str, text: &str, action: Option<Link>, done: bool| FirstStep {
        title: w.text(title).to_owned(),
        text: w.text(text).to_owned(),
        action: action.filter(|_| !done),
        done,
        next: false,
    };
    let mut steps = vec![
        step(
            words::key!("desk-step-consent"),
            words::key!("desk-step-consent-text"),
            link(NonprofitAct::EditProfile, words::key!("desk-step-consent-go"), "application"),
            found.consent.is_some(),
        ),
        step(
            words::key!("desk-step-verify"),
            match found.state {
                NonprofitState::Refused => words::key!("desk-step-verify-refused"),
                NonprofitState::Suspended => words::key!("desk-step-verify-suspended"),
                NonprofitState::Applied | NonprofitState::Verified => words::key!("desk-step-verify-text"),
            },
            link(NonprofitAct::EditProfile, words::key!("desk-answer"), "application")
                .filter(|_| found.state != NonprofitState::Applied),
            found.takes_donations(),
        ),
    ];
    if web.ctx().needs_payees() {
        steps.push(step(
            words::key!("desk-step-payee"),
            words::key!("desk-step-payee-text"),
            link(NonprofitAct::EditPayee, words::key!("payments-connect"), "settings/payments"),
            found.payee.takes,
        ));
    }
    steps.push(step(
        words::key!("desk-step-campaign"),
        words::key!("desk-step-campaign-text"),
        link(NonprofitAct::Campaign, words::key!("campaign-new"), "campaigns/new"),
        !campaigns.is_empty(),
    ));
    if steps.iter().all(|step| step.done) {
        return Vec::new();
    }
    if let Some(next) = steps.iter_mut().find(|step| step.action.is_some()) {
        next.next = true;
    }
    steps
}

/// What was given in each currency, over all campaigns; gifts of test keys apart.
fn by_currency(w: &Words, sums: &[(Campaign, CampaignSum)]) -> Vec<(String, Vec<Figure>)> {
    let mut kinds: Vec<(bool, Currency)> =
        sums.iter().map(|(_, sum)| (sum.is_test, sum.amount.currency)).collect();
    kinds.sort_by_key(|(is_test, currency)| (*is_test, currency.code()));
    kinds.dedup();
    kinds
        .into_iter()
        .map(|(is_test, currency)| {
            let own: Vec<&CampaignSum> = sums
                .iter()
                .map(|(_, sum)| sum)
                .filter(|sum| sum.is_test == is_test && sum.amount.currency == currency)
                .collect();
            let all = |of: fn(&CampaignSum) -> i64| own.iter().map(|sum| of(sum)).sum::<i64>();
            let figure = |key: &str, value: String| Figure {
                label: w.text(key).to_owned(),
                value,
                detail: String::new(),
            };
            let money = |amount: i64| w.money(Money::new(amount, currency));
            let heading = match is_test {
                true => w.fill("desk-test-gifts", "currency", currency.code()),
                false => currency.code().to_owned(),
            };
            let figures = vec![
                figure(words::key!("desk-gifts"), w.number(all(|sum| sum.gifts))),
                figure(words::key!("desk-given"), money(all(|sum| sum.amount.amount))),
                figure(words::key!("receipt-cover"), money(all(|sum| sum.cover.amount))),
                figure(words::key!("money-donation-refund"), money(all(|sum| -sum.refunded.amount))),
                figure(words::key!("desk-kept"), money(all(|sum| sum.kept().amount))),
            ];
            (heading, figures)
        })
        .collect()
}

/// What each campaign was given, by currency.
fn sum_table(w: &Words, visit: &Visit, nonprofit: NonprofitId, sums: &[(Campaign, CampaignSum)]) -> Table {
    let rows = sums.iter().map(|(campaign, sum)| Row {
        cells: vec![
            Cell::Lead {
                title: campaign.title.clone(),
                detail: if sum.is_test { w.text("desk-test").to_owned() } else { String::new() },
                href: campaigns::href(visit, nonprofit, campaign.id),
                picture: None,
            },
            Cell::number(&w.number(sum.gifts)),
            Cell::number(&w.money(sum.amount)),
            Cell::number(&w.money(sum.cover)),
            Cell::number(&w.money(sum.refunded)),
            Cell::number(&w.money(sum.kept())),
        ],
        fresh: false,
    });
    Table {
        caption: w.text("desk-sums").to_owned(),
        columns: vec![
            Column::words(w.text("receipt-campaign")),
            Column::numbers(w.text("desk-gifts")),
            Column::numbers(w.text("desk-given")),
            Column::numbers(w.text("receipt-cover")),
            Column::numbers(w.text("money-donation-refund")),
            Column::numbers(w.text("desk-kept")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}
