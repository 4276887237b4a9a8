//! The settings, understood.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use app::limits::{Act, Rate, Rates};
use domain::donation::asked::AskedTable;
use domain::nonprofit::standing::GOOD_DAYS_MAX;
use jiff::SignedDuration;
use store::DatabaseUrl;
use tracing_subscriber::filter::{LevelFilter, Targets};
use web::Network;

use super::load::{Found, Origin};
use super::stripe::{self, StripeKeys};
use super::{find, proxies, span};
use crate::failure::Failure;

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For collectors.
    Json,
}

/// Everything an operator sets.
#[derive(Debug, Clone)]
pub struct Config {
    /// Folder for everything the server keeps.
    pub data: PathBuf,
    /// The database.
    pub database: DatabaseUrl,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// Which are written.
    pub log_level: String,
    /// Where to answer.
    pub listen: SocketAddr,
    /// Where people reach the server; `None`: where it listens.
    pub base_url: Option<String>,
    /// What the server calls itself.
    pub server_name: String,
    /// Whose word about addresses is believed.
    pub trusted_proxies: Vec<Network>,
    /// The server's key.
    pub secret_file: PathBuf,
    /// Test cards only.
    pub sandbox_payments: bool,
    /// Stripe, where payments are taken by it.
    pub stripe: Option<StripeKeys>,
    /// Platforms whose twins stand in for them, and where each listens.
    pub platform_twins: Vec<(String, String)>,
    /// How long the sandbox takes to answer: for measuring. No setting; the bench and tests set it.
    pub sandbox_delay: Duration,
    /// The server that carries mail, and who mails come from.
    pub mail: Option<(String, String)>,
    /// How long a buyer may undo.
    pub undo_window: Duration,
    /// How long a checkout waits to be paid.
    pub checkout_ttl: Duration,
    /// Between two looks through the payment provider's lists.
    pub sweep_period: Duration,
    /// Days that a look into a nonprofit's register is good for; zero for ever.
    pub good_standing_days: u32,
    /// What one address may do how often.
    pub rates: Rates,
    /// What donors are asked by the law of a nonprofit's country.
    pub asked: Arc<AskedTable>,
    /// Bytes that the files of one shop may take; none for no limit.
    pub shop_files_bytes_max: Option<u64>,
    /// Threads that answer; `None`: one per core.
    pub threads: Option<usize>,
    /// Connections at once.
    pub connections_max: usize,
    /// How long what is under way may take to end.
    pub shutdown_wait: Duration,
    /// How long a client may take to send the head of a request, or to think of the next one. No setting; tests
    /// are less patient.
    pub head_wait: Duration,
    /// How long a client may pause, or trickle, while it sends a body. No setting, for the same reason.
    pub body_wait: Duration,
    /// The demo: roles to slip into, sent mails on a page. No setting; the command sets it.
    pub demo: bool,
}

impl Config {
    /// Understands what [`super::load`] gathered.
    ///
    /// # Errors
    /// A sentence naming the setting, where it was set, and what it may be.
    pub fn from_found(found: &HashMap<&'static str, Found>) -> Result<Self, Failure> {
        let values = Values { found };
        let data =
            values.read("data", "a folder", |text| (!text.trim().is_empty()).then(|| PathBuf::from(text)))?;
        let data =
            values.read("data", "a folder, and this is a file", |_| Some(data).filter(|it| !it.is_file()))?;
        values.optional("base-url", NO_PATH, |text| (!has_path(text)).then_some(()))?;
        let database = match values.given("database") {
            Some(value) => value
                .text
                .parse()
                .map_err(|error| Failure::usage(format!("{} cannot be used: {error}", value.origin)))?,
            None => DatabaseUrl::Sqlite(data.join("buyline.db")),
        };
        let secret_file = values
            .given("secret-file")
            .map_or_else(|| data.join("secret.key"), |value| PathBuf::from(&value.text));
        Ok(Self {
            database,
            secret_file,
            data,
            log_format: values.read("log-format", "text or json", |text| match text {
                "text" => Some(LogFormat::Text),
                "json" => Some(LogFormat::Json),
                _ => None,
            })?,
            log_level: values.read("log-level", "error, warn, info, debug or trace", |text| {
                is_log_filter(text).then(|| text.to_owned())
            })?,
            listen: values.read("listen", "an address and a port such as 127.0.0.1:8080", listen)?,
            base_url: values.optional("base-url", "a URL such as https://shop.example", base_url)?,
            server_name: values.read("server-name", "a name", |text| {
                (!text.trim().is_empty()).then(|| text.trim().to_owned())
            })?,
            trusted_proxies: values.read(
                "trusted-proxies",
                "addresses or networks such as 10.0.0.0/8, separated by commas",
                |text| proxies::parse(text).ok(),
            )?,
            sandbox_payments: values.read("sandbox-payments", "true or false", switch)?,
            stripe: stripe::read(&values)?,
            platform_twins: values.read("platform-twins", TWINS, twins)?,
            sandbox_delay: Duration::ZERO,
            mail: mail(&values)?,
            undo_window: values.read("undo-window", SPAN, span::parse)?,
            checkout_ttl: values.read("checkout-ttl", CHECKOUT_TTL, |text| {
                span::parse(text).filter(|span| *span >= CHECKOUT_TTL_MIN)
            })?,
            sweep_period: values.read("sweep-period", SPAN, span::parse)?,
            good_standing_days: values.read("good-standing-days", DAYS, |text| {
                text.parse().ok().filter(|days| *days <= GOOD_DAYS_MAX)
            })?,
            rates: rates(&values)?,
            asked: asked(&values)?,
            shop_files_bytes_max: values.read("shop-files-max", SIZE, size)?,
            threads: values.optional("threads", "a number from 1 to 1024", |text| {
                text.parse().ok().filter(|count| (1..=1_024).contains(count))
            })?,
            connections_max: values.read("connections-max", "a number from 1 to 1000000", |text| {
                text.parse().ok().filter(|count| (1..=1_000_000).contains(count))
            })?,
            shutdown_wait: values.read("shutdown-wait", SPAN, span::parse)?,
            head_wait: HEAD_WAIT,
            body_wait: BODY_WAIT,
            demo: false,
        })
    }

