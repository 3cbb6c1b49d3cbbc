//! Which types contain themselves with no list or map between: those a field has to hold in a box.
//!
//! Strongly connected components of the graph of direct containment (Tarjan, 1972), without recursion: a description
//! may chain as many types as it likes, and each is looked at once.

use super::graph::{Graph, Kind, NodeId, Raw};

/// For each class the circle it is in.
pub(crate) struct Circles {
    circle: Vec<usize>,
}

/// What Tarjan's walk knows of a node.
#[derive(Clone, Copy, Default)]
struct Mark {
    /// When it was met, counted from 1; 0 where it was not.
    met: usize,
    /// The earliest met node it leads back to.
    low: usize,
    open: bool,
}

impl Circles {
    pub(crate) fn new(graph: &Graph, classes: &[NodeId]) -> Self {
        let direct: Vec<Vec<usize>> = (0..classes.len())
            .map(|index| held(graph, classes, index))
            .collect();
        let mut circles = Circles {
            circle: vec![usize::MAX; classes.len()],
        };
        let mut marks = vec![Mark::default(); classes.len()];
        let (mut clock, mut stack) = (0, Vec::new());
        for start in 0..classes.len() {
            if marks[start].met != 0 {
                continue;
            }
            // A node, and how many of its children were looked at.
            let mut way = vec![(start, 0)];
            while let Some((node, next)) = way.pop() {
                if next == 0 {
                    clock += 1;
                    marks[node] = Mark {
                        met: clock,
                        low: clock,
                        open: true,
                    };
                    stack.push(node);
                }
                if let Some(&child) = direct[node].get(next) {
                    way.push((node, next + 1));
                    if marks[child].met == 0 {
                        way.push((child, 0));
                    } else if marks[child].open {
                        marks[node].low = marks[node].low.min(marks[child].met);
                    }
                    continue;
                }
                if marks[node].low == marks[node].met {
                    while let Some(member) = stack.pop() {
                        marks[member].open = false;
                        circles.circle[member] = node;
                        if member == node {
                            break;
                        }
                    }
                }
                if let Some(&(parent, _)) = way.last() {
                    marks[parent].low = marks[parent].low.min(marks[node].low);
                }
            }
        }
        circles
    }

    /// Whether `owner`, which holds `child`, is reached again from it.
    pub(crate) fn joins(&self, owner: NodeId, child: NodeId) -> bool {
        self.circle[owner.0] == self.circle[child.0]
    }
}

/// The classes that the first node of a class holds with no list or map between.
fn held(graph: &Graph, classes: &[NodeId], index: usize) -> Vec<usize> {
    if classes[index].0 != index {
        return Vec::new();
    }
    let class = |ty: &Raw| match ty {
        Raw::Node(id) => Some(classes[id.0].0),
        _ => None,
    };
    match &graph.nodes[index].kind {
        Kind::Struct(fields) => fields.iter().filter_map(|field| class(&field.ty)).collect(),
        Kind::Union(variants) => variants
            .iter()
            .filter_map(|variant| class(&variant.ty))
            .collect(),
        _ => Vec::new(),
    }
}
