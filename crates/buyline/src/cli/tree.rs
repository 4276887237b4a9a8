//! What can be typed: the commands, their arguments, their help.

use clap::{Arg, ArgAction, Command};

use crate::settings::{FILE_DEFAULT, SETTINGS, Scope, Setting};

const SETTINGS_HEADING: &str = "Settings (also in the environment as BUYLINE_…, and in buyline.toml)";

/// The whole tree.
pub(super) fn command() -> Command {
    Command::new("buyline")
        .about("Buyline puts a Buy button in any post")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_help(
            "Try it:      buyline demo\n\
             Run it:      buyline serve --sandbox-payments --data /var/lib/buyline --base-url https://shop.example\n\
             Check it:    buyline audit --data /var/lib/buyline\n\
             Every setting is explained in docs/operating/settings.md.",
        )
        .subcommand(with_settings(serve(), Scope::Serve))
        .subcommand(with_settings(demo(), Scope::Serve))
        .subcommand(with_settings(migrate(), Scope::All))
        .subcommand(import())
        .subcommand(with_settings(audit(), Scope::All))
        .subcommand(with_settings(export(), Scope::All))
        .subcommand(with_settings(backup(), Scope::All))
        .subcommand(with_settings(move_database(), Scope::All))
        .subcommand(channel_check())
        .subcommand(admin())
        .subcommand(sunset())
        .subcommand(Command::new("settings").hide(true).about("Print docs/operating/settings.md"))
}

fn serve() -> Command {
    Command::new("serve").about("Run the server").after_help(
        "Examples:\n  \
         buyline serve --sandbox-payments\n  \
         buyline serve --sandbox-payments --base-url https://shop.example --trusted-proxies 127.0.0.1\n  \
         buyline serve --sandbox-payments --database postgres://buyline@db.internal/buyline\n\n\
         With --stripe-secret-key and --stripe-publishable-key instead of --sandbox-payments money is real.\n\
         It stops at Ctrl-C or SIGTERM: requests under way may end, jobs too.",
    )
}

fn demo() -> Command {
    Command::new("demo")
        .about("Run a server with seeded shops, people and test cards, to try everything")
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help("Print one JSON object {url, data, accounts: [{role, login, password}]}, for scripts"),
        )
        .after_help(
            "Without --data it works in a temporary folder that goes when it stops; with --data it is seeded once \
             and goes on from there. Mails are shown on a page, nothing is sent, no money moves. An order can be \
             undone for 30s unless --undo-window says otherwise.\n\n\
             Examples:\n  \
             buyline demo\n  \
             buyline demo --json --listen 127.0.0.1:0 --data /tmp/demo",
        )
}

fn migrate() -> Command {
    Command::new("migrate").about("Bring the database's schema up to this version").after_help(
        "A server does this by itself when it starts; this is for those who do it beforehand.\n\n\
         Example:\n  buyline migrate --database postgres://buyline@db.internal/buyline",
    )
}

fn audit() -> Command {
    Command::new("audit")
        .about("Check the invariants: stock, charges, orders, refunds; ends with 1 when one is broken")
        .arg(
            Arg::new("record")
                .long("record")
                .value_name("FILE")
                .help("The sandbox's record of charges [default: in the data folder, where there is one]"),
        )
        .arg(
            Arg::new("stripe").long("stripe").action(ArgAction::SetTrue).help(
                "Compare the ledger with Stripe's own balance transactions, by the keys of the settings",
            ),
        )
        .after_help(
            "It reads one snapshot and changes nothing, so a running server may be audited.\n\n\
             Example:\n  buyline audit --database postgres://buyline@db.internal/buyline",
        )
}

