//! Writes all clients of a location to a CSV file, page by page, with a progress bar.
//!
//! `ALTEGIO_PARTNER_TOKEN=… ALTEGIO_USER_TOKEN=… cargo run --example export_clients -- LOCATION clients.csv`

use std::env::{args, var};
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};

use altegio_b2b_v1::Client;
use altegio_b2b_v1::clients::models::{ClientSortField, SortDirection};
use altegio_b2b_v1::ids::LocationId;

/// Gives the number of clients it wrote.
pub(crate) async fn run(
    client: &Client,
    location: LocationId,
    page_size: i64,
    out: &mut impl Write,
) -> Result<u64, Box<dyn Error>> {
    writeln!(out, "id,name,phone,email")?;
    let mut pages = client
        .clients()
        .get_client_list(location)
        .fields(["id", "name", "phone", "email"])
        .order_by(ClientSortField::Id)
        .order_by_direction(SortDirection::Ascending)
        .page_size(page_size)
        .pages();
    let mut written = 0;
    while let Some(page) = pages.next().await {
        let page = page?;
        for client in page.items {
            let id = client.id.map(|id| id.to_string()).unwrap_or_default();
            let texts = [client.name, client.phone, client.email];
            let [name, phone, email] = texts.map(|text| quoted(&text.unwrap_or_default()));
            writeln!(out, "{id},{name},{phone},{email}")?;
            written += 1;
        }
        progress(written, page.total_count.unwrap_or(written));
    }
    eprintln!();
    Ok(written)
}

/// A text as a CSV field (RFC 4180).
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn progress(done: u64, all: u64) {
    let filled = usize::try_from(30 * done / all.max(1)).unwrap_or(30).min(30);
    eprint!("\r[{:<30}] {done} of {all}", "#".repeat(filled));
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder()
        .partner_token(var("ALTEGIO_PARTNER_TOKEN")?)
        .user_token(var("ALTEGIO_USER_TOKEN")?)
        .build()?;
    let (location, path) = args().nth(1).zip(args().nth(2)).ok_or("LOCATION FILE")?;
    let mut file = BufWriter::new(File::create(path)?);
    run(&client, location.parse()?, 100, &mut file).await?;
    file.flush()?;
    Ok(())
}
