//! The description as a page: every endpoint with what it takes and answers, every type, every problem.

use std::fmt::Write;

use serde_json::Value;

use super::problem::Kind;

/// The one style of these pages; the content security policy names its hash.
pub(crate) const STYLE: &str = "
:root{color-scheme:light dark;--line:#8884;--soft:#8881}
body{font:16px/1.55 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1.5rem}
h1{line-height:1.2}h2{margin-top:3rem;border-bottom:1px solid var(--line);padding-bottom:.3rem}
h3{margin-top:2.5rem}code,pre{font-family:ui-monospace,monospace;font-size:.9em}
section>p:first-of-type{margin-top:.4rem}a{color:inherit}
.m{display:inline-block;min-width:4.5em;font-weight:700}
.who{opacity:.75}table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}
td,th{text-align:start;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
th{background:var(--soft)}td:first-child{white-space:nowrap}nav ul{columns:2;padding-inline-start:1.2rem}
@media(max-width:40rem){nav ul{columns:1}table,tbody,tr,td{display:block}thead{display:none}}
";

/// The whole description.
pub(crate) fn page(api: &utoipa::openapi::OpenApi) -> String {
    let api = serde_json::to_value(api).unwrap_or_default();
    let mut out = head(api["info"]["title"].as_str().unwrap_or_default());
    let _ = write!(out, "<h1>{}</h1>", Text(&api["info"]["title"]));
    let _ = write!(out, "<p>{}</p>", Text(&api["info"]["description"]));
    out.push_str(
        "<p>Machine-readable: <a href=\"/commerce/v1/openapi.json\">openapi.json</a> (OpenAPI 3.1).</p>",
    );
    contents(&mut out, &api);
    for tag in list(&api["tags"]) {
        let _ = write!(out, "<h2>{}</h2><p>{}</p>", Text(&tag["name"]), Text(&tag["description"]));
        for (path, method, operation) in operations(&api) {
            if operation["tags"][0] == tag["name"] {
                endpoint(&mut out, path, method, operation);
            }
        }
    }
    out.push_str("<h2>types</h2>");
    for (name, schema) in entries(&api["components"]["schemas"]) {
        of_type(&mut out, name, schema);
    }
    out.push_str("<h2>problems</h2><table><thead><tr><th>type<th>status<th>meaning</thead><tbody>");
    for kind in Kind::ALL {
        let _ = write!(
            out,
            "<tr><td><a href=\"/problems/{0}\"><code>/problems/{0}</code></a><td>{1}<td>{2}",
            kind.name(),
            kind.status().as_u16(),
            escape(kind.explanation()),
        );
    }
    out.push_str("</tbody></table></main></html>");
    out
}

/// One kind of problem.
pub(crate) fn problem(kind: Kind) -> String {
    let mut out = head(kind.title());
    let _ = write!(
        out,
        "<h1>{}</h1><p>{}</p><p>Answered with status {} and the type <code>/problems/{}</code>.</p>\
         <p><a href=\"/commerce/v1/docs\">The API's documentation</a></p></main></html>",
        escape(kind.title()),
        escape(kind.explanation()),
        kind.status().as_u16(),
        kind.name(),
    );
    out
}

fn head(title: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{}</title><style>{STYLE}</style></head><main>",
        escape(title)
    )
}

fn contents(out: &mut String, api: &Value) {
    out.push_str("<nav aria-label=\"Endpoints\"><ul>");
    for (path, method, operation) in operations(api) {
        let _ = write!(
            out,
            "<li><a href=\"#{}\">{}</a> <code>{} {}</code>",
            anchor(method, path),
            Text(&operation["summary"]),
            method.to_uppercase(),
            escape(path),
        );
    }
    out.push_str("</ul></nav>");
}

