//! Many rotas under each other, a page of them at a time: from the snapshot alone.

use super::{
    super::{Desk, Reader, Result},
    bars::Pieces,
    context::Context,
    scale::Scale,
    view::{Dates, Layout, View, between, date},
};
use crate::{
    collation,
    snapshot::{RotaImage, Snapshot},
};
use app::timeline::{BarKind, Look, ManyRotas, RotaLane};
use domain::{Span, Zone, holidays::Holidays, rota::Rules};
use std::sync::Arc;

/// How many rotas are on a page.
const ROWS: usize = 10;
/// How far around the window duty is read, so that what reaches into it is said whole.
const AROUND_SECONDS: i64 = 14 * 86_400;

impl Desk {
    /// A page of the organisation's rotas over a window, own teams first.
    pub(super) fn many_rotas(&self, look: &Look, page: usize) -> Result<ManyRotas> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let rotas = self.in_order(&snapshot, &reader);
        let pages = rotas.len().div_ceil(ROWS).max(1);
        let page = page.clamp(1, pages);
        let view = match look.view.as_str() {
            "year" | "" => View::Week,
            word => View::of(word),
        };
        let zone = reader.zone.clone().or_else(|| Some(rotas.first()?.rules.zone.clone()));
        let zone = zone.unwrap_or_else(Zone::utc);
        let dates = Dates::of(view, Layout::Roles, date(&look.from), zone.local(reader.now).date());
        let window = between(&zone, dates.first, dates.last);
        let today = zone.local(reader.now).date();
        let last = dates.last.pred_opt().unwrap_or(dates.last);
        let mut many = ManyRotas {
            view: view.key().to_owned(),
            title: reader.style.dates(dates.first, last),
            zone: zone.name().to_owned(),
            from: dates.first.to_string(),
            earlier: dates.earlier.to_string(),
            later: dates.later.to_string(),
            months: Vec::new(),
            days: Vec::new(),
            grid: Vec::new(),
            shades: Vec::new(),
            now: None,
            rotas: Vec::new(),
            page,
            pages,
            rows: ROWS,
            total: rotas.len(),
        };
        let here: Vec<&Arc<RotaImage>> = rotas.iter().skip((page - 1) * ROWS).take(ROWS).collect();
        let Some(first) = here.first() else { return Ok(many) };
        // The rows share one scale, in one zone: the reader's own where that is known. Holidays differ from row to row.
        let rules = Rules {
            zone,
            holidays: Holidays::none(),
            ..first.rules.as_ref().clone()
        };
        let scale = Scale::new(&rules, window, dates.first, dates.last, view.key());
        many.months = scale.months();
        many.days = scale.days(today);
        many.grid = scale.grid();
        many.shades = scale.shades();
        many.now = window.contains(reader.now).then(|| scale.percent(reader.now));
        many.rotas = here
            .into_iter()
            .map(|rota| self.rota_lane(&snapshot, rota, &scale, &reader))
            .collect();
        Ok(many)
    }

    fn rota_lane(&self, snapshot: &Snapshot, rota: &RotaImage, scale: &Scale<'_>, reader: &Reader) -> RotaLane {
        let nothing = Context::default();
        let window = scale.window;
        let wide = Span::new(window.start() - AROUND_SECONDS, window.end() + AROUND_SECONDS).unwrap_or(window);
        let mut pieces = Pieces::new(snapshot, rota, self.actor.person(), reader, &nothing);
        pieces.add_duty(wide, &[], matches!(scale.zoom, "day" | "week"));
        let pieces = pieces.within(window);
        let bars = pieces.iter().filter(|piece| piece.kind != BarKind::Covered);
        let team = snapshot.directory().team(rota.record.team);
        RotaLane {
            slug: rota.record.slug.clone(),
            name: rota.record.name.clone(),
            team: team.map(|team| team.name.clone()).unwrap_or_default(),
            may_cover: self.may_cover(snapshot, rota.record.team).is_ok(),
            gaps: pieces.iter().filter(|piece| piece.kind == BarKind::Gap).count(),
            bars: bars.map(|piece| piece.bar(scale)).collect(),
        }
    }

    /// Every rota of a team that is not archived: own teams first, then by team and name.
    fn in_order(&self, snapshot: &Snapshot, reader: &Reader) -> Vec<Arc<RotaImage>> {
        let directory = snapshot.directory();
        let mine = |rota: &RotaImage| {
            let member = |me| directory.member(rota.record.team, me).is_some();
            self.actor.person().is_some_and(member)
        };
        let all = snapshot
            .rotas()
            .filter(|rota| !directory.is_archived(rota.record.team, reader.now));
        let mut all: Vec<Arc<RotaImage>> = all.cloned().collect();
        all.sort_by_cached_key(|rota| {
            let team = directory.team(rota.record.team).map(|team| team.name.clone());
            let team = collation::key(&team.unwrap_or_default());
            (
                !mine(rota),
                team,
                collation::key(&rota.record.name),
                rota.record.slug.clone(),
            )
        });
        all
    }
}
