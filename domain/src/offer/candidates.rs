//! Who could take a stretch of duty, the best first, and what is against the others.

use crate::{PersonId, Span};

/// What is known of somebody who might take it.
#[derive(Debug, Clone)]
pub struct Known {
    /// Who.
    pub person: PersonId,
    /// Whether they may hold the role.
    pub qualified: bool,
    /// When they are on leave, around the stretch.
    pub leave: Vec<Span>,
    /// When they are on duty on any rota, around the stretch.
    pub duty: Vec<Span>,
    /// Points of load in the weeks before and ahead.
    pub load: u32,
}

/// What is against somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Against {
    /// They may not hold the role.
    NotQualified,
    /// They are on leave.
    OnLeave(Span),
    /// They are on duty, here or on another rota.
    OnDuty(Span),
    /// So few seconds of rest would lie between it and other duty of theirs. It may be done all the same.
    LittleRest(i64),
}

impl Against {
    /// Whether it only warns.
    pub const fn is_warning(&self) -> bool {
        matches!(self, Self::LittleRest(_))
    }
}

/// Somebody who might take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// What is against them; nothing for the best.
    pub against: Vec<Against>,
    /// Points of load in the weeks before and ahead.
    pub load: u32,
}

impl Candidate {
    /// Whether they may take it, perhaps with little rest.
    pub fn can(&self) -> bool {
        self.against.iter().all(Against::is_warning)
    }
}

/// Those who might take the covered `time`, the best first: those who can, of them those who have `rest` seconds before
/// and after it, of them those with the lowest load. Who is equal comes in the order of their ids.
///
/// ```
/// use domain::{Span, offer::{Against, Known, candidates}};
/// let night = Span::new("2026-11-24T17:00:00Z".parse()?, "2026-11-25T09:00:00Z".parse()?)?;
/// let known = |id: &str, load| Known { person: id.parse().unwrap(), qualified: true, leave: vec![], duty: vec![], load };
/// let (ada, bob) = ("6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11", "1b0f6a52-7d0e-4f0e-8a53-0f6b1f2f9f10");
/// let day_after = Span::new(night.end() + 3600, night.end() + 7200)?;
/// let tired = Known { duty: vec![day_after], ..known(bob, 3) };
/// let found = candidates(&[night], vec![tired, known(ada, 40)], 11 * 3600);
/// assert_eq!(found[0].person.to_string(), ada);
/// assert_eq!(found[1].against, [Against::LittleRest(3600)]);
/// assert!(found[1].can());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn candidates(time: &[Span], known: Vec<Known>, rest: i64) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = known
        .into_iter()
        .map(|known| Candidate {
            person: known.person,
            against: against(time, &known, rest),
            load: known.load,
        })
        .collect();
    found.sort_by_key(|candidate| {
        let hard = candidate.against.iter().filter(|one| !one.is_warning()).count();
        (hard, candidate.against.len(), candidate.load, candidate.person)
    });
    found
}

fn against(time: &[Span], known: &Known, rest: i64) -> Vec<Against> {
    let meets = |spans: &[Span]| {
        spans
            .iter()
            .copied()
            .find(|span| time.iter().any(|part| part.overlaps(span)))
    };
    let mut found = Vec::new();
    if !known.qualified {
        found.push(Against::NotQualified);
    }
    found.extend(meets(&known.leave).map(Against::OnLeave));
    match meets(&known.duty) {
        Some(span) => found.push(Against::OnDuty(span)),
        None => found.extend(
            least_rest(time, &known.duty)
                .filter(|left| *left < rest)
                .map(Against::LittleRest),
        ),
    }
    found
}

/// The shortest pause between a part of `time` and other duty; `None` without other duty.
fn least_rest(time: &[Span], duty: &[Span]) -> Option<i64> {
    let pause = |part: &Span, other: &Span| (other.start() - part.end()).max(part.start() - other.end());
    time.iter()
        .flat_map(|part| duty.iter().map(move |other| pause(part, other)))
        .min()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn span(from: i64, to: i64) -> Span {
        let start = "2026-11-24T00:00:00Z".parse::<crate::Instant>().unwrap();
        Span::new(start + from * 3600, start + to * 3600).unwrap()
    }

    fn known(number: u128, load: u32) -> Known {
        Known {
            person: PersonId::from_uuid(uuid::Uuid::from_u128(number)),
            qualified: true,
            leave: Vec::new(),
            duty: Vec::new(),
            load,
        }
    }

    #[test]
    fn those_who_cannot_come_last_and_say_why() {
        let night = span(17, 33);
        let people = vec![
            Known {
                qualified: false,
                ..known(1, 0)
            },
            Known {
                leave: vec![span(0, 24)],
                ..known(2, 0)
            },
            Known {
                duty: vec![span(20, 30)],
                ..known(3, 0)
            },
            known(4, 9),
            known(5, 7),
        ];
        let found = candidates(&[night], people, 11 * 3600);
        let order: Vec<u128> = found.iter().map(|one| one.person.uuid().as_u128()).collect();
        assert_eq!(order, [5, 4, 1, 2, 3]);
        assert_eq!(found[3].against, [Against::OnLeave(span(0, 24))]);
        assert_eq!(found[4].against, [Against::OnDuty(span(20, 30))]);
        assert!(!found[2].can() && found[0].can());
    }

    #[test]
    fn rest_is_measured_before_and_after_and_touching_duty_leaves_none() {
        for (duty, left) in [(span(10, 17), 0), (span(33, 40), 0), (span(1, 7), 10 * 3600)] {
            let found = candidates(
                &[span(17, 33)],
                vec![Known {
                    duty: vec![duty],
                    ..known(1, 0)
                }],
                11 * 3600,
            );
            assert_eq!(found[0].against, [Against::LittleRest(left)]);
        }
        let rested = candidates(
            &[span(17, 33)],
            vec![Known {
                duty: vec![span(0, 6)],
                ..known(1, 0)
            }],
            11 * 3600,
        );
        assert_eq!(rested[0].against, []);
    }

    #[test]
    fn duty_in_a_pause_of_what_is_taken_is_no_clash() {
        let found = candidates(
            &[span(0, 8), span(24, 32)],
            vec![Known {
                duty: vec![span(10, 12)],
                ..known(1, 0)
            }],
            0,
        );
        assert!(found[0].can());
    }
}
