//! What was paid out to the shop's bank: the list, and each payout line by line beside the books.

use app::money::{self, PayoutStory};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::MerchantId;
use domain::payout::{LineKind, Payout, PayoutState, difference};
use jiff::tz::TimeZone;
use words::Words;

use super::desk::{Place, desk, id, may};
use crate::Web;
use crate::csv::Csv;
use crate::html::page::Page;
use crate::html::pages::buy::ReviewRow;
use crate::html::pages::studio::StudioPayout;
use crate::html::parts::{Crumbs, Level, Link, Notice, Tag};
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

/// Payouts, the newest first, each with its page below `home`.
pub(in crate::html) fn table(w: &Words, home: &str, payouts: &[PayoutStory], zone: &TimeZone) -> Table {
    let rows = payouts.iter().map(|story| {
        let payout = &story.payout;
        Row {
            cells: vec![
                Cell::lead(&w.date(payout.arrives_at, zone), &format!("{home}/{}", payout.id)),
                Cell::number(&w.money(payout.amount)),
                Cell::State(tag(w, payout)),
                Cell::State(compared(w, story)),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("payouts-title").to_owned(),
        columns: vec![
            Column::words(w.text("payout-arrives")),
            Column::numbers(w.text("dispute-fact-amount")),
            Column::words(w.text("col-state")),
            Column::words(w.text("payout-compared")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Whose bank payouts go to: the shop's own, or, where all shops are paid on one account, its operator's.
pub(in crate::html) fn text<'w>(w: &'w Words, payouts: &[PayoutStory]) -> &'w str {
    let is_shared = payouts.first().is_some_and(|story| story.payout.payee.is_empty());
    w.text(if is_shared { words::key!("payouts-text-shared") } else { words::key!("payouts-text") })
}

fn tag(w: &Words, payout: &Payout) -> Tag {
    let (text, level) = match payout.state {
        PayoutState::Pending => (w.text("payout-state-pending"), Level::Info),
        PayoutState::Paid => (w.text("payout-state-paid"), Level::Good),
        PayoutState::Failed => (w.text("payout-state-failed"), Level::Bad),
        PayoutState::Canceled => (w.text("payout-state-canceled"), Level::Plain),
    };
    Tag { text: text.to_owned(), level }
}

/// Whether it agrees with the books.
fn compared(w: &Words, story: &PayoutStory) -> Tag {
    let differs = difference(&story.payout, &story.lines);
    let each = story.lines.iter().all(|line| line.difference().is_zero());
    match (story.payout.is_itemized, differs.is_zero() && each) {
        (false, _) => Tag { text: w.text("payout-by-hand").to_owned(), level: Level::Plain },
        (true, true) => Tag { text: w.text("payout-agrees").to_owned(), level: Level::Good },
        (true, false) => Tag { text: w.fill("payout-differs", "amount", differs), level: Level::Bad },
    }
}

async fn open(web: &Web, visit: &Visit, merchant: MerchantId, payout: &str) -> Result<PayoutStory, Failure> {
    let permit = may(visit, merchant, MerchantAct::ViewFigures)?;
    money::find(web.ctx(), &permit, id(payout)?).await?.ok_or(Failure::NotFound)
}

/// One payout.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path((merchant, payout)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let story = open(&web, &visit, merchant, &payout).await?;
    let (p, shop) = desk(&web, &visit, merchant, Place::Money).await?;
    let w = visit.words();
    let desk = Desk {
        home: format!("/studio/{merchant}/payouts"),
        back: (w.text("books-title").to_owned(), format!("/studio/{merchant}/money")),
        orders: format!("/studio/{merchant}/orders"),
        zone: &shop.profile.time_zone,
    };
    render(&one(w, &p, &story, &desk))
}

/// Whose payout is shown, and where its pages are.
pub(in crate::html) struct Desk<'a> {
    /// The address of the payouts.
    pub home: String,
    /// The way back: words and address.
    pub back: (String, String),
    /// The address of orders; empty where there are none.
    pub orders: String,
    /// By whose clock.
    pub zone: &'a TimeZone,
}

/// The page of one payout.
pub(in crate::html) fn one<'a>(
    w: &Words,
    p: &'a Page,
    story: &PayoutStory,
    desk: &Desk<'_>,
) -> StudioPayout<'a> {
    let zone = desk.zone;
    let payout = &story.payout;
    let agrees = compared(w, story);
    let title = w.fill("payout-one", "date", w.date(payout.arrives_at, zone).as_str());
    let text = match (payout.is_itemized, agrees.level) {
        (false, _) => w.text("payout-by-hand-text"),
        (true, Level::Good) => w.text("payout-agrees-text"),
        (true, _) => w.text("payout-differs-text"),
    };
    let row =
        |label: &str, value: String| ReviewRow { label: label.to_owned(), value, change: String::new() };
    let mut rows = vec![
        row(w.text("payout-yours"), w.money(payout.amount)),
        row(w.text("payout-left"), w.date_time(payout.created_at, zone)),
        row(w.text("payout-arrives"), w.date(payout.arrives_at, zone)),
        row(w.text("payout-reference"), payout.reference.clone()),
    ];
    if payout.total != payout.amount {
        rows.insert(1, row(w.text("payout-total"), w.money(payout.total)));
    }
    if !payout.failure.is_empty() {
        rows.push(row(w.text("payout-failure"), w.payout_failure(&payout.failure)));
    }
    let (label, href) = desk.back.clone();
    StudioPayout {
        p,
        crumbs: Crumbs(vec![Link { label, href }, Link { label: title.clone(), href: String::new() }]),
        state: tag(w, payout),
        notice: Notice { level: agrees.level, title: agrees.text, text: text.to_owned(), links: Vec::new() },
        rows,
        lines: lines(w, story, &desk.orders, zone),
        csv: format!("{}/{}/lines.csv", desk.home, payout.id),
        title,
    }
}

fn lines(w: &Words, story: &PayoutStory, orders: &str, zone: &TimeZone) -> Table {
    let rows = story.lines.iter().map(|line| {
        let number = line.order.and_then(|order| story.numbers.get(&order)).cloned().unwrap_or_default();
        let href = line.order.map_or_else(String::new, |order| format!("{orders}/{order}"));
        let differs = line.difference();
        Row {
            cells: vec![
                Cell::Lead {
                    title: kind(w, line.kind).to_owned(),
                    detail: if number.is_empty() { line.source.clone() } else { number },
                    href,
                    picture: None,
                },
                Cell::text(&w.date_time(line.at, zone)),
                Cell::number(&w.money(line.told)),
                Cell::number(&w.money(line.booked)),
                Cell::number(&if differs.is_zero() { String::new() } else { w.money(differs) }),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("payout-lines").to_owned(),
        columns: vec![
            Column::words(w.text("books-what")),
            Column::words(w.text("col-date")),
            Column::numbers(w.text("payout-told")),
            Column::numbers(w.text("payout-booked")),
            Column::numbers(w.text("payout-difference")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn kind(w: &Words, kind: LineKind) -> &str {
    w.text(match kind {
        LineKind::Charge => words::key!("payout-line-charge"),
        LineKind::Refund => words::key!("money-refund"),
        LineKind::RefundFailed => words::key!("money-refund-failed"),
        LineKind::Dispute => words::key!("money-dispute"),
        LineKind::DisputeWon => words::key!("money-dispute-won"),
        LineKind::PayoutReturned => words::key!("payout-line-returned"),
        LineKind::Fee => words::key!("payout-line-fee"),
        LineKind::Other => words::key!("payout-line-other"),
    })
}

/// Its lines as a file.
pub async fn export(
    web: State<Web>,
    visit: Visit,
    Path((merchant, payout)): Path<(String, String)>,
) -> Result<Response, Failure> {
    Ok(file(&open(&web, &visit, id(&merchant)?, &payout).await?))
}

/// The lines of a payout as a file.
pub(in crate::html) fn file(story: &PayoutStory) -> Response {
    let mut csv = Csv::new(&[
        "at",
        "what",
        "order",
        "provider_reference",
        "source",
        "currency",
        "provider_net",
        "ledger_net",
        "difference",
    ]);
    for line in &story.lines {
        let number = line.order.and_then(|order| story.numbers.get(&order)).cloned().unwrap_or_default();
        csv.row(&[
            line.at.to_string(),
            line.kind.as_str().to_owned(),
            number,
            line.reference.clone(),
            line.source.clone(),
            line.told.currency.code().to_owned(),
            line.told.to_decimal(),
            line.booked.to_decimal(),
            line.difference().to_decimal(),
        ]);
    }
    csv.into_answer(&format!("payout-{}.csv", story.payout.id))
}

#[cfg(test)]
mod tests {
    use domain::ids::PayoutId;
    use domain::money::{Currency, Money};
    use jiff::Timestamp;
    use words::Locale;

    use super::*;

    #[test]
    fn an_account_for_all_shops_pays_out_to_its_operators_bank() {
        let said = |payee: &str| {
            let amount = Money::new(1, Currency::EUR);
            let payout = Payout {
                id: PayoutId(1),
                merchant: MerchantId(1),
                payee: payee.to_owned(),
                reference: String::new(),
                state: PayoutState::Paid,
                total: amount,
                amount,
                is_itemized: true,
                failure: String::new(),
                created_at: Timestamp::UNIX_EPOCH,
                arrives_at: Timestamp::UNIX_EPOCH,
            };
            let story = PayoutStory { payout, lines: Vec::new(), numbers: std::collections::BTreeMap::new() };
            text(Words::of(Locale::En), &[story]).to_owned()
        };
        assert!(said("").contains("the bank of whoever runs the server"), "{}", said(""));
        assert!(said("acct_1").contains("to your bank"), "{}", said("acct_1"));
    }
}
