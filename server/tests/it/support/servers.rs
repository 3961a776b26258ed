//! The real program, as processes of their own on one database.

use super::{Database, KEY};
use serde_json::Value;
use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Output, Stdio},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// A server process; it is stopped when this is dropped.
pub struct Server {
    /// Host and port.
    pub address: String,
    process: Child,
}

fn program(database: &Database) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tandem"));
    command
        .env("TANDEM_SECRET_KEY", KEY)
        .env("TANDEM_LOG", "error")
        .env("TANDEM_DATABASE_URL", &database.url)
        .stdin(Stdio::null());
    command
}

async fn output(mut command: Command) -> Output {
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}

/// Fills a database with the example organisation; answers what `--json` prints.
pub async fn example(database: &Database, teams: u16, people: u16, weeks: u16) -> Value {
    let mut command = program(database);
    command.args(["demo", "--json"]);
    for (flag, number) in [("--teams", teams), ("--people", people), ("--weeks", weeks)] {
        command.arg(flag).arg(number.to_string());
    }
    let output = output(command).await;
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What `tandem doctor` says, and whether all is sound.
pub async fn doctor(database: &Database) -> (bool, String) {
    let mut command = program(database);
    command.arg("doctor");
    let output = output(command).await;
    let words = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&words).into_owned())
}

impl Server {
    /// Starts one on a free port and waits until it listens.
    pub async fn start(database: &Database) -> Self {
        let mut command = program(database);
        command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped());
        let started = tokio::task::spawn_blocking(move || {
            let mut process = command.spawn().unwrap();
            let mut line = String::new();
            BufReader::new(process.stdout.take().unwrap())
                .read_line(&mut line)
                .unwrap();
            (process, line)
        });
        let (process, line) = started.await.unwrap();
        let address = line.rsplit("http://").next().unwrap().trim().to_owned();
        assert!(!address.is_empty(), "the server does not say where it listens");
        Self { address, process }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Asks a server for JSON; answers status and body.
pub async fn ask(address: &str, token: &str, method: &str, path: &str, body: &str) -> std::io::Result<(u16, Value)> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let text = String::from_utf8_lossy(&answer);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or(0);
    Ok((status, serde_json::from_str(body).unwrap_or(Value::Null)))
}
