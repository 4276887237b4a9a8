//! Posts in lists: rendered once per language while nothing they show has changed, finished for each visitor.

use std::sync::Arc;

use app::figures;
use domain::ids::PostId;
use domain::money::Currency;
use domain::view::people::{AccountKind, Face};
use domain::view::posts::{Card, DonateCard, Entry, Post};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use words::Words;

use super::{avatar, card, donate_card, href_of, linked, picture};
use crate::Web;
use crate::html::Visit;
use crate::html::fragment::{Fragment, FragmentError, ViewerFlags};
use crate::html::pages::post::{Author, Mark, Post as Shown};
use crate::html::parts::{Link, When};
use crate::html::safe::Html;

/// Fragments kept: five to ten kilobytes each.
const FRAGMENTS_KEPT_MAX: u64 = 8_192;
/// The age beside a post is at most this much behind; scripts keep it exact.
const FRAGMENT_LASTS: SignedDuration = SignedDuration::from_secs(60);

/// The path of a post.
#[must_use]
pub fn href_of_post(post: PostId) -> String {
    format!("/posts/{post}")
}

/// Rendered posts of one process.
pub struct Fragments {
    kept: moka::sync::Cache<Key, Arc<Rendered>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    row: PostId,
    locale: words::Locale,
    /// What its card's prices are in, where it has one.
    currency: Option<Currency>,
    lead: bool,
    reply_below: bool,
}

/// A fragment with what it was made of. It stands while all of that is the same in memory.
struct Rendered {
    post: Arc<Post>,
    author: Arc<Face>,
    boosted_by: Option<Arc<Face>>,
    replying_to: Option<Arc<Face>>,
    card: Option<Card>,
    donate: Option<DonateCard>,
    until: Timestamp,
    fragment: Fragment,
}

impl Default for Fragments {
    fn default() -> Self {
        Self { kept: moka::sync::Cache::new(FRAGMENTS_KEPT_MAX) }
    }
}

