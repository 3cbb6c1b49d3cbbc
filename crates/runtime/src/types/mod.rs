//! The small types generated models are made of: identifiers, open enums, dates.
//! The macros here write only what differs from type to type; what is the same is in functions they call.

pub(crate) mod date;
mod enums;
mod identifier;
