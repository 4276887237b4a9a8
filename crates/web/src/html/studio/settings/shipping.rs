//! Where the shop ships, and for how much. One block per rate; rates of the same places make a zone.

use app::merchants::rates;
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::country::Country;
use domain::ids::MerchantId;
use domain::merchant::MerchantProfile;
use domain::money::Currency;
use words::Words;

use super::super::desk::{Place, desk, id, may};
use super::rate_form::{Line, lines_of, read, typed_lines};
use super::{Edit, blank, select};
use crate::Web;
use crate::html::field::{Field, Kind, Width};
use crate::html::mistakes::{answer, mark_in};
use crate::html::pages::desk::{Block, Settings};
use crate::html::parts::{FormError, Link};
use crate::html::said::say;
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

const KINDS: [(&str, &str); 3] = [
    ("flat", words::key!("settings-rate-flat")),
    ("free_above", words::key!("settings-rate-free-above")),
    ("by_weight", words::key!("settings-rate-by-weight")),
];

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let pricing = app::merchants::pricing(web.ctx(), merchant).await?.ok_or(Failure::NotFound)?;
    let mut lines = lines_of(visit.words(), &pricing.shipping);
    if lines.is_empty() {
        lines.push(first(pricing.merchant.profile.country));
    }
    page(&web, &visit, merchant, &lines, Vec::new()).await
}

/// What most shops begin with: their own country, one price.
fn first(country: Country) -> Line {
    Line {
        countries: country.code().to_owned(),
        kind: "flat".to_owned(),
        days_min: "2".to_owned(),
        days_max: "5".to_owned(),
        ..Line::default()
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
    let (p, shop) = desk(web, visit, merchant, Place::Settings).await?;
    let w = visit.words();
    let home = format!("/studio/{merchant}/settings/shipping");
    let mut blocks = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let title = if line.name.is_empty() { w.text("settings-rate-new") } else { &line.name };
        let mut fields = fields(w, index, line, &currencies(&shop.profile));
        mark_in(title, &mut fields, &mut errors);
        blocks.push(Block { title: title.to_owned(), fields, remove: format!("{home}?remove={index}") });
    }
    let is_wrong = !errors.is_empty();
    let page = render(&Settings {
        text: w.text("settings-shipping-text").to_owned(),
        action: home.clone(),
        blocks,
        add: Some(Link { label: w.text("settings-rate-add").to_owned(), href: format!("{home}?add=1") }),
        errors,
        ..blank(&p, visit, merchant, "settings/shipping")
    })?;
    Ok(answer(page, is_wrong))
}

/// What a rate can be priced in, the main currency first.
fn currencies(profile: &MerchantProfile) -> Vec<Currency> {
    std::iter::once(profile.currency).chain(profile.more_currencies.iter().copied()).collect()
}

fn fields(w: &Words, index: usize, line: &Line, currencies: &[Currency]) -> Vec<Field> {
    let optional = w.text("state-optional");
    let known = |currency: &&Currency| currency.code() == line.currency;
    let code = currencies.iter().find(known).or(currencies.first()).map_or("", |currency| currency.code());
    let field =
        |name: &str, label: &str, value: &str| Field::new(&format!("{name}_{index}"), label).value(value);
    let mut fields = vec![
        field("name", w.text("settings-rate-name"), &line.name).limit(80).width(Width::Half),
        select(w, &format!("kind_{index}"), w.text("settings-rate-kind"), &line.kind, &KINDS)
            .width(Width::Half),
        field("countries", w.text("settings-zone-countries"), &line.countries)
            .hint(w.text("settings-zone-countries-hint"))
            .width(Width::Half),
        field("regions", w.text("settings-zone-regions"), &line.regions)
            .optional(optional)
            .width(Width::Half),
        field("price", &format!("{} ({code})", w.text("field-price")), &line.price)
            .kind(Kind::Amount)
            .optional(optional)
            .width(Width::Third),
        field("threshold", &format!("{} ({code})", w.text("settings-rate-free-above")), &line.threshold)
            .kind(Kind::Amount)
            .optional(optional)
            .width(Width::Third),
        field("bands", w.text("settings-rate-bands"), &line.bands)
            .hint(w.text("settings-rate-bands-hint"))
            .optional(optional)
            .width(Width::Third),
        field("days_min", w.text("settings-rate-days-min"), &line.days_min)
            .kind(Kind::Number)
            .width(Width::Half),
        field("days_max", w.text("settings-rate-days-max"), &line.days_max)
            .kind(Kind::Number)
            .width(Width::Half),
    ];
    if currencies.len() > 1 {
        let choices = currencies.iter().map(|known| (known.code().to_owned(), known.code().to_owned()));
        let choice = field("currency", w.text("field-currency"), code)
            .kind(Kind::Select(choices.collect()))
            .hint(w.text("settings-rate-currency-hint"));
        fields.insert(4, choice);
    }
    fields
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
        lines.push(first(shop.profile.country));
        return page(&web, &visit, merchant, &lines, Vec::new()).await;
    }
    if let Some(index) = edit.remove.filter(|index| *index < lines.len()) {
        lines.remove(index);
    }
    let ctx = web.ctx();
    let table = match read(visit.words(), &lines, &currencies(&shop.profile), || ctx.id(), || ctx.id()) {
        Ok(table) => table,
        Err(errors) => return page(&web, &visit, merchant, &lines, errors).await,
    };
    rates::change_shipping(ctx, &permit, table).await?;
    Ok(say(&web, words::key!("action-saved"), &format!("/studio/{merchant}/settings/shipping")))
}
