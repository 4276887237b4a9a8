//! People, written straight through the store's queries.

use app::Ctx;
use domain::access::{Actor, Person};
use domain::ids::AccountId;
use domain::view::people::AccountKind;
use store::DbError;
use store::accounts::NewAccount;

/// Somebody called `handle` who reads English and has confirmed their address.
///
/// # Panics
/// When the database does not take them.
pub async fn person(ctx: &Ctx, handle: &str) -> AccountId {
    person_who(ctx, handle, |_| {}).await
}

/// The same, with something else about them.
///
/// # Panics
/// When the database does not take them.
pub async fn person_who(ctx: &Ctx, handle: &str, is: impl FnOnce(&mut NewAccount)) -> AccountId {
    let id: AccountId = ctx.id();
    let mut account = NewAccount {
        id,
        handle: handle.to_owned(),
        display_name: handle.to_owned(),
        kind: AccountKind::Person,
        email: Some(format!("{handle}@example.org")),
        password_hash: None,
        locale: "en".to_owned(),
        operator: false,
        created_at: ctx.now(),
    };
    is(&mut account);
    let write = move |tx: &mut store::Tx<'_>| {
        store::accounts::insert(tx, &account)?;
        tx.execute("UPDATE accounts SET email_confirmed_at = 1 WHERE id = $1", &[id.0.into()])?;
        Ok::<_, DbError>(())
    };
    ctx.db().write("person", write).await.expect("a fresh database takes a person");
    id
}

/// A person as the actor of a use case, on nobody's staff.
#[must_use]
pub fn actor(account: AccountId) -> Actor {
    Actor::Person(Person { account, staff_of: [].into(), nonprofits: [].into(), operator: false })
}
