//! What happens in an example: leave, plans, covers, and a day away that leaves a small gap, or a conflict.

use super::{
    DAY, HISTORY_WEEKS, Stage,
    roster::{Rota, Team},
};
use crate::services::{CoverRequest, Result, planning::Asking};
use app::{
    AppError,
    drafts::PublishForm,
    leave::{LeaveForm, Port as _},
};
use chrono::{Days, NaiveDate};
use domain::{
    Instant, PersonId, Role, Span,
    timeline::{Duty, State},
};

/// One in so many people is on leave some time.
const ON_LEAVE: usize = 3;
/// Days from today until a whole team is away.
const AWAY_DAYS: u64 = 10;
/// The longest cover of an example: ten hours.
const COVER_SECONDS: i64 = 10 * 3600;
/// The weeks of a draft that is not published yet.
const DRAFT_WEEKS: u32 = 4;
const NOTES: [&str; 5] = [
    "Holiday",
    "Family visit",
    "Walking in the hills",
    "Moving house",
    "Conference",
];
const REASONS: [&str; 5] = [
    "Dentist",
    "School play",
    "Travelling",
    "By agreement",
    "Not feeling well",
];

impl Stage {
    /// A week or so for one person in three.
    pub(super) async fn enter_leave(&mut self, teams: &[Team]) -> Result<()> {
        let days = usize::try_from((HISTORY_WEEKS + self.example.weeks) * 7).unwrap_or(1);
        let first = self
            .example
            .today
            .checked_sub_days(Days::new(u64::from(HISTORY_WEEKS) * 7))
            .unwrap_or(self.example.today);
        for person in teams.iter().flat_map(|team| team.people.iter().copied()) {
            if self.chance.below(ON_LEAVE) > 0 {
                continue;
            }
            let (start, length) = (self.chance.below(days), 4 + self.chance.below(6));
            let note = NOTES[self.chance.below(NOTES.len())];
            let (from, to) = (later(first, start), later(first, start + length));
            let form = LeaveForm {
                first_day: from.to_string(),
                last_day: to.to_string(),
                ..of(person, note)
            };
            self.desk.add_leave(form).await?;
        }
        Ok(())
    }

    /// The last team's day away, on which only one of them stays. Where turns are days, plans know of it, and leave a gap of
    /// one; where they are weeks, it is entered over what is published: a conflict of some hours.
    pub(super) async fn day_away(&self, teams: &[Team], published: bool) -> Result<()> {
        let Some(team) = teams.last().filter(|team| team.serves_days() != published) else {
            return Ok(());
        };
        let day = self
            .example
            .today
            .checked_add_days(Days::new(AWAY_DAYS))
            .unwrap_or(self.example.today);
        for person in team.people.iter().skip(1) {
            let form = LeaveForm {
                from: format!("{day}T12:00"),
                to: format!("{day}T18:00"),
                ..of(*person, "Team away day")
            };
            self.desk.add_leave(form).await?;
        }
        Ok(())
    }

    /// Plans so many weeks of each rota, from now or where its plan ends, and publishes them.
    pub(super) async fn publish(&self, rotas: &[Rota], weeks: u32) -> Result<()> {
        for rota in rotas {
            let draft = self
                .desk
                .plan_rota(&rota.slug, Asking::weeks(weeks, self.example.seed))
                .await?;
            self.desk
                .publish_part(&rota.slug, draft, PublishForm::default())
                .await?;
        }
        Ok(())
    }

    /// A plan that nobody is bound by yet, on the first rota.
    pub(super) async fn draft(&self, rotas: &[Rota]) -> Result<()> {
        if let Some(rota) = rotas.first() {
            self.desk
                .plan_rota(&rota.slug, Asking::weeks(DRAFT_WEEKS, self.example.seed))
                .await?;
        }
        Ok(())
    }

    /// A cover on each rota that is over by now, made the day before.
    pub(super) async fn cover_the_past(&mut self, rotas: &[Rota]) -> Result<()> {
        let mut wanted: Vec<(Instant, usize)> = Vec::new();
        for index in 0..rotas.len() {
            let days = i64::try_from(14 + self.chance.below(60)).unwrap_or(14);
            wanted.push((self.example.now() - days * DAY, index));
        }
        wanted.sort_unstable();
        for (at, index) in wanted {
            self.clock.set(at - DAY);
            self.cover(&rotas[index], at).await?;
        }
        Ok(())
    }

    /// A cover on each rota in the days that come.
    pub(super) async fn cover_what_comes(&mut self, rotas: &[Rota]) -> Result<()> {
        for rota in rotas {
            let days = i64::try_from(1 + self.chance.below(12)).unwrap_or(1);
            self.cover(rota, self.example.now() + days * DAY).await?;
        }
        Ok(())
    }

    /// Somebody takes a role for a part of the first stretch on duty from `at` on, if anybody may.
    async fn cover(&mut self, rota: &Rota, at: Instant) -> Result<()> {
        let snapshot = self.desk.tandem.snapshot();
        let Some(image) = snapshot.rota(rota.id) else {
            return Ok(());
        };
        let Some(span) = stretch(&image.duty, at) else {
            return Ok(());
        };
        let role = Role::BOTH[self.chance.below(2)];
        let mut members: Vec<PersonId> = snapshot
            .directory()
            .members(image.record.team)
            .iter()
            .map(|member| member.person)
            .collect();
        members.sort_unstable();
        let turn = self.chance.below(members.len());
        members.rotate_left(turn);
        let reason = REASONS[self.chance.below(REASONS.len())];
        for person in members {
            if busy(&image.duty, span, person) {
                continue;
            }
            let request = CoverRequest {
                id: None,
                changes: vec![(role, person)],
                from: Some(span.start()),
                to: span.end(),
                reason: reason.to_owned(),
                override_reason: None,
                if_match: None,
            };
            match self.desk.make_cover(&rota.slug, request).await {
                Ok(_) => return Ok(()),
                // On leave or not qualified: the next may.
                Err(AppError::Refused { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn of(person: PersonId, note: &str) -> LeaveForm {
    LeaveForm {
        person: person.to_string(),
        note: note.to_owned(),
        ..LeaveForm::default()
    }
}

fn later(day: NaiveDate, days: usize) -> NaiveDate {
    day.checked_add_days(Days::new(u64::try_from(days).unwrap_or(0)))
        .unwrap_or(day)
}

/// Up to ten hours of the first full pairing from `at` on.
fn stretch(duty: &[domain::timeline::DutyRow], at: Instant) -> Option<Span> {
    let week = Duty::from_rows(Span::new(at, at + 7 * DAY).ok()?, duty);
    let (span, _) = week
        .segments()
        .find(|(_, row)| row.state == State::Covered && row.gaps().next().is_none())?;
    Span::new(span.start(), span.end().min(span.start() + COVER_SECONDS)).ok()
}

/// Whether a person is on duty on the rota already.
fn busy(duty: &[domain::timeline::DutyRow], span: Span, person: PersonId) -> bool {
    Duty::from_rows(span, duty)
        .rows()
        .iter()
        .any(|row| row.pairing.role_of(person).is_some())
}
