//! Routes that stand in no list, because nobody signs in for them: each with its reason, and asked by everybody.

use std::fs;
use std::path::Path;

use http::StatusCode;

use crate::town::{Town, text};
use crate::watch::Watch;

/// Where a route is mounted by itself, and why it needs no row of who may. All others come out of the two lists.
const MOUNTED: &[(&str, &str, &str)] = &[
    ("html/mod.rs", ".route(route.path, handler)", "the list of pages"),
    ("html/mod.rs", ".route(assets::ROUTE, assets::serve())", "scripts and styles, the same for everybody"),
    (
        "html/mod.rs",
        ".route(\"/media/{*key}\", get(media::show))",
        "pictures, under names that nobody guesses",
    ),
    ("rest/mod.rs", ".route(route.path, (route.handler)())", "the list of the API's calls"),
    ("rest/mod.rs", ".route(\"/commerce/v1/{*rest}\", axum::routing::any(nothing_here))", "answers 404"),
    ("hooks.rs", ".route(ROUTE, post(take))", "providers, known by their signature alone"),
    (
        "hooks.rs",
        ".route(PLATFORMS_ROUTE, post(take_from_shop))",
        "connected shops, known by what their keys sign",
    ),
];

fn mounted(folder: &Path, root: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            mounted(&path, root, found);
            continue;
        }
        let source = fs::read_to_string(&path).unwrap_or_default();
        let file = path.strip_prefix(root).unwrap().to_str().unwrap();
        found.extend(
            source
                .lines()
                .filter(|line| line.contains(".route("))
                .map(|line| (file.to_owned(), line.trim().to_owned())),
        );
    }
}

#[test]
fn no_route_is_mounted_beside_the_lists_without_a_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    mounted(&root, &root, &mut found);
    for (file, line) in &found {
        let known = MOUNTED.iter().any(|(known, text, _)| known == file && line.contains(text));
        assert!(known, "{file}: {line}\nput it into a list of routes, or its reason into MOUNTED");
    }
    assert_eq!(found.len(), MOUNTED.len(), "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_heard_as_a_provider_by_being_signed_in() {
    let town = Town::new().await;
    let callers = [None, Some(town.ours.owner), Some(town.operator().await)];
    let mut browsers = Vec::new();
    for caller in callers {
        browsers.push(town.browser(caller).await);
    }
    let mut watch = Watch::new(&town.house);
    for browser in &browsers {
        for provider in ["stripe", "sandbox", "%2e%2e", "x"] {
            let event = format!("csrf={}&type=payment_intent.succeeded", browser.csrf);
            let answer = town.post_form(&format!("/hooks/{provider}"), &browser.cookie, event).await;
            let status = answer.status();
            // The sandbox tells nothing: it cannot be made to hear anything either.
            let deaf = [StatusCode::NOT_FOUND, StatusCode::SERVICE_UNAVAILABLE];
            assert!(deaf.contains(&status), "{provider}: {status} {}", text(answer).await);
        }
    }
    assert!(!watch.changed(&town.house), "nothing was taken");
}
