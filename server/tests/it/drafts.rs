//! Drafts: several at once, edited by hand, locked, planned again, compared, published in parts.

use crate::support::{Database, at, nights::Nights, nights::span};
use app::{
    AppError,
    covers::{CoverForm, Port as _},
    drafts::{Choices, DraftPage, DraftTurn, EditForm, Port as _, PublishForm, SeatView},
    inbox::Port as _,
    planning::{PlanForm, Port as _},
    planning_rules::{Port as _, RulesForm},
    rotas::Named,
};
use domain::{PersonId, Role, RotaId, ShiftId, Span};
use server::{
    services::Desk,
    store::{AuditEntry, AuditQuery, EventMark},
};

use std::collections::BTreeSet;

pub const ROTA: &str = "nights";

/// Ada, who manages everything, a published fortnight from 1 December, and a draft of its first week.
pub struct Planned {
    pub nights: Nights,
    pub ada: Desk,
    pub id: String,
}

impl Planned {
    pub async fn on(database: Database) -> Self {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let fortnight = draft(&ada, "2026-12-01", "2", "1").await;
        ada.publish_draft(ROTA.into(), fortnight, PublishForm::default())
            .await
            .unwrap();
        let id = draft(&ada, "2026-12-01", "1", "1").await;
        Self { nights, ada, id }
    }

    /// The draft that planning again leads to.
    pub async fn again(&self) -> String {
        self.nights.plan_again(&self.ada, &self.id).await
    }

    pub async fn page(&self) -> DraftPage {
        self.ada.draft(ROTA.into(), self.id.clone()).await.unwrap()
    }

    pub async fn choices(&self, seat: &str) -> Choices {
        self.ada
            .draft_choices(ROTA.into(), self.id.clone(), seat.into())
            .await
            .unwrap()
    }

    /// An edit of the draft as it is now.
    pub async fn edit(&self, form: EditForm) -> Result<(), AppError> {
        let seen = self.page().await.row.revision;
        self.ada
            .edit_draft(ROTA.into(), self.id.clone(), EditForm { seen, ..form })
            .await
    }

    pub async fn publish(&self, from: &str, to: &str) -> Result<(), AppError> {
        let form = PublishForm {
            from: from.into(),
            to: to.into(),
            seen: self.page().await.row.revision,
            ..PublishForm::default()
        };
        self.ada.publish_draft(ROTA.into(), self.id.clone(), form).await
    }

    /// Lets the rota's plans keep to the rules of a preset.
    pub async fn preset(&self, preset: &str) {
        let revision = self.ada.rota_planning_rules(ROTA.into()).await.unwrap().form.revision;
        let form = RulesForm {
            preset: preset.into(),
            revision,
            ..RulesForm::default()
        };
        self.ada.change_rota_planning_rules(ROTA.into(), form).await.unwrap();
    }

    /// The seat of a night that begins on a day of December.
    pub async fn seat(&self, day: u32, role: Role) -> SeatView {
        let shift = night(self.nights.rota, day);
        let key = format!("{shift}.{}", role.key());
        let turns = self.page().await.turns;
        let mut seats = turns.into_iter().flat_map(|turn| turn.seats);
        seats.find(|seat| seat.seat == key).unwrap()
    }

    async fn holds(&self, day: u32, name: &str) -> bool {
        let [lead, engineer] = [
            self.holder(day, Role::Lead).await,
            self.holder(day, Role::Engineer).await,
        ];
        lead.as_deref() == Some(name) || engineer.as_deref() == Some(name)
    }

    /// Gives the Lead of a night to somebody who is not published for it, whatever speaks against it; answers who.
    async fn give_lead(&self, day: u32) -> Named {
        let lead = self.seat(day, Role::Lead).await;
        let choices = self.choices(&lead.seat).await;
        let (one, other) = self.nights.pair(at(&format!("2026-12-{day:02}T18:00:00Z"))).await;
        let published = [one, other].map(|person| person.unwrap().to_string());
        let people = choices.people.into_iter().filter(|one| one.verdict != "never");
        let mut people = people.filter_map(|one| one.person);
        let person = people.find(|person| !published.contains(&person.id)).unwrap();
        let edit = give(&lead.seat, Some(person.id.parse().unwrap()), "for the test");
        self.edit(edit).await.unwrap();
        person
    }

    pub async fn holder(&self, day: u32, role: Role) -> Option<String> {
        self.seat(day, role).await.person.map(|person| person.name)
    }
}

pub async fn draft(desk: &Desk, from: &str, weeks: &str, seed: &str) -> String {
    let form = PlanForm {
        from: from.into(),
        weeks: weeks.into(),
        seed: seed.into(),
        ..PlanForm::default()
    };
    desk.make_draft(ROTA.into(), form).await.unwrap()
}

