//! Telephone numbers.

/// Digits of an international telephone number, by E.164 with the shortest in use.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 5..=15;

/// A telephone number as `+` and its digits, if it can be one; `None` for an empty text.
///
/// Spaces, dots, hyphens and brackets are left out; a leading `00` stands for `+`.
pub(crate) fn check_phone(phone: &str) -> std::result::Result<Option<String>, String> {
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
