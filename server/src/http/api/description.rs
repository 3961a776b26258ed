//! The description of the API, and what every operation in it has in common.

use super::problem::Problem;
use serde_json::Value;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        Content, Object, Ref, RefOr, Response, ResponseBuilder, Schema, Type,
        path::{Operation, ParameterBuilder, ParameterIn, PathItem},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

/// What the API is about; its operations are added where they are routed.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tandem",
        description = "Everything the screens can do: who is on call, whom to call, covers, rotas and plans, leave, people \
                       and settings. Instants are UTC, ids are opaque strings, errors are RFC 9457 problem details whose \
                       `type` is stable. What a page’s form takes as text may be sent as numbers and true or false too."
    ),
    tags(
        (name = "On call", description = "Who is on duty, now and at any other time."),
        (name = "Covers", description = "Somebody else takes a role for a while."),
        (name = "Offers", description = "Somebody gives a stretch of their duty to whoever accepts it; a swap wants another in return."),
        (name = "Alerts", description = "Incidents that other programs report, and who takes them."),
        (name = "Services", description = "What is supported, and whom to call about it."),
        (name = "Rotas", description = "Rotas, their rules and their time."),
        (name = "Plans", description = "A draft is made, looked at, and published."),
        (name = "Board", description = "The present, as pages show it."),
        (name = "Leave", description = "When somebody is unavailable."),
        (name = "Shifts and calendars", description = "What belongs to one person."),
        (name = "Teams", description = "Teams and their members."),
        (name = "People", description = "Who there is."),
        (name = "Tokens", description = "What machines may ask and change."),
        (name = "Handovers", description = "Notes that those who go leave for those who come."),
        (name = "Notices", description = "What people are told by mail, and what became of it."),
        (name = "Webhooks", description = "Other programs that are told what happens, and what became of it."),
        (name = "Pay", description = "What duty pays: rate cards, which card pays which rota, call-outs and statements."),
        (name = "Organisation", description = "What new people and rotas start with."),
        (name = "Audit", description = "Who did what, and what it changed."),
    ),
    components(schemas(Problem)),
    modifiers(&Bearer),
    security(("token" = [])),
)]
pub(super) struct Description;

/// Tokens are sent as bearer tokens.
struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "A token made under Settings → API tokens, or by `tandem token create`. Its scope is `oncall` (who is \
                 on call, without contacts), `read` (rotas, people and contacts too), `alerts` (reports of alerts, and who is on call), `write` (what managers of every team do: \
                 covers, plans, leave, members, policies), `pay` (everybody's pay and rate cards) or `admin` (people, tokens and the organisation too).",
            ))
            .build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// Adds to every operation the problems that any of its kind can meet, so that each says for itself only what is its own.
pub(super) fn complete(openapi: &mut utoipa::openapi::OpenApi) {
    for (path, item) in &mut openapi.paths.paths {
        let varies = path.contains('{');
        for operation in operations(item) {
            let scope = scope(operation);
            let takes_values = operation.request_body.is_some() || operation.parameters.is_some();
            let body = operation.request_body.is_some();
            let lacking = format!("The token lacks the scope {scope}.");
            let problems = [
                ("400", body, "The body cannot be read."),
                ("401", true, "No token, or not a good one."),
                ("403", true, lacking.as_str()),
                ("404", varies, "There is no such thing."),
                ("413", body, "The body is too large."),
                ("415", body, "The body is of another kind."),
                (
                    "429",
                    true,
                    "The token has made all the requests of its minute: `Retry-After` says how long to wait.",
                ),
                ("422", takes_values, "A value cannot be used: `errors` says which."),
            ];
            for (status, meets, words) in problems {
                let responses = &mut operation.responses.responses;
                if meets && !responses.contains_key(status) {
                    responses.insert(status.to_owned(), RefOr::T(problem(words)));
                }
            }
        }
    }
}

/// Says of every write that it takes a key.
pub(super) fn add_keys(openapi: &mut utoipa::openapi::OpenApi) {
    for item in openapi.paths.paths.values_mut() {
        let writes = [&mut item.put, &mut item.post, &mut item.delete, &mut item.patch];
        for operation in writes.into_iter().filter_map(Option::as_mut) {
            let key = ParameterBuilder::new()
                .name("Idempotency-Key")
                .parameter_in(ParameterIn::Header)
                .description(Some(
                    "A UUID of your own: the same request sent again with it within a day is done once, and answered as it was.",
                ))
                .schema(Some(Schema::from(Object::with_type(Type::String))))
                .build();
            operation.parameters.get_or_insert_default().push(RefOr::T(key));
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let methods = [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.delete,
        &mut item.patch,
    ];
    methods.into_iter().filter_map(Option::as_mut)
}

/// The scope an operation says it needs.
fn scope(operation: &Operation) -> String {
    let security = serde_json::to_value(&operation.security).unwrap_or_default();
    let named = security.pointer("/0/token/0").and_then(Value::as_str);
    named.unwrap_or("oncall").to_owned()
}

fn problem(words: &str) -> Response {
    let schema = Ref::from_schema_name("Problem");
    ResponseBuilder::new()
        .description(words)
        .content("application/problem+json", Content::new(Some(schema)))
        .build()
}
