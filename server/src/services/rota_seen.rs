//! A rota's settings that are sent from a form which somebody else's change has outdated: refused with who, what and when,
//! and taken once that was read.

use super::{Actor, Desk, Result, wording};
use crate::{
    secret::fingerprint,
    snapshot::{RotaImage, Snapshot},
    store::{AuditEntry, AuditQuery, Connection, RotaRecord, RulesRecord},
};
use app::{AppError, rotas::RotaForm};
use serde_json::Value;

/// What a form about a rota was filled in from: its rules and its name.
pub(super) fn mark(rota: &RotaRecord, rules: &RulesRecord) -> String {
    format!("{}-{}", rules.from_revision, &fingerprint(&rota.name)[..8])
}

impl Desk {
    /// Refuses a form that was filled in from what is otherwise now, unless it says over which refusal it goes.
    ///
    /// # Errors
    /// `Stale`.
    pub(super) async fn settings_are_as_seen(
        &self,
        connection: &mut Connection,
        (snapshot, image): (&Snapshot, &RotaImage),
        (record, rules): (&RotaRecord, &RulesRecord),
        form: &RotaForm,
    ) -> Result<()> {
        if form.revision == mark(record, rules) {
            return Ok(());
        }
        let query = AuditQuery {
            actions: vec!["rota.changed"],
            about: vec![("rota", vec![record.id.to_string()])],
            ..AuditQuery::default()
        };
        let last = AuditEntry::latest(connection, &query, 1).await?.into_iter().next();
        let who = last.map_or_else(
            || "Somebody changed this rota".to_owned(),
            |entry| {
                let when = wording::stamp(entry.at, &image.rules.zone, &self.reader(snapshot)).text;
                format!(
                    "{} changed {} of this rota, {when}",
                    Actor::describe(&entry.actor, snapshot),
                    changed(&entry.detail)
                )
            },
        );
        let refusal = format!(
            "{who}, after these settings were opened. What you entered is kept: tick “Save mine over it” to have it so, or \
             load the page again."
        );
        match form.over == refusal {
            true => Ok(()),
            false => Err(AppError::Stale(refusal)),
        }
    }
}

/// `the name and the coverage`, out of what the audit keeps of a change.
fn changed(detail: &str) -> String {
    let detail: Value = serde_json::from_str(detail).unwrap_or_default();
    let (name, rules) = (&detail["name"], &detail["rules"]);
    let renamed = (name["before"] != name["after"]).then(|| "the name".to_owned());
    let after = rules["after"].as_object().into_iter().flatten();
    let other = after.filter(|(key, after)| rules["before"][key.as_str()] != **after);
    let words: Vec<String> = renamed
        .into_iter()
        .chain(other.map(|(key, _)| format!("the {}", key.replace('_', " "))))
        .collect();
    match words.is_empty() {
        true => "the settings".to_owned(),
        false => words.join(" and "),
    }
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn what_was_changed_is_said() {
        let detail = r#"{"name":{"before":"A","after":"B"},"rules":{"before":{"zone":"UTC","office_hours":1},"after":{"zone":"UTC","office_hours":2}}}"#;
        assert_eq!(changed(detail), "the name and the office hours");
        assert_eq!(changed("{}"), "the settings");
    }
}
