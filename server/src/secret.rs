//! The server's key, random secrets, hashes and passwords.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretSlice};
use sha2::{Digest as _, Sha256};
use std::{io::Write as _, path::Path, sync::Arc};
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Bytes of every secret: 256 bits.
const SECRET_BYTES: usize = 32;

/// A fault of the key or of hashing.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The key's file cannot be read or made.
    #[error("the key file {0}: {1}")]
    KeyFile(String, std::io::Error),
    /// The key is too short to protect anything.
    #[error("the server's key has {0} bytes: it needs at least 32")]
    ShortKey(usize),
    /// The system has no randomness to give.
    #[error("the system's random source failed: {0}")]
    Random(String),
    /// Hashing failed.
    #[error("hashing a password failed: {0}")]
    Hash(String),
}

/// The server's key, from which calendar addresses derive.
#[derive(Clone)]
pub struct Key(Arc<SecretSlice<u8>>);

impl Key {
    /// The key in `TANDEM_SECRET_KEY`'s form: any text of at least 32 bytes.
    ///
    /// # Errors
    /// [`SecretError::ShortKey`].
    pub fn new(text: &str) -> Result<Self, SecretError> {
        let bytes = text.trim().as_bytes().to_vec();
        if bytes.len() < SECRET_BYTES {
            return Err(SecretError::ShortKey(bytes.len()));
        }
        Ok(Self(Arc::new(bytes.into())))
    }

    /// The key in a file that only its owner can read, made at first use.
    ///
    /// # Errors
    /// When the file cannot be read or made, or is too short.
    pub fn from_file(path: &Path) -> Result<Self, SecretError> {
        let fault = |error| SecretError::KeyFile(path.display().to_string(), error);
        match std::fs::read_to_string(path) {
            Ok(text) => Self::new(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let text = random_secret()?;
                let mut options = std::fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let mut file = options.open(path).map_err(fault)?;
                file.write_all(text.as_bytes())
                    .and_then(|()| file.sync_all())
                    .map_err(fault)?;
                Self::new(&text)
            }
            Err(error) => Err(fault(error)),
        }
    }

    /// An unforgeable text for `message`: 43 characters that are safe in an address.
    pub fn sign(&self, message: &str) -> String {
        // HMAC takes keys of any length, so this cannot fail; an empty signature would verify nothing.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.expose_secret()) else {
            return String::new();
        };
        mac.update(message.as_bytes());
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }
}

/// The HMAC-SHA256 of a message with a secret, in hexadecimal.
pub fn hmac_hex(secret: &str, message: &[&[u8]]) -> String {
    // HMAC takes keys of any length, so this cannot fail; an empty signature would verify nothing.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    message.iter().for_each(|part| mac.update(part));
    hex(&mac.finalize().into_bytes())
}

/// A new secret: 256 random bits in 43 characters that are safe in an address.
///
/// # Errors
/// [`SecretError::Random`].
pub fn random_secret() -> Result<String, SecretError> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| SecretError::Random(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// A new random id.
pub fn random_id() -> Uuid {
    Uuid::new_v4()
}

/// How a secret with 256 bits of its own is kept: its SHA-256 in hexadecimal.
pub fn fingerprint(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// A digest of several parts in their order: SHA-256 in hexadecimal, each part with its length before it.
pub fn digest(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    hex(&digest.finalize())
}

fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

/// Hashes passwords with argon2id, a few at a time: each takes 19 MB.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    /// Verified against when there is no account, so that unknown and known accounts take the same time.
    nobody: Arc<str>,
}

impl Passwords {
    /// Ready to hash.
    ///
    /// # Errors
    /// [`SecretError::Hash`].
    pub fn new() -> Result<Self, SecretError> {
        Ok(Self {
            turns: Arc::new(Semaphore::new(2)),
            nobody: hash_now("nobody has this password")?.into(),
        })
    }

    /// The hash of a new password, in PHC form.
    ///
    /// # Errors
    /// [`SecretError::Hash`].
    pub async fn hash(&self, password: String) -> Result<String, SecretError> {
        self.in_turn(move || hash_now(&password)).await?
    }

    /// Whether `password` is the one behind `hash`; without a hash it takes as long and says no.
    ///
    /// # Errors
    /// [`SecretError::Hash`].
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, SecretError> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobody.to_string());
        let matches = self
            .in_turn(move || {
                PasswordHash::new(&hash)
                    .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
            })
            .await?;
        Ok(known && matches)
    }

    /// Whether a hash was made with other parameters than new ones are: to be renewed when its password is next known.
    pub fn is_outdated(hash: &str) -> bool {
        let Ok(hash) = PasswordHash::new(hash) else {
            return true;
        };
        let current = Params::default();
        let costs = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
        hash.algorithm.as_str() != Algorithm::default().as_str()
            || hash.version != Some(Version::default().into())
            || !Params::try_from(&hash).is_ok_and(|params| costs(&params) == costs(&current))
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, SecretError> {
        let fault = |error: &dyn std::fmt::Display| SecretError::Hash(error.to_string());
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|error| fault(&error))?;
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        })
        .await
        .map_err(|error| fault(&error))
    }
}

fn hash_now(password: &str) -> Result<String, SecretError> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| SecretError::Hash(error.to_string()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_verifies() {
        let passwords = Passwords::new().unwrap();
        let hash = passwords.hash("a long enough sentence".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(
            passwords
                .verify("a long enough sentence".into(), Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(!passwords.verify("another sentence".into(), Some(hash)).await.unwrap());
        assert!(!passwords.verify("nobody has this password".into(), None).await.unwrap());
    }

    #[tokio::test]
    async fn a_hash_of_other_parameters_verifies_and_is_outdated() {
        let weaker = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(8192, 1, 1, None).unwrap(),
        );
        let old = weaker.hash_password(b"a long enough sentence").unwrap().to_string();
        let passwords = Passwords::new().unwrap();
        assert!(
            passwords
                .verify("a long enough sentence".into(), Some(old.clone()))
                .await
                .unwrap()
        );
        let new = hash_now("a long enough sentence").unwrap();
        assert_eq!(
            (Passwords::is_outdated(&old), Passwords::is_outdated(&new)),
            (true, false)
        );
        assert!(Passwords::is_outdated(&new.replace("argon2id", "argon2i")));
        assert!(Passwords::is_outdated("not a hash"));
    }

    #[test]
    fn a_signature_depends_on_key_and_message() {
        let key = |text: &str| Key::new(&text.repeat(32)).unwrap();
        assert_ne!(key("a").sign("feed 1"), key("b").sign("feed 1"));
        assert_ne!(key("a").sign("feed 1"), key("a").sign("feed 2"));
        assert_eq!(key("a").sign("feed 1").len(), 43);
        assert!(Key::new("short").is_err());
    }
}
