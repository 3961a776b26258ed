//! The first start: organisation and administrator through a one-time link.

use super::{
    Desk, Faults, Result,
    demo::{Example, fill_example},
};
use crate::{
    secret::fingerprint,
    store::{OrganisationRecord, OrganisationRole, PersonRecord, Preferences},
    zones,
};
use app::{
    AppError,
    setup::{NewOrganisation, SetupForm},
};
use async_trait::async_trait;
use domain::{
    PersonId,
    access::check_passphrase,
    contact::{Contacts, check_email},
    holidays,
    rota::OfficeHours,
};

/// The organisation's fixed key: there is one for each database.
const ORGANISATION: &str = "organisation";

/// The longest name of anything.
const NAME_CHARACTERS: usize = 200;

/// A name without surrounding space, if it can be one.
pub(crate) fn check_name(name: &str) -> std::result::Result<String, String> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err("A name is needed.".to_owned()),
        n if n > NAME_CHARACTERS => Err(format!("{n} characters: a name has at most {NAME_CHARACTERS}.")),
        _ if name.chars().any(char::is_control) => Err("A name has no control characters.".to_owned()),
        _ if name.chars().any(turns_text) => Err("A name has no characters that turn the text around it.".to_owned()),
        _ if !name.chars().any(char::is_alphanumeric) => {
            Err(format!("‘{name}’ has no letter: a name has at least one."))
        }
        _ => Ok(name.to_owned()),
    }
}

/// Whether a character changes the direction of what is written around it, or shows nothing at the edge of a name.
const fn turns_text(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{200b}')
}

#[async_trait]
impl app::setup::Port for Desk {
    async fn setup_form(&self, key: String) -> Result<SetupForm> {
        self.check_setup_key(&key).await?;
        Ok(SetupForm {
            zones: zones::names(),
            holiday_calendars: holidays::CALENDARS
                .iter()
                .map(|(key, name)| ((*key).to_owned(), (*name).to_owned()))
                .collect(),
        })
    }

    async fn set_up(&self, new: NewOrganisation) -> Result<()> {
        self.check_setup_key(&new.key).await?;
        let (desk, example) = (self.clone(), new.example.is_some());
        let administrator = self
            .to_the_end(async move { desk.create_organisation(new).await })
            .await?;
        if example {
            let tandem = std::sync::Arc::clone(&self.tandem);
            let today = tandem.now().utc().date();
            self.to_the_end(async move { fill_example(&tandem, Example::small(today)).await })
                .await?;
        }
        self.begin_session(&administrator).await
    }
}

impl Desk {
    async fn check_setup_key(&self, key: &str) -> Result<()> {
        if self.tandem.snapshot().organisation().is_some() {
            return Err(AppError::Forbidden("Tandem is set up already. Sign in instead.".into()));
        }
        if self
            .tandem
            .store
            .setup_link_is_good(&fingerprint(key), self.tandem.now())
            .await?
        {
            return Ok(());
        }
        Err(AppError::Forbidden(
            "This set-up link is unknown, used or expired. Start Tandem again: it prints a new one on its console."
                .into(),
        ))
    }

    /// Makes the organisation and its administrator.
    ///
    /// # Errors
    /// `Invalid` with everything that is wrong; `Forbidden` when the link was used meanwhile.
    pub(super) async fn create_organisation(&self, new: NewOrganisation) -> Result<PersonRecord> {
        let mut faults = Faults::default();
        let organisation = faults
            .take("organisation", check_name(&new.organisation))
            .unwrap_or_default();
        let name = faults.take("name", check_name(&new.name)).unwrap_or_default();
        let email = faults.take("email", check_email(&new.email)).unwrap_or_default();
        let zone = faults.take("zone", zones::zone(&new.zone));
        faults.take(
            "password",
            check_passphrase(&new.password, &[&new.name, &new.email, &new.organisation]),
        );
        if holidays::calendar(&new.holiday_calendar).is_none() {
            faults.note(
                "holiday_calendar",
                format!("‘{}’ is not a holiday calendar.", new.holiday_calendar),
            );
        }
        faults.check()?;
        let zone = zone.map(|zone| zone.name().to_owned()).unwrap_or_default();
        let hash = self.tandem.passwords.hash(new.password).await?;

        let mut write = self.begin().await?;
        if !write.use_setup_link(&fingerprint(&new.key)).await? {
            return Err(AppError::Forbidden(
                "This set-up link was used meanwhile. Sign in instead.".into(),
            ));
        }
        let (revision, created_at) = (write.revision(), write.at());
        write
            .insert_organisation(&OrganisationRecord {
                two_rotas: domain::conflicts::TwoRotas::default(),
                id: ORGANISATION.to_owned(),
                name: organisation.clone(),
                zone: zone.clone(),
                office_hours: OfficeHours::default(),
                holiday_calendar: new.holiday_calendar,
                revision,
                created_at,
            })
            .await?;
        let administrator = PersonRecord {
            id: PersonId::from_uuid(self.tandem.new_id()),
            name,
            email,
            zone,
            contacts: Contacts::default(),
            role: OrganisationRole::Administrator,
            payroll: false,
            session_epoch: 0,
            deactivated_at: None,
            can_sign_in: true,
            preferences: Preferences::default(),
            link: None,
        };
        write.insert_person(&administrator).await?;
        write.set_password(administrator.id, &hash).await?;
        write
            .audit(
                "organisation.created",
                ORGANISATION,
                serde_json::json!({ "name": organisation, "administrator": administrator.id }),
            )
            .await?;
        self.tandem.commit(write).await?;
        Ok(administrator)
    }
}
