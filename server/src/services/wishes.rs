//! Wishes: what people would like of the plans that are made. Leave binds a plan, a wish does not.

use super::{Actor, Desk, Faults, Reader, Result, wording};
use crate::{
    snapshot::Snapshot,
    store::{About, OrganisationRole, WishRecord},
};
use app::{
    AppError,
    wishes::{WishForm, WishRow},
};
use async_trait::async_trait;
use chrono::Weekday;
use domain::{
    PersonId, Span, WishId, Zone,
    planner::{DatedWish, DayPart, RecurringWish, Slot, Wish, WishKind},
};

/// The most wishes a person has at once: who wishes for everything wishes for nothing.
const MOST_WISHES: usize = 50;
/// No wish is about more days than a year has.
const LONGEST_SECONDS: i64 = 366 * 86_400;
/// What a wish that matters a lot weighs beside a usual one.
const A_LOT: u32 = 3;

#[async_trait]
impl app::wishes::Port for Desk {
    async fn add_wish(&self, form: WishForm) -> Result<()> {
        self.enter_wish(&self.person()?.to_string(), form).await.map(drop)
    }

    async fn withdraw_wish(&self, id: String) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.end_wish(&id).await }).await
    }
}

impl Desk {
    /// Enters a wish of somebody and answers it.
    ///
    /// # Errors
    /// `Invalid` with every field that cannot be read; `Forbidden` for whoever may not act for them.
    pub(crate) async fn enter_wish(&self, person: &str, form: WishForm) -> Result<WishRow> {
        let (desk, person) = (self.clone(), person.to_owned());
        self.to_the_end(async move { desk.write_wish(&person, &form).await })
            .await
    }

    /// Somebody's wishes that are not over.
    ///
    /// # Errors
    /// `Forbidden` for whoever may not act for them.
    pub(crate) async fn wishes_of(&self, person: &str) -> Result<Vec<WishRow>> {
        let snapshot = self.tandem.snapshot();
        let person = self.acting_for(&snapshot, person)?.id;
        self.wish_rows(&snapshot, person).await
    }

    pub(super) async fn wish_rows(&self, snapshot: &Snapshot, person: PersonId) -> Result<Vec<WishRow>> {
        let (zone, reader) = (snapshot.directory().zone(person), self.reader(snapshot));
        let mut wishes = WishRecord::of(&mut *self.tandem.store.read().await?, &[person]).await?;
        wishes.retain(|wish| !matches!(wish.about, About::Span(span) if span.end() <= reader.now));
        wishes.sort_by_key(|wish| match wish.about {
            About::Week(..) => (0, None),
            About::Span(span) => (1, Some(span)),
        });
        Ok(wishes.iter().map(|wish| row(wish, &zone, &reader)).collect())
    }

    async fn write_wish(&self, person: &str, form: &WishForm) -> Result<WishRow> {
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let person = self.acting_for(&snapshot, person)?.id;
        self.may_have_wishes(&snapshot, person)?;
        let zone = snapshot.directory().zone(person);
        let wish = WishRecord {
            id: WishId::from_uuid(self.tandem.new_id()),
            person,
            ..read(form, &zone, person)?
        };
        let mut write = self.begin().await?;
        if WishRecord::of(write.connection(), &[person]).await?.len() >= MOST_WISHES {
            return Err(AppError::field(
                "first_day",
                format!("{MOST_WISHES} wishes are there already: withdraw one first."),
            ));
        }
        write.insert_wish(&wish).await?;
        let row = row(&wish, &zone, &reader);
        let detail = serde_json::json!({ "person": person, "wish": format!("{}: {}", row.kind, row.when) });
        write
            .audit("wish.entered", &format!("wish {}", wish.id), detail)
            .await?;
        self.tandem.commit(write).await?;
        Ok(row)
    }

    /// Only whoever can be planned has a use for wishes, and who may change nothing enters none.
    pub(super) fn may_have_wishes(&self, snapshot: &Snapshot, person: PersonId) -> Result<()> {
        if matches!(
            &self.actor,
            Actor::Person {
                role: OrganisationRole::ReadOnly,
                ..
            }
        ) {
            return Err(AppError::Forbidden("You may look, and change nothing.".to_owned()));
        }
        let mut places = snapshot.directory().teams_of(person);
        if places.any(|member| member.qualification.is_some()) {
            return Ok(());
        }
        Err(AppError::refused(
            "not-qualified",
            "Wishes are for those who take turns on a rota: this person is not qualified in any team.",
        ))
    }

