//! Statements of pay: drawn up, submitted, approved, exported, and made good.

use crate::support::{
    Database, at,
    nights::{Nights, span},
};
use app::{
    AppError,
    call_outs::{CallOutForm, Port as _},
    payroll::{PayQueryForm, Port as _, StatementPage},
};
use domain::{PersonId, Role, Span, pay};
use http::Method;
use proptest::{prelude::*, strategy::ValueTree as _};
use server::store::Write;

/// The period in which the tests begin.
const NOVEMBER: &str = "2026-11-01";
const DECEMBER: &str = "2026-12-01";

fn id(first: &str, person: PersonId) -> String {
    format!("{first}.{person}")
}

fn minor(page: &StatementPage) -> i64 {
    page.totals.iter().map(|total| total.minor).sum()
}

fn rule<T: std::fmt::Debug>(answer: Result<T, AppError>) -> String {
    match answer.unwrap_err() {
        AppError::Refused { rule, .. } => rule,
        AppError::Forbidden(_) => "forbidden".to_owned(),
        other => panic!("{other:?}"),
    }
}

fn call_out(from: &str, to: &str) -> CallOutForm {
    CallOutForm {
        from: from.to_owned(),
        to: to.to_owned(),
        reason: "Disk full".to_owned(),
        ..CallOutForm::default()
    }
}

/// Submits and approves; Ada approves, so it is not hers.
async fn settle(nights: &Nights, first: &str, person: PersonId) {
    let ada = nights.desk(nights.ada);
    ada.submit_statement(id(first, person)).await.unwrap();
    ada.approve_statements(vec![id(first, person)]).await.unwrap();
}

/// Gives somebody's past duty to somebody else, as a correction would.
async fn correct(nights: &Nights, span: Span, role: Role, person: PersonId) {
    let tandem = &nights.app.tandem;
    let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
    replace(&mut write, nights, span, role, person).await;
    tandem.commit(write).await.unwrap();
}

