//! `tandem pay`.

mod card;
mod print;
mod quote;
mod statement;

use clap::{Args, Subcommand};
use domain::pay::{PRESETS, preset};
use std::process::ExitCode;

/// Work out what duty is paid.
#[derive(Debug, Args)]
pub(super) struct Pay {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Say what a rate card pays for a stretch of duty, line by line. Needs no database.
    Quote(Box<quote::Quote>),
    /// Print what somebody is paid for a period, line by line.
    Statement(statement::Statement),
    /// Print a rate card to start from; without a name, say which there are.
    Preset(Preset),
}

#[derive(Debug, Args)]
struct Preset {
    /// Its name.
    name: Option<String>,
}

impl Pay {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Quote(quote) => quote.run(),
            What::Statement(statement) => {
                let mut runtime = tokio::runtime::Builder::new_multi_thread();
                runtime.enable_all().build()?.block_on(statement.run())
            }
            What::Preset(preset) => preset.run(),
        }
    }
}

impl Preset {
    fn run(self) -> anyhow::Result<ExitCode> {
        let Some(name) = self.name else {
            let rows = PRESETS
                .iter()
                .map(|preset| [preset.key, preset.about].map(str::to_owned));
            print!("{}", super::columns(rows));
            return Ok(ExitCode::SUCCESS);
        };
        let Some(preset) = preset(&name) else {
            let names: Vec<&str> = PRESETS.iter().map(|preset| preset.key).collect();
            anyhow::bail!("there is no preset ‘{name}’. There are: {}", names.join(", "));
        };
        print!("{}", preset.json);
        Ok(ExitCode::SUCCESS)
    }
}
