//! The language of searches, as far as a sales channel uses it: terms with `AND` and `OR`, and comparisons.
//!
//! Source: Shopify, "API search syntax". A term that the API does not know is left unseen there and refused here.

use jiff::Timestamp;

use super::error::Refusal;

/// Any of these, of each of which all hold.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Search(Vec<Vec<Term>>);

/// One condition.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) field: String,
    comparison: Comparison,
    value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Is,
    AtLeast,
    Above,
    AtMost,
    Below,
}

impl Search {
    /// Reads a search; an empty one finds everything.
    pub(super) fn read(text: &str) -> Result<Search, Refusal> {
        let mut any = vec![Vec::new()];
        for word in words(text) {
            match word.as_str() {
                "AND" => {}
                "OR" => any.push(Vec::new()),
                word => any.last_mut().expect("there is always one").push(Term::read(word)?),
            }
        }
        Ok(Search(any))
    }

    /// Whether something fits, by what each term says of it.
    pub(super) fn fits(&self, says: impl Fn(&Term) -> Result<bool, Refusal>) -> Result<bool, Refusal> {
        for all in &self.0 {
            let mut holds = true;
            for term in all {
                holds &= says(term)?;
            }
            if holds {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Words that blanks divide, but for blanks between quotation marks.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for letter in text.chars() {
        match (quote, letter) {
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            (None, ' ') => words.push(String::new()),
            (_, letter) => words.last_mut().expect("there is always one").push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

impl Term {
    fn read(word: &str) -> Result<Term, Refusal> {
        let (field, value) = word
            .split_once(':')
            .ok_or_else(|| Refusal::lacking(format_args!("searches for words such as {word}")))?;
        let compared = [
            (">=", Comparison::AtLeast),
            ("<=", Comparison::AtMost),
            (">", Comparison::Above),
            ("<", Comparison::Below),
        ];
        let found =
            compared.into_iter().find_map(|(sign, comparison)| Some((comparison, value.strip_prefix(sign)?)));
        let (comparison, value) = found.unwrap_or((Comparison::Is, value));
        Ok(Term { field: field.to_owned(), comparison, value: value.to_owned() })
    }

    fn compare<T: Ord>(&self, own: &T, asked: &T) -> bool {
        match self.comparison {
            Comparison::Is => own == asked,
            Comparison::AtLeast => own >= asked,
            Comparison::Above => own > asked,
            Comparison::AtMost => own <= asked,
            Comparison::Below => own < asked,
        }
    }

    pub(super) fn number(&self, own: u64) -> Result<bool, Refusal> {
        let asked =
            self.value.parse().map_err(|_| Refusal::invalid(format!("{} is no number.", self.value)))?;
        Ok(self.compare(&own, &asked))
    }

    pub(super) fn instant(&self, own_ms: i64) -> Result<bool, Refusal> {
        let asked: Timestamp =
            self.value.parse().map_err(|_| Refusal::invalid(format!("{} is no instant.", self.value)))?;
        Ok(self.compare(&(own_ms / 1_000), &asked.as_second()))
    }

    pub(super) fn text(&self, own: &str) -> bool {
        own.eq_ignore_ascii_case(&self.value)
    }

    /// The lowest number that an `id:>=` asks for.
    fn lowest(&self) -> Option<u64> {
        (self.field == "id" && self.comparison == Comparison::AtLeast)
            .then(|| self.value.parse().ok())
            .flatten()
    }
}

impl Search {
    /// From which id on anything can fit.
    pub(super) fn first_id(&self) -> u64 {
        match self.0.as_slice() {
            [all] => all.iter().filter_map(Term::lowest).max().unwrap_or(0),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_of_what_all_holds() {
        let search = Search::read("id:>=5 AND updated_at:>='2026-12-01T00:00:00Z' OR tag:blue").unwrap();
        let fits = |id: u64, seconds: i64, tag: &str| {
            search.fits(|term| match term.field.as_str() {
                "id" => term.number(id),
                "updated_at" => term.instant(seconds * 1_000),
                _ => Ok(term.text(tag)),
            })
        };
        assert_eq!(fits(5, 1_796_083_200, "red"), Ok(true));
        assert_eq!(fits(4, 1_796_083_200, "red"), Ok(false));
        assert_eq!(fits(5, 1_796_083_199, "red"), Ok(false));
        assert_eq!(fits(1, 0, "Blue"), Ok(true));
        assert!(Search::read("shirt").is_err());
        assert_eq!(Search::read("id:>=7 updated_at:>2026-12-01T00:00:00Z").unwrap().first_id(), 7);
    }
}
