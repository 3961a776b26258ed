//! Who somebody is to a team, and to whom a permission is given.

use crate::store::OrganisationRole;

/// Where somebody stands, in the organisation and towards the team that something belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Their role in the organisation; `None` for whoever is not signed in.
    pub role: Option<OrganisationRole>,
    /// Whether they are in the team.
    pub member: bool,
    /// Whether they manage it.
    pub manager: bool,
    /// Whether they manage any team.
    pub manages_any: bool,
    /// Whether they prepare pay.
    pub payroll: bool,
}

impl Standing {
    /// Of an administrator; the operator stands where they do.
    pub const ADMINISTRATOR: Self = Self {
        role: Some(OrganisationRole::Administrator),
        member: false,
        manager: false,
        manages_any: false,
        payroll: false,
    };
}

/// Who may do something, whoever it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// Nobody.
    None,
    /// Everybody, signed in or not.
    Anybody,
    /// Everybody who is signed in.
    SignedIn,
    /// Those who are in the team, and administrators.
    InTeam,
    /// Those who are in the team and may change things, and administrators.
    Members,
    /// Everybody who may change things.
    AnyMembers,
    /// Managers of the team, and administrators.
    Managers,
    /// Managers of any team, and administrators.
    AnyManagers,
    /// Those who prepare pay, and administrators.
    Payroll,
    /// Managers of the team, those who prepare pay, and administrators.
    ManagersAndPayroll,
    /// Administrators.
    Administrators,
}

impl Others {
    /// Whether somebody who stands there is among them.
    pub fn include(self, standing: &Standing) -> bool {
        let administrator = standing.role == Some(OrganisationRole::Administrator);
        let changes = standing.role == Some(OrganisationRole::Member);
        match self {
            Self::None => false,
            Self::Anybody => true,
            Self::SignedIn => standing.role.is_some(),
            Self::InTeam => administrator || (standing.role.is_some() && standing.member),
            Self::Members => administrator || (changes && standing.member),
            Self::AnyMembers => administrator || changes,
            Self::Managers => administrator || (changes && standing.manager),
            Self::AnyManagers => administrator || (changes && standing.manages_any),
            Self::Payroll => administrator || (changes && standing.payroll),
            Self::ManagersAndPayroll => administrator || (changes && (standing.manager || standing.payroll)),
            Self::Administrators => administrator,
        }
    }
}

/// Whether whoever something is about may do it themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// No more than others.
    No,
    /// They may, even when they only read.
    Yes,
    /// They may, unless they only read.
    UnlessReadOnly,
}

/// To whom a permission is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    /// To whoever it is about.
    pub own: Own,
    /// To others.
    pub others: Others,
}

impl Who {
    /// Whoever it is about counts as everybody else.
    pub const fn of(others: Others) -> Self {
        Self { own: Own::No, others }
    }

    /// Whoever it is about, and others.
    pub const fn own_and(own: Own, others: Others) -> Self {
        Self { own, others }
    }

    /// Whether somebody who stands there may; `own` when it is about themselves.
    pub fn include(self, standing: &Standing, own: bool) -> bool {
        let themselves = own
            && match self.own {
                Own::No => false,
                Own::Yes => standing.role.is_some(),
                Own::UnlessReadOnly => !matches!(standing.role, None | Some(OrganisationRole::ReadOnly)),
            };
        themselves || self.others.include(standing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_only_reads_manages_nothing_even_when_a_team_says_so() {
        let standing = Standing {
            role: Some(OrganisationRole::ReadOnly),
            member: true,
            manager: true,
            manages_any: true,
            payroll: true,
        };
        for others in [
            Others::Members,
            Others::AnyMembers,
            Others::Managers,
            Others::AnyManagers,
            Others::Payroll,
            Others::ManagersAndPayroll,
            Others::Administrators,
        ] {
            assert!(!others.include(&standing), "{others:?}");
        }
        assert!(Others::InTeam.include(&standing) && Others::SignedIn.include(&standing));
        assert!(!Who::own_and(Own::UnlessReadOnly, Others::None).include(&standing, true));
        assert!(Who::own_and(Own::Yes, Others::None).include(&standing, true));
    }

    #[test]
    fn nobody_may_what_anybody_may_and_no_more() {
        let nobody = Standing::default();
        assert!(Others::Anybody.include(&nobody));
        for own in [Own::No, Own::Yes, Own::UnlessReadOnly] {
            assert!(!Who::own_and(own, Others::SignedIn).include(&nobody, true));
        }
    }
}
