//! What an operator sets: one table that flags, variables, the file, `--help` and the documentation are made from.

mod config;
mod docs;
mod load;
mod proxies;
mod span;
mod stripe;

pub use config::{Config, LogFormat};
pub use docs::markdown;
pub use load::{Found, Origin, load};
pub use stripe::StripeKeys;

/// Whom a setting concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every command.
    All,
    /// Commands that serve: `serve` and `demo`.
    Serve,
}

/// One setting.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// As a flag, without the dashes: `undo-window`. The variable is `BUYLINE_UNDO_WINDOW`, the key in the file
    /// `undo_window`.
    pub name: &'static str,
    /// What its value is called in `--help`; empty for a switch.
    pub value: &'static str,
    /// What it is when nobody sets it; in angle brackets where it follows from others.
    pub default: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// A value somebody might choose.
    pub example: &'static str,
    /// Whom it concerns.
    pub scope: Scope,
}

impl Setting {
    /// The variable of the environment.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("BUYLINE_{}", self.name.to_uppercase().replace('-', "_"))
    }

    /// The key in the file.
    #[must_use]
    pub fn key(&self) -> String {
        self.name.replace('-', "_")
    }

    /// It is on or off.
    #[must_use]
    pub const fn is_switch(&self) -> bool {
        self.value.is_empty()
    }
}

/// The file that is read when no other is named and it is there.
pub const FILE_DEFAULT: &str = "buyline.toml";

