//! Pages over real sockets: which are asked for, when the walk ends, and what an error leaves.

use crate::client::{client, pet};
use crate::server::{Server, Step, json};
use sdk_runtime::Request;

fn page(ids: std::ops::Range<i64>, total: Option<u64>) -> Step {
    let data: Vec<_> = ids.map(|id| serde_json::json!({"id": id})).collect();
    json(
        200,
        &serde_json::json!({"data": data, "meta": {"total_count": total}}).to_string(),
    )
}

fn targets(server: &Server) -> Vec<String> {
    server
        .received()
        .into_iter()
        .map(|sent| sent.target.replace("/v1/pets", ""))
        .collect()
}

#[tokio::test]
async fn a_short_page_is_the_last() {
    let server = Server::start([page(1..3, None), page(3..5, None), page(5..6, None)]);
    let all = client(&server.url())
        .search()
        .stream()
        .collect_all()
        .await
        .unwrap();
    assert_eq!(all, (1..6).map(pet).collect::<Vec<_>>());
    assert_eq!(targets(&server), ["", "?page=2", "?page=3"]);
}

#[tokio::test]
async fn an_empty_page_is_the_last_and_not_given() {
    let server = Server::start([page(1..3, None), page(3..5, None), page(0..0, None)]);
    let mut pages = client(&server.url()).search().pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().items.len());
    }
    assert_eq!(sizes, [2, 2]);
    let server = Server::start([page(0..0, Some(0))]);
    let only = client(&server.url())
        .search()
        .pages()
        .next()
        .await
        .unwrap()
        .unwrap();
    assert_eq!((only.items.len(), only.total_count), (0, Some(0)));
}

#[tokio::test]
async fn the_total_ends_the_walk_and_a_cut_page_does_not() {
    // The server gives three at most, whatever is asked.
    let server = Server::start([page(1..4, Some(5)), page(4..6, Some(5))]);
    let mut items = client(&server.url()).search().count(50).stream();
    let first = items.next().await.unwrap().unwrap();
    assert_eq!((first, items.total_count()), (pet(1), Some(5)));
    assert_eq!(items.collect_all().await.unwrap().len(), 4);
    assert_eq!(targets(&server), ["?count=50", "?count=50&page=2"]);
}

#[tokio::test]
async fn a_total_that_counts_the_page_alone_loses_nothing() {
    let server = Server::start([
        page(1..3, Some(2)),
        page(3..5, Some(2)),
        page(5..6, Some(1)),
    ]);
    let all = client(&server.url())
        .search()
        .stream()
        .collect_all()
        .await
        .unwrap();
    assert_eq!(all, (1..6).map(pet).collect::<Vec<_>>());
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn a_page_given_again_ends_the_walk() {
    let server = Server::start([page(1..3, None), page(1..3, None), page(1..3, None)]);
    let all = client(&server.url())
        .search()
        .stream()
        .collect_all()
        .await
        .unwrap();
    assert_eq!(all, [pet(1), pet(2)]);
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_walk_may_start_anywhere() {
    let server = Server::start([page(5..7, Some(7)), page(7..8, Some(7))]);
    let all = client(&server.url())
        .search()
        .page(3)
        .count(2)
        .stream()
        .collect_all()
        .await
        .unwrap();
    assert_eq!(all.len(), 3);
    assert_eq!(targets(&server), ["?page=3&count=2", "?page=4&count=2"]);
}

#[tokio::test]
async fn an_error_is_passed_on_and_no_item_is_lost() {
    let server = Server::start([page(1..3, None), json(400, "{}"), page(3..4, None)]);
    let mut items = client(&server.url()).search().stream();
    assert_eq!(items.next().await.unwrap().unwrap(), pet(1));
    assert_eq!(items.next().await.unwrap().unwrap(), pet(2));
    assert!(items.next().await.unwrap().is_err());
    assert!(items.next().await.is_none());
    items.resume();
    assert_eq!(items.collect_all().await.unwrap(), [pet(3)]);
    assert_eq!(targets(&server), ["", "?page=2", "?page=2"]);
}

#[tokio::test]
async fn pages_are_asked_for_only_when_they_are_needed() {
    let server = Server::start([page(1..3, None), page(3..5, None)]);
    let mut items = client(&server.url()).search().no_retry().stream();
    assert!(server.received().is_empty());
    items.next().await;
    items.next().await;
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_cursor_leads_from_answer_to_answer() {
    let visits = |ids: &[i64], next: &str| {
        let data: Vec<_> = ids.iter().map(|id| format!(r#"{{"id":{id}}}"#)).collect();
        json(
            200,
            &format!(
                r#"{{"data":[{}],"meta":{{"next":{next}}}}}"#,
                data.join(",")
            ),
        )
    };
    let script = [
        visits(&[1, 2, 3], r#"{"from":"2026-03-01","to":"2026-03-31"}"#),
        visits(&[], r#"{"from":"2026-02-01","to":"2026-02-28"}"#),
        visits(&[4], r#"{"from":null,"to":null}"#),
    ];
    let server = Server::start(script);
    let all = client(&server.url())
        .visits()
        .stream()
        .collect_all()
        .await
        .unwrap();
    assert_eq!(all, [pet(1), pet(2), pet(3), pet(4)]);
    let bodies: Vec<_> = server.received().iter().map(|sent| sent.text()).collect();
    assert_eq!(
        bodies,
        [
            r#"{"from":null,"to":null}"#,
            r#"{"from":"2026-03-01","to":"2026-03-31"}"#,
            r#"{"from":"2026-02-01","to":"2026-02-28"}"#,
        ]
    );
    let stuck = || visits(&[1], r#"{"from":"2026-03-01","to":"2026-03-31"}"#);
    let server = Server::start([stuck(), stuck(), stuck()]);
    assert_eq!(
        client(&server.url())
            .visits()
            .stream()
            .collect_all()
            .await
            .unwrap(),
        [pet(1)]
    );
    assert_eq!(server.received().len(), 2);
}
