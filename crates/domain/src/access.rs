//! Who may do what. Authorization is a value: a sensitive function takes a [`Permit`], and the only way to get
//! one is [`Actor::may`]. The golden table of role × action is this module's test.

use std::sync::Arc;

use crate::ids::{AccountId, KeyId, MerchantId, NonprofitId, OrderId, PurchaseId};
use crate::nonprofit::staff::NonprofitRole;

/// What a member of a merchant's staff is there for. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Everything, staff and keys included.
    Owner,
    /// The daily business: goods, posts, orders, money back.
    Manager,
    /// Orders and customers: ship, answer, give back.
    Support,
    /// Looks at figures, touches nothing.
    Analyst,
}

impl Role {
    /// All roles, for tables and forms.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Manager, Self::Support, Self::Analyst];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Support => "support",
            Self::Analyst => "analyst",
        }
    }

    /// The role with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

/// What an API key may touch. Stored as text, space-separated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Read products, stock and prices.
    CatalogRead,
    /// Change products, import files.
    CatalogWrite,
    /// Read orders with their buyers.
    OrdersRead,
    /// Ship, cancel, refund.
    OrdersWrite,
    /// Write posts with cards.
    PostsWrite,
    /// Read figures.
    ReportsRead,
    /// See where the shop's own programs listen, and what they were told.
    WebhooksRead,
    /// Say where the shop's own programs listen: whoever may do that may have every order sent anywhere.
    WebhooksWrite,
}

impl Scope {
    /// All scopes, for tables and forms.
    pub const ALL: [Self; 8] = [
        Self::CatalogRead,
        Self::CatalogWrite,
        Self::OrdersRead,
        Self::OrdersWrite,
        Self::PostsWrite,
        Self::ReportsRead,
        Self::WebhooksRead,
        Self::WebhooksWrite,
    ];

    /// The stored word, also the word of the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CatalogRead => "catalog:read",
            Self::CatalogWrite => "catalog:write",
            Self::OrdersRead => "orders:read",
            Self::OrdersWrite => "orders:write",
            Self::PostsWrite => "posts:write",
            Self::ReportsRead => "reports:read",
            Self::WebhooksRead => "webhooks:read",
            Self::WebhooksWrite => "webhooks:write",
        }
    }

    /// The scope with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word)
    }
}

/// A signed-in person with the hats they wear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their account.
    pub account: AccountId,
    /// The merchants they work for, and as what.
    pub staff_of: Arc<[(MerchantId, Role)]>,
    /// The nonprofits they work for, and as what.
    pub nonprofits: Arc<[(NonprofitId, NonprofitRole)]>,
    /// They run the server.
    pub operator: bool,
}

/// Who acts, proven by whoever built this value (session, key, link or the server itself).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody we know.
    Anonymous,
    /// Someone holding the secret link of one purchase.
    Guest(PurchaseId),
    /// A signed-in person.
    Person(Person),
    /// A program with a merchant's key.
    Key {
        /// The key used.
        key: KeyId,
        /// The merchant it belongs to.
        merchant: MerchantId,
        /// What it may touch.
        scopes: Arc<[Scope]>,
    },
    /// The server: jobs and reconcilers.
    System,
}

impl Actor {
    /// The account behind the actor, if there is one.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Person(person) => Some(person.account),
            Self::Anonymous | Self::Guest(_) | Self::Key { .. } | Self::System => None,
        }
    }

    /// The role this actor has at `merchant`.
    #[must_use]
    pub fn role_at(&self, merchant: MerchantId) -> Option<Role> {
        match self {
            Self::Person(person) => {
                person.staff_of.iter().find(|(of, _)| *of == merchant).map(|(_, role)| *role)
            }
            Self::Anonymous | Self::Guest(_) | Self::Key { .. } | Self::System => None,
        }
    }

    /// Asks for permission.
    ///
    /// # Errors
    /// [`Forbidden`] when the table says no. Callers that must not reveal that the thing exists answer 404.
    pub fn may<A: Ask>(&self, action: A) -> Result<Permit<A>, Forbidden> {
        if action.allows(self) { Ok(Permit { action, by: self.clone() }) } else { Err(Forbidden) }
    }
}

/// The actor may not do this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("you may not do this")]
pub struct Forbidden;

/// Something one may ask to do.
pub trait Ask {
    /// The table: does `actor` get the permit?
    fn allows(&self, actor: &Actor) -> bool;
}

/// Proof that `by` may do `action`. Only [`Actor::may`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit<A> {
    action: A,
    by: Actor,
}

