//! What a nonprofit asks for: a goal, amounts to choose from, a time.

use jiff::Timestamp;

use crate::donation::amount::{self, AmountProblem, PRESETS_MAX};
use crate::ids::{CampaignId, ImageId, NonprofitId};
use crate::money::{Currency, Money};

/// Characters of a title.
pub const TITLE_CHARS_MAX: usize = 120;
/// Characters of the story.
pub const STORY_CHARS_MAX: usize = 5_000;
/// Purposes that a donor may choose from.
pub const DESIGNATIONS_MAX: usize = 12;
/// Characters of one purpose.
pub const DESIGNATION_CHARS_MAX: usize = 80;

/// Other currencies that one campaign takes.
pub const MORE_CURRENCIES_MAX: usize = 8;

/// Another currency that a campaign takes beside its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlsoTaken {
    /// Amounts to choose from, smallest first; none: it is not taken any more.
    pub presets: Vec<Money>,
    /// What was given in it and not given back. No goal counts it.
    pub raised: Money,
}

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// Who asks.
    pub nonprofit: NonprofitId,
    /// What for.
    pub title: String,
    /// More about it, plain.
    pub story: String,
    /// The nonprofit has not closed it.
    pub open: bool,
    /// What is given in where nothing else is chosen, and what the goal is counted in.
    pub currency: Currency,
    /// What else it takes, or took.
    pub more: Vec<AlsoTaken>,
    /// What is hoped for.
    pub goal: Option<Money>,
    /// Amounts to choose from, smallest first.
    pub presets: Vec<Money>,
    /// Purposes to choose from; empty: where it is needed most.
    pub designations: Vec<String>,
    /// Its picture.
    pub image: Option<ImageId>,
    /// When it begins.
    pub starts_at: Option<Timestamp>,
    /// When it ends.
    pub ends_at: Option<Timestamp>,
    /// What was given and not given back.
    pub raised: Money,
    /// In how many gifts.
    pub gifts: i64,
}

/// Why a campaign takes nothing now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CampaignPause {
    /// The nonprofit closed it.
    Closed,
    /// Its time has not come.
    NotYet,
    /// Its time is over.
    Over,
}

/// What is wrong with a campaign as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CampaignProblem {
    /// It has no title, or one that is too long.
    #[error("a title has from 1 to {TITLE_CHARS_MAX} characters")]
    Title,
    /// The story is too long.
    #[error("a story has at most {STORY_CHARS_MAX} characters")]
    Story,
    /// The goal is nothing, or less.
    #[error("a goal is more than nothing")]
    Goal,
    /// No amounts to choose from, or too many.
    #[error("a campaign offers from 1 to {PRESETS_MAX} amounts")]
    Presets,
    /// One of the amounts is none that can be given.
    #[error(transparent)]
    Preset(#[from] AmountProblem),
    /// Too many purposes, or one that is too long.
    #[error("a campaign has at most {DESIGNATIONS_MAX} purposes of {DESIGNATION_CHARS_MAX} characters")]
    Designations,
    /// Goal and amounts are of one currency, and it stays what it is.
    #[error("a campaign keeps its currency")]
    Currency,
    /// Too many other currencies, one of them twice, or one that it counts in anyway.
    #[error("a campaign takes at most {MORE_CURRENCIES_MAX} other currencies, each once")]
    MoreCurrencies,
    /// It ends before it begins.
    #[error("a campaign ends after it begins")]
    Time,
}

impl Campaign {
    /// Why it takes nothing at `now`; `None`: it does.
    #[must_use]
    pub fn pause(&self, now: Timestamp) -> Option<CampaignPause> {
        if !self.open {
            Some(CampaignPause::Closed)
        } else if self.starts_at.is_some_and(|at| now < at) {
            Some(CampaignPause::NotYet)
        } else if self.ends_at.is_some_and(|at| now >= at) {
            Some(CampaignPause::Over)
        } else {
            None
        }
    }

