//! Payroll: pay periods, statements, and what becomes of them.

mod api;
mod my;
mod settings;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    ChangePaySettings, LoadMyPay, LoadPaySettings, MyPay, PayPeriodRow, PaySettings, PaySettingsForm,
    change_pay_settings, load_my_pay, load_pay_settings,
};
pub use my::MyPayPage;
pub use settings::PaySettingsPage;
