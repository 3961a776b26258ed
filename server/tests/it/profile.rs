//! How people read: their zone, the order of their dates, their clock, and the theme of their pages.

use crate::support::{App, Client, Database, at, nights::Nights};
use app::profile::{Port as _, ProfileForm};
use http::Method;
use server::store::AuditEntry;

const AMERICAN: [(&str, &str); 3] = [
    ("profile[zone]", "America/New_York"),
    ("profile[date_order]", "month_first"),
    ("profile[hour_clock]", "12"),
];

async fn save(client: &mut Client, fields: &[(&str, &str)]) {
    let answer = client.form("/fn/profile/save", fields).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// What a page says: its text without tags, in which no-break spaces are spaces.
async fn text_of(client: &mut Client, path: &str) -> String {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    let body = page.body.split("<script").next().unwrap_or_default().to_owned();
    let pieces = body
        .split('<')
        .filter_map(|piece| piece.split_once('>').map(|(_, text)| text));
    let text = pieces.collect::<Vec<_>>().join(" ").replace('\u{a0}', " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_page_words_times_as_the_viewer_reads_them() {
    for database in Database::both().await {
        let mut nights = Nights::new(database).await;
        nights.app.clock.set(at("2026-11-24T18:00:00Z"));
        let client = &mut nights.ada_client;
        let plain = text_of(client, "/").await;
        assert!(plain.contains("until Wed 09:00 15 h left"), "{plain}");
        assert!(!plain.contains("New York"), "{plain}");

        save(client, &AMERICAN).await;
        let now = text_of(client, "/").await;
        assert!(now.contains("As of Tue Nov 24, 1:00 PM, New York time"), "{now}");
        assert!(
            now.contains("until Wed 9:00 AM London · 4:00 AM New York 15 h left"),
            "{now}"
        );
        let rota = text_of(client, "/rotas/nights").await;
        assert!(rota.contains("Nov 16 – Dec 13, 2026"), "{rota}");
        let tonight = "Tue Nov 24, 5:00 PM – Wed Nov 25, 9:00 AM (London · 12:00 PM – Wed 4:00 AM New York)";
        assert!(rota.contains(tonight), "the drawing: {rota}");
        let agenda = "5:00 PM – Wed Nov 25, 9:00 AM London · 12:00 PM – Wed 4:00 AM New York";
        assert!(rota.contains(agenda), "by day: {rota}");
        let mine = text_of(client, "/me").await;
        assert!(
            mine.contains("until Wed Nov 25, 4:00 AM New York · 9:00 AM London"),
            "{mine}"
        );
        let row = "Tue Nov 24, 12:00 PM – Wed Nov 25, 4:00 AM New York · 5:00 PM – Wed 9:00 AM London";
        assert!(mine.contains(row), "{mine}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_of_forms_and_lists_follow_the_viewer_too() {
    let mut nights = Nights::new(Database::sqlite()).await;
    nights.app.clock.set(at("2026-11-24T18:00:00Z"));
    let client = &mut nights.ada_client;
    save(client, &AMERICAN).await;
    let leave = [
        ("form[first_day]", "2027-02-08"),
        ("form[last_day]", "2027-02-12"),
        ("form[person]", ""),
    ];
    let entered = client.form("/fn/leave/add", &leave).await;
    assert_eq!(entered.status, 200, "{}", entered.body);
    let expected = [
        ("/me", "Mon Feb 8, 2027 – Fri Feb 12, 2027"),
        ("/teams/payments/leave", "Mon Feb 8, 2027 – Fri Feb 12, 2027"),
        ("/rotas", "Thu Dec 24, 5:00 PM London · 12:00 PM New York"),
        (
            "/rotas/nights/plan",
            "published to Thu Dec 24, 5:00 PM (London · 12:00 PM New York)",
        ),
        ("/rotas/nights/settings", "handover daily 5:00 PM"),
        ("/settings/security", "Since Tue Nov 24,"),
        ("/teams/payments", "published to Dec 24, 2026"),
    ];
    for (path, words) in expected {
        let text = text_of(client, path).await;
        assert!(text.contains(words), "{path}: {text}");
        assert!(!text.contains(" 17:00 "), "{path} in the other style: {text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn machines_are_told_nothing_of_anybodys_style() {
    let mut nights = Nights::new(Database::sqlite()).await;
    save(&mut nights.ada_client, &AMERICAN).await;
    let token = nights.token("read").await;
    let (status, board) = nights.api(&token, Method::GET, "/api/v1/board", &[], "").await;
    assert_eq!(status, 200, "{board}");
    let next = &board["cards"][0]["next"]["at"];
    assert_eq!(
        (&next["text"], next.get("beside")),
        (&"Tue 17:00".into(), None),
        "{board}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_theme_is_kept_with_the_person_for_every_browser_of_theirs() {
    let app = App::on(&Database::sqlite()).await;
    let mut laptop = app.set_up().await;
    assert!(!laptop.get("/").await.body.contains("data-theme="));
    let back = laptop.plain_form("/me?x=1", "/theme", &[("theme", "dark")]).await;
    assert_eq!((back.status, back.header("location")), (303, "/me?x=1"));
    assert!(laptop.get("/me").await.body.contains("data-theme=\"dark\""));

    let mut phone = app.client();
    phone.form("/theme", &[("theme", "light")]).await;
    assert!(phone.get("/sign-in").await.body.contains("data-theme=\"light\""));
    let fields = [("email", "ada@example.org"), ("password", "a sentence is good")];
    assert_eq!(phone.form("/fn/session/sign-in", &fields).await.status, 200);
    assert!(
        phone.get("/").await.body.contains("data-theme=\"dark\""),
        "hers, not the browser's"
    );
    assert_eq!(phone.form("/fn/session/sign-out", &[]).await.status, 200);
    assert!(
        phone.get("/sign-in").await.body.contains("data-theme=\"dark\""),
        "the browser keeps it"
    );

    save(&mut laptop, &[("profile[theme]", "system")]).await;
    assert!(laptop.get("/").await.body.contains("data-theme=\"system\""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_profile_is_saved_without_javascript_and_audited() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        let mut ada = app.set_up().await;
        let page = ada.get("/settings/profile").await;
        assert!(
            page.body.contains("Nov 25, 2026") && page.body.contains("5:30\u{a0}PM"),
            "examples"
        );
        let fields = [
            AMERICAN.as_slice(),
            &[("profile[name]", "Ada King"), ("profile[theme]", "dark")],
        ]
        .concat();
        let back = ada.plain_form("/settings/profile", "/fn/profile/save", &fields).await;
        assert_eq!(back.status, 302);
        assert!(back.header("location").ends_with("/settings/profile?done=saved"));
        let page = ada.get("/settings/profile?done=saved").await;
        assert!(page.body.contains("value=\"Ada King\""), "{}", page.body);

        let mut connection = app.tandem.store.read().await.unwrap();
        let entry = AuditEntry::latest(&mut connection, &server::store::AuditQuery::default(), 1)
            .await
            .unwrap()
            .remove(0);
        let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap();
        assert_eq!(entry.action, "person.changed");
        assert_eq!(detail["before"]["hour_clock"], "24");
        assert_eq!(
            (&detail["after"]["hour_clock"], &detail["after"]["name"]),
            (&"12".into(), &"Ada King".into())
        );
        let revision = app.tandem.snapshot().revision();
        save(&mut ada, &fields).await;
        assert_eq!(
            app.tandem.snapshot().revision(),
            revision,
            "nothing changed, nothing written"
        );
        let again = app.restarted(&database).await;
        let snapshot = again.tandem.snapshot();
        let kept = snapshot.directory().people().next().unwrap();
        assert_eq!(
            (kept.name.as_str(), kept.zone.as_str()),
            ("Ada King", "America/New_York")
        );
        assert_eq!(kept.preferences.style.clock.key(), "12");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_cannot_be_chosen_is_refused_at_its_field() {
    let nights = Nights::new(Database::sqlite()).await;
    let text = |text: &str| Some(text.to_owned());
    let bad = ProfileForm {
        name: text(" "),
        zone: text("Europe/Atlantis"),
        date_order: text("backwards"),
        hour_clock: text("13"),
        theme: text("neon"),
    };
    let refused = nights.desk(nights.ben).save_profile(bad).await.unwrap_err();
    for field in ["name", "zone", "date_order", "hour_clock", "theme"] {
        assert!(refused.of_field(field).is_some(), "{field}: {refused:?}");
    }
    let kept = nights.desk(nights.ben).profile().await.unwrap();
    assert_eq!((kept.name.as_str(), kept.hour_clock.as_str()), ("Ben", "24"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_only_reads_chooses_how_to_read_and_not_their_name() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let id = nights.fay.to_string();
    let role = [
        ("person[id]", id.as_str()),
        ("person[name]", "Fay"),
        ("person[zone]", "Europe/Berlin"),
        ("person[phone]", ""),
        ("person[role]", "read_only"),
    ];
    assert_eq!(nights.ada_client.form("/fn/people/edit", &role).await.status, 200);
    let fay = nights.desk(nights.fay);
    let form = |name: Option<&str>| ProfileForm {
        name: name.map(str::to_owned),
        hour_clock: Some("12".to_owned()),
        ..ProfileForm::default()
    };
    assert_eq!(fay.save_profile(form(Some("Faye"))).await.unwrap_err().status(), 403);
    assert!(!fay.profile().await.unwrap().may_rename);
    fay.save_profile(form(None)).await.unwrap();
    assert_eq!(fay.profile().await.unwrap().hour_clock, "12");
}
