//! An entry of the audit log in words.

use crate::{services::Actor, snapshot::Snapshot, store::AuditEntry};
use app::{
    audit::{AuditChange, AuditRow},
    components::Stamp,
};
use domain::{Instant, PersonId, RotaId, TeamId, Zone};
use serde_json::{Map, Value};

/// Actions whose words are not simply their own: `cover.made` is “Cover made” without being here.
const ACTIONS: [(&str, &str); 34] = [
    ("sign_in.done", "Signed in"),
    ("sign_in.refused", "Sign-in refused"),
    ("session.signed_out", "Signed out"),
    ("sessions.ended", "All sessions ended"),
    ("change.undone", "Change undone"),
    ("rota.unpublished", "Publication taken back"),
    ("correction.made", "Past duty corrected"),
    ("person.password_set", "Password changed"),
    ("password.refused", "Present password not given"),
    ("entry_link.made", "Invitation or reset link made"),
    ("entry_link.used", "Invitation or reset link used"),
    ("entry_link.revoked", "Invitation or reset link revoked"),
    ("people.imported", "People imported from a file"),
    ("team.member_put", "Member added or changed"),
    ("team.member_removed", "Member taken out of the team"),
    ("call_out.entered", "Call-out entered"),
    ("call_out.changed", "Call-out changed"),
    ("call_out.finished", "Call-out ended"),
    ("call_out.withdrawn", "Call-out withdrawn"),
    ("toil.taken", "Time off in lieu entered"),
    ("toil.withdrawn", "Time off in lieu withdrawn"),
    ("toil.chosen", "Time off or money chosen"),
    ("pay.columns_saved", "Columns for payroll saved"),
    ("pay.columns_removed", "Columns for payroll removed"),
    ("holidays.saved", "Holiday calendar saved"),
    ("holidays.removed", "Holiday calendar removed"),
    ("pay.exported", "Pay exported"),
    ("statement.submitted", "Statement of pay submitted"),
    ("statement.approved", "Statement of pay approved"),
    ("statement.reopened", "Statement of pay reopened"),
    ("statement.queried", "Question about a line of pay"),
    ("statement.query_answered", "Question about a line of pay answered"),
    ("pay.settings_changed", "Pay periods or the keeping of time off changed"),
    ("feed.created", "Calendar address made"),
];

/// Fields whose words are not simply their own.
const FIELDS: [(&str, &str); 10] = [
    ("zone", "time zone"),
    ("phone", "telephone"),
    ("contacts", "contact methods"),
    ("role", "organisation role"),
    ("qualification", "may be"),
    ("share_percent", "share of duty in percent"),
    ("scopes", "scope"),
    ("planned", "published"),
    ("planned_before", "published before"),
    ("email", "e-mail"),
];

/// What names things, and in which zone.
pub(super) struct Words<'a> {
    snapshot: &'a Snapshot,
    zone: Zone,
}

