//! Teams end: merged into another, archived, restored.

use crate::support::{Database, at, nights::Nights};
use app::{
    AppError,
    feeds::Port as _,
    planning_people::{PlanningMemberForm, Port as _},
    teams::{MemberForm, Port as _},
};
use domain::Instant;
use http::Method;
use serde_json::{Value, json};
use server::services::{Actor, Desk, examine};
use std::sync::Arc;

fn console(nights: &Nights) -> Desk {
    Desk::new(Arc::clone(&nights.app.tandem), Actor::Console, None)
}

fn place(team: &str, person: &str, lead: bool, manager: bool, share: &str) -> MemberForm {
    let on = |ticked: bool| ticked.then(|| "on".to_owned());
    MemberForm {
        team: team.into(),
        person: person.into(),
        lead: on(lead),
        engineer: on(!lead),
        manager: on(manager),
        share_percent: share.into(),
        ..MemberForm::default()
    }
}

fn rules(result: Result<(), AppError>) -> Vec<String> {
    match result {
        Err(AppError::Refused { all, .. }) => all.into_iter().map(|(rule, _)| rule).collect(),
        other => panic!("{other:?}"),
    }
}

async fn sound(nights: &Nights) {
    let report = examine(&nights.app.tandem.store).await.unwrap();
    assert!(report.complaints.is_empty(), "{:?}", report.complaints);
}

