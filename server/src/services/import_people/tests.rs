#![allow(clippy::unwrap_used)]

use super::{
    read::{Row, RowPlace},
    *,
};
use crate::services::testing::TestOrganisation;
use app::people::{PeopleFilter, Port as _};

const EXAMPLE: &[u8] = include_bytes!("examples/people.csv");
const HEAD: &str = "name,email,time_zone,phone,team,qualifications,fte_percent";

fn file(lines: &[&str]) -> String {
    format!("{HEAD}\n{}\n", lines.join("\n"))
}

fn read(file: &[u8]) -> std::result::Result<Vec<Row>, Vec<ImportFault>> {
    read::read(file).map(|table| table.rows)
}

fn place(row: &Row) -> &RowPlace {
    row.place.as_ref().unwrap()
}

fn faults(text: &str) -> Vec<ImportFault> {
    read(text.as_bytes()).unwrap_err()
}

/// Line and column of each fault.
fn places(text: &str) -> Vec<(usize, String)> {
    faults(text)
        .into_iter()
        .map(|fault| (fault.line, fault.column))
        .collect()
}

const ANA: &str = "Ana Lima,ana@example.org,Europe/Lisbon,+351212345678,Payments,lead,100";
const BEN: &str = "Ben Okafor,ben@example.org,Europe/London,,Payments,lead+engineer,80";

#[test]
fn the_example_file_is_read_whole() {
    let rows = read(EXAMPLE).unwrap();
    assert_eq!(rows.len(), 20);
    assert_eq!(rows[7].name, "Kwame Mensah, PhD");
    assert_eq!((rows[7].line, rows[19].line), (9, 21));
    assert_eq!(rows[4].name, "Wei Zhang 张伟");
    assert_eq!(place(&rows[5]).share_percent, 60);
}

#[test]
fn byte_order_marks_separators_and_line_endings_make_no_difference() {
    let plain = file(&[ANA, BEN]);
    let expected = read(plain.as_bytes()).unwrap();
    assert_eq!(expected[1].phone, None);
    let semicolons = plain.replace(',', ";");
    let tabs = plain.replace(',', "\t");
    let crlf = plain.replace('\n', "\r\n");
    let marked = format!("\u{feff}{crlf}");
    let spaced = plain
        .replace(',', " , ")
        .replace("name", "Name")
        .replace("email", "E-MAIL".replace('-', "").as_str());
    let unended = plain.trim_end().to_owned();
    let excel_rest = format!("{plain},,,,,,\n");
    for (what, text) in [
        ("semicolons", semicolons),
        ("tabs", tabs),
        ("CRLF", crlf),
        ("byte-order mark", marked),
        ("space and capitals", spaced),
        ("no last line end", unended),
        ("empty cells at the end", excel_rest),
    ] {
        assert_eq!(read(text.as_bytes()).as_ref(), Ok(&expected), "{what}");
    }
}

#[test]
fn columns_may_come_in_any_order() {
    let text = "fte_percent;team;email;name;qualifications;phone;time_zone\n100;Payments;ana@example.org;Ana;engineer;;Europe/Lisbon\n";
    let rows = read(text.as_bytes()).unwrap();
    assert_eq!(
        (rows[0].name.as_str(), place(&rows[0]).qualification),
        ("Ana", Some(domain::Qualification::Engineer))
    );
}

#[test]
fn a_quoted_line_break_is_a_space_and_later_lines_keep_their_numbers() {
    for end in ["\n", "\r\n"] {
        let text = file(&[
            "\"Ana\nLima\",ana@example.org,Europe/Lisbon,,Payments,lead,100",
            "",
            BEN,
            "x",
        ])
        .replace('\n', end);
        let broken = faults(&text);
        assert_eq!(broken.len(), 1);
        assert_eq!(broken[0].line, 6, "{end:?}");
        let good = text.replace(&format!("{end}x"), "");
        let rows = read(good.as_bytes()).unwrap();
        assert_eq!(
            (rows[0].name.as_str(), rows[0].line, rows[1].line),
            ("Ana Lima", 2, 5),
            "{end:?}"
        );
    }
}

#[test]
fn every_bad_value_is_named_with_line_column_and_value() {
    let text = file(&[ANA, "  ,not an address,Europe/Atlantis,12,,king,101", BEN]);
    let faults = faults(&text);
    let told: Vec<_> = faults
        .iter()
        .map(|fault| (fault.line, fault.column.as_str(), fault.value.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (3, "name", ""),
            (3, "email", "not an address"),
            (3, "time_zone", "Europe/Atlantis"),
            (3, "phone", "12"),
            (3, "team", ""),
            (3, "qualifications", "king"),
            (3, "fte_percent", "101"),
        ]
    );
    assert!(faults.iter().all(|fault| !fault.message.is_empty()));
}

#[test]
fn shares_are_whole_numbers_from_1_to_100() {
    for bad in ["0", "101", "-1", "80.5", "80%", "", "full", "4294967396"] {
        let text = file(&[&format!("Ana,ana@example.org,Europe/Lisbon,,Payments,lead,{bad}")]);
        assert_eq!(places(&text), [(2, "fte_percent".to_owned())], "{bad}");
    }
}

