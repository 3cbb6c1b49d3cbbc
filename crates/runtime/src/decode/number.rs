//! Numbers: reading them from the text, and reading them out of strings for bending.
//! Digits go in; the narrowest exact value comes out, or nothing.

use super::reader::{Number, Outcome, Reader};

impl Reader<'_> {
    /// Reads a number; its first byte is the next.
    pub(super) fn number(&mut self) -> Outcome<Number> {
        let start = self.at;
        let (length, whole) =
            scan(self.rest().as_bytes()).ok_or_else(|| self.syntax("a malformed number"))?;
        self.at += length;
        let text = self.since(start);
        match whole.then(|| integer(text)).flatten() {
            Some(number) => Ok(number),
            None => match text.parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(Number::Float(value)),
                _ => Err(self.syntax("a number too large to hold")),
            },
        }
    }

    /// Passes over a number; its text.
    pub(super) fn number_text(&mut self) -> Outcome<&str> {
        let start = self.at;
        let (length, _) =
            scan(self.rest().as_bytes()).ok_or_else(|| self.syntax("a malformed number"))?;
        self.at += length;
        Ok(self.since(start))
    }
}

/// The length of the number at the start of `bytes`, and whether it is written as a whole number.
fn scan(bytes: &[u8]) -> Option<(usize, bool)> {
    let digits = |from: usize| {
        bytes.get(from..).map_or(0, |rest| {
            rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
        })
    };
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    let count = digits(at);
    if count == 0 || (count > 1 && bytes.get(at) == Some(&b'0')) {
        return None;
    }
    at += count;
    let mut whole = true;
    if bytes.get(at) == Some(&b'.') {
        let count = digits(at + 1);
        if count == 0 {
            return None;
        }
        at += 1 + count;
        whole = false;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let count = digits(at);
        if count == 0 {
            return None;
        }
        at += count;
        whole = false;
    }
    Some((at, whole))
}

/// A whole number that fits; `-0` does not, for it is a number of its own.
fn integer(text: &str) -> Option<Number> {
    match text.strip_prefix('-') {
        None => text.parse().ok().map(Number::Unsigned),
        Some("0") => None,
        Some(_) => text.parse().ok().map(Number::Signed),
    }
}

/// The whole number a string or a fraction stands for: `10`, `-7`, `007`, `10.00`, and no other spelling.
pub(super) fn whole(text: &str) -> Option<Number> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let sound = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !sound(digits) || !sound(fraction) || fraction.bytes().any(|byte| byte != b'0') {
        return None;
    }
    match digits.bytes().all(|byte| byte == b'0') {
        true => Some(Number::Unsigned(0)),
        false => integer(whole),
    }
}

/// The number a string stands for, in JSON's spelling or with zeros before it.
pub(super) fn decimal(text: &str) -> Option<Number> {
    let (length, _) = scan(text.as_bytes()).unwrap_or_default();
    if length != text.len() || text.is_empty() {
        return whole(text);
    }
    whole(text).or_else(|| {
        text.parse()
            .ok()
            .filter(|value: &f64| value.is_finite())
            .map(Number::Float)
    })
}

/// The whole number a float is, where it can be told exactly.
pub(super) fn whole_float(value: f64) -> Option<Number> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() != 0.0 || value.abs() > EXACT {
        return None;
    }
    whole(&format!("{value:.0}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_stand_for_whole_numbers_only_when_they_are() {
        assert_eq!(whole("10"), Some(Number::Unsigned(10)));
        assert_eq!(whole("10.00"), Some(Number::Unsigned(10)));
        assert_eq!(whole("-7"), Some(Number::Signed(-7)));
        assert_eq!(whole("-0"), Some(Number::Unsigned(0)));
        assert_eq!(whole("007"), Some(Number::Unsigned(7)));
        for text in [
            "",
            "-",
            "1.5",
            "1.",
            ".0",
            " 1",
            "1e3",
            "+1",
            "0x1",
            "abc",
            "99999999999999999999",
        ] {
            assert_eq!(whole(text), None, "{text}");
        }
    }

    #[test]
    fn floats_are_whole_numbers_only_when_they_are() {
        assert_eq!(whole_float(1e3), Some(Number::Unsigned(1000)));
        assert_eq!(whole_float(-0.0), Some(Number::Unsigned(0)));
        assert_eq!(whole_float(-2.0), Some(Number::Signed(-2)));
        assert_eq!(whole_float(1.5), None);
        assert_eq!(whole_float(1e300), None);
    }

    #[test]
    fn decimals_are_read_from_strings_in_json_spelling() {
        assert_eq!(decimal("10.5"), Some(Number::Float(10.5)));
        assert_eq!(decimal("1e3"), Some(Number::Float(1000.0)));
        for text in ["", "inf", "NaN", "1,5", "1e999", "0x10", "1_000"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }
}
