//! `tandem user`.

mod access;

use super::{Place, columns, console};
use crate::{services::Desk, store::PersonRecord};
use app::people::{NewPerson, Port as _, role_words};
use clap::{Args, Subcommand, ValueEnum};
use domain::{Instant, access::EntryPurpose};
use std::{io::Read as _, process::ExitCode};

/// Longer input is no password.
const PASSWORD_BYTES: u64 = 4096;

/// Add people, let them in, end what they have, and list them.
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
    /// Print a link by which a person sets their password: an invitation, or a reset for somebody who has one. It works
    /// once, and ends the link they had. Needs --base-url.
    Link(access::Link),
    /// End the link by which a person could set their password.
    RevokeLink(access::Somebody),
    /// End every session of a person's.
    EndSessions(access::Somebody),
    /// Let a person in no more: end their sessions, link and calendar addresses, and print the duty that needs cover and
    /// the API tokens they made.
    Deactivate(access::Somebody),
    /// Take a deactivation back.
    Reactivate(access::Somebody),
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
            What::Link(link) => link.run().await,
            What::RevokeLink(who) => who.revoke_link().await,
            What::EndSessions(who) => who.end_sessions().await,
            What::Deactivate(who) => who.deactivate().await,
            What::Reactivate(who) => who.reactivate().await,
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
        let person = somebody(&desk, &self.email)?;
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
        let (mut people, now): (Vec<_>, _) = (snapshot.directory().people().collect(), desk.tandem().now());
        people.sort_by_cached_key(|person| person.email.clone());
        let rows = people.into_iter().map(|person| {
            let state = state(person, now);
            [
                person.email.clone(),
                person.name.clone(),
                role_words(person.role.key()).to_lowercase(),
                state,
            ]
        });
        print!("{}", columns(rows));
        desk.tandem().store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

fn state(person: &PersonRecord, now: Instant) -> String {
    let invitation = person.link.filter(|link| link.purpose == EntryPurpose::Invitation);
    match (person.deactivated_at, person.can_sign_in, invitation) {
        (Some(_), ..) => "deactivated".to_owned(),
        (None, true, _) => "active".to_owned(),
        (None, false, Some(link)) if link.expires_at > now => format!("invited until {}", link.expires_at),
        (None, false, Some(link)) => format!("invitation ended {}", link.expires_at),
        (None, false, None) => "no password".to_owned(),
    }
}

/// The person with this e-mail address.
fn somebody(desk: &Desk, email: &str) -> anyhow::Result<PersonRecord> {
    let email = email.trim().to_lowercase();
    let snapshot = desk.tandem().snapshot();
    let found = snapshot.directory().people().find(|person| person.email == email);
    found
        .cloned()
        .ok_or_else(|| anyhow::anyhow!("nobody has the address ‘{email}’: `tandem user list` shows everyone"))
}
