//! Rotas: the list, a rota's rules, and what every page of one rota starts with.

mod api;
mod fields;
mod form;
mod heading;
mod list;
mod preview;
mod rows;
mod typed_form;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    FormChoices, ImpactRow, Named, Preview, PreviewTurn, RotaForm, RotaHeading, RotaImpact, RotaList, RotaRow,
    RotaSettings, WindowRow,
};
pub use form::{NewRotaPage, RotaSettingsPage};
pub use heading::{RotaHead, RotaTab};
pub use list::RotasPage;
