//! Gifts, the newest first, and all of them as a file.

use std::collections::BTreeSet;

use app::disputes;
use app::donations::{self, PAGE_GIFTS};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::dispute::DisputeState;
use domain::donation::Donation;
use domain::ids::{DonationId, NonprofitId};
use domain::money::Money;
use domain::nonprofit::Nonprofit;
use domain::nonprofit::campaign::Campaign;
use domain::nonprofit::staff::NonprofitAct;
use words::Words;

use super::desk::{Place, desk, id, may};
use crate::Web;
use crate::csv::Csv;
use crate::html::pages::desk::List;
use crate::html::pages::timeline::Empty;
use crate::html::parts::{Level, Link, Pager, Tag};
use crate::html::studio::desk::clock;
use crate::html::studio::log::Paging;
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

/// The list.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::ViewDonors)?;
    let before = paging.before.as_deref().map(id).transpose()?;
    let gifts = donations::donations_of(web.ctx(), &permit, before, PAGE_GIFTS).await?;
    let looks = may(&visit, nonprofit, NonprofitAct::View)?;
    let known = app::nonprofits::desk(web.ctx(), &looks).await?;
    let (found, _, campaigns) = known.ok_or(Failure::NotFound)?;
    let disputed = disputes::of_gifts(web.ctx(), &permit, &gifts).await?;
    let (p, _) = desk(&web, &visit, nonprofit, Place::Gifts).await?;
    let w = visit.words();
    let home = format!("/nonprofits/{nonprofit}/gifts");
    let older = match gifts.last() {
        Some(last) if gifts.len() == PAGE_GIFTS as usize => format!("{home}?before={}", last.id),
        Some(_) | None => String::new(),
    };
    render(&List {
        p: &p,
        title: w.text("desk-gifts").to_owned(),
        text: clock(w, &found.profile.time_zone, !gifts.is_empty()),
        primary: None,
        others: vec![
            Link {
                label: w.text("desk-at-risk").to_owned(),
                href: format!("/nonprofits/{nonprofit}/pledges"),
            },
            Link {
                label: w.text("gift-dispute-title").to_owned(),
                href: format!("/nonprofits/{nonprofit}/disputes"),
            },
            Link { label: w.text("action-download-csv").to_owned(), href: format!("{home}.csv") },
        ],
        views: Vec::new(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table: table(w, &found, &campaigns, (&gifts, &disputed)),
        empty: Empty {
            icon: "gift",
            title: w.text("gifts-empty-title").to_owned(),
            text: w.text("gifts-empty-text").to_owned(),
            action: None,
        },
        pager: Pager { newer: String::new(), older },
    })
}

