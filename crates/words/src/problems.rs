//! What is wrong with what somebody typed or uploaded, in their language. The domain's own messages are for the log.

use domain::catalog::problem::{Problem, UNITS_MAX};
use domain::money::{CurrencyError, ParseMoneyError};
use domain::quantity::{QUANTITY_MAX, QuantityError};
use domain::quote::{QuoteError, Unpayable};
use domain::shipping::ShippingError;

use crate::Words;

impl Words {
    /// Why a quantity was refused.
    #[must_use]
    pub fn quantity_error(&self, error: &QuantityError) -> String {
        match error {
            QuantityError::Zero
            | QuantityError::Negative
            | QuantityError::Fractional
            | QuantityError::NotANumber => self.text("field-quantity-invalid").to_owned(),
            QuantityError::TooMany => self.count("field-quantity-too-many", QUANTITY_MAX),
        }
    }

    /// Why an amount was refused.
    #[must_use]
    pub fn amount_error(&self, error: &ParseMoneyError) -> String {
        match error {
            ParseMoneyError::Empty | ParseMoneyError::NotANumber => {
                self.fill("field-amount-invalid", "example", AMOUNT_EXAMPLE)
            }
            ParseMoneyError::Ambiguous => self.text("field-amount-ambiguous").to_owned(),
            ParseMoneyError::TooManyDecimals { currency } => self.with(
                "field-amount-decimals",
                &[("currency", currency.code().into()), ("count", currency.exponent().into())],
            ),
            ParseMoneyError::TooLarge => self.text("field-amount-too-large").to_owned(),
        }
    }

    /// Why a currency was refused.
    #[must_use]
    pub fn currency_error(&self, error: &CurrencyError) -> &str {
        match error {
            CurrencyError::Unknown(_) | CurrencyError::NotMoney(_) => self.text("field-currency-invalid"),
        }
    }

    /// Why a cart cannot be priced, for its buyer; `merchant` is the seller's name.
    #[must_use]
    pub fn quote_error(&self, error: &QuoteError, merchant: &str) -> String {
        match error {
            QuoteError::NoLines => self.text("basket-empty-title").to_owned(),
            QuoteError::TooManyLines | QuoteError::Money(_) => self.text("buy-error-too-much").to_owned(),
            QuoteError::WrongCurrency(_) | QuoteError::NegativePrice(_) => {
                self.text("buy-error-closed").to_owned()
            }
            QuoteError::Shipping(ShippingError::RegionNotServed { country, .. }) => self.with(
                "buy-error-not-shipped",
                &[("merchant", merchant.into()), ("country", self.country_name(*country).into())],
            ),
            QuoteError::Shipping(ShippingError::NoRate { .. }) => self.text("buy-error-no-rate").to_owned(),
            QuoteError::RateNotOffered(_) => self.text("buy-error-rate-gone").to_owned(),
            QuoteError::SoldOut { left: 0, .. } => self.text("buy-error-sold-out").to_owned(),
            QuoteError::SoldOut { left, .. } => self.count("buy-error-only-left", *left),
            QuoteError::NotAnswered => self.fill("buy-error-not-answered", "merchant", merchant),
            QuoteError::Unpayable(unpayable) => self.unpayable(*unpayable),
        }
    }

    /// Why a total cannot be paid by card, and what would do.
    fn unpayable(&self, unpayable: Unpayable) -> String {
        match unpayable {
            Unpayable::TooSmall(least) => self.fill("buy-error-too-small", "amount", least),
            Unpayable::TooLarge(most) => self.fill("buy-error-too-large", "amount", most),
            Unpayable::Step(step) => self.fill("buy-error-step", "amount", step),
            Unpayable::Currency(currency) => self.fill("buy-error-currency", "currency", currency.code()),
        }
    }

