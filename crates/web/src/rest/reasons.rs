//! Why a field is refused, for whoever writes JSON: the readers speak of Rust's types, an answer must not.

/// The reader's sentence in words of JSON. What a reader of ours says is in such words already.
pub(super) fn plain(reason: &str) -> String {
    if let Some((found, wanted)) = of_kind(reason, "invalid type: ") {
        return format!("must be {}, not {}", kind(wanted), kind_found(found));
    }
    if let Some((found, wanted)) = of_kind(reason, "invalid value: ") {
        let not =
            if found.starts_with("string ") { String::new() } else { format!(", not {}", kind_found(found)) };
        return format!("must be {}{not}", kind(wanted));
    }
    if let Some((_, wanted)) = of_kind(reason, "invalid length ") {
        return format!("must be {}", kind(wanted));
    }
    if let Some(known) = known_names(reason, "unknown variant `") {
        return format!("must be one of {known}");
    }
    if reason.starts_with("unknown field `") {
        let known = known_names(reason, "unknown field `");
        return known.map_or_else(
            || "unknown field: none is known here".to_owned(),
            |known| format!("unknown field: known here are {known}"),
        );
    }
    if reason.starts_with("missing field `") {
        return "must be there".to_owned();
    }
    if reason.starts_with("duplicate field `") {
        return "duplicate field: must stand once".to_owned();
    }
    // What the reader of a query says of a text that is no number or no switch.
    match reason {
        "invalid digit found in string"
        | "cannot parse integer from empty string"
        | "number too large to fit in target type"
        | "number too small to fit in target type" => "must be a whole number in range".to_owned(),
        "provided string was not `true` or `false`" => "must be true or false".to_owned(),
        ours => ours.to_owned(),
    }
}

/// What was found and what was wanted, of a sentence that begins with `start`.
fn of_kind<'a>(reason: &'a str, start: &str) -> Option<(&'a str, &'a str)> {
    // What was found may hold these words, too; what was wanted is ours and does not.
    reason.strip_prefix(start)?.rsplit_once(", expected ")
}

/// The names that a sentence of serde lists, each in quotation marks.
fn known_names(reason: &str, start: &str) -> Option<String> {
    let (_, listed) = reason.strip_prefix(start)?.rsplit_once("`, expected ")?;
    let names: Vec<String> = listed.split('`').skip(1).step_by(2).map(|name| format!("\"{name}\"")).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// A wanted kind in words of JSON.
fn kind(wanted: &str) -> &str {
    match wanted {
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number from 0",
        "f32" | "f64" => "a number",
        "a boolean" => "true or false",
        "a string" | "a character" => "a text",
        "a sequence" => "a list",
        "a map" => "an object",
        "unit" => "null",
        other if other.starts_with("struct ") => "an object",
        other if other.starts_with("enum ") || other == "string or map" => {
            "one of the texts described for it"
        }
        other if other.starts_with("a tuple") || other.starts_with("tuple ") => "a list",
        ours => ours,
    }
}

/// A kind that was found, in words of JSON; the value itself only where it is short.
fn kind_found(found: &str) -> String {
    match found.split_once('`').map(|(kind, value)| (kind.trim_end(), value.trim_end_matches('`'))) {
        Some(("integer" | "floating point", number)) => format!("the number {number}"),
        Some(("boolean", value)) => value.to_owned(),
        _ if found == "null" || found.starts_with("unit") => "null".to_owned(),
        _ if found.starts_with("string") || found.starts_with("character") => "a text".to_owned(),
        _ if found.starts_with("sequence") => "a list".to_owned(),
        _ if found.starts_with("map") => "an object".to_owned(),
        _ => "this".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Word {
        ToShip,
        Shipped,
    }

    #[derive(Debug, Default, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct Inside {
        count: u32,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only what is wrong with them is looked at")]
    struct Whole {
        name: String,
        #[serde(default)]
        count: u32,
        #[serde(default)]
        offset: i64,
        #[serde(default)]
        on: bool,
        #[serde(default)]
        lines: Vec<u32>,
        #[serde(default)]
        inside: Inside,
        word: Option<Word>,
    }

    #[test]
    fn no_reason_speaks_of_rust() {
        for (json, wanted) in [
            (r#"{"name":7}"#, "must be a text, not the number 7"),
            (r#"{"name":null}"#, "must be a text, not null"),
            (r#"{"name":["a"]}"#, "must be a text, not a list"),
            (r#"{"name":"","count":"two"}"#, "must be a whole number from 0, not a text"),
            (r#"{"name":"","count":-1}"#, "must be a whole number from 0, not the number -1"),
            (r#"{"name":"","count":1.5}"#, "must be a whole number from 0, not the number 1.5"),
            (r#"{"name":"","count":5000000000}"#, "must be a whole number from 0, not the number 5000000000"),
            (r#"{"name":"","offset":{}}"#, "must be a whole number, not an object"),
            (r#"{"name":"","on":"yes, expected it"}"#, "must be true or false, not a text"),
            (r#"{"name":"","lines":{}}"#, "must be a list, not an object"),
            (r#"{"name":"","inside":true}"#, "must be an object, not true"),
            (r#"{"name":"","inside":{"size":1}}"#, "unknown field: known here are \"count\""),
            (r#"{"name":"","word":"sent"}"#, "must be one of \"to-ship\", \"shipped\""),
            (r#"{}"#, "must be there"),
            (r#"{"name":"","name":""}"#, "duplicate field: must stand once"),
        ] {
            let error = serde_json::from_str::<Whole>(json).unwrap_err().to_string();
            let (reason, _) = error.rsplit_once(" at line ").unwrap();
            assert_eq!(plain(reason), wanted, "{json}: {reason}");
        }
        assert_eq!(plain("invalid digit found in string"), "must be a whole number in range");
        assert_eq!(plain("must be from 1 to 40"), "must be from 1 to 40");
    }
}
