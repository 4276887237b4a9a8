//! `docs/protocols/webhooks.md` says what is: its events, its example, and the receiver in it, which is run.

use std::collections::BTreeSet;

use app::webhooks;
use buyline_app as app;
use domain::webhook::HookEvent;

const PAGE: &str = include_str!("../../../../docs/protocols/webhooks.md");

#[test]
fn the_page_lists_every_event_and_its_example_is_right() {
    let listed: BTreeSet<&str> = PAGE
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`').map(|(word, _)| word))
        .filter(|word| word.contains('.'))
        .collect();
    assert_eq!(listed, HookEvent::ALL.map(HookEvent::as_str).into());
    let cell = |name: &str| {
        let line = PAGE.lines().find(|line| line.starts_with(&format!("| {name} | `"))).unwrap();
        line.rsplit('`').nth(1).unwrap().to_owned()
    };
    let secret = app::Secret::new(cell("secret"));
    let sent = cell("`webhook-timestamp`").parse().unwrap();
    let signed = webhooks::signature(&secret, &cell("`webhook-id`"), sent, cell("body").as_bytes());
    assert_eq!(signed.as_deref(), Some(cell("`webhook-signature`").as_str()));
}

/// The page's receiver, running; dropped, it ends.
struct Receiver(std::process::Child, u16);

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Receiver {
    fn start(secret: &str) -> Option<Self> {
        let script = PAGE.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = std::process::Command::new("python3")
            .args(["-c", script])
            .env("SECRET", secret)
            .env("PORT", port.to_string())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn();
        child.ok().map(|child| Self(child, port))
    }

    /// Posts what a message is made of, and gives the status; waits for the receiver to listen.
    fn post(&self, id: &str, sent: i64, signature: &str, body: &str) -> String {
        use std::io::{Read, Write};
        for _ in 0..2_000 {
            let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", self.1)) else {
                std::thread::sleep(std::time::Duration::from_millis(20));
                continue;
            };
            let head = format!(
                "POST / HTTP/1.1\r\nhost: x\r\nwebhook-id: {id}\r\nwebhook-timestamp: {sent}\r\n\
                 webhook-signature: {signature}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(head.as_bytes()).unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            return answer.split(' ').nth(1).unwrap().to_owned();
        }
        panic!("the receiver of docs/protocols/webhooks.md does not listen");
    }
}

#[test]
fn the_pages_receiver_takes_what_is_signed_and_nothing_else() {
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let Some(receiver) = Receiver::start(secret) else {
        println!("python3 is missing: the receiver of docs/protocols/webhooks.md was not run");
        return;
    };
    let body = r#"{"type":"order.placed","timestamp":"2026-11-30T21:04:11Z","data":{"number":"BL-7K3Q"}}"#;
    let now = jiff::Timestamp::now().as_second();
    let sign = |sent, body: &str| {
        webhooks::signature(&app::Secret::new(secret.to_owned()), "dlv_1", sent, body.as_bytes()).unwrap()
    };
    let good = sign(now, body);
    assert_eq!(receiver.post("dlv_1", now, &good, body), "204");
    assert_eq!(
        receiver.post("dlv_1", now, &format!("v1,other {good}"), body),
        "204",
        "twice, during a rotation"
    );
    assert_eq!(receiver.post("dlv_2", now, &good, body), "400", "under another id");
    assert_eq!(receiver.post("dlv_1", now, &good, "{}"), "400", "another body");
    let old = now - 600;
    assert_eq!(receiver.post("dlv_1", old, &sign(old, body), body), "400", "replayed later");
}
