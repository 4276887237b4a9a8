//! Shops and nonprofits with something planted in every place, and orders and gifts in every state that has settled.

use buyline_app as app;

use app::checkout::{self, Details, Part};
use app::donations::gift_aid::Declared;
use app::donations::{self, Given};
use app::orders::{self, Parcel};
use domain::access::{Actor, AtMerchant, MerchantAct, OwnOrder, Permit};
use domain::checkout::PostalAddress;
use domain::donation::gift_aid::{Scope as Aid, Taxpayer};
use domain::ids::{AccountId, MerchantId, OrderId, PurchaseId, RefundId};
use domain::money::{Currency, Money};
use domain::nonprofit::registry::Registry;
use domain::nonprofit::staff::NonprofitAct;
use domain::order::RefundWish;
use jiff::SignedDuration;
use store::{DatabaseUrl, DbError, Read};
use testkit::house::{Charity, Goods, Home, House, On, Shop, begin, donor, give_with, pay_with};

use crate::person;

/// What stands in one place of what is erased and nowhere else; the test looks for all of them at once.
pub(crate) const PLANTED: &str = "zqplanted";
/// The same of the nonprofit.
pub(crate) const PLANTED_AID: &str = "zqaidplant";
const HULL: Home =
    Home { country: "GB", currency: Currency::GBP, registry: Registry::GbCcew, number: "1", digits: 6 };
const CARD: &str = "card_ok";

/// Two shops, two nonprofits, a buyer with an account.
pub(crate) struct World {
    pub(crate) house: House,
    pub(crate) shop: Shop,
    pub(crate) other: Shop,
    pub(crate) charity: Charity,
    pub(crate) still: Charity,
    pub(crate) buyer: AccountId,
    /// Every order of the shop, with what opens it.
    pub(crate) bought: Vec<Bought>,
    /// Every gift to the nonprofit, with what opens it.
    pub(crate) given: Vec<(domain::ids::DonationId, String)>,
}

/// An order with what opens it.
#[derive(Debug, Clone)]
pub(crate) struct Bought {
    pub(crate) order: OrderId,
    pub(crate) purchase: PurchaseId,
    pub(crate) token: String,
}

fn plant(place: &str) -> String {
    format!("{PLANTED} {place}")
}

fn plant_aid(place: &str) -> String {
    format!("{PLANTED_AID} {place}")
}

pub(crate) fn may(merchant: MerchantId, act: MerchantAct) -> Permit<AtMerchant> {
    Actor::System.may(AtMerchant { merchant, act }).unwrap()
}

/// The world, or none where there is no such engine.
pub(crate) async fn world(on: On) -> Option<World> {
    let house = House::new(on)?;
    let goods = [("Lac du matin", 2_490), ("Forêt", 1_200)];
    let goods = goods.map(|(title, price)| Goods { title, price, units: Some(90) });
    let (shop, other) = (house.shop(&goods).await, house.shop(&goods).await);
    let (charity, still) = (house.charity_at(HULL).await, house.charity().await);
    let buyer = person(&house, "keeper").await;
    let mut world =
        World { house, shop, other, charity, still, buyer, bought: Vec::new(), given: Vec::new() };
    world.sell().await;
    world.give().await;
    world.plant_in_shop().await;
    world.plant_in_charity().await;
    Some(world)
}

impl World {
    pub(crate) async fn write(&self, sql: &'static str, numbers: &[i64]) {
        let numbers = numbers.to_vec();
        self.house
            .ctx
            .db()
            .write("plant", move |tx| {
                let params: Vec<store::Param<'_>> = numbers.iter().map(|number| (*number).into()).collect();
                tx.execute(sql, &params).map(|_| ())
            })
            .await
            .unwrap_or_else(|error: DbError| panic!("{sql}: {error}"));
    }

