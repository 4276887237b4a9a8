//! Annual statements and what receipts of a country say: once for each donor, nonprofit and year, whatever dies when.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use app::donations::statements::{self, Statement};
use app::donations::{self, DonationView, Given};
use app::ports::{Block, Paper};
use domain::access::Actor;
use domain::donation::receipt::ReceiptKind;
use domain::money::{Currency, Money};
use domain::nonprofit::registry::Registry;
use domain::nonprofit::staff::NonprofitAct;
use jiff::SignedDuration;
use store::mails::KeptMail;
use testkit::house::{Charity, DieAfter, Home, House, On, Plan, donor, give_with};
use words::{Locale, Words};

fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::EUR)
}

async fn give(house: &House, charity: &Charity, email: &str, cents: i64) -> DonationView {
    let mut view = charity.begin(&house.ctx, cents).await;
    let change = donations::Change { email: email.to_owned(), ..donor(view.donation.amount) };
    donations::change(&house.ctx, &mut view, change).await.unwrap();
    assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled);
    fresh(house, &view).await
}

async fn fresh(house: &House, view: &DonationView) -> DonationView {
    donations::open_by_link(&house.ctx, &Actor::Anonymous, view.donation.id, &view.token).await.unwrap()
}

/// Moves the clock to the fifth of January that comes next.
fn to_january(house: &House) {
    let now = app::Clock::now(&*house.clock);
    let year = now.to_zoned(jiff::tz::TimeZone::UTC).year();
    let fifth = jiff::civil::date(year + 1, 1, 5).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    house.clock.advance(fifth.duration_since(now));
}

async fn statements_to(house: &House, email: &str) -> Vec<KeptMail> {
    house.drain().await;
    let mails = house
        .ctx
        .db()
        .read(|conn| store::mails::newest(conn, domain::ids::MailId(i64::MAX), 100))
        .await
        .unwrap();
    let is_one = |mail: &KeptMail| mail.recipient == email && mail.subject.starts_with("What you gave");
    mails.into_iter().filter(is_one).collect()
}

/// The statement behind the button of a mail.
async fn behind(house: &House, mail: &KeptMail) -> Option<Statement> {
    let link = mail.text.lines().find(|line| line.contains("/statements/")).unwrap();
    let mut parts = link.rsplit('/');
    let (token, year, gift) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    statements::by_link(&house.ctx, gift.parse().unwrap(), year.parse().unwrap(), token).await.unwrap()
}

#[tokio::test]
async fn in_january_every_donor_gets_one_statement_of_the_year() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let (charity, other) = (house.charity().await, house.charity().await);
        give(&house, &charity, "ann@example.com", 1_000).await;
        let back = give(&house, &charity, "ann@example.com", 2_000).await;
        give(&house, &charity, "ann@example.com", 3_000).await;
        give(&house, &charity, "bob@example.com", 500).await;
        give(&house, &other, "ann@example.com", 700).await;
        let gone = give(&house, &charity, "eve@example.com", 900).await;
        let permit = charity.may(NonprofitAct::ReturnGift);
        for gift in [&back, &gone] {
            donations::give_back(&house.ctx, &permit, gift.donation.id, "").await.unwrap();
        }
        house.drain().await;
        statements::look_over(&house.ctx).await.unwrap();
        assert!(statements_to(&house, "ann@example.com").await.is_empty(), "{on:?}: the year is not over");
        to_january(&house);
        for _ in 0..3 {
            statements::look_over(&house.ctx).await.unwrap();
        }
        let mails = statements_to(&house, "ann@example.com").await;
        assert_eq!(mails.len(), 2, "{on:?}: one from each nonprofit: {mails:?}");
        assert_eq!(statements_to(&house, "bob@example.com").await.len(), 1, "{on:?}");
        assert!(statements_to(&house, "eve@example.com").await.is_empty(), "{on:?}: all of it went back");
        let mail = mails.iter().find(|mail| mail.text.contains("€40.00")).expect("what was kept");
        let statement = behind(&house, mail).await.unwrap();
        let lines: Vec<_> = statement.lines.iter().map(|line| (line.amount, line.refunded)).collect();
        let wanted = [(euros(1_000), euros(0)), (euros(2_000), euros(2_000)), (euros(3_000), euros(0))];
        assert_eq!(lines, wanted, "{on:?}");
        assert!(statement.is_copy, "{on:?}: what is fetched later is a copy");
        assert_eq!(statement.lines[0].number.number, 1, "{on:?}");
        let pdf = statements::pdf(&house.ctx, Words::of(Locale::En), &statement).await.unwrap();
        assert!(pdf.starts_with(b"%PDF-"), "{on:?}");
    }
}

