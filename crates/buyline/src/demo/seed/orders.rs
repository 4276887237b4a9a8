//! What was bought before the newcomer arrived: a shop without orders shows nothing. Buyers come by posts and by
//! shop pages; parcels leave the next day and arrive two days later; one buyer changes her mind, one wants to send
//! something back.

use app::checkout::{self, Details, MethodChoice, Part, Pay, Start, Wanted};
use app::figures::{self, Card};
use app::orders::{self, Parcel};
use domain::access::{Actor, MerchantAct};
use domain::checkout::PostalAddress;
use domain::ids::{MerchantId, OfferId, OrderId, ProductId};
use domain::order::RequestKind;
use domain::quantity::Quantity;
use domain::view::goods::Goods;
use jiff::SignedDuration;

use super::people::person;
use super::{ROLES, Seed, Step, What, about, shops};
use crate::demo::content::{Shop, World};
use crate::failure::Failure;

/// Units a product must have for a seeded order: what is scarce in the world's posts stays scarce.
const UNITS_MIN: i64 = 9;
/// Days of trade before the demo.
const DAYS: u32 = 21;
/// Goods that a shop's page lists: more than any shop of the world has.
const GOODS_MAX: u32 = 200;
const MINUTES_OF_DAY: u32 = 24 * 60;
/// How soon a buyer takes an order back: within the world's undo window.
const CHANGES_HER_MIND: SignedDuration = SignedDuration::from_secs(50);

/// Guests: name, mail, street, town, code, country, language.
const GUESTS: [[&str; 7]; 8] = [
    ["Nadia Ferrand", "nadia@example.org", "4 rue Crébillon", "Nantes", "44000", "FR", "fr"],
    ["Théo Malgorn", "theo@example.org", "18 rue de Siam", "Brest", "29200", "FR", "fr"],
    ["Marguerite Aubin", "marguerite@example.org", "3 place du Pilori", "Saint-Malo", "35400", "FR", "fr"],
    ["Bastien Roche", "bastien@example.org", "51 cours Vitton", "Lyon", "69006", "FR", "fr"],
    ["Hanna Vogel", "hanna@example.org", "Ehrenstraße 12", "Köln", "50672", "DE", "en"],
    ["Lotte Peeters", "lotte@example.org", "Vrijdagmarkt 7", "Gent", "9000", "BE", "en"],
    ["Solène Guivarch", "solene@example.org", "9 quai du Léon", "Morlaix", "29600", "FR", "fr"],
    ["Karim Belhadj", "karim@example.org", "27 rue Longue", "Marseille", "13001", "FR", "fr"],
];

/// Something bought.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    number: usize,
    shop: usize,
    product: ProductId,
    /// The post it is tapped in, by its place in the world.
    post: Option<usize>,
    buyer: Buyer,
}

#[derive(Debug, Clone, Copy)]
enum Buyer {
    /// Who the demo is signed in as.
    Camille,
    Guest(usize),
}

/// What happens to an order afterwards.
#[derive(Debug, Clone, Copy)]
pub(super) enum Later {
    Undo,
    Ship,
    Arrive,
    AskReturn,
}

/// Every order and its fate, at their times. Always the same, whenever the demo begins.
pub(super) async fn steps(seed: &Seed<'_>) -> Result<Vec<Step>, Failure> {
    let mut plan = Planner { steps: Vec::new(), number: 0, chance: 0x5DEE_CE66 };
    for (place, shop) in seed.world.shops.iter().enumerate() {
        let goods = app::catalog::shop(seed.ctx, seed.shops[&shop.handle], GOODS_MAX).await?;
        let goods: Vec<Goods> = goods.into_iter().filter(has_plenty).collect();
        if goods.is_empty() || !shop.verified {
            continue;
        }
        plan.by_posts(seed, place, &goods);
        plan.by_shop_page(seed, place, &goods);
    }
    Ok(plan.steps)
}

fn has_plenty(goods: &Goods) -> bool {
    goods
        .variants
        .first()
        .is_some_and(|variant| variant.stock.available().is_none_or(|units| units >= UNITS_MIN))
}

struct Planner {
    steps: Vec<Step>,
    number: usize,
    chance: u64,
}

