//! The crate's client: the handle of each group, the builder, and the API's static facts.

use proc_macro2::TokenStream;
use quote::quote;
use sdk_ir::Api;
use sdk_ir::api::{CredentialPlace, SecurityScheme};

use crate::Options;
use crate::chain::{Chain, literal};
use crate::docs;
use crate::features;
use crate::file::{Item, Source, WIDTH};
use crate::types::ident;

/// The file of the client.
pub(crate) fn file(api: &Api, options: &Options) -> Source {
    let mut items = vec![
        Item::Tokens(client(api, options)),
        Item::Tokens(builder(api)),
        facts(api),
    ];
    items.extend(api.security_schemes.values().map(scheme));
    let requirements = requirements(api);
    let is_secured = !requirements.is_empty();
    items.extend(requirements.into_iter().map(Item::Text));
    items.extend(
        envelope(api)
            .map(|chain| Item::Text(chain.statement("pub(crate) static ENVELOPE: Envelope =", 0))),
    );
    Source {
        docs: vec![
            "The client, its builder, and what the API says about all its operations.".to_owned(),
        ],
        items,
        mentions: ["Api", "Envelope", "Security", "SecurityScheme"]
            .into_iter()
            .filter(|name| match *name {
                "Envelope" => uses_envelope(api),
                "Security" => is_secured,
                "SecurityScheme" => !api.security_schemes.is_empty(),
                _ => true,
            })
            .map(str::to_owned)
            .collect(),
        module: "crate::client".to_owned(),
        defines: vec!["Client".to_owned(), "ClientBuilder".to_owned()],
        ..Source::default()
    }
}

/// The envelope as a value, where any answer comes in it.
pub(crate) fn envelope(api: &Api) -> Option<Chain> {
    let envelope = api.envelope.as_ref().filter(|_| uses_envelope(api))?;
    let mut chain = Chain::new("Envelope::new", vec![literal(&envelope.data)]);
    for (method, name) in [
        ("meta", &envelope.meta),
        ("success", &envelope.success),
        ("included", &envelope.included),
    ] {
        if let Some(name) = name {
            chain.call(method, vec![literal(name)]);
        }
    }
    Some(chain)
}

fn uses_envelope(api: &Api) -> bool {
    api.operations().any(|(_, operation)| {
        matches!(
            operation.output.content,
            sdk_ir::operation::Content::Enveloped { .. }
        )
    })
}

/// The secrets all schemes name, each once, in order.
pub(crate) fn secrets(api: &Api) -> Vec<&str> {
    let mut secrets: Vec<&str> = Vec::new();
    for name in api
        .security_schemes
        .values()
        .flat_map(SecurityScheme::settable)
    {
        if !secrets.contains(&name) {
            secrets.push(name);
        }
    }
    secrets
}

