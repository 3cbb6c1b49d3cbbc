//! The client the tests use: what a generated crate would hold, written by hand and small.

use sdk_runtime::{
    Api, Core, CoreBuilder, Date, Envelope, File, Limit, ListStyle, ObjectStyle, Operation, Paging,
    Part, Security, SecurityScheme,
};
use sdk_runtime::{Serialize, model};

pub static API: Api = Api::new("pets", "0.1.0", "https://pets.example/v1")
    .sending(&[("Accept", "application/vnd.pets+json")])
    .limited_to(&[Limit::new(5, 1), Limit::new(200, 60)])
    .or_at(&[("mock", "https://mock.example/v1")]);
const PARTNER: Security = &[&[&SecurityScheme::header(
    "Authorization",
    "Bearer {partner_token}",
)]];
const PARTNER_OR_NONE: Security = &[PARTNER[0], &[]];
const BOTH: Security = &[&[&SecurityScheme::header(
    "Authorization",
    "Bearer {partner_token}, User {user_token}",
)]];
const KEY: Security = &[&[&SecurityScheme::query("key", "{partner_token}")]];
static ENVELOPE: Envelope = Envelope::new("data").meta("meta").success("success");
const PAGING: Paging = Paging::number("page")
    .size("count", 2, 3)
    .total("/meta/total_count");
const CURSOR: Paging =
    Paging::cursor(&[("/meta/next/from", "from"), ("/meta/next/to", "to")]).in_body();

sdk_runtime::identifier! {
    /// Names a pet.
    pub struct PetId(i64);
}

sdk_runtime::string_enum! {
    /// What kind of animal it is.
    pub enum Kind {
        /// Barks.
        Dog = "dog",
    }
}

#[model]
pub struct Pet {
    pub id: PetId,
    pub name: Option<String>,
    pub born: Option<Date>,
}

#[model]
pub struct Meta {
    pub total_count: Option<u64>,
}

/// Any pet, by its number alone.
pub fn pet(id: i64) -> Pet {
    Pet {
        id: PetId::from(id),
        name: None,
        born: None,
    }
}

#[derive(Clone, Debug)]
pub struct Client {
    pub core: Core,
}

/// A client of a server on loopback, with both tokens and no limits.
pub fn client(url: &str) -> Client {
    build(url, |core| core.no_limits())
}

/// The same, with other settings.
pub fn build(url: &str, change: impl FnOnce(CoreBuilder) -> CoreBuilder) -> Client {
    let core = CoreBuilder::new(&API)
        .base_url(url)
        .secret("partner_token", "P-secret")
        .secret("user_token", "U-secret");
    Client {
        core: change(core).build().unwrap(),
    }
}

impl Client {
    pub fn get_pet(&self, id: impl Into<PetId>) -> GetPet {
        let mut call = Operation::get("get_pet", "/pets/{pet_id}")
            .security(BOTH)
            .envelope(&ENVELOPE)
            .call(&self.core);
        call.path("pet_id", id.into());
        GetPet(call)
    }

    pub fn named(&self, name: &str) -> GetPet {
        let mut call = Operation::get("named", "/names/{name}/pet")
            .security(KEY)
            .call(&self.core);
        call.path("name", name);
        GetPet(call)
    }

    pub fn search(&self) -> Search {
        Search(
            Operation::get("search", "/pets")
                .security(PARTNER_OR_NONE)
                .envelope(&ENVELOPE)
                .call(&self.core),
        )
    }

    pub fn visits(&self) -> Visits {
        let mut call = Operation::post("visits", "/visits/search")
            .envelope(&ENVELOPE)
            .call(&self.core);
        call.field("from", None::<Date>);
        call.field("to", None::<Date>);
        Visits(call)
    }

    pub fn add_pet(&self, pet: &Pet) -> AddPet {
        let mut call = Operation::post("add_pet", "/pets")
            .security(BOTH)
            .envelope(&ENVELOPE)
            .call(&self.core);
        call.json(pet);
        AddPet(call)
    }

    pub fn delete_pet(&self, id: i64) -> DeletePet {
        let mut call = Operation::delete("delete_pet", "/pets/{pet_id}")
            .security(PARTNER)
            .envelope(&ENVELOPE)
            .call(&self.core);
        call.path("pet_id", id);
        DeletePet(call)
    }

    pub fn upload(&self, image: impl Into<Part>) -> DeletePet {
        let mut call = Operation::post("upload", "/pets/image").call(&self.core);
        call.part("kind", Part::text("face"));
        call.part("image", image);
        DeletePet(call)
    }

    pub fn passport(&self) -> Passport {
        Passport(
            Operation::get("passport", "/passport")
                .accept("application/pdf")
                .call(&self.core),
        )
    }

    pub fn form(&self) -> DeletePet {
        let mut call = Operation::put("form", "/form").call(&self.core);
        call.form_field("a b", "c&d");
        call.cookie("session", "x y");
        DeletePet(call)
    }
}

sdk_runtime::request!(GetPet from Client::get_pet => Pet, meta Meta);
sdk_runtime::request!(AddPet from Client::add_pet => Pet, meta Meta);
sdk_runtime::request!(DeletePet from Client::delete_pet => ());
sdk_runtime::request!(Passport from Client::passport => File);
sdk_runtime::request! {
    Visits from Client::visits => Vec<Pet>, meta serde::de::IgnoredAny, pages of Pet, by CURSOR
}
sdk_runtime::request! {
    Search from Client::search => Vec<Pet>, meta Meta, pages of Pet, by PAGING;
    query count(u32);
    query page(u32);
    query kind(into Kind);
}

impl Search {
    pub fn ids(mut self, style: ListStyle, ids: impl IntoIterator<Item = i64>) -> Self {
        self.0.query_list("ids[]", style, ids);
        self
    }

    pub fn filter(mut self, filter: &impl Serialize) -> Self {
        self.0
            .query_object("filter", ObjectStyle::DeepObject, filter);
        self
    }
}
