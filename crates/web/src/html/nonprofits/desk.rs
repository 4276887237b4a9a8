//! The frame of a nonprofit's desk: which one, in which role, and the way to every page the role may see.

use domain::access::Permit;
use domain::ids::NonprofitId;
use domain::nonprofit::Nonprofit;
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use domain::nonprofit::standing::Standing;
use domain::nonprofit::state::NonprofitState;
use words::Words;

use crate::Web;
use crate::html::page::{Desk, DeskLink, Page, Section};
use crate::html::pages::desk::View;
use crate::html::parts::{Level, Link, Notice, Tag};
use crate::html::view::{avatar, page};
use crate::html::{Failure, Visit, workplaces};

/// A page of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Where it stands, and what is given.
    Overview,
    /// Campaigns.
    Campaigns,
    /// Gifts.
    Gifts,
    /// Donors who may be written to.
    Donors,
    /// Gift Aid, in the United Kingdom.
    GiftAid,
    /// Payouts.
    Payouts,
    /// The application, and what was said about it.
    Application,
    /// Settings.
    Settings,
    /// The log of what its people did.
    Log,
}

/// Place, words, path below the nonprofit's, icon, keys, and who may see it.
const PLACES: [(Place, &str, &str, &str, &str, NonprofitAct); 9] = [
    (Place::Overview, words::key!("desk-overview"), "", "today", "g t", NonprofitAct::View),
    (Place::Campaigns, words::key!("desk-campaigns"), "/campaigns", "heart", "g c", NonprofitAct::View),
    (Place::Gifts, words::key!("desk-gifts"), "/gifts", "gift", "g o", NonprofitAct::ViewDonors),
    (Place::Donors, words::key!("desk-donors"), "/donors", "users", "g d", NonprofitAct::ViewDonors),
    (Place::GiftAid, words::key!("gift-aid-title"), "/gift-aid", "money", "", NonprofitAct::ViewDonors),
    (Place::Payouts, words::key!("payouts-title"), "/payouts", "receipt", "g m", NonprofitAct::ViewDonors),
    (Place::Application, words::key!("desk-application"), "/application", "verified", "", NonprofitAct::View),
    (
        Place::Settings,
        words::key!("settings-title"),
        "/settings",
        "settings",
        "g s",
        NonprofitAct::EditProfile,
    ),
    (Place::Log, words::key!("log-title"), "/log", "list", "", NonprofitAct::EditStaff),
];

/// The pages of settings: words, path, and who may see them.
const SETTINGS: [(&str, &str, NonprofitAct); 5] = [
    (words::key!("desk-profile"), "settings", NonprofitAct::EditProfile),
    (words::key!("logo-title"), "settings/logo", NonprofitAct::EditProfile),
    (words::key!("settings-payments"), "settings/payments", NonprofitAct::EditPayee),
    (words::key!("desk-people"), "settings/staff", NonprofitAct::EditStaff),
    (words::key!("archive-title"), "settings/archive", NonprofitAct::EditStaff),
];

/// The frame of a page of `nonprofit`, and the nonprofit.
///
/// # Errors
/// [`Failure::NotFound`] when there is none, or the visitor does not work for it.
pub async fn desk(
    web: &Web,
    visit: &Visit,
    nonprofit: NonprofitId,
    at: Place,
) -> Result<(Page, Nonprofit), Failure> {
    let signed_in = visit.signed_in.as_ref().ok_or(Failure::NotFound)?;
    let role = signed_in.nonprofits.iter().find(|(known, _)| *known == nonprofit);
    let (_, role) = role.ok_or(Failure::NotFound)?;
    let found = app::nonprofits::find(web.ctx(), nonprofit).await?.ok_or(Failure::NotFound)?;
    let face = app::people::face(web.ctx(), found.account).await?;
    let w = visit.words();
    let links = PLACES
        .iter()
        .filter(|(place, .., act)| {
            let is_here = *place != Place::GiftAid || found.profile.country.code() == "GB";
            is_here && may(visit, nonprofit, *act).is_ok()
        })
        .map(|(place, words, path, icon, keys, _)| DeskLink {
            label: w.text(words).to_owned(),
            href: format!("/nonprofits/{nonprofit}{path}"),
            icon,
            waiting: u32::from(*place == Place::Application && found.state == NonprofitState::Refused),
            current: *place == at,
            keys,
        })
        .collect();
    let mut p = page(web, visit, Section::Elsewhere);
    p.desk = Some(Desk {
        title: found.display_name.clone(),
        subtitle: w.nonprofit_role(*role).to_owned(),
        avatar: avatar(&found.display_name, face.as_ref().and_then(|face| face.avatar.as_ref())),
        links,
        others: workplaces::others(web, visit, nonprofit.party()).await?,
    });
    Ok((p, found))
}

