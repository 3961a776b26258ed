//! Rotas: the list, making one, changing its rules.

use super::{
    Desk, Faults, Reader, Result, events, holidays, rota_change, rota_form, rota_preview, rota_words,
    setup::check_name, slug::slug, teams::takes_new, wording,
};
use crate::{
    collation,
    snapshot::{RotaImage, Snapshot},
    store::{Asker, DraftRecord, RotaRecord, RulesRecord, ServiceRecord, StoreError},
    zones,
};
use app::{
    AppError,
    rotas::{FormChoices, Named, Preview, RotaForm, RotaHeading, RotaList, RotaRow, RotaSettings},
};
use async_trait::async_trait;
use chrono::{Datelike as _, Days, NaiveTime};
use domain::{
    Instant, PersonId, RotaId, ServiceId, TeamId,
    escalation::Policy,
    planner::PlanningRules,
    timeline::{Held, State, on_call},
};
use std::{collections::HashSet, sync::Arc};

/// A rota that is published for less than this is about to run out: three weeks.
const RUNNING_OUT_SECONDS: i64 = 21 * 86_400;

/// What makes a rota.
#[derive(Debug, Clone)]
pub(crate) struct NewRota {
    /// The team that serves it.
    pub(crate) team: TeamId,
    /// Its name.
    pub(crate) name: String,
    /// Its rules; their rota and revision are filled in.
    pub(crate) rules: RulesRecord,
    /// What its plans must respect, when that is not what the organisation asks for.
    pub(crate) planning: Option<PlanningRules>,
}

#[async_trait]
impl app::rotas::Port for Desk {
    async fn rotas(&self) -> Result<RotaList> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let drafts = DraftRecord::rotas(&mut *self.tandem.store.read().await?).await?;
        let mut rotas: Vec<(bool, RotaRow)> = snapshot
            .rotas()
            .filter(|rota| !snapshot.directory().is_archived(rota.record.team, reader.now))
            .map(|rota| {
                let mine = self
                    .actor
                    .person()
                    .is_some_and(|me| snapshot.directory().member(rota.record.team, me).is_some());
                (!mine, self.row(&snapshot, rota, &drafts, &reader))
            })
            .collect();
        rotas.sort_by_cached_key(|(others, row)| {
            (
                *others,
                collation::key(&row.team),
                collation::key(&row.name),
                row.slug.clone(),
            )
        });
        let may_create = snapshot
            .directory()
            .teams()
            .any(|team| self.manages(&snapshot, team.id))
            || self.may_administer().is_ok();
        Ok(RotaList {
            may_create,
            rotas: rotas.into_iter().map(|(_, row)| row).collect(),
        })
    }

    async fn rota_form(&self, slug: Option<String>) -> Result<RotaSettings> {
        let snapshot = self.tandem.snapshot();
        match slug {
            Some(slug) => {
                let rota = find(&snapshot, &slug)?;
                self.may_manage(&snapshot, rota.record.team)?;
                let heading = self.heading(&snapshot, &rota);
                let starts = rota_change::default_start(&rota, self.tandem.now());
                let form = RotaForm {
                    effective: wording::local_field(starts, &rota.rules.zone),
                    ..rota_form::of_rota(&rota, &heading.team_slug)
                };
                Ok(RotaSettings {
                    choices: self.choices(&snapshot),
                    form,
                    heading: Some(heading),
                })
            }
            None => self.new_form(&snapshot),
        }
    }

    async fn preview(&self, rota: RotaForm) -> Result<Preview> {
        self.may_try()?;
        let (snapshot, mut faults) = (self.tandem.snapshot(), Faults::default());
        let reader = self.reader(&snapshot);
        let image = match rota.slug.trim() {
            "" => None,
            slug => {
                let found = find(&snapshot, slug).map_err(|error| AppError::field("slug", error.to_string()))?;
                // What becomes of what is published is for those who may change it.
                Some(found).filter(|image| self.manages(&snapshot, image.record.team))
            }
        };
        let one_offs = image
            .as_ref()
            .map(|image| image.kept_rules.coverage.one_offs().to_vec());
        let kept = rota_form::read(
            &rota,
            one_offs.unwrap_or_default(),
            (reader.now, snapshot.calendars()),
            &mut faults,
        );
        let from = image
            .as_ref()
            .map(|image| rota_change::takes_effect(&rota, image, &reader));
        faults.check()?;
        let kept = kept.ok_or_else(|| AppError::field("coverage", "These rules cannot be used."))?;
        let preview = rota_preview::preview(&kept, snapshot.calendars(), &reader)?;
        let (Some(image), Some(from)) = (image, from) else {
            return Ok(preview);
        };
        let kept = RulesRecord {
            starts_at: from?,
            rota: image.record.id,
            ..kept
        };
        let impact = self.rules_impact(&snapshot, &image, &kept, &reader).await?;
        Ok(Preview { impact, ..preview })
    }

    async fn create(&self, rota: RotaForm) -> Result<String> {
        let snapshot = self.tandem.snapshot();
        let team = snapshot
            .directory()
            .team_by_slug(&rota.team)
            .ok_or_else(|| AppError::field("team", "Choose the team that serves this rota."))?;
        self.may_manage(&snapshot, team.id)?;
        takes_new(&snapshot, team.id)?;
        let (mut faults, now) = (Faults::default(), self.tandem.now());
        let name = faults.take("name", check_name(&rota.name));
        let rules = rota_form::read(&rota, Vec::new(), (now, snapshot.calendars()), &mut faults);
        faults.check()?;
        let (Some(name), Some(rules)) = (name, rules) else {
            return Err(AppError::field("coverage", "These rules cannot be used."));
        };
        Ok(self
            .create_rota(NewRota {
                team: team.id,
                name,
                rules,
                planning: None,
            })
            .await?
            .slug)
    }

    async fn save(&self, slug: String, rota: RotaForm) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.save_rules(&slug, &rota).await })
            .await
    }
}

