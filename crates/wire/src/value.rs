//! The rule of values: which text, number or moment stands for a parameter or field. A pure function of the name on the
//! wire and the schema's own bounds, so that both sides of a test come to the same one; awkward on purpose.

use serde_json::Value;

use crate::pattern::{Length, Pattern};
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

/// The texts tried first where a schema has a pattern: moments as servers write them, so that what is meant as one is one.
const MOMENTS: &[&str] = &[
    "2026-04-01",
    "2026-04-01T12:30:00",
    "2026-04-01 12:30:00",
    "2026-04-01T12:30:00+0300",
    "2026-04-01T12:30:00+03:00",
    "2026-04-01T12:30:00Z",
    "2026-04-01 12:30:00.250000",
    "2026-04-01T12:30:00.250000",
    "2026-04-01 12:30",
    "2026-04",
    "01.04.2026",
    "14:30:00",
    "14:30",
];

/// The text of a schema of strings. Where its `pattern` is beyond what is understood, or fits no text of its lengths, the
/// text is made without it.
pub(crate) fn string(name: &str, schema: &Schema) -> String {
    let made = match schema.text("format") {
        "date" => "2026-04-01",
        "date-time" => "2026-04-01T12:30:00+03:00",
        "time" => "14:30:00",
        "duration" => "P1DT2H",
        "email" | "idn-email" => "anna+test@example.com",
        "hostname" | "idn-hostname" => "www.example.com",
        "ipv4" => "192.0.2.7",
        "ipv6" => "2001:db8::7",
        "json-pointer" => "/a~1b/0",
        "regex" => "^[a-z]+$",
        "uri" | "url" | "iri" => "https://example.com/a?b=c&d=%20",
        "uri-reference" | "iri-reference" => "/a?b=c&d=%20",
        "uri-template" => "/a/{b}",
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
    let length = Length {
        least: length("minLength").unwrap_or(0),
        most: length("maxLength").unwrap_or(usize::MAX),
    };
    let mut letters: Vec<char> = made.chars().collect();
    letters.truncate(length.most);
    letters.resize(letters.len().max(length.least), 'x');
    let made: String = letters.into_iter().collect();
    match Pattern::read(schema.text("pattern")) {
        Some(pattern) => patterned(&pattern, &made, length, name).unwrap_or(made),
        None => made,
    }
}

/// The text as it was made where it fits, a moment that does, or one made for the pattern.
fn patterned(pattern: &Pattern, made: &str, length: Length, name: &str) -> Option<String> {
    let is_long = |text: &str| (length.least..=length.most).contains(&text.chars().count());
    std::iter::once(made)
        .chain(MOMENTS.iter().copied())
        .find(|text| is_long(text) && pattern.fits(text))
        .map(str::to_owned)
        .or_else(|| pattern.text(length, seed(name)))
}

/// A bound of numbers, and whether it is excluded itself (OpenAPI 3.0 says so with a flag, 3.1 with a number).
#[derive(Clone, Copy)]
struct Bound {
    at: f64,
    excluded: bool,
}

impl Bound {
    fn of(
        schema: &Schema,
        key: &str,
        exclusive: &str,
        tighter: fn(f64, f64) -> bool,
    ) -> Option<Self> {
        let flag = schema.get(exclusive) == Some(&Value::Bool(true));
        let inclusive = schema.number(key).map(|at| Self { at, excluded: flag });
        let excluded = schema
            .number(exclusive)
            .map(|at| Self { at, excluded: true });
        match (inclusive, excluded) {
            (Some(one), Some(other)) if tighter(one.at, other.at) => Some(one),
            (one, other) => other.or(one),
        }
    }
}

/// The number of a schema of numbers; with a fraction where the schema may have one and `fraction` asks for it.
pub(crate) fn number(name: &str, schema: &Schema, fraction: bool) -> Value {
    let low = Bound::of(schema, "minimum", "exclusiveMinimum", |one, other| {
        one > other
    });
    let high = Bound::of(schema, "maximum", "exclusiveMaximum", |one, other| {
        one < other
    });
    let step = schema.number("multipleOf").filter(|step| *step > 0.0);
    let fits = |number: f64| {
        low.is_none_or(|low| number > low.at || (number == low.at && !low.excluded))
            && high.is_none_or(|high| number < high.at || (number == high.at && !high.excluded))
            && step.is_none_or(|step| (number / step).fract() == 0.0)
    };
    let is_small = schema.text("format") == "int32" || high.is_some() || step.is_some();
    let mut whole = integer(name);
    if is_small && whole == i64::MAX {
        whole = i64::from(i32::MAX);
    }
    #[allow(clippy::cast_precision_loss, reason = "small numbers only")]
    let wanted = whole as f64;
    if fraction && whole != i64::MAX && fits(wanted + 0.25) {
        return Value::from(wanted + 0.25);
    }
    if fits(wanted) {
        return Value::from(whole);
    }
    let (low, high) = (low.map(|low| low.at), high.map(|high| high.at));
    #[allow(clippy::cast_possible_truncation, reason = "bounds of tests are small")]
    match whole_within(low, high, whole, fits) {
        Some(number) => Value::from(number as i64),
        None => Value::from(between(low, high, step)),
    }
}

/// A whole number that fits, from the lower bound up or from the upper one down; between two, the one that `wanted` leads to.
fn whole_within(
    low: Option<f64>,
    high: Option<f64>,
    wanted: i64,
    fits: impl Fn(f64) -> bool,
) -> Option<f64> {
    const MOST: u32 = 10_000;
    #[allow(clippy::cast_precision_loss, reason = "small numbers only")]
    let (start, way, span) = match (low, high) {
        (Some(low), Some(high)) => {
            let span = (high.floor() - low.ceil()).clamp(0.0, f64::from(MOST)) + 1.0;
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 1 and 10,001"
            )]
            (low.ceil(), 1.0, span as u32)
        }
        (Some(low), None) => (low.ceil(), 1.0, MOST),
        (None, Some(high)) => (high.floor(), -1.0, MOST),
        (None, None) => (wanted as f64, 1.0, MOST),
    };
    let is_between = low.is_some() && high.is_some();
    let first = i64::from(is_between) * (wanted % i64::from(span));
    let first = u32::try_from(first).unwrap_or_default();
    (0..=span)
        .map(|index| start + way * f64::from((first + index) % (span + 1)))
        .find(|number| fits(*number))
}

/// A number with a fraction, where no whole one fits.
fn between(low: Option<f64>, high: Option<f64>, step: Option<f64>) -> f64 {
    match (low, high, step) {
        (Some(low), _, Some(step)) => ((low / step).floor() + 1.0) * step,
        (None, Some(high), Some(step)) => ((high / step).ceil() - 1.0) * step,
        (Some(low), Some(high), None) => f64::midpoint(low, high),
        (low, high, step) => low.or(high).or(step).unwrap_or_default(),
    }
}
