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

/// The first letters of the first and the last word.
pub(crate) fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic));
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// One of twelve hues.
pub(crate) fn hue(id: &str) -> String {
    let sum = id.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
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
        assert_eq!(initials(""), "");
    }
}
