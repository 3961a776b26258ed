//! A people file's bytes as text: whatever encoding it is in, whatever separates its cells and ends its lines.

use super::{FILE_BYTES, read::fault};
use app::people::ImportFault;
use encoding_rs::{Encoding, WINDOWS_1252};
use std::borrow::Cow;

/// A file's text, and what there is to say about how it was read.
pub(super) struct Text<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) note: Option<String>,
}

/// The text of a file, without its byte-order mark: UTF-8, UTF-16 with its mark, or else Windows-1252, in which
/// spreadsheets of the West save.
pub(super) fn text_of(file: &[u8]) -> Result<Text<'_>, ImportFault> {
    if file.len() > FILE_BYTES {
        let size = file.len().div_ceil(1024 * 1024);
        let words =
            format!("The file has {size} MB; Tandem takes at most 10 MB. Split it, with the first line in each part.");
        return Err(fault(0, "", "", words));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(file) {
        let rest = file.get(mark..).unwrap_or_default();
        let (text, bad) = encoding.decode_without_bom_handling(rest);
        if bad {
            let words = format!(
                "The file begins as {} and holds something else. Save it again as “CSV UTF-8”.",
                encoding.name()
            );
            return Err(fault(line_of(&text, '\u{fffd}'), "", "", words));
        }
        return Ok(Text { text, note: None });
    }
    match std::str::from_utf8(file) {
        Ok(text) => Ok(Text {
            text: text.into(),
            note: None,
        }),
        Err(_) => windows_1252(file),
    }
}

fn windows_1252(file: &[u8]) -> Result<Text<'_>, ImportFault> {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(file);
    // Five bytes mean nothing in Windows-1252: a file that holds one is in something else.
    if let Some(stray) = text.chars().find(|c| matches!(c, '\u{80}'..='\u{9f}')) {
        let words = "The file is neither in UTF-8 nor in Windows-1252: this line holds a character of another encoding. Save it again as “CSV UTF-8”.";
        return Err(fault(line_of(&text, stray), "", "", words.into()));
    }
    let note = "The file is not in UTF-8 and was read as Windows-1252: see whether names with accents are right.";
    Ok(Text {
        text,
        note: Some(note.to_owned()),
    })
}

/// The number of the line that holds a character.
fn line_of(text: &str, stray: char) -> usize {
    1 + text.chars().take_while(|c| *c != stray).filter(|c| *c == '\n').count()
}

/// The separator that the line of column names has most of, outside quotes.
pub(super) fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        for (separator, count) in &mut counts {
            *count += usize::from(!quoted && byte == *separator);
        }
    }
    // `max_by_key` takes the last of equals; the comma is to win.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(separator, _)| *separator)
}

/// Numbers lines by their position in the text: a quoted line break makes a row longer than a line.
pub(super) struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The number of the line on which the row read from `byte` starts, past empty lines before it. Positions only grow.
    pub(super) fn number_at(&mut self, byte: u64) -> usize {
        let start = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(found) = self.text.get(self.at) {
            let before_start = self.at < start;
            if !before_start && !matches!(found, b'\n' | b'\r') {
                break;
            }
            let next = self.text.get(self.at + 1);
            self.line += usize::from(*found == b'\n' || (*found == b'\r' && next != Some(&b'\n')));
            self.at += 1;
        }
        self.line
    }
}