impl<A> Permit<A> {
    /// What is permitted, with the id it is permitted on.
    pub fn action(&self) -> &A {
        &self.action
    }

    /// Who asked.
    pub fn by(&self) -> &Actor {
        &self.by
    }
}

/// What staff and keys do to a merchant's belongings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MerchantAct {
    /// See products and stock in the studio.
    ViewCatalog,
    /// Change products, prices, stock; import files.
    EditCatalog,
    /// Write posts in the merchant's name.
    Post,
    /// See orders with their buyers.
    ViewOrders,
    /// Ship, mark delivered, decide requests.
    FulfillOrders,
    /// Cancel an order or give money back.
    ReturnMoney,
    /// See customers, export those who opted in.
    ViewCustomers,
    /// See figures and their CSV.
    ViewFigures,
    /// Change shipping, tax, policies, profile.
    EditSettings,
    /// Invite staff, change roles, make and revoke API keys.
    EditStaff,
    /// Say whose account takes the shop's money.
    EditPayee,
    /// Read the log of staff actions.
    ViewAuditLog,
    /// See where the shop's own programs listen, and what they were told.
    ViewWebhooks,
    /// Say where the shop's own programs listen, and send again.
    EditWebhooks,
}

impl MerchantAct {
    /// All acts, for tables.
    pub const ALL: [Self; 14] = [
        Self::ViewCatalog,
        Self::EditCatalog,
        Self::Post,
        Self::ViewOrders,
        Self::FulfillOrders,
        Self::ReturnMoney,
        Self::ViewCustomers,
        Self::ViewFigures,
        Self::EditSettings,
        Self::EditStaff,
        Self::EditPayee,
        Self::ViewAuditLog,
        Self::ViewWebhooks,
        Self::EditWebhooks,
    ];

    /// The scope that a key needs for this; `None` for what only people do.
    #[must_use]
    pub const fn scope(self) -> Option<Scope> {
        match self {
            Self::ViewCatalog => Some(Scope::CatalogRead),
            Self::EditCatalog => Some(Scope::CatalogWrite),
            Self::Post => Some(Scope::PostsWrite),
            Self::ViewOrders => Some(Scope::OrdersRead),
            Self::FulfillOrders | Self::ReturnMoney => Some(Scope::OrdersWrite),
            Self::ViewFigures => Some(Scope::ReportsRead),
            Self::ViewWebhooks => Some(Scope::WebhooksRead),
            Self::EditWebhooks => Some(Scope::WebhooksWrite),
            // People only: a leaked key must not reach contacts, settings or other keys.
            Self::ViewCustomers
            | Self::EditSettings
            | Self::EditStaff
            | Self::EditPayee
            | Self::ViewAuditLog => None,
        }
    }

    /// Staff in this role may do it.
    #[must_use]
    pub const fn role_may(self, role: Role) -> bool {
        match role {
            Role::Owner => true,
            Role::Manager => !matches!(self, Self::EditStaff | Self::EditPayee),
            Role::Support => matches!(
                self,
                Self::ViewCatalog
                    | Self::ViewOrders
                    | Self::FulfillOrders
                    | Self::ReturnMoney
                    | Self::ViewCustomers
            ),
            Role::Analyst => matches!(self, Self::ViewCatalog | Self::ViewFigures),
        }
    }
}

/// An act on one merchant's belongings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtMerchant {
    /// Whose.
    pub merchant: MerchantId,
    /// What.
    pub act: MerchantAct,
}

impl Ask for AtMerchant {
    fn allows(&self, actor: &Actor) -> bool {
        match actor {
            Actor::Person(_) => actor.role_at(self.merchant).is_some_and(|role| self.act.role_may(role)),
            Actor::Key { merchant, scopes, .. } => {
                *merchant == self.merchant && self.act.scope().is_some_and(|scope| scopes.contains(&scope))
            }
            Actor::System => true,
            Actor::Anonymous | Actor::Guest(_) => false,
        }
    }
}

/// What operators do to the server: verify, limit and suspend merchants, work the queue of reports, throw kill
/// switches, resend dead letters, change settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunServer;

impl Ask for RunServer {
    fn allows(&self, actor: &Actor) -> bool {
        match actor {
            Actor::Person(person) => person.operator,
            Actor::System => true,
            Actor::Anonymous | Actor::Guest(_) | Actor::Key { .. } => false,
        }
    }
}

/// What a buyer does with an order of their own: see, undo, ask to cancel, return or withdraw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnOrder {
    /// The order.
    pub order: OrderId,
    /// The purchase it came from; its secret link opens it.
    pub purchase: PurchaseId,
    /// The account that bought it, if it was not a guest.
    pub account: Option<AccountId>,
}

