//! What speaks against whoever is in a draft: the same on its page, before it is published, and when it is.

use super::super::{Desk, Reader, Result, planning::request::members, rota_words};
use super::{Opened, live::Figures, words::rule};
use crate::store::LeaveRecord;
use domain::{
    PersonId, Role,
    draft::{Part, Seat},
    planner::{Breach, Reason},
    rota::Shift,
};

/// What speaks against whoever is in one role.
pub(super) struct Trouble {
    pub(super) seat: Seat,
    pub(super) person: PersonId,
    /// `on-leave`, `not-qualified` or `against-rules`.
    pub(super) rule: &'static str,
    /// After their name: `is on leave …`.
    pub(super) why: String,
    pub(super) set_aside: SetAside,
}

/// Whether a reason sets it aside.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum SetAside {
    /// None does.
    Not,
    /// The reason that was given for this role.
    For(String),
    /// The reason that was given for another role, without which nothing would speak against this one.
    ForAnother,
}

impl Trouble {
    /// `Ada is on leave … (Lead, Mon 30 Nov 09:00 – …)`.
    pub(super) fn words(&self, opened: &Opened, reader: &Reader) -> String {
        let name = opened.snapshot.directory().name(self.person);
        format!("{name} {} ({})", self.why, opened.words(reader).seat(self.seat))
    }
}

/// Everything that speaks against whoever is in some shifts of a draft, in order of time.
pub(super) fn troubles(opened: &Opened, shifts: &[Shift], figures: &Figures, reader: &Reader) -> Vec<Trouble> {
    let members = members(&opened.snapshot, &opened.rota);
    let seats = shifts
        .iter()
        .flat_map(|shift| Role::BOTH.map(|role| (Seat { shift: shift.id, role }, shift.pairing.holder(role))));
    let trouble = |(seat, person): (Seat, Option<PersonId>)| {
        let person = person?;
        if !members.iter().any(|(member, ..)| *member == person) {
            // Nothing sets that aside: they are not there any more.
            let why = format!("may no longer be {} in this team", seat.role);
            return Some(Trouble {
                seat,
                person,
                rule: "not-qualified",
                why,
                set_aside: SetAside::Not,
            });
        }
        let breach = of_seat(&figures.breaches, seat)?;
        let against = opened.draft.sheet.held(seat).and_then(|held| held.against.clone());
        let set_aside = match (against, of_seat(&figures.standing, seat)) {
            (Some(reason), _) => SetAside::For(reason),
            (None, Some(_)) => SetAside::Not,
            (None, None) => SetAside::ForAnother,
        };
        Some(Trouble {
            seat,
            person,
            rule: breach.reasons.first().map_or("against-rules", rule),
            why: why(opened, breach, reader),
            set_aside,
        })
    };
    seats.filter_map(trouble).collect()
}

fn of_seat(breaches: &[Breach], seat: Seat) -> Option<&Breach> {
    breaches
        .iter()
        .find(|breach| (breach.shift, breach.role) == (seat.shift, seat.role))
}

fn why(opened: &Opened, breach: &Breach, reader: &Reader) -> String {
    let zone = &opened.rota.rules.zone;
    let reasons = breach
        .reasons
        .iter()
        .map(|reason| rota_words::reason(reason, zone, reader));
    reasons.collect::<Vec<_>>().join(" and ")
}

/// What speaks against a part that is to be published, and no reason sets aside.
pub(super) struct Judged {
    /// What the draft would bring about.
    pub(super) refused: Vec<Trouble>,
    /// What is published so already, and stays.
    pub(super) stays: Vec<Trouble>,
}

impl Desk {
    /// What speaks against a part as it would be published, beside what is published around it. Covers and duty on other
    /// rotas are judged on their own.
    pub(super) async fn judge(
        &self,
        opened: &Opened,
        part: &Part,
        (published, leave): (&[Shift], &[LeaveRecord]),
        reader: &Reader,
    ) -> Result<Judged> {
        let Opened { snapshot, rota, draft } = opened;
        let live = self
            .live(snapshot, rota, (part.span, &part.shifts), Some(draft))
            .await?;
        let mut figures = live.figures().await?;
        figures.retain(|breach, reason| match reason {
            Reason::OnDuty { .. } => false,
            Reason::OnLeave { .. } => is_away(breach, &part.shifts, leave),
            _ => true,
        });
        let mut all = troubles(opened, &part.shifts, &figures, reader);
        all.retain(|trouble| trouble.set_aside == SetAside::Not);
        all.sort_by_key(|trouble| trouble.rule != "on-leave");
        let (stays, refused) = all
            .into_iter()
            .partition(|trouble| is_published(trouble.seat, &part.shifts, published));
        Ok(Judged { refused, stays })
    }
}

/// Whether it is leave that keeps somebody from a turn, and not a cover they make.
fn is_away(breach: &Breach, shifts: &[Shift], leave: &[LeaveRecord]) -> bool {
    let shift = shifts.iter().find(|shift| shift.id == breach.shift);
    let stretches = shift.map_or(&[][..], |shift| &shift.stretches);
    let mut own = leave.iter().filter(|leave| leave.person == breach.person);
    own.any(|leave| stretches.iter().any(|stretch| stretch.overlaps(&leave.span)))
}

/// Whether the same person is published for the same turn.
fn is_published(seat: Seat, shifts: &[Shift], published: &[Shift]) -> bool {
    let find = |shifts: &[Shift]| {
        let shift = shifts.iter().find(|shift| shift.id == seat.shift)?;
        Some((shift.stretches.clone(), shift.pairing.holder(seat.role)))
    };
    find(published).is_some_and(|published| Some(published) == find(shifts))
}
