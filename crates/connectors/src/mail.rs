//! Mail by SMTP.

use std::time::Duration;

use app::ports::{Answer, Mail, MailError, Mailer};
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

/// How long a mail server may take to answer; the job that sends tries again later.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);

/// Hands mail to one server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// The part after `@` in names of mails.
    host: String,
}

/// Why mail cannot be set up; a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// Not an address such as `Shop <shop@example.org>`.
    #[error("the sender {0:?} is not a mail address such as \"Shop <shop@example.org>\"")]
    From(String),
    /// Not an address such as `smtps://user:password@mail.example.org`.
    #[error("the mail server is written as smtp://host:25 or smtps://user:password@host: {0}")]
    Url(String),
}

impl Smtp {
    /// Mail from `from` by the server at `url`: `smtps://user:password@host:465`, `smtp://host:587?tls=required`,
    /// or `smtp://localhost:25` for a server on this machine.
    ///
    /// # Errors
    /// [`SmtpError`] when one of them cannot be read. The server is asked only when there is mail.
    pub fn new(url: &str, from: &str) -> Result<Self, SmtpError> {
        let from: Mailbox = from.parse().map_err(|_| SmtpError::From(from.to_owned()))?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| SmtpError::Url(error.to_string()))?
            .timeout(Some(ANSWER_TIMEOUT))
            .build();
        let host = from.email.domain().to_owned();
        Ok(Self { transport, from, host })
    }

    fn message(&self, mail: &Mail) -> Result<Message, MailError> {
        let address = |error: &dyn std::fmt::Display| MailError::Address(error.to_string());
        let to: Mailbox = mail.to.parse().map_err(|error: lettre::address::AddressError| address(&error))?;
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&mail.subject)
            .message_id(Some(format!("<{}@{}>", mail.message_id, self.host)))
            .multipart(body(mail)?)
            .map_err(|error| address(&error))
    }
}

/// The letter in both forms, and the files that come with it.
fn body(mail: &Mail) -> Result<MultiPart, MailError> {
    let letter = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
    if mail.attachments.is_empty() {
        return Ok(letter);
    }
    let mut whole = MultiPart::mixed().multipart(letter);
    for file in &mail.attachments {
        let kind = ContentType::parse(file.kind).map_err(|error| MailError::Later(error.to_string()))?;
        whole = whole.singlepart(Attachment::new(file.name.clone()).body(file.bytes.clone(), kind));
    }
    Ok(whole)
}

impl Mailer for Smtp {
    fn send<'a>(&'a self, mail: &'a Mail) -> Answer<'a, Result<(), MailError>> {
        Box::pin(async move {
            let message = self.message(mail)?;
            match self.transport.send(message).await {
                Ok(_) => Ok(()),
                // The server knows the reader better than we do: it will not change its mind.
                Err(error) if error.is_permanent() => Err(MailError::Address(error.to_string())),
                Err(error) => Err(MailError::Later(error.to_string())),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    use tokio::net::TcpListener;

    use super::*;

    fn mail(to: &str) -> Mail {
        Mail {
            to: to.to_owned(),
            subject: "Your order\r\nBcc: everyone@example.org".to_owned(),
            text: "Thank you".to_owned(),
            html: "<p>Thank you</p>".to_owned(),
            attachments: Vec::new(),
            message_id: "mal_1".to_owned(),
        }
    }

    /// A mail server for one mail that answers `verdict` to its recipient; gives what it was told.
    async fn server(verdict: &'static str) -> (String, tokio::task::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let told = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            let mut stream = BufReader::new(stream);
            let mut told = String::new();
            let mut in_data = false;
            stream.write_all(b"220 ready\r\n").await.unwrap();
            loop {
                let mut line = String::new();
                if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                    return told;
                }
                told.push_str(&line);
                let answer = match line.trim_end() {
                    "." if in_data => {
                        in_data = false;
                        "250 taken"
                    }
                    _ if in_data => continue,
                    "DATA" => {
                        in_data = true;
                        "354 go on"
                    }
                    "QUIT" => "221 bye",
                    line if line.starts_with("RCPT") => verdict,
                    _ => "250 fine",
                };
                stream.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
            }
        });
        (url, told)
    }

    #[tokio::test]
    async fn a_mail_is_handed_over_in_text_and_html_and_cannot_add_headers() {
        let (url, told) = server("250 fine").await;
        let smtp = Smtp::new(&url, "Lumen <shop@lumen.example>").unwrap();
        smtp.send(&mail("buyer@example.org")).await.unwrap();
        drop(smtp);
        let told = told.await.unwrap();
        assert!(told.contains("RCPT TO:<buyer@example.org>"));
        assert!(told.contains("Message-ID: <mal_1@lumen.example>"));
        assert!(told.contains("Thank you") && told.contains("text/html"));
        assert!(!told.lines().any(|line| line.starts_with("Bcc:")), "{told}");
    }

    #[tokio::test]
    async fn a_wrong_address_is_told_from_a_busy_server() {
        for (verdict, is_address) in [("550 no such user", true), ("451 later", false)] {
            let (url, _told) = server(verdict).await;
            let smtp = Smtp::new(&url, "shop@lumen.example").unwrap();
            let refused = smtp.send(&mail("buyer@example.org")).await.unwrap_err();
            assert_eq!(matches!(refused, MailError::Address(_)), is_address, "{verdict}: {refused}");
        }
        let smtp = Smtp::new("smtp://127.0.0.1:1", "shop@lumen.example").unwrap();
        assert!(matches!(smtp.send(&mail("buyer@example.org")).await, Err(MailError::Later(_))));
        assert!(matches!(smtp.send(&mail("not an address")).await, Err(MailError::Address(_))));
    }

    #[test]
    fn wrong_settings_are_explained() {
        assert!(matches!(Smtp::new("smtp://a", "nobody"), Err(SmtpError::From(_))));
        assert!(matches!(Smtp::new("http://a", "a@b.example"), Err(SmtpError::Url(_))));
    }
}
