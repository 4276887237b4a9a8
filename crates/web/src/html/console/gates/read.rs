//! Rules and conditions as they are typed.

use domain::country::Country;
use domain::gate::{AutoStop, Rule};
use domain::ids::{AccountId, MerchantId};
use domain::money::BasisPoints;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use words::Words;

use crate::Web;
use crate::html::Failure;
use crate::html::mistakes::at;
use crate::html::parts::FormError;
use crate::html::percent::percent;
use crate::html::studio::offers::instant;
use crate::html::typed::Typed;

/// A rule, or all that is wrong with it.
pub(super) async fn read_rule(
    web: &Web,
    w: &Words,
    typed: &Typed,
) -> Result<Result<Rule, Vec<FormError>>, Failure> {
    let mut errors = Vec::new();
    let share = percent(typed.get("share"));
    if share.is_none() {
        errors.push(at("share", w.text("gate-share-wrong").to_owned()));
    }
    let mut time = |name: &str| -> Option<Timestamp> {
        let text = typed.get(name);
        let read = instant(text, &TimeZone::UTC);
        if read.is_none() && !text.is_empty() {
            errors.push(at(name, w.text("gate-time-wrong").to_owned()));
        }
        read
    };
    let (from, until) = (time("from"), time("until"));
    let named = |name: &str| -> Vec<String> {
        let parts = typed.get(name).split([' ', ',', ';', '\n']);
        parts
            .map(|part| part.trim().trim_start_matches('@'))
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let mut countries: Vec<Country> = Vec::new();
    for code in named("countries") {
        match code.to_uppercase().parse() {
            Ok(country) if countries.contains(&country) => {}
            Ok(country) => countries.push(country),
            Err(_) => errors.push(at("countries", w.fill("gate-country-unknown", "code", code.as_str()))),
        }
    }
    let mut merchants: Vec<MerchantId> = Vec::new();
    for handle in named("merchants") {
        match app::merchants::find_by_handle(web.ctx(), &handle).await? {
            Some(merchant) => merchants.push(merchant.id),
            None => errors.push(at("merchants", w.fill("gate-handle-unknown", "handle", handle.as_str()))),
        }
    }
    let mut people: Vec<AccountId> = Vec::new();
    for handle in named("people") {
        match app::gates::account_called(web.ctx(), &handle).await? {
            Some(account) => people.push(account),
            None => errors.push(at("people", w.fill("gate-handle-unknown", "handle", handle.as_str()))),
        }
    }
    let share = share.unwrap_or(BasisPoints::WHOLE);
    let rule = Rule { from, until, merchants, countries, people, share };
    Ok(if errors.is_empty() { Ok(rule) } else { Err(errors) })
}

/// Conditions of a stop; nothing typed: none.
pub(super) fn read_stop(w: &Words, typed: &Typed) -> Result<Option<AutoStop>, Vec<FormError>> {
    if ["least", "refunded", "failed"].iter().all(|name| typed.get(name).is_empty()) {
        return Ok(None);
    }
    let mut errors = Vec::new();
    let least = typed.get("least").parse::<u32>().ok().filter(|least| *least > 0);
    if least.is_none() {
        errors.push(at("least-auto-stop", w.text("gate-least-wrong").to_owned()));
    }
    let mut share = |name: &str| {
        let text = typed.get(name);
        let read = percent(text).filter(|share| share.0 > 0);
        if read.is_none() && !text.is_empty() {
            errors.push(at(&format!("{name}-auto-stop"), w.text("gate-share-wrong").to_owned()));
        }
        read
    };
    let (refunded, failed) = (share("refunded"), share("failed"));
    if refunded.is_none() && failed.is_none() && errors.is_empty() {
        errors.push(at("refunded-auto-stop", w.text("gate-share-needed").to_owned()));
    }
    match least {
        Some(least) if errors.is_empty() => Ok(Some(AutoStop { least, refunded, failed })),
        Some(_) | None => Err(errors),
    }
}
