//! Barriers for people who cannot see, hear, point or read as most do, found by axe-core.

use std::fmt;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::{Browser, Scripts};

/// One rule that the page breaks, with where it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barrier {
    /// The rule's name, for example `color-contrast`.
    pub rule: String,
    /// `serious` or `critical`.
    pub impact: String,
    /// What the rule asks for.
    pub help: String,
    /// Selectors of the elements at fault.
    pub places: Vec<String>,
}

impl fmt::Display for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {} at {}", self.rule, self.impact, self.help, self.places.join(", "))
    }
}

/// Lighter findings are matters of taste and reported by nobody here.
const IMPACTS: [&str; 2] = ["serious", "critical"];

const RUN: &str = "axe.run(document, { resultTypes: ['violations'] }).then(found => JSON.stringify(\
    found.violations.map(rule => ({ rule: rule.id, impact: rule.impact, help: rule.help, \
    places: rule.nodes.map(node => node.target.join(' ')) }))))";

impl Browser {
    /// What axe-core finds serious or critical in the page as it stands. Its script is brought in through the
    /// developer tools, so the page's content security policy stays as strict as it is.
    ///
    /// # Errors
    /// When axe-core cannot be read or the browser does not answer.
    pub async fn barriers(&self) -> Result<Vec<Barrier>> {
        let script = std::fs::read_to_string(&self.axe).context("axe-core cannot be read")?;
        // A page that was loaded without its scripts stays without them; only ours runs now.
        self.allow_scripts(Scripts::On).await?;
        let found = self.run_axe(&script).await;
        self.allow_scripts(self.view.scripts).await?;
        found
    }

    async fn run_axe(&self, script: &str) -> Result<Vec<Barrier>> {
        self.evaluate(script).await?;
        let answer = self.evaluate(RUN).await?;
        let text = answer["result"]["value"].as_str().context("axe-core gave no answer")?;
        let found: Vec<Value> = serde_json::from_str(text)?;
        Ok(found.iter().map(read).filter(|barrier| IMPACTS.contains(&barrier.impact.as_str())).collect())
    }

    async fn evaluate(&self, expression: &str) -> Result<Value> {
        let asked = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.tool("Runtime.evaluate", asked).await?;
        match answer.get("exceptionDetails") {
            Some(details) => bail!("the script failed: {details}"),
            None => Ok(answer),
        }
    }
}

fn read(found: &Value) -> Barrier {
    let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
    let places = found["places"].as_array().map(Vec::as_slice).unwrap_or_default();
    Barrier {
        rule: text("rule"),
        impact: text("impact"),
        help: text("help"),
        places: places.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
    }
}
