//! Corrections: managers say who was on duty in the past, and why.

mod decide;
mod page;

use super::{
    Actor, Desk, Faults, Result, covers, duty,
    rotas::{find, known},
    wording,
};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{CorrectionRecord, RotaRecord, Write},
};
use app::{
    AppError,
    corrections::{
        CorrectionAsked, CorrectionForm, CorrectionPage, CorrectionSays, CorrectionView, CorrectionWithdrawal,
    },
};
use async_trait::async_trait;
use decide::{Decision, Facts};
use domain::{
    CorrectionId, Instant, PersonId, Role, Zone,
    timeline::{Conflict, Corrected, Correction, Duty, State},
};

/// What a form sends for a role that nobody held.
const NOBODY: &str = "nobody";

/// Who held which role, when and why that is known only now.
#[derive(Debug, Clone)]
pub(crate) struct CorrectionRequest {
    /// What it says of the Lead.
    pub(crate) lead: Corrected,
    /// What it says of the Engineer.
    pub(crate) engineer: Corrected,
    /// From when.
    pub(crate) from: Instant,
    /// Until when: now at the latest.
    pub(crate) to: Instant,
}

impl CorrectionRequest {
    /// A form whose times are wall times in a zone, or instants.
    ///
    /// # Errors
    /// `Invalid` with every field that cannot be read.
    fn read(form: &CorrectionForm, zone: &Zone) -> Result<Self> {
        let mut faults = Faults::default();
        let mut said = |name: &str, text: &str| match text.trim() {
            "" => Corrected::Not,
            NOBODY => Corrected::ToNobody,
            id => {
                let person = id
                    .parse::<PersonId>()
                    .map_err(|_| format!("There is no person ‘{id}’."));
                faults.take(name, person).map_or(Corrected::Not, Corrected::To)
            }
        };
        let (lead, engineer) = (said("lead", &form.lead), said("engineer", &form.engineer));
        let from = faults.take("from", wording::instant(&form.from, zone));
        let to = faults.take("to", wording::instant(&form.to, zone));
        faults.check()?;
        let (Some(from), Some(to)) = (from, to) else {
            return Err(AppError::field("from", "Say from when until when."));
        };
        Ok(Self {
            lead,
            engineer,
            from,
            to,
        })
    }
}

#[async_trait]
impl app::corrections::Port for Desk {
    async fn corrections(&self, slug: String, asked: CorrectionAsked) -> Result<CorrectionPage> {
        self.correction_page(&slug, asked).await
    }

    async fn correct(&self, slug: String, form: CorrectionForm) -> Result<CorrectionView> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_correction(&slug, &form).await })
            .await
    }

    async fn withdraw_correction(&self, id: String, reason: String) -> Result<CorrectionView> {
        let (desk, id) = (self.clone(), correction_id(&id)?);
        self.to_the_end(async move { desk.write_withdrawal_of_correction(id, &reason).await })
            .await
    }
}

