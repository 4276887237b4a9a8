//! A merchant's tax rates, row to [`TaxTable`] and back.

use domain::ids::MerchantId;
use domain::money::BasisPoints;
use domain::tax::{TAX_RATES_MAX, TaxRate, TaxTable};

use crate::{DbError, Param, Read, Tx};

/// What `merchant` collects where.
///
/// # Errors
/// [`DbError`] when the database refused, or when the stored rates contradict each other.
pub fn table(read: &mut impl Read, merchant: MerchantId) -> Result<TaxTable, DbError> {
    let rates = read.rows(
        "SELECT country, region, class, rate_basis_points, included, on_shipping
           FROM tax_rates
          WHERE merchant_id = $1
          ORDER BY country, region, class
          LIMIT $2",
        &[Param::id(merchant), Param::Int(TAX_RATES_MAX as i64)],
        |row| {
            let region = row.text(1)?;
            Ok(TaxRate {
                country: row.word(0, "country", |code| code.parse().ok())?,
                region: (!region.is_empty()).then_some(region),
                class: row.word(2, "tax class", |word| word.parse().ok())?,
                rate: BasisPoints(row.count(3)?),
                included: row.flag(4)?,
                applies_to_shipping: row.flag(5)?,
            })
        },
    )?;
    TaxTable::new(rates).map_err(|error| DbError::Schema(format!("tax of {merchant}: {error}")))
}

/// Replaces all tax rates of `merchant`.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn replace(tx: &mut Tx<'_>, merchant: MerchantId, table: &TaxTable) -> Result<(), DbError> {
    tx.execute("DELETE FROM tax_rates WHERE merchant_id = $1", &[Param::id(merchant)])?;
    for rate in table.rates() {
        tx.execute(
            "INSERT INTO tax_rates (merchant_id, country, region, class, rate_basis_points, included, on_shipping)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &[
                Param::id(merchant),
                rate.country.code().into(),
                rate.region.as_deref().unwrap_or_default().into(),
                rate.class.as_str().into(),
                rate.rate.0.into(),
                rate.included.into(),
                rate.applies_to_shipping.into(),
            ],
        )?;
    }
    Ok(())
}
