//! The graph of shapes: what the schemas of a description say, before equal ones are one and have names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::types::Variant;

/// The index of a node in its graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(pub(crate) usize);

/// A type whose models are still nodes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Raw {
    Bool,
    Integer,
    Number,
    String,
    Date,
    DateTime,
    Time,
    Binary,
    Any,
    List(Box<Raw>),
    Map(Box<Raw>),
    Nullable(Box<Raw>),
    /// An identifier the overlay named.
    Identifier(String),
    Node(NodeId),
}

impl Raw {
    /// The same type, admitting null.
    pub(crate) fn nullable(self) -> Raw {
        match self {
            Raw::Nullable(_) | Raw::Any => self,
            other => Raw::Nullable(Box::new(other)),
        }
    }

    /// The type without the null at its top, and whether there was one.
    pub(crate) fn split_null(self) -> (Raw, bool) {
        match self {
            Raw::Nullable(inner) => (*inner, true),
            other => (other, false),
        }
    }

    /// The same type with another one where a node stands.
    fn replaced(&self, node: NodeId, with: &Raw) -> Raw {
        match self {
            Raw::Node(id) if *id == node => with.clone(),
            Raw::List(inner) => Raw::List(Box::new(inner.replaced(node, with))),
            Raw::Map(inner) => Raw::Map(Box::new(inner.replaced(node, with))),
            Raw::Nullable(inner) => inner.replaced(node, with).nullable(),
            other => other.clone(),
        }
    }

    /// The node inside lists, maps and nullables.
    pub(crate) fn node(&self) -> Option<NodeId> {
        match self {
            Raw::List(inner) | Raw::Map(inner) | Raw::Nullable(inner) => inner.node(),
            Raw::Node(id) => Some(*id),
            _ => None,
        }
    }
}

/// A shape that becomes a model.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// The name the overlay gave.
    pub(crate) explicit: Option<String>,
    /// The name of the component schema it is.
    pub(crate) component: Option<String>,
    /// What it is called where it stands: a property's name in the singular, or an operation's subject.
    pub(crate) noun: String,
    /// The node it stands in.
    pub(crate) parent: Option<NodeId>,
    /// What it belongs to where it stands in no node: an operation's subject.
    pub(crate) owner: String,
    pub(crate) description: Option<String>,
    pub(crate) pointer: String,
    pub(crate) groups: BTreeSet<String>,
    pub(crate) in_request: bool,
    pub(crate) in_response: bool,
}

/// The structure of a node.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// Being made: seen only by a schema that contains itself.
    Pending,
    Struct(Vec<RawField>),
    Text(Vec<Variant<String>>),
    Integer(Vec<Variant<i64>>),
    Union(Vec<RawVariant>),
}

#[derive(Clone, Debug)]
pub(crate) struct RawField {
    pub(crate) name: String,
    pub(crate) ident: Option<String>,
    pub(crate) ty: Raw,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    pub(crate) description: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) default: Option<serde_json::Value>,
    pub(crate) read_only: bool,
    /// Whether it is an identifier that travels as text whatever it is (JSON:API 1.1 §7.3).
    pub(crate) text: bool,
    pub(crate) pointer: String,
}

#[derive(Clone, Debug)]
pub(crate) struct RawVariant {
    pub(crate) ident: Option<String>,
    pub(crate) ty: Raw,
    pub(crate) description: Option<String>,
    pub(crate) tags: Vec<String>,
    /// The member that holds the tag.
    pub(crate) tagged_by: Option<String>,
}

/// All shapes of a description, in the order they were met.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    pub(crate) nodes: Vec<Node>,
    /// What each component schema became.
    pub(crate) components: HashMap<String, Raw>,
    /// Why a place has no type, by its pointer.
    pub(crate) untyped: BTreeMap<String, String>,
    /// The component schema of the resource that a member refers to, by the member's pointer.
    pub(crate) targets: BTreeMap<String, String>,
}

