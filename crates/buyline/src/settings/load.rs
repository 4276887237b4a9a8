//! Gathering settings: flags before variables before the file before the defaults. Nothing that is written somewhere
//! is silently ignored: a name nobody knows is an error that says which one was perhaps meant.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::{FILE_DEFAULT, SETTINGS, Setting, find};
use crate::failure::Failure;

/// Variables that are not settings: the tests' own.
const NOT_SETTINGS: &str = "BUYLINE_TEST_";
/// The variable that names the file.
const FILE_VARIABLE: &str = "BUYLINE_CONFIG";
/// How far a name may be from what was meant to be suggested.
const SIMILAR_MIN_PERCENT: usize = 60;

/// Where a value comes from, as an error names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A flag.
    Flag(String),
    /// A variable.
    Variable(String),
    /// A key of the file.
    File(String, PathBuf),
    /// Nobody set it.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "--{flag}"),
            Self::Variable(name) => f.write_str(name),
            Self::File(key, path) => write!(f, "{key} in {}", path.display()),
            Self::Default => f.write_str("the default"),
        }
    }
}

/// A value before it is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// As it was written.
    pub text: String,
    /// Where.
    pub origin: Origin,
}

/// Gathers all settings by name. `flags` are those of the command line, `variables` the environment, `file` the
/// one named by `--config`.
///
/// # Errors
/// A sentence when a name is not known, a variable is no text, or the file cannot be read.
pub fn load(
    flags: &HashMap<&'static str, String>,
    variables: impl IntoIterator<Item = (String, String)>,
    file: Option<&Path>,
) -> Result<HashMap<&'static str, Found>, Failure> {
    let mut file = file.map(Path::to_owned);
    let mut by_variable = HashMap::new();
    for (name, value) in variables {
        if !name.starts_with("BUYLINE_") || name.starts_with(NOT_SETTINGS) {
            continue;
        }
        if name == FILE_VARIABLE {
            file = file.or_else(|| Some(PathBuf::from(&value)));
            continue;
        }
        let setting = SETTINGS
            .iter()
            .find(|setting| setting.variable() == name)
            .ok_or_else(|| unknown(&format!("the variable {name}"), &name, Setting::variable))?;
        by_variable.insert(setting.name, Found { text: value, origin: Origin::Variable(name) });
    }
    let by_file = match file {
        Some(path) => read_file(&path, true)?,
        None => read_file(Path::new(FILE_DEFAULT), false)?,
    };
    let mut found = by_file;
    found.extend(by_variable);
    for (name, text) in flags {
        let origin = Origin::Flag((*name).to_owned());
        found.insert(name, Found { text: text.clone(), origin });
    }
    Ok(found)
}

fn read_file(path: &Path, is_named: bool) -> Result<HashMap<&'static str, Found>, Failure> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !is_named => return Ok(HashMap::new()),
        Err(error) => return Err(Failure::usage(format!("{} cannot be read: {error}", path.display()))),
    };
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(0, |span| text[..span.start].lines().count().max(1));
        Failure::usage(format!("{} is not TOML: line {line}: {}", path.display(), error.message()))
    })?;
    let mut found = HashMap::new();
    for (key, value) in table {
        let setting = find(&key)
            .filter(|setting| setting.key() == key)
            .ok_or_else(|| unknown(&format!("{key} in {}", path.display()), &key, Setting::key))?;
        let text = plain(&value).ok_or_else(|| {
            Failure::usage(format!(
                "{key} in {} must be a text, a number, true or false, or a list of texts",
                path.display()
            ))
        })?;
        found.insert(setting.name, Found { text, origin: Origin::File(key, path.to_owned()) });
    }
    Ok(found)
}

/// A value of the file as a flag would have it.
fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(on) => Some(on.to_string()),
        toml::Value::Array(parts) => {
            let parts: Option<Vec<&str>> = parts.iter().map(toml::Value::as_str).collect();
            parts.map(|parts| parts.join(","))
        }
        toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Table(_) => None,
    }
}

