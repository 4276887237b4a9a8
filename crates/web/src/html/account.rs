//! Getting an account and getting in: sign-up, sign-in, codes, a forgotten password.

use app::accounts::{
    CodeError, ResetError, SignInError, SignUp, SignUpError, ask_reset, claim_orders, confirm_email,
    reset_password, send_claim, send_confirmation, sign_in, sign_in_as, sign_out, sign_up,
};
use app::limits::TooMany;
use axum::extract::{Form, Query, State};
use axum::response::Response;
use domain::account::{AccountProblem, PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use words::Words;

use super::cookies::{Cookie, to_hex};
use super::held::{self, Held};
use super::page::Section;
use super::pages::account::{FormPage, with_back};
use super::said::say;
use super::view::page;
use super::{Failure, Visit, back_or, render, see_other};
use crate::Web;

/// Where to go on afterwards.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    back: String,
    #[serde(default)]
    token: String,
}

impl From<TooMany> for Failure {
    fn from(error: TooMany) -> Self {
        Self::TooMany(error.wait_s)
    }
}

/// The form to sign in.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn ask_sign_in(
    web: State<Web>,
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    if visit.signed_in.is_some() {
        return Ok(see_other(back_or(&wanted.back, "/")));
    }
    let login = invited(&web, &wanted.back).await?;
    render(&FormPage::sign_in(&page(&web, &visit, Section::Account), &login, &wanted.back))
}

/// What the sign-in form sends.
#[derive(Deserialize)]
pub struct SignInSent {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    back: String,
    /// A form that waits for this, sealed.
    #[serde(default)]
    held: String,
}

/// Signs in, and goes on where one was.
pub async fn do_sign_in(
    web: State<Web>,
    visit: Visit,
    headers: HeaderMap,
    Form(sent): Form<SignInSent>,
) -> Result<Response, Failure> {
    let agent = agent_of(&headers);
    let old = visit.signed_in.as_deref();
    match sign_in(web.ctx(), &sent.login, sent.password, agent, visit.ip, old).await {
        Ok(session) => {
            let Some(form) = Held::open(web.ctx(), &visit, &sent.held) else {
                return Ok(enter(&web, &session.token, back_or(&sent.back, "/")));
            };
            let visit = visit.signed_in_by(&web, &session.token).await?;
            Ok(carry(&web, &session.token, held::again(&web, &visit, form).await?))
        }
        Err(SignInError::Wrong) => {
            let p = page(&web, &visit, Section::Account);
            let message = p.w.text("sign-in-failed").to_owned();
            let form = FormPage::sign_in(&p, &sent.login, &sent.back).holding(&sent.held);
            wrong(form.wrong("password", &message))
        }
        Err(SignInError::TooMany(error)) => Err(error.into()),
        Err(SignInError::Db(error)) => Err(error.into()),
    }
}

/// The browser carries the new session from now on.
pub(super) fn enter(web: &Web, token: &[u8], path: &str) -> Response {
    carry(web, token, see_other(path))
}

