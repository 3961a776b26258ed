//! One's own profile: name, zone, and how one reads dates, times and pages.

use super::{
    Desk, Faults, Result,
    people::{existing, subject, zones_with},
    setup::check_name,
};
use crate::{
    store::{PersonRecord, Preferences, Theme},
    zones,
};
use app::profile::{Profile, ProfileForm};
use async_trait::async_trait;
use chrono::{NaiveDate, NaiveTime};
use domain::{
    PersonId,
    time::{DateOrder, HourClock, Style},
};
use serde_json::json;

#[async_trait]
impl app::profile::Port for Desk {
    async fn profile(&self) -> Result<Profile> {
        self.profile_of(&self.person()?.to_string())
    }

    async fn save_profile(&self, form: ProfileForm) -> Result<()> {
        self.change_profile(&self.person()?.to_string(), form).await
    }
}

impl Desk {
    /// The profile of somebody the actor may act for.
    ///
    /// # Errors
    /// `Forbidden`, and `NotFound` for nobody who is active.
    pub(crate) fn profile_of(&self, person: &str) -> Result<Profile> {
        let snapshot = self.tandem.snapshot();
        let person = self.acting_for(&snapshot, person)?;
        let Preferences { style, theme } = person.preferences;
        let organisation = snapshot.organisation();
        Ok(Profile {
            id: person.id.to_string(),
            may_rename: self.may_edit(person.id).is_ok(),
            organisation_zone: organisation.map(|it| it.zone.clone()).unwrap_or_default(),
            date_order: style.dates.key().to_owned(),
            hour_clock: style.clock.key().to_owned(),
            theme: self.theme_or(theme).unwrap_or(Theme::System).key().to_owned(),
            zones: zones_with(&person.zone),
            date_orders: DateOrder::ALL.map(example_of_dates).to_vec(),
            hour_clocks: HourClock::ALL.map(example_of_times).to_vec(),
            name: person.name,
            zone: person.zone,
        })
    }

    /// Changes the profile of somebody the actor may act for.
    ///
    /// # Errors
    /// `Invalid` with every field that cannot be; `Forbidden` for somebody's name by whoever may not change it.
    pub(crate) async fn change_profile(&self, person: &str, form: ProfileForm) -> Result<()> {
        let id = self.acting_for(&self.tandem.snapshot(), person)?.id;
        let desk = self.clone();
        self.to_the_end(async move { desk.write_profile(id, form).await }).await
    }

    /// Keeps the theme of whoever is signed in, for every browser of theirs.
    pub(crate) async fn keep_theme(&self, theme: Theme) -> Result<()> {
        let form = ProfileForm {
            theme: Some(theme.key().to_owned()),
            ..ProfileForm::default()
        };
        self.change_profile(&self.person()?.to_string(), form).await
    }

    /// The theme to draw in: that of whoever is signed in, or else the browser's.
    pub(crate) fn theme(&self) -> Option<Theme> {
        let snapshot = self.tandem.snapshot();
        let person = self.actor.person().and_then(|id| snapshot.directory().person(id));
        self.theme_or(person.and_then(|person| person.preferences.theme))
    }

    fn theme_or(&self, chosen: Option<Theme>) -> Option<Theme> {
        chosen.or_else(|| self.browser.as_ref().and_then(|browser| browser.theme))
    }

    async fn write_profile(&self, id: PersonId, form: ProfileForm) -> Result<()> {
        let mut write = self.begin().await?;
        let before = existing(&mut write, id).await?;
        let after = changed(&before, form)?;
        if after.name != before.name {
            self.may_edit(id)?;
            self.mark_events_of(&mut write, id).await?;
        }
        let (was, is) = (described(&before), described(&after));
        if was == is {
            return Ok(());
        }
        if (&after.name, &after.zone) != (&before.name, &before.zone) {
            write.update_person(&after).await?;
        }
        write.set_preferences(id, after.preferences).await?;
        let detail = json!({ "before": was, "after": is });
        write.audit("person.changed", &subject(id), detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

/// A person with what a form changes.
fn changed(before: &PersonRecord, form: ProfileForm) -> Result<PersonRecord> {
    let mut faults = Faults::default();
    let mut after = before.clone();
    if let Some(name) = form.name {
        after.name = faults.take("name", check_name(&name)).unwrap_or_default();
    }
    if let Some(zone) = form.zone {
        let zone = faults.take("zone", zones::zone(&zone));
        after.zone = zone.map(|zone| zone.name().to_owned()).unwrap_or_default();
    }
    let style = &mut after.preferences.style;
    if let Some(order) = form.date_order {
        style.dates = faults.take("date_order", order.parse()).unwrap_or_default();
    }
    if let Some(clock) = form.hour_clock {
        style.clock = faults.take("hour_clock", clock.parse()).unwrap_or_default();
    }
    if let Some(theme) = form.theme {
        after.preferences.theme = faults.take("theme", theme.parse());
    }
    faults.check()?;
    Ok(after)
}

/// A profile as the audit keeps it.
fn described(person: &PersonRecord) -> serde_json::Value {
    json!({
        "name": person.name,
        "zone": person.zone,
        "date_order": person.preferences.style.dates.key(),
        "hour_clock": person.preferences.style.clock.key(),
        "theme": person.preferences.theme.map(Theme::key),
    })
}

/// A date that can be read in one way only.
fn example_of_dates(dates: DateOrder) -> (String, String) {
    let style = Style {
        dates,
        ..Style::default()
    };
    let day = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap_or_default();
    (dates.key().to_owned(), style.date(day))
}

fn example_of_times(clock: HourClock) -> (String, String) {
    let style = Style {
        clock,
        ..Style::default()
    };
    let time = NaiveTime::from_hms_opt(17, 30, 0).unwrap_or_default();
    (clock.key().to_owned(), style.time(time))
}
