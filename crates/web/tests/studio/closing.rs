//! Closings: the console's form, the pages for everybody, and desks that become read-only.

use app::sunsets::{self, Wish};
use domain::access::{Actor, RunServer};
use domain::gate::Feature;
use domain::sunset::calendar::{Days, Step};
use domain::sunset::{Audience, Scope};
use http::StatusCode;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};
use testkit::house::{Goods, House};

use crate::town::{Page, Town};

const SCRIPT: &str = "<script>alert(1)</script>";

fn refused(answer: &Page, says: &str, what: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: {}", answer.text);
    assert!(answer.text.contains(says), "{what}: no \"{says}\" in {}", answer.text);
    assert!(!answer.text.contains("<script>alert"), "{what} carries markup");
}

/// Days from today, by the names of the fields.
fn days(town: &Town, numbers: [i64; 6]) -> Vec<(&'static str, String)> {
    let today = town.house.ctx.now().to_zoned(TimeZone::UTC).date();
    let days = Step::ALL.iter().zip(numbers);
    days.map(|(step, number)| (step.word(), today.saturating_add(number.days()).to_string())).collect()
}

fn form<'a>(days: &'a [(&'static str, String)], more: &[(&'static str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form: Vec<(&str, &str)> = days.iter().map(|(name, day)| (*name, day.as_str())).collect();
    for (name, value) in more {
        form.retain(|(known, _)| known != name);
        form.push((name, value));
    }
    form
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_written_looked_at_started_read_by_everybody_and_taken_back() {
    let house = House::sqlite();
    let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
    let charity = house.charity().await;
    let town = Town::of(house);
    let operator = town.browser("olga", true).await;
    let plans = || async { town.house.ctx.db().read(store::sunsets::list).await.unwrap() };
    let usual = days(&town, [0, 10, 31, 60, 120, 150]);
    let base =
        [("scope", "buy"), ("zone", "Europe/Paris"), ("audience", "everybody"), ("why", "It was decided")];
    let unordered = days(&town, [40, 40, 31, 60, 120, 150]);
    let over = days(&town, [-3, 10, 31, 60, 120, 150]);
    /// Days, the field that differs, and what is said of it.
    type Wrong<'a> = (&'a [(&'static str, String)], (&'static str, &'a str), &'a str);
    let wrong: [Wrong<'_>; 9] = [
        (&usual, ("why", ""), "Please fill this in."),
        (&usual, ("scope", "moon"), "Please fill this in."),
        (&usual, ("scope", "shop"), "There is nobody called"),
        (&usual, ("zone", SCRIPT), "There is no time zone of that name."),
        (&usual, ("notice", "tomorrow"), "A day, such as 2027-02-01."),
        (&usual, ("successor-url", "javascript:alert(1)"), "an address that begins with https://"),
        (&usual, ("reason", &"é".repeat(501)), "At most 500 characters."),
        (&unordered, ("scope", "buy"), "It cannot come before"),
        (&over, ("scope", "buy"), "It is in the past"),
    ];
    for (days, (name, value), says) in wrong {
        let mut more = base.to_vec();
        more.retain(|(known, _)| *known != name);
        more.push((name, value));
        let answer = operator.post("/console/sunsets", &form(days, &more)).await;
        refused(&answer, says, &format!("{name} {value}"));
        assert_eq!(plans().await, [], "{name} {value} changed something");
    }
    let more = [
        &base[..],
        &[
            ("successor-name", "Elsewhere"),
            ("successor-url", "https://elsewhere.example"),
            ("reason", SCRIPT),
        ],
    ]
    .concat();
    let saved = operator.post("/console/sunsets", &form(&usual, &more)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let id = plans().await[0].id;
    let home = format!("/console/sunsets/{id}");
    let page = operator.get(&home).await.text;
    for shown in [
        "What happens when",
        "Announcement",
        "Open today",
        "Nothing may be erased yet",
        "the plan does not run",
    ] {
        assert!(page.contains(shown), "{shown} is not on {page}");
    }
    assert!(!page.contains("<script>alert"));
    // Nobody else reads of it, and nobody else may.
    let reader = town.browser("camille", false).await;
    assert_eq!(reader.get(&format!("/closing/{id}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(reader.get(&home).await.status, StatusCode::NOT_FOUND);
    let start = format!("{home}/start?revision=1");
    let unsaid = operator.post(&start, &[("why", "")]).await;
    refused(&unsaid, "Please fill this in.", "start");
    assert_eq!(operator.post(&start, &[("why", "It begins")]).await.status, StatusCode::SEE_OTHER);

    let read = reader.get(&format!("/closing/{id}")).await;
    assert_eq!(read.status, StatusCode::OK);
    for shown in [
        "Buying ends on",
        "No new shops",
        "No new orders",
        "Goes on at Elsewhere",
        "Donations go on as before",
        "dates.ics",
    ] {
        assert!(read.text.contains(shown), "{shown} is not on {}", read.text);
    }
    assert!(!read.text.contains("<script>alert"));
    assert!(reader.get("/closing").await.text.contains(&format!("/closing/{id}")));
    let dates = reader.get(&format!("/closing/{id}/dates.ics")).await.text;
    assert!(dates.starts_with("BEGIN:VCALENDAR\r\n") && dates.ends_with("END:VCALENDAR\r\n"), "{dates}");
    assert_eq!(dates.matches("BEGIN:VEVENT").count(), 6, "{dates}");
    let product = format!("/products/{}", shop.goods[0].product);
    let sold = reader.get(&product).await.text;
    assert!(sold.contains("Buying ends on") && sold.contains("What happens when"), "card and banner: {sold}");
    let gives = reader.get(&format!("/donate/{}", charity.campaign)).await.text;
    assert!(!gives.contains("Buying ends on"), "giving has nothing to do with it");

    // A change that was not seen is not overwritten.
    let late = operator.post(&format!("{home}/withdraw?revision=1"), &[("why", "x")]).await;
    refused(&late, "Somebody changed this plan meanwhile.", "withdraw");
    town.house.clock.advance(SignedDuration::from_hours(24 * 32));
    let link = reader.get(&product).await.text;
    assert!(link.contains("Buying here ended on") && !link.contains("action=\"/buy\""), "{link}");
    let tap = reader.post("/buy", &[("offer", &shop.goods[0].offer.to_string())]).await;
    assert!(tap.status.is_client_error(), "{}", tap.status);
    assert_eq!(
        operator.post(&format!("{home}/withdraw?revision=2"), &[("why", "We go on")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(reader.get(&product).await.text.contains("action=\"/buy\""), "everything is as before");
    let log = operator.get("/console/log").await.text;
    assert!(log.contains("It begins") && log.contains("Took a plan of an end back"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_plan_ended_is_erased_after_asking_twice_and_its_page_leads_to_the_certificate() {
    let house = House::sqlite();
    let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
    let town = Town::of(house);
    let operator = town.browser("olga", true).await;
    let handle = app::merchants::find(&town.house.ctx, shop.merchant).await.unwrap().unwrap().handle;
    let base = [
        ("scope", "shop"),
        ("handle", handle.as_str()),
        ("zone", "UTC"),
        ("audience", "partners"),
        ("why", "It was decided"),
    ];
    let saved =
        operator.post("/console/sunsets", &form(&days(&town, [0, 10, 31, 60, 120, 150]), &base)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let id = town.house.ctx.db().read(store::sunsets::list).await.unwrap()[0].id;
    let home = format!("/console/sunsets/{id}");
    operator.post(&format!("{home}/start?revision=1"), &[("why", "It begins")]).await;
    let number = id.to_string();
    let all = [("why", "Its day has come"), ("word", number.as_str()), ("sure", "on")];
    let early = operator.post(&format!("{home}/erase"), &all).await;
    refused(&early, "Nothing may be erased yet", "before its day");
    assert!(!early.text.contains("Erase for good"), "no button before its day");

    town.house.clock.advance(SignedDuration::from_hours(24 * 151));
    let operator = town.browser("olaf", true).await;
    let page = operator.get(&home).await.text;
    assert!(page.contains("it may be erased") && page.contains("Erase for good"), "{page}");
    for (left_out, says) in [
        ("why", "Please fill this in."),
        ("word", "To say that you mean it, type"),
        ("sure", "Tick this first."),
    ] {
        let some: Vec<_> = all.iter().copied().filter(|(name, _)| *name != left_out).collect();
        refused(&operator.post(&format!("{home}/erase"), &some).await, says, left_out);
    }
    let reader = town.browser("camille", false).await;
    assert_eq!(reader.post(&format!("{home}/erase"), &all).await.status, StatusCode::NOT_FOUND);
    assert_eq!(reader.get(&format!("/@{handle}")).await.status, StatusCode::OK, "nothing has changed");

    let begun = operator.post(&format!("{home}/erase"), &all).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let page = operator.get(&home).await.text;
    assert!(page.contains("It is being erased") && !page.contains("Take back"), "{page}");
    town.house.drain().await;
    let page = operator.get(&home).await.text;
    assert!(page.contains("It was erased, and searched for."), "{page}");
    let address = crate::town::between(&page, "href=\"/erasures/", "\"").unwrap();
    let certificate = reader.get(&format!("/erasures/{address}")).await;
    assert_eq!(certificate.status, StatusCode::OK);
    for shown in ["Certificate of erasure", "Values searched for", "Records erased · products"] {
        assert!(certificate.text.contains(shown), "{shown}: {}", certificate.text);
    }
    assert_eq!(reader.get(&format!("/@{handle}")).await.status, StatusCode::NOT_FOUND);
    let product = reader.get(&format!("/products/{}", shop.goods[0].product)).await.status;
    assert_eq!(product, StatusCode::NOT_FOUND);
    let desk = operator.get(&format!("/console/merchants/{}", shop.merchant)).await;
    assert!(desk.status == StatusCode::OK && desk.text.contains("rased"), "{}", desk.text);
    assert!(operator.get("/console/log").await.text.contains("Erased what a plan ended"));
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_what_ends_once_they_may_be_told_and_that_it_was_taken_back() {
    let town = Town::of(House::sqlite());
    let (ctx, guest) = (&town.house.ctx, town.guest().await);
    let permit = Actor::System.may(RunServer).unwrap();
    let today = ctx.now().to_zoned(TimeZone::UTC).date();
    let day = |days: i64| today.saturating_add(days.days());
    let wish = Wish {
        days: Days([day(2), day(10), day(31), day(60), day(90), day(120)]),
        zone: TimeZone::UTC,
        successor: None,
        audience: Audience::Partners,
        reason: "It costs more than it earns".to_owned(),
    };
    let scope = Scope::Feature(Feature::Buy);
    let id = sunsets::draft(ctx, &permit, scope, wish, "Between us").await.unwrap();
    sunsets::start(ctx, &permit, (id, 1), "Between us").await.unwrap();
    app::feed::catch_up(ctx).await.unwrap();
    assert!(!guest.get("/status").await.text.contains("ends on"), "nobody was told yet");

    town.house.clock.advance(SignedDuration::from_hours(24 * 3));
    let ends = format!("Buying ends on {}", day(31).strftime("%-d %B %Y"));
    let page = guest.get("/status").await.text;
    assert!(page.contains(&format!("<a href=\"/closing/{id}\">{ends}</a>")), "{page}");
    assert!(guest.get("/status/feed").await.text.contains(&format!("<title>{ends}</title>")));
    town.house.clock.advance(SignedDuration::from_hours(24 * 30));
    let page = guest.get("/status").await.text;
    assert!(page.contains("Buying: No new orders") && page.contains(">Ended<"), "{page}");
    let came = format!("{}</time>", day(31).strftime("%-d %B %Y"));
    assert!(page.contains(&came), "{came}: {page}");
    assert!(!page.contains("Between us"), "{page}");

    sunsets::withdraw(ctx, &permit, (id, 2), "Between us").await.unwrap();
    app::feed::catch_up(ctx).await.unwrap();
    let page = guest.get("/status").await.text;
    assert!(page.contains("Buying does not end after all") && !page.contains("/closing/"), "{page}");
    let feed = guest.get("/status/feed").await.text;
    let titles: Vec<&str> =
        feed.split("<entry><title>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    let course =
        ["Buying does not end after all", "Buying: No new orders", "Buying: No new shops", ends.as_str()];
    assert_eq!(titles, course);
}
