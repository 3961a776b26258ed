//! Escalation: from a service, a severity and an instant to the people to call. From the snapshot alone.

mod explanation;
mod instants;
mod pages;
mod policy_form;
mod serving;
mod versions;

pub(in crate::services) use pages::hours_words;

use super::{
    Desk, Result,
    contacts::{Way, ways_of},
    oncall::json,
};
use crate::{
    answers::{
        ContactAnswer, EscalationAnswer, ReachableAnswer, ServiceAnswer, ServicesAnswer, StepAnswer, TargetAnswer,
    },
    collation,
    kept::Lookup,
    snapshot::{Directory, Snapshot},
    store::{PersonRecord, ServiceRecord},
};
use app::AppError;
use domain::{
    Instant, RotaId,
    contact::Occasion,
    escalation::{ResolvedTarget, Severity},
};
pub(in crate::services) use serving::{Standing, administrators, standing};

impl Desk {
    /// Whom to call about an incident of a service at an instant, by default now.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`, or `Invalid` for an instant that is too long ago.
    pub fn escalation(&self, slug: &str, severity: Severity, at: Option<Instant>) -> Result<EscalationAnswer> {
        self.escalation_explained(slug, severity, at, false)
    }

    /// The same, and why, where that is asked for.
    pub(crate) fn escalation_explained(
        &self,
        slug: &str,
        severity: Severity,
        at: Option<Instant>,
        explain: bool,
    ) -> Result<EscalationAnswer> {
        self.may_ask_on_call()?;
        let snapshot = self.tandem.snapshot();
        let service = service_of(&snapshot, slug)?;
        let at = at.unwrap_or_else(|| self.tandem.now());
        let contacts = self.sees_contacts(&snapshot, service.team);
        let service = &*service.as_of(at);
        let standing = standing(&snapshot, service, severity, at)?;
        let answer = escalation_answer(&snapshot, service, severity, at, contacts, &standing);
        Ok(EscalationAnswer {
            explanation: explain.then(|| explanation::answer(&snapshot, service, severity, &standing)),
            ..answer
        })
    }

    /// Whom to call about an incident now, as JSON.
    pub(crate) fn escalation_now(&self, slug: &str, severity: Severity) -> Result<Lookup> {
        self.may_ask_on_call()?;
        let (snapshot, now) = (self.tandem.snapshot(), self.tandem.now());
        let image = snapshot.service_image(slug).ok_or_else(|| unknown(slug))?;
        let service = &image.record;
        let contacts = self.sees_contacts(&snapshot, service.team);
        let answer = || {
            let standing = standing(&snapshot, service, severity, now)?;
            let answer = escalation_answer(&snapshot, service, severity, now, contacts, &standing);
            Ok(Lookup::new(
                json(&answer)?,
                answer.revision,
                answer.valid_until,
                Some(now),
            ))
        };
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
    standing: &Standing,
) -> EscalationAnswer {
    let step = |step: &domain::escalation::ResolvedStep| StepAnswer {
        step: step.step,
        after_seconds: step.after_seconds,
        targets: step
            .targets
            .iter()
            .map(|one| target(snapshot.directory(), one, contacts.then_some(standing.occasion())))
            .collect(),
    };
    let resolved = standing.resolved();
    EscalationAnswer {
        service: service.slug.clone(),
        severity,
        at,
        in_hours: standing.in_hours(),
        valid_until: standing.valid_until,
        repeat: resolved.repeat,
        revision: snapshot.revision(),
        steps: resolved.steps.iter().map(step).collect(),
        explanation: None,
    }
}

/// The service of this slug.
pub(super) fn service_of<'s>(snapshot: &'s Snapshot, slug: &str) -> Result<&'s ServiceRecord> {
    snapshot.service(slug).ok_or_else(|| unknown(slug))
}

fn unknown(slug: &str) -> AppError {
    AppError::NotFound(format!("There is no service ‘{slug}’."))
}

fn target(directory: &Directory, of: &ResolvedTarget, contacts: Option<Occasion>) -> TargetAnswer {
    let person = directory.person(of.person);
    TargetAnswer {
        kind: of.kind,
        role: of.role,
        person: ReachableAnswer {
            id: of.person,
            name: directory.name(of.person).to_owned(),
            contacts: person
                .zip(contacts)
                .map(|(person, occasion)| contacts_of(person, occasion))
                .unwrap_or_default(),
        },
        because: match of.role {
            Some(role) => format!("{role} by {}", of.because),
            None => of.because.clone(),
        },
    }
}

/// How to reach somebody on an occasion, in their own order.
fn contacts_of(person: &PersonRecord, occasion: Occasion) -> Vec<ContactAnswer> {
    let answer = |way: Way<'_>| ContactAnswer {
        kind: way.kind,
        value: way.value.to_owned(),
    };
    ways_of(person, occasion).into_iter().map(answer).collect()
}
