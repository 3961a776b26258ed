//! Any covers and withdrawals in any order: duty is what a simple model says, and never one person in both roles.
//!
//! `changes_random` holds every kind of change to what must always be so. Here a second reckoning, which knows nothing of
//! the first, says beforehand of each cover and withdrawal whether it must be made or refused, and who is then on duty.

use crate::support::{Database, NOW, at, nights::Nights};
use domain::{
    Instant, PersonId, Role, Span,
    timeline::{Cover, DutyRow, Inputs, resolve},
};
use server::services::CoverRequest;

/// A cover as the model knows it.
struct Known {
    id: String,
    span: Span,
    takes: [Option<PersonId>; 2],
}

/// A small generator: the same numbers for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % limit as u64).unwrap()
    }
}

/// Who holds the roles at an instant: the plan, with the covers in order on top.
fn pair(nights: &Nights, covers: &[Known], at: Instant) -> Option<[Option<PersonId>; 2]> {
    let shift = nights
        .shifts
        .iter()
        .find(|shift| shift.stretches.iter().any(|stretch| stretch.contains(at)))?;
    let mut pair = [shift.pairing.lead(), shift.pairing.engineer()];
    for cover in covers.iter().filter(|cover| cover.span.contains(at)) {
        for (held, taken) in pair.iter_mut().zip(cover.takes) {
            *held = taken.or(*held);
        }
    }
    Some(pair)
}

/// Every half hour of the coming nights.
fn instants() -> impl Iterator<Item = Instant> {
    (0..480).map(|step| at(NOW) + step * 1800)
}

fn is_sound(nights: &Nights, covers: &[Known], from: Instant) -> bool {
    instants()
        .filter(|at| *at >= from)
        .filter_map(|at| pair(nights, covers, at))
        .all(|[lead, engineer]| lead.is_none() || lead != engineer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn duty_is_what_covers_in_order_make_of_the_plan() {
    for seed in 1..=3 {
        let nights = Nights::new(Database::sqlite()).await;
        let mut known: Vec<Known> = Vec::new();
        let (mut dice, mut refused) = (Dice(seed), 0);
        for step in 0..60 {
            let now = nights.app.tandem.now();
            if dice.below(10) == 0 {
                nights.app.clock.set(now + 1800 * i64::try_from(dice.below(4)).unwrap());
            }
            let sound = if dice.below(3) == 0 && !known.is_empty() {
                withdraw(&nights, &mut known, &mut dice).await
            } else {
                cover(&nights, &mut known, &mut dice).await
            };
            refused += usize::from(!sound);
            compare(&nights, &known, &format!("seed {seed}, step {step}")).await;
        }
        assert!(
            (3..50).contains(&refused),
            "seed {seed}: {refused} of 60 refused tests little"
        );
    }
}

/// Tries a random cover; answers whether it was made, which must be when the model finds it sound.
async fn cover(nights: &Nights, known: &mut Vec<Known>, dice: &mut Dice) -> bool {
    let people = [nights.ada, nights.ben, nights.cleo, nights.dan, nights.eve];
    let start = nights.app.tandem.now() + 1800 * i64::try_from(dice.below(200)).unwrap();
    let span = Span::new(start, start + 1800 * (1 + i64::try_from(dice.below(60)).unwrap())).unwrap();
    let one = people[dice.below(5)];
    let takes = match dice.below(3) {
        0 => [Some(one), None],
        1 => [None, Some(one)],
        _ => [Some(one), Some(people[dice.below(5)])],
    };
    let changes = Role::BOTH
        .into_iter()
        .zip(takes)
        .filter_map(|(role, taker)| Some((role, taker?)))
        .collect();
    known.push(Known {
        id: String::new(),
        span,
        takes,
    });
    let covered = instants().any(|at| span.contains(at) && pair(nights, &[], at).is_some());
    let same = takes[0].is_some() && takes[0] == takes[1];
    let expected = covered && !same && is_sound(nights, known, nights.app.tandem.now());
    let why = Some("Any qualification will do".to_owned());
    let request = CoverRequest {
        id: None,
        changes,
        from: Some(start),
        to: span.end(),
        reason: String::new(),
        override_reason: why,
        if_match: None,
    };
    let made = nights.desk(nights.ada).make_cover("nights", request).await;
    assert_eq!(made.is_ok(), expected, "{made:?}");
    match made {
        Ok(made) => known.last_mut().unwrap().id = made.id,
        Err(_) => drop(known.pop()),
    }
    expected
}

/// Tries to withdraw a random cover; answers whether it was.
async fn withdraw(nights: &Nights, known: &mut Vec<Known>, dice: &mut Dice) -> bool {
    let (index, now) = (dice.below(known.len()), nights.app.tandem.now());
    let before = known[index].span;
    let over = before.end() <= now;
    let kept = Span::new(before.start(), before.end().min(now)).ok();
    let removed = kept.is_none().then(|| known.remove(index));
    if let Some(kept) = kept.filter(|_| !over) {
        known[index].span = kept;
    }
    let id = removed
        .as_ref()
        .map_or_else(|| known[index].id.clone(), |cover| cover.id.clone());
    let again = kept == Some(before);
    let expected = !over && is_sound(nights, known, now);
    let done = nights.desk(nights.ada).withdraw_cover(id.parse().unwrap()).await;
    assert_eq!(done.is_ok(), expected || (again && done.is_ok()), "{done:?}");
    if done.is_err() {
        match removed {
            Some(cover) => known.insert(index, cover),
            None => known[index].span = before,
        }
    }
    done.is_ok()
}

/// What is kept is what the model says, and what working it all out again says.
async fn compare(nights: &Nights, known: &[Known], place: &str) {
    for at in instants() {
        if let Some([lead, engineer]) = pair(nights, known, at) {
            assert_eq!(nights_pair(nights, at), (lead, engineer), "{place}, {at}");
        }
    }
    let covers = nights
        .app
        .tandem
        .store
        .covers(nights.rota, nights.planned)
        .await
        .unwrap();
    let covers: Vec<Cover> = covers.into_iter().map(|record| record.cover).collect();
    let window = nights.planned;
    let again = resolve(&Inputs {
        shifts: &nights.shifts,
        covers: &covers,
        corrections: &[],
        planned: Some(window),
        window,
    })
    .unwrap();
    let mut rows = again.into_rows();
    rows.push(DutyRow::unplanned(window.end()));
    let kept = nights
        .app
        .tandem
        .store
        .duty_since(nights.rota, window.start())
        .await
        .unwrap();
    assert_eq!(kept, rows, "{place}");
}

fn nights_pair(nights: &Nights, at: Instant) -> (Option<PersonId>, Option<PersonId>) {
    let snapshot = nights.app.tandem.snapshot();
    let now = domain::timeline::on_call(&snapshot.rota(nights.rota).unwrap().duty, at);
    (now.lead.map(|held| held.person), now.engineer.map(|held| held.person))
}
