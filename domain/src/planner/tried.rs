//! Changes tried one after the other, the best first.

use super::{Change, EditDesk, NoSuchChange, WhatIf};

/// A change that was tried, and what it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The change.
    pub change: Change,
    /// What it would do, or why it cannot be made.
    pub outcome: Result<WhatIf, NoSuchChange>,
}

impl Tried {
    /// Whether it breaks no rule.
    pub fn is_sound(&self) -> bool {
        self.outcome.as_ref().is_ok_and(|what_if| what_if.broken.is_empty())
    }

    /// Sound changes come first, then those that break rules, then those that cannot be made; the best of each first.
    fn rank(&self) -> (u8, i64, i64) {
        match &self.outcome {
            Ok(what_if) => (u8::from(!what_if.broken.is_empty()), what_if.unfilled, what_if.cost),
            Err(_) => (2, 0, 0),
        }
    }
}

impl EditDesk<'_> {
    /// Tries changes by themselves and sorts them, the best first; equally good ones stay in order. Nothing is changed.
    ///
    /// ```
    /// use domain::planner::{Candidate, Change, Editor, NoSuchChange, Request, Rules, Slot, plan};
    /// use domain::{Instant, Pairing, PersonId, Qualification, Role, RotaId, ShiftId, Span};
    /// # fn person(digit: char) -> PersonId { "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a1_".replace('_', &digit.to_string()).parse().unwrap() }
    /// let rota: RotaId = "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse()?;
    /// let span = Span::new(Instant::from_seconds(0), Instant::from_seconds(43_200))?;
    /// let slot = Slot::new(ShiftId::of(rota, span.start()), span, 8);
    /// let may = [('a', Qualification::Lead), ('b', Qualification::Both), ('c', Qualification::Both)];
    /// let people = may.map(|(digit, may)| Candidate::new(person(digit), may)).to_vec();
    /// let request = Request::new(vec![slot.clone()], people, Rules::default());
    /// let pairing = Pairing::new(None, Some(person('b')))?;
    /// let editor = Editor::new(&request, &[domain::planner::Assignment { shift: slot.shift, pairing }]);
    /// let give = |digit| Change::Assign { shift: slot.shift, role: Role::Engineer, person: person(digit) };
    /// let tried = editor.open().try_all("abc".chars().map(give));
    /// let order: Vec<Change> = tried.iter().map(|one| one.change).collect();
    /// assert_eq!(order, vec![give('b'), give('c'), give('a')]);
    /// assert!(tried[1].is_sound() && !tried[2].is_sound());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn try_all(&mut self, changes: impl IntoIterator<Item = Change>) -> Vec<Tried> {
        let mut tried: Vec<Tried> = changes
            .into_iter()
            .map(|change| Tried {
                change,
                outcome: self.try_change(change),
            })
            .collect();
        tried.sort_by_key(Tried::rank);
        tried
    }
}
