//! Services' pages: who is on, the policy, and who would be called.

use super::{
    Standing, explanation,
    instants::{self, WALL},
    policy_form, service_of, standing, versions,
};
use crate::{
    collation,
    services::{Desk, Faults, Reader, Result, contacts::ways_of, setup::check_name, slug::slug, wording},
    snapshot::{RotaImage, Snapshot},
    store::{PersonRecord, RotaRecord, ServiceRecord, StoreError, TeamRecord},
};
use app::{
    AppError,
    contacts::ContactWay,
    escalation::{Call, CallTarget, PolicyForm, ServiceCard, ServiceForm, ServiceFormPage, ServicePage, ServicesPage},
};
use async_trait::async_trait;
use domain::{
    Instant, PersonId, Role, ServiceId, Zone,
    contact::Occasion,
    escalation::{Policy, ResolvedTarget, Severity},
    timeline::{Held, Via},
};
use serde_json::json;

/// The longest description of a service.
const DESCRIPTION_CHARACTERS: usize = 500;

#[async_trait]
impl app::escalation::Port for Desk {
    async fn services_page(&self) -> Result<ServicesPage> {
        self.may_look()?;
        let (snapshot, now) = (self.tandem.snapshot(), self.tandem.now());
        let mut services: Vec<ServiceCard> = snapshot
            .services()
            .filter(|service| !snapshot.directory().is_archived(service.team, now))
            .map(|service| card(&snapshot, service, now))
            .collect();
        services.sort_by_cached_key(|service| (collation::key(&service.name), service.slug.clone()));
        Ok(ServicesPage {
            services,
            may_create: !self.teams_managed(&snapshot).is_empty(),
        })
    }

    async fn service_page(&self, slug: String, severity: String, at: String, draft: String) -> Result<ServicePage> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let service = service_of(&snapshot, &slug)?;
        let severity = if severity.is_empty() {
            Ok(Severity::P1)
        } else {
            severity.parse()
        };
        let severity = severity.map_err(|error| AppError::field("severity", error.to_string()))?;
        self.show_service(&snapshot, service, severity, &at, &draft)
    }

    async fn change_policy(&self, slug: String, form: PolicyForm, act: String) -> Result<String> {
        let snapshot = self.tandem.snapshot();
        let service = service_of(&snapshot, &slug)?;
        self.may_manage(&snapshot, service.team)?;
        match act.as_str() {
            "publish" | "discard" => {
                let (desk, service, publish) = (self.clone(), service.clone(), act == "publish");
                self.to_the_end(async move { desk.end_policy_draft(service, publish).await })
                    .await?;
                let done = if publish { "policy" } else { "discarded" };
                return Ok(format!("/services/{slug}?done={done}"));
            }
            "" | "save" | "draft" => {}
            _ => return policy_form::draft_page(&slug, policy_form::with_row_changed(form, &act)),
        }
        let policy = policy_form::read(&*snapshot, &form)?;
        self.check_named(&snapshot, &policy)?;
        let (desk, service) = (self.clone(), service.clone());
        let seen = form.revision;
        if act == "draft" {
            self.to_the_end(async move { desk.keep_policy_draft(service, policy, &seen).await })
                .await?;
            return Ok(format!("/services/{slug}?done=draft"));
        }
        self.to_the_end(async move { desk.keep_policy(service, policy, &seen).await })
            .await?;
        Ok(format!("/services/{slug}?done=policy"))
    }

    async fn service_form(&self, slug: String) -> Result<ServiceFormPage> {
        let snapshot = self.tandem.snapshot();
        let form = if slug.is_empty() {
            self.may_try()?;
            ServiceForm::default()
        } else {
            let service = service_of(&snapshot, &slug)?;
            self.may_manage(&snapshot, service.team)?;
            filled(&snapshot, service)
        };
        let teams = self.teams_managed(&snapshot);
        // An administrator is told that a team comes first.
        if teams.is_empty() && self.may_administer().is_err() {
            return Err(AppError::Forbidden(
                "Only a manager of a team or an administrator can do this.".into(),
            ));
        }
        let mut rotas: Vec<(String, String)> = snapshot
            .rotas()
            .map(|rota| (rota.record.slug.clone(), rota.record.name.clone()))
            .collect();
        rotas.sort_by_cached_key(|(slug, name)| (collation::key(name), slug.clone()));
        let teams = teams.into_iter().map(|team| (team.slug, team.name)).collect();
        Ok(ServiceFormPage { form, teams, rotas })
    }

    async fn put_service(&self, form: ServiceForm) -> Result<String> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_service(form).await }).await
    }
}

