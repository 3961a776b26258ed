//! The history of a rota: every change with its before and after, and what was believed at any earlier time.

use crate::support::{
    Database, NOW, at,
    nights::{Nights, span},
};
use app::history::{HistoryAsked, HistoryPage, Port as _};
use domain::{PersonId, Role, Span};
use http::Method;
use server::services::CoverRequest;

fn request(role: Role, person: PersonId, span: Span) -> CoverRequest {
    CoverRequest {
        id: None,
        changes: vec![(role, person)],
        from: Some(span.start()),
        to: span.end(),
        reason: "Dentist".to_owned(),
        override_reason: None,
        if_match: None,
    }
}

fn evening() -> Span {
    span("2026-11-28T18:00:00Z", "2026-11-28T20:00:00Z")
}

async fn history(nights: &Nights, asked: HistoryAsked) -> HistoryPage {
    nights
        .desk(nights.dan)
        .history("nights".to_owned(), asked)
        .await
        .unwrap()
}

/// Ada makes a cover at nine and withdraws it an hour later.
async fn covered_and_withdrawn(nights: &Nights) {
    let ada = nights.desk(nights.ada);
    let made = ada
        .make_cover("nights", request(Role::Lead, nights.eve, evening()))
        .await
        .unwrap();
    nights.app.clock.set(at(NOW) + 3600);
    ada.withdraw_cover(made.id.parse().unwrap()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_change_is_told_with_the_duty_before_and_after_it() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        covered_and_withdrawn(&nights).await;
        let page = history(&nights, HistoryAsked::default()).await;
        let told: Vec<_> = page
            .changes
            .iter()
            .map(|change| {
                let duty = &change.duty[0];
                (
                    change.action.as_str(),
                    change.who.as_str(),
                    duty.role,
                    duty.before.as_str(),
                    duty.after.as_str(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("cover.withdrawn", "Ada Lovelace", Role::Lead, "Eve", "Ada Lovelace"),
                ("cover.made", "Ada Lovelace", Role::Lead, "Ada Lovelace", "Eve"),
            ]
        );
        assert_eq!(page.changes[1].reason, "Dentist");
        assert!(
            page.changes[1].duty[0].when.contains("28 Nov 18:00"),
            "{:?}",
            page.changes[1]
        );
        assert_eq!((page.changes[1].duty.len(), page.changes[1].more), (1, 0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_believed_at_an_earlier_time_is_answered_beside_today() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        covered_and_withdrawn(&nights).await;
        let asked = |at: &str| HistoryAsked {
            at: at.to_owned(),
            day: "2026-11-28".to_owned(),
            ..HistoryAsked::default()
        };
        let then = history(&nights, asked("2026-11-24T09:30:00Z")).await.belief.unwrap();
        let told: Vec<_> = then
            .changes
            .iter()
            .map(|one| (one.before.as_str(), one.after.as_str()))
            .collect();
        assert_eq!(told, [("Eve", "Ada Lovelace")], "at half past nine the cover stood");
        let eve = |bars: &[app::covers::ChartBar]| bars.iter().filter(|bar| bar.name.as_deref() == Some("Eve")).count();
        assert_eq!((eve(&then.believed.bars), eve(&then.today.bars)), (1, 0));
        let now = history(&nights, asked("2026-11-24T10:00:00Z")).await.belief.unwrap();
        assert!(now.changes.is_empty(), "{:?}", now.changes);
        let desk = nights.desk(nights.ada);
        let ahead = desk.history("nights".into(), asked("2099-01-01T00:00:00Z")).await;
        assert!(ahead.unwrap_err().to_string().contains("Nobody knows yet"));
        let nothing = history(&nights, asked("2020-01-01T00:00:00Z")).await.belief.unwrap();
        assert!(
            nothing.believed.bars.is_empty(),
            "before Tandem was set up nothing was believed"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn history_is_filtered_and_read_page_after_page() {
    let nights = Nights::new(Database::sqlite()).await;
    covered_and_withdrawn(&nights).await;
    let by = |person: PersonId| HistoryAsked {
        person: person.to_string(),
        ..HistoryAsked::default()
    };
    assert_eq!(history(&nights, by(nights.ada)).await.changes.len(), 2);
    assert!(history(&nights, by(nights.ben)).await.changes.is_empty());
    for (kind, expected) in [("covers", 2), ("plans", 0), ("rules", 0)] {
        let asked = HistoryAsked {
            kind: kind.to_owned(),
            ..HistoryAsked::default()
        };
        assert_eq!(history(&nights, asked).await.changes.len(), expected, "{kind}");
    }
    let until = |to: &str| HistoryAsked {
        to: to.to_owned(),
        ..HistoryAsked::default()
    };
    assert_eq!(history(&nights, until("2026-11-24")).await.changes.len(), 2);
    assert!(history(&nights, until("2026-11-23")).await.changes.is_empty());

    let token = nights.token("read").await;
    let get = async |query: String| {
        let path = format!("/api/v1/rotas/nights/history?limit=1{query}");
        nights.api(&token, Method::GET, &path, &[], "").await
    };
    let (_, first) = get(String::new()).await;
    let (_, second) = get(format!("&before={}", first["next"].as_str().unwrap())).await;
    assert_eq!(first["changes"][0]["action"], "cover.withdrawn");
    assert_eq!(
        (&second["changes"][0]["action"], &second["next"]),
        (&"cover.made".into(), &serde_json::Value::Null)
    );
    for query in [
        "&kind=nonsense",
        "&before=x",
        "&from=x",
        "&to=x",
        "&at=x",
        "&person=x",
        "&at=2026-11-24T09:00:00Z&day=x",
        "&day=2026-11-28",
    ] {
        assert_eq!(get(query.to_owned()).await.0, 422, "{query}");
    }
}
