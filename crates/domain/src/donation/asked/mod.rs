//! What the law of a nonprofit's country wants to know of a donor: which fields, when, and how much may be given (E14).
//! Which country wants what stands in the operator's table, not here.

mod tax_id;

use std::collections::BTreeMap;
use std::fmt;

use super::amount::{self, AmountProblem};
use crate::country::Country;
use crate::ids::NonprofitId;
use crate::money::Money;

pub use tax_id::TaxId;

/// The answer that says that the donor wants a receipt for their taxes.
pub const WANTS_RECEIPT: &str = "tax_receipt";
/// What a ticked box, and [`WANTS_RECEIPT`], are answered with by a form.
pub const YES: &str = "yes";
/// Characters of an answer on one line.
pub const ANSWER_CHARS_MAX: usize = 200;

/// A sentence in several languages, by their tags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spoken(pub BTreeMap<String, String>);

impl Spoken {
    /// In the language `tag`, else in English, else nothing.
    #[must_use]
    pub fn text(&self, tag: &str) -> &str {
        self.0.get(tag).or_else(|| self.0.get("en")).map_or("", String::as_str)
    }
}

/// What kind of answer a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedKind {
    /// A line of text.
    Text,
    /// The postal address, which every gift has a field for.
    Address,
    /// A number of the tax office.
    TaxId(TaxId),
    /// A sentence to tick; kept as it was read.
    Declaration,
}

/// When a field must be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// With every gift.
    Always,
    /// With a gift above this.
    Above(Money),
    /// Where the donor's gifts of the calendar year, this one among them, are above this.
    AboveInYear(Money),
    /// Where the donor wants a receipt for their taxes.
    ForReceipt,
    /// Never.
    Optional,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What its answer is kept under.
    pub key: String,
    /// What it takes.
    pub kind: AskedKind,
    /// What is asked; of a declaration, what is declared.
    pub label: Spoken,
    /// Why, or how it looks; may be empty.
    pub hint: Spoken,
    /// When it must be filled in.
    pub needed: Needed,
}

/// What one kind of nonprofit in one country asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Where the nonprofit is.
    pub country: Country,
    /// Which kind of nonprofit; empty for those that no kind names.
    pub kind: String,
    /// The fields, in the order they are asked in.
    pub fields: Vec<Asked>,
    /// What one gift must be at least.
    pub least: Option<Money>,
    /// What one gift may be at most.
    pub most: Option<Money>,
}

/// The operator's table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskedTable {
    /// Each pair of country and kind once.
    pub rules: Vec<Rule>,
    /// Nonprofits of a kind.
    pub kinds: BTreeMap<i64, String>,
}

impl AskedTable {
    /// Of which kind a nonprofit is; empty for one that no kind names.
    #[must_use]
    pub fn kind_of(&self, nonprofit: NonprofitId) -> &str {
        self.kinds.get(&nonprofit.0).map_or("", String::as_str)
    }

    /// What `nonprofit` of `country` asks; `None`: nothing.
    #[must_use]
    pub fn of(&self, nonprofit: NonprofitId, country: Country) -> Option<&Rule> {
        let kind = self.kind_of(nonprofit);
        self.rules.iter().find(|rule| rule.country == country && rule.kind == kind)
    }
}

/// What a donor answered, by key. Personal data of the kind that frauds are made with: it is not even shown to who debugs.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answers(pub BTreeMap<String, String>);

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answers({} kept)", self.0.len())
    }
}

impl Answers {
    /// The answer under `key`; empty where there is none.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        self.0.get(key).map_or("", String::as_str)
    }

    /// The donor wants a receipt for their taxes.
    #[must_use]
    pub fn wants_receipt(&self) -> bool {
        !self.get(WANTS_RECEIPT).is_empty()
    }
}

/// What is known of a gift when its answers are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// What the donor is charged.
    pub total: Money,
    /// What this donor gave to this nonprofit in this calendar year before, in the same currency.
    pub in_year: i64,
    /// The postal address that was typed.
    pub address: &'a str,
    /// The language it is asked in.
    pub tag: &'a str,
}

/// What is wrong with an answer, under its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerProblem {
    /// It must be filled in.
    #[error("must be filled in")]
    Missing,
    /// It is too long.
    #[error("has at most {ANSWER_CHARS_MAX} characters")]
    TooLong,
    /// There is no such number.
    #[error("is no such number")]
    TaxId(TaxId),
}

impl Rule {
    /// A gift of this size may be given.
    ///
    /// # Errors
    /// [`AmountProblem`], with the amount that would do.
    pub fn check(&self, gift: Money) -> Result<(), AmountProblem> {
        amount::check_between(gift, self.least, self.most)
    }

