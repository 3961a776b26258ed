//! The order of rotas that are planned as a plain rotation.

use super::{
    Desk, Faults, Reader, Result,
    planning::members,
    rotas::{find, named},
    wording,
};
use crate::{
    collation,
    snapshot::{RotaImage, Snapshot},
    store::RotaOrderRecord,
};
use app::{
    AppError,
    rotas::Named,
    rotation::{OrderForm, OrderPage, OrderView, PlaceRow},
};
use async_trait::async_trait;
use domain::{Instant, PersonId, Qualification, Role, planner::Order};
use serde_json::json;

#[async_trait]
impl app::rotation::Port for Desk {
    async fn rota_order(&self, slug: String) -> Result<OrderPage> {
        let snapshot = self.tandem.snapshot();
        let reader = &self.reader(&snapshot);
        let rota = find(&snapshot, &slug)?;
        self.may_manage(&snapshot, rota.record.team)?;
        let orders = RotaOrderRecord::of(&mut *self.tandem.store.read().await?, rota.record.id).await?;
        let candidates = |role: Role| by_name(&snapshot, &qualified(&snapshot, &rota, role));
        Ok(OrderPage {
            heading: self.heading(&snapshot, &rota),
            on: !orders.is_empty(),
            form: form(&rota, orders.last().map(|record| &record.order), reader.now),
            orders: orders
                .iter()
                .map(|record| view(&snapshot, &rota, &record.order, reader))
                .collect(),
            leads: candidates(Role::Lead),
            engineers: candidates(Role::Engineer),
        })
    }

    async fn put_rota_order(&self, slug: String, order: OrderForm) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let rota = find(&snapshot, &slug)?;
        self.may_manage(&snapshot, rota.record.team)?;
        let order = read(&snapshot, &rota, &order)?;
        let desk = self.clone();
        self.to_the_end(async move { desk.write_order(rota.record.id, order).await })
            .await
    }

    async fn end_rota_order(&self, slug: String) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let rota = find(&snapshot, &slug)?;
        self.may_manage(&snapshot, rota.record.team)?;
        let (desk, id) = (self.clone(), rota.record.id);
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            write.end_rota_orders(id, Instant::MIN).await?;
            write
                .audit("rota.order_ended", &format!("rota {id}"), json!({}))
                .await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }
}

impl Desk {
    async fn write_order(&self, rota: domain::RotaId, order: Order) -> Result<()> {
        let mut write = self.begin().await?;
        let before = RotaOrderRecord::of(write.connection(), rota).await?;
        let detail = json!({ "before": before.last().map(|record| &record.order), "after": order });
        write
            .put_rota_order(&RotaOrderRecord {
                rota,
                order,
                from_revision: 0,
            })
            .await?;
        write.audit("rota.order_put", &format!("rota {rota}"), detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

/// The members who may hold a role.
fn qualified(snapshot: &Snapshot, rota: &RotaImage, role: Role) -> Vec<PersonId> {
    members(snapshot, rota.record.team)
        .into_iter()
        .filter(|(_, qualification, _): &(_, Qualification, _)| qualification.allows(role))
        .map(|(person, ..)| person)
        .collect()
}

fn by_name(snapshot: &Snapshot, people: &[PersonId]) -> Vec<Named> {
    let mut people: Vec<Named> = people.iter().map(|person| named(snapshot, *person)).collect();
    people.sort_by_cached_key(|person| (collation::key(&person.name), person.id.clone()));
    people
}

fn view(snapshot: &Snapshot, rota: &RotaImage, order: &Order, reader: &Reader) -> OrderView {
    let people = |role| order.of(role).iter().map(|person| named(snapshot, *person)).collect();
    let from = wording::stamp(order.from, &rota.rules.zone, reader).text;
    OrderView {
        from: if order.from <= reader.now {
            format!("since {from}")
        } else {
            format!("from {from}")
        },
        leads: people(Role::Lead),
        engineers: people(Role::Engineer),
    }
}

/// The last order to be changed; from where nothing is published any more, so that nothing is reshuffled unasked.
fn form(rota: &RotaImage, order: Option<&Order>, now: Instant) -> OrderForm {
    let end = rota.record.planned.map_or(now, |planned| planned.end().max(now));
    let rows = |role: Role| {
        let people = order.map_or(&[][..], |order| order.of(role)).iter().zip(1..);
        people
            .map(|(person, place)| PlaceRow {
                person: person.to_string(),
                place: place.to_string(),
            })
            .collect()
    };
    OrderForm {
        from: rota.rules.zone.local(end).date().to_string(),
        leads: rows(Role::Lead),
        engineers: rows(Role::Engineer),
    }
}

fn read(snapshot: &Snapshot, rota: &RotaImage, form: &OrderForm) -> Result<Order> {
    let mut faults = Faults::default();
    let from = faults.take("order[from]", wording::day(&form.from));
    let [leads, engineers] = [(Role::Lead, &form.leads), (Role::Engineer, &form.engineers)]
        .map(|(role, rows)| places(snapshot, rota, role, rows, &mut faults));
    if let ([lead], [engineer]) = (leads.as_slice(), engineers.as_slice())
        && lead == engineer
    {
        faults.note(
            "order[engineers]",
            "One person is never Lead and Engineer at once: put somebody else into one of the two lists.",
        );
    }
    faults.check()?;
    let from = from.ok_or_else(|| AppError::field("order[from]", "Say from when the order applies."))?;
    Ok(Order {
        from: wording::midnight(from, &rota.rules.zone),
        leads,
        engineers,
    })
}

/// The people of a role in the order of their numbers.
fn places(snapshot: &Snapshot, rota: &RotaImage, role: Role, rows: &[PlaceRow], faults: &mut Faults) -> Vec<PersonId> {
    let group = match role {
        Role::Lead => "leads",
        Role::Engineer => "engineers",
    };
    let may = qualified(snapshot, rota, role);
    let mut placed: Vec<(u32, PersonId)> = Vec::new();
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| !row.place.trim().is_empty()) {
        let name = |field: &str| format!("order[{group}][{index}][{field}]");
        let place = row.place.trim().parse::<u32>();
        let place = place.map_err(|_| format!("‘{}’ is not a place: number people 1, 2, 3, ….", row.place.trim()));
        let person = row.person.trim().parse::<PersonId>().ok();
        let person = person.filter(|person| may.contains(person));
        let person = person.ok_or_else(|| format!("‘{}’ may not be {role} in this team.", row.person.trim()));
        let (place, person) = (faults.take(&name("place"), place), faults.take(&name("person"), person));
        let (Some(place), Some(person)) = (place, person) else {
            continue;
        };
        if placed.iter().any(|(_, known)| *known == person) {
            faults.note(
                &name("person"),
                "Somebody is in this list twice: give each person one place.",
            );
        } else if let Some((_, other)) = placed.iter().find(|(known, _)| *known == place) {
            let name_of = |person| snapshot.directory().name(person);
            let words = format!(
                "{} and {} both have place {place}: give each their own.",
                name_of(*other),
                name_of(person)
            );
            faults.note(&name("place"), words);
        }
        placed.push((place, person));
    }
    if placed.is_empty() {
        faults.note(&format!("order[{group}]"), format!("Number at least one {role}."));
    }
    placed.sort_unstable();
    placed.into_iter().map(|(_, person)| person).collect()
}
