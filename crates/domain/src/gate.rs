//! Gates: for whom a feature is open (W1). Pure: who asks and what time it is come from outside, so that the same
//! question has the same answer on every node and in every release.

use jiff::Timestamp;

use crate::country::Country;
use crate::fnv::Fnv;
use crate::ids::{AccountId, MerchantId, NonprofitId};
use crate::money::BasisPoints;
use crate::nonprofit::Nonprofit;

/// Rules one gate may have: they are looked through at every question.
pub const RULES_MAX: usize = 20;
/// Shops, people or countries that one rule may name.
pub const NAMED_MAX: usize = 500;

macro_rules! features {
    ($($(#[$doc:meta])* $feature:ident = $word:literal, $number:literal;)+) => {
        /// What a gate opens and closes: something new. What was begun before goes on to its end whatever the gate says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Feature {
            $($(#[$doc])* $feature,)+
        }

        impl Feature {
            /// Every feature.
            pub const ALL: &[Self] = &[$(Self::$feature,)+];

            /// The stored word, which is also its name in addresses and on the command line.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$feature => $word,)+
                }
            }

            /// The stored number of its kill switch.
            #[must_use]
            pub const fn number(self) -> i64 {
                match self {
                    $(Self::$feature => $number,)+
                }
            }

            /// The feature with this word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|feature| feature.word() == word)
            }
        }
    };
}

features! {
    /// New orders by a Buy button. Donations never ask it (W11).
    Buy = "buy", 1;
    /// New shops.
    Selling = "selling", 2;
    /// New gifts.
    Donate = "donate", 3;
    /// New nonprofits.
    Asking = "asking", 4;
    /// New gifts that come again.
    Pledges = "pledges", 5;
    /// Rounding purchases up.
    RoundUp = "round-up", 6;
    /// New product files: the connector by which goods come in.
    Imports = "imports", 7;
}

/// For whom a gate is open. Everything that is named must hold; what names nothing holds for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Not before.
    pub from: Option<Timestamp>,
    /// Not at this moment any more.
    pub until: Option<Timestamp>,
    /// At these shops, or to these nonprofits.
    pub merchants: Vec<MerchantId>,
    /// Where a parcel goes to these countries, or the applicant lives there, or who is given to is there.
    pub countries: Vec<Country>,
    /// For these people.
    pub people: Vec<AccountId>,
    /// For this share of all people. Less than all of them means people with an account: nobody else is known again.
    pub share: BasisPoints,
}

impl Rule {
    /// A rule that holds for everybody, always.
    #[must_use]
    pub const fn everybody() -> Self {
        Self {
            from: None,
            until: None,
            merchants: Vec::new(),
            countries: Vec::new(),
            people: Vec::new(),
            share: BasisPoints::WHOLE,
        }
    }

    /// It picks some people out of many: whoever has seen the feature by it keeps it.
    #[must_use]
    pub fn samples(&self) -> bool {
        self.share != BasisPoints::WHOLE || !self.people.is_empty()
    }
}

/// Why a rule cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RuleProblem {
    /// It would end before it begins.
    #[error("a rule must end after it begins")]
    Order,
    /// It names more shops, people or countries than [`NAMED_MAX`].
    #[error("a rule names at most {NAMED_MAX} shops, people or countries")]
    TooMany,
    /// Nobody would be let in, or more than everybody.
    #[error("a share is more than 0 % and at most 100 %")]
    Share,
    /// It would be over before it holds.
    #[error("a rule must end in the future")]
    Over,
    /// The gate has [`RULES_MAX`] rules already.
    #[error("a gate has at most {RULES_MAX} rules")]
    Full,
}

impl Rule {
    /// Looks whether it makes sense.
    ///
    /// # Errors
    /// The first [`RuleProblem`].
    pub fn check(&self) -> Result<(), RuleProblem> {
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until <= from
        {
            return Err(RuleProblem::Order);
        }
        if [self.merchants.len(), self.countries.len(), self.people.len()].iter().any(|it| *it > NAMED_MAX) {
            return Err(RuleProblem::TooMany);
        }
        if self.share.0 == 0 || BasisPoints::WHOLE < self.share {
            return Err(RuleProblem::Share);
        }
        Ok(())
    }
}

