//! Parts of a file, asked for by whoever has the beginning already.
//!
//! Source: RFC 9110, sections 13.1.5 and 14. One range of bytes is understood; several at once, and any other unit, are
//! answered with the whole file, as the standard allows.

use http::{HeaderMap, header};

/// What is to be sent of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it.
    Whole,
    /// From this byte to before that one.
    From(u64, u64),
    /// What was asked for lies behind the end.
    Nothing,
}

/// What `headers` ask for of a file with this entity tag and so many bytes.
#[must_use]
pub fn part_of(headers: &HeaderMap, tag: &str, bytes: u64) -> Part {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    // Another file by now: its beginning is of no use.
    if text(header::IF_RANGE).is_some_and(|known| known != tag) {
        return Part::Whole;
    }
    let Some((from, until)) = text(header::RANGE)
        .and_then(|range| range.strip_prefix("bytes="))
        .and_then(|range| range.split_once('-'))
    else {
        return Part::Whole;
    };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    match (from.trim(), until.trim()) {
        ("", last) => match number(last) {
            Some(0) => Part::Nothing,
            Some(last) if bytes > 0 => Part::From(bytes.saturating_sub(last), bytes),
            Some(_) => Part::Nothing,
            None => Part::Whole,
        },
        (from, "") => match number(from) {
            Some(from) if from < bytes => Part::From(from, bytes),
            Some(_) => Part::Nothing,
            None => Part::Whole,
        },
        (from, until) => match (number(from), number(until)) {
            (Some(from), Some(until)) if from > until => Part::Whole,
            (Some(from), Some(until)) if from < bytes => Part::From(from, until.saturating_add(1).min(bytes)),
            (Some(_), Some(_)) => Part::Nothing,
            _ => Part::Whole,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_goes_on_where_it_broke_off_and_never_behind_the_end() {
        let cases = [
            ("", Part::Whole),
            ("bytes=0-", Part::From(0, 100)),
            ("bytes=40-", Part::From(40, 100)),
            ("bytes=40-49", Part::From(40, 50)),
            ("bytes=40-4000", Part::From(40, 100)),
            ("bytes=-10", Part::From(90, 100)),
            ("bytes=-1000", Part::From(0, 100)),
            ("bytes=-0", Part::Nothing),
            ("bytes=100-", Part::Nothing),
            ("bytes=100-200", Part::Nothing),
            ("bytes=50-40", Part::Whole),
            ("bytes=0-1,5-9", Part::Whole),
            ("lines=0-1", Part::Whole),
            ("bytes=x-", Part::Whole),
            ("bytes=99999999999999999999-", Part::Whole),
        ];
        for (range, wanted) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, range.parse().unwrap());
            assert_eq!(part_of(&headers, "\"a\"", 100), wanted, "{range}");
            headers.insert(header::IF_RANGE, "\"b\"".parse().unwrap());
            assert_eq!(part_of(&headers, "\"a\"", 100), Part::Whole, "another file by now");
        }
    }
}
