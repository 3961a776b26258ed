//! Set-up, sign-in and the headers of every answer.

use crate::support::{App, Database};
use http::Method;

const SIGN_IN: &str = "/fn/session/sign-in";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_setup_link_works_once_and_expires() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        let link = app.tandem.new_setup_link().await.unwrap().unwrap();
        let path = link.strip_prefix("http://tandem.test").unwrap();
        assert_eq!(app.client().get(path).await.status, 200);
        assert_eq!(app.client().get("/setup?key=guessed").await.status, 403);
        app.clock.set(app.tandem.now() + 86_401);
        assert_eq!(app.client().get(path).await.status, 403, "a day later");
        app.set_up().await;
        assert_eq!(app.client().get(path).await.status, 403, "after set-up");
        assert!(app.tandem.new_setup_link().await.unwrap().is_none());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_empty_tandem_says_how_to_set_it_up_and_offers_nothing_else() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    let start = app.client().get("/").await;
    assert_eq!((start.status, start.header("location")), (302, "/sign-in"));
    for (path, status) in [("/sign-in", 200), ("/setup", 403), ("/setup?key=guessed", 403)] {
        let page = app.client().get(path).await;
        assert_eq!(page.status, status, "{path}");
        assert!(page.body.contains("Tandem is not set up yet"), "{path}: {}", page.body);
        assert!(!page.body.contains("name=\"password\""), "{path}");
        assert!(!page.body.contains("href=\"/rotas"), "{path}");
    }
    app.set_up().await;
    let page = app.client().get("/sign-in").await;
    assert!(page.body.contains("name=\"password\""), "{}", page.body);
    let used = app.client().get("/setup?key=guessed").await;
    assert!(used.body.contains("href=\"/sign-in\""), "{}", used.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_administrator_is_led_from_the_first_start_to_people_teams_and_rotas() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    let mut client = app.set_up().await;
    let now = client.get("/").await;
    let primary = now.body.split("button--primary").nth(1).unwrap_or_default();
    assert!(
        primary.split("</a>").next().unwrap().contains("Import people"),
        "{primary}"
    );
    for (path, words) in [("/rotas/new", "A team first"), ("/services/new", "A team first")] {
        let page = client.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(page.body.contains(words), "{path}: {}", page.body);
    }
    let answer = client.form("/fn/teams/create", &[("name", "Payments")]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let page = client.get("/services/new").await;
    assert!(page.body.contains("A rota first"), "{}", page.body);
    let now = client.get("/").await;
    let primary = now.body.split("button--primary").nth(1).unwrap_or_default();
    assert!(
        primary.split("</a>").next().unwrap().contains("Create rota"),
        "{primary}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn setting_up_says_everything_that_is_wrong_and_writes_nothing() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    let link = app.tandem.new_setup_link().await.unwrap().unwrap();
    let fields = [
        ("organisation[key]", link.split_once("key=").unwrap().1),
        ("organisation[organisation]", " "),
        ("organisation[zone]", "Mars/Olympus"),
        ("organisation[holiday_calendar]", "GB-ENG"),
        ("organisation[name]", "Ada"),
        ("organisation[email]", "not an address"),
        ("organisation[password]", "short"),
    ];
    let answer = app.client().form("/fn/setup/create", &fields).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    for word in ["organisation", "Mars/Olympus", "not an address", "5 characters"] {
        assert!(answer.body.contains(word), "{word} is not in {}", answer.body);
    }
    assert!(app.tandem.snapshot().organisation().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_the_right_password_signs_in() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    app.set_up().await;
    let mut client = app.client();
    let wrong = client
        .form(
            SIGN_IN,
            &[("email", "ada@example.org"), ("password", "a wrong sentence")],
        )
        .await;
    let unknown = client
        .form(
            SIGN_IN,
            &[("email", "eve@example.org"), ("password", "a wrong sentence")],
        )
        .await;
    assert_eq!(
        (wrong.status, &wrong.body),
        (422, &unknown.body),
        "known and unknown accounts get the same answer"
    );
    let elsewhere = client.get("/").await;
    assert_eq!((elsewhere.status, elsewhere.header("location")), (302, "/sign-in"));

    let right = client
        .form(
            SIGN_IN,
            &[("email", " ADA@example.org "), ("password", "a sentence is good")],
        )
        .await;
    assert_eq!(right.status, 200, "{}", right.body);
    let now = client.get("/").await;
    assert_eq!(now.status, 200);
    assert!(now.body.contains("No rotas yet"), "{}", now.body);

    client.form("/fn/session/sign-out", &[]).await;
    assert_eq!(client.get("/").await.status, 302);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_without_javascript_comes_back_with_its_error_and_what_was_typed() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    app.set_up().await;
    let mut client = app.client();
    let fields = [
        ("email", "ada@example.org"),
        ("password", "a wrong sentence"),
        ("next", "/me"),
    ];
    let back = client.plain_form("/sign-in?next=/me", SIGN_IN, &fields).await;
    assert_eq!(back.status, 302);
    let location = back
        .header("location")
        .strip_prefix("http://tandem.test")
        .unwrap()
        .to_owned();
    assert!(
        !location.contains("wrong%20sentence") && !location.contains("wrong+sentence"),
        "{location}"
    );
    let page = client.get(&location).await;
    assert!(page.body.contains("That did not match"), "{}", page.body);
    assert!(page.body.contains("value=\"ada@example.org\""), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn another_sites_page_cannot_change_anything() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    let mut client = app.set_up().await;
    let headers = [
        ("origin", "https://evil.example"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let answer = client
        .send(Method::POST, "/fn/session/sign-out", &headers, String::new())
        .await;
    assert_eq!(answer.status, 403);
    assert_eq!(client.get("/").await.status, 200, "still signed in");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_carry_the_strict_policy_and_no_inline_style() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    let mut client = app.set_up().await;
    for path in ["/", "/sign-in", "/no-such-page"] {
        let page = client.get(path).await;
        let policy = page.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'nonce-"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
        assert!(!page.body.contains(" style="), "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("cache-control"), "private, no-store", "{path}");
    }
    assert_eq!(client.get("/no-such-page").await.status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn health_and_readiness_need_no_session() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    assert_eq!(app.client().get("/healthz").await.body, "ok");
    let ready = app.client().get("/readyz").await;
    assert_eq!(ready.status, 200);
    assert!(ready.body.contains("\"degraded\":false"), "{}", ready.body);
}
