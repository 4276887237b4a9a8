//! Rust source seen as text: with comments, or comments and literals, blanked out. Line numbers stay right.

/// What is left of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Code only: comments and the insides of literals are blanks.
    Code,
    /// Code and literals: comments are blanks.
    CodeAndLiterals,
}

/// `source` with everything blanked that is not kept; every line break stays where it is.
pub fn strip(source: &str, keep: Keep) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    let mut previous = ' ';
    while let Some(next) = rest.chars().next() {
        let (length, kept) = match token(rest, previous) {
            Token::Comment(length) => (length, false),
            Token::Literal(length) => (length, keep == Keep::CodeAndLiterals),
            Token::Code => (next.len_utf8(), true),
        };
        let (taken, after) = rest.split_at(length);
        if kept {
            out.push_str(taken);
        } else {
            out.extend(taken.chars().map(|character| if character == '\n' { '\n' } else { ' ' }));
        }
        previous = taken.chars().next_back().unwrap_or(' ');
        rest = after;
    }
    out
}

enum Token {
    Comment(usize),
    Literal(usize),
    Code,
}

fn token(rest: &str, previous: char) -> Token {
    if rest.starts_with("//") {
        return Token::Comment(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Token::Comment(block_comment(rest));
    }
    if rest.starts_with('"') {
        return Token::Literal(quoted(rest, '"').unwrap_or(rest.len()));
    }
    let starts_word = !(previous.is_alphanumeric() || previous == '_');
    if starts_word && let Some(length) = raw_string(rest) {
        return Token::Literal(length);
    }
    match rest.starts_with('\'').then(|| character(rest)).flatten() {
        Some(length) => Token::Literal(length),
        None => Token::Code,
    }
}

/// The length of a block comment, which may hold others.
fn block_comment(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => {
                depth += 1;
                at += 2;
            }
            b"*/" => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of a literal that opens with `quote` and may hold escapes; `None` when it never closes.
fn quoted(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return Some(at + character.len_utf8()),
            _ => {}
        }
    }
    None
}

/// The length of `r"…"`, `r#"…"#`, `br"…"` and their kin.
fn raw_string(rest: &str) -> Option<usize> {
    let body = ["br", "cr", "r"].iter().find_map(|prefix| rest.strip_prefix(prefix))?;
    let hashes = body.len() - body.trim_start_matches('#').len();
    let inside = body[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inside.find(&end).map_or(inside.len(), |at| at + end.len());
    Some(rest.len() - inside.len() + length)
}

/// The length of a character literal; a lifetime such as `'a` is none.
fn character(rest: &str) -> Option<usize> {
    let mut characters = rest.chars().skip(1);
    let first = characters.next()?;
    (first == '\\' || characters.next() == Some('\'')).then(|| quoted(rest, '\'')).flatten()
}

/// The words of `code` that could be identifiers or numbers, with their line, counted from one.
pub fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    code.lines().enumerate().flat_map(|(index, line)| {
        line.split(|character: char| !(character.is_alphanumeric() || character == '_'))
            .filter(|word| !word.is_empty())
            .map(move |word| (index + 1, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_blanked_and_lines_stay() {
        let source = "a /* x /* y */\n z */ b // c\n\"d\\\" // e\" f r#\"g\" h\"# 'i' '\\'' &'life j";
        let code = strip(source, Keep::Code);
        assert_eq!(code.split_whitespace().collect::<Vec<_>>(), ["a", "b", "f", "&'life", "j"]);
        assert_eq!(code.lines().count(), source.lines().count());
        let with_literals = strip(source, Keep::CodeAndLiterals);
        assert!(with_literals.contains("\"d\\\" // e\"") && with_literals.contains("r#\"g\" h\"#"));
        assert!(!with_literals.contains('c'));
    }

    #[test]
    fn a_name_that_ends_in_r_does_not_open_a_raw_string() {
        assert_eq!(strip("for\"x\" y", Keep::Code).split_whitespace().collect::<Vec<_>>(), ["for", "y"]);
    }

    #[test]
    fn words_know_their_line() {
        assert_eq!(words("a(b)\n c_d").collect::<Vec<_>>(), [(1, "a"), (1, "b"), (2, "c_d")]);
    }
}
