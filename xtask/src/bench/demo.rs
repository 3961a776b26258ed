//! A real server with an example organisation, to be measured.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::process;
use crate::workspace::Workspace;

/// People of a team, and weeks published ahead, in every measured organisation.
const PEOPLE: &str = "10";
const WEEKS: &str = "52";

/// What `tandem demo --json` says of the organisation it made.
#[derive(Deserialize)]
pub struct Made {
    pub tokens: Tokens,
    pub rotas: Vec<String>,
    pub services: Vec<String>,
    pub feeds: Feeds,
}

#[derive(Deserialize)]
pub struct Tokens {
    pub read: String,
}

#[derive(Deserialize)]
pub struct Feeds {
    pub person: Vec<String>,
    pub team: Vec<String>,
    pub rota: Vec<String>,
}

/// An example organisation on disk. Making a large one takes minutes, so it is kept until the binary is another.
pub struct Organisation {
    database_url: String,
    pub made: Made,
}

impl Organisation {
    /// Makes one with so many teams, or takes the one from before.
    pub fn of(workspace: &Workspace, binary: &Path, teams: u32) -> Result<Self> {
        let folder = workspace.target.join("bench").join(format!("{teams}-teams"));
        let database_url = format!("sqlite://{}", folder.join("tandem.db").display());
        let told = folder.join(format!("{}.json", stamp(binary)?));
        if !told.is_file() {
            eprintln!("making an organisation of {teams} teams");
            make(&folder, binary, &database_url, teams, &told)?;
        }
        let json = std::fs::read_to_string(&told).with_context(|| format!("cannot read {}", told.display()))?;
        let made = serde_json::from_str(&json).context("`tandem demo --json` printed something unexpected")?;
        Ok(Self { database_url, made })
    }

    /// Serves it on a free port.
    pub fn serve(&self, binary: &Path) -> Result<Served> {
        let mut command = Command::new(binary);
        command.args(["serve", "--listen", "127.0.0.1:0", "--database-url", &self.database_url]);
        Served::start(&mut command)
    }
}

fn make(folder: &Path, binary: &Path, database_url: &str, teams: u32, told: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let teams = teams.to_string();
    let size = ["--teams", &teams, "--people", PEOPLE, "--weeks", WEEKS];
    let json = process::output(
        Command::new(binary)
            .args(["demo", "--json", "--database-url", database_url])
            .args(size),
    )?;
    std::fs::write(told, json).with_context(|| format!("cannot write {}", told.display()))
}

/// What tells one build from another.
fn stamp(binary: &Path) -> Result<String> {
    let built = std::fs::metadata(binary).and_then(|file| file.modified());
    let built = built.with_context(|| format!("cannot read {}", binary.display()))?;
    let since = built.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok(format!("{}", since.as_secs()))
}

/// A server that runs until this is dropped.
pub struct Served {
    child: Child,
    /// Where it listens, such as `http://127.0.0.1:41234`.
    pub url: String,
    /// From starting the process to its address being printed, when it answers.
    pub started_in: Duration,
}

impl Served {
    /// Starts a program that prints the address it listens on.
    pub fn start(command: &mut Command) -> Result<Self> {
        let line = process::describe(command);
        let begun = Instant::now();
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start `{line}`"))?;
        let output = child.stdout.take().context("a piped output is there")?;
        for said in BufReader::new(output).lines() {
            let said = said.with_context(|| format!("cannot read what `{line}` prints"))?;
            if let Some(at) = said.find("http://") {
                let url = said[at..].trim().to_owned();
                let started_in = begun.elapsed();
                return Ok(Self { child, url, started_in });
            }
        }
        let _ = child.wait();
        bail!("`{line}` ended without saying where it listens")
    }

    /// Resident memory in bytes, as Linux counts it.
    pub fn resident(&self) -> Result<u64> {
        let path = PathBuf::from(format!("/proc/{}/status", self.child.id()));
        let status = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
        Ok(kilobytes.context("the process says nothing of its memory")? * 1024)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
