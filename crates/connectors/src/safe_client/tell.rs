//! Telling a merchant's own program something and listening to the beginning of what it answers, or asking it and reading all.

use std::time::Duration;

use app::ports::{Answer, FetchError, FetchRefusal, Reply, Tell, Telling, Told};
use futures_util::FutureExt;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Method, Response, Url};
use tokio::time::{Instant, timeout, timeout_at};

use super::client::{Outgoing, SafeClient, read};
use super::redirect::{checked, refused};

/// What is read of an answer; the rest, however long, is left unread.
const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// Once the status is known, what else is said is waited for so long.
const REST_MAX: Duration = Duration::from_secs(2);

impl Tell for SafeClient {
    fn check(&self, url: &str) -> Result<(), FetchRefusal> {
        self.told_at(url).map(|_| ()).map_err(|error| match error {
            FetchError::Refused(refusal) => refusal,
            _ => FetchRefusal::Address,
        })
    }

    fn tell(&self, message: Telling) -> Answer<'_, Result<Told, FetchError>> {
        async move {
            let until = Instant::now() + self.reach.deadline;
            let late = |_| FetchError::Unreachable("it took too long".to_owned());
            let response = timeout_at(until, self.say(message)).await.map_err(late)??;
            Ok(hear(response, until.min(Instant::now() + REST_MAX)).await)
        }
        .boxed()
    }

    fn ask(&self, question: Telling, bytes_max: usize) -> Answer<'_, Result<Reply, FetchError>> {
        async move {
            let late = |_| FetchError::Unreachable("it took too long".to_owned());
            let whole = async { read(self.say(question).await?, bytes_max).await };
            let answer = timeout(self.reach.deadline, whole).await.map_err(late)??;
            Ok(Reply { status: answer.status, body: answer.body })
        }
        .boxed()
    }
}

impl SafeClient {
    /// Messages hold what buyers told a shop: they leave in the clear only where nobody is between, on this machine.
    fn told_at(&self, url: &str) -> Result<Url, FetchError> {
        let url = checked(url, &self.reach)?;
        if url.scheme() != "https" && !self.reach.allow_loopback {
            return Err(refused(FetchRefusal::Plain));
        }
        Ok(url)
    }

    async fn say(&self, message: Telling) -> Result<Response, FetchError> {
        // The rules may have become stricter since the address was kept.
        let url = self.told_at(&message.url)?;
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for (name, value) in &message.headers {
            let value = HeaderValue::from_str(value);
            let value =
                value.map_err(|_| FetchError::Unreachable("a header cannot be written".to_owned()))?;
            headers.insert(HeaderName::from_static(name), value);
        }
        let request = Outgoing {
            method: Method::POST,
            url: message.url,
            headers: HeaderMap::new(),
            body: message.body,
            bytes_max: ANSWER_BYTES_MAX,
        };
        self.once(&request, url, headers).await
    }
}

/// The status is the answer. What else is said is for people, so that what breaks off or never ends changes nothing.
async fn hear(mut response: Response, until: Instant) -> Told {
    let retry_after =
        response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let mut body = Vec::new();
    while body.len() < ANSWER_BYTES_MAX {
        match timeout_at(until, response.chunk()).await {
            Ok(Ok(Some(chunk))) => {
                body.extend_from_slice(&chunk[..chunk.len().min(ANSWER_BYTES_MAX - body.len())]);
            }
            Ok(Ok(None) | Err(_)) | Err(_) => break,
        }
    }
    Told {
        status: response.status().as_u16(),
        retry_after,
        body: String::from_utf8_lossy(&body).into_owned(),
    }
}
