//! Rate cards as they are typed: read into a file, and a file as a form.

use app::{
    FieldError,
    rate_cards::{BandForm, CallOutsForm, CardForm, WholeShiftForm},
};
use domain::{
    pay::{
        AtOnce, Cut, Fault, OnHolidays, Rounding, Share,
        file::{
            Allowed, BandFile, CallOutsFile, CapsFile, CardFile, ClaimingFile, FORMAT, PriceFile, PricesFile, RestFile,
            RolesFile, ToilFile, UnitFile, WholeShiftFile,
        },
    },
    rota::WrittenWindow,
};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// The most bands and rules that are read.
const MOST_ROWS: usize = 60;

/// A form that was read: the file, and where in the form each of its bands and rules was typed.
pub(super) struct Typed {
    pub(super) file: CardFile,
    bands: Vec<usize>,
    whole_shift: Vec<usize>,
    /// What cannot be read at all: field, and reason.
    faults: Vec<FieldError>,
}

/// Reads a form. What cannot be read is noted with its field.
pub(super) fn read(form: &CardForm) -> Typed {
    let mut reader = Reading { faults: Vec::new() };
    let mut rows: Vec<(usize, &BandForm)> = form.bands.iter().enumerate().take(MOST_ROWS).collect();
    rows.retain(|(_, band)| !is_on(&band.remove) && !is_blank(band));
    rows.sort_by_key(|(index, band)| (place(&band.place).unwrap_or(i64::MAX), *index));
    let bands = rows.iter().map(|(index, band)| reader.band(*index, band)).collect();
    let rules: Vec<(usize, &WholeShiftForm)> = form
        .whole_shift
        .iter()
        .enumerate()
        .take(MOST_ROWS)
        .filter(|(_, rule)| !(rule.band.trim().is_empty() && rule.counting.trim().is_empty()))
        .collect();
    let file = CardFile {
        tandem_rate_card: FORMAT,
        name: form.name.trim().to_owned(),
        currency: form.currency.trim().to_uppercase(),
        effective_from: form.effective_from.trim().to_owned(),
        zone: form.zone.trim().to_owned(),
        holidays: match form.holidays.trim() {
            "" => "none".to_owned(),
            key => key.to_owned(),
        },
        rounding: reader.word("rounding", &form.rounding, Rounding::default()),
        cut: reader.word("cut", &form.cut, Cut::default()),
        rotas_at_once: reader.word("rotas_at_once", &form.rotas_at_once, AtOnce::default()),
        gaps: allowed(is_on(&form.gaps)),
        overlaps: allowed(!is_on(&form.no_overlaps)),
        bands,
        whole_shift: rules
            .iter()
            .map(|(index, rule)| WholeShiftFile {
                band: rule.band.trim().to_owned(),
                counting: names(&rule.counting),
                when: reader.word(&format!("whole_shift[{index}][when]"), &rule.when, Share::default()),
            })
            .collect(),
        caps: CapsFile {
            day: filled(&form.cap_day),
            week: filled(&form.cap_week),
            period: filled(&form.cap_period),
        },
        call_outs: is_on(&form.call_outs.paid).then(|| reader.call_outs(&form.call_outs)),
    };
    Typed {
        file,
        bands: rows.iter().map(|(index, _)| *index).collect(),
        whole_shift: rules.iter().map(|(index, _)| *index).collect(),
        faults: reader.faults,
    }
}

impl Typed {
    /// What could not be read, and the card's own faults, each with its field in the form.
    pub(super) fn faults(&self, found: &[Fault]) -> Vec<FieldError> {
        let own = found.iter().map(|fault| FieldError {
            field: format!("card{}", bracketed(&self.field(&fault.place))),
            message: capital(&fault.reason),
        });
        let unread = self.faults.iter().map(|fault| FieldError {
            field: format!("card{}", bracketed(&fault.field)),
            message: fault.message.clone(),
        });
        unread.chain(own).collect()
    }

