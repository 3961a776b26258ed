//! The letters that notices become.

use super::{Notice, about::link};
use crate::{
    Tandem,
    mail::Letter,
    services::{Reader, contacts, entry, wording},
    store::{EntryLinkRecord, InboxRecord, NoticeRecord, PersonRecord, StoreError, WebhookRecord, WebhookState},
    zones,
};
use domain::{CodeId, ContactId, EntryLinkId, Instant, PersonId, WebhookId, Zone, access::EntryPurpose};

/// What a notice comes to when it is about to be sent.
pub(super) enum Composed {
    /// A letter.
    Letter(Letter),
    /// Nothing, for this reason.
    Useless(String),
}

/// A letter's subject and what it says between the greeting and the foot.
pub(super) struct Words {
    pub(super) subject: String,
    pub(super) text: String,
}

/// What everything is said about and in.
pub(super) struct Scene<'t> {
    pub(super) tandem: &'t Tandem,
    organisation: String,
    pub(super) person: PersonRecord,
    zone: Zone,
}

impl<'t> Scene<'t> {
    /// With this person as the reader.
    pub(super) fn of(tandem: &'t Tandem, person: PersonRecord) -> Self {
        let snapshot = tandem.snapshot();
        Self {
            tandem,
            organisation: snapshot.organisation().map(|it| it.name.clone()).unwrap_or_default(),
            zone: zones::zone(&person.zone).unwrap_or_else(|_| Zone::utc()),
            person,
        }
    }

    /// Whoever reads: their style, and their zone beside that of rotas.
    pub(super) fn reader(&self) -> Reader {
        Reader {
            now: self.tandem.now(),
            style: self.person.preferences.style,
            zone: Some(self.zone.clone()),
        }
    }

    /// Whoever reads.
    pub(super) fn person(&self) -> PersonId {
        self.person.id
    }
}

/// The letter of a notice, as things are now.
pub(super) async fn compose(tandem: &Tandem, notice: &NoticeRecord, content: &Notice) -> Result<Composed, StoreError> {
    let useless = |why: &str| Ok(Composed::Useless(why.to_owned()));
    let Some(id) = notice.person else {
        return useless("It is for nobody.");
    };
    let Some(person) = PersonRecord::find(&mut *tandem.store.read().await?, id).await? else {
        return useless("There is no such person.");
    };
    let scene = Scene::of(tandem, person);
    match words(&scene, content, &notice.address).await? {
        Ok(words) => Ok(Composed::Letter(scene.letter(notice, content, words))),
        Err(why) => useless(why),
    }
}

/// What a notice says to its reader, in letters and in inboxes alike; or why it is of no use.
pub(super) async fn words(
    scene: &Scene<'_>,
    content: &Notice,
    address: &str,
) -> Result<Result<Words, &'static str>, StoreError> {
    let words = match content {
        Notice::EntryLink { link } => scene.entry_link(*link, address).await?,
        Notice::ContactCode { contact, code } => scene.contact_code(*contact, *code).await?,
        Notice::PasswordChanged { at } => Ok(scene.password_changed(*at)),
        Notice::AddressChanged { at } => Ok(scene.address_changed(*at)),
        Notice::Deactivated => Ok(scene.deactivated()),
        Notice::Reactivated => Ok(scene.reactivated()),
        Notice::Offer { offer, news } => scene.offer(*offer, *news).await?,
        Notice::Test => Ok(scene.test()),
        Notice::EntryRequest => Err("It was answered."),
        Notice::RotaPublished { rota, span, by, turns } => scene.rota_published(*rota, *span, by, turns),
        Notice::DutyChanged { rota, by, turns } => scene.duty_changed(*rota, by, turns),
        Notice::DutyCorrected {
            rota,
            by,
            reason,
            turns,
        } => scene.duty_corrected(*rota, by, reason, turns),
        Notice::StartsSoon { rota, role, span } => scene.starts_soon(*rota, *role, *span),
        Notice::GapAhead { rota, role, span } => scene.gap_ahead(*rota, *role, *span),
        Notice::LeaveConflict { rota, person, held } => scene.leave_conflict(*rota, *person, held),
        Notice::HandoverWritten { rota, at } => scene.handover_written(*rota, *at).await?,
        Notice::HandoverLeft { rota, at } => scene.handover_left(*rota, *at).await?,
        Notice::HandoverWaits { rota, at } => scene.handover_waits(*rota, *at).await?,
        Notice::Pay {
            person,
            first,
            end,
            news,
        } => scene.pay(*person, (*first, *end), news).await?,
        Notice::WebhookOff { webhook } => scene.webhook_off(*webhook).await?,
        Notice::Alert { alert, because } => scene.alert(*alert, because).await?,
        Notice::Digest { from, until } => digest(scene, *from, *until).await?,
    };
    Ok(words)
}

