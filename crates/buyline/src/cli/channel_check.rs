//! `buyline channel-check URL [--quotes] [--secret whsec_…]`

use std::process::ExitCode;
use std::time::Duration;

use crate::failure::Failure;
use app::channel_check::{self, Checked, EXAMPLE_SECRET, Partner, Verdict};
use app::ports::Tell;
use clap::ArgMatches;
use connectors::safe_client::{Reach, SafeClient};
use domain::callback::{DEADLINE_MS, Topic};

/// Drives a partner's endpoint through every case, and says what was wrong and what to do. Ends with 1 when anything was.
pub(super) fn run(arguments: &ArgMatches) -> Result<ExitCode, Failure> {
    let url = arguments.get_one::<String>("URL").expect("clap asks for it").clone();
    let secret = arguments.get_one::<String>("secret").cloned();
    if let Some(secret) = &secret
        && app::webhooks::signature(&app::Secret::new(secret.clone()), "msg", 0, b"").is_none()
    {
        return Err(Failure::usage(
            "--secret is whsec_ and then base64, as it was shown when the webhook was made".to_owned(),
        ));
    }
    let is_quotes = arguments.get_flag("quotes");
    let usual = if is_quotes { Duration::from_millis(DEADLINE_MS.into()) } else { channel_check::DEADLINE };
    let deadline = arguments.get_one::<u64>("deadline").map_or(usual, |ms| Duration::from_millis(*ms));
    let reach = Reach { deadline: deadline + Duration::from_secs(1), ..Reach::internet_and_loopback() };
    let client = SafeClient::new(reach).map_err(|error| Failure::failed(error.to_string()))?;
    client.check(&url).map_err(|refusal| Failure::usage(format!("{url}: {refusal}")))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::failed(format!("the operating system gives no threads: {error}")))?;
    if secret.is_none() {
        println!("Signed with the specification's example, {EXAMPLE_SECRET}; name yours with --secret.");
    }
    let partner = Partner {
        url,
        secret: app::Secret::new(secret.unwrap_or_else(|| EXAMPLE_SECRET.to_owned())),
        deadline,
        tell: &client,
        orders: &web::rest::RestOrders,
        now: &jiff::Timestamp::now,
        fresh: &fresh,
    };
    let told = |checked: &Checked| println!("{}", line(checked));
    let all = if is_quotes {
        runtime.block_on(channel_check::check_quotes(&partner, &topics(arguments)?, told))
    } else {
        runtime.block_on(channel_check::check(&partner, told))
    };
    let count = |is: fn(&Verdict) -> bool| all.iter().filter(|checked| is(&checked.verdict)).count();
    let unseen = count(|verdict| matches!(verdict, Verdict::Unseen));
    let failed = count(|verdict| matches!(verdict, Verdict::Failed(_)));
    if unseen > 0 {
        println!(
            "What was made of {unseen} of them was not seen: answer messages of the type {} with {{\"orders\": n}}, see \
             docs/protocols/channel.md.",
            channel_check::ASKED
        );
    }
    println!("{} passed, {failed} failed", all.len() - failed);
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the program is said to answer.
fn topics(arguments: &ArgMatches) -> Result<Vec<Topic>, Failure> {
    let Some(words) = arguments.get_one::<String>("answers") else { return Ok(Topic::ALL.to_vec()) };
    let topic = |word: &str| {
        let known =
            "--answers takes words among stock, shipping, tax and discounts, with commas between them";
        Topic::from_word(word.trim()).ok_or_else(|| Failure::usage(known.to_owned()))
    };
    words.split(',').map(topic).collect()
}

fn line(checked: &Checked) -> String {
    match &checked.verdict {
        Verdict::Passed => format!("ok      {}", checked.case),
        Verdict::Unseen => format!(
            "ok?     {}: taken or refused as it should be; what was made of it was not seen",
            checked.case
        ),
        Verdict::Failed(why) => format!("FAILED  {}: {why}", checked.case),
    }
}

/// An id that no other check has given.
fn fresh() -> i64 {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).expect("the operating system has randomness");
    i64::from_le_bytes(bytes) & (i64::MAX >> 1) | 1
}
