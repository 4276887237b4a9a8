//! Writing a post.

use std::sync::Arc;

use domain::access::{Actor, AtMerchant, Forbidden, MerchantAct};
use domain::ids::{AccountId, CampaignId, MerchantId, NonprofitId, OfferId, PostId, ProductId};
use domain::nonprofit::campaign::Campaign;
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use domain::post::{self, PostProblem};
use domain::sunset::Party;
use domain::view::goods::Offer;
use domain::view::posts::StoredPicture;
use store::changes::{self, ChangeKind};
use store::posts::NewPost;
use store::{DbError, Tx};

use crate::gates::Gates;
use crate::sunsets::is_read_only;
use crate::{Ctx, feed};

/// What a post sells, or asks gifts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attach {
    /// An offer made before, with its time or limit.
    Offer(OfferId),
    /// A product, by its plain offer; one is made when there is none.
    Product(MerchantId, ProductId),
    /// A campaign of a nonprofit.
    Campaign(CampaignId),
}

/// A post to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publish {
    /// Its text.
    pub text: String,
    /// Its content warning; empty for none.
    pub warning: String,
    /// Its pictures, uploaded by the writer.
    pub pictures: Vec<StoredPicture>,
    /// What it sells or asks gifts for. Such a post is written in the merchant's or the nonprofit's name.
    pub attach: Option<Attach>,
    /// The post it answers.
    pub reply_to: Option<PostId>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignIn,
    /// The post itself does not fit.
    #[error(transparent)]
    Problem(#[from] PostProblem),
    /// The post it answers is gone, or this writer may not see it.
    #[error("the post that is answered is not there")]
    NoParent,
    /// A picture is not the writer's.
    #[error("there is no such picture")]
    NoPicture,
    /// The product or offer is not there, or not the writer's to sell.
    #[error("there is no such product")]
    NoProduct,
    /// The merchant is not verified, so it may not attach a card (D3).
    #[error("only a verified merchant may attach a card")]
    NotVerified,
    /// Nobody vouches for the nonprofit yet, so it may not ask (E2).
    #[error("only a verified nonprofit may attach a Donate card")]
    NotVouchedFor,
    /// Somebody has to look into the nonprofit's register again first.
    #[error("somebody has to look into the nonprofit's register again first")]
    Lapsed,
    /// The desk of the shop or the nonprofit is read-only, by a plan that was announced.
    #[error("the shop or nonprofit ends by a plan that was announced: nothing new is posted in its name")]
    ReadOnly,
    /// The account is suspended.
    #[error("this account may not write")]
    Suspended,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<Forbidden> for PublishError {
    fn from(_: Forbidden) -> Self {
        Self::NoProduct
    }
}

/// Writes a post. It stands in every follower's home from its commit on.
///
/// # Errors
/// [`PublishError`]; nothing was written then.
pub async fn publish(ctx: &Ctx, actor: &Actor, publish: Publish) -> Result<PostId, PublishError> {
    let writer = writer(ctx, actor).await?;
    let text = post::clean(&publish.text);
    let warning = post::clean(&publish.warning);
    let alts: Vec<String> = publish.pictures.iter().map(|picture| post::clean(&picture.alt)).collect();
    post::check(&text, &warning, &alts, publish.attach.is_some())?;
    let draft = Draft {
        writer,
        tags: post::tags(&text),
        text,
        warning,
        pictures: publish.pictures.into_iter().zip(alts).map(|(picture, alt)| (picture.image, alt)).collect(),
        attach: publish.attach,
        reply_to: publish.reply_to,
        post: ctx.id(),
        offer: ctx.id(),
        actor: actor.clone(),
        gates: Gates::of(ctx).await?,
        now: ctx.now(),
    };
    let draft = Arc::new(draft);
    let written = ctx.db().write("publish_post", move |tx| write(tx, &draft)).await?;
    feed::catch_up(ctx).await?;
    Ok(written)
}

/// Who writes: the person, or for a merchant's program the account that the merchant posts as.
async fn writer(ctx: &Ctx, actor: &Actor) -> Result<AccountId, PublishError> {
    match actor {
        Actor::Key { merchant, .. } => {
            actor.may(AtMerchant { merchant: *merchant, act: MerchantAct::Post })?;
            if is_read_only(ctx, Party::Shop(*merchant)).await? {
                return Err(PublishError::ReadOnly);
            }
            let seller = crate::merchants::find(ctx, *merchant).await?.ok_or(PublishError::SignIn)?;
            Ok(seller.account)
        }
        Actor::Person(person) => Ok(person.account),
        Actor::Anonymous | Actor::Guest(_) | Actor::System => Err(PublishError::SignIn),
    }
}

/// What the transaction needs; it may run more than once.
struct Draft {
    writer: AccountId,
    text: String,
    warning: String,
    tags: Vec<String>,
    pictures: Vec<(domain::ids::ImageId, String)>,
    attach: Option<Attach>,
    reply_to: Option<PostId>,
    post: PostId,
    /// Id of a plain offer, should one be made.
    offer: OfferId,
    actor: Actor,
    gates: Gates,
    now: jiff::Timestamp,
}

impl Draft {
    /// New things are posted in the name of `party`.
    fn is_alive(&self, party: Party) -> Result<(), PublishError> {
        let ends = self.gates.plans().iter().any(|plan| plan.is_read_only(party, self.now));
        if ends { Err(PublishError::ReadOnly) } else { Ok(()) }
    }
}

fn write(tx: &mut Tx<'_>, draft: &Draft) -> Result<PostId, PublishError> {
    for (image, _) in &draft.pictures {
        store::images::uploaded_by(tx, draft.writer, *image)?.ok_or(PublishError::NoPicture)?;
    }
    let (author, offer, campaign) = match draft.attach {
        None => (draft.writer, None, None),
        Some(Attach::Offer(offer)) => {
            let found = store::offers::by_id(tx, offer)?.ok_or(PublishError::NoProduct)?;
            let (author, offer) = sold(tx, draft, (found.merchant, found.product), Some(found.id))?;
            (author, Some((offer, found.merchant)), None)
        }
        Some(Attach::Product(merchant, product)) => {
            let (author, offer) = sold(tx, draft, (merchant, product), None)?;
            (author, Some((offer, merchant)), None)
        }
        Some(Attach::Campaign(campaign)) => {
            let (author, nonprofit) = asked_for(tx, draft, campaign)?;
            (author, None, Some((campaign, nonprofit)))
        }
    };
    let face = store::people::faces(tx, &[author.0])?.pop();
    if face.is_none_or(|face| face.suspended) {
        return Err(PublishError::Suspended);
    }
    let parent = match draft.reply_to {
        None => None,
        Some(parent) => Some(answered(tx, author, parent)?),
    };
    let post = NewPost {
        id: draft.post,
        author,
        text: draft.text.clone(),
        warning: draft.warning.clone(),
        reply_to: parent.map(|(parent, root, _)| (parent, root)),
        boost_of: None,
        offer,
        campaign,
        pictures: draft.pictures.clone(),
        tags: draft.tags.clone(),
        created_at: draft.now,
    };
    store::posts::insert(tx, &post)?;
    changes::note(tx, ChangeKind::Post, post.id.0, author.0, draft.now)?;
    if let Some((parent, _, parent_author)) = parent {
        changes::note(tx, ChangeKind::Post, parent.0, parent_author.0, draft.now)?;
    }
    Ok(post.id)
}

/// The post that is answered, the first of its thread, and its author. A boost is answered at the post it passes on.
fn answered(
    tx: &mut Tx<'_>,
    author: AccountId,
    parent: PostId,
) -> Result<(PostId, PostId, AccountId), PublishError> {
    let mut found = store::posts::by_ids(tx, &[parent.0])?.pop().ok_or(PublishError::NoParent)?;
    if let Some((boosted, _)) = found.boost_of {
        found = store::posts::by_ids(tx, &[boosted.0])?.pop().ok_or(PublishError::NoParent)?;
    }
    if store::people::is_blocked(tx, author, found.author)? {
        return Err(PublishError::NoParent);
    }
    Ok((found.id, found.root, found.author))
}

/// Whose post it is and what it offers. Only a verified merchant may attach a card (D3).
fn sold(
    tx: &mut Tx<'_>,
    draft: &Draft,
    (merchant, product): (MerchantId, ProductId),
    offer: Option<OfferId>,
) -> Result<(AccountId, OfferId), PublishError> {
    draft.actor.may(AtMerchant { merchant, act: MerchantAct::Post })?;
    draft.is_alive(Party::Shop(merchant))?;
    let seller = store::merchants::by_id(tx, merchant)?.ok_or(PublishError::NoProduct)?;
    if !seller.state.may_attach_cards() {
        return Err(PublishError::NotVerified);
    }
    store::products::by_id(tx, merchant, product)?.ok_or(PublishError::NoProduct)?;
    let offer = match offer
        .map_or_else(|| store::offers::plain_of_product(tx, merchant, product), |offer| Ok(Some(offer)))?
    {
        Some(offer) => offer,
        None => {
            let plain = Offer {
                id: draft.offer,
                merchant,
                product,
                open: true,
                starts_at: None,
                ends_at: None,
                limit_per_buyer: None,
            };
            store::offers::insert(tx, &plain, draft.now)?;
            plain.id
        }
    };
    Ok((seller.account, offer))
}

/// Whose post it is, and which nonprofit asks. Only one that somebody vouches for may (E2).
fn asked_for(
    tx: &mut Tx<'_>,
    draft: &Draft,
    campaign: CampaignId,
) -> Result<(AccountId, NonprofitId), PublishError> {
    let found = store::campaigns::by_id(tx, campaign)?.ok_or(PublishError::NoProduct)?;
    draft.actor.may(AtNonprofit { nonprofit: found.nonprofit, act: NonprofitAct::Campaign })?;
    draft.is_alive(Party::Nonprofit(found.nonprofit))?;
    let nonprofit = store::nonprofits::by_id(tx, found.nonprofit)?.ok_or(PublishError::NoProduct)?;
    if nonprofit.is_vouched_for() && nonprofit.is_lapsed() {
        return Err(PublishError::Lapsed);
    }
    if !nonprofit.takes_donations() {
        return Err(PublishError::NotVouchedFor);
    }
    Ok((nonprofit.account, nonprofit.id))
}

/// Campaigns that `actor` may ask for in posts: open ones of nonprofits that are vouched for, the newest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn askable(ctx: &Ctx, actor: &Actor, limit: u32) -> Result<Vec<Campaign>, DbError> {
    let Actor::Person(person) = actor else { return Ok(Vec::new()) };
    let may = |nonprofit| actor.may(AtNonprofit { nonprofit, act: NonprofitAct::Campaign }).is_ok();
    let nonprofits: Vec<NonprofitId> = person
        .nonprofits
        .iter()
        .map(|(nonprofit, _)| *nonprofit)
        .filter(|nonprofit| may(*nonprofit))
        .collect();
    if nonprofits.is_empty() {
        return Ok(Vec::new());
    }
    ctx.db()
        .read(move |conn| {
            let mut campaigns = Vec::new();
            for nonprofit in nonprofits {
                if store::nonprofits::by_id(conn, nonprofit)?.is_some_and(|it| it.takes_donations()) {
                    campaigns.extend(store::campaigns::of_nonprofit(conn, nonprofit, limit)?);
                }
            }
            campaigns.retain(|campaign| campaign.open);
            Ok(campaigns)
        })
        .await
}

/// Products that `actor` may attach, newest first, with their cards; none for those who sell nothing.
/// The flag tells that there is a shop, but it may not attach cards yet.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn attachable(
    ctx: &Ctx,
    actor: &Actor,
    limit: u32,
) -> Result<(Vec<(MerchantId, domain::view::goods::Goods)>, bool), DbError> {
    let Actor::Person(person) = actor else { return Ok((Vec::new(), false)) };
    let merchants: Vec<MerchantId> = person
        .staff_of
        .iter()
        .map(|(merchant, _)| *merchant)
        .filter(|merchant| actor.may(AtMerchant { merchant: *merchant, act: MerchantAct::Post }).is_ok())
        .collect();
    ctx.db()
        .read(move |conn| {
            let mut goods = Vec::new();
            let mut refused = false;
            for merchant in merchants {
                let seller = store::merchants::by_id(conn, merchant)?;
                if !seller.is_some_and(|seller| seller.state.may_attach_cards()) {
                    refused = true;
                    continue;
                }
                for product in store::products::shop(conn, merchant, limit)? {
                    goods.extend(
                        store::products::goods(conn, merchant, product)?.map(|goods| (merchant, goods)),
                    );
                }
            }
            Ok((goods, refused))
        })
        .await
}
