//! Names within sentences: one that is written from right to left must not turn what stands around it.

use std::borrow::Cow;

/// A name as it may stand in a sentence: set apart by invisible marks when any of it runs from right to left.
pub(crate) fn isolated(name: &str) -> Cow<'_, str> {
    if name.chars().any(runs_left) {
        Cow::Owned(format!("\u{2068}{name}\u{2069}"))
    } else {
        Cow::Borrowed(name)
    }
}

/// Whether a character belongs to a script that runs from right to left: Hebrew, Arabic, Syriac, N’Ko, Adlam, ….
const fn runs_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::isolated;

    #[test]
    fn only_names_that_run_left_are_set_apart() {
        for plain in ["Zoë Müller", "张伟", "Олена"] {
            assert_eq!(isolated(plain), plain);
        }
        assert_eq!(isolated("محمد علي"), "\u{2068}محمد علي\u{2069}");
        assert_eq!(isolated("דוד Levi"), "\u{2068}דוד Levi\u{2069}");
    }
}
