//! Security schemes: how each puts the client's secrets into a request (OpenAPI 3.1.1 §4.8.27).

use std::collections::BTreeMap;

use heck::ToShoutySnakeCase;
use openapiv3::{APIKeyLocation, OpenAPI, ReferenceOr, SecurityScheme as Declared};
use sdk_spec::{Diagnostic, Pointer};

use super::words::{self, Scope};
use crate::Config;
use crate::api::{CredentialPlace, Grant, SecurityScheme};

/// The schemes of a description, by name.
pub(crate) fn schemes(
    openapi: &OpenAPI,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, SecurityScheme> {
    let mut schemes = BTreeMap::new();
    // What else the client's module has in capitals.
    let mut constants = Scope::with(&["API", "ENVELOPE", "NOTHING"]);
    let declared = openapi
        .components
        .iter()
        .flat_map(|components| &components.security_schemes);
    for (name, scheme) in declared {
        let scheme = match (config.credentials.get(name), scheme) {
            (Some(known), _) => Some((
                CredentialPlace::Header(known.header.clone()),
                known.template.clone(),
            )),
            (None, ReferenceOr::Item(scheme)) => place(name, scheme),
            (None, ReferenceOr::Reference { .. }) => None,
        };
        let description = openapi.components.as_ref().and_then(|components| {
            match components.security_schemes.get(name) {
                Some(ReferenceOr::Item(
                    Declared::APIKey { description, .. }
                    | Declared::HTTP { description, .. }
                    | Declared::OAuth2 { description, .. }
                    | Declared::OpenIDConnect { description, .. },
                )) => description.clone(),
                _ => None,
            }
        });
        let Some((place, template)) = scheme else {
            let root = Pointer::root();
            let (components, key) = (root.key("components"), "securitySchemes");
            let list = components.key(key);
            diagnostics.push(
                Diagnostic::warning("security-scheme-unknown", format!("the client cannot send credentials for `{name}`"))
                    .at(list.key(name))
                    .help("say how they travel under `credentials` in the configuration, or give the header per request"),
            );
            continue;
        };
        let secrets = secrets(&template);
        let grant = match openapi
            .components
            .as_ref()
            .and_then(|components| components.security_schemes.get(name))
        {
            Some(ReferenceOr::Item(declared)) if !config.credentials.contains_key(name) => {
                grant(name, declared)
            }
            _ => None,
        };
        let constant = words::snake(name)
            .unwrap_or_else(|| "scheme".to_owned())
            .to_shouty_snake_case();
        let constant = if constant.starts_with(|c: char| c.is_ascii_digit()) {
            format!("SCHEME_{constant}")
        } else {
            constant
        };
        let constant = constants.take_or(constant, "_SCHEME");
        schemes.insert(
            name.clone(),
            SecurityScheme {
                constant,
                place,
                template,
                secrets,
                description,
                grant,
            },
        );
    }
    schemes
}

/// How a client fetches a scheme's token without a user.
fn grant(name: &str, scheme: &Declared) -> Option<Grant> {
    let Declared::OAuth2 { flows, .. } = scheme else {
        return None;
    };
    let url = flows.client_credentials.as_ref()?.token_url.clone();
    if url.is_empty() {
        return None;
    }
    let words = words::value_ident(name, "credential");
    let words = words.trim_start_matches("r#");
    Some(Grant {
        url,
        id: format!("{words}_client_id"),
        secret: format!("{words}_client_secret"),
        scope: format!("{words}_scope"),
    })
}

/// Where a declared scheme puts which value.
fn place(name: &str, scheme: &Declared) -> Option<(CredentialPlace, String)> {
    let secret = |ending: &str| {
        let words = words::value_ident(name, "credential");
        let words = words.trim_start_matches("r#");
        if words.ends_with(ending) {
            words.to_owned()
        } else {
            format!("{words}_{ending}")
        }
    };
    let authorization = || CredentialPlace::Header("Authorization".to_owned());
    match scheme {
        Declared::APIKey {
            location,
            name: key,
            ..
        } => {
            let place = match location {
                APIKeyLocation::Header => CredentialPlace::Header(key.clone()),
                APIKeyLocation::Query => CredentialPlace::Query(key.clone()),
                APIKeyLocation::Cookie => CredentialPlace::Cookie(key.clone()),
            };
            Some((place, format!("{{{}}}", secret("key"))))
        }
        Declared::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => {
            Some((CredentialPlace::Basic, "{username}:{password}".to_owned()))
        }
        Declared::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => {
            Some((authorization(), format!("Bearer {{{}}}", secret("token"))))
        }
        Declared::OAuth2 { .. } | Declared::OpenIDConnect { .. } => {
            Some((authorization(), format!("Bearer {{{}}}", secret("token"))))
        }
        Declared::HTTP { .. } => None,
    }
}

/// The names in braces of a template, in order, each once.
fn secrets(template: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in template.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !names.iter().any(|known| known == name)
        {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_name_their_secrets_once_and_in_order() {
        assert_eq!(
            secrets("Bearer {partner}, User {user}, {partner}"),
            ["partner", "user"]
        );
        assert!(secrets("none }{").is_empty());
    }
}
