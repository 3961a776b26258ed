#![allow(clippy::unwrap_used)]

use super::*;
use crate::services::testing::TestOrganisation;
use app::security::Port as _;

#[tokio::test]
async fn sessions_are_for_whose_they_are_and_for_administrators() {
    let organisation = TestOrganisation::new().await;
    let ben = organisation.add("Ben", "ben@example.org", "member").await;
    organisation.add("Rae", "rae@example.org", "read_only").await;
    for (who, may) in [
        ("ada@example.org", true),
        ("ben@example.org", true),
        ("rae@example.org", false),
    ] {
        let desk = organisation.of(who);
        assert_eq!(desk.sessions(ben.clone()).await.is_ok(), may, "{who}");
        assert_eq!(desk.end_sessions(ben.clone()).await.is_ok(), may, "{who}");
        let forbidden = matches!(
            desk.end_session(ben.clone(), "nonsense".into()).await,
            Err(AppError::Forbidden(_))
        );
        assert_eq!(forbidden, !may, "{who}");
    }
    let nobody = organisation.console().sessions("nonsense".into()).await;
    assert!(matches!(nobody, Err(AppError::NotFound(_))));
}

#[tokio::test]
async fn nobody_but_a_person_changes_a_password_by_its_present_one() {
    let organisation = TestOrganisation::new().await;
    let change = PasswordChange {
        current_password: "a long enough sentence".into(),
        new_password: "another long sentence".into(),
    };
    let console = organisation.console();
    assert!(matches!(
        console.change_password(change).await,
        Err(AppError::NotSignedIn)
    ));
}
