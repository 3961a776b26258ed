//! People as a file that can be changed and imported again.

use crate::{
    collation,
    services::{Desk, Result, directory::Places, spreadsheet},
    store::{MemberRecord, PersonRecord},
};
use app::people::PeopleFilter;
use domain::Qualification;

/// The columns, as an import reads them.
const COLUMNS: [&str; 11] = [
    "id",
    "name",
    "email",
    "time_zone",
    "phone",
    "team",
    "qualifications",
    "fte_percent",
    "manager",
    "role",
    "state",
];

impl Desk {
    /// The people that a filter asks for, a line for each of their teams.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` for a filter that cannot be read.
    pub(crate) fn people_file(&self, filter: &PeopleFilter) -> Result<String> {
        self.may_administer()?;
        let snapshot = self.tandem.snapshot();
        let places = Places::new(&snapshot);
        let mut file = format!("\u{feff}{}\r\n", COLUMNS.join(","));
        for person in self.found(&snapshot, &places, filter)? {
            let name = |place: &MemberRecord| {
                let team = snapshot.directory().team(place.team);
                team.map(|team| team.name.clone()).unwrap_or_default()
            };
            let mut of: Vec<(String, &MemberRecord)> = places.of(person.id).iter().map(|it| (name(it), *it)).collect();
            of.sort_by_cached_key(|(name, _)| collation::key(name));
            if of.is_empty() {
                file.push_str(&line(person, None));
            }
            for (team, place) in of {
                file.push_str(&line(person, Some((team, place))));
            }
        }
        Ok(file)
    }
}

fn line(person: &PersonRecord, place: Option<(String, &MemberRecord)>) -> String {
    let [team, qualification, share, manager] = match place {
        None => [const { String::new() }; 4],
        Some((team, place)) => [
            team,
            place.qualification.map_or("none", Qualification::key).to_owned(),
            place.share_percent.to_string(),
            if place.manager { "yes" } else { "no" }.to_owned(),
        ],
    };
    let state = if person.deactivated_at.is_none() {
        "active"
    } else {
        "deactivated"
    };
    spreadsheet::line(&[
        person.id.to_string(),
        person.name.clone(),
        person.email.clone(),
        person.zone.clone(),
        person.contacts.phone().unwrap_or_default().to_owned(),
        team,
        qualification,
        share,
        manager,
        person.role.key().to_owned(),
        state.to_owned(),
    ])
}