    /// The amounts to choose from in `currency`; `None`: it is not taken.
    #[must_use]
    pub fn presets_in(&self, currency: Currency) -> Option<&[Money]> {
        if currency == self.currency {
            return Some(&self.presets);
        }
        let taken = self.more.iter().find(|taken| taken.raised.currency == currency)?;
        Some(&taken.presets[..]).filter(|presets| !presets.is_empty())
    }

    /// The currencies that it takes, its own first.
    pub fn currencies(&self) -> impl Iterator<Item = Currency> {
        let more = self.more.iter().filter(|taken| !taken.presets.is_empty());
        std::iter::once(self.currency).chain(more.map(|taken| taken.raised.currency))
    }

    /// What somebody who thinks in `wanted` is asked in.
    #[must_use]
    pub fn currency_for(&self, wanted: Option<Currency>) -> Currency {
        wanted.filter(|wanted| self.presets_in(*wanted).is_some()).unwrap_or(self.currency)
    }

    /// When time alone will change what it takes, if ever after `now`.
    #[must_use]
    pub fn changes_at(&self, now: Timestamp) -> Option<Timestamp> {
        [self.starts_at, self.ends_at].into_iter().flatten().filter(|at| *at > now).min()
    }

    /// How full the meter is, in whole percent and at most 100: a bar is no place for more. `None` without a goal.
    #[must_use]
    pub fn percent(&self) -> Option<u8> {
        let goal = self.goal?;
        let percent = i128::from(self.raised.amount.max(0)) * 100 / i128::from(goal.amount.max(1));
        Some(u8::try_from(percent.min(100)).unwrap_or(100))
    }

    /// A purpose that donors may choose.
    #[must_use]
    pub fn offers(&self, designation: &str) -> bool {
        designation.is_empty() || self.designations.iter().any(|one| one == designation)
    }

