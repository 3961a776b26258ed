//! What every plan of a rota keeps to: its rules, what is known of its people, and its order when it is a rotation.

use super::{
    super::{Result, planning_rules},
    history::History,
};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{ApartRecord, MemberPlanningRecord, RotaOrderRecord, Store},
};
use domain::{
    Instant, PersonId,
    planner::{Order, PlanningRules},
};
use std::collections::HashMap;

/// What every plan of a rota keeps to.
pub(crate) struct Basis {
    /// The rules and weights: those of this plan alone, the rota's own or the organisation's.
    pub(crate) rules: PlanningRules,
    /// What is known of the members; nothing of some.
    pub(crate) people: HashMap<PersonId, MemberPlanningRecord>,
    /// Who is kept apart.
    pub(crate) apart: Vec<[PersonId; 2]>,
    /// The orders of a rotation, the earliest first; none when the rota is planned fairly.
    pub(crate) orders: Vec<Order>,
    /// The revision since which there is an order.
    pub(crate) ordered_since: Option<i64>,
    /// What people carry in.
    pub(crate) history: History,
}

impl Basis {
    /// As it stands for a plan that begins at `at`; `rules` in place of the rota's.
    pub(crate) async fn load(
        store: &Store,
        snapshot: &Snapshot,
        rota: &RotaImage,
        at: Instant,
        rules: Option<PlanningRules>,
    ) -> Result<Self> {
        let (team, id) = (rota.record.team, rota.record.id);
        let mut connection = store.read().await?;
        let rules = match rules {
            Some(rules) => rules,
            None => planning_rules::of_rota(&mut connection, id).await?.0,
        };
        let people = MemberPlanningRecord::of_team(&mut connection, team).await?;
        let people: HashMap<_, _> = people.into_iter().map(|known| (known.person, known)).collect();
        let apart = ApartRecord::of_team(&mut connection, team).await?;
        let orders = RotaOrderRecord::of(&mut connection, id).await?;
        drop(connection);
        Ok(Self {
            history: History::of(store, snapshot, team, at, &people).await?,
            rules,
            people,
            apart: apart.into_iter().map(|apart| apart.people).collect(),
            ordered_since: orders.iter().map(|record| record.from_revision).min(),
            orders: orders.into_iter().map(|record| record.order).collect(),
        })
    }
}