    /// The form's field for a place in the file: `bands[1].lead.first` is `bands[2][lead]` where the second band was typed
    /// third.
    fn field(&self, place: &str) -> String {
        let plain = place.replace("].", ".").replace('[', ".").replace(']', "");
        let parts: Vec<&str> = plain.split('.').collect();
        let row = |rows: &[usize], index: &str| {
            let row = index.parse::<usize>().ok().and_then(|index| rows.get(index).copied());
            row.map_or_else(String::new, |row| row.to_string())
        };
        match parts.as_slice() {
            ["bands", index, rest @ ..] => format!("bands[{}][{}]", row(&self.bands, index), band_field(rest)),
            ["whole_shift", index, rest @ ..] => {
                let field = rest.first().copied().unwrap_or("band");
                format!("whole_shift[{}][{field}]", row(&self.whole_shift, index))
            }
            ["caps", cap] => format!("cap_{cap}"),
            ["call_outs", rest @ ..] => format!("call_outs[{}]", call_field(rest)),
            ["bands"] => "bands".to_owned(),
            [field, ..] => (*field).to_owned(),
            [] => String::new(),
        }
    }
}

/// `bands[0][lead]` as it stands behind the form's name: `[bands][0][lead]`.
fn bracketed(field: &str) -> String {
    match field.split_once('[') {
        None => format!("[{field}]"),
        Some((first, rest)) => format!("[{first}][{rest}"),
    }
}

fn capital(reason: &str) -> String {
    let mut letters = reason.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!(
        "{}{}.",
        first.unwrap_or_default(),
        letters.as_str().trim_end_matches('.')
    )
}

fn band_field(rest: &[&str]) -> String {
    match rest {
        [role @ ("lead" | "engineer"), "then"] => format!("{role}_then"),
        ["grades" | "people", ..] => "others".to_owned(),
        ["unit", minutes] => (*minutes).to_owned(),
        ["toil", ..] => "toil_factor".to_owned(),
        [field, ..] => (*field).to_owned(),
        [] => "name".to_owned(),
    }
}

fn call_field(rest: &[&str]) -> String {
    let claiming = |place: &str, minutes: &str| {
        let place = if place == "on_site" { "site" } else { "remote" };
        let what = match minutes {
            "free_minutes" => "free",
            "minimum_minutes" => "minimum",
            _ => "round",
        };
        format!("{place}_{what}")
    };
    match rest {
        ["per_hour", role @ ("lead" | "engineer"), ..] => (*role).to_owned(),
        ["per_hour", ..] => "others".to_owned(),
        [place @ ("remote" | "on_site"), minutes] => claiming(place, minutes),
        ["shift_minimum_minutes"] => "shift_minimum".to_owned(),
        ["shift_cap_minutes"] => "shift_cap".to_owned(),
        ["rest", "work", ..] => "rest_work".to_owned(),
        ["rest", ..] => "rest_minutes".to_owned(),
        ["toil", ..] => "toil_factor".to_owned(),
        _ => "paid".to_owned(),
    }
}

struct Reading {
    faults: Vec<FieldError>,
}

impl Reading {
    fn note(&mut self, field: &str, message: impl Into<String>) {
        self.faults.push(FieldError {
            field: field.to_owned(),
            message: message.into(),
        });
    }

    /// One of the words of a choice; nothing is as usual.
    fn word<T: DeserializeOwned>(&mut self, field: &str, text: &str, usual: T) -> T {
        if text.trim().is_empty() {
            return usual;
        }
        match serde_json::from_value(text.trim().into()) {
            Ok(word) => word,
            Err(_) => {
                self.note(field, format!("‘{}’ is none of the choices.", text.trim()));
                usual
            }
        }
    }

