//! Shapes of what is sent and answered.

use super::html::{entries, escaped, paragraph, table, text, words};
use serde_json::Value;
use std::fmt::Write as _;

pub(super) fn write(html: &mut String, name: &str, schema: &Value) {
    // The place to go to lies inside, so that browsers open what is around it. Writing to a string cannot fail.
    let _ = write!(
        html,
        "<details class=\"api__item\"><summary><code>{0}</code><span class=\"muted\">{1}</span></summary>\
         <div class=\"stack\" id=\"shape-{0}\">",
        escaped(name),
        words(text(&schema["description"]))
    );
    let parts: Vec<&Value> = schema["allOf"]
        .as_array()
        .map_or_else(|| vec![schema], |parts| parts.iter().collect());
    let fields = parts.iter().flat_map(|part| entries(&part["properties"]));
    table(
        html,
        ["Field", "Type", "Meaning"],
        fields.map(|(name, field)| [escaped(name), kind(field), words(meaning(field))]),
    );
    for inherited in parts.iter().filter(|part| part.get("$ref").is_some()) {
        let _ = write!(html, "<p>And all of {}.</p>", kind(inherited));
    }
    if schema.get("enum").is_some() || schema.get("oneOf").is_some() {
        let _ = write!(html, "<p>{}</p>", kind(schema));
    }
    paragraph(html, "muted", text(&schema["example"]));
    html.push_str("</div></details>");
}

/// What a field means: said of it, or of what it may be besides null.
fn meaning(field: &Value) -> &str {
    let options = field["oneOf"].as_array().into_iter().flatten();
    let mut said = [field].into_iter().chain(options).map(|one| text(&one["description"]));
    said.find(|words| !words.is_empty()).unwrap_or_default()
}

/// A schema in a few words of HTML.
pub(super) fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        let name = escaped(name.rsplit('/').next().unwrap_or_default());
        return format!("<a href=\"#shape-{name}\">{name}</a>");
    }
    if let Some(words) = schema["enum"].as_array() {
        let word = |word| format!("<code>{}</code>", escaped(text(word)));
        return words.iter().map(word).collect::<Vec<_>>().join(" or ");
    }
    if let Some(either) = schema["oneOf"].as_array().or_else(|| schema["allOf"].as_array()) {
        return either.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    if let Some(parts) = schema["prefixItems"].as_array() {
        return format!("[{}]", parts.iter().map(kind).collect::<Vec<_>>().join(", "));
    }
    match &schema["type"] {
        Value::String(word) if word == "array" => format!("list of {}", kind(&schema["items"])),
        Value::String(word) if word == "object" && schema.get("properties").is_some() => fields(schema),
        Value::String(word) => escaped([word, text(&schema["format"])].join(" ").trim_end()),
        Value::Array(options) => options
            .iter()
            .map(|one| match text(one) {
                "array" => format!("list of {}", kind(&schema["items"])),
                word => escaped(word),
            })
            .collect::<Vec<_>>()
            .join(" or "),
        _ => String::new(),
    }
}

/// `{ Possible: Preview }`.
fn fields(schema: &Value) -> String {
    let field = |(name, field): (&String, &Value)| format!("{}: {}", escaped(name), kind(field));
    let fields: Vec<_> = entries(&schema["properties"]).map(field).collect();
    format!("{{ {} }}", fields.join(", "))
}
