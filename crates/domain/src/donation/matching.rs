//! A sponsor's promise to match gifts to a campaign (E11): what it adds to a gift, how much of it is left, until when.
//! Several promises at once stand each for itself: a sponsor who said "every gift" meant every gift, whoever else does.

use jiff::Timestamp;

use super::Donation;
use crate::ids::{AccountId, CampaignId, DonationId, MatchId, NonprofitId};
use crate::money::{BasisPoints, Currency, Money, Rounding};
use crate::nonprofit::campaign::Campaign;

/// Characters of a sponsor's name.
pub const SPONSOR_CHARS_MAX: usize = 80;
/// Characters of a sponsor's link.
pub const LINK_CHARS_MAX: usize = 300;
/// Characters of the reason that is written in the log: a letter, a contract, a mail.
pub const WHY_CHARS_MAX: usize = 300;
/// The least that is added: a hundredth of a gift.
pub const RATIO_MIN: BasisPoints = BasisPoints(100);
/// The most that is added: ten times a gift. More is a mistake, or no promise about gifts.
pub const RATIO_MAX: BasisPoints = BasisPoints(100_000);
/// Major units that one sponsor can promise: far below what 64 bits hold in any currency.
pub const CAP_MAJOR_MAX: i64 = 1_000_000_000;
/// Promises of one campaign that are not over. A card names them all.
pub const MATCHES_MAX: usize = 5;

/// A promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Its id.
    pub id: MatchId,
    /// Whom it helps.
    pub nonprofit: NonprofitId,
    /// Gifts to which campaign it matches.
    pub campaign: CampaignId,
    /// Who promises, as it is shown.
    pub sponsor: String,
    /// The sponsor's page, or empty.
    pub link: String,
    /// It was made where no real money moves, and matches such gifts alone.
    pub is_test: bool,
    /// What is added to a gift, as a share of it.
    pub ratio: BasisPoints,
    /// All that is promised.
    pub cap: Money,
    /// The most that is added to one gift.
    pub gift_cap: Option<Money>,
    /// What was added, less what was taken back: always what its rows say.
    pub matched: Money,
    /// From when on.
    pub starts_at: Timestamp,
    /// Until when.
    pub ends_at: Timestamp,
    /// When it was ended early.
    pub ended_at: Option<Timestamp>,
}

/// Where a promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatchPhase {
    /// Its time has not come.
    Waiting,
    /// It adds to gifts.
    Open,
    /// All of it was added; what comes back of it frees it again.
    UsedUp,
    /// Its deadline has passed, or it was ended early.
    Over,
}

/// What is wrong with a promise as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MatchProblem {
    /// No name, or one that is too long.
    #[error("a sponsor's name has from 1 to {SPONSOR_CHARS_MAX} characters")]
    Sponsor,
    /// The link is none.
    #[error("a link begins with https:// or http:// and has at most {LINK_CHARS_MAX} characters")]
    Link,
    /// It adds nothing, or more than anybody means.
    #[error("a match adds from 1 % to 1000 % of a gift")]
    Ratio,
    /// Nothing is promised, or more than anybody means, or it is of another currency.
    #[error(
        "a match has a cap above nothing and of at most {CAP_MAJOR_MAX} units of its campaign's currency"
    )]
    Cap,
    /// The cap of one gift is nothing, or above that of all.
    #[error("the cap of one gift is above nothing and at most the cap of all")]
    GiftCap,
    /// It ends before it begins.
    #[error("a match ends after it begins")]
    Time,
    /// Its deadline has passed.
    #[error("the deadline has passed already")]
    Expired,
    /// The campaign takes no gift in its time.
    #[error("the campaign takes no gift in that time")]
    Campaign,
    /// No reason for the log, or one that is too long.
    #[error("say in 1 to {WHY_CHARS_MAX} characters what was agreed")]
    Why,
}

impl Match {
    /// The instant from which it adds nothing any more.
    #[must_use]
    pub fn until(&self) -> Timestamp {
        self.ended_at.map_or(self.ends_at, |at| at.min(self.ends_at))
    }

