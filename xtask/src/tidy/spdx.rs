//! SPDX licence expressions, as far as crates use them: `OR`, `AND`, `WITH`, parentheses, and the old `/`
//! for `OR`. Source: SPDX specification, annex D, licence expressions; `AND` binds tighter than `OR`.

/// Whether somebody who accepts only the licences `allowed` says yes to may use the crate.
/// A licence with an exception is asked for as `NAME WITH EXCEPTION`.
///
/// # Errors
/// A sentence that says where the expression stops making sense.
pub fn permits(expression: &str, allowed: &impl Fn(&str) -> bool) -> Result<bool, String> {
    let words = words(expression);
    let mut reader = Reader { words: &words, at: 0 };
    let answer = reader.any_of(allowed)?;
    match reader.peek() {
        None => Ok(answer),
        Some(rest) => Err(format!("`{rest}` is one word too many in `{expression}`")),
    }
}

fn words(expression: &str) -> Vec<String> {
    expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ")
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

struct Reader<'a> {
    words: &'a [String],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&str> {
        self.words.get(self.at).map(String::as_str)
    }

    fn take_if(&mut self, word: &str) -> bool {
        let found = self.peek() == Some(word);
        self.at += usize::from(found);
        found
    }

    fn any_of(&mut self, allowed: &impl Fn(&str) -> bool) -> Result<bool, String> {
        let mut answer = self.all_of(allowed)?;
        while self.take_if("OR") {
            answer |= self.all_of(allowed)?;
        }
        Ok(answer)
    }

    fn all_of(&mut self, allowed: &impl Fn(&str) -> bool) -> Result<bool, String> {
        let mut answer = self.one(allowed)?;
        while self.take_if("AND") {
            answer &= self.one(allowed)?;
        }
        Ok(answer)
    }

    fn one(&mut self, allowed: &impl Fn(&str) -> bool) -> Result<bool, String> {
        if self.take_if("(") {
            let answer = self.any_of(allowed)?;
            return if self.take_if(")") { Ok(answer) } else { Err("a parenthesis is left open".to_owned()) };
        }
        let mut name = self.name()?;
        if self.take_if("WITH") {
            name = format!("{name} WITH {}", self.name()?);
        }
        Ok(allowed(&name))
    }

    fn name(&mut self) -> Result<String, String> {
        match self.peek().map(str::to_owned) {
            Some(word) if !["OR", "AND", "WITH", "(", ")"].contains(&word.as_str()) => {
                self.at += 1;
                Ok(word)
            }
            Some(word) => Err(format!("a licence is expected where `{word}` stands")),
            None => Err("a licence is expected at the end".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(expression: &str) -> Result<bool, String> {
        permits(expression, &|name| ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"].contains(&name))
    }

    #[test]
    fn one_good_alternative_is_enough_and_every_obligation_counts() {
        for (expression, expected) in [
            ("MIT", true),
            ("GPL-3.0-only", false),
            ("MIT OR GPL-3.0-only", true),
            ("GPL-3.0-only OR MIT", true),
            ("MIT AND GPL-3.0-only", false),
            ("MIT/Apache-2.0", true),
            ("Apache-2.0 / MIT", true),
            ("GPL-3.0-only/AGPL-3.0-only", false),
            ("(MIT OR GPL-2.0-only) AND Apache-2.0", true),
            ("(MIT OR Apache-2.0) AND GPL-2.0-only", false),
            ("GPL-2.0-only OR MIT AND GPL-3.0-only", false),
            ("MIT OR GPL-2.0-only AND GPL-3.0-only", true),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("MIT WITH LLVM-exception", false),
            ("((MIT))", true),
        ] {
            assert_eq!(accepts(expression), Ok(expected), "{expression}");
        }
    }

    #[test]
    fn nonsense_is_an_error_and_never_a_yes() {
        for expression in ["", "OR", "MIT OR", "MIT MIT", "(MIT", "MIT)", "MIT AND OR MIT", "MIT WITH"] {
            assert!(accepts(expression).is_err(), "{expression}");
        }
    }
}
