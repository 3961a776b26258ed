//! Who may do what, on one page.

use crate::components::{Icon, Problem};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

/// Who may do what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PermissionTable {
    /// Whom each cell of a row is about.
    pub columns: Vec<PermissionColumn>,
    /// The rows, by what they are about.
    pub groups: Vec<PermissionGroup>,
}

/// Some people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PermissionColumn {
    /// Such as `Manager`.
    pub name: String,
    /// Such as `of the team`.
    pub of: String,
}

/// Rows about the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PermissionGroup {
    /// What they are about.
    pub name: String,
    /// The rows.
    pub rows: Vec<PermissionRow>,
}

/// Something that may be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PermissionRow {
    /// What.
    pub what: String,
    /// By whom: one for each column.
    pub cells: Vec<Allowed>,
    /// The scope that a machine needs; null for what machines cannot do.
    pub scope: Option<String>,
}

/// Whether somebody may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Allowed {
    /// They may.
    Yes,
    /// In teams that they are in.
    InTheirTeams,
    /// What is about themselves.
    TheirOwn,
    /// They may not.
    No,
}

/// The table of permissions.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Who may do what.
    async fn permissions(&self) -> crate::Answer<PermissionTable>;
}

/// Who may do what.
#[server(endpoint = "permissions/table")]
pub async fn load_permissions() -> Result<PermissionTable, crate::AppError> {
    crate::ports::ports()?.permissions().await
}

/// The page of permissions.
#[component]
pub fn PermissionsPage() -> impl IntoView {
    let load = Resource::new(|| (), |()| load_permissions());
    view! {
        <Title text="Permissions"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(table) => view! { <Table table/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Table(table: PermissionTable) -> impl IntoView {
    let columns = table.columns;
    let groups = table.groups.into_iter().map(|group| {
        let columns = columns.clone();
        view! { <Group group columns/> }
    });
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/settings">"Settings"</A></nav>
                <h1>"Permissions"</h1>
                <p class="muted">"People act by their place in the organisation and in its teams, machines by the scope of their token. Each scope includes the ones before it: oncall, read, write, admin. Alerts and pay include oncall; alerts is in write, pay in admin."</p>
            </div>
        </div>
        {groups.collect_view()}
    }
}

#[component]
fn Group(group: PermissionGroup, columns: Vec<PermissionColumn>) -> impl IntoView {
    let heads = columns.clone();
    view! {
        <section class="section">
            <h2>{group.name}</h2>
            <div class="card card--flush">
                <table class="table permissions">
                    <thead><tr>
                        <th scope="col">"To do"</th>
                        {heads.into_iter().map(|column| view! { <th scope="col"><b>{column.name}</b><br/>{column.of}</th> }).collect_view()}
                        <th scope="col"><b>"Machine"</b><br/>"needs the scope"</th>
                    </tr></thead>
                    <tbody>{group.rows.into_iter().map(|row| view! { <Row row columns=columns.clone()/> }).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Row(row: PermissionRow, columns: Vec<PermissionColumn>) -> impl IntoView {
    let cells = columns.into_iter().zip(row.cells).map(|(column, allowed)| {
        let label = format!("{} {}", column.name, column.of);
        view! { <td data-label=label><Cell allowed/></td> }
    });
    view! {
        <tr>
            <th scope="row">{row.what}</th>
            {cells.collect_view()}
            <td data-label="Machine with the scope">
                {match row.scope {
                    Some(scope) => view! { <code>{scope}</code> }.into_any(),
                    None => view! { <span class="muted">"not for machines"</span> }.into_any(),
                }}
            </td>
        </tr>
    }
}

#[component]
fn Cell(allowed: Allowed) -> impl IntoView {
    match allowed {
        Allowed::Yes => view! { <span class="allowed"><Icon name="check" small=true/>"yes"</span> }.into_any(),
        Allowed::InTheirTeams => view! { <span class="allowed">"their teams"</span> }.into_any(),
        Allowed::TheirOwn => view! { <span class="allowed">"their own"</span> }.into_any(),
        Allowed::No => view! { <span class="muted">"no"</span> }.into_any(),
    }
}