    /// Some field is asked for a tax receipt only, so that the donor is asked whether they want one.
    #[must_use]
    pub fn asks_for_receipt(&self) -> bool {
        self.fields.iter().any(|field| field.needed == Needed::ForReceipt)
    }

    /// The answers as they are kept, from what was typed; what nobody asked is left out.
    ///
    /// # Errors
    /// Everything that is wrong, each under the key of its field.
    pub fn read(
        &self,
        typed: &Answers,
        asking: &Asking<'_>,
    ) -> Result<Answers, Vec<(String, AnswerProblem)>> {
        let mut kept = Answers::default();
        let mut problems = Vec::new();
        let wants_receipt = self.asks_for_receipt() && typed.wants_receipt();
        if wants_receipt {
            kept.0.insert(WANTS_RECEIPT.to_owned(), YES.to_owned());
        }
        for field in &self.fields {
            let typed = match field.kind {
                AskedKind::Address => asking.address.trim(),
                AskedKind::Text | AskedKind::TaxId(_) | AskedKind::Declaration => {
                    typed.get(&field.key).trim()
                }
            };
            if typed.is_empty() {
                if field.is_needed(wants_receipt, asking) {
                    problems.push((field.key.clone(), AnswerProblem::Missing));
                }
                continue;
            }
            let read = match field.kind {
                // It is kept with the donor's name.
                AskedKind::Address => continue,
                AskedKind::Text if typed.chars().count() > ANSWER_CHARS_MAX => Err(AnswerProblem::TooLong),
                AskedKind::Text => Ok(typed.to_owned()),
                AskedKind::TaxId(kind) => kind.parse(typed).ok_or(AnswerProblem::TaxId(kind)),
                AskedKind::Declaration => Ok(field.label.text(asking.tag).to_owned()),
            };
            match read {
                Ok(answer) => {
                    kept.0.insert(field.key.clone(), answer);
                }
                Err(problem) => problems.push((field.key.clone(), problem)),
            }
        }
        if problems.is_empty() { Ok(kept) } else { Err(problems) }
    }

    /// The number of the tax office among the answers, with what it is called in the language `tag`.
    #[must_use]
    pub fn tax_id(&self, answers: &Answers, tag: &str) -> Option<(String, String)> {
        let field = self.fields.iter().find(|field| matches!(field.kind, AskedKind::TaxId(_)))?;
        let answer = answers.get(&field.key);
        (!answer.is_empty()).then(|| (field.label.text(tag).to_owned(), answer.to_owned()))
    }

    /// What an earlier gift's answers fill in: all but declarations, which are made anew each time.
    #[must_use]
    pub fn told_before(&self, before: &Answers) -> Answers {
        let declared = |key: &String| {
            self.fields.iter().any(|field| field.kind == AskedKind::Declaration && field.key == *key)
        };
        Answers(
            before
                .0
                .iter()
                .filter(|(key, _)| !declared(key))
                .map(|(key, it)| (key.clone(), it.clone()))
                .collect(),
        )
    }

    /// Everything is answered that must be.
    #[must_use]
    pub fn is_answered(&self, kept: &Answers, asking: &Asking<'_>) -> bool {
        let is_there = |field: &Asked| match field.kind {
            AskedKind::Address => !asking.address.trim().is_empty(),
            AskedKind::Text | AskedKind::TaxId(_) | AskedKind::Declaration => {
                !kept.get(&field.key).is_empty()
            }
        };
        self.fields.iter().all(|field| !field.is_needed(kept.wants_receipt(), asking) || is_there(field))
    }
}

