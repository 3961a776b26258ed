//! Drafts against the rules: what is refused, what a reason sets aside, and what is only said.

use crate::{
    drafts::{Planned, ROTA, draft, give, rule, what},
    support::{Database, nights::span},
};
use app::{
    AppError,
    drafts::{AgainForm, EditForm, Impact, Port as _, PublishForm, SeatView},
    planning_people::{PlanningMemberForm, Port as _},
};
use domain::{PersonId, Role};

/// The night that is looked at: Friday 4 December.
const DAY: u32 = 4;
const DATE: &str = "2026-12-04";

impl Planned {
    /// A draft whose Lead of the night is somebody else than is published, against no rule and for no reason.
    async fn changed(database: Database) -> (Self, PersonId) {
        let planned = Self::on(database).await;
        planned.preset("none").await;
        let lead = planned.seat(DAY, Role::Lead).await;
        let choices = planned.choices(&lead.seat).await;
        let sound = choices.people.into_iter().filter(|choice| choice.verdict == "sound");
        let people = sound.filter_map(|choice| choice.person);
        let mut others = people.filter(|person| Some(&person.name) != lead.published.as_ref());
        let person: PersonId = others.next().unwrap().id.parse().unwrap();
        planned.edit(give(&lead.seat, Some(person), "")).await.unwrap();
        (planned, person)
    }

    async fn impact(&self) -> Impact {
        let form = PublishForm {
            from: DATE.into(),
            to: DATE.into(),
            ..PublishForm::default()
        };
        self.ada.draft_impact(ROTA.into(), self.id.clone(), form).await.unwrap()
    }

    async fn lead(&self) -> SeatView {
        self.seat(DAY, Role::Lead).await
    }

    async fn sick(&self, person: PersonId) {
        let night = span("2026-12-04T17:00:00Z", "2026-12-05T09:00:00Z");
        self.nights.leave(person, night).await;
    }
}

