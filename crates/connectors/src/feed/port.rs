//! The reader as the house asks for it.

use std::io::Read;

use app::ports::{FeedFailure, FeedFile, Feeds};
use domain::catalog::draft::FeedItem;
use domain::money::Currency;

use super::format::Format;
use super::{Feed, FeedDefaults};

/// Every format that [`Feed`] recognises.
pub struct FeedReader;

impl Feeds for FeedReader {
    fn open(
        &self,
        source: Box<dyn Read + Send>,
        currency: Currency,
    ) -> Result<Box<dyn FeedFile>, FeedFailure> {
        let feed = Feed::open(source, FeedDefaults::new(currency)).map_err(failure)?;
        Ok(Box::new(feed))
    }
}

impl FeedFile for Feed<Box<dyn Read + Send>> {
    fn format(&self) -> &'static str {
        match Feed::format(self) {
            Format::Shopify { .. } => "shopify",
            Format::Delimited { .. } => "google",
            Format::Xml => "xml",
        }
    }

    fn next(&mut self) -> Result<Option<FeedItem>, FeedFailure> {
        Iterator::next(self).transpose().map_err(failure)
    }

    fn progress(&self) -> (u64, u64) {
        let progress = Feed::progress(self);
        (progress.bytes_read, progress.rows_read)
    }
}

fn failure(error: super::FeedError) -> FeedFailure {
    FeedFailure(error.to_string())
}
