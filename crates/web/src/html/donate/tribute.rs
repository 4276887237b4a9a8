//! In whose honour or memory a gift is, as the form asks it.

use domain::donation::tribute::{
    MESSAGE_CHARS_MAX, NAME_CHARS_MAX, NOTICES_A_DAY_MAX, Notice, Told, Tribute, TributeKind, TributeProblem,
};
use serde::Deserialize;
use words::Words;

use super::details::Wrong;
use crate::html::field::{Field, Kind};

/// What the form sends of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SentTribute {
    tribute_kind: String,
    tribute_name: String,
    tribute_email: String,
    tribute_to: String,
    tribute_message: String,
    tribute_amount: String,
}

impl SentTribute {
    /// What is known already, as if it had been typed.
    pub(super) fn of(tribute: Option<&Tribute>) -> Self {
        let Some(tribute) = tribute else { return Self::default() };
        let notice = tribute.notice.as_ref();
        let text = |of: fn(&Notice) -> &String| notice.map_or(String::new(), |notice| of(notice).clone());
        Self {
            tribute_kind: tribute.kind.as_str().to_owned(),
            tribute_name: tribute.name.clone(),
            tribute_email: text(|notice| &notice.email),
            tribute_to: text(|notice| &notice.name),
            tribute_message: text(|notice| &notice.message),
            tribute_amount: if notice.is_some_and(|it| it.shows_amount) {
                "on".to_owned()
            } else {
                String::new()
            },
        }
    }

    /// Something of it was filled in: the fold is open, so that nothing is given that is not seen.
    pub(super) fn is_filled(&self) -> bool {
        let Self { tribute_kind, tribute_name, tribute_email, tribute_to, tribute_message, .. } = self;
        [tribute_kind, tribute_name, tribute_email, tribute_to, tribute_message]
            .iter()
            .any(|text| !text.trim().is_empty())
    }

    /// Somebody is to be told.
    pub(super) fn tells(&self) -> bool {
        !self.tribute_email.trim().is_empty()
    }

    /// What it means.
    ///
    /// # Errors
    /// [`TributeProblem::Kind`] where something is filled in, and nobody says what it is for.
    pub(super) fn read(&self) -> Result<Option<Tribute>, TributeProblem> {
        if !self.is_filled() {
            return Ok(None);
        }
        let kind = TributeKind::from_word(&self.tribute_kind).ok_or(TributeProblem::Kind)?;
        let text = |text: &str| text.trim().to_owned();
        let notice = Notice {
            email: text(&self.tribute_email),
            name: text(&self.tribute_to),
            message: text(&self.tribute_message),
            shows_amount: !self.tribute_amount.is_empty(),
        };
        // A message without an address is a mistake to be told of, not one to be lost.
        let is_meant = !notice.email.is_empty() || !notice.name.is_empty() || !notice.message.is_empty();
        let name = text(&self.tribute_name);
        Ok(Some(Tribute { kind, name, notice: is_meant.then_some(notice), told: Told::No }))
    }

    /// The fields, with what is wrong beside them.
    pub(super) fn fields(&self, w: &Words, wrong: &[Wrong]) -> Vec<Field> {
        let text = |name: &'static str, key: &str, value: &str| {
            let error = wrong.iter().find(|(field, _)| *field == name).map_or("", |(_, error)| error);
            Field::new(name, w.text(key)).value(value).error(error).optional(w.text("state-optional"))
        };
        let choice = |word: &str, key: &str| (word.to_owned(), w.text(key).to_owned());
        let kinds = vec![
            choice("", "tribute-none"),
            choice(TributeKind::Honor.as_str(), "tribute-honor"),
            choice(TributeKind::Memory.as_str(), "tribute-memory"),
        ];
        let limit = |chars: usize| u32::try_from(chars).unwrap_or(u32::MAX);
        vec![
            text("tribute_kind", "tribute-kind", &self.tribute_kind).kind(Kind::Select(kinds)),
            text("tribute_name", "tribute-name", &self.tribute_name).limit(limit(NAME_CHARS_MAX)),
            text("tribute_email", "tribute-email", &self.tribute_email)
                .kind(Kind::Email)
                .hint(w.text("tribute-email-hint")),
            text("tribute_to", "tribute-to", &self.tribute_to).limit(limit(NAME_CHARS_MAX)),
            text("tribute_message", "tribute-message", &self.tribute_message)
                .kind(Kind::Area)
                .hint(w.text("tribute-message-hint"))
                .limit(limit(MESSAGE_CHARS_MAX)),
            Field::new("tribute_amount", w.text("tribute-amount"))
                .kind(Kind::Check)
                .value(&self.tribute_amount),
        ]
    }
}

/// What is wrong, at its field.
pub(super) fn told(w: &Words, problem: TributeProblem) -> (&'static str, String) {
    let too_long = |chars: usize| w.count("field-too-long", i64::try_from(chars).unwrap_or(i64::MAX));
    match problem {
        TributeProblem::Kind => ("tribute_kind", w.text("tribute-kind-needed").to_owned()),
        TributeProblem::Name => ("tribute_name", w.text("tribute-name-needed").to_owned()),
        TributeProblem::Email => ("tribute_email", w.text("tribute-email-needed").to_owned()),
        TributeProblem::To => ("tribute_to", too_long(NAME_CHARS_MAX)),
        TributeProblem::Message => ("tribute_message", too_long(MESSAGE_CHARS_MAX)),
        TributeProblem::Link => ("tribute_message", w.text("tribute-no-links").to_owned()),
        TributeProblem::TooMany => ("tribute_email", w.count("tribute-too-many", NOTICES_A_DAY_MAX)),
    }
}
