//! What people's pages show and ask for.

use crate::{
    components::{Stamp, percent_encode},
    entry::EntryLinkRow,
    me::TurnRow,
    tokens::TokenRow,
};
use domain::{Qualification, Role};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Which people are asked for. What is empty asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PeopleFilter {
    /// Words of name, team or, where visible, address.
    pub query: String,
    /// `active`, `deactivated`, `never` for those who have never been able to sign in, or `invited`.
    pub state: String,
    /// Key of the organisation role.
    pub role: String,
    /// Slug of a team, or `none` for those who are in none.
    pub team: String,
    /// `lead`, `engineer`, `both` or `none`: what they may be, in the team if one is asked for, else in any.
    pub qualification: String,
    /// Number of the page, from 1; empty for the first.
    pub page: String,
}

impl PeopleFilter {
    /// Everybody whose name, team or address holds the words.
    pub fn search(query: &str) -> Self {
        Self {
            query: query.to_owned(),
            ..Self::default()
        }
    }

    /// The same as a query, without the fields that are empty: `q=ben&team=payments`.
    ///
    /// ```
    /// let filter = app::people::PeopleFilter { team: "payments".into(), ..app::people::PeopleFilter::search("ben o") };
    /// assert_eq!(filter.query_string(), "q=ben%20o&team=payments");
    /// ```
    pub fn query_string(&self) -> String {
        let fields = [
            ("q", &self.query),
            ("state", &self.state),
            ("role", &self.role),
            ("team", &self.team),
            ("qualification", &self.qualification),
            ("page", &self.page),
        ];
        let asked = fields.iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> = asked
            .map(|(name, value)| format!("{name}={}", percent_encode(value)))
            .collect();
        pairs.join("&")
    }

    /// The filter of a page's query.
    pub(crate) fn of(query: &leptos_router::params::ParamsMap) -> Self {
        let of = |name: &str| query.get(name).unwrap_or_default();
        Self {
            query: of("q"),
            state: of("state"),
            role: of("role"),
            team: of("team"),
            qualification: of("qualification"),
            page: of("page"),
        }
    }
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PeoplePage {
    /// What was asked for.
    pub filter: PeopleFilter,
    /// Active people first, then by name.
    pub people: Vec<PersonRow>,
    /// Number of the first of them, from 1; 0 when there is none.
    pub first: usize,
    /// How many people match.
    pub total: usize,
    /// Number of this page, from 1.
    pub page: usize,
    /// How many pages there are, at least 1.
    pub pages: usize,
    /// Slug and name of each team.
    pub teams: Vec<(String, String)>,
    /// Whether the viewer may add people.
    pub may_add: bool,
}

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PersonRow {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// E-mail address, for those entitled to it.
    pub email: Option<String>,
    /// Their IANA zone.
    pub zone: String,
    /// The teams they belong to, by name.
    pub teams: Vec<Membership>,
    /// Key of their organisation role: `administrator`, `member` or `read_only`.
    pub role: String,
    /// Whether they are active; deactivated people do no duty and cannot sign in.
    pub active: bool,
    /// Whether they have a password.
    pub can_sign_in: bool,
    /// Their invitation or password reset that is neither used nor revoked, for administrators.
    pub link: Option<EntryLinkRow>,
}

/// A person's place in a team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Membership {
    /// The team's name in addresses.
    pub slug: String,
    /// The team's name.
    pub team: String,
    /// The roles they may hold.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<crate::schema::QualificationWord>))]
    pub qualification: Option<Qualification>,
    /// Whether they manage it.
    pub manager: bool,
    /// Share of a full turn of duty, 1 to 100.
    pub share_percent: u16,
}

/// What somebody will be on duty for next, on one rota.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ComingDuty {
    /// The rota's name in addresses.
    pub slug: String,
    /// The rota's name.
    pub rota: String,
    /// In which role.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// Whether it is going on.
    pub now: bool,
    /// When it starts, in the rota's zone.
    pub from: Stamp,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PersonPage {
    /// As in the list.
    pub row: PersonRow,
    /// Their first telephone number, for those entitled to it.
    pub phone: Option<String>,
    /// Their next duty on each rota that has some for them, soonest first.
    pub coming: Vec<ComingDuty>,
    /// Whether the viewer sees how to reach them.
    pub sees_contacts: bool,
    /// Whether the viewer may change name, zone and telephone number.
    pub may_edit: bool,
    /// Whether the viewer may change everything else.
    pub may_administer: bool,
    /// Names of the zones to choose from, when the viewer may edit.
    pub zones: Vec<String>,
    /// The duty that needs somebody else, of a person who is deactivated.
    pub to_cover: Vec<TurnRow>,
    /// The API tokens in use that a person who is deactivated has made, for administrators.
    pub tokens: Vec<TokenRow>,
}

/// What adding a person needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct NewPersonPage {
    /// Names of the zones to choose from.
    pub zones: Vec<String>,
    /// The organisation's.
    pub zone: String,
}

/// A person to add.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct NewPerson {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// IANA zone.
    pub zone: String,
    /// Telephone number in international form, or empty.
    #[serde(default)]
    pub phone: String,
    /// Key of the organisation role.
    pub role: String,
    /// A first password of 12 to 128 characters, or empty for somebody who is invited, or does not sign in yet.
    #[serde(default)]
    pub password: String,
}

