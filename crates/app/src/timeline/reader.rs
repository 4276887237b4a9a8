//! Who reads, and whom they must not see (I18).

use std::collections::HashSet;
use std::sync::Arc;

use domain::access::{Actor, MerchantAct};
use domain::ids::{AccountId, MerchantId};
use domain::merchant::MerchantState;
use store::DbError;

use crate::Ctx;
use crate::memory::{Candidate, Relations};

/// Who reads: from memory where it is known.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Their account, when signed in.
    pub account: Option<AccountId>,
    /// Whom they follow and must not see.
    pub relations: Arc<Relations>,
    suspended: Arc<HashSet<AccountId>>,
    staff_of: Arc<[(MerchantId, domain::access::Role)]>,
    operator: bool,
}

impl Reader {
    /// Finds out who reads.
    ///
    /// # Errors
    /// [`DbError`] when the database cannot be read.
    pub async fn of(ctx: &Ctx, actor: &Actor) -> Result<Self, DbError> {
        let account = actor.account();
        let (staff_of, operator) = match actor {
            Actor::Person(person) => (Arc::clone(&person.staff_of), person.operator),
            Actor::Anonymous | Actor::Guest(_) | Actor::Key { .. } | Actor::System => ([].into(), false),
        };
        let relations = match account {
            Some(account) => relations(ctx, account).await?,
            None => Arc::default(),
        };
        Ok(Self { account, relations, suspended: suspended(ctx).await?, staff_of, operator })
    }

    /// What `author` writes may reach the reader by itself: in a list, as a boost, as an answer.
    #[must_use]
    pub fn sees(&self, author: AccountId) -> bool {
        !self.suspended.contains(&author) && !self.relations.hides(author)
    }

    /// The reader may visit `author`: a mute keeps nobody from a profile, a block does.
    #[must_use]
    pub fn may_visit(&self, author: AccountId) -> bool {
        !self.suspended.contains(&author) && !self.relations.is_blocked(author)
    }

    /// The reader wrote as `author`, or may write for the merchant `author` stands for.
    #[must_use]
    pub fn is_author(&self, author: AccountId, merchant: Option<MerchantId>) -> bool {
        self.account == Some(author)
            || merchant.is_some_and(|merchant| {
                self.staff_of.iter().any(|(of, role)| *of == merchant && MerchantAct::Post.role_may(*role))
            })
    }

    /// The reader may look at the goods of a merchant in `state`.
    #[must_use]
    pub fn may_browse(&self, merchant: MerchantId, state: MerchantState) -> bool {
        state.is_public() || self.operator || self.staff_of.iter().any(|(of, _)| *of == merchant)
    }

    /// The row may stand in a list; `visited` is whose profile the list is.
    #[must_use]
    pub fn passes(&self, row: &Candidate, visited: Option<AccountId>) -> bool {
        let sees = |account: AccountId| {
            if visited == Some(account) { self.may_visit(account) } else { self.sees(account) }
        };
        sees(row.author) && row.target.is_none_or(sees)
    }

    /// The row belongs on the reader's home page: an answer only when both sides are read.
    #[must_use]
    pub fn at_home(&self, row: &Candidate) -> bool {
        let knows = |target: AccountId| {
            target == row.author || Some(target) == self.account || self.relations.follows.contains(&target)
        };
        self.passes(row, None) && (!row.is_reply || row.target.is_some_and(knows))
    }
}

/// The relations of `account`.
pub(crate) async fn relations(ctx: &Ctx, account: AccountId) -> Result<Arc<Relations>, DbError> {
    let kept = &ctx.memory().relations;
    if let Some(known) = kept.get(&account) {
        return Ok(known);
    }
    let mark = kept.mark();
    let read = ctx.db().read(move |conn| store::people::relations(conn, account)).await?;
    let relations = Arc::new(Relations::of(account, read));
    kept.put(mark, account, Arc::clone(&relations));
    Ok(relations)
}

async fn suspended(ctx: &Ctx) -> Result<Arc<HashSet<AccountId>>, DbError> {
    let kept = &ctx.memory().suspended;
    if let Some(known) = kept.get(&()) {
        return Ok(known);
    }
    let mark = kept.mark();
    let read = ctx.db().read(store::people::suspended).await?;
    let suspended: Arc<HashSet<AccountId>> = Arc::new(read.into_iter().collect());
    kept.put(mark, (), Arc::clone(&suspended));
    Ok(suspended)
}
