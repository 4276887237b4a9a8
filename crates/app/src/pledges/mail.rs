//! What donors are told of their pledges by mail. Each letter leads to the one thing it asks for, and to the end of the
//! pledge.

use domain::donation::pledge::Pledge;
use domain::ids::{JobId, PledgeId};
use jiff::Timestamp;
use store::jobs::{Job, NewJob};
use words::{Arg, Locale, Words};

use super::view::{href, load};
use crate::Ctx;
use crate::jobs::{Done, JobError, kind};
use crate::mails::{Letter, deliver};

/// Why a donor is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occasion {
    /// The first gift is promised for a later day, and nothing was charged.
    Promised,
    /// The gift that is due was refused, and is tried again.
    Declined,
    /// It was refused for the last time, or there is nothing to pay it with.
    AtRisk,
    /// The donor's bank wants the donor.
    Authenticate,
    /// The card ends before the next gift.
    CardEnds,
    /// Nobody takes gifts there any more: the pledge is paused.
    Held,
    /// Somebody has to look into the nonprofit's register first: what is due waits, and goes on by itself.
    Waits,
    /// The donor's bank asks about a gift, or took it back: the pledge is paused.
    Disputed,
    /// Nothing more is due, or too much was missed.
    Ended,
}

impl Occasion {
    const ALL: [Self; 9] = [
        Self::Promised,
        Self::Declined,
        Self::AtRisk,
        Self::Authenticate,
        Self::CardEnds,
        Self::Held,
        Self::Waits,
        Self::Disputed,
        Self::Ended,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Promised => "promised",
            Self::Declined => "declined",
            Self::AtRisk => "at-risk",
            Self::Authenticate => "authenticate",
            Self::CardEnds => "card-ends",
            Self::Held => "held",
            Self::Waits => "waits",
            Self::Disputed => "disputed",
            Self::Ended => "ended",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|occasion| occasion.as_str() == word)
    }
}

/// A job that writes to a donor; `about` names the gift or the try: one letter for each.
pub(super) fn mail_job(
    pledge: &Pledge,
    occasion: Occasion,
    about: &str,
    id: JobId,
    now: Timestamp,
) -> NewJob {
    let payload = format!("{} {about}", occasion.as_str());
    NewJob {
        id,
        kind: kind::PLEDGE_MAIL,
        merchant: Some(pledge.nonprofit.party()),
        subject: pledge.id.0,
        unique_key: Some(format!("pledge-mail-{}-{payload}", pledge.id.0)),
        payload,
        run_at: now,
    }
}

/// The job: writes to the donor.
pub(crate) async fn send_pledge_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let (word, about) = job.payload.split_once(' ').unwrap_or((&job.payload, ""));
    let occasion = Occasion::from_word(word)
        .ok_or_else(|| JobError::Never(format!("no mail is written for \"{word}\"")))?;
    let Some(view) = load(ctx, PledgeId(job.subject)).await? else { return Ok(Done::Finished) };
    let pledge = &view.pledge;
    // Who gave nothing and ended it is forgotten.
    if view.first.donor.email.is_empty() {
        return Ok(Done::Finished);
    }
    let w = Words::of(Locale::from_tag(&view.first.locale).unwrap_or(Locale::En));
    let link = format!("{}{}", ctx.base_url(), href(ctx, pledge));
    let zone = &pledge.plan.zone;
    // When something is tried or due next; a letter that is late says what is known now.
    let next = match occasion {
        Occasion::Promised | Occasion::CardEnds => pledge.next_day().map(|day| w.date_of(day)),
        Occasion::Declined
        | Occasion::AtRisk
        | Occasion::Authenticate
        | Occasion::Held
        | Occasion::Waits
        | Occasion::Disputed
        | Occasion::Ended => pledge.next_at.map(|at| w.date(at, zone)),
    };
    let next = next.unwrap_or_default();
    let method = format!("{} {}", pledge.method.brand, pledge.method.last4);
    let args = [
        ("nonprofit", Arg::Text(&view.nonprofit.display_name)),
        ("campaign", Arg::Text(&view.campaign.title)),
        ("amount", Arg::Money(pledge.total())),
        ("date", Arg::Text(&next)),
        ("method", Arg::Text(method.trim())),
    ];
    let mut letter = Letter { lang: w.locale().tag(), ..Letter::default() };
    letter.paragraphs.push(match view.first.donor.name.as_str() {
        "" => w.text("mail-hello-plain").to_owned(),
        name => w.fill("mail-hello", "name", name),
    });
    let (subject, lead) = match occasion {
        Occasion::Promised => ("mail-pledge-promised-subject", "mail-pledge-promised"),
        Occasion::Declined => ("mail-pledge-declined-subject", "mail-pledge-declined"),
        Occasion::AtRisk => ("mail-pledge-at-risk-subject", "mail-pledge-at-risk"),
        Occasion::Authenticate => ("mail-pledge-authenticate-subject", "mail-pledge-authenticate"),
        Occasion::CardEnds => ("mail-pledge-card-ends-subject", "mail-pledge-card-ends"),
        Occasion::Held => ("mail-pledge-held-subject", "mail-pledge-held"),
        Occasion::Waits => ("mail-pledge-waits-subject", "mail-pledge-waits"),
        Occasion::Disputed => ("mail-pledge-disputed-subject", "mail-pledge-disputed"),
        Occasion::Ended => ("mail-pledge-ended-subject", "mail-pledge-ended"),
    };
    letter.subject = w.with(subject, &args);
    letter.paragraphs.push(w.with(lead, &args));
    let mut button = |key: &str, wish: &str| {
        letter.buttons.push((w.text(key).to_owned(), format!("{link}{wish}")));
    };
    match occasion {
        Occasion::Declined | Occasion::AtRisk | Occasion::CardEnds => {
            button("pledge-new-method", "?do=method");
        }
        Occasion::Authenticate => button("pledge-confirm", "?do=confirm"),
        Occasion::Promised | Occasion::Held | Occasion::Waits | Occasion::Disputed | Occasion::Ended => {
            button("pledge-open", "");
        }
    }
    if !pledge.state.is_over() {
        button("pledge-cancel", "?do=cancel");
    }
    deliver(ctx, &format!("pledge-{word}-{}-{about}", pledge.id.0), &view.first.donor.email, &letter).await?;
    Ok(Done::Finished)
}
