//! Equal shapes of equal meaning become one model.
//!
//! The graph is split into classes by partition refinement (as in minimising an automaton, so shapes
//! that contain themselves pose no problem). Two objects are alike when they have the same members of
//! the same types; small ones (fewer than four members) also need the same noun, because `{id, title}`
//! is a position here and a category there. A name the overlay gives keeps shapes apart, and draws
//! unnamed ones of the same shape to itself.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::graph::{Graph, Kind, Node, NodeId, Raw};

/// Objects with fewer members are alike only under the same noun.
const TELLING: usize = 4;

/// For each node the first node of its class.
pub(crate) fn classes(graph: &mut Graph) -> Vec<NodeId> {
    let plain = refine(graph, false);
    lend_names(graph, &plain);
    representatives(&refine(graph, true))
}

/// A class where exactly one name was given lends it to all its members.
fn lend_names(graph: &mut Graph, classes: &[u64]) {
    let mut names: HashMap<u64, Option<String>> = HashMap::new();
    for (index, class) in classes.iter().enumerate() {
        let Some(name) = &graph.nodes[index].explicit else {
            continue;
        };
        match names.get_mut(class) {
            None => drop(names.insert(*class, Some(name.clone()))),
            Some(Some(known)) if known == name => {}
            Some(several) => *several = None,
        }
    }
    for (index, class) in classes.iter().enumerate() {
        let node = &mut graph.nodes[index];
        if node.explicit.is_none() {
            node.explicit = names.get(class).cloned().flatten();
        }
    }
}

/// Splits until no class can be split any more; gives each node the hash of its class.
fn refine(graph: &Graph, by_name: bool) -> Vec<u64> {
    let mut classes: Vec<u64> = graph.nodes.iter().map(|node| own(node, by_name)).collect();
    let children: Vec<_> = graph.nodes.iter().map(typed_children).collect();
    let mut count = distinct(&classes);
    loop {
        let next: Vec<u64> = (0..graph.nodes.len())
            .map(|index| {
                let mut hasher = DefaultHasher::new();
                classes[index].hash(&mut hasher);
                for child in &children[index] {
                    child.map(|id| classes[id.0]).hash(&mut hasher);
                }
                hasher.finish()
            })
            .collect();
        let split = distinct(&next);
        classes = next;
        if split == count {
            return classes;
        }
        count = split;
    }
}

fn distinct(classes: &[u64]) -> usize {
    classes
        .iter()
        .collect::<std::collections::HashSet<_>>()
        .len()
}

/// The node of each member in the order of the members' names, `None` where a member has none.
fn typed_children(node: &Node) -> Vec<Option<NodeId>> {
    match &node.kind {
        Kind::Struct(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by(|left, right| left.name.cmp(&right.name));
            fields.into_iter().map(|field| field.ty.node()).collect()
        }
        Kind::Union(variants) => variants.iter().map(|variant| variant.ty.node()).collect(),
        _ => Vec::new(),
    }
}

/// The hash of what a node says by itself, without what its children say.
fn own(node: &Node, by_name: bool) -> u64 {
    let mut hasher = DefaultHasher::new();
    if by_name {
        node.explicit.hash(&mut hasher);
    }
    match &node.kind {
        Kind::Pending => 0_u8.hash(&mut hasher),
        Kind::Struct(fields) => {
            1_u8.hash(&mut hasher);
            let mut parts: Vec<_> = fields
                .iter()
                .map(|field| {
                    (
                        &field.name,
                        frame(&field.ty),
                        field.required,
                        field.nullable,
                        &field.ident,
                        field.text,
                    )
                })
                .collect();
            parts.sort();
            parts.hash(&mut hasher);
            let named = by_name && node.explicit.is_some();
            (fields.len() < TELLING && !named)
                .then_some(&node.noun)
                .hash(&mut hasher);
        }
        Kind::Text(variants) => {
            2_u8.hash(&mut hasher);
            variants
                .iter()
                .map(|variant| (&variant.value, &variant.ident))
                .collect::<Vec<_>>()
                .hash(&mut hasher);
            (node.explicit.is_none() || !by_name)
                .then_some(&node.noun)
                .hash(&mut hasher);
        }
        Kind::Integer(variants) => {
            3_u8.hash(&mut hasher);
            variants
                .iter()
                .map(|variant| (variant.value, &variant.ident))
                .collect::<Vec<_>>()
                .hash(&mut hasher);
            (node.explicit.is_none() || !by_name)
                .then_some(&node.noun)
                .hash(&mut hasher);
        }
        Kind::Union(variants) => {
            4_u8.hash(&mut hasher);
            variants
                .iter()
                .map(|variant| (frame(&variant.ty), &variant.tags))
                .collect::<Vec<_>>()
                .hash(&mut hasher);
            node.noun.hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// A type with every node in it made the same.
fn frame(raw: &Raw) -> Cow<'static, str> {
    Cow::Borrowed(match raw {
        Raw::Bool => "bool",
        Raw::Integer => "integer",
        Raw::Number => "number",
        Raw::String => "string",
        Raw::Date => "date",
        Raw::DateTime => "date-time",
        Raw::Time => "time",
        Raw::Binary => "binary",
        Raw::Any => "any",
        Raw::Node(_) => "node",
        Raw::List(inner) => return format!("[{}]", frame(inner)).into(),
        Raw::Map(inner) => return format!("{{{}}}", frame(inner)).into(),
        Raw::Nullable(inner) => return format!("?{}", frame(inner)).into(),
        Raw::Identifier(name) => return format!("identifier {name}").into(),
    })
}

fn representatives(classes: &[u64]) -> Vec<NodeId> {
    let mut first: HashMap<u64, NodeId> = HashMap::new();
    classes
        .iter()
        .enumerate()
        .map(|(index, class)| *first.entry(*class).or_insert(NodeId(index)))
        .collect()
}