/// The pages of settings that the visitor may see, the one at `path` lit.
#[must_use]
pub fn settings(w: &Words, visit: &Visit, nonprofit: NonprofitId, path: &str) -> Vec<View> {
    SETTINGS
        .iter()
        .filter(|(.., act)| may(visit, nonprofit, *act).is_ok())
        .map(|(words, known, _)| View {
            label: w.text(words).to_owned(),
            href: format!("/nonprofits/{nonprofit}/{known}"),
            current: *known == path,
            waiting: 0,
        })
        .collect()
}

/// Where it stands with the operator.
#[must_use]
pub fn tag(w: &Words, state: NonprofitState) -> Tag {
    let level = match state {
        NonprofitState::Applied => Level::Info,
        NonprofitState::Refused => Level::Warn,
        NonprofitState::Verified => Level::Good,
        NonprofitState::Suspended => Level::Bad,
    };
    Tag { text: w.nonprofit_state(state).to_owned(), level }
}

/// What that means for its people, and why it is so; none where donations are taken.
#[must_use]
pub fn standing(w: &Words, nonprofit: &Nonprofit, answer: bool) -> Option<Notice> {
    let (level, title, means) = match nonprofit.state {
        NonprofitState::Applied => {
            (Level::Info, words::key!("desk-applied-title"), words::key!("desk-applied-text"))
        }
        NonprofitState::Refused => {
            (Level::Warn, words::key!("desk-refused-title"), words::key!("desk-refused-text"))
        }
        NonprofitState::Suspended => {
            (Level::Bad, words::key!("desk-suspended-title"), words::key!("desk-suspended-text"))
        }
        NonprofitState::Verified if !nonprofit.suspended && nonprofit.is_lapsed() => {
            (Level::Bad, words::key!("desk-lapsed-title"), words::key!("desk-lapsed-text"))
        }
        NonprofitState::Verified if !nonprofit.suspended && nonprofit.standing == Standing::Soon => {
            (Level::Warn, words::key!("desk-lapses-title"), words::key!("desk-lapses-text"))
        }
        NonprofitState::Verified if nonprofit.suspended => {
            (Level::Bad, words::key!("desk-suspended-title"), words::key!("desk-suspended-text"))
        }
        NonprofitState::Verified => return None,
    };
    let link = Link {
        label: w.text("desk-answer").to_owned(),
        href: format!("/nonprofits/{}/application", nonprofit.id),
    };
    let reason = &nonprofit.state_reason;
    let reason = if reason.is_empty() { String::new() } else { w.fill("desk-reason", "reason", reason) };
    Some(Notice {
        level,
        title: w.text(title).to_owned(),
        text: format!("{reason} {}", w.text(means)).trim_start().to_owned(),
        links: (answer && nonprofit.state != NonprofitState::Applied).then_some(link).into_iter().collect(),
    })
}

/// Permission for `act` at the nonprofit.
///
/// # Errors
/// [`Failure::NotFound`] without it.
pub fn may(visit: &Visit, nonprofit: NonprofitId, act: NonprofitAct) -> Result<Permit<AtNonprofit>, Failure> {
    Ok(visit.actor.may(AtNonprofit { nonprofit, act })?)
}

/// An id that stands in an address.
///
/// # Errors
/// [`Failure::NotFound`] when it is none.
pub fn id<T: std::str::FromStr>(text: &str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}
