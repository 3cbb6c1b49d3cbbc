//! Naming what stands in a JSON text, for messages and for telling empty values.
//! The text from a value on goes in; a few words come out.

/// What stands at the start of `text`: `an empty string`, `the number 7`, `a list`.
pub(super) fn value(text: &str) -> String {
    let text = text.trim_start();
    match text.as_bytes().first() {
        None => "nothing".to_owned(),
        Some(b'"') if text.starts_with("\"\"") => "an empty string".to_owned(),
        Some(b'"') => format!("the string {}", string(text)),
        Some(b'[') if is_empty_list(text) => "an empty list".to_owned(),
        Some(b'[') => "a list".to_owned(),
        Some(b'{')
            if text
                .get(1..)
                .is_some_and(|rest| rest.trim_start().starts_with('}')) =>
        {
            "an empty object".to_owned()
        }
        Some(b'{') => "an object".to_owned(),
        Some(b't' | b'f' | b'n') => word(text).to_owned(),
        Some(_) => format!("the number {}", word(text)),
    }
}

/// A value that PHP writes where there is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Empty {
    Null,
    False,
    List,
    Text,
    /// MySQL's date of no date.
    Date,
}

/// Which empty value stands at the start of `text`, if one does.
pub(super) fn empty(text: &str) -> Option<Empty> {
    let (kind, is_so) = match text.as_bytes().first()? {
        b'n' => (Empty::Null, text.starts_with("null")),
        b'f' => (Empty::False, text.starts_with("false")),
        b'[' => (Empty::List, is_empty_list(text)),
        b'"' if text.starts_with("\"\"") => (Empty::Text, true),
        b'"' => {
            let dates = ["\"0000-00-00\"", "\"0000-00-00 00:00:00\""];
            let is_so = dates.iter().any(|date| text.starts_with(date));
            (Empty::Date, is_so)
        }
        _ => return None,
    };
    is_so.then_some(kind)
}

fn is_empty_list(text: &str) -> bool {
    text.strip_prefix('[')
        .is_some_and(|rest| rest.trim_start().starts_with(']'))
}

fn word(text: &str) -> &str {
    let end = text.find(|letter: char| matches!(letter, ',' | ']' | '}') || letter.is_whitespace());
    let end = end.unwrap_or(text.len()).min(40);
    text.get(..end).unwrap_or("something")
}

fn string(text: &str) -> String {
    const MOST: usize = 40;
    let mut shown = String::new();
    let mut escaped = false;
    for (index, letter) in text.chars().enumerate() {
        shown.push(letter);
        if index > 0 && letter == '"' && !escaped {
            return shown;
        }
        escaped = letter == '\\' && !escaped;
        if index == MOST {
            break;
        }
    }
    shown.push('…');
    shown
}