impl Planner {
    /// A number below `below`; the same ones in every demo.
    fn draw(&mut self, below: u32) -> u32 {
        self.chance =
            self.chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.chance >> 33).unwrap_or(0) % below.max(1)
    }

    /// Posts older than an hour have sold something.
    fn by_posts(&mut self, seed: &Seed<'_>, shop: usize, goods: &[Goods]) {
        let handle = &seed.world.shops[shop].handle;
        let posts: Vec<(usize, u32, ProductId)> = sold_by(seed.world, handle)
            .filter_map(|(place, minutes_ago, name)| {
                let known = goods.iter().find(|goods| goods.product.external_id == name)?;
                Some((place, minutes_ago, known.product.id))
            })
            .filter(|(_, minutes_ago, _)| *minutes_ago > 60)
            .collect();
        for (post, minutes_ago, product) in posts {
            for _ in 0..1 + self.draw(3) {
                let minutes = minutes_ago - 20 - self.draw(minutes_ago - 40);
                let buyer = Buyer::Guest(self.draw(8) as usize);
                self.add(seed, Order { number: 0, shop, product, post: Some(post), buyer }, minutes);
            }
        }
    }

    /// Now and then somebody buys from the shop's page; more often from the shop one slips into.
    fn by_shop_page(&mut self, seed: &Seed<'_>, shop: usize, goods: &[Goods]) {
        let every = if shop == 0 { 2 } else { 6 };
        for day in (1..DAYS).filter(|day| (day + u32::try_from(shop).unwrap_or(0)) % every == 0) {
            let product = goods[self.draw(u32::try_from(goods.len()).unwrap_or(1)) as usize].product.id;
            // She bought once from the first two shops; her card and address are known since.
            let buyer = match (shop, day) {
                (0, 12) | (1, 5) => Buyer::Camille,
                _ => Buyer::Guest(self.draw(8) as usize),
            };
            let minutes = day * MINUTES_OF_DAY - self.draw(MINUTES_OF_DAY / 2);
            self.add(seed, Order { number: 0, shop, product, post: None, buyer }, minutes);
        }
    }

    fn add(&mut self, seed: &Seed<'_>, order: Order, minutes_ago: u32) {
        let order = Order { number: self.number, ..order };
        self.number += 1;
        let at = seed.ago(minutes_ago);
        self.steps.push(Step { at, what: What::Order(order) });
        let mut later = |hours: i64, what: Later| {
            let at = at + SignedDuration::from_hours(hours);
            if at < seed.plan.begins {
                self.steps.push(Step { at, what: What::Later(order.number, what) });
            }
        };
        match (order.number % 11, order.buyer) {
            (7, Buyer::Guest(_)) => {
                let at = at + CHANGES_HER_MIND;
                self.steps.push(Step { at, what: What::Later(order.number, Later::Undo) });
            }
            (_, buyer) => {
                later(22, Later::Ship);
                later(22 + 50, Later::Arrive);
                if matches!(buyer, Buyer::Camille) && order.shop == 0 {
                    later(22 + 50 + 96, Later::AskReturn);
                }
            }
        }
    }
}

/// The posts that sell a shop's products: place, age, name of the product.
fn sold_by<'w>(world: &'w World, shop: &'w str) -> impl Iterator<Item = (usize, u32, &'w str)> {
    world.posts.iter().enumerate().filter_map(move |(place, post)| {
        let (seller, name) = post.product()?;
        (seller == shop && post.author == shop).then_some((place, post.minutes_ago, name))
    })
}

/// Buys. What a shop does not send to a buyer's country is not bought.
pub(super) async fn place(seed: &mut Seed<'_>, order: Order) -> Result<(), Failure> {
    let shop = &seed.world.shops[order.shop];
    let what = || format!("order {} at @{}", order.number, shop.handle);
    let merchant = seed.shops[&shop.handle];
    let offer = offer(seed, shop, order.product).await?;
    let post = order.post.and_then(|place| seed.posts.get(&seed.world.posts[place].key)).copied();
    let card = Card { merchant, post, product: order.product };
    figures::seen(seed.ctx, std::iter::repeat_n(card, 24 + order.number * 7 % 40));
    (0..2 + order.number % 3).for_each(|_| figures::tapped(seed.ctx, card));
    let (actor, details, locale) = buyer(seed, order.buyer);
    let start = Start {
        items: vec![Wanted { offer, variant: None, quantity: Quantity::ONE, post }],
        cart: None,
        locale,
        country: None,
        currency: None,
        back: String::new(),
    };
    let started = checkout::start(seed.ctx, &actor, start).await.map_err(about(what()))?;
    figures::flush(seed.ctx).await?;
    let opened = checkout::open_by_link(seed.ctx, &actor, started.purchase, &started.token).await;
    let mut view = opened.map_err(about(what()))?;
    checkout::set_details(seed.ctx, &mut view, details).await.map_err(about(what()))?;
    let seen = view.parts.iter().filter_map(|part| {
        part.checkout.agreed.as_ref().map(|agreed| (part.checkout.id, agreed.fingerprint))
    });
    let method = MethodChoice::New { token: "card_ok".to_owned(), remember: true };
    let pay = Pay { method, seen: seen.collect(), return_url: String::new() };
    let paid = checkout::pay(seed.ctx, &view, pay).await.map_err(about(what()))?;
    if let Some((_, Part::Placed(id))) = paid.first() {
        seed.orders.insert(order.number, Placed { merchant, shop: order.shop, id: *id, key: started.token });
    }
    Ok(())
}

