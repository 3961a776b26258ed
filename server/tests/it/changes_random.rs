//! Any changes of every kind, by anybody, in any order: duty stays what its inputs make it, nobody ever holds both roles,
//! the past stands, and what is refused changes nothing.

use crate::support::{Database, nights::Nights};
use app::{
    AppError,
    changes::Port as _,
    corrections::{CorrectionForm, Port as _},
    drafts::{Port as _, PublishForm},
    leave::{LeaveForm, Port as _},
    offers::{OfferForm, Port as _},
    people::Port as _,
    planning::{PlanForm, Port as _},
    rotas::Port as _,
    teams::{MemberForm, Port as _},
};
use domain::{
    CoverId, Instant, Pairing, PersonId, Role, Span,
    timeline::{DutyRow, State},
};
use server::services::{CoverChange, CoverRequest, Desk, examine};

/// Every kind of change there is. A further kind is one more variant, with its `attempt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Cover,
    MoveCover,
    Withdraw,
    WithdrawSeveral,
    EnterLeave,
    WithdrawLeave,
    Publish,
    EditRota,
    Deactivate,
    Reactivate,
    Qualify,
    ServingDays,
    Offer,
    Accept,
    Correct,
    WithdrawCorrection,
    Undo,
}

impl Change {
    /// Whether the past may be another afterwards.
    const fn corrects(self) -> bool {
        matches!(self, Self::Correct | Self::WithdrawCorrection)
    }
}

/// How often each is tried: what is quick and in the way of others most often.
const OFTEN: [(Change, usize); 17] = [
    (Change::Cover, 12),
    (Change::MoveCover, 6),
    (Change::Withdraw, 4),
    (Change::WithdrawSeveral, 2),
    (Change::EnterLeave, 3),
    (Change::WithdrawLeave, 1),
    (Change::Publish, 3),
    (Change::EditRota, 1),
    (Change::Deactivate, 2),
    (Change::Reactivate, 2),
    (Change::Qualify, 3),
    (Change::ServingDays, 2),
    (Change::Offer, 10),
    (Change::Accept, 10),
    (Change::Correct, 8),
    (Change::WithdrawCorrection, 3),
    (Change::Undo, 6),
];
const STEPS: usize = 80;

/// A small generator: the same numbers for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % limit as u64).unwrap()
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        (!all.is_empty()).then(|| all[self.below(all.len())])
    }

    fn hours(&mut self, limit: usize) -> i64 {
        i64::try_from(self.below(limit)).unwrap() * 3600
    }

    fn change(&mut self) -> Change {
        let all: Vec<Change> = OFTEN
            .into_iter()
            .flat_map(|(change, often)| vec![change; often])
            .collect();
        all[self.below(all.len())]
    }
}

struct World {
    nights: Nights,
    dice: Dice,
    covers: Vec<CoverId>,
    leave: Vec<String>,
    corrections: Vec<String>,
    /// Offers, and who was asked.
    offers: Vec<(String, PersonId)>,
    /// How many of them were accepted.
    accepted: usize,
}

impl World {
    fn people(&self) -> [PersonId; 5] {
        let Nights {
            ada,
            ben,
            cleo,
            dan,
            eve,
            ..
        } = self.nights;
        [ada, ben, cleo, dan, eve]
    }

    fn anybody(&mut self) -> PersonId {
        self.people()[self.dice.below(5)]
    }

    /// Somebody who acts: not always somebody who may.
    fn actor(&mut self) -> Desk {
        let Nights { ada, ben, fay, .. } = self.nights;
        let person = [ada, ada, ada, ben, fay][self.dice.below(5)];
        self.nights.desk(person)
    }

    fn now(&self) -> Instant {
        self.nights.app.tandem.now()
    }

    fn some_time(&mut self) -> Span {
        let from = self.now() + self.dice.hours(120);
        Span::new(from, from + 3600 + self.dice.hours(40)).unwrap()
    }

    async fn rows(&self) -> Vec<DutyRow> {
        let (store, from) = (&self.nights.app.tandem.store, self.nights.planned.start());
        store.duty_since(self.nights.rota, from).await.unwrap()
    }

