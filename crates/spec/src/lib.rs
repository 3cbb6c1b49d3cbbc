//! To be written.
pub mod contract;
