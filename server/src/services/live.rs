//! What open pages show, and what of it has changed: compared between one snapshot and the next, whoever wrote.

use super::{Actor, Desk, Result};
use crate::snapshot::Snapshot;
use domain::PersonId;

/// Topics of one page; more are left out.
const MOST_TOPICS: usize = 16;

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Topic {
    /// Every rota.
    Board,
    /// The rota of this slug.
    Rota(String),
    /// The team of this slug: its members, their leave, its rotas.
    Team(String),
    /// What makes or ends a conflict of any rota.
    Conflicts,
    /// The offers that are pending.
    Offers,
    /// What the viewer was told.
    Inbox,
}

/// What a page shows, and what it was when the page was last told.
pub(crate) struct Following {
    person: PersonId,
    epoch: i64,
    topics: Vec<(Topic, i64)>,
}

/// What has changed of what a page shows.
#[derive(Debug)]
pub(crate) struct News {
    /// The revision that shows it.
    pub(crate) revision: i64,
    /// By whom; nobody where that is the viewer.
    pub(crate) by: String,
    /// What has changed, as the page calls it.
    pub(crate) topics: Vec<String>,
}

impl Topic {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "board" => Some(Self::Board),
            "inbox" => Some(Self::Inbox),
            "conflicts" => Some(Self::Conflicts),
            "offers" => Some(Self::Offers),
            other => match other.split_once(':')? {
                ("rota", slug) => Some(Self::Rota(slug.to_owned())),
                ("team", slug) => Some(Self::Team(slug.to_owned())),
                _ => None,
            },
        }
    }

    fn key(&self) -> String {
        match self {
            Self::Board => "board".to_owned(),
            Self::Rota(slug) => format!("rota:{slug}"),
            Self::Team(slug) => format!("team:{slug}"),
            Self::Conflicts => "conflicts".to_owned(),
            Self::Offers => "offers".to_owned(),
            Self::Inbox => "inbox".to_owned(),
        }
    }

    /// What another value of says that it has changed.
    fn version(&self, snapshot: &Snapshot, person: PersonId) -> i64 {
        match self {
            Self::Board => snapshot
                .rotas()
                .map(|rota| snapshot.rota_revision(rota))
                .max()
                .unwrap_or_default(),
            Self::Rota(slug) => snapshot
                .rota_by_slug(slug)
                .map_or(0, |rota| snapshot.rota_revision(rota)),
            Self::Team(slug) => {
                let team = snapshot.directory().team_by_slug(slug);
                team.map_or(0, |team| snapshot.team_revision(team.id))
            }
            Self::Conflicts => snapshot.conflicts_revision(),
            Self::Offers => snapshot.offers_revision(),
            Self::Inbox => snapshot.unread(person),
        }
    }
}

impl Desk {
    /// Begins to follow what the words name, as a page showed it at a revision.
    ///
    /// # Errors
    /// `NotSignedIn`.
    pub(crate) fn follow(&self, words: &str, since: i64) -> Result<Following> {
        let (person, snapshot) = (self.person()?, self.tandem.snapshot());
        let topics = words.split(',').filter_map(Topic::parse).take(MOST_TOPICS);
        let seen = |topic: Topic| {
            let now = topic.version(&snapshot, person);
            let stale = match topic {
                Topic::Inbox => snapshot.revision() > since,
                _ => now > since,
            };
            (topic, if stale { i64::MIN } else { now })
        };
        Ok(Following {
            person,
            epoch: epoch(&snapshot, person).unwrap_or_default(),
            topics: topics.map(seen).collect(),
        })
    }

    /// What has changed since the page was last told; `None` when nothing has.
    pub(crate) async fn news(&self, following: &mut Following) -> Option<News> {
        let snapshot = self.tandem.snapshot();
        let (mut topics, mut latest) = (Vec::new(), 0);
        for (topic, seen) in &mut following.topics {
            let version = topic.version(&snapshot, following.person);
            if version != std::mem::replace(seen, version) {
                topics.push(topic.key());
                latest = if *topic == Topic::Inbox {
                    latest
                } else {
                    latest.max(version)
                };
            }
        }
        if topics.is_empty() {
            return None;
        }
        Some(News {
            revision: snapshot.revision(),
            by: self.who_wrote(latest, &snapshot, following.person).await,
            topics,
        })
    }

    /// Whether whoever follows may still look.
    pub(crate) fn may_still_follow(&self, following: &Following) -> bool {
        epoch(&self.tandem.snapshot(), following.person) == Some(following.epoch)
    }

    /// The name of whoever made a revision; nothing for the viewer, or when it is not known.
    async fn who_wrote(&self, revision: i64, snapshot: &Snapshot, viewer: PersonId) -> String {
        let actor = match self.tandem.store.actor_of(revision).await {
            Ok(actor) => actor.unwrap_or_default(),
            // The page is told that something has changed, if not by whom.
            Err(error) => {
                tracing::debug!(%error, revision, "who made a change could not be read");
                String::new()
            }
        };
        if actor.is_empty() || actor == viewer.to_string() {
            return String::new();
        }
        Actor::describe(&actor, snapshot)
    }
}

/// The epoch of the sessions of somebody who may sign in.
fn epoch(snapshot: &Snapshot, person: PersonId) -> Option<i64> {
    let person = snapshot.directory().person(person)?;
    person.deactivated_at.is_none().then_some(person.session_epoch)
}
