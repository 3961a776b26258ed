//! A request that arrives twice, by a double click or from a page one went back to, makes one cover.

use super::{
    super::{Desk, Result},
    CoverRequest,
};
use crate::store::{CoverRecord, Write};
use domain::{CoverId, Role, RotaId};

/// Whether a request was done before.
pub(super) enum SentBefore {
    /// It was: this came of it.
    Same(Box<CoverRecord>),
    /// It was not; what it makes gets this id.
    No(CoverId),
}

impl Desk {
    /// Looks for the cover of the request's own id. One that was withdrawn, is somebody else’s or says something else is
    /// not what is asked for: then the request is a new one.
    pub(super) async fn sent_before(
        &self,
        write: &mut Write,
        rota: RotaId,
        request: &CoverRequest,
    ) -> Result<SentBefore> {
        let Some(id) = request.id else {
            return Ok(SentBefore::No(self.new_cover_id()));
        };
        let Some(known) = CoverRecord::find(write.connection(), id).await? else {
            return Ok(SentBefore::No(id));
        };
        let taker = |role: Role| {
            request
                .changes
                .iter()
                .find(|(of, _)| *of == role)
                .map(|(_, person)| *person)
        };
        let span = known.cover.span();
        let same = known.rota == rota
            && known.withdrawn.is_none()
            && known.made_by == self.actor.key()
            && known.reason == request.reason.trim()
            && span.end() == request.to
            && request.from.is_none_or(|from| from == span.start())
            && Role::BOTH
                .into_iter()
                .all(|role| known.cover.takes(role) == taker(role));
        Ok(match same {
            true => SentBefore::Same(Box::new(known)),
            false => SentBefore::No(self.new_cover_id()),
        })
    }
}
