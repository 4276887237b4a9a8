//! The demo's other day: what pages ask of whoever keeps both days, who is signed in on either, and what is to be seen
//! on the later one.

use domain::access::{Actor, Permit, Person, RunServer};
use domain::gate::Feature;
use domain::ids::{AccountId, MailId, SessionId};
use domain::nonprofit::Nonprofit;
use domain::nonprofit::campaign::Campaign;
use domain::order::{Order, OrderState};
use domain::sunset::calendar::Step;
use domain::sunset::notice::Round;
use domain::sunset::{Plan, Scope};
use jiff::Timestamp;
use jiff::civil::Date;
use store::sunsets::RoundStands;
use store::{DbError, sessions};

use super::{RoleKind, roles, shop_of_the_role};
use crate::accounts::sessions::SESSION_LASTS;
use crate::ports::Answer;
use crate::sunsets::mail_key;
use crate::{Ctx, feed, sunsets};

/// Orders that are looked through for those that wait for their parcel.
const ORDERS_MAX: u32 = 50;
/// Orders that are shown.
const SHOWN_MAX: usize = 4;
/// Campaigns that are looked through for one that takes gifts.
const CAMPAIGNS_MAX: u32 = 20;

/// Keeps the two days of a demo. The server that answers for both implements it.
pub trait Jump: Send + Sync {
    /// On which day the demo stands.
    fn stands(&self) -> Stands;

    /// The day that lies ahead, or has come.
    fn day(&self) -> Date;

    /// Begins to let the days pass. While they do, and once they have, it changes nothing.
    fn go(&self);

    /// Back to the day it was, where nothing has happened of what happened since. On that day it changes nothing.
    fn back(&self) -> Answer<'_, ()>;

    /// Checks every promise on the database of the later day; an error says why that could not be.
    fn audit(&self) -> Answer<'_, Result<Audited, String>>;
}

/// On which day the demo stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stands {
    /// On its own; why the last jump failed, if it did.
    Today {
        /// A sentence for whoever runs the demo.
        failed: Option<String>,
    },
    /// Days are passing.
    Passing(Passing),
    /// On the later one.
    There,
}

/// How far the days have passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passing {
    /// The first day.
    pub from: Date,
    /// The day that it is by now.
    pub at: Date,
    /// The last.
    pub to: Date,
    /// What happened on the way, in its order.
    pub passed: Vec<Passed>,
}

/// Something that happened on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// On which day.
    pub day: Date,
    /// What.
    pub what: Event,
}

/// What can happen on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Everything was copied.
    Copied,
    /// The plan was written and started.
    Planned,
    /// A day of the plan came.
    Reached(Step),
    /// So many people were told.
    Told(Round, i64),
}

/// What an audit said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    /// One for each promise.
    pub lines: Vec<AuditLine>,
}

/// One promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Its number: `I1`.
    pub invariant: &'static str,
    /// What it promises, in English.
    pub promise: &'static str,
    /// How many rows were looked at.
    pub checked: u64,
    /// How many break it.
    pub broken: u64,
}

impl Audited {
    /// Rows that were looked at.
    #[must_use]
    pub fn checked(&self) -> u64 {
        self.lines.iter().map(|line| line.checked).sum()
    }

    /// Rows that break a promise.
    #[must_use]
    pub fn broken(&self) -> u64 {
        self.lines.iter().map(|line| line.broken).sum()
    }
}

/// Whoever runs this demo's server, to write plans as they would.
///
/// # Errors
/// [`DbError`] when the database cannot be read; so for all functions here.
pub async fn operator(ctx: &Ctx) -> Result<Permit<RunServer>, DbError> {
    let roles = roles(ctx).await?;
    let role = roles.iter().find(|role| role.kind == RoleKind::Operator);
    let actor = role.map_or(Actor::System, |role| {
        let account = role.face.id;
        Actor::Person(Person { account, staff_of: [].into(), nonprofits: [].into(), operator: true })
    });
    Ok(actor.may(RunServer).expect("an operator may run the server"))
}

/// Whoever is signed in stays so until `until` and as long as a session lasts from there: as somebody who came by in
/// between. Gives the newest session, for [`bring_sessions`].
pub async fn stay_signed_in(ctx: &Ctx, until: Timestamp) -> Result<SessionId, DbError> {
    let now = ctx.now();
    ctx.db()
        .write("stay_signed_in", move |tx| {
            sessions::prolong_all(tx, now, until + SESSION_LASTS)?;
            sessions::newest(tx)
        })
        .await
}

