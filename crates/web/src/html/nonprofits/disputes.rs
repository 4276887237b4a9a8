//! Gifts that donors' banks take back: the studio's pages of disputes, at a nonprofit's desk.

use app::disputes::{self, PaidFor};
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use domain::dispute::DisputeState;
use domain::ids::NonprofitId;
use domain::nonprofit::staff::NonprofitAct;
use words::Words;

use super::desk::{Place, desk, id, may};
use crate::Web;
use crate::html::parts::{FormError, Level, Link, Notice};
use crate::html::said::say;
use crate::html::studio::disputes::{Acting, Asked, Standing, dispute_page, list_page, wrong};
use crate::html::typed::Typed;
use crate::html::{Failure, Visit};

fn home(nonprofit: NonprofitId) -> String {
    format!("/nonprofits/{nonprofit}/disputes")
}

/// The list.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn list(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::ViewDonors)?;
    let before = asked.before()?;
    let page = disputes::list(web.ctx(), &permit, before).await?;
    let (p, found) = desk(&web, &visit, nonprofit, Place::Gifts).await?;
    let zone = &found.profile.time_zone;
    let at = Standing { p: &p, w: visit.words(), zone, home: home(nonprofit), is_giving: true };
    list_page(&at, before, &page)
}

/// One dispute.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, dispute)): Path<(String, String)>,
) -> Result<Response, Failure> {
    page(&web, &visit, (id(&nonprofit)?, &dispute), "", Vec::new()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    (nonprofit, dispute): (NonprofitId, &str),
    typed: &str,
    errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let permit = may(visit, nonprofit, NonprofitAct::ViewDonors)?;
    let case = disputes::find(web.ctx(), &permit, id(dispute)?).await?.ok_or(Failure::NotFound)?;
    let PaidFor::Gift(gift) = &case.of else { return Err(Failure::NotFound) };
    let paid_for = format!("/nonprofits/{nonprofit}/gifts/{}", gift.donation.id);
    let (p, found) = desk(web, visit, nonprofit, Place::Gifts).await?;
    let zone = &found.profile.time_zone;
    let at = Standing { p: &p, w: visit.words(), zone, home: home(nonprofit), is_giving: true };
    let may_act = may(visit, nonprofit, NonprofitAct::ReturnGift).is_ok();
    dispute_page(web, &at, &case, Acting { may_act, paid_for }, typed, errors)
}

/// Sends the answer.
pub async fn answer(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, dispute)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::ReturnGift)?;
    let text = typed.get("answer");
    match disputes::answer(web.ctx(), &permit, id(&dispute)?, text).await {
        Ok(()) => Ok(say(&web, "dispute-answered", &format!("{}/{dispute}", home(nonprofit)))),
        Err(error) => {
            let wrong = wrong(visit.words(), error)?;
            page(&web, &visit, (nonprofit, &dispute), text, vec![wrong]).await
        }
    }
}

/// Accepts it.
pub async fn accept(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, dispute)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::ReturnGift)?;
    match disputes::accept(web.ctx(), &permit, id(&dispute)?).await {
        Ok(()) => Ok(say(&web, "dispute-accepted", &format!("{}/{dispute}", home(nonprofit)))),
        Err(error) => {
            let wrong = wrong(visit.words(), error)?;
            page(&web, &visit, (nonprofit, &dispute), "", vec![wrong]).await
        }
    }
}

/// That gifts wait for an answer: for the overview.
pub(super) fn waiting(w: &Words, nonprofit: NonprofitId, count: i64) -> Notice {
    Notice {
        level: Level::Bad,
        title: w.text("gift-dispute-title").to_owned(),
        text: w.count("gift-dispute-count", count),
        links: vec![Link { label: w.text("gift-dispute-go").to_owned(), href: home(nonprofit) }],
    }
}

/// That a gift is or was disputed, and the way there: for the gift's own page.
pub(super) fn on_gift(w: &Words, nonprofit: NonprofitId, all: &[domain::dispute::Dispute]) -> Vec<Notice> {
    let notice = |dispute: &domain::dispute::Dispute| Notice {
        level: if dispute.state == DisputeState::Waiting { Level::Bad } else { Level::Warn },
        title: format!("{}{} {}", w.text("gift-dispute-notice"), w.text("colon"), w.dispute_state(dispute)),
        text: format!("{} {}", w.dispute_reason_text(dispute), w.dispute_state_text(dispute)),
        links: vec![Link {
            label: w.text("dispute-order-link").to_owned(),
            href: format!("{}/{}", home(nonprofit), dispute.id),
        }],
    };
    all.iter().map(notice).collect()
}