/// An order that was placed.
pub(super) struct Placed {
    merchant: MerchantId,
    shop: usize,
    id: OrderId,
    /// The secret of its link.
    key: String,
}

async fn offer(seed: &Seed<'_>, shop: &Shop, product: ProductId) -> Result<OfferId, Failure> {
    let permit = shops::permit_for(seed, shop, MerchantAct::Post);
    let made = app::catalog::offers::make(seed.ctx, &permit, product, app::catalog::offers::Terms::default());
    made.await.map_err(about(format!("offer of @{}", shop.handle)))
}

fn buyer(seed: &Seed<'_>, buyer: Buyer) -> (Actor, Details, String) {
    match buyer {
        Buyer::Camille => {
            let camille = seed.world.buyer();
            let address = camille.address.as_ref().expect("a test keeps the buyer's address");
            let details = Details {
                email: camille.email.clone(),
                address: Some(PostalAddress {
                    name: address.full_name.clone(),
                    line1: address.lines.first().cloned().unwrap_or_default(),
                    line2: address.lines.get(1).cloned().unwrap_or_default(),
                    city: address.city.clone(),
                    region: String::new(),
                    postal_code: address.postal_code.clone(),
                    country: address.country,
                    phone: String::new(),
                }),
                marketing_opt_in: true,
                remember: true,
            };
            (person(seed.account(ROLES[0].handle)), details, camille.language.clone())
        }
        Buyer::Guest(place) => {
            let [name, email, line1, city, postal_code, country, locale] = GUESTS[place].map(str::to_owned);
            let address = PostalAddress {
                name,
                line1,
                line2: String::new(),
                city,
                region: String::new(),
                postal_code,
                country: country.parse().expect("the guests live in countries that exist"),
                phone: String::new(),
            };
            let marketing_opt_in = place % 3 == 0;
            let details = Details { email, address: Some(address), marketing_opt_in, remember: false };
            (Actor::Anonymous, details, locale)
        }
    }
}

/// What happens to an order afterwards, if it was placed.
pub(super) async fn later(seed: &Seed<'_>, number: usize, later: Later) -> Result<(), Failure> {
    let Some(Placed { merchant, shop, id, key }) = seed.orders.get(&number) else { return Ok(()) };
    let shop = &seed.world.shops[*shop];
    let what = || format!("order {number} at @{}", shop.handle);
    let act = |act| shops::permit_for(seed, shop, act);
    match later {
        Later::Undo => {
            let own =
                orders::open(seed.ctx, &Actor::Anonymous, Some(key), *id).await.map_err(about(what()))?;
            orders::undo(seed.ctx, &own.permit, *merchant).await.map_err(about(what()))
        }
        Later::Ship => {
            let parcel = Parcel {
                lines: Vec::new(),
                carrier: "Colissimo".to_owned(),
                tracking_number: format!("6A{:011}", 40_219_000 + number * 317),
                tracking_url: String::new(),
                tell_buyer: true,
            };
            let permit = act(MerchantAct::FulfillOrders);
            orders::fulfill(seed.ctx, &permit, *id, parcel).await.map(|_| ()).map_err(about(what()))
        }
        Later::Arrive => {
            let permit = act(MerchantAct::FulfillOrders);
            orders::mark_delivered(seed.ctx, &permit, *id, None).await.map(|_| ()).map_err(about(what()))
        }
        Later::AskReturn => {
            let own =
                orders::open(seed.ctx, &Actor::Anonymous, Some(key), *id).await.map_err(about(what()))?;
            let reason = "Le cadre est un peu plus grand que mon mur, je le regrette.";
            let asked = orders::ask(seed.ctx, &own.permit, *merchant, RequestKind::Return, reason).await;
            asked.map(|_| ()).map_err(about(what()))
        }
    }
}
