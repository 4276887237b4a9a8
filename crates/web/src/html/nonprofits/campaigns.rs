//! Campaigns: the list, making one, changing it, closing it.

use app::nonprofits::{self, CampaignError};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::ids::{CampaignId, NonprofitId};
use domain::nonprofit::Nonprofit;
use domain::nonprofit::campaign::{Campaign, CampaignPause};
use domain::nonprofit::staff::NonprofitAct;
use words::Words;

use super::campaign_form::{Editing, page, read, said};
use super::desk::{Place, desk, id, may};
use crate::Web;
use crate::html::mistakes::whole;
use crate::html::pages::desk::List;
use crate::html::pages::timeline::Empty;
use crate::html::parts::{Level, Link, Pager, Tag};
use crate::html::said::say;
use crate::html::table::{Action, Cell, Column, Row, Table};
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

/// Where a campaign of the list leads: to its form, or to its public page for those who may only look.
pub(super) fn href(visit: &Visit, nonprofit: NonprofitId, campaign: CampaignId) -> String {
    if may(visit, nonprofit, NonprofitAct::Campaign).is_ok() {
        format!("/nonprofits/{nonprofit}/campaigns/{campaign}")
    } else {
        format!("/donate/{campaign}")
    }
}

/// The way to a new one.
pub(super) fn new_link(w: &Words, nonprofit: NonprofitId) -> Link {
    Link { label: w.text("campaign-new").to_owned(), href: format!("/nonprofits/{nonprofit}/campaigns/new") }
}

/// The list, open ones first.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn list(web: State<Web>, visit: Visit, Path(nonprofit): Path<String>) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::View)?;
    let (found, _, campaigns) = nonprofits::desk(web.ctx(), &permit).await?.ok_or(Failure::NotFound)?;
    let (p, _) = desk(&web, &visit, nonprofit, Place::Campaigns).await?;
    let w = visit.words();
    let may_edit = may(&visit, nonprofit, NonprofitAct::Campaign).is_ok();
    render(&List {
        p: &p,
        title: w.text("desk-campaigns").to_owned(),
        text: match (found.takes_donations(), found.is_vouched_for()) {
            (true, _) => String::new(),
            (false, true) => w.text("desk-lapsed-text").to_owned(),
            (false, false) => w.text("campaign-not-yet").to_owned(),
        },
        primary: may_edit.then(|| new_link(w, nonprofit)),
        others: Vec::new(),
        views: Vec::new(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table: table(&web, &visit, &found, &campaigns, &p.csrf),
        empty: Empty {
            icon: "heart",
            title: w.text("campaign-empty-title").to_owned(),
            text: w.text("desk-step-campaign-text").to_owned(),
            action: None,
        },
        pager: Pager::default(),
    })
}

/// Whether it takes gifts, and why not.
fn tag(w: &Words, pause: Option<CampaignPause>) -> Tag {
    let (key, level) = match pause {
        None => (words::key!("campaign-open"), Level::Good),
        Some(CampaignPause::NotYet) => (words::key!("campaign-waits"), Level::Info),
        Some(CampaignPause::Over) => (words::key!("campaign-over"), Level::Plain),
        Some(CampaignPause::Closed) => (words::key!("campaign-closed"), Level::Plain),
    };
    Tag { text: w.text(key).to_owned(), level }
}