/// The form of the policy in force.
fn opened(snapshot: &Snapshot, service: &ServiceRecord) -> PolicyForm {
    PolicyForm {
        revision: service.policy_revision.to_string(),
        ..policy_form::of(snapshot, &service.policy)
    }
}

impl Desk {
    fn show_service(
        &self,
        snapshot: &Snapshot,
        service: &ServiceRecord,
        severity: Severity,
        at: &str,
        draft: &str,
    ) -> Result<ServicePage> {
        let reader = self.reader(snapshot);
        let now = reader.now;
        let may_manage = self.manages(snapshot, service.team);
        let (form, policy, fault) = match policy_form::draft(draft).filter(|_| may_manage) {
            Some(form) => match policy_form::read(snapshot, &form) {
                Ok(policy) => (form, Some(policy), None),
                Err(error) => (form, None, Some(format!("Not saved yet. {error}"))),
            },
            None => (opened(snapshot, service), None, None),
        };
        let current = standing(snapshot, service, severity, now)?;
        let zone = current.serving.rota.rules.zone.clone();
        let at = instants::asked(&zone, at, now)?;
        let edited = match policy {
            Some(policy) => service.with_policy(policy),
            None => service.as_of(at).into_owned(),
        };
        let asked = standing(snapshot, &edited, severity, at)?;
        let team = snapshot.directory().team(service.team);
        let me = self.actor.person();
        Ok(ServicePage {
            slug: service.slug.clone(),
            name: service.name.clone(),
            description: service.description.clone(),
            team: team.map(|team| team.name.clone()).unwrap_or_default(),
            team_slug: team.map(|team| team.slug.clone()).unwrap_or_default(),
            rotas: rota_words(snapshot, service),
            card: self.card(snapshot, current.serving.rota, me, &reader),
            may_manage,
            severity: severity.to_string(),
            at: zone.local(at).format(WALL).to_string(),
            zone: wording::zone_name(&zone),
            moment: wording::said(at, &zone, &reader),
            instants: instants::worth_asking(snapshot, service, &zone, now, at),
            hours_ahead: instants::hours_ahead(now, at),
            hours: hours_words(&asked, &zone, &reader),
            warnings: explanation::call_warnings(snapshot, &edited, severity, &asked),
            rule: explanation::rule_words(&edited, severity, &asked),
            reasons: explanation::reasons(snapshot, &edited, &asked.explained),
            calls: self.calls(snapshot, service, &asked, at, &reader),
            repeat: repeat_words(asked.resolved().repeat),
            targets: policy_form::targets(snapshot, service, &form),
            draft: !draft.is_empty() && may_manage,
            policy: form,
            fault,
            kept_draft: versions::kept_draft(snapshot, service, &reader).filter(|_| may_manage),
            versions: versions::shown(snapshot, service, &zone, &reader),
        })
    }

    pub(in crate::services) fn calls(
        &self,
        snapshot: &Snapshot,
        service: &ServiceRecord,
        asked: &Standing,
        at: Instant,
        reader: &Reader,
    ) -> Vec<Call> {
        let contacts = self.sees_contacts(snapshot, service.team);
        let zone = &asked.serving.rota.rules.zone;
        let first = wording::time(at, zone, reader.style);
        let steps = asked.resolved().steps.iter().map(|step| Call {
            time: if step.after_seconds == 0 {
                first.clone()
            } else {
                format!("+{}", wording::length(step.after_seconds.into()))
            },
            targets: step
                .targets
                .iter()
                .map(|target| call_target(snapshot, target, asked, contacts, reader))
                .collect(),
        });
        steps.collect()
    }

    /// The teams whose services the actor may change, by name.
    fn teams_managed(&self, snapshot: &Snapshot) -> Vec<TeamRecord> {
        let managed = snapshot
            .directory()
            .teams()
            .filter(|team| team.archived_at.is_none() && self.manages(snapshot, team.id));
        let mut teams: Vec<TeamRecord> = managed.cloned().collect();
        teams.sort_by_cached_key(|team| (collation::key(&team.name), team.slug.clone()));
        teams
    }

    /// Fine when everybody a policy names is here.
    pub(super) fn check_named(&self, snapshot: &Snapshot, policy: &Policy) -> Result<()> {
        let known = |id: PersonId| {
            snapshot
                .directory()
                .person(id)
                .is_some_and(|person| person.deactivated_at.is_none())
        };
        match policy.people().find(|id| !known(*id)) {
            Some(id) => Err(AppError::field(
                "policy",
                format!(
                    "{} has left: call somebody else.",
                    snapshot.directory().name_in_words(id)
                ),
            )),
            None => Ok(()),
        }
    }

