//! Names in order and names that match, in any script.

use icu_collator::{
    CollatorBorrowed, CollatorPreferences, options::CollatorOptions, preferences::CollationNumericOrdering,
};
use std::sync::LazyLock;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The order of no language in particular: letters before their accents and cases, scripts one after the other, and
/// numbers by their value.
static COLLATOR: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    let mut preferences = CollatorPreferences::default();
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    let options = CollatorOptions::default();
    #[expect(
        clippy::expect_used,
        reason = "the data of the order that every language shares is compiled in"
    )]
    CollatorBorrowed::try_new(preferences, options).expect("the common order is there")
});

/// What a name is sorted by.
pub(crate) fn key(name: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(name.len() * 2);
    // A vector takes everything that is written to it.
    let _ = COLLATOR.write_sort_key_to(name, &mut key);
    key
}

/// Letters without their accents, cases and other dress, so that what is typed plainly is found: `Zoë` is `zoe`.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let plain = text.nfkd().filter(|letter| !is_combining_mark(*letter));
    plain.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{folded, key};

    fn sorted<'a>(names: &[&'a str]) -> Vec<&'a str> {
        let mut names = names.to_vec();
        names.sort_by_cached_key(|name| key(name));
        names
    }

    #[test]
    fn accents_and_cases_do_not_part_what_belongs_together() {
        let names = [
            "zoe",
            "Émile",
            "Eve",
            "Ångström",
            "adam",
            "Zoë",
            "Emil",
            "E\u{301}lodie",
        ];
        let expected = [
            "adam",
            "Ångström",
            "E\u{301}lodie",
            "Emil",
            "Émile",
            "Eve",
            "zoe",
            "Zoë",
        ];
        assert_eq!(sorted(&names), expected);
    }

    #[test]
    fn scripts_follow_each_other_and_numbers_count() {
        let names = ["张伟", "محمد", "Øystein", "דוד", "Team 10", "Олена", "Team 9"];
        let expected = ["Øystein", "Team 9", "Team 10", "Олена", "דוד", "محمد", "张伟"];
        assert_eq!(sorted(&names), expected);
    }

    #[test]
    fn what_is_typed_plainly_is_found() {
        assert_eq!(folded("Zoë MÜLLER-Brandt"), "zoe muller-brandt");
        assert_eq!(folded("E\u{301}lodie"), "elodie");
        assert_eq!(folded("ﬁnance Ｔｅａｍ"), "finance team");
        assert_eq!(folded("مُحَمَّد"), folded("محمد"), "vowel signs");
        assert!(folded("张伟").contains(&folded("伟")));
    }
}
