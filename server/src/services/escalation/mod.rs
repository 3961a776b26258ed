//! Escalation: from a service, a severity and an instant to the people to call. From the snapshot alone.

mod pages;
mod policy_form;

use super::{
    Desk, Result,
    contacts::{Way, ways_of},
    oncall::{check_remembered, earliest, json},
};
use crate::{
    answers::{
        ContactAnswer, EscalationAnswer, ReachableAnswer, ServiceAnswer, ServicesAnswer, StepAnswer, TargetAnswer,
    },
    collation,
    snapshot::{Directory, RotaImage, Snapshot},
    store::{OrganisationRole, PersonRecord, ServiceRecord},
};
use app::AppError;
use axum::body::Bytes;
use domain::{
    Instant, Pairing, PersonId, RotaId,
    escalation::{Facts, Resolved, ResolvedTarget, Severity, resolve},
    timeline::{Held, OnCall, Via, on_call},
};

/// A service's escalation at one instant.
pub(super) struct Standing<'s> {
    /// Inside the in-hours rota's office hours.
    pub in_hours: bool,
    /// The rota that serves the service at this hour.
    pub rota: &'s RotaImage,
    /// Who is on call on it.
    pub duty: OnCall,
    /// Until when all of this stays true.
    pub valid_until: Option<Instant>,
    /// Whom to call.
    pub resolved: Resolved,
}

impl Desk {
    /// Whom to call about an incident of a service at an instant, by default now.
    pub fn escalation(&self, slug: &str, severity: Severity, at: Option<Instant>) -> Result<EscalationAnswer> {
        self.may_ask_on_call()?;
        let snapshot = self.tandem.snapshot();
        let service = service_of(&snapshot, slug)?;
        let at = at.unwrap_or_else(|| self.tandem.now());
        let contacts = self.sees_contacts(&snapshot, service.team);
        escalation_answer(&snapshot, service, severity, at, contacts)
    }

    /// Whom to call about an incident now, as JSON.
    pub fn escalation_now(&self, slug: &str, severity: Severity) -> Result<Bytes> {
        self.may_ask_on_call()?;
        let (snapshot, now) = (self.tandem.snapshot(), self.tandem.now());
        let image = snapshot.service_image(slug).ok_or_else(|| unknown(slug))?;
        let service = &image.record;
        let contacts = self.sees_contacts(&snapshot, service.team);
        let answer = || json(&escalation_answer(&snapshot, service, severity, now, contacts)?);
        let kept = image.escalation_now(severity, contacts);
        kept.get_or(now, snapshot.revision(), answer)
    }

    /// Every service.
    pub fn all_services(&self) -> Result<ServicesAnswer> {
        self.may_ask_on_call()?;
        let snapshot = self.tandem.snapshot();
        let rota = |id: RotaId| {
            snapshot
                .rota(id)
                .map(|rota| rota.record.slug.clone())
                .unwrap_or_default()
        };
        let answer = |service: &ServiceRecord| ServiceAnswer {
            id: service.id.to_string(),
            slug: service.slug.clone(),
            name: service.name.clone(),
            description: service.description.clone(),
            team: snapshot
                .directory()
                .team(service.team)
                .map(|team| team.slug.clone())
                .unwrap_or_default(),
            in_hours_rota: rota(service.in_hours_rota),
            out_of_hours_rota: rota(service.out_of_hours_rota),
        };
        let mut services: Vec<ServiceAnswer> = snapshot.services().map(answer).collect();
        services.sort_by_cached_key(|service| (collation::key(&service.name), service.slug.clone()));
        Ok(ServicesAnswer {
            services,
            revision: snapshot.revision(),
        })
    }
}

fn escalation_answer(
    snapshot: &Snapshot,
    service: &ServiceRecord,
    severity: Severity,
    at: Instant,
    contacts: bool,
) -> Result<EscalationAnswer> {
    let standing = standing(snapshot, service, severity, at)?;
    let step = |step: &domain::escalation::ResolvedStep| StepAnswer {
        step: step.step,
        after_seconds: step.after_seconds,
        targets: step
            .targets
            .iter()
            .map(|one| target(snapshot.directory(), one, contacts))
            .collect(),
    };
    Ok(EscalationAnswer {
        service: service.slug.clone(),
        severity,
        at,
        in_hours: standing.in_hours,
        valid_until: standing.valid_until,
        repeat: standing.resolved.repeat,
        revision: snapshot.revision(),
        steps: standing.resolved.steps.iter().map(step).collect(),
    })
}

