//! Lengths of time: how long ago, how long still. Seconds come in; nobody here reads a clock.

use crate::{Arg, Words};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Words {
    /// The age of a post beside its author: `now`, `12 min`, `3 h`, `2 d`; negative counts as now.
    #[must_use]
    pub fn relative(&self, seconds: i64) -> String {
        match seconds {
            ..MINUTE => self.text("age-now").to_owned(),
            MINUTE..HOUR => self.fill("age-minutes", "n", seconds / MINUTE),
            HOUR..DAY => self.fill("age-hours", "n", seconds / HOUR),
            DAY.. => self.fill("age-days", "n", seconds / DAY),
        }
    }

    /// The same in a sentence: `just now`, `40 seconds ago`, `12 minutes ago`.
    #[must_use]
    pub fn ago(&self, seconds: i64) -> String {
        match seconds {
            ..10 => self.text("ago-now").to_owned(),
            10..MINUTE => self.count("ago-seconds", seconds),
            MINUTE..HOUR => self.count("ago-minutes", seconds / MINUTE),
            HOUR..DAY => self.count("ago-hours", seconds / HOUR),
            DAY.. => self.count("ago-days", seconds / DAY),
        }
    }

    /// What is left, in its two or three largest units: `2 d 4 h 12 min`, `4 h 12 min`, `1 min 24 s`, `24 s`.
    #[must_use]
    pub fn duration(&self, seconds: i64) -> String {
        let left = seconds.max(0);
        let (d, h, m, s) = (left / DAY, left % DAY / HOUR, left % HOUR / MINUTE, left % MINUTE);
        let (d, h, m, s) = (Arg::Int(d), Arg::Int(h), Arg::Int(m), Arg::Int(s));
        // What is round is said round: "2 min", not "2 min 0 s".
        if (HOUR..DAY).contains(&left) && left % HOUR == 0 {
            return self.fill("age-hours", "n", left / HOUR);
        }
        if (MINUTE..HOUR).contains(&left) && left % MINUTE == 0 {
            return self.fill("age-minutes", "n", left / MINUTE);
        }
        match left {
            ..MINUTE => self.with("span-seconds", &[("s", s)]),
            MINUTE..HOUR => self.with("span-minutes", &[("m", m), ("s", s)]),
            HOUR..DAY => self.with("span-hours", &[("h", h), ("m", m)]),
            DAY.. => self.with("span-days", &[("d", d), ("h", h), ("m", m)]),
        }
    }

    /// A running clock in digits, the same in every language: `1:24`, `1:02:09`.
    #[must_use]
    pub fn clock(&self, seconds: i64) -> String {
        let left = seconds.max(0);
        let (h, m, s) = (left / HOUR, left % HOUR / MINUTE, left % MINUTE);
        if h > 0 { format!("{h}:{m:02}:{s:02}") } else { format!("{m}:{s:02}") }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Locale, Words};

    #[test]
    fn spans_are_told_in_the_units_that_matter() {
        let (en, fr) = (Words::of(Locale::En), Words::of(Locale::Fr));
        let plain = |text: String| text.replace('\u{a0}', " ");
        for (seconds, age, left_en, left_fr, clock) in [
            (-5, "now", "0 s", "0 s", "0:00"),
            (24, "now", "24 s", "24 s", "0:24"),
            (84, "1 min", "1 min 24 s", "1 min 24 s", "1:24"),
            (120, "2 min", "2 min", "2 min", "2:00"),
            (7200, "2 h", "2 h", "2 h", "2:00:00"),
            (3729, "1 h", "1 h 2 min", "1 h 2 min", "1:02:09"),
            (187_920, "2 d", "2 d 4 h 12 min", "2 j 4 h 12 min", "52:12:00"),
        ] {
            assert_eq!(plain(en.relative(seconds)), age);
            assert_eq!(plain(en.duration(seconds)), left_en);
            assert_eq!(plain(fr.duration(seconds)), left_fr);
            assert_eq!(en.clock(seconds), clock);
        }
    }

    #[test]
    fn ago_follows_the_plural() {
        let (en, fr) = (Words::of(Locale::En), Words::of(Locale::Fr));
        assert_eq!((en.ago(3).as_str(), fr.ago(3).as_str()), ("just now", "à l’instant"));
        assert_eq!((en.ago(60).as_str(), en.ago(7200).as_str()), ("1 minute ago", "2 hours ago"));
        assert_eq!(fr.ago(86_400).replace('\u{a0}', " "), "il y a 1 jour");
    }
}
