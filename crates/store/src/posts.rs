//! Posts: writing, taking back, and the lists they stand in.

use domain::ids::{AccountId, CampaignId, ImageId, MerchantId, NonprofitId, OfferId, PostId, ProductId};
use domain::view::posts::{Post, PostPicture};
use jiff::Timestamp;

use crate::people::image_at;
use crate::{DbError, Param, Read, Row, Sql, Tx, patterns};

macro_rules! post_query {
    () => {
        "SELECT p.id, p.author_id, p.body, p.content_warning, p.reply_to, answered.author_id, p.root_id, p.boost_of,
                passed.author_id, p.offer_id, p.offer_merchant_id, p.like_count, p.boost_count, p.reply_count,
                p.created_at, p.campaign_id, p.campaign_merchant_id
           FROM posts p
           LEFT JOIN posts answered ON answered.id = p.reply_to
           LEFT JOIN posts passed ON passed.id = p.boost_of"
    };
}

macro_rules! listed_query {
    () => {
        "SELECT p.id, p.author_id, coalesce(passed.author_id, answered.author_id), p.reply_to, p.boost_of, p.offer_id,
                p.deleted_at
           FROM posts p
           LEFT JOIN posts answered ON answered.id = p.reply_to
           LEFT JOIN posts passed ON passed.id = p.boost_of"
    };
}

/// A post to be kept.
#[derive(Debug, Clone)]
pub struct NewPost {
    /// Its id.
    pub id: PostId,
    /// Who writes it.
    pub author: AccountId,
    /// Its text.
    pub text: String,
    /// Its content warning; empty for none.
    pub warning: String,
    /// The post it answers, and the first of that thread.
    pub reply_to: Option<(PostId, PostId)>,
    /// The post it passes on.
    pub boost_of: Option<PostId>,
    /// What it sells.
    pub offer: Option<(OfferId, MerchantId)>,
    /// What it asks gifts for.
    pub campaign: Option<(CampaignId, NonprofitId)>,
    /// Its pictures and what they show.
    pub pictures: Vec<(ImageId, String)>,
    /// The tags it is found under.
    pub tags: Vec<String>,
    /// When.
    pub created_at: Timestamp,
}

/// Keeps a post with its pictures and tags, and counts it where it answers or passes on.
///
/// # Errors
/// [`DbError`] as the engine gives it; so for all functions here.
pub fn insert(tx: &mut Tx<'_>, post: &NewPost) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO posts (id, author_id, body, content_warning, reply_to, root_id, boost_of, offer_id,
                            offer_merchant_id, created_at, campaign_id, campaign_merchant_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[
            Param::id(post.id),
            Param::id(post.author),
            (&post.text).into(),
            (&post.warning).into(),
            Param::opt_id(post.reply_to.map(|(parent, _)| parent)),
            Param::id(post.reply_to.map_or(post.id, |(_, root)| root)),
            Param::opt_id(post.boost_of),
            Param::opt_id(post.offer.map(|(offer, _)| offer)),
            Param::opt_id(post.offer.map(|(_, merchant)| merchant)),
            post.created_at.into(),
            Param::opt_id(post.campaign.map(|(campaign, _)| campaign)),
            Param::opt_id(post.campaign.map(|(_, nonprofit)| nonprofit)),
        ],
    )?;
    for (position, (image, alt)) in (1_i64..).zip(&post.pictures) {
        tx.execute(
            "INSERT INTO post_images (post_id, position, image_id, alt) VALUES ($1, $2, $3, $4)",
            &[Param::id(post.id), position.into(), Param::id(*image), alt.into()],
        )?;
    }
    for tag in &post.tags {
        tx.execute(
            "INSERT INTO post_tags (tag, post_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            &[tag.into(), Param::id(post.id)],
        )?;
    }
    if let Some((parent, _)) = post.reply_to {
        tx.execute("UPDATE posts SET reply_count = reply_count + 1 WHERE id = $1", &[Param::id(parent)])?;
    }
    if let Some(boosted) = post.boost_of {
        tx.execute("UPDATE posts SET boost_count = boost_count + 1 WHERE id = $1", &[Param::id(boosted)])?;
    }
    Ok(())
}

