//! An operator opens an account for somebody: the first operator of a server, staff of a shop, a test buyer.

use domain::access::{Permit, RunServer};
use domain::account::{self, AccountProblem};
use domain::ids::AccountId;
use domain::view::people::AccountKind;
use store::accounts::{self, NewAccount};
use store::{DbError, staff_actions};

use super::password;
use crate::{Ctx, staff_log};

/// An account to be opened. Its mail address counts as confirmed: the operator vouches for it.
#[derive(Clone, PartialEq, Eq)]
pub struct NewUser {
    /// The handle.
    pub handle: String,
    /// The name as shown.
    pub display_name: String,
    /// The mail address.
    pub email: String,
    /// The password.
    pub password: String,
    /// Tag of the language.
    pub locale: String,
    /// It runs the server, too.
    pub operator: bool,
}

/// Why no account was opened.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// What was given does not fit.
    #[error("{}", sentences(.0))]
    Problems(Vec<AccountProblem>),
    /// Somebody has this handle.
    #[error("this handle is taken")]
    HandleTaken,
    /// There is an account with this mail address.
    #[error("there is an account with this mail address")]
    EmailTaken,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

fn sentences(problems: &[AccountProblem]) -> String {
    let sentences: Vec<String> = problems.iter().map(ToString::to_string).collect();
    sentences.join("; ")
}

/// Opens an account.
///
/// # Errors
/// [`CreateError`]; nothing was written then.
pub async fn create(ctx: &Ctx, permit: &Permit<RunServer>, user: NewUser) -> Result<AccountId, CreateError> {
    let mut problems = Vec::new();
    let mut note = |result: Result<String, AccountProblem>| {
        result.unwrap_or_else(|problem| {
            problems.push(problem);
            String::new()
        })
    };
    let handle = note(account::handle(&user.handle));
    let display_name = note(account::name(&user.display_name));
    let email = note(account::email(&user.email));
    note(account::password(&user.password, &handle, &email).map(|()| String::new()));
    if !problems.is_empty() {
        return Err(CreateError::Problems(problems));
    }
    let now = ctx.now();
    let new = NewAccount {
        id: ctx.id(),
        handle: handle.clone(),
        display_name,
        kind: AccountKind::Person,
        email: Some(email.clone()),
        password_hash: Some(password::hash(user.password).await),
        locale: user.locale,
        operator: user.operator,
        created_at: now,
    };
    let (id, detail) = (new.id, if user.operator { "operator" } else { "" });
    let line = staff_log::server_line(ctx, permit, "account.create", &handle, detail);
    ctx.db()
        .write("create_account", move |tx| {
            match accounts::taken(tx, &handle, &email)? {
                (true, _) => return Err(CreateError::HandleTaken),
                (false, true) => return Err(CreateError::EmailTaken),
                (false, false) => {}
            }
            accounts::insert(tx, &new)?;
            accounts::confirm_email(tx, id, &email, now)?;
            staff_actions::note(tx, &line)?;
            Ok(())
        })
        .await?;
    Ok(id)
}
