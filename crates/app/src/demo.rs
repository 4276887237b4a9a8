//! The demo's switch of roles, and the mails it shows instead of sending them.

use std::sync::Arc;

use domain::ids::MailId;
use domain::view::people::Face;
pub use store::mails::KeptMail;
use store::{DbError, accounts};

use crate::Ctx;
use crate::accounts::{SignedInNow, sign_in_as};

/// The setting that names the roles: `camille:buyer atelier-nord:merchant …`, handle and role.
pub const ROLES_SETTING: &str = "demo_roles";
/// Mails on one page.
const PAGE_MAILS: u32 = 50;

/// What one may be in the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleKind {
    /// Reads and buys.
    Buyer,
    /// Sells.
    Merchant,
    /// Runs the server.
    Operator,
}

/// Somebody to slip into.
#[derive(Debug, Clone)]
pub struct Role {
    /// Who.
    pub face: Arc<Face>,
    /// As what.
    pub kind: RoleKind,
}

/// The roles of this demo, from memory where they are known.
///
/// # Errors
/// [`DbError`] when they cannot be read.
pub async fn roles(ctx: &Ctx) -> Result<Arc<[Role]>, DbError> {
    let kept = &ctx.memory().demo_roles;
    if let Some(known) = kept.get(&()) {
        return Ok(known);
    }
    let mark = kept.mark();
    let read = ctx
        .db()
        .read(|conn| {
            let setting = store::settings::get(conn, ROLES_SETTING)?.unwrap_or_default();
            let mut roles = Vec::new();
            for (handle, kind) in setting.split_whitespace().filter_map(|pair| pair.split_once(':')) {
                let Some(account) = store::people::by_handle(conn, handle)? else { continue };
                let kind = match kind {
                    "merchant" => RoleKind::Merchant,
                    "operator" => RoleKind::Operator,
                    _ => RoleKind::Buyer,
                };
                let face = store::people::faces(conn, &[account.0])?.pop();
                roles.extend(face.map(|face| Role { face: Arc::new(face), kind }));
            }
            Ok::<_, DbError>(roles)
        })
        .await?;
    let roles: Arc<[Role]> = read.into();
    kept.put(mark, (), Arc::clone(&roles));
    Ok(roles)
}

/// Signs in as one of the roles; none when `handle` is not one of them.
///
/// # Errors
/// [`DbError`] when the session cannot be kept.
pub async fn slip_into(ctx: &Ctx, handle: &str, user_agent: &str) -> Result<Option<SignedInNow>, DbError> {
    let roles = roles(ctx).await?;
    let Some(role) = roles.iter().find(|role| role.face.handle == handle) else { return Ok(None) };
    let account = role.face.id;
    let known = ctx.db().read(move |conn| accounts::login_of(conn, account)).await?;
    match known {
        Some(known) if !known.suspended => Ok(Some(sign_in_as(ctx, account, user_agent).await?)),
        Some(_) | None => Ok(None),
    }
}

/// The newest mails, before `before`.
///
/// # Errors
/// [`DbError`] when they cannot be read.
pub async fn mails(ctx: &Ctx, before: Option<MailId>) -> Result<Vec<KeptMail>, DbError> {
    let before = before.unwrap_or(MailId(i64::MAX));
    ctx.db().read(move |conn| store::mails::newest(conn, before, PAGE_MAILS)).await
}

/// One mail.
///
/// # Errors
/// [`DbError`] when it cannot be read.
pub async fn mail(ctx: &Ctx, id: MailId) -> Result<Option<KeptMail>, DbError> {
    ctx.db().read(move |conn| store::mails::find(conn, id)).await
}
