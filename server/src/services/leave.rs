//! Leave: one's own, and that of a manager's team.

use super::{Actor, Desk, Faults, Reader, Result, access, me, wording};
use crate::{
    collation,
    snapshot::Snapshot,
    store::{LeaveRecord, MemberPlanningRecord, TeamRecord, Write},
};
use app::{
    AppError,
    leave::{LeaveForm, LeaveRow, LeaveWarning, TeamLeave},
};
use async_trait::async_trait;
use domain::{Instant, LeaveId, PersonId, Span, TeamId, Zone};

/// No entry is longer: two years.
const LONGEST_SECONDS: i64 = 731 * 86_400;
/// The longest note.
const NOTE_CHARACTERS: usize = 500;

#[async_trait]
impl app::leave::Port for Desk {
    async fn team_leave(&self, slug: String) -> Result<TeamLeave> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let team = known_team(&snapshot, &slug)?;
        let manages = self.manages(&snapshot, team.id);
        if !self.sees_leave(&snapshot, team.id) {
            return Err(AppError::Forbidden(format!(
                "Only members of {} and administrators see its leave.",
                team.name
            )));
        }
        let reader = self.reader(&snapshot);
        let window = ahead(reader.now)?;
        let members: Vec<PersonId> = snapshot
            .directory()
            .members(team.id)
            .iter()
            .map(|member| member.person)
            .collect();
        let leave = self.tandem.store.leave(window).await?;
        let rows = leave
            .iter()
            .filter(|leave| members.contains(&leave.person))
            .map(|leave| self.leave_row(&snapshot, leave, &reader));
        let rows = rows.collect();
        let mut people: Vec<(String, String)> = members
            .iter()
            .filter(|person| manages || self.actor.person() == Some(**person))
            .filter_map(|person| snapshot.directory().person(*person))
            .filter(|person| person.deactivated_at.is_none())
            .map(|person| (person.id.to_string(), person.name.clone()))
            .collect();
        people.sort_by_cached_key(|(_, name)| collation::key(name));
        let known = MemberPlanningRecord::of_team(&mut *self.tandem.store.read().await?, team.id).await?;
        let mut days_off: Vec<(String, String)> = known
            .iter()
            .filter(|known| !known.days_off.is_empty() && (manages || self.actor.person() == Some(known.person)))
            .map(|known| {
                (
                    snapshot.directory().name(known.person).to_owned(),
                    known.days_off.to_string(),
                )
            })
            .collect();
        days_off.sort_by_cached_key(|(name, _)| collation::key(name));
        Ok(TeamLeave {
            slug: team.slug,
            team: team.name,
            manages,
            people,
            rows,
            days_off,
            key: self.tandem.new_id().to_string(),
            seen: snapshot.revision().to_string(),
        })
    }

    async fn add_leave(&self, form: LeaveForm) -> Result<String> {
        self.enter_leave(form).await.map(|row| row.id)
    }

    async fn withdraw_leave(&self, id: String) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.end_leave(&id).await }).await
    }
}

