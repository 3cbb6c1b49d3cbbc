//! Models: structs, open enums and unions, each in the module of the only group that uses it or in the shared one.

use std::collections::BTreeMap;

use sdk_ir::Api;
use sdk_ir::operation::{Content, Operation};
use sdk_ir::types::{Field, Model, ModelKind, Type, Variant};

use crate::chain::literal;
use crate::file::{Item, Source};
use crate::{constructor, docs, features, json_api, layout, types, union};

/// The module of the types that several groups use.
const SHARED: &str = "crate::models";

/// Which module each model is in.
#[derive(Debug)]
pub(crate) struct Homes {
    homes: BTreeMap<String, String>,
    /// The other way round: the models of each module, by name.
    modules: BTreeMap<String, Vec<String>>,
}

impl Homes {
    pub(crate) fn new(api: &Api) -> Self {
        let (mut homes, mut modules) = (BTreeMap::new(), BTreeMap::<_, Vec<_>>::new());
        for model in api.models.values() {
            let mut groups = model.groups.iter();
            let home = match (groups.next(), groups.next()) {
                (Some(only), None) => format!("crate::{only}::models"),
                _ => SHARED.to_owned(),
            };
            let names = modules.entry(home.clone()).or_default();
            names.push(model.name.clone());
            homes.insert(model.name.clone(), home);
        }
        Homes { homes, modules }
    }

    /// The modules that hold any model.
    pub(crate) fn modules(&self) -> impl Iterator<Item = &str> {
        self.modules.keys().map(String::as_str)
    }

    /// Whether several groups share models.
    pub(crate) fn any_shared(&self) -> bool {
        self.modules.contains_key(SHARED)
    }

    /// Whether a group has models of its own.
    pub(crate) fn any_in(&self, group: &str) -> bool {
        self.modules
            .contains_key(&format!("crate::{group}::models"))
    }

    /// The module of a model.
    pub(crate) fn of(&self, name: &str) -> Option<&str> {
        self.homes.get(name).map(String::as_str)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.homes
            .iter()
            .map(|(name, home)| (name.as_str(), home.as_str()))
    }
}

/// The file of a module: `crate::clients::models` is `src/clients/models.rs`.
pub(crate) fn path(module: &str) -> String {
    format!(
        "src/{}.rs",
        module.trim_start_matches("crate::").replace("::", "/")
    )
}

/// The file of all models of a module.
pub(crate) fn file(api: &Api, homes: &Homes, module: &str) -> Source {
    let docs = if module == SHARED {
        vec!["Types that several groups share.".to_owned()]
    } else {
        let group = module
            .trim_start_matches("crate::")
            .trim_end_matches("::models");
        let title = api
            .groups
            .iter()
            .find(|known| known.module == group)
            .map_or(group, |known| known.title.as_str());
        let webhooks = api.webhooks.as_ref().map(|webhooks| &webhooks.module);
        if webhooks.is_some_and(|module| module == group) {
            vec!["Types that only webhooks carry.".to_owned()]
        } else {
            vec![format!(
                "Types that only the group {} uses.",
                docs::prose(title).join(" ")
            )]
        }
    };
    let names = homes.modules.get(module).map_or(&[][..], Vec::as_slice);
    Source {
        docs,
        items: names
            .iter()
            .filter_map(|name| api.models.get(name))
            .flat_map(|model| gated(api, model, module == SHARED))
            .collect(),
        module: module.to_owned(),
        defines: names.to_vec(),
        ..Source::default()
    }
}

/// The items of a model; what several groups share is there when one of them is.
fn gated(api: &Api, model: &Model, shared: bool) -> Vec<Item> {
    let gate = if shared {
        features::shared(api, &model.groups)
    } else {
        None
    };
    items(api, model)
        .into_iter()
        .flat_map(|item| gate.clone().map(Item::Attribute).into_iter().chain([item]))
        .collect()
}

fn items(api: &Api, model: &Model) -> Vec<Item> {
    let lines = docs::or_name(model.description.as_deref(), || {
        docs::from_name(&model.name)
    });
    match &model.kind {
        ModelKind::Struct(fields) => {
            let mut items = structure(model, fields, &lines);
            items.extend(
                json_api::items(api, model, fields)
                    .into_iter()
                    .map(Item::Code),
            );
            items
        }
        ModelKind::TextEnum(variants) => {
            let value = |value: &String| literal(value);
            vec![open_enum("string_enum", model, &lines, variants, value)]
        }
        ModelKind::IntegerEnum(variants) => {
            vec![open_enum(
                "integer_enum",
                model,
                &lines,
                variants,
                i64::to_string,
            )]
        }
        ModelKind::Union(variants) => union::items(api, model, variants, &docs::attributes(&lines)),
    }
}

