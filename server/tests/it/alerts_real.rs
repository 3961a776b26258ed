//! Alerts with the real programs: Prometheus Alertmanager as Debian has it, and a server that is killed amid its work.

use crate::support::{
    Database,
    servers::{Server, ask, example},
};
use domain::Clock as _;
use serde_json::{Value, json};
use server::clock::SystemClock;
use std::{
    collections::BTreeSet,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};
use tokio::time::sleep;

/// The longest that anything here is waited for: ten seconds in steps of 50 ms.
const LOOKS: usize = 200;

/// An Alertmanager; it is stopped when this is dropped.
struct Alertmanager {
    address: String,
    process: Child,
}

impl Drop for Alertmanager {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Debian's name of the program, or the one that others give it.
fn program() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).find_map(|folder| {
        let names = ["prometheus-alertmanager", "alertmanager"];
        let files = names.map(|name| folder.join(name));
        files.into_iter().find(|file| file.is_file())
    });
    found.expect("Prometheus Alertmanager is needed: apt-get install prometheus-alertmanager")
}

impl Alertmanager {
    /// One that calls Tandem at `address` with a token.
    async fn start(folder: &Path, address: &str, token: &str) -> Self {
        let config = format!(
            "route:\n  receiver: tandem\n  group_by: [alertname]\n  group_wait: 100ms\n  group_interval: 1s\n  repeat_interval: 2s\n\
             receivers:\n  - name: tandem\n    webhook_configs:\n      - url: http://{address}/api/v1/alerts/alertmanager\n        \
             http_config: {{ authorization: {{ credentials: {token} }} }}\n"
        );
        let file = folder.join("alertmanager.yml");
        std::fs::write(&file, config).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new(program())
            .arg(format!("--config.file={}", file.display()))
            .arg(format!("--storage.path={}", folder.join("alertmanager").display()))
            .arg(format!("--web.listen-address=127.0.0.1:{port}"))
            .arg("--cluster.listen-address=")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let manager = Self {
            address: format!("127.0.0.1:{port}"),
            process,
        };
        for _ in 0..LOOKS {
            let ready = ask(&manager.address, "", "GET", "/-/ready", "").await;
            if ready.is_ok_and(|(status, _)| status == 200) {
                return manager;
            }
            sleep(Duration::from_millis(50)).await;
        }
        panic!("Alertmanager did not start within ten seconds");
    }

    /// Tells it, as Prometheus would, of an alert that goes on, or that has ended.
    async fn hear(&self, service: &str, ended: bool) {
        let minutes = |minutes: i64| (SystemClock.now() + minutes * 60).to_string();
        let alert = json!([{
            "labels": { "alertname": "NobodyCanPay", "service": service, "severity": "critical" },
            "annotations": { "summary": "Nobody can pay", "description": "Since noon." },
            "startsAt": minutes(-5), "endsAt": minutes(if ended { -1 } else { 5 }),
        }]);
        let (status, answer) = ask(&self.address, "", "POST", "/api/v2/alerts", &alert.to_string())
            .await
            .unwrap();
        assert_eq!(status, 200, "{answer}");
    }
}

async fn alerts(server: &Server, token: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut path = "/api/v1/alerts?state=all".to_owned();
    loop {
        let (status, page) = ask(&server.address, token, "GET", &path, "").await.unwrap();
        assert_eq!(status, 200, "{page}");
        all.extend(page["alerts"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => path = format!("/api/v1/alerts?state=all&after={}", next.replace(' ', "+")),
            None => return all,
        }
    }
}

async fn wait_for(server: &Server, token: &str, what: &str, fine: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    let mut seen = Vec::new();
    for _ in 0..LOOKS {
        seen = alerts(server, token).await;
        if fine(&seen) {
            return seen;
        }
        sleep(Duration::from_millis(50)).await;
    }
    panic!("{what}: {seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn prometheus_alertmanager_opens_repeats_and_ends_an_alert() {
    let database = Database::sqlite();
    let made = example(&database, 2, 6, 2).await;
    let (write, slug) = (
        made["tokens"]["write"].as_str().unwrap(),
        made["services"][0].as_str().unwrap(),
    );
    let server = Server::start(&database).await;
    let folder = database.file().parent().unwrap().to_path_buf();
    let manager = Alertmanager::start(&folder, &server.address, write).await;
    manager.hear(slug, false).await;
    let opened = wait_for(&server, write, "it opens one", |all| !all.is_empty()).await;
    let alert = &opened[0];
    assert_eq!(
        (&alert["title"], &alert["severity"], &alert["service_slug"]),
        (&json!("Nobody can pay"), &json!("P1"), &json!(slug))
    );
    assert!(alert["detail"].as_str().unwrap().starts_with("Since noon."), "{alert}");
    assert!(
        alert["log"].as_array().unwrap().len() > 2,
        "somebody is called: {alert}"
    );
    // It repeats what nobody has ended.
    let again = wait_for(&server, write, "it is reported again", |all| {
        all[0]["seen"].as_u64() > Some(1)
    })
    .await;
    assert_eq!(again.len(), 1);
    manager.hear(slug, true).await;
    let ended = wait_for(&server, write, "it ends", |all| all[0]["state"] == "resolved").await;
    assert_eq!(ended.len(), 1);
}

/// What stands on the log of an alert, each line without its time.
fn log(alert: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let lines = alert["log"].as_array().unwrap().iter();
    lines.map(|line| (text(&line["kind"]), text(&line["words"]))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_that_is_killed_amid_a_storm_has_told_everybody_once_in_the_end() {
    for database in Database::both().await {
        let made = example(&database, 4, 6, 2).await;
        let token = made["tokens"]["write"].as_str().unwrap().to_owned();
        let services = made["services"].as_array().unwrap();
        let alert = |number: usize| {
            json!({ "status": "firing", "fingerprint": format!("storm {number}"), "annotations": { "summary": format!("Storm {number}") },
                "labels": { "service": services[number % 4], "severity": "critical" } })
        };
        let storm: Vec<Value> = (0..40).map(alert).collect();
        let body = json!({ "version": "4", "alerts": storm }).to_string();
        for pause in [15, 40, 90] {
            let server = Server::start(&database).await;
            let (address, token, body) = (server.address.clone(), token.clone(), body.clone());
            let asking = tokio::spawn(async move {
                drop(ask(&address, &token, "POST", "/api/v1/alerts/alertmanager", &body).await);
            });
            sleep(Duration::from_millis(pause)).await;
            drop(server);
            asking.await.unwrap();
        }
        let server = Server::start(&database).await;
        let (status, taken) = ask(&server.address, &token, "POST", "/api/v1/alerts/alertmanager", &body)
            .await
            .unwrap();
        assert_eq!(status, 200, "{taken}");
        let begun = |alert: &Value| log(alert).iter().any(|(kind, _)| kind == "round");
        let all = wait_for(&server, &token, "all are begun", |all| {
            all.len() == 40 && all.iter().all(begun)
        })
        .await;
        for alert in &all {
            // There is no mail: whoever should be told stands there as such.
            let lines = log(alert);
            let once: BTreeSet<_> = lines.iter().collect();
            assert_eq!(lines.len(), once.len(), "nothing was done twice: {alert}");
            assert!(
                lines.iter().any(|(kind, _)| kind == "not-sent"),
                "somebody is told: {alert}"
            );
        }
    }
}
