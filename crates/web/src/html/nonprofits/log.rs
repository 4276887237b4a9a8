//! What a nonprofit's people did, and when.

use app::staff_log;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::ids::NonprofitId;
use domain::nonprofit::staff::NonprofitAct;

use super::desk::{Place, desk, id, may};
use crate::Web;
use crate::html::pages::desk::List;
use crate::html::pages::timeline::Empty;
use crate::html::parts::Pager;
use crate::html::studio::desk::clock;
use crate::html::studio::log::{Paging, older, table};
use crate::html::{Failure, Visit, render};

/// One page of the log.
///
/// # Errors
/// [`Failure`].
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::EditStaff)?;
    let before = paging.before.as_deref().map(id).transpose()?;
    let page = staff_log::of_nonprofit(web.ctx(), &permit, before).await?;
    let (p, found) = desk(&web, &visit, nonprofit, Place::Log).await?;
    let w = visit.words();
    let zone = &found.profile.time_zone;
    render(&List {
        p: &p,
        title: w.text("log-title").to_owned(),
        text: clock(w, zone, !page.lines.is_empty()),
        primary: None,
        others: Vec::new(),
        views: Vec::new(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table: table(w, &page, |at| w.date_time(at, zone)),
        empty: Empty {
            icon: "list",
            title: w.text("log-empty").to_owned(),
            text: String::new(),
            action: None,
        },
        pager: Pager {
            newer: String::new(),
            older: older(&page.lines, &format!("/nonprofits/{nonprofit}/log")),
        },
    })
}
