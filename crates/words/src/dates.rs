//! Dates and times as people read them. Everything is UTC until here; a zone enters with the reader.

use std::fmt::Write as _;

use icu::calendar::{Date as IcuDate, Gregorian};
use icu::datetime::FixedCalendarDateTimeFormatter;
use icu::datetime::fieldsets::{DE, MD, MDE, T, YMD, YMDT};
use icu::datetime::input::{DateTime, Time};
use icu::locale::Locale as IcuLocale;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::{Locale, Words};

type Formatter<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;

/// The date formatters of one language.
#[derive(Debug)]
pub(crate) struct DateFormatters {
    long: Formatter<YMD>,
    medium: Formatter<YMD>,
    day_month: Formatter<MD>,
    weekday: Formatter<MDE>,
    weekday_day: Formatter<DE>,
    date_time: Formatter<YMDT>,
    time: Formatter<T>,
}

impl DateFormatters {
    pub(crate) fn new(tag: &IcuLocale) -> Self {
        const COMPILED: &str = "compiled in";
        let preferences = tag.into();
        Self {
            long: Formatter::try_new(preferences, YMD::long()).expect(COMPILED),
            medium: Formatter::try_new(preferences, YMD::medium()).expect(COMPILED),
            day_month: Formatter::try_new(preferences, MD::medium()).expect(COMPILED),
            weekday: Formatter::try_new(preferences, MDE::long()).expect(COMPILED),
            weekday_day: Formatter::try_new(preferences, DE::long()).expect(COMPILED),
            date_time: Formatter::try_new(preferences, YMD::medium().with_time_hm()).expect(COMPILED),
            time: Formatter::try_new(preferences, T::hm()).expect(COMPILED),
        }
    }
}

impl Words {
    /// `25 November 2025`, `25 novembre 2025`.
    #[must_use]
    pub fn date(&self, at: Timestamp, zone: &TimeZone) -> String {
        self.date_of(day_in(at, zone))
    }

    /// [`Words::date`] of a day that needs no zone.
    #[must_use]
    pub fn date_of(&self, day: Date) -> String {
        self.shown(&self.formatters.dates.long.format(&gregorian(day)))
    }

    /// `25 Nov 2025`, `25 nov. 2025`.
    #[must_use]
    pub fn date_short(&self, at: Timestamp, zone: &TimeZone) -> String {
        self.shown(&self.formatters.dates.medium.format(&gregorian(day_in(at, zone))))
    }

    /// `25 Nov`, `25 nov.`: where the year is plain, as on an axis or a recent post.
    #[must_use]
    pub fn day_month(&self, day: Date) -> String {
        self.shown(&self.formatters.dates.day_month.format(&gregorian(day)))
    }

    /// `Tuesday 25 November`, `mardi 25 novembre`.
    #[must_use]
    pub fn weekday(&self, day: Date) -> String {
        self.shown(&self.formatters.dates.weekday.format(&gregorian(day)))
    }

    /// `25 Nov 2025, 14:30`, `25 nov. 2025, 14:30`.
    #[must_use]
    pub fn date_time(&self, at: Timestamp, zone: &TimeZone) -> String {
        let here = zone.to_datetime(at);
        let input = DateTime { date: gregorian(here.date()), time: time(here.time()) };
        self.shown(&self.formatters.dates.date_time.format(&input))
    }

    /// `14:30`.
    #[must_use]
    pub fn time(&self, at: Timestamp, zone: &TimeZone) -> String {
        let here = zone.to_datetime(at);
        self.shown(&self.formatters.dates.time.format(&time(here.time())))
    }

    /// `14:30 (Europe/Paris)`: for whoever may live by another clock.
    #[must_use]
    pub fn time_there(&self, at: Timestamp, zone: &TimeZone) -> String {
        format!("{} ({})", self.time(at, zone), zone_name(zone))
    }

    /// `25 Nov 2025, 14:30 (Europe/Paris)`.
    #[must_use]
    pub fn date_time_there(&self, at: Timestamp, zone: &TimeZone) -> String {
        format!("{} ({})", self.date_time(at, zone), zone_name(zone))
    }

