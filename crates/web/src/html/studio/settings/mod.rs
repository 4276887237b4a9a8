//! The shop's settings: what it says about itself, where it ships, what it collects, who works for it.

pub mod channel;
mod channel_form;
pub mod channel_new;
pub mod channels;
pub mod giving;
pub mod keys;
pub mod own_key;
pub mod payments;
pub mod quotes;
mod rate_form;
pub mod requirements;
pub mod shipping;
pub mod shop;
pub mod staff;
pub mod tax;
pub mod webhook;
pub mod webhooks;

use domain::access::{AtMerchant, MerchantAct};
use domain::ids::MerchantId;
use words::Words;

use crate::html::Visit;
use crate::html::field::{Field, Kind};
use crate::html::page::Page;
use crate::html::pages::desk::{Settings, View};

/// The pages of settings: words, path, and who may see them.
const PAGES: [(&str, &str, MerchantAct); 11] = [
    (words::key!("settings-shop"), "settings", MerchantAct::EditSettings),
    (words::key!("settings-shipping"), "settings/shipping", MerchantAct::EditSettings),
    (words::key!("settings-tax"), "settings/tax", MerchantAct::EditSettings),
    (words::key!("settings-payments"), "settings/payments", MerchantAct::EditSettings),
    (words::key!("settings-giving"), "settings/giving", MerchantAct::EditSettings),
    (words::key!("settings-staff"), "settings/staff", MerchantAct::EditStaff),
    (words::key!("settings-keys"), "settings/keys", MerchantAct::EditStaff),
    (words::key!("channels-title"), channels::PLACE, MerchantAct::EditWebhooks),
    (words::key!("webhooks-title"), webhooks::PLACE, MerchantAct::EditWebhooks),
    (words::key!("quotes-title"), quotes::PLACE, MerchantAct::EditWebhooks),
    (words::key!("archive-title"), "settings/archive", MerchantAct::EditStaff),
];

/// An empty page of settings, lit at `path`.
pub fn blank<'a>(p: &'a Page, visit: &Visit, merchant: MerchantId, path: &str) -> Settings<'a> {
    let w = visit.words();
    let pages = PAGES.iter().filter(|(.., act)| visit.actor.may(AtMerchant { merchant, act: *act }).is_ok());
    let heading = PAGES.iter().find(|(_, known, _)| *known == path).map_or("", |(key, ..)| w.text(key));
    Settings {
        p,
        title: w.text("settings-title").to_owned(),
        nav: pages
            .map(|(key, known, _)| View {
                label: w.text(key).to_owned(),
                href: format!("/studio/{merchant}/{known}"),
                current: *known == path,
                waiting: 0,
            })
            .collect(),
        heading: heading.to_owned(),
        text: String::new(),
        standing: None,
        action: String::new(),
        groups: Vec::new(),
        blocks: Vec::new(),
        add: None,
        tables: Vec::new(),
        other: None,
        secret: None,
        errors: Vec::new(),
    }
}

/// A field to choose a word from a list.
fn select(w: &Words, name: &str, label: &str, value: &str, choices: &[(&str, &str)]) -> Field {
    let choices = choices.iter().map(|(word, key)| ((*word).to_owned(), w.text(key).to_owned())).collect();
    Field::new(name, label).kind(Kind::Select(choices)).value(value)
}

/// What to do with a list of blocks besides saving it.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Edit {
    /// Show one more, empty.
    pub add: Option<u8>,
    /// Take this one away and save.
    pub remove: Option<usize>,
}
