//! What an audit found, and how a person reads it.

use std::fmt;

/// Offenders named per line; the count tells the rest.
const NAMED_MAX: usize = 5;

/// One row that breaks an invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule of the invariant it breaks.
    pub rule: &'static str,
    /// The row, as `order ord_…` or `charge key`.
    pub subject: String,
}

/// The outcome for one invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the charter: `I1`.
    pub invariant: &'static str,
    /// What it promises.
    pub promise: &'static str,
    /// How many rows were looked at.
    pub checked: u64,
    /// What those rows are.
    pub of: &'static str,
    /// How many findings there are in all.
    pub broken: u64,
    /// The first of them.
    pub findings: Vec<Finding>,
}

impl Line {
    /// Notes one more offender, by name while there is room.
    pub(crate) fn add(&mut self, rule: &'static str, subject: impl FnOnce() -> String) {
        self.broken += 1;
        if self.findings.len() < NAMED_MAX {
            self.findings.push(Finding { rule, subject: subject() });
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.broken == 0 { "OK    " } else { "BROKEN" };
        write!(f, "{}  {verdict}  {} ({} {} checked", self.invariant, self.promise, self.checked, self.of)?;
        if self.broken == 0 {
            return f.write_str(")");
        }
        write!(f, ", {} broken)", self.broken)?;
        for finding in &self.findings {
            write!(f, "\n      {}: {}", finding.subject, finding.rule)?;
        }
        let more = self.broken - u64::try_from(self.findings.len()).unwrap_or(0);
        if more > 0 {
            write!(f, "\n      and {more} more")?;
        }
        Ok(())
    }
}

/// The outcome of an audit, one line per invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// In the order of their numbers.
    pub lines: Vec<Line>,
    /// The provider's own record was read too.
    pub compared_with_provider: bool,
}

impl Report {
    /// No invariant is broken.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.lines.iter().all(|line| line.broken == 0)
    }

    /// The numbers of the broken invariants.
    #[must_use]
    pub fn broken(&self) -> Vec<&'static str> {
        self.lines.iter().filter(|line| line.broken > 0).map(|line| line.invariant).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        if !self.compared_with_provider {
            writeln!(f, "There was no provider's record to compare with: only our own side was checked.")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        Line {
            invariant: "I1",
            promise: "no unit is promised twice",
            checked: 12,
            of: "variants",
            broken: 0,
            findings: Vec::new(),
        }
    }

    #[test]
    fn a_clean_line_says_what_was_looked_at() {
        assert_eq!(line().to_string(), "I1  OK      no unit is promised twice (12 variants checked)");
    }

    #[test]
    fn a_broken_line_names_five_and_counts_the_rest() {
        let mut line = line();
        for number in 0..7 {
            line.add("more reserved than on hand", || format!("variant {number}"));
        }
        let text = line.to_string();
        assert!(
            text.starts_with("I1  BROKEN  no unit is promised twice (12 variants checked, 7 broken)"),
            "{text}"
        );
        assert!(text.contains("\n      variant 4: more reserved than on hand"), "{text}");
        assert!(text.ends_with("\n      and 2 more"), "{text}");
    }
}
