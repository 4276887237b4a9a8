//! Gift Aid at the desk: what can be claimed, claims that were closed, and the schedule of each for HMRC.

use app::donations::gift_aid::{self as aid, AidedGift, Claim, ClaimError};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::donation::gift_aid::{CLAIMED_MAX, SCHEDULE, row};
use domain::ids::NonprofitId;
use domain::money::{Currency, Money};
use domain::nonprofit::staff::NonprofitAct;
use jiff::tz::TimeZone;
use words::Words;

use super::desk::{Place, desk, id, may};
use crate::Web;
use crate::csv::Csv;
use crate::html::pages::nonprofit::{Fact, Record};
use crate::html::parts::{Level, Notice};
use crate::html::said::say;
use crate::html::table::{Action, Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

fn home(nonprofit: NonprofitId) -> String {
    format!("/nonprofits/{nonprofit}/gift-aid")
}

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(nonprofit): Path<String>) -> Result<Response, Failure> {
    page(&web, &visit, id(&nonprofit)?, None).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    nonprofit: NonprofitId,
    refused: Option<Notice>,
) -> Result<Response, Failure> {
    let permit = may(visit, nonprofit, NonprofitAct::ViewDonors)?;
    let (p, found) = desk(web, visit, nonprofit, Place::GiftAid).await?;
    let known = aid::desk(web.ctx(), &permit).await?;
    let w = visit.words();
    let zone = &found.profile.time_zone;
    let mut notices: Vec<Notice> = refused.into_iter().collect();
    let mut notice = |level, title: String, text: &str| {
        notices.push(Notice { level, title, text: text.to_owned(), links: Vec::new() });
    };
    if found.gift_aid_ref.is_empty() {
        notice(Level::Info, w.text("gift-aid-off-title").to_owned(), w.text("gift-aid-off-text"));
    }
    if known.more {
        notice(Level::Info, w.count("gift-aid-more", i64::from(CLAIMED_MAX)), "");
    }
    if !known.back.is_empty() {
        notice(Level::Warn, w.text("gift-aid-back-title").to_owned(), w.text("gift-aid-back-text"));
    }
    let sum = Money::sum(Currency::GBP, known.claimable.iter().map(|gift| gift.amount)).ok();
    let count = i64::try_from(known.claimable.len()).unwrap_or(i64::MAX);
    let may_close = !known.claimable.is_empty()
        && !found.gift_aid_ref.is_empty()
        && may(visit, nonprofit, NonprofitAct::Claim).is_ok();
    let title = w.text("gift-aid-title");
    let back = known.back.iter().map(|(gift, claim, amount)| Row {
        cells: vec![Cell::Lead {
            title: w.money(*amount),
            detail: w.fill("gift-aid-claim", "number", *claim),
            href: format!("/nonprofits/{nonprofit}/gifts/{gift}"),
            picture: None,
        }],
        fresh: false,
    });
    render(&Record {
        text: w.text("gift-aid-text").to_owned(),
        actions: may_close
            .then(|| Action {
                label: w.text("gift-aid-close").to_owned(),
                href: home(nonprofit),
                is_link: false,
                risky: true,
            })
            .into_iter()
            .collect(),
        notices,
        facts: vec![(
            w.text("gift-aid-next").to_owned(),
            vec![
                Fact::new(w.text("desk-gifts"), w.number(count)),
                Fact::new(w.text("receipt-total"), sum.map_or(String::new(), |sum| w.money(sum))),
            ],
        )],
        tables: vec![
            (w.text("gift-aid-claimable").to_owned(), claimable(w, nonprofit, &known.claimable, zone)),
            (w.text("gift-aid-claims").to_owned(), claims(w, nonprofit, &known.claims, zone)),
            (
                w.text("gift-aid-back-title").to_owned(),
                Table {
                    caption: w.text("gift-aid-back-title").to_owned(),
                    columns: vec![Column::words(w.text("donate-amount"))],
                    rows: back.collect(),
                    ..Table::default()
                },
            ),
        ],
        ..Record::new(&p, title)
    })
}

/// Gifts of the next claim that one page shows.
const SHOWN: usize = 50;

fn claimable(w: &Words, nonprofit: NonprofitId, gifts: &[AidedGift], zone: &TimeZone) -> Table {
    let rows = gifts.iter().take(SHOWN).map(|gift| Row {
        cells: vec![
            Cell::Lead {
                title: format!("{} {}", gift.taxpayer.first_name, gift.taxpayer.last_name),
                detail: gift.taxpayer.postcode.clone(),
                href: format!("/nonprofits/{nonprofit}/gifts/{}", gift.donation),
                picture: None,
            },
            Cell::number(&w.money(gift.amount)),
            Cell::text(&w.date(gift.given_at, zone)),
        ],
        fresh: false,
    });
    Table {
        caption: w.text("gift-aid-claimable").to_owned(),
        columns: vec![
            Column::words(w.text("desk-donor")),
            Column::numbers(w.text("donate-amount")),
            Column::words(w.text("receipt-given")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn claims(w: &Words, nonprofit: NonprofitId, claims: &[Claim], zone: &TimeZone) -> Table {
    let rows = claims.iter().map(|claim| Row {
        cells: vec![
            Cell::Lead {
                title: w.fill("gift-aid-claim", "number", claim.number),
                detail: if claim.is_test { w.text("desk-test").to_owned() } else { String::new() },
                href: format!("{}/{}/schedule.csv", home(nonprofit), claim.number),
                picture: None,
            },
            Cell::number(&w.number(claim.gifts)),
            Cell::number(&w.money(claim.amount)),
            Cell::text(&w.date(claim.created_at, zone)),
        ],
        fresh: false,
    });
    Table {
        caption: w.text("gift-aid-claims").to_owned(),
        columns: vec![
            Column::words(w.text("gift-aid-schedule")),
            Column::numbers(w.text("desk-gifts")),
            Column::numbers(w.text("receipt-total")),
            Column::words(w.text("gift-aid-closed-on")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Closes a claim.
pub async fn close(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::Claim)?;
    let w = visit.words();
    let (title, text) = match aid::close(web.ctx(), &permit).await {
        Ok(_) => return Ok(say(&web, words::key!("gift-aid-closed"), &home(nonprofit))),
        Err(ClaimError::Nothing) => (w.text("gift-aid-nothing"), ""),
        // The page says so by itself.
        Err(ClaimError::NoReference) => return page(&web, &visit, nonprofit, None).await,
        Err(ClaimError::Db(error)) => return Err(error.into()),
    };
    let notice =
        Notice { level: Level::Warn, title: title.to_owned(), text: text.to_owned(), links: Vec::new() };
    page(&web, &visit, nonprofit, Some(notice)).await
}

/// A claim as HMRC's schedule.
pub async fn schedule(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, number)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::ViewDonors)?;
    let found = app::nonprofits::find(web.ctx(), nonprofit).await?.ok_or(Failure::NotFound)?;
    let number: i64 = id(&number)?;
    let gifts = aid::claimed(web.ctx(), &permit, number).await?;
    if gifts.is_empty() {
        return Err(Failure::NotFound);
    }
    let mut csv = Csv::new(&SCHEDULE);
    for gift in gifts {
        let day = gift.given_at.to_zoned(found.profile.time_zone.clone()).date();
        csv.row(&row(&gift.taxpayer, day, gift.amount));
    }
    Ok(csv.into_answer(&format!("gift-aid-{number}.csv")))
}
