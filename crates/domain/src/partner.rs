//! How a shop or a nonprofit stands with this server, from its first day to its last (W4). Pure: the state follows from
//! facts that stand elsewhere, so that it can never contradict them; the table says what each state allows.

use crate::access::MerchantAct;
use crate::nonprofit::staff::NonprofitAct;
use crate::sunset::calendar::Step;

/// Where a partner stands, and its account at the payment provider with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartnerState {
    /// It may prepare what it sells or asks for; nobody can pay it yet.
    Invited,
    /// Its account takes money.
    Connected,
    /// A test order was paid, or a test gift given.
    TestPassed,
    /// It sells, up to a number of orders a day.
    Limited,
    /// It sells or asks without limit.
    General,
    /// The operator stopped it, or nobody can pay it at the moment.
    Paused,
    /// Its end was announced.
    SunsetNotice,
    /// Nothing new, and something is open: it is shipped, paid back and answered.
    ReadOnly,
    /// Nothing is open any more: it can take its data away.
    ExportWindow,
    /// Nothing is kept but what the law asks for.
    Erased,
}

/// What a state allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowed {
    /// New orders or gifts, until the plan's day for it where there is a plan.
    pub new_orders: bool,
    /// New products, campaigns and posts, and changes of the profile.
    pub new_goods: bool,
    /// Shipping, refunds, disputes and reports of what was ordered or given before.
    pub after_sale: bool,
    /// Taking data away, until the plan's day for it where there is a plan.
    pub export: bool,
    /// Its people may sign in to its desk.
    pub sign_in: bool,
}

/// What a partner, or the operator for it, does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NextStep {
    /// Connect an account that takes money.
    Connect,
    /// Try it with a test payment.
    Test,
    /// The operator looks at it.
    AwaitReview,
    /// The limit is lifted when the operator has seen enough.
    AwaitTrust,
    /// Nothing: go on.
    GoOn,
    /// Mend what it was stopped for.
    Mend,
    /// Tell customers, run down stock, take the data away.
    Prepare,
    /// Ship, pay back and answer what is open.
    FinishOpen,
    /// Take the data away.
    Export,
    /// Nothing is left to do.
    Nothing,
}

/// How far the operator vouches for a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trust {
    /// Nobody has decided.
    New,
    /// Up to a number of orders a day.
    Limited,
    /// Without limit.
    Full,
    /// It was stopped, or refused.
    Stopped,
}

/// What a state follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// How far the operator vouches for it.
    pub trust: Trust,
    /// An account takes its money.
    pub is_connected: bool,
    /// A test payment to it succeeded.
    pub is_tested: bool,
    /// A kill switch is thrown for it.
    pub is_stopped: bool,
    /// How far the plan of its end has come, where there is one.
    pub phase: Option<Step>,
    /// Something is open: an order, a refund, a dispute, a promised gift.
    pub has_open: bool,
    /// It was erased.
    pub is_erased: bool,
}

/// The state that follows from the facts. A plan of its end comes before everything else: what ends does not open again.
#[must_use]
pub fn state_of(facts: &Facts) -> PartnerState {
    if facts.is_erased {
        return PartnerState::Erased;
    }
    match facts.phase {
        Some(Step::ReadOnly | Step::ExportEnds | Step::Erasure) if facts.has_open => PartnerState::ReadOnly,
        Some(Step::ReadOnly | Step::ExportEnds | Step::Erasure) => PartnerState::ExportWindow,
        Some(Step::Notice | Step::NoOnboarding | Step::NoSales) => PartnerState::SunsetNotice,
        None if facts.is_stopped => PartnerState::Paused,
        None => match (facts.trust, facts.is_connected) {
            (Trust::Stopped, _) | (Trust::Limited | Trust::Full, false) => PartnerState::Paused,
            (Trust::Limited, true) => PartnerState::Limited,
            (Trust::Full, true) => PartnerState::General,
            (Trust::New, true) if facts.is_tested => PartnerState::TestPassed,
            (Trust::New, true) => PartnerState::Connected,
            (Trust::New, false) => PartnerState::Invited,
        },
    }
}