fn endpoint(out: &mut String, path: &str, method: &str, operation: &Value) {
    let _ = write!(
        out,
        "<section id=\"{}\"><h3>{}</h3><p><span class=\"m\">{}</span> <code>{}</code></p><p class=\"who\">{}</p>",
        anchor(method, path),
        Text(&operation["summary"]),
        method.to_uppercase(),
        escape(path),
        who(operation),
    );
    if operation["description"].is_string() {
        let _ = write!(out, "<p>{}</p>", Text(&operation["description"]));
    }
    let parameters = list(&operation["parameters"]);
    if !parameters.is_empty() {
        out.push_str("<table><thead><tr><th>parameter<th>in<th>what</thead><tbody>");
        for parameter in parameters {
            let _ = write!(
                out,
                "<tr><td><code>{}</code><td>{}<td>{} {}",
                Text(&parameter["name"]),
                Text(&parameter["in"]),
                kind_of(&parameter["schema"]),
                Text(&parameter["description"]),
            );
        }
        out.push_str("</tbody></table>");
    }
    for (media, content) in entries(&operation["requestBody"]["content"]) {
        let _ =
            write!(out, "<p>Takes {} as <code>{}</code>.</p>", kind_of(&content["schema"]), escape(media));
    }
    for (status, response) in entries(&operation["responses"]).filter(|(status, _)| *status != "default") {
        let _ = write!(out, "<p>Answers <b>{status}</b>: {}", Text(&response["description"]));
        for (_, content) in entries(&response["content"]) {
            let _ = write!(out, " {}", kind_of(&content["schema"]));
        }
        out.push_str("</p>");
    }
    out.push_str("</section>");
}

fn who(operation: &Value) -> String {
    let ways: Vec<String> = list(&operation["security"])
        .iter()
        .flat_map(entries)
        .map(|(name, scopes)| match (name, scopes[0].as_str()) {
            ("merchantKey", Some(scope)) => format!("a merchant's key with <code>{}</code>", escape(scope)),
            ("merchantKey", None) => "a merchant's key".to_owned(),
            (_, _) => "the token".to_owned(),
        })
        .collect();
    if ways.is_empty() { "Anybody.".to_owned() } else { format!("Needs {}.", ways.join(" or ")) }
}

fn of_type(out: &mut String, name: &str, schema: &Value) {
    let _ = write!(out, "<section id=\"type-{0}\"><h3>{0}</h3>", escape(name));
    if schema["description"].is_string() {
        let _ = write!(out, "<p>{}</p>", Text(&schema["description"]));
    }
    if schema["properties"].is_object() {
        let required: Vec<&str> = list(&schema["required"]).iter().filter_map(Value::as_str).collect();
        out.push_str("<table><thead><tr><th>field<th>type<th>meaning</thead><tbody>");
        for (field, property) in entries(&schema["properties"]) {
            let optional = if required.contains(&field) { "" } else { " (optional)" };
            let _ = write!(
                out,
                "<tr><td><code>{}</code><td>{}{optional}<td>{}",
                escape(field),
                kind_of(property),
                Text(&property["description"]),
            );
        }
        out.push_str("</tbody></table>");
    } else {
        let _ = write!(out, "<p>{}</p>", kind_of(schema));
    }
    out.push_str("</section>");
}

/// A schema in a few words, with links to the types it names.
fn kind_of(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return format!("<a href=\"#type-{0}\">{0}</a>", escape(name));
    }
    let choices = schema["oneOf"].as_array().or(schema["anyOf"].as_array());
    if let Some(choices) = choices {
        return choices.iter().map(kind_of).collect::<Vec<_>>().join(" or ");
    }
    match &schema["type"] {
        Value::String(kind) if kind == "array" => format!("list of {}", kind_of(&schema["items"])),
        Value::String(kind) => match schema["format"].as_str() {
            Some(format) => format!("{} ({})", escape(kind), escape(format)),
            None => escape(kind),
        },
        Value::Array(kinds) => {
            let kinds: Vec<String> = kinds.iter().filter_map(Value::as_str).map(escape).collect();
            kinds.join(" or ")
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => "object".to_owned(),
    }
}

fn operations(api: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    entries(&api["paths"])
        .flat_map(|(path, item)| entries(item).map(move |(method, operation)| (path, method, operation)))
        .filter(|(_, _, operation)| operation["responses"].is_object())
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn anchor(method: &str, path: &str) -> String {
    let path: String =
        path.chars().map(|sign| if sign.is_ascii_alphanumeric() { sign } else { '-' }).collect();
    format!("{method}{path}")
}

/// A text of the description, escaped.
struct Text<'a>(&'a Value);

impl std::fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&escape(self.0.as_str().unwrap_or_default()))
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
