//! Rate cards and their versions.

use super::{
    super::{
        Actor, Desk, Faults, Reader, Result,
        holidays::{check_calendar, choices, ends_soon},
        internal,
        setup::check_name,
    },
    card_words, change, uses,
};
use crate::{
    snapshot::Snapshot,
    store::{Connection, RateCardVersionRecord, Write},
    zones,
};
use app::{
    AppError, FieldError,
    rate_cards::{
        CardComparison, CardForm, CardPage, CardPreset, CardRow, CardTrial, CardsPage, NewCard, TypedCard, UseForm,
        VersionRow,
    },
};
use async_trait::async_trait;
use chrono::{Datelike as _, NaiveDate};
use domain::{
    RateCardId, Zone,
    holidays::Calendars,
    pay::{Card, Fault, HolidayCalendar, Known, PRESETS, file::CardFile, preset},
};
use serde_json::json;
use std::collections::BTreeMap;

/// A card with its versions, the earliest date first and of one date the one that counts last.
pub(super) struct Kept {
    pub(super) id: RateCardId,
    pub(super) versions: Vec<RateCardVersionRecord>,
}

/// The most that a file of a card holds, in bytes.
pub(crate) const CARD_BYTES: usize = 256 * 1024;

#[async_trait]
impl app::rate_cards::Port for Desk {
    async fn rate_cards(&self) -> Result<CardsPage> {
        self.may_pay()?;
        let mut connection = self.tandem.store.read().await?;
        let looking = self.looking_at_cards(&mut connection).await?;
        drop(connection);
        let mut rows: Vec<CardRow> = looking.cards.iter().map(|card| row(card, &looking)).collect();
        rows.sort_by_cached_key(|row| (crate::collation::key(&row.name), row.id.clone()));
        Ok(CardsPage {
            cards: rows,
            uses: looking.rows(None),
            unpaid: looking.unpaid(),
            presets: presets(),
            choices: uses::choices(&looking.snapshot),
            today: looking.today.to_string(),
        })
    }

    async fn rate_card(&self, id: String, version: String, typed: Option<TypedCard>) -> Result<CardPage> {
        self.may_pay()?;
        let mut connection = self.tandem.store.read().await?;
        let looking = self.looking_at_cards(&mut connection).await?;
        drop(connection);
        let uses::Looking {
            snapshot,
            cards,
            reader,
            today,
            ..
        } = &looking;
        let today = *today;
        let kept = find(cards, &id)?;
        let asked = typed
            .as_ref()
            .map_or(version.as_str(), |typed| typed.form.version.as_str());
        let shown = kept.version(asked, today).or_else(|_| kept.version("", today))?;
        let card = self::kept(&shown.file).map_err(|faults| internal(&words_of(&faults)))?;
        let around = self.around(snapshot, reader, today);
        let (form, faults, trial) = change::opened(shown, &card, typed, &around);
        Ok(CardPage {
            id: kept.id.to_string(),
            name: shown.file.name.clone(),
            version: shown.number,
            facts: card_words::facts(&card, snapshot.calendars(), reader, today),
            bands: card_words::bands(&card, reader),
            fixed: looking.fixed(kept, shown),
            zones: zones::names(),
            calendars: choices(snapshot, reader),
            form,
            faults,
            trial,
            versions: looking.versions(kept),
            uses: looking.rows(Some(kept.id)),
            choices: uses::choices(snapshot),
            today: today.to_string(),
            text: text_of(&shown.file)?,
        })
    }

    async fn try_rate_card(&self, card: CardForm) -> Result<CardTrial> {
        self.may_pay()?;
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let today = today(&snapshot, &reader);
        change::tried(&card, &self.around(&snapshot, &reader, today))
    }

    async fn change_rate_card(&self, id: String, card: CardForm) -> Result<i64> {
        self.may_pay()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.change_version(&id, &card).await })
            .await
    }

    async fn compare_rate_cards(&self, one: String, other: String) -> Result<CardComparison> {
        self.may_pay()?;
        self.compared_cards(&one, &other).await
    }

    async fn make_rate_card(&self, card: NewCard) -> Result<(String, i64)> {
        self.may_pay()?;
        let (mut file, _) = read(&card, self.tandem.snapshot().calendars())?;
        if !card.preset.trim().is_empty() {
            let snapshot = self.tandem.snapshot();
            let today = today(&snapshot, &self.reader(&snapshot));
            file.effective_from = today.with_day(1).unwrap_or(today).to_string();
        }
        let into = match card.card.trim() {
            "" => None,
            id => Some(find(&all(&mut *self.tandem.store.read().await?).await?, id)?.id),
        };
        let desk = self.clone();
        self.to_the_end(async move { desk.add_version(into, file).await }).await
    }

    async fn withdraw_rate_card(&self, id: String, version: String) -> Result<()> {
        self.may_pay()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.end_version(&id, &version).await })
            .await
    }

    async fn use_rate_card(&self, form: UseForm) -> Result<()> {
        self.may_pay()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.put_use(form).await }).await
    }

    async fn end_rate_card_use(&self, paid_for: String, from: String) -> Result<()> {
        self.may_pay()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.end_use(&paid_for, &from).await })
            .await
    }

    async fn importing_rate_card(&self, card: String) -> Result<Option<(String, String)>> {
        self.may_pay()?;
        if card.is_empty() {
            return Ok(None);
        }
        let cards = all(&mut *self.tandem.store.read().await?).await?;
        let kept = find(&cards, &card)?;
        Ok(Some((kept.id.to_string(), kept.name().to_owned())))
    }
}

