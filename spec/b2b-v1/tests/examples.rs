//! Runs the programs in `examples/` against a server on this machine, and looks at what they send.

#![allow(dead_code, clippy::unwrap_used, reason = "each example has a `main`; a test may fail")]

use std::sync::{Arc, Mutex};

use altegio_b2b_v1::Client;
use altegio_b2b_v1::ids::{ClientId, LocationId, ServiceId, TeamMemberId};
use altegio_b2b_v1::runtime::serde_json::{self, json};
use sdk_wire::{Answer, Recorded, Server};

#[path = "../examples/book_appointment.rs"]
mod book_appointment;
#[path = "../examples/export_clients.rs"]
mod export_clients;
#[path = "../examples/files.rs"]
mod files;
#[path = "../examples/log_in.rs"]
mod log_in;
#[path = "../examples/rate_limits.rs"]
mod rate_limits;
#[path = "../examples/visit_history.rs"]
mod visit_history;

/// A server with prepared answers, and a client of it that is signed in.
struct Stage {
    client: Client,
    requests: Arc<Mutex<Vec<Recorded>>>,
}

impl Stage {
    fn new(answer: impl Fn(&Recorded, usize) -> Answer + Send + Sync + 'static) -> Self {
        let requests: Arc<Mutex<Vec<Recorded>>> = Arc::default();
        let seen = Arc::clone(&requests);
        let server = Server::start(move |request| {
            let mut seen = seen.lock().unwrap();
            seen.push(request.clone());
            answer(request, seen.len())
        });
        let builder = Client::builder().partner_token("partner").user_token("user");
        let client = builder.base_url(server.unwrap().url()).build().unwrap();
        Self { client, requests }
    }

    fn sent(&self) -> Vec<Recorded> {
        self.requests.lock().unwrap().clone()
    }

    fn lines(&self) -> Vec<String> {
        self.sent().iter().map(|sent| format!("{} {}", sent.method, sent.path)).collect()
    }
}

fn enveloped(data: serde_json::Value, meta: serde_json::Value) -> Answer {
    let body = json!({"success": true, "data": data, "meta": meta});
    Answer::new(200).body("application/json", body.to_string())
}

fn body(sent: &Recorded) -> serde_json::Value {
    serde_json::from_slice(&sent.body).unwrap()
}

#[tokio::test]
async fn signs_in_and_lists_locations_for_the_user() {
    let stage = Stage::new(|request, _| match request.path.as_str() {
        "/auth" => enveloped(json!({"id": 1, "user_token": "fresh", "name": "Anna"}), json!([])),
        _ => enveloped(json!([{"id": "7", "title": "Salon", "city": "Riga"}]), json!([])),
    });
    log_in::run(&stage.client, "+37120000000", "p&ss").await.unwrap();
    assert_eq!(stage.lines(), ["POST /auth", "GET /companies"]);
    let sent = stage.sent();
    assert_eq!(body(&sent[0]), json!({"login": "+37120000000", "password": "p&ss"}));
    assert_eq!(sent[1].query, ["my=1"]);
}

#[tokio::test]
async fn books_an_appointment() {
    let stage = Stage::new(|_, _| enveloped(json!([{"id": 99}]), json!({})));
    let wish = book_appointment::Wish {
        location: LocationId::from(7),
        team_member: TeamMemberId::from(8),
        service: ServiceId::from(9),
        at: "2026-12-01T10:00:00+01:00".parse().unwrap(),
        name: "Anna".to_owned(),
        phone: "15550102".to_owned(),
    };
    let booked = book_appointment::run(&stage.client, wish).await.unwrap();
    assert_eq!(booked.to_string(), "99");
    assert_eq!(stage.lines(), ["POST /records/7"]);
    let expected = json!({
        "client": {"name": "Anna", "phone": "15550102"},
        "staff_id": 8,
        "services": [{"id": 9}],
        "datetime": "2026-12-01T10:00:00+01:00",
        "seance_length": 3600,
        "save_if_busy": false,
        "comment": "booked by an example",
    });
    assert_eq!(body(&stage.sent()[0]), expected);
}

