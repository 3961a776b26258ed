//! What people are told of their pay, and a statement on paper.

use crate::support::{Database, nights::Nights};
use app::{
    call_outs::{CallOutForm, Port as _},
    corrections::{CorrectionForm, Port as _},
    inbox::Port as _,
    payroll::{PayQueryForm, Port as _},
};
use domain::PersonId;
use server::services::remind;
use std::process::Command;

/// What of pay stands in an inbox, the latest first: the kind, and what it says.
async fn told(nights: &Nights, person: PersonId) -> Vec<(String, String)> {
    let page = nights.desk(person).inbox(String::new()).await.unwrap();
    let pay = page.entries.into_iter().filter(|entry| entry.kind.starts_with("pay_"));
    pay.map(|entry| (entry.kind, format!("{}\n{}", entry.subject, entry.text)))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_is_paid_and_those_who_prepare_pay_are_told_of_each_step() {
    for database in Database::both().await {
        let nights = Nights::paid(database).await;
        let (ada, ben) = (nights.desk(nights.ada), nights.desk(nights.ben));
        let november = format!("2026-11-01.{}", nights.ben);
        for _ in 0..3 {
            remind(&nights.app.tandem).await.unwrap();
        }
        for person in [nights.ada, nights.ben, nights.cleo, nights.dan] {
            let told = told(&nights, person).await;
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(
                told[0].0 == "pay_ready" && told[0].1.contains("Sun 1 Nov – Mon 30 Nov"),
                "{told:?}"
            );
        }
        assert_eq!(told(&nights, nights.eve).await, [], "Eve had no duty");
        let inbox = ben.inbox(String::new()).await.unwrap();
        let ready = inbox.entries.iter().find(|entry| entry.kind == "pay_ready").unwrap();
        assert_eq!(ready.link, Some(format!("/pay/statements/{november}")));

        ben.submit_statement(november.clone()).await.unwrap();
        let line = ben.statement(november.clone()).await.unwrap().groups[0].lines[0]
            .key
            .clone();
        let question = "Was that not a bank holiday?".to_owned();
        let query = ben
            .query_line(november.clone(), PayQueryForm { line, question })
            .await
            .unwrap();
        let asked = told(&nights, nights.ada).await;
        assert_eq!(asked[0].0, "pay_asked");
        assert!(
            asked[0].1.starts_with("Ben asks") && asked[0].1.contains("bank holiday?"),
            "{asked:?}"
        );
        ada.answer_query(query, "Not in England.".to_owned()).await.unwrap();
        let answered = told(&nights, nights.ben).await;
        assert_eq!(answered[0].0, "pay_answered");
        assert!(answered[0].1.contains("Not in England."), "{answered:?}");
        ada.approve_statements(vec![november.clone()]).await.unwrap();
        assert_eq!(told(&nights, nights.ben).await[0].0, "pay_approved");

        let form = CorrectionForm {
            engineer: nights.eve.to_string(),
            from: "2026-11-12T17:00:00Z".to_owned(),
            to: "2026-11-13T09:00:00Z".to_owned(),
            reason: "Eve did it".to_owned(),
            ..CorrectionForm::default()
        };
        ada.correct("nights".to_owned(), form).await.unwrap();
        assert_eq!(told(&nights, nights.ben).await[0].0, "pay_late");
        assert_eq!(told(&nights, nights.eve).await, [], "nothing of hers was approved");
        let before = told(&nights, nights.ben).await.len();
        let late = CallOutForm {
            person: nights.ben.to_string(),
            from: "2026-11-22T22:10:00Z".to_owned(),
            to: "2026-11-22T22:55:00Z".to_owned(),
            reason: "Said late".to_owned(),
            ..CallOutForm::default()
        };
        ada.enter_call_out(late).await.unwrap();
        assert_eq!(told(&nights, nights.ben).await.len(), before + 1);
        ada.reopen_statement(november, "The card was wrong".to_owned())
            .await
            .unwrap();
        let reopened = told(&nights, nights.ben).await;
        assert_eq!(reopened[0].0, "pay_reopened");
        assert!(reopened[0].1.contains("The card was wrong"), "{reopened:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_statement_is_printed_from_the_command_line() {
    let database = Database::sqlite();
    let url = database.url.clone();
    let nights = Nights::paid(database).await;
    let page = nights
        .desk(nights.ben)
        .statement(format!("2026-11-01.{}", nights.ben))
        .await
        .unwrap();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tandem"));
        let command = command
            .args(["pay", "statement"])
            .args(args)
            .args(["--database-url", &url]);
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (code, printed, error) = run(&["ben@example.org", "--period", "2026-11-01"]);
    assert_eq!(code, Some(0), "{error}");
    let lines: usize = page.groups.iter().map(|group| group.lines.len()).sum();
    assert!(printed.starts_with("Ben, Sun 1 Nov – Mon 30 Nov\n"), "{printed}");
    assert_eq!(printed.matches(", Engineer, ").count(), lines, "{printed}");
    assert!(printed.trim_end().ends_with(&page.totals[0].text), "{printed}");
    let (_, json, _) = run(&["ben@example.org", "--period", "2026-11-01", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["totals"][0]["minor"], page.totals[0].minor);
    let (code, _, error) = run(&["nobody@example.org"]);
    assert_eq!(code, Some(1));
    assert!(error.contains("nobody@example.org"), "{error}");
    let (code, _, error) = run(&["ben@example.org", "--period", "2026-11-02"]);
    assert!(code == Some(1) && error.contains("2026-11-02"), "{error}");
}
