#![allow(clippy::unwrap_used)]

use super::*;
use crate::services::testing::TestOrganisation;
use app::teams::Port as _;

fn form(person: &str, lead: bool, manager: bool, share: &str) -> MemberForm {
    let on = |ticked: bool| ticked.then(|| "on".to_owned());
    MemberForm {
        team: "payments".into(),
        person: person.into(),
        lead: on(lead),
        engineer: None,
        manager: on(manager),
        share_percent: share.into(),
        ..MemberForm::default()
    }
}

#[tokio::test]
async fn a_manager_changes_their_team_and_no_other() {
    let organisation = TestOrganisation::new().await;
    let ben = organisation.add("Ben", "ben@example.org", "member").await;
    let cleo = organisation.add("Cleo", "cleo@example.org", "member").await;
    let console = organisation.console();
    assert_eq!(console.create_team("Payments".into()).await.unwrap(), "payments");
    console.create_team("Identity".into()).await.unwrap();
    console.put_member(form(&ben, false, true, "100")).await.unwrap();

    let desk = organisation.of("ben@example.org");
    desk.put_member(form(&cleo, true, false, "60")).await.unwrap();
    let page = desk.team_page("payments".into()).await.unwrap();
    assert!(page.may_manage);
    assert_eq!(
        page.candidates,
        [(organisation.id("ada@example.org"), "Ada".to_owned())]
    );
    assert_eq!(page.members[1].qualification, Some(Qualification::Lead));
    assert_eq!(page.members[1].share_percent, 60);
    assert_eq!((page.members[0].qualification, page.members[0].manager), (None, true));

    let elsewhere = MemberForm {
        team: "identity".into(),
        ..form(&cleo, true, false, "100")
    };
    assert!(matches!(desk.put_member(elsewhere).await, Err(AppError::Forbidden(_))));
    assert!(matches!(
        desk.rename_team("identity".into(), "Mine".into()).await,
        Err(AppError::Forbidden(_))
    ));
    let cleo_desk = organisation.of("cleo@example.org");
    assert!(matches!(
        cleo_desk.remove_member("payments".into(), ben.clone(), None).await,
        Err(AppError::Forbidden(_))
    ));
    assert!(
        cleo_desk
            .team_page("payments".into())
            .await
            .unwrap()
            .candidates
            .is_empty()
    );

    desk.remove_member("payments".into(), cleo, None).await.unwrap();
    assert_eq!(desk.team_page("payments".into()).await.unwrap().members.len(), 1);
}

#[tokio::test]
async fn teams_have_names_and_addresses_of_their_own() {
    let organisation = TestOrganisation::new().await;
    let console = organisation.console();
    console.create_team("Paÿments".into()).await.unwrap();
    assert_eq!(console.create_team("Payments".into()).await.unwrap(), "payments-2");
    let again = console.create_team("PAYMENTS".into()).await.unwrap_err();
    assert!(again.of_field("name").unwrap().contains("already"), "{again}");
    console
        .rename_team("payments-2".into(), "payments".into())
        .await
        .unwrap();
    assert!(console.team_page("payments-3".into()).await.is_err());
}

#[tokio::test]
async fn a_share_is_a_whole_number_from_1_to_100() {
    let organisation = TestOrganisation::new().await;
    organisation.console().create_team("Payments".into()).await.unwrap();
    let ada = organisation.id("ada@example.org");
    for share in ["0", "101", "-5", "50.5", "", "a hundred", "99999999999"] {
        let refused = organisation
            .console()
            .put_member(form(&ada, true, false, share))
            .await
            .unwrap_err();
        assert!(refused.of_field("share_percent").is_some(), "{share}");
    }
    organisation
        .console()
        .put_member(form(&ada, true, false, " 100 "))
        .await
        .unwrap();
}

#[tokio::test]
async fn deactivated_people_are_not_added() {
    let organisation = TestOrganisation::new().await;
    let console = organisation.console();
    console.create_team("Payments".into()).await.unwrap();
    let ben = organisation.add("Ben", "ben@example.org", "member").await;
    app::people::Port::deactivate_person(&console, ben.clone())
        .await
        .unwrap();
    let refused = console.put_member(form(&ben, true, false, "100")).await.unwrap_err();
    assert!(refused.of_field("person").unwrap().contains("deactivated"));
}

#[tokio::test]
async fn where_there_are_too_many_to_list_somebody_is_added_by_address() {
    let organisation = TestOrganisation::new().await;
    let console = organisation.console();
    console.create_team("Payments".into()).await.unwrap();
    let people: String = (0..=MOST_CANDIDATES)
        .map(|number| format!("Person {number},p{number}@example.org,UTC,,Crowd,lead,100\n"))
        .collect();
    let file = format!("name,email,time_zone,phone,team,qualifications,fte_percent\n{people}");
    app::people::Port::import_people_file(&console, file.into_bytes())
        .await
        .unwrap();
    let page = console.team_page("payments".into()).await.unwrap();
    assert!(page.many_candidates && page.candidates.is_empty());
    console
        .put_member(form(" P7@example.org", true, false, "100"))
        .await
        .unwrap();
    assert_eq!(
        console.team_page("payments".into()).await.unwrap().members[0].name,
        "Person 7"
    );
    let unknown = console
        .put_member(form("nobody@example.org", true, false, "100"))
        .await
        .unwrap_err();
    assert!(unknown.of_field("person").unwrap().contains("nobody@example.org"));
}
