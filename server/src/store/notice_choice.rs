//! Of what people are told by mail, and when.

use super::{
    Result, Write,
    codec::{Columns, json},
};
use domain::{PersonId, notice::Choices};
use sqlx::AnyConnection;
use std::collections::HashMap;

/// What everybody who has chosen has chosen.
pub async fn kept_choices(
    connection: &mut AnyConnection,
    person: Option<PersonId>,
) -> Result<HashMap<PersonId, Choices>> {
    let rows = sqlx::query("SELECT person_id, choices FROM notice_choice WHERE $1 = '' OR person_id = $1")
        .bind(person.map(|person| person.to_string()).unwrap_or_default())
        .fetch_all(connection)
        .await?;
    let read = |row| {
        let row = Columns::of("notice_choice", row);
        Ok((row.parsed("person_id")?, row.json("choices")?))
    };
    rows.iter().map(read).collect()
}

impl Write {
    /// Keeps of what a person wants to be told by mail, and when.
    pub async fn put_notice_choices(&mut self, person: PersonId, choices: &Choices) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO notice_choice (person_id, choices, revision) VALUES ($1, $2, $3)
             ON CONFLICT (person_id) DO UPDATE SET choices = excluded.choices, revision = excluded.revision",
        )
        .bind(person.to_string())
        .bind(json("notice_choice", "choices", choices)?)
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