/// Nobody knows this name; perhaps another was meant.
fn unknown(what: &str, name: &str, written: impl Fn(&Setting) -> String) -> Failure {
    let nearest = SETTINGS
        .iter()
        .map(&written)
        .map(|known| (similarity_percent(name, &known), known))
        .max_by_key(|(similarity, _)| *similarity)
        .filter(|(similarity, _)| *similarity >= SIMILAR_MIN_PERCENT);
    let hint = match nearest {
        Some((_, known)) => format!("; did you mean {known}?"),
        None => "; docs/operating/settings.md lists them all".to_owned(),
    };
    Failure::usage(format!("{what} is not a setting{hint}"))
}

/// How alike two names are, in percent of the longer one: 100 minus the edits between them.
fn similarity_percent(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    let mut length = 0;
    for (above, left) in left.chars().enumerate() {
        length = above + 1;
        let mut diagonal = std::mem::replace(&mut row[0], length);
        for (index, known) in right.iter().enumerate() {
            let changed = diagonal + usize::from(*known != left);
            diagonal = row[index + 1];
            row[index + 1] = changed.min(diagonal + 1).min(row[index] + 1);
        }
    }
    let longest = length.max(right.len()).max(1);
    100 - row[right.len()] * 100 / longest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load_file(text: &str) -> Result<HashMap<&'static str, Found>, Failure> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("b.toml");
        std::fs::write(&path, text).unwrap();
        load(&HashMap::new(), [], Some(&path))
    }

    #[test]
    fn a_flag_beats_a_variable_which_beats_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("b.toml");
        std::fs::write(&path, "listen = \"1.1.1.1:1\"\nundo_window = \"1m\"\nsandbox_payments = true\n")
            .unwrap();
        let variables =
            [("BUYLINE_LISTEN".to_owned(), "2.2.2.2:2".to_owned()), ("PATH".to_owned(), "/".to_owned())];
        let found = load(&HashMap::from([("undo-window", "3m".to_owned())]), variables, Some(&path)).unwrap();
        assert_eq!(found["listen"].text, "2.2.2.2:2");
        assert_eq!(found["listen"].origin.to_string(), "BUYLINE_LISTEN");
        assert_eq!(found["undo-window"].text, "3m");
        assert_eq!(found["sandbox-payments"].text, "true");
    }

    #[test]
    fn an_unknown_key_names_the_nearest_known_one() {
        let error = load_file("undo_windw = \"1m\"").unwrap_err();
        let sentence = error.to_string();
        assert!(
            sentence.starts_with("undo_windw in ") && sentence.ends_with("did you mean undo_window?"),
            "{sentence}"
        );
        assert_eq!(error.exit_code(), 2);
        let sentence = load_file("xyzzy = 1").unwrap_err().to_string();
        assert!(sentence.contains("docs/operating/settings.md"), "{sentence}");
    }

    #[test]
    fn an_unknown_variable_names_the_nearest_known_one() {
        let variables = [("BUYLINE_DATABSE".to_owned(), "x".to_owned())];
        let sentence =
            load(&HashMap::new(), variables, Some(Path::new("/dev/null"))).unwrap_err().to_string();
        assert_eq!(sentence, "the variable BUYLINE_DATABSE is not a setting; did you mean BUYLINE_DATABASE?");
        let tests_own = [("BUYLINE_TEST_PEERS".to_owned(), "required".to_owned())];
        assert!(load(&HashMap::new(), tests_own, Some(Path::new("/dev/null"))).is_ok());
    }

    #[test]
    fn a_damaged_file_names_its_line() {
        let sentence = load_file("listen = \"a\"\ndata = [").unwrap_err().to_string();
        assert!(sentence.contains("is not TOML: line 2"), "{sentence}");
    }

    #[test]
    fn a_file_that_was_named_must_be_there() {
        let sentence = load(&HashMap::new(), [], Some(Path::new("/nowhere/b.toml"))).unwrap_err().to_string();
        assert!(sentence.starts_with("/nowhere/b.toml cannot be read"), "{sentence}");
    }
}
