//! A form that was sent when its session had ended: nothing is done, and nothing that was typed is lost. What was
//! typed travels, sealed, through the sign-in page and is shown again afterwards. It is never sent by itself.

use app::Ctx;
use axum::body::Body;
use axum::extract::{FromRequest, Multipart};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Request, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use jiff::SignedDuration;
use subtle::ConstantTimeEq;

use super::cookies::to_hex;
use super::page::Section;
use super::pages::account::FormPage;
use super::parts::Link;
use super::typed::Typed;
use super::view::page;
use super::{Failure, Visit, buy, forms, posts, render, see_other};
use crate::Web;

/// The most that is held; more than any honest text.
const HELD_BYTES_MAX: usize = 64 * 1024;
/// The most that is read of a form with pictures, which are not held.
const READ_BYTES_MAX: usize = 64 * 1024 * 1024;
/// How long signing in may take.
const HELD_FOR: SignedDuration = SignedDuration::from_hours(1);
/// What a seal is for.
const PURPOSE: &str = "held form";

/// A form that waits for its sender to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    /// Where it was sent.
    path: String,
    /// It came as a form with files.
    has_files: bool,
    /// What was typed.
    fields: Vec<(String, String)>,
}

/// What became of a form.
pub(super) enum Taken {
    /// It may go on as it came.
    Through(Request<Body>),
    /// Its sender has to sign in first.
    Held(Held),
}

/// Holds the form of `request` when its session has ended, or when it `needs` one; gives any other request back whole.
pub(super) async fn take(
    web: &Web,
    visit: &Visit,
    request: Request<Body>,
    needs: bool,
) -> Result<Taken, Failure> {
    let may = visit.signed_in.is_none() && visit.fragment.is_none() && visit.path != "/sign-out";
    if !may || (!needs && visit.ended.is_none()) {
        return Ok(Taken::Through(request));
    }
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let (is_plain, is_files) =
        (kind.starts_with("application/x-www-form-urlencoded"), kind.starts_with("multipart/form-data"));
    // Without a browser's word on where it comes from, the token of the session that ended tells.
    let told = forms::is_told_ours(request.headers(), web.config());
    let is_ours = |fields: &[(String, String)]| {
        let given =
            fields.iter().find(|(name, _)| name == forms::FIELD).map_or("", |(_, value)| value.as_str());
        let ended = visit.ended.as_deref().is_some_and(|ended| forms::same(given, ended));
        ended || (needs && told)
    };
    let path = visit.path.clone();
    if is_plain {
        let (parts, body) = request.into_parts();
        let bytes = forms::whole(body).await?;
        let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(&bytes).unwrap_or_default();
        if forms::is_from_our_pages(&parts.headers, web.config()) && is_ours(&fields) {
            return Ok(Taken::Held(Held { path, has_files: false, fields: kept(fields) }));
        }
        return Ok(Taken::Through(Request::from_parts(parts, Body::from(bytes))));
    }
    if is_files && needs && forms::is_from_our_pages(request.headers(), web.config()) {
        let fields = texts_of(request).await;
        if is_ours(&fields) {
            return Ok(Taken::Held(Held { path, has_files: true, fields: kept(fields) }));
        }
        return Err(Failure::SignIn);
    }
    Ok(Taken::Through(request))
}

/// The texts of a form with files; what comes after something unreadable is missing.
async fn texts_of(request: Request<Body>) -> Vec<(String, String)> {
    let (parts, body) = request.into_parts();
    let limited = Body::new(Limited::new(body, READ_BYTES_MAX).map_err(axum::Error::new));
    let mut fields = Vec::new();
    let Ok(mut form) = Multipart::from_request(Request::from_parts(parts, limited), &()).await else {
        return fields;
    };
    let mut left = HELD_BYTES_MAX;
    while let Ok(Some(mut field)) = form.next_field().await {
        let name = field.name().unwrap_or("").to_owned();
        let is_text = field.file_name().is_none();
        let mut value = Vec::new();
        while let Ok(Some(chunk)) = field.chunk().await {
            if is_text && chunk.len() <= left {
                left -= chunk.len();
                value.extend_from_slice(&chunk);
            }
        }
        if let (true, Ok(value)) = (is_text, String::from_utf8(value)) {
            fields.push((name, value));
        }
    }
    fields
}

