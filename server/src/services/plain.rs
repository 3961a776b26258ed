//! Lookups in plain text, for terminals: one line for each person.

use super::Desk;
use crate::answers::{ContactAnswer, EscalationAnswer, HolderAnswer, OnCallAnswer, TargetAnswer};
use domain::{Role, timeline::State};

impl Desk {
    /// Who is on call: `Lead: Ada, +44…` and `Engineer: Ben, +44…` on two lines, without numbers for those who may not
    /// see them.
    pub(crate) fn on_call_lines(&self, answer: &OnCallAnswer) -> String {
        let rota = &answer.rota;
        match answer.state {
            State::Off => match &answer.next {
                Some(next) => format!("{rota} is off until {}\n", next.at),
                None => format!("{rota} is off\n"),
            },
            State::Unplanned => format!("nothing is published for {rota}\n"),
            State::Covered => {
                let lead = self.holder_line(answer, Role::Lead, &answer.lead);
                lead + &self.holder_line(answer, Role::Engineer, &answer.engineer)
            }
        }
    }

    fn holder_line(&self, answer: &OnCallAnswer, role: Role, holder: &Option<HolderAnswer>) -> String {
        let Some(holder) = holder else {
            return format!("{role}: nobody, a gap\n");
        };
        let snapshot = self.tandem.snapshot();
        let directory = snapshot.directory();
        let team = directory.team_by_slug(&answer.team);
        let sees = team.is_some_and(|team| self.sees_contacts(&snapshot, team.id));
        let person = directory.person(holder.id).filter(|_| sees);
        let phone = person.and_then(|person| person.contacts.phone());
        let phone = phone.map(|phone| format!(", {phone}")).unwrap_or_default();
        format!("{role}: {}{phone}\n", holder.name)
    }
}

/// Whom to call: a line for each person, in order.
pub(crate) fn escalation_lines(answer: &EscalationAnswer) -> String {
    let mut text = String::new();
    for step in &answer.steps {
        let when = match step.after_seconds {
            0 => "at once".to_owned(),
            seconds if seconds.is_multiple_of(60) => format!("after {} min", seconds / 60),
            seconds => format!("after {seconds} s"),
        };
        for target in &step.targets {
            text.push_str(&format!("{}. {when}  {}\n", step.step, target_words(target)));
        }
    }
    let warnings = answer.explanation.iter().flat_map(|explanation| &explanation.warnings);
    for warning in warnings {
        text.push_str(&format!("!  {}\n", warning.detail));
    }
    text
}

fn target_words(target: &TargetAnswer) -> String {
    let role = target.role.map(|role| format!("{role}: ")).unwrap_or_default();
    let contact = target
        .person
        .contacts
        .first()
        .map(|ContactAnswer { value, .. }| format!(", {value}"));
    format!(
        "{role}{}{} ({})",
        target.person.name,
        contact.unwrap_or_default(),
        target.because
    )
}
