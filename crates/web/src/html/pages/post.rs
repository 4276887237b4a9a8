//! A post in any list: rendered once per language, compiled to a fragment, finished for each viewer.

use askama::Template;
use words::Words;

use super::card::Card;
use super::donate::DonateCard;
use crate::html::fragment::{Fragment, FragmentError};
use crate::html::parts::{Avatar, Link, Picture, When};
use crate::html::safe::Html;
use crate::html::ui;

/// One entry of a timeline.
#[derive(Clone, Debug, Template)]
#[template(path = "timeline/post.html")]
pub struct Post {
    /// The reader's language.
    pub w: &'static Words,
    /// Its id in its text form.
    pub id: String,
    /// Its page.
    pub href: String,
    /// Who wrote it.
    pub author: Author,
    /// When.
    pub at: When,
    /// Who boosted it into this list.
    pub boosted_by: Option<Link>,
    /// Whom it answers, with the post it answers.
    pub replying_to: Option<Link>,
    /// On top of its author's profile.
    pub pinned: bool,
    /// Stands before the content, which opens on wish.
    pub warning: Option<String>,
    /// The text, sanitised, with links.
    pub body: Html,
    /// Up to four.
    pub pictures: Vec<Picture>,
    /// What it sells.
    pub card: Option<Card>,
    /// What it asks gifts for.
    pub donate: Option<DonateCard>,
    /// How many, as shown: "1.2k"; empty for none.
    pub replies: String,
    /// How many; empty for none.
    pub boosts: String,
    /// How many; empty for none.
    pub likes: String,
    /// The post its page is about: larger.
    pub lead: bool,
    /// Its answer follows directly below.
    pub has_reply_below: bool,
}

/// Who wrote a post.
#[derive(Clone, Debug)]
pub struct Author {
    /// Sent back when muted or blocked.
    pub id: String,
    /// Shown name.
    pub name: String,
    /// `@atelier-nord`.
    pub handle: String,
    /// The profile.
    pub href: String,
    /// The picture.
    pub avatar: Avatar,
    /// What the operator checked.
    pub mark: Mark,
}

/// What the operator checked about an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    #[default]
    None,
    /// A shop.
    Shop,
    /// A charity.
    Charity,
}

impl Post {
    /// The post, ready to be finished for each viewer.
    ///
    /// # Errors
    /// [`FragmentError`] when the template is wrong, which the gallery's test finds.
    pub fn compile(&self) -> Result<Fragment, FragmentError> {
        Fragment::compile(self.render().expect("writing to a String cannot fail"))
    }

    /// The start of the addresses of its actions.
    fn act(&self) -> String {
        format!("/posts/{}", self.id)
    }

    fn mark_words(&self) -> &'static str {
        match self.author.mark {
            Mark::None => "",
            Mark::Shop => self.w.text("post-verified"),
            Mark::Charity => self.w.text("post-verified-charity"),
        }
    }
}
