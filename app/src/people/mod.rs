//! People: who there is, how to reach them, what they may do, and bringing many in from a file.

mod api;
mod bulk;
mod edit;
mod import;
mod list;
mod new;
mod state;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    AddPerson, ComingDuty, DeactivatePerson, EditPerson, LoadNewPerson, LoadPeople, LoadPerson, Membership, NewPerson,
    NewPersonPage, PeopleFilter, PeoplePage, PersonEdit, PersonPage, PersonRow, ReactivatePerson, SetPersonPassword,
    add_person, deactivate_person, edit_person, load_new_person, load_people, load_person, reactivate_person,
    set_person_password,
};
pub use bulk::{BulkCheck, BulkEdit, BulkLine, BulkPage, ChangeBulk, CheckBulk, change_bulk, check_bulk};
pub use edit::PersonPageView;
pub use import::{
    ImportFault, ImportLine, ImportOutcome, ImportPage, ImportPageView, ImportPreview, ImportState, LoadImport, Upload,
    load_import,
};
pub use list::PeopleListPage;
pub use new::NewPersonPageView;

/// Key and words of each organisation role.
pub fn organisation_roles() -> Vec<(String, String)> {
    ["member", "administrator", "read_only"]
        .map(|key| (key.to_owned(), role_words(key).to_owned()))
        .to_vec()
}

/// An organisation role in words.
pub fn role_words(key: &str) -> &'static str {
    match key {
        "administrator" => "Administrator",
        "read_only" => "Read only",
        _ => "Member",
    }
}