/// What taking a post back touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deleted {
    /// The post itself and the boosts of it, with their authors.
    pub gone: Vec<(PostId, AccountId)>,
    /// The posts whose counts changed, with their authors.
    pub counted: Vec<(PostId, AccountId)>,
}

/// Takes a post back, and the boosts of it; none when it was gone already. Orders keep pointing at it.
pub fn delete(tx: &mut Tx<'_>, post: PostId, now: Timestamp) -> Result<Option<Deleted>, DbError> {
    let found = tx.first(
        "UPDATE posts SET deleted_at = $1 WHERE id = $2 AND deleted_at IS NULL
         RETURNING author_id, reply_to, boost_of",
        &[now.into(), Param::id(post)],
        |row| Ok((row.id::<AccountId>(0)?, row.opt_id::<PostId>(1)?, row.opt_id::<PostId>(2)?)),
    )?;
    let Some((author, reply_to, boost_of)) = found else { return Ok(None) };
    let mut deleted = Deleted { gone: vec![(post, author)], counted: Vec::new() };
    deleted.gone.extend(tx.rows(
        "UPDATE posts SET deleted_at = $1 WHERE boost_of = $2 AND deleted_at IS NULL RETURNING id, author_id",
        &[now.into(), Param::id(post)],
        |row| Ok((row.id(0)?, row.id(1)?)),
    )?);
    if let Some(parent) = reply_to {
        deleted.counted.extend(tx.rows(
            "UPDATE posts SET reply_count = reply_count - 1 WHERE id = $1 RETURNING id, author_id",
            &[Param::id(parent)],
            |row| Ok((row.id(0)?, row.id(1)?)),
        )?);
    }
    if let Some(boosted) = boost_of {
        deleted.counted.extend(tx.rows(
            "UPDATE posts SET boost_count = boost_count - 1 WHERE id = $1 RETURNING id, author_id",
            &[Param::id(boosted)],
            |row| Ok((row.id(0)?, row.id(1)?)),
        )?);
    }
    Ok(Some(deleted))
}

/// The boost of `post` by `account`, if it stands.
pub fn boost_by(read: &mut impl Read, post: PostId, account: AccountId) -> Result<Option<PostId>, DbError> {
    read.first(
        "SELECT id FROM posts WHERE author_id = $1 AND boost_of = $2 AND deleted_at IS NULL",
        &[Param::id(account), Param::id(post)],
        |row| row.id(0),
    )
}

