//! Running other programs, with errors that name what was run.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Runs a command to its end, its output shown.
///
/// # Errors
/// When it cannot start or ends with another status than 0.
pub fn run(command: &mut Command) -> Result<()> {
    let line = describe(command);
    eprintln!("$ {line}");
    let status = command.status().with_context(|| cannot_start(&line))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Runs a command and returns what it printed; its errors are shown when it fails.
///
/// # Errors
/// When it cannot start, ends with another status than 0, or prints what is not UTF-8.
pub fn output(command: &mut Command) -> Result<String> {
    let line = describe(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| cannot_start(&line))?;
    if !output.status.success() {
        bail!(
            "`{line}` failed ({}):\n{}{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` printed what is not UTF-8"))
}

/// The program's path, from PATH and then from further folders.
pub fn find(program: &str, further: &[PathBuf]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(further.iter().cloned())
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

/// Waits until no other thread or run holds this lock, and holds it until the result is dropped.
///
/// # Errors
/// When the lock's file cannot be made.
pub fn lock(path: &Path) -> Result<File> {
    let take = || {
        std::fs::create_dir_all(path.parent().unwrap_or(path))?;
        let file = File::create(path)?;
        file.lock()?;
        Ok::<_, std::io::Error>(file)
    };
    take().with_context(|| format!("cannot lock {}", path.display()))
}

/// The command as one would type it; long absolute programs by their name.
pub fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

fn cannot_start(line: &str) -> String {
    format!("cannot start `{line}`: is the program installed and in PATH?")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_lock_that_is_held_is_not_given_twice() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/lock");
        let held = lock(&path).unwrap();
        assert!(File::open(&path).unwrap().try_lock().is_err());
        drop(held);
        assert!(File::open(&path).unwrap().try_lock().is_ok());
    }

    #[test]
    fn a_failure_names_the_command_and_shows_what_it_printed() {
        let error = output(Command::new("sh").args(["-c", "echo reason >&2; exit 3"]))
            .unwrap_err()
            .to_string();
        assert!(error.contains("sh -c") && error.contains("reason"), "{error}");
        let error = output(&mut Command::new("no-such-program")).unwrap_err().to_string();
        assert!(error.contains("cannot start `no-such-program`"), "{error}");
    }
}
