//! Whether a correction may be made or withdrawn: one decision for the write and for its preview.

use super::{
    super::{Actor, Reader, Result, conflict, wording},
    CorrectionRequest,
};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{
        Connection, CorrectionRecord, CoverRecord, LeaveRecord, MemberRecord, PersonRecord, RotaRecord, Store, Write,
    },
};
use app::AppError;
use domain::{
    CorrectionId, Role, Span,
    rota::Shift,
    timeline::{BadCorrection, Conflict, Correction, Cover, Duty, Inputs, State, resolve},
};

/// No correction speaks of more: a year.
const LONGEST_SECONDS: i64 = 366 * 86_400;

/// The longest reason.
const REASON_CHARACTERS: usize = 500;

/// What the decision rests on.
pub(super) struct Facts {
    pub(super) rota: RotaRecord,
    shifts: Vec<Shift>,
    covers: Vec<CoverRecord>,
    corrections: Vec<CorrectionRecord>,
    named: Vec<NamedPerson>,
    /// The time that is looked at, around the correction.
    window: Span,
    span: Span,
}

/// Somebody whom the correction names.
struct NamedPerson {
    role: Role,
    id: domain::PersonId,
    person: Option<PersonRecord>,
    member: Option<MemberRecord>,
    leave: Vec<LeaveRecord>,
}

/// A correction that may be made.
#[derive(Debug)]
pub(super) struct Decision {
    pub(super) correction: Correction,
    /// Duty of the window as it is.
    pub(super) before: Duty,
    /// And as it would be.
    pub(super) after: Duty,
    /// What speaks against whom it names, in words: it may be true all the same.
    pub(super) notes: Vec<String>,
}

/// The span of a request on a rota, when it can be one.
pub(super) fn check(request: &CorrectionRequest, rota: &RotaImage, reader: &Reader) -> Result<Span> {
    let (zone, now) = (&rota.rules.zone, reader.now);
    let words = |at| wording::said(at, zone, reader);
    if request.to <= request.from {
        let (from, to) = (words(request.from), words(request.to));
        return Err(AppError::field("to", format!("{to} is not after {from}.")));
    }
    if request.to > now {
        return Err(AppError::field(
            "to",
            format!(
                "{} is later than now, {} ({}). A correction speaks of what has passed; a cover changes what is ahead.",
                words(request.to),
                words(now),
                wording::zone_name(zone)
            ),
        ));
    }
    let span = Span::new(request.from, request.to).map_err(|error| AppError::field("to", error.to_string()))?;
    if span.seconds() > LONGEST_SECONDS {
        return Err(AppError::field("to", "A correction speaks of a year at most."));
    }
    Ok(span)
}

/// The reason of a change of the past: there has to be one.
pub(super) fn check_reason(reason: &str) -> Result<String> {
    let reason = reason.trim();
    let characters = reason.chars().count();
    if characters == 0 {
        return Err(AppError::field(
            "reason",
            "Say why: it stands in the history and beside the pay.",
        ));
    }
    if characters > REASON_CHARACTERS {
        let words = format!("{characters} characters: a reason has at most {REASON_CHARACTERS}.");
        return Err(AppError::field("reason", words));
    }
    Ok(reason.to_owned())
}

/// Whether `request` may be done, as the correction `id`.
///
/// # Errors
/// `nothing-to-correct` where nobody had to be there, `two-people`, or `nothing-changes`.
pub(super) fn decide(
    facts: &Facts,
    id: CorrectionId,
    request: &CorrectionRequest,
    snapshot: &Snapshot,
    reader: &Reader,
) -> Result<Decision> {
    facts.check_named()?;
    let before = facts.resolve(&facts.in_force()).map_err(|_| in_conflict())?;
    let held = before.segments().filter(|(_, row)| row.state == State::Covered);
    if !held.into_iter().any(|(span, _)| span.overlaps(&facts.span)) {
        return Err(AppError::refused("nothing-to-correct", facts.nothing_words()));
    }
    let correction = Correction::new(id, facts.span, request.lead, request.engineer).map_err(|bad| match bad {
        BadCorrection::NoRole => AppError::field("lead", "Say who was Lead, who was Engineer, or both."),
        BadCorrection::SamePerson(same) => AppError::refused(
            "two-people",
            format!(
                "{} cannot have been Lead and Engineer at once: choose two people.",
                snapshot.directory().name_in_words(same.0)
            ),
        ),
    })?;
    let mut on_top = facts.in_force();
    on_top.push(correction.clone());
    let after = facts.resolve(&on_top).map_err(|conflicts| {
        let this = format!("by correction {id}");
        let words = |found: &Conflict| {
            facts
                .words(found, snapshot, reader)
                .replace(&this, "by this correction")
        };
        super::super::duty::two_people(&conflicts, words)
    })?;
    if same_people(&before, &after) {
        let words = "That is what the rota says already: nothing would change.";
        return Err(AppError::refused("nothing-changes", words));
    }
    Ok(Decision {
        correction,
        before,
        after,
        notes: facts.notes(snapshot, reader),
    })
}

/// Whether two duties of one window have the same people in the same roles.
fn same_people(one: &Duty, other: &Duty) -> bool {
    domain::history::difference(one, other).is_empty()
}

pub(super) fn in_conflict() -> AppError {
    AppError::Internal("duty-in-conflict".to_owned())
}

