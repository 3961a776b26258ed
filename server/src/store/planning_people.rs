//! What plans know of people beside their place in a team, versioned: days, dates, experience, and who is kept apart.

use super::{
    Part, Result, Write,
    change::rows_of,
    codec::{Columns, text_of},
};
use chrono::{NaiveDate, Weekday};
use domain::{ApartId, PersonId, TeamId, membership::ServiceDays, planner::Experience, rota::Days};
use sqlx::{AnyConnection, any::AnyRow};

/// What plans know of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberPlanningRecord {
    /// The team.
    pub team: TeamId,
    /// The member.
    pub person: PersonId,
    /// How much they know of the work.
    pub experience: Experience,
    /// Weekdays they never work on.
    pub days_off: Days,
    /// The first day they may be on duty; `None` for always.
    pub joins_on: Option<NaiveDate>,
    /// The last day they may be on duty.
    pub leaves_on: Option<NaiveDate>,
}

impl MemberPlanningRecord {
    /// A member of whom nothing is said: experienced, every day, always.
    pub fn of(team: TeamId, person: PersonId) -> Self {
        Self {
            team,
            person,
            experience: Experience::default(),
            days_off: Days::default(),
            joins_on: None,
            leaves_on: None,
        }
    }

    /// What is known now of a team's members; nothing is said of the others.
    pub async fn of_team(connection: &mut AnyConnection, team: TeamId) -> Result<Vec<Self>> {
        let rows =
            sqlx::query("SELECT * FROM member_planning WHERE team_id = $1 AND to_revision IS NULL ORDER BY person_id")
                .bind(team.to_string())
                .fetch_all(connection)
                .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// What is known now of a member.
    pub async fn find(connection: &mut AnyConnection, team: TeamId, person: PersonId) -> Result<Option<Self>> {
        let row =
            sqlx::query("SELECT * FROM member_planning WHERE team_id = $1 AND person_id = $2 AND to_revision IS NULL")
                .bind(team.to_string())
                .bind(person.to_string())
                .fetch_optional(connection)
                .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// What is known now of the members of these teams.
    pub async fn of_teams(connection: &mut AnyConnection, teams: &[TeamId]) -> Result<Vec<Self>> {
        let current = "SELECT * FROM member_planning WHERE to_revision IS NULL AND team_id";
        let rows = rows_of(connection, current, teams).await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// What is known now of the members of every team.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM member_planning WHERE to_revision IS NULL")
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// From which day to which they serve.
    pub fn days(&self) -> ServiceDays {
        ServiceDays {
            first: self.joins_on,
            last: self.leaves_on,
        }
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("member_planning", row);
        let experience = match row.text("experience")?.as_str() {
            "newcomer" => Experience::Newcomer,
            "regular" => Experience::Regular,
            "experienced" => Experience::Experienced,
            other => return Err(row.bad("experience", format!("‘{other}’"))),
        };
        let bits = row.number("days_off")?;
        let days = (0..7u8).filter(|day| bits & (1 << day) != 0);
        let days = days.filter_map(|day| Weekday::try_from(day).ok());
        Ok(Self {
            team: row.parsed("team_id")?,
            person: row.parsed("person_id")?,
            experience,
            days_off: days.collect(),
            joins_on: row.parsed_option("joins_on")?,
            leaves_on: row.parsed_option("leaves_on")?,
        })
    }
}

/// Two members who are not planned on the same shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApartRecord {
    /// Identity.
    pub id: ApartId,
    /// The team.
    pub team: TeamId,
    /// The two, in the order of their ids.
    pub people: [PersonId; 2],
}

impl ApartRecord {
    /// The pairs that are kept apart in a team now.
    pub async fn of_team(connection: &mut AnyConnection, team: TeamId) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM apart WHERE team_id = $1 AND to_revision IS NULL ORDER BY id")
            .bind(team.to_string())
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// One pair.
    pub async fn find(connection: &mut AnyConnection, id: ApartId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM apart WHERE id = $1 AND to_revision IS NULL")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("apart", row);
        Ok(Self {
            id: row.parsed("id")?,
            team: row.parsed("team_id")?,
            people: [row.parsed("one_id")?, row.parsed("other_id")?],
        })
    }
}

impl Write {
    /// Says something else of a member from now on.
    pub async fn put_member_planning(&mut self, member: &MemberPlanningRecord) -> Result<()> {
        self.touch(Part::Team(member.team));
        let (revision, actor) = (self.revision(), self.actor().to_owned());
        sqlx::query(
            "UPDATE member_planning SET to_revision = $3 WHERE team_id = $1 AND person_id = $2 AND to_revision IS NULL",
        )
        .bind(member.team.to_string())
        .bind(member.person.to_string())
        .bind(revision)
        .execute(self.connection())
        .await?;
        let experience = match member.experience {
            Experience::Newcomer => "newcomer",
            Experience::Regular => "regular",
            Experience::Experienced => "experienced",
        };
        let bits = member
            .days_off
            .iter()
            .fold(0, |bits, day| bits | 1i64 << day.num_days_from_monday());
        sqlx::query(
            "INSERT INTO member_planning (team_id, person_id, from_revision, experience, days_off, joins_on, leaves_on,
                 entered_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(member.team.to_string())
        .bind(member.person.to_string())
        .bind(revision)
        .bind(experience)
        .bind(bits)
        .bind(text_of(member.joins_on))
        .bind(text_of(member.leaves_on))
        .bind(actor)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Keeps two members apart from now on.
    pub async fn insert_apart(&mut self, apart: &ApartRecord) -> Result<()> {
        let (revision, actor) = (self.revision(), self.actor().to_owned());
        sqlx::query(
            "INSERT INTO apart (id, team_id, one_id, other_id, entered_by, from_revision) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(apart.id.to_string())
        .bind(apart.team.to_string())
        .bind(apart.people[0].to_string())
        .bind(apart.people[1].to_string())
        .bind(actor)
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Keeps them apart no longer.
    pub async fn end_apart(&mut self, apart: ApartId) -> Result<()> {
        let revision = self.revision();
        sqlx::query("UPDATE apart SET to_revision = $2 WHERE id = $1 AND to_revision IS NULL")
            .bind(apart.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
