//! Notes as they are shown: plain text, with addresses that can be followed.

/// Characters of notes.
pub const NOTES_CHARACTERS: usize = 10_000;

/// A piece of notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As it is.
    Text(String),
    /// An address that can be followed.
    Link(String),
}

/// Notes in pieces that together are the notes: https addresses are links, and nothing else is. What ends a sentence, and a
/// bracket that closes what the address did not open, is not part of one.
///
/// ```
/// use domain::handover::{Piece, pieces};
/// let link = |text: &str| Piece::Link(text.to_owned());
/// let text = |text: &str| Piece::Text(text.to_owned());
/// assert_eq!(pieces("See https://example.org/a_(b)."), [text("See "), link("https://example.org/a_(b)"), text(".")]);
/// assert_eq!(pieces("(https://example.org)"), [text("("), link("https://example.org"), text(")")]);
/// assert_eq!(pieces("javascript:alert(1) http://example.org"), [text("javascript:alert(1) http://example.org")]);
/// assert_eq!(pieces("https://"), [text("https://")]);
/// ```
pub fn pieces(notes: &str) -> Vec<Piece> {
    const START: &str = "https://";
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = notes;
    let mut plain = String::new();
    while let Some(place) = rest.find(START) {
        let (before, from) = rest.split_at(place);
        let begins = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let address = address(from);
        plain.push_str(before);
        if begins && address.len() > START.len() {
            if !plain.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(Piece::Link(address.to_owned()));
            rest = &from[address.len()..];
        } else {
            plain.push_str(START);
            rest = &from[START.len()..];
        }
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    pieces
}

/// The address that a text begins with.
fn address(text: &str) -> &str {
    let ends =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '“' | '”' | '«' | '»');
    let mut found = &text[..text.find(ends).unwrap_or(text.len())];
    while let Some(last) = found.chars().next_back() {
        let surplus = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '*' | '_' => true,
            ')' => found.matches(')').count() > found.matches('(').count(),
            ']' => found.matches(']').count() > found.matches('[').count(),
            _ => false,
        };
        if !surplus {
            break;
        }
        found = &found[..found.len() - last.len_utf8()];
    }
    found
}
