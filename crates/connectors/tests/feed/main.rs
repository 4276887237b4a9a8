//! Product files as merchants send them: good, bad, huge and hostile.

mod attributes;
mod hostile;
mod rows;
mod samples;
mod streaming;

use std::io::Read;

use buyline_connectors::feed::{Feed, FeedDefaults, FeedError, FeedItem};
use domain::catalog::draft::ProductDraft;
use domain::catalog::problem::RowProblem;
use domain::money::Currency;

/// Everything that a file holds.
#[derive(Debug, Default)]
struct Outcome {
    products: Vec<ProductDraft>,
    refused: Vec<RowProblem>,
    error: Option<FeedError>,
}

fn read(source: impl Read) -> Outcome {
    let mut outcome = Outcome::default();
    match Feed::open(source, FeedDefaults::new(Currency::EUR)) {
        Ok(feed) => feed.for_each(|item| outcome.add(item)),
        Err(error) => outcome.error = Some(error),
    }
    outcome
}

impl Outcome {
    fn add(&mut self, item: Result<FeedItem, FeedError>) {
        match item {
            Ok(FeedItem::Product(product)) => self.products.push(product),
            Ok(FeedItem::Refused(problem)) => self.refused.push(problem),
            Err(error) => self.error = Some(error),
        }
    }

    /// The only product of a file without fault.
    #[track_caller]
    fn only(self) -> ProductDraft {
        assert!(self.refused.is_empty() && self.error.is_none(), "{:?} {:?}", self.refused, self.error);
        let [product] = <[ProductDraft; 1]>::try_from(self.products).expect("one product");
        product
    }

    /// `line column value: sentence` of each refused row.
    fn refusals(&self) -> Vec<String> {
        let told = |row: &RowProblem| format!("{} {} {:?}: {}", row.line, row.column, row.value, row.reason);
        self.refused.iter().map(told).collect()
    }

    fn ids(&self) -> Vec<&str> {
        self.products.iter().flat_map(|product| &product.variants).map(|v| v.external_id.as_str()).collect()
    }
}