fn channel_check() -> Command {
    Command::new("channel-check")
        .about("Drive a partner's endpoint through every case that a server meets; ends with 1 when one fails")
        .arg(Arg::new("URL").required(true).help("Where it listens; https, or http on this machine"))
        .arg(
            Arg::new("secret")
                .long("secret")
                .value_name("WHSEC")
                .help("What it checks signatures with [default: the example of Standard Webhooks]"),
        )
        .arg(
            Arg::new("deadline")
                .long("deadline-ms")
                .value_name("MS")
                .value_parser(clap::value_parser!(u64).range(50..=60_000))
                .help("How long an answer may take [default: 10000, as a real delivery waits; 1000 for quotes]"),
        )
        .arg(
            Arg::new("quotes")
                .long("quotes")
                .action(ArgAction::SetTrue)
                .help("The address is that of the program for quotes: ask it every question"),
        )
        .arg(
            Arg::new("answers")
                .long("answers")
                .value_name("WORDS")
                .requires("quotes")
                .help("What it answers, of stock,shipping,tax,discounts [default: all of them]"),
        )
        .after_help(
            "Each message is made and signed as real ones are; every order in them says is_test: true. Which cases \
             there are, and how it sees what you made of them, is in docs/protocols/channel.md.\n\n\
             Example:\n  buyline channel-check http://127.0.0.1:8080/hooks --secret whsec_…",
        )
}

fn export() -> Command {
    Command::new("export")
        .about("Write accounts, merchants, products, orders and posts as JSON lines into a folder")
        .arg(folder("A new folder; with --archive a new file"))
        .arg(
            Arg::new("archive")
                .long("archive")
                .action(ArgAction::SetTrue)
                .help("Write one file with pictures, tables and checksums, as its owners download it"),
        )
        .arg(
            Arg::new("of")
                .long("of")
                .value_name("HANDLE")
                .requires("archive")
                .help("Of one person, shop or nonprofit only"),
        )
        .after_help(
            "The formats are described in docs/operating/backup.md and archive.md. No secret leaves.\n\n\
             Example:\n  buyline export /tmp/everything --data /var/lib/buyline",
        )
}

fn backup() -> Command {
    Command::new("backup")
        .about("Copy everything, also from a running server, into a new data folder")
        .arg(folder("A new folder; it can be served as it is"))
        .after_help(
            "The copy holds the database as of one moment, pictures, and the server's key: keep it safe.\n\n\
             Examples:\n  \
             buyline backup /backup/2026-05-01 --data /var/lib/buyline\n  \
             buyline serve --data /backup/2026-05-01 --sandbox-payments",
        )
}

fn move_database() -> Command {
    let url = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name("URL").required(true).help(help)
    };
    Command::new("move-database")
        .about("Copy a whole database into an empty one, of the same or the other engine, and audit it")
        .arg(url("from", "The database to read; its server must be stopped"))
        .arg(url("to", "An empty database"))
        .after_help(
            "Example:\n  \
             buyline move-database --from sqlite:/var/lib/buyline/buyline.db --to postgres://buyline@db.internal/buyline",
        )
}

fn import() -> Command {
    let switch = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
    };
    let products = Command::new("products")
        .about(
            "Take in a product file: Shopify CSV, Google or Meta CSV, TSV or XML; recognised by its content",
        )
        .arg(Arg::new("FILE").required(true).help("The file"))
        .arg(
            Arg::new("merchant")
                .long("merchant")
                .value_name("NAME")
                .required(true)
                .help("The merchant's handle"),
        )
        .arg(switch("dry-run", "Say what would happen and write nothing"))
        .arg(switch("confirm-removals", "Write it even when it lacks more than 30 % of what is on sale"))
        .after_help(
            "A refused row is printed with its line, column, value and reason, and never stops the file.\n\n\
             Examples:\n  \
             buyline import products export.csv --merchant atelier --dry-run\n  \
             buyline import products export.csv --merchant atelier",
        );
    let archive = Command::new("archive")
        .about("Take in a person, a shop or a nonprofit from another server: goods and posts live, orders and gifts are history")
        .arg(Arg::new("FILE").required(true).help("The archive, as it was downloaded"))
        .arg(Arg::new("owner").long("owner").value_name("HANDLE").help("Who owns the shop or nonprofit here"))
        .arg(Arg::new("ids").long("ids").value_name("FILE").help("A new file for old and new ids"));
    Command::new("import")
        .about("Take in a merchant's product file, or the archive of somebody from another server")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(with_settings(products, Scope::All))
        .subcommand(with_settings(archive, Scope::All))
}

