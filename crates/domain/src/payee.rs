//! Whose account at the payment provider takes a merchant's money, and what keeps it from doing so.

use jiff::Timestamp;

/// The account that takes a merchant's money, as far as a sale must know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Payee {
    /// The provider's name of it; empty where none is connected.
    pub account: String,
    /// It may be paid now.
    pub takes: bool,
}

/// How an account was connected. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// Opened from here, by the provider's own pages; the operator's key reaches it.
    Onboarded,
    /// By a key of its own, which its owner brought.
    Key,
}

impl Way {
    /// All ways, for tables.
    pub const ALL: [Self; 2] = [Self::Onboarded, Self::Key];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Onboarded => "onboarded",
            Self::Key => "key",
        }
    }

    /// The way with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == word)
    }
}

/// What the provider says of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Buyers can pay it.
    pub charges_enabled: bool,
    /// What it took reaches a bank.
    pub payouts_enabled: bool,
    /// What the provider asks for, in its own words: `external_account`.
    pub due: Vec<String>,
    /// What it asked for and did not get in time.
    pub overdue: Vec<String>,
    /// Why it is not paid, in the provider's word, or empty.
    pub disabled_reason: String,
    /// When it stops being paid, unless what is due came.
    pub deadline: Option<Timestamp>,
}

impl Standing {
    /// What an account is like whose owner took our access away: it cannot be paid, and nothing can be asked of it.
    #[must_use]
    pub fn gone() -> Self {
        Self { disabled_reason: ACCESS_GONE.to_owned(), ..Self::default() }
    }

    /// What an account is like whose owner's key is taken no more.
    #[must_use]
    pub fn key_gone() -> Self {
        Self { disabled_reason: KEY_GONE.to_owned(), ..Self::default() }
    }

    /// What an account is like whose owner's key may not do all that is needed: nobody can pay it until it may.
    #[must_use]
    pub fn key_lacks(permissions: &[Permission]) -> Self {
        let due = permissions.iter().map(|permission| permission.as_str().to_owned()).collect();
        Self { due, disabled_reason: KEY_LACKS.to_owned(), ..Self::default() }
    }

    /// What its owner has to bring, each thing once, what is late first.
    #[must_use]
    pub fn wanted(&self) -> Vec<&str> {
        let mut wanted: Vec<&str> = Vec::new();
        for word in self.overdue.iter().chain(&self.due) {
            if !wanted.contains(&word.as_str()) {
                wanted.push(word);
            }
        }
        wanted
    }

    /// Nothing can be asked about the account: what was paid on it can be neither taken nor given back from here.
    #[must_use]
    pub fn is_out_of_reach(&self) -> bool {
        is_out_of_reach(&self.disabled_reason)
    }

    /// Somebody has to do something about it.
    #[must_use]
    pub fn wants_something(&self) -> bool {
        !self.charges_enabled || !self.payouts_enabled || !self.due.is_empty() || !self.overdue.is_empty()
    }
}

/// Our own word among the provider's for why an account is not paid.
pub const ACCESS_GONE: &str = "access_gone";
/// The provider does not take the key of the account's owner any more.
pub const KEY_GONE: &str = "key_gone";
/// The key of the account's owner may not do all that is needed.
pub const KEY_LACKS: &str = "key_lacks";

/// Whether an account that is not paid for this reason cannot be asked about at all.
#[must_use]
pub fn is_out_of_reach(disabled_reason: &str) -> bool {
    [ACCESS_GONE, KEY_GONE].contains(&disabled_reason)
}

/// What is still to be done with money that was paid on one account of a merchant's, or of a nonprofit's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftThere {
    /// Orders and gifts whose money is held, or asked for.
    pub on_the_way: i64,
    /// Payments that money can be given back of.
    pub refundable: i64,
    /// Disputes that are open.
    pub disputes: i64,
    /// Refunds that were promised and not given yet.
    pub refunds: i64,
}

/// Before the name of an account that is reached by a key of its owner's. The operator's key may reach the same account,
/// too: money goes back the way it came, so that the two are never mixed up.
const OWN_KEY: &str = "key:";

/// What an account is called here that is reached by a key of its owner's.
#[must_use]
pub fn by_own_key(account: &str) -> String {
    format!("{OWN_KEY}{account}")
}

