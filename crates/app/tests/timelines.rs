//! Timelines against a naive oracle: fifty people follow, block, mute, post, answer, boost and delete at random, and
//! after every step some reader's pages are compared with what a walk over everything says. Blocks and mutes are
//! honoured on every surface from the commit on (I18), whichever process wrote.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use std::collections::BTreeSet;
use std::sync::Arc;

use app::people::{Tie, TieError, tie, untie};
use app::posts::{self, Publish};
use app::timeline::{self, List, PAGE_POSTS, TimelineError, list};
use app::{Ctx, feed};
use domain::access::{Actor, Person};
use domain::ids::{AccountId, PostId};
use domain::view::people::AccountKind;
use jiff::SignedDuration;
use store::accounts::NewAccount;
use testkit::house::{Goods, House, On, Plan};

/// xorshift64*: small, seeded, the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(drawn).unwrap() % bound
    }
}

fn actor(account: AccountId) -> Actor {
    Actor::Person(Person { account, staff_of: [].into(), nonprofits: [].into(), operator: false })
}

async fn open_account(ctx: &Ctx, handle: &str) -> AccountId {
    let account = NewAccount {
        id: ctx.id(),
        handle: handle.to_owned(),
        display_name: handle.to_owned(),
        kind: AccountKind::Person,
        email: None,
        password_hash: None,
        locale: "en".to_owned(),
        operator: false,
        created_at: ctx.now(),
    };
    let id = account.id;
    ctx.db().write("account", move |tx| store::accounts::insert(tx, &account)).await.unwrap();
    id
}

#[derive(Clone)]
struct ModelPost {
    id: PostId,
    author: AccountId,
    reply_to: Option<PostId>,
    boost_of: Option<PostId>,
    tagged: bool,
    gone: bool,
}

#[derive(Default)]
struct Model {
    posts: Vec<ModelPost>,
    follows: BTreeSet<(AccountId, AccountId)>,
    blocks: BTreeSet<(AccountId, AccountId)>,
    mutes: BTreeSet<(AccountId, AccountId)>,
}

impl Model {
    fn post(&self, id: PostId) -> &ModelPost {
        self.posts.iter().find(|post| post.id == id).unwrap()
    }

    fn is_blocked(&self, one: AccountId, other: AccountId) -> bool {
        self.blocks.contains(&(one, other)) || self.blocks.contains(&(other, one))
    }

    fn sees(&self, reader: AccountId, author: AccountId, visited: Option<AccountId>) -> bool {
        let muted = self.mutes.contains(&(reader, author)) && visited != Some(author);
        !muted && !self.is_blocked(reader, author)
    }

    /// The rows of a list, newest first, each with the post it shows.
    fn rows(&self, reader: AccountId, which: &List) -> Vec<(PostId, PostId)> {
        let visited = match which {
            List::Author { account, .. } => Some(*account),
            _ => None,
        };
        let mut rows: Vec<(PostId, PostId)> = self
            .posts
            .iter()
            .filter(|post| !post.gone && self.sees(reader, post.author, visited))
            .filter(|post| match post.boost_of.or(post.reply_to) {
                Some(other) => self.sees(reader, self.post(other).author, visited),
                None => true,
            })
            .filter(|post| match which {
                List::Home => {
                    let reads = |other| other == reader || self.follows.contains(&(reader, other));
                    let answered = post.reply_to.map(|other| self.post(other).author);
                    reads(post.author) && answered.is_none_or(|other| other == post.author || reads(other))
                }
                List::Everyone => post.reply_to.is_none() && post.boost_of.is_none(),
                List::Author { account, replies } => {
                    let to_other = post.reply_to.is_some_and(|other| self.post(other).author != post.author);
                    post.author == *account && (*replies || !to_other)
                }
                List::Tag(_) => post.tagged,
                List::Search(_) => post.boost_of.is_none(),
                List::Shops | List::Product(..) => false,
            })
            .map(|post| (post.id, post.boost_of.unwrap_or(post.id)))
            .collect();
        // A boosted answer to someone the reader does not see stays hidden with its author only.
        rows.sort_unstable_by(|a, b| b.cmp(a));
        rows
    }
}

/// Reads a whole list page by page. Each page shows a post once; the pages together show what the model says.
async fn whole(ctx: &Ctx, reader: AccountId, which: &List) -> Vec<(PostId, PostId)> {
    let mut rows = Vec::new();
    let mut before = None;
    loop {
        let page = list(ctx, &actor(reader), which, before).await.unwrap();
        assert!(page.entries.len() <= PAGE_POSTS);
        rows.extend(page.entries.iter().map(|entry| (entry.key, entry.post.id)));
        match page.older {
            Some(older) => before = Some(older),
            None => return rows,
        }
    }
}

