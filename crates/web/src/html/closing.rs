//! What ends here, for everybody to read: the days, what each can do, and the days as a file for calendars.

use std::fmt::Write as _;

use app::sunsets;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::ids::SunsetId;
use domain::sunset::calendar::Step;
use domain::sunset::{Party, Plan, Scope};
use http::{HeaderValue, header};
use jiff::ToSpan;
use words::{Arg, Words};

use super::page::Section;
use super::pages::plain::Prose;
use super::safe::Html;
use super::view::{escaped, page};
use super::{Failure, Visit, render};
use crate::Web;

/// Octets of a line of a calendar file before it is folded. Source: RFC 5545, section 3.1.
const LINE_OCTETS_MAX: usize = 75;

/// Everything that ends.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn list(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let w = visit.words();
    let plans = sunsets::public(web.ctx()).await?;
    let mut body = String::new();
    let _ = write!(body, "<p>{}</p>", escaped(w.text("closing-lead")));
    if plans.is_empty() {
        let _ = write!(body, "<p>{}</p>", escaped(w.text("closing-none")));
    }
    for plan in &plans {
        let name = sunsets::name_of(web.ctx(), plan.scope).await?;
        let heading = heading(w, plan, name.as_deref());
        let _ = write!(
            body,
            "<h2><a href=\"/closing/{}\">{}</a></h2>{}",
            plan.id,
            escaped(&heading),
            days(w, plan)
        );
    }
    let p = page(&web, &visit, Section::Elsewhere);
    render(&Prose { title: w.text("closing-title").to_owned(), body: Html::trusted(body), p: &p })
}

/// One plan: its days, why, what takes its place and what each can do.
pub async fn show(web: State<Web>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let plan = find(&web, &id).await?;
    let w = visit.words();
    let name = sunsets::name_of(web.ctx(), plan.scope).await?;
    let title = heading(w, &plan, name.as_deref());
    let mut body = days(w, &plan);
    let zone = w.fill("mail-sunset-zone", "zone", words::zone_name(plan.calendar.zone()));
    let _ = write!(body, "<p>{}</p>", escaped(&zone));
    let calendar = escaped(w.text("closing-calendar"));
    let _ = write!(body, "<p><a href=\"/closing/{}/dates.ics\">{calendar}</a></p>", plan.id);
    if let Some(successor) = &plan.successor {
        let label = w.fill("sunset-successor", "name", successor.name.as_str());
        let _ = write!(
            body,
            "<p><a href=\"{}\" rel=\"nofollow noopener\">{}</a></p>",
            escaped(&successor.url),
            escaped(&label)
        );
    }
    let mut section = |heading: &str, text: &str| {
        let _ = write!(body, "<h2>{}</h2><p>{}</p>", escaped(heading), escaped(text));
    };
    if !plan.reason.is_empty() {
        section(w.text("closing-reason"), &plan.reason);
    }
    if plan.scope.concerns_buyers() {
        section(w.text("closing-buyers"), w.text("closing-buyers-text"));
    }
    if plan.scope.concerns_donors() {
        section(w.text("closing-donors"), w.text("closing-donors-text"));
    } else if plan.scope.concerns_buyers() {
        section(w.text("closing-donors"), w.text("closing-donors-stay"));
    }
    if ends_shops(plan.scope) {
        section(w.text("closing-shops"), w.text("closing-shops-text"));
    }
    if ends_nonprofits(plan.scope) {
        section(w.text("closing-nonprofits"), w.text("closing-nonprofits-text"));
    }
    let _ = write!(body, "<p><a href=\"/closing\">{}</a></p>", escaped(w.text("closing-all")));
    let p = page(&web, &visit, Section::Elsewhere);
    render(&Prose { title, body: Html::trusted(body), p: &p })
}

/// The days as an iCalendar file.
pub async fn dates(web: State<Web>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let plan = find(&web, &id).await?;
    let w = visit.words();
    let name = sunsets::name_of(web.ctx(), plan.scope).await?;
    let text = calendar(w, &plan, name.as_deref(), &web.config().base_url);
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    let file = HeaderValue::from_static("attachment; filename=\"dates.ics\"");
    headers.insert(header::CONTENT_DISPOSITION, file);
    Ok(response)
}