/// Where the rota's published plan ends.
fn planned_until(nights: &Nights) -> Instant {
    let snapshot = nights.app.tandem.snapshot();
    snapshot.rota(nights.rota).unwrap().record.planned.unwrap().end()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_merge_moves_members_rotas_services_and_calendars_and_leaves_duty_as_it_is() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let console = console(&nights);
        console.create_team("Identity".into()).await.unwrap();
        let dan = nights.dan.to_string();
        console
            .put_member(place("identity", &dan, true, true, "50"))
            .await
            .unwrap();
        let eve = nights.desk(nights.eve);
        let feed = eve.make_feed("team".into(), "payments".into()).await.unwrap();
        let ben = nights.desk(nights.ben);
        let old = ben.make_feed("team".into(), "payments".into()).await.unwrap();
        ben.make_feed("team".into(), "identity".into()).await.unwrap();
        let before = nights.pair(nights.tonight().start()).await;
        console
            .keep_apart("payments".into(), nights.eve.to_string(), dan.clone())
            .await
            .unwrap();
        console
            .put_planning_member(PlanningMemberForm {
                team: "payments".into(),
                person: nights.eve.to_string(),
                share_percent: "100".into(),
                experience: "newcomer".into(),
                ..PlanningMemberForm::default()
            })
            .await
            .unwrap();

        let preview = console
            .preview_merge("payments".into(), "identity".into())
            .await
            .unwrap();
        assert_eq!(preview.refusals, Vec::<String>::new());
        assert_eq!(
            (preview.rotas.as_slice(), preview.calendars),
            (["Nights".to_owned()].as_slice(), 2)
        );
        assert!(
            preview
                .members
                .contains(&"Dan is there already: lead, manager, 50 % → lead+engineer, manager, 50 %".to_owned()),
            "{:?}",
            preview.members
        );
        console.merge_team("payments".into(), "identity".into()).await.unwrap();

        let team = console.team_page("identity".into()).await.unwrap();
        assert_eq!((team.members.len(), team.rotas.len()), (5, 1));
        let known = console.planning_people("identity".into()).await.unwrap();
        let newcomer = known.members.iter().find(|member| member.person.name == "Eve").unwrap();
        assert_eq!((known.apart.len(), newcomer.form.experience.as_str()), (1, "newcomer"));
        let gone = console.team_page("payments".into()).await.unwrap();
        assert_eq!((gone.members.len(), gone.rotas.len()), (0, 0));
        assert_eq!(gone.end.unwrap().into.unwrap().0, "identity");
        let teams = console.teams().await.unwrap();
        assert_eq!((teams.teams.len(), teams.archived.len()), (1, 1));
        assert_eq!(nights.pair(nights.tonight().start()).await, before);
        sound(&nights).await;
        for address in [&feed.address, &old.address] {
            let path = address.strip_prefix("http://tandem.test").unwrap();
            let calendar = nights.app.client().get(path).await;
            assert_eq!(calendar.status, 200);
            assert!(calendar.body.contains("Support rota: Identity") && calendar.body.contains("BEGIN:VEVENT"));
        }
        let moved = eve.feed("team".into(), "identity".into()).await.unwrap();
        assert_eq!(
            moved.unwrap().address,
            feed.address,
            "its owner finds it at the other team"
        );

        assert_eq!(rules(console.restore_team("payments".into()).await), ["merged"]);
        let revision = nights.app.tandem.snapshot().revision();
        let again = console.merge_team("payments".into(), "identity".into()).await;
        assert_eq!(rules(again), ["archived"]);
        assert_eq!(
            rules(console.merge_team("identity".into(), "identity".into()).await),
            ["same-team"]
        );
        assert_eq!(nights.app.tandem.snapshot().revision(), revision, "nothing was written");
        let token = nights.token("admin").await;
        let (_, log) = nights
            .api(&token, Method::GET, "/api/v1/audit?team=identity&text=merged", &[], "")
            .await;
        assert_eq!(
            log["entries"].as_array().unwrap().len(),
            0,
            "that is about the other team"
        );
        let (_, log) = nights
            .api(
                &token,
                Method::GET,
                "/api/v1/audit?team=identity&text=took+over",
                &[],
                "",
            )
            .await;
        assert_eq!(log["entries"][0]["what"], "Team took over");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn teams_with_rotas_of_one_name_are_not_merged_until_one_has_another() {
    let nights = Nights::new(Database::sqlite()).await;
    let console = console(&nights);
    console.create_team("Identity".into()).await.unwrap();
    let token = nights.token("admin").await;
    let (_, choices) = nights
        .api(&token, Method::GET, "/api/v1/rotas/nights/settings", &[], "")
        .await;
    let mut form = choices["form"].clone();
    form["name"] = json!("nights");
    form["team"] = json!("identity");
    let (status, made) = nights
        .api(&token, Method::POST, "/api/v1/rotas", &[], &form.to_string())
        .await;
    assert_eq!(status, 201, "{made}");
    let refused = console.merge_team("payments".into(), "identity".into()).await;
    assert_eq!(rules(refused), ["same-name"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_team_with_duty_ahead_is_archived_only_with_its_last_day_and_takes_nothing_new() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let console = console(&nights);
        let published = planned_until(&nights);
        assert_eq!(
            rules(console.archive_team("payments".into(), String::new()).await),
            ["duty-ahead"]
        );
        let past = console
            .archive_team("payments".into(), "2026-11-20".into())
            .await
            .unwrap_err();
        assert!(past.of_field("last_day").unwrap().contains("is over"));
        assert_eq!(planned_until(&nights), published, "nothing was written");

        // Somebody covers a night that is taken back, and half of the one that is cut.
        let token = nights.token("write").await;
        for (from, to) in [
            ("2026-12-03T18:00:00Z", "2026-12-03T20:00:00Z"),
            ("2026-11-30T18:00:00Z", "2026-12-01T06:00:00Z"),
        ] {
            let cover = json!({ "role": "lead", "person": nights.eve, "from": from, "to": to, "reason": "" });
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
        }
        console
            .archive_team("payments".into(), "2026-11-30".into())
            .await
            .unwrap();
        let end = at("2026-12-01T00:00:00Z");
        assert_eq!(planned_until(&nights), end);
        let last = nights.pair(end - 1).await;
        assert_eq!(
            last.0,
            Some(nights.eve),
            "the cover of the last night stands until its end"
        );
        assert_eq!(nights.pair(end).await, (None, None));
        sound(&nights).await;

        let page = console.team_page("payments".into()).await.unwrap();
        assert!(!page.end.as_ref().unwrap().over, "it goes on until then");
        assert_eq!(console.teams().await.unwrap().teams.len(), 1);
        let fay = nights.fay.to_string();
        let joins = console.put_member(place("payments", &fay, true, false, "100")).await;
        assert_eq!(rules(joins), ["archived"]);
        let (_, form) = nights
            .api(&token, Method::GET, "/api/v1/rotas/nights/settings", &[], "")
            .await;
        let mut rota = form["form"].clone();
        rota["name"] = json!("Days");
        let (status, problem) = nights
            .api(&token, Method::POST, "/api/v1/rotas", &[], &rota.to_string())
            .await;
        assert_eq!((status, problem["type"].as_str()), (409, Some("/problems/archived")));
        let plan = json!({ "from": "", "weeks": "4", "seed": "1" });
        let (status, problem) = nights
            .api(
                &token,
                Method::POST,
                "/api/v1/rotas/nights/drafts",
                &[],
                &plan.to_string(),
            )
            .await;
        assert_eq!(
            (status, problem["type"].as_str()),
            (409, Some("/problems/archived")),
            "{problem}"
        );

        nights.app.clock.set(end);
        let teams = console.teams().await.unwrap();
        assert_eq!((teams.teams.len(), teams.archived.len()), (0, 1));
        assert!(
            !nights
                .ada_client
                .clone()
                .get("/rotas")
                .await
                .body
                .contains("/rotas/nights")
        );
        assert_eq!(
            nights.ada_client.clone().get("/rotas/nights").await.status,
            200,
            "its history stays"
        );
        console.restore_team("payments".into()).await.unwrap();
        assert_eq!(console.teams().await.unwrap().teams.len(), 1);
        assert_eq!(planned_until(&nights), end, "what was taken back is planned anew");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_team_whose_rota_serves_another_teams_service_is_not_archived() {
    let nights = Nights::new(Database::sqlite()).await;
    let console = console(&nights);
    console.create_team("Identity".into()).await.unwrap();
    let token = nights.token("admin").await;
    let service =
        json!({ "name": "Logins", "team": "identity", "in_hours_rota": "nights", "out_of_hours_rota": "nights" });
    let (status, made): (u16, Value) = nights
        .api(&token, Method::POST, "/api/v1/services", &[], &service.to_string())
        .await;
    assert_eq!(status, 201, "{made}");
    let refused = console.archive_team("payments".into(), "2026-12-31".into()).await;
    assert_eq!(rules(refused), ["serves-others"]);
    let ben = nights.desk(nights.ben);
    assert!(matches!(
        ben.archive_team("identity".into(), String::new()).await,
        Err(AppError::Forbidden(_))
    ));
    console.archive_team("identity".into(), String::new()).await.unwrap();
    console
        .archive_team("payments".into(), "2026-12-31".into())
        .await
        .unwrap();
}
