//! A real browser that a test drives: Chromium without a window, its own profile, gone with the value.
//!
//! ```no_run
//! # async fn example() -> anyhow::Result<()> {
//! use buyline_testkit::browser::{Browser, Scheme, View};
//! let Some(browser) = Browser::open(View::PHONE.with_scheme(Scheme::Dark)).await else { return Ok(()) };
//! browser.goto("http://127.0.0.1:4000/").await?;
//! browser.screenshot("target/screenshots/home.png".as_ref()).await?;
//! assert!(browser.barriers().await?.is_empty());
//! assert!(browser.complaints().await?.is_empty());
//! # Ok(())
//! # }
//! ```

mod axe;
mod driver;
mod hands;
mod tools;
mod view;

use std::ops::Deref;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use fantoccini::{Client, ClientBuilder};
use serde_json::{Value, json};

pub use axe::Barrier;
pub use fantoccini::Locator;
pub use fantoccini::elements::Element;
pub use fantoccini::key::Key;
pub use view::{Medium, Scheme, Scripts, View};

use crate::peers::{self, Chromium};
use driver::Driver;

/// How often a browser that did not start is started again. On a cold and busy machine Chromium may not be
/// up within the minute that its driver gives it; no page of ours has been seen by then.
const START_AGAIN: u32 = 2;

/// An open browser with one page. It is also the [`fantoccini::Client`] of that page: find, click, type, wait.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    view: View,
    axe: PathBuf,
    // Dropped in this order: the driver ends the browser, then the profile can go.
    _driver: Driver,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Opens a browser that shows pages as `view` says; `None` without Chromium or axe-core.
    ///
    /// # Panics
    /// When Chromium does not start, or one of them is missing and `BUYLINE_TEST_PEERS=required`.
    pub async fn open(view: View) -> Option<Self> {
        let (programs, axe) = (peers::chromium()?, peers::axe()?);
        let mut failures = 0;
        loop {
            match Self::start(&programs, axe.clone(), view).await {
                Ok(browser) => return Some(browser),
                Err(error) if failures < START_AGAIN => {
                    failures += 1;
                    eprintln!("Chromium did not start and is started again: {error:#}");
                }
                Err(error) => panic!("Chromium does not start: {error:?}"),
            }
        }
    }

    async fn start(programs: &Chromium, axe: PathBuf, view: View) -> Result<Self> {
        let profile = tempfile::Builder::new().prefix("buyline-browser-").tempdir()?;
        let mut driver = Driver::start(&programs.driver)?;
        let connector = hyper_util::client::legacy::connect::HttpConnector::new();
        let capabilities = capabilities(programs, profile.path());
        let client = ClientBuilder::new(connector)
            .capabilities(capabilities)
            .connect(&driver.url())
            .await
            .context("chromedriver could not start Chromium")?;
        driver.session = client.session_id().await?;
        let browser = Self { client, view, axe, _driver: driver, _profile: profile };
        browser.apply().await?;
        Ok(browser)
    }

    /// Shows pages differently from now on. Scripts go on or off with the next page.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn look(&mut self, view: View) -> Result<()> {
        self.view = view;
        self.apply().await
    }

    async fn apply(&self) -> Result<()> {
        let View { width, height, scheme, medium, scripts, .. } = self.view;
        self.size(width, height).await?;
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme.media_value() },
            { "name": "prefers-reduced-motion", "value": "reduce" },
            { "name": "forced-colors", "value": medium.forced_colors() },
        ]);
        let media = json!({ "media": medium.media_type(), "features": features });
        self.tool("Emulation.setEmulatedMedia", media).await?;
        self.allow_scripts(scripts).await
    }

    async fn size(&self, width: u32, height: u32) -> Result<()> {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": self.view.touch,
        });
        self.tool("Emulation.setDeviceMetricsOverride", metrics).await?;
        let touch = json!({ "enabled": self.view.touch });
        self.tool("Emulation.setTouchEmulationEnabled", touch).await.map(drop)
    }

    async fn allow_scripts(&self, scripts: Scripts) -> Result<()> {
        let disabled = json!({ "value": scripts == Scripts::Off });
        self.tool("Emulation.setScriptExecutionDisabled", disabled).await.map(drop)
    }

    /// Writes what the window shows as a PNG, making the folders it lies in.
    ///
    /// # Errors
    /// When the browser does not answer or the file cannot be written.
    pub async fn screenshot(&self, file: &Path) -> Result<()> {
        let picture = self.client.screenshot().await?;
        write(file, &picture)
    }

    /// Writes the whole page as a PNG, however far it must be scrolled.
    ///
    /// # Errors
    /// As [`Browser::screenshot`].
    pub async fn full_screenshot(&self, file: &Path) -> Result<()> {
        let asked = json!({ "format": "png", "captureBeyondViewport": true, "fromSurface": true });
        let answer = self.tool("Page.captureScreenshot", asked).await?;
        let encoded = answer["data"].as_str().context("the browser sent no picture")?;
        use base64::Engine;
        write(file, &base64::engine::general_purpose::STANDARD.decode(encoded)?)
    }

    /// What the page complained about since the last call: errors in the console, refused by the content
    /// security policy, failed requests.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let answer = self.client.issue_cmd(tools::BrowserLog).await?;
        let entries = answer.as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(entries.iter().filter(|entry| entry["level"] == "SEVERE").map(complaint).collect())
    }

    /// Calls one of Chromium's developer tools by its protocol name.
    ///
    /// # Errors
    /// When the browser does not answer or refuses.
    pub async fn tool(&self, name: &str, parameters: Value) -> Result<Value> {
        let call = tools::Call { name: name.to_owned(), parameters };
        self.client.issue_cmd(call).await.with_context(|| name.to_owned())
    }
}

impl Deref for Browser {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

fn complaint(entry: &Value) -> String {
    entry["message"].as_str().map_or_else(|| entry.to_string(), str::to_owned)
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, bytes).with_context(|| format!("could not write {}", file.display()))
}

fn capabilities(programs: &Chromium, profile: &Path) -> serde_json::Map<String, Value> {
    let arguments = [
        "--headless=new".to_owned(),
        // Tests run as root in continuous integration, and only ever open our own pages.
        "--no-sandbox".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-quic".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--no-first-run".to_owned(),
        "--no-default-browser-check".to_owned(),
        "--hide-scrollbars".to_owned(),
        "--force-color-profile=srgb".to_owned(),
        // The browser ends when the pipe does, even if its driver is killed.
        "--remote-debugging-pipe".to_owned(),
        format!("--user-data-dir={}", profile.display()),
    ];
    let options = json!({ "binary": programs.browser, "args": arguments });
    let wanted = json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    match wanted {
        Value::Object(wanted) => wanted,
        other => unreachable!("an object was written above, not {other}"),
    }
}
