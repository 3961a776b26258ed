//! The ledger of time off in lieu.

use chrono::{Days, NaiveDate};
use domain::pay::{ToilEntry, check_toil, toil_balance, toil_steps};
use proptest::prelude::*;

fn day(days: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 1, 1).unwrap() + Days::new(days)
}

fn any_entry() -> impl Strategy<Value = ToilEntry> {
    (0u64..120, 1i64..10, any::<bool>(), prop::option::of(1u64..60)).prop_map(|(on, hours, earned, kept)| {
        let (on, seconds) = (day(on), hours * 3600);
        match earned {
            true => ToilEntry::Earned {
                on,
                seconds,
                expires: kept.and_then(|kept| on.checked_add_days(Days::new(kept))),
            },
            false => ToilEntry::Taken { on, seconds },
        }
    })
}

proptest! {
    /// What was earned is taken, lost, or left; nothing else becomes of it.
    #[test]
    fn nothing_of_it_is_lost_but_what_expires(entries in prop::collection::vec(any_entry(), 0..20), on in 0u64..200) {
        let on = day(on);
        let sum = |wanted: bool| -> i64 {
            let entries = entries.iter().filter_map(|entry| match *entry {
                ToilEntry::Earned { on: at, seconds, .. } if wanted && at <= on => Some(seconds),
                ToilEntry::Taken { on: at, seconds } if !wanted && at <= on => Some(seconds),
                _ => None,
            });
            entries.sum()
        };
        let balance = toil_balance(&entries, on);
        prop_assert_eq!(sum(true) - sum(false), balance.left - balance.overdrawn + balance.expired);
        prop_assert!(balance.left >= 0 && balance.overdrawn >= 0 && (balance.left == 0 || balance.overdrawn == 0));
        let steps = toil_steps(&entries, on);
        let total: i64 = steps.iter().map(|step| step.seconds).sum();
        prop_assert_eq!(total, balance.left - balance.overdrawn);
        prop_assert_eq!(steps.last().map_or(0, |step| step.balance), total);
    }

    /// What may be taken leaves no date short that was not short before; one second more than is said does.
    #[test]
    fn what_may_be_taken_is_there(entries in prop::collection::vec(any_entry(), 0..12), on in 0u64..150, hours in 1i64..20) {
        let (on, seconds) = (day(on), hours * 3600);
        let short = |seconds: i64| {
            let with: Vec<ToilEntry> = entries.iter().copied().chain([ToilEntry::Taken { on, seconds }]).collect();
            (0..200).map(day).any(|date| {
                let taken = entries.iter().any(|it| matches!(it, ToilEntry::Taken { on, .. } if *on == date)) || date == on;
                taken && toil_balance(&with, date).overdrawn > toil_balance(&entries, date).overdrawn
            })
        };
        match check_toil(&entries, on, seconds) {
            Ok(()) => prop_assert!(!short(seconds)),
            Err(refusal) => {
                prop_assert!(short(seconds) && refusal.left < seconds);
                prop_assert!(refusal.left == 0 || check_toil(&entries, on, refusal.left).is_ok());
            }
        }
    }
}
