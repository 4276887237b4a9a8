//! The style sheet, the scripts and the icons: part of the binary, served under the hash of their content for ever.
//!
//! One hash names them all (`/assets/<hash>/app.css`, `/assets/<hash>/app.js`, …), so the scripts import each other by
//! plain relative names and a new build never meets an old file.

use domain::hex::hex;
use std::io::Write as _;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use flate2::Compression;
use flate2::write::GzEncoder;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use sha2::{Digest, Sha256};

/// Style sheets in the order they are joined: roles first, paper last.
const STYLES: &[&str] = &[
    include_str!("../../assets/css/tokens.css"),
    include_str!("../../assets/css/base.css"),
    include_str!("../../assets/css/components.css"),
    include_str!("../../assets/css/layout.css"),
    include_str!("../../assets/css/timeline.css"),
    include_str!("../../assets/css/sheet.css"),
    include_str!("../../assets/css/studio.css"),
    include_str!("../../assets/css/console.css"),
    include_str!("../../assets/css/forced.css"),
    include_str!("../../assets/css/print.css"),
];

macro_rules! scripts {
    ($($name:literal)+) => { &[$((concat!($name, ".js"), include_str!(concat!("../../assets/js/", $name, ".js")))),+] };
}

/// Every script module. `app.js` imports the others.
const SCRIPTS: &[(&str, &str)] = scripts! {
    "app" "page" "card" "undo" "inline" "sheet" "live" "time" "composer" "refresh" "menu" "shortcuts" "media" "method"
};

const ICONS: &str = include_str!("../../assets/icons.svg");
const LOGO: &str = include_str!("../../assets/logo.svg");

/// The route that [`serve`] answers.
pub const ROUTE: &str = "/assets/{hash}/{name}";

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";
/// A year: the address changes with the content.
const CACHE_FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Half of a SHA-256 names the content well enough and keeps pages short.
const HASH_HEX_DIGITS: usize = 16;

/// One file as it is sent.
#[derive(Clone, Debug)]
pub struct Asset {
    /// The last part of its address.
    pub name: &'static str,
    /// Its `Content-Type`.
    pub content_type: &'static str,
    /// Its content.
    pub bytes: Bytes,
    /// The same, packed once for everybody: pages are not, since what a reader types beside a secret must not change
    /// a length that others can see (BREACH), but these files hold no secret.
    packed: Bytes,
}

impl Asset {
    fn new(name: &'static str, content_type: &'static str, bytes: Bytes) -> Self {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(&bytes).expect("a Vec takes everything");
        let packed = packer.finish().expect("a Vec takes everything").into();
        Self { name, content_type, bytes, packed }
    }
}

/// All files and the hash that names them.
#[derive(Debug)]
pub struct Assets {
    /// Hexadecimal, the same on every node that runs the same build.
    pub hash: String,
    files: Vec<Asset>,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::join);

/// The files of this build.
#[must_use]
pub fn assets() -> &'static Assets {
    &ASSETS
}

/// A script without the lines that only people read. Browsers fetch the rest. No line of a text or a template may begin
/// as a comment does.
fn without_comments(script: &str) -> String {
    let is_comment = |line: &str| {
        let line = line.trim();
        line.starts_with("//") || (line.starts_with("/**") && line.ends_with("*/"))
    };
    script.split_inclusive('\n').filter(|line| !is_comment(line)).collect()
}

/// Every script module and what it says of itself: the first sentence of the comment it begins with.
#[must_use]
pub fn scripts() -> Vec<(&'static str, String)> {
    let purpose = |text: &str| {
        let said = text.lines().map_while(|line| line.strip_prefix("// ")).collect::<Vec<_>>().join(" ");
        let end = said.find(". ").unwrap_or_else(|| said.trim_end_matches('.').len());
        said[..end].to_owned()
    };
    SCRIPTS.iter().map(|(name, text)| (*name, purpose(text))).collect()
}

impl Assets {
    fn join() -> Self {
        let mut files = vec![
            Asset::new("app.css", CSS, Bytes::from(STYLES.concat())),
            Asset::new("icons.svg", SVG, Bytes::from_static(ICONS.as_bytes())),
            Asset::new("logo.svg", SVG, Bytes::from_static(LOGO.as_bytes())),
        ];
        let script = |(name, text): &(&'static str, &'static str)| {
            Asset::new(name, JS, Bytes::from(without_comments(text)))
        };
        files.extend(SCRIPTS.iter().map(script));
        let mut digest = Sha256::new();
        for file in &files {
            digest.update(file.name.as_bytes());
            digest.update(&file.bytes);
        }
        let hash = hex(&digest.finalize()[..HASH_HEX_DIGITS / 2]);
        Self { hash, files }
    }

    /// Every file, for the pages that are written to disk (the gallery).
    #[must_use]
    pub fn files(&self) -> &[Asset] {
        &self.files
    }