async fn find(web: &Web, id: &str) -> Result<Plan, Failure> {
    let id: SunsetId = id.parse().map_err(|_| Failure::NotFound)?;
    let plans = sunsets::public(web.ctx()).await?;
    plans.into_iter().find(|plan| plan.id == id).ok_or(Failure::NotFound)
}

fn ends_shops(scope: Scope) -> bool {
    match scope {
        Scope::Shop(merchant) => scope.ends(Party::Shop(merchant)),
        other => other.ends(Party::Shop(domain::ids::MerchantId(0))),
    }
}

fn ends_nonprofits(scope: Scope) -> bool {
    match scope {
        Scope::Nonprofit(nonprofit) => scope.ends(Party::Nonprofit(nonprofit)),
        other => other.ends(Party::Nonprofit(domain::ids::NonprofitId(0))),
    }
}

fn heading(w: &Words, plan: &Plan, name: Option<&str>) -> String {
    let what = w.sunset_subject(plan.scope, name);
    let day = w.date_of(plan.calendar.day(Step::NoSales));
    w.with("closing-heading", &[("what", Arg::Text(&what)), ("day", Arg::Text(&day))])
}

/// What happens when, day by day; days on which nothing changes are left out.
fn steps(w: &Words, plan: &Plan) -> Vec<(Step, String)> {
    let mut steps: Vec<(Step, String)> = Vec::new();
    for step in Step::ALL {
        let text = w.sunset_step(plan.scope, *step).to_owned();
        let changes = *step != Step::NoOnboarding || text != w.text("sunset-day-onboarding");
        if changes && !steps.iter().any(|(_, known)| *known == text) {
            steps.push((*step, text));
        }
    }
    steps
}

fn days(w: &Words, plan: &Plan) -> String {
    let mut body = String::from("<dl class=\"kv\">");
    for (step, text) in steps(w, plan) {
        let day = plan.calendar.day(step);
        let _ = write!(
            body,
            "<dt><time datetime=\"{day}\">{}</time></dt><dd>{}</dd>",
            escaped(&w.date_of(day)),
            escaped(&text)
        );
    }
    body.push_str("</dl>");
    body
}

/// Source: RFC 5545. Whole days, each its own event; the number of the revision lets calendars take the newer one.
fn calendar(w: &Words, plan: &Plan, name: Option<&str>, base: &str) -> String {
    let what = w.sunset_subject(plan.scope, name);
    let stamp = plan.changed_at.strftime("%Y%m%dT%H%M%SZ");
    let host = base.split_once("://").map_or(base, |(_, host)| host);
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Buyline//Closings//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
    ];
    for (step, text) in steps(w, plan) {
        let day = plan.calendar.day(step);
        let next = day.saturating_add(1.day());
        let said = format!("{what}{} {text}", w.text("colon"));
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}-{}@{host}", plan.id, step.word()),
            format!("SEQUENCE:{}", plan.revision),
            format!("DTSTAMP:{stamp}"),
            format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d")),
            format!("DTEND;VALUE=DATE:{}", next.strftime("%Y%m%d")),
            format!("SUMMARY:{}", text_value(&said)),
            format!("URL:{base}/closing/{}", plan.id),
            "TRANSP:TRANSPARENT".to_owned(),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// Source: RFC 5545, section 3.3.11.
fn text_value(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A line with its end, folded between characters.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 4);
    let mut width = 0;
    for sign in line.chars() {
        if width + sign.len_utf8() > LINE_OCTETS_MAX {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(sign);
        width += sign.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters_and_signs_escaped() {
        let line = format!("SUMMARY:{}", text_value(&"é, ; \\".repeat(20)));
        let folded = folded(&line);
        assert!(folded.split("\r\n").all(|part| part.len() <= LINE_OCTETS_MAX), "{folded}");
        assert_eq!(folded.replace("\r\n ", "").trim_end(), line);
        assert!(line.contains("\\,") && line.contains("\\;") && line.contains("\\\\"));
    }
}
