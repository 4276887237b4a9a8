//! Receipts: their numbers are given one after the other, under a lock on their nonprofit, and never again.

use domain::donation::receipt::{ReceiptKind, ReceiptNumber};
use domain::ids::{DonationId, NonprofitId};
use domain::money::{Currency, Money};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{DbError, Param, Read, Row, Tx, nonprofits};

/// Giver and receiver as they were when a receipt was issued. Kept as one JSON object of the store's own; personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parties {
    /// The nonprofit's name in its register.
    pub legal_name: String,
    /// Its postal address, on several lines.
    pub postal_address: String,
    /// Where donors write to.
    pub contact_email: String,
    /// Its country's ISO 3166 code.
    pub country: String,
    /// The stored word of its register.
    pub registry: String,
    /// Its number there.
    pub registry_number: String,
    /// What its tax office wants to read.
    pub note: String,
    /// The donor's name.
    pub donor_name: String,
    /// The donor's address, on several lines; may be empty.
    pub donor_address: String,
    /// What was asked for.
    pub campaign: String,
    /// The purpose chosen, or empty.
    pub designation: String,
    /// Minor units of the amount that cover the provider's fee.
    pub cover: i64,
    /// When the money was taken, in microseconds since 1970.
    pub given_at: i64,
    /// The kind of nonprofit that the operator's table names; may be empty.
    #[serde(default)]
    pub kind: String,
    /// What the donor's number at the tax office is called, and the number; may be empty.
    #[serde(default)]
    pub tax_id: (String, String),
    /// Gift Aid was declared for it.
    #[serde(default)]
    pub gift_aid: bool,
    /// Where the nonprofit's logo lies; empty for none.
    #[serde(default)]
    pub logo: String,
}

/// A receipt as it was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Who received.
    pub nonprofit: NonprofitId,
    /// Which donation.
    pub donation: DonationId,
    /// Whether it acknowledges, or voids.
    pub kind: ReceiptKind,
    /// Which receipt of the donation it is, or voids: another one follows where a part went back.
    pub revision: i64,
    /// Its number.
    pub number: ReceiptNumber,
    /// No real money was moved.
    pub is_test: bool,
    /// How much.
    pub amount: Money,
    /// Giver and receiver as they were then.
    pub parties: Parties,
    /// When.
    pub issued_at: Timestamp,
}

macro_rules! columns {
    () => {
        "merchant_id, donation_id, kind, year, number, is_test, currency, amount, parties, issued_at, revision"
    };
}

fn to_receipt(row: &Row<'_>) -> Result<Receipt, DbError> {
    let currency: Currency = row.word(6, "currency", |word| word.parse().ok())?;
    let year = row.int(3)?;
    let year = i16::try_from(year).map_err(|_| DbError::Missing("a year of this age"))?;
    Ok(Receipt {
        nonprofit: row.id(0)?,
        donation: row.id(1)?,
        kind: row.word(2, "kind of receipt", ReceiptKind::from_word)?,
        number: ReceiptNumber { year, number: row.int(4)? },
        is_test: row.flag(5)?,
        amount: Money::new(row.int(7)?, currency),
        parties: serde_json::from_str(row.str(8)?)
            .map_err(|_| DbError::Missing("the parties of a receipt"))?,
        issued_at: row.time(9)?,
        revision: row.int(10)?,
    })
}

/// The one of `receipts` that counts: it acknowledges, and was not voided.
#[must_use]
pub fn standing(receipts: &[Receipt]) -> Option<&Receipt> {
    receipts.iter().find(|one| one.kind == ReceiptKind::Donation && !is_void(receipts, one))
}

/// Another of `receipts` voids this one.
#[must_use]
pub fn is_void(receipts: &[Receipt], one: &Receipt) -> bool {
    receipts.iter().any(|other| other.kind == ReceiptKind::Void && other.revision == one.revision)
}

/// The receipts of a donation, in the order they were issued: those that acknowledge it, and those that void them.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn of_donation(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    donation: DonationId,
) -> Result<Vec<Receipt>, DbError> {
    read.rows(
        concat!(
            "SELECT ",
            columns!(),
            " FROM receipts WHERE merchant_id = $1 AND donation_id = $2 ORDER BY revision, kind"
        ),
        &[Param::id(nonprofit), Param::id(donation)],
        to_receipt,
    )
}

/// Gives `receipt` the next number of its year and keeps it; the number it comes with counts for nothing. Asked again, it
/// is the first.
pub fn issue(tx: &mut Tx<'_>, receipt: Receipt) -> Result<Receipt, DbError> {
    // One at a time per nonprofit: two at once would take one number, and one of them would be refused.
    nonprofits::lock(tx, receipt.nonprofit)?;
    let known = of_donation(tx, receipt.nonprofit, receipt.donation)?;
    let is_same = |known: &Receipt| known.kind == receipt.kind && known.revision == receipt.revision;
    if let Some(known) = known.into_iter().find(is_same) {
        return Ok(known);
    }
    let year = receipt.number.year;
    let last = tx.first(
        "SELECT number FROM receipts
          WHERE merchant_id = $1 AND is_test = $2 AND year = $3 ORDER BY number DESC LIMIT 1",
        &[Param::id(receipt.nonprofit), receipt.is_test.into(), i64::from(year).into()],
        |row| row.int(0),
    )?;
    let parties = serde_json::to_string(&receipt.parties).expect("strings and numbers are JSON");
    let receipt = Receipt { number: ReceiptNumber { year, number: last.unwrap_or(0) + 1 }, ..receipt };
    tx.execute(
        "INSERT INTO receipts (merchant_id, donation_id, kind, is_test, year, number, currency, amount, parties,
                               issued_at, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            Param::id(receipt.nonprofit),
            Param::id(receipt.donation),
            receipt.kind.as_str().into(),
            receipt.is_test.into(),
            i64::from(year).into(),
            receipt.number.number.into(),
            receipt.amount.currency.code().into(),
            receipt.amount.amount.into(),
            (&parties).into(),
            receipt.issued_at.into(),
            receipt.revision.into(),
        ],
    )?;
    Ok(receipt)
}
