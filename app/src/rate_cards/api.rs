//! Wire types and server functions of rate cards.

use super::{CardForm, CardTrial};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Every rate card, and what each pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CardsPage {
    /// The cards, by name.
    pub cards: Vec<CardRow>,
    /// Which card pays what, from when on.
    pub uses: Vec<CardUse>,
    /// Rotas that no card pays today, by name.
    pub unpaid: Vec<String>,
    /// Cards to start from.
    pub presets: Vec<CardPreset>,
    /// What a card may be said to pay: value and words.
    pub choices: Vec<(String, String)>,
    /// Today, in the organisation's zone: `2027-01-01`.
    pub today: String,
}

/// A rate card in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CardRow {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// ISO 4217.
    pub currency: String,
    /// Since when, or from when on, it pays, in words.
    pub since: String,
    /// What it pays today, in words; none for a card that pays nothing.
    pub pays: Vec<String>,
    /// What to look at, such as a holiday calendar that runs out.
    pub warnings: Vec<String>,
}

/// What pays some duty, from a date on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CardUse {
    /// `organisation`, `team SLUG` or `rota SLUG`.
    pub paid_for: String,
    /// The same in words.
    pub words: String,
    /// The first date: `2027-01-01`.
    pub from: String,
    /// The first date in words.
    pub from_words: String,
    /// The card's id; none for duty that is not paid.
    pub card: Option<String>,
    /// The card's name.
    pub card_name: String,
    /// Whether it is what holds today.
    pub now: bool,
}

/// A card to start from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CardPreset {
    /// What it is asked for by.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it does, in a line.
    pub about: String,
}

/// A new card, or a new version of one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct NewCard {
    /// The card that gets a version; empty for a new card.
    pub card: String,
    /// The preset to start from; empty when there is a text.
    pub preset: String,
    /// The text of a card's file.
    pub text: String,
}

/// Which card pays what, from when on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct UseForm {
    /// `organisation`, `team SLUG` or `rota SLUG`.
    pub paid_for: String,
    /// The card's id, or `none` for duty that is not paid.
    pub card: String,
    /// The first date: `2027-01-01`.
    pub from: String,
}

/// A rate card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CardPage {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The number of the version that is shown.
    pub version: i64,
    /// Zone, holidays and the like: what, and how it is.
    pub facts: Vec<(String, String)>,
    /// Its bands, in order.
    pub bands: Vec<BandRow>,
    /// What can be changed and sent back.
    pub form: CardForm,
    /// What is wrong with what was just typed.
    #[cfg_attr(feature = "ssr", schema(ignore))]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub faults: Vec<crate::FieldError>,
    /// Why the version that is shown cannot be changed; none for one that can.
    pub fixed: Option<String>,
    /// What it comes to on an example.
    pub trial: CardTrial,
    /// Zones to choose from.
    pub zones: Vec<String>,
    /// Holiday calendars to choose from: key and words.
    pub calendars: Vec<(String, String)>,
    /// Every version, the latest date first.
    pub versions: Vec<VersionRow>,
    /// What it pays, from when on.
    pub uses: Vec<CardUse>,
    /// What a card may be said to pay: value and words.
    pub choices: Vec<(String, String)>,
    /// Today, in the organisation's zone: `2027-01-01`.
    pub today: String,
    /// The version that is shown, as it is written in files.
    pub text: String,
}

/// A band of a card, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct BandRow {
    /// Its name.
    pub name: String,
    /// When it holds.
    pub when: Vec<String>,
    /// What the Lead is paid.
    pub lead: String,
    /// What the Engineer is paid.
    pub engineer: String,
    /// What else there is to it.
    pub notes: Vec<String>,
}

/// A version of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct VersionRow {
    /// Its number.
    pub number: i64,
    /// The first date it pays: `2027-01-01`.
    pub from: String,
    /// The first date in words.
    pub from_words: String,
    /// Who entered it, and when.
    pub entered: String,
    /// `now`, `later`, `before`, or `replaced` by another version of the same date.
    pub state: String,
    /// Why it cannot be changed or taken back; none for one that can.
    pub fixed: Option<String>,
}

/// What was uploaded to the import page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardUpload {
    /// The text, to be corrected and sent again.
    pub text: String,
    /// What is wrong with it: place, and reason.
    pub faults: Vec<(String, String)>,
}

/// What the import page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCard {
    /// The card that gets a version: id and name; none for a new card.
    pub card: Option<(String, String)>,
    /// What was just uploaded in vain.
    pub upload: Option<CardUpload>,
}

/// What came of the file that was uploaded to the page. The server provides it when it answers an upload.
#[derive(Debug, Clone)]
pub struct Uploaded(pub Result<CardUpload, crate::AppError>);

/// What was typed on a card's page, and what is wrong with it. The server provides it when it answers the form.
#[derive(Debug, Clone)]
pub struct TypedCard {
    /// What was typed.
    pub form: CardForm,
    /// What is wrong with it; nothing for a card that is only tried.
    pub faults: Vec<crate::FieldError>,
}

