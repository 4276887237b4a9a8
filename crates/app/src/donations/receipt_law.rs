//! What the receipts of a country say beyond who gave what.

use domain::donation::receipt_law::{GERMAN_NOTICE, GERMAN_SENTENCES, GERMAN_TITLE, Pattern, german_words};
use store::donations::receipts::Receipt;
use words::Words;

use crate::ports::Block;

fn pattern(receipt: &Receipt) -> Pattern {
    Pattern::of(receipt.parties.country.parse().ok(), &receipt.parties.kind)
}

/// Facts beside those of every receipt.
pub(super) fn facts(w: &Words, receipt: &Receipt) -> Vec<(String, String)> {
    let fact = |key: &str, value: &str| (w.text(key).to_owned(), w.text(value).to_owned());
    let mut facts = match pattern(receipt) {
        Pattern::France => vec![
            fact("receipt-form", "receipt-form-manual"),
            fact("receipt-nature", "receipt-nature-money"),
            fact("receipt-paid-by", "receipt-paid-card"),
        ],
        Pattern::UnitedKingdom if receipt.parties.gift_aid => vec![fact("gift-aid-title", "receipt-aid")],
        Pattern::UnitedKingdom => vec![fact("gift-aid-title", "receipt-no-aid")],
        Pattern::Germany => german_words(receipt.amount)
            .map(|words| (w.text("receipt-in-words").to_owned(), words))
            .into_iter()
            .collect(),
        Pattern::General | Pattern::UnitedStates | Pattern::Political => Vec::new(),
    };
    let (label, number) = &receipt.parties.tax_id;
    if !number.is_empty() {
        facts.push((label.clone(), number.clone()));
    }
    facts
}

/// Sentences below the amounts of a receipt that acknowledges a gift.
pub(super) fn sentences(w: &Words, receipt: &Receipt) -> Vec<Block> {
    let text = |key: &str| Block::Text(w.text(key).to_owned());
    match pattern(receipt) {
        Pattern::General | Pattern::UnitedKingdom => vec![text("receipt-no-goods")],
        Pattern::UnitedStates => vec![text("receipt-us-no-goods")],
        Pattern::Political => vec![text("receipt-us-political")],
        Pattern::France if receipt.parties.donor_address.is_empty() => {
            vec![text("receipt-no-goods"), text("receipt-fr-no-address")]
        }
        Pattern::France => vec![text("receipt-no-goods")],
        Pattern::Germany => {
            let mut blocks = vec![Block::Heading(GERMAN_TITLE.to_owned())];
            blocks.extend(GERMAN_SENTENCES.map(|sentence| Block::Text(sentence.to_owned())));
            blocks.push(Block::Text(GERMAN_NOTICE.to_owned()));
            blocks
        }
    }
}
