//! [`Date`] and [`Time`]: the formats `date` and `time` as servers really write them.
//! Text goes in; a value of jiff's, with the manner it was written in, comes out and prints back as it came.

use jiff::civil;
use std::fmt;
use std::str::FromStr;

/// Why a text is no date or time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseDateError {
    expected: &'static str,
    found: String,
}

impl ParseDateError {
    pub(super) fn new(expected: &'static str, found: &str) -> Self {
        Self {
            expected,
            found: found.chars().take(40).collect(),
        }
    }
}

impl fmt::Display for ParseDateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "expected {}, found `{}`",
            self.expected, self.found
        )
    }
}

impl std::error::Error for ParseDateError {}

/// A calendar date: `2026-04-01`.
///
/// ```
/// use sdk_runtime::Date;
/// let date: Date = "2026-04-01".parse()?;
/// assert_eq!(date, Date::new(2026, 4, 1)?);
/// assert_eq!(date.to_string(), "2026-04-01");
/// # Ok::<(), sdk_runtime::ParseDateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub(super) civil::Date);

impl Date {
    /// A date by its year, month and day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, ParseDateError> {
        civil::Date::new(year, month, day)
            .map(Self)
            .map_err(|_| ParseDateError::new(DATE, &format!("{year:04}-{month:02}-{day:02}")))
    }

    /// The date as jiff's type, to calculate with.
    #[must_use]
    pub const fn to_jiff(self) -> civil::Date {
        self.0
    }
}

const DATE: &str = "a date (YYYY-MM-DD)";
const TIME: &str = "a time (HH:MM or HH:MM:SS)";

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        // jiff would also take a date and time and drop the time.
        let parsed = if text.len() == 10 {
            text.parse().ok()
        } else {
            None
        };
        parsed
            .map(Self)
            .ok_or_else(|| ParseDateError::new(DATE, text))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self(date)
    }
}

/// How the time of day was written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    seconds: bool,
    digits: u8,
}

impl Clock {
    /// Seconds always, and as many digits of a fraction as the value has.
    pub(super) fn of(time: civil::Time) -> Self {
        let nanos = time.subsec_nanosecond();
        let digits = (0..=9_u8).find(|digits| nanos % 10_i32.pow(u32::from(9 - digits)) == 0);
        Self {
            seconds: true,
            digits: digits.unwrap_or(9),
        }
    }

    pub(super) fn parse(text: &str) -> Option<(civil::Time, Self)> {
        let bytes = text.as_bytes();
        let two = |at: usize| match bytes.get(at..at + 2)? {
            [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
                i8::try_from((tens - b'0') * 10 + (ones - b'0')).ok()
            }
            _ => None,
        };
        let colon = |at: usize| (bytes.get(at) == Some(&b':')).then_some(());
        let hour = two(0)?;
        colon(2)?;
        let minute = two(3)?;
        if bytes.len() == 5 {
            let time = civil::Time::new(hour, minute, 0, 0).ok()?;
            return Some((
                time,
                Self {
                    seconds: false,
                    digits: 0,
                },
            ));
        }
        colon(5)?;
        // A leap second is read as the second before it.
        let second = two(6)?.min(59);
        let mut nanos = 0;
        let mut digits = 0_u8;
        if bytes.len() > 8 {
            let fraction = text.get(8..)?.strip_prefix('.')?;
            digits = u8::try_from(fraction.len())
                .ok()
                .filter(|digits| (1..=9).contains(digits))?;
            if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            nanos = fraction.parse::<i32>().ok()? * 10_i32.pow(u32::from(9 - digits));
        }
        let time = civil::Time::new(hour, minute, second, nanos).ok()?;
        Some((
            time,
            Self {
                seconds: true,
                digits,
            },
        ))
    }

    pub(super) fn write(
        self,
        time: civil::Time,
        formatter: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", time.hour(), time.minute())?;
        if self.seconds {
            write!(formatter, ":{:02}", time.second())?;
        }
        if self.digits > 0 {
            let width = usize::from(self.digits);
            let shown =
                time.subsec_nanosecond() / 10_i32.pow(u32::from(9_u8.saturating_sub(self.digits)));
            write!(formatter, ".{shown:0width$}")?;
        }
        Ok(())
    }
}

/// A time of day: `14:30` or `14:30:00`, printed as it was read.
#[derive(Clone, Copy)]
pub struct Time {
    pub(super) time: civil::Time,
    pub(super) clock: Clock,
}

impl Time {
    /// A time by its hour, minute and second.
    pub fn new(hour: i8, minute: i8, second: i8) -> Result<Self, ParseDateError> {
        civil::Time::new(hour, minute, second, 0)
            .map(Self::from)
            .map_err(|_| ParseDateError::new(TIME, &format!("{hour:02}:{minute:02}:{second:02}")))
    }

    /// The time as jiff's type, to calculate with.
    #[must_use]
    pub const fn to_jiff(self) -> civil::Time {
        self.time
    }
}

impl FromStr for Time {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        let (time, clock) = Clock::parse(text).ok_or_else(|| ParseDateError::new(TIME, text))?;
        Ok(Self { time, clock })
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.clock.write(self.time, formatter)
    }
}

impl From<civil::Time> for Time {
    fn from(time: civil::Time) -> Self {
        Self {
            time,
            clock: Clock::of(time),
        }
    }
}

/// Comparison by value, not by manner; text in and out.
macro_rules! value_like {
    ($name:ident, $key:expr) => {
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $key(self) == $key(other)
            }
        }
        impl Eq for $name {}
        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                std::hash::Hash::hash(&$key(self), state);
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, formatter)
            }
        }
    };
}
value_like!(Time, |value: &Time| value.time);
impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Time {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.time.cmp(&other.time)
    }
}

/// Text both ways.
macro_rules! textual {
    ($($name:ident $expected:expr),*) => {$(
        impl From<$name> for crate::ParamValue {
            fn from(value: $name) -> Self {
                value.to_string().into()
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::types::parsed(deserializer, $expected)
            }
        }
    )*};
}
textual!(Date DATE, Time TIME);
pub(super) use {textual, value_like};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_date_or_time_is_refused() {
        for text in ["", "2026-02-30", "2026-04-01T12:00:00", "01.04.2026"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        for text in ["", "9:00", "24:00", "12:00:00.", "12:00:0x"] {
            assert!(text.parse::<Time>().is_err(), "{text}");
        }
    }

    #[test]
    fn times_print_as_they_were_read_or_in_full() {
        for text in ["09:05", "09:05:30", "23:59:59.500"] {
            assert_eq!(text.parse::<Time>().unwrap().to_string(), text);
        }
        assert_eq!(Time::new(9, 5, 0).unwrap().to_string(), "09:05:00");
        assert_eq!(
            Time::from(civil::time(9, 5, 0, 120_000_000)).to_string(),
            "09:05:00.12"
        );
    }
}
