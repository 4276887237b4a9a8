//! Sponsors who match gifts to a campaign, and what each is asked to pay, row by row.

use app::matching::{self, MatchView, PAGE_ENTRIES};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::donation::matching::{Entry, EntryKind, Match, MatchPhase};
use domain::ids::{CampaignId, NonprofitId};
use domain::money::Money;
use domain::nonprofit::campaign::Campaign;
use domain::nonprofit::staff::NonprofitAct;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use words::Words;
use words::matching::{deadline, rule};

use super::desk::{Place, desk, id, may};
use crate::Web;
use crate::csv::Csv;
use crate::html::pages::desk::List;
use crate::html::pages::nonprofit::{Fact, Record};
use crate::html::pages::timeline::Empty;
use crate::html::parts::{Crumbs, Level, Link, Pager, Tag};
use crate::html::table::{Action, Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

/// Where the promises to a campaign stand.
pub(super) fn home(nonprofit: NonprofitId, campaign: CampaignId) -> String {
    format!("/nonprofits/{nonprofit}/campaigns/{campaign}/matches")
}

/// Where one promise stands.
pub(super) fn href(one: &Match) -> String {
    format!("/nonprofits/{}/matches/{}", one.nonprofit, one.id)
}

/// Every promise to a campaign, those that began last first.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn list(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, campaign)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::View)?;
    let found = matching::of_campaign(web.ctx(), &permit, id(&campaign)?).await?;
    let (campaign, promised) = found.ok_or(Failure::NotFound)?;
    let (p, profile) = desk(&web, &visit, nonprofit, Place::Campaigns).await?;
    let w = visit.words();
    let new =
        Link { label: w.text("match-new").to_owned(), href: format!("{}/new", home(nonprofit, campaign.id)) };
    render(&List {
        p: &p,
        title: w.fill("match-of", "campaign", &*campaign.title),
        text: w.text("match-text").to_owned(),
        primary: may(&visit, nonprofit, NonprofitAct::Campaign).is_ok().then_some(new),
        others: Vec::new(),
        views: Vec::new(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table: table(w, &promised, &profile.profile.time_zone, web.ctx().now()),
        empty: Empty {
            icon: "heart",
            title: w.text("match-empty-title").to_owned(),
            text: w.text("match-empty-text").to_owned(),
            action: None,
        },
        pager: Pager::default(),
    })
}

fn table(w: &Words, promised: &[Match], zone: &TimeZone, now: Timestamp) -> Table {
    let rows = promised.iter().map(|one| Row {
        cells: vec![
            Cell::Lead { title: one.sponsor.clone(), detail: rule(w, one), href: href(one), picture: None },
            Cell::States(tags(w, one, now)),
            Cell::number(&w.money(one.cap)),
            Cell::number(&w.money(one.matched)),
            Cell::number(&w.money(one.left())),
            Cell::text(&deadline(w, one.until(), zone)),
        ],
        fresh: false,
    });
    Table {
        caption: w.text("match-title").to_owned(),
        columns: vec![
            Column::words(w.text("match-who")),
            Column::words(w.text("col-state")),
            Column::numbers(w.text("match-promised")),
            Column::numbers(w.text("match-to-pay")),
            Column::numbers(w.text("match-left")),
            Column::words(w.text("match-ends")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Where it stands, and that it is of test gifts.
fn tags(w: &Words, one: &Match, now: Timestamp) -> Vec<Tag> {
    let (key, level) = match one.phase(now) {
        MatchPhase::Waiting => (words::key!("match-state-waiting"), Level::Info),
        MatchPhase::Open => (words::key!("match-state-open"), Level::Good),
        MatchPhase::UsedUp => (words::key!("match-state-used-up"), Level::Plain),
        MatchPhase::Over => (words::key!("match-state-over"), Level::Plain),
    };
    let mut tags = vec![Tag { text: w.text(key).to_owned(), level }];
    if one.is_test {
        tags.push(Tag { text: w.text("desk-test").to_owned(), level: Level::Warn });
    }
    tags
}

/// Which page of rows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Rows {
    /// Those before this number.
    before: Option<String>,
}

/// One promise with its rows.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, one)): Path<(String, String)>,
    Query(rows): Query<Rows>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::View)?;
    let before = rows.before.as_deref().map(id).transpose()?;
    let found = matching::find(web.ctx(), &permit, id(&one)?, before).await?;
    let MatchView { one, campaign, entries } = found.ok_or(Failure::NotFound)?;
    let (p, profile) = desk(&web, &visit, nonprofit, Place::Campaigns).await?;
    let (w, now, zone) = (visit.words(), web.ctx().now(), &profile.profile.time_zone);
    let at = href(&one);
    let action = |key: &str, path: &str, risky| Action {
        label: w.text(key).to_owned(),
        href: format!("{at}/{path}"),
        is_link: true,
        risky,
    };
    let mut actions = vec![action(words::key!("action-download-csv"), "entries.csv", false)];
    if may(&visit, nonprofit, NonprofitAct::Campaign).is_ok() && one.phase(now) != MatchPhase::Over {
        actions.push(action(words::key!("match-raise"), "raise", false));
        actions.push(action(words::key!("match-end"), "end", true));
    }
    let older = match entries.last() {
        Some((last, _)) if entries.len() == PAGE_ENTRIES as usize => format!("{at}?before={}", last.number),
        Some(_) | None => String::new(),
    };
    let sees_gifts = may(&visit, nonprofit, NonprofitAct::ViewDonors).is_ok();
    render(&Record {
        crumbs: crumbs(w, &campaign, &one, ""),
        states: tags(w, &one, now),
        text: rule(w, &one),
        actions,
        facts: vec![(w.text("match-facts").to_owned(), facts(w, &one, &campaign, zone))],
        tables: vec![(
            w.text("match-entries").to_owned(),
            entry_table(w, nonprofit, &entries, sees_gifts, zone),
        )],
        pager: Pager { newer: String::new(), older },
        ..Record::new(&p, &one.sponsor)
    })
}

/// The way back from a promise, or from what hangs below it at `href`.
pub(super) fn crumbs(w: &Words, campaign: &Campaign, one: &Match, href: &str) -> Crumbs {
    Crumbs(vec![
        Link {
            label: w.text("desk-campaigns").to_owned(),
            href: format!("/nonprofits/{}/campaigns", one.nonprofit),
        },
        Link {
            label: w.fill("match-of", "campaign", &*campaign.title),
            href: home(one.nonprofit, one.campaign),
        },
        Link { label: one.sponsor.clone(), href: href.to_owned() },
    ])
}

fn facts(w: &Words, one: &Match, campaign: &Campaign, zone: &TimeZone) -> Vec<Fact> {
    let fact = |key: &str, value: String| Fact::new(w.text(key), value);
    let mut facts = vec![
        fact(words::key!("receipt-campaign"), campaign.title.clone()).to(&format!("/donate/{}", campaign.id)),
        fact(words::key!("match-promised"), w.money(one.cap)),
        fact(words::key!("match-to-pay"), w.money(one.matched)),
        fact(words::key!("match-left"), w.money(one.left())),
        fact(words::key!("match-starts"), w.date_time(one.starts_at, zone)),
        fact(words::key!("match-ends"), w.date_time(one.ends_at, zone)),
    ];
    if let Some(at) = one.ended_at {
        facts.push(fact(words::key!("match-ended-at"), w.date_time(at, zone)));
    }
    if !one.link.is_empty() {
        // Plain: what a sponsor's page is, its nonprofit's people know.
        facts.push(fact(words::key!("match-link"), one.link.clone()));
    }
    facts
}

fn kind_of(w: &Words, kind: EntryKind) -> &str {
    match kind {
        EntryKind::Promised => w.text("match-kind-promised"),
        EntryKind::Gift => w.text("match-kind-gift"),
        EntryKind::Back => w.text("match-kind-back"),
    }
}

/// What a row moves of what the sponsor is asked to pay.
fn moved(entry: &Entry) -> Option<Money> {
    match entry.kind {
        EntryKind::Promised => None,
        EntryKind::Gift => Some(entry.amount),
        EntryKind::Back => Some(Money::new(-entry.amount.amount, entry.amount.currency)),
    }
}

fn entry_table(
    w: &Words,
    nonprofit: NonprofitId,
    entries: &[(Entry, Option<Money>)],
    sees_gifts: bool,
    zone: &TimeZone,
) -> Table {
    let rows = entries.iter().map(|(entry, gift)| {
        let href = entry.gift.filter(|_| sees_gifts);
        let amount = |money: Option<Money>| Cell::number(&money.map_or_else(String::new, |it| w.money(it)));
        Row {
            cells: vec![
                Cell::Lead {
                    title: kind_of(w, entry.kind).to_owned(),
                    detail: w.date_time(entry.at, zone),
                    href: href
                        .map_or_else(String::new, |gift| format!("/nonprofits/{nonprofit}/gifts/{gift}")),
                    picture: None,
                },
                Cell::number(&w.number(entry.number)),
                amount(*gift),
                amount(moved(entry)),
                amount(Some(entry.amount).filter(|_| entry.kind == EntryKind::Promised)),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("match-entries").to_owned(),
        columns: vec![
            Column::words(w.text("match-kind")),
            Column::numbers(w.text("match-number")),
            Column::numbers(w.text("match-gift")),
            Column::numbers(w.text("match-sum")),
            Column::numbers(w.text("match-promised")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// All rows as a file, oldest first, with what the sponsor is asked to pay after each. It names no donor: it is made to be
/// handed on.
pub async fn export(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, one)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let permit = may(&visit, id(&nonprofit)?, NonprofitAct::View)?;
    let found = matching::entries_for_file(web.ctx(), &permit, id(&one)?).await?;
    let MatchView { one, campaign, entries } = found.ok_or(Failure::NotFound)?;
    let mut csv = Csv::new(&[
        "number",
        "happened_at",
        "sponsor",
        "campaign",
        "kind",
        "gift",
        "currency",
        "gift_amount",
        "promised",
        "matched",
        "asked_to_pay",
        "test",
    ]);
    let currency = one.cap.currency;
    let mut asked = Money::zero(currency);
    for (entry, gift) in entries {
        let moved = moved(&entry);
        asked = Money::new(asked.amount + moved.map_or(0, |moved| moved.amount), currency);
        let decimal = |money: Option<Money>| money.map_or_else(String::new, Money::to_decimal);
        csv.row(&[
            entry.number.to_string(),
            entry.at.to_string(),
            one.sponsor.clone(),
            campaign.title.clone(),
            entry.kind.as_str().to_owned(),
            entry.gift.map_or_else(String::new, |gift| gift.to_string()),
            currency.code().to_owned(),
            decimal(gift),
            decimal(Some(entry.amount).filter(|_| entry.kind == EntryKind::Promised)),
            decimal(moved),
            asked.to_decimal(),
            if one.is_test { "yes" } else { "no" }.to_owned(),
        ]);
    }
    Ok(csv.into_answer(&format!("{}.csv", one.id)))
}