    /// Everything that is wrong with it.
    #[must_use]
    pub fn problems(&self) -> Vec<CampaignProblem> {
        let chars = |text: &str| text.chars().count();
        let mut problems = Vec::new();
        if !(1..=TITLE_CHARS_MAX).contains(&chars(self.title.trim())) {
            problems.push(CampaignProblem::Title);
        }
        if chars(&self.story) > STORY_CHARS_MAX {
            problems.push(CampaignProblem::Story);
        }
        if self.goal.is_some_and(|goal| goal.amount <= 0) {
            problems.push(CampaignProblem::Goal);
        }
        if !(1..=PRESETS_MAX).contains(&self.presets.len()) {
            problems.push(CampaignProblem::Presets);
        }
        let mut counted = self.presets.iter().chain(&self.goal);
        if counted.any(|money| money.currency != self.currency) {
            problems.push(CampaignProblem::Currency);
        }
        let others: Vec<Currency> = self.currencies().skip(1).collect();
        let is_twice =
            |(index, one): (usize, &Currency)| *one == self.currency || others[..index].contains(one);
        if others.len() > MORE_CURRENCIES_MAX || others.iter().enumerate().any(is_twice) {
            problems.push(CampaignProblem::MoreCurrencies);
        }
        let more = self.more.iter();
        if more.clone().any(|taken| taken.presets.len() > PRESETS_MAX) {
            problems.push(CampaignProblem::Presets);
        }
        let mut all = self.presets.iter().chain(more.flat_map(|taken| &taken.presets));
        let wrong = all.find_map(|preset| amount::check(*preset, None).err());
        problems.extend(wrong.map(CampaignProblem::Preset));
        let too_long = |one: &String| one.trim().is_empty() || chars(one) > DESIGNATION_CHARS_MAX;
        if self.designations.len() > DESIGNATIONS_MAX || self.designations.iter().any(too_long) {
            problems.push(CampaignProblem::Designations);
        }
        if self.starts_at.zip(self.ends_at).is_some_and(|(from, until)| until <= from) {
            problems.push(CampaignProblem::Time);
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roof() -> Campaign {
        let eur = |amount| Money::new(amount, Currency::EUR);
        Campaign {
            id: CampaignId(1),
            nonprofit: NonprofitId(1),
            title: "A roof for the library".to_owned(),
            story: String::new(),
            open: true,
            currency: Currency::EUR,
            more: Vec::new(),
            goal: Some(eur(100_000)),
            presets: vec![eur(1_000), eur(2_500)],
            designations: vec!["Books".to_owned()],
            image: None,
            starts_at: None,
            ends_at: None,
            raised: eur(33_390),
            gifts: 12,
        }
    }

    #[test]
    fn a_campaign_takes_other_currencies_by_amounts_of_their_own() {
        let taken = |currency, presets: &[i64]| AlsoTaken {
            presets: presets.iter().map(|amount| Money::new(*amount, currency)).collect(),
            raised: Money::new(700, currency),
        };
        let (usd, gbp) = (Currency::USD, Currency::GBP);
        let open = Campaign { more: vec![taken(usd, &[1_000]), taken(gbp, &[])], ..roof() };
        assert_eq!(open.currencies().collect::<Vec<_>>(), [Currency::EUR, usd]);
        assert_eq!(open.presets_in(usd), Some(&[Money::new(1_000, usd)][..]));
        assert_eq!((open.presets_in(gbp), open.presets_in(Currency::JPY)), (None, None));
        assert_eq!((open.currency_for(Some(usd)), open.currency_for(Some(gbp))), (usd, Currency::EUR));
        assert_eq!(open.currency_for(None), Currency::EUR);
        assert!(open.problems().is_empty());
        let wrong = |more| Campaign { more, ..roof() }.problems();
        let twice = wrong(vec![taken(usd, &[1_000]), taken(usd, &[2_000])]);
        assert_eq!(twice, [CampaignProblem::MoreCurrencies]);
        assert_eq!(wrong(vec![taken(Currency::EUR, &[1_000])]), [CampaignProblem::MoreCurrencies]);
        let least = Money::new(200, usd);
        let small = wrong(vec![taken(usd, &[1])]);
        assert_eq!(small, [CampaignProblem::Preset(AmountProblem::TooSmall(least))]);
        assert_eq!(wrong(vec![taken(usd, &[1_000; 7])]), [CampaignProblem::Presets]);
    }

    #[test]
    fn a_campaign_takes_gifts_from_its_beginning_until_its_end() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let timed = Campaign { starts_at: Some(at(10)), ends_at: Some(at(20)), ..roof() };
        let pauses = [9, 10, 19, 20].map(|second| timed.pause(at(second)));
        assert_eq!(pauses, [Some(CampaignPause::NotYet), None, None, Some(CampaignPause::Over)]);
        assert_eq!(Campaign { open: false, ..timed.clone() }.pause(at(15)), Some(CampaignPause::Closed));
        assert_eq!(
            [9, 10, 20].map(|second| timed.changes_at(at(second))),
            [Some(at(10)), Some(at(20)), None]
        );
    }

    #[test]
    fn the_meter_is_never_fuller_than_full_nor_emptier_than_empty() {
        let raised = |amount| Campaign { raised: Money::new(amount, Currency::EUR), ..roof() }.percent();
        let percents = [-5, 0, 999, 1_000, 99_999, 100_000, i64::MAX].map(raised);
        assert_eq!(percents, [0, 0, 0, 1, 99, 100, 100].map(Some));
        assert_eq!(Campaign { goal: None, ..roof() }.percent(), None);
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        assert_eq!(roof().problems(), []);
        let eur = |amount| Money::new(amount, Currency::EUR);
        let at = |second| Some(Timestamp::from_second(second).unwrap());
        let wrong = Campaign {
            title: " ".to_owned(),
            story: "a".repeat(STORY_CHARS_MAX + 1),
            goal: Some(eur(0)),
            presets: vec![eur(-5); PRESETS_MAX + 1],
            designations: vec![String::new()],
            starts_at: at(5),
            ends_at: at(5),
            ..roof()
        };
        let words: Vec<String> = wrong.problems().iter().map(ToString::to_string).collect();
        assert_eq!(words.len(), 7, "{words:?}");
    }

    #[test]
    fn only_what_is_offered_can_be_chosen() {
        assert_eq!(["", "Books", "Wine"].map(|purpose| roof().offers(purpose)), [true, true, false]);
    }
}