/// The provider's name of an account that is reached by a key of its owner's; none of any other.
#[must_use]
pub fn own_key_account(payee: &str) -> Option<&str> {
    payee.strip_prefix(OWN_KEY)
}

/// The provider's name of an account, however it is reached.
#[must_use]
pub fn account_name(payee: &str) -> &str {
    own_key_account(payee).unwrap_or(payee)
}

/// What a key of an account's owner must be allowed, so that its shop can be sold from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Reading how the account stands.
    Account,
    /// Holding, taking and letting go of money.
    Payments,
    /// Giving back.
    Refunds,
    /// Whoever a method is saved with.
    Customers,
    /// Saved methods.
    Methods,
    /// Answering and accepting disputes.
    Disputes,
    /// Reading what is paid out.
    Payouts,
    /// Reading what moved on the balance.
    Movements,
    /// Reading events that did not arrive.
    Events,
    /// Being told of events.
    Webhooks,
}

impl Permission {
    /// All of them, in the order they are read in.
    pub const ALL: [Self; 10] = [
        Self::Account,
        Self::Payments,
        Self::Refunds,
        Self::Customers,
        Self::Methods,
        Self::Disputes,
        Self::Payouts,
        Self::Movements,
        Self::Events,
        Self::Webhooks,
    ];

    /// Its word, among those of what an account is asked for.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "permission.account",
            Self::Payments => "permission.payments",
            Self::Refunds => "permission.refunds",
            Self::Customers => "permission.customers",
            Self::Methods => "permission.methods",
            Self::Disputes => "permission.disputes",
            Self::Payouts => "permission.payouts",
            Self::Movements => "permission.movements",
            Self::Events => "permission.events",
            Self::Webhooks => "permission.webhooks",
        }
    }

    /// The permission with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.as_str() == word)
    }
}

/// A merchant's account as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The provider's name of it.
    pub account: String,
    /// How it was connected.
    pub way: Way,
    /// What the provider said last.
    pub standing: Standing,
    /// When it was connected.
    pub connected_at: Timestamp,
    /// When the provider was asked last.
    pub looked_at: Timestamp,
    /// The last characters of its owner's key, which is all that is ever shown of it; empty without one.
    pub last4: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn what_is_late_comes_first_and_nothing_comes_twice() {
        let standing = Standing {
            due: words(&["external_account", "tos_acceptance.date"]),
            overdue: words(&["tos_acceptance.date"]),
            ..Standing::default()
        };
        assert_eq!(standing.wanted(), ["tos_acceptance.date", "external_account"]);
    }

    #[test]
    fn an_account_in_order_wants_nothing() {
        let fine = Standing { charges_enabled: true, payouts_enabled: true, ..Standing::default() };
        assert!(!fine.wants_something());
        assert!(Standing { due: words(&["external_account"]), ..fine.clone() }.wants_something());
        assert!(Standing { payouts_enabled: false, ..fine }.wants_something());
        assert!(Standing::gone().wants_something() && Standing::gone().wanted().is_empty());
        assert!(Standing::gone().is_out_of_reach() && Standing::key_gone().is_out_of_reach());
        assert!(!Standing::key_lacks(&[]).is_out_of_reach() && !Standing::default().is_out_of_reach());
    }

    #[test]
    fn permissions_have_their_words_and_a_key_that_lacks_some_takes_no_money() {
        for permission in Permission::ALL {
            assert_eq!(Permission::from_word(permission.as_str()), Some(permission));
        }
        assert_eq!(Permission::from_word("permission.everything"), None);
        let lacks = Standing::key_lacks(&[Permission::Refunds, Permission::Events]);
        assert_eq!(lacks.wanted(), ["permission.refunds", "permission.events"]);
        assert!(!lacks.charges_enabled && !Standing::key_gone().charges_enabled);
    }

    #[test]
    fn an_account_has_one_name_for_each_way_it_is_reached() {
        let own = by_own_key("acct_1");
        assert_eq!((own_key_account(&own), account_name(&own)), (Some("acct_1"), "acct_1"));
        assert_eq!((own_key_account("acct_1"), account_name("acct_1")), (None, "acct_1"));
        assert_eq!((own_key_account(""), account_name("")), (None, ""));
    }

    #[test]
    fn ways_have_their_words() {
        for way in Way::ALL {
            assert_eq!(Way::from_word(way.as_str()), Some(way));
        }
        assert_eq!(Way::from_word("post"), None);
    }
}
