//! What was paid out to the nonprofit's bank: the list, and each payout line by line beside the books.

use app::money::{self, PayoutStory};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::NonprofitId;
use domain::nonprofit::staff::NonprofitAct;

use super::desk::{Place, desk, id, may};
use crate::Web;
use crate::html::pages::desk::List;
use crate::html::pages::timeline::Empty;
use crate::html::parts::Pager;
use crate::html::studio::payouts::{self, Desk};
use crate::html::{Failure, Visit, render};

/// Where its payouts are shown.
fn home(nonprofit: NonprofitId) -> String {
    format!("/nonprofits/{nonprofit}/payouts")
}

/// The list.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn list(web: State<Web>, visit: Visit, Path(nonprofit): Path<String>) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::ViewDonors)?;
    let paid_out = money::newest(web.ctx(), &permit).await?;
    let (p, found) = desk(&web, &visit, nonprofit, Place::Payouts).await?;
    let w = visit.words();
    render(&List {
        p: &p,
        title: w.text("payouts-title").to_owned(),
        text: if paid_out.is_empty() { String::new() } else { payouts::text(w, &paid_out).to_owned() },
        primary: None,
        others: Vec::new(),
        views: Vec::new(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table: payouts::table(w, &home(nonprofit), &paid_out, &found.profile.time_zone),
        empty: Empty {
            icon: "receipt",
            title: w.text("gifts-payouts-empty").to_owned(),
            text: w.text("gifts-payouts-empty-text").to_owned(),
            action: None,
        },
        pager: Pager::default(),
    })
}

async fn open(
    web: &Web,
    visit: &Visit,
    nonprofit: NonprofitId,
    payout: &str,
) -> Result<PayoutStory, Failure> {
    let permit = may(visit, nonprofit, NonprofitAct::ViewDonors)?;
    money::find(web.ctx(), &permit, id(payout)?).await?.ok_or(Failure::NotFound)
}

/// One payout.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, payout)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let story = open(&web, &visit, nonprofit, &payout).await?;
    let (p, found) = desk(&web, &visit, nonprofit, Place::Payouts).await?;
    let w = visit.words();
    let home = home(nonprofit);
    let desk = Desk {
        back: (w.text("payouts-title").to_owned(), home.clone()),
        home,
        orders: String::new(),
        zone: &found.profile.time_zone,
    };
    render(&payouts::one(w, &p, &story, &desk))
}

/// Its lines as a file.
pub async fn export(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, payout)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let story = open(&web, &visit, id(&nonprofit)?, &payout).await?;
    Ok(payouts::file(&story))
}
