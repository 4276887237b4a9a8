//! Our own name of something at a platform that keeps no field for it: it stands in the reason that people there read.

/// What stands before and after our id.
const MARK: (&str, &str) = ("[buyline:", "]");
/// Characters of a reason that are sent along.
const REASON_CHARS_MAX: usize = 150;

/// A reason with our id.
pub(crate) fn marked(reason: &str, id: &str) -> String {
    let said: String = reason.chars().take(REASON_CHARS_MAX).collect();
    format!("{said} {}{id}{}", MARK.0, MARK.1).trim().to_owned()
}

/// Our id, where a reason has one, and the reason without it.
pub(crate) fn read(said: &str) -> (Option<String>, String) {
    let marked =
        said.split_once(MARK.0).and_then(|(reason, rest)| Some((reason, rest.split_once(MARK.1)?.0)));
    match marked {
        Some((reason, id)) => (Some(id.to_owned()), reason.trim().to_owned()),
        None => (None, said.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_marked_is_read_and_what_was_not_is_left_as_it_is() {
        assert_eq!(read(&marked("Too large", "rfd_1")), (Some("rfd_1".to_owned()), "Too large".to_owned()));
        assert_eq!(read(&marked("", "rfd_1")), (Some("rfd_1".to_owned()), String::new()));
        for text in ["", "scratched", "[buyline:rfd_1", "rfd_1]"] {
            assert_eq!(read(text), (None, text.to_owned()));
        }
    }
}
