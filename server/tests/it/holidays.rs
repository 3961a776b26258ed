//! Holiday calendars of one's own: pay, rotas and plans follow them.

use crate::support::{App, Database, at, nights::Nights};
use app::{
    AppError,
    holidays::{HolidayCalendarForm, HolidayDayForm, Port as _},
    organisation::Port as _,
    pay_people::{PayPersonForm, Port as _},
    payroll::Port as _,
    planning::Port as _,
    rate_cards::{NewCard, Port as _},
    rotas::Port as _,
};
use domain::{Span, pay, rota::Shift};
use http::Method;
use server::services::examine;

const NOVEMBER: &str = "2026-11-01";
const DECEMBER: &str = "2026-12-01";
/// An evening and a morning of Ben's.
const DAY: &str = "2026-11-12";

fn ireland(text: &str) -> HolidayCalendarForm {
    HolidayCalendarForm {
        key: "IE".to_owned(),
        name: "Ireland".to_owned(),
        text: text.to_owned(),
        ..HolidayCalendarForm::default()
    }
}

fn day(date: &str, name: &str) -> HolidayDayForm {
    HolidayDayForm {
        key: "IE".to_owned(),
        date: date.to_owned(),
        name: name.to_owned(),
    }
}

fn rule<T: std::fmt::Debug>(answer: Result<T, AppError>) -> (String, String) {
    match answer.unwrap_err() {
        AppError::Refused { rule, message, .. } => (rule, message),
        other => panic!("{other:?}"),
    }
}

/// Where, and what is wrong.
fn faults<T: std::fmt::Debug>(answer: Result<T, AppError>) -> Vec<(String, String)> {
    match answer.unwrap_err() {
        AppError::Invalid(faults) => faults.into_iter().map(|it| (it.field, it.message)).collect(),
        other => panic!("{other:?}"),
    }
}

