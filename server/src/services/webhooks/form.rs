//! What is typed about a webhook.

use crate::{
    outward::Outward,
    services::{Faults, Result, setup::check_name},
};
use app::webhooks::WebhookForm;
use domain::webhook::Event;
use std::collections::BTreeSet;
use url::Url;

/// What is wanted, checked.
pub(super) struct Wanted {
    pub(super) name: String,
    pub(super) address: String,
    pub(super) events: BTreeSet<Event>,
}

/// What a form wants.
///
/// # Errors
/// `Invalid`, with all that is wrong.
pub(super) fn check(outward: &Outward, form: WebhookForm) -> Result<Wanted> {
    let mut faults = Faults::default();
    let name = faults.take("name", check_name(&form.name)).unwrap_or_default();
    let address = faults.take("address", outward.address(&form.address));
    let address = address.map(|url| url.to_string()).unwrap_or_default();
    let events: BTreeSet<Event> = ticked(&form).into_iter().flatten().collect();
    if events.is_empty() {
        faults.note("events", "Choose at least one thing that it is told.");
    }
    faults.check()?;
    Ok(Wanted { name, address, events })
}

fn ticked(form: &WebhookForm) -> [Option<Event>; 6] {
    [
        form.published.as_ref().map(|_| Event::RotaPublished),
        form.duty.as_ref().map(|_| Event::DutyChanged),
        form.gap.as_ref().map(|_| Event::GapAhead),
        form.conflict.as_ref().map(|_| Event::ConflictFound),
        form.offer.as_ref().map(|_| Event::OfferChanged),
        form.handover.as_ref().map(|_| Event::HandoverChanged),
    ]
}

/// The form that would make it so.
pub(super) fn filled(name: &str, address: &str, events: &BTreeSet<Event>) -> WebhookForm {
    let tick = |event| events.contains(&event).then(|| "on".to_owned());
    WebhookForm {
        name: name.to_owned(),
        address: address.to_owned(),
        published: tick(Event::RotaPublished),
        duty: tick(Event::DutyChanged),
        gap: tick(Event::GapAhead),
        conflict: tick(Event::ConflictFound),
        offer: tick(Event::OfferChanged),
        handover: tick(Event::HandoverChanged),
    }
}

/// The machine in an address.
pub(super) fn host(address: &str) -> String {
    let url = Url::parse(address).ok();
    url.and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_default()
}
