//! Who may be on duty with whom.

use super::model::Member;
use super::{Experience, Reason, Rules};
use crate::PersonId;
use std::collections::{HashMap, HashSet};

/// The people who must not pair: those that rules keep apart, and newcomers with anybody but the experienced.
pub(super) struct Pairs {
    apart: HashSet<(usize, usize)>,
    experience: Vec<Experience>,
    /// Whether anybody may pair with anybody, or be alone: the usual case, and the quick one.
    pub(super) free: bool,
}

impl Pairs {
    pub(super) fn new(people: &[Member], places: &HashMap<PersonId, usize>, rules: &Rules) -> Self {
        let mut apart = HashSet::new();
        for [one, other] in &rules.apart {
            if let (Some(one), Some(other)) = (places.get(one), places.get(other)) {
                apart.extend([(*one, *other), (*other, *one)]);
            }
        }
        let experience: Vec<Experience> = people.iter().map(|member| member.candidate.experience).collect();
        Self {
            free: apart.is_empty() && !experience.contains(&Experience::Newcomer),
            apart,
            experience,
        }
    }

    /// Whether a person may be on duty beside this partner, or with nobody beside them.
    pub(super) fn allow(&self, person: usize, partner: Option<usize>) -> bool {
        self.free
            || match partner {
                Some(partner) => {
                    self.experience[person].goes_with(self.experience[partner])
                        && !self.apart.contains(&(person, partner))
                }
                None => !self.is_newcomer(person),
            }
    }

    /// Whether the person may not be alone.
    pub(super) fn is_newcomer(&self, person: usize) -> bool {
        self.experience[person] == Experience::Newcomer
    }

    /// Why a person may not be on duty beside this partner, whose id is given too, or with nobody.
    pub(super) fn reasons(&self, person: usize, partner: Option<(usize, PersonId)>) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let Some((place, id)) = partner else {
            if self.is_newcomer(person) {
                reasons.push(Reason::Newcomer { partner: None });
            }
            return reasons;
        };
        if self.apart.contains(&(person, place)) {
            reasons.push(Reason::KeptApart { partner: id });
        }
        if !self.experience[person].goes_with(self.experience[place]) {
            reasons.push(Reason::Newcomer { partner: Some(id) });
        }
        reasons
    }
}
