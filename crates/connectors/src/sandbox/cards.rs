//! The sandbox's test cards.

use domain::payment::Decline;

/// A card that always does the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card {
    /// The token forms send.
    pub token: &'static str,
    /// Its brand.
    pub brand: &'static str,
    /// Its last four digits.
    pub last4: &'static str,
    /// What it does.
    pub conduct: Conduct,
}

/// What a card does when it is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conduct {
    /// Money is held.
    Succeed,
    /// Money is taken at once; it cannot be held.
    TakeAtOnce,
    /// It is refused.
    Decline(Decline),
    /// The buyer's bank asks the buyer first.
    Challenge,
    /// Money is held, but the answer never arrives.
    LoseAnswer,
    /// Money is held, after a while.
    Slow,
    /// The provider cannot be reached.
    Down,
    /// Money is held, but it cannot be captured later.
    FailCapture,
    /// Money is held while its owner is there, and refused later.
    DeclineAway,
    /// Money is held while its owner is there; later the bank wants the owner.
    ChallengeAway,
    /// Money is held while its owner is there; the card ends with the month.
    EndsSoon,
}

impl Conduct {
    /// The word for it, the end of the key of its sentence (`test-card-…`).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Succeed => "ok",
            Self::TakeAtOnce => "at-once",
            Self::Decline(Decline::InsufficientFunds) => "insufficient-funds",
            Self::Decline(Decline::ExpiredCard) => "expired",
            Self::Decline(
                Decline::Generic
                | Decline::IncorrectDetails
                | Decline::AuthenticationFailed
                | Decline::Blocked,
            ) => "declined",
            Self::Challenge => "challenge",
            Self::LoseAnswer => "lost-answer",
            Self::Slow => "slow",
            Self::Down => "down",
            Self::FailCapture => "fail-capture",
            Self::DeclineAway => "declined-later",
            Self::ChallengeAway => "challenge-later",
            Self::EndsSoon => "ends-soon",
        }
    }
}

/// Every test card.
pub const CARDS: [Card; 14] = [
    card("card_ok", "Visa", "4242", Conduct::Succeed),
    card("card_ok_mastercard", "Mastercard", "4444", Conduct::Succeed),
    card("card_at_once", "Bank transfer", "0001", Conduct::TakeAtOnce),
    card("card_declined", "Visa", "0002", Conduct::Decline(Decline::Generic)),
    card("card_insufficient_funds", "Visa", "9995", Conduct::Decline(Decline::InsufficientFunds)),
    card("card_expired", "Visa", "0069", Conduct::Decline(Decline::ExpiredCard)),
    card("card_challenge", "Visa", "3155", Conduct::Challenge),
    card("card_lost_answer", "Visa", "5000", Conduct::LoseAnswer),
    card("card_slow", "Visa", "4000", Conduct::Slow),
    card("card_down", "Visa", "5030", Conduct::Down),
    card("card_fail_capture", "Visa", "0341", Conduct::FailCapture),
    card("card_declined_later", "Visa", "0325", Conduct::DeclineAway),
    card("card_challenge_later", "Visa", "3184", Conduct::ChallengeAway),
    card("card_ends_soon", "Visa", "1001", Conduct::EndsSoon),
];

const fn card(token: &'static str, brand: &'static str, last4: &'static str, conduct: Conduct) -> Card {
    Card { token, brand, last4, conduct }
}

/// Before the token of a card that was saved.
pub(super) const SAVED: &str = "saved_";
/// Before the number of one of many cards that behave alike: `card_declined#17`. A card without a number belongs to nobody, as
/// test cards do, and nothing tells who types it from others that do.
const NUMBER: char = '#';

/// What tells a card from others that behave like it, if it has a number.
pub(super) fn fingerprint(token: &str) -> Option<String> {
    let (_, number) = token.split_once(NUMBER)?;
    Card::of_token(token).filter(|_| !number.is_empty()).map(|_| token.to_owned())
}

impl Card {
    /// The card with this token, typed or saved.
    #[must_use]
    pub fn of_token(token: &str) -> Option<&'static Self> {
        let typed = token.strip_prefix(SAVED).unwrap_or(token);
        let typed = typed.split_once(NUMBER).map_or(typed, |(card, _)| card);
        CARDS.iter().find(|card| card.token == typed)
    }
}
