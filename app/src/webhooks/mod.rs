//! Webhooks: other programs that are told what happens.

mod api;
mod deliveries;
mod fields;
mod list;
mod show;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    ChangeWebhook, DeliveryRow, LoadWebhook, LoadWebhooks, MakeWebhook, RemoveWebhook, ReplayWebhook, RotateWebhook,
    SwitchWebhook, TestWebhook, WebhookForm, WebhookPage, WebhookRow, WebhooksPage, change_webhook, load_webhook,
    load_webhooks, make_webhook, remove_webhook, replay_webhook, rotate_webhook, switch_webhook, test_webhook,
};
pub use list::{TeamWebhooksPage, WebhooksPageView};
pub use show::WebhookPageView;
