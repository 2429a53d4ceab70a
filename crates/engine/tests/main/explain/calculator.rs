//! Computes a formula in plain text, with a bound for its rounding error. It shares nothing with the program that wrote it.

use std::f64::consts::{E, LN_2, PI};

/// A number and how far it may be off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounded {
    pub(crate) x: f64,
    pub(crate) off: f64,
}

/// The value of a formula such as `0.1·(1 - 2e-3)/√(2)`.
///
/// # Errors
/// What could not be read.
pub(crate) fn compute(text: &str) -> Result<Bounded, String> {
    let mut reader = Reader { rest: text };
    let value = reader.sum()?;
    if reader.rest.is_empty() { Ok(value) } else { Err(reader.rest.to_owned()) }
}

fn rounded(x: f64, off: f64) -> Bounded {
    Bounded { x, off: off + f64::EPSILON * x.abs() }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn take(&mut self, what: &str) -> bool {
        let behind = self.rest.strip_prefix(what);
        self.rest = behind.unwrap_or(self.rest);
        behind.is_some()
    }

    fn expect(&mut self, what: &str) -> Result<(), String> {
        if self.take(what) { Ok(()) } else { Err(format!("{what} before {}", self.rest)) }
    }

    fn sum(&mut self) -> Result<Bounded, String> {
        let mut all = if self.take("-") {
            let Bounded { x, off } = self.product()?;
            Bounded { x: -x, off }
        } else {
            self.product()?
        };
        loop {
            let sign = match (self.take(" + "), self.take(" - ")) {
                (true, _) => 1.0,
                (_, true) => -1.0,
                _ => return Ok(all),
            };
            let next = self.product()?;
            all = rounded(all.x + sign * next.x, all.off + next.off);
        }
    }

    fn product(&mut self) -> Result<Bounded, String> {
        let mut all = self.power()?;
        loop {
            let divides = match (self.take("·"), self.take("/")) {
                (true, _) => false,
                (_, true) => true,
                _ => return Ok(all),
            };
            let next = self.power()?;
            all = if divides {
                let x = all.x / next.x;
                rounded(x, (all.off + x.abs() * next.off) / next.x.abs())
            } else {
                rounded(all.x * next.x, all.off * next.x.abs() + all.x.abs() * next.off)
            };
        }
    }

    fn power(&mut self) -> Result<Bounded, String> {
        let base = self.atom()?;
        if !self.take("^") {
            return Ok(base);
        }
        let exponent = self.atom()?;
        let x = base.x.powf(exponent.x);
        let by_base = if base.x == 0.0 { 0.0 } else { (exponent.x * x / base.x).abs() * base.off };
        let by_exponent = if base.x > 0.0 { (x * base.x.ln()).abs() * exponent.off } else { 0.0 };
        Ok(rounded(x, by_base + by_exponent))
    }

    fn atom(&mut self) -> Result<Bounded, String> {
        const NAMES: [&str; 9] = ["ln(", "log2(", "sinh(", "erf⁻¹(", "erf(", "h(", "max(", "min(", "√("];
        if self.take("(") {
            let inside = self.sum()?;
            self.expect(")")?;
            return Ok(inside);
        }
        if let Some(name) = NAMES.into_iter().find(|name| self.take(name)) {
            let mut arguments = vec![self.sum()?];
            while self.take(", ") {
                arguments.push(self.sum()?);
            }
            self.expect(")")?;
            return call(name, &arguments);
        }
        for (name, x) in [("π", PI), ("e", E)] {
            if self.take(name) {
                return Ok(rounded(x, 0.0));
            }
        }
        self.number()
    }

    fn number(&mut self) -> Result<Bounded, String> {
        let bytes = self.rest.as_bytes();
        let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        let mut length = digits(0);
        if length > 0 && bytes.get(length) == Some(&b'e') {
            let sign = usize::from(bytes.get(length + 1) == Some(&b'-'));
            let exponent = digits(length + 1 + sign);
            length += if exponent > 0 { 1 + sign + exponent } else { 0 };
        }
        let (number, rest) = self.rest.split_at(length);
        let x: f64 = number.parse().map_err(|_| format!("a number before {}", self.rest))?;
        self.rest = rest;
        Ok(rounded(x, 0.0))
    }
}

fn call(name: &str, arguments: &[Bounded]) -> Result<Bounded, String> {
    let Bounded { x, off } = arguments[0];
    let best = |better: fn(f64, f64) -> bool| {
        *arguments.iter().reduce(|a, b| if better(b.x, a.x) { b } else { a }).expect("there is one")
    };
    let (value, slope) = match name {
        "ln(" => (x.ln(), 1.0 / x),
        "log2(" => (x.log2(), 1.0 / (x * LN_2)),
        "sinh(" => (x.sinh(), x.cosh()),
        "√(" => (x.sqrt(), if x > 0.0 { 0.5 / x.sqrt() } else { 0.0 }),
        "erf(" => (erf(x), 2.0 / PI.sqrt() * (-x * x).exp()),
        "erf⁻¹(" => {
            let y = inverse_erf(x);
            (y, 0.5 * PI.sqrt() * (y * y).exp())
        }
        // 0 log 0 is its limit.
        "h(" if x == 0.0 => (0.0, 0.0),
        "h(" => (-x * x.log2() - (1.0 - x) * (1.0 - x).log2(), ((1.0 - x) / x).log2()),
        "max(" => return Ok(best(|a, b| a > b)),
        "min(" => return Ok(best(|a, b| a < b)),
        other => return Err(other.to_owned()),
    };
    // A few times the rounding of a library function.
    Ok(Bounded { x: value, off: off * slope.abs() + 8.0 * f64::EPSILON * value.abs().max(slope.abs() * x.abs()) })
}

/// The error function by its series, all of whose terms are positive (Abramowitz and Stegun, 7.1.6).
fn erf(x: f64) -> f64 {
    if x > 6.0 {
        return 1.0;
    }
    let (mut term, mut sum, mut n) = (x, x, 0.0);
    while term > 1e-17 * sum {
        n += 1.0;
        term *= 2.0 * x * x / (2.0 * n + 1.0);
        sum += term;
    }
    2.0 / PI.sqrt() * (-x * x).exp() * sum
}

/// Where the error function has this value, by halving.
fn inverse_erf(y: f64) -> f64 {
    let (mut low, mut high) = (0.0, 6.0);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if erf(middle) < y { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}
