//! Faces and posts, with what others did about them.

use app::posts::{self, Attach, Publish};
use app::{accounts, pictures};
use bytes::Bytes;
use domain::access::Actor;
use domain::ids::AccountId;
use domain::view::posts::StoredPicture;
use futures_util::future::try_join_all;

use super::people::person;
use super::shops::staff;
use super::{Seed, Step, What, about, charities};
use crate::demo::art::{self, Scene};
use crate::demo::content::Post;
use crate::demo::peers::draw;
use crate::failure::Failure;

/// Draws the picture of every account, and the one above its profile where there is one.
pub(super) async fn draw_faces(seed: &Seed<'_>) -> Result<(), Failure> {
    let all = seed.accounts.iter().map(|(handle, account)| async move {
        let actor = person(*account);
        if let Some(scene) = art::avatar(handle) {
            let bytes = draw(scene).await;
            accounts::set_avatar(seed.ctx, &actor, bytes)
                .await
                .map_err(about(format!("face of @{handle}")))?;
        }
        if let Some(scene) = art::banner(handle) {
            let bytes = draw(scene).await;
            accounts::set_banner(seed.ctx, &actor, bytes)
                .await
                .map_err(about(format!("banner of @{handle}")))?;
        }
        Ok::<_, Failure>(())
    });
    try_join_all(all).await.map(|_| ())
}

/// Every post, at its time.
pub(super) fn steps(seed: &Seed<'_>) -> Vec<Step> {
    let posts = seed.world.posts.iter().enumerate();
    posts.map(|(index, post)| Step { at: seed.ago(post.minutes_ago), what: What::Post(index) }).collect()
}

/// Writes a post; those who like it or pass it on do so at once.
pub(super) async fn write(seed: &mut Seed<'_>, index: usize) -> Result<(), Failure> {
    let post = &seed.world.posts[index];
    let what = || format!("post {}", post.key);
    let writer = seed.account(&post.author);
    let publish = Publish {
        text: post.text.clone(),
        warning: post.warning.clone().unwrap_or_default(),
        pictures: upload(seed, writer, post).await?,
        attach: attach(seed, post)?,
        reply_to: post.reply_to.as_ref().and_then(|key| seed.posts.get(key)).copied(),
    };
    let id = posts::publish(seed.ctx, &actor(seed, &post.author), publish).await.map_err(about(what()))?;
    seed.posts.insert(post.key.clone(), id);
    let seed = &*seed;
    let likes = post.liked_by.iter().map(|handle| async move {
        posts::like(seed.ctx, &actor(seed, handle), id).await.map_err(about(&post.key))
    });
    try_join_all(likes).await?;
    let boosts = post.boosted_by.iter().map(|handle| async move {
        posts::boost(seed.ctx, &actor(seed, handle), id).await.map_err(about(&post.key))
    });
    try_join_all(boosts).await.map(|_| ())
}

fn actor(seed: &Seed<'_>, handle: &str) -> Actor {
    let account = seed.account(handle);
    match (seed.shops.get(handle), seed.charities.get(handle)) {
        (Some(merchant), _) => staff(account, *merchant),
        (None, Some(charity)) => charities::staff(account, charity.nonprofit),
        (None, None) => person(account),
    }
}

/// A charity's campaign, or an offer that ends, where the shop made one; else the product as it is always sold. People who praise what a shop
/// sells do so without a card: only the shop attaches one.
fn attach(seed: &Seed<'_>, post: &Post) -> Result<Option<Attach>, Failure> {
    if let Some(charity) = seed.charities.get(&post.author).filter(|_| post.asks) {
        return Ok(Some(Attach::Campaign(charity.campaign)));
    }
    let Some((shop, name)) = post.product().filter(|(shop, _)| *shop == post.author) else {
        return Ok(None);
    };
    let merchant = seed.shops[shop];
    let product = super::shops::product(seed, merchant, name)?;
    Ok(Some(match seed.offers.get(&product) {
        Some(offer) => Attach::Offer(*offer),
        None => Attach::Product(merchant, product),
    }))
}

async fn upload(seed: &Seed<'_>, writer: AccountId, post: &Post) -> Result<Vec<StoredPicture>, Failure> {
    let mut uploaded = Vec::with_capacity(post.images.len());
    for picture in &post.images {
        let scene: Scene = art::scene(&picture.scene).expect("a test keeps every scene of the world's files");
        let bytes: Bytes = draw(scene).await;
        let image = pictures::upload(seed.ctx, writer, bytes).await.map_err(about(&picture.scene))?;
        uploaded.push(StoredPicture { image: image.id, alt: picture.alt.clone() });
    }
    Ok(uploaded)
}
