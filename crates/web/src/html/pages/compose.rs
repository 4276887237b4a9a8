//! Writing: a post with up to four pictures, a content warning and one product; also an answer.

use askama::Template;
use askama::filters::HtmlSafe;
use words::Words;

use crate::html::page::Page;
use crate::html::parts::{Avatar, FormError, Picture};
use crate::html::ui;

/// The place to write, inside a timeline or on a page by itself.
#[derive(Clone, Debug, Template)]
#[template(path = "timeline/composer.html")]
pub struct Composer {
    /// The reader's language.
    pub w: &'static Words,
    /// The form token of the session.
    pub csrf: String,
    /// The writer's picture.
    pub avatar: Avatar,
    /// The post that is answered; empty for a new one.
    pub in_reply_to: String,
    /// "Write a reply to Atelier Nord", or what is new.
    pub placeholder: String,
    /// What was typed.
    pub text: String,
    /// The most characters.
    pub text_max: u32,
    /// The content warning that was typed.
    pub warning: String,
    /// How many pictures may come along; 0 for none.
    pub pictures_max: u32,
    /// Pictures that are already there, after a mistake elsewhere: id, picture, description.
    pub pictures: Vec<(String, Picture, String)>,
    /// Products of the writer's shop that can be attached; empty hides the choice.
    pub goods: Vec<Pick>,
    /// Why no product can be attached though there is a shop; may be empty.
    pub goods_refused: String,
    /// In whose name it goes out; may be empty.
    pub as_whom: String,
    /// What is wrong with the text; may be empty.
    pub error: String,
}

/// A product that can be attached.
#[derive(Clone, Debug)]
pub struct Pick {
    /// Sent as `product`.
    pub id: String,
    /// Title.
    pub title: String,
    /// "24,90 € · 12 left".
    pub meta: String,
    /// Picture.
    pub picture: Option<Picture>,
    /// Chosen.
    pub selected: bool,
}

impl Composer {
    /// The numbers of the free picture slots.
    fn slots(&self) -> std::ops::RangeInclusive<u32> {
        let taken = u32::try_from(self.pictures.len()).unwrap_or(u32::MAX);
        taken.saturating_add(1)..=self.pictures_max
    }

    fn picked(&self) -> Option<&Pick> {
        self.goods.iter().find(|pick| pick.selected)
    }
}

impl HtmlSafe for Composer {}

/// Writing on a page of its own.
#[derive(Clone, Debug, Template)]
#[template(path = "timeline/compose.html")]
pub struct Compose<'a> {
    /// The frame.
    pub p: &'a Page,
    /// "New post", or to whom one answers.
    pub title: String,
    /// The place to write.
    pub composer: Composer,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
}