/// Who asks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asker {
    /// Their account; none for guests.
    pub account: Option<AccountId>,
    /// At which shop, or to which nonprofit.
    pub merchant: Option<MerchantId>,
    /// For which nonprofit: the plan of its end names it.
    pub nonprofit: Option<NonprofitId>,
    /// Where the parcel goes, the applicant lives, or the nonprofit is; none while that is not known.
    pub country: Option<Country>,
}

impl Asker {
    /// Whoever gives to a nonprofit: it stands for the shop, and its country is the one that rules name.
    #[must_use]
    pub fn giving(account: Option<AccountId>, nonprofit: &Nonprofit) -> Self {
        Self {
            account,
            merchant: Some(nonprofit.id.party()),
            nonprofit: Some(nonprofit.id),
            country: Some(nonprofit.profile.country),
        }
    }
}

/// What a gate answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Open to all.
    Open,
    /// Open by this rule, counted from 0.
    By(usize),
    /// No rule picks this person any more, but they have seen the feature: once seen, always seen.
    Seen,
    /// Open if the country, which is not known yet, is one of a rule's.
    DependsOnCountry,
    /// No rule lets them in now.
    Closed {
        /// When a rule may let them in, as far as time alone decides it.
        opens_at: Option<Timestamp>,
    },
    /// It has ended, by a plan that everybody was told of: it opens to nobody.
    Ended,
}

impl Answer {
    /// The feature may be shown: it is open, or may turn out to be.
    #[must_use]
    pub const fn shows(self) -> bool {
        !matches!(self, Self::Closed { .. } | Self::Ended)
    }

    /// Something new may be begun.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::By(_) | Self::Seen)
    }
}

/// When a feature is to close by itself: what too many of its orders or gifts in a day have come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AutoStop {
    /// So many in a day are needed before a share of them says anything.
    pub least: u32,
    /// The share given back at which it closes; none: it does not close for that.
    pub refunded: Option<BasisPoints>,
    /// The share of failed tries at which it closes; none: it does not close for that.
    pub failed: Option<BasisPoints>,
}

/// A gate. Without one, a feature is open to all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// Of what.
    pub feature: Feature,
    /// Open to all, whatever the rules say.
    pub is_open: bool,
    /// For whom it is open where it is not open to all; any of them is enough.
    pub rules: Vec<Rule>,
    /// Closes it by itself.
    pub auto_stop: Option<AutoStop>,
    /// Counts its changes: who changes it has seen this one.
    pub version: i64,
}

impl Gate {
    /// The gate of a feature for which none was set.
    #[must_use]
    pub const fn open_to_all(feature: Feature) -> Self {
        Self { feature, is_open: true, rules: Vec::new(), auto_stop: None, version: 0 }
    }

    /// Answers `asker`. Who has `seen` the feature by a rule that picked them is among those whom any rule picks: shop,
    /// country and time decide alone.
    #[must_use]
    pub fn answer(&self, asker: &Asker, seen: bool, now: Timestamp) -> Answer {
        if self.is_open {
            return Answer::Open;
        }
        let (mut has_seen, mut depends, mut opens_at) = (false, false, None);
        for (index, rule) in self.rules.iter().enumerate() {
            let is_picked = self.picks(rule, asker.account);
            let is_over = rule.until.is_some_and(|until| until <= now);
            if is_over || !(is_picked || seen) || !at_shop(rule, asker.merchant) {
                continue;
            }
            let is_there = asker.country.map_or(rule.countries.is_empty(), |it| names(&rule.countries, &it));
            match rule.from.filter(|from| now < *from) {
                Some(from) if is_there => {
                    opens_at = Some(opens_at.map_or(from, |at: Timestamp| at.min(from)));
                }
                Some(_) => {}
                None if is_there && is_picked => return Answer::By(index),
                None if is_there => has_seen = true,
                None => depends |= asker.country.is_none(),
            }
        }
        match (has_seen, depends) {
            (true, _) => Answer::Seen,
            (false, true) => Answer::DependsOnCountry,
            (false, false) => Answer::Closed { opens_at },
        }
    }

