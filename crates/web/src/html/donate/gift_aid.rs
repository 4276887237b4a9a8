//! Gift Aid in the donor's hands: the declaration as the form asks it, what stands, and taking it back.

use app::donations::DonationView;
use app::donations::gift_aid::{self, Declared};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::donation::gift_aid::{
    ADDRESS_CHARS_MAX, AidProblem, Declaration, HOUSE_CHARS_MAX, NAME_CHARS_MAX, Scope, TITLE_CHARS_MAX,
    Taxpayer,
};
use serde::Deserialize;
use words::{Arg, Words};

use super::details::Wrong;
use super::{Key, href, open};
use crate::Web;
use crate::html::field::{Field, Width};
use crate::html::parts::Choice;
use crate::html::{Failure, Visit, see_other};

/// What the form sends of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SentAid {
    aid: String,
    aid_title: String,
    aid_first_name: String,
    aid_last_name: String,
    aid_house: String,
    aid_address: String,
    aid_postcode: String,
}

/// What the page asks of it.
#[derive(Clone, Debug)]
pub struct AidForm {
    /// Not at all, for this gift, from now on: with what is declared.
    pub choices: Vec<Choice>,
    /// Who declares.
    pub fields: Vec<Field>,
    /// An earlier declaration covers the gift, so that nothing is asked.
    pub covered: String,
}

impl SentAid {
    /// What is declared already, as if it had been typed.
    pub(super) fn of(view: &DonationView) -> Self {
        let Some(own) = view.aid.as_ref().and_then(|aid| aid.own.clone()) else { return Self::default() };
        Self {
            aid: own.scope.as_str().to_owned(),
            aid_title: own.taxpayer.title,
            aid_first_name: own.taxpayer.first_name,
            aid_last_name: own.taxpayer.last_name,
            aid_house: own.taxpayer.house,
            aid_address: own.taxpayer.address,
            aid_postcode: own.taxpayer.postcode,
        }
    }

    /// What it means; `None`: nothing is declared.
    pub(super) fn read(&self, w: &Words, view: &DonationView) -> Option<Declared> {
        let scope = Scope::from_word(&self.aid)?;
        Some(Declared {
            scope,
            taxpayer: Taxpayer {
                title: self.aid_title.clone(),
                first_name: self.aid_first_name.clone(),
                last_name: self.aid_last_name.clone(),
                house: self.aid_house.clone(),
                address: self.aid_address.clone(),
                postcode: self.aid_postcode.clone(),
            },
            statement: gift_aid::statement(w, &view.nonprofit, scope),
        })
    }

    /// The form, with what is wrong beside its fields; none where the charity claims nothing.
    pub(super) fn form(&self, w: &Words, view: &DonationView, wrong: &[Wrong]) -> Option<AidForm> {
        let aid = view.aid.as_ref()?;
        if let Some((_, earlier)) = &aid.covering {
            let covered = covered(w, view, earlier);
            return Some(AidForm { choices: Vec::new(), fields: Vec::new(), covered });
        }
        let choice = |value: &str, key: &str, detail: String| Choice {
            value: value.to_owned(),
            title: w.text(key).to_owned(),
            detail,
            aside: String::new(),
            selected: self.aid == value,
            disabled: false,
        };
        let statement = |scope| gift_aid::statement(w, &view.nonprofit, scope);
        let option = |scope: Scope, key| choice(scope.as_str(), key, statement(scope));
        let mut choices =
            vec![choice("", "gift-aid-none", String::new()), option(Scope::ThisGift, "gift-aid-this")];
        // A guest who gives once is known again by nobody: nothing that is declared could cover a later gift.
        if view.donation.donor.account.is_some() || view.donation.pledge.is_some() {
            choices.push(option(Scope::FromNow, "gift-aid-all"));
        }
        let text = |name: &'static str, key: &str, value: &str, limit: usize| {
            let error = wrong.iter().find(|(field, _)| *field == name).map_or("", |(_, error)| error);
            let limit = u32::try_from(limit).unwrap_or(u32::MAX);
            let field = Field::new(name, w.text(key)).value(value).error(error).limit(limit);
            // Only who declares fills them in.
            field.optional(w.text("gift-aid-needed"))
        };
        let half = |field: Field| field.width(Width::Half);
        Some(AidForm {
            choices,
            fields: vec![
                text("aid_title", "gift-aid-field-title", &self.aid_title, TITLE_CHARS_MAX)
                    .optional(w.text("state-optional")),
                half(text("aid_first_name", "gift-aid-field-first", &self.aid_first_name, NAME_CHARS_MAX)),
                half(text("aid_last_name", "gift-aid-field-last", &self.aid_last_name, NAME_CHARS_MAX)),
                text("aid_house", "gift-aid-field-house", &self.aid_house, HOUSE_CHARS_MAX),
                text("aid_address", "gift-aid-field-address", &self.aid_address, ADDRESS_CHARS_MAX),
                text("aid_postcode", "gift-aid-field-postcode", &self.aid_postcode, 10),
            ],
            covered: String::new(),
        })
    }
}

