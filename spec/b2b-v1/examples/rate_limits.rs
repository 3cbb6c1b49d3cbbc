//! Asks for many clients at once and stays within the published limits: the client waits for its turn by itself, and
//! waits as long as the server says where it was asked too often all the same.
//!
//! `ALTEGIO_PARTNER_TOKEN=… ALTEGIO_USER_TOKEN=… cargo run --example rate_limits -- LOCATION CLIENT...`

use std::env::{args, var};
use std::error::Error;
use std::time::Instant;

use altegio_b2b_v1::ids::{ClientId, LocationId};
use altegio_b2b_v1::{Client, Request};
use tokio::task::JoinSet;

/// Gives how many clients were fetched, and how many requests that took.
pub(crate) async fn run(
    client: &Client,
    location: LocationId,
    visitors: Vec<ClientId>,
) -> Result<(usize, u32), Box<dyn Error>> {
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for visitor in visitors {
        let clients = client.clients();
        tasks.spawn(async move { clients.get_client(location, visitor).with_meta().await });
    }
    let (mut fetched, mut requests) = (0, 0);
    while let Some(reply) = tasks.join_next().await {
        match reply? {
            Ok(reply) => {
                requests += reply.attempts;
                fetched += 1;
                println!("{:>6.1?}  {:?}", started.elapsed(), reply.data.name);
            }
            Err(error) if error.is_rate_limited() => {
                println!("refused; try again after {:?}", error.retry_after());
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok((fetched, requests))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder()
        .partner_token(var("ALTEGIO_PARTNER_TOKEN")?)
        .user_token(var("ALTEGIO_USER_TOKEN")?)
        .build()?;
    let mut words = args().skip(1);
    let location = words.next().ok_or("LOCATION CLIENT...")?.parse()?;
    let visitors = words.map(|word| word.parse()).collect::<Result<_, _>>()?;
    let (fetched, requests) = run(&client, location, visitors).await?;
    println!("{fetched} clients with {requests} requests");
    Ok(())
}
