//! The first load of a large shop: Shopify writes everything into a file of lines, which is read part by part. It costs a few
//! questions, where pages would cost one for each dozen products.
//!
//! Source: Shopify, "Perform bulk operations with the GraphQL Admin API".

use app::ports::{GoodsPage, Link, PlatformError};
use domain::catalog::limits::IMAGES_MAX;
use jiff::SignedDuration;
use reqwest::Method;
use serde::Deserialize;
use serde_json::json;

use super::api::{Told, key};
use super::goods::{ANEW, file_cursor};
use super::operations::{BULK, BULK_PRODUCTS, BULK_STATE};
use super::product::item;
use super::shop::Shopify;
use super::wire::{Id, Instant, Media, Product, UserError, Variant, global, number};
use crate::platform::ask::Ask;

/// Products from which on a file is worth its while: fewer are read sooner by pages.
pub(super) const BULK_FROM: u64 = 1_000;
/// How much of a file is read at once: some ten thousand variants.
const PART_BYTES: u64 = 4 * 1024 * 1024;
/// Until a file is asked about again.
const PAUSE: SignedDuration = SignedDuration::from_secs(10);
/// The kind of an operation's id.
const KIND: &str = "BulkOperation";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Started {
    bulk_operation_run_query: Payload,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    bulk_operation: Option<Id>,
    user_errors: Vec<UserError>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Standing {
    bulk_operation: Option<Operation>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Operation {
    status: String,
    created_at: Instant,
    /// A number, written as a text.
    file_size: Option<String>,
    url: Option<String>,
}

/// A line of the file.
#[derive(Deserialize)]
#[serde(tag = "__typename")]
enum Line {
    Product(Box<Product>),
    ProductVariant(Box<Within<Variant>>),
    MediaImage(Within<Media>),
    /// A film or a model.
    #[serde(other)]
    Other,
}

/// What stood in a list of a product.
#[derive(Deserialize)]
struct Within<T> {
    #[serde(rename = "__parentId")]
    parent: String,
    #[serde(flatten)]
    one: T,
}

impl Shopify {
    /// Has the file written; none where Shopify does not want to now, for instance because another one is being written.
    pub(super) async fn begin_file(&self, link: &Link) -> Result<Option<u64>, PlatformError> {
        let mut query = BULK_PRODUCTS.to_owned();
        // Such a question has no variables.
        if let Some(publication) = global("Publication", number(link.keys.get(key::PUBLICATION))) {
            let listed = format!("publishedOnPublication(publicationId: \"{publication}\") options");
            query = query.replacen("options", &listed, 1);
        }
        // Begun twice is written twice, and the second is refused while the first is being written.
        let started: Told<Started> = self.ask(&link.keys, BULK, json!({ "query": query })).await?;
        let payload = started.data.bulk_operation_run_query;
        let begun = payload.bulk_operation.filter(|_| payload.user_errors.is_empty());
        Ok(begun.and_then(|operation| number(&operation.id).parse().ok()))
    }

    /// The products of a part of the file.
    pub(super) async fn file_part(
        &self,
        link: &Link,
        operation: u64,
        offset: u64,
    ) -> Result<GoodsPage, PlatformError> {
        let id = global(KIND, &operation.to_string());
        let told: Told<Standing> = self.ask(&link.keys, BULK_STATE, json!({ "id": id })).await?;
        let page = |items, next, as_of| GoodsPage { items, next, total: None, as_of };
        // Failed, canceled, or so long ago that it is gone: everything is read by pages then.
        let anew = page(Vec::new(), Some(ANEW.to_owned()), told.at);
        let Some(operation_now) = told.data.bulk_operation else { return Ok(anew) };
        match operation_now.status.as_str() {
            "CREATED" | "RUNNING" => return Err(PlatformError::Busy(PAUSE)),
            "COMPLETED" => {}
            _ => return Ok(anew),
        }
        let as_of = operation_now.created_at.0;
        let size: u64 = operation_now.file_size.and_then(|size| size.parse().ok()).unwrap_or(0);
        let Some(url) = operation_now.url.filter(|_| offset < size) else {
            return Ok(page(Vec::new(), None, as_of));
        };
        let ask = Ask::new(Method::GET, url).part(offset, PART_BYTES);
        let answered = ask.send(&*self.http).await?.checked(|_| None, |_| None)?;
        let body = answered.bytes();
        let is_last = offset + body.len() as u64 >= size;
        let (products, read) = products(body, is_last)?;
        let next = (!is_last).then(|| file_cursor(operation, offset + read));
        Ok(page(products.iter().map(|product| item(link, product)).collect(), next, as_of))
    }
}

/// The products that are whole in a part of the file, and how many bytes these are. Only of the last part is the end an end.
fn products(part: &[u8], is_last: bool) -> Result<(Vec<Product>, u64), PlatformError> {
    let unread = |why: &str| PlatformError::Down(format!("a file of goods that does not read: {why}"));
    let mut products: Vec<Product> = Vec::new();
    let mut begins = 0;
    let mut place = 0;
    for line in part.split_inclusive(|byte| *byte == b'\n') {
        let is_whole = line.ends_with(b"\n") || is_last;
        if is_whole && !line.trim_ascii().is_empty() {
            let read = serde_json::from_slice(line).map_err(|error| unread(&error.to_string()))?;
            match read {
                Line::Product(product) => {
                    products.push(*product);
                    begins = place;
                }
                Line::ProductVariant(within) => {
                    let product =
                        owner(&mut products, &within.parent).ok_or_else(|| unread("a stray variant"))?;
                    product.variants.nodes.push(within.one);
                }
                Line::MediaImage(within) => {
                    let product =
                        owner(&mut products, &within.parent).ok_or_else(|| unread("a stray picture"))?;
                    if product.media.nodes.len() < IMAGES_MAX {
                        product.media.nodes.push(within.one);
                    }
                }
                Line::Other => {}
            }
        }
        place += line.len() as u64;
    }
    if is_last {
        return Ok((products, place));
    }
    // More of the last one may stand in the next part, which begins with it again.
    products.pop();
    if products.is_empty() { Err(unread("a product larger than a part")) } else { Ok((products, begins)) }
}

/// The product that a line belongs to: the one before it, for what belongs together stands together.
fn owner<'p>(products: &'p mut [Product], parent: &str) -> Option<&'p mut Product> {
    products.last_mut().filter(|product| product.id == parent)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRODUCT: &str = r#"{"__typename":"Product","id":"P1","title":"A","descriptionHtml":"","vendor":"","productType":"",
        "tags":[],"status":"ACTIVE","onlineStoreUrl":null,"isGiftCard":false,"requiresSellingPlan":false,"options":[]}"#;
    const FILM: &str = r#"{"__typename":"Video","id":"V1","__parentId":"P1"}"#;
    const PICTURE: &str =
        r#"{"__typename":"MediaImage","id":"M1","alt":null,"image":null,"__parentId":"P1"}"#;

    fn file(lines: &[&str]) -> String {
        lines.iter().map(|line| format!("{}\n", line.replace('\n', " "))).collect()
    }

    #[test]
    fn a_part_ends_before_the_product_that_may_go_on() {
        let (second, third) = (PRODUCT.replace("P1", "P2"), PRODUCT.replace("P1", "P3"));
        let whole = file(&[PRODUCT, PICTURE, FILM, &second, &third]);
        let ends = |lines: &[&str]| file(lines).len();
        let (first, two) = (ends(&[PRODUCT, PICTURE, FILM]), ends(&[PRODUCT, PICTURE, FILM, &second]));
        let read = |bytes: usize, is_last| {
            let (products, read) = products(&whole.as_bytes()[..bytes], is_last).unwrap();
            (products.len(), read)
        };
        assert_eq!(read(whole.len(), true), (3, whole.len() as u64));
        assert_eq!(read(whole.len(), false), (2, two as u64), "the third may go on");
        for cut in two..whole.len() {
            assert_eq!(
                read(cut, false),
                (1, first as u64),
                "the third is not there yet, the second may go on: {cut}"
            );
        }
        let (products, _) = products(whole.as_bytes(), true).unwrap();
        assert_eq!(products[0].media.nodes.len(), 1, "a film is no picture");
    }

    #[test]
    fn what_belongs_to_nothing_or_never_ends_is_no_catalog() {
        assert!(products(file(&[PICTURE]).as_bytes(), true).is_err());
        assert!(products(file(&[&PRODUCT.replace("P1", "P2"), PICTURE]).as_bytes(), true).is_err());
        assert!(products(file(&[PRODUCT]).as_bytes(), false).is_err());
        assert!(products(b"<html>", true).is_err());
        assert_eq!(products(b"", true).unwrap().1, 0);
    }
}
