//! What is said.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub posts: Vec<Post>,
}

/// A post, with what others did about it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Its name in the files, for replies.
    pub key: String,
    /// The handle of who says it.
    pub author: String,
    /// The language of the text.
    pub language: String,
    /// Minutes before the demo begins.
    pub minutes_ago: u32,
    /// The text.
    pub text: String,
    /// A content warning in front of the text.
    pub warning: Option<String>,
    /// The attached product: a shop's handle, a slash, and what its file calls the product.
    pub product: Option<String>,
    /// It asks gifts for the campaign of the charity that writes it.
    #[serde(default)]
    pub asks: bool,
    /// Up to four pictures.
    #[serde(default)]
    pub images: Vec<Picture>,
    /// The key of the post it answers.
    pub reply_to: Option<String>,
    /// Handles of those who like it.
    #[serde(default)]
    pub liked_by: Vec<String>,
    /// Handles of those who boosted it.
    #[serde(default)]
    pub boosted_by: Vec<String>,
}

impl Post {
    /// The attached product as (shop's handle, what its file calls the product).
    pub fn product(&self) -> Option<(&str, &str)> {
        self.product.as_deref()?.split_once('/')
    }
}

/// A picture in a post.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// The scene it shows.
    pub scene: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
}