/// The post stands, and the card in it is of this offer.
pub fn carries(read: &mut impl Read, post: PostId, offer: OfferId) -> Result<bool, DbError> {
    let found = read.first(
        "SELECT id FROM posts WHERE id = $1 AND offer_id = $2 AND deleted_at IS NULL",
        &[Param::id(post), Param::id(offer)],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// The post stands, and asks gifts for this campaign.
pub fn asks_for(read: &mut impl Read, post: PostId, campaign: CampaignId) -> Result<bool, DbError> {
    let found = read.first(
        "SELECT id FROM posts WHERE id = $1 AND campaign_id = $2 AND deleted_at IS NULL",
        &[Param::id(post), Param::id(campaign)],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Likes a post; says whether it was not liked before.
pub fn like(tx: &mut Tx<'_>, post: PostId, account: AccountId, now: Timestamp) -> Result<bool, DbError> {
    let fresh = tx.execute(
        "INSERT INTO likes (account_id, post_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        &[Param::id(account), Param::id(post), now.into()],
    )? > 0;
    if fresh {
        tx.execute("UPDATE posts SET like_count = like_count + 1 WHERE id = $1", &[Param::id(post)])?;
    }
    Ok(fresh)
}

/// Takes a like back; says whether there was one.
pub fn unlike(tx: &mut Tx<'_>, post: PostId, account: AccountId) -> Result<bool, DbError> {
    let gone = tx.execute(
        "DELETE FROM likes WHERE account_id = $1 AND post_id = $2",
        &[Param::id(account), Param::id(post)],
    )? > 0;
    if gone {
        tx.execute("UPDATE posts SET like_count = like_count - 1 WHERE id = $1", &[Param::id(post)])?;
    }
    Ok(gone)
}

/// Which of `posts` the account likes and which it boosted.
pub fn marks(
    read: &mut impl Read,
    account: AccountId,
    posts: &[i64],
) -> Result<(Vec<PostId>, Vec<PostId>), DbError> {
    const MARKS: Sql = Sql {
        sqlite: "SELECT CAST(0 AS BIGINT), post_id FROM likes
                  WHERE account_id = $1 AND post_id IN (SELECT value FROM json_each($2))
                 UNION ALL SELECT CAST(1 AS BIGINT), boost_of FROM posts
                  WHERE author_id = $1 AND boost_of IN (SELECT value FROM json_each($2)) AND deleted_at IS NULL",
        postgres: "SELECT CAST(0 AS BIGINT), post_id FROM likes WHERE account_id = $1 AND post_id = ANY($2)
                   UNION ALL SELECT CAST(1 AS BIGINT), boost_of FROM posts
                    WHERE author_id = $1 AND boost_of = ANY($2) AND deleted_at IS NULL",
    };
    let (mut liked, mut boosted) = (Vec::new(), Vec::new());
    read.visit(MARKS, &[Param::id(account), Param::Ints(posts)], &mut |row| {
        if row.int(0)? == 0 { &mut liked } else { &mut boosted }.push(row.id(1)?);
        Ok(())
    })?;
    Ok((liked, boosted))
}

/// These posts with their pictures, in no order; deleted ones are left out.
pub fn by_ids(read: &mut impl Read, posts: &[i64]) -> Result<Vec<Post>, DbError> {
    const POSTS: Sql = Sql {
        sqlite: concat!(
            post_query!(),
            " WHERE p.id IN (SELECT value FROM json_each($1)) AND p.deleted_at IS NULL"
        ),
        postgres: concat!(post_query!(), " WHERE p.id = ANY($1) AND p.deleted_at IS NULL"),
    };
    const PICTURES: Sql = Sql {
        sqlite: "SELECT post_id, images.id, file_key, width, height, alt
                   FROM post_images JOIN images ON images.id = image_id
                  WHERE post_id IN (SELECT value FROM json_each($1)) ORDER BY post_id, position",
        postgres: "SELECT post_id, images.id, file_key, width, height, alt
                     FROM post_images JOIN images ON images.id = image_id
                    WHERE post_id = ANY($1) ORDER BY post_id, position",
    };
    let mut found = read.rows(POSTS, &[Param::Ints(posts)], to_post)?;
    read.visit(PICTURES, &[Param::Ints(posts)], &mut |row| {
        let id: PostId = row.id(0)?;
        if let (Some(post), Some(image)) = (found.iter_mut().find(|post| post.id == id), image_at(row, 1)?) {
            post.pictures.push(PostPicture { image, alt: row.text(5)? });
        }
        Ok(())
    })?;
    Ok(found)
}

fn to_post(row: &Row<'_>) -> Result<Post, DbError> {
    let id: PostId = row.id(0)?;
    Ok(Post {
        id,
        author: row.id(1)?,
        text: row.text(2)?,
        warning: row.text(3)?,
        reply_to: row.opt_id(4)?.zip(row.opt_id(5)?),
        root: row.opt_id(6)?.unwrap_or(id),
        boost_of: row.opt_id(7)?.zip(row.opt_id(8)?),
        offer: row.opt_id(9)?.zip(row.opt_id(10)?),
        campaign: row.opt_id(15)?.zip(row.opt_id(16)?),
        pictures: Vec::new(),
        likes: row.count(11)?,
        boosts: row.count(12)?,
        replies: row.count(13)?,
        created_at: row.time(14)?,
    })
}

/// A row of a list, with what its filters need to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// The post or boost.
    pub id: PostId,
    /// Who wrote or passed it on.
    pub author: AccountId,
    /// Who wrote the post that is passed on or answered.
    pub target: Option<AccountId>,
    /// It answers another.
    pub is_reply: bool,
    /// It passes another on.
    pub is_boost: bool,
    /// It sells something.
    pub sells: bool,
    /// It was taken back.
    pub deleted: bool,
}

fn to_listed(row: &Row<'_>) -> Result<Listed, DbError> {
    Ok(Listed {
        id: row.id(0)?,
        author: row.id(1)?,
        target: row.opt_id(2)?,
        is_reply: row.opt_int(3)?.is_some(),
        is_boost: row.opt_int(4)?.is_some(),
        sells: row.opt_int(5)?.is_some(),
        deleted: row.opt_int(6)?.is_some(),
    })
}

/// These posts as rows of lists, deleted ones too.
pub fn listed(read: &mut impl Read, posts: &[i64]) -> Result<Vec<Listed>, DbError> {
    const LISTED: Sql = Sql {
        sqlite: concat!(listed_query!(), " WHERE p.id IN (SELECT value FROM json_each($1))"),
        postgres: concat!(listed_query!(), " WHERE p.id = ANY($1)"),
    };
    read.rows(LISTED, &[Param::Ints(posts)], to_listed)
}

/// The newest posts of one author before `before`, newest first.
pub fn of_author(
    read: &mut impl Read,
    author: AccountId,
    before: PostId,
    limit: u32,
) -> Result<Vec<Listed>, DbError> {
    read.rows(
        concat!(
            listed_query!(),
            " WHERE p.author_id = $1 AND p.id < $2 AND p.deleted_at IS NULL ORDER BY p.id DESC LIMIT $3"
        ),
        &[Param::id(author), Param::id(before), limit.into()],
        to_listed,
    )
}

/// The newest posts of these authors before `before`, newest first.
pub fn of_authors(
    read: &mut impl Read,
    authors: &[i64],
    before: PostId,
    limit: u32,
) -> Result<Vec<Listed>, DbError> {
    const OF_AUTHORS: Sql = Sql {
        sqlite: concat!(
            listed_query!(),
            " WHERE p.author_id IN (SELECT value FROM json_each($1)) AND p.id < $2 AND p.deleted_at IS NULL
              ORDER BY p.id DESC LIMIT $3"
        ),
        postgres: concat!(
            listed_query!(),
            " WHERE p.author_id = ANY($1) AND p.id < $2 AND p.deleted_at IS NULL ORDER BY p.id DESC LIMIT $3"
        ),
    };
    read.rows(OF_AUTHORS, &[Param::Ints(authors), Param::id(before), limit.into()], to_listed)
}

/// The newest posts of everyone that answer nothing and pass nothing on, before `before`, newest first.
pub fn public(read: &mut impl Read, before: PostId, limit: u32) -> Result<Vec<Listed>, DbError> {
    read.rows(
        concat!(
            listed_query!(),
            " WHERE p.id < $1 AND p.deleted_at IS NULL AND p.reply_to IS NULL AND p.boost_of IS NULL
              ORDER BY p.id DESC LIMIT $2"
        ),
        &[Param::id(before), limit.into()],
        to_listed,
    )
}

/// The same, only posts that sell something.
pub fn selling(read: &mut impl Read, before: PostId, limit: u32) -> Result<Vec<Listed>, DbError> {
    read.rows(
        concat!(
            listed_query!(),
            " WHERE p.offer_id IS NOT NULL AND p.id < $1 AND p.deleted_at IS NULL AND p.reply_to IS NULL
              ORDER BY p.id DESC LIMIT $2"
        ),
        &[Param::id(before), limit.into()],
        to_listed,
    )
}

/// The newest posts under `tag` before `before`, newest first.
pub fn tagged(read: &mut impl Read, tag: &str, before: PostId, limit: u32) -> Result<Vec<Listed>, DbError> {
    read.rows(
        concat!(
            listed_query!(),
            " JOIN post_tags ON post_tags.post_id = p.id
              WHERE post_tags.tag = $1 AND post_tags.post_id < $2 AND p.deleted_at IS NULL
              ORDER BY post_tags.post_id DESC LIMIT $3"
        ),
        &[tag.into(), Param::id(before), limit.into()],
        to_listed,
    )
}

/// Posts whose text holds every word of `text`, among the newest `window` posts before `before`; newest first.
pub fn search(
    read: &mut impl Read,
    text: &str,
    before: PostId,
    window: u32,
    limit: u32,
) -> Result<Vec<Listed>, DbError> {
    let [first, second, third, fourth, fifth, sixth] = &patterns::words(text);
    read.rows(
        concat!(
            listed_query!(),
            " JOIN (SELECT id FROM posts WHERE id < $1 ORDER BY id DESC LIMIT $2) recent ON recent.id = p.id
              WHERE p.deleted_at IS NULL AND p.boost_of IS NULL
                AND lower(p.body) LIKE $3 ESCAPE '!' AND lower(p.body) LIKE $4 ESCAPE '!'
                AND lower(p.body) LIKE $5 ESCAPE '!' AND lower(p.body) LIKE $6 ESCAPE '!'
                AND lower(p.body) LIKE $7 ESCAPE '!' AND lower(p.body) LIKE $8 ESCAPE '!'
              ORDER BY p.id DESC LIMIT $9"
        ),
        &[
            Param::id(before),
            window.into(),
            first.into(),
            second.into(),
            third.into(),
            fourth.into(),
            fifth.into(),
            sixth.into(),
            limit.into(),
        ],
        to_listed,
    )
}

/// The answers in the thread of `root`, oldest first, with what each answers.
pub fn thread(
    read: &mut impl Read,
    root: PostId,
    limit: u32,
) -> Result<Vec<(PostId, Option<PostId>)>, DbError> {
    read.rows(
        "SELECT id, reply_to FROM posts WHERE root_id = $1 AND deleted_at IS NULL AND boost_of IS NULL
          ORDER BY id LIMIT $2",
        &[Param::id(root), limit.into()],
        |row| Ok((row.id(0)?, row.opt_id(1)?)),
    )
}

/// The newest posts that carry an offer of this product, before `before`.
pub fn about_product(
    read: &mut impl Read,
    merchant: MerchantId,
    product: ProductId,
    before: PostId,
    limit: u32,
) -> Result<Vec<Listed>, DbError> {
    read.rows(
        concat!(
            listed_query!(),
            " WHERE p.offer_id IN (SELECT id FROM offers WHERE merchant_id = $1 AND product_id = $2)
                AND p.id < $3 AND p.deleted_at IS NULL
              ORDER BY p.id DESC LIMIT $4"
        ),
        &[Param::id(merchant), Param::id(product), Param::id(before), limit.into()],
        to_listed,
    )
}

/// Tags used most in the newest `window` tagged posts, with how often.
pub fn busy_tags(read: &mut impl Read, window: u32, limit: u32) -> Result<Vec<(String, u32)>, DbError> {
    read.rows(
        "SELECT tag, count(*) FROM post_tags
          WHERE post_id IN (SELECT id FROM posts WHERE deleted_at IS NULL ORDER BY id DESC LIMIT $1)
          GROUP BY tag ORDER BY count(*) DESC, tag LIMIT $2",
        &[window.into(), limit.into()],
        |row| Ok((row.text(0)?, row.count(1)?)),
    )
}

/// Open offers of active products whose title holds every word of `text`, from merchants that sell, newest first.
pub fn search_offers(read: &mut impl Read, text: &str, limit: u32) -> Result<Vec<OfferId>, DbError> {
    let [first, second, third, fourth, fifth, sixth] = &patterns::words(text);
    read.rows(
        "SELECT max(offers.id)
           FROM products
           JOIN offers ON offers.merchant_id = products.merchant_id AND offers.product_id = products.id
           JOIN merchants ON merchants.id = products.merchant_id
          WHERE products.status = 'active' AND offers.state = 'open'
            AND merchants.state IN ('verified', 'limited')
            AND lower(products.title) LIKE $1 ESCAPE '!' AND lower(products.title) LIKE $2 ESCAPE '!'
            AND lower(products.title) LIKE $3 ESCAPE '!' AND lower(products.title) LIKE $4 ESCAPE '!'
            AND lower(products.title) LIKE $5 ESCAPE '!' AND lower(products.title) LIKE $6 ESCAPE '!'
          GROUP BY products.merchant_id, products.id
          ORDER BY max(offers.id) DESC LIMIT $7",
        &[first.into(), second.into(), third.into(), fourth.into(), fifth.into(), sixth.into(), limit.into()],
        |row| row.id(0),
    )
}
