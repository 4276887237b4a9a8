//! The place to write, inside a timeline, under a post, or on a page of its own.

use app::posts::{askable, attachable};
use domain::access::{AtMerchant, MerchantAct};
use domain::ids::MerchantId;
use domain::merchant::MerchantState;
use domain::post::{PICTURES_MAX, TEXT_CHARACTERS_MAX};
use domain::view::goods::Goods;
use words::Words;

use super::pages::compose::{Composer, Pick};
use super::studio::offers::in_words;
use super::view::{avatar, picture, raised};
use super::{Failure, Visit};
use crate::Web;

/// Products offered to attach; a shop with more attaches from the product's own page in the studio.
const PICKS_MAX: u32 = 60;

/// What was typed, to be shown again.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The text.
    pub text: String,
    /// The content warning.
    pub warning: String,
    /// The product that was chosen, as it is sent.
    pub product: String,
    /// What is wrong.
    pub error: String,
}

/// The place to write something new, for those signed in.
///
/// # Errors
/// [`Failure`] when the goods to attach cannot be read.
pub async fn inline(web: &Web, visit: &Visit) -> Result<Option<Composer>, Failure> {
    new(web, visit, Typed::default()).await
}

/// The same with what was typed.
///
/// # Errors
/// [`Failure`] when the goods to attach cannot be read.
pub async fn new(web: &Web, visit: &Visit, typed: Typed) -> Result<Option<Composer>, Failure> {
    let chosen = typed.product.clone();
    let Some(mut composer) = reply(visit, "", "", typed) else { return Ok(None) };
    let w = visit.words();
    let (goods, refused) = attachable(web.ctx(), &visit.actor, PICKS_MAX).await?;
    let mut sellers: Vec<MerchantId> = goods.iter().map(|(merchant, _)| *merchant).collect();
    composer.goods = goods
        .into_iter()
        .map(|(merchant, goods)| {
            let id = format!("{merchant}.{}", goods.product.id);
            pick(w, &goods, &id, &chosen)
        })
        .collect();
    let asking = askable(web.ctx(), &visit.actor, PICKS_MAX).await?;
    composer.goods.extend(asking.iter().map(|campaign| Pick {
        id: campaign.id.to_string(),
        title: campaign.title.clone(),
        meta: raised(w, campaign),
        picture: None,
        selected: chosen == campaign.id.to_string(),
    }));
    let mut refused = refused && composer.goods.is_empty();
    if !chosen.is_empty()
        && composer.goods.iter().all(|pick| !pick.selected)
        && let Some((merchant, pick)) = chosen_pick(web, visit, &chosen).await?
    {
        let seller = app::merchants::find(web.ctx(), merchant).await?;
        if seller.is_some_and(|seller| seller.state.may_attach_cards()) {
            composer.goods.insert(0, pick);
            sellers.push(merchant);
        } else {
            refused = true;
        }
    }
    if refused {
        w.text(why_no_card(web, visit).await?).clone_into(&mut composer.goods_refused);
    }
    composer.as_whom = as_whom(web, visit, sellers).await?;
    Ok(Some(composer))
}

/// In whose name a post goes out; empty for who sells nothing, whose name it is always.
async fn as_whom(web: &Web, visit: &Visit, mut sellers: Vec<MerchantId>) -> Result<String, Failure> {
    let Some(signed_in) = &visit.signed_in else { return Ok(String::new()) };
    let (w, name) = (visit.words(), ("name", signed_in.display_name.as_str().into()));
    sellers.sort_unstable();
    sellers.dedup();
    Ok(match sellers[..] {
        [] => String::new(),
        [seller] => {
            let shop = app::merchants::find(web.ctx(), seller).await?;
            let shop = shop.map(|shop| shop.display_name).unwrap_or_default();
            w.with("compose-as-shop", &[("shop", shop.as_str().into()), name])
        }
        [..] => w.with("compose-as-seller", &[name]),
    })
}

