//! How to pay, as it is offered: saved methods, the provider's own form for a new one, test cards.

use app::checkout::{MethodChoice, PurchaseView};
use domain::money::Money;
use words::Words;

use crate::Web;
use crate::html::pages::buy::{Bank, NewMethod};
use crate::html::parts::Choice;

/// The value of the choice whose token the provider's form has yet to make.
pub(super) const NEW: &str = "new";

/// The form in which a new method of paying is typed; none where there is nothing to type.
pub(super) fn new_method(web: &Web, view: &PurchaseView, amounts: &[Money]) -> Option<NewMethod> {
    let payments = &web.ctx().ports().payments;
    payments.method_form()?;
    let currency = view.parts.first()?.checkout.currency;
    let first = amounts.first().copied().unwrap_or(Money::zero(currency));
    let amount = payments.form_amount(first).unwrap_or(0);
    let mode = if view.parts.len() > 1 || amount <= 0 { "setup" } else { "payment" };
    // What pays one shop is typed for that shop's own account; what pays several, for the operator's.
    let account = match view.parts.as_slice() {
        [part] => app::checkout::payee_of(web.ctx(), &part.pricing).to_owned(),
        _ => String::new(),
    };
    Some(NewMethod { amount, currency: currency.code().to_lowercase(), mode, account })
}

/// Saved methods, then what was typed before, then a new one: what the provider has to try with, or its form.
pub(super) fn choices(web: &Web, w: &Words, view: &PurchaseView, typed: &str) -> Vec<Choice> {
    let payments = &web.ctx().ports().payments;
    let chosen = view.method();
    let choice =
        |value: String, title: String, selected| Choice { value, title, selected, ..Choice::default() };
    let mut choices: Vec<Choice> = view
        .methods
        .iter()
        .map(|method| {
            let is_chosen = chosen == Some(MethodChoice::Saved(method.id));
            choice(method.id.to_string(), card_name(w, &method.brand, &method.last4), is_chosen)
        })
        .collect();
    for method in payments.test_methods() {
        let meaning = w.lookup(&format!("test-card-{}", method.conduct)).unwrap_or_default();
        let selected = matches!(&chosen, Some(MethodChoice::New { token, .. }) if token == method.token);
        let card = choice(method.token.to_owned(), card_name(w, method.brand, method.last4), selected);
        choices.push(Choice { detail: meaning.to_owned(), ..card });
    }
    if payments.method_form().is_some() {
        // Typed once is enough, also where another field of the form was wrong.
        let token = match &chosen {
            _ if payments.is_used_once(typed) => typed,
            Some(MethodChoice::New { token, .. }) => token.as_str(),
            Some(MethodChoice::Saved(_)) | None => "",
        };
        if !token.is_empty() {
            choices.iter_mut().for_each(|choice| choice.selected = false);
            choices.push(choice(token.to_owned(), w.text("buy-payment-typed").to_owned(), true));
        }
        let title = if choices.is_empty() { "buy-payment-form" } else { "buy-payment-other" };
        choices.push(choice(NEW.to_owned(), w.text(title).to_owned(), typed == NEW));
    }
    // Chosen once is enough, too.
    if choices.iter().any(|choice| choice.value == typed) {
        choices.iter_mut().for_each(|choice| choice.selected = choice.value == typed);
    }
    if !choices.iter().any(|choice| choice.selected)
        && let Some(first) = choices.first_mut()
    {
        first.selected = true;
    }
    choices
}

pub(in crate::html) fn card_name(w: &Words, brand: &str, last4: &str) -> String {
    w.with("buy-payment-card-masked", &[("brand", brand.into()), ("last4", last4.into())])
}

/// Where the bank asks, by what the provider answered.
pub(super) fn bank(web: &Web, action: &str, account: &str) -> Bank {
    if action.starts_with("https://") || action.starts_with("http://") {
        return Bank::Away(action.to_owned());
    }
    match web.ctx().ports().payments.method_form() {
        Some(_) => Bank::Over { secret: action.to_owned(), account: account.to_owned() },
        None => Bank::Played,
    }
}
