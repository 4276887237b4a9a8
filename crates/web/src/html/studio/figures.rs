//! What the shop earned, from which posts and products: drawn, as tables and as files.

use app::figures::{Named, report};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::figures::{Figures, Funnel};
use domain::ids::MerchantId;
use domain::money::{Currency, Money};
use jiff::civil::Date;
use words::{Arg, Words, zone_name};

use super::chart::{self, Bar};
use super::desk::{Place, desk, id, may};
use crate::Web;
use crate::csv::Csv;
use crate::html::pages::desk::View;
use crate::html::pages::studio::{self, Chart, Figure, FigureTable, FunnelStep};
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::view::{excerpt, href_of_post};
use crate::html::{Failure, Visit, render};

/// The spans offered, in days.
const PERIODS: [i64; 3] = [7, 30, 90];
/// Letters of a post in a table.
const POST_LETTERS: usize = 60;

/// What is asked.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    days: Option<i64>,
    currency: String,
}

impl Asked {
    fn days(&self) -> i64 {
        self.days.filter(|days| PERIODS.contains(days)).unwrap_or(30)
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
    let named = report(web.ctx(), &permit, asked.days()).await?;
    let (p, shop) = desk(&web, &visit, merchant, Place::Figures).await?;
    let w = visit.words();
    let home = format!("/studio/{merchant}/figures");
    let currencies = currencies(&named, shop.profile.currency);
    let currency = currencies
        .iter()
        .copied()
        .find(|currency| currency.code() == asked.currency)
        .unwrap_or(shop.profile.currency);
    let is_empty = named.report.by_day.is_empty();
    let range = w.date_range(date(named.span.from), date(named.span.until));
    let zone = ("zone", Arg::Text(zone_name(&named.zone)));
    render(&studio::Figures {
        p: &p,
        text: w.with("figures-zone", &[("range", Arg::Text(&range)), zone]),
        periods: periods(w, &home, asked.days(), currency),
        currencies: if currencies.len() > 1 {
            currencies.iter().map(|each| currency_view(w, &home, asked.days(), *each, currency)).collect()
        } else {
            Vec::new()
        },
        figures: totals(w, &named.report.total, currency),
        funnel: (!is_empty).then(|| studio::Funnel {
            title: w.text("figures-title").to_owned(),
            href: String::new(),
            meta: String::new(),
            steps: steps(w, &named.report.total.funnel),
            earned: w.money(named.report.total.in_currency(currency).net()),
            earned_text: w.text("sposts-earned").to_owned(),
            unit: w.text("figures-unit").to_owned(),
        }),
        charts: if is_empty { Vec::new() } else { vec![by_day(w, &named, currency)] },
        tables: if is_empty { Vec::new() } else { tables(w, &home, &named, asked.days(), currency) },
        definitions: definitions(w),
    })
}

/// The day with this number.
pub(super) fn date(day: i64) -> Date {
    let epoch = Date::constant(1970, 1, 1);
    i32::try_from(day)
        .ok()
        .and_then(|days| epoch.checked_add(jiff::Span::new().days(days)).ok())
        .unwrap_or(epoch)
}

/// The currencies something was sold in, and the shop's own.
fn currencies(named: &Named, own: Currency) -> Vec<Currency> {
    let sold = named.report.total.earned.values().map(|earned| earned.gross.currency);
    std::iter::once(own).chain(sold.filter(|currency| *currency != own)).collect()
}

fn periods(w: &Words, home: &str, current: i64, currency: Currency) -> Vec<View> {
    let labels = [w.text("figures-last-7"), w.text("figures-last-30"), w.text("figures-last-90")];
    PERIODS
        .into_iter()
        .zip(labels)
        .map(|(days, label)| View {
            label: label.to_owned(),
            href: format!("{home}?days={days}&currency={}", currency.code()),
            current: days == current,
            waiting: 0,
        })
        .collect()
}

fn currency_view(w: &Words, home: &str, days: i64, each: Currency, current: Currency) -> View {
    View {
        label: w.fill("figures-per-currency", "currency", each.code()),
        href: format!("{home}?days={days}&currency={}", each.code()),
        current: each == current,
        waiting: 0,
    }
}

fn totals(w: &Words, total: &Figures, currency: Currency) -> Vec<Figure> {
    let earned = total.in_currency(currency);
    let figure =
        |label: &str, value: String| Figure { label: label.to_owned(), value, detail: String::new() };
    vec![
        figure(w.text("figures-net"), w.money(earned.net())),
        figure(w.text("figures-gross"), w.money(earned.gross)),
        figure(w.text("figures-refunds"), w.money(earned.refunds)),
        figure(w.text("col-orders"), w.number(total.orders)),
    ]
}

/// From seen to kept; each step says its share of the step before.
pub(super) fn steps(w: &Words, funnel: &Funnel) -> Vec<FunnelStep> {
    let counts = [
        (w.text("figures-seen"), funnel.impressions, false),
        (w.text("figures-tapped"), funnel.taps, false),
        (w.text("figures-checkout"), funnel.checkouts, false),
        (w.text("figures-paid"), funnel.orders, false),
        (w.text("figures-delivered"), funnel.delivered, true),
        (w.text("figures-kept"), funnel.kept, true),
    ];
    let most = counts.iter().map(|(_, count, _)| *count).max().unwrap_or(0).max(1);
    let mut before = 0;
    counts
        .into_iter()
        .map(|(label, count, soft)| {
            let share = if before > 0 { format!("{} %", count * 100 / before) } else { String::new() };
            before = count;
            FunnelStep {
                label: label.to_owned(),
                count: w.number(count),
                permille: u32::try_from(count * 1000 / most).unwrap_or(0),
                share,
                soft,
            }
        })
        .collect()
}

fn by_day(w: &Words, named: &Named, currency: Currency) -> Chart {
    let days: Vec<(Date, Money)> = (named.span.from..=named.span.until)
        .map(|day| {
            let figures = named.report.by_day.get(&day);
            (date(day), figures.map_or(Money::zero(currency), |figures| figures.in_currency(currency).net()))
        })
        .collect();
    let bars: Vec<Bar> = days.iter().map(|(day, net)| (w.day_month(*day), net.amount)).collect();
    let unit = w.fill("figures-per-currency", "currency", currency.code());
    let title = format!("{}, {}, {unit}", w.text("figures-net"), w.text("figures-by-day"));
    let amount = |minor: i64| w.money_brief(Money::new(minor, currency));
    Chart {
        title: format!("{} · {}", w.text("figures-net"), w.text("figures-by-day")),
        unit,
        svg: chart::bars(&title, &bars, &amount),
        table: Table {
            caption: w.text("figures-by-day").to_owned(),
            columns: vec![Column::words(w.text("col-date")), Column::numbers(w.text("figures-net"))],
            rows: days
                .iter()
                .filter(|(_, net)| !net.is_zero())
                .map(|(day, net)| Row {
                    cells: vec![Cell::lead(&w.date_of(*day), ""), Cell::number(&w.money(*net))],
                    fresh: false,
                })
                .collect(),
            ..Table::default()
        },
    }
}

/// Name, address and figures of each thing.
type Listed<'a> = Vec<(String, String, &'a Figures)>;

