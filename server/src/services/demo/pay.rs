//! What duty pays in an example: a rate card, call-outs, a period that is with payroll, and one that waits.

use super::Stage;
use crate::services::{Result, internal};
use app::{
    AppError,
    call_outs::{CallOutForm, Port as _},
    payroll::Port as _,
    rate_cards::{NewCard, Port as _, UseForm},
};
use domain::{Role, Span, notice::holdings, pay, timeline::Duty};

/// Pay of larger examples is left to be run.
const MOST_PEOPLE: usize = 100;
/// One stretch of duty in so many is called out.
const ONE_IN: usize = 6;
/// A call-out begins so many minutes into duty.
const BEGINS: [i64; 3] = [95, 320, 410];
/// It takes so many minutes.
const TAKES: [i64; 4] = [25, 40, 70, 130];
const REASONS: [&str; 6] = [
    "Disk full on db2",
    "Payments queue stuck",
    "Certificate ran out",
    "Node would not come back",
    "Deploy rolled back",
    "Alerts from a failed link",
];

impl Stage {
    /// A card pays everything; the period before the last is with payroll, the last one waits to be looked at.
    pub(super) async fn pay(&mut self) -> Result<()> {
        let paid = self.paid_period().await?;
        let card = NewCard {
            text: card()?,
            ..NewCard::default()
        };
        let (card, _) = self.desk.make_rate_card(card).await?;
        let every = UseForm {
            paid_for: "organisation".to_owned(),
            card,
            from: paid.clone(),
        };
        self.desk.use_rate_card(every).await?;
        if self.example.teams * self.example.people > MOST_PEOPLE {
            return Ok(());
        }
        self.call_outs(&paid).await?;
        self.desk.submit_all(paid.clone()).await?;
        let run = self.desk.pay_run(paid.clone()).await?;
        let ready = run.rows.into_iter().filter(|row| row.may_approve);
        let ready: Vec<String> = ready.map(|row| row.id).collect();
        if !ready.is_empty() {
            self.desk.approve_statements(ready).await?;
            self.desk.export_pay(paid, String::new()).await?;
        }
        Ok(())
    }

    /// The first date of the period before the one that ended last.
    async fn paid_period(&self) -> Result<String> {
        let last = self.desk.pay_run(String::new()).await?;
        Ok(last.before.unwrap_or(last.period.first))
    }

    /// What people were called out for since a date.
    async fn call_outs(&mut self, since: &str) -> Result<()> {
        let now = self.example.now();
        let from = crate::services::wording::day(since)
            .map(|day| domain::Zone::utc().instant(day.into()))
            .unwrap_or(now);
        let Ok(window) = Span::new(from, now) else {
            return Ok(());
        };
        let snapshot = self.desk.tandem.snapshot();
        let mut rotas: Vec<_> = snapshot.rotas().collect();
        rotas.sort_by_key(|rota| rota.record.slug.clone());
        for rota in rotas {
            let duty = Duty::from_rows(window, &rota.duty);
            let nights = holdings(&duty).into_iter();
            let nights = nights.filter(|(_, role, span)| *role == Role::Engineer && span.seconds() > 8 * 3600);
            for (person, _, span) in nights.step_by(ONE_IN) {
                let Some(person) = person else { continue };
                let start = span.start() + BEGINS[self.chance.below(BEGINS.len())] * 60;
                let end = start + TAKES[self.chance.below(TAKES.len())] * 60;
                let place = if self.chance.below(4) == 0 { "on_site" } else { "remote" };
                let form = CallOutForm {
                    person: person.to_string(),
                    from: start.to_string(),
                    to: end.to_string(),
                    place: place.to_owned(),
                    reason: REASONS[self.chance.below(REASONS.len())].to_owned(),
                    ..CallOutForm::default()
                };
                if end >= now {
                    continue;
                }
                match self.desk.enter_call_out(form).await {
                    // Who serves two rotas at once is called out for one of them.
                    Ok(_) | Err(AppError::Refused { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }
}

/// Hourly bands under a name of Northwind's own.
fn card() -> Result<String> {
    let json = pay::preset("hourly-bands")
        .map(|preset| preset.json)
        .unwrap_or_default();
    let mut file: serde_json::Value = serde_json::from_str(json).map_err(|error| internal(&error))?;
    file["name"] = "Northwind on call".into();
    Ok(file.to_string())
}
