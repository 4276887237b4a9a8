//! A browser without scripts: cookies, links and forms.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::support::{connect, rest};

/// Days pass in seconds; a debug build on a busy machine takes longer.
pub const ARRIVES_WITHIN: Duration = Duration::from_secs(120);
const LOOKS_EVERY: Duration = Duration::from_millis(100);
/// What only the page of the other day has, once one is there.
pub const THERE: &str = "id=\"later\"";

/// Somebody's browser.
pub struct Newcomer {
    addr: SocketAddr,
    cookies: RefCell<BTreeMap<String, String>>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// A form of a page, with what it sends if nobody changes anything.
#[derive(Debug, Clone)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl Newcomer {
    pub fn at(addr: SocketAddr) -> Self {
        Self { addr, cookies: RefCell::default() }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// Opens a page, where redirects lead, too.
    pub fn see(&self, path: &str) -> Answer {
        self.follow(self.get(path))
    }

    pub fn post(&self, path: &str, fields: &[(String, String)]) -> Answer {
        let form: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        self.ask("POST", path, &form.join("&"))
    }

    /// Sends a form of ours, named by where it goes, from `page`, with `more`.
    pub fn send(&self, page: &Answer, action: &str, more: &[(&str, &str)]) -> Answer {
        let mut form =
            form(&page.body, action).unwrap_or_else(|| panic!("no form {action} in {}", page.body));
        form.fields.retain(|(name, _)| more.iter().all(|(other, _)| name != other));
        form.fields.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.post(&form.action, &form.fields)
    }

    pub fn follow(&self, mut answer: Answer) -> Answer {
        for _ in 0..5 {
            let Some(location) = answer.header("location").filter(|_| answer.status == 303) else { break };
            let path = location.to_owned();
            answer = self.get(&path);
        }
        answer
    }

    fn ask(&self, method: &str, path: &str, form: &str) -> Answer {
        let cookies: Vec<String> =
            self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut stream = connect(self.addr);
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAccept: text/html\r\nAccept-Language: en\r\n\
             Cookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.addr,
            cookies.join("; "),
            form.len()
        )
        .unwrap();
        let answer = rest(stream);
        let (head, body) =
            answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{method} {path}: {answer}"));
        for cookie in head.lines().filter_map(|line| line.strip_prefix("set-cookie: ")) {
            let pair = cookie.split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
        }
        Answer { status: head[9..12].parse().unwrap(), head: head.to_owned(), body: body.to_owned() }
    }

    /// Goes to the other day, and gives its page with what was read on the way.
    pub fn jump(&self) -> (Answer, Vec<String>) {
        let from = self.see("/demo/jump");
        assert_eq!(self.send(&from, "/demo/jump", &[]).status, 303);
        self.arrive()
    }

    /// Waits on the page until the day has come.
    pub fn arrive(&self) -> (Answer, Vec<String>) {
        let (until, mut way) = (Instant::now() + ARRIVES_WITHIN, Vec::new());
        loop {
            let page = self.see("/demo/jump");
            assert_eq!(page.status, 200, "{page:?}");
            if page.body.contains(THERE) {
                return (page, way);
            }
            assert!(Instant::now() < until, "it never came: {}", page.body);
            way.push(page.body);
            std::thread::sleep(LOOKS_EVERY);
        }
    }

    pub fn jump_back(&self) -> Answer {
        let there = self.see("/demo/jump");
        self.follow(self.send(&there, "/demo/jump/back", &[]))
    }
}

/// The first form of `page` that goes to an address with this end.
pub fn form(page: &str, action: &str) -> Option<Form> {
    page.split("<form").skip(1).find_map(|part| {
        let part = part.split("</form>").next()?;
        let (tag, inside) = part.split_once('>')?;
        let goes_to = attribute(tag, "action")?;
        goes_to.ends_with(action).then(|| Form { action: goes_to, fields: fields(inside) })
    })
}

fn fields(inside: &str) -> Vec<(String, String)> {
    let inputs = inside.split("<input").skip(1).filter_map(|part| {
        let tag = part.split('>').next()?;
        let chosen = match attribute(tag, "type").as_deref() {
            Some("radio" | "checkbox") => format!("{tag} ").contains(" checked"),
            _ => true,
        };
        if chosen {
            Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()))
        } else {
            None
        }
    });
    let selects = inside.split("<select").skip(1).filter_map(|part| {
        let (tag, options) = part.split_once('>')?;
        let mut tags = options.split("</select>").next()?.split("<option").skip(1);
        let first = tags.clone().next()?;
        let chosen = tags.find(|tag| tag.split('>').next().is_some_and(|tag| tag.contains("selected")));
        Some((attribute(tag, "name")?, attribute(chosen.unwrap_or(first), "value").unwrap_or_default()))
    });
    inputs.chain(selects).collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    let value = rest.split('"').next()?;
    Some(value.replace("&quot;", "\"").replace("&#38;", "&").replace("&amp;", "&"))
}

fn encoded(text: &str) -> String {
    let as_it_is = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let sign = |byte: u8| if as_it_is(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(sign).collect()
}
