//! What ends, as it is said around other things: the banner of pages that it concerns, and where a partner stands.

use app::sunsets::Standing;
use domain::gate::Feature;
use domain::partner::{NextStep, PartnerState};
use domain::sunset::calendar::Step;
use domain::sunset::{Plan, Scope};
use jiff::Timestamp;
use words::{Arg, Words};

use crate::html::parts::{Level, Link, Notice, Tag};

/// The beginnings of addresses of pages about giving.
const GIVING: [&str; 5] = ["/donate", "/gifts", "/pledges", "/nonprofits", "/statements"];
/// Pages about the end of something say it themselves, and whoever runs the server knows.
const ELSEWHERE: [&str; 2] = ["/closing", "/console"];

/// Whether the page at `path` has something to do with what ends. Shops and nonprofits say their own end at their desks and
/// in their cards.
fn concerns(scope: Scope, path: &str) -> bool {
    let begins = |with: &[&str]| with.iter().any(|beginning| path.starts_with(beginning));
    if begins(&ELSEWHERE) {
        return false;
    }
    match scope {
        Scope::Server => true,
        Scope::Feature(Feature::Buy) => !begins(&GIVING),
        Scope::Feature(Feature::Selling) => begins(&["/sell", "/studio"]),
        Scope::Feature(Feature::Donate | Feature::Pledges) => begins(&GIVING),
        Scope::Feature(Feature::Asking) => begins(&["/nonprofits"]),
        Scope::Feature(Feature::RoundUp) => begins(&["/checkout", "/orders"]),
        Scope::Feature(Feature::Imports) => begins(&["/studio"]) && path.contains("/import"),
        Scope::Shop(_) | Scope::Nonprofit(_) => false,
    }
}

/// The banner of the page at `path`: what ends there first.
#[must_use]
pub fn banner(w: &Words, plans: &[Plan], path: &str, now: Timestamp) -> Option<Notice> {
    let plan = plans.iter().find(|plan| plan.is_public(now) && concerns(plan.scope, path))?;
    Some(Notice {
        level: Level::Warn,
        title: sentence(w, plan, None, now),
        text: String::new(),
        links: vec![Link { label: w.text("closing-link").to_owned(), href: format!("/closing/{}", plan.id) }],
    })
}

/// "Buying ends on 1 February 2027."
#[must_use]
pub fn sentence(w: &Words, plan: &Plan, name: Option<&str>, now: Timestamp) -> String {
    let what = w.sunset_subject(plan.scope, name);
    let day = w.date_of(plan.calendar.day(Step::NoSales));
    let key = if plan.phase(now) >= Some(Step::NoSales) {
        words::key!("closing-banner-ended")
    } else {
        words::key!("closing-banner")
    };
    w.with(key, &[("what", Arg::Text(&what)), ("day", Arg::Text(&day))])
}

/// Where a partner stands, as a tag.
#[must_use]
pub fn standing_tag(w: &Words, standing: &Standing) -> Tag {
    let level = match standing.state {
        PartnerState::General => Level::Good,
        PartnerState::Invited | PartnerState::Connected | PartnerState::TestPassed => Level::Info,
        PartnerState::Limited | PartnerState::SunsetNotice | PartnerState::ReadOnly => Level::Warn,
        PartnerState::ExportWindow => Level::Warn,
        PartnerState::Paused => Level::Bad,
        PartnerState::Erased => Level::Plain,
    };
    Tag { text: w.partner_state(standing.state).to_owned(), level }
}

/// What a partner does next, in a sentence.
#[must_use]
pub fn next_step(w: &Words, standing: &Standing) -> String {
    let key = match standing.next {
        NextStep::Connect => words::key!("partner-next-connect"),
        NextStep::Test => words::key!("partner-next-test"),
        NextStep::AwaitReview => words::key!("partner-next-review"),
        NextStep::AwaitTrust => words::key!("partner-next-trust"),
        NextStep::GoOn => words::key!("partner-next-go-on"),
        NextStep::Mend => words::key!("partner-next-mend"),
        NextStep::Prepare => words::key!("partner-next-prepare"),
        NextStep::FinishOpen => words::key!("partner-next-finish"),
        NextStep::Export => {
            let day = standing.plan.as_ref().map(|plan| w.date_of(plan.calendar.day(Step::ExportEnds)));
            return w.fill("partner-next-export", "day", day.unwrap_or_default().as_str());
        }
        NextStep::Nothing => words::key!("partner-next-nothing"),
    };
    w.text(key).to_owned()
}

/// Where a partner stands and what comes next, for the first page of its desk; a plan of its end is one tap away.
#[must_use]
pub fn standing_notice(w: &Words, standing: &Standing) -> Notice {
    let tag = standing_tag(w, standing);
    let links = standing
        .plan
        .as_ref()
        .map(|plan| Link { label: w.text("closing-link").to_owned(), href: format!("/closing/{}", plan.id) });
    let level = match tag.level {
        Level::Good | Level::Plain => Level::Info,
        other => other,
    };
    Notice {
        level,
        title: format!("{}{} {}", w.text("partner-title"), w.text("colon"), tag.text),
        text: next_step(w, standing),
        links: links.into_iter().collect(),
    }
}

/// The same in one line.
#[must_use]
pub fn standing_line(w: &Words, standing: &Standing) -> String {
    let tag = standing_tag(w, standing);
    format!("{}{} {}. {}", w.text("partner-title"), w.text("colon"), tag.text, next_step(w, standing))
}
