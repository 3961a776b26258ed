//! Drafts, and what is published, side by side.

use super::super::{
    Desk, Reader, Result,
    pay::SpanMoney,
    planning::summary::{PARTS, Parts, parts},
    rotas::named,
    timeline,
    wording::span_words,
};
use super::{
    chart::Marks,
    difference,
    live::Figures,
    words::{EditWords, missing},
};
use crate::{
    collation,
    snapshot::{RotaImage, Snapshot},
    store::DraftRecord,
};
use app::drafts::{Column, Comparison, LoadCell, PairRow, PersonLoads, TermRow};
use domain::{
    PersonId, Role, Span,
    draft::Seat,
    planner::{Load, Term},
    rota::Shift,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The most that are compared at once.
const MOST_COMPARED: usize = 3;
/// What stands for what is published.
const PUBLISHED: &str = "published";

/// One of those compared.
struct Compared {
    id: Option<String>,
    name: String,
    span: Span,
    shifts: Vec<Shift>,
    published: Vec<Shift>,
    marks: Marks,
    figures: Figures,
    money: Option<SpanMoney>,
}

impl Desk {
    /// Those named, side by side; nothing when fewer than two of them are there.
    pub(super) async fn compared(
        &self,
        snapshot: &Arc<Snapshot>,
        rota: &RotaImage,
        drafts: &[DraftRecord],
        named: &[String],
    ) -> Result<Option<Comparison>> {
        let chosen: Vec<&DraftRecord> = drafts
            .iter()
            .filter(|draft| named.contains(&draft.id.to_string()))
            .take(MOST_COMPARED)
            .collect();
        let mut compared = Vec::new();
        for draft in &chosen {
            let published = self.tandem.store.shifts(rota.record.id, draft.span).await?;
            let live = self
                .live(snapshot, rota, (draft.span, &draft.shifts), Some(draft))
                .await?;
            compared.push(Compared {
                id: Some(draft.id.to_string()),
                name: draft.name.clone(),
                span: draft.span,
                shifts: draft.shifts.clone(),
                marks: Marks::of(draft, &published),
                published,
                figures: live.figures().await?,
                money: self
                    .span_money(snapshot, rota, (draft.span, Some(&draft.shifts)))
                    .await?,
            });
        }
        let with_published = named.iter().any(|name| name == PUBLISHED) && compared.len() < MOST_COMPARED;
        if with_published && let Some(one) = self.published(snapshot, rota, &chosen).await? {
            compared.push(one);
        }
        if compared.len() < 2 {
            return Ok(None);
        }
        let side = Side {
            snapshot,
            rota,
            compared: &compared,
            me: self.actor.person(),
            reader: &self.reader(snapshot),
        };
        Ok(Some(side.by_side()))
    }

    /// What is published in the time of the drafts.
    async fn published(
        &self,
        snapshot: &Arc<Snapshot>,
        rota: &RotaImage,
        drafts: &[&DraftRecord],
    ) -> Result<Option<Compared>> {
        let start = drafts.iter().map(|draft| draft.span.start()).min();
        let end = drafts.iter().map(|draft| draft.span.end()).max();
        let Some(span) = start.zip(end).and_then(|(start, end)| Span::new(start, end).ok()) else {
            return Ok(None);
        };
        let mut shifts = self.tandem.store.shifts(rota.record.id, span).await?;
        shifts.retain(|shift| span.contains(shift.span.start()));
        let live = self.live(snapshot, rota, (span, &shifts), None).await?;
        Ok(Some(Compared {
            id: None,
            name: "Published".to_owned(),
            span,
            figures: live.figures().await?,
            money: self.span_money(snapshot, rota, (span, None)).await?,
            published: shifts.clone(),
            marks: Marks::default(),
            shifts,
        }))
    }
}

struct Side<'a> {
    snapshot: &'a Snapshot,
    rota: &'a RotaImage,
    compared: &'a [Compared],
    me: Option<PersonId>,
    reader: &'a Reader,
}

