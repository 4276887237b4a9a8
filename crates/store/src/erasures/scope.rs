//! A feature, product files or the server: what was kept for it alone, once the shops and nonprofits that ended with it are
//! gone.

use domain::gate::Feature;
use domain::ids::AccountId;
use domain::sunset::Scope;

use super::party_values::{PartyFound, Words};
use super::steps::Redacted;
use super::values::LEADING;
use crate::{DbError, Read, Tx};

/// A table, and what happens to all of it.
type Whole = (&'static str, &'static str);

/// A donor's saved cards stay: giving goes on.
const BUY: &[Whole] = &[
    ("cart_lines", "DELETE FROM cart_lines"),
    ("carts", "DELETE FROM carts"),
    ("addresses", "DELETE FROM addresses"),
    ("restock_alerts", "DELETE FROM restock_alerts"),
    ("purchases", PURCHASES),
];
const PURCHASES: &str = "UPDATE purchases SET email = '', destination = '', method_token = '', back = '',
        marketing_opt_in = 0 WHERE email <> '' OR destination <> '' OR method_token <> '' OR back <> ''";
const ROUND_UP: &[Whole] = &[("round_ups", "DELETE FROM round_ups")];
const PLEDGES: &[Whole] = &[(
    "pledges",
    "UPDATE pledges SET method_token = '', method_brand = '', method_last4 = '', method_expires = '',
            asked_token = '', asked_key = '', asked_url = '' WHERE state IN ('canceled', 'ended')",
)];
const IMPORTS: &[Whole] = &[
    ("import_previews", "DELETE FROM import_previews"),
    ("import_problems", "DELETE FROM import_problems"),
    ("imports", "DELETE FROM imports"),
    ("", "UPDATE products SET import_hash = 0, import_id = NULL WHERE import_id <> 0"),
    ("", "UPDATE variants SET import_hash = 0, import_id = NULL WHERE import_id <> 0"),
];
/// Books, certificates, plans and who was told of them stay, and operators, who read them.
const SERVER: &[Whole] = &[
    ("cart_lines", "DELETE FROM cart_lines"),
    ("carts", "DELETE FROM carts"),
    ("purchases", PURCHASES),
    ("mails", "DELETE FROM mails"),
    ("codes", "DELETE FROM codes"),
    ("idempotency", "DELETE FROM idempotency"),
    ("funnel", "DELETE FROM funnel"),
    ("gate_exposures", "DELETE FROM gate_exposures"),
    ("post_reports", "DELETE FROM post_reports"),
    ("kill_switches", "DELETE FROM kill_switches WHERE kind IN ('merchant', 'offer')"),
    ("provider_events", "DELETE FROM provider_events"),
    ("sweeps", "DELETE FROM sweeps"),
    ("history", "DELETE FROM history"),
    ("archives", "DELETE FROM archives"),
    ("jobs", "DELETE FROM jobs WHERE kind NOT IN ('erase', 'forget_method')"),
    ("staff_actions", "DELETE FROM staff_actions WHERE action NOT LIKE 'sunset.%'"),
];

const fn wholes(scope: Scope) -> &'static [Whole] {
    match scope {
        Scope::Feature(Feature::Buy) => BUY,
        Scope::Feature(Feature::Pledges) => PLEDGES,
        Scope::Feature(Feature::RoundUp) => ROUND_UP,
        Scope::Feature(Feature::Imports) => IMPORTS,
        Scope::Server => SERVER,
        Scope::Feature(Feature::Selling | Feature::Donate | Feature::Asking)
        | Scope::Shop(_)
        | Scope::Nonprofit(_) => &[],
    }
}

/// What is known of people in what [`erase_scope`] takes away, and which files go with it.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn collect_scope(read: &mut impl Read, scope: Scope) -> Result<PartyFound, DbError> {
    let mut words = Words::default();
    let mut files = Vec::new();
    if matches!(scope, Scope::Feature(Feature::Buy) | Scope::Server) {
        words.read_objects(read, "SELECT destination FROM addresses", &[], Some(&LEADING))?;
        words.read_objects(
            read,
            "SELECT destination FROM purchases WHERE destination <> ''",
            &[],
            Some(&LEADING),
        )?;
        words.read(read, "SELECT email, method_token, '', '' FROM purchases", &[])?;
    }
    if scope == Scope::Feature(Feature::Pledges) {
        words.read(read, "SELECT method_token, asked_token, asked_key, asked_url FROM pledges", &[])?;
    }
    if scope == Scope::Feature(Feature::Imports) {
        words.read(read, "SELECT source, message, '', '' FROM imports", &[])?;
        words.read(read, "SELECT value, '', '', '' FROM import_problems", &[])?;
        files = read.rows("SELECT file_key FROM imports WHERE file_key <> ''", &[], |row| row.text(0))?;
    }
    if scope == Scope::Server {
        words.read(read, "SELECT recipient, '', '', '' FROM mails", &[])?;
        words.read(read, "SELECT comment, '', '', '' FROM post_reports", &[])?;
        files = read.rows("SELECT file_key FROM archives WHERE file_key <> ''", &[], |row| row.text(0))?;
    }
    Ok(PartyFound { values: words.of.values, left_out: words.left_out, files, ..PartyFound::default() })
}

/// Takes away what was kept for `scope` alone.
pub fn erase_scope(tx: &mut Tx<'_>, scope: Scope) -> Result<Redacted, DbError> {
    let mut redacted = Redacted::default();
    if let Scope::Feature(_) = scope {
        for feature in Feature::ALL.iter().filter(|it| scope.closes_from(**it).is_some()) {
            *redacted.erased.entry("gate_exposures").or_default() +=
                tx.execute("DELETE FROM gate_exposures WHERE feature = $1", &[feature.word().into()])?;
        }
    }
    for (table, sql) in wholes(scope) {
        let count = tx.execute(*sql, &[])?;
        if !table.is_empty() {
            *redacted.erased.entry(table).or_default() += count;
        }
    }
    Ok(redacted.without_zeros())
}

/// People who are not erased yet, of those that end with the server: everybody but its operators.
pub fn next_people(read: &mut impl Read, count: u32) -> Result<Vec<AccountId>, DbError> {
    read.rows(
        "SELECT id FROM accounts WHERE kind = 'person' AND is_operator = 0 AND erased_at IS NULL
          ORDER BY id LIMIT $1",
        &[count.into()],
        |row| row.id(0),
    )
}
