//! Which turns a plan is made of: it begins where what is published leaves off, and leaves no time out.

use chrono::{Days, NaiveDate, NaiveTime};
use domain::{
    Instant, RotaId, Span,
    rota::{Rules, Shift, shifts},
    time::Style,
};

/// The most weeks of one plan: two years.
pub(super) const MOST_WEEKS: u32 = 104;
/// The most shifts of one plan.
pub(super) const MOST_SHIFTS: usize = 5_000;

/// What a plan is asked for, with what is published already.
pub(super) struct Asked<'a> {
    /// The rota.
    pub(super) rota: RotaId,
    /// Its rules.
    pub(super) rules: &'a Rules,
    /// From the first published turn to the published end.
    pub(super) planned: Option<Span>,
    /// The first local date; `None` for where the published plan ends.
    pub(super) from: Option<NaiveDate>,
    /// How many weeks, 1 to [`MOST_WEEKS`].
    pub(super) weeks: u32,
    /// The last local date, in place of `weeks`.
    pub(super) until: Option<NaiveDate>,
    /// The present.
    pub(super) now: Instant,
    /// How whoever asks reads dates and times.
    pub(super) style: Style,
}

/// Why nothing can be planned; the field that is wrong and the words.
pub(super) type Fault = (&'static str, String);

impl Asked<'_> {
    /// The first instant that the plan may begin at, before it is moved to where a turn begins.
    pub(super) fn wanted(&self) -> Result<Instant, Fault> {
        let zone = &self.rules.zone;
        // A later start would leave time between the two plans that nobody planned.
        let latest = self.planned.map(|planned| planned.end().max(self.now));
        let asked = self.from.map(|date| zone.instant(date.and_time(NaiveTime::MIN)));
        let wanted = asked.or(latest).unwrap_or(self.now).max(self.now);
        if let Some(until) = self.until {
            self.in_reach(until, zone.local(wanted).date())?;
        }
        match latest {
            Some(latest) if wanted > latest => Err((
                "from",
                format!(
                    "This leaves time out: the published plan ends {}. Plan from then or earlier.",
                    self.style.moment(zone.local(latest), zone.local(self.now).date())
                ),
            )),
            _ => Ok(wanted),
        }
    }

    /// Fine when the last date comes after the first, and not too long after it.
    fn in_reach(&self, until: NaiveDate, from: NaiveDate) -> Result<(), Fault> {
        let days = (until - from).num_days();
        if days < 0 {
            return Err(("until", format!("{until} is before {from}, when the plan begins.")));
        }
        if days > i64::from(MOST_WEEKS) * 7 {
            return Err((
                "until",
                format!("From {from} to {until} is more than {MOST_WEEKS} weeks: plan for less at once."),
            ));
        }
        Ok(())
    }

    /// The plan's span and its shifts, with nobody on them yet. `published` are the shifts that end after
    /// [`Asked::wanted`], in order.
    pub(super) fn turns(&self, wanted: Instant, published: &[Shift]) -> Result<(Span, Vec<Shift>), Fault> {
        let start = self.start(wanted, published);
        let end = self.end(start, published);
        let field = if self.until.is_some() { "until" } else { "weeks" };
        let nothing = || (field, "No turn begins in this time. Plan for longer.".to_owned());
        let span = Span::new(start, end).map_err(|_| nothing())?;
        let zone = &self.rules.zone;
        let first = self.rules.handover.at_or_before(zone, start).unwrap_or(start);
        let window = Span::new(first, end).map_err(|_| nothing())?;
        let turns: Vec<Shift> = shifts(self.rota, self.rules, window)
            .into_iter()
            .filter_map(|shift| shift.within(self.rota, span))
            .collect();
        match turns.len() {
            0 => Err((field, "Nothing is covered in this time. Plan for longer.".to_owned())),
            many if many > MOST_SHIFTS => Err((
                field,
                format!("{many} shifts: one plan has at most {MOST_SHIFTS}. Plan fewer weeks."),
            )),
            _ => Ok((span, turns)),
        }
    }

    fn start(&self, wanted: Instant, published: &[Shift]) -> Instant {
        let handover = self.rules.handover.next_after(&self.rules.zone, wanted - 1);
        let Some(planned) = self.planned else {
            // Whoever plans from today wants somebody on duty today: the rest of the turn under way comes first.
            return if wanted <= self.now { wanted } else { handover };
        };
        if let Some(running) = published
            .iter()
            .find(|shift| shift.span.start() < wanted && wanted < shift.span.end())
        {
            return running.span.end();
        }
        if wanted >= planned.end() {
            return wanted;
        }
        let next = published
            .iter()
            .map(|shift| shift.span.start())
            .find(|start| *start >= wanted);
        next.unwrap_or(planned.end()).min(handover).min(planned.end())
    }

    /// The first handover after so many weeks; later where a published shift would be cut in two.
    fn end(&self, start: Instant, published: &[Shift]) -> Instant {
        let zone = &self.rules.zone;
        let local = zone.local(start);
        let last = local
            .checked_add_days(Days::new(u64::from(self.weeks) * 7))
            .unwrap_or(local);
        let asked = self.until.and_then(|until| until.succ_opt());
        let last = asked.map_or(last, |day| day.and_time(NaiveTime::MIN));
        let end = self.rules.handover.next_after(zone, zone.instant(last) - 1);
        let cut = published
            .iter()
            .find(|shift| shift.span.start() < end && end < shift.span.end());
        cut.map_or(end, |shift| shift.span.end())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use domain::{
        Zone,
        holidays::Holidays,
        rota::{Coverage, Handover, OfficeHours, Unit},
    };

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn rules(anchor: &str) -> Rules {
        Rules {
            zone: Zone::named("Europe/London").unwrap(),
            coverage: Coverage::round_the_clock(),
            handover: Handover::new(anchor.parse().unwrap(), 1, Unit::Weeks, vec![]).unwrap(),
            office_hours: OfficeHours::default(),
            holidays: Holidays::none(),
        }
    }

    fn asked<'a>(rules: &'a Rules, planned: Option<(&str, &str)>, from: Option<&str>) -> Asked<'a> {
        Asked {
            rota: RotaId::from_uuid(uuid::Uuid::nil()),
            rules,
            planned: planned.map(|(from, to)| Span::new(at(from), at(to)).unwrap()),
            from: from.map(|date| date.parse().unwrap()),
            weeks: 2,
            until: None,
            now: at("2026-11-24T12:00:00Z"),
            style: Style::default(),
        }
    }

    fn published(rules: &Rules, from: &str, to: &str) -> Vec<Shift> {
        shifts(
            RotaId::from_uuid(uuid::Uuid::nil()),
            rules,
            Span::new(at(from), at(to)).unwrap(),
        )
    }

    #[test]
    fn a_first_plan_begins_now_with_the_rest_of_the_turn_under_way() {
        let rules = rules("2026-01-05T09:00:00");
        for from in [None, Some("2026-11-24")] {
            let asked = asked(&rules, None, from);
            let (span, turns) = asked.turns(asked.wanted().unwrap(), &[]).unwrap();
            assert_eq!(
                (span.start(), span.end(), turns.len()),
                (asked.now, at("2026-12-14T09:00:00Z"), 3)
            );
            assert_eq!(turns[0].span.end(), at("2026-11-30T09:00:00Z"));
        }
    }

    #[test]
    fn a_first_plan_of_a_later_day_begins_at_the_handover_on_or_after_it() {
        let rules = rules("2026-01-05T09:00:00");
        let asked = asked(&rules, None, Some("2026-11-25"));
        let (span, turns) = asked.turns(asked.wanted().unwrap(), &[]).unwrap();
        assert_eq!(
            (span.start(), span.end(), turns.len()),
            (at("2026-11-30T09:00:00Z"), at("2026-12-14T09:00:00Z"), 2)
        );
    }

    #[test]
    fn a_plan_goes_on_where_the_published_one_ends() {
        let rules = rules("2026-01-05T09:00:00");
        let asked = asked(&rules, Some(("2026-11-16T09:00:00Z", "2026-12-07T09:00:00Z")), None);
        let (span, turns) = asked.turns(asked.wanted().unwrap(), &[]).unwrap();
        assert_eq!(
            (span.start(), turns[0].span.start()),
            (at("2026-12-07T09:00:00Z"), at("2026-12-07T09:00:00Z"))
        );
    }

    #[test]
    fn planning_again_from_the_middle_of_a_turn_begins_with_the_next() {
        let rules = rules("2026-01-05T09:00:00");
        let planned = Some(("2026-11-16T09:00:00Z", "2026-12-28T09:00:00Z"));
        let asked = asked(&rules, planned, Some("2026-12-09"));
        let shifts = published(&rules, "2026-11-23T09:00:00Z", "2026-12-28T09:00:00Z");
        let (span, _) = asked.turns(asked.wanted().unwrap(), &shifts).unwrap();
        assert_eq!(
            (span.start(), span.end()),
            (at("2026-12-14T09:00:00Z"), at("2026-12-28T09:00:00Z"))
        );
    }

    #[test]
    fn no_time_is_left_out_between_two_plans() {
        let rules = rules("2026-01-05T09:00:00");
        let late = asked(
            &rules,
            Some(("2026-11-16T09:00:00Z", "2026-12-07T09:00:00Z")),
            Some("2026-12-20"),
        );
        assert_eq!(late.wanted().unwrap_err().0, "from");
    }

    #[test]
    fn another_handover_gets_a_short_turn_in_between() {
        let (old, new) = (rules("2026-01-05T09:00:00"), rules("2026-01-07T09:00:00"));
        let planned = Some(("2026-11-16T09:00:00Z", "2026-12-07T09:00:00Z"));
        let asked = asked(&new, planned, None);
        let shifts = published(&old, "2026-11-23T09:00:00Z", "2026-12-07T09:00:00Z");
        let (span, turns) = asked.turns(asked.wanted().unwrap(), &shifts).unwrap();
        assert_eq!(span.start(), at("2026-12-07T09:00:00Z"));
        assert_eq!(
            turns[0].span,
            Span::new(at("2026-12-07T09:00:00Z"), at("2026-12-09T09:00:00Z")).unwrap()
        );
        assert_eq!(turns[1].span.start(), at("2026-12-09T09:00:00Z"));
    }

    #[test]
    fn a_plan_that_ran_out_goes_on_from_now() {
        let rules = rules("2026-01-05T09:00:00");
        let asked = asked(&rules, Some(("2026-10-05T08:00:00Z", "2026-11-02T09:00:00Z")), None);
        let (span, turns) = asked.turns(asked.wanted().unwrap(), &[]).unwrap();
        assert_eq!(
            (span.start(), turns[0].span.end()),
            (asked.now, at("2026-11-30T09:00:00Z"))
        );
    }

    #[test]
    fn a_published_shift_is_never_cut_in_two_by_the_end() {
        let (old, new) = (rules("2026-01-05T09:00:00"), rules("2026-01-07T09:00:00"));
        let planned = Some(("2026-11-16T09:00:00Z", "2027-01-04T09:00:00Z"));
        let asked = asked(&new, planned, Some("2026-11-30"));
        let shifts = published(&old, "2026-11-23T09:00:00Z", "2027-01-04T09:00:00Z");
        let (span, turns) = asked.turns(asked.wanted().unwrap(), &shifts).unwrap();
        assert!(
            shifts
                .iter()
                .all(|shift| !(shift.span.start() < span.end() && span.end() < shift.span.end()))
        );
        assert_eq!(turns.last().unwrap().span.end(), span.end());
    }
}
