//! What other programs report.

use super::{
    super::{Desk, Result, access::Right},
    walk::walk_alerts,
};
use crate::{
    secret::fingerprint,
    store::{AlertRecord, AlertState, ServiceRecord, Write},
};
use domain::{AlertId, alert::Course, escalation::Severity};

/// Reports that are kept in one write.
const PORTION: usize = 200;
/// Characters of what is kept of a report.
const TITLE_CHARACTERS: usize = 200;
const DETAIL_CHARACTERS: usize = 4_000;
const FINGERPRINT_CHARACTERS: usize = 200;

/// One report of an incident.
#[derive(Debug, Clone)]
pub(crate) struct Reported {
    /// Whether it goes on, and is not over.
    pub(crate) firing: bool,
    /// Slug of the service.
    pub(crate) service: String,
    /// How bad it is, in its source's words.
    pub(crate) severity: String,
    /// What its source knows it by.
    pub(crate) fingerprint: String,
    /// What is wrong.
    pub(crate) title: String,
    /// What else is said.
    pub(crate) detail: String,
}

/// What became of reports.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Taken {
    /// New alerts.
    pub(crate) opened: Vec<AlertId>,
    /// How many were of alerts that are known.
    pub(crate) repeated: usize,
    /// How many ended one.
    pub(crate) resolved: usize,
    /// Places, from 0, and slugs that no service has.
    pub(crate) unknown: Vec<(usize, String)>,
}

impl Desk {
    /// Takes reports: opens alerts, knows those again that are open, and ends them with their source. A storm is taken in
    /// portions, so that others write in between; what was taken is known again when the report is repeated.
    ///
    /// # Errors
    /// When the caller may not report, or the database cannot be reached.
    pub(crate) async fn take_reports(&self, reports: Vec<Reported>) -> Result<Taken> {
        self.machine_may(Right::Report)?;
        let desk = self.clone();
        self.to_the_end(async move { desk.keep_reports(reports).await }).await
    }

    async fn keep_reports(&self, reports: Vec<Reported>) -> Result<Taken> {
        let snapshot = self.tandem.snapshot();
        let mut taken = Taken::default();
        let mut known = Vec::new();
        for (place, report) in reports.into_iter().enumerate() {
            match snapshot.service(report.service.trim()) {
                Some(service) => known.push((service, report)),
                None => taken.unknown.push((place, report.service)),
            }
        }
        for portion in known.chunks(PORTION) {
            let mut write = self.begin().await?;
            for (service, report) in portion {
                self.keep_report(&mut write, service, report, &mut taken).await?;
            }
            self.tandem.commit(write).await?;
        }
        if !taken.opened.is_empty() {
            // Every node looks too, so that this may fail.
            if let Err(error) = walk_alerts(&self.tandem).await {
                tracing::warn!(%error, "new alerts were not told yet; it will be tried again");
            }
        }
        Ok(taken)
    }

    async fn keep_report(
        &self,
        write: &mut Write,
        service: &ServiceRecord,
        report: &Reported,
        taken: &mut Taken,
    ) -> Result<()> {
        let now = write.at();
        let fingerprint = known_by(&report.fingerprint);
        let found = AlertRecord::unresolved(write.connection(), service.id, &fingerprint).await?;
        match (found, report.firing) {
            (Some(mut alert), true) => {
                (alert.seen, alert.seen_at) = (alert.seen + 1, now);
                write.update_alert(&alert).await?;
                taken.repeated += 1;
            }
            (Some(mut alert), false) => {
                (alert.state, alert.resolved_at, alert.next_at) = (AlertState::Resolved, Some(now), None);
                alert.course.stop();
                write.update_alert(&alert).await?;
                write.log_alert(alert.id, "resolved", None, "source").await?;
                taken.resolved += 1;
            }
            (None, true) => {
                let alert = AlertRecord {
                    id: AlertId::from_uuid(self.tandem.new_id()),
                    service: service.id,
                    severity: severity_of(&report.severity),
                    fingerprint,
                    title: cut(&report.title, TITLE_CHARACTERS),
                    detail: cut(&report.detail, DETAIL_CHARACTERS),
                    state: AlertState::Open,
                    opened_at: now,
                    seen: 1,
                    seen_at: now,
                    course: Course::new(),
                    begun_at: None,
                    next_at: Some(now),
                    taken_by: None,
                    taken_at: None,
                    resolved_at: None,
                };
                write.insert_alert(&alert).await?;
                write.log_alert(alert.id, "opened", None, "").await?;
                taken.opened.push(alert.id);
            }
            // The end of something that was never reported, or is over already.
            (None, false) => {}
        }
        Ok(())
    }
}

/// A source's word for how bad it is; what is not known is a fault that can wait.
fn severity_of(word: &str) -> Severity {
    let known = word.parse().ok();
    known.unwrap_or_else(|| match word.trim().to_ascii_lowercase().as_str() {
        "critical" | "page" | "emergency" => Severity::P1,
        "error" | "high" | "warning" => Severity::P2,
        _ => Severity::P3,
    })
}

/// What an alert is known by: long names are told apart by more than how they begin.
fn known_by(name: &str) -> String {
    if name.chars().count() <= FINGERPRINT_CHARACTERS && !name.contains('\0') {
        name.to_owned()
    } else {
        fingerprint(name)
    }
}

/// The first characters; none that a database cannot keep.
fn cut(text: &str, most: usize) -> String {
    text.chars().filter(|letter| *letter != '\0').take(most).collect()
}