impl Desk {
    /// Enters leave and answers it, with the duty in it that needs cover.
    ///
    /// # Errors
    /// `Invalid` with every field that cannot be read; `Forbidden`.
    pub(crate) async fn enter_leave(&self, form: LeaveForm) -> Result<LeaveRow> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_leave(form).await }).await
    }

    /// On which days somebody never works: team and days.
    pub(super) async fn own_days_off(&self, snapshot: &Snapshot, person: PersonId) -> Result<Vec<(String, String)>> {
        let mut connection = self.tandem.store.read().await?;
        let mut found = Vec::new();
        for place in snapshot.directory().teams_of(person) {
            let known = MemberPlanningRecord::of_team(&mut connection, place.team).await?;
            let own = known
                .iter()
                .find(|known| known.person == person && !known.days_off.is_empty());
            let team = snapshot.directory().team(place.team);
            found.extend(
                own.zip(team)
                    .map(|(own, team)| (team.name.clone(), own.days_off.to_string())),
            );
        }
        found.sort();
        Ok(found)
    }

    /// A person's present and coming leave.
    pub(super) async fn leave_rows(
        &self,
        snapshot: &Snapshot,
        person: PersonId,
        reader: &Reader,
    ) -> Result<Vec<LeaveRow>> {
        let leave = LeaveRecord::of(&mut *self.tandem.store.read().await?, person, ahead(reader.now)?).await?;
        Ok(leave
            .iter()
            .map(|leave| self.leave_row(snapshot, leave, reader))
            .collect())
    }

    fn leave_row(&self, snapshot: &Snapshot, leave: &LeaveRecord, reader: &Reader) -> LeaveRow {
        let zone = snapshot.directory().zone(leave.person);
        let may = self.may_enter_leave(snapshot, leave.person).is_ok();
        LeaveRow {
            id: leave.id.to_string(),
            person: leave.person.to_string(),
            name: snapshot.directory().name(leave.person).to_owned(),
            when: leave_words(leave.span, &zone, reader),
            note: if may { leave.note.clone() } else { String::new() },
            may_withdraw: may,
            warnings: warnings(snapshot, leave, reader),
        }
    }

    /// Whether the actor sees when the members of a team are on leave: they themselves do, and those who manage it.
    pub(super) fn sees_leave(&self, snapshot: &Snapshot, team: TeamId) -> bool {
        let member = |me| snapshot.directory().member(team, me).is_some();
        self.manages(snapshot, team) || self.actor.person().is_some_and(member)
    }

    /// Oneself, a manager of one of the person's teams, an administrator, and machines that may write.
    pub(super) fn may_enter_leave(&self, snapshot: &Snapshot, person: PersonId) -> Result<()> {
        self.may_enter_for(snapshot, person, access::OWN_CHANGE_OR_MANAGERS, |name| {
            format!("Only {name} and a manager of their team enter this leave.")
        })
    }

    async fn write_leave(&self, form: LeaveForm) -> Result<LeaveRow> {
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let person = match form.person.as_str() {
            "" => self.person()?,
            id => id
                .parse()
                .ok()
                .filter(|id| snapshot.directory().person(*id).is_some())
                .ok_or_else(|| AppError::field("person", format!("There is no person ‘{id}’.")))?,
        };
        self.may_enter_leave(&snapshot, person)?;
        let span = span_of(&form, &snapshot.directory().zone(person))?;
        let key = key_of(&form)?;
        let mut write = self.begin().await?;
        let known = match key {
            Some(id) => LeaveRecord::entered(write.connection(), id).await?,
            None => None,
        };
        // A form that arrives twice makes one entry; one that was withdrawn, or says something else, is not it.
        let same = |(known, stands): &&(LeaveRecord, bool)| *stands && (known.person, known.span) == (person, span);
        if let Some((known, _)) = known.as_ref().filter(same) {
            return Ok(self.leave_row(&snapshot, known, &reader));
        }
        if let Some(seen) = seen_of(&form)? {
            let since = LeaveRecord::entered_since(write.connection(), person, span, seen).await?;
            if let Some(other) = since.first() {
                return Err(AppError::Stale(entered_meanwhile(&snapshot, other, &reader)));
            }
        }
        let id = key.filter(|_| known.is_none());
        let leave = LeaveRecord {
            id: id.unwrap_or_else(|| LeaveId::from_uuid(self.tandem.new_id())),
            person,
            span,
            note: form.note.trim().to_owned(),
            entered_by: self.actor.key(),
        };
        self.enter_one_leave(&mut write, &snapshot, &leave).await?;
        self.tandem.commit(write).await?;
        Ok(self.leave_row(&snapshot, &leave, &reader))
    }

    /// Keeps an entry of leave, with those told whom it concerns.
    pub(super) async fn enter_one_leave(
        &self,
        write: &mut Write,
        snapshot: &Snapshot,
        leave: &LeaveRecord,
    ) -> Result<()> {
        write.insert_leave(leave).await?;
        let warnings = warnings(snapshot, leave, &self.reader(snapshot)).len();
        let detail = serde_json::json!({ "person": leave.person, "span": leave.span, "warnings": warnings });
        write
            .audit("leave.entered", &format!("leave {}", leave.id), detail)
            .await?;
        self.tell_of_leave(write, snapshot, leave).await
    }

    async fn end_leave(&self, id: &str) -> Result<()> {
        let unknown = || AppError::NotFound("This leave is not there any more.".to_owned());
        let id: LeaveId = id.parse().map_err(|_| unknown())?;
        let snapshot = self.tandem.snapshot();
        let mut write = self.begin().await?;
        let leave = LeaveRecord::find(write.connection(), id).await?.ok_or_else(unknown)?;
        self.may_enter_leave(&snapshot, leave.person)?;
        self.end_one_leave(&mut write, &leave).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    /// Withdraws an entry of leave.
    pub(super) async fn end_one_leave(&self, write: &mut Write, leave: &LeaveRecord) -> Result<()> {
        write.end_leave(leave).await?;
        let detail = serde_json::json!({ "person": leave.person, "span": leave.span });
        let subject = format!("leave {}", leave.id);
        Ok(write.audit("leave.withdrawn", &subject, detail).await?)
    }
}