impl Desk {
    /// Adds a card with its first version, or a version to a card; answers both.
    pub(super) async fn add_version(&self, into: Option<RateCardId>, file: CardFile) -> Result<(String, i64)> {
        let mut write = self.begin().await?;
        check_card_calendar(&mut write, &file).await?;
        let effective_from = effective_from(&file)?;
        let id = into.unwrap_or_else(|| RateCardId::from_uuid(self.tandem.new_id()));
        if into.is_none() {
            write.insert_rate_card(id).await?;
        }
        let number = write.add_rate_card_version(id, effective_from, &file).await?;
        let detail =
            json!({ "version": number, "effective_from": file.effective_from, "name": file.name, "card": file });
        let action = if into.is_none() {
            "rate_card.made"
        } else {
            "rate_card.version_added"
        };
        write.audit(action, &format!("rate card {id}"), detail).await?;
        self.tandem.commit(write).await?;
        Ok((id.to_string(), number))
    }

    async fn end_version(&self, id: &str, version: &str) -> Result<()> {
        let mut write = self.begin().await?;
        let looking = self.looking_at_cards(write.connection()).await?;
        let kept = find(&looking.cards, id)?;
        let ended = kept.numbered(version)?;
        if let Some(why) = looking.fixed(kept, ended) {
            return Err(AppError::refused("used", why));
        }
        if kept.versions.len() == 1 && looking.said.iter().any(|one| one.card == Some(kept.id)) {
            let words = "It is the card's only version, and something is to be paid by it: say that another card pays it, or take that back first.";
            return Err(AppError::refused("used", words));
        }
        write.end_rate_card_version(kept.id, ended.number).await?;
        let detail =
            json!({ "version": ended.number, "effective_from": ended.file.effective_from, "name": ended.file.name });
        write
            .audit("rate_card.version_withdrawn", &format!("rate card {}", kept.id), detail)
            .await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    /// A version of a card as a file: its name, and its text.
    ///
    /// # Errors
    /// `Forbidden` for whoever does not prepare pay; `NotFound`.
    pub(crate) async fn rate_card_file(&self, id: &str, version: &str) -> Result<(String, String)> {
        self.may_pay()?;
        let snapshot = self.tandem.snapshot();
        let cards = all(&mut *self.tandem.store.read().await?).await?;
        let today = today(&snapshot, &self.reader(&snapshot));
        let shown = find(&cards, id)?.version(version, today)?;
        let name = super::super::slug::slug(&shown.file.name, "rate-card", |_| false);
        Ok((
            format!("{name}-{}.json", shown.file.effective_from),
            text_of(&shown.file)?,
        ))
    }
}

impl Kept {
    /// What it is called: by its latest version.
    pub(super) fn name(&self) -> &str {
        self.versions.last().map_or("", |version| version.file.name.as_str())
    }

    /// The version in force on a date; before the first one that one.
    pub(super) fn in_force(&self, on: NaiveDate) -> Option<&RateCardVersionRecord> {
        let found = self.versions.iter().rev().find(|one| one.effective_from <= on);
        found.or_else(|| self.versions.first())
    }

    /// The version of this number; without one the one in force.
    ///
    /// # Errors
    /// `NotFound`.
    pub(super) fn version(&self, number: &str, on: NaiveDate) -> Result<&RateCardVersionRecord> {
        match number.trim() {
            "" => self.in_force(on).ok_or_else(|| not_found(number)),
            number => self.numbered(number),
        }
    }

