//! Opening a shop.

use app::merchants::sign_up::{OpenShop, OpenShopError, open_shop};
use axum::extract::{Form, State};
use axum::response::Response;
use domain::access::AsAccount;
use domain::money::Currency;
use words::Words;

use super::mistakes::{answer, at, mark};
use super::page::Section;
use super::pages::account::FormPage;
use super::parts::FormError;
use super::studio::settings::shop::said;
use super::typed::Typed;
use super::view::page;
use super::{Failure, Visit, render, see_other};
use crate::Web;

/// The form.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    form(&web, &visit, None, Vec::new())
}

fn form(
    web: &Web,
    visit: &Visit,
    typed: Option<&Typed>,
    errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let p = page(web, visit, Section::Elsewhere);
    let countries =
        w.countries().iter().map(|known| (known.country.code().to_owned(), known.name.clone())).collect();
    let currencies =
        Currency::all().map(|known| (known.code().to_owned(), known.code().to_owned())).collect();
    let mut form = FormPage::merchant_sign_up(&p, countries, currencies);
    let email = visit.signed_in.as_ref().map_or("", |signed_in| signed_in.email.as_str());
    for field in &mut form.fields {
        let value = match (typed, field.name.as_str()) {
            (Some(typed), name) => typed.get(name),
            (None, "currency") => Currency::EUR.code(),
            (None, "contact_email") => email,
            (None, _) => continue,
        };
        value.clone_into(&mut field.value);
    }
    mark(&mut form.fields, &errors);
    let is_wrong = !errors.is_empty();
    form.errors = errors;
    Ok(answer(render(&form)?, is_wrong))
}

/// Opens the shop and leads to its settings: what is missing stands there.
pub async fn open(web: State<Web>, visit: Visit, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let account = visit.actor.account().ok_or(Failure::SignIn)?;
    let permit = visit.actor.may(AsAccount(account))?;
    let w = visit.words();
    let wanted = match read(w, &typed) {
        Ok(wanted) => wanted,
        Err(errors) => return form(&web, &visit, Some(&typed), errors),
    };
    let wrong = match open_shop(web.ctx(), &permit, wanted).await {
        Ok(merchant) => return Ok(see_other(&format!("/studio/{merchant}/settings"))),
        Err(OpenShopError::Handle(_)) => at("handle", w.text("field-handle-invalid").to_owned()),
        Err(OpenShopError::HandleTaken) => at("handle", w.text("field-handle-taken").to_owned()),
        Err(OpenShopError::TooMany) => at("shop_name", w.text("sign-up-shop-too-many").to_owned()),
        Err(OpenShopError::Profile(problem)) => said(w, problem),
        Err(OpenShopError::Db(error)) => return Err(error.into()),
    };
    form(&web, &visit, Some(&typed), vec![wrong])
}

fn read(w: &Words, typed: &Typed) -> Result<OpenShop, Vec<FormError>> {
    let (country, currency) = (typed.get("country").parse(), typed.get("currency").parse());
    let (Ok(country), Ok(currency)) = (&country, &currency) else {
        let wrong = [
            country.is_err().then(|| at("country", w.text("field-country-invalid").to_owned())),
            currency.is_err().then(|| at("currency", w.text("field-currency-invalid").to_owned())),
        ];
        return Err(wrong.into_iter().flatten().collect());
    };
    Ok(OpenShop {
        handle: typed.get("handle").to_owned(),
        display_name: typed.get("shop_name").to_owned(),
        legal_name: typed.get("legal_name").to_owned(),
        contact_email: typed.get("contact_email").to_owned(),
        postal_address: typed.get("postal_address").to_owned(),
        country: *country,
        currency: *currency,
    })
}
