//! What people are told by mail: links, and what happened to their way in.

use crate::support::{
    App, Client, Database,
    smtp::{Arrived, MailServer},
};
use app::{
    entry::Port as _,
    people::{NewPerson, PersonEdit, Port as _},
};
use server::services::Desk;

const SENTENCE: &str = "two boats at sea";

fn ada(app: &App) -> Desk {
    app.desk_of("ada@example.org")
}

async fn add(app: &App, name: &str, email: &str) -> String {
    let person = NewPerson {
        name: name.into(),
        email: email.into(),
        zone: "Asia/Tokyo".into(),
        phone: String::new(),
        role: "member".into(),
        password: String::new(),
    };
    ada(app).add_person(person).await.unwrap()
}

async fn enter(app: &App, link: &str, password: &str) -> u16 {
    let key = link.split_once("key=").unwrap().1;
    let fields = [("key", key), ("password", password)];
    app.client().form("/fn/entry/enter", &fields).await.status
}

/// Asks for a link as somebody at the sign-in page does.
async fn ask(client: &mut Client, email: &str) -> (u16, String) {
    let answer = client.form("/fn/entry/ask", &[("email", email)]).await;
    (answer.status, answer.body)
}

fn subjects(letters: &[Arrived]) -> Vec<String> {
    letters.iter().map(|letter| letter.header("Subject")).collect()
}

