//! Signing in and out.

use std::net::IpAddr;

use domain::ids::{AccountId, SessionId};
use domain::view::people::SignedIn;
use store::changes::{self, ChangeKind};
use store::sessions::NewSession;
use store::{DbError, accounts};

use super::password;
use super::sessions::{SESSION_LASTS, Token, hash_of};
use crate::limits::{Act, Limit, TooMany, place_of};
use crate::{Ctx, feed};

/// Tries for one account from one place: guessing a good password this way takes longer than anyone lives.
const TRIES_FROM_A_PLACE: Limit = Limit { name: "sign-in-account-place", burst: 10, refill_s: 60 };
/// Tries for one account from everywhere. Far above what a place may do: otherwise one stranger with a wrong password
/// could keep its owner out.
const TRIES_FROM_EVERYWHERE: Limit = Limit { name: "sign-in-account", burst: 300, refill_s: 5 };
/// Characters of a browser's own name that are kept.
const USER_AGENT_CHARACTERS: usize = 200;

/// A session that has just begun.
#[derive(Clone)]
pub struct SignedInNow {
    /// Whose.
    pub account: AccountId,
    /// For the browser's cookie; kept nowhere else.
    pub token: Token,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such account, no such password, or the account is suspended: nobody is told which.
    #[error("the mail address or the password is wrong")]
    Wrong,
    /// Too many tries.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Signs in by handle or mail address and password. `old` is the session the browser had: it ends, so that a token
/// from before is worth nothing afterwards.
///
/// # Errors
/// [`SignInError`]; no session was begun then.
pub async fn sign_in(
    ctx: &Ctx,
    login: &str,
    password: String,
    user_agent: &str,
    ip: IpAddr,
    old: Option<&SignedIn>,
) -> Result<SignedInNow, SignInError> {
    let login = login.trim().trim_start_matches('@').to_lowercase();
    ctx.limit(Act::SignIn, ip)?;
    let asked = login.clone();
    let found = ctx.db().read(move |conn| accounts::login(conn, &asked)).await?;
    // By the account where there is one: its handle and its address are two ways to the same password.
    let whose = found.as_ref().map_or(login, |found| found.account.to_string());
    let tries = Tries::take(ctx, &whose, ip)?;
    let hash = found.as_ref().and_then(|found| found.password_hash.clone());
    let right = password::is_right(password, hash).await;
    let found = found.filter(|found| right && !found.suspended).ok_or(SignInError::Wrong)?;
    tries.give_back(ctx);
    if let Some(old) = old {
        sign_out(ctx, old).await?;
    }
    Ok(sign_in_as(ctx, found.account, user_agent).await?)
}

/// One try for a login, counted before its password is looked at: many at once must not slip through.
struct Tries {
    here: (String, IpAddr),
}

impl Tries {
    fn take(ctx: &Ctx, whose: &str, ip: IpAddr) -> Result<Self, TooMany> {
        let limits = &ctx.memory().limits;
        let here = (whose.to_owned(), place_of(ip));
        limits.take(&TRIES_FROM_A_PLACE, &here, ctx.now())?;
        limits.take(&TRIES_FROM_EVERYWHERE, whose, ctx.now())?;
        Ok(Self { here })
    }

    /// Its password was right: whoever knows it may sign in as often as they like.
    fn give_back(self, ctx: &Ctx) {
        let limits = &ctx.memory().limits;
        limits.give_back(&TRIES_FROM_A_PLACE, &self.here);
        limits.give_back(&TRIES_FROM_EVERYWHERE, self.here.0.as_str());
    }
}

/// Begins a session of `account`, proven by other means: a code, a link, the demo's switch of roles.
///
/// # Errors
/// [`DbError`] when the session cannot be kept.
pub async fn sign_in_as(ctx: &Ctx, account: AccountId, user_agent: &str) -> Result<SignedInNow, DbError> {
    let token: Token = ctx.random();
    let now = ctx.now();
    let session = NewSession {
        id: ctx.id(),
        token_hash: hash_of(&token),
        account,
        user_agent: user_agent.chars().filter(|c| !c.is_control()).take(USER_AGENT_CHARACTERS).collect(),
        created_at: now,
        expires_at: now + SESSION_LASTS,
    };
    ctx.db().write("sign_in", move |tx| store::sessions::insert(tx, &session)).await?;
    Ok(SignedInNow { account, token })
}

/// Ends a session.
///
/// # Errors
/// [`DbError`] when it cannot be ended.
pub async fn sign_out(ctx: &Ctx, signed_in: &SignedIn) -> Result<(), DbError> {
    end(ctx, signed_in.account, signed_in.session).await
}

/// Ends one session of `account`, by its id.
pub(super) async fn end(ctx: &Ctx, account: AccountId, session: SessionId) -> Result<(), DbError> {
    let now = ctx.now();
    ctx.db()
        .write("sign_out", move |tx| {
            if store::sessions::delete(tx, account, session)? {
                changes::note(tx, ChangeKind::Session, session.0, account.0, now)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    feed::catch_up(ctx).await
}
