//! People: who there is, adding, changing, deactivating, and the password that lets them in.

mod bulk;
mod export;
mod filter;

use super::{
    Actor, Desk, Faults, Result, access,
    coming::coming,
    directory::{Places, known_person},
    events, import_people, me,
    notices::Notice,
    setup::check_name,
};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{OrganisationRole, PersonRecord, Preferences, Write},
    tandem::Tandem,
    zones,
};
use app::{
    AppError,
    me::TurnRow,
    people::{
        BulkCheck, BulkEdit, ImportOutcome, ImportState, NewPerson, NewPersonPage, PeopleFilter, PeoplePage,
        PersonEdit, PersonPage,
    },
    tokens::TokenRow,
};
use async_trait::async_trait;
use domain::{
    ContactId, Instant, PersonId,
    contact::{Contacts, check_email, check_phone},
};
use serde_json::json;
use std::sync::Arc;

/// People on a page.
const PAGE: usize = 50;

#[async_trait]
impl app::people::Port for Desk {
    async fn people(&self, filter: PeopleFilter) -> Result<PeoplePage> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let places = Places::new(&snapshot);
        let found = self.found(&snapshot, &places, &filter)?;
        let (total, pages) = (found.len(), found.len().div_ceil(PAGE).max(1));
        let page = filter.page.trim().parse().unwrap_or(1_usize).clamp(1, pages);
        let shown = found.into_iter().skip((page - 1) * PAGE).take(PAGE);
        let people: Vec<_> = shown.map(|person| self.person_row(&places, person)).collect();
        let first = if people.is_empty() { 0 } else { (page - 1) * PAGE + 1 };
        Ok(PeoplePage {
            filter,
            teams: filter::teams(&snapshot),
            people,
            first,
            total,
            page,
            pages,
            may_add: self.may_administer().is_ok(),
        })
    }

    fn people_found(&self, filter: PeopleFilter) -> Result<String> {
        self.may_administer()?;
        let snapshot = self.tandem.snapshot();
        let found = self.found(&snapshot, &Places::new(&snapshot), &filter)?;
        let ids: Vec<String> = found.iter().map(|person| person.id.to_string()).collect();
        Ok(ids.join(" "))
    }

    async fn check_bulk(&self, edit: BulkEdit) -> Result<BulkCheck> {
        self.bulk_check(&edit)
    }

    async fn change_bulk(&self, edit: BulkEdit) -> Result<BulkCheck> {
        self.bulk_change(edit).await
    }

    async fn person_page(&self, id: String) -> Result<PersonPage> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let person = known_person(&snapshot, &id)?;
        let places = Places::new(&snapshot);
        let mut duty: Vec<_> = snapshot
            .rotas()
            .filter_map(|rota| coming(rota, person.id, &reader))
            .collect();
        duty.sort_by_key(|(at, _)| *at);
        let sees_contacts = self.sees_contacts_of(&places, person.id);
        let may_edit = self.may_edit(person.id).is_ok();
        Ok(PersonPage {
            row: self.person_row(&places, &person),
            phone: person.contacts.phone().filter(|_| sees_contacts).map(str::to_owned),
            coming: duty.into_iter().map(|(_, duty)| duty).collect(),
            sees_contacts,
            may_edit,
            may_administer: self.may_administer().is_ok(),
            zones: if may_edit { zones_with(&person.zone) } else { Vec::new() },
            to_cover: self.duty_left(&snapshot, &person),
            tokens: self.tokens_left(&person),
        })
    }

    async fn new_person(&self) -> Result<NewPersonPage> {
        self.may_administer()?;
        let zone = self
            .tandem
            .snapshot()
            .organisation()
            .map(|it| it.zone.clone())
            .unwrap_or_default();
        Ok(NewPersonPage {
            zones: zones_with(&zone),
            zone,
        })
    }

    async fn add_person(&self, person: NewPerson) -> Result<String> {
        self.may_administer()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.insert_person(person).await }).await
    }

    async fn edit_person(&self, person: PersonEdit) -> Result<()> {
        let id = known_person(&self.tandem.snapshot(), &person.id)?.id;
        self.may_edit(id)?;
        if person.email.is_some() || person.role.is_some() {
            self.may_administer()?;
        }
        let desk = self.clone();
        self.to_the_end(async move { desk.update_person(id, person).await })
            .await
    }

    async fn set_person_password(&self, id: String, password: String) -> Result<()> {
        self.may_administer()?;
        let person = known_person(&self.tandem.snapshot(), &id)?;
        let id = person.id;
        let hash = self.hash_password("password", password, &person).await?;
        let desk = self.clone();
        let person = self
            .to_the_end(async move { desk.keep_password(id, &hash).await })
            .await?;
        // Whoever changes their own goes on in a session of the new epoch.
        if self.actor.person() == Some(id) {
            self.begin_session(&person).await
        } else {
            Ok(())
        }
    }

    async fn deactivate_person(&self, id: String) -> Result<()> {
        self.set_active(&id, false).await
    }

    async fn reactivate_person(&self, id: String) -> Result<()> {
        self.set_active(&id, true).await
    }

    fn may_import(&self) -> Result<()> {
        self.may_administer()
    }

    async fn check_people_file(&self, file: Vec<u8>) -> Result<ImportOutcome> {
        self.may_administer()?;
        import_people::check(self, file).await
    }

    async fn import_people_file(&self, file: Vec<u8>) -> Result<ImportOutcome> {
        self.may_administer()?;
        let desk = self.clone();
        self.to_the_end(async move { import_people::import(&desk, file, &Default::default()).await })
            .await
    }

    async fn begin_import(&self, file: Vec<u8>) -> Result<String> {
        Desk::begin_import(self, file).await
    }

    async fn import_state(&self, job: String) -> Result<ImportState> {
        self.import_state_of(&job)
    }
}