async fn replace(write: &mut Write, nights: &Nights, span: Span, role: Role, person: PersonId) {
    let rows = write.duty_since(nights.rota, span.start()).await.unwrap();
    let duty = domain::timeline::Duty::from_rows(span, &rows);
    let changed: Vec<_> = duty
        .rows()
        .iter()
        .map(|row| {
            let (lead, engineer) = match role {
                Role::Lead => (row.pairing.lead().map(|_| person), row.pairing.engineer()),
                Role::Engineer => (row.pairing.lead(), row.pairing.engineer().map(|_| person)),
            };
            let pairing = domain::Pairing::new(lead, engineer).unwrap();
            domain::timeline::DutyRow { pairing, ..*row }
        })
        .collect();
    write.replace_duty(nights.rota, span, &changed).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn duty_and_a_call_out_are_submitted_approved_exported_and_made_good() {
    for database in Database::both().await {
        let nights = Nights::paid(database).await;
        let (ada, ben) = (nights.desk(nights.ada), nights.desk(nights.ben));
        let form = call_out("2026-11-22T22:10:00Z", "2026-11-22T22:55:00Z");
        ben.enter_call_out(form).await.unwrap();
        let november = id(NOVEMBER, nights.ben);
        let draft = ben.statement(november.clone()).await.unwrap();
        assert_eq!((draft.state.as_str(), draft.may_submit), ("draft", true));
        let lines = draft.groups.iter().flat_map(|group| &group.lines);
        let sum: i64 = lines.clone().map(|line| line.amount.minor).sum();
        assert!(sum > 0 && sum == minor(&draft), "the total is the sum of the lines");
        assert_eq!(lines.clone().filter(|line| line.kind == "call_out").count(), 1);

        assert_eq!(
            rule(ada.approve_statements(vec![november.clone()]).await),
            "statement-stands"
        );
        ben.submit_statement(november.clone()).await.unwrap();
        ben.submit_statement(november.clone()).await.unwrap();
        assert_eq!(rule(ben.approve_statements(vec![november.clone()]).await), "forbidden");
        ada.approve_statements(vec![november.clone()]).await.unwrap();
        ada.approve_statements(vec![november.clone()]).await.unwrap();
        let key = ada.pay_run(NOVEMBER.to_owned()).await.unwrap().key;
        let export = ada.export_pay(NOVEMBER.to_owned(), key.clone()).await.unwrap();
        assert_eq!(
            ada.export_pay(NOVEMBER.to_owned(), key).await.unwrap(),
            export,
            "sent twice"
        );
        assert_eq!(
            rule(ada.export_pay(NOVEMBER.to_owned(), String::new()).await),
            "nothing-approved"
        );
        let locked = ben.statement(november.clone()).await.unwrap();
        assert_eq!((locked.state.as_str(), minor(&locked)), ("exported", sum));

        // Eve did Ben's last night of the month, and he was called once more than he said.
        correct(
            &nights,
            span("2026-11-28T17:00:00Z", "2026-11-29T09:00:00Z"),
            Role::Engineer,
            nights.eve,
        )
        .await;
        let late = call_out("2026-11-24T23:10:00Z", "2026-11-24T23:55:00Z");
        ben.enter_call_out(late).await.unwrap();
        assert_eq!(
            minor(&ben.statement(november.clone()).await.unwrap()),
            sum,
            "printed is printed"
        );
        let december = ben.statement(id(DECEMBER, nights.ben)).await.unwrap();
        let back: Vec<i64> = december.adjustments.iter().map(|one| one.amount.minor).collect();
        assert!(
            back.iter().any(|minor| *minor < 0) && back.iter().any(|minor| *minor > 0),
            "{back:?}"
        );
        assert!(
            december
                .adjustments
                .iter()
                .any(|one| one.why.starts_with("No longer due: "))
        );
        assert!(december.adjustments.iter().any(|one| one.why.starts_with("Also due: ")));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn statement_and_adjustments_are_what_working_it_out_from_scratch_comes_to() {
    let nights = Nights::paid(Database::sqlite()).await;
    let (first, end) = (at("2026-11-10T17:00:00Z"), at("2026-11-29T09:00:00Z"));
    settle(&nights, NOVEMBER, nights.ben).await;
    let settled = minor(
        &nights
            .desk(nights.ben)
            .statement(id(NOVEMBER, nights.ben))
            .await
            .unwrap(),
    );
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let night = 0..19_i64;
    let change = (night, 0..12_i64, 1..5_i64, prop::bool::ANY, prop::bool::ANY);
    for _ in 0..12 {
        let (night, hour, hours, lead, to_ben) = change.new_tree(&mut runner).unwrap().current();
        let start = first + night * 86_400 + hour * 3_600;
        let span = Span::new(start, (start + hours * 3_600).min(end)).unwrap();
        let role = if lead { Role::Lead } else { Role::Engineer };
        let person = match (lead, to_ben) {
            (true, _) => nights.fay,
            (false, true) => nights.ben,
            (false, false) => nights.eve,
        };
        correct(&nights, span, role, person).await;
        let page = nights
            .desk(nights.ben)
            .statement(id(DECEMBER, nights.ben))
            .await
            .unwrap();
        let adjusted: i64 = page.adjustments.iter().map(|one| one.amount.minor).sum();
        assert_eq!(
            settled + adjusted,
            from_scratch(&nights, nights.ben).await,
            "after {span:?}"
        );
    }
}

/// What November comes to for somebody whose statement nobody has settled: a person of the same duty.
async fn from_scratch(nights: &Nights, person: PersonId) -> i64 {
    let ada = nights.desk(nights.ada);
    ada.reopen_statement(id(NOVEMBER, person), "to compare".to_owned())
        .await
        .unwrap();
    let page = ada.statement(id(NOVEMBER, person)).await.unwrap();
    let total = minor(&page);
    // Back to how it was settled, by hand: the document is kept.
    let tandem = &nights.app.tandem;
    let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
    let story = server::store::StatementRecord::story(write.connection(), person, NOVEMBER.parse().unwrap())
        .await
        .unwrap();
    let settled = story.iter().find(|record| record.state.is_settled()).unwrap();
    let (period, document) = (settled.period, settled.document);
    write
        .move_statement(person, period, pay::StatementState::Approved, document, "")
        .await
        .unwrap();
    tandem.commit(write).await.unwrap();
    total
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_are_approved_together_or_none_is() {
    for database in Database::both().await {
        let nights = Nights::paid(database).await;
        let ada = nights.desk(nights.ada);
        assert_eq!(ada.submit_all(NOVEMBER.to_owned()).await.unwrap(), 4);
        assert_eq!(ada.submit_all(NOVEMBER.to_owned()).await.unwrap(), 0);
        let all: Vec<String> = [nights.ada, nights.ben, nights.cleo, nights.dan]
            .map(|person| id(NOVEMBER, person))
            .to_vec();
        assert_eq!(rule(ada.approve_statements(all.clone()).await), "own-pay");
        let run = ada.pay_run(NOVEMBER.to_owned()).await.unwrap();
        assert_eq!(run.counts, [0, 4, 0, 0], "none of them is");
        ada.approve_statements(all[1..].to_vec()).await.unwrap();
        assert_eq!(ada.pay_run(NOVEMBER.to_owned()).await.unwrap().counts, [0, 1, 3, 0]);
        let unknown = vec![all[1].clone(), id("2026-11-02", nights.ben)];
        let error = ada.approve_statements(unknown).await.unwrap_err();
        assert!(error.of_field("ids").is_some(), "{error:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_has_changed_since_it_was_submitted_is_not_approved_as_it_was() {
    let nights = Nights::paid(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let november = id(NOVEMBER, nights.ben);
    ada.submit_statement(november.clone()).await.unwrap();
    let late = CallOutForm {
        person: nights.ben.to_string(),
        ..call_out("2026-11-22T22:10:00Z", "2026-11-22T22:55:00Z")
    };
    ada.enter_call_out(late).await.unwrap();
    let page = ada.statement(november.clone()).await.unwrap();
    assert!(page.changed && page.may_submit && !page.may_approve);
    assert_eq!(
        rule(ada.approve_statements(vec![november.clone()]).await),
        "statement-changed"
    );
    ada.submit_statement(november.clone()).await.unwrap();
    ada.approve_statements(vec![november]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_period_that_goes_on_is_not_submitted_and_a_question_is_answered_before_it_is_approved() {
    let nights = Nights::paid(Database::sqlite()).await;
    let (ada, ben) = (nights.desk(nights.ada), nights.desk(nights.ben));
    let december = ben.statement(id(DECEMBER, nights.ben)).await.unwrap();
    assert!(!december.may_submit && december.not_yet.contains("2027-01-01"));
    assert_eq!(rule(ben.submit_statement(december.id).await), "period-not-over");

    let november = id(NOVEMBER, nights.ben);
    ben.submit_statement(november.clone()).await.unwrap();
    let line = ben.statement(november.clone()).await.unwrap().groups[0].lines[0]
        .key
        .clone();
    let form = PayQueryForm {
        line,
        question: "Was that not a bank holiday?".to_owned(),
    };
    let query = ben.query_line(november.clone(), form.clone()).await.unwrap();
    assert_eq!(
        ben.query_line(november.clone(), form).await.unwrap(),
        query,
        "sent twice"
    );
    assert_eq!(rule(ada.approve_statements(vec![november.clone()]).await), "query-open");
    assert_eq!(
        rule(ben.answer_query(query.clone(), "No.".to_owned()).await),
        "forbidden"
    );
    ada.answer_query(query, "Not in England.".to_owned()).await.unwrap();
    ada.approve_statements(vec![november.clone()]).await.unwrap();
    let page = ben.statement(november).await.unwrap();
    assert_eq!(page.queries[0].answer, "Not in England.");
    assert!(page.groups[0].lines[0].queried);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_an_administrator_reopens_with_a_reason_and_the_latest_first() {
    let nights = Nights::paid(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    settle(&nights, NOVEMBER, nights.ben).await;
    nights.app.clock.set(at("2027-01-02T09:00:00Z"));
    settle(&nights, DECEMBER, nights.ben).await;
    let (november, december) = (id(NOVEMBER, nights.ben), id(DECEMBER, nights.ben));
    let error = ada
        .reopen_statement(december.clone(), " ".to_owned())
        .await
        .unwrap_err();
    assert!(error.of_field("reason").is_some());
    let why = || "The card was wrong".to_owned();
    assert_eq!(rule(ada.reopen_statement(november, why()).await), "later-settled");
    assert_eq!(
        rule(nights.desk(nights.ben).reopen_statement(december.clone(), why()).await),
        "forbidden"
    );
    ada.reopen_statement(december.clone(), why()).await.unwrap();
    let page = ada.statement(december).await.unwrap();
    assert!(
        page.state == "draft" && page.state_words.ends_with("The card was wrong"),
        "{}",
        page.state_words
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn another_persons_pay_is_out_of_reach_by_page_api_and_export() {
    for database in Database::both().await {
        let nights = Nights::paid(database).await;
        let ada = nights.desk(nights.ada);
        settle(&nights, NOVEMBER, nights.ben).await;
        let export = ada.export_pay(NOVEMBER.to_owned(), String::new()).await.unwrap();
        let theirs = id(NOVEMBER, nights.ben);
        let cleo = nights.desk(nights.cleo);
        assert!(matches!(
            cleo.statement(theirs.clone()).await,
            Err(AppError::Forbidden(_))
        ));
        assert!(matches!(
            cleo.pay_run(NOVEMBER.to_owned()).await,
            Err(AppError::Forbidden(_))
        ));
        assert!(cleo.statement(id(NOVEMBER, nights.cleo)).await.is_ok());
        for scope in ["read", "write"] {
            let token = nights.token(scope).await;
            for path in [
                format!("/api/v1/people/{}/pay", nights.ben),
                format!("/api/v1/pay/statements/{theirs}"),
                "/api/v1/pay/run".to_owned(),
                format!("/api/v1/pay/exports/{export}/lines.csv"),
            ] {
                let (status, answer) = nights.api(&token, Method::GET, &path, &[], "").await;
                assert_eq!(status, 403, "{scope} {path}: {answer}");
            }
        }
        let token = nights.token("pay").await;
        let path = format!("/api/v1/pay/statements/{theirs}");
        let (status, answer) = nights.api(&token, Method::GET, &path, &[], "").await;
        assert_eq!((status, answer["state"].as_str()), (200, Some("exported")));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn exports_hold_every_line_once_and_no_formula() {
    let nights = Nights::paid(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let form = CallOutForm {
        person: nights.ben.to_string(),
        reason: "=HYPERLINK(\"evil\")".to_owned(),
        ..call_out("2026-11-22T22:10:00Z", "2026-11-22T22:55:00Z")
    };
    ada.enter_call_out(form).await.unwrap();
    settle(&nights, NOVEMBER, nights.ben).await;
    let export = ada.export_pay(NOVEMBER.to_owned(), String::new()).await.unwrap();
    let client = &mut nights.ada_client.clone();
    let file = async |client: &mut crate::support::Client, name: &str| {
        let answer = client.get(&format!("/pay/exports/{export}/{name}")).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.body);
        answer.body
    };
    let page = ada.statement(id(NOVEMBER, nights.ben)).await.unwrap();
    let lines = file(client, "lines.csv").await;
    let mut reader = csv::Reader::from_reader(lines.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().unwrap().clone();
    let column = |name: &str| head.iter().position(|one| one == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let expected: usize = page.groups.iter().map(|group| group.lines.len()).sum();
    assert_eq!(rows.len(), expected);
    let sum: i64 = rows
        .iter()
        .map(|row| row[column("minor_units")].parse::<i64>().unwrap())
        .sum();
    assert_eq!(sum, minor(&page));
    for row in &rows {
        assert!(row.iter().all(|cell| !cell.starts_with('=')), "{row:?}");
    }
    let people = file(client, "people.csv").await;
    assert!(
        people.contains(&format!("ben@example.org,{}.{:02},{sum},GBP", sum / 100, sum % 100)),
        "{people}"
    );
    let all: serde_json::Value = serde_json::from_str(&file(client, "statements.json").await).unwrap();
    assert_eq!(all["totals"][0]["minor"], sum);
    assert_eq!(
        file(client, "lines.csv").await,
        lines,
        "the same whenever it is fetched"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_locked_cannot_be_changed_with_hand_typed_sql() {
    for database in Database::both().await {
        let nights = Nights::paid(database).await;
        settle(&nights, NOVEMBER, nights.ben).await;
        let ada = nights.desk(nights.ada);
        ada.export_pay(NOVEMBER.to_owned(), String::new()).await.unwrap();
        let tandem = &nights.app.tandem;
        for statement in [
            "UPDATE pay_document SET body = '{}'",
            "DELETE FROM pay_document",
            "UPDATE pay_export SET made_by = 'nobody'",
            "DELETE FROM pay_export_document",
            "UPDATE pay_statement SET state = 'approved'",
            "DELETE FROM pay_statement",
        ] {
            let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
            let refused = sqlx::query(sqlx::AssertSqlSafe(statement))
                .execute(write.connection())
                .await;
            assert!(refused.is_err(), "{statement}");
        }
        let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
        let own = sqlx::query(sqlx::AssertSqlSafe(format!(
            "INSERT INTO pay_statement (person_id, first_day, end_day, state, document_id, reason, changed_by, changed_at, from_revision)
             SELECT person_id, '2026-10-01', '2026-11-01', 'approved', id, '', '{}', 0, 0 FROM pay_document",
            nights.ben
        )));
        assert!(
            own.execute(write.connection()).await.is_err(),
            "nobody approves their own pay"
        );
    }
}
