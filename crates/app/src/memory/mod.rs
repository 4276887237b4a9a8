//! What this process remembers of the database: sessions, relations, tails of posts, cards. Nothing here is durable;
//! everything is filled from SQL on first use and kept in step by the change feed.

mod kept;
mod relations;
mod running;
mod tails;

pub use kept::{Kept, Mark, Touched};
pub use relations::Relations;
pub use running::{Run, Running};
pub use tails::{Candidate, Merged, TAIL_POSTS_MAX, Tails};

use std::collections::HashSet;
use std::sync::Arc;

use domain::donation::matching::Match;
use domain::ids::{AccountId, CampaignId, MerchantId, NonprofitId, OfferId, PostId, ProductId};
use domain::merchant::Pricing;
use domain::nonprofit::Nonprofit;
use domain::nonprofit::campaign::Campaign;
use domain::view::goods::{Goods, Offer};
use domain::view::people::{Face, SignedIn};
use domain::view::posts::{CardSeller, Post, Switches};
use jiff::Timestamp;
use store::DbError;
use store::changes::{Change, ChangeKind};

use crate::Ctx;
use crate::demo::Role;
use crate::feed::Feed;
use crate::figures::Tally;
use crate::limits::Limits;

/// Sessions kept; beyond a limit the least used are read again. So for all limits here.
const SESSIONS_KEPT_MAX: u64 = 50_000;
/// Merchants whose price rules are kept.
const PRICINGS_KEPT_MAX: u64 = 10_000;
/// Posts and faces kept: a few hundred bytes each.
const POSTS_KEPT_MAX: u64 = 50_000;
/// Products kept: one to a few kilobytes each.
const GOODS_KEPT_MAX: u64 = 10_000;
/// What readers are to posts: a few bytes each.
const MARKS_KEPT_MAX: u64 = 200_000;

/// What one reader did with one post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Marks {
    /// Likes it.
    pub liked: bool,
    /// Passed it on.
    pub boosted: bool,
}

/// The memory of one process. One per [`Ctx`].
pub struct Memory {
    /// What was committed, as it arrives.
    pub feed: Feed,
    /// How often things were tried. Not of the database, and not forgotten with it.
    pub limits: Limits,
    /// Who is behind a session, by the hash of its token.
    pub sessions: Kept<[u8; 32], Arc<SignedIn>>,
    /// What goes into a merchant's prices; compared by version before it is used.
    pub pricings: Kept<MerchantId, Arc<Pricing>>,
    /// Whom readers follow and must not see.
    pub relations: Kept<AccountId, Arc<Relations>>,
    /// Everyone who is suspended.
    pub suspended: Kept<(), Arc<HashSet<AccountId>>>,
    /// The newest posts of authors.
    pub tails: Tails,
    /// Posts.
    pub posts: Kept<PostId, Arc<Post>>,
    /// Who wrote them.
    pub faces: Kept<AccountId, Arc<Face>>,
    /// What readers did with posts.
    pub marks: Kept<(AccountId, PostId), Marks>,
    /// Offers of cards; none for those that are gone.
    pub offers: Kept<OfferId, Option<Arc<Offer>>>,
    /// Products with prices and stock.
    pub goods: Kept<ProductId, Option<Arc<Goods>>>,
    /// Who sells.
    pub sellers: Kept<MerchantId, Option<Arc<CardSeller>>>,
    /// The most followed shops, and until when the list stands.
    pub busy_shops: Kept<(), (Timestamp, Arc<[AccountId]>)>,
    /// Roles to slip into, in the demo.
    pub demo_roles: Kept<(), Arc<[Role]>>,
    /// Campaigns with their meters; none for those that are gone.
    pub campaigns: Kept<CampaignId, Option<Arc<Campaign>>>,
    /// Campaigns for which shops let purchases be rounded up; none where a shop chose none.
    pub round_ups: Kept<MerchantId, Option<CampaignId>>,
    /// Sponsors who match gifts to a campaign; without those that were over when they were read.
    pub matches: Kept<CampaignId, Arc<[Match]>>,
    /// What keeps card testers from trying cards by giving.
    pub shield: crate::donations::shield::Shield,
    /// Who asks in them.
    pub nonprofits: Kept<NonprofitId, Option<Arc<Nonprofit>>>,
    /// Kill switches that are thrown.
    pub switches: Kept<(), Arc<Switches>>,
    /// For whom features are open, and which end.
    pub gates: Kept<(), crate::gates::Known>,
    /// Who has seen them. It only grows, and is not forgotten with the rest.
    pub(crate) seen: crate::gates::Seen,
    /// Views, taps and checkouts that are not written yet.
    pub(crate) tally: Tally,
    /// What shops' programs answered, and how they stand. Not of the database, and not forgotten with it.
    pub(crate) callbacks: crate::callbacks::State,
    /// Requests that run under a key.
    pub running: Running,
    /// What this server calls itself at payment providers.
    pub(crate) server_name: tokio::sync::OnceCell<String>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            feed: Feed::default(),
            limits: Limits::default(),
            sessions: Kept::new(SESSIONS_KEPT_MAX),
            pricings: Kept::new(PRICINGS_KEPT_MAX),
            relations: Kept::new(SESSIONS_KEPT_MAX),
            suspended: Kept::new(1),
            tails: Tails::default(),
            posts: Kept::new(POSTS_KEPT_MAX),
            faces: Kept::new(POSTS_KEPT_MAX),
            marks: Kept::new(MARKS_KEPT_MAX),
            offers: Kept::new(GOODS_KEPT_MAX),
            goods: Kept::new(GOODS_KEPT_MAX),
            sellers: Kept::new(GOODS_KEPT_MAX),
            campaigns: Kept::new(GOODS_KEPT_MAX),
            round_ups: Kept::new(PRICINGS_KEPT_MAX),
            matches: Kept::new(GOODS_KEPT_MAX),
            nonprofits: Kept::new(GOODS_KEPT_MAX),
            shield: crate::donations::shield::Shield::default(),
            switches: Kept::new(1),
            gates: Kept::new(1),
            seen: crate::gates::Seen::default(),
            busy_shops: Kept::new(1),
            demo_roles: Kept::new(1),
            tally: Tally::default(),
            callbacks: crate::callbacks::State::default(),
            running: Running::default(),
            server_name: tokio::sync::OnceCell::new(),
        }
    }
}

