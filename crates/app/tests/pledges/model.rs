//! What each pledge must bring, said a second time and in another way: a day at a time, with date arithmetic of its own.
//! It knows the promises made to donors (the module comment of `app::pledges`) and shares no code with what keeps them,
//! but for the zones' clocks.

use std::collections::HashSet;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::weather::{Mood, card_ends, days_of, mood};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    Weeks,
    Months(i64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Never,
    Day(i64),
    Count(u32),
}

#[derive(Debug, Clone, Copy)]
struct Owed {
    number: u32,
    first_day: i64,
    amount: i64,
    until: Timestamp,
}

#[derive(Debug, Clone)]
pub struct Model {
    pub index: usize,
    pub zone: TimeZone,
    pub rhythm: Rhythm,
    pub end: End,
    /// Day since 1970 of gift number `shift`.
    pub anchor: i64,
    pub shift: u32,
    pub number: u32,
    /// Day since 1970 of a first gift that was promised for later.
    starts: Option<i64>,
    /// Nothing was done on that day yet.
    waits: bool,
    pub state: &'static str,
    pub amount: i64,
    /// Number and amount of what was given.
    pub gifts: Vec<(u32, i64)>,
    first: i64,
    has_good_card: bool,
    owed: Option<Owed>,
    retry: Option<Timestamp>,
    missed: u32,
    told: u32,
    next: Option<Timestamp>,
    charged: HashSet<u32>,
}

