//! `docs/pay.md`: its cards are written to a folder, its commands run there, and print what it says they print.

use std::path::{Path, PathBuf};
use std::process::Command;

const DOC: &str = include_str!("../../../docs/pay.md");

/// The fenced blocks: what stands behind the fence, and the text inside.
fn blocks() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut blocks: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut inside = false;
    for line in DOC.lines() {
        match line.strip_prefix("```") {
            Some(info) if !inside => blocks.push((info, Vec::new())),
            Some(_) => {}
            None if inside => blocks.last_mut().unwrap().1.push(line),
            None => continue,
        }
        inside = line.starts_with("```") != inside;
    }
    blocks
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pay-examples");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What a command prints, on stdout or, when it fails, on stderr.
fn run(folder: &Path, command: &str) -> String {
    let (command, file) = command
        .split_once(" > ")
        .map_or((command, None), |(left, file)| (left, Some(file)));
    let arguments = command.strip_prefix("tandem ").unwrap().split(' ');
    let output = Command::new(env!("CARGO_BIN_EXE_tandem"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let printed = if output.status.success() {
        output.stdout
    } else {
        output.stderr
    };
    match file {
        Some(file) => {
            std::fs::write(folder.join(file), printed).unwrap();
            String::new()
        }
        None => String::from_utf8(printed).unwrap(),
    }
}

#[test]
fn the_examples_of_the_handbook_print_what_it_says() {
    let folder = folder();
    let mut commands = 0;
    for (info, lines) in blocks() {
        if let Some(file) = info.strip_prefix("json ") {
            std::fs::write(folder.join(file), lines.join("\n")).unwrap();
        } else if info == "console" {
            for example in lines.join("\n").split("$ ").skip(1) {
                let (command, expected) = example.split_once('\n').unwrap_or((example, ""));
                let printed = run(&folder, command);
                assert_eq!(printed.trim_end(), expected.trim_end(), "$ {command}");
                commands += 1;
            }
        }
    }
    assert!(commands >= 15, "{commands}");
}