/// Whoever signed in on one day after the session `after` is signed in on the other, too: a browser has one cookie for
/// both. Accounts that were opened on one day only stay there.
pub async fn bring_sessions(from: &Ctx, to: &Ctx, after: SessionId) -> Result<(), DbError> {
    let made = from.db().read(move |conn| sessions::since(conn, after)).await?;
    for session in made {
        let now = to.now();
        let brought =
            sessions::NewSession { id: to.id(), created_at: now, expires_at: now + SESSION_LASTS, ..session };
        to.db()
            .write("bring_session", move |tx| {
                let is_theirs = store::accounts::login_of(tx, brought.account)?.is_some();
                if is_theirs && !sessions::is_known(tx, &brought.token_hash)? {
                    sessions::insert(tx, &brought)?;
                }
                Ok::<_, DbError>(())
            })
            .await?;
    }
    feed::catch_up(to).await
}

/// The plan by which buying ends, where one runs; the first to end where several do.
pub async fn plan(ctx: &Ctx) -> Result<Option<Plan>, DbError> {
    let plans = sunsets::public(ctx).await?;
    Ok(plans.into_iter().find(|plan| plan.scope == Scope::Feature(Feature::Buy)))
}

/// What there is to see on the later day.
#[derive(Debug, Clone)]
pub struct Later {
    /// The plan by which buying ended.
    pub plan: Option<Plan>,
    /// Who was told what.
    pub told: Vec<Told>,
    /// Orders of the shop opposite that were placed before the day and wait for their parcel, or left since.
    pub orders: Vec<Order>,
    /// The handle of whoever works at that shop.
    pub merchant: Option<String>,
    /// The handle of whoever runs the server.
    pub operator: Option<String>,
    /// A campaign that takes gifts.
    pub campaign: Option<(Campaign, Nonprofit)>,
}

/// A telling that went out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Which, and how many it reached.
    pub round: RoundStands,
    /// One of its mails.
    pub mail: Option<MailId>,
}

/// Looks around on the later day, which began at `began`.
pub async fn look(ctx: &Ctx, began: Timestamp) -> Result<Later, DbError> {
    let plan = plan(ctx).await?;
    let told = match &plan {
        Some(plan) => told(ctx, plan).await?,
        None => Vec::new(),
    };
    let roles = roles(ctx).await?;
    let handle = |kind| roles.iter().find(|role| role.kind == kind).map(|role| role.face.handle.clone());
    Ok(Later {
        orders: orders(ctx, began).await?,
        campaign: campaign(ctx).await?,
        merchant: handle(RoleKind::Merchant),
        operator: handle(RoleKind::Operator),
        plan,
        told,
    })
}

/// Each telling, with the mail that one of the demo's roles got: whoever reads it may be them.
async fn told(ctx: &Ctx, plan: &Plan) -> Result<Vec<Told>, DbError> {
    let plan = plan.clone();
    let accounts: Vec<AccountId> = roles(ctx).await?.iter().map(|role| role.face.id).collect();
    ctx.db()
        .read(move |conn| {
            let mut told = Vec::new();
            for round in store::sunsets::rounds_of(conn, plan.id)? {
                let mut mail = None;
                for account in &accounts {
                    if mail.is_none() {
                        let key = mail_key(&plan, round.round.tells(false), *account);
                        mail = store::mails::kept_as(conn, &key)?;
                    }
                }
                told.push(Told { round, mail });
            }
            told.sort_by_key(|it| it.round.began_at);
            Ok::<_, DbError>(told)
        })
        .await
}

async fn orders(ctx: &Ctx, began: Timestamp) -> Result<Vec<Order>, DbError> {
    let Some((merchant, _)) = shop_of_the_role(ctx).await? else { return Ok(Vec::new()) };
    let placed = ctx.db().read(move |conn| store::orders::placed_with_merchant(conn, merchant, ORDERS_MAX));
    let concerns = |order: &Order| {
        let is_open = order.state == OrderState::Confirmed && order.units_to_ship() > 0;
        order.placed_at.is_some_and(|at| at < began)
            && (is_open || order.fulfilled_at.is_some_and(|at| at >= began))
    };
    Ok(placed.await?.into_iter().filter(concerns).take(SHOWN_MAX).collect())
}

async fn campaign(ctx: &Ctx) -> Result<Option<(Campaign, Nonprofit)>, DbError> {
    let roles = roles(ctx).await?;
    let Some(role) = roles.iter().find(|role| role.kind == RoleKind::Nonprofit) else { return Ok(None) };
    let (account, now) = (role.face.id, ctx.now());
    ctx.db()
        .read(move |conn| {
            for (id, _) in store::nonprofits::worked_for(conn, account)? {
                let campaigns = store::campaigns::of_nonprofit(conn, id, CAMPAIGNS_MAX)?;
                let taking = campaigns.into_iter().find(|campaign| campaign.pause(now).is_none());
                let nonprofit = store::nonprofits::by_id(conn, id)?;
                if let Some(found) = taking.zip(nonprofit) {
                    return Ok(Some(found));
                }
            }
            Ok::<_, DbError>(None)
        })
        .await
}
