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
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines, ReadHalf, WriteHalf},
    net::{TcpListener, TcpStream},
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

/// The server; its port is free again when the test ends.
pub struct MailServer {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl MailServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let turn = {
                    let mut state = shared.lock().unwrap();
                    state.connections += 1;
                    state.turns.pop_front().unwrap_or(Turn::Take)
                };
                tokio::spawn(Conversation::hold(stream, turn, Arc::clone(&shared)));
            }
        });
        Self { port, state }
    }

    /// Where it is, for somebody who signs in.
    pub fn url(&self) -> String {
        format!("smtp://tandem:a%40secret@127.0.0.1:{}?tls=none", self.port)
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

struct Conversation {
    lines: Lines<BufReader<ReadHalf<TcpStream>>>,
    writer: WriteHalf<TcpStream>,
    turn: Turn,
    state: Arc<Mutex<State>>,
}

impl Conversation {
    async fn hold(stream: TcpStream, turn: Turn, state: Arc<Mutex<State>>) {
        let (reader, writer) = tokio::io::split(stream);
        let mut one = Self {
            lines: BufReader::new(reader).lines(),
            writer,
            turn,
            state,
        };
        // A client that hangs up ends the conversation.
        drop(one.talk().await);
    }

    async fn say(&mut self, words: &str) -> std::io::Result<()> {
        self.writer.write_all(format!("{words}\r\n").as_bytes()).await
    }

    async fn talk(&mut self) -> std::io::Result<()> {
        if matches!(self.turn, Turn::HangUp) {
            return Ok(());
        }
        self.say("220 mail.test ESMTP").await?;
        let mut to = String::new();
        while let Some(line) = self.lines.next_line().await? {
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => self.say("250-mail.test\r\n250-8BITMIME\r\n250 AUTH PLAIN").await?,
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
        while let Some(line) = self.lines.next_line().await? {
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
