//! The page about webhooks: how a program receives what the API sends, and each event with its payload.
//! The API's webhooks go in; a view with nothing left to decide comes out, and what other pages say of an event.

use minijinja::{Error, Value};
use sdk_ir::features;
use sdk_ir::webhook::{Event, Webhooks};
use serde::Serialize;

use crate::curl;
use crate::engine::coloured;
use crate::example::Examples;
use crate::highlight::Language;
use crate::prose;
use crate::site::Site;

/// The page's name among those of the guide.
pub(crate) const PAGE: &str = "webhooks";

/// An example of a payload longer than this is made with less of it.
const LONGEST_EXAMPLE: usize = 60;

#[derive(Serialize)]
pub(crate) struct WebhooksView<'a> {
    crate_ident: String,
    feature: String,
    /// The member that tells the events apart.
    member: Option<&'a str>,
    receive: Value,
    bends: Option<Value>,
    rustdoc: Option<String>,
    events: Vec<EventView<'a>>,
}

#[derive(Serialize)]
struct EventView<'a> {
    anchor: &'a str,
    title: String,
    /// `Event::Client`.
    variant: String,
    /// The name the description gives it.
    name: &'a str,
    description: Option<Value>,
    values: &'a [String],
    ty: Value,
    tree: Value,
    rustdoc: Option<String>,
    rust: Value,
    example: Option<Value>,
}

impl<'a> Site<'a> {
    /// What the page is filled with; the trees have at most `budget` rows each.
    pub(crate) fn webhooks_view(
        &self,
        webhooks: &'a Webhooks,
        budget: usize,
    ) -> Result<WebhooksView<'_>, Error> {
        let crate_ident = self.options.crate_name.replace('-', "_");
        let events = webhooks.events.iter().enumerate();
        Ok(WebhooksView {
            feature: features::name(&webhooks.module),
            member: webhooks.member.as_deref(),
            receive: coloured(&receive(&crate_ident, webhooks), Language::Rust),
            bends: webhooks
                .member
                .is_some()
                .then(|| coloured(BENDS, Language::Rust)),
            rustdoc: self.rustdoc(&format!("{}/enum.Event.html", webhooks.module)),
            events: events
                .map(|(at, event)| self.event(webhooks, at, event, budget))
                .collect::<Result<_, _>>()?,
            crate_ident,
        })
    }

    fn event(
        &self,
        webhooks: &Webhooks,
        at: usize,
        event: &'a Event,
        budget: usize,
    ) -> Result<EventView<'_>, Error> {
        let page = format!(
            "{}/enum.Event.html#variant.{}",
            webhooks.module, event.ident
        );
        Ok(EventView {
            anchor: self.links.event_anchor(at),
            title: title(&event.ident),
            variant: variant(event),
            name: &event.name,
            description: self.blocks(event.description.as_deref()),
            values: &event.values,
            ty: self.type_html(&event.ty),
            tree: self.below(&event.ty, budget)?.unfolded(),
            rustdoc: self.rustdoc(&page),
            rust: coloured(&arm(webhooks, event), Language::Rust),
            example: (budget > 0)
                .then(|| self.payload(webhooks, event))
                .flatten(),
        })
    }

    /// A payload, with what tells the event apart.
    fn payload(&self, webhooks: &Webhooks, event: &Event) -> Option<Value> {
        let examples = Examples::new(self.api);
        (1..=3).rev().find_map(|depth| {
            let mut value = examples.value(&event.ty, "", depth)?;
            if let (Some(member), Some(told)) = (&webhooks.member, event.values.first())
                && let Some(member) = value.get_mut(member)
            {
                *member = told.as_str().into();
            }
            let text = curl::json(&value);
            (text.lines().count() <= LONGEST_EXAMPLE).then(|| coloured(&text, Language::Json))
        })
    }
}

/// An event's name in words: `FinanceOperation` is a finance operation.
pub(crate) fn title(ident: &str) -> String {
    let mut words = String::with_capacity(ident.len() + 4);
    let mut before = None;
    for character in ident.chars() {
        let starts =
            character.is_uppercase() && before.is_some_and(|before: char| !before.is_uppercase());
        if starts {
            words.push(' ');
            words.extend(character.to_lowercase());
        } else {
            words.push(character);
        }
        before = Some(character);
    }
    words
}

/// The variant of an event, as programs name it.
pub(crate) fn variant(event: &Event) -> String {
    format!("Event::{}", event.ident)
}

/// What an event tells, in one line.
pub(crate) fn summary(event: &Event) -> String {
    prose::words(event.description.as_deref().unwrap_or_default(), 160)
}

/// How a payload is read.
fn read(webhooks: &Webhooks) -> &'static str {
    match webhooks.member {
        Some(_) => "Event::from_slice(body)?",
        None => "Event::named(name, body)?",
    }
}

/// A function that receives payloads.
pub(crate) fn receive(crate_ident: &str, webhooks: &Webhooks) -> String {
    let (also, parameters) = match webhooks.member {
        Some(_) => ("", "body: &[u8]"),
        None => (
            "; `name` is the webhook's, by the address it was sent to",
            "name: &str, body: &[u8]",
        ),
    };
    let first = webhooks.events.first().map_or_else(String::new, |event| {
        format!(
            "        {}(event) => println!(\"{{event:#?}}\"),\n",
            variant(event)
        )
    });
    format!(
        "use {crate_ident}::Event;\n\n\
         /// `body` is what came as the body of a request{also}.\n\
         fn receive({parameters}) -> {crate_ident}::Result<()> {{\n    \
             match {} {{\n\
         {first}        \
                 Event::Unknown(payload) => println!(\"not known here: {{payload}}\"),\n        \
                 _ => {{}}\n    \
             }}\n    \
             Ok(())\n\
         }}",
        read(webhooks)
    )
}

/// How one event is asked for.
fn arm(webhooks: &Webhooks, event: &Event) -> String {
    let read = match webhooks.member {
        Some(_) => read(webhooks).to_owned(),
        None => format!("Event::named({:?}, body)?", event.name),
    };
    format!(
        "if let {}(event) = {read} {{\n    println!(\"{{event:#?}}\");\n}}",
        variant(event)
    )
}

/// How to see what was bent.
const BENDS: &str = "let decoded = Event::decode(body, false)?;
for bend in &decoded.bends {
    eprintln!(\"{bend:?}\");
}
let strict = Event::decode(body, true);";
