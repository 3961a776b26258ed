//! Whether a call-out can be entered as it is.

use crate::{Instant, RotaId, Span};

/// No call-out is longer: two days.
const LONGEST: i64 = 2 * 86_400;

/// Why a call-out cannot be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallOutRefusal {
    /// Whoever was called is not on duty when it begins.
    NotOnDuty(Instant),
    /// Another call-out of theirs is at the same time.
    Overlaps(Span),
    /// It ends after now.
    Ahead,
    /// It is longer than two days.
    TooLong,
}

/// Fine when somebody with this duty and these other call-outs was called out in `span`, on `rota` if one is named.
///
/// # Errors
/// The first [`CallOutRefusal`] that applies.
///
/// ```
/// use domain::{Span, pay::{CallOutRefusal, check_call_out}};
/// let span = |from: &str, to: &str| Span::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
/// let night = span("2027-03-01T17:00:00Z", "2027-03-02T09:00:00Z");
/// let rota = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
/// let now = "2027-03-02T12:00:00Z".parse()?;
/// let check = |call, others: &[Span]| check_call_out(call, None, &[(rota, night)], others, now);
/// let late = span("2027-03-02T08:30:00Z", "2027-03-02T10:00:00Z");
/// assert_eq!(check(late, &[]), Ok(()));
/// assert_eq!(check(late, &[late]), Err(CallOutRefusal::Overlaps(late)));
/// let day = span("2027-03-02T10:00:00Z", "2027-03-02T11:00:00Z");
/// assert_eq!(check(day, &[]), Err(CallOutRefusal::NotOnDuty(day.start())));
/// assert_eq!(check(span("2027-03-02T08:30:00Z", "2027-03-02T13:00:00Z"), &[]), Err(CallOutRefusal::Ahead));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_call_out(
    span: Span,
    rota: Option<RotaId>,
    duty: &[(RotaId, Span)],
    others: &[Span],
    now: Instant,
) -> Result<(), CallOutRefusal> {
    if span.end() > now {
        return Err(CallOutRefusal::Ahead);
    }
    if span.seconds() > LONGEST {
        return Err(CallOutRefusal::TooLong);
    }
    on_duty(span.start(), rota, duty)?;
    match others.iter().find(|other| other.overlaps(&span)) {
        Some(other) => Err(CallOutRefusal::Overlaps(*other)),
        None => Ok(()),
    }
}

/// Fine when somebody with this duty is on it at `at`, on `rota` if one is named.
///
/// # Errors
/// [`CallOutRefusal::NotOnDuty`].
pub fn on_duty(at: Instant, rota: Option<RotaId>, duty: &[(RotaId, Span)]) -> Result<(), CallOutRefusal> {
    let suits = |of: RotaId| rota.is_none_or(|wanted| wanted == of);
    let held = duty.iter().any(|(of, span)| suits(*of) && span.contains(at));
    if held {
        Ok(())
    } else {
        Err(CallOutRefusal::NotOnDuty(at))
    }
}
