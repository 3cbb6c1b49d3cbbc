//! What makes models resources of JSON:API: the runtime's traits, and a method for each relationship whose resource is
//! known, which finds it among what came along with an answer.

use sdk_ir::Api;
use sdk_ir::json_api::Related;
use sdk_ir::types::{Field, Model};

use crate::chain::literal;
use crate::model::{Holding, holding};
use crate::{docs, layout};

/// The items that follow the struct of a model, in an API that speaks JSON:API.
pub(crate) fn items(api: &Api, model: &Model, fields: &[Field]) -> Vec<String> {
    let Some(json_api) = &api.json_api else {
        return Vec::new();
    };
    let name = &model.name;
    let mut items = Vec::new();
    if json_api.identifiers.contains(name) {
        let link = "Vec::from([sdk_runtime::json_api::Link::new(&self.r#type, &self.id)])";
        items.push(links(name, link));
    }
    if json_api.relationships.contains(name) {
        items.push(links(
            name,
            "sdk_runtime::json_api::Links::links(&self.data)",
        ));
    }
    let Some(resource) = json_api.resources.get(name) else {
        return items;
    };
    items.push(format!(
        "impl sdk_runtime::json_api::Resource for {name} {{\n    const TYPE: &'static str = {};\n}}\n",
        literal(&resource.kind)
    ));
    if let Some(held) = fields.iter().find(|field| field.name == "relationships")
        && !resource.related.is_empty()
    {
        let holding = holding(model, held);
        let methods = resource.related.iter();
        let methods: Vec<String> = methods
            .map(|related| method(related, held, holding))
            .collect();
        items.push(format!("impl {name} {{\n{}}}\n", methods.join("\n")));
    }
    items
}

fn links(name: &str, body: &str) -> String {
    format!(
        "impl sdk_runtime::json_api::Links for {name} {{\n    \
         fn links(&self) -> Vec<sdk_runtime::json_api::Link> {{\n        {body}\n    }}\n}}\n"
    )
}

/// The method that finds what one relationship leads to.
fn method(related: &Related, held: &Field, holding: Holding) -> String {
    let (name, target, held) = (&related.ident, &related.target, &held.ident);
    let mut lines = docs::or_name(related.description.as_deref(), || docs::from_name(name));
    let found = if related.many {
        "Those that came along with the answer; `include` asks for them."
    } else {
        "There where it came along with the answer; `include` asks for it."
    };
    lines.extend([String::new(), found.to_owned()]);
    lines.extend(["", "# Errors", "", "When what came along cannot be read."].map(str::to_owned));
    let to = match holding {
        Holding::Plain => format!("&self.{held}.{name}"),
        Holding::Three => {
            format!("self.{held}.as_ref().and_then(|to| to.as_ref()).map(|to| &to.{name})")
        }
        _ => format!("self.{held}.as_ref().map(|to| &to.{name})"),
    };
    let (finder, given) = if related.many {
        ("many", format!("Vec<{target}>"))
    } else {
        ("one", format!("Option<{target}>"))
    };
    let arguments = ["&self", "included: &sdk_runtime::json_api::Included"].map(str::to_owned);
    let result = format!("sdk_runtime::Result<{given}>");
    format!(
        "{}{}{}    }}\n",
        docs::comments(&lines, "    "),
        layout::method(name, &arguments, &result),
        layout::call(8, &format!("included.{finder}"), &[to], "")
    )
}
