//! What a card's field `offer` carries: the offer and the variant in one value, `off_….var_…`.

use domain::ids::{OfferId, VariantId};

/// The value for one variant of an offer.
#[must_use]
pub fn choice(offer: OfferId, variant: VariantId) -> String {
    format!("{offer}.{variant}")
}

/// What a card's field said: an offer, perhaps with one of its variants.
#[must_use]
pub fn parse_choice(value: &str) -> Option<(OfferId, Option<VariantId>)> {
    match value.split_once('.') {
        Some((offer, variant)) => Some((offer.parse().ok()?, Some(variant.parse().ok()?))),
        None => Some((value.parse().ok()?, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_reads_back() {
        let value = choice(OfferId(7), VariantId(9));
        assert_eq!(parse_choice(&value), Some((OfferId(7), Some(VariantId(9)))));
        assert_eq!(parse_choice(&OfferId(7).to_string()), Some((OfferId(7), None)));
        assert_eq!(parse_choice("off_.var_"), None);
        assert_eq!(parse_choice(&VariantId(9).to_string()), None);
    }
}
