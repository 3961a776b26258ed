//! A mail server on this machine that takes letters, or does what mail servers do when they do not.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use secrecy::SecretString;
use server::mail::Mail;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, pki_types::PrivatePkcs8KeyDer},
};

/// What the server does on one connection, in place of taking the letter.
#[derive(Debug, Clone)]
pub enum Turn {
    /// Takes the letter.
    Take,
    /// Answers the recipient so.
    Answer(&'static str),
    /// Refuses the sign-in.
    RefuseSignIn,
    /// Hangs up before a word.
    HangUp,
    /// Takes the letter, and hangs up instead of saying so.
    TakeInSilence,
    /// Takes the letter once this is over.
    Slowly(Duration),
}

/// A letter as it arrived.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// Whom it was handed over for.
    pub to: String,
    /// Head and body as they were sent.
    pub raw: String,
}

impl Arrived {
    /// A header, unfolded.
    pub fn header(&self, name: &str) -> String {
        let (head, _) = self.raw.split_once("\r\n\r\n").unwrap();
        let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_default().to_owned()
    }

    /// What it says.
    pub fn text(&self) -> String {
        let (_, body) = self.raw.split_once("\r\n\r\n").unwrap();
        let bytes = match self.header("Content-Transfer-Encoding").as_str() {
            "base64" => STANDARD.decode(body.replace("\r\n", "")).unwrap(),
            "quoted-printable" => unquoted(body),
            _ => body.as_bytes().to_vec(),
        };
        String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
    }

    /// The address of Tandem's that it leads to, behind the host.
    pub fn link(&self) -> String {
        let text = self.text();
        let line = text.lines().find(|line| line.starts_with("http://tandem.test/enter"));
        line.unwrap_or_else(|| panic!("{text}"))
            .replace("http://tandem.test", "")
    }
}

fn unquoted(body: &str) -> Vec<u8> {
    let joined = body.replace("=\r\n", "");
    let mut parts = joined.split('=');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend(part[2..].bytes());
    }
    bytes
}

#[derive(Default)]
struct State {
    letters: Vec<Arrived>,
    turns: VecDeque<Turn>,
    connections: usize,
}

/// How the server encrypts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Not at all.
    Plain,
    /// From the start.
    Tls,
    /// When it is asked to.
    StartTls,
}

/// The server; its port is free again when the test ends.
pub struct MailServer {
    port: u16,
    security: Security,
    certificate: String,
    state: Arc<Mutex<State>>,
}

impl MailServer {
    pub async fn start() -> Self {
        Self::secured(Security::Plain).await
    }

    /// One that encrypts, as `localhost`.
    pub async fn secured(security: Security) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let (certificate, acceptor) = acceptor();
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let turn = {
                    let mut state = shared.lock().unwrap();
                    state.connections += 1;
                    state.turns.pop_front().unwrap_or(Turn::Take)
                };
                let acceptor = Some(acceptor.clone()).filter(|_| security != Security::Plain);
                let one = Conversation::over(stream, turn, Arc::clone(&shared), acceptor);
                tokio::spawn(one.hold(security));
            }
        });
        Self {
            port,
            security,
            certificate,
            state,
        }
    }

    /// Its certificate, for whoever is to trust it.
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// Where it is, for somebody who signs in.
    pub fn url(&self) -> String {
        let port = self.port;
        match self.security {
            Security::Plain => format!("smtp://tandem:a%40secret@127.0.0.1:{port}?tls=none"),
            Security::Tls => format!("smtps://tandem:a%40secret@localhost:{port}"),
            Security::StartTls => format!("smtp://tandem:a%40secret@localhost:{port}"),
        }
    }

    /// Mail through it.
    pub fn mail(&self) -> Mail {
        Mail::new(&SecretString::from(self.url()), "Tandem <tandem@example.org>").unwrap()
    }

    /// What it does on the next connections.
    pub fn then(&self, turns: impl IntoIterator<Item = Turn>) {
        self.state.lock().unwrap().turns.extend(turns);
    }

    /// The letters that have arrived, which are then forgotten; in the order of their recipients.
    pub fn letters(&self) -> Vec<Arrived> {
        let mut letters = std::mem::take(&mut self.state.lock().unwrap().letters);
        letters.sort_by(|a, b| a.to.cmp(&b.to));
        letters
    }

    /// Whether some letters have arrived.
    pub fn has_letters(&self) -> bool {
        !self.state.lock().unwrap().letters.is_empty()
    }

    /// The one letter that has arrived.
    pub fn letter(&self) -> Arrived {
        let mut letters = self.letters();
        assert_eq!(letters.len(), 1, "{letters:?}");
        letters.remove(0)
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }
}