/// Rows that show a post already shown on the same page are dropped, as the pages do.
fn once_per_page(rows: &[(PostId, PostId)]) -> Vec<(PostId, PostId)> {
    let mut kept: Vec<(PostId, PostId)> = Vec::new();
    for row in rows {
        let page = &kept[kept.len() / PAGE_POSTS * PAGE_POSTS..];
        if !page.iter().any(|known| known.1 == row.1) {
            kept.push(*row);
        }
    }
    kept
}

async fn compare(ctx: &Ctx, model: &Model, people: &[AccountId], reader: AccountId, other: AccountId) {
    feed::catch_up(ctx).await.unwrap();
    for which in [
        List::Home,
        List::Everyone,
        List::Author { account: other, replies: false },
        List::Author { account: other, replies: true },
        List::Tag("tag".to_owned()),
        List::Search("word".to_owned()),
    ] {
        let visits_blocked = matches!(which, List::Author { .. }) && model.is_blocked(reader, other);
        if visits_blocked {
            let refused = list(ctx, &actor(reader), &which, None).await;
            assert!(matches!(refused, Err(TimelineError::NotFound)), "{which:?} of a blocked account");
            continue;
        }
        let shown = whole(ctx, reader, &which).await;
        let wanted = once_per_page(&model.rows(reader, &which));
        assert_eq!(shown, wanted, "{which:?} of {reader} (visiting {other})");
    }
    for post in model.posts.iter().filter(|post| !post.gone && post.boost_of.is_none()).rev().take(3) {
        compare_thread(ctx, model, reader, post).await;
    }
    let found = timeline::search(ctx, &actor(reader), "person", None).await.unwrap();
    for face in found.people {
        assert!(model.sees(reader, face.id, None), "{} is found by {reader}", face.handle);
        assert!(people.contains(&face.id));
    }
}

async fn compare_thread(ctx: &Ctx, model: &Model, reader: AccountId, post: &ModelPost) {
    let answered_hidden =
        post.reply_to.is_some_and(|parent| model.is_blocked(reader, model.post(parent).author));
    match timeline::thread(ctx, &actor(reader), post.id).await {
        Ok(thread) => {
            assert!(!model.is_blocked(reader, post.author), "a blocked author's post is shown");
            for entry in thread.above.iter().chain(&thread.replies) {
                assert!(
                    model.sees(reader, entry.post.author, None),
                    "hidden {} in a thread",
                    entry.post.author
                );
            }
        }
        Err(TimelineError::NotFound) => {
            assert!(model.is_blocked(reader, post.author) || answered_hidden, "{} is missing", post.id);
        }
        Err(error) => panic!("{error}"),
    }
}

async fn step(ctx: &Ctx, model: &mut Model, people: &[AccountId], dice: &mut Dice) {
    let one = people[dice.below(people.len())];
    let other = people[dice.below(people.len())];
    let me = actor(one);
    let living: Vec<ModelPost> =
        model.posts.iter().filter(|post| !post.gone && post.boost_of.is_none()).cloned().collect();
    match dice.below(20) {
        0..=6 => {
            let tagged = dice.below(3) == 0;
            let text = if tagged { "word #tag" } else { "a word" }.to_owned();
            let id = posts::publish(ctx, &me, Publish { text, ..Publish::default() }).await.unwrap();
            model.posts.push(ModelPost {
                id,
                author: one,
                reply_to: None,
                boost_of: None,
                tagged,
                gone: false,
            });
        }
        7..=9 if !living.is_empty() => {
            let parent = &living[dice.below(living.len())];
            let answer = Publish { text: "word".to_owned(), reply_to: Some(parent.id), ..Publish::default() };
            let written = posts::publish(ctx, &me, answer).await;
            assert_eq!(written.is_ok(), !model.is_blocked(one, parent.author), "{written:?}");
            if let Ok(id) = written {
                let reply_to = Some(parent.id);
                model.posts.push(ModelPost {
                    id,
                    author: one,
                    reply_to,
                    boost_of: None,
                    tagged: false,
                    gone: false,
                });
            }
        }
        10..=11 if !living.is_empty() => boost(ctx, model, one, &living[dice.below(living.len())]).await,
        12 if !living.is_empty() => {
            let post = &living[dice.below(living.len())];
            let deleted = posts::delete(ctx, &me, post.id).await;
            assert_eq!(deleted.is_ok(), post.author == one);
            if deleted.is_ok() {
                for known in &mut model.posts {
                    known.gone |= known.id == post.id || known.boost_of == Some(post.id);
                }
            }
        }
        13..=16 => {
            let tied = tie(ctx, &me, Tie::Follow, other).await;
            assert_eq!(tied.is_ok(), one != other && !model.is_blocked(one, other), "{tied:?}");
            if tied.is_ok() {
                model.follows.insert((one, other));
            }
        }
        17 if one != other => {
            tie(ctx, &me, Tie::Block, other).await.unwrap();
            model.blocks.insert((one, other));
            model.follows.remove(&(one, other));
            model.follows.remove(&(other, one));
        }
        18 if one != other => {
            tie(ctx, &me, Tie::Mute, other).await.unwrap();
            model.mutes.insert((one, other));
        }
        _ => {
            for (kind, set) in [(Tie::Block, &mut model.blocks), (Tie::Mute, &mut model.mutes)] {
                untie(ctx, &me, kind, other).await.unwrap();
                set.remove(&(one, other));
            }
        }
    }
}

