//! Who may do what: every service asks here first.

use super::{Actor, Desk, Result};
use crate::{snapshot::Snapshot, store::OrganisationRole};
use app::AppError;
use domain::{PersonId, TeamId};

impl Desk {
    /// Somebody signed in, the operator, or a machine that may read rotas.
    pub(crate) fn may_look(&self) -> Result<()> {
        match &self.actor {
            Actor::Person { .. } | Actor::Console => Ok(()),
            Actor::Token { scopes, .. } if scopes.rotas => Ok(()),
            Actor::Token { .. } => Err(forbidden("This token may not read rotas: it needs the scope read.")),
            Actor::Nobody => Err(AppError::NotSignedIn),
        }
    }

    /// Like [`Desk::may_look`], and machines that may ask who is on call.
    pub(crate) fn may_ask_on_call(&self) -> Result<()> {
        match &self.actor {
            Actor::Token { scopes, .. } if scopes.oncall => Ok(()),
            Actor::Token { .. } => Err(forbidden(
                "This token may not ask who is on call: it needs the scope oncall.",
            )),
            _ => self.may_look(),
        }
    }

    /// The person who is signed in.
    pub(crate) fn person(&self) -> Result<PersonId> {
        self.actor.person().ok_or(AppError::NotSignedIn)
    }

    /// An administrator or the operator.
    pub(crate) fn may_administer(&self) -> Result<()> {
        match &self.actor {
            Actor::Person {
                role: OrganisationRole::Administrator,
                ..
            }
            | Actor::Console => Ok(()),
            Actor::Nobody => Err(AppError::NotSignedIn),
            _ => Err(forbidden("Only an administrator can do this.")),
        }
    }

    /// An administrator or a manager of the team.
    pub(crate) fn may_manage(&self, snapshot: &Snapshot, team: TeamId) -> Result<()> {
        if self.manages(snapshot, team) {
            return Ok(());
        }
        match self.actor {
            Actor::Nobody => Err(AppError::NotSignedIn),
            _ => {
                let name = snapshot
                    .directory()
                    .team(team)
                    .map_or("the team", |team| team.name.as_str());
                Err(forbidden(format!(
                    "Only a manager of {name} or an administrator can do this."
                )))
            }
        }
    }

    /// Whether the actor may change the team and its rotas.
    pub(crate) fn manages(&self, snapshot: &Snapshot, team: TeamId) -> bool {
        match &self.actor {
            Actor::Console
            | Actor::Person {
                role: OrganisationRole::Administrator,
                ..
            } => true,
            Actor::Person {
                id,
                role: OrganisationRole::Member,
            } => snapshot
                .directory()
                .member(team, *id)
                .is_some_and(|member| member.manager),
            Actor::Token { .. } | Actor::Person { .. } | Actor::Nobody => false,
        }
    }

    /// Somebody who may make or withdraw covers on the team's rotas: its members, administrators, and machines that
    /// may write.
    pub(crate) fn may_cover(&self, snapshot: &Snapshot, team: TeamId) -> Result<()> {
        match &self.actor {
            Actor::Token { scopes, .. } if scopes.write => Ok(()),
            Actor::Token { .. } => Err(forbidden("This token may not write: it needs the scope write.")),
            Actor::Person {
                id,
                role: OrganisationRole::Member,
            } if snapshot.directory().member(team, *id).is_some() => Ok(()),
            _ => self.may_manage(snapshot, team),
        }
    }

    /// Whether the actor may see how to reach the members of a team: its own members, administrators, and machines
    /// that may see contacts.
    pub(crate) fn sees_contacts(&self, snapshot: &Snapshot, team: TeamId) -> bool {
        match &self.actor {
            Actor::Token { scopes, .. } => scopes.contacts,
            Actor::Person { id, .. } if snapshot.directory().member(team, *id).is_some() => true,
            _ => self.manages(snapshot, team),
        }
    }
}

fn forbidden(words: impl Into<String>) -> AppError {
    AppError::Forbidden(words.into())
}
