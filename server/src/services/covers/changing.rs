//! The page of covers when one of them is to be changed, and who could take what is chosen.

use super::{
    super::{Desk, Reader, Result, offers, wording},
    change::CoverChange,
    form,
    preview::{may_be_passed_over, outcome_of, preview},
    view,
};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::CoverRecord,
};
use app::{
    AppError,
    covers::{Asked, Changing, CoverForm, CoverRow, Outcome, Suggestion},
};
use domain::{CoverId, PersonId, Role, Span, Zone, offer::Stretch, timeline::Duty};

/// What an address asks for, with what it leaves out as the cover has it.
pub(super) fn filled(old: &CoverRecord, asked: Asked, zone: &Zone) -> Asked {
    let span = old.cover.span();
    let or = |typed: String, own: String| if typed.trim().is_empty() { own } else { typed };
    let taker = |role| {
        old.cover
            .takes(role)
            .map(|person: PersonId| person.to_string())
            .unwrap_or_default()
    };
    let role = match (old.cover.lead(), old.cover.engineer()) {
        (Some(_), Some(_)) => "both",
        (None, Some(_)) => "engineer",
        _ => "lead",
    };
    Asked {
        role: or(asked.role, role.to_owned()),
        lead: or(asked.lead, taker(Role::Lead)),
        engineer: or(asked.engineer, taker(Role::Engineer)),
        from: or(asked.from, wording::local_field(span.start(), zone)),
        to: or(asked.to, wording::local_field(span.end(), zone)),
        first: String::new(),
        last: String::new(),
        ..asked
    }
}

/// A cover that is to be changed, as it is.
pub(super) fn words(old: &CoverRecord, snapshot: &Snapshot, rota: &RotaImage, reader: &Reader) -> Changing {
    let row = view::row(old, snapshot, &rota.rules.zone, reader);
    let takes = row
        .changes
        .iter()
        .map(|change| format!("{} is {}", change.name, change.role));
    Changing {
        id: row.id.clone(),
        words: format!("{}, {}", takes.collect::<Vec<_>>().join(" and "), row.when),
        reason: row.reason,
        begun: row.begun,
        seen: snapshot.revision(),
    }
}

impl Desk {
    /// What a change of a cover would do: drawn, or why it is refused.
    pub(super) async fn outcome_of_change(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        old: &CoverRecord,
        asked: &Asked,
    ) -> Result<Outcome> {
        let chosen = CoverForm {
            role: asked.role.clone(),
            lead: asked.lead.clone(),
            engineer: asked.engineer.clone(),
            from: asked.from.clone(),
            to: asked.to.clone(),
            reason: old.reason.clone(),
            ..CoverForm::default()
        };
        let change = match form::change(snapshot, old, chosen, None) {
            Ok(change) => change,
            Err(error) => return outcome_of(error),
        };
        let decided = match self.decide_change(snapshot, rota, old, change.clone()).await {
            Err(AppError::Refused { all, .. })
                if !all.is_empty() && all.iter().all(|(rule, _)| may_be_passed_over(rule)) =>
            {
                let change = CoverChange {
                    override_reason: Some("preview".to_owned()),
                    ..change
                };
                self.decide_change(snapshot, rota, old, change).await
            }
            other => other,
        };
        match decided {
            Ok(decision) => Ok(Outcome::Possible(preview(
                snapshot,
                rota,
                &decision,
                &self.reader(snapshot),
            ))),
            Err(error) => outcome_of(error),
        }
    }

    /// The cover that was just made or changed, for a page that says so; nothing for one that is not of this rota.
    pub(in crate::services) async fn cover_news(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        made: &str,
        changed: &str,
    ) -> Result<Option<(CoverRow, bool)>> {
        let id = [changed, made]
            .into_iter()
            .find_map(|id| id.trim().parse::<CoverId>().ok());
        let Some(id) = id else { return Ok(None) };
        let found = CoverRecord::find(&mut *self.tandem.store.read().await?, id).await?;
        let news = found.filter(|record| record.rota == rota.record.id && record.withdrawn.is_none());
        let row = |record: CoverRecord| view::row(&record, snapshot, &rota.rules.zone, &self.reader(snapshot));
        Ok(news.map(|record| (row(record), !changed.trim().is_empty())))
    }

    /// Who could take a role for a while, the best first; nobody is suggested for both roles at once.
    pub(super) async fn suggestions(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        role: &str,
        span: Span,
    ) -> Result<Vec<Suggestion>> {
        let Ok(role) = role.parse::<Role>() else {
            return Ok(Vec::new());
        };
        let stretch = Stretch {
            rota: rota.record.id,
            role,
            span,
        };
        let duty = Duty::from_rows(span, &rota.duty);
        let holders: Vec<PersonId> = duty.rows().iter().filter_map(|row| row.pairing.holder(role)).collect();
        // Whoever holds all of it gives it away; where several hold it, each of them is on duty then.
        let giver = holders
            .first()
            .copied()
            .filter(|first| holders.iter().all(|one| one == first));
        let ranked = self.ranked(snapshot, rota, &stretch, giver, None).await?;
        let (zone, reader) = (&rota.rules.zone, self.reader(snapshot));
        let suggestion = |one: &domain::offer::Candidate| Suggestion {
            id: one.person.to_string(),
            name: snapshot.directory().name(one.person).to_owned(),
            because: offers::because(one, zone, &reader),
            can: one.can(),
        };
        Ok(ranked.iter().map(suggestion).collect())
    }
}
