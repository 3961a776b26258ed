//! Browser sessions, kept in the organisation's database.

use super::reach;
use crate::{
    Tandem,
    secret::fingerprint,
    services::{SESSION, SessionData},
    store::{SessionRecord, StoreError},
};
use async_trait::async_trait;
use domain::access::SESSION_ENDS_AFTER;
use std::{fmt, sync::Arc};
use time::OffsetDateTime;
use tower_sessions::{
    Expiry, SessionManagerLayer, SessionStore,
    cookie::SameSite,
    session::{Id, Record},
    session_store,
};

/// Loads and saves the session of every request.
pub(super) fn layer(tandem: &Arc<Tandem>) -> SessionManagerLayer<Sessions> {
    let https = tandem.settings.is_https();
    SessionManagerLayer::new(Sessions(Arc::clone(tandem)))
        // A __Host- cookie is only taken over https and never from another host of the same domain.
        .with_name(if https { "__Host-tandem" } else { "tandem" })
        .with_secure(https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        // The cookie is sent once, so this is how long it lasts; when the session ends is for the store to say.
        .with_expiry(Expiry::OnInactivity(time::Duration::seconds(SESSION_ENDS_AFTER)))
}

/// Sessions in the store, under the hash of their secret id.
#[derive(Clone)]
pub(super) struct Sessions(Arc<Tandem>);

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

fn key(id: &Id) -> String {
    fingerprint(&id.to_string())
}

fn backend(error: &StoreError) -> session_store::Error {
    if error.is_out_of_reach() {
        reach::missed();
    }
    tracing::error!(%error, "a session could not be read or kept");
    session_store::Error::Backend(error.to_string())
}

fn decode(error: &dyn fmt::Display) -> session_store::Error {
    session_store::Error::Decode(error.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        while self.load(&record.id).await?.is_some() {
            record.id = Id::default();
        }
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        let encode = |reason: &str| session_store::Error::Encode(reason.to_owned());
        let data = record.data.get(SESSION).ok_or_else(|| encode("nobody’s session"))?;
        let data: SessionData = serde_json::from_value(data.clone()).map_err(|error| encode(&error.to_string()))?;
        let session = SessionRecord {
            id: data.id,
            hash: key(&record.id),
            person: data.person,
            epoch: data.epoch,
            device: data.device,
            begun_at: data.begun_at,
            seen_at: self.0.now(),
        };
        let kept = self.0.store.put_session(&session).await;
        kept.map_err(|error| backend(&error))
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let found = self.0.store.session(&key(id)).await.map_err(|error| backend(&error))?;
        let seen = |session: &SessionRecord| self.0.session_seen(session);
        let Some(session) = found.filter(|session| seen(session).ends_at() > self.0.now()) else {
            return Ok(None);
        };
        let expiry_date =
            OffsetDateTime::from_unix_timestamp(session.ends_at().seconds()).map_err(|error| decode(&error))?;
        let data = serde_json::to_value(SessionData::of(&session)).map_err(|error| decode(&error))?;
        Ok(Some(Record {
            id: *id,
            data: [(SESSION.to_owned(), data)].into(),
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        let removed = self.0.store.remove_session(&key(id)).await;
        removed.map_err(|error| backend(&error))
    }
}