fn client(api: &Api, options: &Options) -> TokenStream {
    let title = crate::title(api, options);
    let about = format!(" A client of {title}: cheap to clone, shared by any number of tasks.");
    let groups = api.groups.iter().map(|group| {
        let (method, handle) = (ident(&group.module), ident(&group.handle));
        let title = docs::prose(&group.title).join(" ");
        let docs = docs::attributes(&docs::or_name(group.description.as_deref(), || format!("The group {title}.")));
        let module = ident(&group.module);
        let feature = features::attribute(&group.module);
        quote! {
            #docs
            #feature
            #[must_use]
            pub fn #method(&self) -> crate::#module::#handle { crate::#module::#handle::new(&self.0) }
        }
    });
    let secrets = secrets(api).into_iter().map(|secret| {
        let words = secret.replace('_', " ");
        let name = ident(&format!("with_{}", secret.trim_start_matches('_')));
        let docs =
            format!(" A client with another {words}, sharing everything else with this one.");
        quote! {
            #[doc = #docs]
            #[must_use]
            pub fn #name(&self, secret: impl Into<Secret>) -> Self {
                Self(self.0.with_secret(#secret, secret))
            }
        }
    });
    quote! {
        #[doc = #about]
        #[derive(Clone, Debug)]
        pub struct Client(Core);
        impl Client {
            /// Starts a client: credentials, timeouts, retries.
            pub fn builder() -> ClientBuilder { ClientBuilder(CoreBuilder::new(&API)) }
            /// A client that shares everything it can with a client of another API of the publisher: connections,
            /// limits, credentials and settings.
            ///
            /// # Errors
            ///
            /// When a header of the other client is none for this API.
            pub fn from_shared(other: &impl AsRef<Core>) -> Result<Self> { Self::builder_from_shared(other).build() }
            /// The same, with more to set: another base URL, say.
            pub fn builder_from_shared(other: &impl AsRef<Core>) -> ClientBuilder { ClientBuilder(other.as_ref().share(&API)) }
            /// What all requests of this client share.
            #[must_use]
            pub fn core(&self) -> &Core { &self.0 }
            #(#secrets)*
            #(#groups)*
        }
        impl AsRef<Core> for Client {
            fn as_ref(&self) -> &Core { &self.0 }
        }
        impl From<Core> for Client {
            fn from(core: Core) -> Self { Self(core) }
        }
    }
}

fn builder(api: &Api) -> TokenStream {
    let secrets = secrets(api).into_iter().map(|secret| {
        let words = secret.replace('_', " ");
        let name = ident(secret);
        let mut docs = vec![format!("Sets the {words}.")];
        docs.extend(fetching(api, secret));
        let docs = docs::attributes(&docs);
        quote! {
            #docs
            pub fn #name(self, secret: impl Into<Secret>) -> Self { Self(self.0.secret(#secret, secret)) }
        }
    });
    let servers = api.servers.iter().skip(1).map(|server| {
        let name = ident(&format!("{}_server", server.name.trim_start_matches("r#")));
        let (url, shown) = (&server.url, docs::line(&server.url).replace('`', "'"));
        let docs = format!(" Sends requests to `{shown}` instead.");
        quote! {
            #[doc = #docs]
            pub fn #name(self) -> Self { self.base_url(#url) }
        }
    });
    quote! {
        /// Makes a [`Client`].
        #[derive(Debug)]
        #[must_use = "a builder makes a client with `build`"]
        pub struct ClientBuilder(CoreBuilder);
        impl ClientBuilder {
            #(#secrets)*
            /// Sends requests to another base URL.
            pub fn base_url(self, url: impl Into<String>) -> Self { Self(self.0.base_url(url)) }
            #(#servers)*
            /// Sets anything else: timeouts, retries, limits, proxy, the HTTP client, hooks.
            pub fn configure(self, set: impl FnOnce(CoreBuilder) -> CoreBuilder) -> Self { Self(set(self.0)) }
            /// Makes the client.
            ///
            /// # Errors
            ///
            /// When a URL, a header or the HTTP client's configuration is not valid.
            pub fn build(self) -> Result<Client> { Ok(Client(self.0.build()?)) }
        }
    }
}

/// What is to be known of a secret that has to do with fetching a token.
fn fetching(api: &Api, secret: &str) -> Vec<String> {
    let schemes = api.security_schemes.values();
    let mut grants = schemes.filter_map(|scheme| Some((scheme, scheme.grant.as_ref()?)));
    let told = grants.find_map(|(scheme, grant)| {
        let url = docs::line(&grant.url).replace('`', "'");
        if scheme.secrets.iter().any(|known| known == secret) {
            let (id, key) = (&grant.id, &grant.secret);
            Some(format!("Without one it is fetched from `{url}`, given [`Self::{id}`] and [`Self::{key}`]."))
        } else if secret == grant.scope {
            Some("What a token that is fetched is for; the server's usual scopes where it is not set.".to_owned())
        } else {
            let is_part = secret == grant.id || secret == grant.secret;
            is_part.then(|| format!("With it a token is fetched from `{url}` and kept until it expires."))
        }
    });
    told.into_iter()
        .flat_map(|told| [String::new(), told])
        .collect()
}

fn facts(api: &Api) -> Item {
    let url = api
        .servers
        .first()
        .map_or("/", |server| server.url.as_str());
    let package = ["env!(\"CARGO_PKG_NAME\")", "env!(\"CARGO_PKG_VERSION\")"].map(str::to_owned);
    let mut chain = Chain::new("Api::new", [package.to_vec(), vec![literal(url)]].concat());
    for (name, value) in &api.headers {
        chain.call("header", vec![literal(name), literal(value)]);
    }
    for limit in &api.limits {
        chain.call(
            "limit",
            vec![limit.requests.to_string(), limit.seconds.to_string()],
        );
    }
    for server in api.servers.iter().skip(1) {
        chain.call("server", vec![literal(&server.name), literal(&server.url)]);
    }
    Item::Text(chain.statement("static API: Api =", 0))
}

fn scheme(scheme: &SecurityScheme) -> Item {
    let (function, arguments) = match &scheme.place {
        CredentialPlace::Header(name) => ("header", [name.as_str(), &scheme.template]),
        CredentialPlace::Query(name) => ("query", [name.as_str(), &scheme.template]),
        CredentialPlace::Cookie(name) => ("cookie", [name.as_str(), &scheme.template]),
        CredentialPlace::Basic => match scheme.secrets.as_slice() {
            [user, password, ..] => ("basic", [user.as_str(), password]),
            _ => ("basic", ["username", "password"]),
        },
    };
    let mut chain = Chain::new(
        format!("SecurityScheme::{function}"),
        arguments.map(literal).to_vec(),
    );
    if let (Some(grant), Some(token)) = (&scheme.grant, scheme.secrets.first()) {
        chain.call("token_from", vec![literal(&grant.url), literal(token)]);
        chain.call("client", vec![literal(&grant.id), literal(&grant.secret)]);
        chain.call("scope", vec![literal(&grant.scope)]);
    }
    Item::Text(chain.statement(
        &format!("static {}: SecurityScheme =", scheme_ident(scheme)),
        0,
    ))
}

fn scheme_ident(scheme: &SecurityScheme) -> proc_macro2::Ident {
    ident(&format!("{}_SCHEME", scheme.constant))
}

/// The constant that holds what an operation needs: the schemes' names, by `AND` and `OR`.
pub(crate) fn requirement(api: &Api, security: &[Vec<String>]) -> String {
    let name = |name: &String| {
        api.security_schemes
            .get(name)
            .map(|scheme| scheme.constant.clone())
    };
    let all = |combination: &Vec<String>| {
        let names: Vec<String> = combination.iter().filter_map(name).collect();
        if names.is_empty() {
            "NOTHING".to_owned()
        } else {
            names.join("_AND_")
        }
    };
    security.iter().map(all).collect::<Vec<_>>().join("_OR_")
}

/// The distinct requirements of all operations.
fn requirements(api: &Api) -> Vec<String> {
    let mut known: std::collections::BTreeMap<String, Vec<String>> =
        std::collections::BTreeMap::new();
    for (_, operation) in api.operations() {
        if operation.security.is_empty() {
            continue;
        }
        known
            .entry(requirement(api, &operation.security))
            .or_insert_with(|| {
                let alternatives = operation.security.iter().map(|combination| {
                    let schemes: Vec<String> = combination
                        .iter()
                        .filter_map(|name| api.security_schemes.get(name))
                        .map(|scheme| format!("&{}", scheme_ident(scheme)))
                        .collect();
                    format!("&[{}]", schemes.join(", "))
                });
                alternatives.collect()
            });
    }
    known
        .into_iter()
        .map(|(name, alternatives)| constant(&name, &alternatives))
        .collect()
}

/// A requirement's constant, laid out as rustfmt does it.
fn constant(name: &str, alternatives: &[String]) -> String {
    let head = format!("pub(crate) const {name}: Security =");
    let value = format!("&[{}];", alternatives.join(", "));
    if head.len() + 1 + value.len() <= WIDTH {
        format!("{head} {value}\n")
    } else if value.len() + 4 <= WIDTH {
        format!("{head}\n    {value}\n")
    } else {
        format!("{head} &[\n    {},\n];\n", alternatives.join(",\n    "))
    }
}
