//! A throw-away PostgreSQL cluster: started by the first test that needs it, gone when the test process ends.

use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use tokio::sync::OnceCell;

/// Runs as long as its standard input is open: when the test process ends, however it ends, the pipe closes.
const WATCH: &str = r#"
"$1"/postgres -D "$2/data" -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$2"
"#;

struct Cluster {
    port: u16,
    _watch: Child,
}

/// The address of a new, empty database.
pub async fn new_database() -> String {
    static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let cluster = CLUSTER.get_or_init(start).await;
    let name = format!("tandem_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let mut admin = connect(cluster.port).await.expect("the cluster runs");
    admin
        .execute(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .await
        .unwrap();
    format!("postgres://postgres@127.0.0.1:{}/{name}", cluster.port)
}

async fn connect(port: u16) -> sqlx::Result<PgConnection> {
    PgConnection::connect(&format!("postgres://postgres@127.0.0.1:{port}/postgres")).await
}

// The watch ends when this process does: there is nobody left to wait for it.
#[allow(clippy::zombie_processes)]
async fn start() -> Cluster {
    let programs = programs();
    let folder = std::env::temp_dir().join(format!("tandem-postgres-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    if is_root() {
        run(Command::new("chown").arg("nobody").arg(&folder));
    }
    let data = folder.join("data");
    run(unprivileged(&programs.join("initdb")).arg("-D").arg(&data).args([
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]));
    let watch = unprivileged(Path::new("sh"))
        .args(["-c", WATCH, "sh"])
        .arg(&programs)
        .arg(&folder)
        .arg(port.to_string())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    for _ in 0..900 {
        if connect(port).await.is_ok() {
            return Cluster { port, _watch: watch };
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    panic!("PostgreSQL did not start within 90 s: {log}");
}

/// PostgreSQL refuses to run as root: there it runs as nobody.
fn unprivileged(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "nobody", "--"]).arg(program);
    // A folder that nobody may enter would make every program fail.
    command.current_dir("/");
    command
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout.trim_ascii() == b"0"
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The folder of `initdb`: the newest under Debian's, else the one on the PATH.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .max();
    newest
        .or_else(|| {
            let path = std::env::var_os("PATH").unwrap_or_default();
            std::env::split_paths(&path).find(|folder| folder.join("initdb").exists())
        })
        .expect("PostgreSQL's initdb is needed: apt-get install postgresql")
}
