//! Which operation of one side is which of the other.
//!
//! By method and path, the names in the braces aside; then by `operationId`. The rest was added or removed.

use std::collections::HashMap;

use sdk_ir::Api;
use sdk_ir::api::Group;
use sdk_ir::operation::Operation;

use crate::report::OperationRef;

/// An operation with its group.
pub(crate) type Placed<'a> = (&'a Group, &'a Operation);

/// An operation on the sides that have it.
#[derive(Debug)]
pub(crate) enum Match<'a> {
    Both(Placed<'a>, Placed<'a>),
    Removed(Placed<'a>),
    Added(Placed<'a>),
}

/// How a report names an operation.
pub(crate) fn reference(operation: &Operation) -> OperationRef {
    OperationRef {
        id: operation.id.clone(),
        method: operation.method.as_str().to_owned(),
        path: operation.path.clone(),
    }
}

/// All operations of both sides, matched: the old ones in their order, then the added ones in theirs.
pub(crate) fn operations<'a>(old: &'a Api, new: &'a Api) -> Vec<Match<'a>> {
    let mut left: Vec<Option<Placed<'a>>> = new.operations().map(Some).collect();
    let mut matches: Vec<(Placed<'a>, Option<Placed<'a>>)> =
        old.operations().map(|placed| (placed, None)).collect();
    let ways: [fn(&Operation) -> String; 3] = [
        |operation| format!("{} {}", operation.method.as_str(), operation.path),
        |operation| format!("{} {}", operation.method.as_str(), bare(&operation.path)),
        |operation| operation.id.clone(),
    ];
    for key in ways {
        let mut known: HashMap<String, usize> = HashMap::new();
        for (index, placed) in left.iter().enumerate() {
            if let Some((_, operation)) = placed {
                known.entry(key(operation)).or_insert(index);
            }
        }
        for (placed, partner) in matches.iter_mut().filter(|(_, partner)| partner.is_none()) {
            if let Some(index) = known.remove(&key(placed.1)) {
                *partner = left[index].take();
            }
        }
    }
    let known = matches.into_iter().map(|(placed, partner)| match partner {
        Some(partner) => Match::Both(placed, partner),
        None => Match::Removed(placed),
    });
    known
        .chain(left.into_iter().flatten().map(Match::Added))
        .collect()
}

/// A path template without the names in its braces.
pub(crate) fn bare(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => {
                inside = true;
                out.push_str("{}");
            }
            '}' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

/// The names in the braces of a path template, in order.
pub(crate) fn names(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_braces_do_not_tell_paths_apart() {
        assert_eq!(bare("/a/{x}/b/{y}"), bare("/a/{salon}/b/{z}"));
        assert_ne!(bare("/a/{x}"), bare("/a/x"));
        assert_eq!(names("/a/{x}/{y}"), ["x", "y"]);
    }
}
