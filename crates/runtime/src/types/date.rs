//! [`Date`], [`Time`], [`DateTime`]: the formats `date`, `time` and `date-time` as servers really write them.
//! Text goes in; a value of jiff's, with the manner it was written in, comes out and prints back as it came.

use crate::param::ParamValue;
use jiff::civil;
use jiff::tz::Offset;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// Why a text is no date or time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseDateError {
    expected: &'static str,
    found: String,
}

impl ParseDateError {
    fn new(expected: &'static str, found: &str) -> Self {
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
pub struct Date(civil::Date);

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
const DATE_TIME: &str = "a date and time (YYYY-MM-DDTHH:MM:SS, with or without an offset)";

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
struct Clock {
    seconds: bool,
    digits: u8,
}

impl Clock {
    /// Seconds always, and as many digits of a fraction as the value has.
    fn of(time: civil::Time) -> Self {
        let nanos = time.subsec_nanosecond();
        let digits = (0..=9_u8).find(|digits| nanos % 10_i32.pow(u32::from(9 - digits)) == 0);
        Self {
            seconds: true,
            digits: digits.unwrap_or(9),
        }
    }

    fn parse(text: &str) -> Option<(civil::Time, Self)> {
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

    fn write(self, time: civil::Time, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
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
    time: civil::Time,
    clock: Clock,
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

/// How an offset was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OffsetStyle {
    Zulu,
    Colon,
    Plain,
    Hours,
}

/// A date and time, with an offset from UTC if the text had one, printed as it was read.
///
/// Two are equal when date, time and offset are, however they are written.
///
/// ```
/// use sdk_runtime::DateTime;
/// let at: DateTime = "2026-04-01T12:00:00-0500".parse()?;
/// assert_eq!(at.to_string(), "2026-04-01T12:00:00-0500");
/// assert_eq!(at, "2026-04-01 12:00:00-05:00".parse()?);
/// assert_eq!(at.timestamp().map(|moment| moment.as_second()), Some(1_775_062_800));
/// let local: DateTime = "2026-04-01 12:00:00".parse()?;
/// assert!(local.offset().is_none() && local.timestamp().is_none());
/// # Ok::<(), sdk_runtime::ParseDateError>(())
/// ```
#[derive(Clone, Copy)]
pub struct DateTime {
    moment: civil::DateTime,
    offset: Option<Offset>,
    space: bool,
    clock: Clock,
    style: OffsetStyle,
}

impl DateTime {
    /// A date and time without an offset.
    #[must_use]
    pub fn local(date: Date, time: Time) -> Self {
        let moment = civil::DateTime::from_parts(date.0, time.time);
        Self {
            moment,
            offset: None,
            space: false,
            clock: time.clock,
            style: OffsetStyle::Colon,
        }
    }

    /// The date.
    #[must_use]
    pub fn date(self) -> Date {
        Date(self.moment.date())
    }

    /// The time of day.
    #[must_use]
    pub fn time(self) -> Time {
        Time {
            time: self.moment.time(),
            clock: self.clock,
        }
    }

    /// The offset from UTC, if one was given.
    #[must_use]
    pub const fn offset(self) -> Option<Offset> {
        self.offset
    }

    /// The date and time of day as jiff's type, without the offset.
    #[must_use]
    pub const fn to_jiff(self) -> civil::DateTime {
        self.moment
    }

    /// The moment, where an offset was given.
    #[must_use]
    pub fn timestamp(self) -> Option<jiff::Timestamp> {
        self.offset?.to_timestamp(self.moment).ok()
    }
}

impl FromStr for DateTime {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        parse_date_time(text).ok_or_else(|| ParseDateError::new(DATE_TIME, text))
    }
}

fn parse_date_time(text: &str) -> Option<DateTime> {
    let date: Date = text.get(..10)?.parse().ok()?;
    let space = match text.as_bytes().get(10)? {
        b'T' | b't' => false,
        b' ' => true,
        _ => return None,
    };
    let rest = text.get(11..)?;
    let at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (time, clock) = Clock::parse(rest.get(..at)?)?;
    let (offset, style) = parse_offset(rest.get(at..)?)?;
    Some(DateTime {
        moment: civil::DateTime::from_parts(date.0, time),
        offset,
        space,
        clock,
        style,
    })
}

fn parse_offset(text: &str) -> Option<(Option<Offset>, OffsetStyle)> {
    let bytes = text.as_bytes();
    let Some(first) = bytes.first() else {
        return Some((None, OffsetStyle::Colon));
    };
    let sign = match first {
        b'Z' | b'z' => return (bytes.len() == 1).then_some((Some(Offset::UTC), OffsetStyle::Zulu)),
        b'+' => 1,
        _ => -1,
    };
    let (minutes, style) = match bytes.len() {
        3 => ("00", OffsetStyle::Hours),
        5 => (text.get(3..)?, OffsetStyle::Plain),
        6 if bytes.get(3) == Some(&b':') => (text.get(4..)?, OffsetStyle::Colon),
        _ => return None,
    };
    let number = |text: &str| {
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            text.parse::<i32>().ok()
        } else {
            None
        }
    };
    let minutes = number(minutes).filter(|minutes| *minutes < 60)?;
    let seconds = sign * (number(text.get(1..3)?)? * 3600 + minutes * 60);
    Offset::from_seconds(seconds)
        .ok()
        .map(|offset| (Some(offset), style))
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let between = if self.space { ' ' } else { 'T' };
        write!(formatter, "{}{between}", self.moment.date())?;
        self.clock.write(self.moment.time(), formatter)?;
        let Some(offset) = self.offset else {
            return Ok(());
        };
        let seconds = offset.seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
        match self.style {
            OffsetStyle::Zulu => formatter.write_str("Z"),
            OffsetStyle::Colon => write!(formatter, "{sign}{hours:02}:{minutes:02}"),
            OffsetStyle::Plain => write!(formatter, "{sign}{hours:02}{minutes:02}"),
            OffsetStyle::Hours => write!(formatter, "{sign}{hours:02}"),
        }
    }
}

impl From<civil::DateTime> for DateTime {
    fn from(moment: civil::DateTime) -> Self {
        let clock = Clock::of(moment.time());
        Self {
            moment,
            offset: None,
            space: false,
            clock,
            style: OffsetStyle::Colon,
        }
    }
}

impl From<jiff::Timestamp> for DateTime {
    fn from(moment: jiff::Timestamp) -> Self {
        let moment = Offset::UTC.to_datetime(moment);
        Self {
            offset: Some(Offset::UTC),
            style: OffsetStyle::Zulu,
            ..Self::from(moment)
        }
    }
}

/// Comparison by value, not by manner; text in and out.
macro_rules! value_like {
    ($name:ident, $key:expr, $expected:expr) => {
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $key(self) == $key(other)
            }
        }
        impl Eq for $name {}
        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                $key(self).hash(state);
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, formatter)
            }
        }
    };
}
value_like!(Time, |value: &Time| value.time, TIME);
value_like!(
    DateTime,
    |value: &DateTime| (value.moment, value.offset.map(Offset::seconds)),
    DATE_TIME
);

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
        impl From<$name> for ParamValue {
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
                super::parsed(deserializer, $expected)
            }
        }
    )*};
}
textual!(Date DATE, Time TIME, DateTime DATE_TIME);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_times_print_back_as_they_were_read() {
        for text in [
            "2026-04-01T12:00:00-0500",
            "2026-04-01 12:00:00",
            "2026-04-01T12:00:00+03:00",
            "2026-04-01T12:00:00Z",
            "2026-04-01T12:00:00.050Z",
            "2026-04-01T12:00+03",
            "0001-01-01 00:00:00",
        ] {
            assert_eq!(text.parse::<DateTime>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2026-13-01T00:00:00",
            "2026-04-01",
            "2026-04-01T25:00:00",
            "2026-04-01T12:00:00+3",
            "é",
        ] {
            assert!(text.parse::<DateTime>().is_err(), "{text}");
        }
        for text in ["", "2026-02-30", "2026-04-01T12:00:00", "01.04.2026"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        for text in ["", "9:00", "24:00", "12:00:00.", "12:00:0x"] {
            assert!(text.parse::<Time>().is_err(), "{text}");
        }
    }

    #[test]
    fn times_made_from_values_print_in_full() {
        assert_eq!(Time::new(9, 5, 0).unwrap().to_string(), "09:05:00");
        assert_eq!(
            Time::from(civil::time(9, 5, 0, 120_000_000)).to_string(),
            "09:05:00.12"
        );
        let at = DateTime::local(Date::new(2026, 4, 1).unwrap(), Time::new(9, 5, 0).unwrap());
        assert_eq!(at.to_string(), "2026-04-01T09:05:00");
        assert_eq!(
            DateTime::from(jiff::Timestamp::UNIX_EPOCH).to_string(),
            "1970-01-01T00:00:00Z"
        );
    }
}
