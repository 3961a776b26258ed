//! A service's support card: what it promises, who is on, and what they do.

use super::{
    Desk, Faults, Result,
    escalation::{hours_words, service_of, standing},
    wording,
};
use crate::{snapshot::Snapshot, store::ServiceRecord};
use app::{
    AppError,
    support::{LevelForm, LevelView, SupportCall, SupportCardPage, SupportForm},
};
use async_trait::async_trait;
use domain::{
    escalation::Severity,
    support::{
        ENGINEER_DUTIES, LEAD_DUTIES, LINE_CHARACTERS, MOST_LINES, MOST_MINUTES, Runbook, ServiceLevel, SupportCard,
        TEXT_CHARACTERS, or_usual,
    },
};
use serde_json::json;

#[async_trait]
impl app::support::Port for Desk {
    async fn support_card(&self, slug: String) -> Result<SupportCardPage> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let service = service_of(&snapshot, &slug)?;
        self.show_card(&snapshot, service)
    }

    async fn put_support_card(&self, slug: String, form: SupportForm) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        self.may_try()?;
        let service = service_of(&snapshot, &slug)?.clone();
        self.may_manage(&snapshot, service.team)?;
        let card = read(&form)?;
        let desk = self.clone();
        self.to_the_end(async move { desk.keep_card(service, card, &form.seen).await })
            .await
    }
}

impl Desk {
    fn show_card(&self, snapshot: &Snapshot, service: &ServiceRecord) -> Result<SupportCardPage> {
        let reader = self.reader(snapshot);
        let now = reader.now;
        let in_force = service.as_of(now);
        let current = standing(snapshot, &in_force, Severity::P1, now)?;
        let zone = current.serving.rota.rules.zone.clone();
        let mut escalation = Vec::new();
        for severity in Severity::ALL {
            let asked = standing(snapshot, &in_force, severity, now)?;
            escalation.push(SupportCall {
                severity: severity.to_string(),
                calls: self.calls(snapshot, service, &asked, now, &reader),
            });
        }
        let card = &service.card;
        let team = snapshot.directory().team(service.team);
        Ok(SupportCardPage {
            slug: service.slug.clone(),
            name: service.name.clone(),
            description: service.description.clone(),
            team: team.map(|team| team.name.clone()).unwrap_or_default(),
            team_slug: team.map(|team| team.slug.clone()).unwrap_or_default(),
            now: wording::said(now, &zone, &reader),
            on_duty: hours_words(&current, &zone, &reader),
            card: self.card(snapshot, current.serving.rota, self.actor.person(), &reader),
            levels: card.levels.iter().map(level_view).collect(),
            hours: card.hours.clone(),
            stakeholders: card.stakeholders.clone(),
            raise: card.raise.clone(),
            tracker: card.tracker.clone(),
            triage: card.triage.clone(),
            lead: or_usual(&card.lead, &LEAD_DUTIES),
            engineer: or_usual(&card.engineer, &ENGINEER_DUTIES),
            runbooks: card
                .runbooks
                .iter()
                .map(|book| (book.title.clone(), book.address.clone()))
                .collect(),
            escalation,
            may_manage: self.manages(snapshot, service.team),
            form: form_of(card, service.card_revision),
        })
    }

