//! Choosing of what one is told by mail, and when.

use crate::{
    services::{Desk, Faults, Result, people::subject, wording},
    store::kept_choices,
};
use app::notice_choices::{NoticeChoices, NoticeChoicesForm};
use async_trait::async_trait;
use domain::{
    PersonId,
    notice::{Choices, LEADS, Topic},
    rota::TimeOfDay,
};

#[async_trait]
impl app::notice_choices::Port for Desk {
    async fn notice_choices(&self) -> Result<NoticeChoices> {
        self.notice_choices_of(&self.person()?.to_string()).await
    }

    async fn save_notice_choices(&self, form: NoticeChoicesForm) -> Result<()> {
        self.choose_notices(&self.person()?.to_string(), form).await
    }
}

impl Desk {
    /// Of what somebody whom the actor may act for is told by mail.
    ///
    /// # Errors
    /// `Forbidden`, and `NotFound` for nobody who is active.
    pub(crate) async fn notice_choices_of(&self, person: &str) -> Result<NoticeChoices> {
        let snapshot = self.tandem.snapshot();
        let person = self.acting_for(&snapshot, person)?;
        let mut kept = kept_choices(&mut *self.tandem.store.read().await?, Some(person.id)).await?;
        let leads = LEADS.map(|minutes| (minutes.to_string(), format!("{} before", wording::length(minutes * 60))));
        Ok(NoticeChoices {
            sends_mail: self.tandem.sends_mail(),
            zone: wording::zone_name(&snapshot.directory().zone(person.id)),
            chosen: written(&kept.remove(&person.id).unwrap_or_default()),
            leads: std::iter::once((String::new(), "None".to_owned()))
                .chain(leads)
                .collect(),
            email: person.email,
        })
    }

    /// Chooses for somebody whom the actor may act for.
    ///
    /// # Errors
    /// `Invalid` with every field that cannot be; `Forbidden`.
    pub(crate) async fn choose_notices(&self, person: &str, form: NoticeChoicesForm) -> Result<()> {
        let id = self.acting_for(&self.tandem.snapshot(), person)?.id;
        let choices = read(&form)?;
        let desk = self.clone();
        self.to_the_end(async move { desk.write_choices(id, &choices).await })
            .await
    }

    async fn write_choices(&self, id: PersonId, choices: &Choices) -> Result<()> {
        let mut write = self.begin().await?;
        write.put_notice_choices(id, choices).await?;
        let detail = serde_json::to_value(written(choices)).unwrap_or_default();
        write.audit("person.notices_chosen", &subject(id), detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

/// Choices as a form has them.
fn written(choices: &Choices) -> NoticeChoicesForm {
    let on = |chosen: bool| chosen.then(|| "on".to_owned());
    let mail = |topic| on(choices.mail.contains(&topic));
    let lead = |place: usize| choices.leads.get(place).map(ToString::to_string).unwrap_or_default();
    let time = |time: Option<TimeOfDay>| time.map(|time| time.to_string()).unwrap_or_default();
    NoticeChoicesForm {
        my_duty: mail(Topic::MyDuty),
        starts_soon: mail(Topic::StartsSoon),
        published: mail(Topic::Published),
        requests: mail(Topic::Requests),
        trouble: mail(Topic::Trouble),
        pay: mail(Topic::Pay),
        first_lead: lead(0),
        second_lead: lead(1),
        quiet_from: time(choices.quiet.map(|(from, _)| from)),
        quiet_to: time(choices.quiet.map(|(_, to)| to)),
        soon_in_quiet: on(choices.soon_in_quiet),
        digest_at: time(choices.digest),
    }
}

/// Choices out of a form.
fn read(form: &NoticeChoicesForm) -> Result<Choices> {
    let mut faults = Faults::default();
    let boxes = [
        (Topic::MyDuty, &form.my_duty),
        (Topic::StartsSoon, &form.starts_soon),
        (Topic::Published, &form.published),
        (Topic::Requests, &form.requests),
        (Topic::Trouble, &form.trouble),
        (Topic::Pay, &form.pay),
    ];
    let mut leads = Vec::new();
    for (field, text) in [("first_lead", &form.first_lead), ("second_lead", &form.second_lead)] {
        leads.extend(faults.take(field, lead(text)).flatten());
    }
    leads.sort_unstable_by_key(|minutes| -minutes);
    leads.dedup();
    let mut time = |field: &str, text: &str| {
        let text = text.trim();
        (!text.is_empty())
            .then(|| faults.take(field, text.parse::<TimeOfDay>()))
            .flatten()
    };
    let (from, to) = (time("quiet_from", &form.quiet_from), time("quiet_to", &form.quiet_to));
    let digest = time("digest_at", &form.digest_at);
    if form.quiet_from.trim().is_empty() != form.quiet_to.trim().is_empty() {
        faults.note("quiet_to", "Quiet hours need a beginning and an end, or neither.");
    } else if from.is_some() && from == to {
        faults.note(
            "quiet_to",
            "Quiet hours that end when they begin are none: leave both empty.",
        );
    }
    faults.check()?;
    Ok(Choices {
        mail: boxes
            .into_iter()
            .filter(|(_, ticked)| ticked.is_some())
            .map(|(topic, _)| topic)
            .collect(),
        leads,
        quiet: from.zip(to),
        soon_in_quiet: form.soon_in_quiet.is_some(),
        digest,
    })
}

/// A lead time that may be chosen; none for nothing.
fn lead(text: &str) -> std::result::Result<Option<i64>, String> {
    let text = text.trim();
    let known = LEADS.into_iter().find(|minutes| minutes.to_string() == text);
    match (text.is_empty(), known) {
        (true, _) => Ok(None),
        (false, Some(minutes)) => Ok(Some(minutes)),
        (false, None) => Err(format!(
            "‘{text}’ is no lead time that may be chosen: {LEADS:?} minutes."
        )),
    }
}
