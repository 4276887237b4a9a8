//! The shop's money over all its orders: sums, payouts and every line, from the ledger alone.

use app::money::{self, Line, PERIODS, Sums};
use app::payees;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::MerchantId;
use domain::ledger::Movement;
use domain::money::Money;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use words::{Arg, Words, zone_name};

use super::desk::{Place, desk, id, may};
use super::payouts;
use crate::Web;
use crate::csv::Csv;
use crate::html::pages::desk::View;
use crate::html::pages::studio::{Figure, StudioMoney};
use crate::html::parts::{Level, Link, Notice, Pager};
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

/// What is asked.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    days: Option<i64>,
    after: String,
}

impl Asked {
    fn days(&self) -> i64 {
        self.days.filter(|days| PERIODS.contains(days)).unwrap_or(PERIODS[1])
    }

    /// Where the page goes on, as [`next`] wrote it.
    fn after(&self) -> Result<Option<store_after::After>, Failure> {
        if self.after.is_empty() {
            return Ok(None);
        }
        store_after::read(&self.after).map(Some).ok_or(Failure::NotFound)
    }
}

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::ViewFigures)?;
    let (p, shop) = desk(&web, &visit, merchant, Place::Money).await?;
    let zone = &shop.profile.time_zone;
    let after = asked.after()?;
    let book = money::book(web.ctx(), &permit, asked.days(), zone, after).await?;
    let paid_out = money::newest(web.ctx(), &permit).await?;
    let lost = payees::out_of_reach(web.ctx(), &permit).await?;
    let w = visit.words();
    let home = format!("/studio/{merchant}/money");
    let clock = Arg::Text(zone_name(zone));
    let text = match book.from {
        Some(from) => {
            let range = w.date_range(from, book.until);
            w.with("books-text", &[("range", Arg::Text(&range)), ("zone", clock)])
        }
        None => w.with("books-text-all", &[("zone", clock)]),
    };
    let days = asked.days();
    render(&StudioMoney {
        p: &p,
        title: w.text("books-title").to_owned(),
        text,
        disputes: Link {
            label: w.text("dispute-title").to_owned(),
            href: format!("/studio/{merchant}/disputes"),
        },
        notice: out_of_reach(w, &lost),
        views: periods(w, &home, days),
        sums: book.sums.iter().map(|sums| (sums.currency.code().to_owned(), figures(w, sums))).collect(),
        payouts_text: payouts::text(w, &paid_out).to_owned(),
        payouts: payouts::table(w, &format!("/studio/{merchant}/payouts"), &paid_out, zone),
        lines: table(w, merchant, &book.lines, zone),
        csv: format!("{home}.csv?days={days}"),
        pager: Pager {
            newer: if after.is_some() { format!("{home}?days={days}") } else { String::new() },
            older: book.next.map_or_else(String::new, |next| {
                format!("{home}?days={days}&after={}", store_after::write(next))
            }),
        },
    })
}

/// What the books do not hold, and what cannot be given back from here.
fn out_of_reach(w: &Words, lost: &[(String, i64)]) -> Option<Notice> {
    let said = lost.iter().map(|(account, orders)| {
        let args = [("count", Arg::Int(*orders)), ("account", Arg::Text(account))];
        w.with("books-out-of-reach-text", &args)
    });
    let text = said.collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| Notice {
        level: Level::Warn,
        title: w.text("books-out-of-reach").to_owned(),
        text,
        links: Vec::new(),
    })
}

fn periods(w: &Words, home: &str, current: i64) -> Vec<View> {
    let labels =
        [w.text("figures-last-7"), w.text("figures-last-30"), w.text("figures-last-90"), w.text("books-all")];
    PERIODS
        .into_iter()
        .zip(labels)
        .map(|(days, label)| View {
            label: label.to_owned(),
            href: format!("{home}?days={days}"),
            current: days == current,
            waiting: 0,
        })
        .collect()
}