/// That an earlier declaration covers the gift.
fn covered(w: &Words, view: &DonationView, earlier: &Declaration) -> String {
    w.fill("gift-aid-covered", "date", &*w.date(earlier.declared_at, &view.nonprofit.profile.time_zone))
}

/// What the review says of it: declared now, covered by an earlier declaration, or not declared; none where the charity
/// claims nothing.
pub(super) fn declared(w: &Words, view: &DonationView) -> Option<String> {
    let aid = view.aid.as_ref()?;
    Some(match (&aid.own, &aid.covering) {
        (Some(own), _) => own.statement.clone(),
        (None, Some((_, earlier))) => covered(w, view, earlier),
        (None, None) => w.text("gift-aid-none").to_owned(),
    })
}

/// What is wrong, at its field.
pub(super) fn told(w: &Words, problem: AidProblem) -> (&'static str, String) {
    let length = |most: usize| w.count("apply-length", i64::try_from(most).unwrap_or(i64::MAX));
    match problem {
        AidProblem::Title => ("aid_title", length(TITLE_CHARS_MAX)),
        AidProblem::FirstName => ("aid_first_name", length(NAME_CHARS_MAX)),
        AidProblem::LastName => ("aid_last_name", length(NAME_CHARS_MAX)),
        AidProblem::House => ("aid_house", length(HOUSE_CHARS_MAX)),
        AidProblem::Address => ("aid_address", length(ADDRESS_CHARS_MAX)),
        AidProblem::Postcode => ("aid_postcode", w.text("gift-aid-postcode-wrong").to_owned()),
    }
}

/// What stands of a gift: a sentence, and where it is taken back while it can be.
pub(super) fn standing(w: &Words, view: &DonationView) -> Option<(String, String)> {
    let (_, declaration) = view.aid.as_ref()?.covering.as_ref()?;
    let date = w.date(declaration.declared_at, &view.nonprofit.profile.time_zone);
    Some(match declaration.withdrawn_at {
        None => (
            w.with(
                "gift-aid-declared",
                &[("date", Arg::Text(&date)), ("statement", Arg::Text(&declaration.statement))],
            ),
            format!("{}/gift-aid/withdraw", href(view)),
        ),
        Some(at) => {
            let at = w.date(at, &view.nonprofit.profile.time_zone);
            (w.fill("gift-aid-withdrawn", "date", &*at), String::new())
        }
    })
}

/// Takes the declaration back.
///
/// # Errors
/// [`Failure`].
pub async fn withdraw(web: State<Web>, visit: Visit, Path(key): Path<Key>) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    gift_aid::withdraw(web.ctx(), &view).await?;
    Ok(see_other(&href(&view)))
}
