//! A bound for single texts: what is for people is cut, with a warning; anything else of that length is refused.
//!
//! A text is copied many times on its way to code and pages, so that one of 100 MB would take gigabytes.

use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;

/// The longest text and key, in bytes. The longest prose in the field is a tenth of it.
pub const MAX_TEXT: usize = 1 << 20;

/// The keys whose texts are for people.
const PROSE: [&str; 3] = ["description", "summary", "title"];

/// The keys below which everything is for people.
const EXAMPLES: [&str; 2] = ["example", "examples"];

/// As much of the text as is kept, and what there is to say. With an error nothing of the text counts.
pub(super) fn bounded<'t>(text: &'t str, at: &Pointer<'_>) -> (&'t str, Option<Diagnostic>) {
    if text.len() <= MAX_TEXT {
        return (text, None);
    }
    let is_example = |key: &str| EXAMPLES.contains(&key) || key.starts_with("x-");
    if !PROSE.contains(&at.last().as_ref()) && !at.keys().any(is_example) {
        return (text, Some(refused("text", text.len(), at)));
    }
    let mut end = MAX_TEXT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let message = format!(
        "the text has {} bytes; the first {end} are read, the others are cut off",
        text.len()
    );
    let finding = Diagnostic::warning("long-text", message)
        .at(at)
        .help("move long prose to pages of its own and link to them with `externalDocs`");
    (&text[..end], Some(finding))
}

/// Why a mapping here cannot have this key, if it is too long.
pub(super) fn refused_key(key: &str, at: &Pointer<'_>) -> Option<Diagnostic> {
    (key.len() > MAX_TEXT).then(|| refused("name", key.len(), at))
}

fn refused(what: &str, length: usize, at: &Pointer<'_>) -> Diagnostic {
    let message = format!(
        "expected a {what} of at most {} MB here, found one of {} bytes",
        MAX_TEXT >> 20,
        length
    );
    Diagnostic::error("too-long", message)
        .at(at)
        .help("only descriptions, summaries, titles and examples may be longer; they are cut")
}
