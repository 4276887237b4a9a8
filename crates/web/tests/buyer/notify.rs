//! "Tell me when it is back", with one tap or one field, and one mail.

use app::limits::Rates;
use app::mails::tell_restocked;
use testkit::house::On;

use super::town::{Browser, Town};

impl Town {
    async fn stock(&self, index: usize, units: i64) {
        let (merchant, variant) = (self.shop.merchant, self.shop.goods[index].variant);
        let (product, now) = (self.shop.goods[index].product, self.house.ctx.now());
        self.house
            .ctx
            .db()
            .write("stock", move |tx| {
                store::variants::set_stock(tx, merchant, variant, Some(units))?;
                store::changes::note(tx, store::changes::ChangeKind::Stock, product.0, merchant.0, now)
            })
            .await
            .unwrap();
    }

    /// The mails that were written, newest first: to whom, and the text.
    async fn mails(&self) -> Vec<(String, String)> {
        tell_restocked(&self.house.ctx).await.unwrap();
        self.house.drain().await;
        let rows = self.house.ctx.db().read(|conn| {
            use store::Read;
            conn.rows("SELECT recipient, body_text FROM mails ORDER BY id DESC", &[], |row| {
                Ok((row.text(0)?, row.text(1)?))
            })
        });
        rows.await.unwrap()
    }
}

#[tokio::test]
async fn a_wish_is_one_mail_ever_on_both_engines() {
    for engine in On::BOTH {
        let Some(town) = Town::on(engine, Rates::OFF).await else { continue };
        let account = town.account("camille", false).await;
        let camille = town.signed_in(account).await;
        let guest = Browser::default();
        let vase = format!("product={}", town.shop.goods[1].product);

        town.post(&camille, "/notify", &vase).await.expect(303);
        town.get(&camille, "/explore").await.says(&["We will write once, when it is back."]);
        town.post(&camille, "/notify", &vase).await.expect(303);
        town.get(&camille, "/explore").await.says(&["You have asked already"]);

        let asked = town.post(&guest, "/notify", &vase).await.expect(303);
        let form = asked.location().to_owned();
        assert!(form.starts_with("/notify?product="), "{form}");
        town.get(&guest, &form).await.expect(200).says(&["Where should we write?", "Vase"]);
        let wrong =
            town.post(&guest, "/notify", &format!("{vase}&email=no+address%3Cb%3E")).await.expect(422);
        wrong.says(&["f-email-error", "no address&#60;b&#62;"]);
        town.post(&guest, "/notify", &format!("{vase}&email=Eve%40example.com")).await.expect(303);
        assert_eq!(town.mails().await, [], "nothing is back yet");

        town.stock(1, 3).await;
        let mails = town.mails().await;
        let mut readers: Vec<&str> = mails.iter().map(|(to, _)| to.as_str()).collect();
        readers.sort_unstable();
        assert_eq!(readers, ["camille@example.org", "eve@example.com"]);
        assert!(mails[0].1.contains(&format!("/products/{}", town.shop.goods[1].product)), "{}", mails[0].1);
        town.stock(1, 0).await;
        town.stock(1, 3).await;
        assert_eq!(town.mails().await.len(), 2, "whoever was told must ask again");
    }
}

#[tokio::test]
async fn what_is_there_or_gone_is_said_and_nothing_is_noted() {
    let town = Town::new().await;
    let guest = Browser::default();
    let bowl = format!("product={}&email=eve%40example.com", town.shop.goods[0].product);
    let there = town.post(&guest, "/notify", &bowl).await.expect(303);
    town.get(&guest, there.location()).await.expect(200).says(&["you can buy it right now"]);
    for nothing in ["product=", "product=prd_0000000000000", "product=%00", ""] {
        town.post(&guest, "/notify", &format!("{nothing}&email=eve%40example.com")).await.expect(404);
    }
    assert_eq!(town.mails().await, []);
}

#[tokio::test]
async fn sold_again_before_the_mail_was_written_waits_on() {
    let town = Town::new().await;
    let guest = Browser::default();
    let vase = format!("product={}&email=eve%40example.com", town.shop.goods[1].product);
    town.post(&guest, "/notify", &vase).await.expect(303);
    town.stock(1, 1).await;
    assert_eq!(tell_restocked(&town.house.ctx).await.unwrap(), 1);
    town.stock(1, 0).await;
    assert_eq!(town.mails().await, [], "nobody is sent to an empty shelf");
    town.stock(1, 2).await;
    assert_eq!(town.mails().await.len(), 1);
}

#[tokio::test]
async fn the_link_in_the_mail_ends_every_wish_of_its_reader() {
    let town = Town::new().await;
    let guest = Browser::default();
    let vase = format!("product={}", town.shop.goods[1].product);
    town.post(&guest, "/notify", &format!("{vase}&email=eve%40example.com")).await.expect(303);
    town.stock(1, 1).await;
    let (_, text) = town.mails().await.remove(0);
    let link = text.split("/notify/stop/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    town.stock(1, 0).await;
    for email in ["eve%40example.com", "other%40example.com"] {
        town.post(&guest, "/notify", &format!("{vase}&email={email}")).await.expect(303);
    }
    let stop = format!("/notify/stop/{link}");
    town.get(&guest, &stop).await.expect(200).says(&["Do not write"]);
    town.post(&guest, &stop, "").await.expect(303);
    town.stock(1, 1).await;
    let readers: Vec<String> = town.mails().await.into_iter().map(|(to, _)| to).collect();
    assert_eq!(readers, ["other@example.com", "eve@example.com"], "only the earlier mail went to eve");
}
