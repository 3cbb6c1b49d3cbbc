//! Security schemes: how secrets become headers, query parameters and cookies of a request.
//! An operation's alternatives and the client's secrets go in; the values to send come out, or the names of what is missing.
//! It reads no environment and sends nothing.

use crate::api::Security;
use crate::secret::Secret;
use std::collections::BTreeMap;

/// The secrets a client holds, by the names the schemes' templates use.
pub(crate) type Secrets = BTreeMap<&'static str, Secret>;

/// Where a scheme writes its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
}

#[derive(Clone, Copy, Debug)]
enum Value {
    Template(&'static str),
    Basic {
        user: &'static str,
        password: &'static str,
    },
}

/// One way of proving who calls: a place in the request and a template that names secrets in braces.
///
/// ```
/// use sdk_runtime::SecurityScheme;
/// static USER: SecurityScheme = SecurityScheme::header("Authorization", "Bearer {partner_token}, User {user_token}");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SecurityScheme {
    place: Place,
    value: Value,
    #[cfg(feature = "oauth")]
    grant: Option<Grant>,
}

/// How a client fetches a scheme's token itself: where, and by which secrets.
#[cfg(feature = "oauth")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grant {
    pub(crate) url: &'static str,
    pub(crate) token: &'static str,
    pub(crate) id: &'static str,
    pub(crate) secret: &'static str,
    pub(crate) scope: &'static str,
}

impl SecurityScheme {
    /// Sends `template`, its secrets filled in, as the header `name`.
    #[must_use]
    pub const fn header(name: &'static str, template: &'static str) -> Self {
        Self {
            place: Place::Header(name),
            value: Value::Template(template),
            #[cfg(feature = "oauth")]
            grant: None,
        }
    }

    /// Sends `template`, its secrets filled in, as the query parameter `name`.
    #[must_use]
    pub const fn query(name: &'static str, template: &'static str) -> Self {
        Self {
            place: Place::Query(name),
            value: Value::Template(template),
            #[cfg(feature = "oauth")]
            grant: None,
        }
    }

    /// Sends `template`, its secrets filled in, as the cookie `name`.
    #[must_use]
    pub const fn cookie(name: &'static str, template: &'static str) -> Self {
        Self {
            place: Place::Cookie(name),
            value: Value::Template(template),
            #[cfg(feature = "oauth")]
            grant: None,
        }
    }

    /// HTTP basic authentication with two secrets, by their names.
    #[must_use]
    pub const fn basic(user_secret: &'static str, password_secret: &'static str) -> Self {
        Self {
            place: Place::Header("Authorization"),
            value: Value::Basic {
                user: user_secret,
                password: password_secret,
            },
            #[cfg(feature = "oauth")]
            grant: None,
        }
    }

    /// Unless the secret `token` is set, it is fetched from `url` by OAuth 2.0's client credentials: those of
    /// [`client`](Self::client), where these are set.
    ///
    /// ```
    /// use sdk_runtime::SecurityScheme;
    /// static SHOP: SecurityScheme = SecurityScheme::header("Authorization", "Bearer {token}")
    ///     .token_from("https://login.example/token", "token")
    ///     .client("client_id", "client_secret")
    ///     .scope("scope");
    /// ```
    #[cfg(feature = "oauth")]
    #[must_use]
    pub const fn token_from(self, url: &'static str, token: &'static str) -> Self {
        let grant = Grant {
            url,
            token,
            id: "",
            secret: "",
            scope: "",
        };
        Self {
            grant: Some(grant),
            ..self
        }
    }

    /// The secrets that a token is fetched with, by their names: the client's identifier and its secret.
    #[cfg(feature = "oauth")]
    #[must_use]
    pub const fn client(self, id: &'static str, secret: &'static str) -> Self {
        let grant = match self.grant {
            Some(grant) => Some(Grant {
                id,
                secret,
                ..grant
            }),
            None => None,
        };
        Self { grant, ..self }
    }

    /// The secret that holds the scopes to ask for, by its name; without it the server's usual ones are given.
    #[cfg(feature = "oauth")]
    #[must_use]
    pub const fn scope(self, scope: &'static str) -> Self {
        let grant = match self.grant {
            Some(grant) => Some(Grant { scope, ..grant }),
            None => None,
        };
        Self { grant, ..self }
    }

