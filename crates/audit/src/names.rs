//! Rows as people name them: the text form that pages and addresses show, written a second time.

use crate::source::Cell;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 13 characters of five bits hold the 63 bits of an id.
const TEXT_LENGTH: usize = 13;

/// An offender by name: `order ord_…`. A rule about lines of the ledger gives what moved beside the source's id, and the
/// name is that of the source: `charge pay_…`.
pub(crate) fn named(subject: &str, row: &[Cell]) -> String {
    let about = row.get(1).map_or_else(|| subject.to_owned(), Cell::text);
    match (&row[0], prefix(&about)) {
        (Cell::Int(id), Some(prefix)) => format!("{about} {}", text(prefix, *id)),
        (Cell::Int(_) | Cell::Text(_), _) => format!("{about} {}", row[0].text()),
    }
}

/// The id `raw` of the kind with `prefix`, as it is shown.
pub(crate) fn text(prefix: &str, raw: i64) -> String {
    let mut rest = raw.unsigned_abs();
    let mut digits = ['0'; TEXT_LENGTH];
    for place in digits.iter_mut().rev() {
        *place = char::from(ALPHABET[usize::try_from(rest % 32).unwrap_or(0)]);
        rest /= 32;
    }
    format!("{prefix}_{}", digits.iter().collect::<String>())
}

/// The prefix of what a rule is about, or of what a movement happened to; none where the id is shown nowhere.
fn prefix(about: &str) -> Option<&'static str> {
    Some(match about {
        "variant" => "var",
        "checkout" => "chk",
        "order" => "ord",
        "order line" => "oln",
        "payment" | "charge" | "provider_fee" | "application_fee" | "gift payment" | "donation_payment" => {
            "pay"
        }
        "refund" | "refund_failed" | "application_fee_refund" | "gift refund" | "donation_refund" => "rfd",
        "donation" => "don",
        "campaign" => "cpn",
        "match" => "mch",
        "pledge" => "plg",
        "nonprofit" => "npo",
        "dispute" | "dispute_fee" | "dispute_won" | "dispute_fee_back" => "dsp",
        "payout" | "payout_failed" | "payout_taken" => "pot",
        "merchant" => "mer",
        "mail" => "mal",
        "job" => "job",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_written_as_its_pages_write_it() {
        assert_eq!(text("mer", 77), "mer_000000000002d");
        assert_eq!(text("ord", i64::MAX), "ord_7zzzzzzzzzzzz");
        assert_eq!(named("order", &[Cell::Int(32)]), "order ord_0000000000010");
        assert_eq!(named("source", &[Cell::Int(1), Cell::Text("refund".into())]), "refund rfd_0000000000001");
        assert_eq!(named("source", &[Cell::Int(1), Cell::Text("other_in".into())]), "other_in 1");
        assert_eq!(named("currency", &[Cell::Text("EUR".into())]), "currency EUR");
    }
}
