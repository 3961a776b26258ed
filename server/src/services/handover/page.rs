//! The pages of handovers.

use super::{
    super::{Actor, Desk, Reader, Result, wording},
    cards::all_names,
    turn::{Turn, acknowledged, present},
};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{Checklist, HandoverNote, HandoverTaken, Ticked, rotas_without_notes},
};
use app::{
    AppError,
    handover::{Check, HandoverHistory, HandoverPage, HandoverPerson, HandoverVersion, HandoverView, NotePiece},
    rotas::Named,
};
use domain::{
    Instant, Pairing, PersonId, Role,
    handover::{Handover, Piece, pieces},
    timeline::on_call,
};

/// Handovers of a page of history.
const SHOWN: i64 = 20;

/// What a view is made in.
struct Scene<'a> {
    snapshot: &'a Snapshot,
    rota: &'a RotaImage,
    reader: Reader,
}

impl Desk {
    pub(super) async fn handover_page(&self, snapshot: &Snapshot, rota: &RotaImage) -> Result<HandoverPage> {
        let scene = Scene {
            snapshot,
            rota,
            reader: self.reader(snapshot),
        };
        let mut connection = self.tandem.store.read().await?;
        let turns = present(&mut connection, rota, scene.reader.now).await?;
        let uses = !rotas_without_notes(&mut connection).await?.contains(&rota.record.id);
        let checklist = Checklist::of_team(&mut connection, rota.record.team).await?;
        let nobody = turns.giving.is_none().then(|| scene.nobody()).flatten();
        let mut views = Vec::new();
        for turn in [turns.taking, turns.giving] {
            let Some(turn) = turn else {
                views.push(None);
                continue;
            };
            let versions = HandoverNote::versions(&mut connection, turn.rota, turn.key).await?;
            views.push(Some(self.handover_view(&scene, &turn, &versions, &checklist)));
        }
        let mut views = views.into_iter();
        Ok(HandoverPage {
            heading: self.heading(snapshot, rota),
            uses,
            zone: wording::zone_name(&rota.rules.zone),
            taking: views.next().flatten(),
            giving: views.next().flatten(),
            nobody,
            settings: self
                .manages(snapshot, rota.record.team)
                .then(|| super::settings::shown(&checklist)),
        })
    }

    /// One that is now or next, as the viewer may see and use it.
    fn handover_view(
        &self,
        scene: &Scene<'_>,
        turn: &Turn,
        versions: &[HandoverNote],
        checklist: &Checklist,
    ) -> HandoverView {
        let me = self.actor.person();
        let (own, others) = self
            .takes_over_for(scene.snapshot, turn)
            .into_iter()
            .partition::<Vec<_>, _>(|person| me == Some(*person));
        let undone = |item: &String| Ticked {
            item: item.clone(),
            done: false,
        };
        let fresh: Vec<Ticked> = checklist.items.iter().map(undone).collect();
        let checks = turn.note.as_ref().map_or(&fresh, |note| &note.checklist);
        HandoverView {
            checks: checks.iter().map(check).collect(),
            words: scene.unusual(turn),
            may_write: self.writes_notes(scene.snapshot, turn),
            may_take: !own.is_empty(),
            may_take_for: others.into_iter().map(|id| scene.named(id)).collect(),
            ..scene.shown(&turn.handover, turn.key, versions, &turn.taken)
        }
    }

    pub(super) async fn handover_history(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        before: &str,
    ) -> Result<HandoverHistory> {
        let reader = self.reader(snapshot);
        let from = match before.trim() {
            "" => reader.now + 1,
            text => text.parse().map_err(|_| {
                let words = format!("‘{text}’ is no place in the history: take `next` of the page before.");
                AppError::field("before", words)
            })?,
        };
        let scene = Scene { snapshot, rota, reader };
        let mut connection = self.tandem.store.read().await?;
        let id = rota.record.id;
        let mut notes = HandoverNote::before(&mut connection, id, from, SHOWN + 1).await?;
        let more = notes.len() > SHOWN as usize;
        notes.truncate(SHOWN as usize);
        let next = notes.last().filter(|_| more).map(|note| note.at.to_string());
        let mut handovers = Vec::new();
        for note in &notes {
            let versions = HandoverNote::versions(&mut connection, id, note.at).await?;
            let taken = HandoverTaken::of(&mut connection, id, note.at).await?;
            let handover = scene.as_it_was(note, taken.last());
            handovers.push(scene.shown(&handover, note.at, &versions, &taken));
        }
        Ok(HandoverHistory {
            heading: self.heading(snapshot, rota),
            zone: wording::zone_name(&rota.rules.zone),
            handovers,
            next,
        })
    }
}

