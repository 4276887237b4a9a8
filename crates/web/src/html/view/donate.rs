//! The Donate card in words.

use domain::donation::matching::Match;
use domain::money::Currency;
use domain::nonprofit::campaign::{Campaign, CampaignPause};
use domain::view::posts::{DonateCard, GivingPause};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use words::{Arg, Words, matching};

use super::href_of;
use crate::html::pages::card::Seller;
use crate::html::pages::donate::{DonateCard as Shown, Meter};
use crate::html::parts::Choice;

/// `card` as the post with this id, on this page, shows it. `id` is unique in the page.
#[must_use]
pub fn donate_card(
    w: &'static Words,
    card: &DonateCard,
    id: String,
    (post, back): (String, String),
    now: Timestamp,
) -> Shown {
    let (campaign, nonprofit) = (&card.campaign, &card.nonprofit);
    Shown {
        w,
        id,
        post,
        back,
        href: href_of_campaign(campaign),
        title: campaign.title.clone(),
        picture: None,
        nonprofit: Seller {
            name: nonprofit.display_name.clone(),
            href: href_of(&nonprofit.handle),
            verified: nonprofit.takes_donations(),
        },
        meter: meter_of(w, card, now),
        presets: presets(w, campaign, campaign.currency, ""),
        currency: campaign.currency.code().to_owned(),
        closed: card.pause(now).map(|pause| why_not_taking(w, pause).to_owned()).unwrap_or_default(),
        closing: match card.closing.filter(|closing| !closing.is_over(now)) {
            Some(closing) => w.fill("donate-closing", "day", w.date_of(closing.day).as_str()),
            None => String::new(),
        },
    }
}

/// The page of a campaign.
#[must_use]
pub fn href_of_campaign(campaign: &Campaign) -> String {
    format!("/donate/{}", campaign.id)
}

/// Why no gifts are taken now.
#[must_use]
pub fn why_not_taking(w: &Words, pause: GivingPause) -> &str {
    match pause {
        GivingPause::Campaign(CampaignPause::Closed) => w.text("donate-closed"),
        GivingPause::Campaign(CampaignPause::NotYet) => w.text("donate-not-yet"),
        GivingPause::Campaign(CampaignPause::Over) => w.text("donate-over"),
        GivingPause::Nonprofit => w.text("donate-not-taking"),
        GivingPause::Lapsed => w.text("donate-lapsed"),
        GivingPause::Ended => w.text("donate-ended"),
    }
}

/// How far a campaign is, in words and as a bar: on its page, in cards, and pushed to open pages.
#[must_use]
pub fn meter_of(w: &Words, card: &DonateCard, now: Timestamp) -> Meter {
    let zone = &card.nonprofit.profile.time_zone;
    let matches = if card.pause(now).is_none() { &card.matches[..] } else { &[] };
    meter(w, &card.campaign, matches, zone, now)
}

/// The same of a campaign with the sponsors who match gifts to it; their deadlines are told by the clock of `zone`.
#[must_use]
pub fn meter(w: &Words, campaign: &Campaign, matches: &[Match], zone: &TimeZone, now: Timestamp) -> Meter {
    // Where nothing is taken, nothing is matched.
    let matches = if campaign.pause(now).is_none() { matches } else { &[] };
    Meter {
        id: campaign.id.to_string(),
        text: raised(w, campaign),
        gifts: w.count("donate-gifts", campaign.gifts),
        matched: matching::matched(w, matches, zone, now),
        percent: campaign.percent(),
    }
}

/// "3 120 € of 5 000 €".
#[must_use]
pub fn raised(w: &Words, campaign: &Campaign) -> String {
    let own = match campaign.goal {
        Some(goal) => {
            let (raised, goal) = (w.money_brief(campaign.raised), w.money_brief(goal));
            w.with("donate-raised-of", &[("raised", Arg::Text(&raised)), ("goal", Arg::Text(&goal))])
        }
        None => w.fill("donate-raised", "raised", &*w.money_brief(campaign.raised)),
    };
    let more = campaign.more.iter().filter(|taken| taken.raised.amount > 0);
    std::iter::once(own).chain(more.map(|taken| w.money_brief(taken.raised))).collect::<Vec<_>>().join(" + ")
}

/// The amounts of a campaign in `currency`; `chosen` is one in minor units, or empty for the first.
#[must_use]
pub fn presets(w: &Words, campaign: &Campaign, currency: Currency, chosen: &str) -> Vec<Choice> {
    let of = |(index, preset): (usize, &domain::money::Money)| {
        let value = preset.amount.to_string();
        let selected = if chosen.is_empty() { index == 0 } else { chosen == value };
        Choice { value, title: w.money_brief(*preset), selected, ..Choice::default() }
    };
    campaign.presets_in(currency).unwrap_or_default().iter().enumerate().map(of).collect()
}
