//! Keys that merchants bring of their own: what they may do is asked first, they are kept sealed, and from then on the
//! merchant's payments are asked for with them, at the merchant's own account and in nobody else's name.

use std::sync::Arc;

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::hex::hex;
use domain::ids::MerchantId;
use domain::payee::{
    Account, LeftThere, Permission, Standing, Way, account_name, by_own_key, own_key_account,
};
use store::changes::{self, ChangeKind};
use store::payees::SealedKey;
use store::{Db, DbError, staff_actions};

use super::connect::provider;
use super::look::look_at;
use crate::payments::ask;
use crate::ports::{Answer, Brought, Keyring, Listening, Payees, PaymentError};
use crate::sealer::{Sealer, Secret};
use crate::staff_log::{self, permitted};
use crate::{Ctx, payees::ConnectError};

/// Longest key that is looked at; Stripe's have about a hundred characters.
const KEY_BYTES_MAX: usize = 255;
/// What is shown of a key.
const SHOWN: usize = 4;
/// Between the secrets of a webhook and the one it replaced; no secret contains it.
const BETWEEN: char = ' ';

/// Why a key was not taken. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It may do everything on the account: more than anybody should give away.
    #[error("this is a secret key, which may do everything; a restricted key is wanted")]
    TooMighty,
    /// It is no restricted key.
    #[error("this is no restricted key")]
    NoKey,
    /// The other one is no publishable key.
    #[error("this is no publishable key")]
    NotPublishable,
    /// A test key on a server where money is real, or the other way round; or one of each.
    #[error("test keys belong to a test server, live keys to a live one")]
    OtherMode,
    /// The two keys are of different accounts.
    #[error("the two keys are of different accounts")]
    TwoAccounts,
    /// The provider does not take it.
    #[error("the provider does not take this key")]
    Unknown,
    /// It may not do all that is needed.
    #[error("this key may not do all that is needed")]
    Lacks(Vec<Permission>),
    /// Another merchant of this server is paid on this account, or was: each reaches the money of both.
    #[error("another shop of this server is or was paid on this account")]
    Anothers,
    /// The merchant is paid on another account, which would be left with all of this.
    #[error("the shop is paid on another account, which would be left")]
    Leaves(Box<(Account, LeftThere)>),
    /// What any way of connecting may be refused for.
    #[error(transparent)]
    Connect(#[from] ConnectError),
}

impl From<PaymentError> for KeyError {
    fn from(error: PaymentError) -> Self {
        Self::Connect(error.into())
    }
}

impl From<DbError> for KeyError {
    fn from(error: DbError) -> Self {
        Self::Connect(error.into())
    }
}

/// Whether these are a publishable and a restricted key, both of this server's mode.
fn check(publishable: &str, secret: &str, is_test: bool) -> Result<(), KeyError> {
    let is_word = |key: &str| {
        key.len() <= KEY_BYTES_MAX && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let mode = |key: &str, kind: &str| {
        let rest = key.strip_prefix(kind)?;
        let (mode, rest) = rest.split_once('_')?;
        (!rest.is_empty() && is_word(key)).then_some(match mode {
            "test" => Some(true),
            "live" => Some(false),
            _ => None,
        })?
    };
    if secret.starts_with("sk_") {
        return Err(KeyError::TooMighty);
    }
    let secret = mode(secret, "rk_").ok_or(KeyError::NoKey)?;
    let publishable = mode(publishable, "pk_").ok_or(KeyError::NotPublishable)?;
    if secret != is_test || publishable != is_test {
        return Err(KeyError::OtherMode);
    }
    Ok(())
}

/// Whether both keys are of this account, as far as that can be seen: Stripe's carry the account's name in them, which is
/// written down nowhere. Where the restricted key has it, so must the other; its form would make nothing that we can use.
fn are_of(account: &str, publishable: &str, secret: &str) -> bool {
    let name = account.strip_prefix("acct_").unwrap_or(account);
    !secret.contains(name) || publishable.contains(name)
}

/// Whether an account that the merchant is paid on may be left for the one of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// Whoever pastes the key is asked first, and reads what cannot be done afterwards.
    Ask,
    /// They have read it.
    Sure,
}