#[tokio::test]
async fn a_statement_is_asked_for_once_by_however_many_servers() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        for number in 0..5 {
            give(&house, &charity, &format!("donor{number}@example.com"), 1_000).await;
        }
        to_january(&house);
        let looks = (0..4).map(|_| statements::look_over(&house.ctx));
        for look in futures_util::future::join_all(looks).await {
            look.unwrap();
        }
        for number in 0..5 {
            let mails = statements_to(&house, &format!("donor{number}@example.com")).await;
            assert_eq!(mails.len(), 1, "{on:?}: {number}");
        }
    }
}

#[tokio::test]
async fn whatever_dies_when_every_donor_gets_one_statement() {
    for commits in 1..10 {
        let house = House::sqlite();
        let charity = house.charity().await;
        for number in 0..3 {
            give(&house, &charity, &format!("donor{number}@example.com"), 1_000).await;
        }
        house.drain().await;
        to_january(&house);
        let faults = Some(DieAfter::commits(commits) as _);
        let mortal = house.neighbour(2, Plan { faults, ..Plan::default() });
        let _ = statements::look_over(&mortal).await;
        let _ = app::jobs::drain(&mortal).await;
        drop(mortal);
        house.clock.advance(SignedDuration::from_mins(40));
        statements::look_over(&house.ctx).await.unwrap();
        for number in 0..3 {
            let mails = statements_to(&house, &format!("donor{number}@example.com")).await;
            assert_eq!(mails.len(), 1, "after {commits} commits: {number}");
        }
    }
}

#[tokio::test]
async fn nobody_is_written_to_in_summer_and_no_link_opens_another_donors_statement() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let ann = give(&house, &charity, "ann@example.com", 1_000).await;
    let bob = give(&house, &charity, "bob@example.com", 2_000).await;
    house.drain().await;
    to_january(&house);
    house.clock.advance(SignedDuration::from_hours(24 * 150));
    statements::look_over(&house.ctx).await.unwrap();
    assert!(statements_to(&house, "ann@example.com").await.is_empty());
    let year = statements::year_of(&ann.nonprofit, &ann.donation).unwrap();
    let link = statements::link(&house.ctx, &ann.donation, year);
    let token = link.rsplit('/').next().unwrap();
    let opened = |id, year, token: &str| {
        let (ctx, token) = (house.ctx.clone(), token.to_owned());
        async move { statements::by_link(&ctx, id, year, &token).await.unwrap() }
    };
    assert_eq!(opened(ann.donation.id, year, token).await.unwrap().lines.len(), 1);
    assert!(opened(bob.donation.id, year, token).await.is_none());
    assert!(opened(ann.donation.id, year - 1, token).await.is_none());
    assert!(opened(ann.donation.id, year, &ann.token).await.is_none(), "the gift's own link opens none");
}

fn texts(paper: &Paper) -> String {
    let parts = paper.blocks.iter().map(|block| match block {
        Block::Heading(text) | Block::Text(text) | Block::Emphasis(text) => text.clone(),
        Block::Facts(facts) => {
            facts.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n")
        }
        Block::Table { .. } => String::new(),
    });
    parts.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_receipt_says_what_its_country_wants_to_read() {
    let house = House::sqlite();
    let at =
        |country, currency, registry, number, digits| Home { country, currency, registry, number, digits };
    let homes = [
        (
            at("FR", Currency::EUR, Registry::FrRna, "W", 9),
            vec!["Declared as a gift from hand to hand", "Card"],
        ),
        (
            at("US", Currency::USD, Registry::UsEin, "12", 7),
            vec!["No goods or services were provided in exchange for this contribution."],
        ),
        (at("GB", Currency::GBP, Registry::GbCcew, "1", 6), vec!["Gift Aid: Not declared"]),
        (
            at("DE", Currency::EUR, Registry::Other, "1", 6),
            vec!["Geldzuwendungen", "Amount in words: fünfundzwanzig Euro", "§ 10b Abs. 4 EStG"],
        ),
        (
            at("JP", Currency::EUR, Registry::Other, "2", 6),
            vec!["No goods or services were given in return."],
        ),
    ];
    for (home, wanted) in homes {
        let charity = house.charity_at(home).await;
        let given = give(&house, &charity, "ann@example.com", 2_500).await;
        let receipt = given.receipts.iter().find(|it| it.kind == ReceiptKind::Donation).unwrap();
        let paper = donations::receipt_paper(Words::of(Locale::En), &given, receipt, false);
        let said = texts(&paper);
        for wanted in wanted {
            assert!(said.contains(wanted), "{}: {wanted} in {said}", home.country);
        }
        let pdf = donations::receipt_pdf(&house.ctx, Words::of(Locale::En), &given, receipt, true);
        assert!(pdf.await.unwrap().starts_with(b"%PDF-"));
    }
}
