//! The audit log: what is in it, page by page, and as a file.

use crate::support::{Answer, App, Client, Database, nights::Nights};
use app::audit::{AuditFilter, AuditPage};
use http::Method;
use serde_json::Value;

const PASSWORD: &str = "a sentence is good";

async fn sign_in(client: &mut Client, email: &str, password: &str) -> Answer {
    let fields = [("email", email), ("password", password)];
    client.form("/fn/session/sign-in", &fields).await
}

async fn page(client: &mut Client, filter: &[(&str, &str)]) -> AuditPage {
    let answer = client.form("/fn/audit/list", filter).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sign_ins_good_and_refused_and_ends_of_sessions_are_kept_and_never_what_was_typed() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        let mut ada = app.set_up().await;
        let revision = app.tandem.snapshot().revision();
        assert_eq!(
            sign_in(&mut app.client(), "ada@example.org", "a wrong sentence")
                .await
                .status,
            422
        );
        assert_eq!(sign_in(&mut app.client(), "my secret password", "x").await.status, 422);
        let mut again = app.client();
        assert_eq!(sign_in(&mut again, "ada@example.org", PASSWORD).await.status, 200);
        assert_eq!(again.form("/fn/session/sign-out", &[]).await.status, 200);
        app.tandem.catch_up().await.unwrap();
        assert_eq!(
            app.tandem.snapshot().revision(),
            revision,
            "nobody holds writers up by signing in"
        );

        let log = page(&mut ada, &[("filter[kind]", "sign-ins")]).await;
        let told: Vec<_> = log
            .rows
            .iter()
            .map(|row| (row.action.as_str(), row.who.as_str(), row.subject.as_str()))
            .collect();
        let mut expected = vec![
            ("session.signed_out", "Ada Lovelace", "Ada Lovelace"),
            ("sign_in.done", "Ada Lovelace", "Ada Lovelace"),
            ("sign_in.refused", "nobody signed in", "an account that nobody has"),
            ("sign_in.refused", "nobody signed in", "Ada Lovelace"),
        ];
        // All of it is of one second, in which the order is any.
        expected.sort_unstable();
        let mut told_sorted = told.clone();
        told_sorted.sort_unstable();
        assert_eq!(told_sorted, expected);
        assert!(
            log.rows[0]
                .changes
                .iter()
                .any(|change| change.field == "address" || change.field == "device")
        );
        let csv = ada.get("/settings/audit/export.csv").await;
        assert!(!csv.body.contains("my secret password"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_follow_each_other_without_gap_or_repetition_and_a_file_holds_them_all() {
    for database in Database::both().await {
        let mut nights = Nights::new(database).await;
        for number in 0..120 {
            let mut write = nights
                .app
                .tandem
                .store
                .begin("console", nights.app.tandem.now())
                .await
                .unwrap();
            let detail = serde_json::json!({ "name": format!("=Team {number}") });
            write.audit("team.created", "team gone", detail).await.unwrap();
            nights.app.tandem.commit(write).await.unwrap();
        }
        let mut seen: Vec<String> = Vec::new();
        let mut before = String::new();
        loop {
            let log = page(&mut nights.ada_client, &[("filter[before]", &before)]).await;
            seen.extend(log.rows.iter().map(|row| row.id.clone()));
            match log.next {
                Some(next) => before = next,
                None => break,
            }
        }
        let mut unique = seen.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!((seen.len(), unique.len()), (121, 121), "120 and the organisation");

        let json = nights.ada_client.get("/settings/audit/export.json").await;
        let rows: Vec<Value> = serde_json::from_str(&json.body).unwrap();
        let ids: Vec<_> = rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids, seen);
        let csv = nights.ada_client.get("/settings/audit/export.csv?text=Team+7").await;
        assert!(csv.header("content-disposition").contains("audit.csv"));
        assert_eq!(csv.body.lines().count(), 1 + 11, "7 and 70 to 79: {}", csv.body);

        let token = nights.token("admin").await;
        let mut whole = Vec::new();
        let mut path = "/api/v1/audit?limit=50".to_owned();
        loop {
            let (status, answer) = nights.api(&token, Method::GET, &path, &[], "").await;
            assert_eq!(status, 200, "{answer}");
            whole.extend(
                answer["entries"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|row| row["id"].clone()),
            );
            match answer["next"].as_str() {
                Some(next) => path = format!("/api/v1/audit?limit=50&before={next}"),
                None => break,
            }
        }
        assert_eq!(whole, seen);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn entries_of_a_day_and_a_rota_are_found_and_files_are_for_those_who_see_the_page() {
    for database in Database::both().await {
        let mut nights = Nights::new(database).await;
        let cover = serde_json::json!({
            "role": "lead", "person": nights.eve, "from": "2026-11-24T18:00:00Z", "to": "2026-11-24T20:00:00Z", "reason": "",
        });
        let token = nights.token("write").await;
        let (status, answer) = nights
            .api(
                &token,
                Method::POST,
                "/api/v1/rotas/nights/covers",
                &[],
                &cover.to_string(),
            )
            .await;
        assert_eq!(status, 201, "{answer}");
        for (filter, expected) in [
            (vec![("filter[rota]", "nights")], 1),
            (vec![("filter[team]", "payments"), ("filter[kind]", "covers")], 1),
            (
                vec![
                    ("filter[from]", "2026-11-24"),
                    ("filter[to]", "2026-11-24"),
                    ("filter[kind]", "covers"),
                ],
                1,
            ),
            (vec![("filter[from]", "2026-11-25")], 0),
            (vec![("filter[to]", "2026-11-23")], 0),
            (vec![("filter[who]", "write"), ("filter[text]", "eve")], 1),
        ] {
            let log = page(&mut nights.ada_client, &filter).await;
            assert_eq!(log.rows.len(), expected, "{filter:?}");
        }
        let row = page(&mut nights.ada_client, &[("filter[rota]", "nights")])
            .await
            .rows
            .remove(0);
        assert_eq!((row.what.as_str(), row.subject.as_str()), ("Cover made", "Nights"));
        assert_eq!(row.who, "API token “write”");
        let mut nobody = nights.app.client();
        assert_eq!(nobody.get("/settings/audit/export.csv").await.status, 303);
        assert_eq!(nights.ada_client.get("/settings/audit/export.pdf").await.status, 404);
        assert_eq!(
            nights
                .ada_client
                .get("/settings/audit/export.csv?kind=nonsense")
                .await
                .status,
            422
        );
        let page = nights.ada_client.get("/settings/audit?kind=covers").await;
        assert!(page.status == 200 && page.body.contains("Cover made") && page.body.contains("export.csv?kind=covers"));
    }
}

#[test]
fn a_filter_is_the_same_after_it_was_a_query() {
    let filter = AuditFilter {
        who: "a&b=c".into(),
        from: "2026-11-24".into(),
        ..AuditFilter::default()
    };
    assert_eq!(filter.query(), "who=a%26b%3Dc&from=2026-11-24");
}