impl Facts {
    /// Inside a write: nothing of it can change before the commit.
    pub(super) async fn load(
        write: &mut Write,
        rota: &RotaImage,
        request: Option<&CorrectionRequest>,
        span: Span,
    ) -> Result<Self> {
        let window = wording::whole_days(span, &rota.rules.zone);
        let shifts = write.shifts(rota.record.id, window).await?;
        Self::gather(write.connection(), rota, shifts, request, (window, span)).await
    }

    /// For a preview.
    pub(super) async fn read(store: &Store, rota: &RotaImage, request: &CorrectionRequest, span: Span) -> Result<Self> {
        let window = wording::whole_days(span, &rota.rules.zone);
        let shifts = store.shifts(rota.record.id, window).await?;
        Self::gather(&mut *store.read().await?, rota, shifts, Some(request), (window, span)).await
    }

    async fn gather(
        connection: &mut Connection,
        rota: &RotaImage,
        shifts: Vec<Shift>,
        request: Option<&CorrectionRequest>,
        (window, span): (Span, Span),
    ) -> Result<Self> {
        let id = rota.record.id;
        let gone = || AppError::NotFound("This rota is not there any more.".to_owned());
        let rota = RotaRecord::find(connection, id).await?.ok_or_else(gone)?;
        let said = request.map(|request| [(Role::Lead, request.lead), (Role::Engineer, request.engineer)]);
        let mut named = Vec::new();
        for (role, said) in said.into_iter().flatten() {
            if let Some(person) = said.person() {
                named.push(NamedPerson {
                    role,
                    id: person,
                    person: PersonRecord::find(connection, person).await?,
                    member: MemberRecord::find(connection, rota.team, person).await?,
                    leave: LeaveRecord::of(connection, person, span).await?,
                });
            }
        }
        Ok(Self {
            covers: CoverRecord::current(connection, id, window).await?,
            corrections: CorrectionRecord::current(connection, id, window).await?,
            rota,
            shifts,
            named,
            window,
            span,
        })
    }

    fn in_force(&self) -> Vec<Correction> {
        self.corrections
            .iter()
            .map(|record| record.correction.clone())
            .collect()
    }

    fn resolve(&self, corrections: &[Correction]) -> std::result::Result<Duty, Vec<Conflict>> {
        let covers: Vec<Cover> = self.covers.iter().map(|record| record.cover.clone()).collect();
        resolve(&Inputs {
            shifts: &self.shifts,
            covers: &covers,
            corrections,
            planned: self.rota.planned,
            window: self.window,
        })
    }

    /// Duty of the window without one correction, and as it is.
    ///
    /// # Errors
    /// `two-people`, naming what stands in the way.
    pub(super) fn without(&self, id: CorrectionId, snapshot: &Snapshot, reader: &Reader) -> Result<(Duty, Duty)> {
        let mut rest = self.in_force();
        let before = self.resolve(&rest).map_err(|_| in_conflict())?;
        rest.retain(|correction| correction.id() != id);
        let after = self.resolve(&rest).map_err(|conflicts| {
            let words = |found: &Conflict| {
                let words = self.words(found, snapshot, reader);
                format!("{words} Withdraw what stands in the way first, or correct both roles in one change.")
            };
            super::super::duty::two_people(&conflicts, words)
        })?;
        Ok((before, after))
    }

    /// A conflict in words, with corrections named by who made them.
    fn words(&self, found: &Conflict, snapshot: &Snapshot, reader: &Reader) -> String {
        let zone = super::super::covers::zone_of(snapshot, self.rota.id);
        let words = conflict::conflict_words_among(found, &self.covers, snapshot, &zone, reader);
        self.corrections.iter().fold(words, |words, record| {
            let named = format!(
                "by the correction that {} made, {}",
                Actor::describe(&record.made_by, snapshot),
                wording::span_words(record.correction.span(), &zone, reader)
            );
            words.replace(&format!("by correction {}", record.correction.id()), &named)
        })
    }

    /// Whoever is unknown was not there.
    fn check_named(&self) -> Result<()> {
        match self.named.iter().find(|named| named.person.is_none()) {
            Some(unknown) => {
                let words = format!("There is no person {}.", unknown.id);
                Err(AppError::field(unknown.role.key(), words))
            }
            None => Ok(()),
        }
    }

    fn notes(&self, snapshot: &Snapshot, reader: &Reader) -> Vec<String> {
        let zone = super::super::covers::zone_of(snapshot, self.rota.id);
        let team = snapshot.directory().team(self.rota.team);
        let team = team.map_or_else(|| "the team".to_owned(), |team| team.name.clone());
        let mut notes = Vec::new();
        for named in &self.named {
            let name = snapshot.directory().name_in_words(named.id);
            match &named.member {
                None => notes.push(format!("{name} is not a member of {team}.")),
                Some(member) => {
                    let qualified = member.qualification.is_some_and(|it| it.allows(named.role));
                    if !qualified {
                        notes.push(format!("{name} is not qualified as {} in {team}.", named.role));
                    }
                }
            }
            if let Some(leave) = named.leave.first() {
                let when = wording::span_words(leave.span, &zone, reader);
                notes.push(format!("{name} was on leave {when}."));
            }
        }
        notes
    }

    fn nothing_words(&self) -> String {
        format!(
            "Nobody had to be on duty for {} in this time: it was outside its coverage, or nothing was published. A call \
             outside coverage is a call-out.",
            self.rota.name
        )
    }
}
