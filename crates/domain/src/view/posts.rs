//! Posts as they are stored and as a reader sees them.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::donation::matching::Match;
use crate::gate::Feature;
use crate::ids::{AccountId, CampaignId, ImageId, MerchantId, NonprofitId, OfferId, PostId};
use crate::merchant::MerchantState;
use crate::money::Currency;
use crate::nonprofit::Nonprofit;
use crate::nonprofit::campaign::{Campaign, CampaignPause};
use crate::view::goods::{Goods, Image, Offer, OfferPause};
use crate::view::people::Face;

/// A post, the same for every reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// Who wrote it.
    pub author: AccountId,
    /// Its text, plain.
    pub text: String,
    /// Shown before the content; empty for none.
    pub warning: String,
    /// The post it answers, and who wrote that.
    pub reply_to: Option<(PostId, AccountId)>,
    /// The post its thread began with; itself where it began one.
    pub root: PostId,
    /// The post it passes on, and who wrote that. Such a post has no text of its own.
    pub boost_of: Option<(PostId, AccountId)>,
    /// The offer of its card.
    pub offer: Option<(OfferId, MerchantId)>,
    /// The campaign of its Donate card.
    pub campaign: Option<(CampaignId, NonprofitId)>,
    /// Its pictures, in order.
    pub pictures: Vec<PostPicture>,
    /// How many like it.
    pub likes: u32,
    /// How many passed it on.
    pub boosts: u32,
    /// How many answered.
    pub replies: u32,
    /// When it was written.
    pub created_at: Timestamp,
}

/// A picture in a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostPicture {
    /// The stored picture.
    pub image: Image,
    /// What it shows, for those who cannot see it.
    pub alt: String,
}

/// Who sells what a card shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardSeller {
    /// The merchant.
    pub merchant: MerchantId,
    /// The account that posts in its name.
    pub account: AccountId,
    /// Its handle.
    pub handle: String,
    /// The name people see.
    pub name: String,
    /// How far it is trusted.
    pub state: MerchantState,
    /// Its account was suspended.
    pub suspended: bool,
    /// Nobody can pay it: it has no account that takes money.
    pub unpayable: bool,
    /// A variant with so many units or fewer is low on stock.
    pub low_stock_at: u32,
    /// Prices hold the tax already.
    pub prices_include_tax: bool,
    /// What buyers may pay in, the main currency first.
    pub currencies: Vec<Currency>,
}

/// Kill switches that are thrown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Switches {
    /// The whole server sells nothing.
    pub server: bool,
    /// These merchants sell nothing.
    pub merchants: Vec<MerchantId>,
    /// These offers are not sold.
    pub offers: Vec<OfferId>,
    /// Nothing new of these features is begun.
    pub features: Vec<Feature>,
}

impl Switches {
    /// Nothing new of `feature` is begun anywhere.
    #[must_use]
    pub fn stops(&self, feature: Feature) -> bool {
        match feature {
            Feature::Buy => self.server,
            other => self.features.contains(&other),
        }
    }
}

/// What can be bought from a post, live.
#[derive(Debug, Clone)]
pub struct Card {
    /// The offer.
    pub offer: Arc<Offer>,
    /// What it offers.
    pub goods: Arc<Goods>,
    /// Who sells.
    pub seller: Arc<CardSeller>,
    /// A kill switch stops it.
    pub stopped: bool,
    /// Buying there is not open to this reader.
    pub is_gated: bool,
    /// Buying there ends, or has ended, for everybody.
    pub closing: Option<Closing>,
    /// The reader works for a seller that nobody vouched for yet, and may try it.
    pub is_trial: bool,
}

/// When something ends for everybody, by a plan that was announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// From this instant on.
    pub at: Timestamp,
    /// The day that it begins in the plan's time zone.
    pub day: Date,
}

impl Closing {
    /// It has ended.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.at <= now
    }
}

