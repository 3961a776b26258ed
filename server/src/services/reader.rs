//! Whoever reads what the server words: how they read dates and times, and where they live.

use super::Desk;
use crate::snapshot::Snapshot;
use domain::{Instant, Zone, time::Style};

/// Whoever reads, at an instant.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    /// When they read.
    pub(crate) now: Instant,
    /// How they read dates and times of day.
    pub(crate) style: Style,
    /// The zone whose time they want beside that of another; none for machines.
    pub(crate) zone: Option<Zone>,
}

impl Reader {
    /// A machine, or somebody of whom nothing is known.
    pub(crate) fn unknown(now: Instant) -> Self {
        Self {
            now,
            style: Style::default(),
            zone: None,
        }
    }

    /// The same reader of times in their own zone: beside them they want those of `zone`.
    pub(crate) fn with_beside(&self, zone: &Zone) -> Self {
        Self {
            zone: self.zone.is_some().then(|| zone.clone()),
            ..self.clone()
        }
    }
}

impl Desk {
    /// Whoever reads what this desk answers.
    pub(crate) fn reader(&self, snapshot: &Snapshot) -> Reader {
        let now = self.tandem.now();
        let person = self.actor.person().and_then(|id| snapshot.directory().person(id));
        person.map_or_else(
            || Reader::unknown(now),
            |person| Reader {
                now,
                style: person.preferences.style,
                zone: Some(snapshot.directory().zone(person.id)),
            },
        )
    }
}
