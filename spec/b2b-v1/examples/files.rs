//! Uploads the picture of a team member from a file, then deletes the oldest file of a client.
//!
//! (Version 1 of the API lists and deletes the files of clients; what it takes up are images.)
//!
//! `ALTEGIO_PARTNER_TOKEN=… ALTEGIO_USER_TOKEN=… cargo run --example files -- LOCATION TEAM_MEMBER photo.png CLIENT`

use std::env::{args, var};
use std::error::Error;
use std::path::Path;

use altegio_b2b_v1::ids::{ClientId, LocationId, TeamMemberId};
use altegio_b2b_v1::{Client, Part};

/// Sends the file as it is read, without taking it into memory.
pub(crate) async fn upload(
    client: &Client,
    team_member: TeamMemberId,
    photo: &Path,
) -> Result<(), Box<dyn Error>> {
    let image = Part::file(photo).content_type("image/png");
    client.utilities().upload_image("team_member", image).team_member_id(team_member).await?;
    println!("{} is now the picture of {team_member}", photo.display());
    Ok(())
}

/// Gives the name of the file that is gone.
pub(crate) async fn delete_oldest(
    client: &Client,
    location: LocationId,
    visitor: ClientId,
) -> Result<Option<String>, Box<dyn Error>> {
    let files = client.clients().get_client_file_list(location, visitor).await?;
    let dated = files.into_iter().filter(|file| file.can_edit != Some(false));
    let oldest = dated.min_by_key(|file| file.date_create.map(|date| date.to_jiff()));
    let Some((oldest, id)) = oldest.and_then(|file| file.id.map(|id| (file, id))) else {
        return Ok(None);
    };
    client.clients().delete_client_file(location, visitor, id).await?;
    Ok(oldest.name)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder()
        .partner_token(var("ALTEGIO_PARTNER_TOKEN")?)
        .user_token(var("ALTEGIO_USER_TOKEN")?)
        .build()?;
    let words: Vec<String> = args().skip(1).collect();
    let [location, team_member, photo, visitor] = words.as_slice() else {
        return Err("LOCATION TEAM_MEMBER PHOTO CLIENT".into());
    };
    upload(&client, team_member.parse()?, Path::new(photo)).await?;
    let gone = delete_oldest(&client, location.parse()?, visitor.parse()?).await?;
    println!("deleted: {gone:?}");
    Ok(())
}
