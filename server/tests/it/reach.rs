//! A database that is out of reach: said in words, and nobody is signed out by it.

use crate::support::{App, Database};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_that_cannot_be_read_is_answered_in_words_and_not_ended() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        let mut ada = app.set_up().await;
        app.tandem.store.close().await;
        let page = ada.get("/").await;
        assert_eq!((page.status, page.header("retry-after")), (503, "5"), "{}", page.body);
        assert!(page.body.contains("<h1>One moment</h1>"), "{}", page.body);
        assert!(
            page.body.contains("cannot reach its database just now"),
            "{}",
            page.body
        );
        assert!(page.header("content-type").starts_with("text/html"));
        assert_eq!(
            page.header("set-cookie"),
            "",
            "the cookie stays: the session has not ended"
        );
        let call = ada.form("/fn/now/board", &[]).await;
        assert_eq!(
            (call.status, call.body.as_str()),
            (503, "\"Unavailable\""),
            "as pages read it"
        );
        assert_eq!((call.header("retry-after"), call.header("set-cookie")), ("5", ""));
    }
}
