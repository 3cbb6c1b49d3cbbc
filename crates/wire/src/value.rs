//! The rule of values: which text, number or moment stands for a parameter or field. A pure function of the name on the
//! wire and the schema's own bounds, so that both sides of a test come to the same one; awkward on purpose.

use serde_json::Value;

use crate::schema::Schema;

/// Texts that break careless clients: reserved and percent-encoded letters, quotes, other scripts, an emoji, digits
/// that look like a number.
pub const TEXTS: &[&str] = &[
    "a b/c?d=e%20&f+g",
    "\"double\", 'single' and \\ back",
    "Жанна д’Арк",
    "東京 #1; 100 %",
    "💇 cut & colour",
    "79161234567",
    "<b>50%</b> {off} [now]",
    "Łódź|Kraków~*!",
];

/// What numbers with a fraction end in.
pub const FRACTION: &str = ".25";

/// The name of a file that is sent.
pub const FILE_NAME: &str = "photo no. 1.png";

/// A small number made from a name, the same on every machine (FNV-1a).
#[must_use]
pub fn seed(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    }) >> 7
}

/// A text for a field or parameter of this name.
#[must_use]
pub fn text(name: &str) -> &'static str {
    let count = u64::try_from(TEXTS.len()).unwrap_or(1);
    usize::try_from(seed(name) % count)
        .ok()
        .and_then(|index| TEXTS.get(index))
        .copied()
        .unwrap_or("text")
}

/// Whether a name is that of an identifier.
#[must_use]
pub fn names_identifier(name: &str) -> bool {
    let bare = name.trim_end_matches("[]");
    bare == "id" || bare.ends_with("_id") || bare.ends_with("_ids") || bare == "ids"
}

/// A whole number for a field or parameter of this name; identifiers reach to the largest there is.
#[must_use]
pub fn integer(name: &str) -> i64 {
    match seed(name) {
        seed if names_identifier(name) && seed % 3 == 0 => i64::MAX,
        seed => i64::try_from(seed % 9_000).unwrap_or_default() + 1,
    }
}

/// The text of a schema of strings.
pub(crate) fn string(name: &str, schema: &Schema) -> String {
    let made = match schema.text("format") {
        "date" => "2026-04-01",
        "date-time" => "2026-04-01T12:30:00+03:00",
        "time" => "14:30:00",
        "email" => "anna+test@example.com",
        "uri" | "url" => "https://example.com/a?b=c&d=%20",
        "uuid" => "6f9619ff-8b86-4d11-b42d-00c04fc964ff",
        "byte" => "aGVsbG8=",
        // Identifiers declared as texts are numbers as a rule; what is no number is then told apart by other names.
        _ if names_identifier(name) => "79161234567",
        _ => text(name),
    };
    let length = |key: &str| {
        schema
            .get(key)
            .and_then(Value::as_u64)
            .and_then(|length| usize::try_from(length).ok())
    };
    let mut letters: Vec<char> = made.chars().collect();
    letters.truncate(length("maxLength").unwrap_or(usize::MAX));
    letters.resize(letters.len().max(length("minLength").unwrap_or(0)), 'x');
    letters.into_iter().collect()
}

/// The number of a schema of numbers; with a fraction where the schema may have one and `fraction` asks for it.
pub(crate) fn number(name: &str, schema: &Schema, fraction: bool) -> Value {
    let low = schema
        .number("minimum")
        .or_else(|| schema.number("exclusiveMinimum").map(|bound| bound + 1.0));
    let high = schema
        .number("maximum")
        .or_else(|| schema.number("exclusiveMaximum").map(|bound| bound - 1.0));
    let step = schema.number("multipleOf").filter(|step| *step > 0.0);
    let small = schema.text("format") == "int32" || high.is_some() || step.is_some();
    let mut whole = integer(name);
    if small && whole == i64::MAX {
        whole = i64::from(i32::MAX);
    }
    if fraction && whole != i64::MAX && step.is_none() {
        #[allow(clippy::cast_precision_loss, reason = "small numbers only")]
        let value = whole as f64 + 0.25;
        if low.is_none_or(|low| value >= low) && high.is_none_or(|high| value <= high) {
            return Value::from(value);
        }
    }
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "bounds of tests are small"
    )]
    let clamped = {
        let fits = |whole: i64| {
            low.is_none_or(|low| whole as f64 >= low)
                && high.is_none_or(|high| whole as f64 <= high)
        };
        match (low, high) {
            _ if fits(whole) => whole,
            (Some(low), Some(high)) if high - low >= 1.0 => {
                low.ceil() as i64 + whole % ((high.floor() - low.ceil()) as i64 + 1)
            }
            (Some(low), _) => low.ceil() as i64,
            (None, high) => high.unwrap_or_default().floor() as i64,
        }
    };
    #[allow(clippy::cast_possible_truncation, reason = "steps of tests are small")]
    match step.map(|step| step as i64).filter(|step| *step > 0) {
        Some(step) => Value::from((clamped / step).max(1) * step),
        None => Value::from(clamped),
    }
}
