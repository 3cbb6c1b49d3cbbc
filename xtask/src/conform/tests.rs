//! What is collected, what a comparison tells, and what the report says of it.
