//! What an account may be called, and what its password must be.

/// Characters of a handle at least.
pub const HANDLE_CHARACTERS_MIN: usize = 2;
/// Characters of a handle at most.
pub const HANDLE_CHARACTERS_MAX: usize = 30;
/// Characters of a shown name.
pub const NAME_CHARACTERS_MAX: usize = 60;
/// Characters of the lines about oneself.
pub const BIO_CHARACTERS_MAX: usize = 500;
/// Characters of a password at least. Length is what counts; no rule about kinds of characters.
/// Source: NIST SP 800-63B-4 §3.1.1.2.
pub const PASSWORD_CHARACTERS_MIN: usize = 12;
/// Characters of a password at most: hashing is work.
pub const PASSWORD_CHARACTERS_MAX: usize = 256;
/// Characters of a mail address. Source: RFC 5321 §4.5.3.1.3.
pub const EMAIL_CHARACTERS_MAX: usize = 254;

/// Handles that would be taken for the server itself.
const RESERVED: &[&str] = &[
    "admin",
    "administrator",
    "api",
    "buyline",
    "console",
    "help",
    "info",
    "mail",
    "me",
    "moderator",
    "news",
    "operator",
    "postmaster",
    "root",
    "security",
    "server",
    "studio",
    "support",
    "system",
    "webmaster",
];

/// Passwords that everybody tries first; a long list is no better than a long password.
const COMMON: &[&str] = &[
    "password1234",
    "passwordpassword",
    "123456789012",
    "1234567890123",
    "12345678901234",
    "qwertyuiopas",
    "qwertyuiop12",
    "iloveyou1234",
    "letmeinletmein",
    "adminadminadmin",
    "motdepasse123",
    "motdepasse1234",
    "azertyuiop12",
    "correct horse battery staple",
    "correcthorsebatterystaple",
];

/// Why something about an account is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountProblem {
    /// Not a handle.
    #[error("a handle has 2 to 30 letters, digits and hyphens")]
    Handle,
    /// No name, or too long.
    #[error("a name has 1 to {NAME_CHARACTERS_MAX} characters")]
    Name,
    /// Too much about oneself.
    #[error("at most {BIO_CHARACTERS_MAX} characters")]
    Bio,
    /// Not a mail address.
    #[error("this is not a complete mail address")]
    Email,
    /// Too short.
    #[error("a password has at least {PASSWORD_CHARACTERS_MIN} characters")]
    PasswordShort,
    /// Too long.
    #[error("a password has at most {PASSWORD_CHARACTERS_MAX} characters")]
    PasswordLong,
    /// Too easily guessed.
    #[error("this password is easily guessed")]
    PasswordWeak,
}

/// A handle as it is kept: lower case, without the `@`.
///
/// # Errors
/// [`AccountProblem::Handle`].
pub fn handle(text: &str) -> Result<String, AccountProblem> {
    let handle = text.trim().trim_start_matches('@').to_ascii_lowercase();
    let fits = (HANDLE_CHARACTERS_MIN..=HANDLE_CHARACTERS_MAX).contains(&handle.len())
        && handle.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !handle.starts_with('-')
        && !handle.ends_with('-')
        && !RESERVED.contains(&handle.as_str());
    if fits { Ok(handle) } else { Err(AccountProblem::Handle) }
}

/// A name as it is shown.
///
/// # Errors
/// [`AccountProblem::Name`].
pub fn name(text: &str) -> Result<String, AccountProblem> {
    let name: String = text.chars().filter(|c| !c.is_control()).collect();
    let name = name.trim();
    let fits = (1..=NAME_CHARACTERS_MAX).contains(&name.chars().count());
    if fits { Ok(name.to_owned()) } else { Err(AccountProblem::Name) }
}

/// The lines about oneself.
///
/// # Errors
/// [`AccountProblem::Bio`].
pub fn bio(text: &str) -> Result<String, AccountProblem> {
    let bio = crate::post::clean(text);
    if bio.chars().count() <= BIO_CHARACTERS_MAX { Ok(bio) } else { Err(AccountProblem::Bio) }
}

/// A mail address as it is kept: lower case. Whether it works, only the code that is sent there tells.
///
/// # Errors
/// [`AccountProblem::Email`].
pub fn email(text: &str) -> Result<String, AccountProblem> {
    let email = text.trim().to_lowercase();
    let fits = email.len() <= EMAIL_CHARACTERS_MAX
        && !email.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | '"'))
        && email.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty()
                && host.contains('.')
                && !host.contains('@')
                && host.split('.').all(|label| !label.is_empty())
        });
    if fits { Ok(email) } else { Err(AccountProblem::Email) }
}

/// Whether `password` will do for someone called `handle` with the address `email`.
///
/// # Errors
/// A password's [`AccountProblem`].
pub fn password(password: &str, handle: &str, email: &str) -> Result<(), AccountProblem> {
    let length = password.chars().count();
    if length < PASSWORD_CHARACTERS_MIN {
        return Err(AccountProblem::PasswordShort);
    }
    if length > PASSWORD_CHARACTERS_MAX {
        return Err(AccountProblem::PasswordLong);
    }
    let lower = password.to_lowercase();
    let mut characters: Vec<char> = lower.chars().collect();
    characters.sort_unstable();
    characters.dedup();
    let is_own =
        [handle, email].iter().any(|own| !own.is_empty() && lower.replace(own, "").chars().count() < 6);
    if characters.len() < 4 || is_own || COMMON.contains(&lower.as_str()) {
        return Err(AccountProblem::PasswordWeak);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_lower_case_and_never_the_servers() {
        assert_eq!(handle(" @Atelier-Nord ").as_deref(), Ok("atelier-nord"));
        for bad in ["a", "-ab", "ab-", "a b", "é-é", "admin", "Support", &"a".repeat(31)] {
            assert_eq!(handle(bad), Err(AccountProblem::Handle), "{bad}");
        }
    }

    #[test]
    fn an_address_needs_both_halves() {
        assert_eq!(email(" Camille@Example.ORG ").as_deref(), Ok("camille@example.org"));
        for bad in ["", "a", "a@", "@b.c", "a@b", "a@b..c", "a b@c.d", "a@b@c.d", "a@b.c\nbcc:x@y.z"] {
            assert_eq!(email(bad), Err(AccountProblem::Email), "{bad:?}");
        }
    }

    #[test]
    fn length_is_what_counts_in_a_password() {
        assert_eq!(password("four quiet words here", "cam", "cam@x.org"), Ok(()));
        assert_eq!(password("Sh0rt!", "cam", ""), Err(AccountProblem::PasswordShort));
        assert_eq!(password("aaaaaaaaaaaaaa", "cam", ""), Err(AccountProblem::PasswordWeak));
        assert_eq!(password("PasswordPassword", "cam", ""), Err(AccountProblem::PasswordWeak));
        assert_eq!(password("camille-dupont1", "camille-dupont", ""), Err(AccountProblem::PasswordWeak));
        assert_eq!(password(&"ab1 ".repeat(65), "cam", ""), Err(AccountProblem::PasswordLong));
    }
}
