//! Functions against golden numbers.

mod elementary;