    /// When something arrives: `between Tuesday 25 and Thursday 27 November`, `entre mardi 25 et jeudi 27 novembre`;
    /// one day is `Tuesday 25 November`. To be placed inside a sentence.
    #[must_use]
    pub fn date_range(&self, from: Date, to: Date) -> String {
        if from == to {
            return self.weekday(from);
        }
        let same_month = (from.year(), from.month()) == (to.year(), to.month());
        let first = if same_month {
            self.shown(&self.formatters.dates.weekday_day.format(&gregorian(from)))
        } else {
            self.weekday(from)
        };
        self.with("date-between", &[("from", (&first).into()), ("to", (&self.weekday(to)).into())])
    }

    fn shown(&self, formatted: &impl std::fmt::Display) -> String {
        let mut out = String::with_capacity(32);
        write!(out, "{formatted}").expect("a String takes everything");
        match self.locale {
            Locale::Fr => first_as_ordinal(out),
            Locale::En => out,
        }
    }
}

/// French says *1er novembre* and *2 novembre*; the CLDR patterns know only *1 novembre*.
fn first_as_ordinal(formatted: String) -> String {
    let mut words: Vec<&str> = formatted.split(' ').collect();
    match words.iter_mut().find(|word| **word == "1") {
        Some(first) => {
            *first = "1er";
            words.join(" ")
        }
        None => formatted,
    }
}

/// The name of a zone, as it stands in a shop's settings.
#[must_use]
pub fn zone_name(zone: &TimeZone) -> &str {
    zone.iana_name().unwrap_or("UTC")
}

fn day_in(at: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(at).date()
}

fn gregorian(day: Date) -> IcuDate<Gregorian> {
    let (month, day_of_month) = (day.month().unsigned_abs(), day.day().unsigned_abs());
    IcuDate::try_new_gregorian(i32::from(day.year()), month, day_of_month).expect("jiff keeps dates valid")
}

fn time(time: jiff::civil::Time) -> Time {
    let (hour, minute, second) =
        (time.hour().unsigned_abs(), time.minute().unsigned_abs(), time.second().unsigned_abs());
    Time::try_new(hour, minute, second, 0).expect("jiff keeps times valid")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_instant_is_shown_in_the_readers_zone() {
        let at: Timestamp = "2025-11-25T23:30:00Z".parse().expect("valid");
        let paris = TimeZone::get("Europe/Paris").expect("bundled");
        let (en, fr) = (Words::of(Locale::En), Words::of(Locale::Fr));
        assert_eq!(en.date(at, &TimeZone::UTC), "25 November 2025");
        assert!(en.date_time_there(at, &TimeZone::UTC).ends_with(" (UTC)"));
        assert_eq!(en.date(at, &paris), "26 November 2025");
        assert_eq!(fr.date(at, &paris), "26 novembre 2025");
        assert_eq!(en.date_short(at, &paris), "26 Nov 2025");
        assert_eq!(fr.date_short(at, &paris), "26 nov. 2025");
        assert_eq!(en.date_time(at, &paris), "26 Nov 2025, 00:30");
        assert_eq!(fr.date_time(at, &paris), "26 nov. 2025, 00:30");
        assert_eq!(fr.time(at, &paris), "00:30");
    }

    #[test]
    fn a_range_names_the_month_once_when_it_can() {
        let (en, fr) = (Words::of(Locale::En), Words::of(Locale::Fr));
        let (from, to) = (date(2025, 11, 25), date(2025, 11, 27));
        assert_eq!(en.date_range(from, to), "between Tuesday 25 and Thursday 27 November");
        assert_eq!(fr.date_range(from, to), "entre mardi 25 et jeudi 27 novembre");
        assert_eq!(fr.date_range(from, from), "mardi 25 novembre");
        let next = date(2025, 12, 1);
        assert_eq!(en.date_range(from, next), "between Tuesday 25 November and Monday 1 December");
        assert_eq!(fr.date_range(from, next), "entre mardi 25 novembre et lundi 1er décembre");
    }

    #[test]
    fn short_days_leave_out_the_year() {
        assert_eq!(Words::of(Locale::En).day_month(date(2025, 11, 25)), "25 Nov");
        assert_eq!(Words::of(Locale::Fr).day_month(date(2025, 8, 1)), "1er août");
    }
}