/// What a card can do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardSale {
    /// Can be bought.
    Open,
    /// Every variant is sold out.
    SoldOut,
    /// Its time has not come.
    NotYet,
    /// Its time is over.
    Over,
    /// The merchant closed it, or the product is no longer shown.
    Closed,
    /// The seller may not sell at the moment.
    NotSelling,
    /// A kill switch stops it.
    Stopped,
    /// Buying there is not open to this reader.
    Gated,
    /// Buying there has ended for everybody.
    Ended,
}

impl Card {
    /// What its prices are shown in to somebody who wishes for `wished`: that, where the seller sells in it and every
    /// variant has a price in it, else the seller's main currency.
    #[must_use]
    pub fn currency(&self, wished: Option<Currency>) -> Option<Currency> {
        let main = self.seller.currencies.first().copied();
        wished.filter(|wished| self.currencies().contains(wished)).or(main)
    }

    /// What it can be bought in, the main currency first.
    #[must_use]
    pub fn currencies(&self) -> Vec<Currency> {
        let priced = |currency: &Currency| {
            self.goods.variants.iter().all(|variant| variant.price_in(*currency).is_some())
        };
        self.seller.currencies.iter().copied().filter(priced).collect()
    }

    /// What it can do at `now`.
    #[must_use]
    pub fn sale(&self, now: Timestamp) -> CardSale {
        use crate::catalog::draft::DraftStatus;
        if !self.seller.state.sells_to(self.is_trial) || self.seller.suspended || self.seller.unpayable {
            return CardSale::NotSelling;
        }
        if self.closing.is_some_and(|closing| closing.is_over(now)) {
            return CardSale::Ended;
        }
        if self.stopped {
            return CardSale::Stopped;
        }
        if self.is_gated {
            return CardSale::Gated;
        }
        match self.goods.product.status {
            DraftStatus::Active => {}
            DraftStatus::Draft | DraftStatus::Archived => return CardSale::Closed,
        }
        match self.offer.pause(now) {
            Some(OfferPause::Closed) => CardSale::Closed,
            Some(OfferPause::NotYet) => CardSale::NotYet,
            Some(OfferPause::Over) => CardSale::Over,
            None if self.goods.variants.iter().all(|variant| variant.stock.is_sold_out()) => {
                CardSale::SoldOut
            }
            None => CardSale::Open,
        }
    }

    /// When time alone will change what it can do, if ever after `now`.
    #[must_use]
    pub fn changes_at(&self, now: Timestamp) -> Option<Timestamp> {
        let ends = self.closing.map(|closing| closing.at);
        [self.offer.starts_at, self.offer.ends_at, ends].into_iter().flatten().filter(|at| *at > now).min()
    }

    /// It shows the same as `other`, by identity: nothing it is made of was read again.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.offer, &other.offer)
            && Arc::ptr_eq(&self.goods, &other.goods)
            && Arc::ptr_eq(&self.seller, &other.seller)
            && self.stopped == other.stopped
            && self.is_gated == other.is_gated
            && self.closing == other.closing
            && self.is_trial == other.is_trial
    }
}

/// What can be given for from a post, live.
#[derive(Debug, Clone)]
pub struct DonateCard {
    /// The campaign, with its meter.
    pub campaign: Arc<Campaign>,
    /// Who asks.
    pub nonprofit: Arc<Nonprofit>,
    /// Nobody can pay it: it has no account that takes money.
    pub unpayable: bool,
    /// Giving is not open to this reader, whatever is sold (W11).
    pub is_gated: bool,
    /// Giving there ends, or has ended, for everybody.
    pub closing: Option<Closing>,
    /// Sponsors who match gifts to it, in the order of their beginnings; those that were over when it was read are left
    /// out.
    pub matches: Arc<[Match]>,
}

/// Why a card takes no gifts now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GivingPause {
    /// The campaign takes nothing.
    Campaign(CampaignPause),
    /// Nobody vouches for the nonprofit, it was stopped, or nobody can pay it.
    Nonprofit,
    /// Nobody has looked into the nonprofit's register lately.
    Lapsed,
    /// Giving there has ended for everybody.
    Ended,
}