fn posts<'a>(w: &Words, named: &'a Named) -> Listed<'a> {
    let mut listed: Listed<'a> = named
        .report
        .by_post
        .iter()
        .map(|(post, figures)| match post {
            Some(post) => {
                let words = named.posts.get(post).map(|text| excerpt(text, POST_LETTERS)).unwrap_or_default();
                (words, href_of_post(*post), figures)
            }
            None => (w.text("figures-outside-posts").to_owned(), String::new(), figures),
        })
        .collect();
    best_first(&mut listed);
    listed
}

fn products(named: &Named) -> Listed<'_> {
    let mut listed: Listed<'_> = named
        .report
        .by_product
        .iter()
        .map(|(product, figures)| {
            let title = named.products.get(product).cloned().unwrap_or_default();
            (title, format!("/products/{product}"), figures)
        })
        .collect();
    best_first(&mut listed);
    listed
}

fn best_first(listed: &mut Listed<'_>) {
    listed.sort_by_key(|(_, _, figures)| {
        std::cmp::Reverse((figures.funnel.orders, figures.funnel.taps, figures.funnel.impressions))
    });
}

fn tables(w: &Words, home: &str, named: &Named, days: i64, currency: Currency) -> Vec<FigureTable> {
    let query = format!("days={days}");
    vec![
        FigureTable {
            title: w.text("figures-by-post").to_owned(),
            table: table(w, w.text("figures-by-post"), w.text("studio-posts"), &posts(w, named), currency),
            csv: format!("{home}/posts.csv?{query}"),
        },
        FigureTable {
            title: w.text("figures-by-product").to_owned(),
            table: table(w, w.text("figures-by-product"), w.text("col-product"), &products(named), currency),
            csv: format!("{home}/products.csv?{query}"),
        },
    ]
}

