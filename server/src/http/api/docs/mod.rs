//! `GET /api/docs`: the description of the API as a page, without any script.

mod html;
mod operation;
mod shape;

use super::problem::KINDS;
use crate::http::site;
use axum::response::{IntoResponse as _, Response};
use html::{entries, escaped, paragraph, table, text};
use http::header;
use serde_json::Value;
use std::{fmt::Write as _, sync::Arc};
use utoipa::openapi::OpenApi;

const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// In the order in which they are shown.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
const HEAD: &str = "<!DOCTYPE html><html lang=\"en-GB\"><head><meta charset=\"utf-8\">\
     <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
     <meta name=\"color-scheme\" content=\"light dark\"><title>API · Tandem</title>\
     <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\"><link rel=\"stylesheet\" href=\"{style}\"></head>\
     <body><main class=\"main api\" id=\"main\">";

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
    let mut html = String::from(HEAD);
    contents(&mut html, &spec);
    html.push_str("<div class=\"stack stack--wide\">");
    introduction(&mut html, &spec);
    for tag in tags(&spec) {
        group(&mut html, &spec, tag);
    }
    shapes(&mut html, &spec);
    problems(&mut html);
    html.push_str("</div></main></body></html>");
    html
}

fn tags(spec: &Value) -> impl Iterator<Item = &Value> {
    spec["tags"].as_array().into_iter().flatten()
}

/// A name as the end of an address within the page.
fn anchor(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

fn contents(html: &mut String, spec: &Value) {
    html.push_str("<nav class=\"side-nav api__contents\" aria-label=\"Contents\">");
    for name in tags(spec).map(|tag| text(&tag["name"])).chain(["Shapes", "Problems"]) {
        // Writing to a string cannot fail, here and below.
        let _ = write!(html, "<a href=\"#{}\">{}</a>", anchor(name), escaped(name));
    }
    html.push_str("</nav>");
}

fn introduction(html: &mut String, spec: &Value) {
    html.push_str("<div class=\"page-head\"><div class=\"page-head__text\"><h1>Tandem’s API</h1>");
    paragraph(html, "muted", text(&spec["info"]["description"]));
    let token = &spec["components"]["securitySchemes"]["token"];
    paragraph(html, "muted", text(&token["description"]));
    html.push_str(
        "<p>Send <code>Authorization: Bearer tandem_…</code>. <a href=\"/api/openapi.json\">OpenAPI 3.1 as JSON</a></p></div></div>",
    );
}

/// The operations of a tag.
fn group(html: &mut String, spec: &Value, tag: &Value) {
    let name = text(&tag["name"]);
    let _ = write!(
        html,
        "<section class=\"section\" id=\"{}\"><h2>{}</h2>",
        anchor(name),
        escaped(name)
    );
    paragraph(html, "muted", text(&tag["description"]));
    html.push_str("<div class=\"card card--flush\">");
    for (path, methods) in entries(&spec["paths"]) {
        for method in METHODS {
            if text(&methods[method]["tags"][0]) == name {
                operation::write(html, method, path, &methods[method]);
            }
        }
    }
    html.push_str("</div></section>");
}

fn shapes(html: &mut String, spec: &Value) {
    html.push_str("<section class=\"section\" id=\"shapes\"><h2>Shapes</h2><div class=\"card card--flush\">");
    for (name, schema) in entries(&spec["components"]["schemas"]) {
        shape::write(html, name, schema);
    }
    html.push_str("</div></section>");
}

fn problems(html: &mut String) {
    html.push_str("<section class=\"section\" id=\"problems\"><h2>Problems</h2><div class=\"card card--flush\">");
    let rows = KINDS
        .iter()
        .map(|(kind, title, status)| [format!("/problems/{kind}"), status.to_string(), escaped(title)]);
    table(html, ["Type", "Status", "Meaning"], rows);
    html.push_str("</div></section>");
}
