//! How well something matches what was typed.

use crate::collation::folded;

/// Only other words match.
pub(super) const WORST: u8 = 4;

/// What was typed.
pub(super) struct Query {
    whole: String,
    words: Vec<String>,
}

impl Query {
    pub(super) fn new(text: &str) -> Self {
        let whole = folded(text);
        let words = whole.split_whitespace().map(str::to_owned).collect();
        Self { whole, words }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well a folded title and the other words that something is found by match, 0 being best; `None` unless each word that was
    /// typed is in one of them.
    pub(super) fn rank(&self, title: &str, other_words: &str) -> Option<u8> {
        if title.starts_with(&self.whole) {
            return Some(0);
        }
        let in_title = |word: &String| title.contains(word.as_str());
        if self.words.iter().all(|word| begins_a_word(title, word)) {
            Some(1)
        } else if self.words.iter().all(in_title) {
            Some(2)
        } else {
            let known = |word: &String| in_title(word) || begins_a_word(other_words, word);
            self.words.iter().all(known).then_some(WORST - 1)
        }
    }
}

fn begins_a_word(text: &str, start: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric())
        .any(|word| word.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::{Query, folded};

    #[test]
    fn a_title_that_begins_so_comes_before_one_that_holds_it() {
        let rank = |query: &str, title: &str| Query::new(query).rank(&folded(title), "rota");
        assert_eq!(rank("pay", "Payments nights"), Some(0));
        assert_eq!(rank("night pay", "Payments nights"), Some(1));
        assert_eq!(rank("ments", "Payments nights"), Some(2));
        assert_eq!(rank("payments rota", "Payments nights"), Some(3));
        assert_eq!(rank("payments team", "Payments nights"), None);
        assert_eq!(rank("zoe", "Zoë Müller"), Some(0));
        assert_eq!(rank("MULLER", "Zoë Müller"), Some(1));
    }
}
