//! Rules about what stands in our files.

use super::Finding;
use super::files::TextFile;
use super::rust_text::{Keep, strip, words};

/// Past this length a file holds a second idea.
const LINES_MAX: usize = 500;

/// Files that are one idea and longer all the same, each with its reason.
const LONG_FILES: &[(&str, &str)] = &[];

/// Crates whose numbers are money, stock and time, where a float would be wrong one day.
const FLOATLESS: &[&str] = &["crates/domain/src/", "crates/store/src/", "crates/app/src/"];

/// Findings of all rules of this module.
pub fn check(files: &[TextFile]) -> Vec<Finding> {
    let rules = [too_long, floats, select_all, unfinished, machine_paths];
    files.iter().flat_map(|file| rules.iter().flat_map(move |rule| rule(file))).collect()
}

fn too_long(file: &TextFile) -> Vec<Finding> {
    let lines = file.text.lines().count();
    let excused = LONG_FILES.iter().any(|(path, _)| *path == file.path);
    if !file.is_crate_source() || lines <= LINES_MAX || excused {
        return Vec::new();
    }
    vec![Finding::new(&file.path, format!("{lines} lines; past {LINES_MAX}, look for the second idea"))]
}

fn floats(file: &TextFile) -> Vec<Finding> {
    if !file.is_rust() || !FLOATLESS.iter().any(|folder| file.path.starts_with(folder)) {
        return Vec::new();
    }
    words(&strip(&file.text, Keep::Code))
        .filter(|(_, word)| ["f32", "f64"].contains(word))
        .map(|(line, word)| at(file, line, format!("no `{word}` here: integers in the smallest unit")))
        .collect()
}

