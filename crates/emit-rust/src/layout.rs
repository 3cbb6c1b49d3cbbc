//! The layout of code that is emitted as text, as rustfmt has it: what fits into a line is on one, else each part has
//! its own.

use crate::file::WIDTH;

/// `head(arguments)tail` at this indentation.
pub(crate) fn call(indent: usize, head: &str, arguments: &[String], tail: &str) -> String {
    let (outer, inner) = (" ".repeat(indent), " ".repeat(indent + 4));
    let line = format!("{outer}{head}({}){tail}\n", arguments.join(", "));
    if fits(&line) {
        return line;
    }
    // A call that is the only argument opens and closes on the outer call's lines.
    if let [only] = arguments
        && let Some((function, rest)) = only.split_once('(')
        && let Some(given) = rest.strip_suffix(')')
    {
        return format!("{outer}{head}({function}(\n{inner}{given},\n{outer})){tail}\n");
    }
    format!(
        "{outer}{head}(\n{}{outer}){tail}\n",
        list(&inner, arguments)
    )
}

/// A function's first line or lines, up to the brace that opens its body.
pub(crate) fn signature(indent: usize, head: &str, arguments: &[String], result: &str) -> String {
    let (outer, inner) = (" ".repeat(indent), " ".repeat(indent + 4));
    let line = format!("{outer}{head}({}) -> {result} {{\n", arguments.join(", "));
    if fits(&line) || arguments.is_empty() {
        return line;
    }
    format!(
        "{outer}{head}(\n{}{outer}) -> {result} {{\n",
        list(&inner, arguments)
    )
}

/// The first lines of a public method. What is generic is compiled where it is called; what is not asks for that.
pub(crate) fn method(name: &str, arguments: &[String], result: &str) -> String {
    let is_generic = arguments.iter().any(|argument| argument.contains("impl "));
    let inline = if is_generic { "" } else { "    #[inline]\n" };
    inline.to_owned() + &signature(4, &format!("pub fn {name}"), arguments, result)
}

/// A setter with its documentation and attributes: it takes itself, does what the body says, and gives itself back.
pub(crate) fn setter(above: &str, name: &str, argument: &str, body: &str) -> String {
    let arguments = ["mut self".to_owned(), format!("{name}: {argument}")];
    let signature = method(name, &arguments, "Self");
    format!("{above}{signature}{body}        self\n    }}\n")
}

/// A struct's value: `Self { name, size: None }`.
pub(crate) fn structure(indent: usize, name: &str, members: &[String]) -> String {
    let (outer, inner) = (" ".repeat(indent), " ".repeat(indent + 4));
    let line = format!("{outer}{name} {{ {} }}\n", members.join(", "));
    if fits(&line) {
        return line;
    }
    format!("{outer}{name} {{\n{}{outer}}}\n", list(&inner, members))
}

/// An attribute with a list of settings: `#[wire(required)]`.
pub(crate) fn attribute(indent: usize, name: &str, settings: &[String]) -> String {
    let (outer, inner) = (" ".repeat(indent), " ".repeat(indent + 4));
    let line = format!("{outer}#[{name}({})]\n", settings.join(", "));
    if fits(&line) {
        return line;
    }
    let settings = settings.join(&format!(",\n{inner}"));
    format!("{outer}#[{name}(\n{inner}{settings}\n{outer})]\n")
}

/// Parts of a macro's first line, as many on each line as fit, without a last line break.
pub(crate) fn fill(indent: usize, parts: &[String]) -> String {
    let mut text = " ".repeat(indent);
    let mut width = indent;
    for (index, part) in parts.iter().enumerate() {
        let end = if index + 1 == parts.len() { "" } else { "," };
        // A place for the semicolon that may follow.
        if index > 0 && width + part.len() + 2 > WIDTH {
            text.push_str(&format!("\n{}", " ".repeat(indent + 4)));
            width = indent + 4;
        } else if index > 0 {
            text.push(' ');
            width += 1;
        }
        text.push_str(part);
        text.push_str(end);
        width += part.len() + end.len();
    }
    text
}

/// Whether a line, with its end, is no longer than it may be.
pub(crate) fn fits(line: &str) -> bool {
    line.chars().count() <= WIDTH + 1
}

/// Each on a line of its own.
fn list(indent: &str, parts: &[String]) -> String {
    parts
        .iter()
        .map(|part| format!("{indent}{part},\n"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(parts: &[&str]) -> Vec<String> {
        parts.iter().map(|part| (*part).to_owned()).collect()
    }

    #[test]
    fn what_does_not_fit_is_broken_as_rustfmt_breaks_it() {
        let long = "a".repeat(80);
        let short = call(4, "call.path", &texts(&["\"id\"", "id.into()"]), ";");
        assert_eq!(short, "    call.path(\"id\", id.into());\n");
        assert_eq!(
            call(0, "call.path", &texts(&[&long, "identifier.into()"]), ";"),
            format!("call.path(\n    {long},\n    identifier.into(),\n);\n")
        );
        let only = format!("&list::<{long}>(the_whole_body)");
        assert_eq!(
            call(0, "call.json", &texts(&[&only]), ";"),
            format!("call.json(&list::<{long}>(\n    the_whole_body,\n));\n")
        );
        assert_eq!(
            signature(0, "pub fn get", &texts(&["&self", &long]), "GetSomething"),
            format!("pub fn get(\n    &self,\n    {long},\n) -> GetSomething {{\n")
        );
        assert_eq!(
            attribute(0, "wire", &texts(&[&long, "optional, default"])),
            format!("#[wire(\n    {long},\n    optional, default\n)]\n")
        );
    }

    #[test]
    fn parts_fill_their_lines() {
        let long = "a".repeat(60);
        assert_eq!(
            fill(4, &texts(&[&long, "bcd", &long, "e"])),
            format!("    {long}, bcd,\n        {long}, e")
        );
    }
}
