//! Whether a cover may be made: one decision for the write and for its preview.

use super::{
    super::{Reader, Result, conflict, teams, wording},
    CoverRequest,
};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{
        Connection, CoverRecord, LeaveRecord, MemberPlanningRecord, MemberRecord, OrganisationRecord, PersonRecord,
        RotaRecord, Store, Write, duty_elsewhere,
    },
};
use app::AppError;
use domain::{
    CoverId, Instant, PersonId, Role, RotaId, Span, Zone,
    conflicts::TwoRotas,
    membership::ServiceDays,
    rota::Shift,
    timeline::{BadCover, Cover, Duty, Inputs, State, changed, resolve},
};

/// No cover is longer: a year.
const LONGEST_SECONDS: i64 = 366 * 86_400;

/// The longest reason.
const REASON_CHARACTERS: usize = 500;

/// What the decision rests on.
pub(crate) struct Facts {
    pub rota: RotaRecord,
    shifts: Vec<Shift>,
    covers: Vec<CoverRecord>,
    takers: Vec<Taker>,
    /// When the cover holds.
    span: Span,
    /// All the time that it touches: that of a cover which it replaces too.
    window: Span,
    /// The cover that it replaces, and when.
    replaces: Option<(CoverId, Instant)>,
    two_rotas: TwoRotas,
}

/// Somebody who should take a role.
struct Taker {
    role: Role,
    id: PersonId,
    person: Option<PersonRecord>,
    member: Option<MemberRecord>,
    days: ServiceDays,
    leave: Vec<LeaveRecord>,
    /// Their duty on other rotas in the meantime.
    elsewhere: Vec<(RotaId, Role, Span)>,
}

/// A cover that may be made.
#[derive(Debug)]
pub(crate) struct Decision {
    /// The cover.
    pub cover: Cover,
    /// Why rule 3 is passed over; `None` when nothing of it was in the way.
    pub override_reason: Option<String>,
    /// Duty in the time that it touches, as it is: the cover's own span, and that of a cover which it replaces.
    pub before: Duty,
    /// And as it would be.
    pub after: Duty,
    /// What was passed over, in words.
    pub passed_over: Vec<String>,
    /// What needs no reason and is still worth knowing.
    pub warnings: Vec<String>,
}

/// The span of a request on a rota, when it can be one.
pub(super) fn check(request: &CoverRequest, rota: &RotaImage, reader: &Reader) -> Result<Span> {
    let (zone, now) = (&rota.rules.zone, reader.now);
    let words = |at| wording::said(at, zone, reader);
    for (name, text) in [
        ("reason", Some(&request.reason)),
        ("override", request.override_reason.as_ref()),
    ] {
        let characters = text.map_or(0, |text| text.chars().count());
        if characters > REASON_CHARACTERS {
            return Err(AppError::field(
                name,
                format!("{characters} characters: a reason has at most {REASON_CHARACTERS}."),
            ));
        }
    }
    let twice = |role| request.changes.iter().filter(|(of, _)| *of == role).count() > 1;
    if request.changes.is_empty() {
        return Err(AppError::field(
            "changes",
            "Say who takes the Lead, the Engineer, or both.",
        ));
    }
    if let Some(role) = Role::BOTH.into_iter().find(|role| twice(*role)) {
        return Err(AppError::field(
            "changes",
            format!("Two people for {role}: one person takes a role."),
        ));
    }
    let from = request.from.unwrap_or(now);
    if request.from.is_some() && request.to <= from {
        let (to, from) = (words(request.to), words(from));
        return Err(AppError::field(
            "to",
            format!("A cover has to end after it begins: {to} is not after {from}."),
        ));
    }
    if from < now || request.to <= now {
        let early = if from < now { from } else { request.to };
        return Err(AppError::refused(
            "past",
            format!(
                "{} is earlier than now, {} ({}). The past stands: start now or later.",
                words(early),
                words(now),
                wording::zone_name(zone)
            ),
        ));
    }
    let span = Span::new(from, request.to).map_err(|error| AppError::field("to", error.to_string()))?;
    if span.seconds() > LONGEST_SECONDS {
        return Err(AppError::field("to", "A cover lasts a year at most."));
    }
    // What is planned later is for whoever plans it.
    if let Some(end) = rota
        .record
        .planned
        .map(|planned| planned.end())
        .filter(|end| span.start() < *end && *end < span.end())
    {
        return Err(AppError::field(
            "to",
            format!(
                "{} is published until {}: a cover ends there at the latest.",
                rota.record.name,
                words(end)
            ),
        ));
    }
    Ok(span)
}