    fn minutes(&mut self, field: &str, text: &str) -> Option<i64> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let read = text.parse().ok();
        if read.is_none() {
            self.note(field, format!("‘{text}’ is not a number of minutes: write it as 90."));
        }
        read
    }

    fn windows(&mut self, field: &str, text: &str) -> Vec<WrittenWindow> {
        let mut windows = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()).take(MOST_ROWS) {
            match WrittenWindow::read(line) {
                Ok(window) => windows.push(window),
                Err(error) => self.note(field, format!("{error}.")),
            }
        }
        windows
    }

    fn band(&mut self, index: usize, form: &BandForm) -> BandFile {
        let at = |field: &str| format!("bands[{index}][{field}]");
        let blocks = form.unit.trim() == "blocks";
        let (grades, people) = self.others(&at("others"), &form.others, blocks);
        BandFile {
            name: form.name.trim().to_owned(),
            windows: self.windows(&at("windows"), &form.windows),
            on_holidays: self.word(&at("on_holidays"), &form.on_holidays, OnHolidays::default()),
            adds: is_on(&form.adds),
            unit: self.unit(index, form),
            lead: price(&form.lead, &form.lead_then, blocks),
            engineer: price(&form.engineer, &form.engineer_then, blocks),
            grades,
            people,
            counts_from_minutes: self
                .minutes(&at("counts_from_minutes"), &form.counts_from_minutes)
                .unwrap_or_default(),
            across: filled(&form.across),
            call_out_factor: filled(&form.call_out_factor),
            toil: toil(&form.toil_factor, &form.toil_chosen),
        }
    }

    fn unit(&mut self, index: usize, form: &BandForm) -> UnitFile {
        let at = |field: &str| format!("bands[{index}][{field}]");
        match form.unit.trim() {
            "blocks" => UnitFile::Blocks {
                first_minutes: self
                    .minutes(&at("first_minutes"), &form.first_minutes)
                    .unwrap_or_default(),
                each_minutes: self
                    .minutes(&at("each_minutes"), &form.each_minutes)
                    .unwrap_or_default(),
                at_most_minutes: self.minutes(&at("at_most_minutes"), &form.at_most_minutes),
                again: is_on(&form.again),
            },
            unit => self.word(&at("unit"), unit, UnitFile::Hour),
        }
    }

    /// `senior: lead 14.00, engineer 12.00`, a line each; whoever is named by an id is a person.
    fn others(
        &mut self,
        field: &str,
        text: &str,
        blocks: bool,
    ) -> (BTreeMap<String, RolesFile>, BTreeMap<String, RolesFile>) {
        let (mut grades, mut people) = (BTreeMap::new(), BTreeMap::new());
        for line in text.lines().filter(|line| !line.trim().is_empty()).take(500) {
            let Some((name, roles)) = other(line, blocks) else {
                let form = if blocks {
                    "senior: lead 29.20 then 3.66, engineer 27.00 then 3.40"
                } else {
                    "senior: lead 14.00, engineer 12.00"
                };
                self.note(field, format!("‘{}’ says no rates: write it as {form}.", line.trim()));
                continue;
            };
            let known = if name.parse::<domain::PersonId>().is_ok() {
                &mut people
            } else {
                &mut grades
            };
            if known.insert(name.clone(), roles).is_some() {
                self.note(field, format!("‘{name}’ stands here twice: leave one line."));
            }
        }
        (grades, people)
    }

    fn call_outs(&mut self, form: &CallOutsForm) -> CallOutsFile {
        let at = |field: &str| format!("call_outs[{field}]");
        let (grades, people) = self.others(&at("others"), &form.others, false);
        let mut claiming = |place: &str, [free, minimum, round]: [&String; 3]| ClaimingFile {
            free_minutes: self.minutes(&at(&format!("{place}_free")), free).unwrap_or_default(),
            minimum_minutes: self
                .minutes(&at(&format!("{place}_minimum")), minimum)
                .unwrap_or_default(),
            round_up_to_minutes: self.minutes(&at(&format!("{place}_round")), round).unwrap_or_default(),
        };
        let remote = claiming("remote", [&form.remote_free, &form.remote_minimum, &form.remote_round]);
        let on_site = claiming("site", [&form.site_free, &form.site_minimum, &form.site_round]);
        let rest = self.minutes(&at("rest_minutes"), &form.rest_minutes);
        CallOutsFile {
            per_hour: PricesFile {
                lead: price(&form.lead, "", false),
                engineer: price(&form.engineer, "", false),
                grades,
                people,
            },
            remote,
            on_site,
            free_once_a_shift: is_on(&form.free_once_a_shift),
            shift_minimum_minutes: self
                .minutes(&at("shift_minimum"), &form.shift_minimum)
                .unwrap_or_default(),
            shift_cap_minutes: self.minutes(&at("shift_cap"), &form.shift_cap),
            cap_cuts_work: is_on(&form.cap_cuts_work),
            suspends_standby: is_on(&form.suspends_standby),
            rest: rest.map(|minutes| RestFile {
                minutes,
                work: self.windows(&at("rest_work"), &form.rest_work),
            }),
            toil: toil(&form.toil_factor, &form.toil_chosen),
        }
    }
}

