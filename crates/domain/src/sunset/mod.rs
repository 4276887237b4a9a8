//! The orderly end of something on a date (W5): what ends, by which calendar, and what is said about it. Pure: the plan
//! and the time decide what may still be begun; what was begun before is never asked about.

pub mod calendar;
pub mod notice;
pub mod story;

use jiff::Timestamp;

use crate::gate::{Asker, Feature};
use crate::ids::{MerchantId, NonprofitId, SunsetId};

use calendar::{Calendar, Step};

/// Whoever sells or asks for gifts here, and has a desk of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Party {
    /// A shop.
    Shop(MerchantId),
    /// A nonprofit.
    Nonprofit(NonprofitId),
}

/// What ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// A feature, for everybody. Buying ends without giving, and giving without buying (W11). There is one payment provider
    /// per server: its end is the server's.
    Feature(Feature),
    /// One shop.
    Shop(MerchantId),
    /// One nonprofit.
    Nonprofit(NonprofitId),
    /// Everything.
    Server,
}

impl Scope {
    /// The stored words: kind and subject.
    #[must_use]
    pub const fn words(self) -> (&'static str, i64) {
        match self {
            Self::Feature(feature) => ("feature", feature.number()),
            Self::Shop(merchant) => ("shop", merchant.0),
            Self::Nonprofit(nonprofit) => ("nonprofit", nonprofit.0),
            Self::Server => ("server", 0),
        }
    }

    /// The scope with these stored words.
    #[must_use]
    pub fn from_words(kind: &str, subject: i64) -> Option<Self> {
        Some(match kind {
            "feature" => Self::Feature(*Feature::ALL.iter().find(|it| it.number() == subject)?),
            "shop" => Self::Shop(MerchantId(subject)),
            "nonprofit" => Self::Nonprofit(NonprofitId(subject)),
            "server" => Self::Server,
            _ => return None,
        })
    }

    /// From which step on nothing new of `feature` is begun; none: the end of this leaves it alone.
    #[must_use]
    pub const fn closes_from(self, feature: Feature) -> Option<Step> {
        let closes = match self {
            Self::Server => true,
            Self::Feature(Feature::Buy) => matches!(feature, Feature::Buy | Feature::Selling),
            Self::Feature(Feature::Donate) => {
                matches!(feature, Feature::Donate | Feature::Asking | Feature::Pledges | Feature::RoundUp)
            }
            Self::Feature(
                alone @ (Feature::Selling
                | Feature::Asking
                | Feature::Pledges
                | Feature::RoundUp
                | Feature::Imports),
            ) => alone.number() == feature.number(),
            Self::Shop(_) => matches!(feature, Feature::Buy),
            Self::Nonprofit(_) => matches!(feature, Feature::Donate | Feature::Pledges | Feature::RoundUp),
        };
        let step = match feature {
            Feature::Selling | Feature::Asking => Step::NoOnboarding,
            Feature::Buy | Feature::Donate | Feature::Pledges | Feature::RoundUp | Feature::Imports => {
                Step::NoSales
            }
        };
        if closes { Some(step) } else { None }
    }

    /// It ends where `asker` is: everywhere, or at their shop or nonprofit.
    #[must_use]
    pub fn is_at(self, asker: &Asker) -> bool {
        match self {
            Self::Feature(_) | Self::Server => true,
            Self::Shop(merchant) => asker.merchant == Some(merchant),
            Self::Nonprofit(nonprofit) => asker.nonprofit == Some(nonprofit),
        }
    }

    /// It is the end of `party`, too: its desk becomes read-only, and what is kept of it is erased in the end.
    #[must_use]
    pub fn ends(self, party: Party) -> bool {
        match (self, party) {
            (Self::Server, _)
            | (Self::Feature(Feature::Buy), Party::Shop(_))
            | (Self::Feature(Feature::Donate), Party::Nonprofit(_)) => true,
            (Self::Shop(own), Party::Shop(merchant)) => own == merchant,
            (Self::Nonprofit(own), Party::Nonprofit(nonprofit)) => own == nonprofit,
            (Self::Feature(_), _)
            | (Self::Shop(_), Party::Nonprofit(_))
            | (Self::Nonprofit(_), Party::Shop(_)) => false,
        }
    }

    /// Buyers have something to do with it.
    #[must_use]
    pub const fn concerns_buyers(self) -> bool {
        matches!(self, Self::Server | Self::Shop(_) | Self::Feature(Feature::Buy))
    }

    /// Donors have something to do with it.
    #[must_use]
    pub const fn concerns_donors(self) -> bool {
        matches!(
            self,
            Self::Server
                | Self::Nonprofit(_)
                | Self::Feature(Feature::Donate | Feature::Pledges | Feature::RoundUp)
        )
    }
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The stored word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The one with this stored word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.word() == word)
            }
        }
    };
}
pub(crate) use words;

words! {
    /// How a plan stands.
    PlanState {
        /// It is being written: nobody was told, and nothing ends by it.
        Draft = "draft";
        /// It is followed, by its dates.
        Running = "running";
        /// It was taken back: everything is as before it.
        Withdrawn = "withdrawn";
    }
}