async fn count(database: &Database, table: &str) -> i64 {
    let pool = sqlx::AnyPool::connect(&database.url).await.unwrap();
    let statement = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    let (count,): (i64,) = sqlx::query_as(statement).fetch_one(&pool).await.unwrap();
    pool.close().await;
    count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_invitation_arrives_by_mail_and_its_link_lets_them_in() {
    for database in Database::both().await {
        let server = MailServer::start().await;
        let app = App::mailing(&database, &server).await;
        let mut client = app.set_up().await;
        let person = [
            ("person[name]", "陳大文 Ben"),
            ("person[email]", "Ben@example.org"),
            ("person[zone]", "Asia/Tokyo"),
            ("person[role]", "member"),
            ("invite", "on"),
            ("mail", "on"),
        ];
        let form = client.get("/people/new").await;
        assert!(
            form.body.contains("Send the invitation to their e-mail address"),
            "{}",
            form.body
        );
        let added = client.plain_form("/people/new", "/fn/people/add", &person).await;
        let page = client.get(added.header("location")).await;
        assert!(page.body.contains("on its way to ben@example.org"), "{}", page.body);
        app.deliver().await;
        let letter = server.letter();
        let text = letter.text();
        assert_eq!(letter.to, "ben@example.org");
        assert_eq!(letter.header("Subject"), "Your invitation to Tandem at Northwind");
        assert!(
            text.starts_with("Hello 陳大文 Ben,\n\nNorthwind has invited you"),
            "{text}"
        );
        assert!(text.contains("until Tue 1 Dec 18:00 (Tokyo time)"), "{text}");
        assert!(
            text.contains("sign in with ben@example.org at http://tandem.test\n"),
            "{text}"
        );
        assert!(page.body.contains(&letter.link()), "the same link to copy");

        let secret = letter.link().split_once("key=").unwrap().1.to_owned();
        let pool = sqlx::AnyPool::connect(&database.url).await.unwrap();
        let kept: Vec<(String, String)> = sqlx::query_as("SELECT payload, address FROM notice")
            .fetch_all(&pool)
            .await
            .unwrap();
        pool.close().await;
        assert!(kept.iter().all(|(payload, _)| !payload.contains(&secret)), "{kept:?}");

        assert_eq!(enter(&app, &letter.link(), SENTENCE).await, 200);
        app.deliver().await;
        assert_eq!(
            server.letters().len(),
            0,
            "whoever sets a first password knows that they do"
        );
        assert_eq!(enter(&app, &letter.link(), SENTENCE).await, 403);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_that_is_revoked_or_for_another_address_is_not_sent() {
    let database = Database::sqlite();
    let server = MailServer::start().await;
    let app = App::mailing(&database, &server).await;
    app.set_up().await;
    let ben = add(&app, "Ben", "ben@example.org").await;
    ada(&app).make_entry_link(ben.clone(), true).await.unwrap();
    ada(&app).revoke_entry_link(ben.clone()).await.unwrap();
    app.deliver().await;
    assert_eq!(server.letters().len(), 0);

    ada(&app).make_entry_link(ben.clone(), true).await.unwrap();
    let edit = PersonEdit {
        id: ben.clone(),
        name: "Ben".into(),
        zone: "Asia/Tokyo".into(),
        phone: None,
        email: Some("benjamin@example.org".into()),
        role: None,
    };
    ada(&app).edit_person(edit).await.unwrap();
    assert!(
        ada(&app).person_page(ben).await.unwrap().row.link.is_none(),
        "the address was wrong: so is the link"
    );
    app.deliver().await;
    let told = server.letter();
    assert_eq!(
        (told.to.as_str(), told.header("Subject").as_str()),
        ("ben@example.org", "You sign in to Tandem with another address")
    );
    assert!(
        !told.text().contains("benjamin@"),
        "the new address is not for whoever has the old"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_are_told_what_happens_to_their_way_in() {
    for database in Database::both().await {
        let server = MailServer::start().await;
        let app = App::mailing(&database, &server).await;
        app.set_up().await;
        let ben = add(&app, "Ben", "ben@example.org").await;
        ada(&app)
            .set_person_password(ben.clone(), SENTENCE.into())
            .await
            .unwrap();
        ada(&app)
            .set_person_password(ben.clone(), "three boats at sea".into())
            .await
            .unwrap();
        ada(&app).deactivate_person(ben.clone()).await.unwrap();
        ada(&app).deactivate_person(ben.clone()).await.unwrap();
        ada(&app).reactivate_person(ben).await.unwrap();
        app.deliver().await;
        let letters = server.letters();
        assert!(letters.iter().all(|letter| letter.to == "ben@example.org"));
        let mut subjects = subjects(&letters);
        subjects.sort();
        assert_eq!(
            subjects,
            [
                "You are back in Tandem",
                "You can no longer sign in to Tandem",
                "Your password for Tandem was changed"
            ]
        );
        let changed = letters
            .iter()
            .find(|letter| letter.header("Subject").contains("password"))
            .unwrap();
        assert!(
            changed.text().contains("on Tue 24 Nov 18:00 (Tokyo time)"),
            "{}",
            changed.text()
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_forgot_their_password_is_sent_a_link_and_nobody_learns_who_has_an_account() {
    for database in Database::both().await {
        let server = MailServer::start().await;
        let app = App::mailing(&database, &server).await;
        app.set_up().await;
        let mut client = app.client();
        let page = client.get("/forgotten").await;
        assert!(
            page.status == 200 && page.body.contains("Send the link"),
            "{}",
            page.body
        );
        assert!(client.get("/sign-in").await.body.contains("href=\"/forgotten\""));
        let invited = add(&app, "Ben", "ben@example.org").await;
        add(&app, "Cleo", "cleo@example.org").await;
        let gone = add(&app, "Dan", "dan@example.org").await;
        ada(&app)
            .set_person_password(gone.clone(), SENTENCE.into())
            .await
            .unwrap();
        ada(&app).deactivate_person(gone).await.unwrap();
        ada(&app).make_entry_link(invited, false).await.unwrap();
        app.deliver().await;
        drop(server.letters());

        let asked = [
            "Ada@example.org",
            "ben@example.org",
            "cleo@example.org",
            "dan@example.org",
            "nobody@example.org",
        ];
        let before = (count(&database, "notice").await, app.tandem.snapshot().revision());
        let mut answers = Vec::new();
        for (number, email) in asked.into_iter().enumerate() {
            answers.push(ask(&mut client, email).await);
            let rows = i64::try_from(number).unwrap() + 1;
            assert_eq!(
                count(&database, "notice").await,
                before.0 + rows,
                "the same is done for {email}"
            );
        }
        assert!(
            answers.iter().all(|answer| *answer == answers[0] && answer.0 == 200),
            "{answers:?}"
        );
        app.tandem.catch_up().await.unwrap();
        assert_eq!(app.tandem.snapshot().revision(), before.1, "nothing was changed yet");
        app.deliver().await;
        let letters = server.letters();
        let to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
        assert_eq!(to, ["ada@example.org", "ben@example.org"]);
        assert_eq!(
            subjects(&letters),
            [
                "Set a new password for Tandem",
                "Your invitation to Tandem at Northwind"
            ]
        );
        assert!(
            letters[0].text().contains("until Tue 24 Nov 10:00 (London time)"),
            "{}",
            letters[0].text()
        );
        let pool = sqlx::AnyPool::connect(&database.url).await.unwrap();
        let left: Vec<(String,)> = sqlx::query_as("SELECT address FROM notice WHERE kind = 'entry_request'")
            .fetch_all(&pool)
            .await
            .unwrap();
        pool.close().await;
        assert!(left.is_empty(), "what was typed is not kept: {left:?}");

        app.clock.set(app.tandem.now() + 61);
        assert_eq!(ask(&mut client, "ada@example.org").await.0, 200);
        app.deliver().await;
        assert_eq!(server.letter().link(), letters[0].link(), "asking again ends nothing");
        assert_eq!(enter(&app, &letters[0].link(), SENTENCE).await, 200);
        assert_eq!(enter(&app, &letters[0].link(), SENTENCE).await, 403);
        app.clock.set(app.tandem.now() + 7 * 86_400);
        assert_eq!(enter(&app, &letters[1].link(), SENTENCE).await, 403, "it has run out");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn asking_for_links_is_slowed_down_alike_for_every_address() {
    let database = Database::sqlite();
    let server = MailServer::start().await;
    let app = App::mailing(&database, &server).await;
    app.set_up().await;
    let mut client = app.client();
    for email in ["ada@example.org", "nobody@example.org"] {
        let statuses = {
            let mut statuses = Vec::new();
            for _ in 0..6 {
                statuses.push(ask(&mut client, email).await.0);
            }
            statuses
        };
        assert_eq!(statuses, [200, 200, 200, 200, 200, 429], "{email}");
    }
    app.deliver().await;
    assert_eq!(server.letters().len(), 1, "five requests in one minute are one");
    assert_eq!(ask(&mut client, "not an address").await.0, 422);
    let fields = [("email", "ada@example.org"), ("password", "a sentence is good")];
    assert_eq!(
        client.form("/fn/session/sign-in", &fields).await.status,
        200,
        "signing in is counted by itself"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_mail_nothing_is_queued_and_pages_say_whom_to_ask() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    let mut client = app.set_up().await;
    let ben = add(&app, "Ben", "ben@example.org").await;
    ada(&app)
        .set_person_password(ben.clone(), SENTENCE.into())
        .await
        .unwrap();
    ada(&app)
        .set_person_password(ben.clone(), "three boats at sea".into())
        .await
        .unwrap();
    let refused = ada(&app).make_entry_link(ben.clone(), true).await.unwrap_err();
    assert_eq!(refused.status(), 409);
    assert_eq!(ask(&mut app.client(), "ada@example.org").await.0, 409);
    assert_eq!(count(&database, "notice").await, 0);
    let page = app.client().get("/forgotten").await;
    assert!(page.body.contains("Ask an administrator"), "{}", page.body);
    let page = client.get("/settings/mail").await;
    assert!(page.body.contains("Mail is not set up"), "{}", page.body);
    let page = client.get(&format!("/people/{ben}")).await;
    assert!(!page.body.contains("name=\"mail\""), "there is no mail to choose");
}