impl Desk {
    /// The duty of somebody who is deactivated: it stands until somebody covers it.
    fn duty_left(&self, snapshot: &Snapshot, person: &PersonRecord) -> Vec<TurnRow> {
        if person.deactivated_at.is_none() {
            return Vec::new();
        }
        me::turns_ahead(snapshot, person.id, &self.own_zone(snapshot), &self.reader(snapshot))
    }

    /// The tokens that somebody who is deactivated has made, for those who may revoke them.
    fn tokens_left(&self, person: &PersonRecord) -> Vec<TokenRow> {
        if person.deactivated_at.is_none() || self.may_administer().is_err() {
            return Vec::new();
        }
        let mut made = self.tokens_in_use();
        made.retain(|token| token.created_by == person.id);
        self.token_rows(&made)
    }

    /// An administrator, or the person themselves unless they only read.
    pub(super) fn may_edit(&self, person: PersonId) -> Result<()> {
        let own = self.actor.person() == Some(person);
        match &self.actor {
            Actor::Nobody => Err(AppError::NotSignedIn),
            Actor::Token { .. } => self.may_administer(),
            _ if access::OWN_CHANGE_OR_ADMINISTRATORS.include(&self.standing(), own) => Ok(()),
            _ => Err(AppError::Forbidden(
                "Only an administrator or they themselves can change this.".into(),
            )),
        }
    }

    async fn insert_person(&self, new: NewPerson) -> Result<String> {
        let mut faults = Faults::default();
        let name = faults.take("name", check_name(&new.name)).unwrap_or_default();
        let email = faults.take("email", check_email(&new.email)).unwrap_or_default();
        let zone = faults
            .take("zone", zones::zone(&new.zone))
            .map(|zone| zone.name().to_owned())
            .unwrap_or_default();
        let phone = faults.take("phone", check_phone(&new.phone)).flatten();
        let role = faults
            .take("role", new.role.parse())
            .unwrap_or(OrganisationRole::Member);
        if !new.password.is_empty() {
            faults.take("password", self.check_password(&new.password, &name, &email));
        }
        faults.check()?;
        let can_sign_in = !new.password.is_empty();
        let hash = if can_sign_in {
            Some(self.tandem.passwords.hash(new.password).await?)
        } else {
            None
        };

        let mut write = self.begin().await?;
        email_is_free(&mut write, &email, None).await?;
        let id = PersonId::from_uuid(self.tandem.new_id());
        let mut contacts = Contacts::default();
        put_phone(&mut contacts, &email, write.revision(), phone.as_deref())?;
        let person = PersonRecord {
            id,
            name,
            email,
            zone,
            contacts,
            role,
            payroll: false,
            session_epoch: 0,
            deactivated_at: None,
            can_sign_in,
            preferences: Preferences::default(),
            link: None,
        };
        write.insert_person(&person).await?;
        if let Some(hash) = hash {
            write.set_password(id, &hash).await?;
        }
        write.audit("person.added", &subject(id), described(&person)).await?;
        self.tandem.commit(write).await?;
        Ok(id.to_string())
    }

