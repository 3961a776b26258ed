//! What a letter becomes, and what of the set-up is shown.

use super::*;

fn mail(url: &str) -> Result<Mail, MailSetUpError> {
    Mail::new(&SecretString::from(url.to_owned()), "Tandem <tandem@example.org>")
}

fn letter(name: &str, subject: &str) -> Letter {
    Letter {
        id: NoticeId::from_uuid(uuid::Uuid::nil()),
        name: name.to_owned(),
        address: "ada@example.org".to_owned(),
        subject: subject.to_owned(),
        text: "A line.\n".to_owned(),
    }
}

fn written(letter: &Letter) -> String {
    let message = mail("smtps://mail.example.org")
        .unwrap()
        .message(letter, Instant::from_seconds(0))
        .unwrap();
    String::from_utf8(message.formatted()).unwrap()
}

#[test]
fn neither_the_set_up_nor_its_faults_show_the_password() {
    let good = mail("smtps://tandem:hunter%402@mail.example.org").unwrap();
    let shown = format!("{good:?} {}", good.through());
    assert!(!shown.contains("hunter"), "{shown}");
    assert_eq!(good.through(), "mail.example.org:465, by TLS");
    for bad in [
        "smtp://tandem:hunter2@mail.example.org:port",
        "https://tandem:hunter2@mail.example.org",
        "smtp://tandem:hunter2@mail.example.org?tls=maybe",
        "tandem:hunter2@mail.example.org",
        "smtp://tandem:hunter2@",
    ] {
        let words = mail(bad).unwrap_err().to_string();
        assert!(!words.contains("hunter2"), "{words}");
    }
    assert!(Mail::new(&SecretString::from("smtps://mail.example.org"), "nobody").is_err());
}

#[test]
fn a_letter_says_who_it_is_from_and_that_nobody_wrote_it() {
    let text = written(&letter("Ada Lovelace", "Hello"));
    for line in [
        "From: Tandem <tandem@example.org>\r\n",
        "To: \"Ada Lovelace\" <ada@example.org>\r\n",
        "Message-ID: <00000000-0000-0000-0000-000000000000@example.org>\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n",
    ] {
        assert!(text.contains(line), "{line:?} in {text}");
    }
}

#[test]
fn no_name_or_subject_adds_a_header() {
    let evil = "Ada\r\nBcc: everybody@example.org\r\n\r\nBuy this\u{2028}";
    let text = written(&letter(evil, evil));
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, "A line.\r\n");
    assert!(
        !head.lines().any(|line| line.to_lowercase().starts_with("bcc")),
        "{head}"
    );
    assert_eq!(head.matches("@example.org").count(), 4, "{head}");
}

#[test]
fn names_of_any_script_arrive_as_encoded_words() {
    for name in [
        "Þórdís Ægisdóttir",
        "陳大文",
        "محمد بن عبد الله",
        "O’Neill, \"Bob\" <x>",
    ] {
        let text = written(&letter(name, &format!("Invitation for {name}")));
        assert!(text.is_ascii(), "{text}");
        assert!(text.contains("ada@example.org"), "{text}");
    }
}
