//! Planning as a job: progress, cancelling, several at once, and nodes that go away.

use crate::support::{Database, nights::Nights};
use app::{
    AppError,
    drafts::{AgainForm, Port as _},
    planning::{JobView, PlanForm, Port as _},
};
use domain::PlanningJobId;
use server::{
    Tandem,
    services::Desk,
    store::{DraftRecord, JobEnd, JobState, Store},
};
use std::sync::Arc;

fn asked(weeks: u32, effort: &str) -> PlanForm {
    PlanForm {
        weeks: weeks.to_string(),
        effort: effort.to_owned(),
        ..PlanForm::default()
    }
}

/// Puts a job into the queue that nobody on this node has heard of.
async fn queued(nights: &Nights) -> PlanningJobId {
    let id = PlanningJobId::from_uuid(server::secret::random_id());
    let store = &nights.app.tandem.store;
    let mut write = store
        .begin(&nights.ada.to_string(), nights.app.tandem.now())
        .await
        .unwrap();
    write
        .insert_planning_job(id, nights.rota, r#"{"from":null,"weeks":2,"seed":1}"#)
        .await
        .unwrap();
    nights.app.tandem.commit(write).await.unwrap();
    id
}

/// A job as it is once there is a best plan so far.
async fn begun(desk: &Desk, job: &str) -> JobView {
    let mut view = desk.planning_job(job.to_owned()).await.unwrap();
    for _ in 0..3600 {
        if view.best.is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        view = desk.planning_job(job.to_owned()).await.unwrap();
    }
    view
}

/// Another node on the same database, at work on what waits.
async fn restarted(nights: &Nights, url: &str) -> Arc<Tandem> {
    let back = Tandem::start(
        Store::open(url).await.unwrap(),
        server::secret::Key::new("a key for tests that is long enough").unwrap(),
        nights.app.clock.clone(),
        nights.app.tandem.settings.clone(),
    )
    .await
    .unwrap();
    back.take_up_plans().await.unwrap();
    back
}

async fn draft(nights: &Nights) -> Option<DraftRecord> {
    let mut connection = nights.app.tandem.store.read().await.unwrap();
    DraftRecord::newest(&mut connection, nights.rota).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_job_says_how_far_it_has_come_until_there_is_a_draft() {
    for database in Database::both().await {
        let mut nights = Nights::new(database).await;
        let job = nights
            .desk(nights.ada)
            .start_plan("nights".into(), asked(4, ""))
            .await
            .unwrap();
        let events = nights
            .ada_client
            .get(&format!("/rotas/nights/plan/jobs/{job}/events"))
            .await;
        assert_eq!(events.header("content-type"), "text/event-stream");
        assert!(events.body.contains("event: end\ndata: done"), "{}", events.body);
        let jobs = nights.planned().await;
        assert_eq!((jobs.len(), jobs[0].state), (1, JobState::Done));
        let draft = draft(&nights).await.unwrap();
        assert_eq!((draft.made_by, draft.shifts.len()), (nights.ada.to_string(), 28));
        assert!(jobs[0].draft.is_some());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_whoever_may_plan_follows_or_stops_a_job() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let job = nights
        .desk(nights.ada)
        .start_plan("nights".into(), asked(2, ""))
        .await
        .unwrap();
    let events = format!("/rotas/nights/plan/jobs/{job}/events");
    assert_eq!(nights.app.client().get(&events).await.status, 401);
    let unknown = format!("/rotas/nights/plan/jobs/{}/events", server::secret::random_id());
    assert_eq!(nights.ada_client.get(&unknown).await.status, 404);
    assert_eq!(
        nights.ada_client.get("/rotas/nights/plan/jobs/x/events").await.status,
        404
    );
    let ben = nights.desk(nights.ben);
    assert!(matches!(
        ben.planning_job(job.clone()).await,
        Err(AppError::Forbidden(_))
    ));
    assert!(matches!(ben.cancel_plan(job).await, Err(AppError::Forbidden(_))));
    let refused = ben.start_plan("nights".into(), asked(2, "")).await;
    assert!(matches!(refused, Err(AppError::Forbidden(_))));
    nights.planned().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_plan_that_is_stopped_keeps_the_best_so_far() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let job = ada.start_plan("nights".into(), asked(104, "thorough")).await.unwrap();
        let view = begun(&ada, &job).await;
        assert!(view.is_open() && view.progress < 1000, "{view:?}");
        assert!(view.best.unwrap().starts_with("Best so far: "));
        ada.cancel_plan(job.clone()).await.unwrap();
        let jobs = nights.planned().await;
        assert_eq!(jobs[0].state, JobState::Cancelled);
        let draft = draft(&nights).await.unwrap();
        assert_eq!(draft.shifts.len(), 104 * 7);
        let empty = draft.shifts.iter().filter(|shift| shift.pairing.gaps().count() > 0);
        assert_eq!(empty.count(), 0, "the best so far is a whole plan");
        // Once more changes nothing.
        ada.cancel_plan(job).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_job_whose_node_went_away_is_taken_up_by_another_when_its_lease_ends() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let (tandem, job) = (&nights.app.tandem, queued(&nights).await);
        let now = tandem.now();
        assert!(
            tandem
                .store
                .take_planning_job(job, "killed", now, now + 15)
                .await
                .unwrap()
        );
        tandem.take_up_plans().await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let ada = nights.desk(nights.ada);
        let view = ada.planning_job(job.to_string()).await.unwrap();
        assert_eq!(view.state, "running", "its node may be alive");
        assert!(draft(&nights).await.is_none());

        nights.app.clock.set(now + 16);
        tandem.take_up_plans().await.unwrap();
        let jobs = nights.planned().await;
        assert_eq!((jobs[0].state, jobs[0].attempts), (JobState::Done, 2));
        assert!(draft(&nights).await.is_some());

        // The one that was thought dead writes nothing any more.
        let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
        let end = JobEnd {
            state: JobState::Done,
            draft: Some("1".to_owned()),
            problem: None,
        };
        assert!(!write.end_planning_job(job, "killed", &end).await.unwrap());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_node_that_stops_lets_go_of_its_jobs_and_takes_them_up_when_it_is_back() {
    let database = Database::sqlite();
    let url = database.url.clone();
    let nights = Nights::new(database).await;
    let ada = nights.desk(nights.ada);
    let job = ada.start_plan("nights".into(), asked(104, "thorough")).await.unwrap();
    begun(&ada, &job).await;
    nights.app.tandem.leave_planning().await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(ada.planning_job(job.clone()).await.unwrap().state, "running");
    assert!(draft(&nights).await.is_none());

    let back = restarted(&nights, &url).await;
    let again = Desk::new(Arc::clone(&back), ada.actor().clone(), None);
    begun(&again, &job).await;
    again.cancel_plan(job).await.unwrap();
    assert_eq!(nights.planned().await[0].state, JobState::Cancelled);
    assert!(draft(&nights).await.is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_job_that_never_comes_to_its_end_is_given_up_and_says_so() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let job = queued(&nights).await;
    for attempt in 0..3 {
        let now = nights.app.tandem.now();
        let taken = nights
            .app
            .tandem
            .store
            .take_planning_job(job, "killed", now, now + 15)
            .await;
        assert!(taken.unwrap(), "{attempt}");
        nights.app.clock.set(now + 16);
    }
    nights.app.tandem.take_up_plans().await.unwrap();
    assert_eq!(nights.planned().await[0].state, JobState::Interrupted);
    let page = nights.ada_client.get("/rotas/nights/plan").await;
    assert!(page.body.contains("Planning was interrupted"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_plan_at_once_both_get_their_draft() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let (one, other) = tokio::join!(
        ada.start_plan("nights".into(), asked(4, "")),
        ada.start_plan("nights".into(), asked(8, "")),
    );
    assert_ne!(one.unwrap(), other.unwrap());
    let jobs = nights.planned().await;
    assert!(
        jobs.iter()
            .all(|job| job.state == JobState::Done && job.draft.is_some())
    );
    let view = ada.plan_view("nights".into()).await.unwrap();
    let mut names: Vec<&str> = view.drafts.iter().map(|draft| draft.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Draft 1", "Draft 2"]);
    let mut what: Vec<&str> = view.jobs.iter().map(|job| job.what.as_str()).collect();
    what.sort_unstable();
    assert_eq!(what, ["4 weeks, quick", "8 weeks, quick"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_cannot_be_planned_is_said_at_once() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    for (form, field) in [
        (asked(0, ""), "weeks"),
        (PlanForm::default(), "weeks"),
        (asked(4, "eager"), "effort"),
        (
            PlanForm {
                until: "2026-01-01".into(),
                ..PlanForm::default()
            },
            "until",
        ),
        (
            PlanForm {
                until: "2035-01-01".into(),
                ..PlanForm::default()
            },
            "until",
        ),
        (
            PlanForm {
                from: "2030-01-01".into(),
                ..asked(4, "")
            },
            "from",
        ),
    ] {
        let Err(AppError::Invalid(faults)) = ada.start_plan("nights".into(), form).await else {
            panic!("{field} was taken")
        };
        assert_eq!(faults[0].field, field);
    }
    assert_eq!(nights.planned().await.len(), 0);
    let until = PlanForm {
        until: "2027-01-03".into(),
        ..PlanForm::default()
    };
    ada.make_draft("nights".into(), until).await.unwrap();
    assert_eq!(draft(&nights).await.unwrap().shifts.len(), 11);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_page_shows_a_plan_in_the_making_also_without_javascript() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let fields = [("slug", "nights"), ("form[weeks]", "104"), ("form[effort]", "thorough")];
    let sent = nights
        .ada_client
        .plain_form("/rotas/nights/plan", "/fn/planning/start", &fields)
        .await;
    assert_eq!(sent.status, 302, "{}", sent.body);
    let page = nights.ada_client.get("/rotas/nights/plan").await;
    assert!(page.body.contains("http-equiv=\"refresh\""), "{}", page.body);
    assert!(page.body.contains("Stop, and keep the best so far"));
    let job = page.body.split("name=\"job\" value=\"").nth(1).unwrap();
    let job = job.split('"').next().unwrap().to_owned();
    let stopped = nights
        .ada_client
        .plain_form(
            "/rotas/nights/plan",
            "/fn/planning/cancel",
            &[("slug", "nights"), ("job", &job)],
        )
        .await;
    assert_eq!(stopped.status, 302);
    nights.planned().await;
    let page = nights.ada_client.get("/rotas/nights/plan").await;
    assert!(!page.body.contains("http-equiv=\"refresh\""));
    // What the form asks for is looked at without anything being written.
    let ahead = nights
        .ada_client
        .get("/rotas/nights/plan?form%5Bweeks%5D=3&form%5Beffort%5D=quick")
        .await;
    assert!(ahead.body.contains("21 shifts"), "{}", ahead.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_plan_asked_for_twice_is_one_job() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let first = ada.start_plan("nights".into(), asked(52, "thorough")).await.unwrap();
        let second = ada.start_plan("nights".into(), asked(52, "thorough")).await.unwrap();
        assert_eq!(first, second);
        let other = ada.start_plan("nights".into(), asked(2, "thorough")).await.unwrap();
        assert_ne!(first, other);
        for job in [first, other] {
            ada.cancel_plan(job).await.unwrap();
        }
        assert_eq!(nights.planned().await.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn planning_again_is_a_job_too_that_outlives_its_node() {
    for database in Database::both().await {
        let url = database.url.clone();
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let first = ada.make_draft("nights".into(), asked(52, "")).await.unwrap();
        let form = AgainForm {
            effort: "thorough".into(),
            name: "Around the locks".into(),
            ..AgainForm::default()
        };
        let again = || ada.plan_again("nights".into(), first.clone(), form.clone());
        let job = again().await.unwrap();
        assert_eq!(again().await.unwrap(), job, "pressed twice is one plan");
        let view = begun(&ada, &job).await;
        assert_eq!(view.what, "Again around what is locked, thorough");
        nights.app.tandem.leave_planning().await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert_eq!(
            draft(&nights).await.unwrap().id.to_string(),
            first,
            "nothing half done is kept"
        );

        let back = restarted(&nights, &url).await;
        let again = Desk::new(Arc::clone(&back), ada.actor().clone(), None);
        begun(&again, &job).await;
        again.cancel_plan(job).await.unwrap();
        let jobs = nights.planned().await;
        assert_eq!(
            (jobs.len(), jobs[0].state),
            (1, JobState::Cancelled),
            "{:?}",
            jobs[0].problem
        );
        let list = ada.drafts("nights".into(), vec![]).await.unwrap();
        let mut names: Vec<&str> = list.open.iter().map(|draft| draft.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["Around the locks", "Draft 1"], "once, beside the first");
    }
}