/// Gifts as a table; campaigns that are not among `campaigns` are left unnamed.
pub(super) fn table(
    w: &Words,
    found: &Nonprofit,
    campaigns: &[Campaign],
    (gifts, disputed): (&[Donation], &[(DonationId, DisputeState)]),
) -> Table {
    let rows = gifts.iter().map(|gift| {
        let campaign = campaigns.iter().find(|campaign| campaign.id == gift.campaign);
        let dispute = disputed.iter().rfind(|(of, _)| *of == gift.id).map(|(_, state)| *state);
        Row {
            cells: vec![
                Cell::Lead {
                    title: donor_name(w, gift),
                    detail: gift.donor.email.clone(),
                    href: format!("/nonprofits/{}/gifts/{}", found.id, gift.id),
                    picture: None,
                },
                Cell::number(&w.money(gift.total())),
                Cell::text(campaign.map_or("", |campaign| campaign.title.as_str())),
                Cell::text(
                    &w.date_time(gift.settled_at.unwrap_or(gift.created_at), &found.profile.time_zone),
                ),
                Cell::States(tags(w, gift, dispute)),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("desk-gifts").to_owned(),
        columns: vec![
            Column::words(w.text("desk-donor")),
            Column::numbers(w.text("donate-amount")),
            Column::words(w.text("receipt-campaign")),
            Column::words(w.text("receipt-given")),
            Column::words(w.text("col-status")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// What a donor is called.
pub(super) fn donor_name(w: &Words, gift: &Donation) -> String {
    match gift.donor.name.as_str() {
        "" => w.text("donate-somebody").to_owned(),
        name => name.to_owned(),
    }
}

/// What became of it, where its newest dispute stands, and whether the donor may be written to.
pub(super) fn tags(w: &Words, gift: &Donation, dispute: Option<DisputeState>) -> Vec<Tag> {
    let tag = |key: &str, level| Tag { text: w.text(key).to_owned(), level };
    let back = match (dispute, gift.is_all_back()) {
        (Some(DisputeState::Lost), _) => words::key!("gift-taken-back"),
        (_, true) => words::key!("donate-back-title"),
        (_, false) => words::key!("gift-part-back"),
    };
    let mut tags = vec![if gift.refunded.is_zero() {
        tag(words::key!("gift-arrived"), Level::Good)
    } else {
        tag(back, Level::Plain)
    }];
    if let Some(DisputeState::Waiting | DisputeState::UnderReview) = dispute {
        tags.push(tag(words::key!("dispute-tag"), Level::Bad));
    }
    if gift.donor.contact_opt_in {
        tags.push(tag(words::key!("gift-contact"), Level::Info));
    }
    if gift.is_test {
        tags.push(tag(words::key!("desk-test"), Level::Warn));
    }
    tags
}

/// Every settled gift as a file: the nonprofit's own books, whatever its standing.
pub async fn export(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
) -> Result<Response, Failure> {
    let permit = may(&visit, id(&nonprofit)?, NonprofitAct::ViewDonors)?;
    let gifts = donations::desk::export_gifts(web.ctx(), &permit).await?;
    // A column for each thing that was ever asked.
    let asked: BTreeSet<&String> = gifts.iter().flat_map(|(gift, _)| gift.answers.0.keys()).collect();
    let asked_heads: Vec<String> = asked.iter().map(|key| format!("answer_{key}")).collect();
    let mut heads = vec![
        "gift",
        "given_at",
        "campaign",
        "purpose",
        "currency",
        "amount",
        "fee_cover",
        "total",
        "given_back",
        "kept",
        "name",
        "email",
        "address",
        "language",
        "may_contact",
        "name_hidden",
        "amount_hidden",
        "test",
        "tribute",
        "tribute_name",
        "tribute_notice_to",
        "tribute_notice",
    ];
    heads.extend(asked_heads.iter().map(String::as_str));
    let mut csv = Csv::new(&heads);
    let yes_or_no = |is: bool| if is { "yes" } else { "no" }.to_owned();
    for (gift, campaign) in &gifts {
        let kept = Money::new(gift.total().amount - gift.refunded.amount, gift.currency());
        let tribute = gift.tribute.as_ref();
        let mut row = vec![
            gift.id.to_string(),
            gift.settled_at.unwrap_or(gift.created_at).to_string(),
            campaign.clone(),
            gift.designation.clone(),
            gift.currency().code().to_owned(),
            gift.amount.to_decimal(),
            gift.cover.to_decimal(),
            gift.total().to_decimal(),
            gift.refunded.to_decimal(),
            kept.to_decimal(),
            gift.donor.name.clone(),
            gift.donor.email.clone(),
            gift.donor.address.clone(),
            gift.locale.clone(),
            yes_or_no(gift.donor.contact_opt_in),
            yes_or_no(gift.donor.hide_name),
            yes_or_no(gift.donor.hide_amount),
            yes_or_no(gift.is_test),
            tribute.map_or(String::new(), |it| it.kind.as_str().to_owned()),
            tribute.map_or(String::new(), |it| it.name.clone()),
            tribute.and_then(|it| it.notice.as_ref()).map_or(String::new(), |it| it.email.clone()),
            tribute.map_or(String::new(), |it| it.told.as_str().to_owned()),
        ];
        row.extend(asked.iter().map(|key| gift.answers.get(key).to_owned()));
        csv.row(&row);
    }
    Ok(csv.into_answer("gifts.csv"))
}