#[test]
fn unknown_missing_and_double_columns_are_named() {
    let text = "name,email,zone,phone,team,qualifications,name\n";
    let told: Vec<_> = faults(text)
        .into_iter()
        .map(|fault| (fault.column, fault.message))
        .collect();
    let columns: Vec<_> = told.iter().map(|(column, _)| column.as_str()).collect();
    assert_eq!(columns, ["zone", "name", "time_zone", "fte_percent"]);
    assert!(
        told[0].1.contains("no column of this name") && told[1].1.contains("twice") && told[2].1.contains("missing")
    );
}

#[test]
fn an_address_that_comes_twice_names_both_lines() {
    let told = faults(&file(&[ANA, BEN, &ANA.replace("ana@", "ANA@")]));
    assert_eq!((told.len(), told[0].line), (1, 4));
    assert!(told[0].message.contains("Lines 2 and 4"), "{}", told[0].message);
}

#[test]
fn a_line_with_too_few_or_too_many_cells_is_named() {
    let text = file(&[
        "Mensah, PhD,kwame@example.org,Africa/Accra,,Payments,lead,100",
        "Ana",
        BEN,
    ]);
    assert_eq!(places(&text), [(2, String::new()), (3, String::new())]);
    assert!(faults(&text)[0].message.contains("8 cells"));
}

#[test]
fn a_quote_that_never_ends_is_a_bad_line_and_no_panic() {
    let text = file(&["\"Ana,ana@example.org,Europe/Lisbon,,Payments,lead,100", BEN]);
    assert_eq!(places(&text), [(2, String::new())]);
}

#[test]
fn files_of_the_usual_encodings_are_read_and_others_refused_with_the_line() {
    let text = file(&[ANA, "Zoë “Z” Müller,zoe@example.org,Europe/Berlin,,Payments,lead,100"]);
    let expected = read(text.as_bytes()).unwrap();
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    let table = read::read(&windows).unwrap();
    assert_eq!(table.rows, expected);
    assert!(table.notes[0].contains("Windows-1252"));
    let utf_16: Vec<u8> = std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read(&utf_16).as_ref(), Ok(&expected));

    let mut broken = windows.into_owned();
    let at = broken.iter().position(|byte| *byte == 0xEB).unwrap();
    broken[at] = 0x81;
    let told = read(&broken).unwrap_err();
    assert_eq!((told.len(), told[0].line), (1, 3));
    assert!(told[0].message.contains("UTF-8"));
    assert!(read(&[0xFF, 0xFE, b'n', 0, 0]).is_err(), "half a character");
}

#[test]
fn lines_about_one_person_agree_and_name_different_teams() {
    let also = ANA.replace("Payments", "Identity");
    assert_eq!(read(file(&[ANA, &also]).as_bytes()).unwrap().len(), 2);
    let other_zone = also.replace("Lisbon", "Madrid");
    let told = faults(&file(&[ANA, &other_zone]));
    assert_eq!((told.len(), told[0].line, told[0].column.as_str()), (1, 3, "time_zone"));
    assert!(told[0].message.contains("Lines 2 and 3"), "{}", told[0].message);
    let told = faults(&file(&[ANA, &ANA.replace("Payments", "PAYMENTS")]));
    assert!(told[0].message.contains("the same team"), "{}", told[0].message);
}

#[test]
fn a_file_of_almost_ten_megabytes_is_read_whole() {
    let lines: Vec<String> = (0..150_000)
        .map(|number| format!("Ana Lima,ana{number}@example.org,Europe/Lisbon,,Payments,lead,100"))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let text = file(&lines);
    assert!(
        text.len() > 9 * 1024 * 1024 && text.len() < FILE_BYTES,
        "{}",
        text.len()
    );
    assert_eq!(read(text.as_bytes()).unwrap().len(), 150_000);
}

#[test]
fn files_without_people_or_beyond_10_mb_are_refused() {
    for empty in ["", "\n\n", "\u{feff}", "  \n"] {
        assert!(faults(empty)[0].message.contains("empty"), "{empty:?}");
    }
    assert!(faults(HEAD)[0].message.contains("nobody"));
    let told = read(&vec![b'a'; FILE_BYTES + 1]).unwrap_err();
    assert!(told[0].message.contains("at most 10 MB"));
}

#[test]
fn hostile_files_are_answered_and_never_panic() {
    let many_commas = ",".repeat(100_000);
    let quotes = "\"".repeat(100_001);
    let endless = file(&[&format!("{}{}", "x".repeat(100_000), "\u{0},,,,,,")]);
    for text in [
        many_commas.as_str(),
        &quotes,
        &endless,
        "\r\r\r",
        "=cmd()|,@SUM(1)\n",
        "\u{0}",
    ] {
        assert!(read(text.as_bytes()).is_err());
    }
    let bad: String = (0..5_000).map(|_| "x\n").collect();
    assert!(faults(&format!("{HEAD}\n{bad}")).len() <= 1_000);
    assert!(faults(&endless).iter().all(|fault| fault.value.chars().count() <= 61));
}