/// What two cards would have paid for the same duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CardComparison {
    /// Cards and versions to choose from: `ID:VERSION`, and words.
    pub choices: Vec<(String, String)>,
    /// The one, `ID:VERSION`.
    pub one: String,
    /// The other; empty until it is chosen.
    pub other: String,
    /// The dates that were looked at, in words.
    pub period: String,
    /// Whose duty was looked at, in words.
    pub duty: String,
    /// What came of it; none until both are chosen.
    pub outcome: Option<ComparedCards>,
}

/// What came of comparing two cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ComparedCards {
    /// What the one comes to.
    pub one: String,
    /// What the other comes to.
    pub other: String,
    /// `would have cost +£312.00`, or that two currencies cannot be compared.
    pub words: String,
    /// People: name, what each comes to, and the difference; the largest difference first.
    pub people: Vec<(String, String, String, String)>,
    /// What could not be worked out, and why.
    pub faults: Vec<String>,
}

/// Rate cards.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Every card.
    async fn rate_cards(&self) -> crate::Answer<CardsPage>;
    /// One card: the version of this number, or the one in force; with what was typed in place of it.
    async fn rate_card(&self, id: String, version: String, typed: Option<TypedCard>) -> crate::Answer<CardPage>;
    /// What a card that is typed comes to.
    async fn try_rate_card(&self, card: CardForm) -> crate::Answer<CardTrial>;
    /// Saves a card as it is typed; answers the number of the version.
    async fn change_rate_card(&self, id: String, card: CardForm) -> crate::Answer<i64>;
    /// What two cards would have paid for last quarter's duty.
    async fn compare_rate_cards(&self, one: String, other: String) -> crate::Answer<CardComparison>;
    /// Makes a card or a version of one; answers the card's id and the version's number.
    async fn make_rate_card(&self, card: NewCard) -> crate::Answer<(String, i64)>;
    /// Takes back a version that has paid nobody.
    async fn withdraw_rate_card(&self, id: String, version: String) -> crate::Answer<()>;
    /// Lets a card pay something.
    async fn use_rate_card(&self, form: UseForm) -> crate::Answer<()>;
    /// Takes back what was said of a date.
    async fn end_rate_card_use(&self, paid_for: String, from: String) -> crate::Answer<()>;
    /// Which card an import is for: id and name.
    async fn importing_rate_card(&self, card: String) -> crate::Answer<Option<(String, String)>>;
}

/// Every rate card.
#[server(endpoint = "rate-cards/list")]
pub async fn load_cards() -> Result<CardsPage, crate::AppError> {
    crate::ports::ports()?.rate_cards().await
}

/// One rate card.
#[server(endpoint = "rate-cards/show")]
pub async fn load_card(id: String, #[server(default)] version: String) -> Result<CardPage, crate::AppError> {
    let typed = use_context::<TypedCard>();
    crate::ports::ports()?.rate_card(id, version, typed).await
}

/// What a card that is typed comes to.
#[server(endpoint = "rate-cards/try")]
pub async fn try_card(card: CardForm) -> Result<CardTrial, crate::AppError> {
    crate::ports::ports()?.try_rate_card(card).await
}

/// What two cards would have paid for last quarter's duty.
#[server(endpoint = "rate-cards/compare")]
pub async fn compare_cards(
    #[server(default)] one: String,
    #[server(default)] other: String,
) -> Result<CardComparison, crate::AppError> {
    crate::ports::ports()?.compare_rate_cards(one, other).await
}

/// Makes a card, or a version of one.
#[server(endpoint = "rate-cards/make")]
pub async fn make_card(card: NewCard) -> Result<(), crate::AppError> {
    let (id, version) = crate::ports::ports()?.make_rate_card(card).await?;
    leptos_axum::redirect(&format!("/pay/cards/{id}?version={version}&done=made"));
    Ok(())
}

/// Takes back a version that has paid nobody.
#[server(endpoint = "rate-cards/withdraw")]
pub async fn withdraw_card(id: String, version: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.withdraw_rate_card(id, version).await?;
    leptos_axum::redirect("/pay/cards?done=withdrawn");
    Ok(())
}

/// Lets a card pay something.
#[server(endpoint = "rate-cards/use")]
pub async fn use_card(form: UseForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.use_rate_card(form).await?;
    leptos_axum::redirect("/pay/cards?done=used");
    Ok(())
}

/// Takes back what was said of a date.
#[server(endpoint = "rate-cards/end-use")]
pub async fn end_card_use(paid_for: String, from: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.end_rate_card_use(paid_for, from).await?;
    leptos_axum::redirect("/pay/cards?done=ended");
    Ok(())
}

/// What was uploaded to the import page, if it answers an upload.
#[server(endpoint = "rate-cards/import")]
pub async fn load_card_import(#[server(default)] card: String) -> Result<ImportCard, crate::AppError> {
    let card = crate::ports::ports()?.importing_rate_card(card).await?;
    let upload = use_context::<Uploaded>().map(|upload| upload.0).transpose()?;
    Ok(ImportCard { card, upload })
}
