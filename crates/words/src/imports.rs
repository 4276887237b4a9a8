//! What an import says about rows and products, in the language of whoever reads it.

use domain::catalog::draft::DraftStatus;
use domain::view::imports::{PreviewDetail, Reason};

use crate::Words;

/// A detail of a preview, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailWords {
    /// "Price of Navy / M"
    pub what: String,
    /// How it is; empty for what is new.
    pub before: String,
    /// How it will be; empty for what is gone.
    pub after: String,
}

impl Words {
    /// Why something is said about a row.
    #[must_use]
    pub fn import_reason(&self, reason: &Reason) -> String {
        match reason {
            Reason::Problem(problem) => self.import_problem(problem),
            Reason::Reserved { units } => self.count("import-note-reserved", *units),
            Reason::Said(sentence) => sentence.clone(),
        }
    }

    /// What an import creates or changes of a product.
    #[must_use]
    pub fn import_detail(&self, detail: &PreviewDetail) -> DetailWords {
        let of = |only: &'static str, one: &'static str, variant: &str| {
            if variant.is_empty() { self.text(only).to_owned() } else { self.fill(one, "variant", variant) }
        };
        match detail {
            PreviewDetail::Variant { variant, price, stock, .. } => DetailWords {
                what: of(key!("import-what-variant"), key!("import-what-variant-of"), variant),
                before: String::new(),
                after: self.with(
                    "import-what-variant-text",
                    &[("price", (*price).into()), ("stock", (&self.import_stock(*stock)).into())],
                ),
            },
            PreviewDetail::Title { before, after } => DetailWords {
                what: self.text("import-what-title").to_owned(),
                before: before.clone(),
                after: after.clone(),
            },
            PreviewDetail::Status { before, after } => DetailWords {
                what: self.text("import-what-status").to_owned(),
                before: self.product_status(*before).to_owned(),
                after: self.product_status(*after).to_owned(),
            },
            PreviewDetail::Price { variant, before, after } => DetailWords {
                what: of(key!("import-what-price"), key!("import-what-price-of"), variant),
                before: before.map_or_else(String::new, |money| self.money(money)),
                after: self.money(*after),
            },
            PreviewDetail::Stock { variant, before, after } => DetailWords {
                what: of(key!("import-what-stock"), key!("import-what-stock-of"), variant),
                before: self.import_stock(*before),
                after: self.import_stock(*after),
            },
            PreviewDetail::Gone { variant } => DetailWords {
                what: of(key!("import-what-gone"), key!("import-what-gone-of"), variant),
                before: String::new(),
                after: self.text("import-what-gone-text").to_owned(),
            },
            PreviewDetail::Other => DetailWords {
                what: self.text("import-what-other").to_owned(),
                before: String::new(),
                after: self.text("import-what-other-text").to_owned(),
            },
        }
    }

    /// Units on the shelf; none when they are not counted.
    #[must_use]
    pub fn import_stock(&self, units: Option<i64>) -> String {
        units.map_or_else(|| self.text("product-stock-untracked").to_owned(), |units| self.number(units))
    }

    /// Whether buyers may see a product.
    #[must_use]
    pub fn product_status(&self, status: DraftStatus) -> &str {
        self.text(match status {
            DraftStatus::Active => key!("product-status-active"),
            DraftStatus::Draft => key!("product-status-draft"),
            DraftStatus::Archived => key!("product-status-archived"),
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::catalog::problem::Problem;
    use domain::money::{Currency, Money};

    use super::*;
    use crate::Locale;

    #[test]
    fn a_stored_reason_is_said_in_the_readers_language_and_an_old_one_as_it_was_kept() {
        let (en, fr) = (Words::of(Locale::En), Words::of(Locale::Fr));
        let stored = |code: &str, argument: &str| {
            Reason::from_stored(code, argument, "Une phrase d’alors.".to_owned())
        };
        let digit = stored("gtin-check-digit", "7");
        assert_eq!(digit, Reason::Problem(Problem::GtinCheckDigit { expected: 7 }));
        assert_eq!(en.import_reason(&digit), "The last digit of this GTIN should be 7; a digit is mistyped.");
        assert_ne!(fr.import_reason(&digit), en.import_reason(&digit));
        assert_eq!(
            en.import_reason(&stored("reserved", "1")),
            "One unit is promised to an open order, so the stock is set to one."
        );
        for old in [stored("", ""), stored("from a later version", "1")] {
            assert_eq!(en.import_reason(&old), "Une phrase d’alors.");
        }
    }

    #[test]
    fn a_change_is_told_with_what_was_and_what_will_be() {
        let en = Words::of(Locale::En);
        let euros = |amount| Money::new(amount, Currency::EUR);
        let told = en.import_detail(&PreviewDetail::Price {
            variant: "Navy / M".to_owned(),
            before: Some(euros(1_250)),
            after: euros(1_300),
        });
        assert_eq!(told.what, "Price of Navy / M");
        assert_eq!((told.before.as_str(), told.after.as_str()), ("€12.50", "€13.00"));
        let told =
            en.import_detail(&PreviewDetail::Stock { variant: String::new(), before: None, after: Some(3) });
        assert_eq!(
            (told.what.as_str(), told.before.as_str(), told.after.as_str()),
            ("Stock", "Not counted", "3")
        );
    }
}
