//! The description as a page: every endpoint with what it takes and answers, every type, every problem.

use std::fmt::Write;

use serde_json::Value;

use super::problem::Kind;

/// The one style of these pages; the content security policy names its hash.
pub(crate) const STYLE: &str = "
:root{color-scheme:light dark;--line:light-dark(#d9dce1,#33373d);--soft:light-dark(#f4f5f7,#1b1e22);
--ink:light-dark(#16181d,#e9eaec);--dim:light-dark(#5a6069,#a3a9b2);--page:light-dark(#fff,#121417);
--link:light-dark(#0b57c4,#8ab8ff)}
*{box-sizing:border-box}html{scroll-padding-top:1rem}
body{font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--page);margin:0;padding:0 1.25rem 4rem;
overflow-wrap:anywhere}
main{max-width:50rem;margin:0 auto}h1{line-height:1.2;margin:2rem 0 1rem}
h2{margin:3.5rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.3rem}
h3{margin:2.5rem 0 .3rem;font-size:1.1rem}h2+p{color:var(--dim);margin-top:.4rem}
code{font-family:ui-monospace,monospace;font-size:.88em}a{color:var(--link);text-underline-offset:.15em}
.call{display:flex;gap:.75rem;align-items:baseline;background:var(--soft);border:1px solid var(--line);
border-radius:.5rem;padding:.5rem .75rem;margin:.3rem 0 .6rem}
.m{font:700 .8rem/1.6 ui-monospace,monospace;min-width:3.6em}
.who{color:var(--dim);margin:.2rem 0}
table{border-collapse:collapse;table-layout:fixed;width:100%;margin:.6rem 0 1rem;font-size:.94rem}
td,th{text-align:start;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}
th{background:var(--soft);font-weight:600}td:first-child{width:30%}
nav h2{font-size:.8rem;letter-spacing:.04em;text-transform:uppercase;color:var(--dim);border:0;margin:1.2rem 0 .2rem}
nav ul{list-style:none;margin:0;padding:0}nav li{padding:.12rem 0;font-size:.94rem;display:flex}
nav .m{flex:none;width:4.6em;line-height:1.55rem;color:var(--dim);font-size:.7rem}
@media(min-width:72rem){body{display:grid;grid-template-columns:19rem minmax(0,50rem);gap:3.5rem;justify-content:center}
nav{position:sticky;top:0;max-height:100vh;overflow-y:auto;padding:2rem 0}main{margin:0}}
@media(max-width:40rem){table,tbody,tr,td{display:block}td:first-child{width:auto}thead{display:none}
td{border:0;padding:.1rem 0}tr{padding:.5rem 0;border-bottom:1px solid var(--line)}}
@media print{nav{display:none}}
";

/// What holds for every call; the whole of it is `docs/protocols/rest.md`.
const RULES: &str = "<h2 id=\"rules\">Rules</h2><p>What holds for every call.</p><ul>\
<li>Every call that is not for everybody sends <code>Authorization: Bearer …</code> with a merchant's key \
(<code>blk_live_…</code>, <code>blk_test_…</code>: the studio makes them) or with the token that a checkout or a cart \
was created with. There are no cookies here.</li>\
<li>Money is integer minor units and a currency: 19.90 € is <code>{\"amount\": 1990, \"currency\": \"EUR\"}</code>.</li>\
<li>A field that is not described is refused by its name. A price sent by a client is never used.</li>\
<li>Failures are <code>application/problem+json</code>. Branch on <code>type</code>, which serves its explanation; \
<code>errors</code> names each wrong field. A refused call has changed nothing.</li>\
<li>Where money moves, an <code>Idempotency-Key</code> is required: new for each intent, the same for each retry. \
A repeat gets the first answer.</li>\
<li>Lists are newest first; <code>next_cursor</code> is the <code>cursor</code> of the next page.</li>\
<li>429 and 503 say in <code>Retry-After</code> when to come back.</li>\
<li>Version 1 only grows: ignore members that you do not know.</li></ul>";

/// The whole description.
pub(crate) fn page(api: &utoipa::openapi::OpenApi) -> String {
    let api = serde_json::to_value(api).unwrap_or_default();
    let mut out = head(api["info"]["title"].as_str().unwrap_or_default());
    contents(&mut out, &api);
    let _ = write!(out, "<main><h1>{}</h1>", Text(&api["info"]["title"]));
    let _ = write!(out, "<p>{}</p>", Text(&api["info"]["description"]));
    out.push_str(
        "<p>Machine-readable: <a href=\"/commerce/v1/openapi.json\">openapi.json</a> (OpenAPI 3.1).</p>",
    );
    out.push_str(RULES);
    for tag in list(&api["tags"]) {
        let name = Text(&tag["name"]);
        let _ = write!(out, "<h2 id=\"{name}\">{name}</h2><p>{}</p>", Text(&tag["description"]));
        for (path, method, operation) in operations(&api) {
            if operation["tags"][0] == tag["name"] {
                endpoint(&mut out, path, method, operation);
            }
        }
    }
    out.push_str("<h2 id=\"types\">types</h2>");
    for (name, schema) in entries(&api["components"]["schemas"]) {
        of_type(&mut out, name, schema);
    }
    out.push_str(
        "<h2 id=\"problems\">problems</h2><table><thead><tr><th>type<th>status<th>meaning</thead><tbody>",
    );
    for kind in Kind::ALL {
        let _ = write!(
            out,
            "<tr><td><a href=\"/problems/{0}\"><code>/problems/{0}</code></a><td>{1}<td>{2}",
            kind.name(),
            kind.status().as_u16(),
            escape(kind.explanation()),
        );
    }
    out.push_str("</tbody></table></main></body></html>");
    out
}

/// One kind of problem.
pub(crate) fn problem(kind: Kind) -> String {
    let mut out = head(kind.title());
    let _ = write!(
        out,
        "<main><h1>{}</h1><p>{}</p><p>Answered with status {} and the type <code>/problems/{}</code>.</p>\
         <p><a href=\"/commerce/v1/docs\">The API's documentation</a></p></main></body></html>",
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
         <meta name=\"viewport\" content=\"width=device-width\"><title>{}</title><style>{STYLE}</style></head><body>",
        escape(title)
    )
}

fn contents(out: &mut String, api: &Value) {
    out.push_str("<nav aria-label=\"Contents\"><ul><li><a href=\"#rules\">Rules</a></ul>");
    for tag in list(&api["tags"]) {
        let _ = write!(out, "<h2>{}</h2><ul>", Text(&tag["name"]));
        for (path, method, operation) in operations(api) {
            if operation["tags"][0] == tag["name"] {
                let _ = write!(
                    out,
                    "<li><span class=\"m\">{}</span> <a href=\"#{}\" title=\"{}\">{}</a>",
                    method.to_uppercase(),
                    anchor(method, path),
                    escape(path),
                    Text(&operation["summary"]),
                );
            }
        }
        out.push_str("</ul>");
    }
    out.push_str(
        "<h2>reference</h2><ul><li><a href=\"#types\">Types</a><li><a href=\"#problems\">Problems</a></ul></nav>",
    );
}

fn endpoint(out: &mut String, path: &str, method: &str, operation: &Value) {
    let _ = write!(
        out,
        "<section id=\"{}\"><h3>{}</h3><p class=\"call\"><span class=\"m\">{}</span> <code>{}</code></p><p class=\"who\">{}</p>",
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
                "<tr><td><code>{}</code><td>{}<td>{}<br>{}",
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
        let shown = match name.strip_prefix("Listed_") {
            Some(entry) => format!("page of {entry}"),
            None => name.to_owned(),
        };
        return format!("<a href=\"#type-{}\">{}</a>", escape(name), escape(&shown));
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
        // What stands between backticks is code.
        for (at, part) in escape(self.0.as_str().unwrap_or_default()).split('`').enumerate() {
            match (at % 2, part) {
                (0, text) => f.write_str(text)?,
                (_, code) => write!(f, "<code>{code}</code>")?,
            }
        }
        Ok(())
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