/// The rota of a slug.
pub(crate) fn find(snapshot: &Snapshot, slug: &str) -> Result<Arc<RotaImage>> {
    snapshot
        .rota_by_slug(slug)
        .cloned()
        .ok_or_else(|| AppError::NotFound(format!("There is no rota ‘{slug}’.")))
}

/// The rota of an id.
pub(crate) fn known(snapshot: &Snapshot, id: RotaId) -> Result<Arc<RotaImage>> {
    let found = snapshot.rotas().find(|rota| rota.record.id == id);
    found
        .cloned()
        .ok_or_else(|| AppError::NotFound("This rota is not there any more.".to_owned()))
}

/// A person for a page.
pub(crate) fn named(snapshot: &Snapshot, id: PersonId) -> Named {
    Named {
        id: id.to_string(),
        name: snapshot.directory().name(id).to_owned(),
    }
}

impl Desk {
    /// Makes a rota and a service of the same name with the default escalation policy.
    pub(crate) async fn create_rota(&self, new: NewRota) -> Result<RotaRecord> {
        self.may_manage(&self.tandem.snapshot(), new.team)?;
        let desk = self.clone();
        self.to_the_end(async move { desk.insert_rota(new).await }).await
    }

    async fn insert_rota(&self, new: NewRota) -> Result<RotaRecord> {
        let mut write = self.begin().await?;
        holidays::check_calendar(&mut write, "holiday_calendar", &new.rules.holiday_calendar).await?;
        // Read after the write has begun, so that no name is given twice on this node; the database sees to the others.
        let snapshot = self.tandem.snapshot();
        name_is_free(&snapshot, new.team, &new.name, None)?;
        let rota = RotaRecord {
            id: RotaId::from_uuid(self.tandem.new_id()),
            slug: slug(&new.name, "rota", |slug| snapshot.rota_by_slug(slug).is_some()),
            team: new.team,
            name: new.name,
            planned: None,
            revision: write.revision(),
        };
        let service = ServiceRecord {
            id: ServiceId::from_uuid(self.tandem.new_id()),
            slug: slug(&rota.name, "service", |slug| snapshot.service(slug).is_some()),
            team: rota.team,
            name: rota.name.clone(),
            description: String::new(),
            in_hours_rota: rota.id,
            out_of_hours_rota: rota.id,
            policy: Policy::default_for_new_service(),
            policy_revision: write.revision(),
            versions: Vec::new(),
            draft: None,
            card: domain::support::SupportCard::default(),
            card_revision: 0,
        };
        let taken = |error: StoreError| match error.is_duplicate() {
            true => AppError::field("name", "Somebody took this name just now. Try again."),
            false => error.into(),
        };
        write.insert_rota(&rota).await.map_err(taken)?;
        write
            .put_rules(&RulesRecord {
                rota: rota.id,
                ..new.rules.clone()
            })
            .await?;
        if let Some(planning) = &new.planning {
            write.put_planning_rules(Asker::Rota(rota.id), planning).await?;
        }
        write.insert_service(&service).await.map_err(taken)?;
        let detail = serde_json::json!({ "name": rota.name, "slug": rota.slug, "service": service.slug, "rules": rules_detail(&new.rules) });
        write
            .audit("rota.created", &format!("rota {}", rota.id), detail)
            .await?;
        self.tandem.commit(write).await?;
        Ok(rota)
    }