#[tokio::test]
async fn a_file_can_be_imported_again_and_then_changes_nothing() {
    let organisation = TestOrganisation::new().await;
    let desk = organisation.of("ada@example.org");
    let preview = desk.check_people_file(EXAMPLE.to_vec()).await.unwrap();
    assert_eq!((preview.added(), preview.new_teams.len()), (20, 3));
    assert_eq!(
        organisation.tandem.snapshot().directory().people().count(),
        1,
        "a check writes nothing"
    );

    let first = desk.import_people_file(EXAMPLE.to_vec()).await.unwrap();
    assert_eq!(first, preview);
    let snapshot = organisation.tandem.snapshot();
    assert_eq!(snapshot.directory().people().count(), 21);
    let identity = snapshot.directory().team_by_slug("identity").unwrap();
    assert_eq!(snapshot.directory().members(identity.id).len(), 6);

    let second = desk.import_people_file(EXAMPLE.to_vec()).await.unwrap();
    assert_eq!((second.added(), second.changed(), second.unchanged()), (0, 0, 20));
    assert_eq!(
        organisation.tandem.snapshot().revision(),
        snapshot.revision(),
        "nothing was written"
    );
}

#[tokio::test]
async fn one_bad_line_leaves_everything_unwritten() {
    let organisation = TestOrganisation::new().await;
    let before = organisation.tandem.snapshot().revision();
    let text = file(&[ANA, "Ben,ben@example.org,Europe/Atlantis,,Payments,lead,80"]);
    let outcome = organisation
        .console()
        .import_people_file(text.into_bytes())
        .await
        .unwrap();
    assert_eq!(outcome.faults.len(), 1);
    let snapshot = organisation.tandem.snapshot();
    assert_eq!(
        (snapshot.revision(), snapshot.directory().people().count()),
        (before, 1)
    );
    assert_eq!(snapshot.directory().teams().count(), 0);
}

#[tokio::test]
async fn somebody_known_is_changed_and_keeps_what_the_file_does_not_say() {
    let organisation = TestOrganisation::new().await;
    let console = organisation.console();
    console.import_people_file(file(&[ANA]).into_bytes()).await.unwrap();
    let ana = organisation.id("ana@example.org");
    let manager = app::teams::MemberForm {
        team: "payments".into(),
        person: ana.clone(),
        lead: Some("on".into()),
        engineer: None,
        manager: Some("on".into()),
        share_percent: "100".into(),
        ..app::teams::MemberForm::default()
    };
    app::teams::Port::put_member(&console, manager).await.unwrap();

    let text = file(&["Ana Maria Lima,ANA@example.org,Europe/Madrid,,PAYMENTS,lead+engineer,50"]);
    let outcome = console.import_people_file(text.into_bytes()).await.unwrap();
    assert_eq!(outcome.new_teams, Vec::<String>::new(), "capitals make no other team");
    assert_eq!(
        outcome.lines[0].changes,
        [
            "name Ana Lima → Ana Maria Lima",
            "time zone Europe/Lisbon → Europe/Madrid",
            "Payments: lead → lead+engineer",
            "Payments: share 100 % → 50 %"
        ]
    );
    let page = console.person_page(ana).await.unwrap();
    assert_eq!(
        page.phone.as_deref(),
        Some("+351212345678"),
        "an empty telephone leaves the number"
    );
    let place = &page.row.teams[0];
    assert!(place.manager && place.share_percent == 50, "{place:?}");

    let moved = file(&["Ana Maria Lima,ana@example.org,Europe/Madrid,,Identity,lead,50"]);
    let outcome = console.import_people_file(moved.into_bytes()).await.unwrap();
    assert_eq!(outcome.lines[0].changes, ["joins Identity"]);
    assert_eq!(organisation.tandem.snapshot().directory().teams().count(), 2);
}

#[tokio::test]
async fn deactivated_people_are_not_brought_back_by_a_file() {
    let organisation = TestOrganisation::new().await;
    let console = organisation.console();
    console.import_people_file(file(&[ANA]).into_bytes()).await.unwrap();
    console
        .deactivate_person(organisation.id("ana@example.org"))
        .await
        .unwrap();
    let outcome = console
        .import_people_file(file(&[BEN, ANA]).into_bytes())
        .await
        .unwrap();
    assert_eq!((outcome.faults.len(), outcome.faults[0].line), (1, 3));
    assert_eq!(console.people(PeopleFilter::search("ben")).await.unwrap().total, 0);
}

#[tokio::test]
async fn only_administrators_import() {
    let organisation = TestOrganisation::new().await;
    organisation.add("Ben", "ben@example.org", "member").await;
    let desk = organisation.of("ben@example.org");
    assert!(matches!(
        desk.check_people_file(EXAMPLE.to_vec()).await,
        Err(app::AppError::Forbidden(_))
    ));
    assert!(matches!(
        desk.import_people_file(EXAMPLE.to_vec()).await,
        Err(app::AppError::Forbidden(_))
    ));
}
