//! What the shop collects for the state, per country and region.

use app::merchants::rates;
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::MerchantId;
use domain::tax::{TaxClass, TaxRate, TaxTable, TaxTableError};
use words::Words;

use super::super::desk::{Place, desk, id, may};
use super::{Edit, blank, select};
use crate::Web;
use crate::html::field::{Field, Kind, Width};
use crate::html::mistakes::{answer, at, mark_in, whole};
use crate::html::pages::desk::{Block, Settings};
use crate::html::parts::{FormError, Link};
use crate::html::percent::{percent, to_percent};
use crate::html::said::say;
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

const CLASSES: [(&str, &str); 3] = [
    ("standard", words::key!("product-tax-standard")),
    ("reduced", words::key!("product-tax-reduced")),
    ("exempt", words::key!("product-tax-exempt")),
];
const WAYS: [(&str, &str); 2] =
    [("included", words::key!("settings-tax-included")), ("added", words::key!("settings-tax-added"))];

/// One rate as the form has it.
#[derive(Debug, Clone)]
struct Line {
    country: String,
    region: String,
    class: String,
    rate: String,
    way: String,
    on_shipping: bool,
}

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let pricing = app::merchants::pricing(web.ctx(), merchant).await?.ok_or(Failure::NotFound)?;
    let lines: Vec<Line> = pricing.tax.rates().iter().map(line_of).collect();
    page(&web, &visit, merchant, &lines, Vec::new()).await
}

fn line_of(rate: &TaxRate) -> Line {
    Line {
        country: rate.country.code().to_owned(),
        region: rate.region.clone().unwrap_or_default(),
        class: rate.class.as_str().to_owned(),
        rate: to_percent(rate.rate),
        way: if rate.included { "included" } else { "added" }.to_owned(),
        on_shipping: rate.applies_to_shipping,
    }
}

async fn page(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    lines: &[Line],
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    may(visit, merchant, MerchantAct::EditSettings)?;
    let (p, _) = desk(web, visit, merchant, Place::Settings).await?;
    let w = visit.words();
    let home = format!("/studio/{merchant}/settings/tax");
    let mut blocks = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let title = format!("{} {}", line.country, line.region).trim().to_owned();
        let mut fields = fields(w, index, line);
        mark_in(&title, &mut fields, &mut errors);
        blocks.push(Block { title, fields, remove: format!("{home}?remove={index}") });
    }
    let is_wrong = !errors.is_empty();
    let page = render(&Settings {
        text: w.text("settings-tax-text").to_owned(),
        action: home.clone(),
        blocks,
        add: Some(Link { label: w.text("settings-tax-add").to_owned(), href: format!("{home}?add=1") }),
        errors,
        ..blank(&p, visit, merchant, "settings/tax")
    })?;
    Ok(answer(page, is_wrong))
}

fn fields(w: &Words, index: usize, line: &Line) -> Vec<Field> {
    let name = |field: &str| format!("{field}_{index}");
    vec![
        Field::new(&name("country"), w.text("field-country"))
            .kind(Kind::country(w))
            .value(&line.country)
            .width(Width::Third),
        Field::new(&name("region"), w.text("field-region"))
            .value(&line.region)
            .optional(w.text("state-optional"))
            .width(Width::Third),
        select(w, &name("class"), w.text("product-tax-class"), &line.class, &CLASSES).width(Width::Third),
        Field::new(&name("rate"), &format!("{} (%)", w.text("settings-tax-rate")))
            .kind(Kind::Amount)
            .value(&line.rate)
            .width(Width::Third),
        select(w, &name("way"), w.text("settings-tax"), &line.way, &WAYS).width(Width::TwoThirds),
        Field::new(&name("on_shipping"), w.text("settings-tax-on-shipping"))
            .kind(Kind::Check)
            .value(if line.on_shipping { "on" } else { "" }),
    ]
}

/// Takes the form, or shows it with a rate more or less.
pub async fn save(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    Query(edit): Query<Edit>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditSettings)?;
    let shop = app::merchants::find(web.ctx(), merchant).await?.ok_or(Failure::NotFound)?;
    let mut lines = typed_lines(&typed);
    if edit.add.is_some() {
        let way = if shop.profile.prices_include_tax { "included" } else { "added" };
        lines.push(Line {
            country: shop.profile.country.code().to_owned(),
            region: String::new(),
            class: TaxClass::Standard.as_str().to_owned(),
            rate: String::new(),
            way: way.to_owned(),
            on_shipping: true,
        });
        return page(&web, &visit, merchant, &lines, Vec::new()).await;
    }
    if let Some(index) = edit.remove.filter(|index| *index < lines.len()) {
        lines.remove(index);
    }
    let table = match read(visit.words(), &lines) {
        Ok(table) => table,
        Err(errors) => return page(&web, &visit, merchant, &lines, errors).await,
    };
    rates::change_tax(web.ctx(), &permit, table).await?;
    Ok(say(&web, words::key!("action-saved"), &format!("/studio/{merchant}/settings/tax")))
}

fn typed_lines(typed: &Typed) -> Vec<Line> {
    let text = |field: &str, index: usize| typed.get(&format!("{field}_{index}")).to_owned();
    (0..)
        .take_while(|index| typed.all(&format!("country_{index}")).next().is_some())
        .map(|index| Line {
            country: text("country", index),
            region: text("region", index),
            class: text("class", index),
            rate: text("rate", index),
            way: text("way", index),
            on_shipping: typed.is_on(&format!("on_shipping_{index}")),
        })
        .collect()
}

fn read(w: &Words, lines: &[Line]) -> Result<TaxTable, Vec<FormError>> {
    let mut errors = Vec::new();
    let mut rates = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        rates.extend(read_line(w, line, index, &mut errors));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    // The rate that disagrees is the last one of its kind: those before it were there first.
    let last = |same: &dyn Fn(&TaxRate) -> bool| rates.iter().rposition(same).unwrap_or_default();
    let wrong = |name: &str, index: usize, key: &str| at(&format!("{name}_{index}"), w.text(key).to_owned());
    TaxTable::new(rates.clone()).map_err(|error| {
        let wrong = match error {
            TaxTableError::Twice { country, region, class } => {
                let same = |it: &TaxRate| it.country == country && it.region == region && it.class == class;
                wrong("country", last(&same), words::key!("settings-tax-twice"))
            }
            TaxTableError::IncludedAndAdded { country } => {
                wrong("way", last(&|it| it.country == country), words::key!("settings-tax-mixed"))
            }
            TaxTableError::TooMany => whole(w.text("settings-too-many")),
        };
        vec![wrong]
    })
}

/// One rate; whatever is wrong with its line is added to `errors`.
fn read_line(w: &Words, line: &Line, index: usize, errors: &mut Vec<FormError>) -> Option<TaxRate> {
    let mut wrong =
        |name: &str, key: &str| errors.push(at(&format!("{name}_{index}"), w.text(key).to_owned()));
    let country = line.country.parse().map_err(|_| wrong("country", words::key!("field-country-invalid")));
    let class = line.class.parse().map_err(|_| wrong("class", words::key!("field-choice-invalid")));
    let rate = percent(&line.rate).ok_or_else(|| wrong("rate", words::key!("settings-tax-rate-invalid")));
    Some(TaxRate {
        country: country.ok()?,
        region: (!line.region.is_empty()).then(|| line.region.to_uppercase()),
        class: class.ok()?,
        rate: rate.ok()?,
        included: line.way == "included",
        applies_to_shipping: line.on_shipping,
    })
}
