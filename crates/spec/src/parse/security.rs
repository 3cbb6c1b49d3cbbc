//! Security schemes and OAuth flows.

use super::{Extensions, Parser, rest};
use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;
use indexmap::IndexMap;
use openapiv3::{
    APIKeyLocation, AuthorizationCodeOAuth2Flow, ClientCredentialsOAuth2Flow, ImplicitOAuth2Flow,
    OAuth2Flows, PasswordOAuth2Flow, SecurityScheme,
};
use serde_json::Value;

/// All keywords of all types of scheme.
#[derive(Default)]
struct Scheme {
    typ: Option<String>,
    location: Option<String>,
    name: Option<String>,
    scheme: Option<String>,
    bearer_format: Option<String>,
    flows: OAuth2Flows,
    url: Option<String>,
    description: Option<String>,
    extensions: Extensions,
}

/// All keywords of all types of flow.
#[derive(Default)]
struct Flow {
    authorization_url: String,
    token_url: String,
    refresh_url: Option<String>,
    scopes: IndexMap<String, String>,
    extensions: Extensions,
}

impl Parser<'_> {
    pub(super) fn security_scheme(
        &mut self,
        value: Value,
        at: &Pointer<'_>,
    ) -> Option<SecurityScheme> {
        let mut raw = Scheme::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "type" => raw.typ = self.string(value, &at),
                "in" => raw.location = self.string(value, &at),
                "name" => raw.name = self.string(value, &at),
                "scheme" => raw.scheme = self.string(value, &at),
                "bearerFormat" => raw.bearer_format = self.string(value, &at),
                "flows" => raw.flows = self.flows(value, &at).unwrap_or_default(),
                "openIdConnectUrl" => raw.url = self.string(value, &at),
                "description" => raw.description = self.string(value, &at),
                _ => rest(key, value, &mut raw.extensions),
            }
        }
        let Scheme {
            description,
            extensions,
            ..
        } = raw;
        match raw.typ.as_deref() {
            Some("apiKey") => {
                let location = self.key_location(raw.location.as_deref(), at);
                let name = self.required(raw.name, "`name`", at);
                Some(SecurityScheme::APIKey {
                    location,
                    name,
                    description,
                    extensions,
                })
            }
            Some("http") => {
                let scheme = self.required(raw.scheme, "`scheme`", at);
                Some(SecurityScheme::HTTP {
                    scheme,
                    bearer_format: raw.bearer_format,
                    description,
                    extensions,
                })
            }
            Some("oauth2") => Some(SecurityScheme::OAuth2 {
                flows: raw.flows,
                description,
                extensions,
            }),
            Some("openIdConnect") => {
                let open_id_connect_url = self.required(raw.url, "`openIdConnectUrl`", at);
                Some(SecurityScheme::OpenIDConnect {
                    open_id_connect_url,
                    description,
                    extensions,
                })
            }
            other => {
                let found = other.map_or_else(|| "nothing".to_owned(), |typ| format!("`{typ}`"));
                let message = format!(
                    "`type` must be `apiKey`, `http`, `oauth2` or `openIdConnect`, found {found}; the scheme is left out"
                );
                self.diagnostics
                    .push(Diagnostic::warning("security-type", message).at(at));
                None
            }
        }
    }

    fn required(&mut self, value: Option<String>, what: &str, at: &Pointer<'_>) -> String {
        value.unwrap_or_else(|| {
            self.missing(what, "the empty text is used", at);
            String::new()
        })
    }

    fn key_location(&mut self, location: Option<&str>, at: &Pointer<'_>) -> APIKeyLocation {
        match location {
            Some("query") => APIKeyLocation::Query,
            Some("header") => APIKeyLocation::Header,
            Some("cookie") => APIKeyLocation::Cookie,
            _ => {
                self.missing(
                    "`in` (`header`, `query` or `cookie`)",
                    "`header` is used",
                    at,
                );
                APIKeyLocation::Header
            }
        }
    }

    fn flows(&mut self, value: Value, at: &Pointer<'_>) -> Option<OAuth2Flows> {
        let mut out = OAuth2Flows::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "implicit" => {
                    out.implicit = self.flow(value, &at).map(|flow| ImplicitOAuth2Flow {
                        authorization_url: flow.authorization_url,
                        refresh_url: flow.refresh_url,
                        scopes: flow.scopes,
                        extensions: flow.extensions,
                    });
                }
                "password" => {
                    out.password = self.flow(value, &at).map(|flow| PasswordOAuth2Flow {
                        refresh_url: flow.refresh_url,
                        token_url: flow.token_url,
                        scopes: flow.scopes,
                        extensions: flow.extensions,
                    });
                }
                "clientCredentials" => {
                    out.client_credentials =
                        self.flow(value, &at)
                            .map(|flow| ClientCredentialsOAuth2Flow {
                                refresh_url: flow.refresh_url,
                                token_url: flow.token_url,
                                scopes: flow.scopes,
                                extensions: flow.extensions,
                            });
                }
                "authorizationCode" => {
                    out.authorization_code =
                        self.flow(value, &at)
                            .map(|flow| AuthorizationCodeOAuth2Flow {
                                authorization_url: flow.authorization_url,
                                token_url: flow.token_url,
                                refresh_url: flow.refresh_url,
                                scopes: flow.scopes,
                                extensions: flow.extensions,
                            });
                }
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }

    fn flow(&mut self, value: Value, at: &Pointer<'_>) -> Option<Flow> {
        let mut out = Flow::default();
        for (key, value) in self.object(value, at)? {
            let at = at.key(&key);
            match key.as_str() {
                "authorizationUrl" => {
                    out.authorization_url = self.string(value, &at).unwrap_or_default()
                }
                "tokenUrl" => out.token_url = self.string(value, &at).unwrap_or_default(),
                "refreshUrl" => out.refresh_url = self.string(value, &at),
                "scopes" => out.scopes = self.scopes(value, &at),
                _ => rest(key, value, &mut out.extensions),
            }
        }
        Some(out)
    }

    fn scopes(&mut self, value: Value, at: &Pointer<'_>) -> IndexMap<String, String> {
        let mut out = IndexMap::new();
        for (name, value) in self.object(value, at).unwrap_or_default() {
            let text = self.string(value, &at.key(&name)).unwrap_or_default();
            out.insert(name, text);
        }
        out
    }
}
