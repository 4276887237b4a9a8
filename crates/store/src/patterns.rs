//! What people look for, as patterns of `LIKE` with the escape `!`.

/// Words of a search that are looked at: each is a condition of the text, and nobody remembers more of a title.
pub(crate) const WORDS_MAX: usize = 6;

/// One pattern per word of `text`, in small letters. All must be met, in any order; a word also meets a longer one
/// that it begins or stands in. The longest comes first, as it leaves the least to look at; where there are fewer
/// words, the last patterns are met by everything.
pub(crate) fn words(text: &str) -> [String; WORDS_MAX] {
    let text = text.to_lowercase();
    let mut words: Vec<&str> = text.split_whitespace().take(WORDS_MAX).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    std::array::from_fn(|index| format!("%{}%", escape(words.get(index).unwrap_or(&""))))
}

fn escape(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_a_pattern_with_its_signs_made_plain() {
        assert_eq!(words("  Lac  50%_Off! "), ["%50!%!_off!!%", "%lac%", "%%", "%%", "%%", "%%"]);
        assert_eq!(words("a b c d e f g").len(), WORDS_MAX);
        assert!(words("").iter().all(|pattern| pattern == "%%"));
    }
}
