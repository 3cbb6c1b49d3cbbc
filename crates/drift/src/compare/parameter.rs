//! Parameters: matched by place and name, path parameters by their position in the path.

use sdk_ir::Api;
use sdk_ir::operation::{Parameter, Place as Where, Style};
use sdk_ir::types::{ModelKind, Type};

use super::matching::names;
use super::model::Pair;
use super::operation::Both;
use super::presence::{deprecated, required};
use super::value::{self, Value, Values};
use super::{Context, Place, Slot, keywords};
use crate::report::{Change, Direction, Severity};
use crate::rust::{self, Input};

/// Compares the parameters of an operation.
pub(crate) fn compare(both: &Both<'_>, uses: &mut Vec<Pair>, out: &mut Vec<Change>) {
    let (pairs, added) = matched(both);
    for (old, new) in &pairs {
        match new {
            Some(new) => pair(both, old, new, uses, out),
            None => {
                let place = place(old).at(Some(&old.pointer), None);
                let rust = rust::input(&both.method, Some(&Input::parameter(old)), None);
                let message = format!("The {} is gone.", place.name);
                out.push(place.change(
                    "request-parameter-removed",
                    Severity::Breaking,
                    message,
                    rust,
                ));
            }
        }
    }
    for new in added {
        out.push(came(both, new));
    }
    reordered(both, &pairs, out);
}

fn came(both: &Both<'_>, new: &Parameter) -> Change {
    let place = place(new).at(None, Some(&new.pointer));
    let rust = rust::input(&both.method, None, Some(&Input::parameter(new)));
    let (id, wire, must) = if new.required {
        (
            "request-parameter-added-required",
            Severity::Breaking,
            "required",
        )
    } else {
        (
            "request-parameter-added-optional",
            Severity::Additive,
            "optional",
        )
    };
    let message = format!("There is a new, {must} {}.", place.name);
    place.change(id, wire, message, rust)
}

/// The old parameters with their partners, and the new ones without.
fn matched<'a>(
    both: &Both<'a>,
) -> (
    Vec<(&'a Parameter, Option<&'a Parameter>)>,
    Vec<&'a Parameter>,
) {
    let (old_names, new_names) = (names(&both.old.path), names(&both.new.path));
    let position = |names: &[&str], name: &str| names.iter().position(|known| *known == name);
    let mut left: Vec<&Parameter> = both.new.parameters.iter().collect();
    let mut pairs: Vec<(&Parameter, Option<&Parameter>)> =
        both.old.parameters.iter().map(|old| (old, None)).collect();
    let same_path = old_names.len() == new_names.len();
    let alike = |round: usize, old: &Parameter, new: &Parameter| match round {
        0 => old.place == new.place && same_name(old, new),
        1 => {
            same_path
                && old.place == Where::Path
                && new.place == Where::Path
                && position(&old_names, &old.name) == position(&new_names, &new.name)
        }
        _ => same_name(old, new),
    };
    for round in 0..3 {
        for (old, new) in pairs.iter_mut().filter(|(_, new)| new.is_none()) {
            if let Some(at) = left.iter().position(|new| alike(round, old, new)) {
                *new = Some(left.remove(at));
            }
        }
    }
    (pairs, left)
}

fn same_name(old: &Parameter, new: &Parameter) -> bool {
    if old.place == Where::Header && new.place == Where::Header {
        old.name.eq_ignore_ascii_case(&new.name)
    } else {
        old.name == new.name
    }
}

fn pair(
    both: &Both<'_>,
    old: &Parameter,
    new: &Parameter,
    uses: &mut Vec<Pair>,
    out: &mut Vec<Change>,
) {
    let (before, now) = (Input::parameter(old), Input::parameter(new));
    let values = Values {
        slot: Slot::Parameter,
        place: place(new).at(Some(&old.pointer), Some(&new.pointer)),
        old: Value {
            ty: &old.ty,
            schema: both.context.old.facts.parameter(&old.pointer),
        },
        new: Value {
            ty: &new.ty,
            schema: both.context.new.facts.parameter(&new.pointer),
        },
        rust: rust::input(&both.method, Some(&before), Some(&now)),
    };
    written(both.context, &values.place, old, new, out);
    required(&values, old.required, new.required, out);
    deprecated(&values, old.deprecated, new.deprecated, out);
    reserved(both, &values, old, new, out);
    setter_renamed(&values, &before, &now, out);
    if values.old.schema.is_none() || values.new.schema.is_none() {
        keywords::default_of(&values, old.default.as_ref(), new.default.as_ref(), out);
    }
    value::compare(both.context, &values, uses, out);
}

/// Where a parameter travels, under which name, and how it is written.
fn written(
    context: Context<'_>,
    place: &Place,
    old: &Parameter,
    new: &Parameter,
    out: &mut Vec<Change>,
) {
    if old.place != new.place {
        let message = format!(
            "The parameter `{}` moved from the {} to the {}.",
            new.name,
            word(old.place),
            word(new.place)
        );
        out.push(place.change("request-parameter-moved", Severity::Breaking, message, None));
    } else if old.place == Where::Path && old.name != new.name {
        let message = format!(
            "The path parameter `{}` is now called `{}`.",
            old.name, new.name
        );
        out.push(place.change(
            "request-parameter-renamed",
            Severity::Cosmetic,
            message,
            None,
        ));
    }
    let before = plainest(context.old.api, old);
    if old.style != new.style && before != plainest(context.new.api, new) {
        let message = format!(
            "The {} is written as {} instead of {}.",
            place.name,
            style(new.style),
            style(old.style)
        );
        out.push(place.change(
            "request-parameter-style-changed",
            Severity::Breaking,
            message,
            None,
        ));
    }
}

