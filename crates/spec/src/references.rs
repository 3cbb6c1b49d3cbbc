//! Makes every `$ref` one to `#/components/...`, or says that it dangles.
//!
//! What points into the middle of the document (`#/paths/...`, `#/components/schemas/A/properties/b`, `$defs`, an
//! `$anchor`) or into another file is copied to the components under a name of its own, and the reference is rewritten.
//! References to path items and callbacks are replaced by what they name, since `openapiv3` holds none there. `find`
//! looks targets up, `files` fetches other files, `names` invents names, `cycles` breaks what leads nowhere.

mod cycles;
mod files;
mod find;
mod names;
mod security;

#[cfg(test)]
mod tests;

use crate::Options;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::pointer::{Pointer, escape, unescape};
use crate::source::Source;
use crate::walk::{Kind, walk};
use files::Files;
use find::Found;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::rc::Rc;

/// At most this many targets are copied: a limit for descriptions made to explode.
const MOST_COPIES: usize = 20_000;

/// What is copied and inlined may have this many values in all: a small text can refer to a large part many times.
const MOST_VALUES: usize = 3_000_000;

const TOO_MANY: &str =
    "references into the middle of documents would copy far more than the documents hold";

/// At most this many path items and callbacks are put in the place of their references.
const MOST_INLINED: usize = 5_000;

/// The section and the name of a reference that left this crate: `#/components/schemas/Client` is
/// (`schemas`, `Client`).
#[must_use]
pub fn component(reference: &str) -> Option<(&str, std::borrow::Cow<'_, str>)> {
    let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
    (!name.contains('/')).then(|| (section, unescape(name)))
}

/// What [`resolve`] leaves beside the changed tree.
#[derive(Debug, Default)]
pub struct Resolved {
    /// The other files that were read, for rendering diagnostics.
    pub files: Vec<Source>,
    /// Where copied parts came from: their pointer in the tree now; the source (none: the description) and pointer then.
    origins: Vec<(String, Option<String>, String)>,
}

impl Resolved {
    /// Turns places in copied parts back into the places they were copied from.
    pub fn trace(&self, diagnostics: &mut Diagnostics) {
        if self.origins.is_empty() {
            return;
        }
        let traced = std::mem::take(diagnostics).into_iter().map(|mut item| {
            if item.source.is_none()
                && let Some((now, source, then)) = self
                    .origins
                    .iter()
                    .rev()
                    .find(|(now, ..)| is_below(&item.pointer, now))
            {
                let pointer = format!("{then}{}", &item.pointer[now.len()..]);
                item.source.clone_from(source);
                item = item.at(pointer);
            }
            item
        });
        *diagnostics = traced.collect();
    }
}