impl Scene<'_> {
    /// A handover with its notes, for whoever only reads.
    fn shown(
        &self,
        handover: &Handover,
        key: Instant,
        versions: &[HandoverNote],
        taken: &[HandoverTaken],
    ) -> HandoverView {
        let note = versions.first();
        let known = acknowledged(note, taken);
        let (waits, again) = (handover.waits_for(&known), handover.asked_again(&known));
        let written = note.map_or(i64::MAX, |note| note.revision);
        let (latest, before): (Vec<_>, Vec<_>) = taken.iter().partition(|taken| taken.revision > written);
        let text = note.map(|note| note.notes.clone()).unwrap_or_default();
        HandoverView {
            key: key.to_string(),
            at: wording::soon(handover.at, &self.rota.rules.zone, &self.reader),
            away: self.away(handover.at),
            outgoing: self.pair(&handover.outgoing),
            incoming: self.pair(&handover.incoming),
            notes: parts(&text),
            text,
            checks: note
                .map(|note| note.checklist.iter().map(check).collect())
                .unwrap_or_default(),
            seen: note.map(|note| note.revision.to_string()).unwrap_or_default(),
            written: note.map(|note| self.by(&note.written_by, note.written_at)),
            taken: self.taken(latest),
            taken_before: (!again.is_empty()).then(|| self.taken(before)).flatten(),
            waits_for: match note {
                Some(_) if !waits.is_empty() => Some(all_names(self.snapshot, &waits)),
                _ => None,
            },
            words: None,
            may_write: false,
            may_take: false,
            may_take_for: Vec::new(),
            versions: versions.iter().skip(1).map(|note| self.version(note)).collect(),
        }
    }

    /// A handover of the past, out of what was kept of it: duty may have been corrected since.
    fn as_it_was(&self, note: &HandoverNote, taken: Option<&HandoverTaken>) -> Handover {
        let duty = on_call(&self.rota.duty, note.at);
        let holder = |held: Option<domain::timeline::Held>| held.map(|held| held.person);
        let now = Pairing::new(holder(duty.lead), holder(duty.engineer)).unwrap_or(Pairing::GAP);
        Handover {
            at: note.at,
            ended: note.at,
            outgoing: note.outgoing,
            incoming: taken.map_or(now, |taken| taken.incoming),
        }
    }

    fn version(&self, note: &HandoverNote) -> HandoverVersion {
        HandoverVersion {
            by: Actor::describe(&note.written_by, self.snapshot),
            at: wording::stamp(note.written_at, &self.rota.rules.zone, &self.reader),
            notes: parts(&note.notes),
        }
    }

    fn by(&self, actor: &str, at: Instant) -> String {
        let when = wording::soon_said(at, &self.rota.rules.zone, &self.reader);
        format!("{}, {when}", Actor::describe(actor, self.snapshot))
    }

    /// `Cleo, Tue 17:05 · Ada, Tue 17:20, for Dan`: the first to do so first, and of one moment the Lead.
    fn taken(&self, mut taken: Vec<&HandoverTaken>) -> Option<String> {
        let one = |taken: &HandoverTaken| {
            let by = self.by(&taken.taken_by, taken.taken_at);
            match taken.taken_by == taken.person.to_string() {
                true => by,
                false => format!("{by}, for {}", self.snapshot.directory().name_in_words(taken.person)),
            }
        };
        taken.sort_by_key(|taken| {
            let leads = taken.incoming.holder(Role::Lead) == Some(taken.person);
            (taken.taken_at, !leads)
        });
        (!taken.is_empty()).then(|| taken.into_iter().map(one).collect::<Vec<_>>().join(" · "))
    }

    fn named(&self, id: PersonId) -> Named {
        Named {
            id: id.to_string(),
            name: self.snapshot.directory().name(id).to_owned(),
        }
    }

    fn away(&self, at: Instant) -> String {
        match at - self.reader.now {
            0 => "now".to_owned(),
            left if left > 0 => format!("in {}", wording::length(left)),
            gone => format!("{} ago", wording::length(-gone)),
        }
    }

    fn pair(&self, pairing: &Pairing) -> Vec<HandoverPerson> {
        let person = |role: Role| {
            let id = pairing.holder(role);
            let name = id.map(|id| self.snapshot.directory().name(id).to_owned());
            HandoverPerson {
                role,
                id: id.map(|id| id.to_string()),
                name: name.unwrap_or_else(|| "nobody".to_owned()),
            }
        };
        Role::BOTH.map(person).to_vec()
    }

    /// Who has left, and what to do about it.
    fn unusual(&self, turn: &Turn) -> Option<String> {
        let directory = self.snapshot.directory();
        let gone = |id: &PersonId| {
            directory
                .person(*id)
                .is_none_or(|person| person.deactivated_at.is_some())
        };
        let both = |pairing: &Pairing| [pairing.lead(), pairing.engineer()];
        let names = |people: &[PersonId]| {
            let names: Vec<_> = people
                .iter()
                .map(|id| directory.name_in_words(*id).into_owned())
                .collect();
            names.join(" and ")
        };
        let handover = &turn.handover;
        let new = turn.waits_for();
        if !new.is_empty() && new.iter().all(gone) {
            let who = names(&new);
            return Some(format!(
                "{who} can no longer sign in: find cover, and let a manager acknowledge."
            ));
        }
        let went: Vec<PersonId> = both(&handover.outgoing).into_iter().flatten().collect();
        if turn.note.is_none() && went.iter().all(gone) {
            let who = names(&went);
            return Some(format!(
                "{who} can no longer sign in, and left no notes: a manager can write what is known."
            ));
        }
        let gap = handover.incoming.gaps().next();
        gap.map(|role| format!("There is no {role} from then on: find cover."))
    }

    /// Why nobody is handed over to next; `None` for a rota of which nothing is published.
    fn nobody(&self) -> Option<String> {
        let planned = self.rota.record.planned?;
        let when = wording::soon_said(planned.end(), &self.rota.rules.zone, &self.reader);
        let published = planned.end() > self.reader.now;
        let words = if published {
            format!(
                "Nobody else is on duty before {when}, where the published plan ends: there is nobody to hand over to yet."
            )
        } else {
            format!("The published plan has ended, {when}: there is nobody to hand over to.")
        };
        Some(words)
    }
}

fn check(ticked: &Ticked) -> Check {
    Check {
        item: ticked.item.clone(),
        done: ticked.done,
    }
}

fn parts(notes: &str) -> Vec<NotePiece> {
    let part = |piece| match piece {
        Piece::Text(text) => NotePiece { text, link: false },
        Piece::Link(text) => NotePiece { text, link: true },
    };
    pieces(notes).into_iter().map(part).collect()
}
