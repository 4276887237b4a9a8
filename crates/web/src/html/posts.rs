//! One post: reading it in its thread, writing, deleting, liking, boosting, reporting.

use app::pictures::{PICTURE_BYTES_MAX, upload};
use app::posts::{self, Attach, DeleteError, Publish, PublishError, ReactError, Report, ReportError};
use app::timeline;
use axum::extract::{Form, Multipart, Path, Query, State};
use axum::response::Response;
use domain::ids::PostId;
use domain::post::{PICTURES_MAX, PostProblem, REPORT_CHARACTERS_MAX, TEXT_CHARACTERS_MAX};
use domain::view::posts::{Entry, ReportReason, StoredPicture};
use serde::Deserialize;
use words::Words;

use super::composer::{self, Typed};
use super::field::{Field as Shown, Kind};
use super::mistakes::beside;
use super::page::Section;
use super::pages::compose::Compose;
use super::pages::timeline::{DeletePost, Report as ReportPage, Thread};
use super::parts::{Choice, FormError, Level, Notice};
use super::redirect::encode;
use super::said::say;
use super::typed::with_files;
use super::unfit::unfit;
use super::view::{entry_html, excerpt, feed_html, href_of_post, page};
use super::{Failure, Visit, render, see_other};
use crate::Web;

/// Characters of a post's text in titles and questions.
const EXCERPT_CHARACTERS: usize = 80;
/// Characters of a post's text in cards on other sites.
const DESCRIPTION_CHARACTERS: usize = 200;

fn id_of(text: &str) -> Result<PostId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// A post in its thread.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(post): Path<String>) -> Result<Response, Failure> {
    let w = visit.words();
    let thread = timeline::thread(web.ctx(), &visit.actor, id_of(&post)?).await?;
    let html = |entries: &[Entry]| feed_html(&web, &visit, entries).map_err(Failure::ours);
    let lead = &thread.post;
    let mut p = page(&web, &visit, Section::Elsewhere);
    super::timeline::beside(&web, &visit, &mut p).await?;
    let picture = lead
        .post
        .pictures
        .first()
        .map(|found| &found.image)
        .or_else(|| lead.card.as_ref()?.goods.images.iter().find_map(|found| found.image.as_ref()));
    render(&Thread {
        title: format!("{}: {}", lead.author.name, excerpt(&lead.post.text, EXCERPT_CHARACTERS)),
        description: excerpt(&lead.post.text, DESCRIPTION_CHARACTERS),
        image: picture.map(|image| format!("{}{}", p.base, image.path(1600))).unwrap_or_default(),
        canonical: format!("{}{}", p.base, href_of_post(lead.post.id)),
        above: html(&thread.above)?,
        post: entry_html(&web, &visit, lead).map_err(Failure::ours)?,
        composer: composer::reply(&visit, &lead.post.id.to_string(), &lead.author.name, Typed::default()),
        replies: html(&thread.replies)?,
        replies_title: w.count("post-replies", lead.post.replies),
        sign_in: format!("/sign-in?back={}", encode(&visit.path)),
        p: &p,
    })
}

/// What a link to the composer brings along.
#[derive(Debug, Default, Deserialize)]
pub struct Chosen {
    /// The goods, as the composer's choice sends them.
    #[serde(default)]
    product: String,
    /// Words to begin with.
    #[serde(default)]
    text: String,
}

