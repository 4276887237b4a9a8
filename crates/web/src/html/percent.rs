//! Percents as they are typed.

use domain::money::BasisPoints;

/// `20`, `5.5` or `5,5` percent, up to 100 and with at most two decimals.
#[must_use]
pub fn percent(text: &str) -> Option<BasisPoints> {
    percent_up_to(text, BasisPoints::WHOLE)
}

/// The same up to `most`.
#[must_use]
pub fn percent_up_to(text: &str, most: BasisPoints) -> Option<BasisPoints> {
    let text = text.trim_end_matches('%').trim().replace(',', ".");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    if decimals.len() > 2 || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let decimals: u32 = format!("{decimals:0<2}").parse().ok()?;
    let points = whole.checked_mul(100)?.checked_add(decimals)?;
    (points <= most.0).then_some(BasisPoints(points))
}

/// The same as it is typed.
#[must_use]
pub fn to_percent(rate: BasisPoints) -> String {
    match (rate.0 / 100, rate.0 % 100) {
        (whole, 0) => whole.to_string(),
        (whole, decimals) => format!("{whole}.{decimals:02}").trim_end_matches('0').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_read_exactly() {
        let cases = [
            ("20", Some(2_000)),
            ("5.5", Some(550)),
            ("5,55 %", Some(555)),
            ("0", Some(0)),
            ("100", Some(10_000)),
            ("100.01", None),
            ("-1", None),
            ("1.234", None),
            ("", None),
            ("abc", None),
        ];
        for (text, points) in cases {
            assert_eq!(percent(text), points.map(BasisPoints), "{text}");
        }
        assert_eq!(percent_up_to("250", BasisPoints(25_000)), Some(BasisPoints(25_000)));
        assert_eq!(percent_up_to("250.01", BasisPoints(25_000)), None);
        for points in [0, 550, 555, 2_000, 10_000] {
            assert_eq!(percent(&to_percent(BasisPoints(points))), Some(BasisPoints(points)));
        }
    }
}