    fn details(&self) -> Details {
        let address = PostalAddress {
            name: plant("buyer"),
            line1: plant("line1"),
            line2: plant("line2"),
            city: "Rennes".to_owned(),
            region: String::new(),
            postal_code: "35000".to_owned(),
            country: "FR".parse().unwrap(),
            phone: plant("phone"),
        };
        Details {
            email: "zqplanted-mail@example.org".to_owned(),
            address: Some(address),
            marketing_opt_in: true,
            remember: false,
        }
    }

    async fn buy(&self, card: &str) -> Option<Bought> {
        let mut view = self.shop.tap(&self.house.ctx, &[(0, 1), (1, 2)]).await;
        checkout::set_details(&self.house.ctx, &mut view, self.details()).await.unwrap();
        let result = pay_with(&self.house.ctx, &view, card).await;
        let Part::Placed(order) = result[0].1 else { return None };
        Some(Bought { order, purchase: view.purchase.id, token: view.token })
    }

    async fn ship(&self, bought: &Bought) {
        let parcel = Parcel {
            lines: Vec::new(),
            carrier: "La Poste".to_owned(),
            tracking_number: plant("parcel"),
            tracking_url: "https://example.org/zqplanted".to_owned(),
            tell_buyer: true,
        };
        let permit = may(self.shop.merchant, MerchantAct::FulfillOrders);
        orders::fulfill(&self.house.ctx, &permit, bought.order, parcel).await.unwrap();
    }

    async fn back(&self, bought: &Bought, cents: Option<i64>) {
        let wish = RefundWish {
            amount: cents.map(|cents| Money::new(cents, Currency::EUR)),
            ..RefundWish::default()
        };
        let key = self.house.ctx.id::<RefundId>().to_string();
        let permit = may(self.shop.merchant, MerchantAct::ReturnMoney);
        orders::refund(&self.house.ctx, &permit, bought.order, wish, &plant("why"), key, [0; 32])
            .await
            .unwrap();
    }

    async fn pass(&self) {
        self.house.clock.advance(SignedDuration::from_mins(10));
        self.house.drain().await;
    }

    /// Orders in every state that settles.
    async fn sell(&mut self) {
        let mut all = Vec::new();
        for _ in 0..5 {
            all.push(self.buy(CARD).await.unwrap());
        }
        let undone = self.buy(CARD).await.unwrap();
        let own = OwnOrder { order: undone.order, purchase: undone.purchase, account: None };
        let permit = Actor::Guest(undone.purchase).may(own).unwrap();
        orders::undo(&self.house.ctx, &permit, self.shop.merchant).await.unwrap();
        assert!(self.buy("card_declined").await.is_none(), "a card that is declined");
        let open = self.shop.tap(&self.house.ctx, &[(0, 1)]).await;
        // One purchase at both shops: its address is the other's, too.
        let items = vec![self.shop.wanted(0, 1), self.other.wanted(0, 1)];
        let both = begin(&self.house.ctx, items).await;
        for (_, part) in pay_with(&self.house.ctx, &both, CARD).await {
            let Part::Placed(order) = part else { panic!("{part:?}") };
            all.push(Bought { order, purchase: both.purchase.id, token: both.token.clone() });
        }
        self.pass().await;
        let others = all.split_off(5);
        for bought in &others {
            let mine = self.merchant_of(bought.order).await;
            let permit = may(mine, MerchantAct::FulfillOrders);
            let parcel = Parcel {
                lines: Vec::new(),
                carrier: "La Poste".to_owned(),
                tracking_number: String::new(),
                tracking_url: String::new(),
                tell_buyer: true,
            };
            orders::fulfill(&self.house.ctx, &permit, bought.order, parcel).await.unwrap();
            if mine == self.shop.merchant {
                all.push(bought.clone());
            }
        }
        for shipped in &all[..3] {
            self.ship(shipped).await;
        }
        let permit = may(self.shop.merchant, MerchantAct::FulfillOrders);
        orders::mark_delivered(&self.house.ctx, &permit, all[0].order, None).await.unwrap();
        self.back(&all[1], Some(500)).await;
        self.back(&all[2], None).await;
        self.back(&all[3], None).await;
        let permit = may(self.shop.merchant, MerchantAct::ReturnMoney);
        orders::cancel(&self.house.ctx, &permit, all[4].order, &plant("note")).await.unwrap();
        self.pass().await;
        // What was invoiced before stays; what was not is invoiced by nobody any more.
        let permit = may(self.shop.merchant, MerchantAct::ViewOrders);
        orders::invoice(&self.house.ctx, &permit, all[0].order).await.unwrap().unwrap();
        let (first, buyer) = (all[0].clone(), self.buyer.0);
        self.write("UPDATE orders SET account_id = $1 WHERE id = $2", &[buyer, first.order.0]).await;
        self.write("UPDATE purchases SET account_id = $1 WHERE id = $2", &[buyer, first.purchase.0]).await;
        self.write(
            "INSERT INTO buyer_requests (id, merchant_id, order_id, kind, state, reason, answer, created_at)
             VALUES ($1, $2, $1, 'return', 'refused', 'zqplanted wish', 'zqplanted answer', 1)",
            &[first.order.0, self.shop.merchant.0],
        )
        .await;
        all.push(undone);
        self.bought = all;
        drop(open);
    }

