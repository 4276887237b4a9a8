//! Lists of posts: home, everyone, a tag, one thread; and the pages around them.

use askama::Template;
use words::Words;

use super::compose::Composer;
use crate::html::page::{Page, Person};
use crate::html::parts::{Link, Pager};
use crate::html::safe::Html;
use crate::html::ui;

/// Home, everyone, shops, or a tag.
#[derive(Clone, Debug, Template)]
#[template(path = "timeline/timeline.html")]
pub struct Timeline<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Heading and title: "Home", "#ceramics".
    pub title: String,
    /// Which of them is lit.
    pub tab: Tab,
    /// A place to write, for those signed in.
    pub composer: Option<Composer>,
    /// The posts, finished for this viewer and joined. Empty shows what to do.
    pub posts: Html,
    /// What stands where there is no post.
    pub empty: Empty,
    /// Before and after.
    pub pager: Pager,
}

/// The tabs above a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What the reader follows.
    Following,
    /// Everyone here.
    Public,
    /// Only posts that sell.
    Shops,
    /// A list without tabs: a tag.
    None,
}

/// What stands where a list is empty: never only "nothing".
#[derive(Clone, Debug)]
pub struct Empty {
    /// Icon.
    pub icon: &'static str,
    /// "Nothing to read yet".
    pub title: String,
    /// What makes it fill.
    pub text: String,
    /// The one next step.
    pub action: Option<Link>,
}

impl Empty {
    /// The same for a part of the list: that a part is empty says nothing of the whole.
    #[must_use]
    pub fn of_view(self, w: &Words, is_part: bool) -> Self {
        if !is_part {
            return self;
        }
        Self { title: w.text("state-empty").to_owned(), text: String::new(), action: None, ..self }
    }
}

/// One post with what it answers and what answers it.
#[derive(Clone, Debug, Template)]
#[template(path = "timeline/thread.html")]
pub struct Thread<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Title of the page: "Atelier Nord: Tirée ce matin à l'atelier…".
    pub title: String,
    /// For cards on other sites: the beginning of the text.
    pub description: String,
    /// For cards on other sites: an absolute address; may be empty.
    pub image: String,
    /// The post's own absolute address.
    pub canonical: String,
    /// The posts it answers, oldest first.
    pub above: Html,
    /// The post.
    pub post: Html,
    /// A place to answer, for those signed in.
    pub composer: Option<Composer>,
    /// The answers.
    pub replies: Html,
    /// "3 replies".
    pub replies_title: String,
    /// Where to sign in to answer, for those who are not.
    pub sign_in: String,
}

/// Search, and what to discover without one.
#[derive(Clone, Debug, Template)]
#[template(path = "timeline/explore.html")]
pub struct Explore<'a> {
    /// The frame.
    pub p: &'a Page,
    /// What was searched; empty for none.
    pub query: String,
    /// "12 results", or that there is none.
    pub summary: String,
    /// People and shops.
    pub people: Vec<Person>,
    /// Things to buy.
    pub goods: Vec<Good>,
    /// Tags: "#ceramics", address.
    pub tags: Vec<Link>,
    /// Posts that match.
    pub posts: Html,
    /// Before and after.
    pub pager: Pager,
}

/// A product in a grid.
#[derive(Clone, Debug)]
pub struct Good {
    /// Its page.
    pub href: String,
    /// Title.
    pub title: String,
    /// Picture.
    pub picture: Option<crate::html::parts::Picture>,
    /// "from 24,90 €".
    pub price: String,
    /// The price before; may be empty.
    pub was: String,
    /// "Sold out"; `None` says nothing.
    pub tag: Option<crate::html::parts::Tag>,
}

/// The profile of a person, a shop or a charity.
#[derive(Clone, Debug, Template)]
#[template(path = "timeline/profile.html")]
pub struct Profile<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Who.
    pub person: Person,
    /// The picture above; empty for none.
    pub cover: String,
    /// About them, sanitised.
    pub bio: Html,
    /// "12 followers" and the like: number, words, address.
    pub stats: Vec<Stat>,
    /// Icon and words: place, website, since when.
    pub facts: Vec<Fact>,
    /// What the reader is to them.
    pub relation: Relation,
    /// Which tab.
    pub tab: ProfileTab,
    /// A shop has a tab of its own.
    pub has_shop: bool,
    /// Products the shop picked.
    pub pinned_goods: Vec<Good>,
    /// The shop's goods, on its tab.
    pub goods: Vec<Good>,
    /// Who sells by law, where to write, policies: name and address or words.
    pub imprint: Vec<(String, String)>,
    /// The posts.
    pub posts: Html,
    /// Before and after.
    pub pager: Pager,
}

/// A number of a profile.
#[derive(Clone, Debug)]
pub struct Stat {
    /// "1,204".
    pub number: String,
    /// "followers".
    pub label: String,
}

/// A fact of a profile.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Icon.
    pub icon: &'static str,
    /// Words.
    pub text: String,
    /// Where it leads; may be empty.
    pub href: String,
}

/// What the reader is to a profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Relation {
    /// Not signed in, or no relation.
    #[default]
    None,
    /// It is the reader.
    Own,
    /// Follows it.
    Following,
    /// Muted it.
    Muted,
    /// Blocked it.
    Blocked,
}

/// The tabs of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileTab {
    /// Its posts.
    Posts,
    /// With its answers.
    Replies,
    /// Its goods.
    Shop,
}

/// A product's own page: pictures, description, card, and the posts about it.
#[derive(Clone, Debug, Template)]
#[template(path = "timeline/product.html")]
pub struct Product<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Title.
    pub title: String,
    /// For cards on other sites.
    pub description_short: String,
    /// For cards on other sites: an absolute address; may be empty.
    pub image: String,
    /// Its own absolute address.
    pub canonical: String,
    /// Pictures after the first, which the card shows.
    pub pictures: Vec<crate::html::parts::Picture>,
    /// The Buy card, finished for this viewer.
    pub card: Html,
    /// What it is, sanitised.
    pub description: Html,
    /// What else it can be paid in.
    pub currencies: Vec<Link>,
    /// Shipping, returns, seller: name and words.
    pub facts: Vec<(String, String)>,
    /// Posts about it.
    pub posts: Html,
}

/// Asking before a post is deleted.
#[derive(Clone, Debug, Template)]
#[template(path = "timeline/delete_post.html")]
pub struct DeletePost<'a> {
    /// The frame.
    pub p: &'a Page,
    /// The post.
    pub id: String,
    /// The beginning of its text.
    pub excerpt: String,
    /// Back to it.
    pub back: String,
}

/// Telling the operator about a post or an account.
#[derive(Clone, Debug, Template)]
#[template(path = "timeline/report.html")]
pub struct Report<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Where the form goes: `/posts/…/report`.
    pub action: String,
    /// "Post by Atelier Nord".
    pub about: String,
    /// The beginning of its text; may be empty.
    pub excerpt: String,
    /// Why: value and words.
    pub reasons: Vec<crate::html::parts::Choice>,
    /// What they add.
    pub comment: crate::html::field::Field,
    /// What is wrong with the form.
    pub errors: Vec<crate::html::parts::FormError>,
}