impl Desk {
    /// One correction, withdrawn or not.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) async fn correction(&self, id: &str) -> Result<CorrectionView> {
        self.may_look()?;
        let (snapshot, id) = (self.tandem.snapshot(), correction_id(id)?);
        let found = CorrectionRecord::find(&mut *self.tandem.store.read().await?, id).await?;
        let record = found.ok_or_else(|| unknown(id))?;
        Ok(view(&record, &snapshot, snapshot.revision()))
    }

    async fn write_correction(&self, slug: &str, form: &CorrectionForm) -> Result<CorrectionView> {
        let snapshot = self.tandem.snapshot();
        let image = find(&snapshot, slug)?;
        self.may_manage(&snapshot, image.record.team)?;
        let request = CorrectionRequest::read(form, &image.rules.zone)?;
        let reader = self.reader(&snapshot);
        let span = decide::check(&request, &image, &reader)?;
        let reason = decide::check_reason(&form.reason)?;
        let mut write = self.begin().await?;
        let facts = Facts::load(&mut write, &image, Some(&request), span).await?;
        let id = CorrectionId::from_uuid(self.tandem.new_id());
        let decision = decide::decide(&facts, id, &request, &snapshot, &reader)?;
        covers::must_be_as_seen(&form.seen, &decision.before)?;
        let record = self.put_correction(&mut write, &facts.rota, decision, reason).await?;
        let revision = self.tandem.commit(write).await?;
        Ok(view(&record, &self.tandem.snapshot(), revision))
    }

    async fn put_correction(
        &self,
        write: &mut Write,
        rota: &RotaRecord,
        decision: Decision,
        reason: String,
    ) -> Result<CorrectionRecord> {
        let record = CorrectionRecord {
            rota: rota.id,
            correction: decision.correction,
            reason,
            made_by: self.actor.key(),
            made_at: write.at(),
            withdrawn: None,
            from_revision: write.revision(),
        };
        write.insert_correction(&record).await?;
        let sides = (&decision.before, &decision.after);
        self.settle_correction(write, rota, &record, ("correction.made", &record.reason), sides)
            .await?;
        Ok(record)
    }

    async fn write_withdrawal_of_correction(&self, id: CorrectionId, reason: &str) -> Result<CorrectionView> {
        let snapshot = self.tandem.snapshot();
        let mut write = self.begin().await?;
        let found = CorrectionRecord::find(write.connection(), id).await?;
        let record = found.ok_or_else(|| unknown(id))?;
        let image = known(&snapshot, record.rota)?;
        self.may_manage(&snapshot, image.record.team)?;
        let reason = decide::check_reason(reason)?;
        if record.withdrawn.is_some() {
            return Ok(view(&record, &snapshot, write.revision() - 1));
        }
        self.take_back_correction(&mut write, &snapshot, &image, &record, &reason)
            .await?;
        let found = CorrectionRecord::find(write.connection(), id).await?;
        let record = found.ok_or_else(|| unknown(id))?;
        let revision = self.tandem.commit(write).await?;
        Ok(view(&record, &self.tandem.snapshot(), revision))
    }

    /// Makes a correction again that was withdrawn.
    pub(super) async fn correct_again(
        &self,
        write: &mut Write,
        snapshot: &Snapshot,
        image: &RotaImage,
        correction: &Correction,
        reason: String,
    ) -> Result<()> {
        let span = correction.span();
        let request = CorrectionRequest {
            lead: correction.says(Role::Lead),
            engineer: correction.says(Role::Engineer),
            from: span.start(),
            to: span.end(),
        };
        let facts = Facts::load(write, image, Some(&request), span).await?;
        let id = CorrectionId::from_uuid(self.tandem.new_id());
        let decision = decide::decide(&facts, id, &request, snapshot, &self.reader(snapshot))?;
        self.put_correction(write, &facts.rota, decision, reason).await?;
        Ok(())
    }

    /// Withdraws a correction inside a write.
    pub(super) async fn take_back_correction(
        &self,
        write: &mut Write,
        snapshot: &Snapshot,
        image: &RotaImage,
        record: &CorrectionRecord,
        reason: &str,
    ) -> Result<()> {
        let (id, reader) = (record.correction.id(), self.reader(snapshot));
        let facts = Facts::load(write, image, None, record.correction.span()).await?;
        let (before, after) = facts.without(id, snapshot, &reader)?;
        write.withdraw_correction(record.rota, id, reason).await?;
        let action = ("correction.withdrawn", reason);
        self.settle_correction(write, &facts.rota, record, action, (&before, &after))
            .await
    }

    /// Brings duty up to date, with those told whose past it changes, and audits before and after.
    async fn settle_correction(
        &self,
        write: &mut Write,
        rota: &RotaRecord,
        record: &CorrectionRecord,
        (action, reason): (&str, &str),
        (before, after): (&Duty, &Duty),
    ) -> Result<()> {
        let span = record.correction.span();
        // What stands in the way was named by the decision, on the same facts.
        duty::settle(write, rota, span, |found: &Conflict| found.person.to_string()).await?;
        write.note_corrected(rota.id, reason);
        write.update_rota(rota).await?;
        let roles = Role::BOTH
            .into_iter()
            .filter(|role| record.correction.says(*role) != Corrected::Not);
        let roles: Vec<Role> = roles.collect();
        let side = |duty: &Duty| held(duty.clip(span).as_ref(), &roles);
        let detail = serde_json::json!({
            "rota": rota.slug,
            "reason": reason,
            "from": span.start(),
            "to": span.end(),
            "before": side(before),
            "after": side(after),
        });
        let subject = format!("correction {}", record.correction.id());
        Ok(write.audit(action, &subject, detail).await?)
    }
}

/// Who holds some roles of a duty, one after the other: ids, or nobody.
fn held(duty: Option<&Duty>, roles: &[Role]) -> serde_json::Value {
    let mut sides = serde_json::Map::new();
    for role in roles {
        let rows = duty.map(Duty::rows).unwrap_or_default().iter();
        let covered = rows.filter(|row| row.state == State::Covered);
        let mut people: Vec<String> = covered
            .map(|row| {
                row.pairing
                    .holder(*role)
                    .map_or_else(|| NOBODY.to_owned(), |id| id.to_string())
            })
            .collect();
        people.dedup();
        sides.insert(role.key().to_owned(), people.into());
    }
    sides.into()
}

fn correction_id(text: &str) -> Result<CorrectionId> {
    text.trim()
        .parse()
        .map_err(|_| AppError::NotFound(format!("There is no correction ‘{text}’.")))
}

fn unknown(id: CorrectionId) -> AppError {
    AppError::NotFound(format!("There is no correction {id}."))
}

/// A correction for the API.
fn view(record: &CorrectionRecord, snapshot: &Snapshot, revision: i64) -> CorrectionView {
    let rota = snapshot.rota(record.rota);
    CorrectionView {
        id: record.correction.id().to_string(),
        rota: rota.map(|rota| rota.record.slug.clone()).unwrap_or_default(),
        says: says(record, snapshot),
        from: record.correction.span().start(),
        to: record.correction.span().end(),
        reason: record.reason.clone(),
        by: Actor::describe(&record.made_by, snapshot),
        made_at: record.made_at,
        withdrawn: record.withdrawn.as_ref().map(|withdrawn| CorrectionWithdrawal {
            by: Actor::describe(&withdrawn.by, snapshot),
            at: withdrawn.at,
            reason: withdrawn.reason.clone(),
        }),
        revision,
    }
}

/// What a correction says of each role that it speaks of.
fn says(record: &CorrectionRecord, snapshot: &Snapshot) -> Vec<CorrectionSays> {
    let of = |role: Role| {
        let person = match record.correction.says(role) {
            Corrected::Not => return None,
            said => said.person(),
        };
        Some(CorrectionSays {
            role,
            person: person.map(|id| id.to_string()),
            name: person.map(|id| snapshot.directory().name(id).to_owned()),
        })
    };
    Role::BOTH.into_iter().filter_map(of).collect()
}