fn admin() -> Command {
    let required = |name: &'static str, help: &'static str| Arg::new(name).required(true).help(help);
    let reason = |help: &'static str| Arg::new("reason").long("reason").value_name("TEXT").help(help);
    let create_user = Command::new("create-user")
        .about("Open an account; a password is read from standard input where one is piped in, else made and printed")
        .arg(required("HANDLE", "Its handle, without @"))
        .arg(Arg::new("email").long("email").value_name("ADDRESS").required(true).help("Its mail address"))
        .arg(Arg::new("name").long("name").value_name("NAME").help("Its name as shown [default: the handle]"))
        .arg(Arg::new("operator").long("operator").action(ArgAction::SetTrue).help("It may run the server"));
    let kill_switch = Command::new("kill-switch")
        .about("Stop buying, or anything new of a feature, at once, or let it go on")
        .arg(required("STATE", "on stops, off lets go on").value_parser(["on", "off"]))
        .arg(required("KIND", "What is stopped").value_parser(["server", "merchant", "offer", "feature"]))
        .arg(Arg::new("TARGET").help("The merchant's handle, the offer's id, or the feature: buy, selling, donate, asking, pledges, round-up"))
        .arg(reason("Why; needed to stop").required_if_eq("STATE", "on"));
    Command::new("admin")
        .about("What an operator does: accounts, merchants, kill switches")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_help(
            "Examples:\n  \
             buyline admin create-user ada --email ada@shop.example --operator\n  \
             buyline admin verify-merchant atelier\n  \
             buyline admin kill-switch on merchant atelier --reason \"Goods do not arrive\"",
        )
        .subcommand(with_settings(create_user, Scope::All))
        .subcommand(with_settings(
            Command::new("list-merchants")
                .about("Print handle, state, country, currency and name of all merchants"),
            Scope::All,
        ))
        .subcommand(with_settings(
            Command::new("list-mails")
                .about("Print the newest mails of a server that has no --smtp-url and sends none: codes, links, orders"),
            Scope::All,
        ))
        .subcommand(with_settings(
            Command::new("verify-merchant")
                .about("Let a merchant sell")
                .arg(required("NAME", "The merchant's handle")),
            Scope::All,
        ))
        .subcommand(with_settings(
            Command::new("suspend-merchant")
                .about("Let a merchant sell nothing more; open orders are still fulfilled")
                .arg(required("NAME", "The merchant's handle"))
                .arg(reason("Why; the merchant reads it").required(true)),
            Scope::All,
        ))
        .subcommand(with_settings(
            Command::new("erase-account")
                .about("Erase a person for good, and print the certificate; what they paid stays in the books without them")
                .arg(required("HANDLE", "Whose account"))
                .arg(reason("Why; it is kept in the log").required(true)),
            Scope::All,
        ))
        .subcommand(with_settings(
            Command::new("finish-erasures")
                .about("Write the database anew and prove the erasures that wait; buyers wait meanwhile"),
            Scope::All,
        ))
        .subcommand(with_settings(kill_switch, Scope::All))
}

