//! What was written about somebody elsewhere: mails to others, answers that were kept, the log.

use std::collections::BTreeMap;

use super::search::Needles;
use crate::{DbError, Read, Tx};

/// What is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Everything: a person's values are rare.
    Person,
    /// What is nobody's work and nobody else's log: others may use the words of a shop's name.
    Party,
}

/// Tables in which words about one person stand in what was written about something else: mails to a shop, answers that
/// were kept for a repeated request, work to do, the log.
const OF_PERSON: [Place; 4] = [
    MAILS,
    ANSWERS,
    (
        "jobs",
        "SELECT CAST(id AS TEXT), payload FROM jobs WHERE payload <> '' AND kind <> 'forget_method'",
        "DELETE FROM jobs WHERE CAST(id AS TEXT) = $1",
    ),
    (
        "staff_actions",
        "SELECT CAST(id AS TEXT), detail || ' ' || subject FROM staff_actions WHERE detail <> '' OR subject LIKE '@%'",
        "UPDATE staff_actions SET detail = '', subject = '' WHERE CAST(id AS TEXT) = $1",
    ),
];

/// The same for a shop or a nonprofit. What was done by a plan and why stays: it is how an end is accounted for.
const OF_PARTY: [Place; 3] = [
    MAILS,
    ANSWERS,
    (
        "staff_actions",
        "SELECT CAST(id AS TEXT), detail || ' ' || subject FROM staff_actions
          WHERE merchant_id = 0 AND action NOT LIKE 'sunset.%' AND (detail <> '' OR subject LIKE '@%')",
        "UPDATE staff_actions SET detail = '', subject = '' WHERE CAST(id AS TEXT) = $1",
    ),
];

/// A table, its rows by a key with the words in them, and what happens to a row that says something.
type Place = (&'static str, &'static str, &'static str);

const MAILS: Place = (
    "mails",
    "SELECT unique_key, subject || ' ' || body_text || ' ' || body_html FROM mails",
    "DELETE FROM mails WHERE unique_key = $1",
);

const ANSWERS: Place = (
    "idempotency",
    "SELECT request_key, response FROM idempotency",
    "DELETE FROM idempotency WHERE request_key = $1",
);

/// Takes out what was written about somebody elsewhere. Says how many rows that were, by table.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn scrub(
    tx: &mut Tx<'_>,
    about: About,
    needles: &Needles<'_>,
) -> Result<BTreeMap<&'static str, u64>, DbError> {
    let places: &[Place] = match about {
        About::Person => &OF_PERSON,
        About::Party => &OF_PARTY,
    };
    let mut scrubbed = BTreeMap::new();
    for (name, all, one) in places {
        let mut found = Vec::new();
        tx.visit((*all).into(), &[], &mut |row| {
            if needles.stands_in(row.str(1)?) {
                found.push(row.text(0)?);
            }
            Ok(())
        })?;
        for key in &found {
            tx.execute(*one, &[key.into()])?;
        }
        if !found.is_empty() {
            scrubbed.insert(*name, found.len() as u64);
        }
    }
    Ok(scrubbed)
}