fn select_all(file: &TextFile) -> Vec<Finding> {
    let text = match file.path.rsplit('.').next() {
        Some("rs") => strip(&file.text, Keep::CodeAndLiterals),
        Some("sql") => {
            file.text.lines().map(|line| line.split("--").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
        }
        _ => return Vec::new(),
    };
    // Tests copy whole tables, whatever their columns.
    if file.path.starts_with("xtask/") || file.path.contains("/tests/") {
        return Vec::new();
    }
    let lower = text.to_ascii_lowercase();
    lower
        .match_indices("select")
        .filter(|(start, word)| selects_all(&lower[..*start], &lower[start + word.len()..]))
        .map(|(start, _)| at(file, lower[..start].matches('\n').count() + 1, "name the columns".to_owned()))
        .collect()
}

/// Whether the word `select` between `before` and `after` asks for every column, of all tables or of one.
fn selects_all(before: &str, after: &str) -> bool {
    let glued = before.ends_with(|character: char| character.is_alphanumeric() || character == '_');
    let list = after.trim_start();
    if glued || list.len() == after.len() {
        return false;
    }
    let list = list.strip_prefix("distinct ").unwrap_or(list).trim_start();
    let past_table =
        list.trim_start_matches(|character: char| character.is_alphanumeric() || character == '_');
    list.starts_with('*') || past_table.starts_with(".*")
}

fn unfinished(file: &TextFile) -> Vec<Finding> {
    if !file.is_rust() {
        return Vec::new();
    }
    let code = strip(&file.text, Keep::Code);
    let macros = ["todo", "unimplemented"];
    let mut findings = Vec::new();
    for (index, line) in code.lines().enumerate() {
        for (start, word) in macros.iter().flat_map(|word| line.match_indices(word)) {
            let glued =
                line[..start].ends_with(|character: char| character.is_alphanumeric() || character == '_');
            if !glued && line[start + word.len()..].starts_with('!') {
                findings.push(at(file, index + 1, format!("`{word}!`: finish it or leave it out")));
            }
        }
        if line.contains("#[ignore") || line.contains(", ignore") && line.contains("cfg_attr") {
            findings.push(at(file, index + 1, "no ignored tests: fix it or delete it".to_owned()));
        }
    }
    findings
}

fn machine_paths(file: &TextFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        // Put together here, so that this file is clean itself.
        for root in
            [concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/Use", "rs/")]
        {
            if line
                .match_indices(root)
                .any(|(start, _)| is_machine_path(&line[..start], root, &line[start + root.len()..]))
            {
                findings.push(at(file, index + 1, format!("a path of one machine below {root}")));
            }
        }
    }
    findings
}

/// Whether `root` opens a path of the file system: nothing of a path before it, a folder's name after it. A
/// route such as the home timeline has no folder below a name, so personal folders need a second slash.
fn is_machine_path(before: &str, root: &str, after: &str) -> bool {
    let continues = |character: char| character.is_alphanumeric() || "_-.:/{}".contains(character);
    let name = after.find(|character: char| !(character.is_alphanumeric() || "_-.".contains(character)));
    let (name, rest) = after.split_at(name.unwrap_or(after.len()));
    let personal = matches!(root.trim_matches('/').as_bytes(), b"home" | b"Users");
    !before.ends_with(continues) && !name.is_empty() && (!personal || rest.starts_with('/'))
}

fn at(file: &TextFile, line: usize, advice: String) -> Finding {
    Finding::new(format!("{}:{line}", file.path), advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let file = TextFile { path: path.to_owned(), text: text.to_owned() };
        check(&[file]).into_iter().map(|finding| finding.place).collect()
    }

    #[test]
    fn a_long_source_file_is_found() {
        assert_eq!(found("crates/app/src/a.rs", &"\n".repeat(501)), ["crates/app/src/a.rs"]);
        assert!(found("crates/app/src/a.rs", &"\n".repeat(500)).is_empty());
        assert!(found("crates/app/a.sql", &"\n".repeat(900)).is_empty());
    }

    #[test]
    fn a_float_near_money_is_found() {
        assert_eq!(found("crates/domain/src/a.rs", "fn a() {}\nlet b: f64;"), ["crates/domain/src/a.rs:2"]);
        assert!(found("crates/domain/src/a.rs", "// f64\nlet f64ish = \"f32\";").is_empty());
        assert!(found("crates/web/src/html/chart.rs", "let b: f64;").is_empty());
    }

    #[test]
    fn a_query_for_every_column_is_found() {
        assert_eq!(
            found("crates/store/src/a.rs", "\nlet q = \"SELECT * FROM a\";"),
            ["crates/store/src/a.rs:2"]
        );
        assert_eq!(found("crates/store/a.sql", "select\n  *\nfrom a"), ["crates/store/a.sql:1"]);
        assert_eq!(found("crates/store/a.sql", "SELECT DISTINCT o.* FROM o"), ["crates/store/a.sql:1"]);
        assert!(
            found("crates/store/a.sql", "SELECT count(*), a.b * 2 FROM a -- SELECT * is not ours").is_empty()
        );
        assert!(found("crates/store/src/a.rs", "// SELECT * FROM a\nfn preselect() {}").is_empty());
    }

    #[test]
    fn unfinished_work_is_found() {
        for text in ["fn a() { todo!() }", "fn a() { unimplemented!(\"later\") }", "#[ignore = \"slow\"]"] {
            assert_eq!(found("crates/app/src/a.rs", text), ["crates/app/src/a.rs:1"], "{text}");
        }
        assert!(found("crates/app/src/a.rs", "let todo = 1; // todo!()\nlet a = \"#[ignore]\";").is_empty());
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        for path in [concat!("/ho", "me/ann/src"), concat!("/ro", "ot/.cargo"), concat!("/wo", "rk/main")] {
            assert_eq!(found("docs/a.md", &format!("see `{path}`")), ["docs/a.md:1"], "{path}");
        }
        for route in ["/home", "/home/older", "/api/home/a/b", "https://a.example/work/b"] {
            assert!(found("docs/a.md", &format!("see `{route}`")).is_empty(), "{route}");
        }
    }
}