async fn boost(ctx: &Ctx, model: &mut Model, one: AccountId, post: &ModelPost) {
    let done = posts::boost(ctx, &actor(one), post.id).await;
    assert_eq!(done.is_ok(), !model.is_blocked(one, post.author), "{done:?}");
    let stands = |known: &ModelPost| !known.gone && known.author == one && known.boost_of == Some(post.id);
    if done.is_ok() && !model.posts.iter().any(stands) {
        let (id, reader) = (post.id, one);
        let boost =
            ctx.db().read(move |conn| store::posts::boost_by(conn, id, reader)).await.unwrap().unwrap();
        let boosted = ModelPost {
            id: boost,
            author: one,
            reply_to: None,
            boost_of: Some(post.id),
            tagged: false,
            gone: false,
        };
        model.posts.push(boosted);
    }
}

async fn run(house: &House, ctxs: &[Ctx], people_count: usize, steps: usize, seed: u64) {
    let mut people = Vec::new();
    for number in 0..people_count {
        people.push(open_account(&house.ctx, &format!("person-{number}")).await);
    }
    let mut dice = Dice(seed);
    let mut model = Model::default();
    for number in 0..steps {
        house.clock.advance(SignedDuration::from_millis(7));
        let writer = &ctxs[dice.below(ctxs.len())];
        step(writer, &mut model, &people, &mut dice).await;
        if number % 5 == 0 {
            let reader = people[dice.below(people.len())];
            let other = people[dice.below(people.len())];
            compare(&ctxs[dice.below(ctxs.len())], &model, &people, reader, other).await;
        }
    }
    for reader in people.iter().take(10) {
        compare(&ctxs[0], &model, &people, *reader, people[3]).await;
    }
}

#[tokio::test]
async fn every_surface_honours_blocks_and_mutes_from_the_commit_on() {
    let house = House::sqlite();
    run(&house, std::slice::from_ref(&house.ctx), 50, 600, 0x5eed).await;
}

#[tokio::test]
async fn two_processes_agree_from_the_commit_on() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { return };
        let other = house.neighbour(2, Plan::default());
        run(&house, &[house.ctx.clone(), other], 12, 250, 0xcafe).await;
    }
}

#[tokio::test]
async fn nobody_follows_or_blocks_themselves_or_nobody() {
    let house = House::sqlite();
    let one = open_account(&house.ctx, "person-one").await;
    for kind in [Tie::Follow, Tie::Block, Tie::Mute] {
        for other in [one, AccountId(1)] {
            let refused = tie(&house.ctx, &actor(one), kind, other).await;
            assert!(matches!(refused, Err(TieError::NotFound)), "{kind:?} {other}");
        }
        let nobody = tie(&house.ctx, &Actor::Anonymous, kind, one).await;
        assert!(matches!(nobody, Err(TieError::SignIn)));
    }
}

#[tokio::test]
async fn a_search_finds_what_holds_every_word_in_any_order() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let ctx = &house.ctx;
        house.shop(&[Goods { title: "Lac du matin", price: 2_490, units: Some(3) }]).await;
        let anna = open_account(ctx, "anna").await;
        let text = "Le matin, au bord du Lac: 100%_calme".to_owned();
        let written = Publish { text, ..Publish::default() };
        let post = posts::publish(ctx, &actor(anna), written).await.unwrap();
        // people, goods, posts
        for (words, found) in [
            ("lac matin", (0, 1, 1)),
            ("matin  LAC", (0, 1, 1)),
            ("lac du mat", (0, 1, 1)),
            ("lac", (0, 1, 1)),
            ("lac soir", (0, 0, 0)),
            ("matin bord", (0, 0, 1)),
            ("100%_calme lac", (0, 0, 1)),
            ("100%lac", (0, 0, 0)),
            ("nord atelier", (1, 0, 0)),
            ("@anna", (1, 0, 0)),
            ("anna nord", (0, 0, 0)),
        ] {
            let seen = timeline::search(ctx, &actor(anna), words, None).await.unwrap();
            let counts = (seen.people.len(), seen.goods.len(), seen.posts.entries.len());
            assert_eq!(counts, found, "{words} on {on:?}");
            assert!(seen.posts.entries.iter().all(|entry| entry.post.id == post), "{words} on {on:?}");
        }
    }
}