fn night(rota: RotaId, day: u32) -> ShiftId {
    ShiftId::of(rota, at(&format!("2026-12-{day:02}T17:00:00Z")))
}

pub fn give(seat: &str, person: Option<PersonId>, reason: &str) -> EditForm {
    EditForm {
        what: "give".into(),
        seat: seat.into(),
        person: person.map(|person| person.to_string()).unwrap_or_default(),
        reason: reason.into(),
        ..EditForm::default()
    }
}

fn swap(seat: &str, other: &str) -> EditForm {
    EditForm {
        what: "swap".into(),
        seat: seat.into(),
        other: other.into(),
        ..EditForm::default()
    }
}

pub fn what(what: &str) -> EditForm {
    EditForm {
        what: what.into(),
        ..EditForm::default()
    }
}

pub fn rule(error: AppError) -> String {
    match error {
        AppError::Refused { rule, .. } => rule,
        other => format!("{}: {other}", other.status()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn drafts_stand_side_by_side_and_are_compared() {
    for database in Database::both().await {
        let planned = Planned::on(database).await;
        let other = draft(&planned.ada, "2026-12-01", "2", "7").await;
        planned.give_lead(4).await;
        let list = planned.ada.drafts(ROTA.into(), vec![]).await.unwrap();
        let names: Vec<&str> = list.open.iter().map(|row| row.name.as_str()).collect();
        assert_eq!((names, list.compared), (vec!["Draft 3", "Draft 2"], None));

        let named = vec![planned.id.clone(), other.clone(), "published".to_owned()];
        let compared = planned.ada.drafts(ROTA.into(), named).await.unwrap().compared.unwrap();
        let columns: Vec<&str> = compared.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(columns, ["Draft 3", "Draft 2", "Published"]);
        assert!(compared.columns.iter().any(|column| column.best));
        assert!(compared.terms.iter().all(|term| term.cells.len() == 3));
        let names: Vec<&str> = compared.people.iter().map(|row| row.person.name.as_str()).collect();
        assert_eq!(names, ["Ada Lovelace", "Ben", "Cleo", "Dan", "Eve"]);
        let together: u32 = compared
            .pairs
            .iter()
            .flat_map(|row| &row.cells)
            .filter_map(|cell| cell.get(1))
            .sum();
        assert!(
            compared.columns.iter().all(|column| column.money.is_none()),
            "no card pays"
        );
        assert_eq!(together, 2 * 7, "each pair of the seven nights stands twice");
        assert_eq!(compared.pairs[1].cells[0], compared.pairs[0].cells[1]);
        let difference = compared.columns[1].difference.as_ref().unwrap();
        assert!(compared.columns[2].difference.is_none());
        let gained: i64 = difference.people.iter().map(|one| one.points).sum();
        assert_eq!(gained, 0, "what some gain, others lose: {difference:?}");
        assert!(
            difference
                .changes
                .iter()
                .any(|row| row.kind == "changed" && row.when.starts_with("Fri 4 Dec"))
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_edit_is_kept_undone_and_done_again() {
    for database in Database::both().await {
        let planned = Planned::on(database).await;
        let lead = planned.seat(2, Role::Lead).await;
        let before = planned.holder(2, Role::Lead).await;
        let chosen = planned.give_lead(2).await;
        assert_eq!(planned.holder(2, Role::Lead).await, Some(chosen.name.clone()));
        let page = planned.page().await;
        assert!(page.undo.unwrap().contains(&chosen.name));
        assert_eq!((page.redo, page.edits.len()), (None, 1));

        planned.edit(what("undo")).await.unwrap();
        assert_eq!(planned.holder(2, Role::Lead).await, before);
        assert_eq!(rule(planned.edit(what("undo")).await.unwrap_err()), "nothing");
        planned.edit(what("redo")).await.unwrap();
        assert_eq!(planned.holder(2, Role::Lead).await, Some(chosen.name));

        // Another edit takes the place of what could have been done again.
        planned.edit(what("undo")).await.unwrap();
        planned.edit(give(&lead.seat, None, "")).await.unwrap();
        assert_eq!(planned.page().await.redo, None);
        let mut connection = planned.nights.app.tandem.store.read().await.unwrap();
        let audit = AuditEntry::latest(&mut connection, &AuditQuery::default(), 5)
            .await
            .unwrap();
        let actions: Vec<&str> = audit.iter().map(|entry| entry.action.as_str()).collect();
        let expected = [
            "draft.edited",
            "draft.undone",
            "draft.redone",
            "draft.undone",
            "draft.edited",
        ];
        assert_eq!(actions, expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_edits_of_the_same_draft_one_is_stale_and_says_what_came_before_it() {
    for database in Database::both().await {
        let planned = Planned::on(database).await;
        let seen = planned.page().await.row.revision;
        let (one, other) = (planned.seat(2, Role::Lead).await, planned.seat(4, Role::Lead).await);
        let send = |seat: &str| {
            let (ada, id, seen) = (planned.ada.clone(), planned.id.clone(), seen.clone());
            let form = EditForm {
                seen,
                ..give(seat, None, "")
            };
            async move { ada.edit_draft(ROTA.into(), id, form).await }
        };
        let (first, second) = tokio::join!(send(&one.seat), send(&other.seat));
        let lost = match (first, second) {
            (Ok(()), Err(lost)) | (Err(lost), Ok(())) => lost,
            both => panic!("{both:?}"),
        };
        assert_eq!(lost.status(), 412);
        assert!(lost.to_string().contains("The last edit is by Ada Lovelace"), "{lost}");
        let gaps = planned.page().await.row.gaps;
        assert_eq!(gaps, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_people_is_never_overridden_and_other_rules_only_with_a_reason_that_is_shown() {
    for database in Database::both().await {
        let planned = Planned::on(database).await;
        let mut day = 1;
        // The first night without Eve.
        while planned.holds(day, "Eve").await {
            day += 1;
        }
        let (lead, engineer) = (
            planned.seat(day, Role::Lead).await,
            planned.seat(day, Role::Engineer).await,
        );
        let partner: PersonId = engineer.person.unwrap().id.parse().unwrap();
        let both = planned.edit(give(&lead.seat, Some(partner), "we agreed")).await;
        assert_eq!(rule(both.unwrap_err()), "two-people");

        let eve = planned.nights.eve;
        let evening = at(&format!("2026-12-{day:02}T17:00:00Z"));
        planned
            .nights
            .leave(eve, Span::new(evening, evening + 3_600).unwrap())
            .await;
        let refused = planned.edit(give(&lead.seat, Some(eve), " ")).await.unwrap_err();
        assert!(refused.to_string().contains("Eve is on leave"), "{refused}");
        assert_eq!(rule(refused), "on-leave");
        let choices = planned.choices(&lead.seat).await;
        let told = choices
            .people
            .iter()
            .find(|one| one.person.as_ref().is_some_and(|person| person.name == "Eve"));
        assert_eq!(told.unwrap().verdict, "against");
        let order: Vec<u8> = choices
            .people
            .iter()
            .map(|one| {
                ["sound", "against", "never"]
                    .iter()
                    .position(|verdict| *verdict == one.verdict)
                    .unwrap() as u8
            })
            .collect();
        assert!(order.is_sorted(), "the best come first: {order:?}");

        planned.edit(give(&lead.seat, Some(eve), "she offered")).await.unwrap();
        let seat = planned.seat(day, Role::Lead).await;
        assert_eq!(seat.against.as_deref(), Some("she offered"));
        assert!(seat.trouble.unwrap().contains("is on leave"));
        let impact = planned
            .ada
            .draft_impact(ROTA.into(), planned.id.clone(), PublishForm::default())
            .await
            .unwrap();
        assert!(impact.refused.is_empty(), "{:?}", impact.refused);
        assert!(impact.against[0].contains("she offered"));
        planned.publish("", "").await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn planning_again_keeps_what_is_locked_and_changes_little_else() {
    for database in Database::both().await {
        let planned = Planned::on(database).await;
        let lock = EditForm {
            what: "lock".into(),
            from: "2026-12-01".into(),
            to: "2026-12-02".into(),
            ..EditForm::default()
        };
        planned.edit(lock).await.unwrap();
        let locked = planned.seat(1, Role::Lead).await;
        let refused = planned.edit(give(&locked.seat, None, "")).await.unwrap_err();
        assert_eq!(rule(refused), "locked");

        let sick = planned.seat(5, Role::Lead).await.person.unwrap();
        planned
            .nights
            .leave(
                sick.id.parse().unwrap(),
                span("2026-12-05T00:00:00Z", "2026-12-08T00:00:00Z"),
            )
            .await;
        assert!(
            planned
                .seat(5, Role::Lead)
                .await
                .trouble
                .unwrap()
                .contains("is on leave")
        );
        let before = planned.page().await;
        let again = planned.again().await;
        let after = Planned { id: again, ..planned };
        let page = after.page().await;
        assert_ne!(after.holder(5, Role::Lead).await, Some(sick.name.clone()));
        assert_eq!((page.row.locked, page.trouble.len()), (4, 0), "{:?}", page.trouble);
        let people = |page: &DraftPage| -> Vec<Option<String>> {
            let seats = page.turns.iter().flat_map(|turn| &turn.seats);
            seats
                .map(|seat| seat.person.as_ref().map(|person| person.name.clone()))
                .collect()
        };
        let changed = people(&before)
            .iter()
            .zip(people(&page))
            .filter(|(one, other)| **one != *other)
            .count();
        let had = people(&before)[8..]
            .iter()
            .filter(|name| name.as_ref() == Some(&sick.name))
            .count();
        assert!(changed <= 2 * had + 1, "{changed} roles changed for {had} that had to");
        assert_eq!(people(&before)[..4], people(&page)[..4], "what is locked stays");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_part_is_published_and_the_rest_stays_a_draft() {
    for database in Database::both().await {
        let planned = Planned::on(database).await;
        let nights = &planned.nights;
        planned.preset("none").await;
        planned.give_lead(2).await;
        let changed: BTreeSet<i64> = changed(&planned.page().await, 3);
        let before = marks(nights).await;
        let asked = PublishForm {
            from: "2026-12-01".into(),
            to: "2026-12-03".into(),
            ..PublishForm::default()
        };
        let impact = planned
            .ada
            .draft_impact(ROTA.into(), planned.id.clone(), asked)
            .await
            .unwrap();
        assert!(impact.part.starts_with("3 shifts, "), "{}", impact.part);
        assert!(impact.rest.unwrap().starts_with("4 shifts stay a draft"));
        assert!(impact.refused.is_empty(), "{:?}", impact.refused);
        planned.publish("2026-12-01", "2026-12-03").await.unwrap();
        for day in 1..=3 {
            let seats = [
                planned.seat(day, Role::Lead).await,
                planned.seat(day, Role::Engineer).await,
            ];
            assert!(seats.iter().all(|seat| seat.published.is_none()), "{seats:?}");
            let pair = nights.pair(at(&format!("2026-12-{day:02}T18:00:00Z"))).await;
            let ids = seats.map(|seat| seat.person.map(|person| person.id.parse::<PersonId>().unwrap()));
            assert_eq!((ids[0], ids[1]), pair);
        }
        let page = planned.page().await;
        assert_eq!((page.row.state.as_str(), page.row.moved), ("open", false));
        let after = marks(nights).await;
        let moved: Vec<i64> = after
            .iter()
            .filter(|mark| !before.contains(mark))
            .map(|(start, ..)| *start)
            .collect();
        let moved: BTreeSet<i64> = moved
            .into_iter()
            .map(|start| (start - at("2026-12-01T12:00:00Z").seconds()).div_euclid(86_400))
            .collect();
        assert_eq!(moved, changed, "only what changed is another event");

        planned.publish("", "").await.unwrap();
        assert_eq!(planned.page().await.row.state, "published");
        assert_eq!(rule(planned.edit(what("undo")).await.unwrap_err()), "closed");
        assert_eq!(rule(planned.publish("", "").await.unwrap_err()), "closed");
    }
}

/// The first turns that are not as published, counted from 0.
fn changed(page: &DraftPage, turns: usize) -> BTreeSet<i64> {
    let differs = |turn: &DraftTurn| turn.seats.iter().any(|seat| seat.published.is_some());
    let turns = page.turns.iter().take(turns).zip(0..);
    turns
        .filter(|(turn, _)| differs(turn))
        .map(|(_, place)| place)
        .collect()
}

/// Where each event begins, and how often it has changed.
async fn marks(nights: &Nights) -> Vec<(i64, Role, u32)> {
    let mut connection = nights.app.tandem.store.read().await.unwrap();
    let events = EventMark::since(&mut connection, nights.rota, nights.planned.start())
        .await
        .unwrap();
    events
        .into_iter()
        .map(|event| (event.starts_at.seconds(), event.role, event.sequence))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cover_in_the_way_and_a_changed_draft_keep_it_from_being_published() {
    for database in Database::both().await {
        let planned = Planned::on(database).await;
        planned.preset("none").await;
        let lead = planned.give_lead(6).await;
        // Whoever the draft has as Lead covers the Engineer of that night as it is published.
        let cover = CoverForm {
            role: "engineer".into(),
            engineer: lead.id,
            from: "2026-12-06T18:00:00Z".into(),
            to: "2026-12-06T20:00:00Z".into(),
            override_reason: "for the test".into(),
            ..CoverForm::default()
        };
        planned.ada.create_cover(ROTA.into(), cover).await.unwrap();
        let impact = planned
            .ada
            .draft_impact(ROTA.into(), planned.id.clone(), PublishForm::default())
            .await
            .unwrap();
        assert!(
            impact.refused[0].contains("would be Lead and Engineer"),
            "{:?}",
            impact.refused
        );
        assert_eq!(impact.covers[0].1, "in-the-way");
        let [(in_the_way, words)] = impact.in_the_way.as_slice() else {
            panic!("{:?}", impact.in_the_way)
        };
        assert!(words.contains("is Engineer"), "{words}");
        assert_eq!(rule(planned.publish("", "").await.unwrap_err()), "two-people");
        planned.publish("2026-12-01", "2026-12-05").await.unwrap();

        let of_another = PublishForm {
            withdraw: domain::CoverId::from_uuid(server::secret::random_id()).to_string(),
            ..PublishForm::default()
        };
        let refused = planned
            .ada
            .publish_draft(ROTA.into(), planned.id.clone(), of_another)
            .await;
        assert_eq!(refused.unwrap_err().status(), 404, "nothing is published then");
        let both = PublishForm {
            from: "2026-12-06".into(),
            to: "2026-12-06".into(),
            withdraw: in_the_way.clone(),
            ..PublishForm::default()
        };
        planned
            .ada
            .publish_draft(ROTA.into(), planned.id.clone(), both)
            .await
            .unwrap();
        let cover = planned.ada.cover(in_the_way.parse().unwrap()).await.unwrap();
        assert_eq!(cover.state, "withdrawn", "in the same change");

        let seats = [planned.seat(7, Role::Lead).await, planned.seat(7, Role::Engineer).await];
        let exchanged = EditForm {
            reason: "they asked for it".into(),
            ..swap(&seats[0].seat, &seats[1].seat)
        };
        planned.edit(exchanged).await.unwrap();
        assert_eq!(planned.seat(7, Role::Lead).await.person, seats[1].person);
        let seen = planned.page().await.row.revision;
        planned
            .edit(give(&planned.seat(7, Role::Lead).await.seat, None, ""))
            .await
            .unwrap();
        let form = PublishForm {
            seen,
            ..PublishForm::default()
        };
        let stale = planned
            .ada
            .publish_draft(ROTA.into(), planned.id.clone(), form)
            .await
            .unwrap_err();
        assert_eq!(stale.status(), 412, "{stale}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_draft_is_discarded_and_taken_back_by_those_who_manage_the_rota() {
    let planned = Planned::on(Database::sqlite()).await;
    let (ada, id) = (&planned.ada, &planned.id);
    ada.discard_draft(ROTA.into(), id.clone()).await.unwrap();
    let list = ada.drafts(ROTA.into(), vec![]).await.unwrap();
    assert_eq!((list.open.len(), list.earlier[0].state.as_str()), (0, "discarded"));
    assert_eq!(rule(planned.edit(what("undo")).await.unwrap_err()), "closed");
    ada.restore_draft(ROTA.into(), id.clone()).await.unwrap();
    assert_eq!(ada.drafts(ROTA.into(), vec![]).await.unwrap().open.len(), 1);
    assert_eq!(
        rule(ada.restore_draft(ROTA.into(), id.clone()).await.unwrap_err()),
        "nothing"
    );

    let ben = planned.nights.desk(planned.nights.ben);
    assert_eq!(ben.draft(ROTA.into(), id.clone()).await.unwrap_err().status(), 403);
    assert_eq!(
        ben.discard_draft(ROTA.into(), id.clone()).await.unwrap_err().status(),
        403
    );
    let named = ada.edit_draft(
        ROTA.into(),
        id.clone(),
        EditForm {
            seen: planned.page().await.row.revision,
            name: "With Eve".into(),
            ..what("rename")
        },
    );
    named.await.unwrap();
    assert_eq!(planned.page().await.row.name, "With Eve");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn members_are_told_what_a_publication_changes_for_them() {
    let Planned { nights, .. } = Planned::on(Database::sqlite()).await;
    let mut gained = 0;
    for member in [nights.ben, nights.cleo, nights.dan, nights.eve] {
        let told = nights.desk(member).inbox(String::new()).await.unwrap().entries;
        let [entry] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(entry.subject, "Nights is published");
        assert!(
            entry.text.starts_with("Ada Lovelace published Tue 1 Dec 17:00"),
            "{}",
            entry.text
        );
        gained += usize::from(entry.text.contains("Yours now:"));
    }
    assert!(gained > 0);
    for other in [nights.ada, nights.fay] {
        assert_eq!(nights.desk(other).inbox(String::new()).await.unwrap().unread, 0);
    }
}
