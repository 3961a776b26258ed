//! Which turns each person holds, and from which others that keeps them: by rest, and by the most shifts in some days.

use super::bits::TurnSets;
use super::model::Model;
use super::weekly;

pub(super) struct Holding {
    turns: usize,
    days: usize,
    held: TurnSets,
    /// For each person and turn: the turns they hold that are too near it, itself among them.
    near: Vec<u32>,
    /// For each person and day: the shifts that start on it.
    starts: Vec<u32>,
    /// For each limit, person and day: what counts within the limit's window that ends on this day.
    windows: Vec<Vec<u32>>,
    /// For each person and day: the windows with the day in them in which no further shift may start.
    full: Vec<u32>,
    /// The same for windows that count days: they do not mind a second shift on the same day.
    full_of_days: Vec<u32>,
}

impl Holding {
    /// Nobody holds anything but their duty elsewhere.
    pub(super) fn new(model: &Model) -> Self {
        let (people, turns, days) = (model.people.len(), model.turns.len(), model.days);
        let window = |limit: &super::model::Limit| vec![0; people * (days + limit.days)];
        let mut holding = Self {
            turns,
            days,
            held: TurnSets::new(people, turns),
            near: vec![0; people * turns],
            starts: vec![0; people * days],
            windows: model.limits.iter().map(window).collect(),
            full: vec![0; people * days],
            full_of_days: vec![0; people * days],
        };
        for limit in model.limits.iter().filter(|limit| limit.max == 0) {
            holding
                .full_mut(limit.of_days)
                .iter_mut()
                .for_each(|full| *full += limit.days as u32);
        }
        for (person, member) in model.people.iter().enumerate() {
            for day in &member.busy_days {
                holding.count_day(model, person, *day, true);
            }
        }
        holding
    }

    pub(super) fn held(&self) -> &TurnSets {
        &self.held
    }

    /// How many shifts of the person start on a day.
    pub(super) fn on_day(&self, person: usize, day: usize) -> u32 {
        self.starts[person * self.days + day]
    }

    /// Whether nothing that the person holds keeps them from the turn.
    pub(super) fn is_free(&self, model: &Model, person: usize, turn: usize) -> bool {
        let day = person * self.days + model.turns[turn].day;
        self.near[person * self.turns + turn] == 0
            && self.full[day] == 0
            && (self.full_of_days[day] == 0 || self.starts[day] > 0)
            && !weekly::breaks(model, person, turn, Some((&self.held, None)))
    }

    /// Whether nothing would keep the person from `turn` once they have left `left`, which they hold.
    pub(super) fn is_free_without(&self, model: &Model, person: usize, turn: usize, left: usize) -> bool {
        if self.is_free(model, person, turn) {
            return true;
        }
        let near = self.near[person * self.turns + turn];
        let freed = u32::from(left == turn || model.clash(left, turn));
        near == freed
            && (0..model.limits.len()).all(|limit| self.keeps_limit(model, limit, person, turn, Some(left)))
            && !weekly::breaks(model, person, turn, Some((&self.held, Some(left))))
    }

    /// Whether a shift more on the turn's day keeps to a limit, once `left` is left.
    pub(super) fn keeps_limit(
        &self,
        model: &Model,
        limit: usize,
        person: usize,
        turn: usize,
        left: Option<usize>,
    ) -> bool {
        let rule = &model.limits[limit];
        let day = model.turns[turn].day;
        let left_day = left.map(|left| model.turns[left].day);
        if rule.of_days && self.on_day(person, day) > u32::from(left_day == Some(day)) {
            return true;
        }
        // Leaving a day on which there is another shift frees nothing of a limit that counts days.
        let freed = left_day.filter(|left| !rule.of_days || self.on_day(person, *left) == 1);
        let first = person * (self.days + rule.days) + day;
        let windows = self.windows[limit][first..first + rule.days].iter().enumerate();
        windows.fold(true, |keeps, (ahead, count)| {
            let last = day + ahead;
            let without = freed.is_some_and(|freed| freed <= last && last < freed + rule.days);
            keeps & (count - u32::from(without) < rule.max)
        })
    }

    /// Writes down that the person holds the turn, or no longer does.
    pub(super) fn set(&mut self, model: &Model, person: usize, turn: usize, holds: bool) {
        self.held.flip(person, turn);
        let row = person * self.turns;
        for other in model.turns[turn].nearby.clone() {
            if other == turn || model.clash(other, turn) {
                let near = &mut self.near[row + other];
                *near = if holds { *near + 1 } else { *near - 1 };
            }
        }
        self.count_day(model, person, model.turns[turn].day, holds);
    }

    fn count_day(&mut self, model: &Model, person: usize, day: usize, starts: bool) {
        let on_day = &mut self.starts[person * self.days + day];
        *on_day = if starts { *on_day + 1 } else { *on_day - 1 };
        let first = *on_day == u32::from(starts);
        for (index, limit) in model.limits.iter().enumerate() {
            if !limit.of_days || first {
                self.count_in_windows(index, limit, person, day, starts);
            }
        }
    }

    /// Counts one more, or one less, in the windows of a limit with this day in them.
    fn count_in_windows(&mut self, index: usize, limit: &super::model::Limit, person: usize, day: usize, more: bool) {
        let from = person * (self.days + limit.days) + day;
        let windows = &mut self.windows[index][from..from + limit.days];
        let full = if limit.of_days {
            &mut self.full_of_days
        } else {
            &mut self.full
        };
        let full = &mut full[person * self.days..][..self.days];
        for (ahead, count) in windows.iter_mut().enumerate() {
            let was_full = *count >= limit.max;
            *count = if more { *count + 1 } else { *count - 1 };
            if was_full == (*count >= limit.max) {
                continue;
            }
            let last = day + ahead;
            let days = (last + 1).saturating_sub(limit.days)..(last + 1).min(full.len());
            for full in &mut full[days] {
                *full = if more { *full + 1 } else { *full - 1 };
            }
        }
    }

    fn full_mut(&mut self, of_days: bool) -> &mut Vec<u32> {
        if of_days {
            &mut self.full_of_days
        } else {
            &mut self.full
        }
    }
}
