//! What people carry in from what is published: the load of some weeks, and bank holidays over some years.

use super::super::Result;
use crate::{
    snapshot::Snapshot,
    store::{MemberPlanningRecord, Store},
};
use domain::{
    Instant, PersonId, Qualification, Role, Span, TeamId, Zone,
    holidays::Holidays,
    planner::{self, Past},
    timeline::{Duty, DutyRow},
};
use std::collections::{BTreeMap, HashMap};

/// How much past duty a fair plan makes up for: thirteen weeks.
pub(crate) const LOAD_WEEKS: i64 = 13;
const LOAD_SECONDS: i64 = LOAD_WEEKS * 7 * 86_400;
/// How much past duty on bank holidays a fair plan makes up for: three years.
const HOLIDAY_SECONDS: i64 = 1096 * 86_400;

/// What each of a team's people carries in.
#[derive(Debug, Default)]
pub(crate) struct History {
    load: BTreeMap<PersonId, u32>,
    holidays: BTreeMap<PersonId, u32>,
}

/// How a shift's stretches are weighed.
type Weigh = fn(&[Span], &Zone, &Holidays) -> u32;

impl History {
    /// Of the duty on the team's rotas before `at`, with credit for the time before somebody joined.
    pub(crate) async fn of(
        store: &Store,
        snapshot: &Snapshot,
        team: TeamId,
        at: Instant,
        known: &HashMap<PersonId, MemberPlanningRecord>,
    ) -> Result<Self> {
        let mut duty: Vec<(Zone, Holidays, Vec<DutyRow>)> = Vec::new();
        for rota in snapshot.rotas().filter(|rota| rota.record.team == team) {
            let rows = store.duty_since(rota.record.id, at - HOLIDAY_SECONDS).await?;
            duty.push((rota.ahead.zone.clone(), rota.ahead.holidays.clone(), rows));
        }
        let members = members(snapshot, team);
        let ledger = |seconds: i64, weigh: Weigh| {
            let points = points(&duty, at, seconds, weigh);
            let past = members.iter().map(|(person, _, share_percent)| Past {
                points: points.get(person).copied().unwrap_or(0),
                share_percent: *share_percent,
                present: present(known.get(person), at, seconds),
            });
            let carried = planner::carried_in(&past.collect::<Vec<_>>());
            members.iter().map(|(person, ..)| *person).zip(carried).collect()
        };
        Ok(Self {
            load: ledger(LOAD_SECONDS, planner::load),
            holidays: ledger(HOLIDAY_SECONDS, planner::holiday_load),
        })
    }

    /// Points of load that somebody carries in.
    pub(crate) fn load(&self, person: PersonId) -> u32 {
        self.load.get(&person).copied().unwrap_or(0)
    }

    /// Points of bank holidays that somebody carries in.
    pub(crate) fn holidays(&self, person: PersonId) -> u32 {
        self.holidays.get(&person).copied().unwrap_or(0)
    }
}

/// Points of the duty on some rotas in so many seconds before `at`.
fn points(duty: &[(Zone, Holidays, Vec<DutyRow>)], at: Instant, seconds: i64, weigh: Weigh) -> BTreeMap<PersonId, u32> {
    let mut all: BTreeMap<PersonId, u32> = BTreeMap::new();
    let Ok(window) = Span::new(at - seconds, at) else {
        return all;
    };
    for (zone, holidays, rows) in duty {
        let mut stretches: BTreeMap<PersonId, Vec<Span>> = BTreeMap::new();
        for (span, row) in Duty::from_rows(window, rows).segments() {
            for person in Role::BOTH.iter().filter_map(|role| row.pairing.holder(*role)) {
                stretches.entry(person).or_default().push(span);
            }
        }
        for (person, stretches) in stretches {
            *all.entry(person).or_default() += weigh(&stretches, zone, holidays);
        }
    }
    all
}

/// For how much of the time before `at` somebody was there, in thousandths: a day is precise enough.
fn present(known: Option<&MemberPlanningRecord>, at: Instant, seconds: i64) -> u32 {
    let Some(joined) = known.and_then(|known| known.joins_on) else {
        return 1000;
    };
    let joined = Instant::from_seconds(joined.and_time(chrono::NaiveTime::MIN).and_utc().timestamp());
    let there = (at - joined).clamp(0, seconds);
    u32::try_from(there * 1000 / seconds.max(1)).unwrap_or(1000)
}

/// The team's active members who may hold a role, with their share.
pub(crate) fn members(snapshot: &Snapshot, team: TeamId) -> Vec<(PersonId, Qualification, u16)> {
    let directory = snapshot.directory();
    let active = |person| {
        directory
            .person(person)
            .is_some_and(|person| person.deactivated_at.is_none())
    };
    directory
        .members(team)
        .iter()
        .filter(|member| active(member.person))
        .filter_map(|member| Some((member.person, member.qualification?, member.share_percent)))
        .collect()
}
