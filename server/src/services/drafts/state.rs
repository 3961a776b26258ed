//! Discarding a draft, and taking it back.

use super::super::{Desk, Result, rotas::find};
use super::no_such_draft;
use crate::store::DraftRecord;
use app::AppError;

impl Desk {
    /// Discards a draft, or takes it back.
    ///
    /// # Errors
    /// For somebody who may not; when it is discarded, taken back or published already.
    pub(super) async fn set_aside(&self, slug: &str, id: &str, discard: bool) -> Result<()> {
        let (desk, draft) = (self.clone(), self.managed_draft(slug, id)?);
        let rota = find(&self.tandem.snapshot(), slug)?.record.id;
        let missing = no_such_draft(id);
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let found = DraftRecord::find(write.connection(), draft).await?;
            let mut draft = found.filter(|draft| draft.rota == rota).ok_or(missing)?;
            if draft.published_at.is_some() {
                return Err(AppError::refused(
                    "closed",
                    "All of this draft is published: it stands.",
                ));
            }
            if draft.discarded_at.is_some() == discard {
                let words = if discard {
                    "It is discarded already."
                } else {
                    "It is not discarded."
                };
                return Err(AppError::refused("nothing", words));
            }
            draft.discarded_at = discard.then(|| desk.tandem.now());
            write.update_draft(&draft).await?;
            let action = if discard { "draft.discarded" } else { "draft.restored" };
            let detail = serde_json::json!({ "rota": draft.rota, "name": draft.name });
            write.audit(action, &format!("draft {}", draft.id), detail).await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }
}
