//! From the graph of shapes to named models.
//!
//! Each class of equal shapes is given its name here: the one the overlay gives, else the component's,
//! else what it is called where it stands, with its owner's name before it where that is not enough.

use std::collections::{BTreeMap, HashMap};

use sdk_spec::Diagnostic;

use super::circles::Circles;
use super::equal;
use super::graph::{Graph, Kind, Node, NodeId, Raw, RawField};
use super::identifier::Identifiers;
use super::tags;
use super::words::{self, Scope};
use crate::types::{Field, Model, ModelKind, Type, UnionVariant};

/// Nouns that say nothing without an owner.
const VAGUE: &[&str] = &[
    "body",
    "child",
    "config",
    "content",
    "data",
    "datum",
    "detail",
    "element",
    "entity",
    "entry",
    "field",
    "info",
    "item",
    "kind",
    "link",
    "list",
    "meta",
    "method",
    "mode",
    "object",
    "option",
    "param",
    "parameter",
    "properties",
    "property",
    "record",
    "ref",
    "request",
    "response",
    "result",
    "row",
    "setting",
    "source",
    "state",
    "status",
    "type",
    "unit",
    "value",
];

/// Names that a type cannot have: the prelude's, and what generated modules import.
pub(crate) const RESERVED: &[&str] = &[
    "Api",
    "BTreeMap",
    "Box",
    "Bytes",
    "Call",
    "Clone",
    "Core",
    "CoreBuilder",
    "Date",
    "DateTime",
    "Debug",
    "Default",
    "Deserialize",
    "Envelope",
    "Err",
    "Error",
    "File",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "ListStyle",
    "Map",
    "None",
    "Nullable",
    "ObjectStyle",
    "Ok",
    "Operation",
    "Option",
    "Paging",
    "Part",
    "PartialEq",
    "Reply",
    "Request",
    "Result",
    "Secret",
    "Security",
    "SecurityScheme",
    "Self_",
    "Send",
    "Serialize",
    "Some",
    "String",
    "Sync",
    "Time",
    "ToString",
    "Value",
    "Vec",
];

/// The names of the classes of a graph.
#[derive(Debug)]
pub(crate) struct Named {
    /// For each node the first node of its class.
    classes: Vec<NodeId>,
    names: HashMap<NodeId, String>,
}

impl Named {
    /// Finds the classes and names those that something uses; `taken` are type names given already.
    pub(crate) fn new(
        graph: &mut Graph,
        taken: &[String],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let classes = equal::classes(graph);
        unite(graph, &classes);
        let mut named = Named {
            classes,
            names: HashMap::new(),
        };
        named.name(graph, taken, diagnostics);
        named
    }