    async fn save_rules(&self, slug: &str, form: &RotaForm) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let image = find(&snapshot, slug)?;
        self.may_manage(&snapshot, image.record.team)?;
        let mut write = self.begin().await?;
        let gone = || AppError::NotFound(format!("There is no rota ‘{slug}’."));
        let record = RotaRecord::find(write.connection(), image.record.id)
            .await?
            .ok_or_else(gone)?;
        let before = RulesRecord::current(write.connection(), record.id)
            .await?
            .ok_or_else(gone)?;
        let are = (&record, &before);
        self.settings_are_as_seen(write.connection(), (&snapshot, &image), are, form)
            .await?;
        let mut faults = Faults::default();
        let name = faults.take("name", check_name(&form.name));
        let rules = rota_form::read(
            form,
            before.coverage.one_offs().to_vec(),
            (self.tandem.now(), snapshot.calendars()),
            &mut faults,
        );
        let image = find(&self.tandem.snapshot(), slug)?;
        let from = faults.all(rota_change::takes_effect(form, &image, &self.reader(&snapshot)))?;
        faults.check()?;
        let (Some(name), Some(rules), Some(from)) = (name, rules, from) else {
            return Err(AppError::field("coverage", "These rules cannot be used."));
        };
        name_is_free(&self.tandem.snapshot(), record.team, &name, Some(record.id))?;
        holidays::check_calendar(&mut write, "holiday_calendar", &rules.holiday_calendar).await?;
        let rules = RulesRecord {
            rota: record.id,
            starts_at: from,
            ..rules
        };
        let changed = rules_detail(&before) != rules_detail(&rules);
        let detail = serde_json::json!({
            "name": { "before": record.name, "after": name },
            "rules": { "before": rules_detail(&before), "after": rules_detail(&rules) },
            "effective": changed.then_some(from),
        });
        let renamed = name != record.name;
        let record = RotaRecord { name, ..record };
        write.update_rota(&record).await?;
        if renamed {
            events::mark_all(&mut write, &record).await?;
        }
        // Rules that stay the same keep their revision, so that a draft made from them stays good.
        if changed {
            write.put_rules(&rules).await?;
        }
        if rota_change::shapes_otherwise(&before, &rules) {
            self.recut_published(&mut write, &record, &rules, &snapshot).await?;
        }
        write
            .audit("rota.changed", &format!("rota {}", image.record.id), detail)
            .await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    fn new_form(&self, snapshot: &Snapshot) -> Result<RotaSettings> {
        self.may_try()?;
        let me = self.actor.person();
        let choices = self.choices(snapshot);
        let Some(organisation) = snapshot.organisation() else {
            return Err(AppError::NotFound("Tandem is not set up yet.".into()));
        };
        if choices.teams.is_empty() {
            self.may_administer().map_err(|_| {
                AppError::Forbidden("Only a manager of a team or an administrator can create a rota.".into())
            })?;
        }
        let own = choices.teams.iter().find(|(slug, _)| {
            snapshot
                .directory()
                .team_by_slug(slug)
                .zip(me)
                .is_some_and(|(team, me)| snapshot.directory().member(team.id, me).is_some())
        });
        let team = own
            .or(choices.teams.first())
            .map(|(slug, _)| slug.clone())
            .unwrap_or_default();
        let zone = zones::zone(&organisation.zone).unwrap_or_else(|_| domain::Zone::utc());
        let today = zone.local(self.tandem.now()).date();
        let until_monday = (7 - u64::from(today.weekday().num_days_from_monday())) % 7;
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
        let monday = today
            .checked_add_days(Days::new(until_monday))
            .unwrap_or(today)
            .and_time(nine);
        Ok(RotaSettings {
            heading: None,
            form: rota_form::of_organisation(organisation, team, monday),
            choices,
        })
    }

