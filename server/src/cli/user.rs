//! `tandem user`.

use super::{Place, columns, console};
use app::people::{NewPerson, Port as _, role_words};
use clap::{Args, Subcommand, ValueEnum};
use std::{io::Read as _, process::ExitCode};

/// Longer input is no password.
const PASSWORD_BYTES: u64 = 4096;

/// Add people, set their passwords and list them.
#[derive(Debug, Args)]
pub(super) struct User {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Add a person. They can sign in once they have a password.
    Add(Add),
    /// Set a person's password to what is read from standard input, and end their sessions.
    SetPassword(SetPassword),
    /// List everyone: e-mail address, name, organisation role and state.
    List(List),
}

#[derive(Debug, Args)]
struct Add {
    /// Their name.
    #[arg(long)]
    name: String,
    /// Their e-mail address.
    #[arg(long)]
    email: String,
    /// What they may do across the organisation.
    #[arg(long, default_value = "member")]
    role: RoleWord,
    /// Their time zone, such as Europe/London. Defaults to the organisation's.
    #[arg(long)]
    zone: Option<String>,
    /// Their telephone number in international form.
    #[arg(long)]
    phone: Option<String>,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleWord {
    /// Everything.
    Administrator,
    /// Their own things, and what their teams let them do.
    Member,
    /// Looks, changes nothing.
    ReadOnly,
}

impl RoleWord {
    const fn key(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Member => "member",
            Self::ReadOnly => "read_only",
        }
    }
}

#[derive(Debug, Args)]
struct SetPassword {
    /// The person's e-mail address.
    email: String,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    place: Place,
}

impl User {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Add(add) => add.run().await,
            What::SetPassword(set) => set.run().await,
            What::List(list) => list.run().await,
        }
    }
}

impl Add {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let desk = console(&self.place).await?;
        let zone = match self.zone {
            Some(zone) => zone,
            None => desk.new_person().await?.zone,
        };
        let person = NewPerson {
            name: self.name,
            email: self.email,
            zone,
            phone: self.phone.unwrap_or_default(),
            role: self.role.key().to_owned(),
            password: String::new(),
        };
        let id = desk.add_person(person).await?;
        desk.tandem().store.close().await;
        println!("{id}");
        Ok(ExitCode::SUCCESS)
    }
}

impl SetPassword {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let mut password = String::new();
        std::io::stdin()
            .take(PASSWORD_BYTES)
            .read_to_string(&mut password)
            .map_err(|error| anyhow::anyhow!("cannot read the password from standard input: {error}"))?;
        let password = password.trim_end_matches(['\r', '\n']).to_owned();
        let desk = console(&self.place).await?;
        let email = self.email.trim().to_lowercase();
        let snapshot = desk.tandem().snapshot();
        let person = snapshot
            .directory()
            .people()
            .find(|person| person.email == email)
            .ok_or_else(|| anyhow::anyhow!("nobody has the address ‘{email}’: `tandem user list` shows everyone"))?;
        desk.set_person_password(person.id.to_string(), password).await?;
        desk.tandem().store.close().await;
        println!("{} can sign in with the new password", person.name);
        Ok(ExitCode::SUCCESS)
    }
}

impl List {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let desk = console(&self.place).await?;
        let snapshot = desk.tandem().snapshot();
        let mut people: Vec<_> = snapshot.directory().people().collect();
        people.sort_by_cached_key(|person| person.email.clone());
        let rows = people.into_iter().map(|person| {
            let state = match (person.deactivated_at, person.can_sign_in) {
                (Some(_), _) => "deactivated",
                (None, false) => "no password",
                (None, true) => "active",
            };
            [
                person.email.clone(),
                person.name.clone(),
                role_words(person.role.key()).to_lowercase(),
                state.to_owned(),
            ]
        });
        print!("{}", columns(rows));
        desk.tandem().store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}
