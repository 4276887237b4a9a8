//! A gift in honour or in memory of somebody, and the one mail that may tell a person of it (E7).

/// Characters of a name: of whom the gift is for, or of who is told.
pub const NAME_CHARS_MAX: usize = 120;
/// Characters of what the donor writes to who is told.
pub const MESSAGE_CHARS_MAX: usize = 500;
/// Notices that one donor's gifts may send within a day. A family is told in one evening; more is a mailing list, and
/// goes to people who never asked for mail.
pub const NOTICES_A_DAY_MAX: i64 = 5;
/// Notices that one address is sent within a day, whoever gives: a bereaved family hears from many, and nobody is flooded.
pub const NOTICES_TO_ONE_MAX: i64 = 20;

/// What the gift is to its person. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TributeKind {
    /// In honour of somebody.
    Honor,
    /// In memory of somebody.
    Memory,
}

impl TributeKind {
    /// Both kinds, in the order a form offers them.
    pub const ALL: [Self; 2] = [Self::Honor, Self::Memory];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Honor => "honor",
            Self::Memory => "memory",
        }
    }

    /// The kind with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Whether somebody was told. Stored as text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Told {
    /// Nothing was sent: the gift is not settled, or nobody is to be told.
    #[default]
    No,
    /// The mail was asked for when the gift settled.
    Yes,
    /// Too many went out that day for this donor or to this address, so this one did not.
    Held,
}

impl Told {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::No, Self::Yes, Self::Held];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::No => "",
            Self::Yes => "sent",
            Self::Held => "held",
        }
    }

    /// The one with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|told| told.as_str() == word)
    }
}

/// Whom the gift is for. Personal data: never in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tribute {
    /// In honour or in memory.
    pub kind: TributeKind,
    /// Of whom.
    pub name: String,
    /// Who is told, if somebody is.
    pub notice: Option<Notice>,
    /// Whether they were.
    pub told: Told,
}

impl Tribute {
    /// The same with names on one line, as the subject of a mail has them, and without what surrounds texts.
    #[must_use]
    pub fn tidied(self) -> Self {
        let notice = self.notice.map(|notice| Notice {
            email: notice.email.trim().to_owned(),
            name: one_line(&notice.name),
            message: notice.message.trim().to_owned(),
            ..notice
        });
        Self { name: one_line(&self.name), notice, ..self }
    }

    /// The same for a gift that comes again: who was told of the first one is not told of each.
    #[must_use]
    pub fn without_notice(self) -> Self {
        Self { notice: None, told: Told::No, ..self }
    }
}

/// Who is told of it, and what. Personal data of somebody who never came here: never in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Where it goes.
    pub email: String,
    /// How they are greeted; may be empty.
    pub name: String,
    /// What the donor writes; may be empty.
    pub message: String,
    /// How much was given is named.
    pub shows_amount: bool,
}

/// What is wrong with a tribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TributeProblem {
    /// Nobody is named, or the name is too long.
    #[error("a name of at most {NAME_CHARS_MAX} characters says whom the gift is for")]
    Name,
    /// Neither in honour nor in memory, although the rest was filled in.
    #[error("choose in honour or in memory")]
    Kind,
    /// No mail address where somebody is to be told.
    #[error("a mail address says where the notice goes")]
    Email,
    /// The name of who is told is too long.
    #[error("the name of who is told has at most {NAME_CHARS_MAX} characters")]
    To,
    /// The message is too long.
    #[error("a message has at most {MESSAGE_CHARS_MAX} characters")]
    Message,
    /// There is a link in the message: mail to strangers carries none.
    #[error("a message carries no links")]
    Link,
    /// This donor's gifts have told enough people today.
    #[error("at most {NOTICES_A_DAY_MAX} notices go out for one donor a day")]
    TooMany,
}

/// Everything that is wrong with `tribute`, but for what only the books know. `is_email` says what a mail address is.
#[must_use]
pub fn problems(tribute: &Tribute, is_email: impl Fn(&str) -> bool) -> Vec<TributeProblem> {
    let mut problems = Vec::new();
    let mut check = |is_right: bool, problem| {
        if !is_right {
            problems.push(problem);
        }
    };
    check((1..=NAME_CHARS_MAX).contains(&tribute.name.chars().count()), TributeProblem::Name);
    if let Some(notice) = &tribute.notice {
        check(is_email(&notice.email), TributeProblem::Email);
        check(notice.name.chars().count() <= NAME_CHARS_MAX, TributeProblem::To);
        check(notice.message.chars().count() <= MESSAGE_CHARS_MAX, TributeProblem::Message);
        check(!has_link(&notice.message), TributeProblem::Link);
    }
    problems
}

