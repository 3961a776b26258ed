//! `tandem user`: letting somebody in, and ending it.

use super::{Place, console, somebody};
use crate::services::Desk;
use app::{
    entry::Port as _,
    people::{PersonPage, Port as _},
    security::Port as _,
};
use clap::Args;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub(super) struct Link {
    #[command(flatten)]
    who: Somebody,
}

/// One person, by address.
#[derive(Debug, Args)]
pub(super) struct Somebody {
    /// The person's e-mail address.
    email: String,
    #[command(flatten)]
    place: Place,
}

impl Link {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        if self.who.place.base_url.is_none() {
            anyhow::bail!(
                "say where people reach Tandem, for the link to lead there: --base-url https://tandem.example.org"
            );
        }
        let (desk, id, _) = self.who.open().await?;
        let (link, made) = desk.new_entry_link(&id, false).await?;
        println!("{}", made.address);
        eprintln!("{}: works once, until {}", link.purpose, link.expires_at);
        close(&desk).await
    }
}

impl Somebody {
    async fn open(&self) -> anyhow::Result<(Desk, String, String)> {
        let desk = console(&self.place).await?;
        let person = somebody(&desk, &self.email)?;
        Ok((desk, person.id.to_string(), person.name))
    }

    pub(super) async fn revoke_link(self) -> anyhow::Result<ExitCode> {
        let (desk, id, name) = self.open().await?;
        desk.revoke_entry_link(id).await?;
        println!("the link of {name} no longer works");
        close(&desk).await
    }

    pub(super) async fn end_sessions(self) -> anyhow::Result<ExitCode> {
        let (desk, id, name) = self.open().await?;
        desk.end_sessions(id).await?;
        println!("{name} has to sign in again, everywhere");
        close(&desk).await
    }

    pub(super) async fn deactivate(self) -> anyhow::Result<ExitCode> {
        let (desk, id, name) = self.open().await?;
        desk.deactivate_person(id.clone()).await?;
        println!("{name} is deactivated");
        print!("{}", left(&desk.person_page(id).await?));
        close(&desk).await
    }

    pub(super) async fn reactivate(self) -> anyhow::Result<ExitCode> {
        let (desk, id, name) = self.open().await?;
        desk.reactivate_person(id).await?;
        println!("{name} is active again");
        close(&desk).await
    }
}

/// What remains to be done about somebody who is deactivated.
fn left(page: &PersonPage) -> String {
    let duty = page
        .to_cover
        .iter()
        .map(|turn| format!("needs cover: {}, {}, {} UTC\n", turn.rota, turn.role, turn.when));
    let tokens = page
        .tokens
        .iter()
        .map(|token| format!("goes on working: API token {} “{}”\n", token.id, token.name));
    duty.chain(tokens).collect()
}

async fn close(desk: &Desk) -> anyhow::Result<ExitCode> {
    desk.tandem().store.close().await;
    Ok(ExitCode::SUCCESS)
}
