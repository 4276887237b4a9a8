//! The settings as a page of documentation, and the test that keeps the page.

use super::{SETTINGS, Scope};

/// `docs/operating/settings.md`, whole.
#[must_use]
pub fn markdown() -> String {
    let mut page = String::from(HEAD);
    for (scope, title) in [(Scope::All, "For every command"), (Scope::Serve, "For `serve` and `demo`")] {
        page.push_str(&format!("\n## {title}\n\n"));
        page.push_str("| Flag | Variable | Key in the file | Default | What it does | Example |\n");
        page.push_str("|---|---|---|---|---|---|\n");
        for setting in SETTINGS.iter().filter(|setting| setting.scope == scope) {
            let value = if setting.is_switch() { String::new() } else { format!(" {}", setting.value) };
            let default = match setting.default.strip_prefix('<') {
                Some(follows) => follows.trim_end_matches('>').to_owned(),
                None if setting.default.is_empty() => "none".to_owned(),
                None => format!("`{}`", setting.default),
            };
            page.push_str(&format!(
                "| `--{}{value}` | `{}` | `{}` | {default} | {} | `{}` |\n",
                setting.name,
                setting.variable(),
                setting.key(),
                setting.help,
                setting.example,
            ));
        }
    }
    page
}

const HEAD: &str = "# Settings

<!-- Written by `cargo run -- settings`; a test compares this page with the table in the code. -->

A setting is looked for in four places, and the first that has it wins: a flag, a variable of the environment, the
TOML file, the default. The file is the one that `--config FILE` (or `BUYLINE_CONFIG`) names, else `buyline.toml` in
the working folder where there is one. A name that is no setting is an error, never ignored.

```toml
# buyline.toml
listen = \"127.0.0.1:8080\"
data = \"/var/lib/buyline\"
base_url = \"https://shop.example\"
trusted_proxies = [\"127.0.0.1\", \"10.0.0.0/8\"]
undo_window = \"2m\"
```

Passwords inside `database` and `smtp_url`, `stripe_secret_key` and `stripe_webhook_secret` are better kept in a variable or in a file that only the server may read:
flags can be seen by every user of the machine. No log line and no error repeats them.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_settings_is_the_table_in_the_code() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operating/settings.md");
        let page = std::fs::read_to_string(path).unwrap_or_default();
        assert!(page == markdown(), "run: cargo run -- settings > docs/operating/settings.md");
    }

    #[test]
    fn names_are_sorted_out() {
        for (index, setting) in SETTINGS.iter().enumerate() {
            assert!(
                !SETTINGS[..index].iter().any(|earlier| earlier.name == setting.name),
                "{}",
                setting.name
            );
            assert!(setting.help.ends_with('.'), "{}", setting.name);
            assert!(setting.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", setting.name);
        }
    }
}
