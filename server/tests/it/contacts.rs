//! Contact methods: in whose order, for whose eyes, and whether they work.

use crate::support::{App, Database, nights::Nights, smtp::MailServer};
use app::{
    AppError,
    contacts::{ContactChange, ContactsPage, Port as _},
    people::Port as _,
};
use domain::PersonId;
use http::Method;
use server::{
    services::Desk,
    store::{AuditEntry, AuditQuery},
};

async fn page(desk: &Desk, person: PersonId) -> ContactsPage {
    desk.contacts(person.to_string()).await.unwrap()
}

fn values(page: &ContactsPage) -> Vec<&str> {
    page.contacts.iter().map(|contact| contact.value.as_str()).collect()
}

/// Adds a contact method of the desk's own person; answers its id.
async fn add(desk: &Desk, person: PersonId, kind: &str, value: &str) -> String {
    desk.add_contact(person.to_string(), kind.into(), value.into())
        .await
        .unwrap()
}

fn status<T>(result: Result<T, AppError>) -> u16 {
    result.err().map_or(200, |error| error.status())
}

/// The code in the letter that has just arrived.
async fn code(app: &App, server: &MailServer) -> String {
    app.deliver().await;
    let letter = server.letter();
    let code = letter.header("Subject")[..6].to_owned();
    assert!(letter.text().contains(&format!("    {code}\n")), "{}", letter.text());
    code
}

