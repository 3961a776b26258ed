//! Who may do what: every page, every server function, every operation of the API and every other address, once.
//!
//! The page of permissions shows these rows, the checks ask their [`Who`], and a test calls all that is in them as
//! everybody. What is in none of them fails that test.

mod duty;
mod getting_in;
mod looking;
mod organisation;
mod pay;
mod people;
mod services;

use super::{
    Right,
    standing::{Others, Own, Who},
};

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Permission {
    /// What it is about.
    pub group: &'static str,
    /// What may be done.
    pub what: &'static str,
    /// By which people.
    pub who: Who,
    /// What machines need; `None` for what they cannot do.
    pub right: Option<Right>,
    /// Pages and other addresses (`/rotas/:slug`), server functions (`rotas/list`) and operations (`list_rotas`).
    pub uses: &'static [&'static str],
}

const fn row(
    group: &'static str,
    what: &'static str,
    who: Who,
    right: Option<Right>,
    uses: &'static [&'static str],
) -> Permission {
    Permission {
        group,
        what,
        who,
        right,
        uses,
    }
}

const ANYBODY: Who = Who::of(Others::Anybody);
const SIGNED_IN: Who = Who::of(Others::SignedIn);
const IN_TEAM: Who = Who::of(Others::InTeam);
const MEMBERS: Who = Who::of(Others::Members);
const MANAGERS: Who = Who::of(Others::Managers);
const ANY_MEMBERS: Who = Who::of(Others::AnyMembers);
const ANY_MANAGERS: Who = Who::of(Others::AnyManagers);
const ADMINISTRATORS: Who = Who::of(Others::Administrators);
const PAYROLL: Who = Who::of(Others::Payroll);
const MANAGERS_AND_PAYROLL: Who = Who::of(Others::ManagersAndPayroll);
/// What belongs to one person, and to nobody else.
const THEIR_OWN: Who = Who::own_and(Own::Yes, Others::None);
const OWN_OR_ADMINISTRATORS: Who = Who::own_and(Own::Yes, Others::Administrators);
/// What somebody says of themselves, and others may say of them.
pub(in crate::services) const OWN_CHANGE_OR_ADMINISTRATORS: Who =
    Who::own_and(Own::UnlessReadOnly, Others::Administrators);
pub(in crate::services) const OWN_CHANGE_OR_MANAGERS: Who = Who::own_and(Own::UnlessReadOnly, Others::Managers);
/// What is entered for pay.
pub(in crate::services) const OWN_CHANGE_MANAGERS_OR_PAYROLL: Who =
    Who::own_and(Own::UnlessReadOnly, Others::ManagersAndPayroll);

/// Every permission there is, group by group.
pub fn permissions() -> impl Iterator<Item = &'static Permission> {
    let groups = [
        getting_in::ROWS,
        looking::ROWS,
        duty::ROWS,
        pay::ROWS,
        services::ROWS,
        people::ROWS,
        organisation::ROWS,
    ];
    groups.into_iter().flatten()
}
