//! Who may do what: every service asks here first.
//!
//! People act by their place in the organisation and in its teams, machines by the scope of their token; each scope
//! includes the ones before it. [`permissions`] is the whole of it: a page shows it and a test holds everything that
//! answers to it. Administrators and the operator may do everything but act for somebody else. A token makes no token that
//! may do more than itself ([`Desk::may_grant`]).

mod page;
mod standing;
mod table;

pub use standing::{Others, Own, Standing, Who};
pub(in crate::services) use table::{
    OWN_CHANGE_MANAGERS_OR_PAYROLL, OWN_CHANGE_OR_ADMINISTRATORS, OWN_CHANGE_OR_MANAGERS,
};
pub use table::{Permission, permissions};

use super::{Actor, Desk, Result, Scopes, directory::known_person};
use crate::{
    bidi::isolated,
    snapshot::Snapshot,
    store::{OrganisationRole, PersonRecord},
};
use app::AppError;
use domain::{PersonId, TeamId};

/// What machines are asked a scope for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Ask who is on call and whom to call.
    AskOnCall,
    /// Look at rotas, teams, services and people.
    Look,
    /// Report alerts.
    Report,
    /// Make covers, manage every team, act for everybody.
    Change,
    /// See everybody's pay and change rate cards.
    Pay,
    /// Manage people, tokens and the organisation.
    Administer,
}

impl Right {
    /// The scope it needs, and what a token without it may not do.
    pub const fn scope(self) -> (&'static str, &'static str) {
        match self {
            Self::AskOnCall => ("oncall", "ask who is on call"),
            Self::Look => ("read", "read rotas"),
            Self::Report => ("alerts", "report alerts"),
            Self::Change => ("write", "write"),
            Self::Pay => ("pay", "see or change pay"),
            Self::Administer => ("admin", "administer"),
        }
    }
}

impl Scopes {
    /// Fine when they include `right`.
    ///
    /// # Errors
    /// `Forbidden`, with the scope that is needed.
    pub fn check(self, right: Right) -> Result<()> {
        let included = match right {
            Right::AskOnCall => self.oncall,
            Right::Look => self.rotas,
            Right::Report => self.alerts,
            Right::Change => self.write,
            Right::Pay => self.pay,
            Right::Administer => self.admin,
        };
        let (scope, what) = right.scope();
        if included {
            Ok(())
        } else {
            Err(forbidden(format!(
                "This token may not {what}: it needs the scope {scope}."
            )))
        }
    }
}

impl Desk {
    /// Before anything else of a request is looked at: whether a machine has the scope for it.
    pub(crate) fn machine_may(&self, right: Right) -> Result<()> {
        match &self.actor {
            Actor::Token { scopes, .. } => scopes.check(right),
            _ => Ok(()),
        }
    }

    /// Somebody signed in, the operator, or a machine that may read rotas.
    pub(crate) fn may_look(&self) -> Result<()> {
        match &self.actor {
            Actor::Person { .. } | Actor::Console => Ok(()),
            Actor::Token { scopes, .. } => scopes.check(Right::Look),
            Actor::Nobody => Err(AppError::NotSignedIn),
        }
    }

    /// Like [`Desk::may_look`], and machines that may ask who is on call.
    pub(crate) fn may_ask_on_call(&self) -> Result<()> {
        match &self.actor {
            Actor::Token { scopes, .. } => scopes.check(Right::AskOnCall),
            _ => self.may_look(),
        }
    }

    /// Whether it is somebody who changes nothing.
    pub(crate) const fn only_reads(&self) -> bool {
        matches!(
            self.actor,
            Actor::Person {
                role: OrganisationRole::ReadOnly,
                ..
            }
        )
    }

    /// The person who is signed in.
    pub(crate) fn person(&self) -> Result<PersonId> {
        self.actor.person().ok_or(AppError::NotSignedIn)
    }

    /// Somebody signed in, the operator, or a machine that may write: to try what is not written yet.
    pub(crate) fn may_try(&self) -> Result<()> {
        self.may_look()?;
        self.machine_may(Right::Change)
    }

    /// The person of an id, for an actor who may act for them.
    pub(crate) fn acting_for(&self, snapshot: &Snapshot, id: &str) -> Result<PersonRecord> {
        let own = |person: &PersonRecord| self.actor.person() == Some(person.id);
        match &self.actor {
            Actor::Nobody => return Err(AppError::NotSignedIn),
            Actor::Token { scopes, .. } => scopes.check(Right::Change)?,
            Actor::Person { .. } | Actor::Console => {}
        }
        let person = known_person(snapshot, id)?;
        match &self.actor {
            Actor::Person { .. } if !own(&person) => {
                Err(forbidden(format!("Only {} can do this.", isolated(&person.name))))
            }
            _ if person.deactivated_at.is_some() => Err(AppError::NotFound(format!(
                "{} is deactivated.",
                isolated(&person.name)
            ))),
            _ => Ok(person),
        }
    }

