//! Offers in words.

use super::super::{Reader, Result, wording};
use crate::{snapshot::Snapshot, store::OfferRecord};
use app::{AppError, offers::OfferRow};
use domain::{
    Instant, Zone,
    offer::{Against, BadOffer, Candidate, Refusal, State, Stretch, To},
};

/// Why somebody's answer or decision is too late, or not theirs: with who was first.
pub(super) fn refused(refusal: Refusal, record: &OfferRecord, snapshot: &Snapshot, now: Instant) -> AppError {
    let name = |person| snapshot.directory().name_in_words(person).into_owned();
    let ago = wording::length(now - record.changed_at);
    match refusal {
        Refusal::NotForThem => {
            AppError::refused("not-for-you", "This offer is for somebody else: nothing was changed.")
        }
        Refusal::NotAccepted => AppError::refused("not-accepted", "Nobody has accepted this offer yet."),
        Refusal::Accepted(by) => AppError::refused(
            "offer-over",
            format!(
                "{} was first, {ago} ago, and a manager decides. Thank you all the same.",
                name(by)
            ),
        ),
        Refusal::Ended(State::Applied(by)) => AppError::refused(
            "offer-over",
            format!(
                "{} was first, {ago} ago, and has the duty. Thank you all the same.",
                name(by)
            ),
        ),
        Refusal::Ended(State::Expired) => AppError::refused(
            "offer-over",
            "This offer has run out: it was open until its time was over.",
        ),
        Refusal::Ended(state) => AppError::refused(
            "offer-over",
            format!("This offer is over: {}", state_words(&state, record, snapshot)),
        ),
    }
}

/// What is wrong with an offer, at its field.
pub(super) fn bad(error: BadOffer) -> AppError {
    let (field, words) = match error {
        BadOffer::Nobody => ("people", "Choose whom it goes to, or offer it to anyone qualified."),
        BadOffer::ToGiver => ("people", "An offer goes to somebody else: leave out whose duty it is."),
        BadOffer::WantedOfMany => ("wanted", "Something in return is wanted of exactly one person."),
        BadOffer::WantsTheSame => (
            "wanted",
            "What is wanted in return is what is given: choose something else.",
        ),
        BadOffer::TooLate => {
            let words = "It could never be accepted: what is offered or wanted has begun, or the answer is due already. Choose a later time.";
            ("until", words)
        }
    };
    AppError::field(field, words)
}

/// `accept` or `decline`.
pub(super) fn answer(text: &str) -> Result<bool> {
    match text {
        "accept" => Ok(true),
        "decline" => Ok(false),
        other => Err(AppError::field(
            "answer",
            format!("‘{other}’ is neither accept nor decline."),
        )),
    }
}

/// An offer in a list, as it stands when it is read.
pub(super) fn row(record: &OfferRecord, snapshot: &Snapshot, reader: &Reader) -> OfferRow {
    let terms = &record.offer.terms;
    let (rota, zone) = of_rota(snapshot, &terms.given);
    let state = record.offer.state_at(reader.now);
    OfferRow {
        id: record.id.to_string(),
        role: terms.given.role,
        slug: rota.0,
        rota: rota.1,
        when: wording::span_words(terms.given.span, &zone, reader),
        giver: terms.giver.to_string(),
        giver_name: snapshot.directory().name(terms.giver).to_owned(),
        to: whom(&terms.to, snapshot),
        wanted: terms.wanted.map(|wanted| stretch(&wanted, snapshot, reader)),
        state: state.key().to_owned(),
        state_words: match state {
            State::Open => format!("Open until {}.", wording::said(terms.until, &zone, reader)),
            _ => state_words(&state, record, snapshot),
        },
        until: wording::said(terms.until, &zone, reader),
    }
}

/// `Engineer of Nights, Wed 2 Dec 17:00 – Thu 3 Dec 09:00`.
pub(super) fn stretch(stretch: &Stretch, snapshot: &Snapshot, reader: &Reader) -> String {
    let ((_, name), zone) = of_rota(snapshot, stretch);
    format!(
        "{} of {name}, {}",
        stretch.role,
        wording::span_words(stretch.span, &zone, reader)
    )
}

fn of_rota(snapshot: &Snapshot, stretch: &Stretch) -> ((String, String), Zone) {
    let rota = snapshot.rota(stretch.rota);
    let named = rota.map(|rota| (rota.record.slug.clone(), rota.record.name.clone()));
    let zone = rota.map_or_else(Zone::utc, |rota| rota.rules.zone.clone());
    (named.unwrap_or_default(), zone)
}

fn whom(to: &To, snapshot: &Snapshot) -> String {
    match to {
        To::Anyone => "Anyone qualified".to_owned(),
        To::People(people) if people.len() > 3 => format!("{} people", people.len()),
        To::People(people) => {
            let names = people.iter().map(|person| snapshot.directory().name_in_words(*person));
            names.collect::<Vec<_>>().join(", ")
        }
    }
}

fn state_words(state: &State, record: &OfferRecord, snapshot: &Snapshot) -> String {
    let name = |person| snapshot.directory().name_in_words(person).into_owned();
    match state {
        State::Open => "It is open.".to_owned(),
        State::Accepted(by) => format!("{} has accepted; a manager of the team has to approve.", name(*by)),
        State::Applied(by) => format!("{} has taken it.", name(*by)),
        State::Declined => "Everybody who was asked has declined.".to_owned(),
        State::Withdrawn => {
            let by = super::Actor::describe(&record.changed_by, snapshot);
            format!("{by} took it back.")
        }
        State::Expired => "It has run out: nobody took it in time.".to_owned(),
        State::Cancelled => "It was cancelled: what was offered, or wanted in return, has moved.".to_owned(),
        State::Refused(by) => format!("{} had accepted, and a manager said no.", name(*by)),
    }
}

/// Why somebody stands where they do among the candidates.
pub(in crate::services) fn because(candidate: &Candidate, zone: &Zone, reader: &Reader) -> String {
    let load = format!("load {} in the 13 weeks before and after", candidate.load);
    if candidate.against.is_empty() {
        return format!("free and rested · {load}");
    }
    let words = candidate.against.iter().map(|against| match against {
        Against::NotQualified => "not qualified for this role".to_owned(),
        Against::OnLeave(span) => format!("on leave {}", wording::span_plainly(*span, zone, reader)),
        Against::OnDuty(span) => format!("on duty {}", wording::span_plainly(*span, zone, reader)),
        Against::LittleRest(seconds) => format!("only {} of rest beside other duty", wording::hours(*seconds)),
    });
    let words = words.collect::<Vec<_>>().join(", ");
    if candidate.can() {
        format!("{words} · {load}")
    } else {
        words
    }
}