#[tokio::test]
async fn a_suspended_account_is_read_nowhere_and_writes_nothing() {
    let house = House::sqlite();
    let ctx = &house.ctx;
    let (one, other) = (open_account(ctx, "person-one").await, open_account(ctx, "person-two").await);
    tie(ctx, &actor(one), Tie::Follow, other).await.unwrap();
    let text = Publish { text: "word".to_owned(), ..Publish::default() };
    posts::publish(ctx, &actor(other), text.clone()).await.unwrap();
    assert_eq!(whole(ctx, one, &List::Home).await.len(), 1);
    let now = ctx.now();
    ctx.db()
        .write("suspend", move |tx| {
            store::people::set_suspended(tx, other, Some(now))?;
            store::changes::note(tx, store::changes::ChangeKind::Account, other.0, other.0, now)
        })
        .await
        .unwrap();
    feed::catch_up(ctx).await.unwrap();
    for which in [List::Home, List::Everyone, List::Search("word".to_owned())] {
        assert_eq!(whole(ctx, one, &which).await, [], "{which:?}");
    }
    assert!(posts::publish(ctx, &actor(other), text).await.is_err());
}

#[tokio::test]
async fn pages_older_than_what_memory_keeps_come_from_sql() {
    let house = House::sqlite();
    let ctx = &house.ctx;
    let (one, other) = (open_account(ctx, "person-one").await, open_account(ctx, "person-two").await);
    tie(ctx, &actor(one), Tie::Follow, other).await.unwrap();
    let count = app::memory::TAIL_POSTS_MAX + 45;
    let ids: Vec<PostId> = (0..count).map(|_| ctx.id()).collect();
    let now = ctx.now();
    let written = ids.clone();
    ctx.db()
        .write("posts", move |tx| {
            for id in &written {
                let post = store::posts::NewPost {
                    campaign: None,
                    id: *id,
                    author: other,
                    text: "word".to_owned(),
                    warning: String::new(),
                    reply_to: None,
                    boost_of: None,
                    offer: None,
                    pictures: Vec::new(),
                    tags: Vec::new(),
                    created_at: now,
                };
                store::posts::insert(tx, &post)?;
                store::changes::note(tx, store::changes::ChangeKind::Post, id.0, other.0, now)?;
            }
            Ok::<_, store::DbError>(())
        })
        .await
        .unwrap();
    feed::catch_up(ctx).await.unwrap();
    for which in [List::Home, List::Everyone, List::Author { account: other, replies: false }] {
        let shown: Vec<PostId> = whole(ctx, one, &which).await.into_iter().map(|(row, _)| row).collect();
        let wanted: Vec<PostId> = ids.iter().rev().copied().collect();
        assert_eq!(shown, wanted, "{which:?}");
    }
}

#[tokio::test]
async fn the_feed_misses_nothing_that_commits_out_of_order() {
    let Some(house) = House::new(On::Postgres) else { return };
    let reader = house.neighbour(2, Plan::default());
    feed::catch_up(&reader).await.unwrap();
    let mut watched = reader.memory().feed.watch();
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let wait = Arc::new(std::sync::Mutex::new(wait));
    let now = house.ctx.now();
    let db = house.ctx.db().clone();
    let slow = tokio::spawn(async move {
        db.write("slow", move |tx| {
            store::changes::note(tx, store::changes::ChangeKind::Setting, 1, 0, now)?;
            let _ = wait.lock().unwrap().recv();
            Ok::<_, store::DbError>(())
        })
        .await
    });
    // The slow transaction has the lower number and commits later.
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    house
        .ctx
        .db()
        .write("quick", move |tx| store::changes::note(tx, store::changes::ChangeKind::Setting, 2, 0, now))
        .await
        .unwrap();
    feed::catch_up(&reader).await.unwrap();
    let first: Vec<i64> = watched.recv().await.unwrap().iter().map(|change| change.subject).collect();
    assert_eq!(first, [2], "what has committed is given at once");
    go.send(()).unwrap();
    slow.await.unwrap().unwrap();
    feed::catch_up(&reader).await.unwrap();
    let second: Vec<i64> = watched.recv().await.unwrap().iter().map(|change| change.subject).collect();
    assert_eq!(second, [1], "and what was late is not lost, nor anything given twice");
    assert!(watched.try_recv().is_err());
}
