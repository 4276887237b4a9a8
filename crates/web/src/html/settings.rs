//! One's own account: profile, password and sessions, whom one blocked.

use app::accounts::{
    Changed, SettingsError, change_password, change_settings, end_session, set_avatar, settings, ties,
};
use app::pictures::{PICTURE_BYTES_MAX, UploadError};
use axum::extract::{Form, Multipart, Path, State};
use axum::response::Response;
use domain::account::{BIO_CHARACTERS_MAX, NAME_CHARACTERS_MAX};
use domain::view::people::{AccountSettings, SessionLine};
use serde::Deserialize;
use words::{Locale, Words};

use super::account::worded;
use super::field::{Field, Kind};
use super::mistakes::{answer, at, mark};
use super::page::Section;
use super::pages::account::{AccountProfile, AccountTab, Blocks, Security, Session};
use super::parts::FormError;
use super::said::say;
use super::typed::with_files;
use super::unfit::unfit;
use super::view::{page, person};
use super::{Failure, Visit, render, see_other};
use crate::Web;

/// One problem of a form: its field and what to say.
type Wrong = Option<(&'static str, String)>;

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        match error {
            SettingsError::SignIn => Self::SignIn,
            SettingsError::Problem(_) | SettingsError::WrongPassword => Self::Unprocessable,
            SettingsError::Picture(UploadError::Db(error)) | SettingsError::Db(error) => error.into(),
            SettingsError::Picture(UploadError::Picture(_)) => Self::Unprocessable,
            SettingsError::Picture(UploadError::File(error)) => Self::ours(error),
            SettingsError::Picture(UploadError::TooLarge) => Self::TooLarge,
            SettingsError::TooMany(error) => error.into(),
        }
    }
}

/// The account page begins with the profile.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn profile(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let (known, _) = settings(web.ctx(), &visit.actor).await?;
    profile_page(&web, &visit, &known, None)
}

fn profile_page(
    web: &Web,
    visit: &Visit,
    known: &AccountSettings,
    wrong: Wrong,
) -> Result<Response, Failure> {
    let p = page(web, visit, Section::Account);
    let w = p.w;
    let limit = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let languages = Locale::ALL
        .iter()
        .map(|locale| {
            let name = match locale {
                Locale::En => words::key!("language-en"),
                Locale::Fr => words::key!("language-fr"),
            };
            (locale.tag().to_owned(), w.text(name).to_owned())
        })
        .collect();
    let optional = w.text("state-optional");
    let fields = vec![
        Field::new("display_name", w.text("sign-up-display-name"))
            .value(&known.display_name)
            .autocomplete("name")
            .limit(limit(NAME_CHARACTERS_MAX)),
        Field::new("bio", w.text("account-bio"))
            .kind(Kind::Area)
            .value(&known.bio)
            .optional(optional)
            .limit(limit(BIO_CHARACTERS_MAX)),
        Field::new("avatar", w.text("account-avatar"))
            .kind(Kind::File("image/jpeg,image/png,image/webp,image/gif"))
            .optional(optional),
        Field::new("locale", w.text("account-language")).kind(Kind::Select(languages)).value(&known.locale),
    ];
    let (fields, errors) = marked(fields, wrong);
    let is_wrong = !errors.is_empty();
    Ok(answer(render(&AccountProfile { p: &p, tab: AccountTab::Profile, fields, errors })?, is_wrong))
}

fn marked(mut fields: Vec<Field>, wrong: Wrong) -> (Vec<Field>, Vec<FormError>) {
    let mut errors: Vec<FormError> = wrong.map(|(name, message)| at(name, message)).into_iter().collect();
    mark(&mut fields, &mut errors);
    (fields, errors)
}

