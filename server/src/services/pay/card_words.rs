//! Rate cards in words.

use super::super::Reader;
use app::rate_cards::BandRow;
use chrono::NaiveDate;
use domain::{
    holidays::Calendars,
    pay::{
        Card, HolidayCalendar, OnHolidays, ZoneRule, duration,
        file::{BandFile, CallOutsFile, CapsFile, PriceFile, UnitFile},
    },
};

/// What stands above a card's bands: what, and how it is.
pub(super) fn facts(card: &Card, calendars: &Calendars, reader: &Reader, today: NaiveDate) -> Vec<(String, String)> {
    let file = card.file();
    let mut facts = vec![
        ("Pays from", reader.style.date(card.effective_from())),
        ("Currency", file.currency.clone()),
        ("Time zone", zone(card.zone())),
        ("Holidays", calendar(card.holidays(), calendars, reader, today)),
    ];
    facts.extend(caps(&file.caps, &file.currency).map(|caps| ("At most", caps)));
    if let Some(rules) = &file.call_outs {
        facts.push(("Call-outs", call_outs(rules, &file.currency)));
    } else {
        facts.push(("Call-outs", "not paid".to_owned()));
    }
    facts.into_iter().map(|(what, how)| (what.to_owned(), how)).collect()
}

fn zone(rule: &ZoneRule) -> String {
    match rule {
        ZoneRule::Named(name) => name.clone(),
        ZoneRule::Rota => "the rota's".to_owned(),
        ZoneRule::Person => "the person's".to_owned(),
    }
}

fn calendar(rule: &HolidayCalendar, calendars: &Calendars, reader: &Reader, today: NaiveDate) -> String {
    match rule {
        HolidayCalendar::Person => "of the person's region".to_owned(),
        HolidayCalendar::Named(key) => {
            let last = calendars.find(key).and_then(|calendar| calendar.last());
            let name = calendars.name(key).unwrap_or(key);
            match last {
                Some(last) => format!("{name} ({key}), data to {}", reader.style.day(last, today)),
                None => "none".to_owned(),
            }
        }
    }
}

fn caps(caps: &CapsFile, currency: &str) -> Option<String> {
    let all = [(&caps.day, "a day"), (&caps.week, "a week"), (&caps.period, "a period")];
    let said = all.iter().filter_map(|(cap, per)| {
        let cap = cap.as_ref()?;
        Some(format!("{currency} {cap} {per}"))
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join(", "))
}

fn call_outs(rules: &CallOutsFile, currency: &str) -> String {
    let rate = |price: &Option<PriceFile>| price.as_ref().map_or("0".to_owned(), amount);
    let mut words = format!(
        "{currency} {} an hour for the Lead, {} for the Engineer",
        rate(&rules.per_hour.lead),
        rate(&rules.per_hour.engineer)
    );
    for (name, claiming) in [("remote", &rules.remote), ("on site", &rules.on_site)] {
        let mut said = Vec::new();
        let minutes = |minutes: i64| duration(minutes * 60);
        if claiming.free_minutes > 0 {
            said.push(format!("{} free", minutes(claiming.free_minutes)));
        }
        if claiming.minimum_minutes > 0 {
            said.push(format!("at least {}", minutes(claiming.minimum_minutes)));
        }
        if claiming.round_up_to_minutes > 0 {
            said.push(format!("rounded up to {}", minutes(claiming.round_up_to_minutes)));
        }
        if !said.is_empty() {
            words.push_str(&format!("; {name}: {}", said.join(", ")));
        }
    }
    words
}

/// A card's bands, in order.
pub(super) fn bands(card: &Card, reader: &Reader) -> Vec<BandRow> {
    let bands = card.file().bands.iter().zip(card.bands());
    let row = |(file, band): (&BandFile, &domain::pay::Band)| BandRow {
        name: file.name.clone(),
        when: when(band, reader),
        lead: price(&file.lead, &file.unit),
        engineer: price(&file.engineer, &file.unit),
        notes: notes(file),
    };
    bands.map(row).collect()
}

fn when(band: &domain::pay::Band, reader: &Reader) -> Vec<String> {
    let windows = band.windows.iter().map(|window| window.in_words(reader.style));
    let mut when: Vec<String> = windows.collect();
    match band.on_holidays {
        OnHolidays::AsUsual => {}
        OnHolidays::AllDay => when.push("all day on holidays, before all else".to_owned()),
        OnHolidays::Only => when.push("only where it starts on a holiday, before all else".to_owned()),
    }
    when
}

fn amount(price: &PriceFile) -> String {
    match price {
        PriceFile::Amount(amount) => amount.clone(),
        PriceFile::Blocks { first, then } => format!("{first}, then {then}"),
    }
}

fn price(price: &Option<PriceFile>, unit: &UnitFile) -> String {
    let per = match unit {
        UnitFile::Hour => "/h",
        UnitFile::Shift => " a shift",
        UnitFile::Night => " a night",
        UnitFile::Day => " a day",
        UnitFile::Week => " a week",
        UnitFile::Blocks { .. } => "",
    };
    price
        .as_ref()
        .map_or_else(String::new, |price| format!("{}{per}", amount(price)))
}

fn notes(file: &BandFile) -> Vec<String> {
    let minutes = |minutes: i64| duration(minutes * 60);
    let mut notes = Vec::new();
    if let UnitFile::Blocks {
        first_minutes,
        each_minutes,
        at_most_minutes,
        ..
    } = &file.unit
    {
        let most = at_most_minutes.map_or_else(String::new, |most| format!(", at most {}", minutes(most)));
        notes.push(format!(
            "up to {}, then each started {}{most}",
            minutes(*first_minutes),
            minutes(*each_minutes)
        ));
    }
    if file.adds {
        notes.push("on top of the band that holds".to_owned());
    }
    if file.counts_from_minutes > 0 {
        notes.push(format!("counts from {} on", minutes(file.counts_from_minutes)));
    }
    if let Some(across) = &file.across {
        notes.push(format!("only for duty that runs across {across}"));
    }
    if !file.grades.is_empty() {
        let grades: Vec<&str> = file.grades.keys().map(String::as_str).collect();
        notes.push(format!("other rates for {}", grades.join(", ")));
    }
    match file.people.len() {
        0 => {}
        1 => notes.push("another rate for one person".to_owned()),
        many => notes.push(format!("other rates for {many} people")),
    }
    if let Some(factor) = &file.call_out_factor {
        notes.push(format!("call-outs × {factor} meanwhile"));
    }
    if let Some(toil) = &file.toil {
        let who = if toil.chosen { " for those who choose it" } else { "" };
        notes.push(format!("time off instead of money, × {}{who}", toil.factor));
    }
    notes
}