    pub(super) fn numbered(&self, number: &str) -> Result<&RateCardVersionRecord> {
        let wanted = number.trim().parse::<i64>().ok();
        let found = self.versions.iter().find(|one| Some(one.number) == wanted);
        found.ok_or_else(|| not_found(number))
    }
}

fn not_found(number: &str) -> AppError {
    AppError::NotFound(format!("This rate card has no version ‘{number}’."))
}

/// Every card that has a version.
pub(super) async fn all(connection: &mut Connection) -> Result<Vec<Kept>> {
    let mut cards: BTreeMap<RateCardId, Vec<RateCardVersionRecord>> = BTreeMap::new();
    for record in RateCardVersionRecord::all(connection).await? {
        cards.entry(record.card).or_default().push(record);
    }
    Ok(cards.into_iter().map(|(id, versions)| Kept { id, versions }).collect())
}

/// The card of an id.
///
/// # Errors
/// `NotFound`.
pub(super) fn find<'a>(cards: &'a [Kept], id: &str) -> Result<&'a Kept> {
    let wanted = id.trim().parse::<RateCardId>().ok();
    let found = cards.iter().find(|card| Some(card.id) == wanted);
    found.ok_or_else(|| AppError::NotFound(format!("There is no rate card ‘{id}’.")))
}

/// Today in the organisation's zone.
pub(crate) fn today(snapshot: &Snapshot, reader: &Reader) -> NaiveDate {
    let zone = snapshot.organisation().and_then(|all| zones::zone(&all.zone).ok());
    zone.unwrap_or_else(Zone::utc).local(reader.now).date()
}

/// The card that a file describes, by the zones and calendars known here.
///
/// # Errors
/// Every fault, with its place.
pub(super) fn checked(file: &CardFile, calendars: &Calendars) -> std::result::Result<Card, Vec<Fault>> {
    checked_by(file, &|key| calendars.has(key))
}

/// The card that a kept file describes. Its calendar was there when it was kept, and stays while a card follows it.
///
/// # Errors
/// Every fault, with its place.
pub(super) fn kept(file: &CardFile) -> std::result::Result<Card, Vec<Fault>> {
    checked_by(file, &|_| true)
}

fn checked_by(file: &CardFile, calendar: &dyn Fn(&str) -> bool) -> std::result::Result<Card, Vec<Fault>> {
    let known = Known {
        zone: &|name| zones::zone(name).is_ok(),
        calendar,
    };
    let (card, mut faults) = match (file.check(known), effective_from(file)) {
        (Ok(card), Ok(_)) => (Some(card), Vec::new()),
        (Err(faults), _) => (None, faults),
        (Ok(_), Err(error)) => (None, vec![Fault::new("effective_from", error)]),
    };
    faults.extend(names(file));
    card.filter(|_| faults.is_empty()).ok_or(faults)
}

/// A card as if it had always paid: to be tried on duty of any date.
///
/// # Errors
/// Every fault, with its place.
pub(super) fn hypothetical(file: &CardFile) -> std::result::Result<Card, Vec<Fault>> {
    kept(&CardFile {
        effective_from: "1970-01-01".to_owned(),
        ..file.clone()
    })
}

/// Names that cannot stand in lists, statements and spreadsheets.
fn names(file: &CardFile) -> Vec<Fault> {
    let bands = file.bands.iter().enumerate();
    let bands = bands.map(|(index, band)| (format!("bands[{index}].name"), &band.name));
    std::iter::once(("name".to_owned(), &file.name))
        .chain(bands)
        .filter(|(_, name)| !name.trim().is_empty())
        .filter_map(|(place, name)| Some(Fault::new(place, check_name(name).err()?)))
        .collect()
}

/// The file's first date.
///
/// # Errors
/// `Invalid` for a date that no card of a living organisation has.
pub(super) fn effective_from(file: &CardFile) -> Result<NaiveDate> {
    let date: Option<NaiveDate> = file.effective_from.trim().parse().ok();
    date.filter(|date| (1970..=2200).contains(&date.year())).ok_or_else(|| {
        AppError::field(
            "effective_from",
            format!(
                "‘{}’ is not a date a card pays from: use a year from 1970 to 2200.",
                file.effective_from
            ),
        )
    })
}

/// The file that a preset or a text holds, and the card it describes.
///
/// # Errors
/// `Invalid` with every fault, in the fields `preset` and `text` or named by the place in the file.
pub(super) fn read(new: &NewCard, calendars: &Calendars) -> Result<(CardFile, Card)> {
    let text = match new.preset.trim() {
        "" if new.text.trim().is_empty() => {
            return Err(AppError::field(
                "text",
                "Choose a file, or paste one: there is no rate card in nothing.",
            ));
        }
        "" => new.text.as_str(),
        key => {
            preset(key)
                .ok_or_else(|| {
                    let keys: Vec<&str> = PRESETS.iter().map(|preset| preset.key).collect();
                    AppError::field("preset", format!("‘{key}’ is not a preset: use {}.", keys.join(", ")))
                })?
                .json
        }
    };
    if text.len() > CARD_BYTES {
        return Err(AppError::field("text", "A rate card's file has at most 256 KB."));
    }
    let file: CardFile = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| AppError::field("text", format!("This is not a rate card: {error}.")))?;
    let card = checked(&file, calendars).map_err(|faults| invalid(&faults))?;
    Ok((file, card))
}

