//! Form encoding with brackets: `items[0][price_data][currency]=eur&expand[]=customer`.

use std::collections::BTreeMap;

/// Deeper than any call of the contract, shallow enough for the stack.
const DEPTH_MAX: usize = 16;

/// A form as it was sent; everything is text until a schema says what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// A value.
    Text(String),
    /// `name[…]=`.
    Fields(BTreeMap<String, Form>),
    /// `name[]=`, in the order sent.
    List(Vec<Form>),
}

impl Form {
    /// Reads a body or a query.
    ///
    /// # Errors
    /// A sentence on what cannot be read.
    pub fn read(text: &str) -> Result<Form, String> {
        let mut whole = Form::Fields(BTreeMap::new());
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decode(name)?, decode(value)?);
            whole.put(&parts(&name)?, value, &name)?;
        }
        Ok(whole)
    }

    fn put(&mut self, parts: &[&str], value: String, name: &str) -> Result<(), String> {
        let clash = || format!("Invalid parameter: {name} is sent both as a value and as a group");
        let Some((part, rest)) = parts.split_first() else {
            return match self {
                Form::Text(text) => {
                    *text = value;
                    Ok(())
                }
                Form::Fields(fields) if fields.is_empty() => {
                    *self = Form::Text(value);
                    Ok(())
                }
                Form::Fields(_) | Form::List(_) => Err(clash()),
            };
        };
        if part.is_empty() {
            if matches!(self, Form::Fields(fields) if fields.is_empty()) {
                *self = Form::List(Vec::new());
            }
            let Form::List(items) = self else { return Err(clash()) };
            let mut item = Form::Fields(BTreeMap::new());
            item.put(rest, value, name)?;
            items.push(item);
            return Ok(());
        }
        let Form::Fields(fields) = self else { return Err(clash()) };
        let field = fields.entry((*part).to_owned()).or_insert_with(|| Form::Fields(BTreeMap::new()));
        field.put(rest, value, name)
    }

    /// The items, if this is a list or fields that are numbered from nought.
    #[must_use]
    pub fn items(&self) -> Option<Vec<&Form>> {
        match self {
            Form::List(items) => Some(items.iter().collect()),
            Form::Text(_) => None,
            Form::Fields(fields) => {
                let numbered: Option<BTreeMap<usize, &Form>> =
                    fields.iter().map(|(name, field)| Some((name.parse().ok()?, field))).collect();
                numbered.map(|fields| fields.into_values().collect())
            }
        }
    }

    /// One canonical text, the same for two forms that say the same in another order.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut pairs = Vec::new();
        self.flatten(String::new(), &mut pairs);
        pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
    }

    fn flatten<'a>(&'a self, name: String, pairs: &mut Vec<(String, &'a str)>) {
        match self {
            Form::Text(text) => pairs.push((name, text)),
            Form::Fields(fields) => {
                for (part, field) in fields {
                    let inner = if name.is_empty() { part.clone() } else { format!("{name}[{part}]") };
                    field.flatten(inner, pairs);
                }
            }
            Form::List(items) => {
                for item in items {
                    item.flatten(format!("{name}[]"), pairs);
                }
            }
        }
    }
}

/// `a[b][]` → `a`, `b`, nothing.
fn parts(name: &str) -> Result<Vec<&str>, String> {
    let wrong = || format!("Invalid parameter name: {name}");
    let (first, mut rest) = match name.find('[') {
        Some(at) => name.split_at(at),
        None => (name, ""),
    };
    if first.is_empty() {
        return Err(wrong());
    }
    let mut parts = vec![first];
    while let Some(inner) = rest.strip_prefix('[') {
        let (part, after) = inner.split_once(']').ok_or_else(wrong)?;
        parts.push(part);
        rest = after;
    }
    if rest.is_empty() && parts.len() <= DEPTH_MAX { Ok(parts) } else { Err(wrong()) }
}

fn decode(text: &str) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
                let (high, low) = (digit(), digit());
                let (Some(high), Some(low)) = (high, low) else {
                    return Err(format!("Invalid percent-encoding: {text}"));
                };
                bytes.push(u8::try_from(high * 16 + low).expect("two hexadecimal digits make a byte"));
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).map_err(|_| "Invalid UTF-8 in the request".to_owned())
}

/// Percent-encodes a value.
#[must_use]
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// Writes pairs as a body.
#[must_use]
pub fn write(pairs: &[(&str, &str)]) -> String {
    let written = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    written.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Form {
        Form::Text(value.to_owned())
    }

    #[test]
    fn brackets_nest_and_lists_keep_their_order() {
        let form = Form::read("amount=5&metadata[order%20id]=a%26b&expand[]=x&expand[]=y&items[0][price]=p")
            .unwrap();
        let Form::Fields(fields) = &form else { panic!("{form:?}") };
        assert_eq!(fields["amount"], text("5"));
        assert_eq!(fields["metadata"], Form::Fields([("order id".to_owned(), text("a&b"))].into()));
        assert_eq!(fields["expand"], Form::List(vec![text("x"), text("y")]));
        assert_eq!(fields["items"].items().unwrap().len(), 1);
    }

    #[test]
    fn two_orders_of_one_form_are_the_same_and_another_value_is_not() {
        let one = Form::read("a=1&b[c]=2").unwrap().canonical();
        assert_eq!(one, Form::read("b[c]=2&a=1").unwrap().canonical());
        assert_ne!(one, Form::read("b[c]=3&a=1").unwrap().canonical());
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for wrong in ["a=1&a[b]=2", "a[b]=1&a=2", "[a]=1", "a[b=1", "a=%4", "a=%ff", "a[b]c=1"] {
            assert!(Form::read(wrong).is_err(), "{wrong}");
        }
        assert!(Form::read(&format!("a{}=1", "[b]".repeat(20))).is_err());
    }

    #[test]
    fn what_is_written_is_read_again() {
        let written = write(&[("metadata[é]", "1 & 2 = +")]);
        let Form::Fields(fields) = Form::read(&written).unwrap() else { panic!("{written}") };
        assert_eq!(fields["metadata"], Form::Fields([("é".to_owned(), text("1 & 2 = +"))].into()));
    }
}