/// Another name of a setter; the name of an argument is no one's business but the method's.
pub(crate) fn setter_renamed(values: &Values<'_>, old: &Input, new: &Input, out: &mut Vec<Change>) {
    if old.ident != new.ident && !old.positional && !new.positional {
        let message = format!("The setter of the {} has another name.", values.place.name);
        let change = values.place.change(
            "rust-setter-renamed",
            Severity::Cosmetic,
            message,
            values.rust.clone(),
        );
        out.push(change);
    }
}

/// What may stand in the value as it is, and whether it may be empty.
fn reserved(
    both: &Both<'_>,
    values: &Values<'_>,
    old: &Parameter,
    new: &Parameter,
    out: &mut Vec<Change>,
) {
    let flag = |facts: crate::facts::Facts<'_>, pointer: &str, key: &str| {
        facts
            .at(pointer)
            .and_then(|parameter| parameter.get(key))
            .and_then(serde_json::Value::as_bool)
            == Some(true)
    };
    for (key, name) in [
        ("allowReserved", "allow-reserved"),
        ("allowEmptyValue", "allow-empty"),
    ] {
        let before = flag(both.context.old.facts, &old.pointer, key);
        let now = flag(both.context.new.facts, &new.pointer, key);
        let (aspect, wire, verb) = match (before, now) {
            (false, true) => ("set", Severity::Additive, "now has"),
            (true, false) => ("removed", Severity::Breaking, "no longer has"),
            _ => continue,
        };
        let message = format!("The {} {verb} `{key}`.", values.place.name);
        let id = format!("request-parameter-{name}-{aspect}");
        out.push(values.place.change(id, wire, message, None));
    }
}

/// Arguments in another order: what a program gives ends up elsewhere.
fn reordered(both: &Both<'_>, pairs: &[(&Parameter, Option<&Parameter>)], out: &mut Vec<Change>) {
    let kept: Vec<(usize, &Parameter)> = pairs
        .iter()
        .filter(|(old, _)| old.required)
        .filter_map(|(_, new)| new.filter(|new| new.required))
        .filter_map(|new| {
            let at = both
                .new
                .parameters
                .iter()
                .position(|known| std::ptr::eq(known, new))?;
            Some((at, new))
        })
        .collect();
    if kept.is_sorted_by_key(|(at, _)| *at) {
        return;
    }
    let mut now = kept;
    now.sort_by_key(|(at, _)| *at);
    let list: Vec<String> = now
        .iter()
        .map(|(_, parameter)| format!("`{}`", parameter.ident))
        .collect();
    let place = Place::new(Direction::Api, "arguments")
        .at(Some(&both.old.pointer), Some(&both.new.pointer));
    out.push(place.change(
        "rust-arguments-reordered",
        Severity::Cosmetic,
        "The required parameters stand in another order.",
        rust::breaking(format!(
            "`{}`: the arguments are now {}",
            both.method,
            list.join(", ")
        )),
    ));
}

fn place(parameter: &Parameter) -> Place {
    let kind = match parameter.place {
        Where::Path => "path",
        Where::Query => "query",
        Where::Header => "header",
        Where::Cookie => "cookie",
    };
    Place::new(
        Direction::Request,
        format!("{kind} parameter `{}`", parameter.name),
    )
}

fn word(place: Where) -> &'static str {
    match place {
        Where::Path => "path",
        Where::Query => "query",
        Where::Header => "headers",
        Where::Cookie => "cookies",
    }
}

/// The plainest style that writes a parameter's values as its own does: most styles differ only in how a list or an
/// object is written.
fn plainest(api: &Api, parameter: &Parameter) -> Style {
    let is_enum = |name: &String| {
        let kind = api.models.get(name).map(|model| &model.kind);
        matches!(
            kind,
            Some(ModelKind::TextEnum(_) | ModelKind::IntegerEnum(_))
        )
    };
    match (&parameter.ty, parameter.style) {
        (Type::List(_), Style::CommaPairs) => Style::Comma,
        (Type::List(_) | Type::Map(_) | Type::Any, style) => style,
        (Type::Model(name), style) if !is_enum(name) => style,
        (_, style) => style.of_one(),
    }
}

fn style(style: Style) -> &'static str {
    match style {
        Style::Repeat => "repeated pairs (`a=1&a=2`)",
        Style::Comma => "one value with commas (`a=1,2`)",
        Style::CommaPairs => "one value with commas and names (`k=v,l=w`)",
        Style::Label => "one value after a dot (`.1,2`)",
        Style::LabelExploded => "values after dots (`.1.2`)",
        Style::Matrix => "one value by its name (`;a=1,2`)",
        Style::MatrixExploded => "values by their names (`;a=1;a=2`)",
        Style::Space => "one value with spaces (`a=1%202`)",
        Style::Pipe => "one value with bars (`a=1|2`)",
        Style::DeepObject => "pairs with brackets (`a[k]=v`)",
        Style::Json => "JSON text",
    }
}
