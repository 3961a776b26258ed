//! Who there is, as pages show them: contact details only for those entitled.

use super::{Actor, Desk, Result};
use crate::{
    collation,
    snapshot::Snapshot,
    store::{MemberRecord, PersonRecord},
};
use app::{
    AppError,
    people::{Membership, PersonRow},
};
use domain::PersonId;
use std::collections::HashMap;

/// Everyone's places in teams.
pub(crate) struct Places<'a> {
    snapshot: &'a Snapshot,
    of: HashMap<PersonId, Vec<&'a MemberRecord>>,
}

impl<'a> Places<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot) -> Self {
        let directory = snapshot.directory();
        let mut of: HashMap<PersonId, Vec<&MemberRecord>> = HashMap::new();
        for member in directory.teams().flat_map(|team| directory.members(team.id)) {
            of.entry(member.person).or_default().push(member);
        }
        Self { snapshot, of }
    }

    pub(crate) fn of(&self, person: PersonId) -> &[&'a MemberRecord] {
        self.of.get(&person).map_or(&[], Vec::as_slice)
    }

    /// The teams a person belongs to, by name.
    fn memberships(&self, person: PersonId) -> Vec<Membership> {
        let directory = self.snapshot.directory();
        let mut memberships: Vec<Membership> = self
            .of(person)
            .iter()
            .filter_map(|member| {
                let team = directory.team(member.team)?;
                Some(Membership {
                    slug: team.slug.clone(),
                    team: team.name.clone(),
                    qualification: member.qualification,
                    manager: member.manager,
                    share_percent: member.share_percent,
                })
            })
            .collect();
        memberships.sort_by_cached_key(|place| (collation::key(&place.team), place.slug.clone()));
        memberships
    }
}

impl Desk {
    /// Whether the actor may see how to reach `person`: themselves, those who share a team with them, administrators,
    /// and machines that may see contacts.
    pub(crate) fn sees_contacts_of(&self, places: &Places<'_>, person: PersonId) -> bool {
        match &self.actor {
            Actor::Nobody => false,
            Actor::Token { scopes, .. } => scopes.contacts,
            Actor::Person { id, .. } if *id == person => true,
            _ => {
                self.may_administer().is_ok()
                    || places
                        .of(person)
                        .iter()
                        .any(|member| self.sees_contacts(places.snapshot, member.team))
            }
        }
    }

    /// A person as the actor may see them.
    pub(crate) fn person_row(&self, places: &Places<'_>, person: &PersonRecord) -> PersonRow {
        PersonRow {
            id: person.id.to_string(),
            name: person.name.clone(),
            email: self.sees_contacts_of(places, person.id).then(|| person.email.clone()),
            zone: person.zone.clone(),
            teams: places.memberships(person.id),
            role: person.role.key().to_owned(),
            active: person.deactivated_at.is_none(),
            can_sign_in: person.can_sign_in,
            link: self.entry_link_row(person),
        }
    }
}

/// The person that an id from outside names.
pub(crate) fn known_person(snapshot: &Snapshot, id: &str) -> Result<PersonRecord> {
    let found = id
        .parse::<PersonId>()
        .ok()
        .and_then(|id| snapshot.directory().person(id));
    found
        .cloned()
        .ok_or_else(|| AppError::NotFound("There is no such person.".into()))
}

/// Whether every word of `query` is in the person's name, teams or, where the actor sees it, address.
pub(crate) fn matches(query: &str, desk: &Desk, places: &Places<'_>, person: &PersonRecord) -> bool {
    if query.trim().is_empty() {
        return true;
    }
    let mut text = collation::folded(&person.name);
    let names = places.of(person.id).iter();
    let teams = names.filter_map(|place| places.snapshot.directory().team(place.team));
    let email = desk
        .sees_contacts_of(places, person.id)
        .then_some(person.email.as_str());
    for part in email.into_iter().chain(teams.map(|team| team.name.as_str())) {
        text.push('\n');
        text.push_str(&collation::folded(part));
    }
    collation::folded(query)
        .split_whitespace()
        .all(|word| text.contains(word))
}
