//! Why something may not be ordered, in words, with a way on.

use app::checkout::{PartView, PurchaseView};
use domain::ids::CheckoutId;
use domain::place::Refusal;
use words::Words;

use super::back;
use crate::html::encode;
use crate::html::pages::buy::EndSign;
use crate::html::parts::{Level, Link, Notice};

/// How a refusal is told.
pub(super) enum Told {
    /// Nothing about the checkout can be changed to help: it ended.
    End {
        /// How the end looks.
        sign: EndSign,
        /// What happened.
        title: String,
        /// More about it.
        text: String,
        /// A better way on than to start over.
        action: Option<Link>,
    },
    /// The buyer changes something and pays again.
    Change(Notice),
}

/// Tells a refusal of the first part of `view`.
pub(super) fn told(w: &Words, view: &PurchaseView, refusal: Refusal) -> Told {
    let late = |title: &str| Told::End {
        sign: EndSign::Late,
        title: w.lookup(title).unwrap_or_default().to_owned(),
        text: sentence(w, refusal),
        action: None,
    };
    match refusal {
        Refusal::SoldOut { left: 0, variant } => {
            let mut lines = view.parts.iter().flat_map(|part| &part.checkout.lines);
            let notify = lines.find(|line| line.variant == variant).map(|line| Link {
                label: w.text("card-notify").to_owned(),
                href: format!("/notify?product={}&back={}", line.product, encode(&back(view))),
            });
            Told::End {
                sign: EndSign::Late,
                title: w.text("card-sold-out").to_owned(),
                text: sentence(w, refusal),
                action: notify,
            }
        }
        Refusal::OverLimit { limit, has } if has >= limit => Told::End {
            sign: EndSign::Late,
            title: w.count("buy-error-limit", limit),
            text: w.count("buy-error-limit-has", has),
            action: None,
        },
        Refusal::Expired => late(words::key!("buy-expired-title")),
        Refusal::OfferClosed => late(words::key!("card-closed")),
        Refusal::MerchantClosed | Refusal::ServerClosed => late(words::key!("card-paused")),
        Refusal::Gated => late(words::key!("buy-gated-title")),
        Refusal::Ended => late(words::key!("buy-ended-title")),
        Refusal::PaidAlone => Told::End {
            sign: EndSign::Late,
            title: w.text("buy-error-alone-title").to_owned(),
            text: sentence(w, refusal),
            action: None,
        },
        Refusal::Changed | Refusal::Incomplete | Refusal::SoldOut { .. } | Refusal::OverLimit { .. } => {
            let title = sentence(w, refusal);
            Told::Change(Notice { level: Level::Bad, title, text: String::new(), links: Vec::new() })
        }
    }
}

/// Which sellers of several cannot be paid with the others; nothing where all can.
pub(super) fn alone(w: &Words, view: &PurchaseView, obstacles: &[(CheckoutId, Refusal)]) -> Option<Notice> {
    let is_alone = |part: &&PartView| obstacles.contains(&(part.checkout.id, Refusal::PaidAlone));
    let alone: Vec<String> =
        view.parts.iter().filter(is_alone).map(|part| part.pricing.merchant.display_name.clone()).collect();
    (!alone.is_empty()).then(|| Notice {
        level: Level::Warn,
        title: w.fill("buy-error-alone-who", "merchants", w.list(&alone).as_str()),
        text: sentence(w, Refusal::PaidAlone),
        links: Vec::new(),
    })
}

/// A refusal in one sentence or two.
pub(super) fn sentence(w: &Words, refusal: Refusal) -> String {
    match refusal {
        Refusal::Changed | Refusal::Incomplete => w.text("buy-error-price-changed").to_owned(),
        Refusal::SoldOut { left: 0, .. } => w.text("buy-error-sold-out").to_owned(),
        Refusal::SoldOut { left, .. } => w.count("buy-error-only-left", left),
        Refusal::OverLimit { limit, has: 0 } => w.count("buy-error-limit", limit),
        Refusal::OverLimit { limit, has } => {
            format!("{} {}", w.count("buy-error-limit", limit), w.count("buy-error-limit-has", has))
        }
        Refusal::Expired => w.text("buy-expired-text").to_owned(),
        Refusal::OfferClosed => w.text("buy-error-offer-ended").to_owned(),
        Refusal::MerchantClosed | Refusal::ServerClosed => w.text("buy-error-paused").to_owned(),
        Refusal::Gated => w.text("buy-error-gated").to_owned(),
        Refusal::Ended => w.text("buy-error-ended").to_owned(),
        Refusal::PaidAlone => w.text("buy-error-alone").to_owned(),
    }
}
