//! From `openapiv3` to the IR.

use openapiv3::OpenAPI;

use crate::{Api, Config};

/// The IR, and what was noticed on the way.
#[derive(Debug, Default)]
pub struct Built {
    /// The API.
    pub api: Api,
}

/// Makes the IR of a description.
pub fn build(_openapi: &OpenAPI, _config: &Config) -> Built {
    Built::default()
}
