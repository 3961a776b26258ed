//! What a statement shows, and the server functions about it.

use super::PayPeriodRow;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// An amount of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Amount {
    /// The currency, of ISO 4217.
    pub currency: String,
    /// In minor units: pence, cents.
    pub minor: i64,
    /// In words, such as `£144.00`.
    pub text: String,
}

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PayLine {
    /// Its key: the same for as long as it is about the same.
    pub key: String,
    /// `duty`, `supplement`, `call_out` or `cap`.
    pub kind: String,
    /// What it pays, such as `weekend` or `Call-out`.
    pub what: String,
    /// `lead` or `engineer`; empty where it is of no role.
    pub role: String,
    /// When, on the card's clock.
    pub when: String,
    /// How long, such as `12 h`.
    pub time: String,
    /// What it pays.
    pub amount: Amount,
    /// Time off it gives, such as `4 h`; empty for none.
    pub toil: String,
    /// How it is worked out.
    pub why: String,
    /// A question about it that waits for an answer, or was answered.
    pub queried: bool,
}

/// Lines of one shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PayGroup {
    /// The rota and when, such as `Nights, Sat 27 Mar 20:00`.
    pub title: String,
    /// The rate card.
    pub card: String,
    /// What its lines come to.
    pub sum: Amount,
    /// In order of time.
    pub lines: Vec<PayLine>,
}

/// What is made good of an earlier period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PayAdjustment {
    /// Its key, as of a line.
    pub key: String,
    /// Of which period.
    pub period: String,
    /// What it is about, such as `weekend, Sat 27 Mar 20:00 – Sun 28 Mar 09:00`.
    pub what: String,
    /// The difference.
    pub amount: Amount,
    /// Time off more or less; empty for none.
    pub toil: String,
    /// Why.
    pub why: String,
}

/// A question about a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PayQuery {
    /// Its id.
    pub id: String,
    /// The key of the line.
    pub line: String,
    /// What the line said then.
    pub line_words: String,
    /// What was asked.
    pub question: String,
    /// By whom and when.
    pub asked: String,
    /// The answer; empty while there is none.
    pub answer: String,
    /// By whom and when.
    pub answered: String,
}

/// A statement of pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct StatementPage {
    /// Its id: the first date of its period and the person's id.
    pub id: String,
    /// Id of whoever is paid.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Whether it is the viewer's own.
    pub own: bool,
    /// The period.
    pub period: PayPeriodRow,
    /// `draft`, `submitted`, `approved` or `exported`.
    pub state: String,
    /// Where it stands, who brought it there and when.
    pub state_words: String,
    /// What it comes to, by currency.
    pub totals: Vec<Amount>,
    /// What it comes to so far, while the period goes on.
    pub so_far: Vec<Amount>,
    /// Time off it gives, such as `4 h`; empty for none.
    pub toil: String,
    /// Its lines, by shift.
    pub groups: Vec<PayGroup>,
    /// What is made good of earlier periods.
    pub adjustments: Vec<PayAdjustment>,
    /// Rest that call-outs broke.
    pub rest: Vec<String>,
    /// What could not be paid, or keeps the statement from being right.
    pub problems: Vec<String>,
    /// What to mind.
    pub warnings: Vec<String>,
    /// Questions about its lines.
    pub queries: Vec<PayQuery>,
    /// Whether it is no longer what was submitted.
    pub changed: bool,
    /// Why it cannot be submitted yet; empty when it can, or is.
    pub not_yet: String,
    /// Whether the viewer may submit it, or submit it as it has become.
    pub may_submit: bool,
    /// Whether the viewer may approve it.
    pub may_approve: bool,
    /// Whether the viewer may take it back to a draft.
    pub may_reopen: bool,
    /// Whether the viewer may ask about lines.
    pub may_query: bool,
    /// Whether the viewer answers questions.
    pub may_answer: bool,
}

/// A question about a line, as the form sends it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PayQueryForm {
    /// The key of the line or adjustment.
    pub line: String,
    /// What is asked.
    pub question: String,
}

/// A statement.
#[server(endpoint = "payroll/statement")]
pub async fn load_statement(id: String) -> Result<StatementPage, crate::AppError> {
    crate::ports::ports()?.statement(id).await
}

/// Submits a statement.
#[server(endpoint = "payroll/submit")]
pub async fn submit_statement(id: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.submit_statement(id.clone()).await?;
    back(&id, "submitted");
    Ok(())
}

/// Approves statements: all of them or none.
#[server(endpoint = "payroll/approve")]
pub async fn approve_statements(
    #[server(default)] ids: Vec<String>,
    #[server(default)] back: String,
) -> Result<(), crate::AppError> {
    let one = (ids.len() == 1 && back.is_empty()).then(|| ids[0].clone());
    crate::ports::ports()?.approve_statements(ids).await?;
    match one {
        Some(id) => self::back(&id, "approved"),
        None => leptos_axum::redirect(&format!("/pay/run?period={}&done=approved", plain_words(&back))),
    }
    Ok(())
}

/// Takes a statement back to a draft.
#[server(endpoint = "payroll/reopen")]
pub async fn reopen_statement(id: String, #[server(default)] reason: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.reopen_statement(id.clone(), reason).await?;
    back(&id, "reopened");
    Ok(())
}

/// Asks about a line of a statement.
#[server(endpoint = "payroll/query")]
pub async fn query_line(id: String, #[server(default)] form: PayQueryForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.query_line(id.clone(), form).await?;
    back(&id, "asked");
    Ok(())
}

/// Answers a question about a line.
#[server(endpoint = "payroll/answer")]
pub async fn answer_query(
    query: String,
    #[server(default)] id: String,
    #[server(default)] answer: String,
) -> Result<(), crate::AppError> {
    crate::ports::ports()?.answer_query(query, answer).await?;
    back(&id, "answered");
    Ok(())
}

/// Leads to the page of a statement.
#[cfg(feature = "ssr")]
fn back(id: &str, done: &str) {
    leptos_axum::redirect(&format!("/pay/statements/{}?done={done}", plain_words(id)));
}

/// What may stand in an address.
#[cfg(feature = "ssr")]
pub(super) fn plain_words(text: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    text.chars().filter(plain).collect()
}
