//! The organisation's settings.

use super::{Desk, Faults, Result, people::zones_with, setup::check_name};
use crate::{
    store::{OrganisationRecord, Write},
    zones,
};
use app::{
    AppError,
    organisation::{OrganisationForm, OrganisationPage},
};
use async_trait::async_trait;
use domain::{
    holidays,
    rota::{Days, OfficeHours, TimeOfDay, WeeklyWindow},
};
use serde_json::json;

#[async_trait]
impl app::organisation::Port for Desk {
    async fn organisation_page(&self) -> Result<OrganisationPage> {
        self.may_administer()?;
        let snapshot = self.tandem.snapshot();
        let organisation = snapshot.organisation().ok_or_else(not_set_up)?;
        let simple = simple_hours(&organisation.office_hours);
        let (office_from, office_to) =
            simple.map(|(from, to)| (from.to_string(), to.to_string())).unwrap_or_default();
        Ok(OrganisationPage {
            name: organisation.name.clone(),
            zone: organisation.zone.clone(),
            office_from,
            office_to,
            office_hours: hours_words(&organisation.office_hours),
            holiday_calendar: organisation.holiday_calendar.clone(),
            zones: zones_with(&organisation.zone),
            holiday_calendars: holidays::CALENDARS.iter().map(|(key, name)| ((*key).into(), (*name).into())).collect(),
        })
    }

    async fn change_organisation(&self, form: OrganisationForm) -> Result<()> {
        self.may_administer()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.update_organisation(form).await }).await
    }
}

impl Desk {
    async fn update_organisation(&self, form: OrganisationForm) -> Result<()> {
        let mut write = self.begin().await?;
        let before = existing(&mut write).await?;
        let mut faults = Faults::default();
        let mut after = before.clone();
        after.name = faults.take("name", check_name(&form.name)).unwrap_or_default();
        after.zone = faults.take("zone", zones::zone(&form.zone)).map(|zone| zone.name().to_owned()).unwrap_or_default();
        if holidays::calendar(&form.holiday_calendar).is_none() {
            faults.note("holiday_calendar", format!("‘{}’ is not a holiday calendar.", form.holiday_calendar));
        }
        after.holiday_calendar = form.holiday_calendar;
        after.office_hours = office_hours(&form.office_from, &form.office_to, &before.office_hours, &mut faults);
        faults.check()?;
        write.update_organisation(&after).await?;
        let detail = json!({ "before": described(&before), "after": described(&after) });
        write.audit("organisation.changed", &before.id, detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

async fn existing(write: &mut Write) -> Result<OrganisationRecord> {
    OrganisationRecord::load(write.connection()).await?.ok_or_else(not_set_up)
}

fn not_set_up() -> AppError {
    AppError::NotFound("Tandem is not set up yet: open the link that `tandem serve` printed.".into())
}

fn described(organisation: &OrganisationRecord) -> serde_json::Value {
    json!({
        "name": organisation.name, "zone": organisation.zone, "holiday_calendar": organisation.holiday_calendar,
        "office_hours": organisation.office_hours,
    })
}

/// Start and end of office hours that are Monday to Friday with one window a day.
fn simple_hours(hours: &OfficeHours) -> Option<(TimeOfDay, TimeOfDay)> {
    match hours.windows.as_slice() {
        [window] if window.days() == Days::WEEKDAYS && window.plus_days() == 0 => Some((window.from(), window.to())),
        _ => None,
    }
}

fn hours_words(hours: &OfficeHours) -> String {
    match hours.windows.as_slice() {
        [] => "never".to_owned(),
        windows => windows.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    }
}

/// Monday to Friday between two times; as they are `kept` when both are left empty and no simple form fits them.
fn office_hours(from: &str, to: &str, kept: &OfficeHours, faults: &mut Faults) -> OfficeHours {
    if from.is_empty() && to.is_empty() && simple_hours(kept).is_none() {
        return kept.clone();
    }
    let from = faults.take("office_from", from.parse::<TimeOfDay>());
    let to = faults.take("office_to", to.parse::<TimeOfDay>());
    let (Some(from), Some(to)) = (from, to) else { return kept.clone() };
    if to <= from {
        faults.note("office_to", format!("Office hours end at {to}, which is not after {from}."));
        return kept.clone();
    }
    match faults.take("office_to", WeeklyWindow::daily(Days::WEEKDAYS, from, to)) {
        Some(window) => OfficeHours { windows: vec![window] },
        None => kept.clone(),
    }
}
