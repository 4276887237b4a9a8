//! The steps of an erasure, in SQL: which statement touches which table, and for whom it is asked.

use std::collections::BTreeMap;

use domain::ids::AccountId;
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::donations::receipts::Parties;
use crate::{DbError, Param, Tx};

/// What was erased and what was kept, in rows by table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redacted {
    /// Rows that are gone, or that say nothing of whoever is erased any more.
    pub erased: BTreeMap<&'static str, u64>,
    /// Rows that the law wants kept, without anybody in them.
    pub kept: BTreeMap<&'static str, u64>,
}

impl Redacted {
    /// Leaves out what was not touched.
    pub(super) fn without_zeros(mut self) -> Self {
        self.erased.retain(|_, count| *count > 0);
        self.kept.retain(|_, count| *count > 0);
        self
    }
}

/// What a step is told.
#[derive(Clone, Copy)]
pub(super) enum Told {
    Account,
    Email,
    Party,
    Since,
}

/// Who is erased, as statements are told.
#[derive(Clone, Copy)]
pub(super) struct Whose<'a> {
    /// The person, or the account that a shop or a nonprofit posts as.
    pub(super) account: AccountId,
    /// Their mail address, or one that no row has.
    pub(super) email: &'a str,
    /// The shop or nonprofit; 0 for a person.
    pub(super) party: i64,
    /// Since when claims of Gift Aid keep their declarations.
    pub(super) since: Timestamp,
}

/// A table, what happens to it, and what the statement is told, in the order of its numbers.
pub(super) type Step = (&'static str, &'static str, &'static [Told]);

pub(super) const BOTH: &[Told] = &[Told::Account, Told::Email];
pub(super) const PARTY: &[Told] = &[Told::Party];

/// How the rows that a step means are found.
pub(super) struct Found {
    orders: &'static str,
    gifts: &'static str,
    own: &'static str,
    declared: &'static str,
    told: &'static [Told],
    told_declared: &'static [Told],
}

/// A person's: by their account, and as a guest by their mail address.
pub(super) const OF_PERSON: Found = Found {
    orders: "(merchant_id, order_id) IN (SELECT merchant_id, id FROM orders WHERE account_id = $1
    UNION SELECT merchant_id, id FROM orders WHERE account_id IS NULL AND email = $2)",
    gifts: "(merchant_id, donation_id) IN (SELECT merchant_id, id FROM donations WHERE account_id = $1
    UNION SELECT merchant_id, id FROM donations WHERE account_id IS NULL AND email = $2)",
    own: "account_id = $1 OR (account_id IS NULL AND email = $2)",
    declared: "(merchant_id, donation_id) IN (SELECT merchant_id, id FROM donations WHERE account_id = $1
    UNION SELECT merchant_id, id FROM donations WHERE account_id IS NULL AND email = $2)",
    told: BOTH,
    told_declared: BOTH,
};

/// All of one shop or nonprofit, but for the declarations of Gift Aid by which it claimed not long ago.
pub(super) const OF_PARTY: Found = Found {
    orders: "merchant_id = $1",
    gifts: "merchant_id = $1",
    own: "merchant_id = $1",
    declared: "merchant_id = $1 AND donation_id NOT IN (
                SELECT c.declared_with FROM gift_aid_claimed c
                  JOIN gift_aid_claims k ON k.merchant_id = c.merchant_id AND k.number = c.number
                 WHERE c.merchant_id = $1 AND k.created_at > $2)",
    told: PARTY,
    told_declared: &[Told::Party, Told::Since],
};

/// What was bought and given stays: children first, for what they belong to is found by the person still.
pub(super) const STAYING: &[Step] = &[
    // A shop's program may have answered with what it was told.
    ("", "UPDATE webhook_deliveries SET answer = '' WHERE {orders}", BOTH),
    // A shop's own number leads to whoever bought.
    ("", "UPDATE connection_sends SET reference = '', number = '', remark = '' WHERE {orders}", BOTH),
    ("buyer_requests", "UPDATE buyer_requests SET reason = '', answer = '' WHERE {orders}", BOTH),
    ("fulfillments", "UPDATE fulfillments SET tracking_number = '', tracking_url = '' WHERE {orders}", BOTH),
    ("refunds", "UPDATE refunds SET reason = '' WHERE {orders}", BOTH),
    ("disputes", "UPDATE disputes SET answer = '' WHERE {orders}", BOTH),
    ("payments", "UPDATE payments SET method = '', action_url = '' WHERE {orders}", BOTH),
    (
        "orders",
        "UPDATE orders SET email = '', buyer_name = '', destination = '', cancel_note = '', reference = '',
                marketing_opt_in = 0 WHERE {own}",
        BOTH,
    ),
    (
        "gift_aid_declarations",
        "UPDATE gift_aid_declarations SET email = '', title = '', first_name = '', last_name = '', house = '',
                address = '', postcode = '' WHERE {declared}",
        BOTH,
    ),
    ("donation_refunds", "UPDATE donation_refunds SET reason = '' WHERE {gifts}", BOTH),
    ("donation_disputes", "UPDATE donation_disputes SET answer = '' WHERE {gifts}", BOTH),
    ("donation_payments", "UPDATE donation_payments SET method = '', action_url = '' WHERE {gifts}", BOTH),
];

