//! Chromium's own commands, spoken over WebDriver.

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A call of the developer tools protocol.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) name: String,
    pub(super) parameters: Value,
}

impl WebDriverCompatibleCommand for Call {
    fn endpoint(&self, base_url: &Url, session_id: Option<&str>) -> Result<Url, ParseError> {
        below_session(base_url, session_id, "goog/cdp/execute")
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "cmd": self.name, "params": self.parameters }).to_string()))
    }
}

/// Takes the console's entries out of the browser.
#[derive(Debug)]
pub(super) struct BrowserLog;

impl WebDriverCompatibleCommand for BrowserLog {
    fn endpoint(&self, base_url: &Url, session_id: Option<&str>) -> Result<Url, ParseError> {
        below_session(base_url, session_id, "se/log")
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

fn below_session(base_url: &Url, session_id: Option<&str>, path: &str) -> Result<Url, ParseError> {
    let session = session_id.expect("commands are issued on an open session");
    base_url.join(&format!("session/{session}/{path}"))
}
