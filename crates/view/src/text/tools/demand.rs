//! Demand: what is needed, whether it is met, and what would help.

pub const DEMAND: &str = "Enter how many new AES-256 keys each tenant needs, or the key rate that is needed in total. You see whether the link \
     meets the demand at the length of the cursor, with which margin, and which single change would help most. Authentication takes a \
     key rate such as 100 bit/s, or tags such as 4 tags for each block of a finite key.";
pub const DEMAND_LENGTH: &str = "Length";
pub const DEMAND_KEYS: &str = "Keys per second for each tenant";
pub const DEMAND_TENANTS: &str = "Tenants";
pub const DEMAND_RATE: &str = "Key rate in total";
pub const DEMAND_AUTHENTICATION: &str = "Authentication";
pub const DEMAND_LOSSES: &str = "Loss by part";
pub const DEMAND_CHANGES: &str = "One change at a time";
pub const DEMAND_COLUMNS: [&str; 4] = ["Change", "Key rate", "Demand", "Setting"];
pub const APPLY: &str = "Apply";
pub const EXPLAIN: &str = "Explain";

/// The button that makes a change of the link.
pub fn apply(change: &str) -> String {
    format!("{APPLY}: {change}")
}

/// The button that shows the formulas behind a row.
pub fn explain(row: &str) -> String {
    format!("{EXPLAIN}: {row}")
}

/// Heading of the formulas behind a row: its change, and what is explained.
pub fn explained(row: &str, heading: &str) -> String {
    format!("{heading}; {row}")
}