/// Whether `request` may be done, as the cover `id`.
///
/// # Errors
/// `nothing-to-cover`, or all of `two-people`, `on-leave`, `not-qualified` and `two-rotas` that stand in the way, in that
/// order.
pub(super) fn decide(
    facts: &Facts,
    id: CoverId,
    request: &CoverRequest,
    snapshot: &Snapshot,
    reader: &Reader,
) -> Result<Decision> {
    facts.check_takers()?;
    let zone = zone_of(snapshot, facts.rota.id);
    let covers: Vec<Cover> = facts.covers.iter().map(|record| record.cover.clone()).collect();
    let before = facts
        .resolve(&covers)
        .map_err(|_| AppError::Internal("duty-in-conflict".to_owned()))?;
    let held: Vec<Span> = covered(&before, facts.span);
    if held.is_empty() {
        return Err(AppError::refused("nothing-to-cover", facts.nothing_words(&before)));
    }
    let mut reasons: Vec<(String, String)> = Vec::new();
    let mut after = None;
    match new_cover(id, request, facts.span) {
        Ok(cover) => {
            let then = match facts.replaces {
                Some((old, at)) => changed(&covers, old, &cover, at),
                None => covers.into_iter().chain([cover.clone()]).collect(),
            };
            match facts.resolve(&then) {
                Ok(duty) => after = Some((cover, duty)),
                Err(conflicts) => {
                    let this = format!("by cover {}", cover.id());
                    let words = |found| {
                        conflict::conflict_words_among(found, &facts.covers, snapshot, &zone, reader)
                            .replace(&this, "by this cover")
                    };
                    reasons.extend(conflicts.iter().map(|found| ("two-people".to_owned(), words(found))));
                }
            }
        }
        Err(BadCover::SamePerson(same)) => reasons.push((
            "two-people".to_owned(),
            format!(
                "{} cannot be Lead and Engineer at once: choose two people.",
                snapshot.directory().name_in_words(same.0)
            ),
        )),
        Err(error @ BadCover::NoRole) => return Err(AppError::field("changes", error.to_string())),
    }
    let standing = facts.rule_three(&held, snapshot, &zone, reader);
    let why = request
        .override_reason
        .as_deref()
        .map(str::trim)
        .filter(|why| !why.is_empty());
    if why.is_none() || !reasons.is_empty() {
        reasons.extend(standing.iter().cloned());
    }
    let at_once = facts.at_once(&held, snapshot, &zone, reader);
    if facts.two_rotas == TwoRotas::Forbid {
        let refused = at_once
            .iter()
            .map(|words| format!("{words}: nobody is on two rotas at once."));
        reasons.extend(refused.map(|words| ("two-rotas".to_owned(), words)));
    }
    match after {
        Some((cover, after)) if reasons.is_empty() => Ok(Decision {
            cover,
            override_reason: why.filter(|_| !standing.is_empty()).map(str::to_owned),
            before,
            after,
            passed_over: standing.into_iter().map(|(_, words)| words).collect(),
            warnings: match facts.two_rotas {
                TwoRotas::Allow => Vec::new(),
                _ => at_once.into_iter().map(|words| format!("{words}.")).collect(),
            },
        }),
        _ => Err(refused(reasons)),
    }
}

