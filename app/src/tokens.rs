//! API tokens: what machines may ask and change.

use crate::{
    components::{Badge, Done, Empty, Field, FormAlert, Icon, Problem, Select, typed},
    settings::SettingsNav,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

/// Every token, and the one that was just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TokensPage {
    /// Tokens that work, by name.
    pub tokens: Vec<TokenRow>,
    /// The token just made, with its secret: shown once.
    pub made: Option<MadeToken>,
}

/// A token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TokenRow {
    /// Its id.
    pub id: String,
    /// What uses it.
    pub name: String,
    /// `On-call`, `Read`, `Write`, `Pay` or `Admin`.
    pub scope: String,
    /// The last characters of its secret.
    pub hint: String,
    /// When it was last used, in words.
    pub last_used: String,
    /// When it ends, in words.
    pub ends: String,
    /// Whether it has ended by itself.
    pub expired: bool,
    /// Who made it, and when.
    pub made: String,
}

/// A token that was just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MadeToken {
    /// What uses it.
    pub name: String,
    /// The secret.
    pub secret: String,
}

/// A token to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct NewToken {
    /// What will use it.
    pub name: String,
    /// `oncall`, `read`, `write`, `pay` or `admin`.
    #[serde(default)]
    pub scope: String,
    /// Days until it ends: a whole number, or empty for never.
    #[serde(default)]
    pub days: String,
}

/// API tokens.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Every token; with the secret of the one of id `made`, if the viewer has just made it.
    async fn tokens_page(&self, made: String) -> crate::Answer<TokensPage>;
    /// Makes a token; answers its id.
    async fn create_token(&self, token: NewToken) -> crate::Answer<String>;
    /// Ends a token for good.
    async fn revoke_token(&self, id: String) -> crate::Answer<()>;
}

/// Every token.
#[server(endpoint = "tokens/list")]
pub async fn load_tokens(#[server(default)] made: String) -> Result<TokensPage, crate::AppError> {
    crate::ports::ports()?.tokens_page(made).await
}

/// Makes a token and shows its secret once.
#[server(endpoint = "tokens/create")]
pub async fn create_token(token: NewToken) -> Result<(), crate::AppError> {
    let id = crate::ports::ports()?.create_token(token).await?;
    leptos_axum::redirect(&format!("/settings/tokens?made={id}"));
    Ok(())
}

/// Ends a token for good.
#[server(endpoint = "tokens/revoke")]
pub async fn revoke_token(id: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.revoke_token(id).await?;
    leptos_axum::redirect("/settings/tokens?done=revoked");
    Ok(())
}

/// The page of API tokens.
#[component]
pub fn TokensPageView() -> impl IntoView {
    let query = use_query_map();
    let made = Memo::new(move |_| query.with(|query| query.get("made")).unwrap_or_default());
    let revoke = ServerAction::<RevokeToken>::new();
    let load = Resource::new(
        move || (made.get(), revoke.version().get()),
        |(made, _)| load_tokens(made),
    );
    view! {
        <Title text="API tokens"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! {
                        <div class="page-head"><div class="page-head__text"><h1>"API tokens"</h1></div></div>
                        <div class="settings"><SettingsNav/><Tokens page revoke/></div>
                    }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Tokens(page: TokensPage, revoke: ServerAction<RevokeToken>) -> impl IntoView {
    let error = Signal::derive(move || revoke.value().get().and_then(Result::err));
    let empty = page.tokens.is_empty();
    view! {
        <div class="stack stack--wide">
            {page.made.map(|made| view! { <Made made/> })}
            <Done key="revoked" words="Revoked. Whatever used it is answered 401 from now on." error/>
            <FormAlert error/>
            <NewTokenForm/>
            {if empty {
                view! { <Empty icon="key" title="No tokens yet" text="Alerting, a status page or a script asks Tandem who is on call with a token."/> }.into_any()
            } else {
                view! { <Table tokens=page.tokens revoke/> }.into_any()
            }}
            <p class="muted small"><a href="/api/docs" rel="external">"What the API answers"</a></p>
        </div>
    }
}

#[component]
fn Made(made: MadeToken) -> impl IntoView {
    view! {
        <div class="alert alert--success" role="status">
            <Icon name="check"/>
            <div>
                <p class="alert__title">{format!("Token “{}” created", made.name)}</p>
                <p>"Copy it now. It is not shown again."</p>
                <div class="secret"><input class="input input--mono" readonly aria-label="New token" value=made.secret/></div>
            </div>
        </div>
    }
}

#[component]
fn NewTokenForm() -> impl IntoView {
    let action = ServerAction::<CreateToken>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let ends = [("90", "In 90 days"), ("365", "In a year"), ("", "Never")]
        .map(|(key, words)| (key.to_owned(), words.to_owned()));
    let chosen = typed("token[scope]").unwrap_or_else(|| "oncall".to_owned());
    let scopes = [
        ("oncall", "On-call", "Who is on duty, no contacts"),
        ("read", "Read", "Rotas and contacts too"),
        ("alerts", "Alerts", "On-call, and reports from monitoring"),
        ("write", "Write", "Covers, plans, leave and policies too"),
        ("pay", "Pay", "Everybody’s pay, and rate cards"),
        ("admin", "Admin", "All of it: people, tokens and settings too"),
    ];
    view! {
        <ActionForm action=action attr:class="form">
            <FormAlert error/>
            <div class="form__group">
                <h2>"New token"</h2>
                <div class="form__pair">
                    <Field name="token[name]" label="Name" hint="What will use it." required=true error/>
                    <Select name="token[days]" label="Ends" options=ends.to_vec() value="90" error/>
                </div>
                <div class="choice choice--pairs">
                    {scopes.map(|(key, word, hint)| {
                        let checked = key == chosen;
                        view! {
                            <label>
                                <input type="radio" name="token[scope]" value=key checked=checked/>
                                <b>{word}</b><span class="field__hint">{hint}</span>
                            </label>
                        }
                    }).collect_view()}
                </div>
            </div>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()><Icon name="key"/>"Create token"</button>
            </div>
        </ActionForm>
    }
}

#[component]
fn Table(tokens: Vec<TokenRow>, revoke: ServerAction<RevokeToken>) -> impl IntoView {
    view! {
        <div class="card card--flush">
            <table class="table">
                <thead><tr>
                    <th scope="col">"Name"</th><th scope="col">"Scope"</th><th scope="col">"Last used"</th><th scope="col">"Ends"</th>
                    <th scope="col"><span class="sr-only">"Do"</span></th>
                </tr></thead>
                <tbody>{tokens.into_iter().map(|token| view! { <Row token revoke/> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(token: TokenRow, revoke: ServerAction<RevokeToken>) -> impl IntoView {
    let name = token.name.clone();
    view! {
        <tr>
            <th scope="row" title=token.made><bdi>{token.name}</bdi>" "<span class="muted small">{format!("…{}", token.hint)}</span></th>
            <td data-label="Scope"><Badge word=token.scope/></td>
            <td data-label="Last used">{token.last_used}</td>
            <td data-label="Ends">{if token.expired { view! { <Badge kind="gap" word="Ended"/> }.into_any() } else { token.ends.into_any() }}</td>
            <td class="table__actions">
                <ActionForm action=revoke>
                    <input type="hidden" name="id" value=token.id/>
                    <button class="button button--quiet">"Revoke"<span class="sr-only">{format!(" {name}")}</span></button>
                </ActionForm>
            </td>
        </tr>
    }
}
