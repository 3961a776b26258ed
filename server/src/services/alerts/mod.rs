//! Alerts: reported by other programs, told step by step, taken by somebody.

mod intake;
mod page;
mod walk;

pub(crate) use intake::{Reported, Taken};
pub use walk::walk_alerts;

/// How many alerts of one service and severity people are called about at a time: further ones wait until somebody takes
/// one of those.
const AT_A_TIME: i64 = 20;

use super::{Desk, Result};
use crate::store::{AlertRecord, AlertState};
use app::AppError;
use domain::AlertId;
use serde_json::json;

impl Desk {
    /// Takes an alert (`acknowledge`), or ends it (`resolve`).
    async fn change_alert(&self, id: AlertId, act: String) -> Result<()> {
        let mut write = self.begin().await?;
        let found = AlertRecord::find(write.connection(), id).await?;
        let mut alert = found.ok_or_else(unknown)?;
        let (now, actor) = (write.at(), write.actor().to_owned());
        let kind = match (act.as_str(), alert.state) {
            ("acknowledge", AlertState::Open) => {
                (alert.taken_by, alert.taken_at) = (Some(actor.clone()), Some(now));
                alert.state = AlertState::Acknowledged;
                "acknowledged"
            }
            ("resolve", AlertState::Open | AlertState::Acknowledged) => {
                (alert.state, alert.resolved_at) = (AlertState::Resolved, Some(now));
                "resolved"
            }
            // It is so already: whoever presses a second time is not told off.
            ("acknowledge" | "resolve", _) => return Ok(()),
            _ => {
                let words = format!("‘{act}’: write acknowledge or resolve.");
                return Err(AppError::field("act", words));
            }
        };
        alert.course.stop();
        alert.next_at = None;
        write.update_alert(&alert).await?;
        write.log_alert(id, kind, self.actor.person(), &actor).await?;
        let action = format!("alert.{kind}");
        let detail = json!({ "title": alert.title });
        write.audit(&action, &format!("alert {id}"), detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

fn unknown() -> AppError {
    AppError::NotFound("There is no such alert.".into())
}
