//! Codes by which a person shows that a contact method reaches them.

/// How many seconds a code works: mail may take minutes.
pub const CODE_SECONDS: i64 = 900;

/// How many times one may be entered wrongly, of a million there are.
pub const CODE_TRIES: i64 = 5;

/// The six digits that a secret stands for, for somebody to type.
///
/// ```
/// use domain::contact::code_of;
/// assert_eq!(code_of(b"one secret").len(), 6);
/// assert!(code_of(b"one secret").bytes().all(|digit| digit.is_ascii_digit()));
/// assert_ne!(code_of(b"one secret"), code_of(b"another one"));
/// ```
pub fn code_of(secret: &[u8]) -> String {
    // The remainder of a number of as many digits as the secret has: every byte of it counts.
    let number = secret
        .iter()
        .fold(0_u64, |rest, byte| (rest * 256 + u64::from(*byte)) % 1_000_000);
    format!("{number:06}")
}