impl<'a> Words<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, zone: Zone) -> Self {
        Self { snapshot, zone }
    }

    /// An entry in words.
    pub(super) fn row(&self, entry: &AuditEntry) -> AuditRow {
        let detail = serde_json::from_str(&entry.detail).unwrap_or(Value::Null);
        let (subject, link) = self.subject(&entry.subject, &detail);
        let person = entry.actor.parse::<PersonId>().ok();
        AuditRow {
            id: entry.place.to_string(),
            at: self.stamp(entry.at),
            who: match entry.actor.as_str() {
                "nobody" => "nobody signed in".to_owned(),
                key => Actor::describe(key, self.snapshot),
            },
            person: person.map(|id| id.to_string()),
            action: entry.action.clone(),
            what: action_words(&entry.action),
            subject,
            link,
            changes: self.changes(&detail),
        }
    }

    /// To the second, and with the year: a log is read long afterwards.
    fn stamp(&self, at: Instant) -> Stamp {
        Stamp {
            at,
            text: self.zone.local(at).format("%a %-d %b %Y %H:%M:%S").to_string(),
            beside: None,
        }
    }

    /// What an entry is about, and its page.
    fn subject(&self, subject: &str, detail: &Value) -> (String, Option<String>) {
        let Some((kind, id)) = subject.split_once(' ') else {
            let organisation = self.snapshot.organisation().filter(|it| it.id == subject);
            return match organisation {
                Some(organisation) => (organisation.name.clone(), Some("/settings/organisation".into())),
                None => (plain_words(subject), None),
            };
        };
        let unknown = || (plain_words(kind), None);
        match kind {
            "person" => self.person(id).unwrap_or_else(unknown),
            "team" => self.team(id).unwrap_or_else(unknown),
            "rota" => self.rota(id).unwrap_or_else(unknown),
            "service" => {
                let found = self.snapshot.services().find(|service| service.id.to_string() == id);
                found.map_or_else(unknown, |it| (it.name.clone(), Some(format!("/services/{}", it.slug))))
            }
            "token" => {
                let found = self.snapshot.tokens().find(|token| token.id.to_string() == id);
                found.map_or_else(unknown, |it| (it.name.clone(), None))
            }
            "correction" | "cover" | "offer" => {
                let rota = detail["rota"]
                    .as_str()
                    .and_then(|slug| self.snapshot.rota_by_slug(slug));
                rota.map_or_else(unknown, |it| {
                    (it.record.name.clone(), Some(format!("/rotas/{}", it.record.slug)))
                })
            }
            "leave" | "wish" | "call_out" | "statement" | "toil" => {
                let whose = detail["person"].as_str().and_then(|id| self.person(id));
                whose.unwrap_or_else(unknown)
            }
            "feed" => {
                let shown = detail["subject"].as_str().map(|id| self.text(id));
                (shown.unwrap_or_else(|| plain_words(kind)), None)
            }
            "rate" => {
                let named = detail["name"].as_str().or_else(|| detail["after"]["name"].as_str());
                (named.unwrap_or("Rate card").to_owned(), None)
            }
            "account" => ("an account that nobody has".to_owned(), None),
            _ => unknown(),
        }
    }

    fn person(&self, id: &str) -> Option<(String, Option<String>)> {
        let person = self.snapshot.directory().person(id.parse().ok()?)?;
        Some((person.name.clone(), Some(format!("/people/{}", person.id))))
    }

    fn team(&self, id: &str) -> Option<(String, Option<String>)> {
        let team = self.snapshot.directory().team(id.parse().ok()?)?;
        Some((team.name.clone(), Some(format!("/teams/{}", team.slug))))
    }

    fn rota(&self, id: &str) -> Option<(String, Option<String>)> {
        let rota = self.snapshot.rota(id.parse().ok()?)?;
        Some((rota.record.name.clone(), Some(format!("/rotas/{}", rota.record.slug))))
    }

    /// What differs between `before` and `after`, and what else the detail says.
    fn changes(&self, detail: &Value) -> Vec<AuditChange> {
        let Value::Object(fields) = detail else {
            return Vec::new();
        };
        let mut changes = Vec::new();
        for (name, value) in fields {
            if name != "before" && name != "after" && !value.is_null() {
                let after = self.words(value);
                changes.push(AuditChange {
                    field: field_words(name),
                    before: None,
                    after,
                });
            }
        }
        let side = |name: &str| fields.get(name).unwrap_or(&Value::Null);
        self.compare("", side("before"), side("after"), &mut changes);
        changes
    }

    fn compare(&self, path: &str, before: &Value, after: &Value, changes: &mut Vec<AuditChange>) {
        if before == after {
            return;
        }
        let objects = before.is_object() || after.is_object();
        let either = |value: &Value| value.is_object() || value.is_null();
        if objects && either(before) && either(after) {
            let empty = Map::new();
            let (old, new) = (
                before.as_object().unwrap_or(&empty),
                after.as_object().unwrap_or(&empty),
            );
            let added = new.keys().filter(|name| !old.contains_key(*name));
            for name in old.keys().chain(added) {
                let path = joined(path, &field_words(name));
                let side = |fields: &Map<String, Value>| fields.get(name).cloned().unwrap_or(Value::Null);
                self.compare(&path, &side(old), &side(new), changes);
            }
            return;
        }
        changes.push(AuditChange {
            field: if path.is_empty() {
                "name".to_owned()
            } else {
                path.to_owned()
            },
            before: self.words(before),
            after: self.words(after),
        });
    }

    /// A value in words; nothing for none.
    fn words(&self, value: &Value) -> Option<String> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(true) => "yes".to_owned(),
            Value::Bool(false) => "no".to_owned(),
            Value::Number(number) => number.to_string(),
            Value::String(text) if text.is_empty() => return None,
            Value::String(text) => self.text(text),
            Value::Array(items) => {
                let words: Vec<String> = items.iter().filter_map(|item| self.words(item)).collect();
                if words.is_empty() {
                    "none".to_owned()
                } else {
                    words.join("; ")
                }
            }
            Value::Object(fields) => self.object(fields),
        })
    }

    fn object(&self, fields: &Map<String, Value>) -> String {
        if let (Some(from), Some(to), 2) = (fields.get("from"), fields.get("to"), fields.len()) {
            let end = |value: &Value| self.words(value).unwrap_or_default();
            return format!("{} – {}", end(from), end(to));
        }
        // An id says nothing to people, and machines have the entry's subject.
        let told = fields.iter().filter(|(name, _)| *name != "id");
        let words = told.filter_map(|(name, value)| {
            let value = self.words(value)?;
            Some(format!("{} {value}", field_words(name)))
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// A text, or what it names: somebody, a team, a rota, an instant.
    fn text(&self, text: &str) -> String {
        let directory = self.snapshot.directory();
        let person = text.parse::<PersonId>().ok().and_then(|id| directory.person(id));
        if let Some(person) = person {
            return person.name.clone();
        }
        let team = text.parse::<TeamId>().ok().and_then(|id| directory.team(id));
        if let Some(team) = team {
            return team.name.clone();
        }
        let rota = text.parse::<RotaId>().ok().and_then(|id| self.snapshot.rota(id));
        if let Some(rota) = rota {
            return rota.record.name.clone();
        }
        match text.parse::<Instant>() {
            Ok(at) => self.zone.local(at).format("%a %-d %b %Y %H:%M").to_string(),
            Err(_) => text.to_owned(),
        }
    }
}

/// What an entry of this detail changed, in words, with times in `zone`.
pub(in crate::services) fn changed_fields(snapshot: &Snapshot, zone: &Zone, detail: &Value) -> Vec<AuditChange> {
    let words = Words::new(snapshot, zone.clone());
    let mut changes = Vec::new();
    for (name, value) in detail.as_object().into_iter().flatten() {
        words.compare(&field_words(name), &value["before"], &value["after"], &mut changes);
    }
    changes
}

/// `cover.made` as “Cover made”.
pub(in crate::services) fn action_words(action: &str) -> String {
    let own = ACTIONS.iter().find(|(key, _)| *key == action);
    own.map_or_else(|| plain_words(action), |(_, words)| (*words).to_owned())
}

fn field_words(name: &str) -> String {
    let own = FIELDS.iter().find(|(key, _)| *key == name);
    own.map_or_else(|| name.replace(['_', '.'], " "), |(_, words)| (*words).to_owned())
}

/// A key with spaces and a capital.
fn plain_words(key: &str) -> String {
    let words = key.replace(['_', '.'], " ");
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}, {name}")
    }
}