/// The id that the form asks for.
fn key_of(form: &LeaveForm) -> Result<Option<LeaveId>> {
    match form.key.trim() {
        "" => Ok(None),
        key => key
            .parse()
            .map(Some)
            .map_err(|_| AppError::field("key", format!("‘{key}’ is not a UUID."))),
    }
}

/// The revision that whoever filled the form in has seen.
fn seen_of(form: &LeaveForm) -> Result<Option<i64>> {
    match form.seen.trim() {
        "" => Ok(None),
        seen => seen.parse().map(Some).map_err(|_| {
            AppError::field(
                "seen",
                format!("‘{seen}’ is not a revision: leave it out, or send a number."),
            )
        }),
    }
}

fn entered_meanwhile(snapshot: &Snapshot, other: &LeaveRecord, reader: &Reader) -> String {
    let directory = snapshot.directory();
    let when = leave_words(other.span, &directory.zone(other.person), reader);
    format!(
        "{} entered leave of {} meanwhile: {when}. Nothing was added to it, and what you entered is kept: look at the list, and \
         send it again if it is meant as well.",
        Actor::describe(&other.entered_by, snapshot),
        directory.name_in_words(other.person),
    )
}

/// Whole days, or a stretch from time to time: in the zone of whoever is away.
fn span_of(form: &LeaveForm, zone: &Zone) -> Result<Span> {
    let mut faults = Faults::default();
    let times = !form.from.trim().is_empty() || !form.to.trim().is_empty();
    let (start, end, field) = if times {
        (
            faults.take("from", wording::instant(&form.from, zone)),
            faults.take("to", wording::instant(&form.to, zone)),
            "to",
        )
    } else {
        let first = faults.take("first_day", wording::day(&form.first_day));
        let last = match form.last_day.trim() {
            "" => first,
            text => faults.take("last_day", wording::day(text)),
        };
        let after = last.and_then(|day| day.succ_opt());
        (
            first.map(|day| wording::midnight(day, zone)),
            after.map(|day| wording::midnight(day, zone)),
            "last_day",
        )
    };
    let characters = form.note.chars().count();
    if characters > NOTE_CHARACTERS {
        faults.note(
            "note",
            format!("{characters} characters: a note has at most {NOTE_CHARACTERS}."),
        );
    }
    let span = start.zip(end).map(|(start, end)| Span::new(start, end));
    match span {
        Some(Ok(span)) if span.seconds() > LONGEST_SECONDS => faults.note(field, "One entry lasts two years at most."),
        Some(Err(_)) => faults.note(field, "Leave has to end after it begins."),
        _ => {}
    }
    faults.check()?;
    span.and_then(std::result::Result::ok)
        .ok_or_else(|| AppError::field(field, "Leave has to end after it begins."))
}