words! {
    /// Who is told by mail. Everybody reads the public page, the banner and the cards.
    Audience {
        /// The people of the shops and nonprofits that it concerns.
        Partners = "partners";
        /// They, and whoever bought or gave there with an account.
        Concerned = "concerned";
        /// Everybody with an account.
        Everybody = "everybody";
    }
}

/// What takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Successor {
    /// What it is called.
    pub name: String,
    /// Where it is, `https://…`.
    pub url: String,
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its id.
    pub id: SunsetId,
    /// What ends.
    pub scope: Scope,
    /// Whether it is followed.
    pub state: PlanState,
    /// Counts its changes: who changes it has seen this one, and whoever was told an earlier one is told again.
    pub revision: i64,
    /// When what ends.
    pub calendar: Calendar,
    /// What takes its place, where anything does.
    pub successor: Option<Successor>,
    /// Who is told by mail.
    pub audience: Audience,
    /// Why, for everybody to read; may be empty.
    pub reason: String,
    /// Since when it is as it is.
    pub changed_at: Timestamp,
    /// When what it ends was erased.
    pub erased_at: Option<Timestamp>,
}

impl Plan {
    /// The step that was reached last; none before people are told, and while it is not followed.
    #[must_use]
    pub fn phase(&self, now: Timestamp) -> Option<Step> {
        if self.state == PlanState::Running { self.calendar.phase(now) } else { None }
    }

    /// Nothing new of `feature` may be begun by `asker`.
    #[must_use]
    pub fn closes(&self, feature: Feature, asker: &Asker, now: Timestamp) -> bool {
        self.closes_at(feature, asker).is_some_and(|at| at <= now)
    }

    /// From when on nothing new of `feature` may be begun by `asker`; none: it leaves it alone.
    #[must_use]
    pub fn closes_at(&self, feature: Feature, asker: &Asker) -> Option<Timestamp> {
        if self.state != PlanState::Running || !self.scope.is_at(asker) {
            return None;
        }
        self.scope.closes_from(feature).map(|step| self.calendar.at(step))
    }

    /// The desk of `party` changes nothing but what is owed to buyers and donors.
    #[must_use]
    pub fn is_read_only(&self, party: Party, now: Timestamp) -> bool {
        self.scope.ends(party) && self.phase(now) >= Some(Step::ReadOnly)
    }

    /// People may be told of it: it is followed, and the day of its notice has come.
    #[must_use]
    pub fn is_public(&self, now: Timestamp) -> bool {
        self.phase(now).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCOPES: [Scope; 10] = [
        Scope::Feature(Feature::Buy),
        Scope::Feature(Feature::Selling),
        Scope::Feature(Feature::Donate),
        Scope::Feature(Feature::Asking),
        Scope::Feature(Feature::Pledges),
        Scope::Feature(Feature::RoundUp),
        Scope::Feature(Feature::Imports),
        Scope::Shop(MerchantId(1)),
        Scope::Nonprofit(NonprofitId(1)),
        Scope::Server,
    ];

    #[test]
    fn the_table_of_what_ends_with_what() {
        // Columns as in Feature::ALL: buy, selling, donate, asking, pledges, round-up, imports. o: no onboarding, s: no
        // sales.
        let table = [
            "so-----", "-o-----", "--soss-", "---o---", "----s--", "-----s-", "------s", "s------",
            "--s-ss-", "sososss",
        ];
        for (scope, row) in SCOPES.into_iter().zip(table) {
            for (feature, wanted) in Feature::ALL.iter().zip(row.chars()) {
                let wanted = match wanted {
                    'o' => Some(Step::NoOnboarding),
                    's' => Some(Step::NoSales),
                    _ => None,
                };
                assert_eq!(scope.closes_from(*feature), wanted, "{scope:?} {feature:?}");
            }
        }
    }

    #[test]
    fn no_end_of_selling_touches_giving_and_none_of_giving_touches_selling() {
        let giving = [Feature::Donate, Feature::Asking, Feature::Pledges, Feature::RoundUp];
        for scope in SCOPES.into_iter().filter(|scope| *scope != Scope::Server) {
            let sells = [Feature::Buy, Feature::Selling].iter().any(|it| scope.closes_from(*it).is_some());
            let gives = giving.iter().any(|it| scope.closes_from(*it).is_some());
            assert!(!(sells && gives), "{scope:?}");
        }
    }

    #[test]
    fn a_shop_ends_with_itself_with_buying_and_with_the_server() {
        let ends = |party| SCOPES.into_iter().filter(move |scope| scope.ends(party)).collect::<Vec<_>>();
        let buy = Scope::Feature(Feature::Buy);
        assert_eq!(ends(Party::Shop(MerchantId(1))), [buy, Scope::Shop(MerchantId(1)), Scope::Server]);
        assert_eq!(ends(Party::Shop(MerchantId(2))), [buy, Scope::Server]);
        let donate = Scope::Feature(Feature::Donate);
        let own = Scope::Nonprofit(NonprofitId(1));
        assert_eq!(ends(Party::Nonprofit(NonprofitId(1))), [donate, own, Scope::Server]);
    }

    #[test]
    fn a_scope_is_known_again_by_its_words() {
        for scope in SCOPES {
            let (kind, subject) = scope.words();
            assert_eq!(Scope::from_words(kind, subject), Some(scope));
        }
        assert_eq!(Scope::from_words("feature", 99), None);
        assert_eq!(Scope::from_words("moon", 0), None);
    }
}
