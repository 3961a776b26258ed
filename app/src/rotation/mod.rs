//! A rota that is planned as a plain rotation: who comes after whom, and from when.

mod page;

use crate::rotas::{Named, RotaHeading};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use page::OrderPageView;

/// The order of a rota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OrderPage {
    /// The rota.
    pub heading: RotaHeading,
    /// Whether the rota is planned as a rotation.
    pub on: bool,
    /// The orders that hold, the earliest first.
    pub orders: Vec<OrderView>,
    /// Who may be Lead, by name.
    pub leads: Vec<Named>,
    /// Who may be Engineer, by name.
    pub engineers: Vec<Named>,
    /// What can be changed and sent back.
    pub form: OrderForm,
}

/// An order that holds from an instant on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OrderView {
    /// From when, in words.
    pub from: String,
    /// The Leads, in order.
    pub leads: Vec<Named>,
    /// The Engineers, in order.
    pub engineers: Vec<Named>,
}

/// An order as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct OrderForm {
    /// First day on which it applies; turns that begin before keep to the order before.
    pub from: String,
    /// The places of the Leads.
    pub leads: Vec<PlaceRow>,
    /// The places of the Engineers.
    pub engineers: Vec<PlaceRow>,
}

/// Somebody's place in an order: whoever has none is not in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PlaceRow {
    /// The person's id.
    pub person: String,
    /// A number: they come in the order of these.
    pub place: String,
}

/// Reading and changing the order of a rota.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// The order of a rota.
    async fn rota_order(&self, slug: String) -> crate::Answer<OrderPage>;
    /// Lets an order apply from a day on.
    async fn put_rota_order(&self, slug: String, order: OrderForm) -> crate::Answer<()>;
    /// Plans the rota fairly again.
    async fn end_rota_order(&self, slug: String) -> crate::Answer<()>;
}

/// The order of a rota.
#[server(endpoint = "rotation/show")]
pub async fn load_order(slug: String) -> Result<OrderPage, crate::AppError> {
    crate::ports::ports()?.rota_order(slug).await
}

/// Lets an order apply from a day on.
#[server(endpoint = "rotation/put")]
pub async fn put_order(slug: String, order: OrderForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.put_rota_order(slug.clone(), order).await?;
    leptos_axum::redirect(&format!("/rotas/{slug}/plan/order?done=saved"));
    Ok(())
}

/// Plans the rota fairly again.
#[server(endpoint = "rotation/end")]
pub async fn end_order(slug: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.end_rota_order(slug.clone()).await?;
    leptos_axum::redirect(&format!("/rotas/{slug}/plan/order?done=ended"));
    Ok(())
}
