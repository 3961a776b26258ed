//! The table of permissions, as its page shows it.

use super::{Permission, Standing, permissions};
use crate::{
    services::{Desk, Result},
    store::OrganisationRole,
};
use app::permissions::{Allowed, PermissionColumn, PermissionGroup, PermissionRow, PermissionTable};
use async_trait::async_trait;

/// The columns: whom they stand for, and where those stand. The second standing is in the team.
const COLUMNS: [(&str, &str, Standing, Standing); 7] = [
    (
        "Administrator",
        "of the organisation",
        Standing::ADMINISTRATOR,
        Standing::ADMINISTRATOR,
    ),
    ("Manager", "of the team", MANAGER, MANAGER),
    ("Payroll", "of the organisation", PAYROLL, PAYROLL),
    ("Member", "of the team", MEMBER, MEMBER),
    ("Others", "of the organisation", OUTSIDER, OUTSIDER),
    ("Read only", "in the organisation", READER, READER_IN_TEAM),
    ("Nobody", "signed in", NOBODY, NOBODY),
];

const MEMBER: Standing = Standing {
    role: Some(OrganisationRole::Member),
    member: true,
    manager: false,
    manages_any: false,
    payroll: false,
};
const MANAGER: Standing = Standing {
    manager: true,
    manages_any: true,
    ..MEMBER
};
const PAYROLL: Standing = Standing {
    payroll: true,
    ..OUTSIDER
};
const OUTSIDER: Standing = Standing {
    member: false,
    ..MEMBER
};
const READER: Standing = Standing {
    role: Some(OrganisationRole::ReadOnly),
    ..OUTSIDER
};
const READER_IN_TEAM: Standing = Standing { member: true, ..READER };
const NOBODY: Standing = Standing { role: None, ..OUTSIDER };

#[async_trait]
impl app::permissions::Port for Desk {
    async fn permissions(&self) -> Result<PermissionTable> {
        self.may_look()?;
        let mut groups: Vec<PermissionGroup> = Vec::new();
        for permission in permissions() {
            let row = row(permission);
            match groups.iter_mut().find(|group| group.name == permission.group) {
                Some(group) => group.rows.push(row),
                None => groups.push(PermissionGroup {
                    name: permission.group.to_owned(),
                    rows: vec![row],
                }),
            }
        }
        let columns = COLUMNS.iter().map(|(name, of, ..)| PermissionColumn {
            name: (*name).to_owned(),
            of: (*of).to_owned(),
        });
        Ok(PermissionTable {
            columns: columns.collect(),
            groups,
        })
    }
}

fn row(permission: &Permission) -> PermissionRow {
    let cell = |outside: &Standing, inside: &Standing| {
        let who = permission.who;
        match () {
            () if who.include(outside, false) => Allowed::Yes,
            () if who.include(inside, false) => Allowed::InTheirTeams,
            () if who.include(outside, true) => Allowed::TheirOwn,
            () => Allowed::No,
        }
    };
    PermissionRow {
        what: permission.what.to_owned(),
        cells: COLUMNS
            .iter()
            .map(|(.., outside, inside)| cell(outside, inside))
            .collect(),
        scope: permission.right.map(|right| right.scope().0.to_owned()),
    }
}