fn carry(web: &Web, token: &[u8], mut response: Response) -> Response {
    let cookie = Cookie::Session.set(&to_hex(token), web.config());
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

pub(super) fn agent_of(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("")
}

fn wrong(form: FormPage<'_>) -> Result<Response, Failure> {
    let mut response = render(&form)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Signs out, and goes on where one is wanted as somebody else.
pub async fn leave(web: State<Web>, visit: Visit, Query(wanted): Query<Wanted>) -> Result<Response, Failure> {
    if let Some(signed_in) = &visit.signed_in {
        sign_out(web.ctx(), signed_in).await?;
    }
    let mut response = say(&web, words::key!("sign-out-done"), back_or(&wanted.back, "/"));
    response.headers_mut().append(header::SET_COOKIE, Cookie::Session.clear(web.config()));
    Ok(response)
}

/// The form to open an account.
pub async fn ask_sign_up(
    web: State<Web>,
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    if visit.signed_in.is_some() {
        return Ok(see_other(back_or(&wanted.back, "/")));
    }
    let email = invited(&web, &wanted.back).await?;
    let p = page(&web, &visit, Section::Account);
    let mut form = FormPage::sign_up(&p, &wanted.back);
    for field in form.fields.iter_mut().filter(|field| field.name == "email") {
        field.value.clone_from(&email);
    }
    render(&form)
}

/// The address that an invitation was sent to, for whoever is on the way to it; else nothing.
async fn invited(web: &Web, back: &str) -> Result<String, Failure> {
    let Some(token) = back.strip_prefix("/join/") else { return Ok(String::new()) };
    let offered = app::merchants::staff::look_at(web.ctx(), token).await?;
    Ok(offered.map(|offered| offered.email).unwrap_or_default())
}

/// What the sign-up form sends.
#[derive(Deserialize)]
pub struct SignUpSent {
    #[serde(default)]
    display_name: String,
    #[serde(default)]
    handle: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    back: String,
}

/// Opens an account, signs in, and asks for the code that was mailed.
pub async fn do_sign_up(
    web: State<Web>,
    visit: Visit,
    headers: HeaderMap,
    Form(sent): Form<SignUpSent>,
) -> Result<Response, Failure> {
    let wanted = SignUp {
        handle: sent.handle.clone(),
        display_name: sent.display_name.clone(),
        email: sent.email.clone(),
        password: sent.password.clone(),
        locale: visit.locale.tag().to_owned(),
        ip: visit.ip,
    };
    let problems: Vec<(&str, String)> = match sign_up(web.ctx(), wanted).await {
        Ok(account) => {
            let session = sign_in_as(web.ctx(), account, agent_of(&headers)).await?;
            let path = format!("/confirm?back={}", super::encode(back_or(&sent.back, "/")));
            return Ok(enter(&web, &session.token, &path));
        }
        Err(SignUpError::Problems(problems)) => {
            problems.into_iter().map(|problem| worded(visit.words(), problem)).collect()
        }
        Err(SignUpError::HandleTaken) => {
            vec![("handle", visit.words().text("field-handle-taken").to_owned())]
        }
        Err(SignUpError::EmailTaken) => vec![("email", visit.words().text("field-email-taken").to_owned())],
        Err(SignUpError::TooMany(error)) => return Err(error.into()),
        Err(SignUpError::Db(error)) => return Err(error.into()),
    };
    let p = page(&web, &visit, Section::Account);
    let mut form = FormPage::sign_up(&p, &sent.back);
    for field in &mut form.fields {
        match field.name.as_str() {
            "display_name" => field.value.clone_from(&sent.display_name),
            "handle" => field.value.clone_from(&sent.handle),
            "email" => field.value.clone_from(&sent.email),
            _ => {}
        }
    }
    wrong(problems.iter().fold(form, |form, (name, message)| form.wrong(name, message)))
}

/// The field of a problem, and what to say there.
pub(super) fn worded(w: &Words, problem: AccountProblem) -> (&'static str, String) {
    match problem {
        AccountProblem::Handle => ("handle", w.text("field-handle-invalid").to_owned()),
        AccountProblem::Name => ("display_name", w.text("field-required").to_owned()),
        AccountProblem::Bio => ("bio", w.count("field-too-long", domain::account::BIO_CHARACTERS_MAX)),
        AccountProblem::Email => ("email", w.text("field-email-invalid").to_owned()),
        AccountProblem::PasswordShort => ("password", w.count("field-too-short", PASSWORD_CHARACTERS_MIN)),
        AccountProblem::PasswordLong => ("password", w.count("field-too-long", PASSWORD_CHARACTERS_MAX)),
        AccountProblem::PasswordWeak => ("password", w.text("field-password-weak").to_owned()),
    }
}

/// The form for the code that confirms the mail address.
pub async fn ask_confirm(
    web: State<Web>,
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let signed_in = visit.signed_in.as_ref().ok_or(Failure::SignIn)?;
    if signed_in.email_confirmed {
        return Ok(see_other(back_or(&wanted.back, "/account")));
    }
    let p = page(&web, &visit, Section::Account);
    render(&FormPage::confirm(&p, &signed_in.email, &wanted.back))
}

/// What a form with a code sends.
#[derive(Deserialize)]
pub struct CodeSent {
    #[serde(default)]
    code: String,
    #[serde(default)]
    back: String,
}

/// Confirms the mail address.
pub async fn do_confirm(
    web: State<Web>,
    visit: Visit,
    Form(sent): Form<CodeSent>,
) -> Result<Response, Failure> {
    let signed_in = visit.signed_in.as_ref().ok_or(Failure::SignIn)?;
    match confirm_email(web.ctx(), &visit.actor, &sent.code).await {
        Ok(()) => Ok(say(&web, words::key!("confirm-done"), back_or(&sent.back, "/"))),
        Err(CodeError::Wrong) => {
            let p = page(&web, &visit, Section::Account);
            let form = FormPage::confirm(&p, &signed_in.email, &sent.back);
            wrong(form.wrong("code", p.w.text("confirm-wrong")))
        }
        Err(other) => Err(other.into()),
    }
}

/// Mails a new code.
pub async fn resend(
    web: State<Web>,
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    send_confirmation(web.ctx(), &visit.actor).await?;
    Ok(say(&web, words::key!("confirm-resent"), &with_back("/confirm", &wanted.back)))
}

impl From<CodeError> for Failure {
    fn from(error: CodeError) -> Self {
        match error {
            CodeError::SignIn => Self::SignIn,
            CodeError::Wrong => Self::Unprocessable,
            CodeError::TooMany(error) => error.into(),
            CodeError::Db(error) => error.into(),
        }
    }
}

/// Mails the code by which one takes over orders bought as a guest, and asks for it.
pub async fn ask_claim(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    send_claim(web.ctx(), &visit.actor).await?;
    Ok(see_other("/orders/claim"))
}

/// The form for that code.
pub async fn claim_form(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let signed_in = visit.signed_in.as_ref().ok_or(Failure::SignIn)?;
    let p = page(&web, &visit, Section::Orders);
    render(&claim_page(&p, &signed_in.email))
}

fn claim_page<'p>(p: &'p super::page::Page, email: &str) -> FormPage<'p> {
    let mut form = FormPage::confirm(p, email, "");
    form.hidden.clear();
    form.action = "/orders/claim".to_owned();
    form.other = None;
    form
}

