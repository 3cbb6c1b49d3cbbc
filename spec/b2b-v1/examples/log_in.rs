//! Signs a user in and lists the locations this user works for.
//!
//! `ALTEGIO_PARTNER_TOKEN=… cargo run --example log_in -- LOGIN PASSWORD`

use std::env::{args, var};
use std::error::Error;

use altegio_b2b_v1::Client;

/// Gives a client that acts for the user, after listing where the user works.
pub(crate) async fn run(
    client: &Client,
    login: &str,
    password: &str,
) -> Result<Client, Box<dyn Error>> {
    let user = client.authentication().authorize_user(login, password).await?;
    let token = user.user_token.ok_or("the answer holds no user token")?;
    let client = client.with_user_token(token);
    println!("signed in as {}", user.name.unwrap_or_default());
    for location in client.locations().get_location_list().my(1).await? {
        let (Some(id), Some(title)) = (location.id, location.title) else {
            continue;
        };
        println!("{id:>8}  {title} ({})", location.city.unwrap_or_default());
    }
    Ok(client)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder().partner_token(var("ALTEGIO_PARTNER_TOKEN")?).build()?;
    let (login, password) = args().nth(1).zip(args().nth(2)).ok_or("LOGIN PASSWORD")?;
    run(&client, &login, &password).await?;
    Ok(())
}
