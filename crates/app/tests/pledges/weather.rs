//! A provider whose cards have good days and bad ones: which ones, a function of donor and day alone says, so that a model
//! can say the same. The money itself is kept by the sandbox.

use std::collections::HashSet;
use std::sync::Arc;

use app::Clock;
use app::ports::{
    Answer, Attempt, Authorize, NewMethod, Paper, PaperError, Papers, PaymentError, Payments, Presence,
    Returned, SavedMethod, Saving, Seen,
};
use buyline_app as app;
use domain::money::Money;
use domain::payment::{Decline, Observed};
use parking_lot::Mutex;
use testkit::house::MovableClock;

/// How a card is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Pays,
    Declines,
    Asks,
}

/// Days since 1970, in universal time: the looks are made at an hour at which every zone of the test has the same day.
pub fn day_of(clock: &MovableClock) -> i64 {
    clock.now().as_second().div_euclid(86_400)
}

/// Days from 1970 to a date. Source: Howard Hinnant, "chrono-compatible low-level date algorithms".
pub fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// A number that looks random, the same for the same pair.
pub fn dice(one: u64, other: u64) -> u64 {
    let mut z = one.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ other.wrapping_mul(0xD1B5_4A32_D192_ED03);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Windows of days, counted from `first`, in which the card of donor `index` does not pay.
pub fn mood(index: usize, first: i64, day: i64) -> Mood {
    let luck = index as u64;
    let within = |salt: u64, length: u64| {
        let begins = first + 20 + i64::try_from(dice(luck, salt) % 640).unwrap();
        let lasts = i64::try_from(1 + dice(luck, salt + 1) % length).unwrap();
        (begins..begins + lasts).contains(&day)
    };
    let (year, month) = card_ends(index);
    match index % 8 {
        2 if day >= days_of(year + month / 12, month % 12 + 1, 1) => Mood::Declines,
        1 if within(1, 6) || within(3, 12) => Mood::Declines,
        3 if within(5, 40) => Mood::Asks,
        5 if within(7, 150) => Mood::Declines,
        6 if within(9, 10) => Mood::Asks,
        6 if within(11, 10) => Mood::Declines,
        _ => Mood::Pays,
    }
}

/// The year and month with which the first card of donor `index` ends.
pub fn card_ends(index: usize) -> (i64, i64) {
    if index % 8 != 2 {
        return (2040, 12);
    }
    let months = 2026 * 12 + 12 + i64::try_from(dice(index as u64, 20) % 22).unwrap();
    (months / 12, months % 12 + 1)
}

/// The first card of donor `index`, as it is kept.
fn kept(index: usize) -> SavedMethod {
    let (year, month) = card_ends(index);
    SavedMethod {
        token: format!("kept_{index}"),
        brand: "Visa".to_owned(),
        last4: "4242".to_owned(),
        expires: format!("{month:02}/{}", year - 2_000),
    }
}

pub struct Weather {
    pub sandbox: Arc<dyn Payments>,
    pub clock: Arc<MovableClock>,
    pub first: i64,
    /// Attempts that were asked for: a repeated key is answered as it was.
    asked: Mutex<HashSet<String>>,
}

impl Weather {
    pub fn new(sandbox: Arc<dyn Payments>, clock: Arc<MovableClock>, first: i64) -> Self {
        Self { sandbox, clock, first, asked: Mutex::default() }
    }

    /// `typed_17` and `kept_17` are of donor 17 and have its moods; `good_17`, typed as `new_17`, always pays.
    fn card(&self, request: &Authorize) -> &'static str {
        let (kind, index) = request.method.split_once('_').expect("a method of this test");
        let index: usize = index.parse().unwrap();
        if kind == "good" || request.presence != Presence::Away {
            return "card_ok";
        }
        match mood(index, self.first, day_of(&self.clock)) {
            Mood::Declines => "card_insufficient_funds",
            Mood::Asks => "card_challenge_later",
            // Some answers get lost, some are taken at once.
            Mood::Pays
                if request.attempt.key.ends_with("-0")
                    && dice(7, request.attempt.began_at.as_second() as u64).is_multiple_of(50) =>
            {
                "card_lost_answer"
            }
            Mood::Pays if index.is_multiple_of(3) => "card_at_once",
            Mood::Pays => "card_ok",
        }
    }
}

impl Payments for Weather {
    fn name(&self) -> &'static str {
        self.sandbox.name()
    }

    fn is_test(&self) -> bool {
        true
    }

    fn save(&self, method: NewMethod) -> Answer<'_, Result<Saving, PaymentError>> {
        let (kind, index) = method.token.split_once('_').unwrap();
        let saved = match kind {
            "typed" => kept(index.parse().unwrap()),
            _ => SavedMethod {
                token: format!("good_{index}"),
                brand: "Visa".to_owned(),
                last4: "4242".to_owned(),
                expires: "12/40".to_owned(),
            },
        };
        Box::pin(std::future::ready(Ok(Saving::Saved(saved))))
    }

    fn kept(&self, attempt: Attempt) -> Answer<'_, Result<Option<SavedMethod>, PaymentError>> {
        // Each donor gives another amount: the cents above the hundreds are the donor's number.
        let index = usize::try_from(attempt.amount.amount - 1_000).unwrap();
        Box::pin(std::future::ready(Ok(Some(kept(index)))))
    }

    fn forget<'a>(&'a self, _: &'a str) -> Answer<'a, Result<(), PaymentError>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn authorize(&self, mut request: Authorize) -> Answer<'_, Result<Seen, PaymentError>> {
        let fresh = self.asked.lock().insert(request.attempt.key.clone());
        assert!(fresh, "nobody asks for the same payment twice: it is looked up");
        request.method = self.card(&request).to_owned();
        if request.presence == Presence::Away && request.method == "card_challenge_later" {
            let declined = self.sandbox.authorize(request);
            return Box::pin(async move {
                let seen = declined.await?;
                assert_eq!(
                    (seen.observed, seen.decline),
                    (Observed::Failed, Some(Decline::AuthenticationFailed))
                );
                Ok(seen)
            });
        }
        self.sandbox.authorize(request)
    }

    fn capture(&self, attempt: Attempt) -> Answer<'_, Result<Seen, PaymentError>> {
        self.sandbox.capture(attempt)
    }

    fn void(&self, attempt: Attempt) -> Answer<'_, Result<Seen, PaymentError>> {
        self.sandbox.void(attempt)
    }

    fn refund<'a>(
        &'a self,
        attempt: Attempt,
        refund_key: &'a str,
        amount: Money,
    ) -> Answer<'a, Result<Returned, PaymentError>> {
        self.sandbox.refund(attempt, refund_key, amount)
    }

    fn look_up(&self, attempt: Attempt) -> Answer<'_, Result<Option<Seen>, PaymentError>> {
        self.sandbox.look_up(attempt)
    }
}

/// Sets no papers: a receipt's PDF is not what is tested here, and thousands take minutes.
pub struct BlankPapers;

impl Papers for BlankPapers {
    fn pdf(&self, _: &Paper) -> Result<Vec<u8>, PaperError> {
        Ok(Vec::new())
    }
}