/// `text` without line ends and other characters that steer what shows it.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An address that somebody could be led to, written as one.
#[must_use]
pub fn has_link(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["://", "www.", "mailto:", "javascript:"].iter().any(|mark| text.contains(mark))
}

/// `text` so that no mail program makes a link of it: a dot between two letters, as in a name of the web, gets a space.
/// "J.Dupont" reads better for it.
#[must_use]
pub fn unlinked(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(one) = chars.next() {
        // A scheme is cut at its colon, wherever a name may hide one.
        let after = chars.peek().copied().unwrap_or(' ');
        out.push(one);
        let is_name = one == '.' && before.is_alphanumeric() && after.is_alphabetic();
        if is_name || (one == ':' && after == '/') {
            out.push(' ');
        }
        before = one;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tribute(name: &str, notice: Option<Notice>) -> Tribute {
        Tribute { kind: TributeKind::Memory, name: name.to_owned(), notice, told: Told::No }
    }

    fn notice(message: &str) -> Notice {
        Notice {
            email: "jo@example.com".to_owned(),
            name: String::new(),
            message: message.to_owned(),
            shows_amount: false,
        }
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let is_email = |text: &str| text.contains('@');
        assert_eq!(problems(&tribute("Yann", None), is_email), []);
        assert_eq!(problems(&tribute("Yann", Some(notice("We miss him."))), is_email), []);
        assert_eq!(problems(&tribute("", None), is_email), [TributeProblem::Name]);
        let wrong = Notice {
            email: "nobody".to_owned(),
            name: "x".repeat(121),
            message: format!("{} HTTP://evil.example", "x".repeat(500)),
            shows_amount: true,
        };
        let all = [
            TributeProblem::Name,
            TributeProblem::Email,
            TributeProblem::To,
            TributeProblem::Message,
            TributeProblem::Link,
        ];
        assert_eq!(problems(&tribute(&"x".repeat(121), Some(wrong)), is_email), all);
        let longest = problems(&tribute(&"é".repeat(120), Some(notice(&"é".repeat(500)))), is_email);
        assert_eq!(longest, [], "characters are counted, not bytes");
    }

    #[test]
    fn a_name_is_one_line_whatever_was_sent() {
        let given = Notice {
            name: " Jo\t\u{0} ".to_owned(),
            email: " jo@example.com\n".to_owned(),
            ..notice(" Hi\nyou ")
        };
        let tidied = tribute("Yann\r\nBcc: all@example.com", Some(given)).tidied();
        assert_eq!(tidied.name, "Yann Bcc: all@example.com");
        let kept = tidied.notice.unwrap();
        assert_eq!((&*kept.name, &*kept.email, &*kept.message), ("Jo", "jo@example.com", "Hi\nyou"));
    }

    #[test]
    fn no_mail_program_finds_a_link_in_what_a_donor_writes() {
        for (written, sent) in [
            ("We miss him. Dearly.", "We miss him. Dearly."),
            ("Thanks.Love, Jo", "Thanks. Love, Jo"),
            ("go to evil.example/x", "go to evil. example/x"),
            ("jo@evil.example", "jo@evil. example"),
            ("x://y", "x: //y"),
            ("3.5 km at 10.30", "3.5 km at 10.30"),
        ] {
            assert_eq!(unlinked(written), sent);
        }
        assert!(has_link("see https://evil.example") && has_link("WWW.evil.example"));
        assert!(!has_link("He left at 5. We stayed."));
    }

    #[test]
    fn words_read_back() {
        for kind in TributeKind::ALL {
            assert_eq!(TributeKind::from_word(kind.as_str()), Some(kind));
        }
        for told in Told::ALL {
            assert_eq!(Told::from_word(told.as_str()), Some(told));
        }
        assert_eq!(TributeKind::from_word(""), None);
    }
}