    /// Fine when the actor may make a token of `scopes`: a machine gives no more than it has.
    pub(crate) fn may_grant(&self, scopes: Scopes) -> Result<()> {
        self.may_administer()?;
        match &self.actor {
            Actor::Token { scopes: own, .. } if !own.include(scopes) => {
                Err(forbidden("A token cannot make a token that may do more than itself."))
            }
            _ => Ok(()),
        }
    }

    /// An administrator or the operator, and machines that may administer.
    pub(crate) fn may_administer(&self) -> Result<()> {
        match &self.actor {
            Actor::Token { scopes, .. } => scopes.check(Right::Administer),
            Actor::Nobody => Err(AppError::NotSignedIn),
            _ if Others::Administrators.include(&self.standing()) => Ok(()),
            _ => Err(forbidden("Only an administrator can do this.")),
        }
    }

    /// Somebody who prepares pay, an administrator or the operator, and machines that may see pay: they see everybody's pay
    /// and change rate cards.
    pub(crate) fn may_pay(&self) -> Result<()> {
        match &self.actor {
            Actor::Token { scopes, .. } => scopes.check(Right::Pay),
            Actor::Nobody => Err(AppError::NotSignedIn),
            _ if Others::Payroll.include(&self.standing()) => Ok(()),
            _ => Err(forbidden(
                "Only those who prepare pay can do this. An administrator says who they are, on the page Pay › People.",
            )),
        }
    }

    /// An administrator or a manager of the team, and machines that may write.
    pub(crate) fn may_manage(&self, snapshot: &Snapshot, team: TeamId) -> Result<()> {
        if self.manages(snapshot, team) {
            return Ok(());
        }
        match &self.actor {
            Actor::Nobody => Err(AppError::NotSignedIn),
            Actor::Token { scopes, .. } => scopes.check(Right::Change),
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
            Actor::Token { scopes, .. } => scopes.write,
            _ => Others::Managers.include(&self.standing_in(snapshot, team)),
        }
    }

    /// Where the actor stands in the organisation, whatever team it is about. Machines stand nowhere.
    pub(crate) fn standing(&self) -> Standing {
        match &self.actor {
            Actor::Console => Standing::ADMINISTRATOR,
            Actor::Person { id, role } => Standing {
                role: Some(*role),
                payroll: self
                    .tandem
                    .snapshot()
                    .directory()
                    .person(*id)
                    .is_some_and(|me| me.payroll),
                ..Standing::default()
            },
            Actor::Token { .. } | Actor::Nobody => Standing::default(),
        }
    }

    /// Where the actor stands towards a team.
    pub(crate) fn standing_in(&self, snapshot: &Snapshot, team: TeamId) -> Standing {
        let place = self.actor.person().and_then(|id| snapshot.directory().member(team, id));
        let manager = place.is_some_and(|place| place.manager);
        Standing {
            member: place.is_some(),
            manager,
            manages_any: manager,
            ..self.standing()
        }
    }

    /// Where the actor stands towards every team together.
    pub(crate) fn standing_anywhere(&self, snapshot: &Snapshot) -> Standing {
        let me = self.actor.person();
        let manages = me.is_some_and(|id| snapshot.directory().teams_of(id).any(|place| place.manager));
        Standing {
            manages_any: manages,
            ..self.standing()
        }
    }

    /// Fine when the actor may enter something for a person: whoever `who` includes, in the organisation or in one of the
    /// person's teams, and machines that may write.
    ///
    /// # Errors
    /// `NotSignedIn`, and `Forbidden` with what `words` make of the person's name.
    pub(super) fn may_enter_for(
        &self,
        snapshot: &Snapshot,
        person: PersonId,
        who: Who,
        words: impl FnOnce(&str) -> String,
    ) -> Result<()> {
        if let Actor::Token { scopes, .. } = &self.actor {
            return scopes.check(Right::Change);
        }
        let own = self.actor.person() == Some(person);
        let may = |standing: &Standing| who.include(standing, own);
        let mut teams = snapshot.directory().teams_of(person);
        if may(&self.standing()) || teams.any(|place| may(&self.standing_in(snapshot, place.team))) {
            return Ok(());
        }
        match self.actor {
            Actor::Nobody => Err(AppError::NotSignedIn),
            _ => Err(AppError::Forbidden(words(&snapshot.directory().name_in_words(person)))),
        }
    }

    /// Fine for what somebody is paid or given for: oneself, a manager of one of the person's teams, those who prepare pay,
    /// and machines that may write.
    ///
    /// # Errors
    /// As [`Desk::may_enter_for`].
    pub(super) fn may_enter_pay(&self, snapshot: &Snapshot, person: PersonId) -> Result<()> {
        self.may_enter_for(snapshot, person, OWN_CHANGE_MANAGERS_OR_PAYROLL, |name| {
            format!("Only {name}, a manager of their team and those who prepare pay do this.")
        })
    }