impl Asked {
    /// Whether it must be filled in. A threshold in another currency says nothing, so that it is needed then.
    #[must_use]
    pub fn is_needed(&self, wants_receipt: bool, asking: &Asking<'_>) -> bool {
        let above =
            |limit: Money, given: i64| limit.currency != asking.total.currency || given > limit.amount;
        match self.needed {
            Needed::Always => true,
            Needed::Above(limit) => above(limit, asking.total.amount),
            Needed::AboveInYear(limit) => above(limit, asking.total.amount.saturating_add(asking.in_year)),
            Needed::ForReceipt => wants_receipt,
            Needed::Optional => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn usd(cents: i64) -> Money {
        Money::new(cents, Currency::USD)
    }

    fn field(key: &str, kind: AskedKind, needed: Needed) -> Asked {
        let spoken = |text: &str| Spoken([("en".to_owned(), text.to_owned())].into());
        Asked { key: key.to_owned(), kind, label: spoken(&format!("I say {key}")), hint: spoken(""), needed }
    }

    fn rule() -> Rule {
        Rule {
            country: "US".parse().unwrap(),
            kind: String::new(),
            fields: vec![
                field("address", AskedKind::Address, Needed::Above(usd(5_000))),
                field("employer", AskedKind::Text, Needed::AboveInYear(usd(20_000))),
                field("nif", AskedKind::TaxId(TaxId::EsNif), Needed::ForReceipt),
                field("own", AskedKind::Declaration, Needed::Always),
            ],
            least: None,
            most: None,
        }
    }

    fn asking(total: i64, in_year: i64, address: &str) -> Asking<'_> {
        Asking { total: usd(total), in_year, address, tag: "fr" }
    }

    fn typed(answers: &[(&str, &str)]) -> Answers {
        Answers(answers.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn fields_are_needed_from_their_thresholds_on() {
        let missing = |total, in_year, given: &[(&str, &str)]| match rule()
            .read(&typed(given), &asking(total, in_year, ""))
        {
            Ok(_) => Vec::new(),
            Err(problems) => problems.into_iter().map(|(key, _)| key).collect::<Vec<_>>(),
        };
        let own = ("own", "yes");
        assert_eq!(missing(5_000, 0, &[own]), Vec::<String>::new());
        assert_eq!(missing(5_001, 0, &[]), ["address", "own"]);
        assert_eq!(missing(5_000, 15_000, &[own]), Vec::<String>::new());
        assert_eq!(missing(5_000, 15_001, &[own]), ["employer"]);
        assert_eq!(missing(500, 0, &[own, (WANTS_RECEIPT, "yes")]), ["nif"]);
        let in_euros = Asking { total: Money::new(1, Currency::EUR), ..asking(0, 0, "") };
        let problems = rule().read(&typed(&[own]), &in_euros).unwrap_err();
        assert_eq!(problems.len(), 2, "a threshold in dollars says nothing of euros");
    }

    #[test]
    fn a_rule_narrows_what_the_house_takes_and_never_widens_it() {
        let within = |least, most, gift| Rule { least, most, ..rule() }.check(usd(gift));
        assert_eq!(within(None, Some(usd(500_000)), 500_001), Err(AmountProblem::TooLarge(usd(500_000))));
        assert_eq!(within(Some(usd(1_000)), None, 999), Err(AmountProblem::TooSmall(usd(1_000))));
        assert_eq!(
            within(None, Some(usd(99_000_000)), 10_000_001),
            Err(AmountProblem::TooLarge(usd(10_000_000)))
        );
        let euros = Some(Money::new(100, Currency::EUR));
        assert_eq!(within(euros, euros, 5_000), Ok(()), "limits in another currency say nothing");
    }

    #[test]
    fn answers_are_kept_as_they_were_read_and_nothing_else_is() {
        let given = typed(&[
            ("employer", " Port of Brest "),
            ("nif", "12345678-z"),
            ("own", "yes"),
            ("address", "typed elsewhere"),
            ("admin", "yes"),
            (WANTS_RECEIPT, "yes"),
        ]);
        let kept = rule().read(&given, &asking(5_001, 0, "1 quai")).unwrap();
        let wanted = typed(&[
            ("employer", "Port of Brest"),
            ("nif", "12345678Z"),
            ("own", "I say own"),
            (WANTS_RECEIPT, "yes"),
        ]);
        assert_eq!(kept, wanted);
        assert!(rule().is_answered(&kept, &asking(5_001, 0, "1 quai")));
        assert!(!rule().is_answered(&kept, &asking(5_001, 0, " ")));
        assert!(!rule().is_answered(&Answers::default(), &asking(100, 0, "")));
        assert_eq!(format!("{kept:?}"), "Answers(4 kept)", "never what they are");
    }

    #[test]
    fn what_cannot_be_right_is_told_under_its_key() {
        let long = "x".repeat(201);
        let given = typed(&[("employer", &long), ("nif", "1"), ("own", "yes")]);
        let problems = rule().read(&given, &asking(100, 0, "")).unwrap_err();
        let wanted = [
            ("employer".to_owned(), AnswerProblem::TooLong),
            ("nif".to_owned(), AnswerProblem::TaxId(TaxId::EsNif)),
        ];
        assert_eq!(problems, wanted);
    }

    #[test]
    fn a_kind_has_rules_of_its_own() {
        let political = Rule { kind: "political".to_owned(), fields: Vec::new(), ..rule() };
        let kinds = [(7, "political".to_owned()), (8, "church".to_owned())].into();
        let table = AskedTable { rules: vec![rule(), political.clone()], kinds };
        let us = "US".parse().unwrap();
        assert_eq!(table.of(NonprofitId(1), us), Some(&rule()));
        assert_eq!(table.of(NonprofitId(7), us), Some(&political));
        assert_eq!(table.of(NonprofitId(8), us), None, "a kind without a rule asks nothing");
        assert_eq!(table.of(NonprofitId(1), "FR".parse().unwrap()), None);
    }
}