impl Graph {
    /// Adds a node whose structure is not known yet.
    pub(crate) fn add(
        &mut self,
        site: &Site<'_>,
        description: Option<String>,
        explicit: Option<String>,
        pointer: String,
    ) -> NodeId {
        self.nodes.push(Node {
            kind: Kind::Pending,
            explicit,
            component: site.component.map(str::to_owned),
            noun: site.noun.to_owned(),
            parent: site.parent,
            owner: site.owner.to_owned(),
            description,
            pointer,
            groups: BTreeSet::new(),
            in_request: false,
            in_response: false,
        });
        NodeId(self.nodes.len() - 1)
    }

    /// Puts what a component became where a node stood for it while it was being shaped, which is from `start` on;
    /// gives what it became.
    ///
    /// Where it contains itself with no object, list or map between, it has no finite value, and stays untyped.
    pub(crate) fn close(&mut self, start: usize, stand_in: NodeId, raw: Raw) -> Raw {
        let raw = raw.replaced(stand_in, &Raw::Any);
        for node in &mut self.nodes[start..] {
            match &mut node.kind {
                Kind::Struct(fields) => {
                    for field in fields {
                        let (ty, null) = field.ty.replaced(stand_in, &raw).split_null();
                        field.ty = ty;
                        field.nullable |= null;
                    }
                }
                Kind::Union(variants) => {
                    for variant in variants {
                        let whole = variant.ty == Raw::Node(stand_in);
                        let with = if whole { &Raw::Any } else { &raw };
                        variant.ty = variant.ty.replaced(stand_in, with);
                    }
                }
                Kind::Pending | Kind::Text(_) | Kind::Integer(_) => {}
            }
        }
        for known in self.components.values_mut() {
            if known.node() == Some(stand_in) {
                *known = known.replaced(stand_in, &raw);
            }
        }
        raw
    }

    pub(crate) fn get(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    pub(crate) fn get_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0]
    }

    /// The nodes a node's structure names directly.
    fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let (fields, variants): (&[RawField], &[RawVariant]) = match &self.get(id).kind {
            Kind::Struct(fields) => (fields, &[]),
            Kind::Union(variants) => (&[], variants),
            _ => (&[], &[]),
        };
        let types = fields.iter().map(|field| &field.ty);
        types
            .chain(variants.iter().map(|variant| &variant.ty))
            .filter_map(Raw::node)
    }

    /// Records that a group exchanges this type, and all it contains.
    pub(crate) fn mark(&mut self, raw: &Raw, group: &str, request: bool) {
        let mut open: Vec<NodeId> = raw.node().into_iter().collect();
        while let Some(id) = open.pop() {
            let node = self.get_mut(id);
            let known = if request {
                &mut node.in_request
            } else {
                &mut node.in_response
            };
            let fresh = !std::mem::replace(known, true);
            let first = !node.groups.contains(group) && node.groups.insert(group.to_owned());
            if first || fresh {
                open.extend(self.children(id));
            }
        }
    }
}

/// Where a schema stands: what names and judges the type it becomes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'a> {
    /// The property, parameter or operation the value is called after, as written.
    pub(crate) name: &'a str,
    /// The same as a noun in the singular.
    pub(crate) noun: &'a str,
    pub(crate) component: Option<&'a str>,
    pub(crate) parent: Option<NodeId>,
    /// The subject of the operation it belongs to, in snake_case.
    pub(crate) owner: &'a str,
}

impl<'a> Site<'a> {
    /// A part of an operation, which is called what it holds.
    pub(crate) fn named(name: &'a str, owner: &'a str) -> Self {
        Site {
            name,
            noun: name,
            component: None,
            parent: None,
            owner,
        }
    }

    /// No place: for a component that is named by what it is.
    pub(crate) fn nowhere() -> Self {
        Site::named("", "")
    }
}
