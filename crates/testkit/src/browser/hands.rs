//! What a person does with a page: look for something, tap it, type, press keys, wait for what comes of it.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use fantoccini::Locator;
use fantoccini::elements::Element;
use fantoccini::key::Key;
use serde_json::Value;

use super::Browser;

/// Nothing a test waits for takes this long, on a machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often a page is looked at while something is waited for.
const LOOK_EVERY: Duration = Duration::from_millis(25);

/// How often what is read may be replaced meanwhile.
const REPLACED_MAX: usize = 20;

/// People scroll what they tap out from under bars that are fixed to an edge; what lies free stays where it is.
const UNCOVER: &str = "const box = arguments[0].getBoundingClientRect(); \
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2); \
    if (!top || !(arguments[0].contains(top) || top.contains(arguments[0]))) \
    arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' });";

impl Browser {
    /// Goes to `url` and waits until all of it is there. The driver says so too early at times: while a browser that has
    /// just started leaves its empty first page, on a machine that has much to do.
    ///
    /// # Errors
    /// When the page does not load.
    pub async fn goto(&self, url: &str) -> Result<()> {
        self.client.goto(url).await?;
        self.until("document.readyState === 'complete'").await.map(drop)
    }

    /// The first element that `selector` names, once it is there and seen.
    ///
    /// # Errors
    /// When it does not appear; the error names it and the page.
    pub async fn see(&self, selector: &str) -> Result<Element> {
        let given_up_at = Instant::now() + PATIENCE;
        loop {
            if let Ok(element) = self.client.find(Locator::Css(selector)).await
                && element.is_displayed().await.unwrap_or(false)
            {
                return Ok(element);
            }
            if Instant::now() > given_up_at {
                bail!(
                    "{selector} was not seen on {}\n{}",
                    self.client.current_url().await?,
                    self.seen().await
                );
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Taps the first element that `selector` names, once it is seen: one click, where it stands.
    ///
    /// # Errors
    /// When it does not appear or something lies over it.
    pub async fn tap(&self, selector: &str) -> Result<()> {
        let element = self.see(selector).await?;
        self.client.execute(UNCOVER, vec![serde_json::to_value(&element)?]).await?;
        element.click().await.with_context(|| format!("{selector} could not be tapped"))
    }

    /// Types into the field that `selector` names, in place of what stands there.
    ///
    /// # Errors
    /// When it does not appear or takes no text.
    pub async fn fill(&self, selector: &str, text: &str) -> Result<()> {
        let field = self.see(selector).await?;
        field.clear().await.with_context(|| format!("{selector} could not be emptied"))?;
        field.send_keys(text).await.with_context(|| format!("{selector} takes no text"))
    }

    /// The text of what `selector` names, as it is seen.
    ///
    /// # Errors
    /// As [`Browser::see`].
    pub async fn read(&self, selector: &str) -> Result<String> {
        for _ in 0..REPLACED_MAX {
            match self.see(selector).await?.text().await {
                // The page was made anew between finding and reading: what stands there now is what is meant.
                Err(error) if error.is_stale_element_reference() => {}
                read => return Ok(read?),
            }
        }
        bail!("{selector} is replaced again and again")
    }

    /// Presses a key where the focus is.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn press(&self, key: Key) -> Result<()> {
        let focused = self.client.active_element().await?;
        focused.send_keys(&char::from(key).to_string()).await.context("a key could not be pressed")
    }

    /// What `script` returns, as JSON. Its first argument is the function's body: `return document.title`.
    ///
    /// # Errors
    /// When the script throws or the browser does not answer.
    pub async fn ask(&self, script: &str) -> Result<Value> {
        self.client.execute(script, Vec::new()).await.with_context(|| script.to_owned())
    }

    /// Waits until `condition`, a JavaScript expression, is true; says how long that took.
    ///
    /// # Errors
    /// When it does not become true; the error names it and shows what the page says.
    pub async fn until(&self, condition: &str) -> Result<Duration> {
        let began = Instant::now();
        loop {
            // A page that is being left answers with an error for a moment.
            if matches!(self.ask(&format!("return !!({condition})")).await, Ok(Value::Bool(true))) {
                return Ok(began.elapsed());
            }
            if began.elapsed() > PATIENCE {
                let url = self.client.current_url().await?;
                bail!("{condition} did not come true on {url}\n{}", self.seen().await);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// The words of the page, for messages of failed tests.
    async fn seen(&self) -> String {
        let script =
            "return (document.querySelector('dialog[open]') ?? document.body).innerText.slice(0, 1500)";
        match self.ask(script).await {
            Ok(Value::String(text)) => text,
            Ok(_) | Err(_) => "the page says nothing".to_owned(),
        }
    }
}
