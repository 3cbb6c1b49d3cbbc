//! What the contract keeps, drops and orders.
