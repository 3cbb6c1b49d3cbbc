//! Percent-encoding, once more and by its own hand: everything but RFC 3986's unreserved letters.

/// A value in a path or a query.
pub(crate) fn value(text: &str) -> String {
    encode(text, b"-._~")
}

/// A name in a query: brackets stay, servers know `ids[]` as it is written.
pub(crate) fn name(text: &str) -> String {
    encode(text, b"-._~[]")
}

/// A value in a query whose reserved letters may stand as they are; those that would end it, or that mean another
/// letter there, may not.
pub(crate) fn reserved(text: &str) -> String {
    encode(text, b"-._~:/?@!$'()*,;=")
}

/// The same for one of several values that a comma stands between.
pub(crate) fn reserved_item(text: &str) -> String {
    encode(text, b"-._~:/?@!$'()*;=")
}

fn encode(text: &str, kept: &[u8]) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
