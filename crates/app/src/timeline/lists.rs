//! Lists of posts, page by page.

use domain::access::Actor;
use domain::ids::{AccountId, MerchantId, PostId, ProductId};
use domain::view::posts::Feed;
use store::DbError;

use super::{Reader, TimelineError, entries};
use crate::Ctx;
use crate::memory::{Candidate, Merged, Tails};

/// Posts on a page.
pub const PAGE_POSTS: usize = 20;
/// Rows asked for at once: some are hidden or gone.
const ROWS_AT_ONCE: usize = PAGE_POSTS + 12;
/// How often more rows are asked for before a page is given up as it is. A reader who hides nearly everyone gets short
/// pages, and still gets on.
const ROUNDS_MAX: usize = 40;

/// Which posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum List {
    /// Of whom the reader follows.
    Home,
    /// Of everyone: what answers nothing and passes nothing on.
    Everyone,
    /// The same, only what sells something.
    Shops,
    /// Of one account, with its answers or without.
    Author {
        /// Whose.
        account: AccountId,
        /// With answers.
        replies: bool,
    },
    /// Under a tag.
    Tag(String),
    /// Whose text holds this, among the newest [`SEARCH_WINDOW`](super::SEARCH_WINDOW).
    Search(String),
    /// About a product.
    Product(MerchantId, ProductId),
}

impl List {
    const fn visited(&self) -> Option<AccountId> {
        match self {
            Self::Author { account, .. } => Some(*account),
            Self::Home
            | Self::Everyone
            | Self::Shops
            | Self::Tag(_)
            | Self::Search(_)
            | Self::Product(..) => None,
        }
    }
}

/// One page of `list` as `actor` sees it: the newest posts, or those before `before`.
///
/// # Errors
/// [`TimelineError::SignIn`] for the home of nobody; [`TimelineError::NotFound`] for the list of someone the reader may
/// not visit.
pub async fn list(
    ctx: &Ctx,
    actor: &Actor,
    list: &List,
    before: Option<PostId>,
) -> Result<Feed, TimelineError> {
    let reader = Reader::of(ctx, actor).await?;
    if matches!(list, List::Home) && reader.account.is_none() {
        return Err(TimelineError::SignIn);
    }
    if list.visited().is_some_and(|visited| !reader.may_visit(visited)) {
        return Err(TimelineError::NotFound);
    }
    let mut feed = Feed::default();
    let mut next = Some(before.unwrap_or(PostId(i64::MAX)));
    for _ in 0..ROUNDS_MAX {
        let Some(before) = next else { break };
        let rows = rows(ctx, &reader, list, before).await?;
        next = rows.next;
        let keys: Vec<PostId> = rows.rows.iter().map(|row| row.id).collect();
        for entry in entries(ctx, &reader, &keys, list.visited()).await? {
            // A post that several people passed on stands once.
            if !feed.entries.iter().any(|known| known.post.id == entry.post.id) {
                feed.entries.push(entry);
            }
        }
        if feed.entries.len() > PAGE_POSTS {
            feed.entries.truncate(PAGE_POSTS);
            next = feed.entries.last().map(|entry| entry.key);
            break;
        }
    }
    feed.older = next;
    Ok(feed)
}

/// Rows that passed the filters.
struct Rows {
    rows: Vec<Candidate>,
    /// Where to go on; none at the end.
    next: Option<PostId>,
}

/// The next rows that pass the filters.
async fn rows(ctx: &Ctx, reader: &Reader, list: &List, before: PostId) -> Result<Rows, DbError> {
    let pass = |row: &Candidate| stands(reader, list, row);
    let merged = match list {
        List::Home => {
            ensure_tails(ctx, &reader.relations.reads).await?;
            ctx.memory().tails.merge(&reader.relations.reads, before, ROWS_AT_ONCE, pass)
        }
        List::Everyone | List::Shops => {
            ensure_everyone(ctx).await?;
            ctx.memory().tails.everyone(matches!(list, List::Shops), before, ROWS_AT_ONCE, pass)
        }
        List::Author { account, .. } => {
            ensure_tails(ctx, &[*account]).await?;
            ctx.memory().tails.merge(&[*account], before, ROWS_AT_ONCE, pass)
        }
        List::Tag(_) | List::Search(_) | List::Product(..) => Merged::Older,
    };
    match merged {
        Merged::Rows { rows, end } => {
            let next = if end { None } else { rows.last().map(|row| row.id) };
            Ok(Rows { rows, next })
        }
        Merged::Older => older(ctx, reader, list, before).await,
    }
}

/// Rows from SQL: older than what is in memory, or lists that memory does not keep.
async fn older(ctx: &Ctx, reader: &Reader, list: &List, before: PostId) -> Result<Rows, DbError> {
    let limit = u32::try_from(ROWS_AT_ONCE).expect("a page is short");
    let wanted = list.clone();
    let reads = entries::raw(&reader.relations.reads);
    let read = ctx
        .db()
        .read(move |conn| match &wanted {
            List::Home => store::posts::of_authors(conn, &reads, before, limit),
            List::Everyone => store::posts::public(conn, before, limit),
            List::Shops => store::posts::selling(conn, before, limit),
            List::Author { account, .. } => store::posts::of_author(conn, *account, before, limit),
            List::Tag(tag) => store::posts::tagged(conn, tag, before, limit),
            List::Search(text) => store::posts::search(conn, text, before, super::SEARCH_WINDOW, limit),
            List::Product(merchant, product) => {
                store::posts::about_product(conn, *merchant, *product, before, limit)
            }
        })
        .await?;
    let next = if read.len() < ROWS_AT_ONCE { None } else { read.last().map(|row| row.id) };
    let rows = read.iter().map(Candidate::from).filter(|row| stands(reader, list, row)).collect();
    Ok(Rows { rows, next })
}

/// Whether a row stands in the list for this reader.
fn stands(reader: &Reader, list: &List, row: &Candidate) -> bool {
    match list {
        List::Home => reader.at_home(row),
        List::Author { account, replies } => {
            (*replies || !row.is_reply || row.target == Some(row.author))
                && reader.passes(row, Some(*account))
        }
        List::Everyone | List::Shops | List::Tag(_) | List::Search(_) | List::Product(..) => {
            reader.passes(row, None)
        }
    }
}

/// Reads the tails of authors that are not in memory yet.
async fn ensure_tails(ctx: &Ctx, authors: &[AccountId]) -> Result<(), DbError> {
    let tails = &ctx.memory().tails;
    loop {
        let missing = tails.missing(authors);
        if missing.is_empty() {
            return Ok(());
        }
        let mark = tails.mark();
        let read = ctx
            .db()
            .read(move |conn| {
                missing
                    .into_iter()
                    .map(|author| Ok((author, Tails::read(conn, author)?)))
                    .collect::<Result<Vec<_>, DbError>>()
            })
            .await?;
        if tails.fill(mark, read) {
            return Ok(());
        }
    }
}

async fn ensure_everyone(ctx: &Ctx) -> Result<(), DbError> {
    let tails = &ctx.memory().tails;
    while !tails.knows_everyone() {
        let mark = tails.mark();
        let rows = ctx.db().read(Tails::read_everyone).await?;
        tails.fill_everyone(mark, &rows);
    }
    Ok(())
}
