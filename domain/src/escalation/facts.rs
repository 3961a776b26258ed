//! What is known at the instant of an incident.

use crate::timeline::{DutyRow, Via};
use crate::{Instant, Pairing, PersonId, Role, ServiceId, ShiftId};

/// What is known at the instant of an incident.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Who is on duty: [`Pairing::GAP`] outside coverage.
    pub pairing: Pairing,
    /// The name of the rota that serves the service at this hour.
    pub rota_name: &'a str,
    /// The shift of the pairing.
    pub shift: Option<ShiftId>,
    /// How the Lead came to be on duty.
    pub lead_via: Via,
    /// How the Engineer came to be on duty.
    pub engineer_via: Via,
    /// Who holds the roles of the rota after that, in order of time; needed for policies that look ahead.
    pub coming: &'a [Coming],
    /// Who is on duty for the other services that the policy calls.
    pub elsewhere: &'a [Elsewhere<'a>],
    /// The managers of the team that owns the service.
    pub managers: &'a [PersonId],
    /// The administrators of the organisation.
    pub administrators: &'a [PersonId],
    /// Those who have left: nobody calls them, wherever they stand.
    pub gone: &'a [PersonId],
}

/// Somebody who holds a role later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coming {
    /// Which role.
    pub role: Role,
    /// Who.
    pub person: PersonId,
    /// From when on.
    pub from: Instant,
}

impl Coming {
    /// Those who hold a role after `at`, in order of time, from duty rows in order: whenever it passes to somebody, and at
    /// most `most` of them.
    ///
    /// ```
    /// use domain::{Instant, Pairing, PersonId, escalation::Coming, timeline::{DutyRow, State}};
    /// let ada: PersonId = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
    /// let at = Instant::from_seconds;
    /// let later = DutyRow { state: State::Covered, pairing: Pairing::new(Some(ada), None)?, ..DutyRow::unplanned(at(60)) };
    /// let coming = Coming::after(&[DutyRow::unplanned(at(0)), later], at(10), 9);
    /// assert_eq!(coming.iter().map(|coming| (coming.person, coming.from)).collect::<Vec<_>>(), [(ada, at(60))]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn after(rows: &[DutyRow], at: Instant, most: usize) -> Vec<Self> {
        let later = rows.partition_point(|row| row.starts_at <= at);
        let (before, later) = rows.split_at(later);
        let mut held = before.last().map(|row| row.pairing).unwrap_or(Pairing::GAP);
        let mut coming = Vec::new();
        for row in later {
            for role in Role::BOTH {
                let new = row
                    .pairing
                    .holder(role)
                    .filter(|person| held.holder(role) != Some(*person));
                coming.extend(new.map(|person| Self {
                    role,
                    person,
                    from: row.starts_at,
                }));
            }
            if coming.len() >= most {
                break;
            }
            held = row.pairing;
        }
        coming.truncate(most);
        coming
    }
}

/// Who is on duty for another service.
#[derive(Debug, Clone, Copy)]
pub struct Elsewhere<'a> {
    /// Which service.
    pub service: ServiceId,
    /// Its name.
    pub service_name: &'a str,
    /// The name of the rota that serves it at this hour.
    pub rota_name: &'a str,
    /// Who is on duty on it.
    pub pairing: Pairing,
}
