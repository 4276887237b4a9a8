//! No connection ever leaves for an address that is not on the public internet (I15).

mod hostile;
mod limits;
mod server;
mod tell;

use std::collections::VecDeque;
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use buyline_connectors::safe_client::{Lookup, Reach, SafeClient};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

/// Answers each question with the next list, and the last one for ever after.
#[derive(Clone, Default)]
struct Scripted {
    answers: Arc<Mutex<VecDeque<Vec<IpAddr>>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    fn new(answers: &[&[&str]]) -> Scripted {
        let parsed = |list: &&[&str]| list.iter().map(|text| text.parse().expect("an address")).collect();
        Scripted {
            answers: Arc::new(Mutex::new(answers.iter().map(parsed).collect())),
            ..Scripted::default()
        }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("not poisoned").clone()
    }
}

impl Lookup for Scripted {
    fn addresses(&self, host: &str) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        self.asked.lock().expect("not poisoned").push(host.to_owned());
        let mut answers = self.answers.lock().expect("not poisoned");
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        async move { Ok(answer.unwrap_or_default()) }.boxed()
    }
}

/// A client for any port; the guard on addresses is as in production unless `allow_loopback`.
fn client(lookup: &Scripted, allow_loopback: bool) -> SafeClient {
    let reach = Reach { ports: Vec::new(), allow_loopback, deadline: Duration::from_secs(5) };
    SafeClient::with_lookup(reach, Arc::new(lookup.clone())).expect("a client")
}