impl Rendered {
    fn stands(&self, entry: &Entry, now: Timestamp) -> bool {
        let same = |kept: &Option<Arc<Face>>, now: &Option<Arc<Face>>| match (kept, now) {
            (Some(kept), Some(now)) => Arc::ptr_eq(kept, now),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        let same_card = match (&self.card, &entry.card) {
            (Some(kept), Some(now)) => kept.is_same(now),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        let same_asking = match (&self.donate, &entry.donate) {
            (Some(kept), Some(now)) => kept.is_same(now),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        now < self.until
            && Arc::ptr_eq(&self.post, &entry.post)
            && Arc::ptr_eq(&self.author, &entry.author)
            && same(&self.boosted_by, &entry.boosted_by)
            && same(&self.replying_to, &entry.replying_to)
            && same_card
            && same_asking
    }
}

impl Fragments {
    fn of(
        &self,
        w: &'static Words,
        entry: &Entry,
        key: Key,
        now: Timestamp,
    ) -> Result<Arc<Rendered>, FragmentError> {
        if let Some(kept) = self.kept.get(&key).filter(|kept| kept.stands(entry, now)) {
            return Ok(kept);
        }
        let until = now + FRAGMENT_LASTS;
        let changes_at = entry.card.as_ref().and_then(|card| card.changes_at(now));
        let begins_or_ends = entry.donate.as_ref().and_then(|card| card.changes_at(now));
        let rendered = Arc::new(Rendered {
            post: Arc::clone(&entry.post),
            author: Arc::clone(&entry.author),
            boosted_by: entry.boosted_by.clone(),
            replying_to: entry.replying_to.clone(),
            card: entry.card.clone(),
            donate: entry.donate.clone(),
            until: changes_at.into_iter().chain(begins_or_ends).fold(until, Timestamp::min),
            fragment: shown(w, entry, key, now).compile()?,
        });
        self.kept.insert(key, Arc::clone(&rendered));
        Ok(rendered)
    }
}

/// A list of posts as this visitor sees it; its cards are counted as seen.
///
/// # Errors
/// [`FragmentError`] when a template is wrong.
pub fn feed_html(web: &Web, visit: &Visit, entries: &[Entry]) -> Result<Html, FragmentError> {
    seen(web, entries);
    let now = web.ctx().now();
    let mut out = String::new();
    for (index, entry) in entries.iter().enumerate() {
        let reply_below = entries
            .get(index + 1)
            .is_some_and(|next| next.post.reply_to.is_some_and(|(parent, _)| parent == entry.post.id));
        write(&mut out, web.fragments(), visit, entry, (false, reply_below), now)?;
    }
    Ok(Html::trusted(out))
}

/// One post, larger: the post its page is about.
///
/// # Errors
/// [`FragmentError`] when a template is wrong.
pub fn entry_html(web: &Web, visit: &Visit, entry: &Entry) -> Result<Html, FragmentError> {
    seen(web, std::slice::from_ref(entry));
    let now = web.ctx().now();
    let mut out = String::new();
    write(&mut out, web.fragments(), visit, entry, (true, false), now)?;
    Ok(Html::trusted(out))
}

/// Counts the cards that are shown: the first number of a shop's funnel.
fn seen(web: &Web, entries: &[Entry]) {
    let cards = entries.iter().filter_map(|entry| {
        let card = entry.card.as_ref()?;
        let product = card.goods.product.id;
        Some(figures::Card { merchant: card.offer.merchant, post: Some(entry.post.id), product })
    });
    figures::seen(web.ctx(), cards);
}

fn write(
    out: &mut String,
    fragments: &Fragments,
    visit: &Visit,
    entry: &Entry,
    (lead, reply_below): (bool, bool),
    now: Timestamp,
) -> Result<(), FragmentError> {
    let currency = entry.card.as_ref().and_then(|card| match visit.currency {
        None => None,
        wished => card.currency(wished),
    });
    let key = Key { row: entry.key, locale: visit.locale, currency, lead, reply_below };
    let rendered = fragments.of(visit.words(), entry, key, now)?;
    let flags = ViewerFlags {
        csrf: &visit.csrf,
        liked: entry.liked,
        boosted: entry.boosted,
        is_author: entry.is_author,
    };
    rendered.fragment.render_into(out, &flags);
    Ok(())
}

fn shown(w: &'static Words, entry: &Entry, key: Key, now: Timestamp) -> Shown {
    let post = &entry.post;
    let link = |face: &Arc<Face>| Link { label: face.name.clone(), href: href_of(&face.handle) };
    let age = now.duration_since(post.created_at).as_secs();
    // The row's own id: a post and a boost of it may stand on one page.
    let card_id = format!("card-{}", entry.key);
    Shown {
        w,
        id: post.id.to_string(),
        href: href_of_post(post.id),
        author: author(&entry.author),
        at: When {
            iso: post.created_at.to_string(),
            words: w.relative(age),
            full: w.date_time(post.created_at, &TimeZone::UTC),
        },
        boosted_by: entry.boosted_by.as_ref().map(link),
        replying_to: entry.replying_to.as_ref().map(link),
        pinned: false,
        warning: Some(post.warning.clone()).filter(|warning| !warning.is_empty()),
        body: linked(&post.text),
        pictures: post.pictures.iter().map(|found| picture(&found.image, &found.alt)).collect(),
        card: entry
            .card
            .as_ref()
            .map(|found| card(w, found, key.currency, (card_id, post.id.to_string()), now)),
        donate: entry.donate.as_ref().map(|found| {
            let places = (post.id.to_string(), href_of_post(post.id));
            donate_card(w, found, format!("give-{}", entry.key), places, now)
        }),
        replies: count(w, post.replies),
        boosts: count(w, post.boosts),
        likes: count(w, post.likes),
        lead: key.lead,
        has_reply_below: key.reply_below,
    }
}

fn count(w: &Words, count: u32) -> String {
    if count == 0 { String::new() } else { w.number(i64::from(count)) }
}

fn author(face: &Face) -> Author {
    Author {
        id: face.id.to_string(),
        name: face.name.clone(),
        handle: format!("@{}", face.handle),
        href: href_of(&face.handle),
        avatar: avatar(&face.name, face.avatar.as_ref()),
        mark: match (face.verified, face.kind) {
            (false, _) => Mark::None,
            (true, AccountKind::Charity) => Mark::Charity,
            (true, AccountKind::Merchant | AccountKind::Person) => Mark::Shop,
        },
    }
}
