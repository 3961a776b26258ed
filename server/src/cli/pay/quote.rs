//! `tandem pay quote`.

use super::{card, print};
use chrono::NaiveDateTime;
use clap::Args;
use domain::pay::{CallOut, Card, HolidayCalendar, Payee, Period, Place, Request, Worked, ZoneRule, pay};
use domain::{Instant, PersonId, Role, RotaId, ShiftId, Span, Zone};
use std::{path::PathBuf, process::ExitCode};

/// Say what a rate card pays for a stretch of duty, line by line. Needs no database.
#[derive(Debug, Args)]
pub(super) struct Quote {
    /// The rate card's file: see `tandem pay preset`.
    #[arg(long, value_name = "FILE")]
    card: PathBuf,
    /// Lead or Engineer.
    #[arg(long)]
    role: Role,
    /// When duty begins: 2027-03-27T20:00 on the zone's clock, or with an offset or Z.
    #[arg(long, value_name = "TIME")]
    from: String,
    /// When duty ends.
    #[arg(long, value_name = "TIME")]
    to: String,
    /// The zone of the rota or of the person, where the card follows it.
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// The holiday calendar of the person's region, where the card follows it: GB-ENG, GB-WLS, GB-SCT, GB-NIR or none.
    #[arg(long, value_name = "REGION")]
    person_region: Option<String>,
    /// A file of holidays to use instead of the card's: {"2027-01-01": "New Year's Day"}.
    #[arg(long, value_name = "FILE")]
    holidays: Option<PathBuf>,
    /// The person's grade, where the card pays by grade.
    #[arg(long)]
    grade: Option<String>,
    /// The person's id, where the card names people.
    #[arg(long, value_name = "ID")]
    person: Option<PersonId>,
    /// Time off instead of money, where the card offers the choice.
    #[arg(long)]
    toil: bool,
    /// A call-out, as FROM/TO/remote or FROM/TO/on_site; may be given several times.
    #[arg(long, value_name = "FROM/TO/PLACE")]
    call_out: Vec<String>,
    /// Pay only these dates, as FIRST/END with the end left out: 2027-03-01/2027-04-01.
    #[arg(long, value_name = "FIRST/END")]
    period: Option<String>,
    /// Print JSON, with amounts in minor units.
    #[arg(long)]
    json: bool,
}

impl Quote {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let card = card::read(&self.card, self.holidays.is_some())?;
        let zone = card::zone(&card, self.zone.as_deref())?;
        let (calendar, holidays) = card::holidays(&card, self.person_region.as_deref(), self.holidays.as_deref())?;
        self.say_what_is_ignored(&card);
        let span = stretch(&zone, "duty", &self.from, &self.to)?;
        let call_outs = self.call_outs(&zone)?;
        let payee = Payee {
            person: self.person,
            grade: self.grade.clone(),
            wishes_toil: self.toil,
        };
        let request = Request {
            payee: &payee,
            worked: &[worked(span, self.role)],
            call_outs: &call_outs,
            cards: std::slice::from_ref(&card),
            zone: &zone,
            holidays: &holidays,
            period: self.period(span, &zone)?,
        };
        let statement = pay(&request).map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
            anyhow::anyhow!("this cannot be quoted:{}", faults.concat())
        })?;
        let quoted = print::Quoted {
            card: &card,
            zone: &zone,
            calendar: &calendar,
            holidays: &holidays,
            period: request.period,
            statement: &statement,
        };
        if self.json {
            println!("{}", serde_json::to_string_pretty(&quoted.json())?);
        } else {
            print!("{}", quoted.text());
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Options that the card leaves no room for are said, not obeyed.
    fn say_what_is_ignored(&self, card: &Card) {
        if let (ZoneRule::Named(zone), Some(given)) = (card.zone(), &self.zone) {
            eprintln!("tandem: the card's own zone, {zone}, counts: --zone {given} changes nothing");
        }
        if let (HolidayCalendar::Named(calendar), Some(given)) = (card.holidays(), &self.person_region) {
            eprintln!("tandem: the card's own holidays, {calendar}, count: --person-region {given} changes nothing");
        }
    }

    fn call_outs(&self, zone: &Zone) -> anyhow::Result<Vec<CallOut>> {
        let read = |(index, text): (usize, &String)| {
            let name = format!("call-out {}", index + 1);
            let parts: Vec<&str> = text.splitn(3, '/').collect();
            let [from, to, place] = parts[..] else {
                anyhow::bail!(
                    "{name}: ‘{text}’ is not FROM/TO/PLACE, such as 2027-03-28T02:00/2027-03-28T02:40/remote"
                );
            };
            let place = match place {
                "remote" => Place::Remote,
                "on_site" => Place::OnSite,
                other => anyhow::bail!("{name}: ‘{other}’ is not a place: use remote or on_site"),
            };
            let span = stretch(zone, &name, from, to)?;
            Ok(CallOut {
                span,
                place,
                reason: name,
                rota: None,
            })
        };
        self.call_out.iter().enumerate().map(read).collect()
    }

    fn period(&self, span: Span, zone: &Zone) -> anyhow::Result<Period> {
        let Some(text) = &self.period else {
            return Ok(Period::around(span, zone));
        };
        let dates = text
            .split_once('/')
            .and_then(|(first, end)| Some((first.trim().parse().ok()?, end.trim().parse().ok()?)));
        let (first, end) = dates
            .ok_or_else(|| anyhow::anyhow!("--period: ‘{text}’ is not FIRST/END, such as 2027-03-01/2027-04-01"))?;
        Period::new(first, end).map_err(|error| anyhow::anyhow!("--period: {error}"))
    }
}

/// The duty that is quoted: of no rota in particular.
fn worked(span: Span, role: Role) -> Worked {
    let rota = RotaId::from_uuid(uuid::Uuid::nil());
    Worked {
        span,
        rota,
        shift: ShiftId::of(rota, span.start()),
        role,
    }
}

fn stretch(zone: &Zone, what: &str, from: &str, to: &str) -> anyhow::Result<Span> {
    let span = Span::new(moment(zone, from)?, moment(zone, to)?);
    span.map_err(|error| anyhow::anyhow!("{what} from {from} to {to}: {error}"))
}

/// An instant with its offset, or a wall time in `zone`.
fn moment(zone: &Zone, text: &str) -> anyhow::Result<Instant> {
    if let Ok(at) = text.parse() {
        return Ok(at);
    }
    let formats = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    let wall = formats
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text.trim(), format).ok());
    wall.map(|wall| zone.instant(wall))
        .ok_or_else(|| anyhow::anyhow!("‘{text}’ is not a time: write 2027-03-27T20:00, or 2027-03-27T20:00:00Z"))
}
