//! What a shop's files may take: the refusal says what is used and what the limit is, and changes nothing.

use http::StatusCode;
use testkit::house::{House, On, Plan};

use crate::town::Town;

const LIMIT: usize = 3 * 1024 * 1024;

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_keeps_files_to_its_limit_and_is_told_what_is_used() {
    for on in On::BOTH {
        let plan = Plan { shop_files_bytes_max: Some(LIMIT as u64), ..Plan::default() };
        let Some(house) = House::planned(on, plan) else { continue };
        let town = Town::of(house);
        let owner = town.browser("camille", false).await;
        let shop = owner.open_shop("lumen").await;
        let home = format!("/studio/{shop}/import");
        assert!(owner.get(&home).await.text.contains("take 0 MiB of 3 MiB"));
        let mut picture = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(400, 300).write_to(&mut picture, image::ImageFormat::Png).unwrap();
        let fields =
            [("title", "Lamp"), ("status", "active"), ("tax_class", "standard"), ("price_new", "49,90")];
        let made = owner
            .post_files(&format!("/studio/{shop}/products"), &fields, Some(("picture", picture.get_ref())))
            .await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        let used = app::quota::room(&town.house.ctx, shop).await.unwrap().used;
        assert!(used > 0, "every size of a picture counts");

        let too_much = vec![b'x'; LIMIT - usize::try_from(used).unwrap() + 1];
        let refused = owner.post_files(&home, &[], Some(("file", &too_much))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        assert!(refused.text.contains("take 1 MiB, and the limit is 3 MiB"), "{}", refused.text);
        assert_eq!(app::quota::room(&town.house.ctx, shop).await.unwrap().used, used);
        assert!(!owner.get(&home).await.text.contains("/import/imp_"), "no import was begun");

        let brought = owner.post_files(&home, &[], Some(("file", &too_much[1..]))).await;
        assert_eq!(brought.status, StatusCode::SEE_OTHER, "to the last byte: {}", brought.text);
        let page = owner.get(&made.location).await.text;
        let variant = page.split("name=\"price_").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let price = format!("price_{variant}");
        let fields = [("title", "Lamp"), ("status", "active"), ("tax_class", "standard"), (&price, "49,90")];
        let full = owner.post_files(&made.location, &fields, Some(("picture", picture.get_ref()))).await;
        assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(full.text.contains("take 3 MiB, and the limit is 3 MiB"), "{}", full.text);

        owner.post(&format!("{}/discard", brought.location), &[]).await;
        assert_eq!(app::quota::room(&town.house.ctx, shop).await.unwrap().used, used, "there is room again");
        let added = owner.post_files(&made.location, &fields, Some(("picture", picture.get_ref()))).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
        assert!(app::quota::room(&town.house.ctx, shop).await.unwrap().used > used);
    }
}
