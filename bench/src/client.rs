//! A plain HTTP/1.1 client on one kept connection: as little as possible stands between the driver and the figures.

use anyhow::{Context, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Largest answer that is read.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;

/// One kept connection.
pub struct Client {
    addr: String,
    stream: TcpStream,
    /// Something was answered on it.
    is_used: bool,
    buffer: Vec<u8>,
}

/// An answer.
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// Connects.
    pub async fn connect(addr: &str) -> anyhow::Result<Self> {
        let buffer = Vec::with_capacity(128 * 1024);
        Ok(Self { addr: addr.to_owned(), stream: connected(addr).await?, is_used: false, buffer })
    }

    /// Sends a request and reads its answer. `headers` end with a line break each.
    ///
    /// A kept connection that the server closed before it answered anything is opened anew, once, as browsers do
    /// (RFC 9112, section 9.3.1).
    pub async fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &str,
        body: &str,
    ) -> anyhow::Result<Answer> {
        let request = if body.is_empty() && method == "GET" {
            format!("{method} {path} HTTP/1.1\r\nhost: bench\r\n{headers}\r\n")
        } else {
            let length = body.len();
            format!(
                "{method} {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n\
                 content-length: {length}\r\n{headers}\r\n{body}"
            )
        };
        self.buffer.clear();
        let answered = self.once(&request).await;
        if answered.is_err() && self.is_used && self.buffer.is_empty() {
            self.stream = connected(&self.addr).await?;
            self.is_used = false;
            return self.once(&request).await;
        }
        answered
    }

    async fn once(&mut self, request: &str) -> anyhow::Result<Answer> {
        self.stream.write_all(request.as_bytes()).await?;
        let answer = self.read().await?;
        self.is_used = true;
        Ok(answer)
    }

    async fn read(&mut self) -> anyhow::Result<Answer> {
        let head_end = loop {
            if let Some(at) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            self.fill().await?;
        };
        let head = std::str::from_utf8(&self.buffer[..head_end]).context("an answer's head is text")?;
        let status = head.get(9..12).and_then(|code| code.parse().ok()).context("an answer has a status")?;
        let lower = head.to_ascii_lowercase();
        let length: usize = lower
            .split("\r\n")
            .find_map(|line| line.strip_prefix("content-length:"))
            .map_or(Ok(0), |length| length.trim().parse())?;
        if length > ANSWER_BYTES_MAX {
            bail!("an answer of {length} bytes");
        }
        while self.buffer.len() < head_end + length {
            self.fill().await?;
        }
        Ok(Answer { status, body: self.buffer[head_end..head_end + length].to_vec() })
    }

    async fn fill(&mut self) -> anyhow::Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

async fn connected(addr: &str) -> anyhow::Result<TcpStream> {
    let stream = TcpStream::connect(addr).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}
