//! What notices of duty say.

use super::letters::{Scene, Words};
use crate::{
    services::{Actor, wording},
    snapshot::{RotaImage, Snapshot},
};
use domain::{
    PersonId, Role, RotaId, Span,
    notice::{Held, Turns},
    timeline::on_call,
};
use std::sync::Arc;

/// Turns that are listed before the rest is counted.
const LISTED: usize = 8;

type Said = Result<Words, &'static str>;

/// Why nothing is said of a rota that there is not.
const NO_ROTA: &str = "There is no such rota any more.";

impl Scene<'_> {
    pub(super) fn rota_published(&self, rota: RotaId, span: Span, by: &str, turns: &Turns) -> Said {
        let (snapshot, rota) = self.rota(rota)?;
        let who = Actor::describe(by, &snapshot);
        let when = wording::span_words(span, &rota.rules.zone, &self.reader());
        let mine = match self.turns(&rota, turns) {
            lists if lists.is_empty() => "Nothing changes for you.".to_owned(),
            lists => lists,
        };
        Ok(Words {
            subject: format!("{} is published", rota.record.name),
            text: format!("{who} published {when}.\n\n{mine}"),
        })
    }

    pub(super) fn duty_changed(&self, rota: RotaId, by: &str, turns: &Turns) -> Said {
        let (snapshot, rota) = self.rota(rota)?;
        let name = &rota.record.name;
        let subject = match (turns.gained.is_empty(), turns.lost.is_empty()) {
            (false, true) => format!("You have a shift on {name}"),
            (true, false) => format!("A shift on {name} is no longer yours"),
            _ => format!("Your shifts on {name} have changed"),
        };
        let who = Actor::describe(by, &snapshot);
        Ok(Words {
            subject,
            text: format!("{}\n\nChanged by {who}.", self.turns(&rota, turns)),
        })
    }

    pub(super) fn duty_corrected(&self, rota: RotaId, by: &str, reason: &str, turns: &Turns) -> Said {
        let (snapshot, rota) = self.rota(rota)?;
        let who = Actor::describe(by, &snapshot);
        let titles = ("You were on duty:", "You were not on duty:");
        Ok(Words {
            subject: format!("Your past duty on {} was corrected", rota.record.name),
            text: format!("{}\n\nCorrected by {who}: {reason}", self.listed(&rota, turns, titles)),
        })
    }

    pub(super) fn starts_soon(&self, rota: RotaId, role: Role, span: Span) -> Said {
        let (snapshot, rota) = self.rota(rota)?;
        let reader = self.reader();
        if holder(&rota, role, span) != Some(self.person()) {
            return Err("They no longer have this shift.");
        }
        let start = wording::said(span.start(), &rota.rules.zone, &reader);
        let partner = match holder(&rota, role.other(), span) {
            Some(person) => format!("{} is {}.", snapshot.directory().name_in_words(person), role.other()),
            None => format!("There is no {} yet.", role.other()),
        };
        Ok(Words {
            subject: format!("You are {role} of {} from {start}", rota.record.name),
            text: format!("{}. {partner}", wording::span_words(span, &rota.rules.zone, &reader)),
        })
    }

    pub(super) fn gap_ahead(&self, rota: RotaId, role: Role, span: Span) -> Said {
        let (_, rota) = self.rota(rota)?;
        if holder(&rota, role, span).is_some() {
            return Err("The gap is filled.");
        }
        let when = wording::span_words(span, &rota.rules.zone, &self.reader());
        Ok(Words {
            subject: format!("{} has no {role} from {}", rota.record.name, self.start(&rota, span)),
            text: format!("Nobody is {role} {when}. Find cover, or plan again."),
        })
    }

    pub(super) fn leave_conflict(&self, rota: RotaId, person: PersonId, held: &[Held]) -> Said {
        let (snapshot, rota) = self.rota(rota)?;
        let name = snapshot.directory().name_in_words(person).into_owned();
        Ok(Words {
            subject: format!("{name} is on leave while on duty for {}", rota.record.name),
            text: format!(
                "Their leave does not change the rota: find cover for\n{}",
                self.list(&rota, held)
            ),
        })
    }

    fn rota(&self, id: RotaId) -> Result<(Arc<Snapshot>, Arc<RotaImage>), &'static str> {
        let snapshot = self.tandem.snapshot();
        let rota = snapshot.rota(id).map(Arc::clone).ok_or(NO_ROTA)?;
        Ok((snapshot, rota))
    }

    fn start(&self, rota: &RotaImage, span: Span) -> String {
        wording::stamp(span.start(), &rota.rules.zone, &self.reader()).text
    }

    /// What somebody has now and had not, and what they had and have no more.
    fn turns(&self, rota: &RotaImage, turns: &Turns) -> String {
        self.listed(rota, turns, ("Yours now:", "No longer yours:"))
    }

    /// What somebody gains and loses, each below its title.
    fn listed(&self, rota: &RotaImage, turns: &Turns, (gained, lost): (&str, &str)) -> String {
        let part =
            |title: &str, held: &[Held]| (!held.is_empty()).then(|| format!("{title}\n{}", self.list(rota, held)));
        let parts = [part(gained, &turns.gained), part(lost, &turns.lost)];
        parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
    }

    fn list(&self, rota: &RotaImage, held: &[Held]) -> String {
        let reader = self.reader();
        let line = |held: &Held| {
            let when = wording::span_words(held.span, &rota.rules.zone, &reader);
            format!("– {} {when}", held.role)
        };
        let mut lines: Vec<String> = held.iter().take(LISTED).map(line).collect();
        if held.len() > LISTED {
            lines.push(format!("and {} more", held.len() - LISTED));
        }
        lines.join("\n")
    }
}

/// Who holds a role when a stretch begins.
fn holder(rota: &RotaImage, role: Role, span: Span) -> Option<PersonId> {
    let now = on_call(&rota.duty, span.start());
    let held = match role {
        Role::Lead => now.lead,
        Role::Engineer => now.engineer,
    };
    held.map(|held| held.person)
}
