//! Every SQL text of the store, read from its sources: a query that is added tomorrow is looked at tomorrow.

use std::fs;
use std::path::Path;

/// A text that an engine is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The file, below `src/`.
    pub file: String,
    /// Its line there.
    pub line: usize,
    /// Which engine is sent it.
    pub on: Engines,
    /// The text.
    pub sql: String,
}

/// Which engine a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engines {
    /// Both are sent the same.
    Both,
    /// SQLite's half of a pair.
    Sqlite,
    /// PostgreSQL's half of a pair.
    Postgres,
}

/// All texts under `src/`, in the order of files and lines.
pub fn all() -> Vec<Text> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut texts = Vec::new();
    collect(&src, &src, &mut texts);
    // One macro writes what many queries read; their conditions stand where it is called.
    let begins = texts.iter().find(|text| text.sql.ends_with("WHERE ")).expect("orders_where!").sql.clone();
    texts.retain(|text| !text.sql.ends_with("WHERE "));
    for text in &mut texts {
        if let Some(condition) = text.sql.strip_prefix(CONDITION) {
            text.sql = format!("{begins}{condition}");
        }
    }
    texts
}

/// Marks a condition until the text it belongs to is known.
const CONDITION: &str = "\0";

fn collect(src: &Path, folder: &Path, texts: &mut Vec<Text>) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(src, &path, texts);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let content = fs::read_to_string(&path).unwrap();
            let file = path.strip_prefix(src).unwrap().display().to_string();
            // Copying a database reads all of it; migrations run before there is anything to read.
            if file.starts_with("transfer") || file == "migrate.rs" {
                continue;
            }
            // Tests may write what they like.
            let content = content.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
            texts.extend(literals(content).into_iter().filter_map(|(line, before, sql)| {
                let is_condition = before.trim_end().ends_with("orders_where!(");
                let sql = if is_condition { format!("{CONDITION}{sql}") } else { sql };
                (is_condition || is_sql(&sql)).then(|| Text {
                    file: file.clone(),
                    line,
                    on: if sql.contains("pg_") { Engines::Postgres } else { engines(&before) },
                    sql,
                })
            }));
        }
    }
}

fn is_sql(text: &str) -> bool {
    let begins = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH "];
    // Texts with holes are made at run time; they copy whole tables, page by page.
    begins.iter().any(|begin| text.starts_with(begin)) && !text.contains('{')
}

fn engines(before: &str) -> Engines {
    let before = before.trim_end();
    if before.ends_with("sqlite:") {
        Engines::Sqlite
    } else if before.ends_with("postgres:") {
        Engines::Postgres
    } else {
        Engines::Both
    }
}

/// Every string literal with its line and what stands before it on the way back to the last literal.
fn literals(content: &str) -> Vec<(usize, String, String)> {
    let mut found = Vec::new();
    let mut line = 1;
    let mut before = String::new();
    let mut signs = content.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\n' => {
                line += 1;
                before.push(sign);
            }
            '/' if signs.peek() == Some(&'/') => {
                while signs.peek().is_some_and(|next| *next != '\n') {
                    signs.next();
                }
            }
            // A character, not a lifetime: 'x', '\n', '"'.
            '\'' => {
                let mut ahead = signs.clone();
                match (ahead.next(), ahead.next(), ahead.next()) {
                    (Some('\\'), Some(_), Some('\'')) => {
                        signs.nth(2);
                    }
                    (Some(_), Some('\''), _) => {
                        signs.nth(1);
                    }
                    _ => before.push(sign),
                }
            }
            '"' => {
                let at = line;
                let mut text = String::new();
                while let Some(sign) = signs.next() {
                    match sign {
                        '"' => break,
                        '\\' => match signs.next() {
                            Some('\n') => {
                                line += 1;
                                while signs.peek().is_some_and(|next| next.is_whitespace()) {
                                    if signs.next() == Some('\n') {
                                        line += 1;
                                    }
                                }
                            }
                            Some('n') => text.push('\n'),
                            Some(other) => text.push(other),
                            None => {}
                        },
                        sign => {
                            if sign == '\n' {
                                line += 1;
                            }
                            text.push(sign);
                        }
                    }
                }
                found.push((at, std::mem::take(&mut before), text));
            }
            sign => before.push(sign),
        }
    }
    found
}

#[test]
fn texts_are_found_with_their_engine() {
    let source = "f(\"SELECT 1\", 'a', \"no\");\nSql { sqlite: \"SELECT 2\",\n postgres: \"SELECT\\\n   3\" } // \"SELECT 4\"";
    let found: Vec<_> =
        literals(source).into_iter().map(|(line, before, text)| (line, engines(&before), text)).collect();
    assert_eq!(
        found,
        [
            (1, Engines::Both, "SELECT 1".to_owned()),
            (1, Engines::Both, "no".to_owned()),
            (2, Engines::Sqlite, "SELECT 2".to_owned()),
            (3, Engines::Postgres, "SELECT3".to_owned()),
        ]
    );
}
