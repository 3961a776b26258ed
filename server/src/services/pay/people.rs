//! What pay knows of people, and who prepares it.

use super::{
    super::{
        Desk, Faults, Reader, Result,
        directory::known_person,
        holidays::{check_calendar, choices},
        people::subject,
    },
    cards::{all, date, today},
};
use crate::{
    collation,
    store::{PersonPayRecord, PersonRecord},
    zones,
};
use app::{
    AppError,
    pay_people::{PayPeoplePage, PayPerson, PayPersonForm},
};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::{PersonId, holidays::Calendars};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};

/// The most people that are listed at once.
const MOST_LISTED: usize = 200;
/// The longest grade.
const LONGEST_GRADE: usize = 40;

/// What is known of each, the earliest first.
type Facts = HashMap<PersonId, Vec<PersonPayRecord>>;

#[async_trait]
impl app::pay_people::Port for Desk {
    async fn pay_people(&self, query: String, edit: String) -> Result<PayPeoplePage> {
        self.may_pay()?;
        let snapshot = self.tandem.snapshot();
        let mut connection = self.tandem.store.read().await?;
        let mut facts: Facts = HashMap::new();
        for record in PersonPayRecord::all(&mut connection).await? {
            facts.entry(record.person).or_default().push(record);
        }
        let cards = all(&mut connection).await?;
        drop(connection);
        let reader = self.reader(&snapshot);
        let today = today(&snapshot, &reader);
        let look = Look {
            calendars: snapshot.calendars(),
            facts: &facts,
            reader: &reader,
            today,
        };
        let wanted = collation::folded(query.trim());
        let found = snapshot.directory().people_to_search();
        let found = found.filter(|(name, person)| person.deactivated_at.is_none() && name.contains(&wanted));
        let mut people: Vec<&PersonRecord> = found.map(|(_, person)| person).collect();
        people.sort_by_cached_key(|person| (collation::key(&person.name), person.id));
        let edit = match edit.trim() {
            "" => None,
            id => {
                let person = known_person(&snapshot, id)?;
                Some((person.name.clone(), look.form(&person)))
            }
        };
        let of_cards = cards.iter().flat_map(|card| &card.versions);
        let of_cards = of_cards
            .flat_map(|version| &version.file.bands)
            .flat_map(|band| band.grades.keys());
        let of_people = facts.values().flatten().map(|facts| &facts.grade);
        let grades: BTreeSet<&String> = of_cards.chain(of_people).filter(|grade| !grade.is_empty()).collect();
        Ok(PayPeoplePage {
            more: people.len().saturating_sub(MOST_LISTED),
            people: people.iter().take(MOST_LISTED).map(|person| look.row(person)).collect(),
            query,
            edit,
            grades: grades.into_iter().cloned().collect(),
            regions: choices(&snapshot, &reader),
            zones: zones::names(),
            may_administer: self.may_administer().is_ok(),
        })
    }

    async fn put_pay_person(&self, form: PayPersonForm) -> Result<()> {
        self.may_pay()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.write_pay_person(form).await }).await
    }
}

