//! What is chosen on a drawing, as plain values: where it begins and ends, what it catches on, how it is said.

use super::super::{Bar, BarKind, Chart};
use domain::{
    Instant, Role, Span, Zone,
    time::{DateOrder, HourClock, Style},
};

/// A stretch of a role that is chosen, or a cover that is being changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The role.
    pub(crate) role: Role,
    /// From when.
    pub(crate) from: Instant,
    /// Until when.
    pub(crate) to: Instant,
    /// The cover that would become this, with its name: id and whose.
    pub(crate) cover: Option<(String, String)>,
}

/// Which part of a choice is dragged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Its start.
    Start,
    /// Its end.
    End,
    /// All of it.
    Whole,
}

/// Where the keys lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// To the stretch before.
    Back,
    /// To the stretch after.
    On,
    /// To the other lane.
    Across,
    /// To the first of the lane.
    First,
    /// To the last.
    Last,
}

impl Choice {
    /// What a bar stands for; all of a cover, which is then changed.
    pub(crate) fn of(bar: &Bar) -> Option<Self> {
        let whose = bar.person.as_ref().map(|person| person.name.clone());
        let cover = bar.cover.as_ref().filter(|_| bar.kind == BarKind::Cover);
        let (from, to) = cover.map_or((bar.from, bar.to), |cover| (cover.from, cover.to));
        (bar.kind != BarKind::Draft).then(|| Self {
            role: bar.role,
            from,
            to,
            cover: cover.map(|cover| (cover.id.clone(), whose.unwrap_or_default())),
        })
    }

    /// A new stretch between two instants, in whichever order.
    pub(crate) fn between(role: Role, one: Instant, other: Instant) -> Option<Self> {
        let span = Span::new(one.min(other), one.max(other)).ok()?;
        Some(Self {
            role,
            from: span.start(),
            to: span.end(),
            cover: None,
        })
    }

    /// With a part of it somewhere else; `None` when nothing would be left.
    pub(crate) fn moved(&self, part: Part, to: Instant) -> Option<Self> {
        let length = self.to - self.from;
        let (from, to) = match part {
            Part::Start => (to, self.to),
            Part::End => (self.from, to),
            Part::Whole => (to, to + length),
        };
        (from < to).then(|| Self {
            from,
            to,
            ..self.clone()
        })
    }
}

/// How finely a drawing is chosen from, in seconds: what somebody can still point at.
pub(crate) fn step(zoom: &str) -> i64 {
    match zoom {
        "day" => 900,
        "week" => 1800,
        "month" => 3 * 3600,
        "quarter" => 12 * 3600,
        _ => 86_400,
    }
}

/// The instant nearest to `at` that a choice may begin or end at: where duty of the lane changes or now, if that is within
/// `reach` seconds, or else a whole step of the clock on the wall.
pub(crate) fn snapped(chart: &Chart, role: Role, at: Instant, reach: i64) -> Instant {
    let edges = edges(chart, role);
    let nearest = edges.into_iter().min_by_key(|edge| (*edge - at).abs());
    if let Some(edge) = nearest.filter(|edge| (*edge - at).abs() <= reach) {
        return edge;
    }
    whole(&chart.clock, at, step(&chart.zoom))
}

/// The next instant after (or before) `at` that a choice may begin or end at.
pub(crate) fn beside(chart: &Chart, role: Role, at: Instant, onwards: bool) -> Instant {
    let step = step(&chart.zoom);
    let near = whole(&chart.clock, at, step);
    let steps = (-2..=2).map(|by| whole(&chart.clock, near + by * step, step));
    let all = steps.chain(edges(chart, role));
    let found = if onwards {
        all.filter(|one| *one > at).min()
    } else {
        all.filter(|one| *one < at).max()
    };
    found.unwrap_or(at)
}

fn edges(chart: &Chart, role: Role) -> Vec<Instant> {
    let bars = chart.bars.iter().filter(|bar| bar.role == role);
    bars.flat_map(|bar| [bar.from, bar.to]).collect()
}

/// The nearest whole step of the clock on the wall.
fn whole(zone: &Zone, at: Instant, step: i64) -> Instant {
    let offset = i64::from(zone.offset_at(at));
    let wall = at.seconds() + offset + step / 2;
    Instant::from_seconds(wall - wall.rem_euclid(step) - offset)
}

/// The bar that a way leads to from bar `here`, by their places in the drawing.
pub(crate) fn next(bars: &[Bar], here: usize, way: Way) -> Option<usize> {
    let now = bars.get(here)?;
    let role = if way == Way::Across { now.role.other() } else { now.role };
    let mut lane: Vec<(Instant, Instant, usize)> = bars
        .iter()
        .enumerate()
        .filter(|(_, bar)| bar.role == role && bar.kind != BarKind::Covered)
        .map(|(place, bar)| (bar.from, bar.to, place))
        .collect();
    lane.sort_unstable();
    let at = (now.from, now.to, here);
    let found = match way {
        Way::Back => lane.iter().rev().find(|one| **one < at),
        Way::On => lane.iter().find(|one| **one > at),
        Way::First => lane.first(),
        Way::Last => lane.last(),
        Way::Across => lane.iter().min_by_key(|(from, to, _)| {
            let middle = |from: Instant, to: Instant| from.seconds() / 2 + to.seconds() / 2;
            (middle(*from, *to) - middle(now.from, now.to)).abs()
        }),
    };
    found.map(|(.., place)| *place)
}

