//! What donors are asked by the law of a nonprofit's country: the table that says so, read from TOML. One is built in; an
//! operator can bring another, which takes its place as a whole.

mod table;

use std::sync::{Arc, LazyLock};

use domain::donation::Donation;
use domain::donation::asked::{AskedTable, Asking, Rule};
use domain::money::Money;
use domain::nonprofit::Nonprofit;
use jiff::Timestamp;
use jiff::civil::date;
use store::{DbError, donations};

use crate::Ctx;

pub use table::{TableError, read};

/// The text of the table that is built in.
pub const BUILT_IN: &str = include_str!("built_in.toml");

/// The table that is built in.
#[must_use]
pub fn built_in() -> Arc<AskedTable> {
    static TABLE: LazyLock<Arc<AskedTable>> =
        LazyLock::new(|| Arc::new(read(BUILT_IN).expect("a test reads the table that is built in")));
    Arc::clone(&TABLE)
}

/// What a nonprofit asks, and what its rule has to know of this donor.
#[derive(Debug, Clone)]
pub struct AskedOf {
    /// What is asked.
    pub rule: Rule,
    /// What the donor gave to the nonprofit in this calendar year, in the gift's currency, without this gift.
    pub in_year: i64,
}

impl AskedOf {
    /// What is known when answers are looked at: what is charged, the address as it was typed, and in which language it was
    /// asked.
    #[must_use]
    pub fn asking<'a>(&self, total: Money, address: &'a str, tag: &'a str) -> Asking<'a> {
        Asking { total, in_year: self.in_year, address, tag }
    }

    /// Everything is answered that must be, of a gift as it is kept.
    #[must_use]
    pub fn is_answered(&self, donation: &Donation) -> bool {
        let asking = self.asking(donation.total(), &donation.donor.address, &donation.locale);
        self.rule.is_answered(&donation.answers, &asking)
    }
}

/// The rule for a nonprofit, if its country has one.
#[must_use]
pub fn rule_of(ctx: &Ctx, nonprofit: &Nonprofit) -> Option<Rule> {
    ctx.asked().of(nonprofit.id, nonprofit.profile.country).cloned()
}

/// What `nonprofit` asks the donor of `donation` who is written to at `email`.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub(crate) async fn of(
    ctx: &Ctx,
    nonprofit: &Nonprofit,
    donation: &Donation,
    email: &str,
) -> Result<Option<AskedOf>, DbError> {
    let Some(rule) = rule_of(ctx, nonprofit) else { return Ok(None) };
    // Who has not said who they are gave nothing yet.
    if email.is_empty() {
        return Ok(Some(AskedOf { rule, in_year: 0 }));
    }
    let from = year_began(ctx.now(), nonprofit);
    let (asked, email) = ((donation.nonprofit, donation.currency()), email.to_owned());
    let in_year = ctx.db().read(move |conn| donations::desk::given_since(conn, asked, &email, from)).await?;
    Ok(Some(AskedOf { rule, in_year }))
}

/// When the calendar year of `now` began, where the nonprofit is.
fn year_began(now: Timestamp, nonprofit: &Nonprofit) -> Timestamp {
    let zone = &nonprofit.profile.time_zone;
    let year = now.to_zoned(zone.clone()).year();
    date(year, 1, 1).to_zoned(zone.clone()).map_or(now, |first| first.timestamp())
}
