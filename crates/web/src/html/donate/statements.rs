//! What somebody gave: the account's gifts, and the statement of a year, by account or by the link of a mail.

use app::donations;
use app::donations::statements::{self, Statement};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::ids::NonprofitId;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};

use crate::Web;
use crate::html::page::Section;
use crate::html::pages::account::{AccountTab, Saved, SavedEntry};
use crate::html::view::page;
use crate::html::{Failure, Visit, render};

/// The gifts of an account, with a statement for each nonprofit and year among them.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn list(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let gifts = donations::of_account(web.ctx(), &visit.actor).await?;
    let p = page(&web, &visit, Section::Account);
    let w = p.w;
    let mut known: Vec<domain::nonprofit::Nonprofit> = Vec::new();
    let mut years: Vec<(NonprofitId, i16, i64)> = Vec::new();
    let mut rows = Vec::new();
    for (gift, token) in &gifts {
        let nonprofit = match known.iter().find(|one| one.id == gift.nonprofit) {
            Some(nonprofit) => nonprofit.clone(),
            None => {
                let found = app::nonprofits::find(web.ctx(), gift.nonprofit).await?;
                let Some(found) = found else { continue };
                known.push(found.clone());
                found
            }
        };
        if let Some(year) = statements::year_of(&nonprofit, gift) {
            match years.iter_mut().find(|(of, at, _)| (*of, *at) == (nonprofit.id, year)) {
                Some((_, _, count)) => *count += 1,
                None => years.push((nonprofit.id, year, 1)),
            }
        }
        let day = w.date(gift.settled_at.unwrap_or(gift.created_at), &nonprofit.profile.time_zone);
        rows.push(SavedEntry {
            icon: "heart",
            title: nonprofit.display_name.clone(),
            detail: format!("{} · {day}", w.money(gift.total())),
            open: format!("/gifts/{}/{token}", gift.id),
            ..SavedEntry::default()
        });
    }
    let name_of = |id: NonprofitId| {
        known.iter().find(|one| one.id == id).map_or(String::new(), |one| one.display_name.clone())
    };
    let mut entries: Vec<SavedEntry> = years
        .into_iter()
        .map(|(nonprofit, year, count)| SavedEntry {
            icon: "receipt",
            title: w.fill("statement-open", "year", &*year.to_string()),
            detail: format!("{} · {}", name_of(nonprofit), w.count("statements-gifts", count)),
            open: format!("/account/gifts/{nonprofit}/{year}"),
            ..SavedEntry::default()
        })
        .collect();
    entries.extend(rows);
    render(&Saved {
        tab: AccountTab::Gifts,
        title: w.text("statements-title").to_owned(),
        entries,
        empty: w.text("statements-none").to_owned(),
        add: None,
        p: &p,
    })
}

/// The statement of what the account gave to a nonprofit in a year.
pub async fn of_account(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, year)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = nonprofit.parse().map_err(|_| Failure::NotFound)?;
    let year: i16 = year.parse().map_err(|_| Failure::NotFound)?;
    let found = statements::of_account(web.ctx(), &visit.actor, nonprofit, year).await?;
    file(&web, &visit, found).await
}

/// The statement behind the link of a mail.
pub async fn by_link(
    web: State<Web>,
    visit: Visit,
    Path((donation, year, token)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let donation = donation.parse().map_err(|_| Failure::NotFound)?;
    let year: i16 = year.parse().map_err(|_| Failure::NotFound)?;
    let found = statements::by_link(web.ctx(), donation, year, &token).await?;
    file(&web, &visit, found).await
}

async fn file(web: &Web, visit: &Visit, found: Option<Statement>) -> Result<Response, Failure> {
    let statement = found.ok_or(Failure::NotFound)?;
    let w = visit.words();
    let pdf = statements::pdf(web.ctx(), w, &statement).await.map_err(Failure::ours)?;
    let name = w.text("statement-file");
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (CONTENT_DISPOSITION, format!("inline; filename=\"{name}-{}.pdf\"", statement.year)),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, pdf).into_response())
}
