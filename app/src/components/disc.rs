//! A person's initials in their colour.

use leptos::prelude::*;

/// A person's initials on a disc; the hue is stable for the person and means nothing.
#[component]
pub fn Disc(
    #[prop(into)] name: String,
    /// The person's id, from which the hue comes.
    #[prop(into)]
    id: String,
    #[prop(optional)] large: bool,
) -> impl IntoView {
    let class = if large { "disc disc--large" } else { "disc" };
    view! { <span class=class data-hue=hue(&id) aria-hidden="true">{initials(&name)}</span> }
}

/// The first letters of the first and the last word, with the accents they wear; of a name without letters its first sign.
pub(crate) fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter(|word| word.starts_with(char::is_alphabetic));
    match (words.next().map(first_letter), words.next_back().map(first_letter)) {
        // Letters that join when they meet are two initials all the same.
        (Some(first), Some(last)) if joins(&first) => format!("{first}\u{200c}{last}"),
        (first, Some(last)) => first.unwrap_or_default() + &last,
        (Some(only), None) => only,
        (None, None) => name.chars().find(|sign| sign.is_alphanumeric()).into_iter().collect(),
    }
}

fn first_letter(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters.take_while(|letter| is_accent(*letter))).collect()
}

/// Marks that belong to the letter before them, in the scripts that write letters and marks apart.
const fn is_accent(mark: char) -> bool {
    matches!(mark, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

/// Arabic and its relatives.
fn joins(letter: &str) -> bool {
    letter.starts_with(|letter| matches!(letter, '\u{620}'..='\u{8ff}'))
}

/// One of twelve hues.
pub(crate) fn hue(id: &str) -> String {
    let sum = id
        .bytes()
        .fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    (sum % 12).to_string()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_taken_from_any_script() {
        assert_eq!(initials("Zoë Müller-Brandt"), "ZM");
        assert_eq!(initials("Wei Zhang 张伟"), "W张");
        assert_eq!(initials("Kwame Mensah, PhD"), "KP");
        assert_eq!(initials("ßeta"), "SS");
        assert_eq!(initials("张伟"), "张");
        assert_eq!(initials("דוד בן גוריון"), "דג");
        assert_eq!(initials("محمد علي"), "م\u{200c}ع");
        assert_eq!(initials("e\u{301}lodie o\u{308}zil"), "E\u{301}O\u{308}");
        assert_eq!(initials("42 7"), "4");
        assert_eq!(initials(""), "");
    }
}
