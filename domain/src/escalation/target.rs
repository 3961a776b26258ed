//! Whom a step calls.

use crate::{PersonId, Role, ServiceId};
use serde::{Deserialize, Serialize};

/// Whom a step calls. In data: `{"kind": "role", "of": "lead"}`, `{"kind": "managers"}`.
///
/// ```
/// use domain::{Role, escalation::Target};
/// let next = serde_json::to_value(Target::NextRole(Role::Engineer)).unwrap();
/// assert_eq!(next, serde_json::json!({"kind": "next_role", "of": "engineer"}));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "snake_case")]
pub enum Target {
    /// Whoever holds the role on the service's rota at that instant.
    Role(Role),
    /// The first to hold the role after that whom no earlier step calls.
    NextRole(Role),
    /// This person, whoever is on duty.
    Person(PersonId),
    /// All managers of the team that owns the service.
    Managers,
    /// Whoever holds the role on the rota that serves another service at that instant.
    Service(OfService),
}

/// A role on another service's rota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OfService {
    /// The other service.
    pub service: ServiceId,
    /// The role.
    pub role: Role,
}