fn table(web: &Web, visit: &Visit, found: &Nonprofit, campaigns: &[Campaign], csrf: &str) -> Table {
    let w = visit.words();
    let now = web.ctx().now();
    let zone = &found.profile.time_zone;
    let may_edit = may(visit, found.id, NonprofitAct::Campaign).is_ok();
    let rows = campaigns.iter().map(|campaign| {
        let home = format!("/nonprofits/{}/campaigns/{}", found.id, campaign.id);
        let (label, what) =
            if campaign.open { ("campaign-close", "close") } else { ("campaign-reopen", "open") };
        let public = Action {
            label: w.text("campaign-public").to_owned(),
            href: format!("/donate/{}", campaign.id),
            is_link: true,
            risky: false,
        };
        let matches = Action {
            label: w.text("match-title").to_owned(),
            href: super::matches::home(found.id, campaign.id),
            is_link: true,
            risky: false,
        };
        let toggle = Action {
            label: w.text(label).to_owned(),
            href: format!("{home}/{what}"),
            is_link: false,
            risky: false,
        };
        let goal = campaign.goal.map_or_else(String::new, |goal| w.money_brief(goal));
        let until = campaign.ends_at.map_or_else(String::new, |at| w.date_time(at, zone));
        Row {
            cells: vec![
                Cell::lead(&campaign.title, &href(visit, found.id, campaign.id)),
                Cell::State(tag(w, campaign.pause(now))),
                Cell::number(&w.money(campaign.raised)),
                Cell::number(&goal),
                Cell::number(&w.number(campaign.gifts)),
                Cell::text(&until),
                Cell::Actions([public, matches].into_iter().chain(may_edit.then_some(toggle)).collect()),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("desk-campaigns").to_owned(),
        columns: vec![
            Column::words(w.text("campaign-title")),
            Column::words(w.text("col-state")),
            Column::numbers(w.text("desk-given")),
            Column::numbers(w.text("campaign-goal")),
            Column::numbers(w.text("desk-gifts")),
            Column::words(w.text("campaign-ends")),
            Column::buttons(w.text("col-actions")),
        ],
        rows: rows.collect(),
        foot: Vec::new(),
        csrf: csrf.to_owned(),
    }
}

/// The form of a new one.
pub async fn new(web: State<Web>, visit: Visit, Path(nonprofit): Path<String>) -> Result<Response, Failure> {
    page(&web, &visit, id(&nonprofit)?, Editing::New, None, Vec::new()).await
}

/// The form of a known one.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, campaign)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let known = own(&web, &visit, nonprofit, &campaign).await?;
    page(&web, &visit, nonprofit, Editing::Known(&known), None, Vec::new()).await
}

async fn own(web: &Web, visit: &Visit, nonprofit: NonprofitId, campaign: &str) -> Result<Campaign, Failure> {
    may(visit, nonprofit, NonprofitAct::Campaign)?;
    let found = nonprofits::campaign(web.ctx(), id(campaign)?).await?;
    let (campaign, _) = found.filter(|(it, _)| it.nonprofit == nonprofit).ok_or(Failure::NotFound)?;
    Ok(campaign)
}

/// Makes one.
pub async fn make(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::Campaign)?;
    let (_, found) = desk(&web, &visit, nonprofit, Place::Campaigns).await?;
    let w = visit.words();
    let (form, mut errors) = read(w, &typed, &found, Editing::New);
    let problems = nonprofits::campaign_problems(&permit, form.clone());
    errors.extend(said(w, problems, &errors));
    if !errors.is_empty() {
        return page(&web, &visit, nonprofit, Editing::New, Some(&typed), errors).await;
    }
    match nonprofits::make_campaign(web.ctx(), &permit, form).await {
        Ok(_) => {
            let home = format!("/nonprofits/{nonprofit}/campaigns");
            Ok(say(&web, words::key!("campaign-made"), &home))
        }
        Err(CampaignError::Problems(problems)) => {
            let errors = said(w, problems, &[]);
            page(&web, &visit, nonprofit, Editing::New, Some(&typed), errors).await
        }
        Err(CampaignError::Lapsed) => {
            let errors = vec![whole(w.text("desk-lapsed-text"))];
            page(&web, &visit, nonprofit, Editing::New, Some(&typed), errors).await
        }
        Err(CampaignError::Unknown) => Err(Failure::NotFound),
        Err(CampaignError::Db(error)) => Err(error.into()),
    }
}

/// Changes one.
pub async fn save(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, campaign)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::Campaign)?;
    let known = own(&web, &visit, nonprofit, &campaign).await?;
    let (_, found) = desk(&web, &visit, nonprofit, Place::Campaigns).await?;
    let w = visit.words();
    let editing = Editing::Known(&known);
    let (form, mut errors) = read(w, &typed, &found, editing);
    let problems = nonprofits::campaign_problems(&permit, form.clone());
    errors.extend(said(w, problems, &errors));
    if !errors.is_empty() {
        return page(&web, &visit, nonprofit, editing, Some(&typed), errors).await;
    }
    match nonprofits::change_campaign(web.ctx(), &permit, known.id, form).await {
        Ok(()) => {
            let home = format!("/nonprofits/{nonprofit}/campaigns");
            Ok(say(&web, words::key!("action-saved"), &home))
        }
        Err(CampaignError::Problems(problems)) => {
            let errors = said(w, problems, &[]);
            page(&web, &visit, nonprofit, editing, Some(&typed), errors).await
        }
        Err(CampaignError::Unknown | CampaignError::Lapsed) => Err(Failure::NotFound),
        Err(CampaignError::Db(error)) => Err(error.into()),
    }
}

/// Closes one, or opens it again.
pub async fn set_open(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, campaign, what)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::Campaign)?;
    let open = match what.as_str() {
        "open" => true,
        "close" => false,
        _ => return Err(Failure::NotFound),
    };
    match nonprofits::set_open(web.ctx(), &permit, id(&campaign)?, open).await {
        Ok(()) => {
            let home = format!("/nonprofits/{nonprofit}/campaigns");
            Ok(say(&web, words::key!("action-saved"), &home))
        }
        Err(CampaignError::Db(error)) => Err(error.into()),
        Err(CampaignError::Unknown | CampaignError::Lapsed | CampaignError::Problems(_)) => {
            Err(Failure::NotFound)
        }
    }
}
