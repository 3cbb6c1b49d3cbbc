//! Books an appointment, unless the team member is busy at that time.
//!
//! `ALTEGIO_PARTNER_TOKEN=… ALTEGIO_USER_TOKEN=… cargo run --example book_appointment -- \
//!     LOCATION TEAM_MEMBER SERVICE 2026-12-01T10:00:00+01:00 "Anna Smith" +1555010203`

use std::env::{args, var};
use std::error::Error;

use altegio_b2b_v1::appointments::models::{NewAppointmentClient, NewAppointmentService};
use altegio_b2b_v1::ids::{LocationId, RecordId, ServiceId, TeamMemberId};
use altegio_b2b_v1::{Client, DateTime};

/// Who is booked, for what, and when.
pub(crate) struct Wish {
    pub(crate) location: LocationId,
    pub(crate) team_member: TeamMemberId,
    pub(crate) service: ServiceId,
    pub(crate) at: DateTime,
    pub(crate) name: String,
    pub(crate) phone: String,
}

/// Gives the new appointment.
pub(crate) async fn run(client: &Client, wish: Wish) -> Result<RecordId, Box<dyn Error>> {
    let visitor = NewAppointmentClient::new().name(wish.name).phone(wish.phone);
    let booked = client
        .appointments()
        .create_appointment(wish.location, visitor)
        .staff_id(wish.team_member)
        .services([NewAppointmentService::new().id(wish.service)])
        .datetime(wish.at)
        .seance_length(3600)
        .save_if_busy(false)
        .comment("booked by an example")
        .await;
    match booked {
        Ok(appointments) => {
            let appointment = appointments.into_iter().find_map(|record| record.id);
            let appointment = appointment.ok_or("the answer names no appointment")?;
            println!("booked: appointment {appointment} at {}", wish.at);
            Ok(appointment)
        }
        Err(error) if error.is_invalid_input() => {
            Err(format!("this cannot be booked: {error}").into())
        }
        Err(error) => Err(error.into()),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder()
        .partner_token(var("ALTEGIO_PARTNER_TOKEN")?)
        .user_token(var("ALTEGIO_USER_TOKEN")?)
        .build()?;
    let words: Vec<String> = args().skip(1).collect();
    let [location, team_member, service, at, name, phone] = words.as_slice() else {
        return Err("LOCATION TEAM_MEMBER SERVICE TIME NAME PHONE".into());
    };
    let wish = Wish {
        location: location.parse()?,
        team_member: team_member.parse()?,
        service: service.parse()?,
        at: at.parse()?,
        name: name.clone(),
        phone: phone.clone(),
    };
    run(&client, wish).await?;
    Ok(())
}
