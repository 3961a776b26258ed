//! Tries to sign in, counted where a restart does not forget them.

use super::{Result, Store, codec::Columns};
use domain::{
    Instant,
    access::{Tries, TryLimit},
};
use sqlx::{Any, Transaction};

/// What tries are counted for, and how many are free.
#[derive(Debug, Clone)]
pub struct TrySubject {
    /// An account or an address, as a keyed hash.
    pub key: String,
    /// How many tries are free.
    pub limit: TryLimit,
}

impl Store {
    /// Counts one more try for each subject; counts none, and answers how many seconds to wait, when one of them has to.
    ///
    /// Tries made at once queue behind each other's rows, so that none slips through uncounted. Subjects come in the same
    /// order every time, or two tries could wait for each other.
    pub async fn count_try(&self, subjects: &[TrySubject], now: Instant) -> Result<Option<i64>> {
        let mut transaction = self.writers.begin().await?;
        let mut wait = None;
        for subject in subjects {
            let before = held(&mut transaction, &subject.key, now).await?;
            wait = wait.max(before.wait(subject.limit, now));
            put(&mut transaction, &subject.key, before.and_one(now)).await?;
        }
        match wait {
            Some(_) => transaction.rollback().await?,
            None => transaction.commit().await?,
        }
        Ok(wait)
    }

    /// Forgets all tries of an account, and one of the address from which it has signed in.
    pub async fn forgive_try(&self, account: &TrySubject, address: &TrySubject) -> Result<()> {
        self.forgive_account(account).await?;
        sqlx::query("UPDATE sign_in_try SET count = count - 1 WHERE subject = $1 AND count > 0")
            .bind(address.key.clone())
            .execute(&self.writers)
            .await?;
        Ok(())
    }

    /// Forgets all tries of an account.
    pub async fn forgive_account(&self, account: &TrySubject) -> Result<()> {
        sqlx::query("DELETE FROM sign_in_try WHERE subject = $1")
            .bind(account.key.clone())
            .execute(&self.writers)
            .await?;
        Ok(())
    }

    /// Clears away tries that are forgotten by `now`.
    pub async fn remove_forgotten_tries(&self, now: Instant) -> Result<()> {
        sqlx::query("DELETE FROM sign_in_try WHERE last_at <= $1")
            .bind(Tries::forgotten_before(now).seconds())
            .execute(&self.writers)
            .await?;
        Ok(())
    }
}

/// A subject's tries, with its row locked; makes the row when there is none.
async fn held(transaction: &mut Transaction<'static, Any>, subject: &str, now: Instant) -> Result<Tries> {
    let row = sqlx::query(
        "INSERT INTO sign_in_try (subject, count, last_at) VALUES ($1, 0, $2)
         ON CONFLICT (subject) DO UPDATE SET count = sign_in_try.count
         RETURNING count, last_at",
    )
    .bind(subject.to_owned())
    .bind(now.seconds())
    .fetch_one(&mut **transaction)
    .await?;
    let row = Columns::of("sign_in_try", &row);
    Ok(Tries {
        count: row.number("count")?,
        last: row.instant("last_at")?,
    })
}

async fn put(transaction: &mut Transaction<'static, Any>, subject: &str, tries: Tries) -> Result<()> {
    sqlx::query("UPDATE sign_in_try SET count = $2, last_at = $3 WHERE subject = $1")
        .bind(subject.to_owned())
        .bind(tries.count)
        .bind(tries.last.seconds())
        .execute(&mut **transaction)
        .await?;
    Ok(())
}
