//! Tokens by OAuth 2.0's client credentials: fetched once, kept until shortly before their end, never sent elsewhere.

use crate::server::{Server, Step, answer, json};
use sdk_runtime::{
    Api, Core, CoreBuilder, ErrorKind, Operation, Request, Security, SecurityScheme, Value,
};
use std::time::Duration;

static API: Api = Api::new("shop", "1", "https://shop.example/v1");
const SECURITY: Security = &[&[
    &SecurityScheme::header("Authorization", "Bearer {oauth_token}")
        .token_from("https://login.example/token", "oauth_token")
        .client("oauth_client_id", "oauth_client_secret")
        .scope("oauth_scope"),
]];
sdk_runtime::request!(List from Client::list => Value);

fn list(core: &Core) -> List {
    let operation = Operation::get("list", "/goods").security(SECURITY);
    List(operation.call(core))
}

/// A client whose API and token endpoint both are the server.
fn core(server: &Server, set: impl FnOnce(CoreBuilder) -> CoreBuilder) -> Core {
    let builder = CoreBuilder::new(&API)
        .base_url(server.url())
        .token_url(server.url() + "/token")
        .secret("oauth_client_id", "me:1")
        .secret("oauth_client_secret", "s e");
    set(builder).build().unwrap()
}

fn token(name: &str, seconds: u64) -> Step {
    json(
        200,
        &format!(r#"{{"access_token":"{name}","token_type":"bearer","expires_in":"{seconds}"}}"#),
    )
}

fn sent(server: &Server) -> Vec<(String, String)> {
    let told = |header: Option<&str>| header.unwrap_or_default().to_owned();
    let received = server.received();
    received
        .iter()
        .map(|request| {
            (
                request.target.clone(),
                told(request.header("authorization")),
            )
        })
        .collect()
}

#[tokio::test]
async fn a_token_is_fetched_once_and_again_shortly_before_it_expires() {
    let server = Server::start([
        token("a", 3600),
        json(200, "1"),
        json(200, "2"),
        token("b", 3600),
        json(200, "3"),
    ]);
    let core = core(&server, |core| core.secret("oauth_scope", "read write"));
    list(&core).await.unwrap();
    list(&core.clone()).await.unwrap();
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(3580)).await;
    tokio::time::resume();
    list(&core).await.unwrap();
    let basic = "Basic bWUlM0ExOnMlMjBl";
    let expected = [
        ("/v1/token", basic),
        ("/v1/goods", "Bearer a"),
        ("/v1/goods", "Bearer a"),
        ("/v1/token", basic),
        ("/v1/goods", "Bearer b"),
    ];
    let expected = expected.map(|(path, header)| (path.to_owned(), header.to_owned()));
    assert_eq!(sent(&server), expected);
    let body = server.received()[0].text();
    assert_eq!(body, "grant_type=client_credentials&scope=read%20write");
}

#[tokio::test]
async fn a_token_that_is_given_is_used_and_none_fetched() {
    let server = Server::start([json(200, "1")]);
    let core = core(&server, |core| core.secret("oauth_token", "mine"));
    list(&core).await.unwrap();
    assert_eq!(
        sent(&server),
        [("/v1/goods".to_owned(), "Bearer mine".to_owned())]
    );
}

#[tokio::test]
async fn a_token_that_is_refused_is_forgotten() {
    let server = Server::start([
        token("a", 3600),
        answer(401, "", "{}"),
        token("b", 3600),
        json(200, "1"),
    ]);
    let core = core(&server, |core| core);
    let error = list(&core).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    list(&core).await.unwrap();
    assert_eq!(sent(&server)[3].1, "Bearer b");
}

#[tokio::test]
async fn what_the_token_endpoint_says_is_told_and_no_secret() {
    let refused = answer(
        400,
        "",
        r#"{"error":"invalid_client","error_description":"Who?"}"#,
    );
    let server = Server::start([refused]);
    let error = list(&core(&server, |core| core)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let text = error.to_string();
    assert!(
        text.contains("invalid_client: Who?") && !text.contains("s e"),
        "{text}"
    );
    let server = Server::start([json(200, r#"{"access_token":["T-secret"]}"#)]);
    let error = list(&core(&server, |core| core)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let shown = format!("{error} {error:?}");
    assert!(
        shown.contains("access_token") && !shown.contains("T-secret"),
        "{shown}"
    );
    let server = Server::start([]);
    let without = core(&server, |core| core).without_secret("oauth_client_secret");
    let error = list(&without).no_retry().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(sent(&server).is_empty());
}