    fn choices(&self, snapshot: &Snapshot) -> FormChoices {
        let mut teams: Vec<(String, String)> = snapshot
            .directory()
            .teams()
            .filter(|team| team.archived_at.is_none() && self.manages(snapshot, team.id))
            .map(|team| (team.slug.clone(), team.name.clone()))
            .collect();
        teams.sort_by_cached_key(|(slug, name)| (collation::key(name), slug.clone()));
        FormChoices {
            teams,
            zones: zones::names(),
            holiday_calendars: holidays::choices(snapshot, &self.reader(snapshot)),
        }
    }

    /// What every page of one rota starts with.
    pub(crate) fn heading(&self, snapshot: &Snapshot, rota: &RotaImage) -> RotaHeading {
        let team = snapshot.directory().team(rota.record.team);
        let reader = self.reader(snapshot);
        RotaHeading {
            slug: rota.record.slug.clone(),
            name: rota.record.name.clone(),
            team: team.map(|team| team.name.clone()).unwrap_or_default(),
            team_slug: team.map(|team| team.slug.clone()).unwrap_or_default(),
            zone: rota.rules.zone.name().to_owned(),
            handover: rota_words::handover(&rota.rules.handover, reader.style),
            published: rota_words::published(rota, &reader),
            may_manage: self.manages(snapshot, rota.record.team),
            may_cover: self.may_cover(snapshot, rota.record.team).is_ok(),
            reads_handovers: self.reads_handovers(snapshot, rota),
        }
    }

    fn row(&self, snapshot: &Snapshot, rota: &RotaImage, drafts: &HashSet<RotaId>, reader: &Reader) -> RotaRow {
        let now = reader.now;
        let duty = on_call(&rota.duty, now);
        let zone = &rota.rules.zone;
        let holder = |held: &Option<Held>| held.as_ref().map(|held| named(snapshot, held.person));
        let team = snapshot.directory().team(rota.record.team);
        let end = rota.record.planned.map(|planned| planned.end());
        let left = end.map(|end| end - now);
        RotaRow {
            slug: rota.record.slug.clone(),
            name: rota.record.name.clone(),
            team: team.map(|team| team.name.clone()).unwrap_or_default(),
            team_slug: team.map(|team| team.slug.clone()).unwrap_or_default(),
            state: super::now::state_key(duty.state).to_owned(),
            lead: holder(&duty.lead),
            engineer: holder(&duty.engineer),
            gap_until: duty
                .changes_at
                .filter(|_| !duty.gap.is_empty())
                .map(|at| wording::stamp(at, zone, reader)),
            published: end.map(|end| wording::stamp(end, zone, reader)),
            running_out: left.filter(|left| *left < RUNNING_OUT_SECONDS).map(|left| match left {
                left if left <= 0 => "has run out".to_owned(),
                left => format!("in {}", wording::length(left)),
            }),
            gaps_ahead: gaps_ahead(rota, now),
            draft: drafts.contains(&rota.record.id) && self.manages(snapshot, rota.record.team),
        }
    }
}

/// Shifts from now on in which a role has nobody for some time.
fn gaps_ahead(rota: &RotaImage, now: Instant) -> usize {
    let from = rota.duty.partition_point(|row| row.starts_at <= now).saturating_sub(1);
    let open = rota
        .duty
        .iter()
        .skip(from)
        .filter(|row| row.state == State::Covered && row.gaps().next().is_some());
    open.filter_map(|row| row.shift).collect::<HashSet<_>>().len()
}

pub(super) fn name_is_free(snapshot: &Snapshot, team: TeamId, name: &str, own: Option<RotaId>) -> Result<()> {
    let taken = snapshot.rotas().map(|rota| &rota.record).any(|record| {
        record.team == team && Some(record.id) != own && record.name.to_lowercase() == name.to_lowercase()
    });
    if !taken {
        return Ok(());
    }
    let team = snapshot
        .directory()
        .team(team)
        .map_or("the team", |team| team.name.as_str());
    Err(AppError::field(
        "name",
        format!("{team} has a rota called “{name}” already. Give this one another name."),
    ))
}

pub(super) fn rules_detail(rules: &RulesRecord) -> serde_json::Value {
    serde_json::json!({
        "zone": rules.zone,
        "coverage": rules.coverage,
        "handover": rules.handover,
        "office_hours": rules.office_hours,
        "holiday_calendar": rules.holiday_calendar,
    })
}