    /// Its time has come and is not over.
    #[must_use]
    pub fn is_running(&self, at: Timestamp) -> bool {
        self.starts_at <= at && at < self.until()
    }

    /// Where it stands at `now`.
    #[must_use]
    pub fn phase(&self, now: Timestamp) -> MatchPhase {
        if now >= self.until() {
            MatchPhase::Over
        } else if now < self.starts_at {
            MatchPhase::Waiting
        } else if self.left().amount <= 0 {
            MatchPhase::UsedUp
        } else {
            MatchPhase::Open
        }
    }

    /// What is left of the promise.
    #[must_use]
    pub fn left(&self) -> Money {
        Money::new(self.cap.amount - self.matched.amount, self.cap.currency)
    }

    /// What its rule gives for a gift, whatever is left: its share, rounded down, and no more than one gift may get.
    #[must_use]
    pub fn rule(&self, gift: Money) -> Money {
        let share = gift.share(self.ratio, Rounding::Floor).unwrap_or(self.cap);
        match self.gift_cap {
            Some(most) if most.amount < share.amount => most,
            Some(_) | None => share,
        }
    }

    /// What it adds to a gift of so much: what the rule gives, as far as something is left.
    #[must_use]
    pub fn adds(&self, gift: Money) -> Money {
        let rule = self.rule(gift);
        if rule.amount < self.left().amount { rule } else { self.left() }
    }

    /// What it takes back of the `added` to a gift, of which so much is `kept`: what the rule would not give for that. A gift
    /// that got less than its rule, because no more was left, keeps what it got as long as the rule gives as much.
    #[must_use]
    pub fn takes_back(&self, added: Money, kept: Money) -> Money {
        Money::new((added.amount - self.rule(kept).amount).max(0), added.currency)
    }

    /// It is about this gift, which settled at `at`. Whether something is left is another question.
    #[must_use]
    pub fn covers(&self, gift: &Donation, at: Timestamp) -> bool {
        self.campaign == gift.campaign
            && self.is_test == gift.is_test
            && self.cap.currency == gift.currency()
            && self.is_running(at)
    }

    /// When time alone will change what it says, if ever after `now`.
    #[must_use]
    pub fn changes_at(&self, now: Timestamp) -> Option<Timestamp> {
        [self.starts_at, self.until()].into_iter().filter(|at| *at > now).min()
    }

    /// Everything that is wrong with it as a new promise to gifts of `campaign`.
    #[must_use]
    pub fn problems(&self, campaign: &Campaign, now: Timestamp) -> Vec<MatchProblem> {
        let mut problems = Vec::new();
        if !(1..=SPONSOR_CHARS_MAX).contains(&self.sponsor.trim().chars().count()) {
            problems.push(MatchProblem::Sponsor);
        }
        if !self.link.is_empty() && !is_link(&self.link) {
            problems.push(MatchProblem::Link);
        }
        if !(RATIO_MIN..=RATIO_MAX).contains(&self.ratio) {
            problems.push(MatchProblem::Ratio);
        }
        if !is_cap(self.cap, campaign.currency) {
            problems.push(MatchProblem::Cap);
        }
        let fits = |most: Money| {
            most.currency == campaign.currency && (1..=self.cap.amount.max(1)).contains(&most.amount)
        };
        if self.gift_cap.is_some_and(|most| !fits(most)) {
            problems.push(MatchProblem::GiftCap);
        }
        if self.ends_at <= now {
            problems.push(MatchProblem::Expired);
        } else if self.ends_at <= self.starts_at {
            problems.push(MatchProblem::Time);
        } else if !campaign.open
            || campaign.ends_at.is_some_and(|end| end <= self.starts_at.max(now))
            || campaign.starts_at.is_some_and(|start| start >= self.ends_at)
        {
            problems.push(MatchProblem::Campaign);
        }
        problems
    }
}

/// So much can be promised in `currency`.
#[must_use]
pub fn is_cap(cap: Money, currency: Currency) -> bool {
    cap.currency == currency && (1..=CAP_MAJOR_MAX * currency.minor_per_major()).contains(&cap.amount)
}

