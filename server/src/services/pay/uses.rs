//! Which card pays which rota, from when on.

use super::{
    super::{Desk, Faults, Reader, Result},
    cards::{self, Kept, all, date, find},
};
use crate::{
    collation,
    snapshot::Snapshot,
    store::{Connection, PaidFor, RateCardUseRecord, RateCardVersionRecord},
};
use app::{
    AppError,
    rate_cards::{CardUse, UseForm, VersionRow},
};
use chrono::NaiveDate;
use domain::RateCardId;
use serde_json::json;
use std::sync::Arc;

/// All that is said of cards, to be looked at on a date.
pub(super) struct Looking {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) cards: Vec<Kept>,
    pub(super) said: Vec<RateCardUseRecord>,
    pub(super) reader: Reader,
    pub(super) today: NaiveDate,
}

impl Desk {
    /// What is said of cards by now.
    pub(super) async fn looking_at_cards(&self, connection: &mut Connection) -> Result<Looking> {
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        Ok(Looking {
            cards: all(connection).await?,
            said: RateCardUseRecord::all(connection).await?,
            today: cards::today(&snapshot, &reader),
            snapshot,
            reader,
        })
    }
}

impl Looking {
    /// What is said, the least particular first; of one card, or of all.
    pub(super) fn rows(&self, card: Option<RateCardId>) -> Vec<CardUse> {
        let mut said: Vec<&RateCardUseRecord> = self
            .said
            .iter()
            .filter(|one| card.is_none_or(|card| one.card == Some(card)))
            .collect();
        said.sort_by_cached_key(|one| {
            (
                rank(one.paid_for),
                collation::key(&self.words(one.paid_for)),
                one.applies_from,
            )
        });
        said.into_iter().map(|one| self.row(one)).collect()
    }

    fn row(&self, one: &RateCardUseRecord) -> CardUse {
        let name = |id: RateCardId| self.cards.iter().find(|card| card.id == id).map(Kept::name);
        CardUse {
            paid_for: key(one.paid_for, &self.snapshot),
            words: self.words(one.paid_for),
            from: one.applies_from.to_string(),
            from_words: self.reader.style.date(one.applies_from),
            card: one.card.map(|card| card.to_string()),
            card_name: one.card.and_then(name).unwrap_or_default().to_owned(),
            now: self.holding(one.paid_for).is_some_and(|now| now == one),
        }
    }

    /// What holds today of the same, if anything is said.
    fn holding(&self, paid_for: PaidFor) -> Option<&RateCardUseRecord> {
        let mut said = self.said.iter().filter(|one| one.paid_for == paid_for);
        said.rfind(|one| one.applies_from <= self.today)
    }

    fn words(&self, paid_for: PaidFor) -> String {
        match paid_for {
            PaidFor::Organisation => "Every rota".to_owned(),
            PaidFor::Team(id) => {
                let team = self.snapshot.directory().team(id);
                format!("Rotas of {}", team.map_or("a team", |team| team.name.as_str()))
            }
            PaidFor::Rota(id) => {
                let rota = self.snapshot.rota(id);
                rota.map_or("a rota", |rota| rota.record.name.as_str()).to_owned()
            }
        }
    }

    /// What a card pays today, in words.
    pub(super) fn pays(&self, card: RateCardId) -> Vec<String> {
        let mut paid: Vec<PaidFor> = self.said.iter().map(|one| one.paid_for).collect();
        paid.sort_by_cached_key(|paid_for| (rank(*paid_for), paid_for.to_string()));
        paid.dedup();
        paid.retain(|paid_for| self.holding(*paid_for).is_some_and(|now| now.card == Some(card)));
        let words = |paid_for: PaidFor| match paid_for {
            PaidFor::Organisation => "every rota of which nothing else is said".to_owned(),
            PaidFor::Team(_) => self.words(paid_for).replacen("Rotas", "the rotas", 1),
            PaidFor::Rota(_) => self.words(paid_for),
        };
        paid.into_iter().map(words).collect()
    }

    /// The rotas that no card pays today, once anything is paid.
    pub(super) fn unpaid(&self) -> Vec<String> {
        if self.said.is_empty() {
            return Vec::new();
        }
        let paid = |rota: &crate::snapshot::RotaImage| {
            let said = [
                PaidFor::Rota(rota.record.id),
                PaidFor::Team(rota.record.team),
                PaidFor::Organisation,
            ];
            let holding = said.into_iter().find_map(|paid_for| self.holding(paid_for));
            holding.is_some_and(|one| one.card.is_some())
        };
        let unpaid = self.snapshot.rotas().filter(|rota| !paid(rota));
        let mut names: Vec<String> = unpaid.map(|rota| rota.record.name.clone()).collect();
        names.sort_by_cached_key(|name| collation::key(name));
        names
    }

    /// `From 1 Jan 2027 on`.
    pub(super) fn since(&self, from: NaiveDate) -> String {
        let word = if from <= self.today { "Since" } else { "From" };
        format!("{word} {}", self.reader.style.date(from))
    }

    /// The versions of a card, the latest date first.
    pub(super) fn versions(&self, kept: &Kept) -> Vec<VersionRow> {
        let versions = kept.versions.iter().rev();
        versions
            .map(|version| cards::version_row(kept, version, self))
            .collect()
    }

