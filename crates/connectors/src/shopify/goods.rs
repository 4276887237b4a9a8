//! Products of a shop, page by page.
//!
//! Pages go by the id of the last product, not by Shopify's cursor: what is deleted meanwhile moves nothing past us, and a
//! list by cursor ends at 25,000. How dear a page is cannot be told beforehand, for it depends on the shop's plan: the first
//! is asked for as large as may be, Shopify answers its price, and the size that fits is kept beside the id. A large shop is
//! read from a file instead ([`super::bulk`]).

use app::ports::{GoodsPage, Link, PlatformError, Wanted};
use domain::catalog::draft::FeedItem;
use domain::catalog::limits::VARIANTS_MAX;
use domain::catalog::problem::Problem;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::api::{Failed, key};
use super::bulk::BULK_FROM;
use super::operations::{PRODUCTS, VARIANTS};
use super::product::item;
use super::shop::Shopify;
use super::wire::{Connection, Product, Products, Variant, number};
use crate::platform::goods::Source;

/// The most that a page holds.
const SIZE_MAX: u32 = 250;
/// Until an empty bucket is full again, on any plan.
pub(super) const TO_FULL: SignedDuration = SignedDuration::from_secs(20);
/// Variants that the smallest bucket holds beside their product, if it is full. A product of more is read where the plan's bucket is larger, or from
/// a file.
const HELD_MAX: usize = 200;
/// A cursor of pages from the beginning on, of whatever size, when it is known already how many products there are.
pub(super) const ANEW: &str = "250:0";

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cursor {
    /// Behind the product of this id, and so many of them; behind none at the beginning.
    Pages { size: u32, after: Option<u64> },
    /// In the file that an operation wrote, behind so many bytes.
    File { operation: u64, offset: u64 },
}

impl Cursor {
    /// A cursor that does not read begins anew: everything is read, and nothing is missed.
    fn read(text: &str) -> Cursor {
        let parts: Vec<&str> = text.split(':').collect();
        let read = match parts.as_slice() {
            ["file", operation, offset] => {
                let numbers = operation.parse().ok().zip(offset.parse().ok());
                numbers.map(|(operation, offset)| Cursor::File { operation, offset })
            }
            [size, after] => {
                let numbers = size.parse().ok().zip(after.parse().ok());
                let known = numbers.filter(|(size, _)| (1..=SIZE_MAX).contains(size));
                known.map(|(size, after)| Cursor::Pages { size, after: Some(after) })
            }
            _ => None,
        };
        read.unwrap_or(Cursor::Pages { size: SIZE_MAX, after: None })
    }
}

/// The cursor of a place in a file.
pub(super) fn file_cursor(operation: u64, offset: u64) -> String {
    format!("file:{operation}:{offset}")
}

impl Shopify {
    pub(super) async fn goods_page(&self, link: &Link, wanted: &Wanted) -> Result<GoodsPage, PlatformError> {
        let (mut size, after) = match Cursor::read(&wanted.cursor) {
            Cursor::File { operation, offset } => return self.file_part(link, operation, offset).await,
            Cursor::Pages { size, after } => (size, after),
        };
        let is_first = after.is_none();
        loop {
            let mut variables = publication(link);
            variables["first"] = size.into();
            variables["query"] = query(after, wanted.since).into();
            variables["isFirst"] = is_first.into();
            match self.ask::<Products>(&link.keys, PRODUCTS, variables).await {
                Err(Failed::TooDear { cost, max }) if size > 1 => size = affordable(size, cost, max),
                Err(Failed::TooLong) if size > 1 => size /= 2,
                Err(failed) => return Err(failed.into()),
                Ok(told) => {
                    let total = told.data.products_count.map(|count| count.count);
                    let is_large = wanted.since.is_none() && total.is_some_and(|total| total >= BULK_FROM);
                    if is_large && let Some(operation) = self.begin_file(link).await? {
                        let next = Some(file_cursor(operation, 0));
                        return Ok(GoodsPage { items: Vec::new(), next, total, as_of: told.at });
                    }
                    let page = |items, next| GoodsPage { items, next, total, as_of: told.at };
                    return match self.taken_in(link, told.data.products).await {
                        Ok((items, next)) => Ok(page(items, next.map(|last| format!("{size}:{last}")))),
                        // The page itself took what the variants of its first product would have cost: that one alone.
                        Err(PlatformError::Busy(_)) if size > 1 => {
                            Ok(page(Vec::new(), Some(format!("1:{}", after.unwrap_or(0)))))
                        }
                        Err(PlatformError::Busy(_)) => Err(PlatformError::Busy(TO_FULL)),
                        Err(error) => Err(error),
                    };
                }
            }
        }
    }

