//! Somebody's profile, as a reader sees it.

use domain::access::Actor;
use domain::merchant::Merchant;
use domain::view::people::{Profile, Relation};
use domain::view::posts::Card;
use store::DbError;

use crate::Ctx;
use crate::timeline::{Reader, TimelineError, cards};

/// Goods on a shop page.
const SHOP_GOODS_MAX: u32 = 120;

/// A profile with what the reader is to it.
#[derive(Debug, Clone)]
pub struct Visited {
    /// Who.
    pub profile: Profile,
    /// What the reader is to them.
    pub relation: Relation,
    /// The merchant behind it, with what buyers must be able to read (D5).
    pub merchant: Option<Merchant>,
    /// Its goods, the pinned ones first.
    pub goods: Vec<Card>,
    /// How many of them are pinned.
    pub pinned: usize,
}

/// The profile of the account with this handle. Whom the reader blocked is still shown by name, so that the block can
/// be lifted; who blocked the reader is not there.
///
/// # Errors
/// [`TimelineError::NotFound`] when there is none that this reader may visit.
pub async fn profile(ctx: &Ctx, actor: &Actor, handle: &str) -> Result<Visited, TimelineError> {
    let reader = Reader::of(ctx, actor).await?;
    let handle = handle.to_lowercase();
    let found = ctx
        .db()
        .read(move |conn| {
            let Some(account) = store::people::by_handle(conn, &handle)? else { return Ok(None) };
            let Some(profile) = store::people::profile(conn, account)? else { return Ok(None) };
            let merchant = match profile.face.merchant {
                Some(merchant) => store::merchants::by_id(conn, merchant)?,
                None => None,
            };
            let mut offers = Vec::new();
            let mut pinned = 0;
            if let Some(merchant) = profile.face.merchant {
                let pins = store::products::pinned(conn, merchant)?;
                for product in store::products::shop(conn, merchant, SHOP_GOODS_MAX)? {
                    let Some(offer) = store::offers::shown_of_product(conn, merchant, product)? else {
                        continue;
                    };
                    pinned += usize::from(pins.contains(&product));
                    offers.push(offer);
                }
            }
            Ok::<_, DbError>(Some((profile, merchant, offers, pinned)))
        })
        .await?;
    let Some((profile, merchant, offers, pinned)) = found else { return Err(TimelineError::NotFound) };
    let account = profile.face.id;
    let relations = &reader.relations;
    if profile.face.suspended || relations.blocked_by.contains(&account) {
        return Err(TimelineError::NotFound);
    }
    let relation = Relation {
        own: reader.account == Some(account),
        follows: relations.follows.contains(&account),
        muted: relations.mutes.contains(&account),
        blocked: relations.blocks.contains(&account),
    };
    if relation.blocked {
        return Ok(Visited { profile, relation, merchant: None, goods: Vec::new(), pinned: 0 });
    }
    let may_browse = merchant.as_ref().is_some_and(|merchant| reader.may_browse(merchant.id, merchant.state));
    let (offers, pinned) = if may_browse { (offers, pinned) } else { (Vec::new(), 0) };
    let unordered = cards(ctx, &offers, reader.account).await?;
    let goods = offers
        .iter()
        .filter_map(|offer| unordered.iter().find(|card| card.offer.id == *offer).cloned())
        .collect();
    Ok(Visited { profile, relation, merchant, goods, pinned })
}
