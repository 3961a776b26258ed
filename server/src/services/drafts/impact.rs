//! What publishing a part of a draft would do, said before it is done.

use super::super::{Desk, Reader, Result, planning::view::stale, wording::span_words};
use super::{
    Opened, covers, difference,
    publish::{against, chosen},
    trouble::Trouble,
    two_rotas::two_rotas,
    words::many,
};
use app::{
    AppError,
    drafts::{DifferenceView, Impact, PublishForm},
};
use domain::{
    Instant, Role, Span,
    conflicts::TwoRotas,
    draft::{Part, Seat},
};
use std::collections::BTreeSet;

impl Desk {
    pub(super) async fn impact(&self, opened: &Opened, form: &PublishForm) -> Result<Impact> {
        let Opened { snapshot, rota, draft } = opened;
        let reader = &self.reader(snapshot);
        let published = self.tandem.store.shifts(rota.record.id, draft.span).await?;
        let empty = Impact {
            heading: self.heading(snapshot, rota),
            draft: self.row_of(snapshot, rota, draft, reader).await?,
            dates: shown_dates(opened, form, reader),
            part: String::new(),
            rest: None,
            refused: stale(rota, draft, reader.now).into_iter().collect(),
            difference: DifferenceView {
                words: String::new(),
                people: Vec::new(),
                changes: Vec::new(),
            },
            leave: Vec::new(),
            gaps: Vec::new(),
            covers: Vec::new(),
            against: Vec::new(),
            in_the_way: Vec::new(),
            two_rotas: Vec::new(),
            stays: Vec::new(),
        };
        let part = match chosen(opened, form, rota.record.planned, &published, reader) {
            Ok(part) => part,
            Err(error @ (AppError::Internal(_) | AppError::Unavailable)) => return Err(error),
            Err(error) => {
                let refused = [empty.refused, vec![error.to_string()]].concat();
                return Ok(Impact { refused, ..empty });
            }
        };
        let leave = self.tandem.store.leave(part.span).await?;
        let records = self.tandem.store.covers(rota.record.id, part.span).await?;
        let mut connection = self.tandem.store.read().await?;
        let (setting, at_once) = two_rotas(&mut connection, opened, &part.shifts, part.span, reader).await?;
        drop(connection);
        let (forbidden, at_once) = match setting {
            TwoRotas::Forbid => (at_once, Vec::new()),
            _ => (Vec::new(), at_once),
        };
        let judged = self.judge(opened, &part, (&published, &leave), reader).await?;
        let said = |trouble: &Trouble| format!("{}.", trouble.words(opened, reader));
        let reasons = judged.refused.iter().map(said);
        let others = [empty.refused, forbidden, reasons.collect()].concat();
        let in_the_way = match others.is_empty() {
            true => covers::to_withdraw(opened, &records, &part.shifts, part.span, reader),
            false => Vec::new(),
        };
        let blocked = covers::in_the_way(opened, &records, &part.shifts, part.span, reader);
        let words = opened.words(reader);
        Ok(Impact {
            part: format!(
                "{}, {}",
                many(part.shifts.len() as i64, "shift", "shifts"),
                span_words(part.span, &rota.rules.zone, reader)
            ),
            rest: rest(opened, &part, reader),
            refused: [others, blocked].concat(),
            in_the_way,
            two_rotas: at_once,
            stays: judged.stays.iter().map(said).collect(),
            difference: difference::view(snapshot, rota, (&published, &part.shifts), part.span, reader),
            leave: self.away(opened, &part, &leave, reader),
            gaps: gaps(&part).map(|seat| words.seat(seat)).collect(),
            covers: covers::affected(opened, &records, (&published, &part.shifts), part.span, reader),
            against: against(opened, &part.shifts)
                .into_iter()
                .map(|(seat, reason)| format!("{}: {reason}", words.seat(seat)))
                .collect(),
            dates: empty.dates,
            heading: empty.heading,
            draft: empty.draft,
        })
    }

    /// Who of those on duty in the part is on leave at some time of it.
    fn away(&self, opened: &Opened, part: &Part, leave: &[crate::store::LeaveRecord], reader: &Reader) -> Vec<String> {
        let people: BTreeSet<_> = part
            .shifts
            .iter()
            .flat_map(|shift| Role::BOTH.map(|role| shift.pairing.holder(role)))
            .flatten()
            .collect();
        let away = leave.iter().filter(|leave| people.contains(&leave.person));
        away.map(|leave| {
            let name = opened.snapshot.directory().name(leave.person);
            format!("{name}, {}", span_words(leave.span, &opened.rota.rules.zone, reader))
        })
        .collect()
    }
}

fn gaps(part: &Part) -> impl Iterator<Item = Seat> {
    part.shifts.iter().flat_map(|shift| {
        let gaps: Vec<Role> = shift.pairing.gaps().collect();
        gaps.into_iter().map(|role| Seat { shift: shift.id, role })
    })
}

/// What lies after the part.
fn rest(opened: &Opened, part: &Part, reader: &Reader) -> Option<String> {
    let span = Span::new(part.span.end(), opened.draft.span.end()).ok()?;
    let later = opened
        .draft
        .shifts
        .iter()
        .filter(|shift| span.contains(shift.span.start()));
    let shifts = many(later.count() as i64, "shift stays a draft", "shifts stay a draft");
    Some(format!(
        "{shifts}, {}",
        span_words(span, &opened.rota.rules.zone, reader)
    ))
}

/// What the form shows: what was typed, or all that lies ahead.
fn shown_dates(opened: &Opened, form: &PublishForm, reader: &Reader) -> (String, String) {
    let (zone, span) = (&opened.rota.rules.zone, opened.draft.span);
    let shown = |typed: &str, at: Instant| match typed.trim() {
        "" => zone.local(at).date().to_string(),
        typed => typed.to_owned(),
    };
    (
        shown(&form.from, span.start().max(reader.now)),
        shown(&form.to, span.end() - 1),
    )
}
