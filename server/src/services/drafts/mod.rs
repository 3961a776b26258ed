//! Drafts: looked at, compared, edited by hand, locked, planned again, published in parts.

mod again;
mod chart;
mod compare;
mod covers;
mod difference;
mod edit;
mod impact;
mod list;
mod live;
mod options;
mod page;
mod publish;
mod state;
mod trouble;
mod two_rotas;
mod words;

pub(super) use chart::Marks;
pub(super) use list::rows;

use super::{Desk, Result, rotas::find};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::DraftRecord,
};
use app::{
    AppError,
    drafts::{AgainForm, Choices, DraftPage, DraftsPage, EditForm, Impact, PublishForm},
};
use async_trait::async_trait;
use domain::DraftId;
use std::sync::Arc;

#[async_trait]
impl app::drafts::Port for Desk {
    async fn drafts(&self, slug: String, compare: Vec<String>) -> Result<DraftsPage> {
        self.list_drafts(&slug, &compare).await
    }

    async fn draft(&self, slug: String, id: String) -> Result<DraftPage> {
        let opened = self.open_draft(&slug, &id).await?;
        self.draft_page(&opened).await
    }

    async fn draft_choices(&self, slug: String, id: String, seat: String) -> Result<Choices> {
        let opened = self.open_draft(&slug, &id).await?;
        let seat = seat
            .parse()
            .map_err(|error| AppError::field("seat", format!("{error}.")))?;
        self.choices_of(&opened, seat).await
    }

    async fn edit_draft(&self, slug: String, id: String, form: EditForm) -> Result<()> {
        let id = self.managed_draft(&slug, &id)?;
        let desk = self.clone();
        self.to_the_end(async move { desk.edit(&slug, id, form).await }).await
    }

    async fn plan_again(&self, slug: String, id: String, form: AgainForm) -> Result<String> {
        let opened = self.open_draft(&slug, &id).await?;
        self.again(opened, form).await
    }

    async fn draft_impact(&self, slug: String, id: String, form: PublishForm) -> Result<Impact> {
        let opened = self.open_draft(&slug, &id).await?;
        self.impact(&opened, &form).await
    }

    async fn publish_draft(&self, slug: String, id: String, form: PublishForm) -> Result<()> {
        let id = self.managed_draft(&slug, &id)?;
        self.publish_part(&slug, id, form).await
    }

    async fn discard_draft(&self, slug: String, id: String) -> Result<()> {
        self.set_aside(&slug, &id, true).await
    }

    async fn restore_draft(&self, slug: String, id: String) -> Result<()> {
        self.set_aside(&slug, &id, false).await
    }
}

/// A draft with what it is read against.
pub(super) struct Opened {
    snapshot: Arc<Snapshot>,
    rota: Arc<RotaImage>,
    draft: DraftRecord,
}

fn no_such_draft(id: &str) -> AppError {
    AppError::NotFound(format!("This rota has no draft ‘{id}’."))
}

impl Desk {
    /// The id of a draft, for somebody who may manage the rota.
    fn managed_draft(&self, slug: &str, id: &str) -> Result<DraftId> {
        let snapshot = self.tandem.snapshot();
        self.may_manage(&snapshot, find(&snapshot, slug)?.record.team)?;
        id.parse().map_err(|_| no_such_draft(id))
    }

    /// A draft of a rota, for somebody who may manage it.
    async fn open_draft(&self, slug: &str, id: &str) -> Result<Opened> {
        let draft = self.managed_draft(slug, id)?;
        let snapshot = self.tandem.snapshot();
        let rota = find(&snapshot, slug)?;
        let draft = DraftRecord::find(&mut *self.tandem.store.read().await?, draft).await?;
        let draft = draft
            .filter(|draft| draft.rota == rota.record.id)
            .ok_or_else(|| no_such_draft(id))?;
        Ok(Opened { snapshot, rota, draft })
    }
}