/// The duty that falls into somebody's leave and needs cover.
fn warnings(snapshot: &Snapshot, leave: &LeaveRecord, reader: &Reader) -> Vec<LeaveWarning> {
    me::turns(snapshot, leave.person)
        .into_iter()
        .filter_map(|turn| {
            let hit: Vec<Span> = turn
                .spans
                .iter()
                .filter_map(|span| span.intersection(&leave.span))
                .filter(|span| span.end() > reader.now)
                .collect();
            let (first, last) = (hit.first()?, hit.last()?);
            let span = Span::new(first.start().max(reader.now), last.end()).ok()?;
            let zone = &turn.rota.rules.zone;
            Some(LeaveWarning {
                words: format!(
                    "{} of {}, {}",
                    turn.role,
                    turn.rota.record.name,
                    wording::span_words(span, zone, reader)
                ),
                cover: me::cover_link(&turn.rota.record.slug, turn.role, span, zone),
            })
        })
        .collect()
}

/// `Mon 8 Feb – Fri 12 Feb` for whole days, with times otherwise.
pub(super) fn leave_words(span: Span, zone: &Zone, reader: &Reader) -> String {
    let (start, end) = (zone.local(span.start()), zone.local(span.end()));
    let last = zone.local(span.end() - 1).date();
    let whole =
        wording::midnight(start.date(), zone) == span.start() && wording::midnight(end.date(), zone) == span.end();
    if !whole {
        return wording::span_words(span, zone, reader);
    }
    let today = zone.local(reader.now).date();
    wording::days_words(start.date(), last, today, reader.style)
}

fn ahead(now: Instant) -> Result<Span> {
    Span::new(now, Instant::MAX).map_err(|error| AppError::field("from", error.to_string()))
}

fn known_team(snapshot: &Snapshot, slug: &str) -> Result<TeamRecord> {
    let team = snapshot.directory().team_by_slug(slug);
    team.cloned()
        .ok_or_else(|| AppError::NotFound(format!("There is no team ‘{slug}’.")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn form(first_day: &str, last_day: &str, from: &str, to: &str) -> LeaveForm {
        let text = str::to_owned;
        LeaveForm {
            first_day: text(first_day),
            last_day: text(last_day),
            from: text(from),
            to: text(to),
            ..LeaveForm::default()
        }
    }

    #[test]
    fn whole_days_are_days_where_the_person_lives() {
        let london = Zone::named("Europe/London").unwrap();
        let span = span_of(&form("2027-03-28", "", "", ""), &london).unwrap();
        assert_eq!(span.seconds(), 23 * 3600);
        let span = span_of(&form("2027-06-01", "2027-06-02", "", ""), &london).unwrap();
        assert_eq!(span.start().to_string(), "2027-05-31T23:00:00Z");
        assert_eq!(span.seconds(), 48 * 3600);
    }

    #[test]
    fn leave_that_ends_before_it_begins_is_refused_at_its_field() {
        let utc = Zone::utc();
        let backwards = span_of(&form("2027-06-02", "2027-06-01", "", ""), &utc).unwrap_err();
        assert!(backwards.of_field("last_day").is_some());
        let empty = span_of(&form("", "", "2027-06-01T09:00", "2027-06-01T09:00"), &utc).unwrap_err();
        assert!(empty.of_field("to").is_some());
        let endless = span_of(&form("2027-06-02", "2031-06-01", "", ""), &utc).unwrap_err();
        assert!(endless.of_field("last_day").is_some());
        assert!(
            span_of(&form("soon", "", "", ""), &utc)
                .unwrap_err()
                .of_field("first_day")
                .is_some()
        );
    }

    #[test]
    fn leave_is_said_in_days_when_it_is_whole_days() {
        let utc = Zone::utc();
        let reader = Reader::unknown("2026-11-24T09:00:00Z".parse().unwrap());
        let words = |form: &LeaveForm| leave_words(span_of(form, &utc).unwrap(), &utc, &reader);
        assert_eq!(
            words(&form("2026-12-07", "2026-12-11", "", "")),
            "Mon 7 Dec – Fri 11 Dec"
        );
        assert_eq!(words(&form("2026-12-07", "2026-12-07", "", "")), "Mon 7 Dec");
        assert_eq!(
            words(&form("", "", "2026-12-07T09:00", "2026-12-07T12:30")),
            "Mon 7 Dec 09:00 – 12:30"
        );
    }
}
