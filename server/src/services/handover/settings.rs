//! What managers choose about handovers.

use super::super::{Desk, Faults, Result, rotas::find, teams::known_team};
use crate::store::Checklist;
use app::{
    AppError,
    handover::{ChecklistForm, HandoverSettings},
};
use domain::handover::{ITEM_CHARACTERS, MOST_ITEMS};
use serde_json::json;

/// The longest time until notes are told of again, in minutes: a day.
const MOST_MINUTES: i64 = 1_440;

pub(super) fn shown(checklist: &Checklist) -> HandoverSettings {
    let seen = (checklist.revision > 0).then(|| checklist.revision.to_string());
    HandoverSettings {
        checklist: ChecklistForm {
            items: checklist.items.join("\n"),
            remind_after: checklist.remind_after.to_string(),
            seen: seen.unwrap_or_default(),
        },
    }
}

impl Desk {
    pub(super) async fn set_handover_notes(&self, slug: String, uses: bool) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        self.may_try()?;
        let rota = find(&snapshot, &slug)?;
        self.may_manage(&snapshot, rota.record.team)?;
        let (desk, id) = (self.clone(), rota.record.id);
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            write.use_handover_notes(id, uses).await?;
            let action = if uses {
                "handover.notes_used"
            } else {
                "handover.notes_not_used"
            };
            write.audit(action, &format!("rota {id}"), json!({})).await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }

    pub(super) async fn set_checklist(&self, team: String, form: ChecklistForm) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        self.may_try()?;
        let team = known_team(&snapshot, &team)?.id;
        self.may_manage(&snapshot, team)?;
        let wanted = check(&form)?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let before = Checklist::of_team(write.connection(), team).await?;
            if form.seen.trim() != shown(&before).checklist.seen {
                let words =
                    "Somebody has changed the checklist meanwhile. Load the page again to see it; copy yours first.";
                return Err(AppError::Stale(words.to_owned()));
            }
            write.put_checklist(team, &wanted).await?;
            let told = |it: &Checklist| json!({ "items": it.items, "remind_after": it.remind_after });
            let detail = json!({ "before": told(&before), "after": told(&wanted) });
            write
                .audit("handover.checklist_changed", &format!("team {team}"), detail)
                .await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }
}

fn check(form: &ChecklistForm) -> Result<Checklist> {
    let mut faults = Faults::default();
    let mut items: Vec<String> = Vec::new();
    for line in form.items.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let count = line.chars().count();
        if count > ITEM_CHARACTERS {
            faults.note(
                "items",
                format!("{count} characters: an item has at most {ITEM_CHARACTERS}."),
            );
        } else if line.chars().any(char::is_control) {
            faults.note("items", "Items are plain text, without control characters.");
        } else if !items.iter().any(|item| item == line) {
            items.push(line.to_owned());
        }
    }
    if items.len() > MOST_ITEMS {
        faults.note(
            "items",
            format!("{} items: a checklist has at most {MOST_ITEMS}.", items.len()),
        );
    }
    let minutes = match form.remind_after.trim() {
        "" => Some(domain::handover::REMIND_AFTER),
        text => text
            .parse::<i64>()
            .ok()
            .filter(|minutes| (0..=MOST_MINUTES).contains(minutes)),
    };
    if minutes.is_none() {
        let words = format!(
            "‘{}’ minutes: a whole number up to {MOST_MINUTES}, 0 for never.",
            form.remind_after
        );
        faults.note("remind_after", words);
    }
    faults.check()?;
    Ok(Checklist {
        items,
        remind_after: minutes.unwrap_or_default(),
        revision: 0,
    })
}
