//! A whole load of goods, page by page.

use app::ports::{Link, Platform, Wanted};
use domain::catalog::draft::FeedItem;
use jiff::Timestamp;

/// Everything that is sold, or what of it changed since.
pub async fn all(shop: &dyn Platform, link: &Link, since: Option<Timestamp>) -> Vec<FeedItem> {
    let mut wanted = Wanted { since, cursor: String::new() };
    let mut items = Vec::new();
    loop {
        let page = shop.goods(link, &wanted).await.unwrap();
        items.extend(page.items);
        match page.next {
            Some(next) => wanted.cursor = next,
            None => return items,
        }
    }
}