/// A service, about which Eve is called first.
async fn call_eve(nights: &Nights) {
    let admin = nights.token("admin").await;
    let service = serde_json::json!({
        "name": "Books", "description": "", "team": "payments", "in_hours_rota": "nights", "out_of_hours_rota": "nights",
    });
    let made = nights
        .api(&admin, Method::POST, "/api/v1/services", &[], &service.to_string())
        .await;
    assert_eq!(made.0, 201, "{}", made.1);
    let eve = format!("person:{}", nights.eve);
    let (_, service) = nights.api(&admin, Method::GET, "/api/v1/services/books", &[], "").await;
    let mut policy = service["policy"].clone();
    policy["rules"] = serde_json::json!([{ "severities": "", "hours": "any", "repeat": "1" }]);
    policy["steps"] = serde_json::json!([{ "rule": "0", "after": "0", "call": eve }]);
    let set = nights
        .api(
            &admin,
            Method::PUT,
            "/api/v1/services/books/policy",
            &[],
            &policy.to_string(),
        )
        .await;
    assert_eq!(set.0, 200, "{}", set.1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn escalation_names_contact_methods_in_the_persons_own_order() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        call_eve(&nights).await;
        let (eve, me) = (nights.desk(nights.eve), nights.eve.to_string());
        let chat = add(&eve, nights.eve, "chat", "@eve").await;
        let mail = add(&eve, nights.eve, "email", "EVE@example.org ").await;
        eve.move_contact(me.clone(), chat.clone(), "up".into()).await.unwrap();
        eve.move_contact(me.clone(), chat, "up".into()).await.unwrap();
        assert_eq!(
            values(&page(&eve, nights.eve).await),
            ["@eve", "+442079460000", "eve@example.org"]
        );
        assert_eq!(page(&eve, nights.eve).await.last, None, "the address is among them");

        let read = nights.token("read").await;
        let asked = "/api/v1/services/books/escalation?severity=P1";
        let contacts = |answer: &serde_json::Value| answer["steps"][0]["targets"][0]["person"]["contacts"].clone();
        let (_, answer) = nights.api(&read, Method::GET, asked, &[], "").await;
        let expected = serde_json::json!([
            { "kind": "chat", "value": "@eve" },
            { "kind": "phone", "value": "+442079460000" },
            { "kind": "email", "value": "eve@example.org" },
        ]);
        assert_eq!(contacts(&answer), expected);
        eve.remove_contact(me.clone(), mail).await.unwrap();
        let (_, answer) = nights.api(&read, Method::GET, asked, &[], "").await;
        assert_eq!(
            contacts(&answer),
            expected,
            "it is reachable by that all the same, at last"
        );
        let oncall = nights.token("oncall").await;
        let (_, answer) = nights.api(&oncall, Method::GET, asked, &[], "").await;
        assert_eq!(contacts(&answer), serde_json::json!([]));

        let shown = nights.ada_client.clone().get("/services/books").await.body;
        assert!(
            shown.contains("Message @eve") && shown.contains("Not verified"),
            "{shown}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_address_is_verified_by_the_code_that_arrives_there() {
    for database in Database::both().await {
        let server = MailServer::start().await;
        let nights = Nights::mailing(database, &server).await;
        let (app, eve, me) = (&nights.app, nights.desk(nights.eve), nights.eve.to_string());
        let mail = add(&eve, nights.eve, "email", "private@example.net").await;
        let shown = page(&eve, nights.eve).await;
        assert!(shown.contacts[1].takes_code && !shown.contacts[0].takes_code);
        eve.send_contact_code(me.clone(), mail.clone()).await.unwrap();
        let first = code(app, &server).await;
        let until = page(&eve, nights.eve).await.contacts[1].code_until.clone().unwrap();
        assert_eq!(until.at, app.tandem.now() + 900);
        eve.send_contact_code(me.clone(), mail.clone()).await.unwrap();
        let second = code(app, &server).await;
        assert_ne!(first, second);
        let verify = |digits: &str| eve.verify_contact(me.clone(), mail.clone(), digits.to_owned());
        assert_eq!(status(verify(&first).await), 422, "only the latest works");
        let spaced = format!(" {} {} ", &second[..3], &second[3..]);
        verify(&spaced).await.unwrap();
        let shown = page(&eve, nights.eve).await;
        assert!(shown.contacts[1].verified && shown.contacts[1].code_until.is_none());
        assert_eq!(shown.contacts[1].how, "by code, Tue 24 Nov 10:00");
        assert_eq!(status(verify(&second).await), 422, "used up");

        eve.change_contact(me.clone(), mail.clone(), "another@example.net".into())
            .await
            .unwrap();
        let shown = page(&eve, nights.eve).await;
        assert!(!shown.contacts[1].verified, "another address has to be verified anew");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_ends_by_time_by_wrong_entries_and_with_the_address() {
    for database in Database::both().await {
        let server = MailServer::start().await;
        let nights = Nights::mailing(database, &server).await;
        let (app, eve, me) = (&nights.app, nights.desk(nights.eve), nights.eve.to_string());
        let mail = add(&eve, nights.eve, "email", "private@example.net").await;
        let send = || eve.send_contact_code(me.clone(), mail.clone());
        let verify = |digits: &str| eve.verify_contact(me.clone(), mail.clone(), digits.to_owned());

        send().await.unwrap();
        let good = code(app, &server).await;
        app.clock.set(app.tandem.now() + 900);
        assert_eq!(status(verify(&good).await), 422, "a quarter of an hour later");

        send().await.unwrap();
        let good = code(app, &server).await;
        let wrong = if good == "000000" { "000001" } else { "000000" };
        let tries = (0..8).map(|_| {
            let (desk, me, mail) = (eve.clone(), me.clone(), mail.clone());
            tokio::spawn(async move { desk.verify_contact(me, mail, wrong.to_owned()).await })
        });
        for one in tries.collect::<Vec<_>>() {
            assert_eq!(status(one.await.unwrap()), 422);
        }
        assert_eq!(
            status(verify(&good).await),
            422,
            "after five wrong ones not even the right one works"
        );

        send().await.unwrap();
        let good = code(app, &server).await;
        eve.change_contact(me.clone(), mail.clone(), "another@example.net".into())
            .await
            .unwrap();
        assert_eq!(status(verify(&good).await), 422, "it was sent to another address");

        send().await.unwrap();
        eve.remove_contact(me.clone(), mail.clone()).await.unwrap();
        app.deliver().await;
        assert_eq!(server.letters().len(), 0, "what is of no use is not sent");
        assert_eq!(status(send().await), 404);
        let again = add(&eve, nights.eve, "email", "private@example.net").await;
        eve.send_contact_code(me.clone(), again.clone()).await.unwrap();
        assert_eq!(
            status(eve.send_contact_code(me.clone(), again).await),
            429,
            "five codes, then a wait"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_takes_no_code_is_checked_by_somebody_else_and_the_audit_says_who() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let (eve, me) = (nights.desk(nights.eve), nights.eve.to_string());
        let phone = page(&eve, nights.eve).await.contacts[0].id.clone();
        assert_eq!(status(eve.send_contact_code(me.clone(), phone.clone()).await), 409);
        let mail = add(&eve, nights.eve, "email", "private@example.net").await;
        assert_eq!(
            status(eve.send_contact_code(me.clone(), mail).await),
            409,
            "there is no mail here"
        );
        assert_eq!(
            status(eve.check_contact(me.clone(), phone.clone()).await),
            403,
            "nobody vouches for their own"
        );
        assert_eq!(
            status(nights.desk(nights.fay).check_contact(me.clone(), phone.clone()).await),
            403
        );
        assert_eq!(
            status(nights.desk(nights.ben).check_contact(me.clone(), phone.clone()).await),
            403,
            "a mere member"
        );
        nights
            .desk(nights.ada)
            .check_contact(me.clone(), phone.clone())
            .await
            .unwrap();
        let shown = page(&eve, nights.eve).await;
        assert_eq!(shown.contacts[0].how, "checked by Ada Lovelace, Tue 24 Nov 10:00");
        let mut connection = nights.app.tandem.store.read().await.unwrap();
        let latest = AuditEntry::latest(&mut connection, &AuditQuery::default(), 1)
            .await
            .unwrap()
            .remove(0);
        assert_eq!(
            (latest.action.as_str(), latest.actor),
            ("contact.checked", nights.ada.to_string())
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn contact_methods_are_seen_and_changed_by_those_entitled_alone() {
    let nights = Nights::new(Database::sqlite()).await;
    let (eve, ben, fay) = (
        nights.desk(nights.eve),
        nights.desk(nights.ben),
        nights.desk(nights.fay),
    );
    let me = nights.eve.to_string();
    let chat = add(&eve, nights.eve, "chat", "@eve-private").await;
    let seen = page(&ben, nights.eve).await;
    assert!(
        !seen.may_change && !seen.may_check && seen.contacts.len() == 2,
        "a colleague looks"
    );
    assert_eq!(
        status(fay.contacts(me.clone()).await),
        403,
        "somebody of no team of hers does not"
    );
    for desk in [&ben, &fay] {
        let what = || (me.clone(), chat.clone());
        assert_eq!(
            status(desk.add_contact(me.clone(), "chat".into(), "@x".into()).await),
            403
        );
        let (person, id) = what();
        assert_eq!(status(desk.change_contact(person, id, "@x".into()).await), 403);
        let (person, id) = what();
        assert_eq!(status(desk.move_contact(person, id, "up".into()).await), 403);
        let (person, id) = what();
        assert_eq!(status(desk.remove_contact(person, id).await), 403);
        let (person, id) = what();
        assert_eq!(status(desk.send_contact_code(person, id).await), 403);
        let (person, id) = what();
        assert_eq!(status(desk.verify_contact(person, id, "000000".into()).await), 403);
    }
    let ada = nights.desk(nights.ada);
    ada.change_contact(me.clone(), chat.clone(), "@eve-corrected".into())
        .await
        .unwrap();
    assert_eq!(
        status(ada.change_contact(nights.ben.to_string(), chat, "@x".into()).await),
        404,
        "of somebody else"
    );
    let mut ada_browser = nights.ada_client.clone();
    let page = ada_browser.get(&format!("/people/{me}")).await.body;
    assert!(page.contains("@eve-corrected"), "{page}");

    let mut nobody = nights.app.client();
    let calls = [
        "show",
        "add",
        "change",
        "check",
        "move",
        "remove",
        "send-code",
        "verify",
    ];
    for call in calls {
        let fields = [
            ("person", me.as_str()),
            ("id", "x"),
            ("kind", "chat"),
            ("value", "x"),
            ("code", "1"),
            ("direction", "up"),
        ];
        assert_eq!(
            nobody.form(&format!("/fn/contacts/{call}"), &fields).await.status,
            401,
            "{call}"
        );
    }
    let path = format!("/api/v1/people/{me}/contacts");
    let rotas = nights.token("rotas").await;
    assert_eq!(
        nights.api(&rotas, Method::GET, &path, &[], "").await.0,
        403,
        "a token without contacts"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forms_work_without_javascript_and_say_what_is_wrong() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    let mut client = app.set_up().await;
    let ada = app
        .tandem
        .snapshot()
        .directory()
        .people()
        .next()
        .unwrap()
        .id
        .to_string();
    let at = "/settings/contacts";
    let form = |value: &'static str| {
        [
            ("person", ada.clone()),
            ("own", "on".into()),
            ("kind", "phone".into()),
            ("value", value.to_owned()),
        ]
    };
    let mut send = async |call: &str, fields: &[(&str, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = client.plain_form(at, &format!("/fn/contacts/{call}"), &fields).await;
        let location = answer.header("location").replace("http://tandem.test", "");
        client.get(&location).await.body
    };
    let page = send("add", &form("020 7946 0101")).await;
    assert!(
        page.contains("‘020 7946 0101’ is not an international telephone number"),
        "{page}"
    );
    assert!(page.contains("value=\"020 7946 0101\""), "what was typed stays: {page}");
    let page = send("add", &form("+44 20 7946 0101")).await;
    assert!(page.contains("Added.") && page.contains("tel:+442079460101"), "{page}");
    let page = send("add", &form("0044 2079460101")).await;
    assert!(page.contains("in the list already"), "{page}");
    let page = send("add", &form("+44 20 7946 0102")).await;
    let place = |page: &str, number: &str| page.find(&format!("tel:{number}")).unwrap();
    assert!(place(&page, "+442079460101") < place(&page, "+442079460102"));
    let desk = app.desk_of("ada@example.org");
    let second = desk.contacts(ada.clone()).await.unwrap().contacts[1].id.clone();
    let up = [
        ("person", ada.clone()),
        ("own", "on".into()),
        ("id", second),
        ("direction", "up".into()),
    ];
    let page = send("move", &up).await;
    assert!(place(&page, "+442079460101") > place(&page, "+442079460102"), "moved");
    let page = desk.person_page(ada.clone()).await.unwrap();
    assert_eq!(
        page.phone.as_deref(),
        Some("+442079460102"),
        "the first is the one to call"
    );
    for number in 3..=10 {
        desk.add_contact(ada.clone(), "sms".into(), format!("+4420794601{number:02}"))
            .await
            .unwrap();
    }
    assert_eq!(
        status(desk.add_contact(ada, "chat".into(), "@ada".into()).await),
        409,
        "ten are the most"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_contact_method_is_used_for_its_severities_and_stays_quiet_where_support_has_ended() {
    let nights = Nights::new(Database::sqlite()).await;
    call_eve(&nights).await;
    let eve = nights.desk(nights.eve);
    let chat = add(&eve, nights.eve, "chat", "@eve").await;
    let shown = page(&eve, nights.eve).await;
    let phone = shown
        .contacts
        .iter()
        .find(|contact| contact.id != chat)
        .unwrap()
        .id
        .clone();
    let me = nights.eve.to_string();
    let change = |severities: &str, night: &str| ContactChange {
        severities: Some(severities.to_owned()),
        night: Some(night.to_owned()),
        ..ContactChange::default()
    };
    for (severities, night) in [("P9", "any"), ("P1", "never")] {
        let refused = eve
            .change_contact(me.clone(), phone.clone(), change(severities, night))
            .await;
        assert_eq!(status(refused), 422, "{severities} {night}");
    }
    eve.change_contact(me.clone(), phone.clone(), change("P1", "quiet"))
        .await
        .unwrap();
    let shown = page(&eve, nights.eve).await;
    let kept = shown.contacts.iter().find(|contact| contact.id == phone).unwrap();
    assert_eq!((kept.severities.as_str(), kept.not_by_night), ("P1", true));
    // Another value alone leaves that as it is.
    eve.change_contact(me.clone(), phone.clone(), "+44 20 7946 0111".into())
        .await
        .unwrap();
    let token = nights.token("read").await;
    let asked = async |query: &str| {
        let path = format!("/api/v1/services/books/escalation?explain=true&{query}");
        let (status, answer) = nights.api(&token, Method::GET, &path, &[], "").await;
        assert_eq!(status, 200, "{answer}");
        let contacts = answer["steps"][0]["targets"][0]["person"]["contacts"]
            .as_array()
            .unwrap()
            .iter();
        let values: Vec<String> = contacts
            .map(|contact| contact["value"].as_str().unwrap().to_owned())
            .collect();
        (
            values.join(" "),
            answer["explanation"]["warnings"].to_string().contains("no-phone"),
        )
    };
    let (all, quiet) = ("+442079460111 @eve eve@example.org", "@eve eve@example.org");
    let evening = "at=2026-11-24T18:00:00Z";
    assert_eq!(asked(&format!("severity=P1&{evening}")).await, (all.to_owned(), false));
    assert_eq!(asked(&format!("severity=P2&{evening}")).await, (quiet.to_owned(), true));
    // On a Saturday at noon nobody is meant to be on duty.
    assert_eq!(
        asked("severity=P1&at=2026-11-28T12:00:00Z").await,
        (quiet.to_owned(), true)
    );
    // All severities are any severity.
    eve.change_contact(me, phone, change("P1, P2 P3", "any")).await.unwrap();
    assert_eq!(
        asked("severity=P3&at=2026-11-28T12:00:00Z").await,
        (all.to_owned(), false)
    );
}