    /// Why a version stays as it is: it has paid somebody, or duty that has been done is paid by it.
    pub(super) fn fixed(&self, kept: &Kept, version: &RateCardVersionRecord) -> Option<String> {
        if version.used_at.is_some() {
            return Some("People have been paid by it, so that it stays as it is.".to_owned());
        }
        let began = version.effective_from <= self.today;
        let first = self.said.iter().filter(|one| one.card == Some(kept.id));
        let paying = first
            .map(|one| one.applies_from)
            .min()
            .is_some_and(|from| from <= self.today);
        (began && paying).then(|| {
            format!(
                "It pays duty since {}, so that it stays as it is: add a version for what changes.",
                self.reader.style.date(version.effective_from)
            )
        })
    }
}

fn rank(paid_for: PaidFor) -> u8 {
    match paid_for {
        PaidFor::Organisation => 0,
        PaidFor::Team(_) => 1,
        PaidFor::Rota(_) => 2,
    }
}

/// How forms name it: by slug.
fn key(paid_for: PaidFor, snapshot: &Snapshot) -> String {
    match paid_for {
        PaidFor::Organisation => "organisation".to_owned(),
        PaidFor::Team(id) => {
            let team = snapshot.directory().team(id);
            format!("team {}", team.map_or("", |team| team.slug.as_str()))
        }
        PaidFor::Rota(id) => {
            let rota = snapshot.rota(id);
            format!("rota {}", rota.map_or("", |rota| rota.record.slug.as_str()))
        }
    }
}

fn read_key(text: &str, snapshot: &Snapshot) -> Option<PaidFor> {
    match text.trim().split_once(' ') {
        None if text.trim() == "organisation" => Some(PaidFor::Organisation),
        Some(("team", slug)) => snapshot
            .directory()
            .team_by_slug(slug)
            .map(|team| PaidFor::Team(team.id)),
        Some(("rota", slug)) => snapshot.rota_by_slug(slug).map(|rota| PaidFor::Rota(rota.record.id)),
        _ => None,
    }
}

/// Everything that a card may be said to pay: value and words.
pub(super) fn choices(snapshot: &Snapshot) -> Vec<(String, String)> {
    let mut teams: Vec<(String, String)> = snapshot
        .directory()
        .teams()
        .filter(|team| team.archived_at.is_none())
        .map(|team| (format!("team {}", team.slug), format!("Rotas of {}", team.name)))
        .collect();
    let mut rotas: Vec<(String, String)> = snapshot
        .rotas()
        .map(|rota| (format!("rota {}", rota.record.slug), rota.record.name.clone()))
        .collect();
    for list in [&mut teams, &mut rotas] {
        list.sort_by_cached_key(|(_, words)| collation::key(words));
    }
    let mut all = vec![("organisation".to_owned(), "Every rota".to_owned())];
    all.extend(teams);
    all.extend(rotas);
    all
}

impl Desk {
    pub(super) async fn put_use(&self, form: UseForm) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let mut write = self.begin().await?;
        let cards = all(write.connection()).await?;
        let mut faults = Faults::default();
        let unknown = || {
            format!(
                "‘{}’ is nothing a card pays: use organisation, team SLUG or rota SLUG.",
                form.paid_for
            )
        };
        let paid_for = faults.take("paid_for", read_key(&form.paid_for, &snapshot).ok_or_else(unknown));
        let card = match form.card.trim() {
            "none" => Some(None),
            id => faults.take("card", find(&cards, id)).map(|card| Some(card.id)),
        };
        let from = date("from", &form.from, &mut faults);
        faults.check()?;
        let (Some(paid_for), Some(card), Some(applies_from)) = (paid_for, card, from) else {
            return Err(AppError::field("card", "This cannot be said."));
        };
        let record = RateCardUseRecord {
            paid_for,
            applies_from,
            card,
        };
        let before = RateCardUseRecord::all(write.connection()).await?;
        let before = before
            .into_iter()
            .rfind(|one| one.paid_for == paid_for && one.applies_from <= applies_from);
        write.put_rate_card_use(&record).await?;
        let name = |id: Option<RateCardId>| {
            let id = id?;
            cards.iter().find(|card| card.id == id).map(Kept::name)
        };
        let detail = json!({
            "from": applies_from,
            "before": before.and_then(|before| name(before.card).map(str::to_owned)),
            "after": name(card),
        });
        write.audit("rate_card.used", &paid_for.to_string(), detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    pub(super) async fn end_use(&self, paid_for: &str, from: &str) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let mut write = self.begin().await?;
        let said = RateCardUseRecord::all(write.connection()).await?;
        let found = read_key(paid_for, &snapshot).and_then(|paid_for| {
            let from: NaiveDate = from.trim().parse().ok()?;
            said.iter()
                .find(|one| one.paid_for == paid_for && one.applies_from == from)
        });
        let Some(found) = found else {
            return Err(AppError::NotFound(format!(
                "Nothing is said of what pays ‘{paid_for}’ from ‘{from}’ on."
            )));
        };
        write.end_rate_card_use(found.paid_for, found.applies_from).await?;
        let detail = json!({ "from": found.applies_from, "card": found.card });
        write
            .audit("rate_card.use_ended", &found.paid_for.to_string(), detail)
            .await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}
