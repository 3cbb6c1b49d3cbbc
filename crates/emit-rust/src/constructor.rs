//! How a caller makes a model: `new` with what must be given, and a setter for each of the others.

use sdk_ir::types::{Field, Model};

use crate::model::{Holding, holding, member_docs, needs_nothing};
use crate::types::Argument;
use crate::{docs, layout};

/// The `impl` with `new`, and the call of the macro that makes the setters.
pub(crate) fn items(model: &Model, fields: &[Field]) -> Vec<String> {
    let (ordinary, boxed): (Vec<&Field>, Vec<&Field>) = fields
        .iter()
        .filter(|field| holding(model, field) != Holding::Plain)
        .partition(|field| !field.boxed);
    let ordinary: String = ordinary.iter().map(|field| setter(model, field)).collect();
    let new = name(fields);
    // Where nothing must be given the macro makes that method too.
    let by_macro = needs_nothing(model, fields) && !ordinary.is_empty();
    let mut methods: Vec<String> = Vec::new();
    if !by_macro {
        methods.push(constructor(model, fields, new));
    }
    methods.extend(boxed.into_iter().map(|field| boxed_setter(model, field)));
    let mut items = Vec::new();
    if !methods.is_empty() {
        items.push(format!(
            "impl {} {{\n{}}}\n",
            model.name,
            methods.join("\n")
        ));
    }
    if !ordinary.is_empty() {
        let new = if by_macro {
            format!(" by {new}")
        } else {
            String::new()
        };
        items.push(format!(
            "setters! {{\n    {}{new};\n{ordinary}}}\n",
            model.name
        ));
    }
    items
}

/// `new`, or another name where that is a member's own, whose setter then takes it.
fn name(fields: &[Field]) -> &'static str {
    let names = ["new", "create", "with_required"];
    let free = names.into_iter().find(|name| !is_member(fields, name));
    free.unwrap_or("with_all_required")
}

fn is_member(fields: &[Field], name: &str) -> bool {
    fields.iter().any(|field| field.ident == name)
}

fn constructor(model: &Model, fields: &[Field], name: &str) -> String {
    let required: Vec<&Field> = fields
        .iter()
        .filter(|field| holding(model, field) == Holding::Plain)
        .collect();
    let arguments: Vec<String> = required
        .iter()
        .map(|field| format!("{}: {}", field.ident, Argument::new(&field.ty).signature()))
        .collect();
    let about = if required.is_empty() {
        "An empty one, for its setters to fill."
    } else {
        "One with what it must have."
    };
    let many = if required.len() > 7 {
        "    #[allow(clippy::too_many_arguments)]\n"
    } else {
        ""
    };
    let signature = layout::method(name, &arguments, "Self");
    let made = if required.is_empty() && is_member(fields, "default") {
        "        <Self as Default>::default()\n".to_owned()
    } else if required.is_empty() {
        "        Self::default()\n".to_owned()
    } else {
        literal(model, fields)
    };
    format!("    /// {about}\n{many}    #[must_use]\n{signature}{made}    }}\n")
}

/// The struct with what was given, and nothing in its other members.
fn literal(model: &Model, fields: &[Field]) -> String {
    let member = |field: &Field| {
        let name = &field.ident;
        if holding(model, field) != Holding::Plain {
            return format!("{name}: None");
        }
        let mut value = Argument::new(&field.ty).value(name);
        if field.boxed {
            value = format!("Box::new({value})");
        }
        if value == *name {
            value
        } else {
            format!("{name}: {value}")
        }
    };
    let members: Vec<String> = fields.iter().map(member).collect();
    layout::structure(8, "Self", &members)
}

/// A setter as a line of the runtime's macro.
fn setter(model: &Model, field: &Field) -> String {
    let argument = match holding(model, field) {
        Holding::Null => Argument::nullable(&field.ty).in_macro(),
        Holding::Three => format!("optional {}", Argument::nullable(&field.ty).in_macro()),
        _ => Argument::new(&field.ty).in_macro(),
    };
    let docs = docs::comments(&member_docs(field), "    ");
    format!("{docs}    {}({argument});\n", field.ident)
}

/// The setter of a member whose value has a place of its own in memory.
fn boxed_setter(model: &Model, field: &Field) -> String {
    let name = &field.ident;
    let nullable = "into().into_option().map(Box::new)";
    let (argument, value) = match holding(model, field) {
        Holding::Null => (Argument::nullable(&field.ty), format!("{name}.{nullable}")),
        Holding::Three => (
            Argument::nullable(&field.ty),
            format!("Some({name}.{nullable})"),
        ),
        _ => {
            let argument = Argument::new(&field.ty);
            let value = argument.value(name);
            (argument, format!("Some(Box::new({value}))"))
        }
    };
    let above = docs::comments(&member_docs(field), "    ") + "    #[must_use]\n";
    let body = format!("        self.{name} = {value};\n");
    layout::setter(&above, name, &argument.signature(), &body)
}
