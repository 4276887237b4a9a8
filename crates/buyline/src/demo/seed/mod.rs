//! Fills an empty database with the demo's world, by the use cases that people would use: shops are opened and
//! verified, product files imported, posts written, orders paid, shipped and given back, gifts given. The clock goes from the
//! day the first account was opened to now.

mod charities;
mod orders;
mod people;
mod posts;
mod shops;

use std::collections::HashMap;
use std::fmt::Display;

use app::Ctx;
use domain::access::{Actor, Permit, RunServer};
use domain::ids::{AccountId, MerchantId, OfferId, PostId, ProductId};
use jiff::{SignedDuration, Timestamp};

use super::clock::DemoClock;
use super::content::World;
use crate::failure::Failure;

/// What everybody in the demo signs in with.
pub(crate) const PASSWORD: &str = "a quay at dawn";
/// When the shops brought their product files, before the demo begins.
const GOODS_BROUGHT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long the world's buyers could undo, whatever the server that serves it allows: one of them does.
const UNDO_WINDOW: SignedDuration = SignedDuration::from_mins(2);

/// Somebody to sign in as.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Role {
    /// The handle.
    pub(crate) handle: &'static str,
    /// The name as shown, for those who are not in the world's files.
    name: &'static str,
    /// `buyer`, `merchant`, `nonprofit` or `operator`.
    pub(crate) role: &'static str,
}

/// Who can be slipped into. The first is who the demo is signed in as.
pub(crate) const ROLES: [Role; 4] = [
    Role { handle: "camille", name: "", role: "buyer" },
    Role { handle: "clemence", name: "Clémence, Atelier Nord", role: "merchant" },
    Role { handle: "erwan", name: "Erwan, Refuge de la Mer", role: "nonprofit" },
    Role { handle: "regie", name: "The operator", role: "operator" },
];

/// Who owns the shops, and speaks for the charity, that nobody slips into.
const OTHER_OWNERS: [(&str, &str); 3] = [("odile", "Odile B."), ("malo", "Malo K."), ("priya", "Priya N.")];

/// How the demo is filled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// When the demo begins.
    pub(crate) begins: Timestamp,
}

/// What was made so far.
struct Seed<'a> {
    ctx: &'a Ctx,
    clock: &'a DemoClock,
    world: &'a World,
    plan: Plan,
    accounts: HashMap<String, AccountId>,
    shops: HashMap<String, MerchantId>,
    charities: HashMap<String, charities::Standing>,
    products: HashMap<(MerchantId, String), ProductId>,
    offers: HashMap<ProductId, OfferId>,
    posts: HashMap<String, PostId>,
    orders: HashMap<usize, orders::Placed>,
}

/// Fills the database of `ctx`, whose clock is `clock`.
///
/// # Errors
/// A sentence naming what could not be made: the world's files contradict the rules of the house.
pub(crate) async fn seed(ctx: &Ctx, clock: &DemoClock, world: &World, plan: Plan) -> Result<(), Failure> {
    let mut seed = Seed {
        ctx,
        clock,
        world,
        plan,
        accounts: HashMap::new(),
        shops: HashMap::new(),
        charities: HashMap::new(),
        products: HashMap::new(),
        offers: HashMap::new(),
        posts: HashMap::new(),
        orders: HashMap::new(),
    };
    ctx.tuning().set_undo_window(UNDO_WINDOW);
    people::open_accounts(&mut seed).await?;
    people::follow(&seed).await?;
    clock.set(plan.begins - GOODS_BROUGHT);
    shops::bring_goods(&mut seed).await?;
    posts::draw_faces(&seed).await?;
    let mut steps = posts::steps(&seed);
    steps.extend(orders::steps(&seed).await?);
    steps.extend(charities::steps(&seed));
    steps.sort_by_key(|step| step.at);
    for step in steps {
        seed.go_to(step.at).await?;
        match step.what {
            What::Post(index) => posts::write(&mut seed, index).await?,
            What::Order(order) => orders::place(&mut seed, order).await?,
            What::Gift(charity, gift) => charities::give(&seed, charity, gift).await?,
            What::Later(order, later) => orders::later(&seed, order, later).await?,
        }
    }
    seed.go_to(plan.begins).await?;
    people::name_roles(&seed).await
}

/// Something that happens at a time.
struct Step {
    at: Timestamp,
    what: What,
}

enum What {
    /// A post of the world, by its place.
    Post(usize),
    Order(orders::Order),
    /// A gift, by the places of its charity and of itself in the world.
    Gift(usize, usize),
    /// What happens to an order afterwards, by its number.
    Later(usize, orders::Later),
}

impl Seed<'_> {
    /// Lets time pass: what falls due meanwhile is done when it falls due.
    async fn go_to(&self, at: Timestamp) -> Result<(), Failure> {
        self.clock.set(at.max(app::Clock::now(self.clock)));
        app::jobs::drain(self.ctx).await?;
        Ok(())
    }

    fn operator(&self) -> Permit<RunServer> {
        Actor::System.may(RunServer).expect("the system may run the server")
    }

    fn account(&self, handle: &str) -> AccountId {
        *self.accounts.get(handle).expect("a test keeps every handle of the world's files")
    }

    /// `minutes` before the demo begins.
    fn ago(&self, minutes: u32) -> Timestamp {
        self.plan.begins - SignedDuration::from_mins(i64::from(minutes))
    }
}

/// Names what could not be made.
fn about<E: Display>(what: impl Display) -> impl FnOnce(E) -> Failure {
    move |error| Failure::failed(format!("the demo's {what} could not be made: {error}"))
}
