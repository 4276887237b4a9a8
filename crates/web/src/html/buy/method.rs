//! How to pay, as it is offered: saved methods, the provider's own form for a new one, test cards.

use app::checkout::{MethodChoice, PurchaseView, SavedMethod};
use domain::money::Money;
use words::Words;

use crate::Web;
use crate::html::Failure;
use crate::html::pages::buy::{Bank, NewMethod, PaidOn};
use crate::html::parts::Choice;

/// The value of the choice whose token the provider's form has yet to make.
pub(in crate::html) const NEW: &str = "new";

/// The form in which a new method of paying is typed; none where there is nothing to type.
///
/// # Errors
/// [`Failure`] when the database cannot be read.
pub(super) async fn new_method(
    web: &Web,
    view: &PurchaseView,
    amounts: &[Money],
) -> Result<Option<NewMethod>, Failure> {
    let payments = &web.ctx().ports().payments;
    let (Some(_), Some(first)) = (payments.method_form(), view.parts.first()) else { return Ok(None) };
    let currency = first.checkout.currency;
    let first = amounts.first().copied().unwrap_or(Money::zero(currency));
    // What pays one shop is typed for that shop's own account; what pays several, for the operator's.
    let account = match view.parts.as_slice() {
        [part] => app::checkout::payee_of(web.ctx(), &part.pricing),
        _ => "",
    };
    form_for(web, account, first, view.parts.len() > 1).await
}

/// The same for a gift to one nonprofit; `is_for_later`: nothing is charged now.
///
/// # Errors
/// [`Failure`] when the database cannot be read.
pub(in crate::html) async fn new_method_for(
    web: &Web,
    payee: &str,
    (total, is_for_later): (Money, bool),
) -> Result<Option<NewMethod>, Failure> {
    if web.ctx().ports().payments.method_form().is_none() {
        return Ok(None);
    }
    let account = if web.ctx().needs_payees() { payee } else { "" };
    form_for(web, account, total, is_for_later).await
}

async fn form_for(
    web: &Web,
    account: &str,
    first: Money,
    is_set_up: bool,
) -> Result<Option<NewMethod>, Failure> {
    let amount = web.ctx().ports().payments.form_amount(first).unwrap_or(0);
    let mode = if is_set_up || amount <= 0 { "setup" } else { "payment" };
    let paid = paid_on(web, account).await?;
    Ok(Some(NewMethod { amount, currency: first.currency.code().to_lowercase(), mode, paid }))
}

/// Whom the provider's script in the browser is to ask for: the operator, somebody in the operator's name, or somebody
/// whose own key says so already.
pub(super) async fn paid_on(web: &Web, payee: &str) -> Result<PaidOn, Failure> {
    let key = app::payees::publishable_of(web.ctx(), payee).await?;
    Ok(match key {
        Some(key) => PaidOn { key, account: String::new() },
        None => PaidOn { key: String::new(), account: payee.to_owned() },
    })
}

/// Saved methods, then what was typed before, then a new one: what the provider has to try with, or its form.
pub(super) fn choices(web: &Web, w: &Words, view: &PurchaseView, typed: &str) -> Vec<Choice> {
    choices_of(web, w, &view.methods, view.method().as_ref(), typed)
}

/// What a choice of how to pay is called.
pub(in crate::html) fn name_of(
    web: &Web,
    w: &Words,
    methods: &[SavedMethod],
    chosen: Option<&MethodChoice>,
) -> String {
    match chosen {
        Some(MethodChoice::Saved(id)) => methods
            .iter()
            .find(|method| method.id == *id)
            .map_or_else(String::new, |method| card_name(w, &method.brand, &method.last4)),
        Some(MethodChoice::New { token, .. }) => {
            let known = web.ctx().ports().payments.test_methods();
            known
                .iter()
                .find(|method| method.token == token)
                .map_or_else(|| w.text("buy-payment-card").to_owned(), |it| card_name(w, it.brand, it.last4))
        }
        None => String::new(),
    }
}

/// The same of these saved methods, with what was chosen before.
pub(in crate::html) fn choices_of(
    web: &Web,
    w: &Words,
    methods: &[SavedMethod],
    chosen: Option<&MethodChoice>,
    typed: &str,
) -> Vec<Choice> {
    let payments = &web.ctx().ports().payments;
    let choice =
        |value: String, title: String, selected| Choice { value, title, selected, ..Choice::default() };
    let mut choices: Vec<Choice> = methods
        .iter()
        .map(|method| {
            let is_chosen = chosen == Some(&MethodChoice::Saved(method.id));
            choice(method.id.to_string(), card_name(w, &method.brand, &method.last4), is_chosen)
        })
        .collect();
    for method in payments.test_methods() {
        let meaning = w.lookup(&format!("test-card-{}", method.conduct)).unwrap_or_default();
        let selected = matches!(chosen, Some(MethodChoice::New { token, .. }) if token == method.token);
        let card = choice(method.token.to_owned(), card_name(w, method.brand, method.last4), selected);
        choices.push(Choice { detail: meaning.to_owned(), ..card });
    }
    if payments.method_form().is_some() {
        // Typed once is enough, also where another field of the form was wrong.
        let token = match chosen {
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
///
/// # Errors
/// [`Failure`] when the database cannot be read.
pub(in crate::html) async fn bank(web: &Web, action: &str, payee: &str) -> Result<Bank, Failure> {
    if action.starts_with("https://") || action.starts_with("http://") {
        return Ok(Bank::Away(action.to_owned()));
    }
    Ok(match web.ctx().ports().payments.method_form() {
        Some(_) => Bank::Over { secret: action.to_owned(), paid: paid_on(web, payee).await? },
        None => Bank::Played,
    })
}
