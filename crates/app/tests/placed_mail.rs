//! The mail of a placed order is what the buyer keeps: it says where the order stands, what it costs, who sells, and how
//! to withdraw.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use app::checkout::{self, Part};
use app::orders;
use domain::access::{Actor, OwnOrder};
use domain::ids::OrderId;
use jiff::SignedDuration;
use store::mails::KeptMail;
use testkit::house::{Goods, House, On, Shop, details, pay_with};

const PRINT: Goods = Goods { title: "Lac du matin", price: 2_490, units: Some(10) };

/// A house whose shop hangs its clock in Paris, has a phone and promises returns.
async fn shop(house: &House) -> Shop {
    let shop = house.shop(&[PRINT]).await;
    let merchant = shop.merchant;
    let set = house.ctx.db().write("shop", move |tx| {
        tx.execute(
            "UPDATE merchants SET time_zone = 'Europe/Paris', phone = '+33 2 98 00 00 00', returns_days = 30,
                    returns_text = 'Send it back in its tube.' WHERE id = $1",
            &[store::Param::id(merchant)],
        )
    });
    set.await.unwrap();
    shop
}

async fn buy(house: &House, shop: &Shop, locale: &str, card: &str) -> OrderId {
    let start = checkout::Start {
        items: vec![checkout::Wanted {
            offer: shop.goods[0].offer,
            variant: None,
            quantity: 2_i64.try_into().unwrap(),
            post: None,
        }],
        cart: None,
        locale: locale.to_owned(),
        country: None,
        currency: None,
        back: String::new(),
    };
    let started = checkout::start(&house.ctx, &Actor::Anonymous, start).await.unwrap();
    let mut view = checkout::open_by_link(&house.ctx, &Actor::Anonymous, started.purchase, &started.token)
        .await
        .unwrap();
    checkout::set_details(&house.ctx, &mut view, details()).await.unwrap();
    let Part::Placed(order) = pay_with(&house.ctx, &view, card).await[0].1 else { panic!("placed") };
    order
}

/// The mails to the buyer, oldest first.
async fn mails(house: &House) -> Vec<KeptMail> {
    house.drain().await;
    let mails = app::mails::newest(&house.ctx, None).await.unwrap();
    mails.into_iter().rev().filter(|mail| mail.recipient == "camille@example.com").collect()
}

/// Both forms of a mail say all of this, in this order, and none of that.
#[track_caller]
fn says(mail: &KeptMail, wanted: &[&str], never: &[&str]) {
    let html = mail.html.replace("&#34;", "\"").replace("&#38;", "&");
    for form in [&mail.text, &html] {
        let mut rest = form.as_str();
        for words in wanted {
            let at = rest.find(words).unwrap_or_else(|| panic!("{words} is not, or not there, in {form}"));
            rest = &rest[at..];
        }
        for words in never {
            assert!(!form.contains(words), "{words} is in {form}");
        }
    }
}

async fn until(house: &House, order: OrderId) -> String {
    let order = house.ctx.db().read(move |conn| store::orders::by_id(conn, order)).await.unwrap().unwrap();
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    zone.to_datetime(order.undo_until.unwrap()).strftime("%H:%M (Europe/Paris)").to_string()
}

#[tokio::test]
async fn while_it_can_be_undone_the_mail_says_so_and_holds_everything() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = shop(&house).await;
        let order = buy(&house, &shop, "en", "card_ok").await;
        let until = until(&house, order).await;
        let mail = mails(&house).await.pop().unwrap();
        let link = format!("/orders/{order}?key=");
        says(
            &mail,
            &[
                "for €54.70",
                "You can undo it until ",
                &until,
                ": nothing will be charged.",
                "gets your order after that.",
                "2 × Lac du matin",
                "€49.80",
                "Shipping (Parcel)",
                "€4.90",
                "Total",
                "€54.70",
                "of which VAT",
                "€9.12",
                &link,
                "Delivery to",
                "Camille R.",
                "12 rue des Lilas",
                "35000 Rennes",
                "France",
                "Arrives between",
                "Seller of record",
                "Atelier Nord SARL",
                "3 quai du Port",
                "29900 Concarneau",
                "+33 2 98 00 00 00",
                "Right of withdrawal",
                "within 14 days of delivery, without giving a reason",
                "“I withdraw from the contract for order ",
                "refunds you within 14 days",
                "Returns within 30 days",
                "Send it back in its tube.",
            ],
            &["Nord has your order"],
        );
        assert!(mail.text.contains("Undo the order:\n"), "{}", mail.text);
    }
}