/// Takes a key for the merchant, in place of whatever it was paid by before. What was paid to a connected account stays
/// there and is reached as before; an account of its owner's is out of reach without the key that is replaced.
///
/// # Errors
/// [`KeyError`]; asking again with the same key is fine and makes nothing twice.
pub async fn bring_key(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    publishable: &str,
    secret: &str,
    leave: Leave,
) -> Result<(), KeyError> {
    let merchant = permitted(permit, MerchantAct::EditPayee);
    let payees = provider(ctx)?;
    check(publishable, secret, ctx.ports().payments.is_test())?;
    let key = Secret::new(secret.to_owned());
    let (account, standing) = match ask(payees.examine(&key)).await? {
        Brought::Unknown => return Err(KeyError::Unknown),
        Brought::Lacks(permissions) => return Err(KeyError::Lacks(permissions)),
        Brought::Good { account, .. } if !are_of(&account, publishable, secret) => {
            return Err(KeyError::TwoAccounts);
        }
        Brought::Good { account, standing } => (by_own_key(&account), standing),
    };
    may_have(ctx, merchant, &account).await?;
    let left = super::left(ctx, permit).await?.filter(|(known, _)| known.account != account);
    if let Some((known, there)) = left {
        if let Err(error) = nothing_waits(&known, there) {
            // Perhaps nobody told us that it is out of reach. Whoever pastes the key once more reads how it is now.
            if let Err(error) = look_at(ctx, &known.account).await {
                tracing::warn!(merchant.id = %merchant, %error, "an account could not be looked at");
            }
            return Err(error.into());
        }
        if leave == Leave::Ask {
            return Err(KeyError::Leaves(Box::new((known, there))));
        }
    }
    // Opened while it is there: with the account that is left goes its key.
    let old_key = key_of(ctx, merchant).await?.filter(|old| *old != key);
    let url = hook_url(ctx, merchant);
    let old = secrets_of(ctx, merchant).await?;
    let listening = ask(payees.listen(&key, &url, &once(ctx, merchant, &key))).await?;
    let old = old.filter(|(of, _)| *of == account).and_then(|(_, secrets)| secrets.into_iter().next());
    let secrets = both(&listening, old);
    let nonces: [u8; 24] = ctx.random();
    let (first, second) = nonces.split_at(12);
    let nonce = |half: &[u8]| std::array::from_fn(|at| half[at]);
    let sealed = SealedKey {
        key: ctx.sealer().seal(&key_place(merchant), nonce(first), &key),
        secrets: ctx.sealer().seal(&secrets_place(merchant), nonce(second), &secrets),
        last4: secret.chars().skip(secret.chars().count().saturating_sub(SHOWN)).collect(),
        publishable: publishable.to_owned(),
    };
    let replaced = write(ctx, permit, &account, standing, sealed).await?;
    if let Some(old) = old_key.filter(|_| replaced.is_some_and(|replaced| replaced != account)) {
        hang_up(ctx, payees, merchant, &old).await;
    }
    // What replaced it is heard already; what cannot be taken away now is signed with a secret nobody asks for.
    if let Err(error) = ask(payees.stop_listening(&key, &url, &listening.id)).await {
        tracing::warn!(merchant.id = %merchant, %error, "an older webhook of a merchant was not taken away");
    }
    Ok(())
}

async fn write(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    account: &str,
    standing: Standing,
    sealed: SealedKey,
) -> Result<Option<String>, KeyError> {
    let merchant = permitted(permit, MerchantAct::EditPayee);
    let shown = format!("{} …{}", account_name(account), sealed.last4);
    let line = staff_log::line(ctx, permit.by(), merchant, "payee.key", merchant, shown);
    let (name, now, account) = (ctx.ports().payments.name(), ctx.now(), account.to_owned());
    ctx.db()
        .write("bring_key", move |tx| {
            // Asked once more, now that nobody can order meanwhile.
            let known = store::payees::of_merchant(tx, merchant)?;
            if let Some(known) = known.as_ref().filter(|known| known.account != account) {
                nothing_waits(known, store::payees::left_there(tx, merchant, &known.account)?)?;
            }
            if store::payees::is_anothers(tx, merchant, [account.as_str(), account_name(&account)])? {
                return Err(KeyError::Anothers);
            }
            store::payees::connect_by_key(tx, merchant, name, &account, &standing, &sealed, now)?;
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Merchant, merchant.0, merchant.0, now)?;
            Ok::<_, KeyError>(known.map(|known| known.account))
        })
        .await
}

