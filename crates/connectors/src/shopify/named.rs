//! Products by name.

use app::ports::{Link, Named, PlatformError};
use serde::Deserialize;

use super::api::Failed;
use super::goods::{TO_FULL, affordable, publication};
use super::operations::NAMED;
use super::shop::Shopify;
use super::wire::{Product, global, number};

/// Products in a question: half of what it may cost, so that the bucket holds the variants of the first of them beside.
const NAMED_MAX: usize = 6;

#[derive(Deserialize)]
struct Nodes {
    nodes: Vec<Option<Node>>,
}

/// A product, or something else by that name, of which nothing is read.
#[derive(Deserialize)]
#[serde(tag = "__typename")]
enum Node {
    Product(Box<Product>),
    #[serde(other)]
    Other,
}

impl Shopify {
    /// Asks for as many at once as a question may cost. Whoever is asked to wait on the way has read something already, and
    /// a shop of many variants would never come to an end if that were thrown away: what is left out is asked for again.
    pub(super) async fn products_named(
        &self,
        link: &Link,
        products: &[String],
    ) -> Result<Vec<Named>, PlatformError> {
        let mut named = Vec::with_capacity(products.len());
        let mut size = NAMED_MAX;
        let mut left = products;
        while !left.is_empty() {
            let asked = &left[..size.min(left.len())];
            match self.some_named(link, asked).await {
                Ok(found) => {
                    left = &left[found.len()..];
                    let is_cut = found.len() < asked.len();
                    named.extend(found);
                    if is_cut {
                        break;
                    }
                }
                Err(Failed::TooDear { cost, max }) if asked.len() > 1 => {
                    let count = u32::try_from(asked.len()).unwrap_or(u32::MAX);
                    size = usize::try_from(affordable(count, cost, max)).unwrap_or(1);
                }
                Err(Failed::TooLong) if asked.len() > 1 => size = asked.len() / 2,
                Err(Failed::Means(PlatformError::Busy(_))) if !named.is_empty() => break,
                Err(failed) => return Err(failed.into()),
            }
        }
        Ok(named)
    }

    /// Those of the asked that could be read, in their order: all of them, unless the bucket was empty on the way.
    async fn some_named(&self, link: &Link, asked: &[String]) -> Result<Vec<Named>, Failed> {
        let mut variables = publication(link);
        variables["ids"] = asked.iter().filter_map(|id| global("Product", id)).collect();
        let found: Nodes = self.ask(&link.keys, NAMED, variables).await?.data;
        let known = found.nodes.into_iter().flatten().filter_map(|node| match node {
            Node::Product(product) => Some(product),
            Node::Other => None,
        });
        let mut products: Vec<Box<Product>> = known.collect();
        let mut named = Vec::with_capacity(asked.len());
        for id in asked {
            let item = match products.iter_mut().find(|product| number(&product.id) == id) {
                None => None,
                Some(product) => match self.whole(link, product).await {
                    Err(PlatformError::Busy(_)) if !named.is_empty() => return Ok(named),
                    Err(PlatformError::Busy(_)) => return Err(PlatformError::Busy(TO_FULL).into()),
                    read => Some(read?),
                },
            };
            named.push(Named { product: id.clone(), item });
        }
        Ok(named)
    }
}