/// The service of this slug.
pub(super) fn service_of<'s>(snapshot: &'s Snapshot, slug: &str) -> Result<&'s ServiceRecord> {
    snapshot.service(slug).ok_or_else(|| unknown(slug))
}

fn unknown(slug: &str) -> AppError {
    AppError::NotFound(format!("There is no service ‘{slug}’."))
}

/// A service's escalation at `at`.
pub(super) fn standing<'s>(
    snapshot: &'s Snapshot,
    service: &ServiceRecord,
    severity: Severity,
    at: Instant,
) -> Result<Standing<'s>> {
    let rota = |id| {
        let found = snapshot.rota(id).map(AsRef::as_ref);
        found.ok_or_else(|| AppError::NotFound(format!("The rota of ‘{}’ is not there yet.", service.slug)))
    };
    let (in_hours, hours_change) = rota(service.in_hours_rota)?.office_hours(at);
    let rota = rota(if in_hours {
        service.in_hours_rota
    } else {
        service.out_of_hours_rota
    })?;
    check_remembered(rota, "at", at)?;
    let duty = on_call(&rota.duty, at);
    let valid_until = earliest(duty.changes_at, hours_change);
    let resolved = whom_to_call(snapshot.directory(), service, severity, in_hours, rota, &duty);
    Ok(Standing {
        in_hours,
        rota,
        duty,
        valid_until,
        resolved,
    })
}

/// The people to call: nobody who has left, and always somebody while anybody manages or administers.
fn whom_to_call(
    directory: &Directory,
    service: &ServiceRecord,
    severity: Severity,
    in_hours: bool,
    rota: &RotaImage,
    duty: &OnCall,
) -> Resolved {
    let (managers, administrators) = (managers(directory, service), administrators(directory));
    let holder = |held: &Option<Held>| held.map(|held| held.person);
    let via = |held: &Option<Held>| held.map_or(Via::Shift, |held| held.via);
    let named = service
        .policy
        .people()
        .chain(holder(&duty.lead))
        .chain(holder(&duty.engineer));
    let gone: Vec<PersonId> = named.filter(|id| !directory.person(*id).is_some_and(is_here)).collect();
    let facts = Facts {
        pairing: Pairing::new(holder(&duty.lead), holder(&duty.engineer)).unwrap_or(Pairing::GAP),
        rota_name: &rota.record.name,
        shift: duty.shift,
        lead_via: via(&duty.lead),
        engineer_via: via(&duty.engineer),
        managers: &managers,
        administrators: &administrators,
        gone: &gone,
    };
    resolve(&service.policy, severity, in_hours, &facts)
}

fn is_here(person: &PersonRecord) -> bool {
    person.deactivated_at.is_none()
}

/// The managers of the service's team, in order of their names.
fn managers(directory: &Directory, service: &ServiceRecord) -> Vec<PersonId> {
    let members = directory.members(service.team).iter().filter(|member| member.manager);
    by_name(members.filter_map(|member| directory.person(member.person)))
}

fn administrators(directory: &Directory) -> Vec<PersonId> {
    by_name(
        directory
            .people()
            .filter(|person| person.role == OrganisationRole::Administrator),
    )
}

fn by_name<'d>(people: impl Iterator<Item = &'d PersonRecord>) -> Vec<PersonId> {
    let mut people: Vec<&PersonRecord> = people.filter(|person| is_here(person)).collect();
    people.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    people.into_iter().map(|person| person.id).collect()
}

fn target(directory: &Directory, of: &ResolvedTarget, contacts: bool) -> TargetAnswer {
    let person = directory.person(of.person);
    TargetAnswer {
        kind: of.kind,
        role: of.role,
        person: ReachableAnswer {
            id: of.person,
            name: directory.name(of.person).to_owned(),
            contacts: person.filter(|_| contacts).map(contacts_of).unwrap_or_default(),
        },
        because: match of.role {
            Some(role) => format!("{role} by {}", of.because),
            None => of.because.clone(),
        },
    }
}

/// How to reach somebody, in their own order.
fn contacts_of(person: &PersonRecord) -> Vec<ContactAnswer> {
    let answer = |way: Way<'_>| ContactAnswer {
        kind: way.kind,
        value: way.value.to_owned(),
    };
    ways_of(person).map(answer).collect()
}