/// A person changed. What is optional stays as it is when absent; only administrators may send `email` and `role`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PersonEdit {
    /// Whose.
    pub id: String,
    /// Name.
    pub name: String,
    /// IANA zone.
    pub zone: String,
    /// First telephone number in international form, or empty for none.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Key of the organisation role.
    pub role: Option<String>,
}

/// People.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// The people that are asked for, a page of them.
    async fn people(&self, filter: PeopleFilter) -> crate::Answer<PeoplePage>;
    /// The ids of all whom a filter asks for, with spaces between them, for whoever may change them.
    fn people_found(&self, filter: PeopleFilter) -> crate::Answer<String>;
    /// What one change to many people would do.
    async fn check_bulk(&self, edit: super::BulkEdit) -> crate::Answer<super::BulkCheck>;
    /// One change to many people: all of it, or nothing.
    async fn change_bulk(&self, edit: super::BulkEdit) -> crate::Answer<super::BulkCheck>;
    /// One person.
    async fn person_page(&self, id: String) -> crate::Answer<PersonPage>;
    /// What adding a person needs.
    async fn new_person(&self) -> crate::Answer<NewPersonPage>;
    /// Adds a person; answers their id.
    async fn add_person(&self, person: NewPerson) -> crate::Answer<String>;
    /// Changes a person.
    async fn edit_person(&self, person: PersonEdit) -> crate::Answer<()>;
    /// Sets somebody's password and ends their sessions.
    async fn set_person_password(&self, id: String, password: String) -> crate::Answer<()>;
    /// Deactivates somebody: ends their sessions, their link and their calendar addresses.
    async fn deactivate_person(&self, id: String) -> crate::Answer<()>;
    /// Takes a deactivation back.
    async fn reactivate_person(&self, id: String) -> crate::Answer<()>;
    /// Fine for whoever may import people.
    fn may_import(&self) -> crate::Answer<()>;
    /// What importing the people file `file` would do; writes nothing.
    async fn check_people_file(&self, file: Vec<u8>) -> crate::Answer<super::ImportOutcome>;
    /// Imports the people file `file`: all of it, or nothing when a line is bad.
    async fn import_people_file(&self, file: Vec<u8>) -> crate::Answer<super::ImportOutcome>;
    /// Begins the same without waiting for its end; answers an id to ask how far it is.
    async fn begin_import(&self, file: Vec<u8>) -> crate::Answer<String>;
    /// How far an import is that the viewer has begun.
    async fn import_state(&self, job: String) -> crate::Answer<super::ImportState>;
}

/// The people that are asked for, a page of them.
#[server(endpoint = "people/list")]
pub async fn load_people(#[server(default)] filter: PeopleFilter) -> Result<PeoplePage, crate::AppError> {
    crate::ports::ports()?.people(filter).await
}

/// One person.
#[server(endpoint = "people/show")]
pub async fn load_person(id: String) -> Result<PersonPage, crate::AppError> {
    crate::ports::ports()?.person_page(id).await
}

/// What adding a person needs.
#[server(endpoint = "people/new")]
pub async fn load_new_person() -> Result<NewPersonPage, crate::AppError> {
    crate::ports::ports()?.new_person().await
}

/// Adds a person and goes to their page; with a link by which they set their password, if they are to be invited, which is
/// sent to them by mail if so.
#[server(endpoint = "people/add")]
pub async fn add_person(
    person: NewPerson,
    invite: Option<String>,
    mail: Option<String>,
) -> Result<(), crate::AppError> {
    let ports = crate::ports::ports()?;
    let invite = invite.is_some() && person.password.is_empty();
    let id = ports.add_person(person).await?;
    let mut page = format!("/people/{id}?done=added");
    if invite {
        page = format!("{page}&link={}", ports.make_entry_link(id, mail.is_some()).await?);
    }
    leptos_axum::redirect(&page);
    Ok(())
}

/// Changes a person.
#[server(endpoint = "people/edit")]
pub async fn edit_person(person: PersonEdit) -> Result<(), crate::AppError> {
    let page = format!("/people/{}?done=saved", person.id);
    crate::ports::ports()?.edit_person(person).await?;
    leptos_axum::redirect(&page);
    Ok(())
}

/// Sets somebody's password and ends their sessions.
#[server(endpoint = "people/set-password")]
pub async fn set_person_password(id: String, password: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.set_person_password(id.clone(), password).await?;
    leptos_axum::redirect(&format!("/people/{id}?done=password"));
    Ok(())
}

/// Deactivates somebody: ends their sessions, their link and their calendar addresses.
#[server(endpoint = "people/deactivate")]
pub async fn deactivate_person(id: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.deactivate_person(id.clone()).await?;
    leptos_axum::redirect(&format!("/people/{id}?done=deactivated"));
    Ok(())
}

/// Takes a deactivation back.
#[server(endpoint = "people/reactivate")]
pub async fn reactivate_person(id: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.reactivate_person(id.clone()).await?;
    leptos_axum::redirect(&format!("/people/{id}?done=reactivated"));
    Ok(())
}
