//! Who is on call, and duty: from the snapshot alone, without database or lock.

use super::{Desk, Faults, Result, internal};
use crate::{
    answers::{
        DutyAnswer, HolderAnswer, MemberAnswer, NextAnswer, OnCallAnswer, PersonAnswer, RotaAnswer, RotaDetailAnswer,
        RotasAnswer, StretchAnswer,
    },
    collation,
    kept::Lookup,
    snapshot::{Directory, RotaImage, Snapshot},
};
use app::AppError;
use domain::{
    Instant, PersonId, Role, Span,
    timeline::{Duty, Held, Next, on_call},
};
use serde::Serialize;

/// The longest stretch of duty that is answered at once.
const MOST_DAYS: i64 = 400;
const DAY: i64 = 86_400;

impl Desk {
    /// Who is on call on a rota at an instant, by default now.
    pub fn on_call(&self, slug: &str, at: Option<Instant>) -> Result<OnCallAnswer> {
        self.may_ask_on_call()?;
        let snapshot = self.tandem.snapshot();
        let at = at.unwrap_or_else(|| self.tandem.now());
        on_call_answer(&snapshot, rota_of(&snapshot, slug)?, at)
    }

    /// Who is on call on a rota now, as JSON.
    pub(crate) fn on_call_now(&self, slug: &str) -> Result<Lookup> {
        self.may_ask_on_call()?;
        let (snapshot, now) = (self.tandem.snapshot(), self.tandem.now());
        let rota = rota_of(&snapshot, slug)?;
        let answer = || {
            let answer = on_call_answer(&snapshot, rota, now)?;
            let bytes = json(&answer)?;
            Ok(Lookup::new(bytes, answer.revision, answer.valid_until, Some(now)))
        };
        rota.on_call_now.get_or(now, snapshot.revision(), answer)
    }

    /// Who is on call on many rotas at an instant, by default now, in order of their slugs: at most `most` of those that
    /// `asked` is about, and the last slug when there are more.
    ///
    /// # Errors
    /// `Invalid` for slugs and teams that are unknown, and for an instant that is too long ago.
    pub(crate) fn on_call_of(&self, asked: &ManyRotas, most: usize) -> Result<(Vec<OnCallAnswer>, Option<String>)> {
        self.may_ask_on_call()?;
        let snapshot = self.tandem.snapshot();
        let at = asked.at.unwrap_or_else(|| self.tandem.now());
        let mut rotas = rotas_of(&snapshot, asked)?;
        rotas.sort_unstable_by_key(|rota| &rota.record.slug);
        rotas.dedup_by_key(|rota| &rota.record.slug);
        let after = asked.after.as_deref().unwrap_or_default();
        rotas.retain(|rota| rota.record.slug.as_str() > after);
        let more = rotas.len() > most;
        rotas.truncate(most);
        let answers = rotas.into_iter().map(|rota| on_call_answer(&snapshot, rota, at));
        let answers = answers.collect::<Result<Vec<_>>>()?;
        let next = answers.last().filter(|_| more).map(|last| last.rota.clone());
        Ok((answers, next))
    }

    /// Duty of a rota, clipped to `[from, to)`: by default the week from now.
    pub fn duty_between(&self, slug: &str, from: Option<Instant>, to: Option<Instant>) -> Result<DutyAnswer> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let rota = rota_of(&snapshot, slug)?;
        let from = from.unwrap_or_else(|| self.tandem.now());
        let to = to.unwrap_or(from + 7 * DAY);
        let mut faults = Faults::default();
        let window = faults.take("to", Span::new(from, to));
        if to - from > MOST_DAYS * DAY {
            faults.note(
                "to",
                format!("{from} to {to} is more than {MOST_DAYS} days: ask for them in parts."),
            );
        }
        faults.check()?;
        check_remembered(rota, "from", from)?;
        let directory = snapshot.directory();
        let duty = window.map(|window| Duty::from_rows(window, &rota.duty));
        let stretch = |(span, row): (Span, &domain::timeline::DutyRow)| StretchAnswer {
            from: span.start(),
            to: span.end(),
            state: row.state,
            lead: row.pairing.lead().map(|id| person(directory, id)),
            engineer: row.pairing.engineer().map(|id| person(directory, id)),
        };
        let duty = duty
            .map(|duty| duty.segments().map(stretch).collect())
            .unwrap_or_default();
        Ok(DutyAnswer {
            duty,
            revision: snapshot.revision(),
        })
    }

    /// Every rota.
    pub fn all_rotas(&self) -> Result<RotasAnswer> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let mut rotas: Vec<RotaAnswer> = snapshot
            .rotas()
            .map(|rota| rota_answer(snapshot.directory(), rota))
            .collect();
        rotas.sort_by_cached_key(|rota| (collation::key(&rota.name), rota.slug.clone()));
        Ok(RotasAnswer {
            rotas,
            revision: snapshot.revision(),
        })
    }

    /// One rota and who may serve on it.
    pub fn one_rota(&self, slug: &str) -> Result<RotaDetailAnswer> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let (rota, directory) = (rota_of(&snapshot, slug)?, snapshot.directory());
        let active = |id: PersonId| directory.person(id).filter(|person| person.deactivated_at.is_none());
        let members = directory.members(rota.record.team).iter().filter_map(|member| {
            let person = active(member.person)?;
            let may = |role: &Role| {
                member
                    .qualification
                    .is_some_and(|qualification| qualification.allows(*role))
            };
            let roles = Role::BOTH.into_iter().filter(may).collect();
            Some(MemberAnswer {
                id: person.id.to_string(),
                name: person.name.clone(),
                roles,
            })
        });
        let mut members: Vec<MemberAnswer> = members.collect();
        members.sort_by_cached_key(|member| (collation::key(&member.name), member.id.clone()));
        Ok(RotaDetailAnswer {
            rota: rota_answer(directory, rota),
            members,
            revision: snapshot.revision(),
        })
    }
}