/// Whoever has a key of an account reaches all that was ever paid on it: one merchant's money must not be moved by the key
/// that another brought.
async fn may_have(ctx: &Ctx, merchant: MerchantId, account: &str) -> Result<(), KeyError> {
    let account = account.to_owned();
    let is_anothers = ctx
        .db()
        .read(move |conn| {
            let names = [account.as_str(), account_name(&account)];
            Ok::<_, DbError>(
                store::payees::is_anothers(conn, merchant, names)?
                    || store::payees::was_anothers(conn, merchant, names)?,
            )
        })
        .await?;
    if is_anothers { Err(KeyError::Anothers) } else { Ok(()) }
}

/// No order's money is on its way on an account that is out of reach once its key is replaced. Where it is so already,
/// nothing is waited for.
fn nothing_waits(known: &Account, there: LeftThere) -> Result<(), ConnectError> {
    let waits = own_key_account(&known.account).is_some() && !known.standing.is_out_of_reach();
    if waits && there.on_the_way > 0 { Err(ConnectError::OnTheWay(there.on_the_way)) } else { Ok(()) }
}

/// Where events of a merchant's own account come in.
pub(super) fn hook_url(ctx: &Ctx, merchant: MerchantId) -> String {
    format!("{}/hooks/{}/{merchant}", ctx.base_url(), ctx.ports().payments.name())
}

/// The same for the same key at the same merchant: a lost answer and a second tap make one webhook.
fn once(ctx: &Ctx, merchant: MerchantId, key: &Secret) -> String {
    let data = [&merchant.0.to_be_bytes(), key.reveal().as_bytes()].concat();
    let seal = hex(&ctx.seal("webhook of a key", &data));
    format!("{merchant}-hook-{seal}")
}

/// The newest secret and the one before: events that are on their way are signed with that.
fn both(listening: &Listening, old: Option<Secret>) -> Secret {
    let old = old.filter(|old| *old != listening.secret);
    let secrets: Vec<&str> =
        [Some(&listening.secret), old.as_ref()].into_iter().flatten().map(Secret::reveal).collect();
    Secret::new(secrets.join(&BETWEEN.to_string()))
}

fn key_place(merchant: MerchantId) -> String {
    format!("key of {merchant}")
}

fn secrets_place(merchant: MerchantId) -> String {
    format!("webhook of {merchant}")
}

/// The account of a merchant that brought a key, and the secrets of its webhook, the newest first.
pub(crate) async fn secrets_of(
    ctx: &Ctx,
    merchant: MerchantId,
) -> Result<Option<(String, Vec<Secret>)>, DbError> {
    let found = ctx.db().read(move |conn| store::payees::sealed_secrets(conn, merchant)).await?;
    Ok(found.map(|(account, sealed)| {
        let opened = ctx.sealer().open(&secrets_place(merchant), &sealed);
        let secrets = opened.map(|secrets| {
            secrets.reveal().split(BETWEEN).map(|secret| Secret::new(secret.to_owned())).collect()
        });
        (account, secrets.unwrap_or_default())
    }))
}

/// The key that a merchant brought, opened; none where there is none, or none that opens.
pub(super) async fn key_of(ctx: &Ctx, merchant: MerchantId) -> Result<Option<Secret>, DbError> {
    let found = ctx.db().read(move |conn| store::payees::of_merchant(conn, merchant)).await?;
    match found {
        Some(known) if known.way == Way::Key => {
            Keys { db: ctx.db().clone(), sealer: ctx.sealer() }.find(&known.account).await
        }
        Some(_) | None => Ok(None),
    }
}

/// Takes our webhook at a merchant's own account away, as far as the key still lets us.
pub(super) async fn hang_up(ctx: &Ctx, payees: &Arc<dyn Payees>, merchant: MerchantId, key: &Secret) {
    if let Err(error) = ask(payees.stop_listening(key, &hook_url(ctx, merchant), "")).await {
        tracing::warn!(merchant.id = %merchant, %error, "the webhook of a merchant was not taken away");
    }
}

