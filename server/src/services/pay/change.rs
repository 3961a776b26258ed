//! A card as its page shows it, is tried, and is changed.

use super::{
    super::{Desk, Faults, Reader, Result, internal},
    card_form::{form_of, read},
    cards::{check_card_calendar, checked, effective_from, find},
    trial::Around,
};
use crate::{snapshot::Snapshot, store::RateCardVersionRecord, zones};
use app::{
    AppError, FieldError,
    rate_cards::{CardForm, CardTrial, TypedCard},
};
use chrono::NaiveDate;
use domain::{Zone, holidays::Calendars, pay::Card};
use serde_json::json;

/// What a page opens with: the form, what is wrong with it, and what it comes to.
pub(super) fn opened(
    shown: &RateCardVersionRecord,
    card: &Card,
    typed: Option<TypedCard>,
    around: &Around,
) -> (CardForm, Vec<FieldError>, CardTrial) {
    match typed {
        None => {
            let form = CardForm {
                example: around.example(card),
                ..form_of(&shown.file, &shown.number.to_string())
            };
            let trial = around.trial(card, &form.example, &mut Faults::default());
            (form, Vec::new(), trial)
        }
        Some(typed) => {
            let trial = tried(&typed.form, around).unwrap_or_default();
            (typed.form, typed.faults, trial)
        }
    }
}

/// What a card that is typed comes to.
///
/// # Errors
/// `Invalid` with everything that is wrong with it, field by field.
pub(super) fn tried(form: &CardForm, around: &Around) -> Result<CardTrial> {
    let (_, card) = valid(form, &around.calendars)?;
    let mut faults = Faults::default();
    let trial = around.trial(&card, &form.example, &mut faults);
    faults.check()?;
    Ok(trial)
}

/// The file that was typed, and its card.
///
/// # Errors
/// `Invalid` with everything that is wrong with it, field by field.
fn valid(form: &CardForm, calendars: &Calendars) -> Result<(domain::pay::file::CardFile, Card)> {
    let typed = read(form);
    match checked(&typed.file, calendars) {
        Ok(card) => {
            let faults = typed.faults(&[]);
            match faults.is_empty() {
                true => Ok((typed.file, card)),
                false => Err(AppError::Invalid(faults)),
            }
        }
        Err(found) => Err(AppError::Invalid(typed.faults(&found))),
    }
}

impl Desk {
    /// What cards are tried by.
    pub(super) fn around<'a>(&self, snapshot: &Snapshot, reader: &'a Reader, today: NaiveDate) -> Around<'a> {
        let organisation = snapshot.organisation();
        let zone = organisation.and_then(|all| zones::zone(&all.zone).ok());
        Around {
            zone: zone.unwrap_or_else(Zone::utc),
            calendars: snapshot.calendars().clone(),
            calendar: organisation.map(|all| all.holiday_calendar.clone()).unwrap_or_default(),
            reader,
            today,
        }
    }

    /// Saves a card as it is typed: in place of the version that was looked at, or beside it. Answers the version's number.
    ///
    /// # Errors
    /// `Invalid` with every fault, `Refused` for a version that pays duty, `Stale` for one that is not there any more.
    pub(super) async fn change_version(&self, id: &str, form: &CardForm) -> Result<i64> {
        let (file, _) = valid(form, self.tandem.snapshot().calendars())?;
        let date = effective_from(&file)?;
        let mut write = self.begin().await?;
        check_card_calendar(&mut write, &file).await?;
        let looking = self.looking_at_cards(write.connection()).await?;
        let kept = find(&looking.cards, id)?;
        let before = kept.numbered(&form.version).map_err(|_| {
            AppError::Stale(
                "Somebody else changed this card meanwhile. Reload the page to see it, then make your change.".into(),
            )
        })?;
        let adds = !form.add.trim().is_empty();
        match looking.fixed(kept, before) {
            Some(why) if !adds => return Err(AppError::refused("used", why)),
            _ if before.file == file => return Ok(before.number),
            _ => {}
        }
        if !adds {
            write.end_rate_card_version(kept.id, before.number).await?;
        }
        let number = write.add_rate_card_version(kept.id, date, &file).await?;
        let action = if adds {
            "rate_card.version_added"
        } else {
            "rate_card.changed"
        };
        let value = |file| serde_json::to_value(file).map_err(|error| internal(&error));
        let detail = json!({ "version": number, "before": value(&before.file)?, "after": value(&file)? });
        write.audit(action, &format!("rate card {}", kept.id), detail).await?;
        self.tandem.commit(write).await?;
        Ok(number)
    }
}