impl PartnerState {
    /// All states, in the order of a partner's life.
    pub const ALL: [Self; 10] = [
        Self::Invited,
        Self::Connected,
        Self::TestPassed,
        Self::Limited,
        Self::General,
        Self::Paused,
        Self::SunsetNotice,
        Self::ReadOnly,
        Self::ExportWindow,
        Self::Erased,
    ];

    /// Its word, for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Connected => "connected",
            Self::TestPassed => "test-passed",
            Self::Limited => "limited",
            Self::General => "general",
            Self::Paused => "paused",
            Self::SunsetNotice => "sunset-notice",
            Self::ReadOnly => "read-only",
            Self::ExportWindow => "export-window",
            Self::Erased => "erased",
        }
    }

    /// What it allows.
    #[must_use]
    pub const fn allows(self) -> Allowed {
        let (new_orders, new_goods, after_sale, export, sign_in) = match self {
            Self::Invited | Self::Connected | Self::TestPassed | Self::Paused => {
                (false, true, true, true, true)
            }
            Self::Limited | Self::General | Self::SunsetNotice => (true, true, true, true, true),
            Self::ReadOnly | Self::ExportWindow => (false, false, true, true, true),
            Self::Erased => (false, false, false, false, false),
        };
        Allowed { new_orders, new_goods, after_sale, export, sign_in }
    }

    /// What it allows when the plan of its end has come so far.
    #[must_use]
    pub fn allows_at(self, phase: Option<Step>) -> Allowed {
        let allowed = self.allows();
        Allowed {
            new_orders: allowed.new_orders && phase < Some(Step::NoSales),
            export: allowed.export && phase < Some(Step::ExportEnds),
            ..allowed
        }
    }

    /// What comes next.
    #[must_use]
    pub const fn next(self) -> NextStep {
        match self {
            Self::Invited => NextStep::Connect,
            Self::Connected => NextStep::Test,
            Self::TestPassed => NextStep::AwaitReview,
            Self::Limited => NextStep::AwaitTrust,
            Self::General => NextStep::GoOn,
            Self::Paused => NextStep::Mend,
            Self::SunsetNotice => NextStep::Prepare,
            Self::ReadOnly => NextStep::FinishOpen,
            Self::ExportWindow => NextStep::Export,
            Self::Erased => NextStep::Nothing,
        }
    }

    /// It is on its way out.
    #[must_use]
    pub const fn is_ending(self) -> bool {
        match self {
            Self::SunsetNotice | Self::ReadOnly | Self::ExportWindow | Self::Erased => true,
            Self::Invited
            | Self::Connected
            | Self::TestPassed
            | Self::Limited
            | Self::General
            | Self::Paused => false,
        }
    }

    /// `next` may follow it by one change of one fact. Nothing follows the last one, and only what has nothing open
    /// reaches it.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (Self::Erased, _) => false,
            (from, Self::Erased) => matches!(from, Self::ExportWindow),
            // Trust, account and switches move freely among the living, plans put off or taken back lead there again.
            (_, _) => true,
        }
    }
}

/// What people and programs of a shop still do when its desk is read-only: what is owed to buyers, and what decides who may
/// do that and where the money goes, for a leaked key must be taken back on the last day, too.
#[must_use]
pub const fn shop_may(act: MerchantAct) -> bool {
    match act {
        MerchantAct::EditCatalog | MerchantAct::Post | MerchantAct::EditSettings => false,
        MerchantAct::ViewCatalog
        | MerchantAct::ViewOrders
        | MerchantAct::FulfillOrders
        | MerchantAct::ReturnMoney
        | MerchantAct::ViewCustomers
        | MerchantAct::ViewFigures
        | MerchantAct::EditStaff
        | MerchantAct::EditPayee
        | MerchantAct::ViewAuditLog
        // Orders go on, and whoever works on them is told of them elsewhere when it must be.
        | MerchantAct::ViewWebhooks
        | MerchantAct::EditWebhooks => true,
    }
}