/// Takes the orders over.
pub async fn do_claim(
    web: State<Web>,
    visit: Visit,
    Form(sent): Form<CodeSent>,
) -> Result<Response, Failure> {
    let signed_in = visit.signed_in.as_ref().ok_or(Failure::SignIn)?;
    match claim_orders(web.ctx(), &visit.actor, &sent.code).await {
        Ok(_) => Ok(say(&web, words::key!("account-saved"), "/orders")),
        Err(CodeError::Wrong) => {
            let p = page(&web, &visit, Section::Orders);
            wrong(claim_page(&p, &signed_in.email).wrong("code", p.w.text("confirm-wrong")))
        }
        Err(other) => Err(other.into()),
    }
}

/// The form of a forgotten password.
pub async fn ask_forgot(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    render(&FormPage::forgot(&page(&web, &visit, Section::Account), ""))
}

/// What that form sends.
#[derive(Deserialize)]
pub struct ForgotSent {
    #[serde(default)]
    email: String,
}

/// Mails a link, and says the same whether there is such an account or not.
pub async fn do_forgot(
    web: State<Web>,
    visit: Visit,
    Form(sent): Form<ForgotSent>,
) -> Result<Response, Failure> {
    ask_reset(web.ctx(), &sent.email, visit.ip).await?;
    Ok(say(&web, words::key!("forgot-done"), "/sign-in"))
}

/// The form for the new password.
pub async fn ask_new_password(
    web: State<Web>,
    visit: Visit,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    render(&FormPage::reset(&page(&web, &visit, Section::Account), &wanted.token))
}

/// What that form sends.
#[derive(Deserialize)]
pub struct ResetSent {
    #[serde(default)]
    token: String,
    #[serde(default)]
    password: String,
}

/// Replaces the password, ends every session, and begins a new one.
pub async fn do_new_password(
    web: State<Web>,
    visit: Visit,
    headers: HeaderMap,
    Form(sent): Form<ResetSent>,
) -> Result<Response, Failure> {
    let p = page(&web, &visit, Section::Account);
    match reset_password(web.ctx(), &sent.token, sent.password).await {
        Ok(account) => {
            let session = sign_in_as(web.ctx(), account, agent_of(&headers)).await?;
            let mut response = say(&web, words::key!("reset-done"), "/");
            let cookie = Cookie::Session.set(&to_hex(&session.token), web.config());
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        Err(ResetError::Password(problem)) => {
            let (name, message) = worded(p.w, problem);
            wrong(FormPage::reset(&p, &sent.token).wrong(name, &message))
        }
        Err(ResetError::Link) => wrong(FormPage::forgot(&p, "").wrong("email", p.w.text("reset-invalid"))),
        Err(other) => Err(other.into()),
    }
}

impl From<ResetError> for Failure {
    fn from(error: ResetError) -> Self {
        match error {
            ResetError::Link => Self::Gone,
            ResetError::Password(_) => Self::Unprocessable,
            ResetError::TooMany(error) => error.into(),
            ResetError::Db(error) => error.into(),
        }
    }
}
