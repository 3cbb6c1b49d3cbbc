//! The crate's client: the handle of each group, the builder, and the API's static facts.

use std::collections::{BTreeMap, BTreeSet};

use sdk_ir::Api;
use sdk_ir::api::{CredentialPlace, SecurityScheme};
use sdk_ir::operation::{Content, Operation};

use crate::chain::{Chain, literal};
use crate::docs;
use crate::features;
use crate::file::{Item, Source, WIDTH};
use crate::{Options, layout};

/// The file of the client.
pub(crate) fn file(api: &Api, options: &Options, common: &Common) -> Source {
    let mut items = vec![Item::Code(client(api, options)), Item::Code(builder(api))];
    items.extend(facts(api));
    items.extend(api.security_schemes.values().map(scheme));
    let requirements = requirements(api);
    let is_secured = !requirements.is_empty();
    items.extend(requirements.into_iter().map(Item::Text));
    items.extend(
        envelope(api)
            .map(|chain| Item::Text(chain.statement("pub(crate) static ENVELOPE: Envelope =", 0))),
    );
    items.extend(common.functions(api).map(Item::Code));
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
    api.operations()
        .any(|(_, operation)| is_enveloped(operation))
}

/// Whether an operation answers in the API's envelope.
pub(crate) fn is_enveloped(operation: &Operation) -> bool {
    matches!(operation.output.content, Content::Enveloped { .. })
}

/// What most operations have in common, which is said once instead of at each of them.
#[derive(Debug, Default)]
pub(crate) struct Common {
    /// The credentials they need: the constant's name, empty where they need none.
    requirement: String,
    /// Whether they answer in the envelope.
    enveloped: bool,
}

impl Common {
    pub(crate) fn new(api: &Api) -> Self {
        let mut counts: BTreeMap<(String, bool), usize> = BTreeMap::new();
        for (_, operation) in api.operations() {
            let requirement = requirement(api, &operation.security);
            *counts
                .entry((requirement, is_enveloped(operation)))
                .or_default() += 1;
        }
        // Saying it once is no gain for a single operation; of equals the first counts.
        let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
        let most = most.filter(|(_, count)| *count > 1);
        most.map_or_else(Self::default, |((requirement, enveloped), _)| Common {
            requirement,
            enveloped,
        })
    }

    /// Whether there is anything to have in common, and an operation has it.
    pub(crate) fn is_of(&self, api: &Api, operation: &Operation) -> bool {
        (self.enveloped || !self.requirement.is_empty())
            && self.enveloped == is_enveloped(operation)
            && self.requirement == requirement(api, &operation.security)
    }

    /// A function for each HTTP method of these operations, which starts their static facts.
    fn functions(&self, api: &Api) -> impl Iterator<Item = String> {
        let operations = api.operations().map(|(_, operation)| operation);
        let methods: BTreeSet<&str> = operations
            .filter(|operation| self.is_of(api, operation))
            .map(|operation| operation.method.as_str())
            .collect();
        let secured = !self.requirement.is_empty();
        let shared = match (secured, self.enveloped) {
            (true, true) => "credentials and the envelope",
            (true, false) => "credentials",
            (false, _) => "envelope",
        };
        methods.into_iter().map(move |method| {
            let name = method.to_ascii_lowercase();
            let mut facts = Chain::new(
                format!("Operation::{name}"),
                ["id", "path"].map(str::to_owned).to_vec(),
            );
            if secured {
                facts.call("security", vec![self.requirement.clone()]);
            }
            if self.enveloped {
                facts.call("envelope", vec!["&ENVELOPE".to_owned()]);
            }
            let arguments = ["id: &'static str", "path: &'static str"].map(str::to_owned);
            let head = format!("pub(crate) const fn {name}");
            format!(
                "/// A `{method}` with the {shared} of most operations.\n{}    {}\n}}\n",
                layout::signature(0, &head, &arguments, "Operation"),
                facts.line()
            )
        })
    }
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

/// A method: its documentation, attributes in lines of their own, what it is called, takes and gives, and its body.
struct Method<'a> {
    docs: &'a [String],
    attributes: &'a [String],
    head: String,
    arguments: Vec<String>,
    result: &'a str,
    body: String,
}

