//! `GET /api/docs`: the description of the API as a page, without any script.

use super::problem::KINDS;
use crate::http::site;
use axum::response::{IntoResponse as _, Response};
use http::header;
use serde_json::Value;
use std::{fmt::Write as _, sync::Arc};
use utoipa::openapi::OpenApi;

const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page, as it is sent.
pub(super) async fn answer(page: Arc<str>) -> Response {
    let style = format!("{}/tandem.css", site::folder());
    let page = page.replacen("{style}", &style, 1);
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, page).into_response()
}

/// The page, from the description.
pub(super) fn page(spec: &OpenApi) -> String {
    let spec = serde_json::to_value(spec).unwrap_or_default();
    let mut html = String::from(
        "<!DOCTYPE html><html lang=\"en-GB\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>API · Tandem</title>\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\"><link rel=\"stylesheet\" href=\"{style}\"></head>\
         <body><main class=\"main stack stack--wide\" id=\"main\"><div class=\"page-head\"><div class=\"page-head__text\">\
         <h1>Tandem’s API</h1>",
    );
    paragraph(&mut html, "muted", text(&spec["info"]["description"]));
    paragraph(
        &mut html,
        "muted",
        text(&spec["components"]["securitySchemes"]["token"]["description"]),
    );
    html.push_str("<p><a href=\"/api/openapi.json\">OpenAPI 3.1 as JSON</a></p></div></div>");
    for (path, operations) in entries(&spec["paths"]) {
        for (method, operation) in entries(operations) {
            one_operation(&mut html, method, path, operation);
        }
    }
    html.push_str("<section class=\"section\"><h2>Shapes</h2>");
    for (name, schema) in entries(&spec["components"]["schemas"]) {
        one_schema(&mut html, name, schema);
    }
    html.push_str("</section>");
    problems(&mut html);
    html.push_str("</main></body></html>");
    html
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Text as HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn paragraph(html: &mut String, class: &str, words: &str) {
    if !words.is_empty() {
        // Writing to a string cannot fail, here and below.
        let _ = write!(html, "<p class=\"{class}\">{}</p>", escaped(words));
    }
}

fn one_operation(html: &mut String, method: &str, path: &str, operation: &Value) {
    let _ = write!(
        html,
        "<section class=\"card\"><div class=\"card__head\"><h2>{} {}</h2></div>",
        escaped(&method.to_uppercase()),
        escaped(path)
    );
    paragraph(html, "", text(&operation["summary"]));
    paragraph(html, "muted", text(&operation["description"]));
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let rows = parameters.map(|one| {
        [
            text(&one["name"]).to_owned(),
            text(&one["in"]).to_owned(),
            text(&one["description"]).to_owned(),
        ]
    });
    table(html, ["Parameter", "In", "Meaning"], rows);
    if let Some(schema) = operation["requestBody"]["content"]["application/json"].get("schema") {
        let row = [
            "application/json".to_owned(),
            kind(schema),
            text(&operation["requestBody"]["description"]).to_owned(),
        ];
        table(html, ["Body", "Shape", "Meaning"], [row].into_iter());
    }
    let rows = entries(&operation["responses"]).map(|(status, response)| {
        let content = entries(&response["content"])
            .next()
            .map(|(_, content)| kind(&content["schema"]));
        [
            status.clone(),
            content.unwrap_or_default(),
            text(&response["description"]).to_owned(),
        ]
    });
    table(html, ["Status", "Shape", "Meaning"], rows);
    html.push_str("</section>");
}

fn one_schema(html: &mut String, name: &str, schema: &Value) {
    let _ = write!(html, "<article class=\"card\" id=\"{0}\"><h3>{0}</h3>", escaped(name));
    paragraph(html, "muted", text(&schema["description"]));
    let parts: Vec<&Value> = schema["allOf"]
        .as_array()
        .map_or_else(|| vec![schema], |parts| parts.iter().collect());
    let fields = parts.into_iter().flat_map(|part| entries(&part["properties"]));
    table(
        html,
        ["Field", "Type", "Meaning"],
        fields.map(|(name, field)| [name.clone(), kind(field), text(&field["description"]).to_owned()]),
    );
    if schema.get("enum").is_some() {
        paragraph(html, "", &kind(schema));
    }
    html.push_str("</article>");
}

/// A schema in a few words.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(words) = schema["enum"].as_array() {
        return words.iter().map(text).collect::<Vec<_>>().join(" or ");
    }
    if let Some(either) = schema["oneOf"].as_array().or_else(|| schema["allOf"].as_array()) {
        return either.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    match &schema["type"] {
        Value::String(word) if word == "array" => format!("list of {}", kind(&schema["items"])),
        Value::String(word) => [word, text(&schema["format"])].join(" ").trim_end().to_owned(),
        Value::Array(words) => words.iter().map(text).collect::<Vec<_>>().join(" or "),
        _ => String::new(),
    }
}

fn table(html: &mut String, head: [&str; 3], rows: impl Iterator<Item = [String; 3]>) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    html.push_str("<table class=\"table\"><thead><tr>");
    for word in head {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escaped(word));
    }
    html.push_str("</tr></thead><tbody>");
    for [first, second, third] in rows {
        let _ = write!(
            html,
            "<tr><th scope=\"row\"><code>{}</code></th><td data-label=\"{}\">{}</td><td data-label=\"{}\">{}</td></tr>",
            escaped(&first),
            escaped(head[1]),
            escaped(&second),
            escaped(head[2]),
            escaped(&third)
        );
    }
    html.push_str("</tbody></table>");
}

fn problems(html: &mut String) {
    html.push_str("<section class=\"section\"><h2>Problems</h2>");
    let rows = KINDS
        .iter()
        .map(|(kind, title, status)| [format!("/problems/{kind}"), status.to_string(), (*title).to_owned()]);
    table(html, ["Type", "Status", "Meaning"], rows);
    html.push_str("</section>");
}
