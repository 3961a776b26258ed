//! Whatever is done to an offer, in whatever order and whenever.
#![allow(clippy::unwrap_used)]

use super::{Offer, State, Stretch, Terms, To};
use crate::{Instant, PersonId, Role, RotaId, Span};
use proptest::prelude::*;
use uuid::Uuid;

#[derive(Debug, Clone, Copy)]
enum Act {
    Accept(u8),
    Decline(u8),
    Withdraw,
    Approve,
    Refuse,
    Cancel,
    Expire,
}

fn person(number: u8) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number.into()))
}

fn acts() -> impl Strategy<Value = Vec<(Act, i64)>> {
    let act = prop_oneof![
        3 => (0_u8..5).prop_map(Act::Accept),
        2 => (0_u8..5).prop_map(Act::Decline),
        1 => Just(Act::Withdraw),
        2 => Just(Act::Approve),
        1 => Just(Act::Refuse),
        1 => Just(Act::Cancel),
        1 => Just(Act::Expire),
    ];
    proptest::collection::vec((act, 0_i64..600), 0..20)
}

proptest! {
    #[test]
    fn an_offer_is_applied_once_at_most_in_time_and_to_somebody_it_went_to(
        acts in acts(), anyone: bool, needs_approval: bool, wanted: bool, begins in 1_i64..4000, until in 1_i64..4000,
    ) {
        let start = Instant::from_seconds(1_800_000_000);
        let rota = RotaId::from_uuid(Uuid::from_u128(9));
        let stretch = |role, from: i64| Stretch { rota, role, span: Span::new(start + from, start + from + 100).unwrap() };
        let to = if anyone && !wanted {
            To::Anyone
        } else if wanted {
            To::People([person(1)].into())
        } else {
            To::People([person(1), person(2)].into())
        };
        let terms = Terms {
            giver: person(0), given: stretch(Role::Lead, begins), wanted: wanted.then(|| stretch(Role::Engineer, begins + 50)),
            to, until: start + until, needs_approval,
        };
        let mut offer = Offer::new(terms, start).unwrap();
        let (mut now, mut applied) = (start, 0);
        for (act, wait) in acts {
            now = now + wait;
            let before = offer.state_at(now);
            let next = match act {
                Act::Accept(who) => offer.accept(person(who), now).ok(),
                Act::Decline(who) => offer.decline(person(who), now).ok(),
                Act::Withdraw => offer.withdraw(now).ok(),
                Act::Approve => offer.approve(now).ok(),
                Act::Refuse => offer.refuse(now).ok(),
                Act::Cancel => offer.cancel(now).ok(),
                Act::Expire => offer.expired(now),
            };
            let Some(next) = next else { continue };
            if matches!(act, Act::Expire) {
                prop_assert_eq!(next.state, State::Expired);
            } else {
                prop_assert!(before.is_pending(), "{:?} after {:?}", act, before);
            }
            if let State::Applied(taker) = next.state {
                applied += 1;
                prop_assert!(next.terms.goes_to(taker) && taker != next.terms.giver);
                prop_assert!(now < next.terms.begins());
                prop_assert!(needs_approval == matches!(before, State::Accepted(_)));
                prop_assert!(needs_approval || now < next.terms.until);
            }
            prop_assert_eq!(&next.terms, &offer.terms);
            offer = next;
        }
        prop_assert!(applied <= 1);
    }
}