impl Side<'_> {
    fn by_side(&self) -> Comparison {
        Comparison {
            columns: self.compared.iter().map(|one| self.column(one)).collect(),
            terms: Term::ALL.into_iter().filter_map(|term| self.term(term)).collect(),
            people: self.people(),
            pairs: self.pairs(),
        }
    }

    fn column(&self, one: &Compared) -> Column {
        let rank = |one: &Compared| (one.figures.score.unfilled, one.figures.score.cost());
        let words = EditWords {
            snapshot: self.snapshot,
            rota: self.rota,
            shifts: &one.shifts,
            reader: self.reader,
        };
        let gap = |gap: &domain::planner::Unfilled| {
            words.seat(Seat {
                shift: gap.shift,
                role: gap.role,
            })
        };
        let difference = one.id.is_some().then(|| {
            let both = (one.published.as_slice(), one.shifts.as_slice());
            difference::view(self.snapshot, self.rota, both, one.span, self.reader)
        });
        Column {
            id: one.id.clone(),
            name: one.name.clone(),
            span: span_words(one.span, &self.rota.rules.zone, self.reader),
            cost: one.figures.score.cost(),
            best: self.compared.iter().all(|other| rank(one) <= rank(other)),
            money: one.money.as_ref().map(|money| money.total.join(" + ")),
            unfilled: one.figures.gaps.iter().map(gap).collect(),
            chart: timeline::draft_chart(
                self.snapshot,
                self.rota,
                (one.span, &one.shifts),
                &one.marks,
                self.me,
                self.reader,
            ),
            difference,
        }
    }

    fn term(&self, term: Term) -> Option<TermRow> {
        let scores = self.compared.iter().map(|one| &one.figures.score);
        let found: Vec<_> = scores
            .filter_map(|score| score.terms.iter().find(|one| one.term == term))
            .collect();
        let least = found.iter().map(|one| one.amount).min()?;
        let counts = found.iter().any(|one| one.weight > 0);
        let alike = found.iter().all(|one| one.amount == least);
        let cell =
            |one: &&domain::planner::TermScore| (missing(term, one.amount), one.cost(), one.amount == least && !alike);
        counts.then(|| TermRow {
            term: term.to_string(),
            cells: found.iter().map(cell).collect(),
        })
    }

    fn people(&self) -> Vec<PersonLoads> {
        let rules = &self.rota.ahead;
        let kinds: Vec<BTreeMap<PersonId, Parts>> = self
            .compared
            .iter()
            .map(|one| parts(&one.shifts, &rules.zone, &rules.holidays))
            .collect();
        let all = self.compared.iter().flat_map(|one| &one.figures.loads);
        let most = all.map(|load| load.load.max(load.fair_share)).max().unwrap_or(0).max(1);
        let of = |one: &Compared, person| one.figures.loads.iter().find(|load| load.person == person).copied();
        let cells = |person: PersonId| {
            let each = self.compared.iter().zip(&kinds);
            each.map(|(one, kinds)| LoadCell {
                money: one.money.as_ref().and_then(|money| money.people.get(&person).cloned()),
                ..cell(of(one, person), kinds.get(&person).copied(), most)
            })
            .collect()
        };
        self.sorted_people()
            .into_iter()
            .map(|person| PersonLoads {
                person: named(self.snapshot, person),
                cells: cells(person),
            })
            .collect()
    }

    fn sorted_people(&self) -> Vec<PersonId> {
        let people: BTreeSet<PersonId> = self
            .compared
            .iter()
            .flat_map(|one| one.figures.loads.iter().map(|load| load.person))
            .collect();
        let mut people: Vec<PersonId> = people.into_iter().collect();
        people.sort_by_cached_key(|person| collation::key(self.snapshot.directory().name(*person)));
        people
    }

    fn pairs(&self) -> Vec<PairRow> {
        let together: Vec<BTreeMap<(PersonId, PersonId), u32>> =
            self.compared.iter().map(|one| together(&one.shifts)).collect();
        let people = self.sorted_people();
        let often = |one: PersonId, other: PersonId| -> Vec<u32> {
            let key = (one.min(other), one.max(other));
            match one == other {
                true => Vec::new(),
                false => together
                    .iter()
                    .map(|pairs| pairs.get(&key).copied().unwrap_or(0))
                    .collect(),
            }
        };
        people
            .iter()
            .map(|one| PairRow {
                person: named(self.snapshot, *one),
                cells: people.iter().map(|other| often(*one, *other)).collect(),
            })
            .collect()
    }
}

/// How often two people are on a shift together.
fn together(shifts: &[Shift]) -> BTreeMap<(PersonId, PersonId), u32> {
    let mut pairs = BTreeMap::new();
    for shift in shifts {
        if let (Some(one), Some(other)) = (shift.pairing.holder(Role::Lead), shift.pairing.holder(Role::Engineer)) {
            *pairs.entry((one.min(other), one.max(other))).or_insert(0) += 1;
        }
    }
    pairs
}

fn cell(load: Option<Load>, kinds: Option<Parts>, most: u32) -> LoadCell {
    let percent = |points: f64| points * 100.0 / f64::from(most);
    let points = load.map_or(0, |load| load.load);
    let fair = load.map_or(0, |load| load.fair_share);
    let kinds = kinds.unwrap_or_default();
    LoadCell {
        points,
        over: i64::from(points) - i64::from(fair),
        money: None,
        turns: load.map_or((0, 0), |load| (load.lead_shifts, load.engineer_shifts)),
        parts: PARTS
            .into_iter()
            .zip(kinds)
            .map(|(kind, points)| (kind.to_owned(), points.round() as u32, percent(points)))
            .collect(),
        fair: percent(f64::from(fair)).min(100.0),
    }
}
