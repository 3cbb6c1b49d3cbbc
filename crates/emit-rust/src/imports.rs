//! The `use` lines of a file: where each name that its items mention comes from.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sdk_ir::Api;

use crate::file::WIDTH;
use crate::model::Homes;

/// Where the names that items mention come from.
#[derive(Debug, Default)]
pub(crate) struct Names {
    modules: HashMap<String, String>,
}

/// What the runtime gives generated code by name.
const RUNTIME: &[&str] = &[
    "Api",
    "Bytes",
    "Core",
    "CoreBuilder",
    "Date",
    "DateTime",
    "Envelope",
    "File",
    "Limit",
    "ListStyle",
    "Nullable",
    "ObjectStyle",
    "Operation",
    "Paging",
    "Part",
    "Result",
    "Secret",
    "Security",
    "SecurityScheme",
    "Time",
    "Value",
    "model",
    "request",
    "setters",
];

impl Names {
    pub(crate) fn new(api: &Api, homes: &Homes) -> Self {
        let mut modules = HashMap::new();
        modules.insert("client".to_owned(), "crate::client".to_owned());
        modules.insert("BTreeMap".to_owned(), "std::collections".to_owned());
        for name in api.identifiers.keys() {
            modules.insert(name.clone(), "crate::ids".to_owned());
        }
        for (name, home) in homes.iter() {
            modules.insert(name.to_owned(), home.to_owned());
        }
        Names { modules }
    }

    /// The module a name comes from. The client names no model, whatever else models are called.
    fn home(&self, name: &str, module: &str) -> Option<&str> {
        let runtime = RUNTIME.contains(&name).then_some("sdk_runtime");
        let known = self.modules.get(name).map(String::as_str);
        if module == "crate::client" {
            runtime
        } else {
            known.or(runtime)
        }
    }

    /// The imports of a module that mentions these names, other crates' first.
    pub(crate) fn lines(&self, used: &BTreeSet<String>, module: &str) -> Vec<String> {
        let mut by_module: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for name in used {
            if let Some(home) = self.home(name, module)
                && home != module
            {
                by_module.entry(home).or_default().push(name);
            }
        }
        let line = |(module, names): (&&str, &Vec<&str>)| match names.as_slice() {
            ["client"] => vec![format!("use {module};")],
            [only] => vec![format!("use {module}::{only};")],
            several => list("use", module, several),
        };
        let (own, other): (Vec<_>, Vec<_>) = by_module
            .iter()
            .partition(|(module, _)| module.starts_with("crate"));
        let mut lines: Vec<String> = other.into_iter().flat_map(line).collect();
        let own: Vec<String> = own.into_iter().flat_map(line).collect();
        if !lines.is_empty() && !own.is_empty() {
            lines.push(String::new());
        }
        lines.extend(own);
        lines
    }
}

/// A `use` or `pub use` of several names as rustfmt writes it: on one line where it fits, else filled.
pub(crate) fn list(keyword: &str, module: &str, names: &[&str]) -> Vec<String> {
    let single = format!("{keyword} {module}::{{{}}};", names.join(", "));
    // Both limits are rustfmt's own, two and one below the width of the line.
    if single.len() + 2 <= WIDTH {
        return vec![single];
    }
    let mut lines = vec![format!("{keyword} {module}::{{")];
    let mut current = String::from("   ");
    for (index, name) in names.iter().enumerate() {
        // All on a single line may fill it; rustfmt leaves a place free in each of several.
        let room = usize::from(lines.len() > 1 || index + 1 < names.len());
        if current.len() + name.len() + 1 + room >= WIDTH {
            lines.push(std::mem::replace(&mut current, String::from("   ")));
        }
        current.push(' ');
        current.push_str(name);
        current.push(',');
    }
    lines.push(current);
    lines.push("};".to_owned());
    lines
}
