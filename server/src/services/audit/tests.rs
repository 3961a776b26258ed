#![allow(clippy::unwrap_used)]

use super::words::action_words;
use crate::services::testing::TestOrganisation;
use app::{
    AppError,
    audit::{AuditFilter, AuditRow, Port as _},
    people::{PersonEdit, Port as _},
    teams::{MemberForm, Port as _},
};

fn filter(who: &str, kind: &str, text: &str) -> AuditFilter {
    AuditFilter {
        who: who.into(),
        kind: kind.into(),
        text: text.into(),
        ..AuditFilter::default()
    }
}

async fn actions(organisation: &TestOrganisation, filter: AuditFilter) -> Vec<String> {
    let page = organisation.of("ada@example.org").audit_page(filter).await.unwrap();
    page.rows.into_iter().map(|row| row.action).collect()
}

fn told(row: &AuditRow) -> Vec<(&str, Option<&str>, Option<&str>)> {
    let changes = row.changes.iter();
    changes
        .map(|it| (it.field.as_str(), it.before.as_deref(), it.after.as_deref()))
        .collect()
}

#[test]
fn an_action_without_words_of_its_own_says_what_its_key_says() {
    assert_eq!(action_words("cover.made"), "Cover made");
    assert_eq!(action_words("mail_server.changed"), "Mail server changed");
    assert_eq!(action_words("sign_in.refused"), "Sign-in refused");
}

#[tokio::test]
async fn a_change_says_what_was_and_what_is_and_leaves_the_rest_out() {
    let organisation = TestOrganisation::new().await;
    let ben = organisation.add("Ben", "ben@example.org", "member").await;
    let edit = PersonEdit {
        id: ben.clone(),
        name: "Benjamin".into(),
        zone: "Europe/London".into(),
        phone: Some(String::new()),
        email: None,
        role: None,
    };
    organisation.of("ada@example.org").edit_person(edit).await.unwrap();
    let page = organisation
        .of("ada@example.org")
        .audit_page(filter("", "people", ""))
        .await
        .unwrap();
    let row = &page.rows[0];
    assert_eq!((row.what.as_str(), row.who.as_str()), ("Person changed", "Ada"));
    assert_eq!(
        (row.subject.as_str(), row.link.clone()),
        ("Benjamin", Some(format!("/people/{ben}")))
    );
    assert_eq!(
        told(row),
        [
            ("contact methods", Some("phone +442079460101"), Some("none")),
            ("name", Some("Ben"), Some("Benjamin")),
        ]
    );
    assert_eq!(page.rows[1].who, "the operator");
}

#[tokio::test]
async fn entries_are_found_by_who_what_and_text() {
    let organisation = TestOrganisation::new().await;
    let ben = organisation.add("Ben", "ben@example.org", "member").await;
    let console = organisation.console();
    console.create_team("Payments".into()).await.unwrap();
    let place = MemberForm {
        team: "payments".into(),
        person: ben,
        lead: Some("on".into()),
        engineer: None,
        manager: None,
        share_percent: "100".into(),
        ..MemberForm::default()
    };
    console.put_member(place).await.unwrap();
    let teams = ["team.member_put", "team.created"];
    assert_eq!(actions(&organisation, filter("operator", "teams", "")).await, teams);
    assert_eq!(
        actions(&organisation, filter("Ada", "", "")).await,
        Vec::<String>::new()
    );
    assert_eq!(actions(&organisation, filter("nobody at all", "", "")).await.len(), 0);
    // Ben's name is not in the entry, only his id.
    assert_eq!(
        actions(&organisation, filter("", "", "ben")).await,
        ["team.member_put", "person.added"]
    );
    assert_eq!(actions(&organisation, filter("", "", "MEMBER PUT")).await.len(), 1);
    assert_eq!(
        actions(&organisation, filter("", "", "%")).await.len(),
        0,
        "a sign means itself"
    );
    let of_team = AuditFilter {
        team: "payments".into(),
        ..AuditFilter::default()
    };
    assert_eq!(actions(&organisation, of_team).await, teams);
    assert_eq!(
        actions(&organisation, filter("", "other", "")).await,
        Vec::<String>::new(),
        "every action belongs to a kind"
    );
}

#[tokio::test]
async fn what_cannot_be_read_of_a_filter_is_named() {
    let organisation = TestOrganisation::new().await;
    let bad = AuditFilter {
        kind: "things".into(),
        team: "nowhere".into(),
        rota: "nowhere".into(),
        from: "yesterday".into(),
        to: "2026-02-30".into(),
        before: "-".into(),
        ..AuditFilter::default()
    };
    let Err(AppError::Invalid(faults)) = organisation.console().audit_page(bad).await else {
        panic!("it was taken")
    };
    let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["before", "from", "to", "kind", "team", "rota"]);
}

#[tokio::test]
async fn managers_see_what_is_about_their_teams_and_nobody_else_sees_anything() {
    let organisation = TestOrganisation::new().await;
    let ben = organisation.add("Ben", "ben@example.org", "member").await;
    organisation.add("Rae", "rae@example.org", "read_only").await;
    let console = organisation.console();
    for team in ["Payments", "Identity"] {
        console.create_team(team.into()).await.unwrap();
    }
    let forbidden = |who: &str| {
        let desk = organisation.of(who);
        async move {
            matches!(
                desk.audit_page(AuditFilter::default()).await,
                Err(AppError::Forbidden(_))
            )
        }
    };
    assert!(forbidden("ben@example.org").await && forbidden("rae@example.org").await);
    let place = MemberForm {
        team: "payments".into(),
        person: ben,
        lead: None,
        engineer: None,
        manager: Some("on".into()),
        share_percent: "100".into(),
        ..MemberForm::default()
    };
    console.put_member(place).await.unwrap();
    let desk = organisation.of("ben@example.org");
    let page = desk.audit_page(AuditFilter::default()).await.unwrap();
    let seen: Vec<_> = page.rows.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(seen, ["team.member_put", "team.created"]);
    assert_eq!(page.teams, [("payments".to_owned(), "Payments".to_owned())]);
    assert!(!page.everything);
    let of_another = AuditFilter {
        team: "identity".into(),
        ..AuditFilter::default()
    };
    assert_eq!(desk.audit_page(of_another).await.unwrap().rows, []);
}