/// All that came into an inbox in a while.
async fn digest(scene: &Scene<'_>, from: Instant, until: Instant) -> Result<Result<Words, &'static str>, StoreError> {
    let mut connection = scene.tandem.store.read().await?;
    let entries = InboxRecord::between(&mut connection, scene.person(), from, until).await?;
    drop(connection);
    let mut said = Vec::new();
    for entry in entries.iter().filter(|entry| entry.read_at.is_none()) {
        let Ok(content) = serde_json::from_str::<Notice>(&entry.payload) else {
            continue;
        };
        // A digest never holds a digest: those are not in inboxes.
        if let Ok(words) = Box::pin(words(scene, &content, "")).await? {
            said.push(format!("* {}\n{}", words.subject, words.text));
        }
    }
    Ok(match said.len() {
        0 => Err("Everything was read before."),
        1 => Ok(Words {
            subject: "One notice from Tandem".to_owned(),
            text: said.join("\n\n"),
        }),
        many => Ok(Words {
            subject: format!("{many} notices from Tandem"),
            text: said.join("\n\n"),
        }),
    })
}

impl Scene<'_> {
    fn letter(&self, notice: &NoticeRecord, content: &Notice, words: Words) -> Letter {
        let (name, base) = (&self.person.name, &self.tandem.settings.base_url);
        let place = link(content, &self.tandem.snapshot());
        let place = place.map(|place| format!("\n\n{base}{place}")).unwrap_or_default();
        Letter {
            id: notice.id,
            name: name.clone(),
            address: notice.address.clone(),
            subject: words.subject,
            text: format!(
                "Hello {name},\n\n{}{place}\n\n-- \nTandem at {}\n{base}\n",
                words.text, self.organisation
            ),
        }
    }

    /// An instant in the person's zone, which it names.
    fn at(&self, at: Instant) -> String {
        let reader = Reader {
            style: self.person.preferences.style,
            ..Reader::unknown(self.tandem.now())
        };
        let stamp = wording::stamp(at, &self.zone, &reader);
        format!("{} ({})", stamp.text, wording::zone_name(&self.zone))
    }

    async fn entry_link(&self, id: EntryLinkId, address: &str) -> Result<Result<Words, &'static str>, StoreError> {
        let link = EntryLinkRecord::open(&mut *self.tandem.store.read().await?, id).await?;
        let Some(link) = link.filter(|link| link.expires_at > self.tandem.now()) else {
            return Ok(Err("The link was used, replaced, revoked or has run out."));
        };
        if self.person.email != address {
            return Ok(Err("They have another address now."));
        }
        let (where_to, until) = (entry::address_of(self.tandem, id), self.at(link.expires_at));
        Ok(Ok(match link.purpose {
            EntryPurpose::Invitation => self.invitation(&where_to, &until),
            EntryPurpose::Reset => self.reset(&where_to, &until),
        }))
    }

    fn invitation(&self, link: &str, until: &str) -> Words {
        let (organisation, base) = (&self.organisation, &self.tandem.settings.base_url);
        let email = &self.person.email;
        Words {
            subject: format!("Your invitation to Tandem at {organisation}"),
            text: format!(
                "{organisation} has invited you to Tandem, where its support rotas are.\n\n\
                 Set your password here, and you are signed in:\n\n{link}\n\n\
                 The link works once, until {until}. From then on you sign in with {email} at {base}\n\n\
                 The link is for you alone: do not pass it on. If you did not expect it, you need not do anything."
            ),
        }
    }

    fn reset(&self, link: &str, until: &str) -> Words {
        Words {
            subject: "Set a new password for Tandem".to_owned(),
            text: format!(
                "Here you set a new password for Tandem at {}:\n\n{link}\n\n\
                 The link works once, until {until}. Setting a password ends every session of yours.\n\n\
                 The link is for you alone: do not pass it on. If you did not ask for it, you need not do anything: \
                 your password stays as it is.",
                self.organisation
            ),
        }
    }

    async fn contact_code(&self, contact: ContactId, code: CodeId) -> Result<Result<Words, &'static str>, StoreError> {
        let open = self.tandem.store.contact_code(contact, self.tandem.now()).await?;
        let Some(open) = open.filter(|open| open.id == code) else {
            return Ok(Err("The code was used, replaced or has run out."));
        };
        let (digits, until) = (contacts::digits_of(self.tandem, code), self.at(open.expires_at));
        Ok(Ok(Words {
            subject: format!("{digits} is your code for Tandem"),
            text: format!(
                "Enter this code in Tandem, under Settings and Contact methods:\n\n    {digits}\n\n\
                 It works until {until}. It shows that {} reaches you.\n\n\
                 If you did not ask for it, somebody may have written this address by mistake; \
                 you need not do anything.",
                open.value
            ),
        }))
    }

    fn password_changed(&self, at: Instant) -> Words {
        Words {
            subject: "Your password for Tandem was changed".to_owned(),
            text: format!(
                "Your password for Tandem at {} was changed on {}, and every other session of yours has ended.\n\n\
                 If that was neither you nor somebody you asked, tell an administrator at once.",
                self.organisation,
                self.at(at)
            ),
        }
    }

    fn address_changed(&self, at: Instant) -> Words {
        Words {
            subject: "You sign in to Tandem with another address".to_owned(),
            text: format!(
                "Since {} you sign in to Tandem at {} with another e-mail address, and this one is \
                 no longer written to.\n\n\
                 If you did not expect that, tell an administrator at once.",
                self.at(at),
                self.organisation
            ),
        }
    }

    fn deactivated(&self) -> Words {
        Words {
            subject: "You can no longer sign in to Tandem".to_owned(),
            text: format!(
                "An administrator has deactivated you in Tandem at {}. Your sessions and calendar addresses have \
                 ended. Duty that is still yours stays so until it is covered.\n\n\
                 If you did not expect that, ask an administrator.",
                self.organisation
            ),
        }
    }

    fn reactivated(&self) -> Words {
        let how = if self.person.can_sign_in {
            "You sign in with your former password"
        } else {
            "An administrator invites you to set a password; then you sign in"
        };
        Words {
            subject: "You are back in Tandem".to_owned(),
            text: format!(
                "An administrator has reactivated you in Tandem at {}.\n\n\
                 {how} at {}\nCalendars have to subscribe anew, by the address on “My shifts”.",
                self.organisation, self.tandem.settings.base_url
            ),
        }
    }

    async fn webhook_off(&self, id: WebhookId) -> Result<Result<Words, &'static str>, StoreError> {
        let found = WebhookRecord::find(&mut *self.tandem.store.read().await?, id).await?;
        let Some(webhook) = found.filter(|webhook| webhook.state == WebhookState::Failed) else {
            return Ok(Err("The webhook was dealt with."));
        };
        Ok(Ok(Words {
            subject: format!("The webhook “{}” was turned off", webhook.name),
            text: "It has not taken anything for three days, or said that it is gone. What was not delivered is kept for 30 \
                   days: put the address right, turn it on, and send it again."
                .to_owned(),
        }))
    }

    fn test(&self) -> Words {
        Words {
            subject: "Mail from Tandem works".to_owned(),
            text: "You have asked Tandem for a test mail, and here it is: mail is set up and arrives.".to_owned(),
        }
    }
}
