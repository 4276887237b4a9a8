//! Opening an account.

use std::net::IpAddr;

use domain::account::{self, AccountProblem};
use domain::ids::AccountId;
use domain::view::people::AccountKind;
use store::DbError;
use store::accounts::{self, NewAccount};

use super::{codes, password};
use crate::Ctx;
use crate::limits::{Act, TooMany};

/// An account to be opened.
#[derive(Clone, PartialEq, Eq)]
pub struct SignUp {
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
    /// Where from.
    pub ip: IpAddr,
}

/// Why no account was opened.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// What was typed does not fit; each problem names its field.
    #[error("something does not fit")]
    Problems(Vec<AccountProblem>),
    /// Somebody has this handle.
    #[error("this handle is taken")]
    HandleTaken,
    /// There is an account with this mail address.
    #[error("there is an account with this mail address")]
    EmailTaken,
    /// Too many from this address.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Opens an account for a person and mails a code to confirm the address.
///
/// # Errors
/// [`SignUpError`]; nothing was written then.
pub async fn sign_up(ctx: &Ctx, sign_up: SignUp) -> Result<AccountId, SignUpError> {
    let mut problems = Vec::new();
    let mut note = |result: Result<String, AccountProblem>| {
        result.unwrap_or_else(|problem| {
            problems.push(problem);
            String::new()
        })
    };
    let handle = note(account::handle(&sign_up.handle));
    let display_name = note(account::name(&sign_up.display_name));
    let email = note(account::email(&sign_up.email));
    note(account::password(&sign_up.password, &handle, &email).map(|()| String::new()));
    if !problems.is_empty() {
        return Err(SignUpError::Problems(problems));
    }
    ctx.limit(Act::SignUp, sign_up.ip)?;
    let (wanted_handle, wanted_email) = (handle.clone(), email.clone());
    let taken = ctx.db().read(move |conn| accounts::taken(conn, &wanted_handle, &wanted_email)).await?;
    match taken {
        (true, _) => return Err(SignUpError::HandleTaken),
        (false, true) => return Err(SignUpError::EmailTaken),
        (false, false) => {}
    }
    let account = NewAccount {
        id: ctx.id(),
        handle,
        display_name,
        kind: AccountKind::Person,
        email: Some(email),
        password_hash: Some(password::hash(sign_up.password).await),
        locale: sign_up.locale,
        operator: false,
        created_at: ctx.now(),
    };
    let id = account.id;
    let opened = ctx.db().write("sign_up", move |tx| accounts::insert(tx, &account)).await;
    match opened {
        Ok(()) => {}
        // Somebody took it while the password was hashed.
        Err(error) if error.is_unique() => return Err(SignUpError::HandleTaken),
        Err(error) => return Err(error.into()),
    }
    codes::send_confirmation_to(ctx, id).await?;
    Ok(id)
}