fn table(w: &Words, caption: &str, thing: &str, listed: &Listed<'_>, currency: Currency) -> Table {
    let rows = listed.iter().map(|(title, href, figures)| {
        let funnel = &figures.funnel;
        let earned = figures.in_currency(currency);
        let counts =
            [funnel.impressions, funnel.taps, funnel.checkouts, funnel.orders, funnel.delivered, funnel.kept];
        let mut cells = vec![Cell::lead(title, href)];
        cells.extend(counts.map(|count| Cell::number(&w.number(count))));
        cells.push(Cell::number(&w.money(earned.gross)));
        cells.push(Cell::number(&w.money(earned.net())));
        Row { cells, fresh: false }
    });
    let numbers = [
        w.text("figures-seen"),
        w.text("figures-tapped"),
        w.text("figures-checkout"),
        w.text("figures-paid"),
        w.text("figures-delivered"),
        w.text("figures-kept"),
        w.text("figures-gross"),
        w.text("figures-net"),
    ];
    Table {
        caption: caption.to_owned(),
        columns: std::iter::once(Column::words(thing)).chain(numbers.map(Column::numbers)).collect(),
        rows: rows.collect(),
        ..Table::default()
    }
}

fn definitions(w: &Words) -> Vec<(String, String)> {
    let pair = |name: &str, words: &str| (name.to_owned(), words.to_owned());
    vec![
        pair(w.text("figures-seen"), w.text("figures-seen-text")),
        pair(w.text("figures-checkout"), w.text("figures-checkout-text")),
        pair(w.text("figures-paid"), w.text("figures-paid-text")),
        pair(w.text("figures-kept"), w.text("figures-kept-text")),
        pair(w.text("figures-gross"), w.text("figures-gross-text")),
        pair(w.text("figures-net"), w.text("figures-net-text")),
    ]
}

/// Figures by post or by product as a file: a line per thing and currency.
pub async fn export(
    web: State<Web>,
    visit: Visit,
    Path((merchant, file)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let permit = may(&visit, id(&merchant)?, MerchantAct::ViewFigures)?;
    let named = report(web.ctx(), &permit, asked.days()).await?;
    let listed = match file.as_str() {
        "posts.csv" => posts(visit.words(), &named),
        "products.csv" => products(&named),
        _ => return Err(Failure::NotFound),
    };
    let mut csv = Csv::new(&[
        "name",
        "address",
        "seen",
        "tapped",
        "checkouts",
        "orders",
        "delivered",
        "kept",
        "units",
        "currency",
        "gross",
        "refunds",
        "net",
    ]);
    for (name, href, figures) in listed {
        let funnel = &figures.funnel;
        let counts = [
            funnel.impressions,
            funnel.taps,
            funnel.checkouts,
            funnel.orders,
            funnel.delivered,
            funnel.kept,
            figures.units,
        ];
        let mut start = vec![name, href];
        start.extend(counts.map(|count| count.to_string()));
        if figures.earned.is_empty() {
            csv.row(&[start.clone(), vec![String::new(); 4]].concat());
        }
        for (code, earned) in &figures.earned {
            let money = [earned.gross, earned.refunds, earned.net()].map(Money::to_decimal);
            csv.row(&[start.clone(), vec![(*code).to_owned()], money.to_vec()].concat());
        }
    }
    Ok(csv.into_answer(&format!("figures-by-{file}")))
}