/// Every setting.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "data",
        value: "DIR",
        default: "buyline-data",
        help: "Folder for the database, pictures and the server's key; made if it is not there.",
        example: "/var/lib/buyline",
        scope: Scope::All,
    },
    Setting {
        name: "database",
        value: "URL",
        default: "<sqlite:DATA/buyline.db>",
        help: "Where the database is: sqlite:FILE, or postgres://user:password@host/name (PostgreSQL 15 or newer).",
        example: "postgres://buyline@localhost/buyline",
        scope: Scope::All,
    },
    Setting {
        name: "log-format",
        value: "FORMAT",
        default: "text",
        help: "How log lines are written: text for people, json for collectors.",
        example: "json",
        scope: Scope::All,
    },
    Setting {
        name: "log-level",
        value: "LEVEL",
        default: "info",
        help: "Which log lines are written: error, warn, info, debug or trace; or per module, as in warn,app=debug.",
        example: "warn",
        scope: Scope::All,
    },
    Setting {
        name: "listen",
        value: "ADDRESS",
        default: "127.0.0.1:8080",
        help: "Address and port to answer on; port 0 takes a free one. Put a proxy that speaks TLS in front.",
        example: "0.0.0.0:8080",
        scope: Scope::Serve,
    },
    Setting {
        name: "base-url",
        value: "URL",
        default: "<http://LISTEN>",
        help: "Where people reach the server, without a path: the start of every link in mails. With https, cookies are secure.",
        example: "https://shop.example",
        scope: Scope::Serve,
    },
    Setting {
        name: "server-name",
        value: "NAME",
        default: "Buyline",
        help: "What the server calls itself in the head of pages and in mails.",
        example: "Our town's market",
        scope: Scope::Serve,
    },
    Setting {
        name: "trusted-proxies",
        value: "LIST",
        default: "",
        help: "Proxies whose X-Forwarded-For is believed: addresses or networks, separated by commas.",
        example: "10.0.0.0/8,fd00::/8",
        scope: Scope::Serve,
    },
    Setting {
        name: "secret-file",
        value: "FILE",
        default: "<DATA/secret.key>",
        help: "The server's key, made at the first start. Several servers on one database share one; keep it safe.",
        example: "/etc/buyline/secret.key",
        scope: Scope::Serve,
    },
    Setting {
        name: "sandbox-payments",
        value: "",
        default: "false",
        help: "Take payments with test cards only; no money moves and every page says \"test mode\".",
        example: "true",
        scope: Scope::Serve,
    },
    Setting {
        name: "stripe-secret-key",
        value: "KEY",
        default: "",
        help: "Take payments by Stripe: the account's secret key, or a restricted one (sk_… or rk_…).",
        example: "sk_live_…",
        scope: Scope::Serve,
    },
    Setting {
        name: "stripe-publishable-key",
        value: "KEY",
        default: "",
        help: "The same account's publishable key (pk_…): Stripe's form in the buyer's browser is given it.",
        example: "pk_live_…",
        scope: Scope::Serve,
    },
    Setting {
        name: "stripe-webhook-secret",
        value: "LIST",
        default: "",
        help: "Secret of the webhook at BASE-URL/hooks/stripe (whsec_…); several with commas: that of the endpoint for connected accounts, and a new one while it replaces the old.",
        example: "whsec_…",
        scope: Scope::Serve,
    },
    Setting {
        name: "stripe-connect",
        value: "",
        default: "false",
        help: "Several shops: each merchant is paid on a Stripe account of its own, connected to yours in the studio, and one without cannot sell. Without it all money goes to your own account.",
        example: "true",
        scope: Scope::Serve,
    },
    Setting {
        name: "stripe-url",
        value: "URL",
        default: "https://api.stripe.com",
        help: "Where Stripe's API is; another address only for a twin, with test keys.",
        example: "http://127.0.0.1:8421",
        scope: Scope::Serve,
    },
    Setting {
        name: "platform-twins",
        value: "LIST",
        default: "",
        help: "Twins that stand in for the platforms of connected shops, with commas: only in a demo that nobody but this machine reaches.",
        example: "bigcommerce=http://127.0.0.1:8422",
        scope: Scope::Serve,
    },
    Setting {
        name: "smtp-url",
        value: "URL",
        default: "",
        help: "The server that carries mail. Without one, mails are kept in the database and nothing is sent.",
        example: "smtps://user:password@mail.example:465",
        scope: Scope::Serve,
    },
    Setting {
        name: "mail-from",
        value: "ADDRESS",
        default: "",
        help: "Who mails come from; needed with --smtp-url.",
        example: "Our town's market <orders@shop.example>",
        scope: Scope::Serve,
    },
    Setting {
        name: "undo-window",
        value: "SPAN",
        default: "2m",
        help: "How long a buyer may undo an order before the money is taken and the merchant is told; 0s for none. What the console's settings say goes before it, also at a restart; only a demo started with it goes by it.",
        example: "5m",
        scope: Scope::Serve,
    },
    Setting {
        name: "checkout-ttl",
        value: "SPAN",
        default: "15m",
        help: "How long units stay reserved for a checkout that is not paid yet: from 1m to 30d.",
        example: "30m",
        scope: Scope::Serve,
    },
    Setting {
        name: "good-standing-days",
        value: "DAYS",
        default: "30",
        help: "How many days a look into a nonprofit's register is good for: from then on it takes no new gifts until an operator has looked again, in the console; 0 for ever. California's AB 488 counts thirty.",
        example: "90",
        scope: Scope::Serve,
    },
    Setting {
        name: "sweep-period",
        value: "SPAN",
        default: "15m",
        help: "How often the payment provider's own lists are looked through for what was never told and for payments that belong to no order, which are let go of or given back; 0s for never.",
        example: "1h",
        scope: Scope::Serve,
    },
    Setting {
        name: "donor-fields",
        value: "FILE",
        default: "",
        help: "A TOML file that says what donors are asked by the law of each country, in place of the table that is built in.",
        example: "/etc/buyline/donor-fields.toml",
        scope: Scope::Serve,
    },
    Setting {
        name: "shop-files-max",
        value: "SIZE",
        default: "2GiB",
        help: "Room that the files of one shop may take, pictures of its products and product files: a number with KiB, MiB, GiB or TiB; or off.",
        example: "500MiB",
        scope: Scope::Serve,
    },
    Setting {
        name: "limit-sign-ins",
        value: "RATE",
        default: "50/10m",
        help: "Passwords one address may try: so many at once, and so many in each span; or off. Tries per account stay limited either way.",
        example: "200/10m",
        scope: Scope::Serve,
    },
    Setting {
        name: "limit-sign-ups",
        value: "RATE",
        default: "10/1h",
        help: "Accounts that may be opened from one address.",
        example: "100/1h",
        scope: Scope::Serve,
    },
    Setting {
        name: "limit-letters",
        value: "RATE",
        default: "10/15m",
        help: "Mails with codes and links that one address may ask for; mails to one reader stay limited either way.",
        example: "50/15m",
        scope: Scope::Serve,
    },
    Setting {
        name: "limit-checkouts",
        value: "RATE",
        default: "120/1m",
        help: "Checkouts and baskets one address may begin, on the pages and over the API together.",
        example: "off",
        scope: Scope::Serve,
    },
    Setting {
        name: "limit-payments",
        value: "RATE",
        default: "60/1m",
        help: "Payments one address may try, on the pages and over the API together.",
        example: "300/1m",
        scope: Scope::Serve,
    },
    Setting {
        name: "limit-notify",
        value: "RATE",
        default: "20/10m",
        help: "Times one address may ask to be told when something is back, or to have somebody told of a gift.",
        example: "100/10m",
        scope: Scope::Serve,
    },
    Setting {
        name: "threads",
        value: "COUNT",
        default: "<one per core>",
        help: "Threads that answer requests.",
        example: "4",
        scope: Scope::Serve,
    },
    Setting {
        name: "connections-max",
        value: "COUNT",
        default: "10000",
        help: "Connections at once; more wait until one ends.",
        example: "2000",
        scope: Scope::Serve,
    },
    Setting {
        name: "shutdown-wait",
        value: "SPAN",
        default: "30s",
        help: "How long requests and jobs that are under way may take to end when the server is stopped.",
        example: "10s",
        scope: Scope::Serve,
    },
];

/// The setting called `name` (dashes or underscores).
#[must_use]
pub fn find(name: &str) -> Option<&'static Setting> {
    let name = name.replace('_', "-");
    SETTINGS.iter().find(|setting| setting.name == name)
}