/// Writing on a page of its own, perhaps about a product chosen before.
pub async fn compose(
    web: State<Web>,
    visit: Visit,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Failure> {
    let typed = Typed { product: chosen.product, text: chosen.text, ..Typed::default() };
    compose_page(&web, &visit, typed, Vec::new()).await
}

async fn compose_page(
    web: &Web,
    visit: &Visit,
    typed: Typed,
    errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let has_chosen = !typed.product.is_empty();
    let mut composer = composer::new(web, visit, typed).await?.ok_or(Failure::SignIn)?;
    let mut p = page(web, visit, Section::Elsewhere);
    if has_chosen && !composer.goods_refused.is_empty() {
        p.notice = Some(Notice {
            level: Level::Warn,
            title: w.text("compose-not-verified").to_owned(),
            text: std::mem::take(&mut composer.goods_refused),
            links: Vec::new(),
        });
    }
    render(&Compose { p: &p, title: w.text("compose-title").to_owned(), composer, errors })
}

/// What the composer sends.
struct Sent {
    text: String,
    warning: String,
    product: String,
    in_reply_to: String,
}

impl Sent {
    fn of(typed: &super::typed::Typed) -> Self {
        let text = |name: &str| typed.all(name).next().unwrap_or_default().to_owned();
        Self {
            text: text("text"),
            warning: text("warning"),
            product: text("product"),
            in_reply_to: text("in_reply_to"),
        }
    }
}

/// Writes a post, and shows it; or the composer again with what is wrong.
pub async fn publish(web: State<Web>, visit: Visit, form: Multipart) -> Result<Response, Failure> {
    let account = visit.actor.account().ok_or(Failure::SignIn)?;
    let form = with_files(&web, &visit, form, "picture", PICTURE_BYTES_MAX).await?;
    let sent = Sent::of(&form.typed);
    if form.files.len() > PICTURES_MAX {
        return again(&web, &visit, sent, "compose-images-limit").await;
    }
    let mut pictures = Vec::new();
    for (slot, (bytes, alt)) in (1..).zip(form.files.iter().zip(&form.alts)) {
        match upload(web.ctx(), account, bytes.clone()).await {
            Ok(image) => pictures.push(StoredPicture { image: image.id, alt: alt.clone() }),
            Err(error) => {
                let w = visit.words();
                let label = format!("{} {slot}", w.text("field-image"));
                let wrong = beside(&format!("picture-{slot}"), &label, unfit(w, error)?);
                return shown_again(&web, &visit, sent, wrong, String::new()).await;
            }
        }
    }
    let reply_to = match sent.in_reply_to.as_str() {
        "" => None,
        parent => Some(id_of(parent)?),
    };
    let publish = Publish {
        text: sent.text.clone(),
        warning: sent.warning.clone(),
        pictures,
        attach: attach_of(&sent.product)?,
        reply_to,
    };
    match posts::publish(web.ctx(), &visit.actor, publish).await {
        Ok(post) => Ok(match reply_to {
            Some(parent) => see_other(&format!("{}#post-{post}", href_of_post(parent))),
            // A shop's post is not on the home page of whoever wrote it for the shop.
            None if !sent.product.is_empty() => {
                say(&web, words::key!("compose-published"), &href_of_post(post))
            }
            None => say(&web, words::key!("compose-published"), "/"),
        }),
        Err(PublishError::Problem(problem)) => {
            let key = match problem {
                PostProblem::Empty => "field-required",
                PostProblem::TextTooLong | PostProblem::WarningTooLong | PostProblem::AltTooLong => {
                    "field-too-long"
                }
                PostProblem::TooManyPictures => "compose-images-limit",
            };
            again(&web, &visit, sent, key).await
        }
        Err(PublishError::ReadOnly) => again(&web, &visit, sent, "error-read-only-text").await,
        Err(PublishError::NotVerified) => again(&web, &visit, sent, "compose-not-verified").await,
        Err(PublishError::NotVouchedFor) => again(&web, &visit, sent, "donate-not-taking").await,
        Err(PublishError::Lapsed) => again(&web, &visit, sent, "desk-lapsed-text").await,
        Err(PublishError::SignIn) => Err(Failure::SignIn),
        Err(PublishError::Suspended) => Err(Failure::Forbidden),
        Err(PublishError::NoParent | PublishError::NoPicture | PublishError::NoProduct) => {
            Err(Failure::NotFound)
        }
        Err(PublishError::Db(error)) => Err(error.into()),
    }
}

/// `mer_….prd_…` for a product, `off_…` for one of its offers, or `cpn_…` for a campaign, as the composer's choice sends
/// it.
fn attach_of(product: &str) -> Result<Option<Attach>, Failure> {
    if product.is_empty() {
        return Ok(None);
    }
    if let Ok(offer) = product.parse() {
        return Ok(Some(Attach::Offer(offer)));
    }
    if let Ok(campaign) = product.parse() {
        return Ok(Some(Attach::Campaign(campaign)));
    }
    let (merchant, product) = product.split_once('.').ok_or(Failure::BadRequest)?;
    let merchant = merchant.parse().map_err(|_| Failure::BadRequest)?;
    Ok(Some(Attach::Product(merchant, product.parse().map_err(|_| Failure::BadRequest)?)))
}

async fn again(web: &Web, visit: &Visit, sent: Sent, key: &'static str) -> Result<Response, Failure> {
    let w = visit.words();
    let message = match key {
        "field-too-long" => w.count(key, TEXT_CHARACTERS_MAX),
        "compose-images-limit" => w.count(key, PICTURES_MAX),
        other => w.text(other).to_owned(),
    };
    let wrong = beside("compose-text", w.text("field-message"), message.clone());
    shown_again(web, visit, sent, wrong, message).await
}

/// The composer with what was typed, one thing that is wrong, and what of it is about the text.
async fn shown_again(
    web: &Web,
    visit: &Visit,
    sent: Sent,
    wrong: FormError,
    error: String,
) -> Result<Response, Failure> {
    let errors = vec![wrong];
    let typed = Typed { text: sent.text, warning: sent.warning, product: sent.product, error };
    let mut response = if sent.in_reply_to.is_empty() {
        compose_page(web, visit, typed, errors).await?
    } else {
        reply_page(web, visit, &sent.in_reply_to, typed, errors).await?
    };
    *response.status_mut() = http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// The composer with what was typed before its writer had to sign in. Pictures were not held.
pub(super) async fn held(web: &Web, visit: &Visit, typed: &super::typed::Typed) -> Result<Response, Failure> {
    let Sent { text, warning, product, in_reply_to } = Sent::of(typed);
    let shown = Typed { text, warning, product, ..Typed::default() };
    if in_reply_to.is_empty() {
        return compose_page(web, visit, shown, Vec::new()).await;
    }
    reply_page(web, visit, &in_reply_to, shown, Vec::new()).await
}

async fn reply_page(
    web: &Web,
    visit: &Visit,
    parent: &str,
    typed: Typed,
    errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let post = timeline::post(web.ctx(), &visit.actor, id_of(parent)?).await?;
    let name = &post.author.name;
    let composer = composer::reply(visit, parent, name, typed).ok_or(Failure::SignIn)?;
    let title = w.fill("compose-reply-title", "name", name);
    render(&Compose { p: &page(web, visit, Section::Elsewhere), title, composer, errors })
}

/// Where to go on after a small action.
#[derive(Debug, Default, Deserialize)]
pub struct Back {
    /// A path of ours.
    #[serde(default)]
    pub back: String,
}

/// Likes.
pub async fn like(
    web: State<Web>,
    visit: Visit,
    post: Path<String>,
    back: Form<Back>,
) -> Result<Response, Failure> {
    let post = id_of(&post)?;
    posts::like(web.ctx(), &visit.actor, post).await?;
    Ok(reacted(&visit, &back.back, post))
}

/// Takes a like back.
pub async fn unlike(
    web: State<Web>,
    visit: Visit,
    post: Path<String>,
    back: Form<Back>,
) -> Result<Response, Failure> {
    let post = id_of(&post)?;
    posts::unlike(web.ctx(), &visit.actor, post).await?;
    Ok(reacted(&visit, &back.back, post))
}

/// Passes on.
pub async fn boost(
    web: State<Web>,
    visit: Visit,
    post: Path<String>,
    back: Form<Back>,
) -> Result<Response, Failure> {
    let post = id_of(&post)?;
    posts::boost(web.ctx(), &visit.actor, post).await?;
    Ok(reacted(&visit, &back.back, post))
}

/// Takes a boost back.
pub async fn unboost(
    web: State<Web>,
    visit: Visit,
    post: Path<String>,
    back: Form<Back>,
) -> Result<Response, Failure> {
    let post = id_of(&post)?;
    posts::unboost(web.ctx(), &visit.actor, post).await?;
    Ok(reacted(&visit, &back.back, post))
}

impl From<ReactError> for Failure {
    fn from(error: ReactError) -> Self {
        match error {
            ReactError::SignIn => Self::SignIn,
            ReactError::NotFound => Self::NotFound,
            ReactError::Db(error) => error.into(),
        }
    }
}

/// A script needs no page; a browser goes back to the post.
fn reacted(visit: &Visit, back: &str, post: PostId) -> Response {
    if visit.fragment.is_some() {
        return super::redirect::done();
    }
    see_other(super::back_or(back, &format!("{}#post-{post}", href_of_post(post))))
}

/// Asks before a post is deleted.
pub async fn ask_delete(
    web: State<Web>,
    visit: Visit,
    Path(post): Path<String>,
) -> Result<Response, Failure> {
    let entry = timeline::post(web.ctx(), &visit.actor, id_of(&post)?).await?;
    if !entry.is_author {
        return Err(Failure::NotFound);
    }
    render(&DeletePost {
        p: &page(&web, &visit, Section::Elsewhere),
        id: entry.post.id.to_string(),
        excerpt: excerpt(&entry.post.text, DESCRIPTION_CHARACTERS),
        back: href_of_post(entry.post.id),
    })
}

/// Deletes a post.
pub async fn delete(web: State<Web>, visit: Visit, Path(post): Path<String>) -> Result<Response, Failure> {
    match posts::delete(web.ctx(), &visit.actor, id_of(&post)?).await {
        Ok(()) => Ok(say(&web, words::key!("post-delete-done"), "/")),
        Err(DeleteError::NotFound) => Err(Failure::NotFound),
        Err(DeleteError::Db(error)) => Err(error.into()),
    }
}

/// Asks what is wrong with a post.
pub async fn ask_report(
    web: State<Web>,
    visit: Visit,
    Path(post): Path<String>,
) -> Result<Response, Failure> {
    report_page(&web, &visit, id_of(&post)?, None, "").await
}

async fn report_page(
    web: &Web,
    visit: &Visit,
    post: PostId,
    wrong: Option<(&str, String)>,
    comment: &str,
) -> Result<Response, Failure> {
    let w = visit.words();
    let entry = timeline::post(web.ctx(), &visit.actor, post).await?;
    let reasons = ReportReason::ALL.into_iter().map(|reason| Choice {
        value: reason.as_str().to_owned(),
        title: reason_words(w, reason).to_owned(),
        ..Choice::default()
    });
    let mut field = Shown::new("comment", w.text("report-comment"))
        .kind(Kind::Area)
        .value(comment)
        .optional(w.text("state-optional"))
        .limit(u32::try_from(REPORT_CHARACTERS_MAX).unwrap_or(u32::MAX));
    let errors = match wrong {
        None => Vec::new(),
        Some((name, message)) => {
            if name == "comment" {
                field = field.error(&message);
            }
            let (id, label) = match name {
                "comment" => (field.id(), w.text("report-comment")),
                _ => ("reasons".to_owned(), w.text("field-reason")),
            };
            vec![beside(&id, label, message)]
        }
    };
    let is_wrong = !errors.is_empty();
    let mut response = render(&ReportPage {
        p: &page(web, visit, Section::Elsewhere),
        action: format!("{}/report", href_of_post(post)),
        about: w.fill("post-by", "author", &entry.author.name),
        excerpt: excerpt(&entry.post.text, DESCRIPTION_CHARACTERS),
        reasons: reasons.collect(),
        comment: field,
        errors,
    })?;
    if is_wrong {
        *response.status_mut() = http::StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn reason_words(w: &Words, reason: ReportReason) -> &str {
    w.text(match reason {
        ReportReason::Spam => words::key!("report-spam"),
        ReportReason::Scam => words::key!("report-scam"),
        ReportReason::Illegal => words::key!("report-illegal"),
        ReportReason::Hate => words::key!("report-hate"),
        ReportReason::Other => words::key!("report-other"),
    })
}

/// What the report form sends.
#[derive(Debug, Deserialize)]
pub struct ReportSent {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    comment: String,
}

/// Puts a post on the operator's desk.
pub async fn report(
    web: State<Web>,
    visit: Visit,
    Path(post): Path<String>,
    Form(sent): Form<ReportSent>,
) -> Result<Response, Failure> {
    let post = id_of(&post)?;
    let w = visit.words();
    let Some(reason) = ReportReason::from_word(&sent.reason) else {
        let wrong = ("reason", w.text("field-choice-invalid").to_owned());
        return report_page(&web, &visit, post, Some(wrong), &sent.comment).await;
    };
    let wanted = Report { post, reason, comment: sent.comment.clone() };
    match posts::report(web.ctx(), &visit.actor, wanted).await {
        Ok(()) => Ok(say(&web, words::key!("report-done"), "/")),
        Err(ReportError::CommentTooLong) => {
            let wrong = ("comment", w.count("field-too-long", REPORT_CHARACTERS_MAX));
            report_page(&web, &visit, post, Some(wrong), &sent.comment).await
        }
        Err(ReportError::SignIn) => Err(Failure::SignIn),
        Err(ReportError::NotFound) => Err(Failure::NotFound),
        Err(ReportError::Db(error)) => Err(error.into()),
    }
}