    async fn merchant_of(&self, order: OrderId) -> MerchantId {
        let read = move |conn: &mut store::Conn| store::orders::by_id(conn, order);
        self.house.ctx.db().read(read).await.unwrap().unwrap().merchant
    }

    async fn one_gift(&mut self, aid: bool) -> donations::DonationView {
        let ctx = &self.house.ctx;
        let mut view = self.charity.begin(ctx, 2_500).await;
        let taxpayer = Taxpayer {
            title: "Mrs".to_owned(),
            first_name: "Mary".to_owned(),
            last_name: if aid { "Claimedby".to_owned() } else { plant_aid("last") },
            house: "12".to_owned(),
            address: if aid { "Quayside Lane".to_owned() } else { plant_aid("quay") },
            postcode: "hu11aa".to_owned(),
        };
        let change = donations::Change {
            email: "zqaidplant-donor@example.org".to_owned(),
            name: plant_aid("donor"),
            address: plant_aid("street"),
            gift_aid: Some(Declared {
                scope: Aid::ThisGift,
                taxpayer,
                statement: "I pay UK tax.".to_owned(),
            }),
            ..donor(view.donation.amount)
        };
        donations::change(ctx, &mut view, change).await.unwrap();
        assert_eq!(give_with(ctx, &view, CARD).await, Given::Settled);
        self.house.drain().await;
        self.given.push((view.donation.id, view.token.clone()));
        view
    }

    /// A gift that was claimed for, one that was not, one that went back, one that was begun.
    async fn give(&mut self) {
        let id = self.charity.nonprofit;
        let set = move |tx: &mut store::Tx<'_>| store::donations::gift_aid::set_reference(tx, id, "XR12345");
        self.house.ctx.db().write("set_reference", set).await.unwrap();
        self.one_gift(true).await;
        let permit = self.charity.may(NonprofitAct::Claim);
        donations::gift_aid::close(&self.house.ctx, &permit).await.unwrap();
        self.one_gift(false).await;
        self.charity.begin(&self.house.ctx, 1_000).await;
        let elsewhere = self.still.begin(&self.house.ctx, 3_000).await;
        assert_eq!(give_with(&self.house.ctx, &elsewhere, CARD).await, Given::Settled);
        self.pass().await;
    }

