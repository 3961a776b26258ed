//! `tandem token`.

use super::{Place, columns, console};
use app::tokens::Port as _;
use clap::{Args, Subcommand, ValueEnum};
use std::process::ExitCode;

/// Make, list and revoke API tokens.
#[derive(Debug, Args)]
pub(super) struct Token {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a token and print its secret: it is not shown again.
    Create(Create),
    /// List the tokens that are not revoked: id, name, scope, when last used, when it ends.
    List(List),
    /// End a token for good.
    Revoke(Revoke),
}

#[derive(Debug, Args)]
struct Create {
    /// What will use it.
    #[arg(long)]
    name: String,
    /// What it may do.
    #[arg(long)]
    scope: ScopeWord,
    /// Whether it makes as many requests as it likes: see `serve --requests-per-minute`.
    #[arg(long)]
    unlimited: bool,
    /// Days until it ends; without it, never.
    #[arg(long, value_name = "N")]
    expires_days: Option<u32>,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ScopeWord {
    /// Ask who is on call, without contacts.
    Oncall,
    /// Rotas and contacts too.
    Read,
    /// Reports of alerts, and who is on call.
    Alerts,
    /// Covers, and all that managers of teams do, too.
    Write,
    /// Everybody's pay and rate cards, and who is on call.
    Pay,
    /// People, tokens and the organisation too.
    Admin,
}

#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
struct Revoke {
    /// The token's id, as `tandem token list` shows it.
    id: String,
    #[command(flatten)]
    place: Place,
}

impl Token {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Create(create) => create.run().await,
            What::List(list) => list.run().await,
            What::Revoke(revoke) => revoke.run().await,
        }
    }
}

impl Create {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let desk = console(&self.place).await?;
        let scope = match self.scope {
            ScopeWord::Oncall => "oncall",
            ScopeWord::Read => "read",
            ScopeWord::Alerts => "alerts",
            ScopeWord::Write => "write",
            ScopeWord::Pay => "pay",
            ScopeWord::Admin => "admin",
        };
        let days = self.expires_days.map(|days| days.to_string()).unwrap_or_default();
        let scope = if self.unlimited {
            format!("{scope} unlimited")
        } else {
            scope.to_owned()
        };
        let (_, secret) = desk.make_token(&self.name, &scope, &days).await?;
        desk.tandem().store.close().await;
        println!("{secret}");
        Ok(ExitCode::SUCCESS)
    }
}

impl List {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let desk = console(&self.place).await?;
        let mut tokens = desk.tokens_in_use();
        tokens.sort_by_cached_key(|token| (token.name.to_lowercase(), token.id));
        let rows = tokens.iter().map(|token| {
            let never = || "never".to_owned();
            [
                token.id.to_string(),
                token.name.clone(),
                token.scopes.clone(),
                format!(
                    "used {}",
                    desk.token_used(token).map_or_else(never, |at| at.to_string())
                ),
                format!("ends {}", token.expires_at.map_or_else(never, |at| at.to_string())),
            ]
        });
        print!("{}", columns(rows));
        desk.tandem().store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

impl Revoke {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let desk = console(&self.place).await?;
        desk.revoke_token(self.id.clone()).await?;
        desk.tandem().store.close().await;
        println!("{} is revoked", self.id);
        Ok(ExitCode::SUCCESS)
    }
}