fn id(seat: &SeatView) -> PersonId {
    seat.person.as_ref().unwrap().id.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn publishing_refuses_what_breaks_a_rule_by_now_until_a_reason_is_given() {
    for database in Database::both().await {
        let (planned, person) = Planned::changed(database).await;
        assert_eq!(planned.impact().await.refused, Vec::<String>::new());
        let partner = planned.seat(DAY, Role::Engineer).await;
        planned
            .ada
            .keep_apart("payments".into(), person.to_string(), id(&partner).to_string())
            .await
            .unwrap();
        let leaves = PlanningMemberForm {
            team: "payments".into(),
            person: person.to_string(),
            leaves_on: "2026-12-03".into(),
            ..PlanningMemberForm::default()
        };
        planned.ada.put_planning_member(leaves).await.unwrap();

        let (lead, page) = (planned.lead().await, planned.page().await);
        let impact = planned.impact().await;
        let why = lead.trouble.clone().unwrap();
        let name = lead.person.as_ref().unwrap().name.clone();
        assert!(why.contains("leaves") && why.contains("paired"), "{why}");
        assert!(
            page.trouble.iter().any(|words| words.contains(&why)),
            "{:?}",
            page.trouble
        );
        assert!(
            impact
                .refused
                .iter()
                .any(|words| words.starts_with(&format!("{name} {why}"))),
            "{:?}",
            impact.refused
        );
        let refused = planned.publish(DATE, DATE).await.unwrap_err();
        assert!(refused.to_string().contains(&why), "{refused}");
        assert_eq!(rule(refused), "against-rules");

        // Stated for whoever is there already, the reason sets it aside, for the person beside them too.
        planned
            .edit(give(&lead.seat, Some(person), "their last night, agreed"))
            .await
            .unwrap();
        let impact = planned.impact().await;
        assert_eq!(impact.refused, Vec::<String>::new());
        assert!(
            impact.against[0].contains("their last night, agreed"),
            "{:?}",
            impact.against
        );
        planned.publish(DATE, DATE).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn turns_in_a_row_are_refused_once_the_rules_forbid_them() {
    for database in Database::both().await {
        let (planned, person) = Planned::changed(database).await;
        let next = planned.seat(DAY + 1, Role::Lead).await;
        if id(&next) != person && id(&planned.seat(DAY + 1, Role::Engineer).await) != person {
            planned.edit(give(&next.seat, Some(person), "")).await.unwrap();
        }
        assert_eq!(planned.lead().await.trouble, None);
        planned.preset("uk-working-time").await;
        let refused = planned.publish(DATE, "2026-12-05").await.unwrap_err();
        assert!(refused.to_string().contains("just before or just after"), "{refused}");
        assert_eq!(rule(refused), "against-rules");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_published_against_a_rule_already_is_said_and_not_refused() {
    for database in Database::both().await {
        let (planned, person) = Planned::changed(database).await;
        planned.publish(DATE, DATE).await.unwrap();
        planned.sick(person).await;
        let impact = planned.impact().await;
        assert_eq!(impact.refused, Vec::<String>::new());
        assert!(impact.stays[0].contains("is on leave"), "{:?}", impact.stays);
        planned.publish(DATE, DATE).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn undo_and_redo_set_no_rule_aside_that_no_reason_was_given_for() {
    for database in Database::both().await {
        let (planned, person) = Planned::changed(database).await;
        planned.edit(what("undo")).await.unwrap();
        let before = planned.lead().await;
        planned.sick(person).await;
        let refused = planned.edit(what("redo")).await.unwrap_err();
        assert!(refused.to_string().contains("is on leave"), "{refused}");
        assert_eq!(rule(refused), "on-leave");
        assert_eq!(planned.lead().await.person, before.person);

        // With a reason it is undone and done again, and the reason comes back with it.
        planned
            .edit(give(&before.seat, Some(person), "they offered"))
            .await
            .unwrap();
        planned.edit(what("undo")).await.unwrap();
        planned.edit(what("redo")).await.unwrap();
        assert_eq!(planned.lead().await.against.as_deref(), Some("they offered"));

        planned.sick(id(&before)).await;
        assert_eq!(rule(planned.edit(what("undo")).await.unwrap_err()), "on-leave");
        assert_eq!(id(&planned.lead().await), person);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_is_locked_stays_for_a_reason_and_is_published() {
    for database in Database::both().await {
        let (planned, person) = Planned::changed(database).await;
        let seat = planned.lead().await.seat;
        let lock = EditForm {
            seat: seat.clone(),
            ..what("lock")
        };
        planned.edit(lock).await.unwrap();
        let needless = planned.edit(give(&seat, Some(person), "just so")).await.unwrap_err();
        assert_eq!(rule(needless), "nothing");
        planned.sick(person).await;
        let again = planned.again().await;
        let planned = Planned { id: again, ..planned };
        assert_eq!(id(&planned.lead().await), person, "what is locked stays");
        assert!(planned.choices(&seat).await.trouble.unwrap().contains("is on leave"));
        assert_eq!(rule(planned.publish(DATE, DATE).await.unwrap_err()), "on-leave");
        planned.edit(give(&seat, Some(person), "back by then")).await.unwrap();
        let lead = planned.lead().await;
        assert_eq!((lead.locked, lead.against.as_deref()), (true, Some("back by then")));
        planned
            .edit(give(&seat, Some(person), "sure to be back"))
            .await
            .unwrap();
        assert!(planned.page().await.undo.unwrap().contains("sure to be back"));
        planned.publish(DATE, DATE).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn planning_again_says_what_it_cannot_read() {
    let planned = Planned::on(Database::sqlite()).await;
    let form = AgainForm {
        keep: "nonsense".into(),
        change: "much".into(),
        seed: "zzz".into(),
        effort: "endless".into(),
        ..AgainForm::default()
    };
    let Err(AppError::Invalid(faults)) = planned.ada.plan_again(ROTA.into(), planned.id.clone(), form).await else {
        panic!("it was taken")
    };
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["keep", "change", "seed", "effort"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_second_draft_of_the_same_people_raises_no_alarm_when_the_first_is_published() {
    for database in Database::both().await {
        let planned = Planned::on(database).await;
        // Beyond what is published.
        let first = draft(&planned.ada, "2026-12-24", "1", "1").await;
        let second = draft(&planned.ada, "2026-12-24", "1", "1").await;
        let part = PublishForm {
            to: "2026-12-26".into(),
            ..PublishForm::default()
        };
        planned.ada.publish_draft(ROTA.into(), first, part).await.unwrap();
        let planned = Planned { id: second, ..planned };
        let page = planned.page().await;
        assert_eq!(
            (page.changes.as_str(), page.row.moved),
            ("No published shift changes.", false)
        );

        let lead = planned.seat(25, Role::Lead).await;
        planned.edit(give(&lead.seat, None, "")).await.unwrap();
        assert!(planned.page().await.row.moved, "now it does not have what is published");
    }
}