fn is_below(pointer: &str, ancestor: &str) -> bool {
    pointer
        .strip_prefix(ancestor)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Resolves all references of the tree. Those that dangle are errors, or become "anything" with a warning when
/// `options` say so.
pub fn resolve(
    tree: &mut Value,
    name: &str,
    options: &Options<'_>,
    diagnostics: &mut Diagnostics,
) -> Resolved {
    let mut resolver = Resolver {
        files: Files::new(name, options.loader),
        tolerant: options.tolerate_dangling,
        copies: HashMap::new(),
        anchors: HashMap::new(),
        pending: Vec::new(),
        inlined: 0,
        values: 0,
        out: Resolved::default(),
        diagnostics,
    };
    resolver.collect(tree, Kind::Document, "", 0, None);
    while let Some(next) = resolver.pending.pop() {
        resolver.one(tree, next);
    }
    cycles::break_all(tree, resolver.diagnostics);
    security::check(tree, resolver.diagnostics);
    let mut out = resolver.out;
    out.files = resolver.files.into_sources();
    out
}

/// A reference still to be looked at.
struct Pending {
    /// Where the object with the `$ref` stands, or the text itself in a discriminator's mapping.
    at: String,
    kind: Kind,
    reference: String,
    /// The file it was written in; 0 is the description.
    file: usize,
    /// The path items and callbacks that were put in around it.
    around: Option<Rc<Around>>,
    in_mapping: bool,
}

struct Around {
    target: (usize, String),
    outer: Option<Rc<Around>>,
}

impl Around {
    fn contains(mut this: Option<&Rc<Self>>, target: &(usize, String)) -> bool {
        while let Some(around) = this {
            if around.target == *target {
                return true;
            }
            this = around.outer.as_ref();
        }
        false
    }
}

struct Resolver<'a> {
    files: Files<'a>,
    tolerant: bool,
    /// What was copied already: file, pointer and section to the component's name.
    copies: HashMap<(usize, String, &'static str), String>,
    /// The anchors and ids of each file, looked for once needed.
    anchors: HashMap<usize, HashMap<String, String>>,
    pending: Vec<Pending>,
    inlined: usize,
    /// How many values were copied and inlined.
    values: usize,
    out: Resolved,
    diagnostics: &'a mut Diagnostics,
}

impl Resolver<'_> {
    /// Notes all references below a place that need work.
    fn collect(
        &mut self,
        tree: &Value,
        kind: Kind,
        at: &str,
        file: usize,
        around: Option<Rc<Around>>,
    ) {
        let Some(node) = tree.pointer(at) else { return };
        let components = tree.get("components");
        let pending = &mut self.pending;
        let mut found = Vec::new();
        walk(node, kind, &Pointer::base(at), &mut |kind, value, at| {
            if !kind.refers() {
                return;
            }
            let mut note = |reference: &str, in_mapping: bool, at: String| {
                let (reference, around) = (reference.to_owned(), around.clone());
                found.push(Pending {
                    at,
                    kind,
                    reference,
                    file,
                    around,
                    in_mapping,
                });
            };
            if let Some(Value::String(reference)) =
                value.get("$ref").or_else(|| value.get("$dynamicRef"))
                && !(file == 0 && is_plain(reference, kind, components))
            {
                note(reference, false, at.to_string());
            }
            if kind == Kind::Schema
                && let Some(Value::Object(mapping)) =
                    value.get("discriminator").and_then(|d| d.get("mapping"))
            {
                for (key, target) in mapping {
                    if let Value::String(target) = target
                        && target.contains(['#', '/', '.'])
                        && !(file == 0 && is_plain(target, kind, components))
                    {
                        note(
                            target,
                            true,
                            format!("{at}/discriminator/mapping/{}", escape(key)),
                        );
                    }
                }
            }
        });
        // The last one in is the first one out: in this order names are given as a reader would meet them.
        pending.extend(found.into_iter().rev());
    }

    fn one(&mut self, tree: &mut Value, pending: Pending) {
        let own = {
            let root = self.files.tree(pending.file).unwrap_or(tree);
            let anchors = self.anchors.entry(pending.file).or_default();
            find::by_id(root, &pending.reference, anchors)
        };
        let target = match own {
            Some(fragment) => Ok((pending.file, fragment)),
            None => self.files.target(&pending.reference, pending.file),
        };
        let (file, fragment) = match target {
            Ok(target) => target,
            Err(error) => {
                let mut finding =
                    Diagnostic::new(self.severity(), "external-ref", error).at(&pending.at);
                finding.help = Some(
                    "put the referenced part into the description, or allow other files to be read"
                        .to_owned(),
                );
                return self.give_up(tree, &pending, finding);
            }
        };
        let found = {
            let root = self.files.tree(file).unwrap_or(tree);
            let anchors = self.anchors.entry(file).or_default();
            find::find(root, &fragment, &pending, anchors)
        };
        let Some(found) = found else {
            let root = self.files.tree(file).unwrap_or(tree);
            let finding = find::dangling(root, &fragment, &pending, self.severity());
            return self.give_up(tree, &pending, finding);
        };
        if let Some(mend) = found.mended {
            let message = format!(
                "`{}` is no reference as it stands; read as `#{}`{mend}",
                pending.reference, found.pointer
            );
            self.diagnostics
                .push(Diagnostic::warning("repair-ref", message).at(&pending.at));
        }
        if matches!(pending.kind, Kind::PathItem | Kind::Callback) {
            self.inline(tree, &pending, file, &found);
        } else {
            self.rewrite(tree, &pending, file, found);
        }
    }

    fn severity(&self) -> Severity {
        if self.tolerant {
            Severity::Warning
        } else {
            Severity::Error
        }
    }

    /// Reports, and leaves "anything" in the reference's place.
    fn give_up(&mut self, tree: &mut Value, pending: &Pending, finding: Diagnostic) {
        self.diagnostics.push(finding);
        if pending.in_mapping {
            return;
        }
        if let Some(Value::Object(node)) = tree.pointer_mut(&pending.at) {
            node.shift_remove("$ref");
            node.shift_remove("$dynamicRef");
        }
    }

    /// Points the reference to a component, which is made if there is none.
    fn rewrite(&mut self, tree: &mut Value, pending: &Pending, file: usize, found: Found) {
        let Some(section) = pending.kind.section() else {
            return;
        };
        let own = (file == 0)
            .then(|| names::component_of(&found.pointer, section))
            .flatten();
        let name = match own {
            Some(name) => name,
            None => match self.copy(tree, pending, file, found.pointer, section) {
                Some(name) => name,
                None => return,
            },
        };
        let reference = Value::String(format!("#/components/{section}/{}", escape(&name)));
        match tree.pointer_mut(&pending.at) {
            Some(Value::Object(node)) => {
                if node.contains_key("$ref") {
                    node.insert("$ref".to_owned(), reference);
                } else {
                    node.shift_remove("$dynamicRef");
                    node.shift_insert(0, "$ref".to_owned(), reference);
                }
            }
            Some(text @ Value::String(_)) if pending.in_mapping => *text = reference,
            _ => {}
        }
    }

    /// Copies the target to the components, once, and notes the references in the copy.
    fn copy(
        &mut self,
        tree: &mut Value,
        pending: &Pending,
        file: usize,
        pointer: String,
        section: &'static str,
    ) -> Option<String> {
        let key = (file, pointer, section);
        if let Some(name) = self.copies.get(&key) {
            return Some(name.clone());
        }
        let root = self.files.tree(file).unwrap_or(tree);
        let size = root.pointer(&key.1).map_or(0, size);
        self.values += size;
        if self.copies.len() >= MOST_COPIES || self.values > MOST_VALUES {
            let finding = Diagnostic::error("too-many-refs", TOO_MANY).at(&pending.at);
            self.give_up(tree, pending, finding);
            return None;
        }
        let root = self.files.tree(file).unwrap_or(tree);
        let value = root.pointer(&key.1)?.clone();
        let wanted = names::wanted(&key.1, self.files.name(file));
        let map = names::section(tree, section)?;
        let name = names::free(map, &wanted);
        map.insert(name.clone(), value);
        let now = format!("/components/{section}/{}", escape(&name));
        let source = (file != 0).then(|| self.files.name(file).to_owned());
        self.out.origins.push((now.clone(), source, key.1.clone()));
        self.copies.insert(key, name.clone());
        self.collect(tree, pending.kind, &now, file, None);
        Some(name)
    }

    /// Puts a path item or callback in the place of a reference to it; what stands beside the `$ref` wins.
    fn inline(&mut self, tree: &mut Value, pending: &Pending, file: usize, found: &Found) {
        let target = (file, found.pointer.clone());
        self.inlined += 1;
        if Around::contains(pending.around.as_ref(), &target)
            || is_below(&pending.at, &found.pointer) && file == 0
            || self.inlined > MOST_INLINED
        {
            let finding = Diagnostic::warning(
                "circular-ref",
                format!("`{}` leads back to itself; left out", pending.reference),
            );
            return self.give_up(tree, pending, finding.at(&pending.at));
        }
        let root = self.files.tree(file).unwrap_or(tree);
        self.values += root.pointer(&found.pointer).map_or(0, size);
        if self.values > MOST_VALUES {
            let finding = Diagnostic::error("too-many-refs", TOO_MANY).at(&pending.at);
            return self.give_up(tree, pending, finding);
        }
        let Some(Value::Object(value)) = root.pointer(&found.pointer).cloned() else {
            let finding = Diagnostic::new(
                self.severity(),
                "dangling-ref",
                format!("`{}` is not a mapping", pending.reference),
            );
            return self.give_up(tree, pending, finding.at(&pending.at));
        };
        if let Some(Value::Object(node)) = tree.pointer_mut(&pending.at) {
            let mut siblings: Map<String, Value> = std::mem::replace(node, value);
            siblings.shift_remove("$ref");
            node.extend(siblings);
        }
        let source = (file != 0).then(|| self.files.name(file).to_owned());
        self.out
            .origins
            .push((pending.at.clone(), source, found.pointer.clone()));
        let around = Rc::new(Around {
            target,
            outer: pending.around.clone(),
        });
        self.collect(tree, pending.kind, &pending.at, file, Some(around));
    }
}

/// How many values there are in this one, itself included.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(map) => 1 + map.values().map(size).sum::<usize>(),
        _ => 1,
    }
}

/// Whether a reference is as it should leave this crate: to a component of the right section that is there.
fn is_plain(reference: &str, kind: Kind, components: Option<&Value>) -> bool {
    let Some((section, name)) = reference
        .strip_prefix("#/components/")
        .and_then(|rest| rest.split_once('/'))
    else {
        return false;
    };
    !matches!(kind, Kind::PathItem | Kind::Callback)
        && kind.section() == Some(section)
        && !name.contains(['~', '%', '/'])
        && components
            .and_then(|components| components.get(section)?.get(name))
            .is_some()
}