fn sunset() -> Command {
    let value = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let day = |name: &'static str, help: &'static str| value(name, "DAY", help).required(true);
    let json = || Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print one JSON object");
    let plan = Command::new("plan")
        .about("Write down by which days something ends; nobody is told and nothing ends before it is started")
        .arg(Arg::new("SCOPE").required(true).help(
            "What ends: buy, selling, donate, asking, pledges, round-up, imports, server, shop:HANDLE or nonprofit:HANDLE",
        ))
        .arg(day("notice", "From then on people are told"))
        .arg(day("no-onboarding", "From then on there are no new shops, or nonprofits"))
        .arg(day("no-sales", "From then on there are no new orders, or gifts"))
        .arg(day("read-only", "From then on desks only ship, pay back and answer"))
        .arg(day("export-ends", "Until then data can be taken away"))
        .arg(day("erasure", "From then on data may be erased, once nothing is open"))
        .arg(value("zone", "NAME", "The time zone in which days begin").default_value("UTC"))
        .arg(
            value("audience", "WHO", "Who is told by mail")
                .value_parser(["partners", "concerned", "everybody"])
                .default_value("concerned"),
        )
        .arg(value("successor-name", "TEXT", "What takes its place"))
        .arg(value("successor-url", "URL", "Where that is: https://…"))
        .arg(value("public", "TEXT", "Why, for everybody to read"))
        .arg(value("reason", "TEXT", "Why, for the operators' log").required(true))
        .arg(Arg::new("start").long("start").action(ArgAction::SetTrue).help("Start it at once"))
        .arg(json());
    let id = || Arg::new("ID").help("The plan's id, sun_…");
    Command::new("sunset")
        .about("End a feature, a shop, a nonprofit or the server on a date, with everybody told and nothing lost")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_help(
            "Examples:\n  \
             buyline sunset plan buy --notice 2026-12-01 --no-onboarding 2026-12-15 --no-sales 2027-02-01 \\\n    \
             --read-only 2027-03-01 --export-ends 2027-05-01 --erasure 2027-06-01 --zone Europe/Paris --reason \"Decided\"\n  \
             buyline sunset check sun_…\n  \
             buyline sunset show --json\n  \
             buyline sunset erase sun_… --reason \"Its day has come\" --yes",
        )
        .subcommand(with_settings(plan, Scope::All))
        .subcommand(with_settings(
            Command::new("check")
                .about("Say who would be told what and when, what is open, and whether anything may be erased")
                .arg(id().required(true))
                .arg(json()),
            Scope::All,
        ))
        .subcommand(with_settings(
            Command::new("show").about("Print one plan, or all").arg(id()).arg(json()),
            Scope::All,
        ))
        .subcommand(with_settings(
            Command::new("erase")
                .about("Say what erasing would take away and keep; with --yes, erase for good and print the certificate")
                .arg(id().required(true))
                .arg(value("reason", "TEXT", "Why; it is kept in the log").required(true))
                .arg(Arg::new("yes").long("yes").action(ArgAction::SetTrue).help("Erase it: nothing of it comes back"))
                .arg(json()),
            Scope::All,
        ))
}

fn folder(help: &'static str) -> Arg {
    Arg::new("TO").required(true).help(help)
}

/// Adds the settings that concern a command.
fn with_settings(command: Command, scope: Scope) -> Command {
    let config = Arg::new("config")
        .long("config")
        .value_name("FILE")
        .help_heading(SETTINGS_HEADING)
        .help(format!("Where settings are read from [default: {FILE_DEFAULT}, where there is one]"));
    SETTINGS
        .iter()
        .filter(|setting| setting.scope == Scope::All || scope == Scope::Serve)
        .fold(command.args_override_self(true).arg(config), |command, setting| command.arg(flag(setting)))
}

fn flag(setting: &'static Setting) -> Arg {
    let arg = Arg::new(setting.name).long(setting.name).help_heading(SETTINGS_HEADING);
    if setting.is_switch() {
        return arg.action(ArgAction::SetTrue).help(setting.help);
    }
    let default = setting.default.trim_matches(['<', '>']);
    let default = if default.is_empty() { String::new() } else { format!(" [default: {default}]") };
    arg.value_name(setting.value).help(format!("{}{default}", setting.help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_well_formed() {
        command().debug_assert();
    }

    #[test]
    fn a_misspelled_flag_is_answered_with_the_right_one() {
        let error = command().try_get_matches_from(["buyline", "serve", "--undo-windw", "1m"]).unwrap_err();
        assert!(error.to_string().contains("--undo-window"), "{error}");
        assert_eq!(error.exit_code(), 2);
    }

    #[test]
    fn commands_that_do_not_serve_have_no_flags_for_it() {
        assert!(command().try_get_matches_from(["buyline", "audit", "--listen", "x"]).is_err());
        assert!(command().try_get_matches_from(["buyline", "audit", "--data", "x"]).is_ok());
    }
}