/// The gifts themselves, after their receipts.
pub(super) const GIFTS: &[Step] = &[(
    "donations",
    "UPDATE donations SET email = '', donor_name = '', donor_address = '', hide_name = 1, contact_opt_in = 0,
            tribute_kind = '', tribute = '', tribute_email = '', tribute_to = '', tribute_message = '',
            tribute_told = '', answers = '{}', method_token = '', back = '' WHERE {own}",
    BOTH,
)];

/// The statements with their conditions in them: written once, for as long as the process lives.
pub(super) struct Texts(Vec<(&'static str, String, &'static [Told])>);

impl Texts {
    /// The steps, for rows that are found so.
    pub(super) fn of(steps: &[Step], found: &Found) -> Self {
        let whole = |(table, sql, told): &Step| {
            let is_found = sql.contains('{');
            let told = match (is_found, sql.contains("{declared}")) {
                (true, true) => found.told_declared,
                (true, false) => found.told,
                (false, _) => told,
            };
            let text = sql
                .replace("{orders}", found.orders)
                .replace("{gifts}", found.gifts)
                .replace("{own}", found.own)
                .replace("{declared}", found.declared);
            (*table, text, told)
        };
        Self(steps.iter().map(whole).collect())
    }
}

/// Takes the steps, and counts the rows that each touched.
pub(super) fn run(
    tx: &mut Tx<'_>,
    texts: &'static Texts,
    whose: Whose<'_>,
    counts: &mut BTreeMap<&'static str, u64>,
) -> Result<(), DbError> {
    for (table, sql, told) in &texts.0 {
        let params: Vec<Param<'_>> = told
            .iter()
            .map(|told| match told {
                Told::Account => Param::id(whose.account),
                Told::Email => whose.email.into(),
                Told::Party => whose.party.into(),
                Told::Since => whose.since.into(),
            })
            .collect();
        let count = tx.execute(sql.as_str(), &params)?;
        if !table.is_empty() {
            *counts.entry(table).or_default() += count;
        }
    }
    Ok(())
}

/// A receipt as it is found: nonprofit, gift, kind, revision, parties.
pub(super) type Receipt = (i64, i64, String, i64, String);

/// Whoever gave goes from a receipt; the nonprofit, the number and the amount stay.
pub(super) fn without_donor(parties: Parties) -> Parties {
    Parties {
        donor_name: String::new(),
        donor_address: String::new(),
        tax_id: (String::new(), String::new()),
        ..parties
    }
}

/// Changes the parties of receipts. Says how many.
pub(super) fn receipts(
    tx: &mut Tx<'_>,
    rows: Vec<Receipt>,
    changed: impl Fn(Parties) -> Parties,
) -> Result<u64, DbError> {
    let count = rows.len() as u64;
    for (merchant, donation, kind, revision, parties) in rows {
        let parties: Parties =
            serde_json::from_str(&parties).map_err(|_| DbError::Missing("the parties of a receipt"))?;
        let text = serde_json::to_string(&changed(parties)).expect("strings and numbers are JSON");
        tx.execute(
            "UPDATE receipts SET parties = $1
              WHERE merchant_id = $2 AND donation_id = $3 AND kind = $4 AND revision = $5",
            &[(&text).into(), merchant.into(), donation.into(), (&kind).into(), revision.into()],
        )?;
    }
    Ok(count)
}

/// Counts as JSON.
#[must_use]
pub fn counts(of: &BTreeMap<&'static str, u64>) -> Value {
    Value::Object(
        of.iter().map(|(name, count)| ((*name).to_owned(), Value::from(*count))).collect::<Map<_, _>>(),
    )
}