    /// Puts a policy in force. `seen` is the revision of the one it was made from; empty replaces whichever there is.
    pub(crate) async fn keep_policy(&self, service: ServiceRecord, policy: Policy, seen: &str) -> Result<()> {
        self.may_manage(&self.tandem.snapshot(), service.team)?;
        let mut write = self.begin().await?;
        let current = write.policy_revision(service.id).await?.to_string();
        if !seen.is_empty() && seen != current {
            return Err(AppError::Stale(
                "Somebody else changed this policy meanwhile. Open the service again to see it, then make your change."
                    .into(),
            ));
        }
        let before = service.policy.clone();
        write.put_policy(&service.with_policy(policy.clone())).await?;
        write.drop_policy_draft(service.id).await?;
        let detail = json!({ "before": before, "after": policy });
        write
            .audit("policy.changed", &format!("service {}", service.id), detail)
            .await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    async fn write_service(&self, form: ServiceForm) -> Result<String> {
        let snapshot = self.tandem.snapshot();
        let before = if form.slug.is_empty() {
            None
        } else {
            Some(service_of(&snapshot, &form.slug)?.clone())
        };
        let mut faults = Faults::default();
        let name = faults.take("name", check_name(&form.name)).unwrap_or_default();
        let description = faults
            .take("description", check_description(&form.description))
            .unwrap_or_default();
        let in_hours = faults.take("in_hours_rota", known_rota(&snapshot, &form.in_hours_rota));
        let out_of_hours = faults.take("out_of_hours_rota", known_rota(&snapshot, &form.out_of_hours_rota));
        let team = match &before {
            Some(service) => Some(service.team),
            None => {
                let team = snapshot.directory().team_by_slug(&form.team).map(|team| team.id);
                faults.take(
                    "team",
                    team.ok_or_else(|| format!("There is no team ‘{}’: choose one.", form.team)),
                )
            }
        };
        faults.check()?;
        let (Some(team), Some(in_hours), Some(out_of_hours)) = (team, in_hours, out_of_hours) else {
            return Err(AppError::field("team", "Choose a team and its rotas."));
        };
        self.may_manage(&snapshot, team)?;
        let service = ServiceRecord {
            id: before
                .as_ref()
                .map_or_else(|| ServiceId::from_uuid(self.tandem.new_id()), |service| service.id),
            slug: before.as_ref().map_or_else(
                || slug(&name, "service", |taken| snapshot.service(taken).is_some()),
                |service| service.slug.clone(),
            ),
            team,
            name,
            description,
            in_hours_rota: in_hours.id,
            out_of_hours_rota: out_of_hours.id,
            policy: before
                .as_ref()
                .map_or_else(Policy::default_for_new_service, |service| service.policy.clone()),
            policy_revision: before.as_ref().map_or(0, |service| service.policy_revision),
            versions: before
                .as_ref()
                .map_or_else(Vec::new, |service| service.versions.clone()),
            draft: None,
            card: before.as_ref().map(|service| service.card.clone()).unwrap_or_default(),
            card_revision: before.as_ref().map_or(0, |service| service.card_revision),
        };
        self.keep_service(service, before).await
    }

    async fn keep_service(&self, service: ServiceRecord, before: Option<ServiceRecord>) -> Result<String> {
        let mut write = self.begin().await?;
        let described = |service: &ServiceRecord| json!({ "name": service.name, "in_hours_rota": service.in_hours_rota, "out_of_hours_rota": service.out_of_hours_rota });
        let action = match &before {
            Some(_) => {
                write.update_service(&service).await?;
                "service.changed"
            }
            None => {
                write.insert_service(&service).await.map_err(taken)?;
                "service.created"
            }
        };
        let detail = json!({ "before": before.as_ref().map(described), "after": described(&service) });
        write.audit(action, &format!("service {}", service.id), detail).await?;
        self.tandem.commit(write).await?;
        Ok(service.slug)
    }
}

fn taken(error: StoreError) -> AppError {
    if error.is_duplicate() {
        return AppError::field("name", "Somebody has just made a service of this name: choose another.");
    }
    error.into()
}

fn check_description(text: &str) -> std::result::Result<String, String> {
    let text = text.trim();
    let characters = text.chars().count();
    if characters > DESCRIPTION_CHARACTERS {
        return Err(format!(
            "{characters} characters: a description has at most {DESCRIPTION_CHARACTERS}."
        ));
    }
    Ok(text.to_owned())
}

fn known_rota<'s>(snapshot: &'s Snapshot, slug: &str) -> std::result::Result<&'s RotaRecord, String> {
    let rota = snapshot.rota_by_slug(slug).map(|rota| &rota.record);
    rota.ok_or_else(|| format!("There is no rota ‘{slug}’: choose one."))
}