fn invalid(faults: &[Fault]) -> AppError {
    let field = |fault: &Fault| FieldError {
        field: fault.place.clone(),
        message: format!("{}: {}", fault.place, fault.reason),
    };
    AppError::Invalid(faults.iter().map(field).collect())
}

/// What is wrong with a card that was sent: place, and reason; nothing for an error of another kind.
pub(crate) fn faults_of(error: &AppError) -> Option<Vec<(String, String)>> {
    let AppError::Invalid(faults) = error else {
        return None;
    };
    let fault = |fault: &FieldError| {
        let place = format!("{}: ", fault.field);
        let reason = fault.message.strip_prefix(&place).unwrap_or(&fault.message);
        let field = if fault.field == "text" { "file" } else { &fault.field };
        (field.to_owned(), reason.to_owned())
    };
    Some(faults.iter().map(fault).collect())
}

fn words_of(faults: &[Fault]) -> String {
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    faults.join("; ")
}

/// A card's file as it is exported.
pub(super) fn text_of(file: &CardFile) -> Result<String> {
    serde_json::to_string_pretty(file)
        .map(|text| text + "\n")
        .map_err(|error| internal(&error))
}

fn presets() -> Vec<CardPreset> {
    let name = |json: &str| {
        serde_json::from_str::<CardFile>(json)
            .map(|file| file.name)
            .unwrap_or_default()
    };
    let preset = |preset: &domain::pay::Preset| CardPreset {
        key: preset.key.to_owned(),
        name: name(preset.json),
        about: preset.about.to_owned(),
    };
    PRESETS.iter().map(preset).collect()
}

fn row(kept: &Kept, looking: &uses::Looking) -> CardRow {
    let shown = kept.in_force(looking.today);
    let card = shown.and_then(|shown| self::kept(&shown.file).ok());
    let since = shown.map_or_else(String::new, |shown| looking.since(shown.effective_from));
    CardRow {
        id: kept.id.to_string(),
        name: kept.name().to_owned(),
        currency: shown.map(|shown| shown.file.currency.clone()).unwrap_or_default(),
        since,
        pays: looking.pays(kept.id),
        warnings: card
            .map(|card| warnings(&card, looking.snapshot.calendars(), &looking.reader, looking.today))
            .unwrap_or_default(),
    }
}

/// That the calendar a card follows is there, as the write sees it.
///
/// # Errors
/// `Invalid` for one that is not.
pub(super) async fn check_card_calendar(write: &mut Write, file: &CardFile) -> Result<()> {
    match file.holidays.as_str() {
        "person" => Ok(()),
        key => check_calendar(write, "holidays", key).await,
    }
}

/// What to look at on a card.
pub(super) fn warnings(card: &Card, calendars: &Calendars, reader: &Reader, today: NaiveDate) -> Vec<String> {
    let HolidayCalendar::Named(key) = card.holidays() else {
        return Vec::new();
    };
    ends_soon(calendars, key, "paid", today, reader).into_iter().collect()
}

/// Who entered a version, and when.
pub(super) fn entered(version: &RateCardVersionRecord, looking: &uses::Looking) -> String {
    let who = Actor::describe(&version.entered_by, &looking.snapshot);
    let zone = looking.reader.zone.clone().unwrap_or_else(Zone::utc);
    let at = looking
        .reader
        .style
        .moment(zone.local(version.entered_at), looking.today);
    format!("Entered by {who}, {at}")
}

/// A row of a card's versions.
pub(super) fn version_row(kept: &Kept, version: &RateCardVersionRecord, looking: &uses::Looking) -> VersionRow {
    let replaced = kept
        .versions
        .iter()
        .any(|other| other.effective_from == version.effective_from && other.number > version.number);
    let now = kept.in_force(looking.today).map(|one| one.number);
    let state = match () {
        () if replaced => "replaced",
        () if version.effective_from > looking.today => "later",
        () if now == Some(version.number) => "now",
        () => "before",
    };
    VersionRow {
        number: version.number,
        from: version.effective_from.to_string(),
        from_words: looking.since(version.effective_from),
        entered: entered(version, looking),
        state: state.to_owned(),
        fixed: looking.fixed(kept, version),
    }
}

/// A date that is typed.
pub(super) fn date(field: &str, text: &str, faults: &mut Faults) -> Option<NaiveDate> {
    let read: Option<NaiveDate> = text.trim().parse().ok();
    let date = read.filter(|date| (1970..=2200).contains(&date.year()));
    faults.take(
        field,
        date.ok_or_else(|| format!("‘{}’ is not a date: write it as 2027-01-01.", text.trim())),
    )
}