    /// The products of a page with all their variants, and the last of them where more follow. A page ends early where the
    /// bucket does: what was read of it is not thrown away.
    async fn taken_in(
        &self,
        link: &Link,
        page: Connection<Product>,
    ) -> Result<(Vec<FeedItem>, Option<String>), PlatformError> {
        let mut has_more = page.page_info.has_next_page;
        let mut items = Vec::new();
        let mut last = None;
        for mut product in page.nodes {
            match self.whole(link, &mut product).await {
                Err(PlatformError::Busy(_)) if !items.is_empty() => {
                    has_more = true;
                    break;
                }
                read => items.push(read?),
            }
            last = Some(number(&product.id).to_owned());
        }
        Ok((items, last.filter(|_| has_more)))
    }

    /// A product with the variants that a page of products has no room for; of more than are taken in, no more than that is
    /// seen.
    pub(super) async fn whole(&self, link: &Link, product: &mut Product) -> Result<FeedItem, PlatformError> {
        #[derive(serde::Deserialize)]
        struct Found {
            product: Option<Holder>,
        }
        #[derive(serde::Deserialize)]
        struct Holder {
            variants: Connection<Variant>,
        }
        while let Some(after) = std::mem::take(&mut product.variants.page_info).next() {
            let read = product.variants.nodes.len();
            if read > VARIANTS_MAX {
                break;
            }
            let variables = json!({ "id": product.id, "after": after });
            let found: Found =
                match self.ask(&link.keys, VARIANTS, variables).await.map_err(PlatformError::from) {
                    Ok(told) => told.data,
                    // Trying again would only empty the bucket again.
                    Err(PlatformError::Busy(_)) if read > HELD_MAX => {
                        let source = Source { product: number(&product.id) };
                        let problem =
                            source.problem("variants", "", Problem::TooManyVariants { max: HELD_MAX });
                        return Ok(FeedItem::Refused(problem));
                    }
                    Err(error) => return Err(error),
                };
            // Deleted in this very moment: what was read of it will not be found again either.
            let Some(holder) = found.product else { break };
            product.variants.nodes.extend(holder.variants.nodes);
            product.variants.page_info = holder.variants.page_info;
        }
        Ok(item(link, product))
    }
}

/// Whether our app's own listing decides what is sold, and which it is.
pub(super) fn publication(link: &Link) -> Value {
    let publication = link.keys.get(key::PUBLICATION);
    json!({ "publication": publication, "isListed": !publication.is_empty() })
}

/// So many as a question may cost.
pub(super) fn affordable(size: u32, cost: u32, max: u32) -> u32 {
    let fits = u64::from(size) * u64::from(max) / u64::from(cost.max(1));
    // Whatever is said, it becomes less each time, so that this ends.
    u32::try_from(fits).unwrap_or(u32::MAX).clamp(1, size.saturating_sub(1).max(1))
}

fn query(after: Option<u64>, since: Option<Timestamp>) -> String {
    let after = after.map(|after| format!("id:>={}", after.saturating_add(1)));
    let since = since.map(changed_since);
    [after, since].into_iter().flatten().collect::<Vec<_>>().join(" AND ")
}

/// What changed since, in whole seconds and not later: what changed within the second is read again.
pub(super) fn changed_since(since: Timestamp) -> String {
    let since = Timestamp::from_second(since.as_second()).unwrap_or(since);
    format!("updated_at:>='{since}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_that_does_not_read_begins_anew() {
        assert_eq!(Cursor::read("12:77"), Cursor::Pages { size: 12, after: Some(77) });
        assert_eq!(Cursor::read(&file_cursor(7, 99)), Cursor::File { operation: 7, offset: 99 });
        assert_eq!(Cursor::read(ANEW), Cursor::Pages { size: SIZE_MAX, after: Some(0) });
        for text in ["", "12", "0:1", "251:1", "12:x", ":", "file:1", "file:1:x"] {
            assert_eq!(Cursor::read(text), Cursor::Pages { size: SIZE_MAX, after: None }, "{text}");
        }
    }

    #[test]
    fn a_page_becomes_as_large_as_may_be_and_always_smaller() {
        assert_eq!(affordable(250, 20_502, 1_000), 12);
        assert_eq!(affordable(2, 1_001, 1_000), 1);
        assert_eq!(affordable(10, 0, 1_000), 9);
        assert_eq!(affordable(1, 5_000, 1_000), 1);
    }
}
