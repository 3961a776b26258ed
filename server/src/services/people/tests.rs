#![allow(clippy::unwrap_used)]

use super::*;
use crate::{
    services::testing::TestOrganisation,
    store::{AuditEntry, AuditQuery},
};
use app::people::Port as _;

fn edit(id: &str) -> PersonEdit {
    PersonEdit {
        id: id.into(),
        name: "Ben B.".into(),
        zone: "Asia/Tokyo".into(),
        phone: Some("0049 (30) 901820-111".into()),
        email: None,
        role: None,
    }
}

fn rule(result: Result<()>) -> String {
    match result {
        Err(AppError::Refused { rule, .. }) => rule,
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn people_edit_themselves_but_not_their_role_and_not_others() {
    let organisation = TestOrganisation::new().await;
    let ben = organisation.add("Ben", "ben@example.org", "member").await;
    let desk = organisation.of("ben@example.org");
    desk.edit_person(edit(&ben)).await.unwrap();
    let page = desk.person_page(ben.clone()).await.unwrap();
    assert_eq!(
        (page.row.name.as_str(), page.row.zone.as_str()),
        ("Ben B.", "Asia/Tokyo")
    );
    assert_eq!(page.phone.as_deref(), Some("+4930901820111"));
    assert!(page.may_edit && !page.may_administer);

    let role = PersonEdit {
        role: Some("administrator".into()),
        ..edit(&ben)
    };
    assert!(matches!(desk.edit_person(role).await, Err(AppError::Forbidden(_))));
    let email = PersonEdit {
        email: Some("boss@example.org".into()),
        ..edit(&ben)
    };
    assert!(matches!(desk.edit_person(email).await, Err(AppError::Forbidden(_))));
    let ada = organisation.id("ada@example.org");
    assert!(matches!(
        desk.edit_person(edit(&ada)).await,
        Err(AppError::Forbidden(_))
    ));
    assert!(matches!(
        desk.set_person_password(ada.clone(), "a long enough sentence".into())
            .await,
        Err(AppError::Forbidden(_))
    ));
    assert!(matches!(desk.deactivate_person(ada).await, Err(AppError::Forbidden(_))));
}

#[tokio::test]
async fn read_only_people_change_nothing() {
    let organisation = TestOrganisation::new().await;
    let rae = organisation.add("Rae", "rae@example.org", "read_only").await;
    assert!(matches!(
        organisation.of("rae@example.org").edit_person(edit(&rae)).await,
        Err(AppError::Forbidden(_))
    ));
}

#[tokio::test]
async fn contact_details_go_to_team_mates_and_administrators_only() {
    let organisation = TestOrganisation::new().await;
    let ben = organisation.add("Ben", "ben@example.org", "member").await;
    let cleo = organisation.add("Cleo", "cleo@example.org", "member").await;
    let desk = organisation.of("cleo@example.org");
    let page = desk.person_page(ben.clone()).await.unwrap();
    assert_eq!((page.row.email, page.phone, page.sees_contacts), (None, None, false));
    assert_eq!(
        desk.people(PeopleFilter::search("ben@example")).await.unwrap().total,
        0,
        "a hidden address is not found either"
    );
    assert_eq!(
        organisation
            .of("ada@example.org")
            .people(PeopleFilter::search("BEN@example"))
            .await
            .unwrap()
            .total,
        1
    );

    let console = organisation.console();
    app::teams::Port::create_team(&console, "Payments".into())
        .await
        .unwrap();
    for person in [&ben, &cleo] {
        let member = app::teams::MemberForm {
            team: "payments".into(),
            person: person.clone(),
            lead: Some("on".into()),
            engineer: None,
            manager: None,
            share_percent: "100".into(),
            ..app::teams::MemberForm::default()
        };
        app::teams::Port::put_member(&console, member).await.unwrap();
    }
    let page = desk.person_page(ben).await.unwrap();
    assert_eq!(page.row.email.as_deref(), Some("ben@example.org"));
    assert_eq!(page.phone.as_deref(), Some("+442079460101"));
    assert_eq!(
        desk.people(PeopleFilter::search("payments ben")).await.unwrap().total,
        1
    );
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let organisation = TestOrganisation::new().await;
    let desk = organisation.of("ada@example.org");
    let ada = organisation.id("ada@example.org");
    // Another administrator without a password could not let anybody in.
    let eve = organisation.add("Eve", "eve@example.org", "administrator").await;
    let demote = || PersonEdit {
        role: Some("member".into()),
        ..edit(&ada)
    };
    assert_eq!(rule(desk.deactivate_person(ada.clone()).await), "last-administrator");
    assert_eq!(rule(desk.edit_person(demote()).await), "last-administrator");
    assert_eq!(desk.person_page(ada.clone()).await.unwrap().row.role, "administrator");

    desk.set_person_password(eve, "another long sentence".into())
        .await
        .unwrap();
    desk.edit_person(demote()).await.unwrap();
    assert!(matches!(
        organisation.of("ada@example.org").may_administer(),
        Err(AppError::Forbidden(_))
    ));
}

#[tokio::test]
async fn deactivating_and_a_new_password_end_sessions() {
    let organisation = TestOrganisation::new().await;
    let ben = organisation.add("Ben", "ben@example.org", "member").await;
    let console = organisation.console();
    let epoch = || {
        let snapshot = organisation.tandem.snapshot();
        snapshot
            .directory()
            .people()
            .find(|person| person.email == "ben@example.org")
            .unwrap()
            .session_epoch
    };
    console
        .set_person_password(ben.clone(), "a long enough sentence".into())
        .await
        .unwrap();
    assert_eq!(epoch(), 1);
    console.deactivate_person(ben.clone()).await.unwrap();
    assert_eq!(epoch(), 2);
    assert!(!console.person_page(ben.clone()).await.unwrap().row.active);
    console.deactivate_person(ben.clone()).await.unwrap();
    assert_eq!(epoch(), 2, "deactivating twice is once");
    console.reactivate_person(ben.clone()).await.unwrap();
    let row = console.person_page(ben).await.unwrap().row;
    assert!(row.active && row.can_sign_in);
}

#[tokio::test]
async fn passwords_have_12_to_128_characters() {
    let organisation = TestOrganisation::new().await;
    let ada = organisation.id("ada@example.org");
    for bad in ["", "elevenchars", &"x".repeat(129)] {
        let refused = organisation
            .console()
            .set_person_password(ada.clone(), bad.into())
            .await
            .unwrap_err();
        assert!(refused.of_field("password").is_some(), "{bad}");
    }
    for good in ["é".repeat(12), "x".repeat(128)] {
        organisation
            .console()
            .set_person_password(ada.clone(), good)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_new_person_with_several_faults_is_told_all_of_them() {
    let organisation = TestOrganisation::new().await;
    let new = NewPerson {
        name: String::new(),
        email: "nobody".into(),
        zone: "Moon".into(),
        phone: "call me".into(),
        role: "king".into(),
        password: "short".into(),
    };
    let Err(AppError::Invalid(faults)) = organisation.console().add_person(new).await else {
        panic!("it was taken")
    };
    let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["name", "email", "zone", "phone", "role", "password"]);
}

#[tokio::test]
async fn an_address_belongs_to_one_person() {
    let organisation = TestOrganisation::new().await;
    let ben = organisation.add("Ben", "ben@example.org", "member").await;
    let taken = PersonEdit {
        email: Some("ADA@example.org".into()),
        ..edit(&ben)
    };
    let refused = organisation.console().edit_person(taken).await.unwrap_err();
    assert!(refused.of_field("email").unwrap().contains("Ada"), "{refused}");
    let own = PersonEdit {
        email: Some("ben@example.org".into()),
        ..edit(&ben)
    };
    organisation.console().edit_person(own).await.unwrap();
}

#[tokio::test]
async fn every_change_is_audited() {
    let organisation = TestOrganisation::new().await;
    let ben = organisation.add("Ben", "ben@example.org", "member").await;
    organisation.console().edit_person(edit(&ben)).await.unwrap();
    organisation.console().deactivate_person(ben.clone()).await.unwrap();
    let entries = AuditEntry::latest(
        &mut organisation.tandem.store.read().await.unwrap(),
        &AuditQuery::default(),
        3,
    )
    .await
    .unwrap();
    let actions: Vec<_> = entries.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["person.deactivated", "person.changed", "person.added"]);
    assert!(
        entries
            .iter()
            .all(|entry| entry.subject == format!("person {ben}") && entry.actor == "console")
    );
}

#[tokio::test]
async fn pages_beyond_the_last_show_the_last() {
    let organisation = TestOrganisation::new().await;
    for page in [0, 1, usize::MAX] {
        let shown = organisation
            .console()
            .people(PeopleFilter {
                page: page.to_string(),
                ..PeopleFilter::default()
            })
            .await
            .unwrap();
        assert_eq!((shown.page, shown.first, shown.people.len()), (1, 1, 1));
    }
    assert_eq!(
        organisation
            .console()
            .people(PeopleFilter::search("nobody"))
            .await
            .unwrap()
            .first,
        0
    );
}