fn filled(snapshot: &Snapshot, service: &ServiceRecord) -> ServiceForm {
    let rota = |id| {
        snapshot
            .rota(id)
            .map(|rota| rota.record.slug.clone())
            .unwrap_or_default()
    };
    ServiceForm {
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
    }
}

fn card(snapshot: &Snapshot, service: &ServiceRecord, now: Instant) -> ServiceCard {
    let directory = snapshot.directory();
    let standing = standing(snapshot, service, Severity::P1, now).ok();
    let first = standing
        .as_ref()
        .and_then(|standing| standing.resolved().steps.first()?.targets.first().cloned());
    ServiceCard {
        slug: service.slug.clone(),
        name: service.name.clone(),
        description: service.description.clone(),
        team: directory
            .team(service.team)
            .map(|team| team.name.clone())
            .unwrap_or_default(),
        first: first.map(|target| {
            let why = target
                .role
                .map_or_else(|| sentence(&target.because), |role| format!("{role} now"));
            (target.person.to_string(), directory.name(target.person).to_owned(), why)
        }),
        gap: standing.is_some_and(|standing| !standing.serving.duty.gap.is_empty()),
    }
}

fn rota_words(snapshot: &Snapshot, service: &ServiceRecord) -> String {
    let name = |id| {
        snapshot
            .rota(id)
            .map(|rota| rota.record.name.as_str())
            .unwrap_or("a rota")
    };
    if service.in_hours_rota == service.out_of_hours_rota {
        return format!("served by {} at all hours", name(service.in_hours_rota));
    }
    format!(
        "{} in office hours, {} out of hours",
        name(service.in_hours_rota),
        name(service.out_of_hours_rota)
    )
}

/// Office hours or not, which rota serves, and until when that holds.
pub(in crate::services) fn hours_words(standing: &Standing, zone: &Zone, reader: &Reader) -> String {
    let hours = if standing.in_hours() {
        "In office hours"
    } else {
        "Out of hours"
    };
    let until = standing
        .valid_until
        .map(|at| format!(" until {}", wording::said(at, zone, reader)));
    format!(
        "{hours}: served by {}. Holds{}.",
        standing.serving.rota.record.name,
        until.unwrap_or_else(|| " for good".to_owned())
    )
}

fn repeat_words(repeat: u8) -> String {
    match repeat {
        0 => String::new(),
        1 => "Gone through once more when nobody takes it.".to_owned(),
        times => format!("Gone through {times} more times when nobody takes it."),
    }
}

fn call_target(
    snapshot: &Snapshot,
    target: &ResolvedTarget,
    asked: &Standing,
    contacts: bool,
    reader: &Reader,
) -> CallTarget {
    let person = snapshot.directory().person(target.person).filter(|_| contacts);
    CallTarget {
        id: target.person.to_string(),
        name: snapshot.directory().name(target.person).to_owned(),
        role: target.role,
        last_resort: target.because.starts_with("last resort"),
        because: match target.role.filter(|role| on_duty(asked, *role) == Some(target.person)) {
            Some(role) => duty_words(asked.serving.rota, asked, role, reader),
            None => sentence(&target.because),
        },
        contacts: person
            .map(|person| contact_ways(person, asked.occasion()))
            .unwrap_or_default(),
    }
}

fn contact_ways(person: &PersonRecord, occasion: Occasion) -> Vec<ContactWay> {
    ways_of(person, occasion)
        .into_iter()
        .map(|way| ContactWay {
            kind: way.kind,
            value: way.value.to_owned(),
            verified: way.verified,
        })
        .collect()
}

fn held(asked: &Standing, role: Role) -> Option<Held> {
    match role {
        Role::Lead => asked.serving.duty.lead,
        Role::Engineer => asked.serving.duty.engineer,
    }
}

fn on_duty(asked: &Standing, role: Role) -> Option<PersonId> {
    held(asked, role).map(|held| held.person)
}

/// Why somebody is on duty, and until when.
fn duty_words(rota: &RotaImage, asked: &Standing, role: Role, reader: &Reader) -> String {
    let Some(held) = held(asked, role) else {
        return format!("On duty on {}", rota.record.name);
    };
    let how = match held.via {
        Via::Shift => "Shift",
        Via::Cover => "Cover",
    };
    format!(
        "{how} of {}, until {}",
        rota.record.name,
        wording::said(held.until, &rota.rules.zone, reader)
    )
}

/// With a capital letter.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
