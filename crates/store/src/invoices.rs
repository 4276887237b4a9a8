//! Invoices: their numbers are given one after the other, under a lock on their merchant, and never again.

use domain::ids::{MerchantId, OrderId};
use domain::invoice::{Invoice, InvoiceSeller};
use domain::money::{BasisPoints, Currency};
use domain::tax::TaxPart;
use jiff::Timestamp;

use crate::checkouts::{read_rates, write_rates};
use crate::{DbError, Param, Read, Sql, Tx};

/// An invoice that has no number yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvoice {
    /// Who sells.
    pub merchant: MerchantId,
    /// For what.
    pub order: OrderId,
    /// The order was made with a test key.
    pub is_test: bool,
    /// What it was paid in.
    pub currency: Currency,
    /// The seller as it is now.
    pub seller: InvoiceSeller,
    /// The tax rate of each line.
    pub line_rates: Vec<BasisPoints>,
    /// Net and tax by rate.
    pub parts: Vec<TaxPart>,
}

/// The invoice of an order, if it was issued.
///
/// # Errors
/// What the engine refused.
pub fn of_order(
    read: &mut impl Read,
    merchant: MerchantId,
    order: OrderId,
) -> Result<Option<Invoice>, DbError> {
    read.first(
        "SELECT merchant_id, order_id, number, is_test, legal_name, postal_address, contact_email, vat_number,
                register_number, currency, rates, issued_at
           FROM invoices WHERE merchant_id = $1 AND order_id = $2",
        &[Param::id(merchant), Param::id(order)],
        |row| {
            let currency: Currency = row.word(9, "currency", |word| word.parse().ok())?;
            let (line_rates, parts) = read_rates(row.str(10)?, currency)?;
            Ok(Invoice {
                merchant: row.id(0)?,
                order: row.id(1)?,
                number: row.int(2)?,
                is_test: row.flag(3)?,
                seller: InvoiceSeller {
                    legal_name: row.text(4)?,
                    postal_address: row.text(5)?,
                    contact_email: row.text(6)?,
                    vat_number: row.text(7)?,
                    register_number: row.text(8)?,
                },
                line_rates,
                parts,
                issued_at: row.time(11)?,
            })
        },
    )
}

/// One at a time per merchant: two at once would take one number, and one of them would be refused.
const LOCK: Sql = Sql {
    sqlite: "SELECT id FROM merchants WHERE id = $1",
    postgres: "SELECT id FROM merchants WHERE id = $1 FOR NO KEY UPDATE",
};

/// Gives the order its invoice, with the merchant's next number. Asked again, it is the first.
///
/// # Errors
/// What the engine refused.
pub fn issue(tx: &mut Tx<'_>, new: &NewInvoice, now: Timestamp) -> Result<Invoice, DbError> {
    tx.first(LOCK, &[Param::id(new.merchant)], |row| row.int(0))?.ok_or(DbError::Missing("merchant"))?;
    if let Some(known) = of_order(tx, new.merchant, new.order)? {
        return Ok(known);
    }
    let last = tx.first(
        "SELECT number FROM invoices WHERE merchant_id = $1 AND is_test = $2 ORDER BY number DESC LIMIT 1",
        &[Param::id(new.merchant), new.is_test.into()],
        |row| row.int(0),
    )?;
    let number = last.unwrap_or(0) + 1;
    let rates = write_rates(&new.line_rates, &new.parts);
    tx.execute(
        "INSERT INTO invoices (merchant_id, order_id, is_test, number, currency, legal_name, postal_address,
                               contact_email, vat_number, register_number, rates, issued_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[
            Param::id(new.merchant),
            Param::id(new.order),
            new.is_test.into(),
            number.into(),
            new.currency.code().into(),
            (&new.seller.legal_name).into(),
            (&new.seller.postal_address).into(),
            (&new.seller.contact_email).into(),
            (&new.seller.vat_number).into(),
            (&new.seller.register_number).into(),
            (&rates).into(),
            now.into(),
        ],
    )?;
    Ok(Invoice {
        merchant: new.merchant,
        order: new.order,
        number,
        is_test: new.is_test,
        seller: new.seller.clone(),
        line_rates: new.line_rates.clone(),
        parts: new.parts.clone(),
        issued_at: now,
    })
}