    /// Whose call-outs or time off are asked for, by somebody who may see them: empty is the viewer.
    ///
    /// # Errors
    /// As [`Desk::may_enter_pay`], and for a person who is not known.
    pub(super) fn whose_pay(&self, snapshot: &Snapshot, person: &str) -> Result<PersonId> {
        let id = match person.trim() {
            "" => self.person()?,
            id => {
                self.may_look()?;
                known_person(snapshot, id)?.id
            }
        };
        if self.actor.person() != Some(id) {
            self.may_enter_pay(snapshot, id)?;
        }
        Ok(id)
    }

    /// Fine when the actor may mark a person's contact method as checked: a manager of a team of theirs, an administrator,
    /// and machines that may write. Nobody vouches for their own.
    pub(crate) fn may_check_contacts(&self, snapshot: &Snapshot, person: PersonId) -> Result<()> {
        let mut teams = snapshot.directory().teams_of(person);
        match &self.actor {
            Actor::Nobody => Err(AppError::NotSignedIn),
            Actor::Token { scopes, .. } => scopes.check(Right::Change),
            Actor::Person { id, .. } if *id == person => Err(forbidden(
                "Somebody else has to check it: a manager of your team or an administrator.",
            )),
            _ if self.may_administer().is_ok() || teams.any(|member| self.manages(snapshot, member.team)) => Ok(()),
            _ => Err(forbidden(
                "Only a manager of a team of theirs or an administrator can do this.",
            )),
        }
    }

    /// Somebody who may make or withdraw covers on the team's rotas: its members, administrators, and machines that
    /// may write.
    pub(crate) fn may_cover(&self, snapshot: &Snapshot, team: TeamId) -> Result<()> {
        if Others::Members.include(&self.standing_in(snapshot, team)) {
            Ok(())
        } else {
            self.may_manage(snapshot, team)
        }
    }

    /// Whether the actor may see how to reach the members of a team: its own members, administrators, and machines
    /// that may see contacts.
    pub(crate) fn sees_contacts(&self, snapshot: &Snapshot, team: TeamId) -> bool {
        match &self.actor {
            Actor::Token { scopes, .. } => scopes.contacts,
            _ => Others::InTeam.include(&self.standing_in(snapshot, team)),
        }
    }
}

fn forbidden(words: impl Into<String>) -> AppError {
    AppError::Forbidden(words.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::services::testing::TestOrganisation;
    use domain::TokenId;
    use std::sync::Arc;

    fn machine(desk: &Desk, scopes: Scopes) -> Desk {
        let id = TokenId::from_uuid(desk.tandem.new_id());
        Desk::new(Arc::clone(&desk.tandem), Actor::Token { id, scopes }, None)
    }

    #[tokio::test]
    async fn a_machine_acts_for_anybody_active_when_it_may_write_and_a_person_for_themselves() {
        let organisation = TestOrganisation::new().await;
        let ben = organisation.add("Ben", "ben@example.org", "member").await;
        let ada = organisation.of("ada@example.org");
        let snapshot = ada.tandem.snapshot();
        let acting = |desk: &Desk, id: &str| match desk.acting_for(&snapshot, id) {
            Ok(person) => Ok(person.name),
            Err(error) => Err(error.status()),
        };
        assert_eq!(acting(&organisation.of("ben@example.org"), &ben), Ok("Ben".into()));
        assert_eq!(acting(&ada, &ben), Err(403), "not even an administrator");
        assert_eq!(acting(&machine(&ada, Scopes::parse("read")), &ben), Err(403));
        assert_eq!(acting(&machine(&ada, Scopes::parse("read")), "nobody"), Err(403));
        let writer = machine(&ada, Scopes::parse("write"));
        assert_eq!(
            (acting(&writer, &ben), acting(&writer, "nobody")),
            (Ok("Ben".into()), Err(404))
        );
    }

    #[tokio::test]
    async fn a_token_grants_no_more_than_it_has() {
        let organisation = TestOrganisation::new().await;
        let ada = organisation.of("ada@example.org");
        for word in ["oncall", "read", "alerts", "write", "pay", "admin"] {
            assert!(ada.may_grant(Scopes::parse(word)).is_ok());
            assert!(
                machine(&ada, Scopes::parse("admin"))
                    .may_grant(Scopes::parse(word))
                    .is_ok()
            );
            assert!(
                machine(&ada, Scopes::parse("write"))
                    .may_grant(Scopes::parse(word))
                    .is_err()
            );
        }
        let odd = Scopes {
            write: false,
            ..Scopes::parse("admin")
        };
        assert!(machine(&ada, odd).may_grant(Scopes::parse("read")).is_ok());
        assert!(machine(&ada, odd).may_grant(Scopes::parse("write")).is_err());
    }
}
