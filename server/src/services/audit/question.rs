//! What is asked of the audit log, as the store understands it.

use super::Reach;
use crate::{
    collation,
    services::{Actor, Faults, Result, wording},
    snapshot::{RotaImage, Snapshot},
    store::AuditQuery,
};
use app::audit::AuditFilter;
use domain::{TeamId, Zone};
use std::sync::Arc;

/// A kind of thing: key, words, and how its actions begin.
struct Kind {
    key: &'static str,
    words: &'static str,
    actions: &'static [&'static str],
}

const KINDS: [Kind; 10] = [
    Kind {
        key: "sign-ins",
        words: "Sign-ins, sessions and passwords",
        actions: &[
            "sign_in.",
            "session.",
            "sessions.",
            "entry_link.",
            "person.password_set",
            "password.",
        ],
    },
    Kind {
        key: "people",
        words: "People",
        actions: &["person.", "people."],
    },
    Kind {
        key: "teams",
        words: "Teams and members",
        actions: &["team."],
    },
    Kind {
        key: "rotas",
        words: "Rotas and plans",
        actions: &["rota.", "draft.", "plan"],
    },
    Kind {
        key: "covers",
        words: "Covers and swaps",
        actions: &["cover.", "correction.", "offer."],
    },
    Kind {
        key: "leave",
        words: "Leave and wishes",
        actions: &["leave.", "wish."],
    },
    Kind {
        key: "pay",
        words: "Pay and call-outs",
        actions: &[
            "call_out.",
            "holidays.",
            "pay.",
            "person_pay.",
            "rate_card.",
            "statement.",
            "toil.",
        ],
    },
    Kind {
        key: "services",
        words: "Services and escalation",
        actions: &["service.", "policy."],
    },
    Kind {
        key: "organisation",
        words: "Organisation",
        actions: &["organisation."],
    },
    Kind {
        key: "machines",
        words: "API tokens and calendars",
        actions: &["token.", "feed."],
    },
];

/// Whatever no other kind holds.
const OTHER: &str = "other";

/// People whose names a text is looked for by, at most; a text that fits more names says too little.
const NAMES: usize = 50;

/// People, tokens and the like that may have done it, at most.
const ACTORS: usize = 5_000;

/// Key and words of each kind of thing.
pub(super) fn kinds() -> Vec<(String, String)> {
    let known = KINDS.iter().map(|kind| (kind.key.to_owned(), kind.words.to_owned()));
    known
        .chain([(OTHER.to_owned(), "Everything else".to_owned())])
        .collect()
}

/// Slug and name of each team that may be asked about.
pub(super) fn teams(snapshot: &Snapshot, reach: &Reach) -> Vec<(String, String)> {
    let seen = snapshot.directory().teams().filter(|team| reach.has(team.id));
    by_name(seen.map(|team| (team.slug.clone(), team.name.clone())))
}

/// Slug and name of each rota that may be asked about.
pub(super) fn rotas(snapshot: &Snapshot, reach: &Reach) -> Vec<(String, String)> {
    let seen = snapshot.rotas().filter(|rota| reach.has(rota.record.team));
    let team = |rota: &Arc<RotaImage>| {
        let team = snapshot.directory().team(rota.record.team);
        team.map(|team| format!("{} · {}", team.name, rota.record.name))
            .unwrap_or_else(|| rota.record.name.clone())
    };
    by_name(seen.map(|rota| (rota.record.slug.clone(), team(rota))))
}

fn by_name(pairs: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_by_cached_key(|(slug, name)| (collation::key(name), slug.clone()));
    pairs
}

impl Reach {
    fn has(&self, team: TeamId) -> bool {
        match self {
            Self::Everything => true,
            Self::Teams(teams) => teams.contains(&team),
        }
    }
}

