//! What is asked of plans: by the organisation, and by rotas that do not follow it.

mod form;
mod partial;
mod words;

use super::{Desk, Faults, Result, rotas::find};
use crate::store::{Asker, Connection, PlanningRulesRecord};
use app::{
    AppError,
    planning_rules::{PresetChoice, RulesForm, RulesPage},
};
use async_trait::async_trait;
use domain::{
    RotaId,
    planner::{PlanningRules, Preset},
};
pub(super) use form::of;
use form::read;
pub(super) use partial::over;
use serde_json::json;
pub(super) use words::words;

#[async_trait]
impl app::planning_rules::Port for Desk {
    async fn planning_defaults(&self) -> Result<RulesPage> {
        self.may_administer()?;
        let (rules, revision) = defaults(&mut *self.tandem.store.read().await?).await?;
        Ok(RulesPage {
            heading: None,
            follows: false,
            defaults: words(&rules),
            form: of(&rules, revision),
            presets: presets(),
        })
    }

    async fn change_planning_defaults(&self, rules: RulesForm) -> Result<()> {
        self.may_administer()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.write_planning_rules(Asker::Organisation, &rules).await })
            .await
    }

    async fn rota_planning_rules(&self, slug: String) -> Result<RulesPage> {
        let snapshot = self.tandem.snapshot();
        let rota = find(&snapshot, &slug)?;
        self.may_manage(&snapshot, rota.record.team)?;
        let mut connection = self.tandem.store.read().await?;
        let (asked, _) = defaults(&mut connection).await?;
        let own = PlanningRulesRecord::current(&mut connection, Asker::Rota(rota.record.id)).await?;
        let form = match &own {
            Some(own) => of(&own.rules, own.from_revision),
            None => of(&asked, 0),
        };
        Ok(RulesPage {
            heading: Some(self.heading(&snapshot, &rota)),
            follows: own.is_none(),
            defaults: words(&asked),
            form,
            presets: presets(),
        })
    }

    async fn change_rota_planning_rules(&self, slug: String, rules: RulesForm) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let rota = find(&snapshot, &slug)?;
        self.may_manage(&snapshot, rota.record.team)?;
        let (desk, asker) = (self.clone(), Asker::Rota(rota.record.id));
        self.to_the_end(async move { desk.write_planning_rules(asker, &rules).await })
            .await
    }
}

impl Desk {
    async fn write_planning_rules(&self, asker: Asker, form: &RulesForm) -> Result<()> {
        let mut write = self.begin().await?;
        let before = PlanningRulesRecord::current(write.connection(), asker).await?;
        let revision = before.as_ref().map_or(0, |before| before.from_revision);
        if form.revision.trim().parse() != Ok(revision) {
            return Err(AppError::Stale(
                "Somebody else changed these rules meanwhile. Reload the page to see them, then make your change."
                    .into(),
            ));
        }
        let follows = asker != Asker::Organisation && form.follow.trim() == "organisation";
        let after = if follows { None } else { Some(chosen(form)?) };
        match &after {
            Some(rules) => write.put_planning_rules(asker, rules).await?,
            None => write.end_planning_rules(asker).await?,
        }
        let detail = json!({ "before": before.map(|before| before.rules), "after": after });
        let subject = match asker {
            Asker::Organisation => "organisation".to_owned(),
            Asker::Rota(rota) => format!("rota {rota}"),
        };
        write.audit("planning_rules.changed", &subject, detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

/// The rules that a form asks for: a preset's, or its own.
fn chosen(form: &RulesForm) -> Result<PlanningRules> {
    let mut faults = Faults::default();
    let rules = match preset(&form.preset, "rules", &mut faults) {
        Some(Some(preset)) => Some(preset.rules()),
        Some(None) => read(form, "rules", &mut faults),
        None => None,
    };
    faults.check()?;
    rules.ok_or_else(|| AppError::field("rules[preset]", "These rules cannot be used."))
}

/// The preset that a form names, if it names any.
fn preset(key: &str, group: &str, faults: &mut Faults) -> Option<Option<Preset>> {
    match key.trim() {
        "" => Some(None),
        key => {
            let words = || format!("‘{key}’ is not a preset: use uk-working-time, light or none.");
            faults
                .take(&format!("{group}[preset]"), Preset::of(key).ok_or_else(words))
                .map(Some)
        }
    }
}

/// What the organisation asks for, and the revision it was said at: 0 for what is usual.
async fn defaults(connection: &mut Connection) -> Result<(PlanningRules, i64)> {
    let record = PlanningRulesRecord::current(connection, Asker::Organisation).await?;
    Ok(record.map_or_else(Default::default, |record| (record.rules, record.from_revision)))
}

/// What a rota's plans are asked for, and whether the rota says so itself.
pub(super) async fn of_rota(connection: &mut Connection, rota: RotaId) -> Result<(PlanningRules, bool)> {
    match PlanningRulesRecord::current(connection, Asker::Rota(rota)).await? {
        Some(own) => Ok((own.rules, true)),
        None => Ok((defaults(connection).await?.0, false)),
    }
}

fn presets() -> Vec<PresetChoice> {
    let choice = |preset: Preset| {
        let what = words(&preset.rules());
        let what = what.into_iter().filter(|(what, _)| !what.starts_with("What counts"));
        PresetChoice {
            key: preset.key().to_owned(),
            name: preset.name().to_owned(),
            what: what
                .map(|(what, how)| format!("{what}: {how}"))
                .collect::<Vec<_>>()
                .join(" · "),
        }
    };
    Preset::ALL.map(choice).to_vec()
}
