//! What is sent: method, address, headers, credentials, bodies; and what is refused before anything is.

use crate::client::{API, Client, Kind, build, client, pet};
use crate::server::{Server, answer, json};
use sdk_runtime::{CoreBuilder, ErrorKind, ListStyle, Part, Request};

#[tokio::test]
async fn a_request_is_what_the_description_says() {
    let server = Server::start([json(
        200,
        r#"{"success":true,"data":{"id":7},"meta":{"total_count":1}}"#,
    )]);
    let found = client(&server.url()).get_pet(7).await.unwrap();
    assert_eq!(found, pet(7));
    let sent = server.only();
    assert_eq!(
        (sent.method.as_str(), sent.target.as_str()),
        ("GET", "/v1/pets/7")
    );
    assert_eq!(
        sent.header("authorization"),
        Some("Bearer P-secret, User U-secret")
    );
    assert_eq!(sent.header("accept"), Some("application/vnd.pets+json"));
    assert_eq!(sent.header("user-agent"), Some("pets/0.1.0"));
    assert!(
        sent.header("accept-encoding")
            .is_some_and(|encodings| encodings.contains("gzip"))
    );
    assert_eq!(sent.header("content-type"), None);
    assert!(sent.body.is_empty());
}

#[tokio::test]
async fn parameters_are_encoded_in_their_places() {
    let list = || json(200, r#"{"data":[]}"#);
    let server = Server::start([json(200, r#"{"id":1}"#), list(), list()]);
    let client = client(&server.url());
    client.named("a/b?ü").await.unwrap();
    let filter = serde_json::json!({"age": {"from": 3}, "is_approved": true});
    let search = client
        .search()
        .kind(Kind::Dog)
        .ids(ListStyle::Repeat, [1, 2])
        .filter(&filter);
    search.clone().count(5).count(6).await.unwrap();
    search
        .ids(ListStyle::Comma, [3, 4])
        .kind("cat & co")
        .await
        .unwrap();
    let sent = server.received();
    assert_eq!(sent[0].target, "/v1/names/a%2Fb%3F%C3%BC/pet?key=P-secret");
    let filters = "filter[age][from]=3&filter[is_approved]=true";
    assert_eq!(
        sent[1].target,
        format!("/v1/pets?kind=dog&ids[]=1&ids[]=2&{filters}&count=6")
    );
    assert_eq!(
        sent[2].target,
        format!("/v1/pets?kind=cat%20%26%20co&{filters}&ids[]=3,4")
    );
}

#[tokio::test]
async fn bodies_are_json_forms_or_parts() {
    let path = std::env::temp_dir().join(format!("runtime-upload-{}.jpg", std::process::id()));
    std::fs::write(&path, vec![7; 200_000]).unwrap();
    let nothing = || answer(204, "", "");
    let server = Server::start([
        json(200, r#"{"data":{"id":1}}"#),
        nothing(),
        nothing(),
        nothing(),
        json(200, r#"{"data":[]}"#),
    ]);
    let client = client(&server.url());
    client.add_pet(&pet(1)).await.unwrap();
    client.form().await.unwrap();
    client
        .upload(Part::bytes(vec![1, 2]).file_name("a\"b.png"))
        .await
        .unwrap();
    client.upload(Part::file(&path)).await.unwrap();
    client.visits().await.unwrap();
    std::fs::remove_file(&path).unwrap();

    let sent = server.received();
    assert_eq!(sent[0].header("content-type"), Some("application/json"));
    assert_eq!(sent[0].text(), r#"{"id":1,"name":null,"born":null}"#);
    assert_eq!(
        sent[1].header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        (sent[1].text().as_str(), sent[1].header("cookie")),
        ("a%20b=c%26d", Some("session=x%20y"))
    );
    let boundary = |index: usize| {
        sent[index]
            .header("content-type")
            .unwrap()
            .split("boundary=")
            .nth(1)
            .unwrap()
            .to_owned()
    };
    let expected = format!(
        "--{0}\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nface\r\n--{0}\r\nContent-Disposition: form-data; \
         name=\"image\"; filename=\"a%22b.png\"\r\nContent-Type: image/png\r\n\r\n\u{1}\u{2}\r\n--{0}--\r\n",
        boundary(2)
    );
    assert_eq!(sent[2].text(), expected);
    let file = sent[3].body.iter().filter(|byte| **byte == 7).count();
    assert_eq!(file, 200_000);
    assert!(
        sent[3]
            .text()
            .ends_with(&format!("\r\n--{}--\r\n", boundary(3)))
    );
    assert!(sent[3].text().contains("Content-Type: image/jpeg"));
    assert_eq!(sent[4].text(), r#"{"from":null,"to":null}"#);
}

#[tokio::test]
async fn what_cannot_be_sent_is_told_before_anything_is_sent() {
    let server = Server::start([]);
    let full = client(&server.url());
    let empty = full.named("").await.unwrap_err();
    assert!(
        empty.is_invalid_input() && empty.to_string().contains("path parameter `name` is empty"),
        "{empty}"
    );
    assert!(full.named("..").await.unwrap_err().is_invalid_input());
    let broken = full
        .get_pet(1)
        .header("X-Note", "a\r\nX-Evil: 1")
        .await
        .unwrap_err();
    assert!(
        broken.is_invalid_input() && broken.to_string().contains("`X-Note`"),
        "{broken}"
    );
    assert!(
        full.upload(Part::file("/nowhere/at/all"))
            .await
            .unwrap_err()
            .is_invalid_input()
    );
    assert!(
        full.upload(Part::text("x").content_type("a\r\nb"))
            .await
            .unwrap_err()
            .is_invalid_input()
    );

    assert!(
        full.delete_pet(1)
            .header("a b", "c")
            .await
            .unwrap_err()
            .is_invalid_input()
    );

    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_missing_or_broken_token_is_told_before_anything_is_sent() {
    let server = Server::start([]);
    let partner = CoreBuilder::new(&API)
        .base_url(server.url())
        .secret("partner_token", "P");
    let partner = Client {
        core: partner.build().unwrap(),
    };
    let missing = partner.get_pet(1).await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::Credentials);
    assert_eq!(missing.missing_credentials(), ["user_token"]);
    assert_eq!(
        (missing.operation_id(), missing.attempts()),
        (Some("get_pet"), 0)
    );
    assert!(
        missing.to_string().contains(
            "get_pet (GET /pets/{pet_id}): needs credentials that are not set: user_token"
        )
    );
    let line_break = Client {
        core: partner.core.with_secret("user_token", "U\r\nX: 1"),
    };
    let error = line_break.get_pet(1).await.unwrap_err();
    assert!(
        error.is_invalid_input() && !error.to_string().contains("X: 1"),
        "{error}"
    );
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_second_client_has_its_own_user_and_shares_the_rest() {
    let list = || json(200, r#"{"data":{"id":1}}"#);
    let server = Server::start([list(), list()]);
    let first = client(&server.url());
    let second = Client {
        core: first.core.with_secret("user_token", "V-secret"),
    };
    second.get_pet(1).await.unwrap();
    first.get_pet(1).await.unwrap();
    let sent = server.received();
    assert_eq!(
        sent[0].header("authorization"),
        Some("Bearer P-secret, User V-secret")
    );
    assert_eq!(
        sent[1].header("authorization"),
        Some("Bearer P-secret, User U-secret")
    );
    let shown = format!("{first:?} {:?}", first.get_pet(1));
    assert!(
        !shown.contains("secret\"") && !shown.contains("P-secret") && !shown.contains("U-secret"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_request_overrides_what_the_client_sets() {
    let server = Server::start([json(200, r#"{"data":[]}"#)]);
    let client = build(&server.url(), |core| {
        core.no_limits()
            .user_agent("shop/2")
            .header("X-Both", "client")
    });
    client
        .search()
        .header("X-Both", "request")
        .header("accept", "text/plain")
        .query_param("debug", true)
        .await
        .unwrap();
    let sent = server.only();
    assert_eq!(sent.target, "/v1/pets?debug=true");
    assert_eq!(sent.header("x-both"), Some("request"));
    assert_eq!(sent.header("accept"), Some("text/plain"));
    assert_eq!(sent.header("user-agent"), Some("shop/2 pets/0.1.0"));
}

#[test]
fn an_unusable_setting_is_told_when_the_client_is_built() {
    for url in ["", "pets.example", "ftp://pets.example", "http://"] {
        let error = CoreBuilder::new(&API).base_url(url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{url}");
    }
    let mock = CoreBuilder::new(&API).server("mock").build().unwrap();
    assert_eq!(mock.base_url(), "https://mock.example/v1");
    let unknown = CoreBuilder::new(&API)
        .server("sandbox")
        .build()
        .unwrap_err();
    assert!(
        unknown
            .to_string()
            .contains("the documented ones are: mock"),
        "{unknown}"
    );
    assert!(CoreBuilder::new(&API).header("a b", "c").build().is_err());
    let proxy = CoreBuilder::new(&API)
        .proxy("http://user:hunter2@[")
        .build()
        .unwrap_err();
    assert!(!format!("{proxy} {proxy:?}").contains("hunter2"));
}

#[test]
fn clients_and_calls_go_to_any_thread() {
    fn shared<T: Send + Sync + Clone>(_: &T) {}
    fn sent<T: Send + 'static>(_: T) {}
    let client = client("http://127.0.0.1:1");
    shared(&client);
    shared(&client.get_pet(1));
    sent(client.get_pet(1).into_future());
    sent(client.passport().into_future());
    sent(client.search().stream());
}