#[tokio::test]
async fn a_french_buyer_reads_all_of_it_in_french() {
    let house = House::sqlite();
    let shop = shop(&house).await;
    let order = buy(&house, &shop, "fr", "card_ok").await;
    let until = until(&house, order).await;
    let mail = mails(&house).await.pop().unwrap();
    says(
        &mail,
        &[
            "54,70\u{a0}€",
            "Vous pouvez l’annuler jusqu’au ",
            &until,
            "recevra votre commande ensuite.",
            "Livraison (Parcel)",
            "Total",
            "Livraison à",
            "Vendeur légal",
            "Droit de rétractation",
            "dans les 14 jours qui suivent la livraison",
            "Je me rétracte du contrat",
        ],
        &["Nord a votre commande", "Undo", "Right"],
    );
}

#[tokio::test]
async fn what_was_charged_at_once_comes_back_and_what_was_undone_has_one_mail() {
    let house = House::sqlite();
    let shop = shop(&house).await;
    buy(&house, &shop, "en", "card_at_once").await;
    says(
        &mails(&house).await[0],
        &["You can undo it until ", "what you paid comes back"],
        &["nothing will be charged"],
    );

    let house = House::sqlite();
    let shop = self::shop(&house).await;
    let id = buy(&house, &shop, "en", "card_at_once").await;
    let order = house.ctx.db().read(move |conn| store::orders::by_id(conn, id)).await.unwrap().unwrap();
    let own = OwnOrder { order: id, purchase: order.purchase, account: None };
    let permit = Actor::Guest(order.purchase).may(own).unwrap();
    orders::undo(&house.ctx, &permit, shop.merchant).await.unwrap();
    let mails = mails(&house).await;
    let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    assert!(subjects.iter().all(|subject| !subject.contains("placed")), "{subjects:?}");
    let undone = mails.iter().find(|mail| mail.subject.ends_with("is undone")).expect("it is told");
    says(undone, &["You undid your order", "What was paid has been given back."], &["Nothing is charged"]);
}

#[tokio::test]
async fn after_the_window_the_mail_does_not_offer_to_undo() {
    let house = House::sqlite();
    let shop = shop(&house).await;
    buy(&house, &shop, "en", "card_ok").await;
    house.clock.advance(SignedDuration::from_mins(3));
    let mail = &mails(&house).await[0];
    says(mail, &["Thank you.", "Total"], &["You can undo it", "Undo the order"]);
}

#[tokio::test]
async fn where_no_law_gives_a_withdrawal_the_shops_own_promise_stands() {
    let house = House::sqlite();
    let shop = shop(&house).await;
    let merchant = shop.merchant;
    let moved = house.ctx.db().write("move", move |tx| {
        tx.execute("UPDATE merchants SET country = 'US' WHERE id = $1", &[store::Param::id(merchant)])?;
        tx.execute("UPDATE orders SET country = 'US' WHERE merchant_id = $1", &[store::Param::id(merchant)])
    });
    moved.await.unwrap();
    let id = buy(&house, &shop, "en", "card_ok").await;
    let moved = house.ctx.db().write("move", move |tx| {
        tx.execute("UPDATE orders SET country = 'US' WHERE id = $1", &[store::Param::id(id)])
    });
    moved.await.unwrap();
    says(&mails(&house).await[0], &["Returns within 30 days"], &["withdraw"]);
}
