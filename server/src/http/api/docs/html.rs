//! Pieces of HTML.

use serde_json::Value;
use std::fmt::Write as _;

pub(super) fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Text as HTML, with what stands between backticks as code.
pub(super) fn words(text: &str) -> String {
    let parts = escaped(text);
    let parts = parts.split('`').enumerate();
    let part = |(index, part): (usize, &str)| match index % 2 {
        0 => part.to_owned(),
        _ => format!("<code>{part}</code>"),
    };
    parts.map(part).collect()
}

/// Text as HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

pub(super) fn paragraph(html: &mut String, class: &str, text: &str) {
    if !text.is_empty() {
        // Writing to a string cannot fail, here and below.
        let _ = write!(html, "<p class=\"{class}\">{}</p>", words(text));
    }
}

/// A table of three columns of HTML; nothing without rows.
pub(super) fn table(html: &mut String, head: [&str; 3], rows: impl Iterator<Item = [String; 3]>) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    html.push_str("<table class=\"table\"><thead><tr>");
    for word in head {
        let _ = write!(html, "<th scope=\"col\">{word}</th>");
    }
    html.push_str("</tr></thead><tbody>");
    for [first, second, third] in rows {
        let _ = write!(
            html,
            "<tr><th scope=\"row\"><code>{first}</code></th><td data-label=\"{}\">{second}</td><td data-label=\"{}\">{third}</td></tr>",
            head[1], head[2]
        );
    }
    html.push_str("</tbody></table>");
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn backticks_are_code_and_nothing_is_markup() {
        assert_eq!(words("`a<b` & c"), "<code>a&lt;b</code> &amp; c");
    }
}
