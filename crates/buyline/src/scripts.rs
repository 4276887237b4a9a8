//! The scripts that a paying page may load, with why and by whose word: the inventory that PCI DSS 6.4.3 asks for. Made
//! from the modules themselves; browsers are held to it by a test.

use std::fmt::Write as _;

use web::html::assets;

use crate::wiring::{STRIPE_CONNECTS, STRIPE_FRAMES, STRIPE_SCRIPT};

/// `docs/operating/scripts.md`, whole.
#[must_use]
pub fn markdown() -> String {
    let mut page = format!(
        "# Scripts of the paying pages\n\n\
         Every script that a page of a checkout loads, as PCI DSS 6.4.3 wants it listed. This page is made from the \
         scripts of the build; a test in Chromium pays and fails when a page loads another. Nothing is loaded from \
         anywhere else: no tags, no fonts, no analytics.\n\n\
         | Script | Why it is there | Authorized by | Integrity |\n|---|---|---|---|\n\
         | `{STRIPE_SCRIPT}` | Stripe's form, in which cards are typed, and what asks the buyer's bank | \
         `method.js`, which has the nonce and takes this address only | Stripe's own, over TLS; the version is pinned |\n"
    );
    for (name, why) in assets::scripts() {
        let by = if name == "app.js" { "the page's nonce" } else { "imported by ours" };
        writeln!(
            page,
            "| `/assets/HASH/{name}` | {} | {by} | HASH in the address, of the binary |",
            escaped(&why)
        )
        .expect("a String takes everything");
    }
    writeln!(
        page,
        "\nThe Content-Security-Policy of each page says so to the browser: `script-src` with a nonce of that answer alone \
         and `strict-dynamic`, no inline script and no `eval`; frames from {}; connections to this server and to {}. \
         `HASH` is the first half of a SHA-256 over all files of the build, which `Cache-Control: immutable` keeps. \
         The release's own checksum vouches for the binary. Where payments are taken by test cards alone, Stripe's \
         script, frames and connections are not let in.",
        listed(&STRIPE_FRAMES),
        listed(&STRIPE_CONNECTS),
    )
    .expect("a String takes everything");
    page
}

fn listed(hosts: &[&str]) -> String {
    hosts.iter().map(|host| format!("`{host}`")).collect::<Vec<_>>().join(", ")
}

/// What a table of Markdown would read as its own.
fn escaped(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inventory_lists_the_scripts_of_this_build() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operating/scripts.md");
        if std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
            std::fs::write(path, markdown()).unwrap();
        }
        let page = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            page == markdown(),
            "look at the scripts, then write the list anew: run this test with INSTA_UPDATE=always"
        );
    }

    #[test]
    fn every_script_says_what_it_is_for() {
        for (name, why) in assets::scripts() {
            assert!(why.len() > 20, "{name} begins with a comment that says what it is for");
        }
    }
}