    /// The names of all models, in no order.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        self.names.values().map(String::as_str)
    }

    fn class(&self, id: NodeId) -> NodeId {
        self.classes[id.0]
    }

    /// The first nodes of the classes that something uses, in the order they were met.
    fn used(&self, graph: &Graph) -> Vec<NodeId> {
        (0..graph.nodes.len())
            .map(NodeId)
            .filter(|id| self.class(*id) == *id)
            .filter(|id| graph.get(*id).in_request || graph.get(*id).in_response)
            .collect()
    }

    fn name(&mut self, graph: &Graph, taken: &[String], diagnostics: &mut Vec<Diagnostic>) {
        let mut scope = Scope::with(RESERVED);
        for name in taken {
            let _ = scope.take(name);
        }
        let used = self.used(graph);
        for id in &used {
            let node = graph.get(*id);
            let Some(name) = &node.explicit else { continue };
            let given = scope.take(name);
            if given != *name {
                diagnostics.push(clash(node, name, &given));
            }
            self.names.insert(*id, given);
        }
        for id in &used {
            let node = graph.get(*id);
            if let (None, Some(component)) = (&node.explicit, &node.component) {
                let given = scope.take(&words::type_ident(component, "Type"));
                self.names.insert(*id, given);
            }
        }
        let rest: Vec<NodeId> = used
            .into_iter()
            .filter(|id| !self.names.contains_key(id))
            .collect();
        let mut wanted: HashMap<&str, usize> = HashMap::new();
        for id in &rest {
            *wanted.entry(graph.get(*id).noun.as_str()).or_default() += 1;
        }
        for id in &rest {
            let alone = wanted.get(graph.get(*id).noun.as_str()) == Some(&1);
            let name = self.inline_name(graph, *id, alone, &scope);
            let given = scope.take(&name);
            self.names.insert(*id, given);
        }
    }

    /// The name of a shape that only stands inside another one.
    fn inline_name(&self, graph: &Graph, id: NodeId, alone: bool, scope: &Scope) -> String {
        let node = graph.get(id);
        let noun = words::type_ident(&node.noun, "Type");
        let vague = VAGUE.contains(&node.noun.as_str());
        if (alone && !vague || node.parent.is_none()) && scope.is_free(&noun) {
            return noun;
        }
        let mut owner = node.parent;
        for _ in 0..8 {
            let Some(parent) = owner else { break };
            let class = self.class(parent);
            if let Some(name) = self.names.get(&class) {
                return join(name, &noun);
            }
            owner = graph.get(class).parent;
        }
        match words::camel(&node.owner) {
            Some(_) => join(&words::type_ident(&node.owner, "Operation"), &noun),
            None => noun,
        }
    }

    /// The type of a shape.
    pub(crate) fn ty(&self, raw: &Raw, identifiers: &mut Identifiers) -> Type {
        match raw {
            Raw::Bool => Type::Bool,
            Raw::Integer => Type::Integer,
            Raw::Number => Type::Number,
            Raw::String => Type::String,
            Raw::Date => Type::Date,
            Raw::DateTime => Type::DateTime,
            Raw::Time => Type::Time,
            Raw::Binary => Type::Binary,
            Raw::Any => Type::Any,
            Raw::List(inner) => Type::List(Box::new(self.ty(inner, identifiers))),
            Raw::Map(inner) => Type::Map(Box::new(self.ty(inner, identifiers))),
            Raw::Nullable(inner) => Type::Nullable(Box::new(self.ty(inner, identifiers))),
            Raw::Identifier(name) => identifiers.named(name),
            Raw::Node(id) => self
                .names
                .get(&self.class(*id))
                .map_or(Type::Any, |name| Type::Model(name.clone())),
        }
    }

    /// The name of the model that a shape is.
    pub(crate) fn model(&self, raw: &Raw) -> Option<String> {
        match raw {
            Raw::Node(id) => self.names.get(&self.class(*id)).cloned(),
            _ => None,
        }
    }

    /// All models, by name.
    pub(crate) fn models(
        &self,
        graph: &Graph,
        identifiers: &mut Identifiers,
    ) -> BTreeMap<String, Model> {
        let circles = Circles::new(graph, &self.classes);
        let mut pointers: HashMap<NodeId, Vec<String>> = HashMap::new();
        for (node, class) in graph.nodes.iter().zip(&self.classes) {
            pointers
                .entry(*class)
                .or_default()
                .push(node.pointer.clone());
        }
        let mut models = BTreeMap::new();
        for id in self.used(graph) {
            let Some(name) = self.names.get(&id) else {
                continue;
            };
            let node = graph.get(id);
            let kind = match &node.kind {
                Kind::Pending => ModelKind::Struct(Vec::new()),
                Kind::Struct(fields) => {
                    ModelKind::Struct(self.fields(fields, name, node, identifiers, |child| {
                        circles.joins(id, self.class(child))
                    }))
                }
                Kind::Text(variants) => ModelKind::TextEnum(variants.clone()),
                Kind::Integer(variants) => ModelKind::IntegerEnum(variants.clone()),
                Kind::Union(_) => ModelKind::Union(self.variants(node, name, identifiers)),
            };
            models.insert(
                name.clone(),
                Model {
                    name: name.clone(),
                    description: node.description.clone(),
                    kind,
                    discriminator: tagged_by(&node.kind),
                    groups: node.groups.clone(),
                    in_request: node.in_request,
                    in_response: node.in_response,
                    pointers: pointers.remove(&id).unwrap_or_default(),
                },
            );
        }
        tags::complete(&mut models);
        models
    }

    fn fields(
        &self,
        fields: &[RawField],
        model: &str,
        node: &Node,
        identifiers: &mut Identifiers,
        circular: impl Fn(NodeId) -> bool,
    ) -> Vec<Field> {
        let mut scope = Scope::default();
        let noun = words::snake(model).unwrap_or_default();
        fields
            .iter()
            .map(|field| {
                let ty = self.ty(&field.ty, identifiers);
                let mut ty = identifiers.apply(&field.name, ty);
                if field.name == "id" && matches!(ty, Type::Integer | Type::String) {
                    ty =
                        identifiers.apply_noun([noun.as_str(), node.noun.as_str()].into_iter(), ty);
                }
                let ident = field
                    .ident
                    .clone()
                    .unwrap_or_else(|| words::value_ident(&field.name, "field"));
                Field {
                    name: field.name.clone(),
                    ident: scope.take(&ident),
                    ty,
                    required: field.required,
                    nullable: field.nullable,
                    boxed: matches!(field.ty, Raw::Node(child) if circular(child)),
                    description: field.description.clone(),
                    deprecated: field.deprecated,
                    text: field.text,
                    pointer: field.pointer.clone(),
                }
            })
            .collect()
    }

    fn variants(
        &self,
        node: &Node,
        model: &str,
        identifiers: &mut Identifiers,
    ) -> Vec<UnionVariant> {
        let Kind::Union(variants) = &node.kind else {
            return Vec::new();
        };
        let mut scope = Scope::with(&["Unknown"]);
        variants
            .iter()
            .map(|variant| {
                let ty = self.ty(&variant.ty, identifiers);
                let ident = variant
                    .ident
                    .clone()
                    .unwrap_or_else(|| variant_name(&ty, model));
                UnionVariant {
                    ident: scope.take(&ident),
                    ty,
                    description: variant.description.clone(),
                    tags: variant.tags.clone(),
                }
            })
            .collect()
    }
}