    async fn keep_card(&self, service: ServiceRecord, card: SupportCard, seen: &str) -> Result<()> {
        self.may_manage(&self.tandem.snapshot(), service.team)?;
        let mut write = self.begin().await?;
        let current = write.support_card_revision(service.id).await?.to_string();
        if !seen.is_empty() && seen != current {
            return Err(AppError::Stale(
                "Somebody else changed this card meanwhile. Open it again to see it, then make your change.".into(),
            ));
        }
        write.put_support_card(service.id, &card).await?;
        let detail = json!({ "before": service.card, "after": card });
        write
            .audit("service.card_changed", &format!("service {}", service.id), detail)
            .await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

fn level_view(level: &ServiceLevel) -> LevelView {
    let minutes = |minutes: Option<u32>| minutes.map(|minutes| wording::length(i64::from(minutes) * 60));
    LevelView {
        severity: level.severity.to_string(),
        definition: level.definition.clone(),
        examples: level.examples.clone(),
        response: minutes(level.response).unwrap_or_default(),
        update: minutes(level.update).unwrap_or_default(),
        channel: level.channel.clone(),
        restore: minutes(level.restore).unwrap_or_default(),
    }
}

fn form_of(card: &SupportCard, revision: i64) -> SupportForm {
    let minutes = |minutes: Option<u32>| minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
    let level = |severity: Severity| match card.levels.iter().find(|level| level.severity == severity) {
        Some(level) => LevelForm {
            severity: severity.to_string(),
            definition: level.definition.clone(),
            examples: level.examples.clone(),
            response: minutes(level.response),
            update: minutes(level.update),
            channel: level.channel.clone(),
            restore: minutes(level.restore),
        },
        None => LevelForm {
            severity: severity.to_string(),
            ..LevelForm::default()
        },
    };
    let books = card.runbooks.iter().map(|book| {
        if book.title == book.address {
            book.address.clone()
        } else {
            format!("{} {}", book.title, book.address)
        }
    });
    SupportForm {
        levels: Severity::ALL.into_iter().map(level).collect(),
        hours: card.hours.clone(),
        stakeholders: card.stakeholders.clone(),
        raise: card.raise.clone(),
        tracker: card.tracker.clone(),
        triage: card.triage.clone(),
        lead: or_usual(&card.lead, &LEAD_DUTIES).join("\n"),
        engineer: or_usual(&card.engineer, &ENGINEER_DUTIES).join("\n"),
        runbooks: books.collect::<Vec<_>>().join("\n"),
        seen: if revision == 0 {
            String::new()
        } else {
            revision.to_string()
        },
    }
}

/// The card that a form describes.
fn read(form: &SupportForm) -> Result<SupportCard> {
    let mut faults = Faults::default();
    let mut levels: Vec<ServiceLevel> = Vec::new();
    for (place, level) in form.levels.iter().enumerate() {
        if let Some(level) = read_level(&mut faults, place, level) {
            if levels.iter().any(|known| known.severity == level.severity) {
                let words = format!("{} stands there twice: one line for each severity.", level.severity);
                faults.note(&format!("form[levels][{place}][severity]"), words);
            }
            levels.push(level);
        }
    }
    levels.retain(|level| !level.is_empty());
    levels.sort_by_key(|level| level.severity);
    let mut text = |name: &str, value: &str| {
        let field = format!("form[{name}]");
        faults
            .take(&field, read_text(value, TEXT_CHARACTERS))
            .unwrap_or_default()
    };
    let card = SupportCard {
        hours: text("hours", &form.hours),
        stakeholders: text("stakeholders", &form.stakeholders),
        raise: text("raise", &form.raise),
        tracker: text("tracker", &form.tracker),
        triage: text("triage", &form.triage),
        levels,
        ..SupportCard::default()
    };
    let mut list = |name: &str, value: &str| {
        let field = format!("form[{name}]");
        faults.take(&field, read_lines(value)).unwrap_or_default()
    };
    let (lead, engineer) = (list("lead", &form.lead), list("engineer", &form.engineer));
    let lines = list("runbooks", &form.runbooks);
    let books: std::result::Result<Vec<Runbook>, _> = lines.iter().map(|line| Runbook::read(line)).collect();
    let runbooks = faults.take("form[runbooks]", books).unwrap_or_default();
    faults.check()?;
    let own = |lines: Vec<String>, usual: &[&str]| if lines == usual { Vec::new() } else { lines };
    Ok(SupportCard {
        lead: own(lead, &LEAD_DUTIES),
        engineer: own(engineer, &ENGINEER_DUTIES),
        runbooks,
        ..card
    })
}

fn read_level(faults: &mut Faults, place: usize, form: &LevelForm) -> Option<ServiceLevel> {
    let name = |field: &str| format!("form[levels][{place}][{field}]");
    let severity = faults.take(&name("severity"), form.severity.parse::<Severity>());
    let mut text = |field: &str, value: &str| {
        let read = read_text(value, LINE_CHARACTERS);
        faults.take(&name(field), read).unwrap_or_default()
    };
    let (definition, examples) = (text("definition", &form.definition), text("examples", &form.examples));
    let channel = text("channel", &form.channel);
    let mut target = |field: &str, value: &str| faults.take(&name(field), read_minutes(value)).flatten();
    let (response, update) = (target("response", &form.response), target("update", &form.update));
    let restore = target("restore", &form.restore);
    Some(ServiceLevel {
        severity: severity?,
        definition,
        examples,
        response,
        update,
        channel,
        restore,
    })
}

fn read_minutes(text: &str) -> std::result::Result<Option<u32>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let minutes = text
        .parse::<u32>()
        .ok()
        .filter(|minutes| (1..=MOST_MINUTES).contains(minutes));
    minutes
        .map(Some)
        .ok_or_else(|| format!("‘{text}’ minutes: write a whole number from 1 to {MOST_MINUTES}, or nothing."))
}

fn read_text(text: &str, most: usize) -> std::result::Result<String, String> {
    let text = text.replace("\r\n", "\n").trim().to_owned();
    let characters = text.chars().count();
    if characters > most {
        return Err(format!("{characters} characters: at most {most}."));
    }
    Ok(text)
}

fn read_lines(text: &str) -> std::result::Result<Vec<String>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<String> = lines.map(str::to_owned).collect();
    if lines.len() > MOST_LINES {
        return Err(format!("{} lines: at most {MOST_LINES}.", lines.len()));
    }
    let long = lines
        .iter()
        .map(|line| line.chars().count())
        .find(|characters| *characters > LINE_CHARACTERS);
    match long {
        Some(characters) => Err(format!(
            "A line has {characters} characters: at most {LINE_CHARACTERS}."
        )),
        None => Ok(lines),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_card_survives_its_form_and_what_is_usual_is_not_kept() {
        let mut form = form_of(&SupportCard::default(), 0);
        assert_eq!(read(&form).unwrap(), SupportCard::default());
        form.levels[0].response = "15".to_owned();
        form.levels[0].channel = "Status page".to_owned();
        form.lead = "Breathe\n\nTake charge".to_owned();
        form.runbooks = "Fail over https://wiki.example/failover\nhttps://wiki.example".to_owned();
        let card = read(&form).unwrap();
        assert_eq!(card.levels.len(), 1);
        assert_eq!(card.lead, ["Breathe", "Take charge"]);
        assert_eq!(read(&form_of(&card, 0)).unwrap(), card);
    }

    #[test]
    fn everything_wrong_is_said_by_its_field() {
        let mut form = form_of(&SupportCard::default(), 0);
        form.levels[1].restore = "soon".to_owned();
        form.levels[2].severity = "P1".to_owned();
        form.runbooks = "Ask Ada".to_owned();
        form.hours = "x".repeat(TEXT_CHARACTERS + 1);
        let Err(AppError::Invalid(fields)) = read(&form) else {
            panic!("it was taken")
        };
        let names: Vec<&str> = fields.iter().map(|fault| fault.field.as_str()).collect();
        let expected = [
            "form[levels][1][restore]",
            "form[levels][2][severity]",
            "form[hours]",
            "form[runbooks]",
        ];
        assert_eq!(names, expected);
    }
}