/// What came, what went, what is left.
fn figures(w: &Words, sums: &Sums) -> Vec<Figure> {
    let figure = |label: &str, amount: Money, detail: &str| Figure {
        label: label.to_owned(),
        value: w.money(amount),
        detail: detail.to_owned(),
    };
    let fees = [
        Movement::ProviderFee,
        Movement::ApplicationFee,
        Movement::ApplicationFeeRefund,
        Movement::DisputeFee,
        Movement::DisputeFeeBack,
    ];
    let payouts = [Movement::Payout, Movement::PayoutFailed, Movement::PayoutTaken];
    let mut figures = vec![
        figure(w.text("books-sales"), sums.of(&[Movement::Charge]), ""),
        figure(w.text("books-refunds"), sums.of(&[Movement::Refund, Movement::RefundFailed]), ""),
        figure(w.text("books-fees"), sums.of(&fees), ""),
        figure(w.text("dispute-title"), sums.of(&[Movement::Dispute, Movement::DisputeWon]), ""),
        figure(w.text("payouts-title"), sums.of(&payouts), ""),
    ];
    let others = [Movement::OtherIn, Movement::OtherOut];
    if sums.moved.keys().any(|movement| others.contains(movement)) {
        figures.push(figure(w.text("books-other"), sums.of(&others), ""));
    }
    figures.push(figure(w.text("books-balance"), sums.balance, w.text("books-balance-text")));
    figures
}

fn table(w: &Words, merchant: MerchantId, lines: &[Line], zone: &TimeZone) -> Table {
    let rows = lines.iter().map(|line| {
        let entry = line.booked.entry;
        let href = entry.order.map_or_else(String::new, |order| format!("/studio/{merchant}/orders/{order}"));
        Row {
            cells: vec![
                Cell::Lead {
                    title: w.movement(entry.movement).to_owned(),
                    detail: line.number.clone(),
                    href,
                    picture: None,
                },
                Cell::text(&w.date_time(line.booked.at, zone)),
                Cell::number(&w.money(entry.on_balance())),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("books-lines").to_owned(),
        columns: vec![
            Column::words(w.text("books-what")),
            Column::words(w.text("col-date")),
            Column::numbers(w.text("dispute-fact-amount")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// All lines of the period as a file.
pub async fn export(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::ViewFigures)?;
    let (_, shop) = desk(&web, &visit, merchant, Place::Money).await?;
    let lines = money::all_lines(web.ctx(), &permit, asked.days(), &shop.profile.time_zone).await?;
    let mut csv = Csv::new(&["at", "movement", "order", "amount", "currency", "debit", "credit"]);
    for Line { booked, number } in &lines {
        let entry = booked.entry;
        csv.row(&[
            booked.at.to_string(),
            entry.movement.as_str().to_owned(),
            number.clone(),
            entry.on_balance().to_decimal(),
            entry.amount.currency.code().to_owned(),
            entry.movement.debit().as_str().to_owned(),
            entry.movement.credit().as_str().to_owned(),
        ]);
    }
    Ok(csv.into_answer("money.csv"))
}

/// The place in the book where a page ends, as it stands in an address.
mod store_after {
    pub(super) use app::money::After;

    use super::{Movement, Timestamp};

    pub(super) fn write(after: After) -> String {
        let After { at, order, movement, source } = after;
        format!("{}.{order}.{}.{source}", at.as_microsecond(), movement.as_str())
    }

    pub(super) fn read(text: &str) -> Option<After> {
        let mut parts = text.split('.');
        let mut number = || parts.next()?.parse::<i64>().ok();
        let (at, order) = (number()?, number()?);
        let movement = Movement::from_word(parts.next()?)?;
        let source = parts.next()?.parse().ok()?;
        let at = Timestamp::from_microsecond(at).ok()?;
        parts.next().is_none().then_some(After { at, order, movement, source })
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_end_of_a_page_reads_back_and_nothing_else_does() {
            let at = Timestamp::from_microsecond(1_795_000_000_000_001).unwrap();
            let after = After { at, order: 7, movement: Movement::ProviderFee, source: -3 };
            assert_eq!(read(&write(after)), Some(after));
            for wrong in ["", "1", "1.2", "1.2.charge", "1.2.gift.3", "x.2.charge.3", "1.2.charge.3.4"] {
                assert_eq!(read(wrong), None, "{wrong}");
            }
        }
    }
}