impl Method<'_> {
    fn text(&self) -> String {
        let attributes: String = self
            .attributes
            .iter()
            .map(|line| format!("    {line}\n"))
            .collect();
        format!(
            "{}{attributes}{}        {}\n    }}\n",
            docs::comments(self.docs, "    "),
            layout::signature(4, &self.head, &self.arguments, self.result),
            self.body
        )
    }
}

/// What every client can do.
const CLIENT: &str = "    /// Starts a client: credentials, timeouts, retries.
    pub fn builder() -> ClientBuilder {
        ClientBuilder(CoreBuilder::new(&API))
    }

    /// A client that shares everything it can with a client of another API of the publisher: connections,
    /// limits, credentials and settings.
    ///
    /// # Errors
    ///
    /// When a header of the other client is none for this API.
    pub fn from_shared(other: &impl AsRef<Core>) -> Result<Self> {
        Self::builder_from_shared(other).build()
    }

    /// The same, with more to set: another base URL, say.
    pub fn builder_from_shared(other: &impl AsRef<Core>) -> ClientBuilder {
        ClientBuilder(other.as_ref().share(&API))
    }

    /// What all requests of this client share.
    #[must_use]
    pub fn core(&self) -> &Core {
        &self.0
    }
";

/// How the client is had as its core, and made from one.
const CONVERSIONS: &str = "\
impl AsRef<Core> for Client {
    fn as_ref(&self) -> &Core {
        &self.0
    }
}

impl From<Core> for Client {
    fn from(core: Core) -> Self {
        Self(core)
    }
}
";