impl Ask for OwnOrder {
    fn allows(&self, actor: &Actor) -> bool {
        match actor {
            Actor::Guest(purchase) => *purchase == self.purchase,
            Actor::Person(person) => self.account == Some(person.account),
            Actor::System => true,
            Actor::Anonymous | Actor::Key { .. } => false,
        }
    }
}

/// What a signed-in person does in their own name: post, follow, like, block, keep addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsAccount(pub AccountId);

impl Ask for AsAccount {
    fn allows(&self, actor: &Actor) -> bool {
        match actor {
            Actor::Person(person) => person.account == self.0,
            Actor::System => true,
            Actor::Anonymous | Actor::Guest(_) | Actor::Key { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: MerchantId = MerchantId(1);
    const THEIRS: MerchantId = MerchantId(2);

    fn person(staff_of: &[(MerchantId, Role)], operator: bool) -> Actor {
        Actor::Person(Person {
            account: AccountId(7),
            staff_of: staff_of.into(),
            nonprofits: [].into(),
            operator,
        })
    }

    #[test]
    fn the_table_of_role_and_act() {
        // Columns: owner, manager, support, analyst.
        let table = [
            (MerchantAct::ViewCatalog, "yyyy"),
            (MerchantAct::EditCatalog, "yy--"),
            (MerchantAct::Post, "yy--"),
            (MerchantAct::ViewOrders, "yyy-"),
            (MerchantAct::FulfillOrders, "yyy-"),
            (MerchantAct::ReturnMoney, "yyy-"),
            (MerchantAct::ViewCustomers, "yyy-"),
            (MerchantAct::ViewFigures, "yy-y"),
            (MerchantAct::EditSettings, "yy--"),
            (MerchantAct::EditStaff, "y---"),
            (MerchantAct::EditPayee, "y---"),
            (MerchantAct::ViewAuditLog, "yy--"),
            (MerchantAct::ViewWebhooks, "yy--"),
            (MerchantAct::EditWebhooks, "yy--"),
        ];
        assert_eq!(table.len(), MerchantAct::ALL.len());
        for (act, row) in table {
            for (role, wanted) in Role::ALL.into_iter().zip(row.chars()) {
                let actor = person(&[(OURS, role)], false);
                assert_eq!(
                    actor.may(AtMerchant { merchant: OURS, act }).is_ok(),
                    wanted == 'y',
                    "{role:?} {act:?}"
                );
                assert!(
                    actor.may(AtMerchant { merchant: THEIRS, act }).is_err(),
                    "{role:?} {act:?} elsewhere"
                );
            }
            // An operator runs the server, not the shops.
            assert!(person(&[], true).may(AtMerchant { merchant: OURS, act }).is_err());
            assert!(Actor::Anonymous.may(AtMerchant { merchant: OURS, act }).is_err());
            assert!(Actor::Guest(PurchaseId(1)).may(AtMerchant { merchant: OURS, act }).is_err());
        }
    }

    #[test]
    fn a_key_reaches_what_its_scopes_name_and_nothing_of_anyone_else() {
        for scope in Scope::ALL {
            let key = Actor::Key { key: KeyId(1), merchant: OURS, scopes: [scope].into() };
            for act in MerchantAct::ALL {
                assert_eq!(key.may(AtMerchant { merchant: OURS, act }).is_ok(), act.scope() == Some(scope));
                assert!(key.may(AtMerchant { merchant: THEIRS, act }).is_err());
            }
            assert!(key.may(RunServer).is_err());
        }
    }

    #[test]
    fn an_order_opens_to_its_buyer_and_its_link_only() {
        let order = OwnOrder { order: OrderId(1), purchase: PurchaseId(5), account: Some(AccountId(7)) };
        let guests_order = OwnOrder { account: None, ..order };
        assert!(person(&[], false).may(order).is_ok());
        assert!(person(&[], false).may(guests_order).is_err());
        assert!(Actor::Guest(PurchaseId(5)).may(guests_order).is_ok());
        assert!(Actor::Guest(PurchaseId(6)).may(guests_order).is_err());
        assert!(person(&[(OURS, Role::Owner)], true).may(guests_order).is_err());
    }

    #[test]
    fn only_operators_run_the_server() {
        assert!(person(&[], true).may(RunServer).is_ok());
        assert!(person(&[(OURS, Role::Owner)], false).may(RunServer).is_err());
    }
}