/// Which rotas to ask about.
#[derive(Debug, Default)]
pub(crate) struct ManyRotas {
    /// Their slugs; all, if none is named.
    pub(crate) slugs: Vec<String>,
    /// Slug of the team that serves them.
    pub(crate) team: Option<String>,
    /// The instant.
    pub(crate) at: Option<Instant>,
    /// Only those whose slugs come after this one.
    pub(crate) after: Option<String>,
}

fn rotas_of<'s>(snapshot: &'s Snapshot, asked: &ManyRotas) -> Result<Vec<&'s RotaImage>> {
    let mut faults = Faults::default();
    let mut rotas: Vec<&RotaImage> = if asked.slugs.is_empty() {
        snapshot.rotas().map(AsRef::as_ref).collect()
    } else {
        let slugs = asked.slugs.iter();
        let found = slugs.filter_map(|slug| {
            let found = snapshot.rota_by_slug(slug).map(AsRef::as_ref);
            faults.take("rotas", found.ok_or_else(|| format!("There is no rota ‘{slug}’.")))
        });
        found.collect()
    };
    if let Some(slug) = &asked.team {
        let team = snapshot.directory().team_by_slug(slug).map(|team| team.id);
        let team = faults.take("team", team.ok_or_else(|| format!("There is no team ‘{slug}’.")));
        rotas.retain(|rota| Some(rota.record.team) == team);
    }
    faults.check()?;
    Ok(rotas)
}

fn on_call_answer(snapshot: &Snapshot, rota: &RotaImage, at: Instant) -> Result<OnCallAnswer> {
    check_remembered(rota, "at", at)?;
    let duty = on_call(&rota.duty, at);
    let (in_hours, hours_change) = rota.office_hours(at);
    let directory = snapshot.directory();
    Ok(OnCallAnswer {
        rota: rota.record.slug.clone(),
        team: team_slug(directory, rota),
        timezone: rota.rules_at(at).zone.name().to_owned(),
        at,
        state: duty.state,
        in_hours,
        lead: duty.lead.as_ref().map(|held| holder(directory, held)),
        engineer: duty.engineer.as_ref().map(|held| holder(directory, held)),
        gap: duty.gap,
        valid_until: earliest(duty.changes_at, hours_change),
        next: duty.next.as_ref().map(|next| next_pair(directory, next)),
        planned_until: duty.planned_until,
        revision: snapshot.revision(),
    })
}

/// An answer in bytes.
pub(crate) fn json(answer: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(answer).map_err(|error| internal(&error))
}

/// The rota of this slug.
pub(super) fn rota_of<'s>(snapshot: &'s Snapshot, slug: &str) -> Result<&'s RotaImage> {
    let found = snapshot.rota_by_slug(slug).map(AsRef::as_ref);
    found.ok_or_else(|| AppError::NotFound(format!("There is no rota ‘{slug}’.")))
}

/// Fine when duty at `at` is in memory.
pub(super) fn check_remembered(rota: &RotaImage, field: &str, at: Instant) -> Result<()> {
    if rota.remembers(at) {
        return Ok(());
    }
    let since = rota.since;
    Err(AppError::field(
        field,
        format!("{at} is more than 13 months ago: ask for {since} or later."),
    ))
}

/// The earlier of two instants, where there are any.
pub(super) fn earliest(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}

fn team_slug(directory: &Directory, rota: &RotaImage) -> String {
    directory
        .team(rota.record.team)
        .map(|team| team.slug.clone())
        .unwrap_or_default()
}

fn rota_answer(directory: &Directory, rota: &RotaImage) -> RotaAnswer {
    RotaAnswer {
        id: rota.record.id.to_string(),
        slug: rota.record.slug.clone(),
        name: rota.record.name.clone(),
        team: team_slug(directory, rota),
        timezone: rota.rules.zone.name().to_owned(),
        planned_from: rota.record.planned.map(|span| span.start()),
        planned_until: rota.record.planned.map(|span| span.end()),
    }
}

fn person(directory: &Directory, id: PersonId) -> PersonAnswer {
    PersonAnswer {
        id,
        name: directory.name(id).to_owned(),
    }
}

fn holder(directory: &Directory, held: &Held) -> HolderAnswer {
    HolderAnswer {
        id: held.person,
        name: directory.name(held.person).to_owned(),
        from: held.from,
        until: held.until,
        via: held.via,
    }
}

fn next_pair(directory: &Directory, next: &Next) -> NextAnswer {
    NextAnswer {
        at: next.at,
        lead: next.lead.map(|id| person(directory, id)),
        engineer: next.engineer.map(|id| person(directory, id)),
    }
}