    async fn end_wish(&self, id: &str) -> Result<()> {
        let unknown = || AppError::NotFound("This wish is not there any more.".to_owned());
        let id: WishId = id.parse().map_err(|_| unknown())?;
        let snapshot = self.tandem.snapshot();
        let mut write = self.begin().await?;
        let wish = WishRecord::find(write.connection(), id).await?.ok_or_else(unknown)?;
        self.acting_for(&snapshot, &wish.person.to_string())?;
        write.end_wish(id).await?;
        let detail = serde_json::json!({ "person": wish.person });
        write.audit("wish.withdrawn", &format!("wish {id}"), detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

/// Wishes as the planner takes them: one for each slot that a wish is about.
pub(super) fn expand(wishes: &[WishRecord], slots: &[Slot], zone: &Zone) -> Vec<Wish> {
    let mut expanded = Vec::new();
    for WishRecord {
        person,
        kind,
        weight,
        about,
        ..
    } in wishes.iter().copied()
    {
        match about {
            About::Span(span) => expanded.extend(
                DatedWish {
                    person,
                    kind,
                    weight,
                    span,
                }
                .expand(slots),
            ),
            About::Week(weekday, part) => expanded.extend(
                RecurringWish {
                    person,
                    kind,
                    weight,
                    weekday,
                    part,
                }
                .expand(slots, zone),
            ),
        }
    }
    expanded
}

/// A wish as its form says it.
fn read(form: &WishForm, zone: &Zone, person: PersonId) -> Result<WishRecord> {
    let mut faults = Faults::default();
    let kind = match form.kind.trim() {
        "" | "avoid" => WishKind::Avoid,
        "want" => WishKind::Want,
        other => {
            faults.note("kind", format!("‘{other}’ is not a kind of wish: use avoid or want."));
            WishKind::Avoid
        }
    };
    let weight = match form.weight.trim() {
        "" | "usual" => 1,
        "a-lot" => A_LOT,
        other => {
            faults.note(
                "weight",
                format!("‘{other}’ is not how much it matters: use usual or a-lot."),
            );
            1
        }
    };
    let weekly = !form.weekday.trim().is_empty() || !form.part.trim().is_empty();
    let about = if weekly {
        week(form, &mut faults)
    } else {
        days(form, zone, &mut faults)
    };
    faults.check()?;
    let about = about.ok_or_else(|| AppError::field("first_day", "Say which days it is about."))?;
    Ok(WishRecord {
        id: WishId::from_uuid(uuid::Uuid::nil()),
        person,
        kind,
        weight,
        about,
    })
}

fn week(form: &WishForm, faults: &mut Faults) -> Option<About> {
    let weekday = match form.weekday.trim() {
        "" | "any" => None,
        text => faults.take(
            "weekday",
            text.parse::<Weekday>()
                .map_err(|_| format!("‘{text}’ is not a weekday: use mon, tue, … or any.")),
        ),
    };
    let part = match form.part.trim() {
        "" | "any" => None,
        "day" => Some(DayPart::Day),
        "night" => Some(DayPart::Night),
        other => {
            faults.note(
                "part",
                format!("‘{other}’ is not a part of the day: use day, night or any."),
            );
            None
        }
    };
    if weekday.is_none() && part.is_none() {
        faults.note(
            "weekday",
            "Choose a weekday, or days or nights: a wish about everything says nothing.",
        );
    }
    Some(About::Week(weekday, part))
}

fn days(form: &WishForm, zone: &Zone, faults: &mut Faults) -> Option<About> {
    let first = faults.take("first_day", wording::day(&form.first_day))?;
    let last = match form.last_day.trim() {
        "" => first,
        text => faults.take("last_day", wording::day(text))?,
    };
    let after = last.succ_opt()?;
    let span = Span::new(wording::midnight(first, zone), wording::midnight(after, zone));
    match span {
        Ok(span) if span.seconds() > LONGEST_SECONDS => {
            faults.note("last_day", "One wish is about a year at most.");
            None
        }
        Ok(span) => Some(About::Span(span)),
        Err(_) => {
            faults.note("last_day", "The last day comes before the first.");
            None
        }
    }
}

fn row(wish: &WishRecord, zone: &Zone, reader: &Reader) -> WishRow {
    WishRow {
        id: wish.id.to_string(),
        kind: match wish.kind {
            WishKind::Avoid => "Rather not",
            WishKind::Want => "Gladly",
        }
        .to_owned(),
        when: when(wish.about, zone, reader),
        a_lot: wish.weight >= A_LOT,
    }
}

/// `Thu 24 Dec – Sat 26 Dec`, `Fridays`, `Friday nights`, `nights`.
fn when(about: About, zone: &Zone, reader: &Reader) -> String {
    match about {
        About::Span(span) => {
            let (first, last) = (zone.local(span.start()).date(), zone.local(span.end() - 1).date());
            wording::days_words(first, last, zone.local(reader.now).date(), reader.style)
        }
        About::Week(weekday, part) => {
            let name = weekday.map(weekday_name);
            match (name, part) {
                (Some(name), None) => format!("{name}s"),
                (Some(name), Some(DayPart::Day)) => format!("{name} daytimes"),
                (Some(name), Some(DayPart::Night)) => format!("{name} nights"),
                (None, Some(DayPart::Day)) => "Daytimes".to_owned(),
                (None, _) => "Nights".to_owned(),
            }
        }
    }
}

const fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn form(fields: &[(&str, &str)]) -> WishForm {
        let of = |name| {
            let found = fields.iter().find(|(field, _)| *field == name);
            found.map_or_else(String::new, |(_, value)| (*value).to_owned())
        };
        WishForm {
            kind: of("kind"),
            weight: of("weight"),
            first_day: of("first_day"),
            last_day: of("last_day"),
            weekday: of("weekday"),
            part: of("part"),
        }
    }

    fn words(fields: &[(&str, &str)]) -> std::result::Result<String, AppError> {
        let zone = Zone::named("Europe/London").unwrap();
        let reader = Reader::unknown("2026-11-25T07:00:00Z".parse().unwrap());
        let wish = read(&form(fields), &zone, PersonId::from_uuid(uuid::Uuid::nil()))?;
        let row = row(&wish, &zone, &reader);
        Ok(format!("{} {}{}", row.kind, row.when, if row.a_lot { "!" } else { "" }))
    }

    #[test]
    fn a_form_says_days_or_each_week() {
        assert_eq!(words(&[("first_day", "2026-12-24")]).unwrap(), "Rather not Thu 24 Dec");
        let christmas = [
            ("kind", "want"),
            ("weight", "a-lot"),
            ("first_day", "2026-12-24"),
            ("last_day", "2026-12-26"),
        ];
        assert_eq!(words(&christmas).unwrap(), "Gladly Thu 24 Dec – Sat 26 Dec!");
        assert_eq!(words(&[("weekday", "fri")]).unwrap(), "Rather not Fridays");
        assert_eq!(
            words(&[("weekday", "fri"), ("part", "night")]).unwrap(),
            "Rather not Friday nights"
        );
        assert_eq!(
            words(&[("weekday", "any"), ("part", "night")]).unwrap(),
            "Rather not Nights"
        );
    }

    #[test]
    fn each_bad_field_is_named() {
        for (fields, field) in [
            (vec![], "first_day"),
            (
                vec![("first_day", "2026-12-24"), ("last_day", "2026-12-23")],
                "last_day",
            ),
            (
                vec![("first_day", "2026-12-24"), ("last_day", "2028-12-23")],
                "last_day",
            ),
            (vec![("weekday", "any"), ("part", "any")], "weekday"),
            (vec![("weekday", "someday")], "weekday"),
            (vec![("part", "dusk")], "part"),
            (vec![("kind", "hate"), ("weekday", "fri")], "kind"),
            (vec![("weight", "9"), ("weekday", "fri")], "weight"),
        ] {
            let error = words(&fields).unwrap_err();
            assert!(error.of_field(field).is_some(), "{fields:?}: {error:?}");
        }
    }
}
