//! "Tell me when it is back": one tap for those we know, one field for those we do not.

use app::limits::Act;
use app::mails::{WishError, Wished, stop_wishes, wish};
use app::timeline::product_card;
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use domain::ids::ProductId;
use domain::view::posts::CardSale;
use serde::Deserialize;

use super::field::{Field, Kind};
use super::page::Section;
use super::pages::account::FormPage;
use super::parts::Link;
use super::said::say;
use super::view::page;
use super::{Failure, Visit, back_or, encode, mistakes, render, see_other};
use crate::Web;

/// What the card and the page send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    product: String,
    email: String,
    back: String,
}

impl Asked {
    fn product(&self) -> Result<ProductId, Failure> {
        self.product.trim().parse().map_err(|_| Failure::NotFound)
    }

    fn back(&self) -> String {
        back_or(&self.back, &format!("/products/{}", self.product.trim())).to_owned()
    }
}

/// Asks a guest where to write.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn ask(web: State<Web>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    form(&web, &visit, &asked, "").await
}

async fn form(web: &Web, visit: &Visit, asked: &Asked, wrong: &str) -> Result<Response, Failure> {
    let product = asked.product()?;
    let card = product_card(web.ctx(), &visit.actor, product).await?;
    let p = page(web, visit, Section::Elsewhere);
    let w = p.w;
    let known = visit.signed_in.as_ref().map_or("", |signed_in| signed_in.email.as_str());
    let typed = if asked.email.is_empty() && wrong.is_empty() { known } else { &asked.email };
    let key = match card.sale(web.ctx().now()) {
        CardSale::NotYet => "card-notify-start",
        CardSale::Open
        | CardSale::SoldOut
        | CardSale::Over
        | CardSale::Closed
        | CardSale::NotSelling
        | CardSale::Stopped
        | CardSale::Gated
        | CardSale::Ended => "card-notify",
    };
    let mut form = FormPage::new(&p, &card.goods.product.title, "/notify", w.lookup(key).unwrap_or_default());
    form.text = w.text("notify-text").to_owned();
    form.hidden = vec![("product".to_owned(), product.to_string()), ("back".to_owned(), asked.back())];
    form.fields = vec![
        Field::new("email", w.text("card-notify-email"))
            .kind(Kind::Email)
            .autocomplete("email")
            .limit(254)
            .value(typed),
    ];
    form.fine_print = w.text("notify-privacy").to_owned();
    form.links = vec![Link { label: w.text("action-back").to_owned(), href: asked.back() }];
    if wrong.is_empty() {
        return render(&form);
    }
    Ok(mistakes::answer(render(&form.wrong("email", wrong))?, true))
}

/// Notes the wish.
pub async fn take(web: State<Web>, visit: Visit, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    let product = asked.product()?;
    let own = visit.signed_in.as_ref().map(|signed_in| signed_in.email.clone()).unwrap_or_default();
    let email = if asked.email.trim().is_empty() { own.clone() } else { asked.email.clone() };
    if email.is_empty() {
        // A guest's tap on a card: the page asks where to write.
        product_card(web.ctx(), &visit.actor, product).await?;
        return Ok(see_other(&format!("/notify?product={product}&back={}", encode(&asked.back()))));
    }
    web.ctx().limit(Act::Notify, visit.ip)?;
    let is_own = email.trim().eq_ignore_ascii_case(own.trim());
    match wish(web.ctx(), &visit.actor, product, &email, visit.locale).await {
        Ok(Wished::Noted) => Ok(say(&web, words::key!("card-notify-done"), &asked.back())),
        // What another address asked for is nobody's business.
        Ok(Wished::Already) if is_own => Ok(say(&web, words::key!("notify-already"), &asked.back())),
        Ok(Wished::Already) => Ok(say(&web, words::key!("card-notify-done"), &asked.back())),
        Ok(Wished::Back) => Ok(say(&web, words::key!("notify-back"), &format!("/products/{product}"))),
        Ok(Wished::Gone) => Ok(say(&web, words::key!("notify-gone"), &format!("/products/{product}"))),
        Err(WishError::NotFound) => Err(Failure::NotFound),
        Err(WishError::Email) => form(&web, &visit, &asked, visit.words().text("field-email-invalid")).await,
        Err(WishError::Db(error)) => Err(error.into()),
    }
}

/// The link of a mail: asks before it ends anything, for programs follow links too.
pub async fn ask_stop(
    web: State<Web>,
    visit: Visit,
    Path(reader): Path<String>,
) -> Result<Response, Failure> {
    let p = page(&web, &visit, Section::Elsewhere);
    let w = p.w;
    let action = format!("/notify/stop/{}", encode(&reader));
    let mut form = FormPage::new(&p, w.text("notify-stop-title"), &action, w.text("card-notify-stop"));
    form.text = w.text("notify-stop-text").to_owned();
    render(&form)
}

/// Ends the wishes of whoever the link was mailed to. The answer is the same for every link.
pub async fn stop(web: State<Web>, visit: Visit, Path(reader): Path<String>) -> Result<Response, Failure> {
    web.ctx().limit(Act::Notify, visit.ip)?;
    stop_wishes(web.ctx(), &reader).await?;
    Ok(say(&web, words::key!("notify-stopped"), "/explore"))
}