impl Memory {
    /// Forgets what `change` made old.
    fn forget(&self, change: &Change) {
        let Change { kind, subject, owner, .. } = *change;
        match kind {
            ChangeKind::Post => self.posts.forget(&PostId(subject)),
            ChangeKind::Like => {
                self.posts.forget(&PostId(subject));
                self.marks.forget(&(AccountId(owner), PostId(subject)));
            }
            ChangeKind::Account => {
                self.faces.forget(&AccountId(subject));
                self.suspended.forget_all();
                self.demo_roles.forget_all();
                self.sellers.forget_where(|_, seller| {
                    seller.as_ref().is_none_or(|seller| seller.account.0 == subject)
                });
                self.nonprofits.forget_where(|_, nonprofit| {
                    nonprofit.as_ref().is_none_or(|nonprofit| nonprofit.account.0 == subject)
                });
                self.sessions.forget_where(|_, known| known.account.0 == subject);
            }
            ChangeKind::Follow => self.relations.forget(&AccountId(owner)),
            ChangeKind::Block => {
                self.relations.forget(&AccountId(owner));
                self.relations.forget(&AccountId(subject));
            }
            ChangeKind::Offer => self.offers.forget(&OfferId(subject)),
            ChangeKind::Product => {
                self.goods.forget(&ProductId(subject));
                // The plain offer has its product's number, see `store::offers::ensure`.
                self.offers.forget(&OfferId(subject));
            }
            ChangeKind::Stock => self.goods.forget(&ProductId(subject)),
            ChangeKind::Merchant => {
                self.sellers.forget(&MerchantId(subject));
                // A party that is paid may be a nonprofit: its account may take money now, or not any more.
                self.nonprofits.forget(&NonprofitId(subject));
                self.busy_shops.forget_all();
                self.pricings.forget(&MerchantId(subject));
                self.round_ups.forget(&MerchantId(subject));
                self.faces.forget_where(|_, face| face.merchant == Some(MerchantId(subject)));
                self.sessions.forget_where(|_, known| {
                    known.staff_of.iter().any(|(merchant, _)| merchant.0 == subject)
                });
            }
            ChangeKind::KillSwitch => self.switches.forget_all(),
            ChangeKind::Session => self.sessions.forget_where(|_, known| {
                if subject == 0 { known.account.0 == owner } else { known.session.0 == subject }
            }),
            ChangeKind::Gate => self.gates.forget_all(),
            ChangeKind::Setting => self.demo_roles.forget_all(),
            ChangeKind::Nonprofit => {
                self.nonprofits.forget(&NonprofitId(subject));
                self.faces.forget_where(|_, face| face.nonprofit == Some(NonprofitId(subject)));
                self.sessions.forget_where(|_, known| {
                    known.nonprofits.iter().any(|(nonprofit, _)| nonprofit.0 == subject)
                });
            }
            ChangeKind::Campaign => {
                self.campaigns.forget(&CampaignId(subject));
                self.matches.forget(&CampaignId(subject));
            }
            ChangeKind::Order => {}
        }
    }

    /// Forgets everything: changes may have been missed.
    pub(crate) fn forget_all(&self) {
        self.sessions.forget_all();
        self.pricings.forget_all();
        self.relations.forget_all();
        self.suspended.forget_all();
        self.tails.forget_all();
        self.posts.forget_all();
        self.faces.forget_all();
        self.marks.forget_all();
        self.offers.forget_all();
        self.goods.forget_all();
        self.sellers.forget_all();
        self.campaigns.forget_all();
        self.matches.forget_all();
        self.round_ups.forget_all();
        self.nonprofits.forget_all();
        self.switches.forget_all();
        self.gates.forget_all();
        self.demo_roles.forget_all();
        self.busy_shops.forget_all();
    }
}

/// Forgets what `changes` made old and learns what they brought.
///
/// # Errors
/// [`DbError`] when what is new cannot be read; the changes must be applied again then.
pub(crate) async fn apply_all(ctx: &Ctx, changes: &[Change]) -> Result<(), DbError> {
    let memory = ctx.memory();
    for change in changes {
        memory.forget(change);
    }
    let mut posts: Vec<i64> = changes
        .iter()
        .filter(|change| change.kind == ChangeKind::Post)
        .map(|change| change.subject)
        .collect();
    posts.sort_unstable();
    posts.dedup();
    if !posts.is_empty() {
        let listed = ctx.db().read(move |conn| store::posts::listed(conn, &posts)).await?;
        memory.tails.apply(&listed);
    }
    if changes.iter().any(|change| change.kind == ChangeKind::Setting) {
        crate::settings::apply(ctx).await?;
    }
    Ok(())
}
