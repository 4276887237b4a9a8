//! A product's own page.

use app::timeline::{List, list, product_card};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::view::posts::Card;

use super::fragment::{Fragment, ViewerFlags};
use super::page::Section;
use super::pages::timeline::Product;
use super::parts::Link;
use super::people::imprint;
use super::safe::Html;
use super::view::{card, excerpt, feed_html, page, picture};
use super::{Failure, Visit, encode, render};
use crate::Web;

/// Characters of the description in cards on other sites.
const DESCRIPTION_CHARACTERS: usize = 200;

/// What it is, its Buy card, who sells it by law and what they promise (D5), and the posts about it.
///
/// # Errors
/// [`Failure::NotFound`] when it is not shown, or its seller and this visitor are kept apart.
pub async fn show(web: State<Web>, visit: Visit, Path(product): Path<String>) -> Result<Response, Failure> {
    let w = visit.words();
    let ctx = web.ctx();
    let id = product.parse().map_err(|_| Failure::NotFound)?;
    let found = product_card(ctx, &visit.actor, id).await?;
    let posts = list(ctx, &visit.actor, &List::Product(found.offer.merchant, id), None).await?;
    let seller = app::merchants::find(ctx, found.offer.merchant).await?;
    let p = page(&web, &visit, Section::Elsewhere);
    let product = &found.goods.product;
    let shown = card(w, &found, visit.currency, ("card".to_owned(), String::new()), ctx.now());
    let shown = Fragment::compile(shown.to_string()).map_err(Failure::ours)?;
    let plain = excerpt(&without_markup(&product.description_html), DESCRIPTION_CHARACTERS);
    let images: Vec<_> =
        found.goods.images.iter().filter_map(|one| Some((one.image.as_ref()?, &one.alt))).collect();
    render(&Product {
        title: product.title.clone(),
        description_short: plain,
        image: images.first().map(|(image, _)| format!("{}{}", p.base, image.path(1600))).unwrap_or_default(),
        canonical: format!("{}/products/{}", p.base, product.id),
        pictures: images.iter().skip(1).map(|(image, alt)| picture(image, alt)).collect(),
        card: Html::trusted(shown.render(&ViewerFlags { csrf: &visit.csrf, ..ViewerFlags::default() })),
        description: Html::trusted(product.description_html.clone()),
        currencies: currencies(&found, &visit),
        facts: seller.map(|seller| imprint(w, &seller)).unwrap_or_default(),
        posts: feed_html(&web, &visit, &posts.entries).map_err(Failure::ours)?,
        p: &p,
    })
}

/// What else it can be paid in.
fn currencies(card: &Card, visit: &Visit) -> Vec<Link> {
    let shown = card.currency(visit.currency);
    let others = card.currencies().into_iter().filter(|currency| Some(*currency) != shown);
    others
        .map(|currency| Link {
            label: currency.code().to_owned(),
            href: format!("/currency/{}?back={}", currency.code(), encode(&visit.path)),
        })
        .collect()
}

/// The words of sanitised markup.
fn without_markup(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => {
                inside = true;
                words.push(' ');
            }
            '>' => inside = false,
            other if !inside => words.push(other),
            _ => {}
        }
    }
    words
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", " ")
}