    async fn plant_in_shop(&self) {
        let (merchant, face) = (self.shop.merchant.0, self.shop.account.0);
        let product = self.shop.goods[0].product.0;
        let (post, theirs, image, zone) = (self.id(), self.id(), self.id(), self.id());
        let texts: &[(&'static str, &[i64])] = &[
            (
                "UPDATE accounts SET handle = 'zqplanted-shop', display_name = 'zqplanted name', bio = 'zqplanted bio' WHERE id = $1",
                &[face],
            ),
            (
                "UPDATE merchants SET contact_email = 'zqplanted@example.org', phone = 'zqplanted phone', accent = '', returns_text = 'zqplanted returns', shipping_text = 'zqplanted shipping', terms_url = 'https://zqplanted.example/', state_reason = 'zqplanted reason' WHERE id = $1",
                &[merchant],
            ),
            (
                "UPDATE products SET description_html = '<p>zqplanted words</p>', brand = 'zqplanted brand', link = 'https://zqplanted.example/p', tags = 'zqplanted' WHERE merchant_id = $1",
                &[merchant],
            ),
            (
                "UPDATE variants SET sku = 'zqplanted-sku', barcode = 'zqplanted-bar', option1 = 'zqplanted opt' WHERE merchant_id = $1",
                &[merchant],
            ),
            ("UPDATE order_lines SET sku = 'zqplanted-sku' WHERE merchant_id = $1", &[merchant]),
            (
                "INSERT INTO images (id, account_id, file_key, width, height, created_at, merchant_id) VALUES ($1, NULL, 'images/zqplanted.webp', 1, 1, 1, $2)",
                &[image, merchant],
            ),
            (
                "INSERT INTO product_images (merchant_id, product_id, position, image_id, source_url, alt) VALUES ($1, $2, 0, $3, 'https://zqplanted.example/i', 'zqplanted alt')",
                &[merchant, product, image],
            ),
            ("UPDATE order_lines SET image_id = $1 WHERE merchant_id = $2", &[image, merchant]),
            (
                "INSERT INTO posts (id, author_id, body, content_warning, offer_id, offer_merchant_id, created_at) VALUES ($1, $2, 'zqplanted post', 'zqplanted warning', $3, $4, 1)",
                &[post, face, self.shop.goods[0].offer.0, merchant],
            ),
            (
                "INSERT INTO posts (id, author_id, body, offer_id, offer_merchant_id, created_at) VALUES ($1, $2, 'Look at this', $3, $4, 1)",
                &[theirs, self.buyer.0, self.shop.goods[0].offer.0, merchant],
            ),
            (
                "INSERT INTO staff (merchant_id, account_id, role, created_at) VALUES ($1, $2, 'owner', 1)",
                &[merchant, self.charity.owner.0],
            ),
            (
                "INSERT INTO imports (id, merchant_id, source, file_key, state, message, created_at) VALUES ($1, $2, 'zqplanted.csv', '', 'done', 'zqplanted message', 1)",
                &[self.id(), merchant],
            ),
            (
                "INSERT INTO restock_alerts (merchant_id, variant_id, email, locale, created_at) VALUES ($1, $2, 'zqplanted-wish@example.org', 'en', 1)",
                &[merchant, self.shop.goods[0].variant.0],
            ),
            (
                "INSERT INTO shipping_zones (id, merchant_id, name, countries) VALUES ($1, $2, 'zqplanted zone', 'FR')",
                &[zone, merchant],
            ),
            (
                "INSERT INTO history (id, kind, merchant_id, body, imported_at) VALUES ($1, 'orders', $2, '{\"x\":\"zqplanted history\"}', 1)",
                &[self.id(), merchant],
            ),
            (
                "INSERT INTO funnel (merchant_id, day, post_id, product_id, taps) VALUES ($1, 1, $2, $3, 4)",
                &[merchant, post, product],
            ),
            (
                "INSERT INTO staff_actions (id, merchant_id, actor, action, subject, detail, created_at) VALUES ($1, $2, 'zqplanted-shop', 'shop.rename', '', 'zqplanted detail', 1)",
                &[self.id(), merchant],
            ),
            (
                "INSERT INTO kill_switches (kind, subject, reason, set_by, created_at) VALUES ('merchant', $1, 'zqplanted switch', 1, 1)",
                &[merchant],
            ),
            ("UPDATE orders SET rate_name = 'zqplanted rate' WHERE merchant_id = $1", &[merchant]),
        ];
        for (sql, numbers) in texts {
            self.write(sql, numbers).await;
        }
        let (invitation, key, hook, by) = (self.id(), self.id(), self.id(), self.buyer.0);
        let write = move |tx: &mut store::Tx<'_>| {
            let hash = store::Param::Bytes(&[7; 32]);
            tx.execute(
                "INSERT INTO staff_invitations (id, merchant_id, email, role, token_hash, invited_by, created_at, expires_at)
                 VALUES ($1, $2, 'zqplanted-staff@example.org', 'owner', $3, $4, 1, 2)",
                &[invitation.into(), merchant.into(), hash, by.into()],
            )?;
            let hash = store::Param::Bytes(&[8; 32]);
            tx.execute(
                "INSERT INTO api_keys (id, merchant_id, name, key_hash, scopes, is_test, created_by, created_at)
                 VALUES ($1, $2, 'zqplanted key', $3, '', 0, 1, 1)",
                &[key.into(), merchant.into(), hash],
            )?;
            tx.execute(
                "INSERT INTO webhooks (id, merchant_id, url, events, state, secret, old_secret, created_at)
                 VALUES ($1, $2, 'https://zqplanted.example/hooks', 'order.placed', 'on', $3, $3, 1)",
                &[hook.into(), merchant.into(), hash],
            )?;
            tx.execute(
                "INSERT INTO webhook_deliveries (id, merchant_id, webhook_id, event, order_id, about, state, happened_at,
                                                 since, run_at, answer)
                 VALUES ($1, $2, $1, 'order.placed', 1, 1, 'failed', 1, 1, 1, 'zqplanted answer')",
                &[hook.into(), merchant.into()],
            )
            .map(|_| ())
        };
        self.house.ctx.db().write("plant", write).await.map_err(|error: DbError| error).unwrap();
    }

    async fn plant_in_charity(&self) {
        let promise = self.id();
        let (id, face) = (self.charity.nonprofit.0, self.charity.account.0);
        let texts: &[(&'static str, &[i64])] = &[
            (
                "UPDATE accounts SET handle = 'zqaidplant-aid', display_name = 'zqaidplant aid', bio = 'zqaidplant aid bio' WHERE id = $1",
                &[face],
            ),
            (
                "UPDATE merchants SET contact_email = 'zqaidplant-aid@example.org', phone = 'zqaidplant aid phone' WHERE id = $1",
                &[id],
            ),
            (
                "UPDATE nonprofits SET mission = 'zqaidplant mission', receipt_note = 'zqaidplant receipt', consent_name = 'zqaidplant consent', state_reason = 'zqaidplant state' WHERE merchant_id = $1",
                &[id],
            ),
            (
                "UPDATE campaigns SET title = 'zqaidplant campaign', story = 'zqaidplant story' WHERE merchant_id = $1",
                &[id],
            ),
            (
                "UPDATE donations SET tribute_kind = 'honor', tribute = 'zqaidplant honor', tribute_email = 'zqaidplant-to@example.org', tribute_to = 'zqaidplant to', tribute_message = 'zqaidplant message', answers = '{\"x\":\"zqaidplant told\"}' WHERE merchant_id = $1",
                &[id],
            ),
            (
                "INSERT INTO nonprofit_notes (id, merchant_id, by_operator, body, created_at) VALUES ($1, $2, 1, 'zqaidplant note', 1)",
                &[self.id(), id],
            ),
            (
                "INSERT INTO matches (id, merchant_id, campaign_id, sponsor, link, is_test, currency, ratio, cap, starts_at, ends_at, ended_at, created_at) VALUES ($1, $2, $3, 'zqaidplant sponsor', 'https://zqaidplant.example/s', 1, 'GBP', 100, 1000, 1, 2, 2, 1)",
                &[promise, id, self.charity.campaign.0],
            ),
            (
                "INSERT INTO match_entries (merchant_id, match_id, number, kind, amount, left_after, happened_at) VALUES ($1, $2, 1, 'promised', 1000, 1000, 1)",
                &[id, promise],
            ),
            (
                "INSERT INTO posts (id, author_id, body, campaign_id, campaign_merchant_id, created_at) VALUES ($1, $2, 'zqaidplant call', $3, $4, 1)",
                &[self.id(), face, self.charity.campaign.0, id],
            ),
            (
                "INSERT INTO round_ups (merchant_id, campaign_id, chosen_at) VALUES ($1, $2, 1)",
                &[self.other.merchant.0, self.charity.campaign.0],
            ),
        ];
        for (sql, numbers) in texts {
            self.write(sql, numbers).await;
        }
    }

    fn id(&self) -> i64 {
        self.house.ctx.id::<domain::ids::PostId>().0
    }

    /// Where what was planted stands in tables, and how often in the database's own bytes.
    pub(crate) async fn planted(&self, value: &'static str) -> (Vec<String>, u64) {
        let url = self.house.url.clone();
        tokio::task::spawn_blocking(move || {
            let needles = store::erasures::Needles::new([value].into_iter());
            let tables = store::erasures::search_tables(&url, &needles).unwrap().places.into_keys().collect();
            let mut bytes = 0;
            if let DatabaseUrl::Sqlite(path) = &url {
                for ending in ["", "-wal", "-journal"] {
                    let mut name = path.clone().into_os_string();
                    name.push(ending);
                    if let Ok(file) = std::fs::File::open(name) {
                        bytes += needles.count(file, &std::collections::HashSet::new()).unwrap();
                    }
                }
            }
            (tables, bytes)
        })
        .await
        .unwrap()
    }

    /// Every line of the books, and every number and amount of what was bought and given.
    pub(crate) async fn books(&self) -> Vec<String> {
        let read = |conn: &mut store::Conn| {
            let mut all = Vec::new();
            for sql in [
                "SELECT kind || ' ' || debit || ' ' || credit || ' ' || amount || ' ' || happened_at FROM ledger ORDER BY 1",
                "SELECT number || ' ' || state || ' ' || total || ' ' || refunded || ' ' || country || ' ' || created_at FROM orders ORDER BY 1",
                "SELECT title || ' ' || quantity || ' ' || unit_price || ' ' || tax || ' ' || order_id FROM order_lines ORDER BY 1",
                "SELECT number || ' ' || legal_name || ' ' || rates || ' ' || issued_at FROM invoices ORDER BY 1",
                "SELECT number || ' ' || amount || ' ' || issued_at FROM receipts ORDER BY 1",
                "SELECT state || ' ' || captured || ' ' || refunded || ' ' || provider_ref FROM payments ORDER BY 1",
                "SELECT state || ' ' || captured || ' ' || refunded || ' ' || provider_ref FROM donation_payments ORDER BY 1",
                "SELECT state || ' ' || amount || ' ' || cover || ' ' || refunded FROM donations ORDER BY 1",
                "SELECT number || ' ' || gifts || ' ' || amount FROM gift_aid_claims ORDER BY 1",
            ] {
                all.extend(conn.rows(sql, &[], |row| row.text(0))?);
            }
            Ok::<_, DbError>(all)
        };
        self.house.ctx.db().read(read).await.unwrap()
    }

    /// What a shop or a nonprofit would take away, file by file.
    pub(crate) async fn archive(&self, of: domain::archive::ArchiveOf) -> Vec<u8> {
        let url = self.house.url.clone();
        tokio::task::spawn_blocking(move || {
            let mut out = Vec::new();
            let at = ("", jiff::Timestamp::UNIX_EPOCH);
            store::archive::write(&url, of, at, &mut |_| Ok(None), &mut out).unwrap();
            out
        })
        .await
        .unwrap()
    }

    pub(crate) async fn audit(&self) {
        self.house.must_be_clean().await;
    }
}