/// The publishable key that the provider's form is given where buyers pay on `payee`; none where it is the operator's.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn publishable_of(ctx: &Ctx, payee: &str) -> Result<Option<String>, DbError> {
    if own_key_account(payee).is_none() {
        return Ok(None);
    }
    let payee = payee.to_owned();
    ctx.db().read(move |conn| store::payees::publishable(conn, &payee)).await.map(Some)
}

/// The keys that merchants brought, in the database, opened when they are used.
pub struct Keys {
    db: Db,
    sealer: Sealer,
}

impl Keys {
    /// Those of this database, sealed with the server's key.
    #[must_use]
    pub fn new(db: Db, server_key: &[u8; 32]) -> Self {
        Self { db, sealer: Sealer::new(server_key) }
    }

    async fn find(&self, account: &str) -> Result<Option<Secret>, DbError> {
        let of = account.to_owned();
        let found = self.db.read(move |conn| store::payees::sealed_key(conn, &of)).await?;
        let Some((merchant, sealed)) = found else { return Ok(None) };
        let opened = self.sealer.open(&key_place(merchant), &sealed);
        if opened.is_none() {
            tracing::error!(
                merchant.id = %merchant,
                "the key of a merchant does not open: it was sealed with another secret.key than this server's"
            );
        }
        Ok(opened)
    }
}

impl Keyring for Keys {
    fn key_of<'a>(&'a self, account: &'a str) -> Answer<'a, Result<Option<Secret>, DbError>> {
        Box::pin(self.find(account))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_restricted_keys_of_the_servers_own_mode_are_taken() {
        let test = |publishable: &str, secret: &str| check(publishable, secret, true);
        assert!(test("pk_test_51a", "rk_test_51b").is_ok());
        assert!(check("pk_live_51a", "rk_live_51b", false).is_ok());
        for secret in ["sk_test_51b", "sk_live_51b", "sk_"] {
            assert!(matches!(test("pk_test_51a", secret), Err(KeyError::TooMighty)), "{secret}");
        }
        let long = format!("rk_test_{}", "a".repeat(KEY_BYTES_MAX));
        for secret in
            ["", "rk_", "rk_test_", "rk_prod_51b", "rk_test_5 1", "rk_test_é", "pk_test_51a", "x", &long]
        {
            assert!(matches!(test("pk_test_51a", secret), Err(KeyError::NoKey)), "{secret}");
        }
        for publishable in ["", "pk_", "pk_test_", "rk_test_51b", "pk_test_a\nb"] {
            assert!(
                matches!(test(publishable, "rk_test_51b"), Err(KeyError::NotPublishable)),
                "{publishable}"
            );
        }
        for (publishable, secret) in
            [("pk_live_51a", "rk_test_51b"), ("pk_test_51a", "rk_live_51b"), ("pk_live_51a", "rk_live_51b")]
        {
            assert!(matches!(test(publishable, secret), Err(KeyError::OtherMode)), "{publishable} {secret}");
        }
    }

    #[test]
    fn two_keys_of_different_accounts_are_told_where_they_name_them() {
        let of = |publishable: &str, secret: &str| are_of("acct_1AbCdEfGhIjKlMn", publishable, secret);
        assert!(of("pk_test_51AbCdEfGhIjKlMnXyz", "rk_test_51AbCdEfGhIjKlMnUvw"));
        assert!(!of("pk_test_51OtherOtherOthXyz", "rk_test_51AbCdEfGhIjKlMnUvw"));
        assert!(of("pk_test_x", "rk_test_y"), "nothing can be seen");
    }

    #[test]
    fn two_secrets_are_kept_and_none_twice() {
        let listening =
            |secret: &str| Listening { id: "we_1".to_owned(), secret: Secret::new(secret.to_owned()) };
        let old = |secret: &str| Some(Secret::new(secret.to_owned()));
        assert_eq!(both(&listening("new"), None).reveal(), "new");
        assert_eq!(both(&listening("new"), old("old")).reveal(), "new old");
        assert_eq!(both(&listening("new"), old("new")).reveal(), "new");
    }
}