/// A filter as the store understands it, within what may be seen; days are days of `zone`.
///
/// # Errors
/// `Invalid`, naming each field that cannot be read.
pub(super) fn query(filter: &AuditFilter, reach: &Reach, snapshot: &Snapshot, zone: &Zone) -> Result<AuditQuery> {
    let mut faults = Faults::default();
    let mut query = AuditQuery::default();
    if let Reach::Teams(teams) = reach {
        query
            .about
            .push(("team", teams.iter().map(ToString::to_string).collect()));
    }
    if !filter.before.is_empty() {
        query.before = faults.take("before", filter.before.parse());
    }
    if !filter.from.is_empty() {
        let day = faults.take("from", wording::day(&filter.from));
        query.from = day.map(|day| wording::midnight(day, zone));
    }
    if !filter.to.is_empty() {
        let day = faults.take("to", wording::day(&filter.to));
        query.until = day
            .and_then(|day| day.succ_opt())
            .map(|day| wording::midnight(day, zone));
    }
    kind_of(filter, &mut query, &mut faults);
    place_of(filter, snapshot, &mut query, &mut faults);
    faults.check()?;
    if !filter.who.trim().is_empty() {
        let addresses = matches!(reach, Reach::Everything);
        query.actors = Some(actors(filter.who.trim(), snapshot, addresses));
    }
    if !filter.text.trim().is_empty() {
        query.texts = texts(filter.text.trim(), snapshot);
    }
    Ok(query)
}

fn kind_of(filter: &AuditFilter, query: &mut AuditQuery, faults: &mut Faults) {
    match filter.kind.as_str() {
        "" => {}
        OTHER => query.no_actions = KINDS.iter().flat_map(|kind| kind.actions.iter().copied()).collect(),
        key => match KINDS.iter().find(|kind| kind.key == key) {
            Some(kind) => query.actions = kind.actions.to_vec(),
            None => {
                let keys: Vec<_> = KINDS.iter().map(|kind| kind.key).collect();
                faults.note(
                    "kind",
                    format!("‘{key}’ is not a kind of thing: use {} or {OTHER}.", keys.join(", ")),
                );
            }
        },
    }
}

fn place_of(filter: &AuditFilter, snapshot: &Snapshot, query: &mut AuditQuery, faults: &mut Faults) {
    if !filter.team.is_empty() {
        match snapshot.directory().team_by_slug(&filter.team) {
            Some(team) => query.about.push(("team", vec![team.id.to_string()])),
            None => faults.note("team", format!("There is no team ‘{}’.", filter.team)),
        }
    }
    if !filter.rota.is_empty() {
        match snapshot.rota_by_slug(&filter.rota) {
            Some(rota) => query.about.push(("rota", vec![rota.record.id.to_string()])),
            None => faults.note("rota", format!("There is no rota ‘{}’.", filter.rota)),
        }
    }
}

/// The keys of everybody whom `who` may mean; by their `addresses` too, for those who see everybody's.
fn actors(who: &str, snapshot: &Snapshot, addresses: bool) -> Vec<String> {
    let who = who.to_lowercase();
    let holds = |text: &str| text.to_lowercase().contains(&who);
    let people = snapshot
        .directory()
        .people()
        .filter(|person| holds(&person.name) || (addresses && holds(&person.email)) || person.id.to_string() == who)
        .map(|person| person.id.to_string());
    let tokens = snapshot
        .tokens()
        .filter(|token| holds(&token.name))
        .map(|token| format!("token {}", token.id));
    let console = Some(Actor::Console.key()).filter(|_| "the operator".contains(&who));
    people.chain(tokens).chain(console).take(ACTORS).collect()
}

/// The texts that `text` may be kept as: itself, and the ids of those whose names hold it.
fn texts(text: &str, snapshot: &Snapshot) -> Vec<String> {
    let wanted = text.to_lowercase();
    let holds = |name: &str| name.to_lowercase().contains(&wanted);
    let directory = snapshot.directory();
    let people = directory
        .people()
        .filter(|it| holds(&it.name))
        .map(|it| it.id.to_string());
    let teams = directory
        .teams()
        .filter(|it| holds(&it.name))
        .map(|it| it.id.to_string());
    let rotas = snapshot
        .rotas()
        .filter(|it| holds(&it.record.name))
        .map(|it| it.record.id.to_string());
    let named: Vec<String> = people.chain(teams).chain(rotas).take(NAMES + 1).collect();
    let words = wanted.replace(' ', "_");
    let mut texts = vec![text.to_owned(), words];
    if named.len() <= NAMES {
        texts.extend(named);
    }
    texts
}
