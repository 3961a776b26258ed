//! Who serves a service at an instant, and whom its policy makes of them.

use super::{
    super::oncall::{check_remembered, earliest},
    Result,
};
use crate::{
    snapshot::{Directory, RotaImage, Snapshot},
    store::{OrganisationRole, PersonRecord, ServiceRecord},
};
use app::AppError;
use domain::{
    Instant, Pairing, PersonId,
    contact::Occasion,
    escalation::{Coming, Elsewhere, Explained, Facts, Policy, Resolved, Severity, explain},
    timeline::{Held, OnCall, State, Via, on_call},
};

/// How many turns ahead are looked at for whoever comes next.
const TURNS_AHEAD: usize = 60;

/// The rota that serves a service at one instant.
pub(in crate::services) struct Serving<'s> {
    /// Inside the in-hours rota's office hours.
    pub(in crate::services) in_hours: bool,
    /// The rota.
    pub(in crate::services) rota: &'s RotaImage,
    /// Who is on call on it.
    pub(in crate::services) duty: OnCall,
    /// Until when this stays true.
    valid_until: Option<Instant>,
}

impl Serving<'_> {
    fn pairing(&self) -> Pairing {
        Pairing::new(holder(&self.duty.lead), holder(&self.duty.engineer)).unwrap_or(Pairing::GAP)
    }
}

/// A service's escalation at one instant.
pub(in crate::services) struct Standing<'s> {
    /// Who serves it.
    pub(in crate::services) serving: Serving<'s>,
    /// Until when all of this stays true.
    pub(in crate::services) valid_until: Option<Instant>,
    /// Whom to call, and why.
    pub(in crate::services) explained: Explained,
    severity: Severity,
}

impl Standing<'_> {
    /// Whether it is inside office hours.
    pub(in crate::services) fn in_hours(&self) -> bool {
        self.serving.in_hours
    }

    /// What somebody is called about then: outside coverage nobody is meant to be on duty.
    pub(in crate::services) fn occasion(&self) -> Occasion {
        Occasion {
            severity: self.severity,
            by_night: !self.in_hours() && self.serving.duty.state == State::Off,
        }
    }

    /// Whom to call.
    pub(in crate::services) fn resolved(&self) -> &Resolved {
        &self.explained.resolved
    }
}

/// Who serves a service, as it is in `service`, at `at`.
fn serving<'s>(snapshot: &'s Snapshot, service: &ServiceRecord, at: Instant) -> Result<Serving<'s>> {
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
    Ok(Serving {
        in_hours,
        rota,
        valid_until: earliest(duty.changes_at, hours_change),
        duty,
    })
}

/// A service's escalation at `at`, by the policy and the rotas in `service`: see [`ServiceRecord::as_of`].
pub(in crate::services) fn standing<'s>(
    snapshot: &'s Snapshot,
    service: &ServiceRecord,
    severity: Severity,
    at: Instant,
) -> Result<Standing<'s>> {
    let serving = serving(snapshot, service, at)?;
    let elsewhere = elsewhere(snapshot, &service.policy, at);
    let others = elsewhere.iter().map(|(_, other)| other.valid_until);
    let valid_until = others.fold(earliest(serving.valid_until, service.superseded_after(at)), earliest);
    let explained = whom_to_call(snapshot.directory(), service, severity, at, &serving, &elsewhere);
    Ok(Standing {
        serving,
        severity,
        valid_until,
        explained,
    })
}

/// Who serves the other services that a policy calls; one that is not known leads to nobody.
fn elsewhere<'s>(snapshot: &'s Snapshot, policy: &Policy, at: Instant) -> Vec<(&'s ServiceRecord, Serving<'s>)> {
    let one = |id| {
        let service = snapshot.services().find(|service| service.id == id)?;
        Some((service, serving(snapshot, &service.as_of(at), at).ok()?))
    };
    policy.services().filter_map(one).collect()
}

/// The people to call: nobody who has left, and always somebody while anybody manages or administers.
fn whom_to_call(
    directory: &Directory,
    service: &ServiceRecord,
    severity: Severity,
    at: Instant,
    serving: &Serving,
    others: &[(&ServiceRecord, Serving)],
) -> Explained {
    let (managers, administrators) = (managers(directory, service), administrators(directory));
    let (policy, duty) = (&service.policy, &serving.duty);
    let via = |held: &Option<Held>| held.map_or(Via::Shift, |held| held.via);
    let coming = if policy.looks_ahead() {
        Coming::after(&serving.rota.duty, at, TURNS_AHEAD)
    } else {
        Vec::new()
    };
    let other = |(service, serving): &(&'_ ServiceRecord, Serving<'_>)| (service.id, serving.pairing());
    let pairs: Vec<_> = others.iter().map(other).collect();
    let elsewhere: Vec<Elsewhere> = others
        .iter()
        .zip(&pairs)
        .map(|((service, serving), (id, pairing))| Elsewhere {
            service: *id,
            service_name: &service.name,
            rota_name: &serving.rota.record.name,
            pairing: *pairing,
        })
        .collect();
    let pairings = pairs.iter().map(|(_, pairing)| *pairing).chain([serving.pairing()]);
    let holders = pairings
        .flat_map(|pairing| [pairing.lead(), pairing.engineer()])
        .flatten();
    let named = policy
        .people()
        .chain(holders)
        .chain(coming.iter().map(|coming| coming.person));
    let gone: Vec<PersonId> = named.filter(|id| !directory.person(*id).is_some_and(is_here)).collect();
    let facts = Facts {
        pairing: serving.pairing(),
        rota_name: &serving.rota.record.name,
        shift: duty.shift,
        lead_via: via(&duty.lead),
        engineer_via: via(&duty.engineer),
        coming: &coming,
        elsewhere: &elsewhere,
        managers: &managers,
        administrators: &administrators,
        gone: &gone,
    };
    explain(policy, severity, serving.in_hours, &facts)
}

fn holder(held: &Option<Held>) -> Option<PersonId> {
    held.map(|held| held.person)
}

fn is_here(person: &PersonRecord) -> bool {
    person.deactivated_at.is_none()
}

/// The managers of the service's team, in order of their names.
fn managers(directory: &Directory, service: &ServiceRecord) -> Vec<PersonId> {
    let members = directory.members(service.team).iter().filter(|member| member.manager);
    by_name(members.filter_map(|member| directory.person(member.person)))
}

/// The administrators, in order of their names.
pub(in crate::services) fn administrators(directory: &Directory) -> Vec<PersonId> {
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