#[tokio::test]
async fn exports_all_pages_of_clients() {
    let stage = Stage::new(|request, _| {
        let data = match body(request)["page"].as_i64() {
            None | Some(1) => {
                json!([{"id": 1, "name": "A \"B\""}, {"id": 2, "name": "C, D"}])
            }
            _ => json!([{"id": 3, "name": "E"}]),
        };
        enveloped(data, json!({"total_count": 3}))
    });
    let mut csv = Vec::new();
    let location = LocationId::from(7);
    let written = export_clients::run(&stage.client, location, 2, &mut csv).await.unwrap();
    assert_eq!(written, 3);
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.contains("1,\"A \"\"B\"\"\",\"\",\"\"\n2,\"C, D\""), "{csv}");
    assert_eq!(stage.lines(), ["POST /company/7/clients/search"; 2]);
    assert_eq!(body(&stage.sent()[1])["page"], 2);
}

#[tokio::test]
async fn takes_a_visit_history_by_its_dates() {
    let stage = Stage::new(|request, _| {
        let next = json!({"from": "2026-01-01", "to": "2026-01-31", "count": 1});
        let (id, next) = match body(request)["from"].as_str() {
            None => (1, next),
            Some(_) => (2, serde_json::Value::Null),
        };
        let data = json!({"records": [{"id": id, "services": []}], "goods_transactions": []});
        enveloped(data, json!({"dateCursor": {"previous": null, "current": null, "next": next}}))
    });
    let (location, visitor) = (LocationId::from(7), ClientId::from(5));
    let seen = visit_history::run(&stage.client, location, visitor).await.unwrap();
    assert_eq!(seen, 2);
    let mut expected = json!({
        "client_id": 5,
        "client_phone": null,
        "from": null,
        "to": null,
        "payment_statuses": ["not_paid"],
        "attendance": null,
    });
    let sent = stage.sent();
    assert_eq!(body(&sent[0]), expected);
    expected["from"] = json!("2026-01-01");
    expected["to"] = json!("2026-01-31");
    assert_eq!(body(&sent[1]), expected);
}

#[tokio::test]
async fn uploads_an_image_and_deletes_a_file() {
    let stage = Stage::new(|request, _| match request.method.as_str() {
        "DELETE" => Answer::new(204),
        "GET" => enveloped(
            json!([
                {"id": 2, "name": "new.pdf", "date_create": "2026-02-01 10:00:00"},
                {"id": 1, "name": "old.pdf", "date_create": "2025-02-01 10:00:00"},
            ]),
            json!({}),
        ),
        _ => enveloped(json!({}), json!({})),
    });
    let photo = std::env::temp_dir().join(format!("photo-{}.png", std::process::id()));
    std::fs::write(&photo, b"not really a picture").unwrap();
    files::upload(&stage.client, TeamMemberId::from(8), &photo).await.unwrap();
    std::fs::remove_file(&photo).unwrap();
    let (location, visitor) = (LocationId::from(7), ClientId::from(5));
    let gone = files::delete_oldest(&stage.client, location, visitor).await.unwrap();
    assert_eq!(gone.as_deref(), Some("old.pdf"));
    let lines = [
        "POST /images/team_member",
        "GET /company/7/clients/files/5",
        "DELETE /company/7/clients/files/5/1",
    ];
    assert_eq!(stage.lines(), lines);
    let upload = String::from_utf8_lossy(&stage.sent()[0].body).into_owned();
    assert!(upload.contains("not really a picture"), "{upload}");
    assert!(upload.contains("Content-Type: image/png"), "{upload}");
}

#[tokio::test]
async fn waits_when_the_server_is_asked_too_often() {
    let stage = Stage::new(|_, count| match count {
        1 => Answer::new(429).header("retry-after", "0"),
        _ => enveloped(json!({"id": 1, "name": "Anna"}), json!({})),
    });
    let visitors = vec![ClientId::from(1), ClientId::from(2)];
    let location = LocationId::from(7);
    let (fetched, requests) = rate_limits::run(&stage.client, location, visitors).await.unwrap();
    assert_eq!((fetched, requests), (2, 3));
    assert_eq!(stage.sent().len(), 3);
}
