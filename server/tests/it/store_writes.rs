//! Writers queue behind the organisation's revision.

use crate::support::{App, Database, NOW, at};
use server::store::{MemberRecord, OrganisationRecord, TeamRecord};

fn team(number: usize) -> TeamRecord {
    let id = domain::TeamId::from_uuid(server::secret::random_id());
    TeamRecord {
        id,
        slug: format!("team-{number}"),
        name: format!("Team {number}"),
        archived_at: None,
        merged_into: None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_writes_get_revisions_of_their_own_and_none_is_lost() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        app.set_up().await;
        let before = app.tandem.snapshot().revision();
        let writes = (0..24).map(|number| {
            let tandem = app.tandem.clone();
            tokio::spawn(async move {
                let mut write = tandem.store.begin("test", at(NOW)).await.unwrap();
                write.insert_team(&team(number)).await.unwrap();
                tandem.commit(write).await.unwrap()
            })
        });
        let mut revisions = Vec::new();
        for write in writes.collect::<Vec<_>>() {
            revisions.push(write.await.unwrap());
        }
        revisions.sort_unstable();
        assert_eq!(revisions, (before + 1..=before + 24).collect::<Vec<_>>());
        let mut connection = app.tandem.store.read().await.unwrap();
        assert_eq!(TeamRecord::all(&mut connection).await.unwrap().len(), 24);
        assert_eq!(
            app.tandem.snapshot().directory().teams().count(),
            24,
            "the snapshot shows every write"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_write_that_is_not_committed_leaves_nothing() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        app.set_up().await;
        let before = app.tandem.snapshot().revision();
        let mut write = app.tandem.store.begin("test", at(NOW)).await.unwrap();
        write.insert_team(&team(1)).await.unwrap();
        drop(write);
        let mut connection = app.tandem.store.read().await.unwrap();
        assert_eq!(TeamRecord::all(&mut connection).await.unwrap().len(), 0);
        assert_eq!(OrganisationRecord::revision(&mut connection).await.unwrap(), before);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_write_of_another_node_is_caught_up_with() {
    for database in Database::both().await {
        let (here, there) = (App::on(&database).await, App::on(&database).await);
        here.set_up().await;
        assert!(there.tandem.snapshot().organisation().is_none());
        assert!(there.tandem.catch_up().await.unwrap());
        assert_eq!(there.tandem.snapshot().organisation().unwrap().name, "Northwind");
        assert!(!there.tandem.catch_up().await.unwrap(), "nothing new");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_node_that_writes_before_it_caught_up_misses_nothing() {
    for database in Database::both().await {
        let (here, there) = (App::on(&database).await, App::on(&database).await);
        here.set_up().await;
        there.tandem.catch_up().await.unwrap();
        for (node, number) in [(&here, 1), (&there, 2)] {
            let mut write = node.tandem.store.begin("test", at(NOW)).await.unwrap();
            write.insert_team(&team(number)).await.unwrap();
            node.tandem.commit(write).await.unwrap();
        }
        assert_eq!(there.tandem.snapshot().directory().teams().count(), 2);
        assert_eq!(here.tandem.snapshot().directory().teams().count(), 1);
        here.tandem.catch_up().await.unwrap();
        assert_eq!(here.tandem.snapshot().directory().teams().count(), 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_leaves_a_team_is_gone_from_every_node() {
    for database in Database::both().await {
        let (here, there) = (App::on(&database).await, App::on(&database).await);
        here.set_up().await;
        let ada = here.tandem.snapshot().directory().people().next().unwrap().id;
        let team = team(1);
        let member = MemberRecord {
            team: team.id,
            person: ada,
            qualification: None,
            manager: true,
            share_percent: 100,
        };
        let mut write = here.tandem.store.begin("test", at(NOW)).await.unwrap();
        write.insert_team(&team).await.unwrap();
        write.put_member(&member).await.unwrap();
        here.tandem.commit(write).await.unwrap();
        there.tandem.catch_up().await.unwrap();
        assert!(there.tandem.snapshot().directory().member(team.id, ada).is_some());

        let mut write = here.tandem.store.begin("test", at(NOW)).await.unwrap();
        write.remove_member(team.id, ada).await.unwrap();
        here.tandem.commit(write).await.unwrap();
        there.tandem.catch_up().await.unwrap();
        for node in [&here, &there] {
            assert!(node.tandem.snapshot().directory().member(team.id, ada).is_none());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_that_queue_leave_what_is_read_alone() {
    for database in Database::both().await {
        let app = crate::support::App::on(&database).await;
        app.set_up().await;
        let (store, now) = (app.tandem.store.clone(), app.tandem.now());
        let first = store.begin("test", now).await.unwrap();
        let waiting: Vec<_> = (0..40)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.begin("test", now).await.map(drop) })
            })
            .collect();
        // Each of them has come as far as it can when this has been answered often enough.
        for _ in 0..20 {
            let mut connection = store.read().await.unwrap();
            assert!(OrganisationRecord::load(&mut connection).await.unwrap().is_some());
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        drop(first);
        for writer in waiting {
            writer.await.unwrap().unwrap();
        }
    }
}
