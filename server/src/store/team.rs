//! Teams and their members.

use super::{Part, Result, Write, change::rows_of, codec::Columns};
use domain::{FeedId, Instant, PersonId, Qualification, RotaId, ServiceId, TeamId};
use sqlx::{AnyConnection, any::AnyRow};

/// A team.
#[derive(Debug, Clone)]
pub struct TeamRecord {
    /// Identity.
    pub id: TeamId,
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// From when on it is archived, which may be ahead: it takes nothing new, and does no duty from then on.
    pub archived_at: Option<Instant>,
    /// The team that took everything of it over.
    pub merged_into: Option<TeamId>,
}

/// A person's place in a team.
#[derive(Debug, Clone)]
pub struct MemberRecord {
    /// The team.
    pub team: TeamId,
    /// The person.
    pub person: PersonId,
    /// The roles they may hold; `None` for someone who does no duty, such as a manager.
    pub qualification: Option<Qualification>,
    /// Whether they manage the team.
    pub manager: bool,
    /// Share of a full turn of duty, 1 to 100.
    pub share_percent: u16,
}

impl TeamRecord {
    /// Every team.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM team").fetch_all(connection).await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Those of these ids.
    pub async fn these(connection: &mut AnyConnection, ids: &[TeamId]) -> Result<Vec<Self>> {
        let rows = rows_of(connection, "SELECT * FROM team WHERE id", ids).await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("team", row);
        Ok(Self {
            id: row.parsed("id")?,
            slug: row.text("slug")?,
            name: row.text("name")?,
            archived_at: row.instant_option("archived_at")?,
            merged_into: row.parsed_option("merged_into")?,
        })
    }
}

impl MemberRecord {
    /// Every member of every team.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM member").fetch_all(connection).await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// The members of these teams.
    pub async fn of_teams(connection: &mut AnyConnection, teams: &[TeamId]) -> Result<Vec<Self>> {
        let rows = rows_of(connection, "SELECT * FROM member WHERE team_id", teams).await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// A person's place in a team, if they have one.
    pub async fn find(connection: &mut AnyConnection, team: TeamId, person: PersonId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM member WHERE team_id = $1 AND person_id = $2")
            .bind(team.to_string())
            .bind(person.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("member", row);
        let share = row.number("share_percent")?;
        Ok(Self {
            team: row.parsed("team_id")?,
            person: row.parsed("person_id")?,
            qualification: Qualification::new(row.flag("lead")?, row.flag("engineer")?),
            manager: row.flag("manager")?,
            share_percent: u16::try_from(share).map_err(|error| row.bad("share_percent", error))?,
        })
    }
}

impl Write {
    /// Adds a team.
    pub async fn insert_team(&mut self, team: &TeamRecord) -> Result<()> {
        self.touch(Part::Team(team.id));
        let (revision, at) = (self.revision(), self.at());
        sqlx::query("INSERT INTO team (id, slug, name, created_at, revision) VALUES ($1, $2, $3, $4, $5)")
            .bind(team.id.to_string())
            .bind(team.slug.clone())
            .bind(team.name.clone())
            .bind(at.seconds())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Renames a team; its slug stays, so that links do.
    pub async fn rename_team(&mut self, team: TeamId, name: &str) -> Result<()> {
        self.touch(Part::Team(team));
        let revision = self.revision();
        sqlx::query("UPDATE team SET name = $2, revision = $3 WHERE id = $1")
            .bind(team.to_string())
            .bind(name)
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Archives a team from an instant on, into another if it is merged; `None` takes that back.
    pub async fn archive_team(&mut self, team: TeamId, at: Option<Instant>, into: Option<TeamId>) -> Result<()> {
        self.touch(Part::Team(team));
        let revision = self.revision();
        sqlx::query("UPDATE team SET archived_at = $2, merged_into = $3, revision = $4 WHERE id = $1")
            .bind(team.to_string())
            .bind(at.map(Instant::seconds))
            .bind(into.map(|team| team.to_string()))
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Gives a rota to another team.
    pub async fn move_rota(&mut self, rota: RotaId, team: TeamId) -> Result<()> {
        self.touch(Part::Rota(rota));
        let revision = self.revision();
        sqlx::query("UPDATE rota SET team_id = $2, revision = $3 WHERE id = $1")
            .bind(rota.to_string())
            .bind(team.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Gives a service to another team.
    pub async fn move_service(&mut self, service: ServiceId, team: TeamId) -> Result<()> {
        self.touch(Part::Service(service));
        let revision = self.revision();
        sqlx::query("UPDATE service SET team_id = $2, revision = $3 WHERE id = $1")
            .bind(service.to_string())
            .bind(team.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Lets a calendar feed of a team show another; its address stays.
    pub async fn move_team_feed(&mut self, feed: FeedId, team: TeamId) -> Result<()> {
        self.touch(Part::Feed(feed));
        let revision = self.revision();
        sqlx::query("UPDATE feed SET subject_id = $2, revision = $3 WHERE id = $1 AND kind = 'team'")
            .bind(feed.to_string())
            .bind(team.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Adds a member, or changes their place in the team.
    pub async fn put_member(&mut self, member: &MemberRecord) -> Result<()> {
        self.touch(Part::Team(member.team));
        let revision = self.revision();
        let allows = |role| {
            i64::from(
                member
                    .qualification
                    .is_some_and(|qualification| qualification.allows(role)),
            )
        };
        sqlx::query(
            "INSERT INTO member (team_id, person_id, lead, engineer, manager, share_percent, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (team_id, person_id) DO UPDATE SET lead = excluded.lead, engineer = excluded.engineer,
                 manager = excluded.manager, share_percent = excluded.share_percent, revision = excluded.revision",
        )
        .bind(member.team.to_string())
        .bind(member.person.to_string())
        .bind(allows(domain::Role::Lead))
        .bind(allows(domain::Role::Engineer))
        .bind(i64::from(member.manager))
        .bind(i64::from(member.share_percent))
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Takes a person out of a team.
    pub async fn remove_member(&mut self, team: TeamId, person: PersonId) -> Result<()> {
        self.touch(Part::Team(team));
        sqlx::query("DELETE FROM member WHERE team_id = $1 AND person_id = $2")
            .bind(team.to_string())
            .bind(person.to_string())
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