    /// The file called `name`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Asset> {
        self.files.iter().find(|file| file.name == name)
    }
}

/// The address of the file called `name`, for use in pages.
#[must_use]
pub fn href(name: &str) -> String {
    format!("/assets/{}/{name}", assets().hash)
}

/// The route's method, to be mounted at [`ROUTE`]: public, the same for everybody.
pub fn serve<S: Clone + Send + Sync + 'static>() -> MethodRouter<S> {
    get(answer)
}

/// A file under the present hash; a page from before an update finds the present file, uncached, rather than nothing.
async fn answer(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(file) = assets().find(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let current = hash == assets().hash;
    let etag = format!("\"{}\"", assets().hash);
    let cache = if current { CACHE_FOR_EVER } else { "no-cache" };
    let fixed = [
        (header::CONTENT_TYPE, file.content_type),
        (header::CACHE_CONTROL, cache),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
    ];
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == etag.as_bytes());
    let unpacks =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).is_some_and(|accepted| {
            accepted.split(',').any(|coding| coding.trim().split(';').next() == Some("gzip"))
        });
    let mut response = if known {
        (StatusCode::NOT_MODIFIED, fixed).into_response()
    } else if unpacks {
        (fixed, [(header::CONTENT_ENCODING, "gzip")], file.packed.clone()).into_response()
    } else {
        (fixed, file.bytes.clone()).into_response()
    };
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let etag = HeaderValue::from_str(&etag).expect("hexadecimal is a header value");
    response.headers_mut().insert(header::ETAG, etag);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn get_asset(hash: &str, name: &str, seen: Option<&str>) -> Response {
        let mut headers = HeaderMap::new();
        if let Some(seen) = seen {
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_str(seen).unwrap());
        }
        answer(Path((hash.to_owned(), name.to_owned())), headers).await
    }

    #[tokio::test]
    async fn a_file_is_kept_for_ever_under_its_hash() {
        let response = get_asset(&assets().hash, "app.css", None).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CACHE_CONTROL], CACHE_FOR_EVER);
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert_eq!(response.headers()[header::CONTENT_TYPE], CSS);
        let etag = response.headers()[header::ETAG].to_str().unwrap().to_owned();
        let again = get_asset(&assets().hash, "app.css", Some(&etag)).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    }

    #[tokio::test]
    async fn a_browser_that_unpacks_is_sent_a_packed_file() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("br, gzip;q=0.8"));
        let packed = answer(Path((assets().hash.clone(), "app.css".to_owned())), headers).await;
        assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(packed.headers()[header::VARY], "accept-encoding");
        let packed = axum::body::to_bytes(packed.into_body(), usize::MAX).await.unwrap();
        let style = assets().find("app.css").unwrap();
        assert!(packed.len() * 3 < style.bytes.len(), "{} of {}", packed.len(), style.bytes.len());
        let mut unpacked = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&packed[..]), &mut unpacked).unwrap();
        assert_eq!(unpacked, style.bytes);
        assert!(
            !get_asset(&assets().hash, "app.css", None)
                .await
                .headers()
                .contains_key(header::CONTENT_ENCODING)
        );
    }

    #[tokio::test]
    async fn an_old_page_finds_the_present_file_but_does_not_keep_it() {
        let response = get_asset("0000000000000000", "app.js", None).await;
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-cache");
        assert_eq!(get_asset(&assets().hash, "passwd", None).await.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn every_module_that_is_imported_is_served() {
        for (name, text) in SCRIPTS {
            for line in text.lines().filter(|line| line.starts_with("import ")) {
                let path = line.split('\'').nth(1).expect("a quoted path");
                let wanted = path.strip_prefix("./").expect("a relative path");
                assert!(assets().find(wanted).is_some(), "{name} imports {wanted}");
            }
        }
    }

    #[test]
    fn a_script_loses_its_comments_and_nothing_else() {
        let script =
            "// Says so.\nimport { el } from './page.js';\n  /** Why. */\nconst a = 'https://x'; // kept\n";
        assert_eq!(
            without_comments(script),
            "import { el } from './page.js';\nconst a = 'https://x'; // kept\n"
        );
        for (name, text) in SCRIPTS {
            let is_even = |line: &str| line.matches('`').count().is_multiple_of(2);
            assert!(
                text.lines().all(is_even),
                "{name}: a template over several lines could hold what looks like a comment"
            );
        }
    }

    #[test]
    fn scripts_and_styles_stay_small() {
        let bytes = |kind: &str| -> usize {
            assets().files().iter().filter(|f| f.content_type == kind).map(|f| f.bytes.len()).sum()
        };
        assert!(bytes(JS) < 40_000, "scripts: {}", bytes(JS));
        assert!(bytes(CSS) < 80_000, "styles: {}", bytes(CSS));
    }
}