/// A reason that can be written in the log.
#[must_use]
pub fn is_why(why: &str) -> bool {
    (1..=WHY_CHARS_MAX).contains(&why.trim().chars().count())
}

fn is_link(link: &str) -> bool {
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| link.strip_prefix(scheme));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    host.is_some_and(|host| host.contains('.') && !host.starts_with('.') && !host.contains('@'))
        && link.chars().count() <= LINK_CHARS_MAX
        && !link.chars().any(|char| char.is_whitespace() || char.is_control())
}

/// What a row says. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// The sponsor promised so much, at first or in addition.
    Promised,
    /// A gift was matched with so much; nothing where nothing was left.
    Gift,
    /// A gift went back, and so did what was added to it.
    Back,
}

impl EntryKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Promised, Self::Gift, Self::Back];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Promised => "promised",
            Self::Gift => "gift",
            Self::Back => "back",
        }
    }

    /// The kind with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// One row of a promise's account, which is only ever added to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Of which promise.
    pub of: MatchId,
    /// Its number among the promise's rows, from one, in the order in which they count.
    pub number: i64,
    /// What it says.
    pub kind: EntryKind,
    /// The gift; none where the sponsor promised.
    pub gift: Option<DonationId>,
    /// How much.
    pub amount: Money,
    /// Who entered a promise; none for gifts.
    pub by: Option<AccountId>,
    /// When.
    pub at: Timestamp,
}

