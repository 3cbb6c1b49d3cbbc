//! Constants and variables whose value is a chain of calls, laid out as rustfmt does.
//!
//! They are all of one form: a call, and methods called on what it gives.

use crate::file::WIDTH;

/// A chain of calls: `Operation::get("id", "/path").security(X)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chain(Vec<(String, Vec<String>)>);

impl Chain {
    /// A chain that starts with a call of this function.
    pub(crate) fn new(function: impl Into<String>, arguments: Vec<String>) -> Self {
        Chain(vec![(function.into(), arguments)])
    }

    /// Adds a call of a method.
    pub(crate) fn call(&mut self, method: &str, arguments: Vec<String>) {
        self.0.push((format!(".{method}"), arguments));
    }

    /// The chain on one line.
    pub(crate) fn line(&self) -> String {
        self.calls().concat()
    }

    fn calls(&self) -> Vec<String> {
        let call =
            |(name, arguments): &(String, Vec<String>)| format!("{name}({})", arguments.join(", "));
        self.0.iter().map(call).collect()
    }

    /// The statement `head chain;` at this indentation, `head` being `const X: T =`.
    pub(crate) fn statement(&self, head: &str, indent: usize) -> String {
        let calls = self.calls();
        let (outer, inner, deep) = (
            " ".repeat(indent),
            " ".repeat(indent + 4),
            " ".repeat(indent + 8),
        );
        let (whole, first) = (calls.concat(), &calls[0]);
        let tail = if calls.len() == 1 { ";" } else { "" };
        if indent + head.len() + whole.len() + 2 <= WIDTH {
            return format!("{outer}{head} {whole};\n");
        }
        if inner.len() + whole.len() < WIDTH {
            return format!("{outer}{head}\n{inner}{whole};\n");
        }
        let (start, margin) = if indent + head.len() + 1 + first.len() < WIDTH {
            (format!("{outer}{head} {first}{tail}\n"), inner)
        } else if inner.len() + first.len() + tail.len() < WIDTH {
            (format!("{outer}{head}\n{inner}{first}{tail}\n"), deep)
        } else {
            let (name, arguments) = &self.0[0];
            // A list that is the only argument opens and closes on the call's own lines.
            let (open, close, items) = match arguments.as_slice() {
                [only] if only.starts_with("&[") => ("&[", "]", pairs(only)),
                several => ("", "", several.to_vec()),
            };
            let items: String = items
                .iter()
                .map(|item| format!("{inner}{item},\n"))
                .collect();
            (
                format!("{outer}{head} {name}({open}\n{items}{outer}{close}){tail}\n"),
                outer,
            )
        };
        let rest = calls.iter().enumerate().skip(1).map(|(index, call)| {
            let end = if index + 1 == calls.len() { ";" } else { "" };
            format!("{margin}{call}{end}\n")
        });
        start + &rest.collect::<String>()
    }
}

/// The pairs in a list of pairs: `&[("a", "b"), ("c", "d")]`.
fn pairs(list: &str) -> Vec<String> {
    let inner = list.trim_start_matches("&[(").trim_end_matches(")]");
    inner
        .split("), (")
        .map(|pair| format!("({pair})"))
        .collect()
}

/// A text as a Rust string literal.
pub(crate) fn literal(text: &str) -> String {
    let is_plain = |byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\');
    if text.bytes().all(is_plain) {
        return format!("\"{text}\"");
    }
    proc_macro2::Literal::string(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(path: &str) -> Chain {
        let mut chain = Chain::new("Operation::get", vec![literal("get_it"), literal(path)]);
        chain.call("security", vec!["client::PARTNER".to_owned()]);
        chain
    }

    #[test]
    fn a_chain_is_broken_where_it_does_not_fit() {
        let head = "const OPERATION: Operation =";
        assert_eq!(
            chain(&format!("/{}", "a".repeat(30))).statement(head, 0),
            format!(
                "const OPERATION: Operation =\n    Operation::get(\"get_it\", \"/{}\").security(client::PARTNER);\n",
                "a".repeat(30)
            )
        );
        let long = chain(&format!("/{}", "a".repeat(90))).statement(head, 0);
        assert!(
            long.starts_with("const OPERATION: Operation = Operation::get(\n    \"get_it\",\n"),
            "{long}"
        );
        assert!(
            long.ends_with("\n)\n.security(client::PARTNER);\n"),
            "{long}"
        );
    }
}
