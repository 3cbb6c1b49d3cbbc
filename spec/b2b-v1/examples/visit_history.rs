//! Takes the whole visit history of a client: the server cuts it by dates, the client asks for one piece after the other.
//!
//! `ALTEGIO_PARTNER_TOKEN=… ALTEGIO_USER_TOKEN=… cargo run --example visit_history -- LOCATION CLIENT`

use std::env::{args, var};
use std::error::Error;

use altegio_b2b_v1::Client;
use altegio_b2b_v1::clients::models::VisitPaymentStatus;
use altegio_b2b_v1::ids::{ClientId, LocationId};

/// Gives the number of appointments it saw.
pub(crate) async fn run(
    client: &Client,
    location: LocationId,
    visitor: ClientId,
) -> Result<usize, Box<dyn Error>> {
    let mut appointments = client
        .clients()
        .search_client_visits(location)
        .client_id(visitor)
        .payment_statuses([VisitPaymentStatus::NotPaid])
        .stream();
    let mut seen = 0;
    while let Some(appointment) = appointments.next().await {
        let appointment = appointment?;
        let when = appointment.date.map(|date| date.to_string()).unwrap_or_default();
        let services: Vec<String> =
            appointment.services.into_iter().filter_map(|service| service.title).collect();
        println!("{when:<26} {:?}  {}", appointment.attendance, services.join(", "));
        seen += 1;
    }
    Ok(seen)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder()
        .partner_token(var("ALTEGIO_PARTNER_TOKEN")?)
        .user_token(var("ALTEGIO_USER_TOKEN")?)
        .build()?;
    let (location, visitor) = args().nth(1).zip(args().nth(2)).ok_or("LOCATION CLIENT")?;
    run(&client, location.parse()?, visitor.parse()?).await?;
    Ok(())
}