/// A certificate for `localhost`, and what shows it.
fn acceptor() -> (String, TlsAcceptor) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let settings = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .unwrap();
    (made.cert.pem(), TlsAcceptor::from(Arc::new(settings)))
}

trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Duplex for T {}

struct Conversation {
    stream: BufReader<Box<dyn Duplex>>,
    turn: Turn,
    state: Arc<Mutex<State>>,
    /// What encrypts, until it does.
    acceptor: Option<TlsAcceptor>,
}

impl Conversation {
    fn over(stream: TcpStream, turn: Turn, state: Arc<Mutex<State>>, acceptor: Option<TlsAcceptor>) -> Self {
        Self {
            stream: BufReader::new(Box::new(stream)),
            turn,
            state,
            acceptor,
        }
    }

    async fn hold(mut self, security: Security) {
        if security == Security::Tls {
            match self.encrypted().await {
                Ok(encrypted) => self = encrypted,
                Err(_) => return,
            }
        }
        // A client that hangs up ends the conversation.
        drop(self.talk().await);
    }

    async fn encrypted(mut self) -> std::io::Result<Self> {
        let acceptor = self.acceptor.take().expect("it is not encrypted yet");
        let stream = acceptor.accept(self.stream.into_inner()).await?;
        Ok(Self {
            stream: BufReader::new(Box::new(stream)),
            turn: self.turn,
            state: self.state,
            acceptor: None,
        })
    }

    async fn say(&mut self, words: &str) -> std::io::Result<()> {
        self.stream.write_all(format!("{words}\r\n").as_bytes()).await?;
        self.stream.flush().await
    }

    /// The next line; nothing when the client has hung up.
    async fn line(&mut self) -> std::io::Result<Option<String>> {
        let mut line = String::new();
        let read = self.stream.read_line(&mut line).await?;
        Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    async fn talk(mut self) -> std::io::Result<()> {
        if matches!(self.turn, Turn::HangUp) {
            return Ok(());
        }
        self.say("220 mail.test ESMTP").await?;
        let mut to = String::new();
        while let Some(line) = self.line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" if self.acceptor.is_some() => self.say("250-mail.test\r\n250 STARTTLS").await?,
                "EHLO" => self.say("250-mail.test\r\n250-8BITMIME\r\n250 AUTH PLAIN").await?,
                "STARTTLS" if self.acceptor.is_some() => {
                    self.say("220 go on").await?;
                    self = self.encrypted().await?;
                }
                "AUTH" => self.sign_in(&line).await?,
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    match self.turn {
                        Turn::Answer(words) => self.say(words).await?,
                        _ => self.say("250 ok").await?,
                    }
                }
                "DATA" => {
                    if self.take(&to).await?.is_none() {
                        return Ok(());
                    }
                }
                "QUIT" => return self.say("221 bye").await,
                _ => self.say("250 ok").await?,
            }
        }
        Ok(())
    }

    async fn sign_in(&mut self, line: &str) -> std::io::Result<()> {
        let right = STANDARD.encode("\0tandem\0a@secret");
        if matches!(self.turn, Turn::RefuseSignIn) || !line.ends_with(&right) {
            return self.say("535 5.7.8 who are you").await;
        }
        self.say("235 welcome").await
    }

    /// Takes the letter; nothing when the connection is to end.
    async fn take(&mut self, to: &str) -> std::io::Result<Option<()>> {
        self.say("354 go on").await?;
        let mut raw = String::new();
        while let Some(line) = self.line().await? {
            if line == "." {
                break;
            }
            raw.push_str(line.strip_prefix('.').unwrap_or(&line));
            raw.push_str("\r\n");
        }
        if let Turn::Slowly(wait) = self.turn {
            tokio::time::sleep(wait).await;
        }
        let to = to.to_owned();
        self.state.lock().unwrap().letters.push(Arrived { to, raw });
        if matches!(self.turn, Turn::TakeInSilence) {
            return Ok(None);
        }
        self.say("250 taken").await?;
        Ok(Some(()))
    }
}