    /// Why a row of a merchant's file was refused, and what to change.
    #[must_use]
    pub fn import_problem(&self, problem: &Problem) -> String {
        let line_of = |key, line: &u64| self.fill(key, "line", i64::try_from(*line).unwrap_or(i64::MAX));
        let key = match problem {
            Problem::TooLong { bytes_max } => return self.count("import-error-too-long", *bytes_max),
            Problem::TooManyValues { columns, found } => {
                let args = [("expected", (*columns).into()), ("found", (*found).into())];
                return self.with("import-error-columns", &args);
            }
            Problem::ForeignCurrency { expected } => {
                return self.fill("import-error-foreign-currency", "currency", expected.code());
            }
            Problem::UnknownEntity { name } => return self.fill("import-error-entity", "name", name),
            Problem::Price(error) => return self.amount_error(error),
            Problem::Currency(error) => return self.currency_error(error).to_owned(),
            Problem::QuantityTooLarge => return self.fill("import-error-quantity-large", "max", UNITS_MAX),
            Problem::GtinCheckDigit { expected } => {
                return self.fill("import-error-gtin-digit", "expected", u32::from(*expected));
            }
            Problem::Duplicate { line } => return line_of(key!("import-error-duplicate"), line),
            Problem::Scattered { line } => return line_of(key!("import-error-scattered"), line),
            Problem::ProductRefused { line } => return line_of(key!("import-error-product-refused"), line),
            Problem::TooManyVariants { max } => return self.count("import-error-variants", *max),
            Problem::TooManyImages { max } => return self.count("import-error-images", *max),
            Problem::Missing => key!("import-error-missing"),
            Problem::Unreadable => key!("import-error-unreadable"),
            Problem::ControlCharacter => key!("import-error-control"),
            Problem::OpenQuote => key!("import-error-open-quote"),
            Problem::Malformed => key!("import-error-malformed"),
            Problem::NoCurrency => key!("import-error-no-currency"),
            Problem::PriceNegative => key!("import-error-price-negative"),
            Problem::SaleNotLower => key!("import-error-sale-not-lower"),
            Problem::SaleWindow => key!("import-error-sale-window"),
            Problem::Availability => key!("import-error-availability"),
            Problem::QuantityNotWhole => key!("import-error-quantity"),
            Problem::QuantityNegative => key!("import-error-quantity-negative"),
            Problem::Weight => key!("import-error-weight"),
            Problem::GtinLength => key!("import-error-gtin-length"),
            Problem::Address => key!("import-error-address"),
            Problem::Flag => key!("import-error-flag"),
            Problem::Status => key!("import-error-status"),
            Problem::StockPolicy => key!("import-error-stock-policy"),
            Problem::Position => key!("import-error-position"),
            Problem::OptionUnnamed => key!("import-error-option-unnamed"),
            Problem::OtherSource => key!("import-error-other-source"),
        };
        self.text(key).to_owned()
    }
}

/// An amount as it may be typed in any language.
const AMOUNT_EXAMPLE: &str = "19.90";

#[cfg(test)]
mod tests {
    use domain::money::Currency;

    use super::*;
    use crate::Locale;

    #[test]
    fn a_refusal_names_the_reason_in_the_readers_language() {
        let (en, fr) = (Words::of(Locale::En), Words::of(Locale::Fr));
        let decimals = Problem::Price(ParseMoneyError::TooManyDecimals { currency: Currency::JPY });
        assert_eq!(en.import_problem(&decimals), "JPY has no decimals.");
        assert_eq!(fr.import_problem(&decimals), "JPY s’écrit sans décimale.");
        assert_eq!(
            fr.import_problem(&Problem::Scattered { line: 1200 }),
            "Les lignes d’un produit se suivent ; celui-ci commençait à la ligne 1 200."
                .replace(" ;", "\u{202f};")
                .replace("1 2", "1\u{202f}2")
        );
        assert_eq!(en.quantity_error(&QuantityError::TooMany), "At most 999.");
    }

    #[test]
    fn a_cart_that_cannot_be_priced_says_why() {
        let country = "FR".parse().expect("a country");
        let error = QuoteError::Shipping(ShippingError::RegionNotServed { country, region: None });
        assert_eq!(
            Words::of(Locale::En).quote_error(&error, "Terre & Sel"),
            "Terre & Sel does not ship to France."
        );
    }
}
