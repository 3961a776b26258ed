//! Text in a content line: cleaning, escaping and folding (RFC 5545, 3.1 and 3.3.11).

/// Octets of a physical line, its line break not counted.
const LINE: usize = 75;

/// How far back a fold looks for a better place.
const LOOK_BACK: usize = 24;

/// Whether nothing of the text can be written.
pub(super) fn is_blank(text: &str) -> bool {
    clean(text).is_empty()
}

/// Adds a TEXT property of one line; nothing when there is nothing to say.
pub(super) fn push_text(out: &mut String, name: &str, text: &str) {
    push_value(out, name, &escaped(&clean(text).replace('\n', " ")));
}

/// Adds a TEXT property whose line breaks are kept.
pub(super) fn push_lines(out: &mut String, name: &str, text: &str) {
    push_value(out, name, &escaped(&clean(text)));
}

/// Adds a list of TEXT values, empty ones left out.
pub(super) fn push_list<'a>(out: &mut String, name: &str, texts: impl Iterator<Item = &'a str>) {
    let values = texts.map(|text| escaped(&clean(text).replace('\n', " ")));
    let values: Vec<String> = values.filter(|value| !value.is_empty()).collect();
    push_value(out, name, &values.join(","));
}

/// Adds a property whose value is written already.
pub(super) fn push_value(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        push_folded(out, &format!("{name}:{value}"));
    }
}

/// Text that every reader agrees about. Control characters are dropped, all that breaks a line becomes `\n`, and runs of
/// blanks become one, none of them beside a line break or at an end: some readers trim physical lines, or drop those that are blank.
fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut breaks = 0;
    let mut blank = false;
    for (character, next) in text.chars().zip(text.chars().skip(1).map(Some).chain([None])) {
        match character {
            '\r' if next == Some('\n') => {}
            '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => breaks += 1,
            ' ' | '\t' => blank = true,
            _ if character.is_control() || character == '\u{feff}' => {}
            _ => {
                if !cleaned.is_empty() {
                    cleaned.extend(std::iter::repeat_n('\n', breaks));
                    cleaned.extend((blank && breaks == 0).then_some(' '));
                }
                (breaks, blank) = (0, false);
                cleaned.push(character);
            }
        }
    }
    cleaned.trim().to_owned()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => escaped.push_str("\\n"),
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Adds a content line, cut into physical lines of at most 75 octets, never inside a character.
fn push_folded(out: &mut String, line: &str) {
    let (mut rest, mut room) = (line, LINE);
    while rest.len() > room {
        let (now, later) = rest.split_at(fold_at(rest, room));
        out.push_str(now);
        out.push_str("\r\n ");
        (rest, room) = (later, LINE - 1);
    }
    out.push_str(rest);
    out.push_str("\r\n");
}

/// Where to cut `rest` so that at most `room` octets come before: between two visible characters if there is such a
/// place near, because some readers trim the ends of physical lines.
fn fold_at(rest: &str, room: usize) -> usize {
    let last = rest.floor_char_boundary(room);
    let visible = |cut: &usize| {
        let before = rest[..*cut].chars().next_back();
        let after = rest[*cut..].chars().next();
        [before, after]
            .into_iter()
            .flatten()
            .all(|character| !character.is_whitespace())
    };
    let near = (last.saturating_sub(LOOK_BACK).max(1)..=last).rev();
    near.filter(|cut| rest.is_char_boundary(*cut))
        .find(visible)
        .unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(line: &str) -> Vec<String> {
        let mut out = String::new();
        push_folded(&mut out, line);
        out.strip_suffix("\r\n")
            .unwrap_or_default()
            .split("\r\n")
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn the_characters_that_mean_something_are_escaped() {
        assert_eq!(escaped("a\\b;c,d\ne:\"f"), "a\\\\b\\;c\\,d\\ne:\"f");
    }

    #[test]
    fn every_kind_of_line_break_becomes_one_newline() {
        assert_eq!(clean("a\r\nb\rc\nd\u{2028}e\u{85}f"), "a\nb\nc\nd\ne\nf");
    }

    #[test]
    fn control_characters_are_dropped_and_blanks_are_collapsed() {
        assert_eq!(clean("\u{feff} a\0\u{7}\u{9b}b \t  c \n d\u{7f} \n"), "ab c\nd");
    }

    #[test]
    fn a_line_of_75_octets_stays_whole_and_one_of_76_is_folded() {
        assert_eq!(folded(&"x".repeat(75)).len(), 1);
        assert_eq!(folded(&"x".repeat(76)), ["x".repeat(75), " x".to_owned()]);
    }

    #[test]
    fn folding_counts_octets_and_keeps_characters_whole() {
        for line in folded(&format!("SUMMARY:{}", "é🚑".repeat(60))) {
            assert!(line.len() <= 75, "{line}");
        }
        assert_eq!(folded(&"🚑".repeat(19))[0].len(), 72);
    }

    #[test]
    fn a_fold_keeps_away_from_blanks_when_it_can() {
        let line = format!("{} {}", "x".repeat(74), "y".repeat(10));
        assert_eq!(folded(&line), ["x".repeat(73), format!(" x {}", "y".repeat(10))]);
    }

    #[test]
    fn a_property_without_a_value_is_left_out() {
        let mut out = String::new();
        push_text(&mut out, "SUMMARY", " \u{7}\n");
        push_list(&mut out, "CATEGORIES", ["", "a,b", "\n"].into_iter());
        assert_eq!(out, "CATEGORIES:a\\,b\r\n");
    }
}
