//! Writing a solution.

use super::Problem;
use domain::{
    PersonId, Role, ShiftId,
    planner::{Assignment, Plan, Reason, Unfilled},
};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Solution<'p> {
    instance: &'p str,
    assignments: Vec<Row<'p>>,
}

#[derive(Serialize)]
struct Row<'p> {
    shift: &'p str,
    lead: Option<&'p str>,
    eng: Option<&'p str>,
}

impl Problem {
    /// The plan as a solution file, a line for each shift; a role that stays a gap is `null`.
    pub fn solution(&self, plan: &Plan) -> Result<String, serde_json::Error> {
        // Assignments are in the order of the slots.
        let row = |(shift, assignment): (&String, &Assignment)| {
            let name = |role| assignment.pairing.holder(role).map(|person| self.name(person));
            serde_json::to_string(&Row {
                shift,
                lead: name(Role::Lead),
                eng: name(Role::Engineer),
            })
        };
        let rows = self
            .shifts
            .iter()
            .zip(&plan.assignments)
            .map(row)
            .collect::<Result<Vec<_>, _>>()?;
        let whole = serde_json::to_string(&Solution {
            instance: &self.id,
            assignments: Vec::new(),
        })?;
        let head = whole.trim_end_matches("]}");
        Ok(format!("{head}\n{}\n]}}\n", rows.join(",\n")))
    }

    /// Why roles stay gaps: a line for each.
    pub fn gaps(&self, plan: &Plan) -> Vec<String> {
        let line = |unfilled: &Unfilled| {
            let mut reasons: BTreeMap<&str, Vec<String>> = BTreeMap::new();
            for (person, reason) in &unfilled.reasons {
                reasons.entry(self.name(*person)).or_default().push(reason.to_string());
            }
            let unqualified = Reason::NotQualified { role: unfilled.role }.to_string();
            let people = reasons.iter().filter(|(_, reasons)| !reasons.contains(&unqualified));
            let people: Vec<String> = people
                .map(|(name, reasons)| format!("{name} {}", reasons.join(" and ")))
                .collect();
            let shift = self.shift_name(unfilled.shift);
            match people.is_empty() {
                true => format!("no {} for {shift}: nobody is qualified", unfilled.role),
                false => format!("no {} for {shift}: {}", unfilled.role, people.join("; ")),
            }
        };
        plan.unfilled.iter().map(line).collect()
    }

    fn name(&self, person: PersonId) -> &str {
        let place = self
            .request
            .people
            .iter()
            .position(|candidate| candidate.person == person);
        place.map_or("?", |place| &self.people[place])
    }

    fn shift_name(&self, shift: ShiftId) -> &str {
        let place = self.request.slots.iter().position(|slot| slot.shift == shift);
        place.map_or("?", |place| &self.shifts[place])
    }
}