fn date_of(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted - era * 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

fn month_length(year: i64, month: i64) -> i64 {
    days_of(year + month / 12, month % 12 + 1, 1) - days_of(year, month, 1)
}

impl Rhythm {
    fn nth(self, anchor: i64, nth: i64) -> i64 {
        match self {
            Self::Weeks => anchor + 7 * nth,
            Self::Months(each) => {
                let (year, month, day) = date_of(anchor);
                let months = year * 12 + month - 1 + each * nth;
                let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
                days_of(year, month, day.min(month_length(year, month)))
            }
        }
    }

    fn longest(self) -> SignedDuration {
        let days = match self {
            Self::Weeks => 7,
            Self::Months(1) => 31,
            Self::Months(3) => 92,
            Self::Months(_) => 366,
        };
        SignedDuration::from_hours(24 * (days + 1))
    }
}

impl Model {
    pub fn begun(
        (index, first): (usize, i64),
        zone: TimeZone,
        (rhythm, end): (Rhythm, End),
        amount: i64,
        now: Timestamp,
    ) -> Self {
        let mut model = Self {
            index,
            zone,
            rhythm,
            end,
            anchor: now.as_second().div_euclid(86_400),
            shift: 0,
            number: 0,
            starts: None,
            waits: false,
            state: "active",
            amount,
            gifts: vec![(0, amount)],
            first,
            has_good_card: false,
            owed: None,
            retry: None,
            missed: 0,
            told: 0,
            next: None,
            charged: HashSet::from([0]),
        };
        model.plan(now);
        model
    }

    /// The same, with a first gift on a later day: nothing is given yet.
    pub fn promised(self, starts: i64, now: Timestamp) -> Self {
        let mut model = Self {
            anchor: starts,
            starts: Some(starts),
            waits: true,
            state: "active",
            gifts: Vec::new(),
            charged: HashSet::new(),
            ..self
        };
        model.plan(now);
        model
    }

    /// Nine in the morning of a day.
    fn nine(&self, day: i64) -> Timestamp {
        let (year, month, day) = date_of(day);
        let text = format!("{year:04}-{month:02}-{day:02}T09:00:00");
        let local: jiff::civil::DateTime = text.parse().unwrap();
        local.to_zoned(self.zone.clone()).unwrap().timestamp()
    }

    fn day(&self, number: u32) -> Option<i64> {
        if number < self.shift {
            return None;
        }
        let day = self.rhythm.nth(self.anchor, i64::from(number - self.shift));
        match self.end {
            End::Never => Some(day),
            End::Day(last) => (day <= last).then_some(day),
            End::Count(count) => (number < count).then_some(day),
        }
    }

    fn due(&self, number: u32) -> Option<Timestamp> {
        self.day(number).map(|day| self.nine(day))
    }

    fn upcoming(&self) -> u32 {
        if self.waits { 0 } else { self.number + 1 }
    }

    fn newest(&self, from: u32, now: Timestamp) -> Option<u32> {
        (from..).take_while(|number| self.due(*number).is_some_and(|at| at <= now)).last()
    }

    fn passed(&self, now: Timestamp) -> u32 {
        let before = self.shift.saturating_sub(1);
        self.newest(before + 1, now).unwrap_or(before)
    }

    pub fn runs(&self) -> bool {
        ["active", "needs_authentication", "at_risk"].contains(&self.state)
    }

    pub fn is_over(&self) -> bool {
        ["canceled", "ended"].contains(&self.state)
    }

    fn notice(&self) -> Option<(u32, Timestamp)> {
        if self.has_good_card {
            return None;
        }
        let number = self.upcoming();
        let (year, month) = card_ends(self.index);
        let last = days_of(year, month, month_length(year, month));
        let day = self.day(number).filter(|day| last < *day && self.told < number.max(1))?;
        Some((number, self.nine(day - 7)))
    }

    fn plan(&mut self, now: Timestamp) {
        self.next = None;
        if !self.runs() {
            return;
        }
        let retry = self.retry.filter(|_| self.owed.is_some());
        let moments = [retry, self.notice().map(|(_, at)| at), self.due(self.upcoming())];
        self.next = moments.into_iter().flatten().min().map(|at| at.max(now));
        if self.next.is_none() {
            match self.owed {
                Some(_) => self.next = Some(now + SignedDuration::from_hours(31 * 24)),
                None => self.state = "ended",
            }
        }
        if self.starts.is_some() {
            self.next = self.next.map(|at| at.min(now + self.rhythm.longest()));
        }
    }

    fn miss(&mut self) {
        if self.owed.take().is_some() {
            self.missed += 1;
        }
        self.retry = None;
    }

    /// The scheduler looks.
    pub fn look(&mut self, now: Timestamp) {
        let longest = now + self.rhythm.longest();
        let is_astray = self.next.is_some_and(|at| at > longest);
        if !self.runs() || !(is_astray || self.next.is_some_and(|at| at <= now)) {
            return;
        }
        let today = now.as_second().div_euclid(86_400);
        if is_astray && !self.waits {
            if self.starts != Some(self.anchor) && self.due(self.shift).is_some_and(|at| at > longest) {
                (self.anchor, self.shift) = (today, 0);
            }
            self.number = self.passed(now);
            self.told = 0;
            if self.owed.is_some_and(|owed| owed.number > self.number) {
                (self.owed, self.retry) = (None, None);
            }
        }
        for _ in 0..8 {
            if self.owed.is_some_and(|owed| now >= owed.until) {
                self.miss();
            }
            if let Some(newest) = self.newest(self.upcoming(), now) {
                self.miss();
                (self.number, self.waits) = (newest, false);
                let due = self.due(newest).unwrap();
                let next = self.nine(self.rhythm.nth(self.anchor, i64::from(newest - self.shift) + 1));
                let half = (next.duration_since(due) / 2).min(SignedDuration::from_hours(31 * 24));
                if now >= due + half {
                    continue;
                }
                if self.missed >= 3 {
                    self.state = "ended";
                    break;
                }
                if !self.charged.insert(newest) {
                    continue;
                }
                self.state = "active";
                let until = self.due(newest + 1).unwrap_or(now + SignedDuration::from_hours(31 * 24));
                self.owed = Some(Owed { number: newest, first_day: today, amount: self.amount, until });
                self.attempt(today);
                break;
            }
            if self.owed.is_some() && self.retry.is_some_and(|at| at <= now) {
                self.retry = None;
                self.attempt(today);
                break;
            }
            match self.notice() {
                Some((number, at)) if at <= now => self.told = number.max(1),
                Some(_) | None => break,
            }
        }
        self.plan(now);
    }

    fn attempt(&mut self, today: i64) {
        let owed = self.owed.unwrap();
        let how = if self.has_good_card { Mood::Pays } else { mood(self.index, self.first, today) };
        match how {
            Mood::Pays => self.settle(),
            Mood::Asks => self.state = "needs_authentication",
            Mood::Declines => {
                let next = self.due(self.number + 1);
                let again = [1, 3, 7].into_iter().map(|days| owed.first_day + days).find(|day| *day > today);
                let again = again.map(|day| self.nine(day));
                self.retry = again.filter(|at| next.is_none_or(|next| *at < next));
                self.state = if self.retry.is_some() { "active" } else { "at_risk" };
            }
        }
    }

    fn settle(&mut self) {
        let owed = self.owed.take().unwrap();
        self.gifts.push((owed.number, owed.amount));
        (self.retry, self.missed, self.state) = (None, 0, "active");
    }

    pub fn pause(&mut self) {
        if self.runs() {
            (self.owed, self.retry, self.next, self.state) = (None, None, None, "paused");
        }
    }

    pub fn resume(&mut self, now: Timestamp) {
        if self.state == "paused" {
            (self.state, self.missed) = ("active", 0);
            self.waits &= self.due(0).is_some_and(|at| at > now);
            self.number = self.number.max(self.passed(now));
            self.plan(now);
        }
    }

    pub fn cancel(&mut self) {
        if !self.is_over() {
            (self.owed, self.retry, self.next, self.state) = (None, None, None, "canceled");
        }
    }

    pub fn change(&mut self, amount: i64, rhythm: Rhythm, now: Timestamp) {
        if self.is_over() {
            return;
        }
        self.amount = amount;
        if rhythm != self.rhythm {
            if let Some(anchor) = self.day(self.number) {
                (self.anchor, self.shift) = (anchor, self.number);
            }
            self.rhythm = rhythm;
            self.number = self.number.max(self.passed(now));
            self.told = 0;
        }
        self.plan(now);
    }

    pub fn replace_card(&mut self, now: Timestamp) {
        if self.is_over() {
            return;
        }
        self.has_good_card = true;
        self.told = 0;
        if self.runs() {
            self.state = "active";
            if self.owed.is_some() {
                self.retry = Some(now);
            }
        }
        self.plan(now);
    }

    /// The donor answers the bank.
    pub fn confirm(&mut self, now: Timestamp) -> bool {
        let can = self.runs() && self.owed.is_some_and(|owed| now < owed.until);
        if can {
            self.settle();
            self.plan(now);
        }
        can
    }
}