/// `Tue 24 Nov 17:30 – Wed 25 Nov 09:00 · 15 h 30 min · Lead`.
pub(crate) fn words(chart: &Chart, choice: &Choice) -> String {
    let dates = chart.style[0].parse::<DateOrder>().unwrap_or_default();
    let clock = chart.style[1].parse::<HourClock>().unwrap_or_default();
    let style = Style { dates, clock };
    let today = chart.clock.local(chart.start).date();
    let (from, to) = (chart.clock.local(choice.from), chart.clock.local(choice.to));
    let end = if from.date() == to.date() {
        style.time(to.time())
    } else {
        style.moment(to, today)
    };
    let length = length(choice.to - choice.from);
    format!("{} – {end} · {length} · {}", style.moment(from, today), choice.role)
}

fn length(seconds: i64) -> String {
    let minutes = seconds / 60;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn bar(role: Role, kind: BarKind, from: &str, to: &str) -> Bar {
        Bar {
            role,
            kind,
            mine: false,
            changed: false,
            locked: false,
            person: None,
            x: 0.0,
            width: 1.0,
            from: at(from),
            to: at(to),
            label: String::new(),
            when: String::new(),
            length: String::new(),
            note: None,
            cover: None,
            offer: None,
            may_offer: false,
        }
    }

    /// London around the end of summer time: clocks go back at 01:00 UTC on 25 October.
    fn chart(zoom: &str) -> Chart {
        Chart {
            zone: "Europe/London".to_owned(),
            zoom: zoom.to_owned(),
            start: at("2026-10-18T23:00:00Z"),
            end: at("2026-10-26T00:00:00Z"),
            clock: Zone::new("Europe/London", 3600, vec![(at("2026-10-25T01:00:00Z"), 0)]).unwrap(),
            style: [
                DateOrder::DayFirst.key().to_owned(),
                HourClock::TwentyFour.key().to_owned(),
            ],
            bars: vec![
                bar(
                    Role::Lead,
                    BarKind::Plan,
                    "2026-10-19T16:30:00Z",
                    "2026-10-20T08:00:00Z",
                ),
                bar(
                    Role::Engineer,
                    BarKind::Plan,
                    "2026-10-19T16:30:00Z",
                    "2026-10-20T08:00:00Z",
                ),
                bar(
                    Role::Lead,
                    BarKind::Covered,
                    "2026-10-20T16:30:00Z",
                    "2026-10-21T08:00:00Z",
                ),
                bar(
                    Role::Lead,
                    BarKind::Cover,
                    "2026-10-20T16:30:00Z",
                    "2026-10-21T08:00:00Z",
                ),
                bar(
                    Role::Engineer,
                    BarKind::Gap,
                    "2026-10-20T16:30:00Z",
                    "2026-10-21T08:00:00Z",
                ),
            ],
            hours: Vec::new(),
            own_zone: None,
            clock_changes: Vec::new(),
            months: Vec::new(),
            days: Vec::new(),
            shades: Vec::new(),
            grid: Vec::new(),
            now: None,
            lanes: [None, None],
        }
    }

    #[test]
    fn an_end_catches_on_duty_nearby_and_else_on_whole_steps_of_the_wall_clock() {
        let chart = chart("week");
        let near = |text: &str| snapped(&chart, Role::Lead, at(text), 600).to_string();
        assert_eq!(near("2026-10-19T16:37:00Z"), "2026-10-19T16:30:00Z");
        assert_eq!(near("2026-10-19T18:50:00Z"), "2026-10-19T19:00:00Z");
        let month = Chart {
            zoom: "month".to_owned(),
            ..chart
        };
        let wall = |text: &str| snapped(&month, Role::Lead, at(text), 0).to_string();
        assert_eq!(
            wall("2026-10-22T10:00:00Z"),
            "2026-10-22T11:00:00Z",
            "noon in London, in summer"
        );
        assert_eq!(wall("2026-10-25T11:00:00Z"), "2026-10-25T12:00:00Z", "and after it");
    }

    #[test]
    fn keys_step_to_the_next_edge_or_step_whichever_comes_first() {
        let chart = chart("month");
        let on = beside(&chart, Role::Lead, at("2026-10-20T14:00:00Z"), true);
        assert_eq!(on, at("2026-10-20T16:30:00Z"));
        assert_eq!(beside(&chart, Role::Lead, on, true), at("2026-10-20T17:00:00Z"));
        assert_eq!(beside(&chart, Role::Lead, on, false), at("2026-10-20T14:00:00Z"));
    }

    #[test]
    fn keys_go_along_a_lane_past_what_is_covered_and_across_to_the_other() {
        let bars = chart("week").bars;
        assert_eq!(next(&bars, 0, Way::On), Some(3));
        assert_eq!(next(&bars, 3, Way::Back), Some(0));
        assert_eq!(next(&bars, 3, Way::On), None);
        assert_eq!(next(&bars, 3, Way::Across), Some(4));
        assert_eq!(
            (next(&bars, 4, Way::First), next(&bars, 1, Way::Last)),
            (Some(1), Some(4))
        );
        assert_eq!(next(&bars, 9, Way::On), None);
    }

    #[test]
    fn a_choice_keeps_something_and_says_itself() {
        let chart = chart("week");
        let choice = Choice::between(Role::Lead, at("2026-10-25T08:00:00Z"), at("2026-10-24T16:30:00Z")).unwrap();
        assert_eq!(
            words(&chart, &choice),
            "Sat 24 Oct 17:30 – Sun 25 Oct 08:00 · 15 h 30 min · Lead"
        );
        assert_eq!(choice.moved(Part::End, choice.from), None);
        let later = choice.moved(Part::Whole, choice.from + 3600).unwrap();
        assert_eq!(later.to - later.from, choice.to - choice.from);
        assert_eq!(Choice::between(Role::Lead, choice.from, choice.from), None);
    }
}
