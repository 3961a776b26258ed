//! Passwords: long, and not among the first that anybody would try. What they are made of is everybody's own affair.

use std::{collections::HashSet, ops::RangeInclusive, sync::LazyLock};

/// How many characters a password has.
const CHARACTERS: RangeInclusive<usize> = 12..=128;

/// What people choose most often, of those that are long enough: in lower case, one a line.
static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../../data/common_passwords.txt").lines().collect());

/// Why a password cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// It has too few or too many characters.
    #[error("{0} characters: a password has 12 to 128. A short sentence is easy to remember.")]
    Length(usize),
    /// It is in the list of common passwords.
    #[error("This password is one of the first that anybody would try. Take a sentence of your own.")]
    Common,
    /// It is a name or address that everybody knows.
    #[error("This password is a name or an address that others know. Take a sentence of your own.")]
    Known,
}

/// Fine when `password` may be taken by somebody about whom others know `known`: name, e-mail address, organisation.
///
/// Case makes no difference, nor does what stands after or between the letters and digits of something known.
///
/// # Errors
/// The [`Weakness`], worded for whoever chose it.
///
/// ```
/// use domain::access::{Weakness, check_passphrase};
/// let known = ["Ada Lovelace", "ada@northwind.example", "Northwind"];
/// assert_eq!(check_passphrase("two boats at sea", &known), Ok(()));
/// assert_eq!(check_passphrase("short", &known), Err(Weakness::Length(5)));
/// assert_eq!(check_passphrase("Password1234", &known), Err(Weakness::Common));
/// assert_eq!(check_passphrase("AdaLovelace2026!", &known), Err(Weakness::Known));
/// assert_eq!(check_passphrase("ada@northwind.example", &known), Err(Weakness::Known));
/// ```
pub fn check_passphrase(password: &str, known: &[&str]) -> Result<(), Weakness> {
    let characters = password.chars().count();
    if !CHARACTERS.contains(&characters) {
        return Err(Weakness::Length(characters));
    }
    let lower = password.to_lowercase();
    if COMMON.contains(lower.as_str()) {
        return Err(Weakness::Common);
    }
    let core = core(&lower);
    let local_parts = known
        .iter()
        .filter_map(|text| text.split_once('@').map(|(local, _)| local));
    let same = |text: &str| !core.is_empty() && core == self::core(&text.to_lowercase());
    if known.iter().copied().chain(local_parts).any(same) {
        return Err(Weakness::Known);
    }
    Ok(())
}

/// The letters and digits of a text without the digits at its end.
fn core(text: &str) -> String {
    let kept: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    kept.trim_end_matches(char::is_numeric).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_counts_characters_and_both_ends_are_allowed() {
        for (password, taken) in [
            ("é".repeat(11), false),
            ("élan vital x".to_owned(), true),
            (format!("{}!", "ab ".repeat(42)), true),
            (format!("{}!x!", "ab ".repeat(42)), false),
        ] {
            assert_eq!(check_passphrase(&password, &[]).is_ok(), taken, "{password}");
        }
    }

    #[test]
    fn every_common_password_could_be_chosen_and_is_refused_in_any_case() {
        assert!(COMMON.len() > 1000, "{}", COMMON.len());
        for password in COMMON.iter() {
            assert!(
                CHARACTERS.contains(&password.chars().count()),
                "{password} is too short to matter"
            );
            assert_eq!(
                check_passphrase(&password.to_uppercase(), &[]),
                Err(Weakness::Common),
                "{password}"
            );
        }
    }

    #[test]
    fn a_sentence_that_holds_a_name_is_taken() {
        let known = ["Ada Lovelace", "ada@northwind.example", "Northwind"];
        assert_eq!(check_passphrase("ada lovelace wrote the notes", &known), Ok(()));
        assert_eq!(check_passphrase("north-wind 2026!", &known), Err(Weakness::Known));
        assert_eq!(check_passphrase("123 456 789 000", &["", "2026"]), Ok(()));
    }
}