/// The member that tells the variants apart.
fn tagged_by(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Union(variants) => variants.first().and_then(|first| first.tagged_by.clone()),
        _ => None,
    }
}

/// What a variant is called that the description does not name.
fn variant_name(ty: &Type, model: &str) -> String {
    match ty {
        Type::Bool => "Flag".to_owned(),
        Type::Integer => "Integer".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::String => "Text".to_owned(),
        Type::Date => "Date".to_owned(),
        Type::DateTime => "DateTime".to_owned(),
        Type::Time => "Time".to_owned(),
        Type::Binary => "Bytes".to_owned(),
        Type::Any => "Json".to_owned(),
        Type::List(inner) => words::plural(&variant_name(inner, model)),
        Type::Map(_) => "Map".to_owned(),
        Type::Nullable(inner) => variant_name(inner, model),
        Type::Identifier(_) => "Id".to_owned(),
        Type::Model(name) => match name.strip_prefix(model) {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_uppercase()) => rest.to_owned(),
            _ => name.clone(),
        },
    }
}

/// An owner's name before a noun, without saying a word twice: `Category` of a `ServiceCategory`.
fn join(owner: &str, noun: &str) -> String {
    if owner.ends_with(noun) {
        format!("{owner}Part")
    } else {
        format!("{owner}{noun}")
    }
}

fn clash(node: &Node, wanted: &str, given: &str) -> Diagnostic {
    Diagnostic::warning(
        "type-name-taken",
        format!("`{wanted}` names another shape already, so this one is called `{given}`"),
    )
    .at(node.pointer.clone())
    .help("give one of them another `x-sdk-name` in the overlay")
}

/// Passes what all nodes of a class know on to its first node.
fn unite(graph: &mut Graph, classes: &[NodeId]) {
    for (index, first) in classes.iter().copied().enumerate() {
        if first.0 == index {
            continue;
        }
        let node = graph.nodes[index].clone();
        let head = graph.get_mut(first);
        head.groups.extend(node.groups);
        head.in_request |= node.in_request;
        head.in_response |= node.in_response;
        head.description = head.description.take().or(node.description);
        head.component = head.component.take().or(node.component);
        if let (Kind::Struct(fields), Kind::Struct(others)) = (&mut head.kind, &node.kind) {
            let known: HashMap<&str, &RawField> = others
                .iter()
                .map(|field| (field.name.as_str(), field))
                .collect();
            for field in fields {
                if field.description.is_none() {
                    field.description = known
                        .get(field.name.as_str())
                        .and_then(|other| other.description.clone());
                }
            }
        }
    }
}
