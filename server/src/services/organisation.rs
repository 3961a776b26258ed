//! The organisation's settings.

use super::{Desk, Faults, Result, holidays, people::zones_with, setup::check_name};
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
    conflicts::TwoRotas,
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
        let (office_from, office_to) = simple
            .map(|(from, to)| (from.to_string(), to.to_string()))
            .unwrap_or_default();
        Ok(OrganisationPage {
            name: organisation.name.clone(),
            zone: organisation.zone.clone(),
            office_from,
            office_to,
            office_hours: hours_words(&organisation.office_hours),
            holiday_calendar: organisation.holiday_calendar.clone(),
            two_rotas: organisation.two_rotas.key().to_owned(),
            zones: zones_with(&organisation.zone),
            holiday_calendars: holidays::choices(&snapshot, &self.reader(&snapshot)),
        })
    }

    async fn change_organisation(&self, form: OrganisationForm) -> Result<()> {
        self.may_administer()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.update_organisation(form).await })
            .await
    }
}

impl Desk {
    async fn update_organisation(&self, form: OrganisationForm) -> Result<()> {
        let mut write = self.begin().await?;
        let before = existing(&mut write).await?;
        let mut faults = Faults::default();
        let mut after = before.clone();
        after.name = faults.take("name", check_name(&form.name)).unwrap_or_default();
        after.zone = faults
            .take("zone", zones::zone(&form.zone))
            .map(|zone| zone.name().to_owned())
            .unwrap_or_default();
        faults.all(holidays::check_calendar(&mut write, "holiday_calendar", &form.holiday_calendar).await)?;
        after.holiday_calendar = form.holiday_calendar;
        after.office_hours = office_hours(&form.office_from, &form.office_to, &before.office_hours, &mut faults);
        after.two_rotas = two_rotas(&form.two_rotas, before.two_rotas, &mut faults);
        faults.check()?;
        write.update_organisation(&after).await?;
        let detail = json!({ "before": described(&before), "after": described(&after) });
        write.audit("organisation.changed", &before.id, detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

async fn existing(write: &mut Write) -> Result<OrganisationRecord> {
    OrganisationRecord::load(write.connection())
        .await?
        .ok_or_else(not_set_up)
}

fn not_set_up() -> AppError {
    AppError::NotFound("Tandem is not set up yet: open the link that `tandem serve` printed.".into())
}

fn described(organisation: &OrganisationRecord) -> serde_json::Value {
    json!({
        "name": organisation.name, "zone": organisation.zone, "holiday_calendar": organisation.holiday_calendar,
        "office_hours": organisation.office_hours, "two_rotas": organisation.two_rotas.key(),
    })
}

/// What is chosen of one person on two rotas at once; nothing leaves it as it is.
fn two_rotas(word: &str, kept: TwoRotas, faults: &mut Faults) -> TwoRotas {
    match (word, TwoRotas::of(word)) {
        ("", _) => kept,
        (_, Some(chosen)) => chosen,
        (other, None) => {
            faults.note(
                "two_rotas",
                format!("‘{other}’ is not a choice: use allow, warn or forbid."),
            );
            kept
        }
    }
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
    let (Some(from), Some(to)) = (from, to) else {
        return kept.clone();
    };
    if to <= from {
        faults.note(
            "office_to",
            format!("Office hours end at {to}, which is not after {from}."),
        );
        return kept.clone();
    }
    match faults.take("office_to", WeeklyWindow::daily(Days::WEEKDAYS, from, to)) {
        Some(window) => OfficeHours { windows: vec![window] },
        None => kept.clone(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::services::testing::TestOrganisation;
    use app::organisation::Port as _;

    fn form(from: &str, to: &str) -> OrganisationForm {
        OrganisationForm {
            name: "Example Ltd".into(),
            zone: "Europe/Berlin".into(),
            office_from: from.into(),
            office_to: to.into(),
            holiday_calendar: "none".into(),
            two_rotas: "forbid".into(),
        }
    }

    #[tokio::test]
    async fn an_administrator_changes_every_setting() {
        let organisation = TestOrganisation::new().await;
        let desk = organisation.of("ada@example.org");
        desk.change_organisation(form("08:00", "16:30")).await.unwrap();
        let page = desk.organisation_page().await.unwrap();
        assert_eq!(
            (page.name.as_str(), page.zone.as_str()),
            ("Example Ltd", "Europe/Berlin")
        );
        assert_eq!((page.office_from.as_str(), page.office_to.as_str()), ("08:00", "16:30"));
        assert_eq!(
            (page.holiday_calendar.as_str(), page.two_rotas.as_str()),
            ("none", "forbid")
        );
    }

    #[tokio::test]
    async fn bad_settings_are_all_named_and_nothing_changes() {
        let organisation = TestOrganisation::new().await;
        let desk = organisation.of("ada@example.org");
        let bad = OrganisationForm {
            name: " ".into(),
            zone: "Mars/Base".into(),
            holiday_calendar: "XX".into(),
            two_rotas: "never".into(),
            ..form("17:00", "09:00")
        };
        let Err(AppError::Invalid(faults)) = desk.change_organisation(bad).await else {
            panic!("it was taken")
        };
        let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["name", "zone", "holiday_calendar", "office_to", "two_rotas"]);
        assert!(
            desk.change_organisation(form("", "")).await.is_err(),
            "simple office hours are not left empty"
        );
        assert_eq!(desk.organisation_page().await.unwrap().name, "Example");
    }

    #[tokio::test]
    async fn only_administrators_see_and_change_settings() {
        let organisation = TestOrganisation::new().await;
        organisation.add("Ben", "ben@example.org", "member").await;
        let desk = organisation.of("ben@example.org");
        assert!(matches!(desk.organisation_page().await, Err(AppError::Forbidden(_))));
        assert!(matches!(
            desk.change_organisation(form("08:00", "16:30")).await,
            Err(AppError::Forbidden(_))
        ));
    }

    #[test]
    fn office_hours_that_are_not_simple_stay_when_left_empty() {
        let nights = WeeklyWindow::daily(Days::ALL, TimeOfDay::MIDNIGHT, TimeOfDay::MIDNIGHT).unwrap();
        let kept = OfficeHours { windows: vec![nights] };
        let mut faults = Faults::default();
        assert_eq!(office_hours("", "", &kept, &mut faults), kept);
        assert!(faults.check().is_ok());
    }
}
