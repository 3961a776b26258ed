//! A file that gets its name when it is whole.

use super::BackupError;
use crate::secret::random_id;
use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

/// A file under a name of its own beside the place that it will take; removed if it does not come to that.
pub(crate) struct NewFile {
    path: PathBuf,
    place: PathBuf,
}

impl NewFile {
    /// An empty file that only its owner can read.
    pub(crate) fn beside(place: &Path) -> Result<Self, BackupError> {
        must_be_free(place)?;
        let folder = folder_of(place);
        fs::create_dir_all(&folder).map_err(fault(&folder))?;
        let path = folder.join(format!(".tandem-{}.part", random_id()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(fault(&path))?;
        Ok(Self {
            path,
            place: place.to_owned(),
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// For writing from its beginning.
    pub(crate) fn writer(&self) -> Result<File, BackupError> {
        let opened = OpenOptions::new().write(true).open(&self.path);
        opened.map_err(fault(&self.path))
    }

    pub(super) fn url(&self) -> String {
        url_of(&self.path)
    }

    /// Takes what another file holds.
    pub(super) async fn fill_from(&self, other: &Path) -> Result<(), BackupError> {
        let copied = tokio::fs::copy(other, &self.path).await;
        copied.map(drop).map_err(fault(other))
    }

    /// Is written down for good and gets its name, unless something has it by now; answers its length.
    pub(crate) async fn take_its_place(self) -> Result<u64, BackupError> {
        let ended = tokio::task::spawn_blocking(move || self.settle()).await;
        ended.map_err(|error| BackupError::File(PathBuf::new(), io::Error::other(error)))?
    }

    fn settle(&self) -> Result<u64, BackupError> {
        let length = File::open(&self.path).and_then(|file| file.sync_all().and_then(|()| file.metadata()));
        let length = length.map_err(fault(&self.path))?.len();
        // A link never takes the place of another file, as renaming does.
        match fs::hard_link(&self.path, &self.place) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(BackupError::Taken(self.place.clone()));
            }
            done => done.map_err(fault(&self.place))?,
        }
        let folder = folder_of(&self.place);
        File::open(&folder)
            .and_then(|folder| folder.sync_all())
            .map_err(fault(&folder))?;
        Ok(length)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        for file in beside(&self.path) {
            drop(fs::remove_file(file));
        }
    }
}

/// A database's file, and those that SQLite keeps beside it.
pub(super) fn beside(file: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|end| {
        let mut name = OsString::from(file);
        name.push(end);
        PathBuf::from(name)
    })
}

pub(super) fn must_be_free(file: &Path) -> Result<(), BackupError> {
    match file.symlink_metadata() {
        Ok(_) => Err(BackupError::Taken(file.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(BackupError::File(file.to_owned(), error)),
    }
}

pub(super) fn url_of(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

fn folder_of(file: &Path) -> PathBuf {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_owned()
}

fn fault(file: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let file = file.to_owned();
    move |error| BackupError::File(file, error)
}