/// A call of the macro that makes an enum which keeps values it does not know.
fn open_enum<T>(
    macro_name: &str,
    model: &Model,
    lines: &[String],
    variants: &[Variant<T>],
    value: impl Fn(&T) -> String,
) -> Item {
    let mut text = format!(
        "sdk_runtime::{macro_name}! {{\n{}",
        docs::comments(lines, "    ")
    );
    text.push_str(&format!("    pub enum {} {{\n", model.name));
    for variant in variants {
        let lines = docs::or_name(variant.description.as_deref(), || {
            docs::from_name(&variant.ident)
        });
        text.push_str(&docs::comments(&lines, "        "));
        text.push_str(&format!(
            "        {} = {},\n",
            variant.ident,
            value(&variant.value)
        ));
    }
    text.push_str("    }\n}\n");
    Item::Text(text)
}

/// The attribute that says what a model is for.
fn attribute(model: &Model, empty: bool) -> String {
    let settings = [
        ("request", model.in_request),
        ("response", model.in_request && model.in_response),
        ("default", empty),
    ];
    let settings: Vec<String> = settings
        .iter()
        .filter(|(_, is)| *is)
        .map(|(name, _)| (*name).to_owned())
        .collect();
    if settings.is_empty() {
        return "#[model]\n".to_owned();
    }
    layout::attribute(0, "model", &settings)
}

fn structure(model: &Model, fields: &[Field], docs: &[String]) -> Vec<Item> {
    let empty = model.in_request && needs_nothing(model, fields);
    let mut text = docs::comments(docs, "");
    text.push_str(&attribute(model, empty));
    if fields.is_empty() {
        text.push_str(&format!("pub struct {} {{}}\n", model.name));
    } else {
        text.push_str(&format!("pub struct {} {{\n", model.name));
        for field in fields {
            member(model, field, &mut text);
        }
        text.push_str("}\n");
    }
    let mut items = vec![Item::Code(text)];
    if model.in_request {
        items.extend(
            constructor::items(model, fields)
                .into_iter()
                .map(Item::Code),
        );
    }
    items
}

/// Whether a model can be made with nothing in it.
pub(crate) fn needs_nothing(model: &Model, fields: &[Field]) -> bool {
    fields
        .iter()
        .all(|field| holding(model, field) != Holding::Plain)
}

/// How a member is held, by what the description says about its presence.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holding {
    /// Always there: `T`.
    Plain,
    /// May be absent or null: `Option<T>`.
    Optional,
    /// Sent as null when there is none: `Option<T>`.
    Null,
    /// Absent, null and a value differ: `Option<Option<T>>`.
    Three,
    /// A list or map that is empty when absent.
    Empty,
}

pub(crate) fn holding(model: &Model, field: &Field) -> Holding {
    match (field.required, field.nullable) {
        (true, false) => Holding::Plain,
        (true, true) => Holding::Null,
        (false, false) if !model.in_request && is_list(&field.ty) => Holding::Empty,
        // Also where answers have it: those never need the null that a request may want to send.
        (false, true) if model.in_request => Holding::Three,
        (false, _) => Holding::Optional,
    }
}

/// Whether a value of the type can be empty, which it is where the property is absent.
fn is_list(ty: &Type) -> bool {
    matches!(ty, Type::List(_) | Type::Map(_))
}

/// Whether the field of an operation's data is held as an `Option`.
pub(crate) fn is_optional(api: &Api, operation: &Operation, ident: &str) -> bool {
    let (Content::Json(Type::Model(name))
    | Content::Enveloped {
        data: Some(Type::Model(name)),
        ..
    }) = &operation.output.content
    else {
        return false;
    };
    let Some(model) = api.models.get(name) else {
        return false;
    };
    let ModelKind::Struct(fields) = &model.kind else {
        return false;
    };
    fields
        .iter()
        .find(|field| field.ident == ident)
        .is_some_and(|field| !matches!(holding(model, field), Holding::Plain | Holding::Empty))
}

/// The member's type as it is held.
fn held(model: &Model, field: &Field) -> String {
    let mut inner = types::owned(&field.ty);
    if field.boxed {
        inner = format!("Box<{inner}>");
    }
    match holding(model, field) {
        Holding::Plain | Holding::Empty => inner,
        Holding::Optional | Holding::Null => format!("Option<{inner}>"),
        Holding::Three => format!("Option<Option<{inner}>>"),
    }
}

/// What the documentation of a member and of its setter says.
pub(crate) fn member_docs(field: &Field) -> Vec<String> {
    docs::or_name(field.description.as_deref(), || {
        docs::from_name(&field.name)
    })
}

fn member(model: &Model, field: &Field, out: &mut String) {
    out.push_str(&docs::comments(&member_docs(field), "    "));
    let mut settings = Vec::new();
    if field.ident.trim_start_matches("r#") != field.name {
        settings.push(format!("name = {}", literal(&field.name)));
    }
    match holding(model, field) {
        Holding::Null if model.in_request => settings.push("null".to_owned()),
        Holding::Plain if model.in_response && is_list(&field.ty) => {
            settings.push("required".to_owned());
        }
        _ => {}
    }
    if field.text {
        settings.push("as = \"sdk_runtime::json_api::TextId\"".to_owned());
    }
    if !settings.is_empty() {
        out.push_str(&layout::attribute(4, "wire", &settings));
    }
    out.push_str(&format!(
        "    pub {}: {},\n",
        field.ident,
        held(model, field)
    ));
}