    async fn attempt(&mut self, change: Change) -> Result<(), AppError> {
        match change {
            Change::Cover => self.cover().await,
            Change::MoveCover => self.change_cover().await,
            Change::Withdraw => self.withdraw(1).await,
            Change::WithdrawSeveral => self.withdraw(3).await,
            Change::EnterLeave => self.enter_leave().await,
            Change::WithdrawLeave => match self.leave.pop() {
                Some(leave) => self.nights.desk(self.nights.ada).withdraw_leave(leave).await,
                None => Ok(()),
            },
            Change::Publish => self.publish().await,
            Change::EditRota => self.edit_rota().await,
            Change::Deactivate => {
                let person = self.anybody();
                self.actor().deactivate_person(person.to_string()).await
            }
            Change::Reactivate => {
                let person = self.anybody();
                self.actor().reactivate_person(person.to_string()).await
            }
            Change::Qualify => self.qualify().await,
            Change::ServingDays => self.serve_until().await,
            Change::Offer => self.offer().await,
            Change::Accept => self.accept().await,
            Change::Correct => self.correct().await,
            Change::WithdrawCorrection => self.withdraw_correction().await,
            Change::Undo => self.undo().await,
        }
    }

    async fn cover(&mut self) -> Result<(), AppError> {
        let (span, desk) = (self.some_time(), self.actor());
        let (one, other) = (self.anybody(), self.anybody());
        let changes = match self.dice.below(3) {
            0 => vec![(Role::Lead, one)],
            1 => vec![(Role::Engineer, one)],
            _ => vec![(Role::Lead, one), (Role::Engineer, other)],
        };
        let request = CoverRequest {
            id: None,
            changes,
            from: Some(span.start()),
            to: span.end(),
            reason: String::new(),
            override_reason: (self.dice.below(3) > 0).then(|| "for the test".to_owned()),
            if_match: None,
        };
        let made = desk.make_cover("nights", request).await?;
        self.covers.push(made.id.parse().unwrap());
        Ok(())
    }

    /// Says of some hours of the last days, now and then reaching ahead, who was there.
    async fn correct(&mut self) -> Result<(), AppError> {
        let to = self.now() + 3600 * 2 - self.dice.hours(150);
        let from = to - 1800 - self.dice.hours(30);
        let form = CorrectionForm {
            lead: self.said(),
            engineer: self.said(),
            from: from.to_string(),
            to: to.to_string(),
            reason: "in the test".to_owned(),
            ..CorrectionForm::default()
        };
        let made = self.actor().correct("nights".into(), form).await?;
        self.corrections.push(made.id);
        Ok(())
    }

    /// Takes one of the latest changes back, whatever it was.
    async fn undo(&mut self) -> Result<(), AppError> {
        let latest = self.nights.app.tandem.snapshot().revision();
        let revision = latest - i64::try_from(self.dice.below(4)).unwrap();
        self.actor().undo(revision).await.map(drop)
    }

    /// What a correction says of a role.
    fn said(&mut self) -> String {
        match self.dice.below(4) {
            0 => String::new(),
            1 => "nobody".to_owned(),
            _ => self.anybody().to_string(),
        }
    }

    async fn withdraw_correction(&mut self) -> Result<(), AppError> {
        if self.corrections.is_empty() {
            return Ok(());
        }
        let id = self.corrections[self.dice.below(self.corrections.len())].clone();
        let withdrawn = self.actor().withdraw_correction(id, "in the test".into()).await;
        withdrawn.map(drop)
    }

    /// Moves a cover, or gives it to somebody else.
    async fn change_cover(&mut self) -> Result<(), AppError> {
        let Some(id) = self.dice.of(&self.covers) else {
            return Ok(());
        };
        let (span, desk, one) = (self.some_time(), self.actor(), self.anybody());
        let role = [Role::Lead, Role::Engineer][self.dice.below(2)];
        let change = CoverChange {
            from: (self.dice.below(2) > 0).then_some(span.start()),
            to: Some(span.end()),
            changes: (self.dice.below(3) == 0).then(|| vec![(role, one)]),
            override_reason: Some("for the test".to_owned()),
            ..CoverChange::default()
        };
        let changed = desk.change_cover(id, change).await?;
        self.covers.retain(|known| *known != id);
        self.covers.push(changed.id.parse().unwrap());
        Ok(())
    }

    async fn withdraw(&mut self, several: usize) -> Result<(), AppError> {
        let ids: Vec<CoverId> = (0..several).filter_map(|_| self.dice.of(&self.covers)).collect();
        if ids.is_empty() {
            return Ok(());
        }
        self.actor().withdraw_covers(ids).await.map(drop)
    }

