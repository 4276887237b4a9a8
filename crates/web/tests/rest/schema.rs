//! Every answer that any test here receives is held against the description: its status, its media type, its body.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use buyline_web::rest::openapi::document;
use buyline_web::rest::problem::Kind;
use serde_json::{Value, json};

/// The description, its objects closed: a field that is answered and not described is a mistake, too.
static API: LazyLock<Value> = LazyLock::new(|| {
    let mut api = serde_json::to_value(document()).expect("a description is JSON");
    let schemas = api["components"]["schemas"].as_object_mut().expect("a description has schemas");
    for (name, schema) in schemas {
        // What a problem says beyond the standard depends on its type.
        if name != "ProblemObject" && schema["properties"].is_object() {
            schema["additionalProperties"] = json!(false);
        }
    }
    api
});

type Validators = HashMap<String, std::sync::Arc<jsonschema::Validator>>;
static VALIDATORS: LazyLock<Mutex<Validators>> = LazyLock::new(Mutex::default);

/// The operation that answers `method` at `path`, when the description has one.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let asked: Vec<&str> = path.split('?').next().unwrap_or_default().split('/').collect();
    let paths = API["paths"].as_object().expect("a description has paths");
    let fits = |template: &str| {
        let parts: Vec<&str> = template.split('/').collect();
        let same = |(part, asked): (&&str, &&str)| part.starts_with('{') || part == asked;
        parts.len() == asked.len() && parts.iter().zip(&asked).all(same)
    };
    // Of several the one that says most literally: `/imports/url` before `/imports/{import}`.
    let found = paths.iter().filter(|(template, _)| fits(template));
    let (_, item) = found.min_by_key(|(template, _)| template.matches('{').count())?;
    Some(&item[method.to_lowercase()]).filter(|operation| operation.is_object())
}

fn validator(schema: &Value) -> std::sync::Arc<jsonschema::Validator> {
    let text = schema.to_string();
    let mut kept = VALIDATORS.lock().expect("no test panics while it holds this");
    let built = kept.entry(text).or_insert_with(|| {
        let mut whole = schema.clone();
        whole["components"] = API["components"].clone();
        let built = jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(&whole);
        std::sync::Arc::new(built.expect("the description holds schemas"))
    });
    std::sync::Arc::clone(built)
}

/// Holds one answer against the description.
pub fn check(method: &str, path: &str, status: u16, kind: Option<&str>, body: &[u8]) {
    let what = || format!("{method} {path} → {status}\n{}", String::from_utf8_lossy(body));
    if status >= 400 && path.starts_with("/commerce/") {
        let body: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
        assert_eq!(kind, Some("application/problem+json"), "{}", what());
        let name = body["type"].as_str().and_then(|it| it.strip_prefix("/problems/")).unwrap_or_default();
        let known =
            Kind::from_name(name).unwrap_or_else(|| panic!("a type that nothing explains: {}", what()));
        assert_eq!(known.status().as_u16(), status, "{}", what());
        assert!(status < 500 || status == 503, "our mistake: {}", what());
    }
    let Some(operation) = operation(method, path) else {
        let about = path.starts_with("/commerce/v1/openapi.json") || path.starts_with("/commerce/v1/docs");
        assert!(status >= 400 || about || !path.starts_with("/commerce/"), "not described: {}", what());
        return;
    };
    let response = match &operation["responses"][status.to_string()] {
        Value::Null if status >= 400 => &operation["responses"]["default"],
        Value::Null => panic!("a status that is not described: {}", what()),
        response => response,
    };
    let Some(content) = response["content"].as_object() else {
        assert!(body.is_empty(), "no body is described: {}", what());
        return;
    };
    let described = kind.and_then(|kind| content.get(kind));
    let described =
        described.unwrap_or_else(|| panic!("the media type {kind:?} is not described: {}", what()));
    let body: Value = serde_json::from_slice(body).unwrap_or_else(|_| panic!("no JSON: {}", what()));
    let validator = validator(&described["schema"]);
    let wrong: Vec<String> =
        validator.iter_errors(&body).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "not as described: {}\n{}", what(), wrong.join("\n"));
}
