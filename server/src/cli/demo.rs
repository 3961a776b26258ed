//! `tandem demo`.

use super::Place;
use crate::services::{Example, Made, make_example};
use chrono::NaiveDate;
use clap::Args;
use std::process::ExitCode;

/// Fill an empty database with an example organisation.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// How many teams.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=5000))]
    teams: u16,
    /// How many people in each team.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(2..=200))]
    people: u16,
    /// How many weeks to publish from today on; three months before it are there too.
    #[arg(long, value_name = "N", default_value_t = 26, value_parser = clap::value_parser!(u32).range(1..=104))]
    weeks: u32,
    /// What all chance in it comes from: the same seed and day make the same organisation.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The day on which it is to be looked at, such as 2026-11-24; today, if absent.
    #[arg(long, value_name = "DATE", value_parser = date)]
    today: Option<NaiveDate>,
    /// Print only JSON: administrator, tokens, rotas, services and feeds.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

impl Demo {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let tandem = self.place.open("http://localhost:3000").await?;
        let example = Example {
            teams: usize::from(self.teams),
            people: usize::from(self.people),
            weeks: self.weeks,
            seed: self.seed,
            today: self.today.unwrap_or_else(|| tandem.now().utc().date()),
        };
        let made = make_example(&tandem, example).await?;
        tandem.store.close().await;
        if self.json {
            println!("{}", serde_json::to_string(&made)?);
        } else {
            print!("{}", words(&made));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn date(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "write it as 2026-11-24".to_owned())
}

fn words(made: &Made) -> String {
    format!(
        "An example organisation is ready: {} rotas, {} services.\n\n\
         Sign in as  {}\n  password  {}\n\n\
         Tokens, shown only now:\n  read    {}\n  write   {}\n  oncall  {}\n\n\
         Then: tandem serve\n",
        made.rotas.len(),
        made.services.len(),
        made.admin.email,
        made.admin.password,
        made.tokens.read,
        made.tokens.write,
        made.tokens.oncall,
    )
}