/// The same for a nonprofit: what is owed to donors and to tax offices.
#[must_use]
pub const fn nonprofit_may(act: NonprofitAct) -> bool {
    match act {
        NonprofitAct::Campaign | NonprofitAct::EditProfile => false,
        NonprofitAct::View
        | NonprofitAct::ViewDonors
        | NonprofitAct::WriteDonor
        | NonprofitAct::ReturnGift
        | NonprofitAct::Claim
        | NonprofitAct::EditStaff
        | NonprofitAct::EditPayee => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn trusts() -> impl Strategy<Value = Trust> {
        prop_oneof![Just(Trust::New), Just(Trust::Limited), Just(Trust::Full), Just(Trust::Stopped)]
    }

    fn facts() -> impl Strategy<Value = Facts> {
        let phase = proptest::option::of((0_usize..6).prop_map(|index| Step::ALL[index]));
        (trusts(), any::<[bool; 4]>(), phase).prop_map(
            |(trust, [connected, tested, stopped, open], phase)| Facts {
                trust,
                is_connected: connected,
                is_tested: tested,
                is_stopped: stopped,
                phase,
                has_open: open,
                is_erased: false,
            },
        )
    }

    #[test]
    fn the_table_of_states_is_whole() {
        // Columns: new orders, new goods, after the sale, export, sign-in.
        let table = [
            (PartnerState::Invited, "-yyyy", NextStep::Connect),
            (PartnerState::Connected, "-yyyy", NextStep::Test),
            (PartnerState::TestPassed, "-yyyy", NextStep::AwaitReview),
            (PartnerState::Limited, "yyyyy", NextStep::AwaitTrust),
            (PartnerState::General, "yyyyy", NextStep::GoOn),
            (PartnerState::Paused, "-yyyy", NextStep::Mend),
            (PartnerState::SunsetNotice, "yyyyy", NextStep::Prepare),
            (PartnerState::ReadOnly, "--yyy", NextStep::FinishOpen),
            (PartnerState::ExportWindow, "--yyy", NextStep::Export),
            (PartnerState::Erased, "-----", NextStep::Nothing),
        ];
        assert_eq!(table.len(), PartnerState::ALL.len());
        for ((state, row, next), known) in table.into_iter().zip(PartnerState::ALL) {
            assert_eq!(state, known);
            let allowed = state.allows();
            let cells =
                [allowed.new_orders, allowed.new_goods, allowed.after_sale, allowed.export, allowed.sign_in];
            let shown: String = cells.iter().map(|yes| if *yes { 'y' } else { '-' }).collect();
            assert_eq!((shown.as_str(), state.next()), (row, next), "{state:?}");
        }
    }

    #[test]
    fn nothing_leaves_erased_and_only_what_has_nothing_open_reaches_it() {
        for from in PartnerState::ALL {
            assert!(!PartnerState::Erased.may_become(from), "{from:?}");
            assert_eq!(from.may_become(PartnerState::Erased), from == PartnerState::ExportWindow, "{from:?}");
        }
    }

    proptest! {
        #[test]
        fn every_fact_leads_to_a_state_and_the_plan_comes_first(facts in facts()) {
            let state = state_of(&facts);
            prop_assert_eq!(state.is_ending(), facts.phase.is_some());
            prop_assert!(state.allows().after_sale, "what was sold is always seen to");
            let allowed = state.allows_at(facts.phase);
            if allowed.new_orders {
                prop_assert!(facts.phase < Some(Step::NoSales));
            }
            prop_assert!(!(facts.has_open && state == PartnerState::ExportWindow));
        }

        #[test]
        fn one_changed_fact_is_a_step_that_the_table_knows(before in facts(), after in facts(), which in 0..6) {
            let mut changed = before;
            match which {
                0 => changed.trust = after.trust,
                1 => changed.is_connected = after.is_connected,
                2 => changed.is_tested = after.is_tested,
                3 => changed.is_stopped = after.is_stopped,
                4 => changed.phase = after.phase,
                _ => changed.has_open = after.has_open,
            }
            prop_assert!(state_of(&before).may_become(state_of(&changed)));
            let erased = Facts { is_erased: true, ..changed };
            prop_assert_eq!(state_of(&erased), PartnerState::Erased);
        }
    }
}
