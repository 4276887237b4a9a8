//! What the law of the nonprofit's country asks of a donor: fields of the form, and what was answered.

use std::collections::BTreeMap;

use app::donations::DonationView;
use domain::donation::Donation;
use domain::donation::asked::{
    ANSWER_CHARS_MAX, AnswerProblem, Answers, Asked, AskedKind, Needed, Rule, TaxId, WANTS_RECEIPT,
};
use words::Words;

use super::details::Wrong;
use crate::html::field::{Field, Kind};

/// What the names of these fields begin with: a key is the operator's choice, and must not be one of ours.
const PREFIX: &str = "ask_";

fn name(key: &str) -> String {
    format!("{PREFIX}{key}")
}

fn rule(view: &DonationView) -> Option<&Rule> {
    view.asked.as_ref().map(|asked| &asked.rule)
}

/// What is answered already, as if it had been typed. Declarations of this gift stay ticked.
pub(super) fn sent_of(view: &DonationView) -> BTreeMap<String, String> {
    let Some(rule) = rule(view) else { return BTreeMap::new() };
    let is_box = |key: &str| {
        key == WANTS_RECEIPT
            || rule.fields.iter().any(|field| field.key == key && field.kind == AskedKind::Declaration)
    };
    let answers = view.donation.answers.0.iter();
    answers
        .map(|(key, answer)| (name(key), if is_box(key) { "on".to_owned() } else { answer.clone() }))
        .collect()
}

/// What was typed, by key.
pub(super) fn read(sent: &BTreeMap<String, String>) -> Answers {
    let asked = sent.iter().filter_map(|(name, typed)| Some((name.strip_prefix(PREFIX)?, typed)));
    Answers(asked.map(|(key, typed)| (key.to_owned(), typed.clone())).collect())
}

/// The field of the postal address as the country asks for it.
pub(super) fn address(w: &Words, view: &DonationView, field: Field) -> Field {
    let asked = rule(view).and_then(|rule| rule.fields.iter().find(|it| it.kind == AskedKind::Address));
    let Some(asked) = asked else { return field.optional(w.text("state-optional")) };
    let tag = w.locale().tag();
    let field = Field { label: asked.label.text(tag).to_owned(), ..field }.hint(asked.hint.text(tag));
    or_optional(w, asked, field)
}

fn or_optional(w: &Words, asked: &Asked, field: Field) -> Field {
    match asked.needed {
        Needed::Always => field,
        // Only the whole form tells whether it is; the hint says when.
        Needed::Above(_) | Needed::AboveInYear(_) | Needed::ForReceipt | Needed::Optional => {
            field.optional(w.text("state-optional"))
        }
    }
}

/// The fields, with what is wrong beside them.
pub(super) fn fields(
    w: &Words,
    view: &DonationView,
    sent: &BTreeMap<String, String>,
    wrong: &[Wrong],
) -> Vec<Field> {
    let Some(rule) = rule(view) else { return Vec::new() };
    let tag = w.locale().tag();
    let shown = |key: &str, label: &str| {
        let name = name(key);
        let error = wrong.iter().find(|(field, _)| *field == name).map_or("", |(_, error)| error);
        Field::new(&name, label).value(sent.get(&name).map_or("", String::as_str)).error(error)
    };
    let mut fields = Vec::new();
    if rule.asks_for_receipt() {
        fields.push(shown(WANTS_RECEIPT, w.text("asked-receipt")).kind(Kind::Check));
    }
    for asked in &rule.fields {
        let field = shown(&asked.key, asked.label.text(tag));
        fields.push(match asked.kind {
            // It stands with the name.
            AskedKind::Address => continue,
            AskedKind::Declaration => field.kind(Kind::Check).hint(asked.hint.text(tag)),
            AskedKind::Text => {
                let limit = u32::try_from(ANSWER_CHARS_MAX).unwrap_or(u32::MAX);
                or_optional(w, asked, field.hint(&hint_of(w, asked, "")).limit(limit))
            }
            AskedKind::TaxId(kind) => or_optional(w, asked, field.hint(&hint_of(w, asked, kind.example()))),
        });
    }
    fields
}

/// Why it is asked, when it is needed, and how it looks.
fn hint_of(w: &Words, asked: &Asked, example: &str) -> String {
    let mut parts = vec![asked.hint.text(w.locale().tag()).to_owned()];
    if asked.needed == Needed::ForReceipt {
        parts.push(w.text("asked-for-receipt").to_owned());
    }
    if !example.is_empty() {
        parts.push(w.fill("asked-example", "example", example));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// What is wrong, at its field.
pub(super) fn told(w: &Words, view: &DonationView, key: &str, problem: AnswerProblem) -> Wrong {
    let field = rule(view).and_then(|rule| rule.fields.iter().find(|field| field.key == key));
    let is = |kind: AskedKind| field.is_some_and(|field| field.kind == kind);
    let error = match problem {
        AnswerProblem::Missing if is(AskedKind::Declaration) => w.text("asked-tick").to_owned(),
        AnswerProblem::Missing => w.text("field-required").to_owned(),
        AnswerProblem::TooLong => {
            w.count("field-too-long", i64::try_from(ANSWER_CHARS_MAX).unwrap_or(i64::MAX))
        }
        AnswerProblem::TaxId(TaxId::Plain) => w.text("asked-no-number-plain").to_owned(),
        AnswerProblem::TaxId(kind) => w.fill("asked-no-number", "example", kind.example()),
    };
    let field = if is(AskedKind::Address) { "address".into() } else { name(key).into() };
    (field, error)
}

/// What was answered, each with what was asked, for who may see it.
pub(in crate::html) fn told_of(w: &Words, rule: Option<&Rule>, gift: &Donation) -> Vec<(String, String)> {
    let tag = w.locale().tag();
    let answers = gift.answers.0.iter().map(|(key, answer)| {
        if key == WANTS_RECEIPT {
            return (w.text("asked-receipt").to_owned(), w.text("action-yes").to_owned());
        }
        let field = rule.and_then(|rule| rule.fields.iter().find(|field| field.key == *key));
        match field {
            Some(field) if field.kind == AskedKind::Declaration => {
                (w.text("asked-declared").to_owned(), answer.clone())
            }
            Some(field) => (field.label.text(tag).to_owned(), answer.clone()),
            // The table asked it once, and does no more.
            None => (key.clone(), answer.clone()),
        }
    });
    answers.collect()
}