fn other(line: &str, blocks: bool) -> Option<(String, RolesFile)> {
    let (name, rates) = line.split_once(':')?;
    let mut roles = RolesFile::default();
    for rate in rates.split(',').map(str::trim).filter(|rate| !rate.is_empty()) {
        let (role, amount) = rate.split_once(' ')?;
        let (first, then) = amount.split_once(" then ").unwrap_or((amount, ""));
        let price = price(first, then, blocks);
        match role.to_lowercase().as_str() {
            "lead" => roles.lead = price,
            "engineer" => roles.engineer = price,
            _ => return None,
        }
    }
    let said = roles.lead.is_some() || roles.engineer.is_some();
    (said && !name.trim().is_empty()).then(|| (name.trim().to_owned(), roles))
}

fn is_on(text: &str) -> bool {
    !matches!(text.trim(), "" | "off" | "no" | "false" | "0")
}

fn is_blank(band: &BandForm) -> bool {
    [&band.name, &band.windows, &band.lead, &band.engineer]
        .iter()
        .all(|text| text.trim().is_empty())
}

fn place(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}

const fn allowed(is: bool) -> Allowed {
    if is { Allowed::Allowed } else { Allowed::Refused }
}

fn names(text: &str) -> Vec<String> {
    let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn price(first: &str, then: &str, blocks: bool) -> Option<PriceFile> {
    let first = filled(first)?;
    Some(if blocks {
        PriceFile::Blocks {
            first,
            then: filled(then).unwrap_or_else(|| "0".to_owned()),
        }
    } else {
        PriceFile::Amount(first)
    })
}

fn toil(factor: &str, chosen: &str) -> Option<ToilFile> {
    Some(ToilFile {
        factor: filled(factor)?,
        chosen: is_on(chosen),
    })
}

/// A file as a form.
pub(super) fn form_of(file: &CardFile, version: &str) -> CardForm {
    CardForm {
        version: version.to_owned(),
        name: file.name.clone(),
        currency: file.currency.clone(),
        effective_from: file.effective_from.clone(),
        zone: file.zone.clone(),
        holidays: file.holidays.clone(),
        rounding: key(&file.rounding),
        cut: key(&file.cut),
        rotas_at_once: key(&file.rotas_at_once),
        gaps: on(file.gaps == Allowed::Allowed),
        no_overlaps: on(file.overlaps == Allowed::Refused),
        bands: file.bands.iter().enumerate().map(band_form).collect(),
        whole_shift: file
            .whole_shift
            .iter()
            .map(|rule| WholeShiftForm {
                band: rule.band.clone(),
                counting: rule.counting.join(", "),
                when: key(&rule.when),
            })
            .collect(),
        cap_day: file.caps.day.clone().unwrap_or_default(),
        cap_week: file.caps.week.clone().unwrap_or_default(),
        cap_period: file.caps.period.clone().unwrap_or_default(),
        call_outs: file.call_outs.as_ref().map(call_outs_form).unwrap_or_default(),
        ..CardForm::default()
    }
}

fn band_form((index, band): (usize, &BandFile)) -> BandForm {
    let (lead, lead_then) = amounts(&band.lead);
    let (engineer, engineer_then) = amounts(&band.engineer);
    let mut form = BandForm {
        place: (index + 1).to_string(),
        name: band.name.clone(),
        windows: lines(&band.windows),
        on_holidays: key(&band.on_holidays),
        adds: on(band.adds),
        unit: key(&band.unit),
        lead,
        lead_then,
        engineer,
        engineer_then,
        others: others_text(&band.grades, &band.people),
        counts_from_minutes: minutes(band.counts_from_minutes),
        across: band.across.clone().unwrap_or_default(),
        call_out_factor: band.call_out_factor.clone().unwrap_or_default(),
        toil_factor: band.toil.as_ref().map(|toil| toil.factor.clone()).unwrap_or_default(),
        toil_chosen: on(band.toil.as_ref().is_some_and(|toil| toil.chosen)),
        ..BandForm::default()
    };
    if let UnitFile::Blocks {
        first_minutes,
        each_minutes,
        at_most_minutes,
        again,
    } = &band.unit
    {
        form.unit = "blocks".to_owned();
        form.first_minutes = first_minutes.to_string();
        form.each_minutes = each_minutes.to_string();
        form.at_most_minutes = at_most_minutes.map(|most| most.to_string()).unwrap_or_default();
        form.again = on(*again);
    }
    form
}

fn call_outs_form(rules: &CallOutsFile) -> CallOutsForm {
    CallOutsForm {
        paid: on(true),
        lead: amounts(&rules.per_hour.lead).0,
        engineer: amounts(&rules.per_hour.engineer).0,
        others: others_text(&rules.per_hour.grades, &rules.per_hour.people),
        remote_free: minutes(rules.remote.free_minutes),
        remote_minimum: minutes(rules.remote.minimum_minutes),
        remote_round: minutes(rules.remote.round_up_to_minutes),
        site_free: minutes(rules.on_site.free_minutes),
        site_minimum: minutes(rules.on_site.minimum_minutes),
        site_round: minutes(rules.on_site.round_up_to_minutes),
        free_once_a_shift: on(rules.free_once_a_shift),
        shift_minimum: minutes(rules.shift_minimum_minutes),
        shift_cap: rules.shift_cap_minutes.map(|cap| cap.to_string()).unwrap_or_default(),
        cap_cuts_work: on(rules.cap_cuts_work),
        suspends_standby: on(rules.suspends_standby),
        rest_minutes: rules
            .rest
            .as_ref()
            .map(|rest| rest.minutes.to_string())
            .unwrap_or_default(),
        rest_work: rules.rest.as_ref().map(|rest| lines(&rest.work)).unwrap_or_default(),
        toil_factor: rules.toil.as_ref().map(|toil| toil.factor.clone()).unwrap_or_default(),
        toil_chosen: on(rules.toil.as_ref().is_some_and(|toil| toil.chosen)),
    }
}

fn on(is: bool) -> String {
    if is { "on".to_owned() } else { String::new() }
}

/// The word of a choice, as files have it.
fn key<T: Serialize>(word: &T) -> String {
    let value = serde_json::to_value(word).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn lines(windows: &[WrittenWindow]) -> String {
    let lines: Vec<String> = windows.iter().map(WrittenWindow::line).collect();
    lines.join("\n")
}

fn minutes(minutes: i64) -> String {
    if minutes == 0 {
        String::new()
    } else {
        minutes.to_string()
    }
}

fn amounts(price: &Option<PriceFile>) -> (String, String) {
    match price {
        None => Default::default(),
        Some(PriceFile::Amount(amount)) => (amount.clone(), String::new()),
        Some(PriceFile::Blocks { first, then }) => (first.clone(), then.clone()),
    }
}

fn others_text(grades: &BTreeMap<String, RolesFile>, people: &BTreeMap<String, RolesFile>) -> String {
    let words = |price: &PriceFile| match price {
        PriceFile::Amount(amount) => amount.clone(),
        PriceFile::Blocks { first, then } => format!("{first} then {then}"),
    };
    let line = |(name, roles): (&String, &RolesFile)| {
        let lead = roles.lead.as_ref().map(|price| format!("lead {}", words(price)));
        let engineer = roles
            .engineer
            .as_ref()
            .map(|price| format!("engineer {}", words(price)));
        let rates: Vec<String> = lead.into_iter().chain(engineer).collect();
        format!("{name}: {}", rates.join(", "))
    };
    let lines: Vec<String> = grades.iter().chain(people).map(line).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use domain::pay::PRESETS;

    #[test]
    fn a_card_that_is_shown_and_sent_back_is_the_same() {
        for preset in PRESETS {
            let file: CardFile = serde_json::from_str(preset.json).unwrap();
            let typed = read(&form_of(&file, "1"));
            assert!(typed.faults.is_empty(), "{}: {:?}", preset.key, typed.faults);
            let both = [&file, &typed.file].map(|file| super::super::cards::kept(file).unwrap());
            assert_eq!(both[0].bands(), both[1].bands(), "{}", preset.key);
            assert_eq!(both[0].call_outs(), both[1].call_outs(), "{}", preset.key);
            let rest = |file: &CardFile| (file.caps.clone(), file.whole_shift.clone(), file.gaps, file.overlaps);
            assert_eq!(rest(&file), rest(&typed.file), "{}", preset.key);
        }
    }

    #[test]
    fn a_fault_stands_beside_the_field_in_which_it_was_typed() {
        let file: CardFile = serde_json::from_str(PRESETS[1].json).unwrap();
        let mut form = form_of(&file, "1");
        // The bands change places, and the second one is taken away.
        form.bands[0].place = "9".to_owned();
        form.bands[1].remove = "on".to_owned();
        form.bands[0].lead = "-3".to_owned();
        form.bands[2].windows = "at night".to_owned();
        form.call_outs.remote_free = "ten".to_owned();
        form.cap_day = "much".to_owned();
        let typed = read(&form);
        let found = super::super::cards::kept(&typed.file).unwrap_err();
        let faults = typed.faults(&found);
        let of = |field: &str| {
            faults
                .iter()
                .find(|fault| fault.field == field)
                .map(|fault| fault.message.clone())
        };
        assert_eq!(of("card[bands][0][lead]").unwrap(), "-3 is negative: pay cannot be.");
        assert!(
            of("card[bands][2][windows]")
                .unwrap()
                .starts_with("‘at night’ is not a window")
        );
        assert_eq!(
            of("card[call_outs][remote_free]").unwrap(),
            "‘ten’ is not a number of minutes: write it as 90."
        );
        assert!(of("card[cap_day]").unwrap().contains("‘much’ is not an amount"));
    }

    #[test]
    fn other_rates_are_read_for_grades_and_people() {
        let (name, roles) = other("senior: lead 14.00, engineer 12.00", false).unwrap();
        assert_eq!(name, "senior");
        assert_eq!(roles.lead, Some(PriceFile::Amount("14.00".to_owned())));
        let (_, roles) = other("senior: lead 29.20 then 3.66", true).unwrap();
        let both = PriceFile::Blocks {
            first: "29.20".to_owned(),
            then: "3.66".to_owned(),
        };
        assert_eq!((roles.lead, roles.engineer), (Some(both), None));
        assert!(other("senior lead 14", false).is_none() && other("senior: boss 14", false).is_none());
    }
}
