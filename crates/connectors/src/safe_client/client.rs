//! Sending one request and reading its answer within the limits.

use std::error::Error;
use std::sync::Arc;

use app::ports::{Answer, Fetch, FetchError, FetchRefusal};
use bytes::{Bytes, BytesMut};
use futures_util::FutureExt;
use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response, Url};
use rustls::{ClientConfig, RootCertStore};

use super::Reach;
use super::redirect::{REDIRECTS_MAX, checked, next, refused};
use super::resolver::{CheckedResolver, Guard, Lookup, NotPublic, SystemLookup};

/// How we introduce ourselves, so that an operator who finds us in a log knows whom to ask.
const USER_AGENT: &str = concat!("Buyline/", env!("CARGO_PKG_VERSION"));

/// A request to an address that others chose.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// What to do. Only `GET` and `HEAD` follow redirects.
    pub method: Method,
    /// Where.
    pub url: String,
    /// Sent to the host of `url` only, not to where it redirects.
    pub headers: HeaderMap,
    /// What is sent along.
    pub body: Bytes,
    /// Longest answer that is read.
    pub bytes_max: usize,
}

/// An answer, whatever its status.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// The HTTP status.
    pub status: u16,
    /// Where the answer came from, after redirects.
    pub url: String,
    /// The headers of the last answer.
    pub headers: HeaderMap,
    /// The whole body, at most as long as asked for.
    pub body: Bytes,
}

/// Why no client could be made: the TLS library refused its own parts.
#[derive(Debug, thiserror::Error)]
#[error("the outbound HTTP client could not be made")]
pub struct SafeClientError(#[source] Box<dyn Error + Send + Sync>);

/// The one outbound HTTP client. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct SafeClient {
    http: Client,
    pub(super) reach: Arc<Reach>,
}

impl SafeClient {
    /// A client that asks the operating system for addresses and trusts the certificate authorities of the web.
    ///
    /// # Errors
    /// When the TLS library cannot be set up.
    pub fn new(reach: Reach) -> Result<SafeClient, SafeClientError> {
        SafeClient::with_lookup(reach, Arc::new(SystemLookup))
    }

    /// A client with a resolver of its own.
    ///
    /// # Errors
    /// When the TLS library cannot be set up.
    pub fn with_lookup(reach: Reach, lookup: Arc<dyn Lookup>) -> Result<SafeClient, SafeClientError> {
        let guard = Guard { allow_loopback: reach.allow_loopback };
        let http = Client::builder()
            .tls_backend_preconfigured(tls().map_err(|error| SafeClientError(error.into()))?)
            .dns_resolver(Arc::new(CheckedResolver { guard, lookup }))
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .timeout(reach.deadline)
            .user_agent(USER_AGENT)
            .build()
            .map_err(|error| SafeClientError(error.into()))?;
        Ok(SafeClient { http, reach: Arc::new(reach) })
    }

    /// Sends `request` and reads the answer, whatever its status.
    ///
    /// # Errors
    /// `Refused` before any connection, `TooLarge` as soon as the answer exceeds `bytes_max`, `Unreachable` when
    /// there is no complete answer within the deadline.
    pub async fn send(&self, request: Outgoing) -> Result<Incoming, FetchError> {
        let late = |_| FetchError::Unreachable("it took too long".to_owned());
        tokio::time::timeout(self.reach.deadline, self.follow(request)).await.map_err(late)?
    }

    async fn follow(&self, request: Outgoing) -> Result<Incoming, FetchError> {
        let mut url = checked(&request.url, &self.reach)?;
        let origin = url.origin();
        let follows = matches!(request.method, Method::GET | Method::HEAD);
        for _ in 0..=REDIRECTS_MAX {
            let headers = if url.origin() == origin { request.headers.clone() } else { HeaderMap::new() };
            let response = self.once(&request, url, headers).await?;
            match next(&response, &self.reach) {
                Ok(Some(target)) if follows => url = target,
                Err(error) if follows => return Err(error),
                Ok(_) | Err(_) => return read(response, request.bytes_max).await,
            }
        }
        Err(refused(FetchRefusal::Redirect))
    }

    pub(super) async fn once(
        &self,
        request: &Outgoing,
        url: Url,
        headers: HeaderMap,
    ) -> Result<Response, FetchError> {
        self.http
            .request(request.method.clone(), url)
            .headers(headers)
            .header(ACCEPT_ENCODING, HeaderValue::from_static("identity"))
            .body(request.body.clone())
            .send()
            .await
            .map_err(told)
    }
}

/// Carries a request to a peer and brings its answer: the outbound client, or what stands in for peer and network.
pub trait Exchange: Send + Sync {
    /// Sends `request` and reads the answer, whatever its status.
    fn exchange(&self, request: Outgoing) -> Answer<'_, Result<Incoming, FetchError>>;
}

impl Exchange for SafeClient {
    fn exchange(&self, request: Outgoing) -> Answer<'_, Result<Incoming, FetchError>> {
        Box::pin(self.send(request))
    }
}

impl Fetch for SafeClient {
    fn get<'a>(&'a self, url: &'a str, bytes_max: usize) -> Answer<'a, Result<Bytes, FetchError>> {
        let request = Outgoing {
            method: Method::GET,
            url: url.to_owned(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            bytes_max,
        };
        async move {
            let answer = self.send(request).await?;
            if (200..300).contains(&answer.status) {
                Ok(answer.body)
            } else {
                Err(FetchError::Status(answer.status))
            }
        }
        .boxed()
    }
}

/// The announced length only saves the reading; what arrives is counted.
pub(super) async fn read(mut response: Response, bytes_max: usize) -> Result<Incoming, FetchError> {
    let too_large = || FetchError::TooLarge(bytes_max);
    if response.content_length().is_some_and(|length| length > bytes_max as u64) {
        return Err(too_large());
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(told)? {
        if body.len() + chunk.len() > bytes_max {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Incoming {
        status: response.status().as_u16(),
        url: response.url().to_string(),
        headers: std::mem::take(response.headers_mut()),
        body: body.freeze(),
    })
}

/// A refusal by the resolver comes back wrapped as a failure to connect.
fn told(error: reqwest::Error) -> FetchError {
    let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(current) = cause {
        if current.is::<NotPublic>() {
            return refused(FetchRefusal::NotPublic);
        }
        cause = current.source();
    }
    // Without a connection nothing was sent, also when making it took too long.
    if error.is_connect() {
        return FetchError::NoConnection("the server does not answer".to_owned());
    }
    let told = match () {
        () if error.is_timeout() => "it took too long",
        () => "the connection broke or the answer was not HTTP",
    };
    FetchError::Unreachable(told.to_owned())
}

/// TLS 1.2 and 1.3 by ring, with Mozilla's certificate authorities compiled in: a bare machine has none of its own.
fn tls() -> Result<ClientConfig, rustls::Error> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
