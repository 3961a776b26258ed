//! One service in memory.

use crate::{kept::KeptAnswer, store::ServiceRecord};
use domain::escalation::Severity;

/// A service with its policy, and whom to call now.
#[derive(Debug)]
pub struct ServiceImage {
    /// The service and its policy.
    pub record: ServiceRecord,
    /// Without and with contacts, for each severity.
    escalations: [[KeptAnswer; Severity::ALL.len()]; 2],
}

impl ServiceImage {
    pub(super) fn new(record: ServiceRecord) -> Self {
        Self {
            record,
            escalations: Default::default(),
        }
    }

    /// Whom to call now.
    pub(crate) fn escalation_now(&self, severity: Severity, contacts: bool) -> &KeptAnswer {
        let place = match severity {
            Severity::P1 => 0,
            Severity::P2 => 1,
            Severity::P3 => 2,
        };
        &self.escalations[usize::from(contacts)][place]
    }
}
