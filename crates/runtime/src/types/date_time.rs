//! [`DateTime`]: the format `date-time` as servers really write it, with an offset or without.
//! Text goes in; a value of jiff's, with the manner it was written in, comes out and prints back as it came.

use super::date::{Clock, Date, ParseDateError, Time, textual, value_like};
use jiff::civil;
use jiff::tz::Offset;
use std::fmt;
use std::str::FromStr;

const DATE_TIME: &str = "a date and time (YYYY-MM-DDTHH:MM:SS, with or without an offset)";

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

value_like!(DateTime, |value: &DateTime| (
    value.moment,
    value.offset.map(Offset::seconds)
));
textual!(DateTime DATE_TIME);

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
    fn what_is_no_date_and_time_is_refused() {
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
    }

    #[test]
    fn date_times_made_from_values_print_in_full() {
        let at = DateTime::local(Date::new(2026, 4, 1).unwrap(), Time::new(9, 5, 0).unwrap());
        assert_eq!(at.to_string(), "2026-04-01T09:05:00");
        let epoch = DateTime::from(jiff::Timestamp::UNIX_EPOCH);
        assert_eq!(epoch.to_string(), "1970-01-01T00:00:00Z");
    }
}