/// What every builder can do, after what it is told of the API.
const BUILDER: &str = "    /// Sends requests to another base URL.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self(self.0.base_url(url))
    }

    /// Sets anything else: timeouts, retries, limits, proxy, the HTTP client, hooks.
    pub fn configure(self, set: impl FnOnce(CoreBuilder) -> CoreBuilder) -> Self {
        Self(set(self.0))
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// When a URL, a header or the HTTP client's configuration is not valid.
    #[inline]
    pub fn build(self) -> Result<Client> {
        Ok(Client(self.0.build()?))
    }
";

fn client(api: &Api, options: &Options) -> String {
    let title = crate::title(api, options);
    let about = format!("A client of {title}: cheap to clone, shared by any number of tasks.");
    let must_use = "#[must_use]".to_owned();
    let mut methods = vec![CLIENT.to_owned()];
    methods.extend(secrets(api).into_iter().map(|secret| {
        let words = secret.replace('_', " ");
        let about =
            format!("A client with another {words}, sharing everything else with this one.");
        let method = Method {
            docs: &[about],
            attributes: std::slice::from_ref(&must_use),
            head: format!("pub fn with_{}", secret.trim_start_matches('_')),
            arguments: vec!["&self".to_owned(), "secret: impl Into<Secret>".to_owned()],
            result: "Self",
            body: format!("Self(self.0.with_secret({}, secret))", literal(secret)),
        };
        method.text()
    }));
    methods.extend(api.groups.iter().map(|group| {
        let title = docs::prose(&group.title).join(" ");
        let about = format!("The group {title}.");
        let handle = format!("crate::{}::{}", group.module, group.handle);
        let method = Method {
            docs: &docs::or_name(group.description.as_deref(), || about),
            attributes: &[features::line(&group.module), must_use.clone()],
            head: format!("pub fn {}", group.module),
            arguments: vec!["&self".to_owned()],
            result: &handle,
            body: format!("{handle}(self.0.clone())"),
        };
        method.text()
    }));
    format!(
        "{}#[derive(Clone, Debug)]\npub struct Client(Core);\n\nimpl Client {{\n{}}}\n\n{CONVERSIONS}",
        docs::comments(&[about], ""),
        methods.join("\n")
    )
}

fn builder(api: &Api) -> String {
    let mut methods: Vec<String> = Vec::new();
    methods.extend(secrets(api).into_iter().map(|secret| {
        let mut docs = vec![format!("Sets the {}.", secret.replace('_', " "))];
        docs.extend(fetching(api, secret));
        let method = Method {
            docs: &docs,
            attributes: &[],
            head: format!("pub fn {secret}"),
            arguments: vec!["self".to_owned(), "secret: impl Into<Secret>".to_owned()],
            result: "Self",
            body: format!("Self(self.0.secret({}, secret))", literal(secret)),
        };
        method.text()
    }));
    methods.extend(api.servers.iter().skip(1).map(|server| {
        let shown = docs::line(&server.url).replace('`', "'");
        let method = Method {
            docs: &[format!("Sends requests to `{shown}` instead.")],
            attributes: &[],
            head: format!("pub fn {}_server", server.name.trim_start_matches("r#")),
            arguments: vec!["self".to_owned()],
            result: "Self",
            body: format!("self.base_url({})", literal(&server.url)),
        };
        method.text()
    }));
    methods.push(BUILDER.to_owned());
    format!(
        "/// Makes a [`Client`].\n#[derive(Debug)]\n#[must_use = \"a builder makes a client with `build`\"]\n\
         pub struct ClientBuilder(CoreBuilder);\n\nimpl ClientBuilder {{\n{}}}\n",
        methods.join("\n")
    )
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

/// What is the same for every operation: the constant, and before it one for each of its lists that is not empty.
fn facts(api: &Api) -> Vec<Item> {
    let url = api
        .servers
        .first()
        .map_or("/", |server| server.url.as_str());
    let package = ["env!(\"CARGO_PKG_NAME\")", "env!(\"CARGO_PKG_VERSION\")"].map(str::to_owned);
    let mut chain = Chain::new("Api::new", [package.to_vec(), vec![literal(url)]].concat());
    let pair = |(first, second): (&str, &str)| format!("({}, {})", literal(first), literal(second));
    let headers = api.headers.iter();
    let headers = headers.map(|(name, value)| pair((name, value))).collect();
    let limits = api.limits.iter();
    let limits = limits
        .map(|limit| format!("Limit::new({}, {})", limit.requests, limit.seconds))
        .collect();
    let servers = api.servers.iter().skip(1);
    let servers = servers
        .map(|server| pair((&server.name, &server.url)))
        .collect();
    let lists: [(&str, &str, &str, Vec<String>); 3] = [
        ("sending", "HEADERS", "(&str, &str)", headers),
        ("limited_to", "LIMITS", "Limit", limits),
        ("or_at", "SERVERS", "(&str, &str)", servers),
    ];
    let mut items = Vec::new();
    for (method, name, ty, entries) in lists {
        if !entries.is_empty() {
            items.push(Item::Code(list(name, ty, &entries)));
            chain.call(method, vec![name.to_owned()]);
        }
    }
    items.push(Item::Text(chain.statement("static API: Api =", 0)));
    items
}

/// A constant list, on one line where it fits.
fn list(name: &str, ty: &str, entries: &[String]) -> String {
    let head = format!("const {name}: &[{ty}] =");
    let short = format!("&[{}];\n", entries.join(", "));
    for text in [format!("{head} {short}"), format!("{head}\n    {short}")] {
        if text.split_inclusive('\n').all(layout::fits) {
            return text;
        }
    }
    let lines: String = entries
        .iter()
        .map(|entry| format!("    {entry},\n"))
        .collect();
    format!("{head} &[\n{lines}];\n")
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

fn scheme_ident(scheme: &SecurityScheme) -> String {
    format!("{}_SCHEME", scheme.constant)
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
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
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
