//! The API as its own description tells it: operations, and values of their schemas.

use super::{App, nights::Nights};
use http::Method;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// One operation of the description.
#[derive(Debug, Clone)]
pub struct Operation {
    pub id: String,
    pub method: Method,
    /// With `{names}` for what varies.
    pub path: String,
    /// The scope it says it needs.
    pub scope: String,
    /// Names of its query parameters.
    pub query: Vec<String>,
    /// Kind and schema of its body.
    pub body: Option<(String, Value)>,
    pub responses: Value,
}

/// The description, as it is served.
pub struct Description {
    pub document: Value,
    pub operations: Vec<Operation>,
}

impl Description {
    pub async fn of(app: &App) -> Self {
        let document: Value = serde_json::from_str(&app.client().get("/api/openapi.json").await.body).unwrap();
        let mut operations = Vec::new();
        for (path, methods) in document["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                operations.push(read(path, method, operation));
            }
        }
        Self { document, operations }
    }

    pub fn operation(&self, id: &str) -> &Operation {
        let found = self.operations.iter().find(|operation| operation.id == id);
        found.unwrap_or_else(|| panic!("there is no operation {id}"))
    }

    /// The schema that a reference stands for.
    pub fn schema<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(reference) => {
                let found = self.document.pointer(reference.trim_start_matches('#'));
                found.unwrap_or_else(|| panic!("{reference} leads nowhere"))
            }
            None => schema,
        }
    }

    /// A value of a schema with `leaf` in every place that holds text or a number.
    pub fn filled(&self, schema: &Value, leaf: &Value) -> Value {
        let schema = self.schema(schema);
        if let Some(fields) = schema["properties"].as_object() {
            let field = |(name, schema): (&String, &Value)| (name.clone(), self.filled(schema, leaf));
            return Value::Object(fields.iter().map(field).collect::<Map<_, _>>());
        }
        if schema["type"] == "array" || schema["type"][0] == "array" {
            return json!([self.filled(&schema["items"], leaf)]);
        }
        leaf.clone()
    }

    /// What of `value` its schema does not say, or says otherwise.
    pub fn faults(&self, schema: &Value, value: &Value, place: &str) -> Vec<String> {
        let schema = self.schema(schema);
        if let Some(options) = schema["oneOf"].as_array() {
            let each: Vec<_> = options.iter().map(|one| self.faults(one, value, place)).collect();
            return each.into_iter().min_by_key(Vec::len).unwrap_or_default();
        }
        if schema["allOf"].is_array() {
            return self.faults(&self.joined(schema), value, place);
        }
        let types: Vec<&str> = match &schema["type"] {
            Value::String(one) => vec![one],
            Value::Array(some) => some.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if !types.is_empty() && !types.iter().any(|one| is_a(value, one)) {
            return vec![format!("{place} is {value}, not {types:?}")];
        }
        if let Some(words) = schema["enum"].as_array()
            && !value.is_null()
            && !words.contains(value)
        {
            return vec![format!("{place} is {value}, none of {words:?}")];
        }
        match value {
            Value::Object(fields) => self.faults_of_fields(schema, fields, place),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .flat_map(|(index, item)| {
                    let of = schema["prefixItems"].get(index).unwrap_or(&schema["items"]);
                    self.faults(of, item, &format!("{place}[{index}]"))
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    fn faults_of_fields(&self, schema: &Value, fields: &Map<String, Value>, place: &str) -> Vec<String> {
        let Some(known) = schema["properties"].as_object() else {
            return Vec::new();
        };
        let required = schema["required"].as_array().into_iter().flatten();
        let missing = required
            .filter_map(Value::as_str)
            .filter(|name| !fields.contains_key(*name));
        let mut faults: Vec<String> = missing.map(|name| format!("{place}.{name} is missing")).collect();
        for (name, value) in fields {
            match known.get(name) {
                Some(schema) => faults.extend(self.faults(schema, value, &format!("{place}.{name}"))),
                None => faults.push(format!("{place}.{name} is not described")),
            }
        }
        faults
    }

    /// The parts of `allOf` as one schema.
    fn joined(&self, schema: &Value) -> Value {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for part in schema["allOf"].as_array().into_iter().flatten() {
            let part = self.schema(part);
            properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
            required.extend(part["required"].as_array().cloned().unwrap_or_default());
        }
        json!({ "type": "object", "properties": properties, "required": required })
    }
}

fn is_a(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        _ => value.is_object(),
    }
}

fn read(path: &str, method: &str, operation: &Value) -> Operation {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let in_query = parameters.filter(|one| one["in"] == "query");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let content = operation["requestBody"]["content"].as_object();
    let body = content.and_then(|content| content.iter().next());
    Operation {
        id: text(&operation["operationId"]),
        method: method.to_uppercase().parse().unwrap(),
        path: path.to_owned(),
        scope: text(&operation["security"][0]["token"][0]),
        query: in_query.map(|one| text(&one["name"])).collect(),
        body: body.map(|(kind, content)| (kind.clone(), content["schema"].clone())),
        responses: operation["responses"].clone(),
    }
}

impl Operation {
    /// Its path with `values` in place of the names.
    pub fn address(&self, values: &[(&str, &str)]) -> String {
        let mut path = self.path.clone();
        for (name, value) in values {
            path = path.replace(&format!("{{{name}}}"), &app::components::percent_encode(value));
        }
        assert!(!path.contains('{'), "{} is not filled in", self.path);
        path
    }

    /// The schema of the JSON it answers with a status.
    pub fn answer(&self, status: u16) -> Option<&Value> {
        let content = self.responses[status.to_string()]["content"].as_object()?;
        content.values().next().map(|content| &content["schema"])
    }
}

/// A machine that calls operations by their ids, and remembers which have worked.
pub struct Machine<'a> {
    pub nights: &'a Nights,
    pub description: &'a Description,
    pub token: String,
    pub worked: BTreeSet<String>,
}

impl Machine<'_> {
    /// Calls an operation that has to work; answers its JSON, or null for no content.
    pub async fn call(&mut self, id: &str, values: &[(&str, &str)], query: &str, body: &Value) -> Value {
        let (status, answer) = self.ask(id, values, query, body).await;
        assert!((200..300).contains(&status), "{id}: {status} {answer}");
        self.worked.insert(id.to_owned());
        answer
    }

    /// Calls an operation; what it answers has to be as the description says.
    pub async fn ask(&self, id: &str, values: &[(&str, &str)], query: &str, body: &Value) -> (u16, Value) {
        let operation = self.description.operation(id);
        let bearer = format!("Bearer {}", self.token);
        let kind = operation.body.as_ref().map_or("application/json", |(kind, _)| kind);
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        let text = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
        let address = format!("{}{query}", operation.address(values));
        let mut client = self.nights.app.client();
        let answer = client.send(operation.method.clone(), &address, &headers, text).await;
        let described = operation.responses.get(answer.status.to_string());
        assert!(
            described.is_some(),
            "{id} does not say {}: {}",
            answer.status,
            answer.body
        );
        let Some(schema) = operation.answer(answer.status) else {
            assert!(answer.body.is_empty(), "{id}: {}", answer.body);
            return (answer.status, Value::Null);
        };
        let json: Value = serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.body));
        assert_eq!(self.description.faults(schema, &json, id), Vec::<String>::new());
        (answer.status, json)
    }
}
