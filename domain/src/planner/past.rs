//! What people carry in from before a plan.

/// What somebody has carried so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// Points of their duty in the time looked back at.
    pub points: u32,
    /// Their share in percent of a full share.
    pub share_percent: u16,
    /// For how much of that time they were there, in thousandths.
    pub present: u32,
}

/// What each of them carries into a plan: their points, and for the time before they joined what they would have carried
/// had they been there. Somebody new therefore begins level with the others, and does not have to catch up with them.
///
/// ```
/// use domain::planner::{Past, carried_in};
/// let past = |points, share_percent, present| Past { points, share_percent, present };
/// // Two who were there all the time, one with half a share; and one who has just joined.
/// assert_eq!(carried_in(&[past(100, 100, 1000), past(50, 50, 1000), past(0, 100, 0)]), [100, 50, 100]);
/// // Somebody who was there for half of it, and carried as much as the others do in that time.
/// assert_eq!(carried_in(&[past(100, 100, 1000), past(50, 100, 500)]), [100, 100]);
/// assert_eq!(carried_in(&[past(0, 100, 0)]), [0]);
/// ```
pub fn carried_in(past: &[Past]) -> Vec<u32> {
    let points: u64 = past.iter().map(|one| u64::from(one.points)).sum();
    let share = |one: &Past, thousandths: u32| u64::from(one.share_percent) * u64::from(thousandths.min(1000));
    let there: u64 = past.iter().map(|one| share(one, one.present)).sum();
    let missing = |one: &Past| share(one, 1000) - share(one, one.present);
    past.iter()
        .map(|one| {
            let credit = (points * missing(one) + there / 2).checked_div(there).unwrap_or(0);
            one.points.saturating_add(u32::try_from(credit).unwrap_or(u32::MAX))
        })
        .collect()
}