/// What may travel: neither tokens nor secrets.
fn kept(fields: Vec<(String, String)>) -> Vec<(String, String)> {
    let is_secret = |name: &str| name == forms::FIELD || name.contains("password") || name.contains("secret");
    fields.into_iter().filter(|(name, _)| !is_secret(name)).collect()
}

impl Held {
    /// As text of a form, for this browser and a while; `None` when it is more than is held.
    fn sealed(&self, ctx: &Ctx, visit: &Visit) -> Option<String> {
        let fields = serde_urlencoded::to_string(&self.fields).ok()?;
        let until = (ctx.now() + HELD_FOR).as_second();
        let text = format!("{until}\n{}\n{}\n{fields}", self.path, u8::from(self.has_files));
        let fits = text.len() <= HELD_BYTES_MAX;
        fits.then(|| format!("{}.{}", seal(ctx, visit, text.as_bytes()), URL_SAFE_NO_PAD.encode(&text)))
    }

    /// What [`Held::sealed`] wrote for this browser, while it lasts.
    pub(super) fn open(ctx: &Ctx, visit: &Visit, sealed: &str) -> Option<Self> {
        let (mac, text) = sealed.split_once('.')?;
        let text = URL_SAFE_NO_PAD.decode(text).ok()?;
        if !bool::from(mac.as_bytes().ct_eq(seal(ctx, visit, &text).as_bytes())) {
            return None;
        }
        let text = String::from_utf8(text).ok()?;
        let mut parts = text.splitn(4, '\n');
        let until: i64 = parts.next()?.parse().ok()?;
        let (path, has_files, fields) = (parts.next()?, parts.next()? == "1", parts.next()?);
        if ctx.now().as_second() > until {
            return None;
        }
        Some(Self { path: path.to_owned(), has_files, fields: serde_urlencoded::from_str(fields).ok()? })
    }

    /// What was typed, as a form of type `T`.
    fn form<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        serde_urlencoded::from_str(&serde_urlencoded::to_string(&self.fields).ok()?).ok()
    }
}

fn seal(ctx: &Ctx, visit: &Visit, text: &[u8]) -> String {
    let mut data = visit.visitor.to_vec();
    data.extend_from_slice(text);
    to_hex(&ctx.seal(PURPOSE, &data))
}

/// Asks to sign in, and carries the form along.
pub(super) fn ask(web: &Web, visit: &Visit, held: &Held) -> Result<Response, Failure> {
    let p = page(web, visit, Section::Account);
    let sealed = held.sealed(web.ctx(), visit).unwrap_or_default();
    let mut form = FormPage::sign_in(&p, "", "/").holding(&sealed);
    let key = if sealed.is_empty() { "sign-in-session-expired" } else { "sign-in-needed" };
    p.w.text(key).clone_into(&mut form.text);
    let mut response = render(&form)?;
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    Ok(response)
}

/// Shows the form again to its sender, who is signed in now. Nothing is done until it is sent again.
pub(super) async fn again(web: &Web, visit: &Visit, held: Held) -> Result<Response, Failure> {
    let path = held.path.clone();
    let at = path.split('?').next().unwrap_or_default();
    let steps: Vec<&str> = at.split('/').skip(1).collect();
    match steps.as_slice() {
        ["posts"] => {
            let typed: Typed = held.form().unwrap_or_default();
            posts::held(web, visit, &typed).await
        }
        ["checkout", purchase, token, rest @ ..] => {
            let sent = held.form().unwrap_or_default();
            let what = match rest {
                ["details"] => None,
                ["change", what] => Some(*what),
                // Nothing was typed there: the purchase says where it stands.
                _ => return Ok(see_other(&format!("/checkout/{purchase}/{token}"))),
            };
            buy::details::held(web, visit, buy::Key::new(purchase, token), what, sent).await
        }
        _ => {
            let p = page(web, visit, Section::Account);
            let w = p.w;
            let mut form = FormPage::new(&p, w.text("held-title"), &path, w.text("held-button"));
            w.text("held-text").clone_into(&mut form.text);
            form.hidden = held.fields;
            form.has_files = held.has_files;
            form.links = vec![Link { label: w.text("error-back-home").to_owned(), href: "/".to_owned() }];
            render(&form)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_tokens_nor_secrets_travel() {
        let fields = [forms::FIELD, "title", "password", "new_password", "secret_key", "publishable_key"];
        let fields = fields.map(|name| (name.to_owned(), "x".to_owned())).to_vec();
        let names: Vec<String> = kept(fields).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["title", "publishable_key"]);
    }
}