impl Desk {
    async fn write_pay_person(&self, form: PayPersonForm) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let person = known_person(&snapshot, &form.person)?;
        let mut faults = Faults::default();
        let from = date("from", &form.from, &mut faults);
        let payroll = match form.payroll.trim() {
            "" => None,
            "yes" => Some(true),
            "no" => Some(false),
            other => {
                faults.note("payroll", format!("‘{other}’ is not an answer: use yes or no."));
                None
            }
        };
        check(&form, snapshot.calendars(), &mut faults);
        faults.check()?;
        let Some(applies_from) = from else {
            return Err(AppError::field("from", "Give the date from which it holds."));
        };
        if payroll.is_some_and(|payroll| payroll != person.payroll) {
            self.may_administer()?;
        }
        let mut write = self.begin().await?;
        check_calendar(&mut write, "holiday_region", form.holiday_region.trim()).await?;
        let known = PersonPayRecord::all(write.connection()).await?;
        let before = known
            .into_iter()
            .rfind(|one| one.person == person.id && one.applies_from <= applies_from);
        let after = PersonPayRecord {
            person: person.id,
            applies_from,
            grade: form.grade.trim().to_owned(),
            holiday_region: form.holiday_region.trim().to_owned(),
            zone: form.zone.trim().to_owned(),
            // What they chose themselves stays as it is.
            wishes_toil: before.as_ref().is_some_and(|before| before.wishes_toil),
        };
        write.put_person_pay(&after).await?;
        let detail = json!({ "person": person.id, "from": applies_from, "before": before.as_ref().map(said), "after": said(&after) });
        let subject = subject(person.id);
        write.audit("person_pay.changed", &subject, detail).await?;
        if let Some(payroll) = payroll.filter(|payroll| *payroll != person.payroll) {
            let changed = PersonRecord { payroll, ..person };
            write.update_person(&changed).await?;
            let detail = json!({ "before": { "payroll": !payroll }, "after": { "payroll": payroll } });
            write.audit("person.payroll_changed", &subject, detail).await?;
        }
        self.tandem.commit(write).await?;
        Ok(())
    }
}

fn said(facts: &PersonPayRecord) -> Value {
    json!({ "grade": facts.grade, "holiday_region": facts.holiday_region, "zone": facts.zone })
}

fn check(form: &PayPersonForm, calendars: &Calendars, faults: &mut Faults) {
    let grade = form.grade.trim();
    if grade.chars().count() > LONGEST_GRADE || grade.chars().any(char::is_control) {
        faults.note(
            "grade",
            format!("A grade is at most {LONGEST_GRADE} letters on one line."),
        );
    }
    let (region, zone) = (form.holiday_region.trim(), form.zone.trim());
    if !calendars.has(region) {
        faults.note("holiday_region", format!("‘{region}’ is not a holiday calendar."));
    }
    if !zone.is_empty() {
        faults.take("zone", zones::zone(zone));
    }
}

struct Look<'a> {
    calendars: &'a Calendars,
    facts: &'a Facts,
    reader: &'a Reader,
    today: NaiveDate,
}

impl Look<'_> {
    fn of(&self, person: PersonId) -> &[PersonPayRecord] {
        self.facts.get(&person).map_or(&[], Vec::as_slice)
    }

    fn now(&self, person: PersonId) -> Option<&PersonPayRecord> {
        self.of(person)
            .iter()
            .rev()
            .find(|facts| facts.applies_from <= self.today)
    }

    fn row(&self, person: &PersonRecord) -> PayPerson {
        let now = self.now(person.id);
        let region = now.map(|facts| facts.holiday_region.as_str()).unwrap_or_default();
        let words = self.calendars.name(region).filter(|_| !region.is_empty());
        let later = self.of(person.id).iter().find(|facts| facts.applies_from > self.today);
        PayPerson {
            id: person.id.to_string(),
            name: person.name.clone(),
            grade: now.map(|facts| facts.grade.clone()).unwrap_or_default(),
            region: words.map(str::to_owned).unwrap_or_default(),
            zone: now.map(|facts| facts.zone.clone()).unwrap_or_default(),
            later: later.map(|facts| {
                let from = self.reader.style.date(facts.applies_from);
                match facts.grade.as_str() {
                    "" => format!("(changes on {from})"),
                    grade => format!("({grade} from {from})"),
                }
            }),
            payroll: person.payroll,
        }
    }

    fn form(&self, person: &PersonRecord) -> PayPersonForm {
        let now = self.now(person.id);
        let text = |get: fn(&PersonPayRecord) -> &String| now.map(|facts| get(facts).clone()).unwrap_or_default();
        PayPersonForm {
            person: person.id.to_string(),
            from: self.today.to_string(),
            grade: text(|facts| &facts.grade),
            holiday_region: text(|facts| &facts.holiday_region),
            zone: text(|facts| &facts.zone),
            payroll: if person.payroll { "yes" } else { "no" }.to_owned(),
        }
    }
}
