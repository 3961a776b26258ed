//! `tandem who`.

use super::{Place, console};
use crate::{
    answers::{HolderAnswer, OnCallAnswer},
    services::{Desk, escalation_lines},
};
use app::AppError;
use clap::Args;
use domain::{Instant, PersonId, Role, Zone, escalation::Severity, timeline::State};
use std::process::ExitCode;

/// Say who is on call on a rota, or whom to call about a service.
#[derive(Debug, Args)]
pub(super) struct Who {
    /// A rota's or a service's name in addresses.
    slug: String,
    /// How bad the incident is: P1, P2 or P3. Asks whom to call about a service; P1 for a service, if absent.
    #[arg(long)]
    severity: Option<Severity>,
    /// The instant, such as 2026-11-24T09:00:00Z; now, if absent.
    #[arg(long, value_name = "TIME")]
    at: Option<Instant>,
    /// Print what the API answers.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

impl Who {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let desk = console(&self.place).await?;
        let snapshot = desk.tandem().snapshot();
        // A rota's service often has its name: who names a severity asks about the service.
        let rota = self.severity.is_none() && snapshot.rota_by_slug(&self.slug).is_some();
        let text = if rota {
            let answer = desk.on_call(&self.slug, self.at)?;
            if self.json {
                serde_json::to_string_pretty(&answer)?
            } else {
                rota_words(&desk, &answer)
            }
        } else if snapshot.service(&self.slug).is_some() {
            let answer = desk.escalation(&self.slug, self.severity.unwrap_or(Severity::P1), self.at)?;
            if self.json {
                serde_json::to_string_pretty(&answer)?
            } else {
                escalation_lines(&answer)
            }
        } else {
            anyhow::bail!(
                "there is no rota and no service ‘{}’. There are: {}",
                self.slug,
                known(&desk)?
            );
        };
        desk.tandem().store.close().await;
        println!("{}", text.trim_end());
        Ok(ExitCode::SUCCESS)
    }
}

/// Every slug there is.
fn known(desk: &Desk) -> Result<String, AppError> {
    let rotas = desk.all_rotas()?.rotas.into_iter().map(|rota| rota.slug);
    let services = desk.all_services()?.services.into_iter().map(|service| service.slug);
    Ok(rotas.chain(services).collect::<Vec<_>>().join(", "))
}

fn rota_words(desk: &Desk, answer: &OnCallAnswer) -> String {
    match answer.state {
        State::Off => return format!("Off: outside the coverage of {}{}", answer.rota, next_words(answer)),
        State::Unplanned => return format!("Unplanned: nothing is published for {} then", answer.rota),
        State::Covered => {}
    }
    let zone = crate::zones::zone(&answer.timezone).unwrap_or_else(|_| Zone::utc());
    let line = |role: Role, holder: &Option<HolderAnswer>| match holder {
        Some(holder) => {
            let until = zone.local(holder.until).format("%a %-d %b %H:%M");
            format!(
                "{role}: {}, {}, until {until} {}\n",
                holder.name,
                phone_of(desk, holder.id),
                answer.timezone
            )
        }
        None => format!("{role}: nobody — a gap\n"),
    };
    format!(
        "{}{}",
        line(Role::Lead, &answer.lead),
        line(Role::Engineer, &answer.engineer)
    )
}

fn next_words(answer: &OnCallAnswer) -> String {
    answer
        .next
        .as_ref()
        .map(|next| format!(", which resumes at {}", next.at))
        .unwrap_or_default()
}

fn phone_of(desk: &Desk, id: PersonId) -> String {
    let snapshot = desk.tandem().snapshot();
    let person = snapshot.directory().person(id);
    person
        .and_then(|person| person.contacts.phone().map(str::to_owned))
        .unwrap_or_else(|| "no telephone number".to_owned())
}