/// Why nothing can be attached: what the operator decided about a shop of the writer's, else that it is new.
async fn why_no_card(web: &Web, visit: &Visit) -> Result<&'static str, Failure> {
    for (merchant, _) in visit.signed_in.iter().flat_map(|signed_in| signed_in.staff_of.iter()) {
        if visit.actor.may(AtMerchant { merchant: *merchant, act: MerchantAct::Post }).is_err() {
            continue;
        }
        match app::merchants::find(web.ctx(), *merchant).await?.map(|shop| shop.state) {
            Some(MerchantState::Limited) => return Ok(words::key!("compose-no-card-limited")),
            Some(MerchantState::Suspended) => return Ok(words::key!("compose-no-card-suspended")),
            Some(MerchantState::New | MerchantState::Verified) | None => {}
        }
    }
    Ok(words::key!("compose-no-card-yet"))
}

/// What was chosen elsewhere and is not among the newest goods: an older product, or an offer with terms.
async fn chosen_pick(web: &Web, visit: &Visit, chosen: &str) -> Result<Option<(MerchantId, Pick)>, Failure> {
    let w = visit.words();
    let may = |merchant| visit.actor.may(AtMerchant { merchant, act: MerchantAct::Post }).is_ok();
    if let Ok(offer) = chosen.parse() {
        let found = app::catalog::offer_goods(web.ctx(), offer).await?;
        let Some(found) = found.filter(|found| may(found.offer.merchant)) else { return Ok(None) };
        let shop = app::merchants::find(web.ctx(), found.offer.merchant).await?;
        let zone = shop.map_or(jiff::tz::TimeZone::UTC, |shop| shop.profile.time_zone);
        let mut pick = pick(w, &found.goods, chosen, chosen);
        pick.meta = format!("{} · {}", pick.meta, in_words(w, &found.offer, &zone));
        return Ok(Some((found.offer.merchant, pick)));
    }
    let Some((merchant, product)) = chosen.split_once('.') else { return Ok(None) };
    let (Ok(merchant), Ok(product)) = (merchant.parse(), product.parse()) else { return Ok(None) };
    if !may(merchant) {
        return Ok(None);
    }
    let found = app::catalog::goods(web.ctx(), merchant, product).await?;
    Ok(found.map(|goods| (merchant, pick(w, &goods, chosen, chosen))))
}

/// The place to answer `post`, whose author is called `name`.
#[must_use]
pub fn reply(visit: &Visit, post: &str, name: &str, typed: Typed) -> Option<Composer> {
    let signed_in = visit.signed_in.as_ref()?;
    let w = visit.words();
    Some(Composer {
        w,
        csrf: visit.csrf.clone(),
        avatar: avatar(&signed_in.display_name, signed_in.avatar.as_ref()),
        in_reply_to: post.to_owned(),
        placeholder: if post.is_empty() {
            w.text("compose-placeholder").to_owned()
        } else {
            w.fill("compose-reply-title", "name", name)
        },
        text: typed.text,
        text_max: u32::try_from(TEXT_CHARACTERS_MAX).unwrap_or(u32::MAX),
        warning: typed.warning,
        pictures_max: u32::try_from(PICTURES_MAX).unwrap_or(u32::MAX),
        pictures: Vec::new(),
        goods: Vec::new(),
        goods_refused: String::new(),
        as_whom: String::new(),
        error: typed.error,
    })
}

fn pick(w: &Words, goods: &Goods, id: &str, chosen: &str) -> Pick {
    let price = goods.variants.first().map(|variant| w.money(variant.price.price)).unwrap_or_default();
    Pick {
        id: id.to_owned(),
        title: goods.product.title.clone(),
        meta: price,
        picture: goods.images.iter().find_map(|found| Some(picture(found.image.as_ref()?, ""))),
        selected: id == chosen,
    }
}