    async fn enter_leave(&mut self) -> Result<(), AppError> {
        let (span, person, desk) = (self.some_time(), self.anybody(), self.actor());
        let form = LeaveForm {
            person: person.to_string(),
            from: span.start().to_string(),
            to: span.end().to_string(),
            ..LeaveForm::default()
        };
        let before = self.rows().await;
        desk.add_leave(form).await?;
        assert_eq!(self.rows().await, before, "leave never changes duty");
        let page = self
            .nights
            .desk(self.nights.ada)
            .team_leave("payments".to_owned())
            .await?;
        self.leave = page.rows.into_iter().map(|row| row.id).collect();
        Ok(())
    }

    /// Plans two weeks from within the published time on, and publishes them.
    async fn publish(&mut self) -> Result<(), AppError> {
        let from = (self.now() + 86_400 * 2).utc().date().to_string();
        let form = PlanForm {
            from,
            weeks: "2".into(),
            seed: self.dice.below(9).to_string(),
            ..PlanForm::default()
        };
        let ada = self.nights.desk(self.nights.ada);
        let draft = ada.make_draft("nights".into(), form).await?;
        let form = PublishForm::default();
        self.actor().publish_draft("nights".into(), draft, form).await
    }

    async fn edit_rota(&mut self) -> Result<(), AppError> {
        let ada = self.nights.desk(self.nights.ada);
        let mut form = ada.rota_form(Some("nights".into())).await?.form;
        form.name = format!("Nights {}", self.dice.below(100));
        form.also_at = ["", "21:00"][self.dice.below(2)].to_owned();
        self.actor().save("nights".into(), form).await
    }

    async fn qualify(&mut self) -> Result<(), AppError> {
        let ticked = |yes: bool| yes.then(|| "on".to_owned());
        let member = MemberForm {
            team: "payments".to_owned(),
            person: self.anybody().to_string(),
            lead: ticked(self.dice.below(2) == 0),
            engineer: ticked(self.dice.below(3) > 0),
            manager: None,
            share_percent: "100".to_owned(),
            ..MemberForm::default()
        };
        self.actor().put_member(member).await
    }

    /// Gives somebody a last day, or takes it back.
    async fn serve_until(&mut self) -> Result<(), AppError> {
        let last = (self.now() + 86_400 * 3 + self.dice.hours(400))
            .utc()
            .date()
            .to_string();
        let member = MemberForm {
            team: "payments".to_owned(),
            person: self.anybody().to_string(),
            lead: Some("on".to_owned()),
            engineer: Some("on".to_owned()),
            share_percent: "100".to_owned(),
            last_day: Some([last, String::new()][self.dice.below(2)].clone()),
            ..MemberForm::default()
        };
        let before = self.rows().await;
        self.actor().put_member(member).await?;
        assert_eq!(self.rows().await, before, "a last day never changes duty");
        Ok(())
    }

    /// A coming stretch of duty with its holder in a role, if there is one.
    async fn held_ahead(&mut self) -> Option<(Role, Span, PersonId)> {
        let (rows, now) = (self.rows().await, self.now());
        let ahead: Vec<(DutyRow, Instant)> = rows
            .windows(2)
            .filter(|pair| pair[0].starts_at > now && pair[0].state == State::Covered)
            .map(|pair| (pair[0], pair[1].starts_at))
            .take(12)
            .collect();
        let (row, end) = self.dice.of(&ahead)?;
        let role = [Role::Lead, Role::Engineer][self.dice.below(2)];
        Some((role, Span::new(row.starts_at, end).unwrap(), row.pairing.holder(role)?))
    }

    /// Offers a stretch to somebody, or for a stretch of somebody else: a swap.
    async fn offer(&mut self) -> Result<(), AppError> {
        let (Some((role, span, giver)), Some((other_role, other, holder))) =
            (self.held_ahead().await, self.held_ahead().await)
        else {
            return Ok(());
        };
        let swap = self.dice.below(2) == 0;
        let asked = if swap { holder } else { self.anybody() };
        let form = OfferForm {
            giver: giver.to_string(),
            role: role.key().to_owned(),
            from: span.start().to_string(),
            to: span.end().to_string(),
            people: vec![asked.to_string()],
            wanted: match swap {
                true => format!("nights {} {} {}", other_role.key(), other.start(), other.end()),
                false => String::new(),
            },
            ..OfferForm::default()
        };
        let before = self.rows().await;
        let made = self.nights.desk(giver).make_offer("nights".into(), form).await?;
        assert_eq!(
            self.rows().await,
            before,
            "an offer changes no duty until it is accepted"
        );
        self.offers.push((made, asked));
        Ok(())
    }