    #[cfg(feature = "oauth")]
    pub(crate) fn grant(&'static self) -> Option<&'static Grant> {
        self.grant.as_ref()
    }

    /// Calls `each` with every secret's name.
    fn names(&self, mut each: impl FnMut(&'static str)) {
        match self.value {
            Value::Template(template) => template
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}'))
                .for_each(|(name, _)| each(name)),
            Value::Basic { user, password } => [user, password].into_iter().for_each(each),
        }
    }

    fn fill(&self, secrets: &Secrets) -> Secret {
        let get = |name: &str| secrets.get(name).map_or("", Secret::expose);
        match self.value {
            Value::Template(template) => {
                let mut filled = String::with_capacity(template.len() + 64);
                let mut rest = template;
                while let Some((before, after)) = rest.split_once('{') {
                    filled.push_str(before);
                    match after.split_once('}') {
                        Some((name, tail)) => {
                            filled.push_str(get(name));
                            rest = tail;
                        }
                        None => {
                            filled.push('{');
                            rest = after;
                        }
                    }
                }
                filled.push_str(rest);
                Secret::new(filled)
            }
            Value::Basic { user, password } => basic(get(user), get(password)),
        }
    }
}

/// The header of HTTP basic authentication.
pub(crate) fn basic(user: &str, password: &str) -> Secret {
    let pair = Secret::new(format!("{user}:{password}"));
    Secret::new(format!("Basic {}", base64(pair.expose().as_bytes())))
}

/// A value to send, and where. Of several for one place, the last is sent.
pub(crate) type Credential = (Place, Secret);

/// Chooses the alternative that uses the most of the secrets at hand; the error names what the nearest one lacks.
pub(crate) fn credentials(
    security: Security,
    secrets: &Secrets,
) -> Result<Vec<Credential>, Vec<&'static str>> {
    let mut best: Option<(usize, &[&SecurityScheme])> = None;
    let mut nearest: Option<Vec<&'static str>> = None;
    for combination in security {
        let (mut count, mut missing) = (0, Vec::new());
        for scheme in *combination {
            scheme.names(|name| {
                count += 1;
                if !secrets.contains_key(name) {
                    missing.push(name);
                }
            });
        }
        if missing.is_empty() {
            if best.is_none_or(|(most, _)| count > most) {
                best = Some((count, combination));
            }
        } else if nearest
            .as_ref()
            .is_none_or(|known| missing.len() < known.len())
        {
            nearest = Some(missing);
        }
    }
    match (best, nearest) {
        (None, Some(missing)) => Err(missing),
        (None, None) => Ok(Vec::new()),
        (Some((_, combination)), _) => {
            let mut values: Vec<Credential> = Vec::with_capacity(combination.len());
            for scheme in combination {
                values.retain(|(place, _)| !same_place(*place, scheme.place));
                values.push((scheme.place, scheme.fill(secrets)));
            }
            Ok(values)
        }
    }
}

fn same_place(one: Place, other: Place) -> bool {
    match (one, other) {
        (Place::Header(one), Place::Header(other)) => one.eq_ignore_ascii_case(other),
        (one, other) => one == other,
    }
}

/// Base64 as RFC 4648 has it, with padding: a dozen lines in place of a dependency.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            if place <= chunk.len() {
                let index = (group >> (18 - 6 * place)) & 63;
                out.push(char::from(ALPHABET[index as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    static PARTNER: SecurityScheme = SecurityScheme::header("Authorization", "Bearer {partner}");
    static BOTH: SecurityScheme =
        SecurityScheme::header("authorization", "Bearer {partner}, User {user}");

    fn secrets(pairs: &[(&'static str, &str)]) -> Secrets {
        pairs
            .iter()
            .map(|(name, value)| (*name, Secret::from(*value)))
            .collect()
    }

    fn sent(security: Security, held: &Secrets) -> Vec<(Place, String)> {
        let values = credentials(security, held).unwrap();
        let expose = |(place, secret): (Place, Secret)| (place, secret.expose().to_owned());
        values.into_iter().map(expose).collect()
    }

    #[test]
    fn the_alternative_that_uses_most_secrets_is_sent() {
        const ANY: Security = &[&[&PARTNER], &[&BOTH], &[]];
        let held = secrets(&[("partner", "P"), ("user", "U")]);
        let both = (
            Place::Header("authorization"),
            "Bearer P, User U".to_owned(),
        );
        assert_eq!(sent(ANY, &held), [both]);
    }

    #[test]
    fn the_last_scheme_for_one_header_wins() {
        const TWICE: Security = &[&[&BOTH, &PARTNER]];
        let held = secrets(&[("partner", "P"), ("user", "U")]);
        let last = (Place::Header("Authorization"), "Bearer P".to_owned());
        assert_eq!(sent(TWICE, &held), [last]);
    }

    #[test]
    fn what_is_missing_is_named_for_the_nearest_alternative() {
        const NEEDED: Security = &[&[&BOTH]];
        const OPTIONAL: Security = &[&[&BOTH], &[]];
        let missing = credentials(NEEDED, &secrets(&[("partner", "P")])).unwrap_err();
        assert_eq!(missing, ["user"]);
        assert!(credentials(OPTIONAL, &Secrets::new()).unwrap().is_empty());
    }

    #[test]
    fn basic_authentication_is_base64() {
        static BASIC: SecurityScheme = SecurityScheme::basic("user", "password");
        const NEEDED: Security = &[&[&BASIC]];
        let held = secrets(&[("user", "Aladdin"), ("password", "open sesame")]);
        let value = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==".to_owned();
        assert_eq!(
            sent(NEEDED, &held),
            [(Place::Header("Authorization"), value)]
        );
    }
}