/// Keeps the profile.
pub async fn keep_profile(web: State<Web>, visit: Visit, form: Multipart) -> Result<Response, Failure> {
    let form = with_files(&web, &visit, form, "avatar", PICTURE_BYTES_MAX).await?;
    let text = |name: &str| form.typed.all(name).next().unwrap_or_default().to_owned();
    let changed = Changed { display_name: text("display_name"), bio: text("bio"), locale: text("locale") };
    let (mut known, _) = settings(web.ctx(), &visit.actor).await?;
    known.display_name.clone_from(&changed.display_name);
    known.bio.clone_from(&changed.bio);
    let w = visit.words();
    if Locale::from_tag(&changed.locale).is_none() {
        let wrong = ("locale", w.text("field-choice-invalid").to_owned());
        return profile_page(&web, &visit, &known, Some(wrong));
    }
    known.locale.clone_from(&changed.locale);
    match change_settings(web.ctx(), &visit.actor, changed).await {
        Ok(()) => {}
        Err(SettingsError::Problem(problem)) => {
            return profile_page(&web, &visit, &known, Some(worded(w, problem)));
        }
        Err(other) => return Err(other.into()),
    }
    let Some(avatar) = form.files.first() else {
        return Ok(say(&web, words::key!("account-saved"), "/account"));
    };
    match set_avatar(web.ctx(), &visit.actor, avatar.clone()).await {
        Ok(()) => Ok(say(&web, words::key!("account-saved"), "/account")),
        Err(SettingsError::Picture(error)) => {
            profile_page(&web, &visit, &known, Some(("avatar", unfit(w, error)?)))
        }
        Err(other) => Err(other.into()),
    }
}

/// Password and sessions.
pub async fn security(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    security_page(&web, &visit, None).await
}

async fn security_page(web: &Web, visit: &Visit, wrong: Wrong) -> Result<Response, Failure> {
    let (_, sessions) = settings(web.ctx(), &visit.actor).await?;
    let p = page(web, visit, Section::Account);
    let w = p.w;
    let fields = vec![
        Field::new("current", w.text("account-current-password"))
            .kind(Kind::Password)
            .autocomplete("current-password"),
        Field::new("password", w.text("account-new-password"))
            .kind(Kind::Password)
            .autocomplete("new-password")
            .hint(w.text("sign-up-password-hint")),
    ];
    let (fields, errors) = marked(fields, wrong);
    let is_wrong = !errors.is_empty();
    let now = web.ctx().now();
    let current = visit.signed_in.as_ref().map(|signed_in| signed_in.session);
    let line = |line: &SessionLine| Session {
        id: line.id.to_string(),
        device: device(w, &line.user_agent),
        seen: w.fill("account-session-last", "ago", &w.ago(now.duration_since(line.seen_at).as_secs())),
        current: current == Some(line.id),
    };
    let sessions = sessions.iter().map(line).collect();
    Ok(answer(render(&Security { p: &p, tab: AccountTab::Security, fields, sessions, errors })?, is_wrong))
}

/// "Firefox, Linux": what a browser calls itself, in two words that people know.
fn device(w: &Words, user_agent: &str) -> String {
    /// The first that fits wins: most browsers also claim to be others.
    const BROWSERS: &[(&str, &str)] = &[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: &[(&str, &str)] = &[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |known: &'static [(&str, &'static str)]| {
        known.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    match (find(BROWSERS), find(SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => w.text("session-unknown").to_owned(),
    }
}

/// What the password form sends.
#[derive(Deserialize)]
pub struct PasswordSent {
    #[serde(default)]
    current: String,
    #[serde(default)]
    password: String,
}

/// Changes the password.
pub async fn keep_password(
    web: State<Web>,
    visit: Visit,
    Form(sent): Form<PasswordSent>,
) -> Result<Response, Failure> {
    let signed_in = visit.signed_in.as_ref().ok_or(Failure::SignIn)?;
    match change_password(web.ctx(), signed_in, sent.current, sent.password).await {
        Ok(()) => Ok(say(&web, words::key!("account-saved"), "/account/security")),
        Err(SettingsError::WrongPassword) => {
            let wrong = ("current", visit.words().text("field-password-wrong").to_owned());
            security_page(&web, &visit, Some(wrong)).await
        }
        Err(SettingsError::Problem(problem)) => {
            security_page(&web, &visit, Some(worded(visit.words(), problem))).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Signs out elsewhere.
pub async fn end(web: State<Web>, visit: Visit, Path(session): Path<String>) -> Result<Response, Failure> {
    let session = session.parse().map_err(|_| Failure::NotFound)?;
    end_session(web.ctx(), &visit.actor, session).await?;
    Ok(see_other("/account/security"))
}

/// Whom one blocked and muted.
pub async fn blocks(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let (blocked, muted) = ties(web.ctx(), &visit.actor).await?;
    render(&Blocks {
        p: &page(&web, &visit, Section::Account),
        tab: AccountTab::Blocks,
        blocked: blocked.iter().map(|face| person(face, "", false)).collect(),
        muted: muted.iter().map(|face| person(face, "", false)).collect(),
    })
}
