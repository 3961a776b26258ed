//! Duty: what really happens.

use crate::{CorrectionId, CoverId, Instant, Pairing, Role, ShiftId, Span};
use serde::{Deserialize, Serialize};

/// What a stretch of time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Inside coverage: a role without a person is a gap.
    Covered,
    /// Planned, and outside coverage: nobody has to be there.
    Off,
    /// Before the first or after the last published turn.
    Unplanned,
}

/// What holds from an instant on, until the next row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyRow {
    /// From when on it holds.
    pub starts_at: Instant,
    /// What this time is.
    pub state: State,
    /// The shift it belongs to; `None` unless covered.
    pub shift: Option<ShiftId>,
    /// Who is there; [`Pairing::GAP`] unless covered.
    pub pairing: Pairing,
    /// The cover through which the Lead is there.
    pub lead_cover: Option<CoverId>,
    /// The cover through which the Engineer is there.
    pub engineer_cover: Option<CoverId>,
    /// The correction that says who was Lead, or that nobody was; no cover is named then.
    pub lead_correction: Option<CorrectionId>,
    /// The correction that says who was Engineer, or that nobody was; no cover is named then.
    pub engineer_correction: Option<CorrectionId>,
}

impl DutyRow {
    /// Unplanned time from `starts_at` on.
    pub const fn unplanned(starts_at: Instant) -> Self {
        Self::uncovered(starts_at, State::Unplanned)
    }

    pub(super) const fn uncovered(starts_at: Instant, state: State) -> Self {
        Self {
            starts_at,
            state,
            shift: None,
            pairing: Pairing::GAP,
            lead_cover: None,
            engineer_cover: None,
            lead_correction: None,
            engineer_correction: None,
        }
    }

    /// The cover through which the holder of `role` is there.
    pub const fn cover(&self, role: Role) -> Option<CoverId> {
        match role {
            Role::Lead => self.lead_cover,
            Role::Engineer => self.engineer_cover,
        }
    }

    /// The correction that says who held `role`.
    pub const fn correction(&self, role: Role) -> Option<CorrectionId> {
        match role {
            Role::Lead => self.lead_correction,
            Role::Engineer => self.engineer_correction,
        }
    }

    /// The roles that are a gap: none outside coverage.
    pub fn gaps(&self) -> impl Iterator<Item = Role> + '_ {
        self.pairing.gaps().filter(|_| self.state == State::Covered)
    }

    /// Whether the two say the same, whenever they start.
    pub(super) fn says_the_same_as(&self, other: &DutyRow) -> bool {
        DutyRow {
            starts_at: other.starts_at,
            ..*self
        } == *other
    }
}

/// Duty within a window: rows in order, the first at the window's start, no two neighbours alike. Together they tile
/// the window exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duty {
    window: Span,
    rows: Vec<DutyRow>,
}

impl Duty {
    /// Duty from stored rows in order, each in force until the next and the last for ever. Before the first row time is
    /// unplanned; rows that hold outside `window` only are left out.
    ///
    /// ```
    /// use domain::{Span, timeline::{Duty, DutyRow, State}};
    /// let window = Span::new("2026-11-24T00:00:00Z".parse()?, "2026-11-25T00:00:00Z".parse()?)?;
    /// let off = DutyRow { state: State::Off, ..DutyRow::unplanned("2026-11-24T09:00:00Z".parse()?) };
    /// let duty = Duty::from_rows(window, &[off]);
    /// assert_eq!(duty.rows(), [DutyRow::unplanned(window.start()), off]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_rows(window: Span, rows: &[DutyRow]) -> Self {
        let first = rows.partition_point(|row| row.starts_at <= window.start());
        let last = rows.partition_point(|row| row.starts_at < window.end()).max(first);
        let in_force = first.checked_sub(1).map(|index| DutyRow {
            starts_at: window.start(),
            ..rows[index]
        });
        let mut kept = vec![in_force.unwrap_or(DutyRow::unplanned(window.start()))];
        kept.extend_from_slice(&rows[first..last]);
        kept.dedup_by(|next, row| next.says_the_same_as(row));
        Self { window, rows: kept }
    }

    /// The time it speaks of.
    pub const fn window(&self) -> Span {
        self.window
    }

    /// The rows, in order; the first starts where the window does.
    pub fn rows(&self) -> &[DutyRow] {
        &self.rows
    }

    /// The rows by themselves.
    pub fn into_rows(self) -> Vec<DutyRow> {
        self.rows
    }

    /// The row in force at an instant; `None` outside the window.
    pub fn at(&self, at: Instant) -> Option<&DutyRow> {
        let after = self.rows.partition_point(|row| row.starts_at <= at);
        self.rows
            .get(after.checked_sub(1)?)
            .filter(|_| self.window.contains(at))
    }

    /// Each row with the time it holds: together they are the window.
    pub fn segments(&self) -> impl Iterator<Item = (Span, &DutyRow)> {
        let ends = self
            .rows
            .iter()
            .skip(1)
            .map(|row| row.starts_at)
            .chain([self.window.end()]);
        self.rows
            .iter()
            .zip(ends)
            .filter_map(|(row, end)| Some((Span::new(row.starts_at, end).ok()?, row)))
    }

    /// The part of it that lies in `span`; `None` when none does.
    pub fn clip(&self, span: Span) -> Option<Duty> {
        Some(Self::from_rows(self.window.intersection(&span)?, &self.rows))
    }

    /// The stretches of coverage in which nobody holds a role, row by row.
    pub fn gaps(&self) -> impl Iterator<Item = (Span, Role)> {
        self.segments()
            .flat_map(|(span, row)| row.gaps().map(move |role| (span, role)))
    }
}
