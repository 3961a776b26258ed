//! Teams: who is in them, in which roles, and what they serve.

mod api;
mod list;
mod members;
mod show;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    CreateTeam, LoadTeam, LoadTeams, MemberForm, MemberRow, PutMember, RemoveMember, RenameTeam, TeamCard, TeamLink,
    TeamPage, TeamsPage, create_team, load_team, load_teams, put_member, remove_member, rename_team,
};
pub use list::TeamListPage;
pub use show::TeamPageView;
