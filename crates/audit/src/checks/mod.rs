//! The invariants as queries. A query gives the offenders by their ids.

mod donations;
mod ledger;
mod matches;
mod money;
mod orders;
mod provider;
mod statement;
mod stock;

pub(crate) use provider::against_record;
pub(crate) use statement::{against_statement, books};

use crate::names::named;
use crate::source::{BUSY, GRACE_US, Source};
use crate::{AuditError, Line};

/// An invariant as it is checked in the database.
struct Invariant {
    number: &'static str,
    promise: &'static str,
    /// What is counted, in words and as a query.
    of: &'static str,
    population: &'static str,
    rules: &'static [Rule],
}

/// One way to break an invariant.
struct Rule {
    /// What is wrong with an offender.
    sentence: &'static str,
    /// What an offender is.
    subject: &'static str,
    /// Gives the offenders: an id each, and for lines of the ledger what moved. `{late}` is five minutes ago in microseconds, `{busy}` the rows a job will look at.
    offenders: &'static str,
    /// On which engine it makes sense.
    engine: On,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    Both,
    Sqlite,
    Postgres,
}

/// Checks all that the database itself can show, in the order of the numbers.
pub(crate) fn all(source: &mut Source, now_us: i64) -> Result<Vec<Line>, AuditError> {
    let late = now_us.saturating_sub(GRACE_US).to_string();
    let is_sqlite = source.is_sqlite();
    let mut lines = Vec::new();
    for invariant in [
        &stock::I1,
        &stock::I2,
        &money::I4,
        &money::I5,
        &orders::I6,
        &orders::I7,
        &orders::I8,
        &money::I9,
        &ledger::I10,
        &donations::I22,
        &matches::I31,
    ] {
        let mut line = Line {
            invariant: invariant.number,
            promise: invariant.promise,
            checked: source.count(invariant.population)?,
            of: invariant.of,
            broken: 0,
            findings: Vec::new(),
        };
        for rule in invariant.rules.iter().filter(|rule| rule.fits(is_sqlite)) {
            let sql = rule.offenders.replace("{late}", &late).replace("{busy}", BUSY);
            source.visit(&sql, |row| {
                line.add(rule.sentence, || named(rule.subject, &row));
            })?;
        }
        lines.push(line);
    }
    Ok(lines)
}

impl Rule {
    const fn new(subject: &'static str, sentence: &'static str, offenders: &'static str) -> Self {
        Self { sentence, subject, offenders, engine: On::Both }
    }

    const fn on(mut self, engine: On) -> Self {
        self.engine = engine;
        self
    }

    fn fits(&self, is_sqlite: bool) -> bool {
        match self.engine {
            On::Both => true,
            On::Sqlite => is_sqlite,
            On::Postgres => !is_sqlite,
        }
    }
}
