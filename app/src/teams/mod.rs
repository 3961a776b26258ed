//! Teams: who is in them, in which roles, and what they serve.

mod api;
mod end;
mod list;
mod member_form;
mod members;
mod show;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    ArchiveTeam, CreateTeam, LoadMerge, LoadTeam, LoadTeams, MemberForm, MemberImpact, MemberRow, MergePreview,
    MergeTeam, PreviewMember, PutMember, RemoveMember, RenameTeam, RestoreTeam, TeamCard, TeamEnd, TeamLink, TeamPage,
    TeamsPage, archive_team, create_team, load_merge, load_team, load_teams, merge_team, put_member, remove_member,
    rename_team, restore_team,
};
pub use list::TeamListPage;
pub use show::TeamPageView;
