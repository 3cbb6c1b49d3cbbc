//! The identifier newtypes.

use sdk_ir::Api;
use sdk_ir::types::Identifier;

use crate::docs;
use crate::file::{Item, Source};

/// The file of all identifiers.
pub(crate) fn file(api: &Api) -> Source {
    Source {
        docs: vec![
            "Identifiers: one type for each kind of thing, shared by all operations and models.".to_owned(),
            String::new(),
            "Each is made from a number or text with `into()`, printed with `Display` and read with".to_owned(),
            "`FromStr`; two kinds cannot be mixed up.".to_owned(),
        ],
        items: api.identifiers.values().map(item).collect(),
        module: "crate::ids".to_owned(),
        ..Source::default()
    }
}

/// A call of the macro that makes an identifier.
fn item(identifier: &Identifier) -> Item {
    let article = if identifier.noun.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    let mut lines = vec![format!(
        "Identifies {article} {}.",
        docs::prose(&identifier.noun).join(" ")
    )];
    let aliases: Vec<String> = identifier
        .aliases
        .iter()
        .map(|alias| format!("`{}`", docs::line(alias).replace('`', "'")))
        .collect();
    if !aliases.is_empty() {
        lines.push(String::new());
        lines.extend(docs::prose(&format!(
            "On the wire: {}.",
            aliases.join(", ")
        )));
    }
    let docs = docs::comments(&lines, "    ");
    let inner = if identifier.text { "String" } else { "i64" };
    Item::Text(format!(
        "sdk_runtime::identifier! {{\n{docs}    pub struct {}({inner});\n}}\n",
        identifier.name
    ))
}
