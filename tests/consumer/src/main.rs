//! Calls three operations of the API and compares what arrives with what has to, letter by letter.

use altegio_b2b_v1::clients::models::VisitPaymentStatus;
use altegio_b2b_v1::models::AttendanceStatus;
use altegio_b2b_v1::{Client, Result};
use sdk_wire::{Answer, Recorded, Recorder, Slot};

/// A client whose requests get this answer, and the place they arrive at.
fn stage(recorder: &Recorder, answer: Answer) -> Result<(Client, Slot)> {
    let slot = recorder.slot(answer);
    let client = Client::builder()
        .partner_token("partner")
        .user_token("user")
        .base_url(slot.url())
        .build()?;
    Ok((client, slot))
}

fn only(slot: &Slot) -> Recorded {
    let mut requests = slot.requests();
    assert_eq!(requests.len(), 1, "one call is one request");
    let request = requests.remove(0);
    let header = |name: &str| request.header(name).unwrap_or_default().to_owned();
    assert_eq!(header("authorization"), "Bearer partner, User user");
    assert_eq!(header("accept"), "application/vnd.api.v2+json");
    request
}

fn json(body: &str) -> Answer {
    Answer::new(200).body("application/json", body)
}

async fn deletes_a_clients_file(recorder: &Recorder) -> Result<()> {
    let (client, slot) = stage(recorder, Answer::new(204))?;
    client.clients().delete_client_file(4564, 66, 9).await?;
    let request = only(&slot);
    assert_eq!(request.method, "DELETE");
    assert_eq!(request.path, "/company/4564/clients/files/66/9");
    assert!(request.query.is_empty() && request.body.is_empty());
    assert_eq!(request.header("content-type"), None);
    Ok(())
}

async fn searches_a_visit_history(recorder: &Recorder) -> Result<()> {
    let answer = r#"{"success": true, "data": {"records": [], "goods_transactions": []}, "meta": {}}"#;
    let (client, slot) = stage(recorder, json(answer))?;
    client.clients().search_client_visits(4564).await?;
    let request = only(&slot);
    assert_eq!(request.method, "POST");
    assert_eq!(request.path, "/company/4564/clients/visits/search");
    assert_eq!(request.header("content-type"), Some("application/json"));
    let nulls = r#"{"client_id":null,"client_phone":null,"from":null,"to":null,"payment_statuses":[],"attendance":null}"#;
    assert_eq!(String::from_utf8_lossy(&request.body), nulls);

    let (client, slot) = stage(recorder, json(answer))?;
    let visits = client
        .clients()
        .search_client_visits(4564)
        .client_phone("79000000000")
        .payment_statuses([VisitPaymentStatus::NotPaid])
        .attendance(AttendanceStatus::NoShow)
        .await?;
    assert!(visits.records.is_empty());
    let given = r#"{"client_id":null,"client_phone":"79000000000","from":null,"to":null,"payment_statuses":["not_paid"],"attendance":-1}"#;
    assert_eq!(String::from_utf8_lossy(&only(&slot).body), given);
    Ok(())
}

#[allow(deprecated)]
async fn lists_clients_as_it_used_to_be(recorder: &Recorder) -> Result<()> {
    let answer = r#"{"success": true, "data": [{"id": "66", "name": "Анна"}], "meta": {"total_count": 1}}"#;
    let (client, slot) = stage(recorder, json(answer))?;
    let after = "2026-01-01T00:00:00+03:00";
    let found = client
        .clients()
        .deprecated_get_client_list(4564)
        .fullname("Анна & Co")
        .phone("+7 900")
        .email("a@b.c")
        .card("1/2")
        .paid_min(0.5)
        .paid_max(100.0)
        .id(66)
        .ids([66, 67])
        .changed_after(after.parse().expect("this is a moment"))
        .changed_before(after.parse().expect("this is a moment"))
        .page(2)
        .count(50)
        .await?;
    assert_eq!(found[0].name.as_deref(), Some("Анна"));
    let request = only(&slot);
    assert_eq!(request.method, "GET");
    assert_eq!(request.path, "/clients/4564");
    let mut query = request.query;
    query.sort();
    let moment = "2026-01-01T00%3A00%3A00%2B03%3A00";
    let expected = [
        "card=1%2F2",
        &format!("changed_after={moment}"),
        &format!("changed_before={moment}"),
        "count=50",
        "email=a%40b.c",
        "fullname=%D0%90%D0%BD%D0%BD%D0%B0%20%26%20Co",
        "id=66",
        "id[]=66",
        "id[]=67",
        "page=2",
        "paid_max=100",
        "paid_min=0.5",
        "phone=%2B7%20900",
    ];
    assert_eq!(query, expected);
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let recorder = Recorder::start().expect("a port on this machine");
    deletes_a_clients_file(&recorder).await?;
    searches_a_visit_history(&recorder).await?;
    lists_clients_as_it_used_to_be(&recorder).await?;
    println!("three operations are on the wire as documented");
    Ok(())
}
