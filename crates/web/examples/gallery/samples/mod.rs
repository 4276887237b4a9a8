//! Sample content: what handlers would fill in, for every page and state.

pub mod account;
pub mod basket;
pub mod buy;
pub mod console;
pub mod demo;
pub mod frame;
pub mod goods;
pub mod nonprofit;
pub mod orders;
pub mod pledge;
pub mod posts;
pub mod studio;
pub mod timeline;

use askama::Template;
use words::Locale;

/// A page of the gallery: its name and its HTML.
pub type Sample = (&'static str, String);

/// Every page and state in one language.
#[must_use]
pub fn pages(locale: Locale) -> Vec<Sample> {
    let mut pages = timeline::pages(locale);
    pages.extend(buy::pages(locale));
    pages.extend(basket::pages(locale));
    pages.extend(orders::pages(locale));
    pages.extend(account::pages(locale));
    pages.extend(studio::pages(locale));
    pages.extend(console::pages(locale));
    pages.extend(nonprofit::pages(locale));
    pages.extend(pledge::pages(locale));
    pages.extend(demo::pages(locale));
    pages
}

/// Renders `page`; a template that fails is a bug.
pub fn show(page: &impl Template) -> String {
    page.render().expect("writing to a String cannot fail")
}