    /// The defaults with everything in `data`, a free port and test cards: for tests and the load driver.
    #[must_use]
    pub fn sandboxed(data: &Path) -> Self {
        let set = |text: String| Found { text, origin: Origin::Default };
        let found = HashMap::from([
            ("data", set(data.display().to_string())),
            ("listen", set("127.0.0.1:0".to_owned())),
            ("sandbox-payments", set("true".to_owned())),
        ]);
        Self::from_found(&found).expect("the defaults can be read")
    }
}

/// Long enough for a phone in a tunnel; idle connections cost little.
const HEAD_WAIT: Duration = Duration::from_secs(30);
/// Between two pieces of a body.
const BODY_WAIT: Duration = Duration::from_secs(20);

const DAYS: &str = "a number of days from 0 to 3660";
const SPAN: &str = "a span of time such as 90s, 2m or 1h";
/// Below it nobody can finish paying.
const CHECKOUT_TTL_MIN: Duration = Duration::from_secs(60);
const CHECKOUT_TTL: &str =
    "a span of time from 1m to 30d such as 15m: within less than a minute nobody can finish paying";
const NO_PATH: &str =
    "without a path, such as https://shop.example: Buyline answers at the root of a host name of its own";

/// The setting of each limit.
const RATES: [(&str, Act); Act::ALL.len()] = [
    ("limit-sign-ins", Act::SignIn),
    ("limit-sign-ups", Act::SignUp),
    ("limit-letters", Act::Letter),
    ("limit-checkouts", Act::Checkout),
    ("limit-payments", Act::Payment),
    ("limit-notify", Act::Notify),
];

fn rates(values: &Values<'_>) -> Result<Rates, Failure> {
    RATES.into_iter().try_fold(Rates::OFF, |rates, (name, act)| {
        Ok(rates.with(act, values.read(name, "off, or how many in how long, such as 120/1m", rate)?))
    })
}

/// The table of a file, or the one that is built in.
fn asked(values: &Values<'_>) -> Result<Arc<AskedTable>, Failure> {
    let Some(file) = values.given("donor-fields") else { return Ok(app::asked::built_in()) };
    let path = file.text.trim();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::usage(format!("{} is \"{path}\", which cannot be read: {error}", file.origin))
    })?;
    let table = app::asked::read(&text).map_err(|error| {
        Failure::usage(format!("{} is \"{path}\", which cannot be used: {error}", file.origin))
    })?;
    Ok(Arc::new(table))
}

/// `120/1m`, or `off`.
fn rate(text: &str) -> Option<Option<Rate>> {
    if text == "off" {
        return Some(None);
    }
    let (count, per) = text.split_once('/')?;
    let count = count.trim().parse().ok().filter(|count| (1..=1_000_000).contains(count))?;
    let per = SignedDuration::try_from(span::parse(per)?).ok().filter(|per| per.is_positive())?;
    Some(Some(Rate { count, per }))
}

const SIZE: &str = "off, or a size such as 500MiB or 2GiB";

