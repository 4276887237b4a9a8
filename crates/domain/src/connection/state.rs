//! How a connection stands.

/// Whether a shop is spoken to. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectionState {
    /// It is read, and orders go there.
    On,
    /// Its merchant wants neither for now; orders wait.
    Paused,
    /// What opens it does not any more; orders wait until there is something new.
    Broken,
    /// It was let go of, for good.
    Closed,
}

/// What happens to a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConnectionAct {
    /// Its merchant goes on with it.
    TurnOn,
    /// Its merchant pauses it.
    Pause,
    /// The platform does not take its keys.
    KeysFailed,
    /// Its merchant brought keys that open it.
    KeysGiven,
    /// Its merchant, or the platform, lets go of it.
    Close,
}

impl ConnectionState {
    /// All states, for tables.
    pub const ALL: [Self; 4] = [Self::On, Self::Paused, Self::Broken, Self::Closed];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Paused => "paused",
            Self::Broken => "broken",
            Self::Closed => "closed",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// Where a connection stands after `act`; none when that changes nothing.
#[must_use]
pub const fn connection_after(state: ConnectionState, act: ConnectionAct) -> Option<ConnectionState> {
    use ConnectionAct as Act;
    use ConnectionState as State;
    match (state, act) {
        (State::Paused, Act::TurnOn) | (State::Broken, Act::KeysGiven) => Some(State::On),
        (State::On | State::Broken, Act::Pause) => Some(State::Paused),
        (State::On, Act::KeysFailed) => Some(State::Broken),
        (State::On | State::Paused | State::Broken, Act::Close) => Some(State::Closed),
        // What does not open is mended by keys alone, and whoever paused it has said what they want.
        (State::Broken, Act::TurnOn | Act::KeysFailed)
        | (State::Paused, Act::Pause | Act::KeysFailed | Act::KeysGiven)
        | (State::On, Act::TurnOn | Act::KeysGiven)
        | (State::Closed, Act::TurnOn | Act::Pause | Act::KeysFailed | Act::KeysGiven | Act::Close) => None,
    }
}

/// What is being read of a shop. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pass {
    /// All of it, for the first time.
    Load,
    /// What changed of its goods.
    Sweep,
    /// All of it, to find what no message and no sweep told.
    Compare,
    /// What changed of the orders that came from here.
    Orders,
    /// Nothing.
    Idle,
}

impl Pass {
    /// All of them, for tables.
    pub const ALL: [Self; 5] = [Self::Load, Self::Sweep, Self::Compare, Self::Orders, Self::Idle];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Sweep => "sweep",
            Self::Compare => "compare",
            Self::Orders => "orders",
            Self::Idle => "idle",
        }
    }

    /// The pass with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pass| pass.as_str() == word)
    }

    /// It reads everything: what it does not meet is gone.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        match self {
            Self::Load | Self::Compare => true,
            Self::Sweep | Self::Orders | Self::Idle => false,
        }
    }
}

/// What of a shop is bought here. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Takes {
    /// Everything, and what comes anew.
    All,
    /// What its merchant offers, product by product.
    Chosen,
}

impl Takes {
    /// Both, for tables and forms.
    pub const ALL: [Self; 2] = [Self::All, Self::Chosen];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Chosen => "chosen",
        }
    }

    /// The choice with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|takes| takes.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConnectionAct as Act;
    use ConnectionState as State;

    #[test]
    fn nothing_opens_what_was_let_go_of() {
        for act in [Act::TurnOn, Act::Pause, Act::KeysFailed, Act::KeysGiven, Act::Close] {
            assert_eq!(connection_after(State::Closed, act), None, "{act:?}");
        }
    }

    #[test]
    fn keys_alone_mend_what_does_not_open() {
        assert_eq!(connection_after(State::On, Act::KeysFailed), Some(State::Broken));
        assert_eq!(connection_after(State::Broken, Act::TurnOn), None);
        assert_eq!(connection_after(State::Broken, Act::KeysGiven), Some(State::On));
    }

    #[test]
    fn what_its_merchant_paused_stays_paused_whatever_a_job_finds_out() {
        for act in [Act::KeysFailed, Act::KeysGiven] {
            assert_eq!(connection_after(State::Paused, act), None, "{act:?}");
        }
        assert_eq!(connection_after(State::Paused, Act::TurnOn), Some(State::On));
    }

    #[test]
    fn words_are_read_back() {
        for state in State::ALL {
            assert_eq!(State::from_word(state.as_str()), Some(state));
        }
        for pass in Pass::ALL {
            assert_eq!(Pass::from_word(pass.as_str()), Some(pass));
        }
        for takes in Takes::ALL {
            assert_eq!(Takes::from_word(takes.as_str()), Some(takes));
        }
    }
}