impl DonateCard {
    /// Why it takes nothing at `now`; `None`: it does. Selling and its switches are not asked (W11).
    #[must_use]
    pub fn pause(&self, now: Timestamp) -> Option<GivingPause> {
        match self.campaign.pause(now) {
            Some(pause) => Some(GivingPause::Campaign(pause)),
            None if self.closing.is_some_and(|closing| closing.is_over(now)) => Some(GivingPause::Ended),
            None if !self.nonprofit.is_vouched_for() || self.unpayable || self.is_gated => {
                Some(GivingPause::Nonprofit)
            }
            None if self.nonprofit.is_lapsed() => Some(GivingPause::Lapsed),
            None => None,
        }
    }

    /// When time alone will change what it shows, if ever after `now`.
    #[must_use]
    pub fn changes_at(&self, now: Timestamp) -> Option<Timestamp> {
        let matches = self.matches.iter().filter_map(|one| one.changes_at(now));
        let ends = self.closing.map(|closing| closing.at).filter(|at| *at > now);
        matches.chain(self.campaign.changes_at(now)).chain(ends).min()
    }

    /// It shows the same as `other`, by identity: nothing it is made of was read again.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.campaign, &other.campaign)
            && Arc::ptr_eq(&self.nonprofit, &other.nonprofit)
            && Arc::ptr_eq(&self.matches, &other.matches)
            && self.unpayable == other.unpayable
            && self.is_gated == other.is_gated
            && self.closing == other.closing
    }
}

/// A post in a list, as one reader sees it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The row of the list: the post, or the boost that brought it here. Lists page by it.
    pub key: PostId,
    /// The post.
    pub post: Arc<Post>,
    /// Who wrote it.
    pub author: Arc<Face>,
    /// Who passed it on into this list.
    pub boosted_by: Option<Arc<Face>>,
    /// Whom it answers.
    pub replying_to: Option<Arc<Face>>,
    /// What it sells.
    pub card: Option<Card>,
    /// What it asks gifts for.
    pub donate: Option<DonateCard>,
    /// The reader likes it.
    pub liked: bool,
    /// The reader passed it on.
    pub boosted: bool,
    /// The reader wrote it, or may write for the merchant who did.
    pub is_author: bool,
}

/// One page of a list of posts.
#[derive(Debug, Clone, Default)]
pub struct Feed {
    /// The posts, newest first.
    pub entries: Vec<Entry>,
    /// Go on before this one; none at the end.
    pub older: Option<PostId>,
}

/// A post with what it answers and what answers it.
#[derive(Debug, Clone)]
pub struct Thread {
    /// What it answers, oldest first.
    pub above: Vec<Entry>,
    /// The post.
    pub post: Entry,
    /// What answers it, oldest first.
    pub replies: Vec<Entry>,
}

/// A picture that was stored and waits for its post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPicture {
    /// The picture.
    pub image: ImageId,
    /// What it shows.
    pub alt: String,
}

/// A report on the operator's desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostReport {
    /// Its id.
    pub id: crate::ids::ReportId,
    /// The post.
    pub post: PostId,
    /// Who wrote it.
    pub author: AccountId,
    /// The author's handle.
    pub author_handle: String,
    /// The post's text.
    pub text: String,
    /// Who reported it.
    pub reporter_handle: String,
    /// Why, as a stored word.
    pub reason: ReportReason,
    /// What they added.
    pub comment: String,
    /// When.
    pub created_at: Timestamp,
}

/// Why a post is reported. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportReason {
    /// Unwanted advertising.
    Spam,
    /// Fraud or counterfeit.
    Scam,
    /// Illegal goods or content.
    Illegal,
    /// Hate or harassment.
    Hate,
    /// Something else.
    Other,
}

impl ReportReason {
    /// All reasons, in the order of the form.
    pub const ALL: [Self; 5] = [Self::Spam, Self::Scam, Self::Illegal, Self::Hate, Self::Other];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Scam => "scam",
            Self::Illegal => "illegal",
            Self::Hate => "hate",
            Self::Other => "other",
        }
    }

    /// The reason with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}