    async fn update_person(&self, id: PersonId, form: PersonEdit) -> Result<()> {
        let mut write = self.begin().await?;
        let before = existing(&mut write, id).await?;
        let mut faults = Faults::default();
        let mut after = before.clone();
        after.name = faults.take("name", check_name(&form.name)).unwrap_or_default();
        after.zone = faults
            .take("zone", zones::zone(&form.zone))
            .map(|zone| zone.name().to_owned())
            .unwrap_or_default();
        let phone = form
            .phone
            .as_ref()
            .and_then(|phone| faults.take("phone", check_phone(phone)));
        if let Some(email) = &form.email {
            after.email = faults.take("email", check_email(email)).unwrap_or_default();
        }
        if let Some(role) = &form.role {
            after.role = faults.take("role", role.parse()).unwrap_or(before.role);
        }
        faults.check()?;
        email_is_free(&mut write, &after.email, Some(id)).await?;
        if let Some(phone) = phone {
            put_phone(&mut after.contacts, &after.email, write.revision(), phone.as_deref())?;
        }
        if is_administrator(&before) && !is_administrator(&after) {
            keep_an_administrator(&mut write, id).await?;
        }
        write.update_person(&after).await?;
        if after.email != before.email {
            // Whoever has the former address must not come in by a link that went there.
            write.end_entry_link_of(id).await?;
            let notice = Notice::AddressChanged { at: write.at() };
            self.tandem.tell(&mut write, &before, &before.email, &notice).await?;
        }
        if after.name != before.name {
            self.mark_events_of(&mut write, id).await?;
        }
        let detail = json!({ "before": described(&before), "after": described(&after) });
        write.audit("person.changed", &subject(id), detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    /// A new name changes what the events say of everybody who serves with them.
    pub(super) async fn mark_events_of(&self, write: &mut Write, person: PersonId) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let serves = |rota: &&Arc<RotaImage>| rota.duty.iter().any(|row| row.pairing.role_of(person).is_some());
        for rota in snapshot.rotas().filter(serves) {
            events::mark_all(write, &rota.record).await?;
        }
        Ok(())
    }

    async fn set_active(&self, id: &str, active: bool) -> Result<()> {
        self.may_administer()?;
        let id = known_person(&self.tandem.snapshot(), id)?.id;
        let desk = self.clone();
        self.to_the_end(async move { desk.keep_active(id, active).await }).await
    }

    async fn keep_active(&self, id: PersonId, active: bool) -> Result<()> {
        let mut write = self.begin().await?;
        let mut person = existing(&mut write, id).await?;
        if person.deactivated_at.is_none() == active {
            return Ok(());
        }
        if !active && is_administrator(&person) {
            keep_an_administrator(&mut write, id).await?;
        }
        self.tandem.put_active(&mut write, &mut person, active).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

impl Tandem {
    /// Deactivates somebody, which ends everything of theirs at once, or takes that back; and tells them.
    async fn put_active(&self, write: &mut Write, person: &mut PersonRecord, active: bool) -> Result<()> {
        let at: Instant = write.at();
        person.deactivated_at = (!active).then_some(at);
        person.session_epoch += 1;
        write.update_person(person).await?;
        if !active {
            write.end_sessions_of(person.id, None).await?;
            write.end_entry_link_of(person.id).await?;
            write.end_feeds_of(person.id).await?;
        }
        let (action, notice) = if active {
            ("person.reactivated", Notice::Reactivated)
        } else {
            ("person.deactivated", Notice::Deactivated)
        };
        self.tell(write, person, &person.email, &notice).await?;
        let detail = json!({ "name": person.name });
        Ok(write.audit(action, &subject(person.id), detail).await?)
    }
}

/// The zones to choose from, with the one that is chosen even when it is a historical name.
pub(crate) fn zones_with(chosen: &str) -> Vec<String> {
    let mut names = zones::names();
    if !chosen.is_empty() && !names.iter().any(|name| name == chosen) {
        names.insert(0, chosen.to_owned());
    }
    names
}

pub(super) async fn existing(write: &mut Write, id: PersonId) -> Result<PersonRecord> {
    let found = PersonRecord::find(write.connection(), id).await?;
    found.ok_or_else(|| AppError::NotFound("There is no such person.".into()))
}

/// Puts a number in the place of a person's first telephone number.
fn put_phone(contacts: &mut Contacts, email: &str, revision: i64, phone: Option<&str>) -> Result<()> {
    let id = ContactId::of(email, revision, phone.unwrap_or_default());
    contacts
        .set_phone(id, phone)
        .map_err(|fault| AppError::field("phone", fault.to_string()))
}

/// Refuses an e-mail address that somebody else has.
async fn email_is_free(write: &mut Write, email: &str, whose: Option<PersonId>) -> Result<()> {
    match PersonRecord::for_sign_in(write.connection(), email).await? {
        Some((holder, _)) if Some(holder.id) != whose => Err(AppError::field(
            "email",
            format!("‘{email}’ is the address of {} already.", holder.name),
        )),
        _ => Ok(()),
    }
}

/// Whether they can administer the organisation now.
fn is_administrator(person: &PersonRecord) -> bool {
    person.role == OrganisationRole::Administrator && person.deactivated_at.is_none()
}

/// Refuses to leave the organisation without an administrator who can sign in.
async fn keep_an_administrator(write: &mut Write, leaving: PersonId) -> Result<()> {
    let everyone = PersonRecord::all(write.connection()).await?;
    if everyone
        .iter()
        .any(|person| person.id != leaving && is_administrator(person) && person.can_sign_in)
    {
        return Ok(());
    }
    Err(AppError::refused(
        "last-administrator",
        "They are the only administrator who can sign in. Make somebody else an administrator with a password first.",
    ))
}

pub(crate) fn subject(id: PersonId) -> String {
    format!("person {id}")
}

/// A person as the audit keeps them.
pub(crate) fn described(person: &PersonRecord) -> serde_json::Value {
    let contacts: Vec<String> = person
        .contacts
        .iter()
        .map(|contact| format!("{} {}", contact.kind.key(), contact.value))
        .collect();
    json!({
        "name": person.name, "email": person.email, "zone": person.zone, "contacts": contacts,
        "role": person.role.key(),
    })
}

#[cfg(test)]
mod tests;