fn refused(all: Vec<(String, String)>) -> AppError {
    let rule = all.first().map(|(rule, _)| rule.clone()).unwrap_or_default();
    let message = all
        .iter()
        .map(|(_, words)| words.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    AppError::Refused { rule, message, all }
}

fn new_cover(id: CoverId, request: &CoverRequest, span: Span) -> std::result::Result<Cover, BadCover> {
    let taker = |role| {
        request
            .changes
            .iter()
            .find(|(of, _)| *of == role)
            .map(|(_, person)| *person)
    };
    Cover::new(id, span, taker(Role::Lead), taker(Role::Engineer))
}

fn covered(duty: &Duty, within: Span) -> Vec<Span> {
    duty.segments()
        .filter(|(_, row)| row.state == State::Covered)
        .filter_map(|(span, _)| span.intersection(&within))
        .collect()
}

/// The zone of a rota; UTC for one that the snapshot does not know yet.
pub(in crate::services) fn zone_of(snapshot: &Snapshot, rota: RotaId) -> Zone {
    snapshot
        .rota(rota)
        .map_or_else(Zone::utc, |rota| rota.rules.zone.clone())
}

/// The cover that another replaces, and the time that touches.
struct Replaced {
    cover: Option<(CoverId, Instant)>,
    window: Span,
}

impl Replaced {
    fn of(old: Option<&CoverRecord>, span: Span, now: Instant) -> Self {
        Self {
            cover: old.map(|old| (old.cover.id(), now)),
            window: old.map_or(span, |old| super::change::touched(old, span, now)),
        }
    }
}

impl Facts {
    /// Inside a write: nothing of it can change before the commit.
    pub(super) async fn load(
        write: &mut Write,
        rota: RotaId,
        request: &CoverRequest,
        span: Span,
        old: Option<&CoverRecord>,
    ) -> Result<Self> {
        let replaced = Replaced::of(old, span, write.at());
        let shifts = write.shifts(rota, replaced.window).await?;
        Self::gather(write.connection(), rota, shifts, request, (span, replaced)).await
    }

    /// For a preview.
    pub(super) async fn read(
        store: &Store,
        rota: &RotaRecord,
        request: &CoverRequest,
        span: Span,
        old: Option<(&CoverRecord, Instant)>,
    ) -> Result<Self> {
        let replaced = match old {
            Some((old, now)) => Replaced::of(Some(old), span, now),
            None => Replaced::of(None, span, span.start()),
        };
        let shifts = store.shifts(rota.id, replaced.window).await?;
        Self::gather(&mut *store.read().await?, rota.id, shifts, request, (span, replaced)).await
    }

    async fn gather(
        connection: &mut Connection,
        rota: RotaId,
        shifts: Vec<Shift>,
        request: &CoverRequest,
        (span, replaced): (Span, Replaced),
    ) -> Result<Self> {
        let rota = RotaRecord::find(connection, rota)
            .await?
            .ok_or_else(|| AppError::NotFound("This rota is not there any more.".to_owned()))?;
        let mut takers = Vec::new();
        for (role, id) in &request.changes {
            takers.push(Taker {
                role: *role,
                id: *id,
                person: PersonRecord::find(connection, *id).await?,
                member: MemberRecord::find(connection, rota.team, *id).await?,
                days: MemberPlanningRecord::find(connection, rota.team, *id)
                    .await?
                    .map(|known| known.days())
                    .unwrap_or_default(),
                leave: LeaveRecord::of(connection, *id, span).await?,
                elsewhere: duty_elsewhere(connection, *id, rota.id, span).await?,
            });
        }
        takers.sort_unstable_by_key(|taker| taker.role);
        let covers = CoverRecord::current(connection, rota.id, replaced.window).await?;
        let organisation = OrganisationRecord::load(connection).await?;
        Ok(Self {
            two_rotas: organisation.map(|it| it.two_rotas).unwrap_or_default(),
            rota,
            shifts,
            covers,
            takers,
            span,
            window: replaced.window,
            replaces: replaced.cover,
        })
    }

    /// All the time that it touches.
    pub(super) const fn window(&self) -> Span {
        self.window
    }

    fn resolve(&self, covers: &[Cover]) -> std::result::Result<Duty, Vec<domain::timeline::Conflict>> {
        resolve(&Inputs {
            shifts: &self.shifts,
            covers,
            // Covers begin now at the earliest, and corrections end there.
            corrections: &[],
            planned: self.rota.planned,
            window: self.window,
        })
    }

    /// Whoever is unknown or has left takes no role, whatever the reason.
    fn check_takers(&self) -> Result<()> {
        for taker in &self.takers {
            match &taker.person {
                None => return Err(AppError::field("person", format!("There is no person {}.", taker.id))),
                Some(person) if person.deactivated_at.is_some() => {
                    let words = format!("{} has been deactivated and takes no duty.", person.name);
                    return Err(AppError::refused("not-qualified", words));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Why the takers may not hold their roles: those on leave first, then those not qualified.
    fn rule_three(&self, held: &[Span], snapshot: &Snapshot, zone: &Zone, reader: &Reader) -> Vec<(String, String)> {
        let days_in = snapshot.rota(self.rota.id).map_or(zone, |rota| &rota.ahead.zone);
        let on_leave = self.takers.iter().filter_map(|taker| {
            let leave = taker
                .leave
                .iter()
                .find(|leave| held.iter().any(|span| span.overlaps(&leave.span)))?;
            let when = wording::span_words(leave.span, zone, reader);
            Some(("on-leave".to_owned(), format!("{} is on leave {when}.", taker.name())))
        });
        let not_qualified = self.takers.iter().filter_map(|taker| {
            Some((
                "not-qualified".to_owned(),
                taker.not_qualified(&team_name(snapshot, &self.rota), held, days_in, reader)?,
            ))
        });
        on_leave.chain(not_qualified).collect()
    }

    /// Who is on duty on another rota in the meantime: `Eve is Lead of Mornings Tue 24 Nov 17:00 – 21:00`.
    fn at_once(&self, held: &[Span], snapshot: &Snapshot, zone: &Zone, reader: &Reader) -> Vec<String> {
        let clash = |taker: &Taker| {
            let (rota, role, span) = taker
                .elsewhere
                .iter()
                .find(|(.., span)| held.iter().any(|held| held.overlaps(span)))?;
            let rota = snapshot.rota(*rota).map(|rota| rota.record.name.clone());
            let rota = rota.unwrap_or_else(|| "another rota".to_owned());
            let when = wording::span_words(*span, zone, reader);
            Some(format!("{} is {role} of {rota} {when}", taker.name()))
        };
        self.takers.iter().filter_map(clash).collect()
    }

    fn nothing_words(&self, before: &Duty) -> String {
        let unplanned = before.rows().iter().any(|row| row.state == State::Unplanned);
        let why = if unplanned {
            "nothing is published for this time"
        } else {
            "this time is outside its coverage"
        };
        format!("There is nothing to cover on {}: {why}.", self.rota.name)
    }
}

fn team_name(snapshot: &Snapshot, rota: &RotaRecord) -> String {
    snapshot
        .directory()
        .team(rota.team)
        .map_or_else(|| "the team".to_owned(), |team| team.name.clone())
}

impl Taker {
    fn name(&self) -> String {
        self.person
            .as_ref()
            .map_or_else(|| format!("Person {}", self.id), |person| person.name.clone())
    }

    fn not_qualified(&self, team: &str, held: &[Span], zone: &Zone, reader: &Reader) -> Option<String> {
        let name = self.name();
        let Some(member) = &self.member else {
            return Some(format!("{name} is not a member of {team}."));
        };
        let qualified = member
            .qualification
            .is_some_and(|qualification| qualification.allows(self.role));
        if !qualified {
            return Some(format!("{name} is not qualified as {} in {team}.", self.role));
        }
        let serves = self.days.span(zone);
        let outside = held.iter().find_map(|held| held.outside(&serves).next())?;
        teams::days_words(&name, team, &self.days, outside, zone, reader).map(|words| format!("{words}."))
    }
}