/// `2GiB` in bytes, or none for `off`.
fn size(text: &str) -> Option<Option<u64>> {
    if text == "off" {
        return Some(None);
    }
    let (number, unit) = text.split_at(text.find(|sign: char| !sign.is_ascii_digit())?);
    let unit: u64 = match unit.trim() {
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        "TiB" => 1 << 40,
        _ => return None,
    };
    let bytes = number.parse::<u64>().ok()?.checked_mul(unit)?;
    (1..=i64::MAX.unsigned_abs()).contains(&bytes).then_some(Some(bytes))
}

pub(super) struct Values<'a> {
    found: &'a HashMap<&'static str, Found>,
}

impl Values<'_> {
    /// What somebody wrote, if anybody wrote anything.
    pub(super) fn given(&self, name: &str) -> Option<&Found> {
        self.found.get(name).filter(|value| !value.text.trim().is_empty())
    }

    /// The value or its default, read by `parse`.
    pub(super) fn read<T>(
        &self,
        name: &'static str,
        wanted: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, Failure> {
        let setting = find(name).expect("only settings of the table are read");
        let default = Found { text: setting.default.to_owned(), origin: Origin::Default };
        let value = self.found.get(name).unwrap_or(&default);
        parse(value.text.trim()).ok_or_else(|| wrong(value, wanted))
    }

    /// The value, read by `parse`; `None` when nobody set it.
    fn optional<T>(
        &self,
        name: &'static str,
        wanted: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, Failure> {
        self.given(name).map(|value| parse(value.text.trim()).ok_or_else(|| wrong(value, wanted))).transpose()
    }
}

fn wrong(value: &Found, wanted: &str) -> Failure {
    Failure::usage(format!("{} is \"{}\"; it must be {wanted}", value.origin, value.text))
}

pub(super) fn switch(text: &str) -> Option<bool> {
    match text {
        "true" | "1" | "yes" | "on" => Some(true),
        "false" | "0" | "no" | "off" | "" => Some(false),
        _ => None,
    }
}

fn listen(text: &str) -> Option<SocketAddr> {
    let text =
        text.strip_prefix("localhost").map_or_else(|| text.to_owned(), |rest| format!("127.0.0.1{rest}"));
    text.parse().ok()
}

/// Something follows the host.
fn has_path(text: &str) -> bool {
    text.trim_end_matches('/').split_once("://").is_some_and(|(_, host)| host.contains('/'))
}

/// Scheme and host, without a path and without a slash at the end.
pub(super) fn base_url(text: &str) -> Option<String> {
    let text = text.trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let is_plain = !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ', '"', '<']);
    is_plain.then(|| text.to_owned())
}

const TWINS: &str = "platforms and where their twins listen, such as bigcommerce=http://127.0.0.1:8422";

fn twins(text: &str) -> Option<Vec<(String, String)>> {
    let named = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let each = named.map(|part| {
        let (word, url) = part.split_once('=')?;
        Some((word.trim().to_owned(), base_url(url.trim())?))
    });
    each.collect()
}

fn mail(values: &Values<'_>) -> Result<Option<(String, String)>, Failure> {
    let Some(url) = values.given("smtp-url") else { return Ok(None) };
    let from = values.given("mail-from").ok_or_else(|| {
        Failure::usage(format!("{} is set, so --mail-from must say who mails come from", url.origin))
    })?;
    Ok(Some((url.text.trim().to_owned(), from.text.trim().to_owned())))
}

/// A level for everything, or levels for modules. The parser alone would take a word that is no level for the name of a
/// module, and then write nothing of any other.
fn is_log_filter(text: &str) -> bool {
    let is_level = |word: &str| !word.trim().is_empty() && word.parse::<LevelFilter>().is_ok();
    text.split(',').map(|part| part.rsplit_once('=').map_or(part, |(_, level)| level)).all(is_level)
        && text.parse::<Targets>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(values: &[(&'static str, &str)]) -> Result<Config, Failure> {
        let found = values.iter().map(|(name, text)| {
            (*name, Found { text: (*text).to_owned(), origin: Origin::Flag((*name).to_owned()) })
        });
        Config::from_found(&found.collect())
    }

    #[test]
    fn the_defaults_are_understood() {
        let config = config(&[]).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.database.to_string(), "sqlite:buyline-data/buyline.db");
        assert_eq!(config.secret_file, PathBuf::from("buyline-data/secret.key"));
        assert_eq!(config.undo_window, Duration::from_secs(120));
        assert!(!config.sandbox_payments && config.mail.is_none() && config.trusted_proxies.is_empty());
    }

    #[test]
    fn a_table_of_donor_fields_is_read_at_the_start_or_refused_with_its_mistakes() {
        assert!(!config(&[]).unwrap().asked.rules.is_empty(), "one is built in");
        let missing = config(&[("donor-fields", "/no/such/file.toml")]).unwrap_err().to_string();
        assert!(
            missing.starts_with("--donor-fields is \"/no/such/file.toml\", which cannot be read:"),
            "{missing}"
        );
        let no_table = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let wrong = config(&[("donor-fields", no_table)]).unwrap_err().to_string();
        assert!(wrong.contains("which cannot be used: line") && wrong.contains("unknown field"), "{wrong}");
    }

    #[test]
    fn a_value_that_cannot_be_read_names_the_setting_and_what_it_may_be() {
        for (name, value, sentence) in [
            (
                "undo-window",
                "2 parsecs",
                "--undo-window is \"2 parsecs\"; it must be a span of time such as 90s, 2m or 1h",
            ),
            (
                "listen",
                "8080",
                "--listen is \"8080\"; it must be an address and a port such as 127.0.0.1:8080",
            ),
            (
                "base-url",
                "shop.example",
                "--base-url is \"shop.example\"; it must be a URL such as https://shop.example",
            ),
            ("sandbox-payments", "perhaps", "--sandbox-payments is \"perhaps\"; it must be true or false"),
            (
                "checkout-ttl",
                "0s",
                "--checkout-ttl is \"0s\"; it must be a span of time from 1m to 30d such as 15m: within less than a \
                 minute nobody can finish paying",
            ),
            (
                "base-url",
                "http://x/path",
                "--base-url is \"http://x/path\"; it must be without a path, such as https://shop.example: Buyline \
                 answers at the root of a host name of its own",
            ),
        ] {
            assert_eq!(config(&[(name, value)]).unwrap_err(), Failure::Usage(sentence.to_owned()));
        }
        let error = config(&[("database", "mysql://x")]).unwrap_err().to_string();
        assert!(
            error.starts_with("--database cannot be used: \"mysql://x\" is not a database address"),
            "{error}"
        );
    }

    #[test]
    fn the_limits_of_the_table_are_those_of_the_code() {
        assert_eq!(config(&[]).unwrap().rates, Rates::default());
    }

    #[test]
    fn a_limit_is_a_count_in_a_span_or_off() {
        let of = |text| config(&[("limit-checkouts", text)]).map(|config| config.rates.of(Act::Checkout));
        assert_eq!(of("off").unwrap(), None);
        assert_eq!(of("5/30s").unwrap(), Some(Rate { count: 5, per: SignedDuration::from_secs(30) }));
        for text in ["120", "0/1m", "5/0s", "-1/1m", "1.5/1m", "5/m", "many", ""] {
            let sentence = of(text).unwrap_err().to_string();
            assert!(
                sentence.ends_with("it must be off, or how many in how long, such as 120/1m"),
                "{sentence}"
            );
        }
    }

    #[test]
    fn a_size_has_a_unit_or_is_off() {
        let of = |text| config(&[("shop-files-max", text)]).map(|config| config.shop_files_bytes_max);
        assert_eq!(config(&[]).unwrap().shop_files_bytes_max, Some(app::quota::SHOP_FILES_BYTES_MAX));
        assert_eq!(of("off").unwrap(), None);
        assert_eq!(of("500MiB").unwrap(), Some(500 * 1024 * 1024));
        for text in ["0GiB", "2GB", "2", "-1GiB", "1.5GiB", "99999999TiB", "many", ""] {
            let sentence = of(text).unwrap_err().to_string();
            assert!(sentence.ends_with("it must be off, or a size such as 500MiB or 2GiB"), "{sentence}");
        }
    }

    #[test]
    fn a_log_level_is_a_level_for_all_or_for_modules() {
        for text in ["warn", "OFF", "warn,app=debug", "app=debug", "app::jobs=trace,error"] {
            assert!(config(&[("log-level", text)]).is_ok(), "{text}");
        }
        for text in ["loud", "warn,app", "app=loud", "", "warn,,"] {
            let sentence = config(&[("log-level", text)]).unwrap_err().to_string();
            assert!(sentence.contains("it must be error, warn, info, debug or trace"), "{sentence}");
        }
    }

    #[test]
    fn mail_needs_a_sender() {
        assert!(config(&[("smtp-url", "smtp://localhost")]).unwrap_err().to_string().contains("--mail-from"));
        assert!(
            config(&[("smtp-url", "smtp://localhost"), ("mail-from", "a@b.example")]).unwrap().mail.is_some()
        );
    }

    #[test]
    fn a_base_url_loses_its_slash_and_keeps_no_path() {
        assert_eq!(base_url("https://shop.example/").as_deref(), Some("https://shop.example"));
        assert_eq!(base_url("https://shop.example/shop"), None);
        assert_eq!(base_url("ftp://shop.example"), None);
    }
}
