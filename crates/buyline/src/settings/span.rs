//! Spans of time as people write them: `90s`, `2m`, `1h`, `500ms`.

use std::time::Duration;

/// The longest span that makes sense for anything here.
const SPAN_MAX: Duration = Duration::from_secs(30 * 24 * 3_600);

/// Reads a span. `None` when it has no unit, a sign, a fraction, or is longer than a month.
pub(super) fn parse(text: &str) -> Option<Duration> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().ok()?;
    let millis = match unit.trim() {
        "ms" => 1,
        "s" => 1_000,
        "m" | "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    let span = Duration::from_millis(number.checked_mul(millis)?);
    (span <= SPAN_MAX).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_with_their_unit() {
        for (text, millis) in
            [("0s", 0), ("500ms", 500), ("90s", 90_000), ("2m", 120_000), ("1 h", 3_600_000)]
        {
            assert_eq!(parse(text), Some(Duration::from_millis(millis)), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_span_is_refused() {
        for text in ["", "2", "-2m", "1.5h", "2 parsecs", "m", "99999999999999999999s", "31d"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
