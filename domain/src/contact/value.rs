//! Numbers, addresses and names, as they are kept.

use super::ContactKind;

/// Digits of an international telephone number, by E.164 with the shortest in use.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 5..=15;

/// Characters of a name in a chat, at most.
const CHAT_LENGTH: usize = 100;

/// The number, address or name that a text is, as it is kept.
///
/// # Errors
/// What is wrong with it, for whoever typed it.
///
/// ```
/// use domain::contact::{ContactKind, check_value};
/// assert_eq!(check_value(ContactKind::Sms, "0044 20 7946 0101"), Ok("+442079460101".into()));
/// assert_eq!(check_value(ContactKind::Email, " Ada@Example.org"), Ok("ada@example.org".into()));
/// assert_eq!(check_value(ContactKind::Chat, " @ada "), Ok("@ada".into()));
/// assert!(check_value(ContactKind::Phone, "").is_err());
/// assert!(check_value(ContactKind::Chat, "a\nb").is_err());
/// ```
pub fn check_value(kind: ContactKind, text: &str) -> Result<String, String> {
    match kind {
        ContactKind::Phone | ContactKind::Sms => {
            let number = check_phone(text)?;
            number.ok_or_else(|| "Write the number in international form, such as +44 20 7946 0101.".to_owned())
        }
        ContactKind::Email => check_email(text),
        ContactKind::Chat => check_chat(text),
    }
}

/// A telephone number as `+` and its digits, if it can be one; `None` for an empty text.
///
/// Spaces, dots, hyphens and brackets are left out; a leading `00` stands for `+`.
///
/// # Errors
/// What is wrong with it.
///
/// ```
/// use domain::contact::check_phone;
/// assert_eq!(check_phone("+44 (0)20 7946 0101"), Ok(Some("+442079460101".into())));
/// assert_eq!(check_phone("  "), Ok(None));
/// assert!(check_phone("020 7946 0101").is_err());
/// ```
pub fn check_phone(phone: &str) -> Result<Option<String>, String> {
    // `(0)` is dialled at home only.
    let kept: String = phone
        .replace("(0)", "")
        .chars()
        .filter(|c| !c.is_whitespace() && !".-()/‑–".contains(*c))
        .collect();
    if kept.is_empty() {
        return Ok(None);
    }
    let digits = kept
        .strip_prefix('+')
        .or_else(|| kept.strip_prefix("00"))
        .unwrap_or_default();
    let good = digits.bytes().all(|byte| byte.is_ascii_digit()) && PHONE_DIGITS.contains(&digits.len());
    if good && !digits.starts_with('0') {
        return Ok(Some(format!("+{digits}")));
    }
    Err(format!(
        "‘{}’ is not an international telephone number: write it as +44 20 7946 0101.",
        phone.trim()
    ))
}

/// An e-mail address in lower case, if it can be one.
///
/// # Errors
/// What is wrong with it.
///
/// ```
/// use domain::contact::check_email;
/// assert_eq!(check_email(" Ada@Example.org "), Ok("ada@example.org".into()));
/// assert!(check_email("ada@example").is_err() && check_email("ada@example.org\r\nBcc: x@example.org").is_err());
/// ```
pub fn check_email(email: &str) -> Result<String, String> {
    let email = email.trim().to_lowercase();
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>,;:\"()[]\\".contains(c);
    let good = email.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.contains('@')
            && email.len() <= 254
            && !email.chars().any(odd)
    });
    if good {
        Ok(email)
    } else {
        Err(format!("‘{email}’ is not an e-mail address."))
    }
}

fn check_chat(name: &str) -> Result<String, String> {
    let name = name.trim();
    if name.is_empty() {
        return Err("Write the name to message, such as @ada.".to_owned());
    }
    if name.chars().count() > CHAT_LENGTH {
        return Err(format!("The name to message may have {CHAT_LENGTH} characters."));
    }
    if name.chars().any(char::is_control) {
        return Err("The name to message has to be on one line.".to_owned());
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn telephone_numbers_are_kept_in_international_form() {
        assert_eq!(
            check_phone(" +44 (0)20 ").unwrap_err(),
            "‘+44 (0)20’ is not an international telephone number: write it as +44 20 7946 0101."
        );
        assert_eq!(check_phone("+44 (0)20 7946 0101"), Ok(Some("+442079460101".into())));
        assert_eq!(check_phone("+44 20-7946.0101"), Ok(Some("+442079460101".into())));
        assert_eq!(check_phone("   "), Ok(None));
        for bad in [
            "020 7946 0101",
            "+0 123456",
            "+1234",
            "+1234567890123456",
            "+44abc1234",
            "++441234567",
        ] {
            assert!(check_phone(bad).is_err(), "{bad}");
        }
    }
}
