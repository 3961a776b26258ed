//! Browser sessions, kept in the organisation's database.

use crate::{
    Tandem,
    secret::fingerprint,
    store::{SessionRecord, StoreError},
};
use async_trait::async_trait;
use domain::Instant;
use std::{fmt, sync::Arc};
use time::OffsetDateTime;
use tower_sessions::{
    Expiry, SessionManagerLayer, SessionStore,
    cookie::SameSite,
    session::{Id, Record},
    session_store,
};

/// A session ends when it has not been used for a fortnight.
const IDLE: time::Duration = time::Duration::days(14);

/// Loads and saves the session of every request.
pub(super) fn layer(tandem: &Arc<Tandem>) -> SessionManagerLayer<Sessions> {
    let https = tandem.settings.is_https();
    SessionManagerLayer::new(Sessions(Arc::clone(tandem)))
        // A __Host- cookie is only taken over https and never from another host of the same domain.
        .with_name(if https { "__Host-tandem" } else { "tandem" })
        .with_secure(https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(IDLE))
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
    session_store::Error::Backend(error.to_string())
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
        let data =
            serde_json::to_string(&record.data).map_err(|error| session_store::Error::Encode(error.to_string()))?;
        let expires_at = Instant::from_seconds(record.expiry_date.unix_timestamp());
        let session = SessionRecord {
            id: key(&record.id),
            data,
            expires_at,
        };
        self.0
            .store
            .put_session(&session)
            .await
            .map_err(|error| backend(&error))
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let found = self
            .0
            .store
            .session(&key(id), self.0.now())
            .await
            .map_err(|error| backend(&error))?;
        found
            .map(|session| {
                let decode = |error: &dyn fmt::Display| session_store::Error::Decode(error.to_string());
                Ok(Record {
                    id: *id,
                    data: serde_json::from_str(&session.data).map_err(|error| decode(&error))?,
                    expiry_date: OffsetDateTime::from_unix_timestamp(session.expires_at.seconds())
                        .map_err(|error| decode(&error))?,
                })
            })
            .transpose()
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.0
            .store
            .remove_session(&key(id))
            .await
            .map_err(|error| backend(&error))
    }
}