    fn picks(&self, rule: &Rule, account: Option<AccountId>) -> bool {
        let Some(account) = account else { return !rule.samples() };
        names(&rule.people, &account)
            && (rule.share == BasisPoints::WHOLE || place(self.feature, account) < rule.share.0)
    }
}

fn at_shop(rule: &Rule, merchant: Option<MerchantId>) -> bool {
    rule.merchants.is_empty() || merchant.is_some_and(|merchant| rule.merchants.contains(&merchant))
}

fn names<T: PartialEq>(named: &[T], one: &T) -> bool {
    named.is_empty() || named.contains(one)
}

/// Where a person stands among ten thousand, for one feature: the same for ever, so that who is in a share of 5 % is in
/// every larger one, and by chance elsewhere for every other feature.
fn place(feature: Feature, account: AccountId) -> u32 {
    let hash = Fnv::new().bytes(feature.word().as_bytes()).number(account.0).finish();
    // The last bits of FNV mix worse than those above them.
    u32::try_from((hash >> 16) % u64::from(BasisPoints::WHOLE.0)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn country(code: &str) -> Country {
        code.parse().unwrap()
    }

    fn gate(rules: impl Into<Vec<Rule>>) -> Gate {
        Gate { is_open: false, rules: rules.into(), ..Gate::open_to_all(Feature::Buy) }
    }

    fn now() -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap()
    }

    #[test]
    fn a_gate_without_rules_is_closed_to_everybody_and_one_that_is_open_asks_nobody() {
        let asker = Asker::default();
        assert_eq!(gate([]).answer(&asker, false, now()), Answer::Closed { opens_at: None });
        assert_eq!(Gate::open_to_all(Feature::Buy).answer(&asker, false, now()), Answer::Open);
    }

    #[test]
    fn everything_that_a_rule_names_must_hold() {
        let rule = Rule {
            merchants: vec![MerchantId(1)],
            people: vec![AccountId(7)],
            countries: vec![country("FR")],
            ..Rule::everybody()
        };
        let gate = gate([rule]);
        let fits = Asker {
            account: Some(AccountId(7)),
            merchant: Some(MerchantId(1)),
            country: Some(country("FR")),
            nonprofit: None,
        };
        let cases = [
            (fits, Answer::By(0)),
            (Asker { account: Some(AccountId(8)), ..fits }, Answer::Closed { opens_at: None }),
            (Asker { account: None, ..fits }, Answer::Closed { opens_at: None }),
            (Asker { merchant: Some(MerchantId(2)), ..fits }, Answer::Closed { opens_at: None }),
            (Asker { country: Some(country("DE")), ..fits }, Answer::Closed { opens_at: None }),
            (Asker { country: None, ..fits }, Answer::DependsOnCountry),
        ];
        for (asker, answer) in cases {
            assert_eq!(gate.answer(&asker, false, now()), answer, "{asker:?}");
        }
    }

    #[test]
    fn a_rule_holds_from_its_beginning_until_just_before_its_end() {
        let (from, until) = (now(), now() + SignedDuration::from_hours(1));
        let gate = gate([Rule { from: Some(from), until: Some(until), ..Rule::everybody() }]);
        let at = |time| gate.answer(&Asker::default(), false, time);
        let moment = SignedDuration::from_millis(1);
        assert_eq!(at(from - moment), Answer::Closed { opens_at: Some(from) });
        assert_eq!(at(from), Answer::By(0));
        assert_eq!(at(until - moment), Answer::By(0));
        assert_eq!(at(until), Answer::Closed { opens_at: None });
    }

    #[test]
    fn a_share_is_as_large_as_it_says_and_whoever_is_in_a_small_one_is_in_a_larger_one() {
        let with = |people| gate([Rule { share: BasisPoints(people), ..Rule::everybody() }]);
        let (five, twenty) = (with(500), with(2_000));
        // Ids of accounts are close together and count up.
        let asks = |gate: &Gate, id: i64| {
            let asker = Asker { account: Some(AccountId((1 << 40) + id * 4_096)), ..Asker::default() };
            gate.answer(&asker, false, now()).is_open()
        };
        let (mut small, mut large) = (0, 0);
        for id in 0..100_000 {
            let (few, many) = (asks(&five, id), asks(&twenty, id));
            assert!(many || !few, "{id}");
            small += i32::from(few);
            large += i32::from(many);
        }
        // Four standard deviations: 276 and 506.
        assert!((4_724..=5_276).contains(&small), "{small}");
        assert!((19_494..=20_506).contains(&large), "{large}");
    }

    #[test]
    fn shares_of_two_features_are_not_the_same_people() {
        let both = (0..100_000i64).filter(|id| {
            let account = AccountId(id * 4_096);
            place(Feature::Buy, account) < 1_000 && place(Feature::RoundUp, account) < 1_000
        });
        let both = both.count();
        assert!((870..=1_130).contains(&both), "a tenth of a tenth: {both}");
    }

    #[test]
    fn a_place_never_changes_not_even_with_a_release() {
        let places = [1, 4_096, 1 << 40].map(|id| place(Feature::Buy, AccountId(id)));
        assert_eq!(places, PLACES);
    }

    /// Written down once: people must not lose what they have seen by an update of this server.
    const PLACES: [u32; 3] = [2_691, 4_405, 3_866];

    #[test]
    fn guests_are_in_no_share_but_the_whole() {
        let some = gate([Rule { share: BasisPoints(9_999), ..Rule::everybody() }]);
        assert!(!some.answer(&Asker::default(), false, now()).is_open());
        assert!(gate([Rule::everybody()]).answer(&Asker::default(), false, now()).is_open());
    }

    #[test]
    fn whoever_has_seen_it_stays_where_a_rule_holds_for_shop_country_and_time() {
        let asker = Asker {
            account: Some(AccountId(7)),
            merchant: Some(MerchantId(1)),
            country: Some(country("FR")),
            nonprofit: None,
        };
        let others = || Rule { people: vec![AccountId(8)], ..Rule::everybody() };
        let closed = Answer::Closed { opens_at: None };
        let cases = [
            (vec![others()], Answer::Seen),
            (vec![Rule { merchants: vec![MerchantId(1)], ..others() }], Answer::Seen),
            (vec![Rule { merchants: vec![MerchantId(2)], ..others() }], closed),
            (vec![Rule { countries: vec![country("DE")], ..others() }], closed),
            (vec![Rule { until: Some(now()), ..others() }], closed),
            (vec![], closed),
        ];
        for (rules, answer) in cases {
            let gate = gate(rules);
            assert_eq!(gate.answer(&asker, true, now()), answer, "{gate:?}");
            assert_eq!(gate.answer(&asker, false, now()), closed, "{gate:?}");
        }
    }

    #[test]
    fn rules_that_make_no_sense_are_refused() {
        let cases = [
            (Rule { from: Some(now()), until: Some(now()), ..Rule::everybody() }, RuleProblem::Order),
            (Rule { people: vec![AccountId(1); NAMED_MAX + 1], ..Rule::everybody() }, RuleProblem::TooMany),
            (Rule { share: BasisPoints(0), ..Rule::everybody() }, RuleProblem::Share),
            (Rule { share: BasisPoints(10_001), ..Rule::everybody() }, RuleProblem::Share),
        ];
        for (rule, problem) in cases {
            assert_eq!(rule.check(), Err(problem));
        }
        assert_eq!(Rule::everybody().check(), Ok(()));
    }
}
