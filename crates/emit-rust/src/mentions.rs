//! Which names a piece of laid-out code mentions, for its imports: read off the text, without parsing it.

use std::collections::BTreeSet;

/// Adds the identifiers in a text that may name something from elsewhere: those outside comments and literals that do
/// not follow a path's `::`. A module counts where a path starts with it, an attribute after `#[`; `Item` of
/// `IntoIterator<Item = T>` is none.
pub(crate) fn collect(text: &str, used: &mut BTreeSet<String>) {
    let mut rest = text;
    // What stands before the rest, for telling a path's later parts and the name of an associated type.
    let mut before = "";
    while let Some(start) = rest.find(|c: char| is_start(c) || matches!(c, '"' | '/' | '\'')) {
        if start > 0 {
            before = &rest[..start];
        }
        rest = &rest[start..];
        let length = match rest.as_bytes()[0] {
            b'"' => literal(rest, b'"'),
            b'/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            b'\'' => lifetime_or_char(rest),
            b'/' => 1,
            _ => {
                let length = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
                let (word, after) = rest.split_at(length);
                let associated = before.ends_with('<') && after.starts_with(" =");
                if !before.ends_with("::")
                    && !associated
                    && (is_name(word, after) || before.ends_with("#["))
                    && !used.contains(word)
                {
                    used.insert(word.to_owned());
                }
                length
            }
        };
        before = &rest[..length];
        rest = &rest[length..];
    }
}

/// Whether a word may name a type, a module that a path starts with, or a macro. What else is written in lower case is a
/// variable, a member or a word of the language.
fn is_name(word: &str, after: &str) -> bool {
    !word.starts_with(char::is_lowercase) || after.starts_with("::") || after.starts_with('!')
}

fn is_start(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

fn is_part(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// The length of a literal that starts the text.
fn literal(text: &str, quote: u8) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The length of a lifetime or of a character literal.
fn lifetime_or_char(text: &str) -> usize {
    let mut after = text.chars().skip(1);
    let is_char = matches!(
        (after.next(), after.next()),
        (Some('\\'), _) | (_, Some('\''))
    );
    if is_char {
        literal(text, b'\'')
    } else {
        1 + text[1..]
            .find(|c: char| !is_part(c))
            .unwrap_or(text.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let mut used = BTreeSet::new();
        collect(text, &mut used);
        used.into_iter().collect()
    }

    #[test]
    fn only_what_needs_an_import_is_a_mention() {
        let text = "/// A `Comment`.\npub fn get(&self, ids: impl IntoIterator<Item = PetId>) -> Get<'_> {\n    \
                    client::get(\"Text \\\" Quoted\", 'C').security(other::NONE);\n    Client::default(client)\n}\n";
        assert_eq!(
            names(text),
            ["Client", "Get", "IntoIterator", "PetId", "client", "other"]
        );
    }

    #[test]
    fn an_item_of_that_name_is_one() {
        assert_eq!(
            names(
                "#[model(request)]\npub struct Holder { pub item: Vec<Item>, pub r#type: Größe }"
            ),
            ["Größe", "Holder", "Item", "Vec", "model"]
        );
    }
}