/// Paid by the holidays of each person's region, of which Ben's is Ireland.
async fn by_region(database: Database) -> (Nights, PayPersonForm) {
    let nights = Nights::paid_by(database, |file| file["holidays"] = "person".into()).await;
    let ada = nights.desk(nights.ada);
    ada.put_holiday_calendar(ireland("2030-01-01 Far")).await.unwrap();
    let lives = PayPersonForm {
        person: nights.ben.to_string(),
        from: NOVEMBER.to_owned(),
        holiday_region: "IE".to_owned(),
        ..PayPersonForm::default()
    };
    ada.put_pay_person(lives.clone()).await.unwrap();
    (nights, lives)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pay_follows_the_calendar_of_the_persons_region_and_a_settled_period_is_made_good() {
    for database in Database::both().await {
        let (nights, lives) = by_region(database).await;
        let (ada, ben) = (nights.desk(nights.ada), nights.desk(nights.ben));
        let november = format!("{NOVEMBER}.{}", nights.ben);
        let total = async || ben.statement(november.clone()).await.unwrap().totals[0].minor;
        let before = total().await;
        ada.put_holiday(day(DAY, "A day of ours")).await.unwrap();
        let with_holiday = total().await;
        assert!(with_holiday > before, "{with_holiday} for {before}");
        let draft = ben.statement(november.clone()).await.unwrap();
        let mut lines = draft.groups.iter().flat_map(|group| &group.lines);
        assert!(lines.any(|line| line.why.starts_with("Thu 12 Nov") && line.why.contains("holiday rate")));
        // Others keep the organisation's holidays.
        let adas = ada.statement(format!("{NOVEMBER}.{}", nights.ada)).await.unwrap();
        let mut lines = adas.groups.iter().flat_map(|group| &group.lines);
        assert!(!lines.any(|line| line.why.contains("holiday rate")));

        ben.submit_statement(november.clone()).await.unwrap();
        ada.approve_statements(vec![november.clone()]).await.unwrap();
        ada.remove_holiday("IE".to_owned(), DAY.to_owned()).await.unwrap();
        assert_eq!(total().await, with_holiday, "what is settled stays");
        let december = format!("{DECEMBER}.{}", nights.ben);
        let made_good: i64 = ben
            .statement(december.clone())
            .await
            .unwrap()
            .adjustments
            .iter()
            .map(|it| it.amount.minor)
            .sum();
        assert_eq!(made_good, before - with_holiday, "and is made good in the next period");
        ada.put_holiday(day(DAY, "A day of ours")).await.unwrap();
        assert!(ben.statement(december).await.unwrap().adjustments.is_empty());

        let (kind, words) = rule(ada.remove_holiday_calendar("IE".to_owned()).await);
        assert_eq!(kind, "calendar-used");
        assert!(words.contains("Ireland is followed by Ben:"), "{words}");
        let elsewhere = PayPersonForm {
            holiday_region: String::new(),
            ..lives
        };
        ada.put_pay_person(elsewhere).await.unwrap();
        ada.remove_holiday_calendar("IE".to_owned()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rate_card_follows_a_calendar_of_ones_own_and_warns_before_it_ends() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let mut file: serde_json::Value = serde_json::from_str(pay::preset("hourly-bands").unwrap().json).unwrap();
    file["holidays"] = "IE".into();
    let card = || NewCard {
        text: file.to_string(),
        ..NewCard::default()
    };
    assert!(
        matches!(ada.make_rate_card(card()).await, Err(AppError::Invalid(_))),
        "there is none yet"
    );
    ada.put_holiday_calendar(ireland("2026-12-08 A day of ours"))
        .await
        .unwrap();
    let (id, _) = ada.make_rate_card(card()).await.unwrap();
    let page = ada.rate_card(id.clone(), String::new(), None).await.unwrap();
    assert!(
        page.facts
            .iter()
            .any(|(_, how)| how == "Ireland (IE), data to Tue 8 Dec"),
        "{:?}",
        page.facts
    );
    let warned = "Holidays of Ireland are known to Tue 8 Dec: later ones are paid as other days until they are added.";
    assert_eq!(page.trial.warnings, [warned]);
    assert_eq!(ada.rate_cards().await.unwrap().cards[0].warnings, [warned]);
    assert!(
        page.calendars
            .iter()
            .any(|(key, words)| key == "IE" && words.contains("data to 8 Dec 2026 only"))
    );
    let (kind, words) = rule(ada.remove_holiday_calendar("IE".to_owned()).await);
    assert!(
        kind == "calendar-used" && words.contains("the rate card Hourly bands"),
        "{words}"
    );
    ada.put_holiday(day("2029-12-08", "Far")).await.unwrap();
    let page = ada.rate_card(id, String::new(), None).await.unwrap();
    assert_eq!(page.trial.warnings, Vec::<String>::new());
}

async fn shifts(nights: &Nights) -> Vec<Shift> {
    nights
        .app
        .tandem
        .store
        .shifts(nights.rota, nights.planned)
        .await
        .unwrap()
}

fn seconds(shifts: &[Shift]) -> i64 {
    let stretches = shifts.iter().flat_map(|shift| &shift.stretches);
    stretches.map(Span::seconds).sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rota_follows_a_calendar_of_ones_own_in_what_is_published_too_and_its_plan_says_when_that_ends() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        ada.put_holiday_calendar(ireland("2026-11-19 Over\n2026-12-08 A day of ours"))
            .await
            .unwrap();
        let mut form = ada.rota_form(Some("nights".to_owned())).await.unwrap().form;
        form.coverage = "out_of_hours".to_owned();
        form.holiday_calendar = "IE".to_owned();
        ada.save("nights".to_owned(), form).await.unwrap();
        let followed = shifts(&nights).await;
        let on_call = |day: &str| {
            let noon = at(&format!("{day}T12:00:00Z"));
            let snapshot = nights.app.tandem.snapshot();
            let duty = &snapshot.rota(nights.rota).unwrap().duty;
            let row = duty.iter().rev().find(|row| row.starts_at <= noon).unwrap();
            row.pairing.lead().is_some() && row.pairing.engineer().is_some()
        };
        assert!(on_call("2026-12-08"), "a Tuesday, covered as a Sunday");
        assert!(!on_call("2026-12-10"), "a Thursday");

        let plan = ada.plan_view("nights".to_owned()).await.unwrap();
        assert!(
            plan.rules
                .iter()
                .any(|(what, how)| what == "Holidays" && how.starts_with("Ireland:"))
        );
        assert!(plan.warnings[0].contains("known to Tue 8 Dec: later ones are planned as other days"));

        // A day more is covered as soon as it is a holiday, by whoever has that night; what is over stays.
        ada.put_holiday(day("2026-12-10", "Another")).await.unwrap();
        ada.remove_holiday("IE".to_owned(), "2026-11-19".to_owned())
            .await
            .unwrap();
        let more = shifts(&nights).await;
        assert_eq!(seconds(&more) - seconds(&followed), 30_600, "eight hours and a half");
        assert!(on_call("2026-12-10"));
        ada.remove_holiday("IE".to_owned(), "2026-12-10".to_owned())
            .await
            .unwrap();
        assert_eq!(shifts(&nights).await, followed);
        assert_eq!(
            examine(&nights.app.tandem.store).await.unwrap().complaints,
            Vec::<String>::new()
        );

        ada.put_holiday(day("2029-12-08", "Far")).await.unwrap();
        let plan = ada.plan_view("nights".to_owned()).await.unwrap();
        assert_eq!(plan.warnings, Vec::<String>::new(), "the rota was read again");
        let (_, words) = rule(ada.remove_holiday_calendar("IE".to_owned()).await);
        assert!(words.contains("the rota Nights"), "{words}");
        let own = ada.organisation_page().await.unwrap().holiday_calendars;
        assert!(own.contains(&("IE".to_owned(), "Ireland".to_owned())), "{own:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_is_taken_whole_or_refused_with_its_places_and_sent_again_it_changes_nothing() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let file = "date,name\r\n2027-03-17,\"St Patrick’s Day\"\r\n17.3.2028,St Patrick’s Day\r\n";
    let refused = faults(ada.put_holiday_calendar(ireland(file)).await);
    assert_eq!(refused[0].0, "line 3");
    assert!(refused[0].1.contains("‘17.3.2028’ is not a date"), "{refused:?}");
    assert!(ada.holiday_calendar("IE".to_owned()).await.is_err(), "nothing is saved");
    let rest = HolidayCalendarForm {
        bad: "leave_out".to_owned(),
        ..ireland(file)
    };
    ada.put_holiday_calendar(rest.clone()).await.unwrap();
    let revision = || nights.app.tandem.snapshot().revision();
    let page = ada.holiday_calendar("IE".to_owned()).await.unwrap();
    assert_eq!(page.text, "2027-03-17 St Patrick’s Day\n");
    let before = revision();
    ada.put_holiday_calendar(rest).await.unwrap();
    assert_eq!(revision(), before, "the same again");

    ada.put_holiday_calendar(ireland("2027-02-01 St Brigid’s Day"))
        .await
        .unwrap();
    let page = ada.holiday_calendar("IE".to_owned()).await.unwrap();
    assert_eq!((page.calendar.days, page.users.len()), (2, 0), "the others stay");
    assert!(
        page.last_change.starts_with("1 day added by Ada"),
        "{}",
        page.last_change
    );
    let only = HolidayCalendarForm {
        others: "remove".to_owned(),
        ..ireland("2027-02-01 Brigid")
    };
    ada.put_holiday_calendar(only).await.unwrap();
    let page = ada.holiday_calendar("IE".to_owned()).await.unwrap();
    assert_eq!(page.text, "2027-02-01 Brigid\n");
    assert!(
        page.last_change.starts_with("1 taken out, 1 renamed by"),
        "{}",
        page.last_change
    );

    for text in [
        "<!DOCTYPE html><html>",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Cut",
        "# nothing\n",
    ] {
        let refused = faults(ada.put_holiday_calendar(ireland(text)).await);
        assert_eq!(refused[0].0, "text", "{refused:?}");
    }
    assert_eq!(
        faults(
            ada.put_holiday_calendar(HolidayCalendarForm {
                key: "GB-ENG".into(),
                ..ireland("")
            })
            .await
        )[0]
        .0,
        "key"
    );
    assert_eq!(
        ada.holiday_calendar("IE".to_owned()).await.unwrap().text,
        "2027-02-01 Brigid\n"
    );
    let cleo = nights.desk(nights.cleo);
    assert!(matches!(
        cleo.put_holiday(day("2026-12-08", "x")).await,
        Err(AppError::Forbidden(_))
    ));
    assert!(matches!(cleo.holiday_calendars().await, Err(AppError::Forbidden(_))));
}

/// What a browser sends for a file.
fn multipart(fields: &[(&str, &str)]) -> (String, String) {
    let boundary = "holidays-boundary";
    let mut body = String::new();
    for (name, value) in fields {
        let file = if *name == "file" { "; filename=\"days.ics\"" } else { "" };
        body.push_str(&format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str(&format!("--{boundary}--\r\n"));
    (format!("multipart/form-data; boundary={boundary}"), body)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_calendar_file_is_uploaded_from_a_browser() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    let mut admin = app.set_up().await;
    let mut send = async |fields: &[(&str, &str)]| {
        let (kind, body) = multipart(fields);
        let headers = [("content-type", kind.as_str()), ("accept", "text/html")];
        admin.send(Method::POST, "/pay/holidays/import", &headers, body).await
    };
    let file = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20270317\r\nSUMMARY:St Patrick\\, and all\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let answer = send(&[("name", "Ireland"), ("key", "ie"), ("file", file)]).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/pay/holidays/IE?done=saved"),
        "{}",
        answer.body
    );
    let answer = send(&[
        ("name", "France"),
        ("key", "FR"),
        ("file", ""),
        ("text", "14.7.2027 Fête\n2027-05-01 Travail"),
    ])
    .await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(answer.body.contains("Nothing has been saved") && answer.body.contains("2027-05-01 Travail"));
    let calendars = app.tandem.snapshot();
    let days = calendars.calendars().find("IE").unwrap();
    assert_eq!(days.to_string(), "2027-03-17 St Patrick, and all\n");
    assert!(!calendars.calendars().has("FR"));
}
