//! Routes as a list: one line per route says method, path, who may, and which handler. Mounting, the check of who may,
//! and the test of every operation × role are made from the same list.

use axum::routing::MethodRouter;
use domain::access::{Actor, AtMerchant, MerchantAct, RunServer};
use domain::ids::{MerchantId, NonprofitId};
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};

use crate::Web;

/// Who may call a route at all. What exactly they may see or do there, the use case decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anybody, signed in or not.
    Anyone,
    /// Whoever proves in the handler that it is theirs: a secret link, a buyer's own order.
    Holder,
    /// Signed-in people.
    Person,
    /// Signed-in people who work for any merchant.
    AnyStaff,
    /// Staff of the merchant in the path (`{merchant}`) whose role may do this.
    Staff(MerchantAct),
    /// People of the nonprofit in the path (`{nonprofit}`) whose role may do this.
    Team(NonprofitAct),
    /// Operators of this server.
    Operator,
    /// Programs with a merchant's key that reaches this.
    Key(MerchantAct),
    /// Programs with a merchant's key that reaches this, and whoever proves in the handler that it is theirs.
    HolderOrKey(MerchantAct),
    /// Anybody, in the demo only.
    Demo,
}

/// Why somebody may not call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Denied {
    /// They must sign in first.
    SignIn,
    /// They may not even know that it exists.
    Hidden,
}

impl Who {
    /// Whether `actor` may call. `merchant` and `nonprofit` are those named in the path, if they could be read.
    pub(crate) fn admits(
        self,
        actor: &Actor,
        (merchant, nonprofit): (Option<MerchantId>, Option<NonprofitId>),
        demo: bool,
    ) -> Result<(), Denied> {
        let known = actor.account().is_some();
        let may = match self {
            Self::Anyone | Self::Holder => true,
            // Keys are shown and proven in the API's own handlers.
            Self::Key(_) | Self::HolderOrKey(_) => false,
            Self::Demo => demo,
            Self::Person => known,
            Self::AnyStaff => match actor {
                Actor::Person(person) => !person.staff_of.is_empty(),
                Actor::Anonymous | Actor::Guest(_) | Actor::Key { .. } | Actor::System => false,
            },
            Self::Staff(act) => {
                merchant.is_some_and(|merchant| actor.may(AtMerchant { merchant, act }).is_ok())
            }
            Self::Team(act) => {
                nonprofit.is_some_and(|nonprofit| actor.may(AtNonprofit { nonprofit, act }).is_ok())
            }
            Self::Operator => actor.may(RunServer).is_ok(),
        };
        match (may, known) {
            (true, _) => Ok(()),
            (false, false) if self != Self::Demo => Err(Denied::SignIn),
            (false, _) => Err(Denied::Hidden),
        }
    }
}

/// One operation.
#[derive(Clone, Copy)]
pub struct Route {
    /// The method; forms and links know `GET` and `POST` only.
    pub method: &'static str,
    /// Path with parameters in braces.
    pub path: &'static str,
    /// Who may.
    pub who: Who,
    /// The handler.
    pub handler: fn() -> MethodRouter<Web>,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} ({:?})", self.method, self.path, self.who)
    }
}

/// Makes a list of [`Route`]s: `GET "/@{handle}" Who::Anyone => people::profile;`
macro_rules! routes {
    ($($method:ident $path:literal $who:expr => $handler:path;)*) => {
        &[$($crate::routes::Route {
            method: stringify!($method),
            path: $path,
            who: $who,
            handler: || $crate::routes::method::$method($handler),
        },)*]
    };
}
pub(crate) use routes;

/// The methods by the names the list uses.
pub(crate) mod method {
    pub(crate) use axum::routing::{delete as DELETE, get as GET, patch as PATCH, post as POST, put as PUT};
}
