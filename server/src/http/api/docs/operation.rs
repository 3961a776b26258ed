//! One operation: a line that opens.

use super::{
    html::{entries, escaped, paragraph, table, text, words},
    shape::kind,
};
use serde_json::Value;
use std::fmt::Write as _;

/// Statuses whose meaning is the operation's own; the others are said in one line.
const OWN: [&str; 6] = ["200", "201", "204", "409", "412", "422"];

pub(super) fn write(html: &mut String, method: &str, path: &str, operation: &Value) {
    let scope = text(&operation["security"][0]["token"][0]);
    // Writing to a string cannot fail, here and below.
    let _ = write!(
        html,
        "<details class=\"api__item\"><summary><b class=\"api__method\">{}</b><code>{}</code><span class=\"muted\">{}</span>\
         <span class=\"badge\" title=\"The scope it needs\">{}</span></summary><div class=\"stack\">",
        method.to_uppercase(),
        escaped(path),
        words(text(&operation["summary"])),
        escaped(scope)
    );
    paragraph(html, "", text(&operation["description"]));
    parameters(html, operation);
    body(html, operation);
    responses(html, operation);
    html.push_str("</div></details>");
}

fn parameters(html: &mut String, operation: &Value) {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let rows = parameters.map(|one| {
        [
            escaped(text(&one["name"])),
            escaped(text(&one["in"])),
            words(text(&one["description"])),
        ]
    });
    table(html, ["Parameter", "In", "Meaning"], rows);
}

fn body(html: &mut String, operation: &Value) {
    let rows = entries(&operation["requestBody"]["content"]).map(|(media, content)| {
        [
            escaped(media),
            kind(&content["schema"]),
            words(text(&operation["requestBody"]["description"])),
        ]
    });
    table(html, ["Body", "Shape", "Meaning"], rows);
}

fn responses(html: &mut String, operation: &Value) {
    let own = |status: &str| OWN.contains(&status);
    let rows = entries(&operation["responses"])
        .filter(|(status, _)| own(status))
        .map(|(status, response)| {
            let content = entries(&response["content"]).next();
            [
                escaped(status),
                content.map(|(_, content)| kind(&content["schema"])).unwrap_or_default(),
                words(text(&response["description"])),
            ]
        });
    table(html, ["Status", "Shape", "Meaning"], rows);
    let others: Vec<&str> = entries(&operation["responses"])
        .map(|(status, _)| status.as_str())
        .filter(|status| !own(status))
        .collect();
    let _ = write!(
        html,
        "<p class=\"muted small\">Else {}: see <a href=\"#problems\">Problems</a>.</p>",
        others.join(", ")
    );
}
