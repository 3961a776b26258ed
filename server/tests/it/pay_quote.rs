//! `tandem pay quote`: exit codes, JSON, and errors that name the place.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const NIGHT: [&str; 4] = ["--from", "2027-03-27T20:00", "--to", "2027-03-28T09:00"];

fn write(name: &str, text: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&file, text).unwrap();
    file
}

fn preset() -> String {
    domain::pay::preset("hourly-bands").unwrap().json.to_owned()
}

fn quote(card: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tandem"));
    // No database is needed, and none is looked for.
    command.env("TANDEM_DATABASE_URL", "sqlite:///nowhere/at/all.db");
    command
        .args(["pay", "quote", "--role", "lead", "--card"])
        .arg(card)
        .args(more)
        .output()
        .unwrap()
}

fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn with(more: &[&'static str]) -> Vec<&'static str> {
    NIGHT.iter().chain(more).copied().collect()
}

#[test]
fn a_quote_in_json_has_minor_units_and_instants_in_utc() {
    let output = quote(&write("json.json", &preset()), &with(&["--json"]));
    assert!(output.status.success());
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["total_minor"], 14_400);
    assert_eq!(answer["currency"], "GBP");
    let line = &answer["lines"][0];
    assert_eq!(
        (line["from"].as_str(), line["to"].as_str()),
        (Some("2027-03-27T20:00:00Z"), Some("2027-03-28T08:00:00Z"))
    );
    assert_eq!(
        (&line["seconds"], &line["amount_minor"]),
        (&Value::from(43_200), &Value::from(14_400))
    );
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let bad = write(
        "bad.json",
        &preset().replace("\"12.00\"", "\"-12\"").replace("GBP", "GBX"),
    );
    let told = refused(&quote(&bad, &NIGHT));
    assert!(
        told.contains("currency: ‘GBX’") && told.contains("bands[1].lead: -12 is negative"),
        "{told}"
    );
    let broken = write("broken.json", "{ \"name\": ");
    assert!(refused(&quote(&broken, &NIGHT)).contains("is not a rate card: EOF while parsing"));
    assert!(refused(&quote(Path::new("no-such-card.json"), &NIGHT)).contains("cannot read no-such-card.json"));
    let good = write("good.json", &preset());
    assert!(refused(&quote(&good, &["--from", "soon", "--to", "later"])).contains("‘soon’ is not a time"));
    assert!(
        refused(&quote(
            &good,
            &with(&["--call-out", "2027-04-01T02:00/2027-04-01T03:00/remote"])
        ))
        .contains("call_outs[0]: it begins at")
    );
    assert!(refused(&quote(&good, &with(&["--call-out", "at night"]))).contains("‘at night’ is not FROM/TO/PLACE"));
    assert!(
        refused(&quote(&good, &with(&["--period", "2027-04-01/2027-03-01"]))).contains("let it end after it begins")
    );
}

#[test]
fn zone_and_holidays_come_from_the_options_where_the_card_leaves_them_open() {
    let open = preset()
        .replace("\"Europe/London\"", "\"person\"")
        .replace("\"GB-ENG\"", "\"person\"");
    let card = write("open.json", &open);
    assert!(refused(&quote(&card, &NIGHT)).contains("say which with --zone"));
    assert!(
        refused(&quote(&card, &with(&["--zone", "Europe/Atlantis"]))).contains("‘Europe/Atlantis’ is not a time zone")
    );
    assert!(refused(&quote(&card, &with(&["--zone", "Europe/London"]))).contains("say which with --person-region"));
    assert!(
        refused(&quote(
            &card,
            &with(&["--zone", "Europe/London", "--person-region", "FR"])
        ))
        .contains("‘FR’ is not a holiday calendar")
    );
    // The second of January is a holiday in Scotland, and one of the person's own file.
    let total = |more: &[&str]| {
        let mut all = vec![
            "--from",
            "2026-01-02T00:00",
            "--to",
            "2026-01-02T01:00",
            "--zone",
            "Europe/London",
            "--json",
        ];
        all.extend(more);
        let answer: Value = serde_json::from_slice(&quote(&card, &all).stdout).unwrap();
        answer["total_minor"].as_i64().unwrap()
    };
    let own = write("own-holidays.json", "{ \"2026-01-02\": \"Berchtold's Day\" }");
    assert_eq!(
        [
            total(&["--person-region", "GB-ENG"]),
            total(&["--person-region", "GB-SCT"])
        ],
        [800, 2_000]
    );
    assert_eq!(total(&["--holidays", own.to_str().unwrap()]), 2_000);
}
