//! From the invitation to the deactivation: links, sessions and what ends them.

use crate::support::{App, Client, Database, nights::Nights};
use app::{
    entry::Port as _,
    people::{NewPerson, Port as _},
    security::Port as _,
};
use http::Method;
use serde_json::json;
use server::services::{Actor, Desk};
use std::sync::Arc;

const DAY: i64 = 86_400;
const SENTENCE: &str = "two boats at sea";

/// The desk of the administrator.
fn ada(app: &App) -> Desk {
    let snapshot = app.tandem.snapshot();
    let ada = snapshot
        .directory()
        .people()
        .find(|person| person.email == "ada@example.org");
    Desk::new(Arc::clone(&app.tandem), Actor::of(ada.unwrap()), None)
}

async fn add_ben(app: &App) -> String {
    let ben = NewPerson {
        name: "Ben".into(),
        email: "ben@example.org".into(),
        zone: "Europe/London".into(),
        phone: String::new(),
        role: "member".into(),
        password: String::new(),
    };
    ada(app).add_person(ben).await.unwrap()
}

/// Makes a link for somebody, as a page does; answers the part of it behind the host.
async fn link(app: &App, person: &str) -> String {
    let desk = ada(app);
    let id = desk.make_entry_link(person.to_owned(), false).await.unwrap();
    let (_, address) = desk.made_entry_link(id.clone()).await.unwrap().unwrap();
    assert_eq!(desk.made_entry_link(id).await.unwrap(), None, "shown once");
    address.strip_prefix("http://tandem.test").unwrap().to_owned()
}

async fn enter(client: &mut Client, link: &str, password: &str) -> (u16, String) {
    let key = link.split_once("key=").unwrap().1;
    let answer = client
        .form("/fn/entry/enter", &[("key", key), ("password", password)])
        .await;
    (answer.status, answer.body)
}

async fn sign_in(client: &mut Client, email: &str, password: &str) -> u16 {
    let fields = [("email", email), ("password", password)];
    client.form("/fn/session/sign-in", &fields).await.status
}

/// Whether the browser's session is somebody's.
async fn is_in(client: &mut Client) -> bool {
    !client
        .form("/fn/session/visit", &[])
        .await
        .body
        .contains("\"viewer\":null")
}