    /// Whoever was asked accepts one of the latest offers; now and then somebody else tries.
    async fn accept(&mut self) -> Result<(), AppError> {
        if self.offers.is_empty() {
            return Ok(());
        }
        let latest = self.offers.len().min(3);
        let place = self.offers.len() - 1 - self.dice.below(latest);
        let (id, asked) = self.offers[place].clone();
        let who = match self.dice.below(6) {
            0 => self.anybody(),
            _ => asked,
        };
        self.nights.desk(who).answer_offer(id.clone(), "accept".into()).await?;
        self.offers.retain(|(known, _)| *known != id);
        self.accepted += 1;
        Ok(())
    }

    /// Duty is what its inputs make it, and everybody holds one role at most.
    async fn is_sound(&self, place: &str) {
        let report = examine(&self.nights.app.tandem.store).await.unwrap();
        assert_eq!(report.complaints, Vec::<String>::new(), "{place}");
        for row in self.rows().await {
            let (lead, engineer) = (row.pairing.lead(), row.pairing.engineer());
            assert!(lead.is_none() || lead != engineer, "{place}: {row:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_changes_in_whatever_order_the_guarantee_holds() {
    let (mut done, mut refused, mut accepted) = (Vec::new(), 0, 0);
    for seed in 1..=4 {
        let mut world = World {
            nights: Nights::new(Database::sqlite()).await,
            dice: Dice(seed),
            covers: Vec::new(),
            leave: Vec::new(),
            corrections: Vec::new(),
            offers: Vec::new(),
            accepted: 0,
        };
        for step in 0..STEPS {
            let now = world.now();
            world.nights.app.clock.set(now + world.dice.hours(4));
            let (change, before) = (world.dice.change(), world.rows().await);
            let place = format!("seed {seed}, step {step}, {change:?}");
            let outcome = world.attempt(change).await;
            let after = world.rows().await;
            match outcome {
                Ok(()) => done.push(change),
                Err(AppError::Internal(reference)) => panic!("{place}: {reference}"),
                Err(error) => {
                    refused += 1;
                    assert!(error.to_string().len() > 10, "{place}: {error:?}");
                    assert_eq!(after, before, "{place}: refused, and changed something");
                }
            }
            let (past, ahead) = (
                past_stands(&before, &after, world.now()),
                ahead_stands(&before, &after, world.now()),
            );
            match change {
                // It may be a correction or another change that is taken back: never both times.
                Change::Undo => assert!(past || ahead, "{place}"),
                change if change.corrects() => assert!(ahead, "{place}: what is ahead"),
                _ => assert!(past, "{place}: the past"),
            }
            world.is_sound(&place).await;
        }
        accepted += world.accepted;
    }
    for (change, _) in OFTEN {
        assert!(done.contains(&change), "{change:?} was never done: {} refused", refused);
    }
    assert!(accepted > 5, "{accepted} offers accepted test little");
    assert!(refused > 20, "{refused} refused test little");
}

/// Whether what was on duty before now is on duty still.
fn past_stands(before: &[DutyRow], after: &[DutyRow], now: Instant) -> bool {
    let mut starts = before.iter().chain(after).map(|row| row.starts_at);
    starts.all(|at| at >= now || held(before, at) == held(after, at))
}

/// Whether whoever is on duty from now on is so still.
fn ahead_stands(before: &[DutyRow], after: &[DutyRow], now: Instant) -> bool {
    let starts = before.iter().chain(after).map(|row| row.starts_at);
    let mut ahead = starts.filter(|at| *at >= now).chain([now]);
    ahead.all(|at| held(before, at) == held(after, at))
}

fn held(rows: &[DutyRow], at: Instant) -> Option<(State, Pairing)> {
    let row = rows.iter().rev().find(|row| row.starts_at <= at);
    row.map(|row| (row.state, row.pairing))
}
