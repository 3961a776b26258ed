//! The outbox: every notice is sent once as long as nothing dies, and at least once when something does.

use crate::support::{
    App, Database, KEY,
    smtp::{MailServer, Security, Turn},
};
use app::{notices::Port as _, people::Port as _};
use domain::{Clock as _, NoticeId, notice::MOST_TRIES};
use secrecy::SecretString;
use server::{
    mail::Mail,
    secret::random_id,
    store::{Channel, NewNotice, NoticeRecord, NoticeState, OutboxFigures},
};
use std::{
    collections::BTreeSet,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// Longer than any claim.
const CLAIM_IS_OVER: i64 = 200;

/// A test mail to the administrator.
fn notice(app: &App, key: &str) -> NewNotice {
    let snapshot = app.tandem.snapshot();
    NewNotice {
        id: NoticeId::from_uuid(random_id()),
        key: key.to_owned(),
        channel: Channel::Email,
        kind: "test".to_owned(),
        payload: r#"{"kind":"test"}"#.to_owned(),
        person: snapshot.directory().people().next().map(|person| person.id),
        address: "ada@example.org".to_owned(),
    }
}

async fn put(app: &App, keys: &[&str]) {
    let mut write = app.tandem.store.begin("test", app.tandem.now()).await.unwrap();
    for key in keys {
        write.put_notice(&notice(app, key)).await.unwrap();
    }
    app.tandem.commit(write).await.unwrap();
}

async fn in_state(app: &App, state: NoticeState) -> Vec<NoticeRecord> {
    let mut connection = app.tandem.store.read().await.unwrap();
    NoticeRecord::latest(&mut connection, state, 1000).await.unwrap()
}

fn later(app: &App, seconds: i64) {
    app.clock.set(app.tandem.now() + seconds);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_notice_is_sent_with_its_write_and_once_for_each_key() {
    for database in Database::both().await {
        let server = MailServer::start().await;
        let app = App::mailing(&database, &server).await;
        app.set_up().await;
        let mut write = app.tandem.store.begin("test", app.tandem.now()).await.unwrap();
        write.put_notice(&notice(&app, "never")).await.unwrap();
        drop(write);
        app.deliver().await;
        assert_eq!(server.letters().len(), 0, "a write that is not done tells nobody");

        put(&app, &["one", "one"]).await;
        put(&app, &["one", "two"]).await;
        app.deliver().await;
        app.deliver().await;
        assert_eq!(server.letters().len(), 2);
        assert_eq!(in_state(&app, NoticeState::Sent).await.len(), 2);
        app.tandem
            .store
            .remove_ended_notices(app.tandem.now() + 1)
            .await
            .unwrap();
        assert_eq!(in_state(&app, NoticeState::Sent).await.len(), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_put_off_is_tried_again_later_and_given_up_in_the_end() {
    for database in Database::both().await {
        let server = MailServer::start().await;
        let app = App::mailing(&database, &server).await;
        app.set_up().await;
        put(&app, &["one"]).await;
        let begun = app.tandem.now();
        let mut waits = Vec::new();
        for _ in 1..MOST_TRIES {
            server.then([Turn::Answer("450 4.2.0 greylisted,\u{7} come back")]);
            app.deliver().await;
            app.deliver().await;
            let waiting = in_state(&app, NoticeState::Queued).await.remove(0);
            assert_eq!(
                waiting.reason.as_deref(),
                Some("The mail server put it off: 450 4.2.0 greylisted,  come back.")
            );
            waits.push(waiting.due_at - app.tandem.now());
            app.clock.set(waiting.due_at - 1);
            app.deliver().await;
            assert_eq!(server.connections(), waits.len(), "not before it is due");
            app.clock.set(waiting.due_at);
        }
        assert!(waits[0] >= 24 && waits[0] <= 36, "{waits:?}");
        assert!(waits.iter().all(|wait| *wait <= 8640) && waits[8] >= 5760, "{waits:?}");
        let figures = app.tandem.look_into_outbox().await.unwrap();
        let waiting = OutboxFigures {
            queued: 1,
            failed: 0,
            oldest: Some(begun),
        };
        assert_eq!(figures, waiting);
        let shown = app.client().get("/metrics").await.body;
        let age = app.tandem.now() - begun;
        assert!(shown.contains("tandem_outbox_queued 1"), "{shown}");
        assert!(
            shown.contains(&format!("tandem_outbox_oldest_seconds {age}")),
            "{shown}"
        );

        server.then([Turn::HangUp]);
        app.deliver().await;
        let given_up = in_state(&app, NoticeState::Failed).await.remove(0);
        assert_eq!(given_up.tries, MOST_TRIES);
        assert!(
            given_up.reason.unwrap().starts_with("The mail server"),
            "with the last reason"
        );
        later(&app, 30 * 86_400);
        app.deliver().await;
        assert_eq!(server.letters().len(), 0);

        let page = app.desk_of("ada@example.org").mail_page().await.unwrap();
        assert_eq!(
            (page.failed, page.queued, page.notices[0].state.as_str()),
            (1, 0, "failed")
        );
        let id = page.notices[0].id.clone();
        app.desk_of("ada@example.org")
            .send_notice_again(id.clone())
            .await
            .unwrap();
        app.deliver().await;
        assert_eq!(server.letter().header("Subject"), "Mail from Tandem works");
        let again = app.desk_of("ada@example.org").send_notice_again(id).await;
        assert_eq!(again.unwrap_err().status(), 404, "what is sent is not sent again");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_refusal_for_good_is_given_up_at_once_but_not_one_that_the_operator_can_lift() {
    let database = Database::sqlite();
    let server = MailServer::start().await;
    let app = App::mailing(&database, &server).await;
    app.set_up().await;
    put(&app, &["one"]).await;
    server.then([Turn::Answer("550 5.1.1 no such mailbox")]);
    app.deliver().await;
    let given_up = in_state(&app, NoticeState::Failed).await.remove(0);
    assert_eq!(
        (given_up.tries, given_up.reason.as_deref()),
        (1, Some("The mail server refuses it: 550 5.1.1 no such mailbox."))
    );

    put(&app, &["two"]).await;
    server.then([Turn::RefuseSignIn]);
    app.deliver().await;
    let waiting = in_state(&app, NoticeState::Queued).await.remove(0);
    assert_eq!(
        waiting.reason.as_deref(),
        Some("The mail server refuses Tandem’s sign-in: 535 5.7.8 who are you.")
    );
    app.clock.set(waiting.due_at);
    app.deliver().await;
    assert_eq!(server.letters().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_letter_whose_taking_was_not_said_is_sent_again_as_the_same() {
    let database = Database::sqlite();
    let server = MailServer::start().await;
    let app = App::mailing(&database, &server).await;
    app.set_up().await;
    put(&app, &["one"]).await;
    server.then([Turn::TakeInSilence]);
    app.deliver().await;
    later(&app, 60);
    app.deliver().await;
    let ids: BTreeSet<String> = server
        .letters()
        .iter()
        .map(|letter| letter.header("Message-ID"))
        .collect();
    assert_eq!((ids.len(), server.connections()), (1, 2), "{ids:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_a_dead_node_had_taken_is_sent_once_its_claim_is_over() {
    for database in Database::both().await {
        let server = MailServer::start().await;
        let app = App::mailing(&database, &server).await;
        app.set_up().await;
        put(&app, &["one"]).await;
        let (store, now) = (&app.tandem.store, app.tandem.now());
        let taken = store.claim_notices("a node", now, now + 180, 8).await.unwrap();
        assert_eq!(taken.len(), 1);
        app.deliver().await;
        assert_eq!(server.letters().len(), 0, "somebody has it");
        later(&app, CLAIM_IS_OVER);
        app.deliver().await;
        assert_eq!(server.letters().len(), 1);
        let late = store
            .end_try(&taken[0], &server::store::Outcome::Failed("late".into()), now)
            .await;
        assert!(!late.unwrap(), "whoever lost the claim writes nothing");
        assert_eq!(in_state(&app, NoticeState::Sent).await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_nodes_send_each_notice_once() {
    for database in Database::both().await {
        let server = MailServer::start().await;
        let one = App::mailing(&database, &server).await;
        one.set_up().await;
        let other = App::mailing(&database, &server).await;
        let keys: Vec<String> = (0..60).map(|number| number.to_string()).collect();
        put(&one, &keys.iter().map(String::as_str).collect::<Vec<_>>()).await;
        tokio::join!(one.deliver(), other.deliver(), one.deliver(), other.deliver());
        let letters = server.letters();
        let ids: BTreeSet<String> = letters.iter().map(|letter| letter.header("Message-ID")).collect();
        assert_eq!((letters.len(), ids.len()), (60, 60));
    }
}

/// `tandem serve` on this database, with mail through this server, which it trusts.
fn serve(database: &Database, mail: &MailServer) -> Child {
    // Beside the database, which is removed at the end.
    let authorities = server::store::sqlite_path(&database.url).unwrap().with_extension("pem");
    std::fs::write(&authorities, mail.certificate()).unwrap();
    Command::new(env!("CARGO_BIN_EXE_tandem"))
        .args(["serve", "--listen", "127.0.0.1:0", "--mail-from", "tandem@example.org"])
        .args(["--database-url", &database.url])
        .env("TANDEM_SECRET_KEY", KEY)
        .env("TANDEM_SMTP_URL", mail.url())
        .env("SSL_CERT_FILE", authorities)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Waits for what happens soon.
async fn eventually(happened: impl Fn() -> bool) {
    for _ in 0..600 {
        if happened() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it does not happen");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn mail_goes_out_encrypted_to_a_server_that_is_who_it_says_and_to_no_other() {
    for security in [Security::Tls, Security::StartTls] {
        let database = Database::sqlite();
        let mail = MailServer::secured(security).await;
        let app = App::mailing(&database, &mail).await;
        app.set_up().await;
        put(&app, &["one"]).await;
        app.deliver().await;
        let waiting = in_state(&app, NoticeState::Queued).await.remove(0);
        let reason = waiting.reason.unwrap();
        assert!(reason.contains("certificate"), "nobody here trusts it: {reason}");
        let mut server = serve(&database, &mail);
        eventually(|| mail.has_letters()).await;
        server.kill().unwrap();
        server.wait().unwrap();
        assert_eq!(mail.letters().len(), 1, "{security:?}");
    }

    let database = Database::sqlite();
    let plain = MailServer::start().await;
    let url = plain.url().replace("?tls=none", "");
    let mail = Mail::new(&SecretString::from(url), "tandem@example.org").unwrap();
    let app = App::mailing_through(&database, mail).await;
    app.set_up().await;
    put(&app, &["one"]).await;
    app.deliver().await;
    assert_eq!(
        (plain.connections(), plain.letters().len()),
        (1, 0),
        "it offers no encryption"
    );
    assert_eq!(in_state(&app, NoticeState::Queued).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_that_is_killed_in_the_middle_of_a_letter_loses_nothing() {
    let database = Database::sqlite();
    let mail = MailServer::start().await;
    let app = App::mailing(&database, &mail).await;
    app.set_up().await;
    put(&app, &["one"]).await;
    mail.then([Turn::Slowly(Duration::from_secs(3600))]);
    let mut server = serve(&database, &mail);
    eventually(|| mail.connections() > 0).await;
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!((mail.connections(), mail.letters().len()), (1, 0));
    let waiting = in_state(&app, NoticeState::Queued).await.remove(0);
    assert_eq!(waiting.tries, 1);

    // The server had the machine's clock, far from that of the tests.
    app.clock.set(server::clock::SystemClock.now() + CLAIM_IS_OVER);
    app.deliver().await;
    assert_eq!(mail.letters().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_administrators_see_the_outbox() {
    let database = Database::sqlite();
    let server = MailServer::start().await;
    let app = App::mailing(&database, &server).await;
    let mut ada = app.set_up().await;
    let page = ada.get("/settings/mail").await;
    assert!(
        page.body.contains("All mail is sent") && page.body.contains("127.0.0.1"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("secret"), "never the password");
    let sent = ada.plain_form("/settings/mail", "/fn/notices/test", &[]).await;
    assert_eq!(sent.header("location"), "/settings/mail?done=test");
    app.deliver().await;
    assert_eq!(server.letter().to, "ada@example.org");
    let page = ada.get("/settings/mail").await;
    assert!(
        page.body.contains("Test mail") && page.body.contains("Sent"),
        "{}",
        page.body
    );

    let mut nobody = app.client();
    for call in ["notices/list", "notices/send-again", "notices/test"] {
        assert_eq!(nobody.form(&format!("/fn/{call}"), &[("id", "x")]).await.status, 401);
    }
    let ben = app::people::NewPerson {
        name: "Ben".into(),
        email: "ben@example.org".into(),
        zone: "Europe/London".into(),
        phone: String::new(),
        role: "member".into(),
        password: "a sentence is good".into(),
    };
    app.desk_of("ada@example.org").add_person(ben).await.unwrap();
    let ben = app.desk_of("ben@example.org");
    assert_eq!(ben.mail_page().await.unwrap_err().status(), 403);
    assert_eq!(ben.send_test_mail().await.unwrap_err().status(), 403);
    assert_eq!(ben.send_notice_again("x".into()).await.unwrap_err().status(), 403);
}