/// What is answered to whoever opens a link: 200, or 403 when it does not work.
async fn opened(app: &App, link: &str) -> u16 {
    let key = link.split_once("key=").unwrap().1;
    app.client().form("/fn/entry/form", &[("key", key)]).await.status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_invited_person_sets_a_password_is_in_and_the_link_is_used_up() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        app.set_up().await;
        let ben = add_ben(&app).await;
        let link = link(&app, &ben).await;
        let row = ada(&app).person_page(ben.clone()).await.unwrap().row;
        let shown = row.link.unwrap();
        assert!(shown.invitation && !shown.expired);
        assert_eq!(shown.until.at, app.tandem.now() + 7 * DAY);

        let mut client = app.client();
        let page = client.get(&link).await;
        assert_eq!(page.status, 200);
        assert!(
            page.body.contains("Welcome, Ben") && page.body.contains("ben@example.org"),
            "{}",
            page.body
        );
        let (status, words) = enter(&mut client, &link, "short").await;
        assert_eq!(status, 422, "{words}");
        let (status, words) = enter(&mut client, &link, SENTENCE).await;
        assert_eq!(status, 200, "a bad password uses nothing up: {words}");
        assert!(is_in(&mut client).await);
        assert_eq!(enter(&mut app.client(), &link, "another long sentence").await.0, 403);
        assert_eq!(app.client().get(&link).await.status, 403);
        assert_eq!(sign_in(&mut app.client(), "ben@example.org", SENTENCE).await, 200);
        let row = ada(&app).person_page(ben).await.unwrap().row;
        assert!(row.can_sign_in && row.link.is_none());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_ends_by_another_by_being_revoked_and_by_time_and_the_database_never_holds_its_secret() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        app.set_up().await;
        let ben = add_ben(&app).await;
        let first = link(&app, &ben).await;
        let second = link(&app, &ben).await;
        assert_eq!(opened(&app, &first).await, 403, "sent again, the old one ends");
        assert_eq!(opened(&app, &second).await, 200);

        let pool = sqlx::AnyPool::connect(&database.url).await.unwrap();
        let secret = second.split_once("key=").unwrap().1;
        let kept: Vec<(String, String)> = sqlx::query_as("SELECT id, hash FROM entry_link")
            .fetch_all(&pool)
            .await
            .unwrap();
        assert_eq!(kept.len(), 2);
        assert!(
            kept.iter()
                .all(|(id, hash)| id != secret && hash != secret && hash.len() == 64)
        );
        pool.close().await;

        ada(&app).revoke_entry_link(ben.clone()).await.unwrap();
        assert_eq!(opened(&app, &second).await, 403, "revoked");
        assert_eq!(enter(&mut app.client(), &second, SENTENCE).await.0, 403, "revoked");
        assert!(
            ada(&app).revoke_entry_link(ben.clone()).await.is_err(),
            "there is none to revoke"
        );

        let third = link(&app, &ben).await;
        app.clock.set(app.tandem.now() + 7 * DAY - 1);
        assert_eq!(opened(&app, &third).await, 200);
        app.clock.set(app.tandem.now() + 1);
        assert_eq!(opened(&app, &third).await, 403, "a week later");
        assert_eq!(enter(&mut app.client(), &third, SENTENCE).await.0, 403, "a week later");
        let row = ada(&app).person_page(ben).await.unwrap().row;
        assert!(row.link.unwrap().expired);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_link_used_twice_at_once_sets_one_password() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        app.set_up().await;
        let ben = add_ben(&app).await;
        let link = link(&app, &ben).await;
        let uses = ["the first sentence", "the second sentence", "the third sentence"].map(|password| {
            let (mut client, link) = (app.client(), link.clone());
            tokio::spawn(async move { (enter(&mut client, &link, password).await.0, password) })
        });
        let mut right = Vec::new();
        for one in uses {
            let (status, password) = one.await.unwrap();
            assert!(status == 200 || status == 403, "{status}");
            right.extend((status == 200).then_some(password));
        }
        assert_eq!(right.len(), 1);
        assert_eq!(sign_in(&mut app.client(), "ben@example.org", right[0]).await, 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reset_ends_the_old_password_and_every_session_once_it_is_used() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    app.set_up().await;
    let ben = add_ben(&app).await;
    let mut first = app.client();
    enter(&mut first, &link(&app, &ben).await, SENTENCE).await;
    let reset = link(&app, &ben).await;
    let until = ada(&app).person_page(ben).await.unwrap().row.link.unwrap();
    assert_eq!((until.invitation, until.until.at), (false, app.tandem.now() + DAY));
    assert!(is_in(&mut first).await, "until it is used, all stays");
    for _ in 0..6 {
        sign_in(&mut app.client(), "ben@example.org", "a wrong sentence").await;
    }
    let mut second = app.client();
    assert_eq!(enter(&mut second, &reset, "another long sentence").await.0, 200);
    assert!(is_in(&mut second).await && !is_in(&mut first).await);
    assert_eq!(
        sign_in(&mut app.client(), "ben@example.org", SENTENCE).await,
        422,
        "the tries before are forgotten"
    );
    assert_eq!(
        sign_in(&mut app.client(), "ben@example.org", "another long sentence").await,
        200
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_changed_password_needs_the_present_one_and_ends_the_other_sessions() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        let mut here = app.set_up().await;
        let mut there = app.client();
        sign_in(&mut there, "ada@example.org", "a sentence is good").await;
        let change = "/fn/security/change-password";
        let wrong = [
            ("change[current_password]", "a wrong sentence"),
            ("change[new_password]", SENTENCE),
        ];
        let refused = here.form(change, &wrong).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("current_password"), "{}", refused.body);
        let right = [
            ("change[current_password]", "a sentence is good"),
            ("change[new_password]", SENTENCE),
        ];
        assert_eq!(here.form(change, &right).await.status, 200);
        assert!(is_in(&mut here).await && !is_in(&mut there).await);
        assert_eq!(sign_in(&mut there, "ada@example.org", "a sentence is good").await, 422);
        assert_eq!(sign_in(&mut there, "ada@example.org", SENTENCE).await, 200);
        assert_eq!(app.client().form(change, &right).await.status, 401);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sessions_are_listed_with_device_and_times_and_ended_one_by_one_or_all_others() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        let mut here = app.set_up().await;
        let me = ada(&app).actor().person().unwrap().to_string();
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) Version/18.2 Mobile/15E148 Safari/604.1";
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "application/json"),
            ("user-agent", phone),
        ];
        app.clock.set(app.tandem.now() + 3600);
        let mut there = app.client();
        let body = "email=ada%40example.org&password=a%20sentence%20is%20good".to_owned();
        there.send(Method::POST, "/fn/session/sign-in", &headers, body).await;
        let page = here.get("/settings/security").await;
        assert_eq!(page.status, 200);
        for words in [
            "Safari on iPhone",
            "Unknown browser",
            "This one",
            "Tue 24 Nov 09:00",
            "Tue 24 Nov 10:00",
        ] {
            assert!(page.body.contains(words), "{words} is not in {}", page.body);
        }

        let list = ada(&app).sessions(me.clone()).await.unwrap().sessions;
        let other = list
            .iter()
            .find(|session| session.device == "Safari on iPhone")
            .unwrap();
        let fields = [("person", me.as_str()), ("session", other.id.as_str()), ("own", "on")];
        assert_eq!(here.form("/fn/security/end-session", &fields).await.status, 200);
        assert_eq!(
            here.form("/fn/security/end-session", &fields).await.status,
            404,
            "ended already"
        );
        assert!(is_in(&mut here).await && !is_in(&mut there).await);

        sign_in(&mut there, "ada@example.org", "a sentence is good").await;
        here.form("/fn/security/end-sessions", &[("person", &me), ("own", "on")])
            .await;
        assert!(is_in(&mut here).await && !is_in(&mut there).await);
        assert_eq!(ada(&app).sessions(me).await.unwrap().sessions.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_ends_a_fortnight_after_it_was_last_used_and_after_ninety_days() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        let mut used = app.set_up().await;
        let mut idle = app.client();
        sign_in(&mut idle, "ada@example.org", "a sentence is good").await;
        let begun = app.tandem.now();
        app.clock.set(begun + 14 * DAY - 1);
        assert!(is_in(&mut idle.clone()).await, "not yet a fortnight");
        for days in [13, 26, 39, 52, 65, 78] {
            app.clock.set(begun + days * DAY);
            assert!(is_in(&mut used).await, "day {days}");
            app.tandem.flush_marks().await.unwrap();
        }
        assert!(!is_in(&mut idle).await, "weeks after it was last used");
        let mut copy = app.restarted(&database).await.client();
        copy.take_cookies_of(&used);
        app.clock.set(begun + 90 * DAY - 1);
        assert!(is_in(&mut copy).await, "what was seen is written down");
        assert!(is_in(&mut used).await);
        app.clock.set(begun + 90 * DAY);
        assert!(!is_in(&mut used).await, "however much it is used");
        app.tandem.store.remove_ended_sessions(app.tandem.now()).await.unwrap();
        let left: i64 = {
            let pool = sqlx::AnyPool::connect(&database.url).await.unwrap();
            let (count,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM session")
                .fetch_one(&pool)
                .await
                .unwrap();
            pool.close().await;
            count
        };
        assert_eq!(left, 0, "ended sessions are cleared away");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn deactivating_ends_everything_at_once_and_says_what_needs_cover() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let app = &nights.app;
        let ben = nights.ben.to_string();
        let mut client = app.client();
        enter(&mut client, &link(app, &ben).await, SENTENCE).await;
        let made = client
            .form("/fn/feeds/make", &[("kind", "person"), ("subject", "")])
            .await;
        let feed: serde_json::Value = serde_json::from_str(&made.body).unwrap();
        let feed = feed["address"]
            .as_str()
            .unwrap()
            .strip_prefix("http://tandem.test")
            .unwrap()
            .to_owned();
        assert_eq!(app.client().get(&feed).await.status, 200);
        let open = link(app, &ben).await;
        let before = ada(app).person_page(ben.clone()).await.unwrap();
        assert!(before.to_cover.is_empty() && before.tokens.is_empty());

        ada(app).deactivate_person(ben.clone()).await.unwrap();
        assert!(!is_in(&mut client).await);
        assert_eq!(sign_in(&mut app.client(), "ben@example.org", SENTENCE).await, 422);
        assert_eq!(opened(app, &open).await, 403);
        assert_eq!(enter(&mut app.client(), &open, "another long sentence").await.0, 403);
        assert_eq!(app.client().get(&feed).await.status, 404);
        assert!(ada(app).make_entry_link(ben.clone(), false).await.is_err());
        let page = ada(app).person_page(ben.clone()).await.unwrap();
        let ahead = nights.shifts.iter().filter(|shift| {
            shift.stretches[0].end() > app.tandem.now() && shift.pairing.engineer() == Some(nights.ben)
        });
        assert_eq!(page.to_cover.len(), ahead.count());
        let first = &page.to_cover[0];
        assert_eq!(
            first.cover,
            "/rotas/nights/cover?role=engineer&from=2026-11-24T17:00&to=2026-11-25T09:00"
        );
        assert!(nights.ada_client.clone().get(&first.cover).await.status == 200);
        let shown = nights.ada_client.clone().get(&format!("/people/{ben}")).await;
        assert!(shown.body.contains("Duty that needs cover"), "{}", shown.body);

        ada(app).reactivate_person(ben).await.unwrap();
        assert!(!is_in(&mut client).await, "an ended session stays ended");
        assert_eq!(
            app.client().get(&feed).await.status,
            404,
            "an ended address stays ended"
        );
        assert_eq!(sign_in(&mut client, "ben@example.org", SENTENCE).await, 200);
        assert!(is_in(&mut client).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tokens_of_somebody_deactivated_are_listed_for_the_administrator_alone() {
    let nights = Nights::new(Database::sqlite()).await;
    let app = &nights.app;
    let token = nights.token("read").await;
    let mut write = app.tandem.store.begin("test", app.tandem.now()).await.unwrap();
    let snapshot = app.tandem.snapshot();
    let mut cleo = snapshot.directory().person(nights.cleo).unwrap().clone();
    cleo.role = server::store::OrganisationRole::Administrator;
    write.update_person(&cleo).await.unwrap();
    write.set_password(cleo.id, "not a hash").await.unwrap();
    app.tandem.commit(write).await.unwrap();
    nights
        .desk(nights.cleo)
        .deactivate_person(nights.ada.to_string())
        .await
        .unwrap();

    let page = |person| {
        let desk = nights.desk(person);
        let ada = nights.ada.to_string();
        async move { desk.person_page(ada).await.unwrap() }
    };
    assert_eq!(page(nights.cleo).await.tokens.len(), 1);
    assert!(page(nights.eve).await.tokens.is_empty());
    let (status, _) = nights.api(&token, Method::GET, "/api/v1/rotas", &[], "").await;
    assert_eq!(status, 200, "it goes on working until it is revoked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn adding_somebody_with_an_invitation_leads_to_their_link_and_the_list_says_until_when() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    let mut client = app.set_up().await;
    let person = [
        ("person[name]", "Ben"),
        ("person[email]", "ben@example.org"),
        ("person[zone]", "Europe/London"),
        ("person[role]", "member"),
        ("invite", "on"),
    ];
    let added = client.plain_form("/people/new", "/fn/people/add", &person).await;
    let location = added.header("location").to_owned();
    assert!(location.contains("?done=added&link="), "{location}");
    let page = client.get(&location).await;
    assert!(page.body.contains("http://tandem.test/enter?key="), "{}", page.body);
    let again = client.get(&location).await;
    assert!(!again.body.contains("/enter?key="), "shown once");
    let list = client.get("/people").await;
    assert!(
        list.body.contains("Invited") && list.body.contains("Tue 1 Dec 09:00"),
        "{}",
        list.body
    );
    app.clock.set(app.tandem.now() + 8 * DAY);
    let list = client.get("/people").await;
    assert!(list.body.contains("Invitation ended"), "{}", list.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn members_and_weaker_tokens_make_no_links_and_see_none() {
    let nights = Nights::new(Database::sqlite()).await;
    let eve = nights.desk(nights.eve);
    let ben = nights.ben.to_string();
    assert!(eve.make_entry_link(ben.clone(), false).await.is_err());
    assert!(eve.revoke_entry_link(ben.clone()).await.is_err());
    link(&nights.app, &ben).await;
    assert!(eve.person_page(ben.clone()).await.unwrap().row.link.is_none());
    let path = format!("/api/v1/people/{ben}/link");
    for (scope, expected) in [("write", 403), ("admin", 201)] {
        let token = nights.token(scope).await;
        let (status, answer) = nights.api(&token, Method::POST, &path, &[], "").await;
        assert_eq!(status, expected, "{answer}");
        if scope == "admin" {
            assert_eq!(answer["purpose"], json!("invitation"));
            let address = answer["address"]
                .as_str()
                .unwrap()
                .strip_prefix("http://tandem.test")
                .unwrap();
            assert_eq!(enter(&mut nights.app.client(), address, SENTENCE).await.0, 200);
        }
    }
}
