//! The versions of a policy: the one that is thought about, those that were in force, and what each changed.

use super::policy_form;
use crate::{
    services::{Actor, Desk, Reader, Result, wording},
    snapshot::Snapshot,
    store::ServiceRecord,
};
use app::{
    AppError,
    escalation::{KeptDraft, PolicyLine, PolicyVersionView},
};
use domain::{
    RotaId, Zone,
    escalation::{OnGap, Policy},
};
use serde_json::json;

/// How many versions a page shows, the latest first.
const MOST_SHOWN: usize = 20;

impl Desk {
    /// Keeps a policy that is thought about.
    pub(super) async fn keep_policy_draft(&self, service: ServiceRecord, policy: Policy, seen: &str) -> Result<()> {
        self.may_manage(&self.tandem.snapshot(), service.team)?;
        let mut write = self.begin().await?;
        let based_on = seen.parse().unwrap_or(service.policy_revision);
        write.put_policy_draft(service.id, &policy, based_on).await?;
        let detail = json!({ "draft": policy });
        write
            .audit("policy.drafted", &format!("service {}", service.id), detail)
            .await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    /// Puts the policy that is thought about in force, or forgets it.
    pub(super) async fn end_policy_draft(&self, service: ServiceRecord, publish: bool) -> Result<()> {
        self.may_manage(&self.tandem.snapshot(), service.team)?;
        let none = || AppError::NotFound("There is no draft of this policy any more.".into());
        let draft = service.draft.clone().ok_or_else(none)?;
        if publish {
            self.check_named(&self.tandem.snapshot(), &draft.policy)?;
            return self
                .keep_policy(service, draft.policy, &draft.based_on.to_string())
                .await;
        }
        let mut write = self.begin().await?;
        write.drop_policy_draft(service.id).await?;
        let detail = json!({ "draft": draft.policy });
        write
            .audit("policy.draft-discarded", &format!("service {}", service.id), detail)
            .await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

/// The policy that is thought about, and how it differs from the one in force.
pub(super) fn kept_draft(snapshot: &Snapshot, service: &ServiceRecord, reader: &Reader) -> Option<KeptDraft> {
    let draft = service.draft.as_ref()?;
    let zone = snapshot.rota(service.in_hours_rota)?.rules.zone.clone();
    let form = app::escalation::PolicyForm {
        revision: service.policy_revision.to_string(),
        ..policy_form::of(snapshot, &draft.policy)
    };
    let by = Actor::describe(&draft.saved_by, snapshot);
    Some(KeptDraft {
        saved: format!("{by}, {}", wording::said(draft.saved_at, &zone, reader)),
        stale: draft.based_on != service.policy_revision,
        changes: compared(
            &lines(snapshot, &service.policy, None),
            &lines(snapshot, &draft.policy, None),
        ),
        edit: policy_form::draft_page(&service.slug, form).unwrap_or_else(|_| format!("/services/{}", service.slug)),
    })
}

/// The versions, the latest first, each with what it changed.
pub(super) fn shown(
    snapshot: &Snapshot,
    service: &ServiceRecord,
    zone: &Zone,
    reader: &Reader,
) -> Vec<PolicyVersionView> {
    let text = |place: usize| {
        let version = service.versions.get(place)?;
        let rotas = version.in_hours_rota.zip(version.out_of_hours_rota);
        Some(lines(snapshot, &version.policy, rotas))
    };
    let views = service.versions.iter().enumerate().rev().take(MOST_SHOWN);
    let views = views.map(|(place, version)| PolicyVersionView {
        revision: version.revision,
        since: match version.starts_at {
            Some(at) => wording::said(at, zone, reader),
            None => "the beginning".to_owned(),
        },
        by: version
            .by
            .as_ref()
            .map(|by| Actor::describe(by, snapshot).to_string())
            .unwrap_or_default(),
        in_force: version.revision == service.policy_revision,
        changes: match place.checked_sub(1).and_then(text) {
            Some(before) => compared(&before, &text(place).unwrap_or_default()),
            None => compared(&[], &text(place).unwrap_or_default()),
        },
    });
    views.collect()
}

/// A policy in lines of words.
fn lines(snapshot: &Snapshot, policy: &Policy, rotas: Option<(RotaId, RotaId)>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some((inside, outside)) = rotas {
        let name = |id| snapshot.rota(id).map_or("a rota", |rota| rota.record.name.as_str());
        lines.push(format!("In office hours: {}", name(inside)));
        lines.push(format!("Out of hours: {}", name(outside)));
    }
    let whom = |targets: &[domain::escalation::Target]| {
        let words = targets
            .iter()
            .map(|target| policy_form::target_words(snapshot, *target));
        words.collect::<Vec<_>>().join(" and ")
    };
    for rule in policy.rules() {
        let head = super::explanation::heads(rule);
        let head = head.trim_end_matches('.');
        for step in &rule.steps {
            let when = match step.after_seconds {
                0 => "at once".to_owned(),
                seconds => format!("after {}", wording::length(seconds.into())),
            };
            lines.push(format!("{head}, {when}: {}", whom(&step.targets)));
        }
        lines.push(format!("{head}, gone through {} times more", rule.repeat));
    }
    lines.push(match policy.on_gap() {
        OnGap::LastResort => "A step that leads to nobody: the last resort".to_owned(),
        OnGap::NextStep => "A step that leads to nobody: the next step takes its time".to_owned(),
    });
    let last = whom(policy.last_resort());
    lines.push(format!(
        "Last resort: {}",
        if last.is_empty() { "nobody named" } else { &last }
    ));
    lines
}

/// What is gone of one text and new in the other, in order; what stays is left out.
fn compared(before: &[String], after: &[String]) -> Vec<PolicyLine> {
    let line = |added: bool, text: &String| PolicyLine {
        added,
        words: text.clone(),
    };
    let gone = before
        .iter()
        .filter(|text| !after.contains(text))
        .map(|text| line(false, text));
    let new = after
        .iter()
        .filter(|text| !before.contains(text))
        .map(|text| line(true, text));
    gone.chain(new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_comes_before_what_is_new_and_what_stays_is_left_out() {
        let text = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let found = compared(&text(&["a", "b"]), &text(&["b", "c"]));
        let found: Vec<_> = found.iter().map(|line| (line.added, line.words.as_str())).collect();
        assert_eq!(found, [(false, "a"), (true, "c")]);
    }
}