/// What became of one gift with one promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// So much was added, and it is all that the rule gives.
    Whole(Money),
    /// So much was added, and less than the rule gives: it was all that was left.
    Rest(Money),
    /// Nothing was left when the gift arrived, though there was when it was begun.
    UsedUp,
    /// The promise was over when the gift arrived, though not when it was begun.
    Over,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn eur(amount: i64) -> Money {
        Money::new(amount, Currency::EUR)
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn doubles() -> Match {
        Match {
            id: MatchId(1),
            nonprofit: NonprofitId(1),
            campaign: CampaignId(1),
            sponsor: "Maison Kervella".to_owned(),
            link: "https://kervella.example/mecenat".to_owned(),
            is_test: false,
            ratio: BasisPoints::WHOLE,
            cap: eur(500_000),
            gift_cap: None,
            matched: eur(0),
            starts_at: at(10),
            ends_at: at(20),
            ended_at: None,
        }
    }

    fn campaign() -> Campaign {
        Campaign {
            id: CampaignId(1),
            nonprofit: NonprofitId(1),
            title: "A roof".to_owned(),
            story: String::new(),
            open: true,
            currency: Currency::EUR,
            goal: None,
            presets: vec![eur(1_000)],
            designations: Vec::new(),
            image: None,
            starts_at: None,
            ends_at: None,
            more: Vec::new(),
            raised: eur(0),
            gifts: 0,
        }
    }

    #[test]
    fn a_gift_is_matched_by_the_rule_and_by_what_is_left() {
        // Ratio, cap of one gift, cap, matched before, gift, what is added.
        let table = [
            (10_000, None, 500_000, 0, 1_000, 1_000),
            (20_000, None, 500_000, 0, 1_000, 2_000),
            (5_000, None, 500_000, 0, 1_001, 500),
            (3_333, None, 500_000, 0, 100, 33),
            (10_000, Some(600), 500_000, 0, 1_000, 600),
            (10_000, Some(600), 500_000, 499_500, 1_000, 500),
            (10_000, None, 500_000, 499_999, 1_000, 1),
            (10_000, None, 500_000, 500_000, 1_000, 0),
            (100, None, 500_000, 0, 99, 0),
            (100_000, None, i64::MAX, 0, i64::MAX, i64::MAX),
        ];
        for (ratio, most, cap, matched, gift, added) in table {
            let one = Match {
                ratio: BasisPoints(ratio),
                gift_cap: most.map(eur),
                cap: eur(cap),
                matched: eur(matched),
                ..doubles()
            };
            assert_eq!(one.adds(eur(gift)), eur(added), "{ratio} {most:?} {cap} {matched} {gift}");
        }
    }

    #[test]
    fn it_runs_from_its_beginning_until_its_deadline_or_its_end() {
        use MatchPhase::{Open, Over, UsedUp, Waiting};
        let phases = |one: &Match| [9, 10, 15, 19, 20].map(|second| one.phase(at(second)));
        assert_eq!(phases(&doubles()), [Waiting, Open, Open, Open, Over]);
        let ended = Match { ended_at: Some(at(15)), ..doubles() };
        assert_eq!(phases(&ended), [Waiting, Open, Over, Over, Over]);
        let used = Match { matched: eur(500_000), ..doubles() };
        assert_eq!(phases(&used), [Waiting, UsedUp, UsedUp, UsedUp, Over]);
        assert_eq!(
            [9, 10, 20].map(|second| doubles().changes_at(at(second))),
            [Some(at(10)), Some(at(20)), None]
        );
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        assert_eq!(doubles().problems(&campaign(), at(5)), []);
        let wrong = Match {
            sponsor: " ".to_owned(),
            link: "javascript:alert(1)".to_owned(),
            ratio: BasisPoints(99),
            cap: eur(0),
            gift_cap: Some(eur(5)),
            ends_at: at(3),
            ..doubles()
        };
        use MatchProblem::{Campaign as Closed, Cap, Expired, GiftCap, Link, Ratio, Sponsor, Time};
        assert_eq!(wrong.problems(&campaign(), at(5)), [Sponsor, Link, Ratio, Cap, GiftCap, Expired]);
        let backwards = Match { starts_at: at(20), ends_at: at(15), ..doubles() };
        assert_eq!(backwards.problems(&campaign(), at(5)), [Time]);
        let ends = Campaign { ends_at: Some(at(10)), ..campaign() };
        assert_eq!(doubles().problems(&ends, at(5)), [Closed]);
        assert_eq!(doubles().problems(&Campaign { open: false, ..campaign() }, at(5)), [Closed]);
        let dollars = Match { cap: Money::new(1, Currency::USD), ..doubles() };
        assert_eq!(dollars.problems(&campaign(), at(5)), [Cap]);
    }

    #[test]
    fn only_the_address_of_a_page_is_a_link() {
        for good in ["https://kervella.example", "http://a.b/c?d=e#f", "https://xn--caf-dma.example/"] {
            assert!(is_link(good), "{good}");
        }
        let long = format!("https://a.b/{}", "x".repeat(LINK_CHARS_MAX));
        let bad = ["", "kervella.example", "https://", "https://x", "https://.x", "data:text/html,x", &long];
        for bad in
            bad.into_iter().chain(["https://a.b/ c", "https://good.example@evil.example", "HTTPS://a.b"])
        {
            assert!(!is_link(bad), "{bad}");
        }
    }

    #[test]
    fn words_read_back() {
        for kind in EntryKind::ALL {
            assert_eq!(EntryKind::from_word(kind.as_str()), Some(kind));
        }
        assert_eq!(EntryKind::from_word("raise"), None);
    }

    proptest! {
        /// However many gifts come in whatever order: never above the cap, and the last one gets what is left.
        #[test]
        fn the_cap_is_used_to_the_cent_and_never_passed(
            gifts in prop::collection::vec(1_i64..=100_000, 1..60), ratio in 100_u32..=100_000, cap in 1_i64..=200_000
        ) {
            let mut one = Match { ratio: BasisPoints(ratio), cap: eur(cap), ..doubles() };
            let mut wanted = 0;
            for gift in gifts {
                let rule = one.rule(eur(gift)).amount;
                let added = one.adds(eur(gift)).amount;
                prop_assert!((0..=rule).contains(&added));
                prop_assert!(added == rule || one.matched.amount + added == cap);
                one.matched.amount += added;
                wanted += rule;
            }
            prop_assert_eq!(one.matched.amount, wanted.min(cap));
        }
    }
}
